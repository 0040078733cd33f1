"""Which language to answer a person in."""

from __future__ import annotations

import logging

from bot.errors import ConversationsUnavailable
from bot.i18n.languages import NAMES, spoken
from bot.i18n.translator import language, translate, using_language
from bot.messages import IncomingMessage, Reply, person_of
from bot.owner.captions import is_caption
from bot.query.language_detection import language_of
from bot.replies.buttons import whats_new
from bot.replies.greetings import which_language
from bot.storage.conversations import Conversations

log = logging.getLogger(__name__)


class LanguagePreference:
    """Listens for people's languages and remembers them, chosen or heard, with the conversations."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def of(self, message: IncomingMessage) -> str:
        """The code of the language to answer in.

        It is the person's own choice, else the one that this message is certainly in, else the one heard last,
        else the client's, else the shop's.
        """
        kept, chosen = await self._kept(message)
        if chosen:
            return kept
        heard = spoken(language_of(message.text)) if _is_speech(message) else ""
        if heard and heard != kept:
            await self._keep(message, heard)
        return heard or kept or spoken(message.locale) or language()

    async def choose(self, message: IncomingMessage, said: str = "") -> Reply:
        """Answer /language, with or without a name or code, and a tap on one of its buttons."""
        code = named(said) or spoken(said.strip())
        if not code:
            return which_language()
        if message.user_id:
            await self._conversations.set_language(person_of(message), code, chosen=True)
        with using_language(code):
            return Reply(translate("language-chosen"), buttons=(whats_new(),), language=code)

    async def _kept(self, message: IncomingMessage) -> tuple[str, bool]:
        try:
            return await self._conversations.language(person_of(message)) if message.user_id else ("", False)
        except ConversationsUnavailable:
            log.exception("A person's language could not be read")
            return "", False

    async def _keep(self, message: IncomingMessage, code: str) -> None:
        try:
            if message.user_id:
                await self._conversations.set_language(person_of(message), code, chosen=False)
        except ConversationsUnavailable:
            log.exception("A person's language could not be kept")


def named(said: str) -> str:
    """The code of the language that somebody calls by its own name; "" for anything else, such as "hi"."""
    return next((code for code, name in NAMES.items() if said.strip().casefold() == name.casefold()), "")


def _is_speech(message: IncomingMessage) -> bool:
    """Commands are in no language, half a word in any, and the caption of a product to add in that of its title."""
    return (
        message.page is None and not message.text.startswith("/") and not (message.photos and is_caption(message.text))
    )
