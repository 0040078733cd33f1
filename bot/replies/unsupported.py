"""What is said of what was sent and cannot be looked at: what came, and what works."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply, Unsupported
from bot.replies.buttons import whats_new


def unsupported(what: Unsupported) -> Reply:
    """A voice message, a PDF, and nothing besides."""
    return Reply(f"{translate(f'unsupported-{what}')} {translate('what-works')}", buttons=(whats_new(),))


def with_omissions(reply: Reply, message: IncomingMessage) -> Reply:
    """The answer to a message, which first says what of it was left out, if anything was."""
    missing = [translate(f"some-photos-{message.missing_photo}")] if message.missing_photo else []
    besides = [translate(f"unsupported-{message.unsupported}")] if message.unsupported else []
    if not (missing or besides):
        return reply
    said = " ".join((*missing, *besides, translate("went-by-the-rest")))
    return replace(reply, text=f"{said}\n{reply.text}".strip())
