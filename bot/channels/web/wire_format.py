"""What the page and the web channel say to each other: JSON text frames over one WebSocket.

Page to server, `hello` first and once, then any number of `message`s:

    {"type": "hello", "conversation": "", "visitor": "", "locale": "de-AT"}
    {"type": "message", "id": "q-8f3a…", "text": "red boots", "photos": ["<photo id>"], "choice": ""}

Server to page; `typing` at once, then exactly one `reply` or `error` for each `message`:

    {"type": "ready", "conversation": "<token to keep>"}
    {"type": "typing", "id": "q-8f3a…"}
    {"type": "reply", "id": "q-8f3a…", "text": …, "cards": […], "understood": […], "chips": […], "choices": […],
     "picture": "data:image/jpeg;base64,…", "document": {"name": "my-data.json", "data": "<base64>"}, …}
    {"type": "error", "id": "q-8f3a…", "code": "busy", "text": "one sentence for the shopper"}

Photos go up by `POST /photo` beforehand (see `photos`), so that a slow upload never holds up the
conversation and every message here stays small.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from bot.actions import encode
from bot.i18n.translator import language
from bot.messages import Button, Card, Document, Reply

MAX_PHOTOS = 10
MAX_TEXT_CHARS = 2000
MAX_FRAME_BYTES = 64 * 1024

TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
"""A conversation's token.  Too long for anything guessable, such as another channel's user id."""

ErrorCode = Literal["invalid", "busy", "slow", "photo_gone", "failed", "closing"]
Json = dict[str, object]

_LISTED = re.compile(r"\s*(\d{1,4}) · ")


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Hello(_Frame):
    """The first frame.  `conversation` is a token that the page drew or was given by `ready`; empty asks for one.

    `visitor` is the token of this browser's first conversation: what somebody saved outlives a conversation.  Empty is
    whoever has this conversation.
    """

    type: Literal["hello"]
    conversation: Annotated[str, Field(pattern=rf"^({TOKEN.pattern})?$")] = ""
    visitor: Annotated[str, Field(pattern=rf"^({TOKEN.pattern})?$")] = ""
    locale: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,35}$")] = ""


class Question(_Frame):
    """A message of the shopper.  Sent again with the same `id`, it gets the same answer."""

    type: Literal["message"]
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] = ""
    photos: Annotated[tuple[str, ...], Field(max_length=MAX_PHOTOS)] = ()
    choice: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] = ""


def ready(conversation: str) -> Json:
    """The answer to `hello`."""
    return {"type": "ready", "conversation": conversation}


def typing(question_id: str) -> Json:
    """The question has arrived and is being worked on."""
    return {"type": "typing", "id": question_id}


def error(question_id: str, code: ErrorCode, text: str) -> Json:
    """There is no answer to this question; `text` tells the shopper what to do next.

    It is empty where that was said a moment ago, about an earlier question.
    """
    return {"type": "error", "id": question_id, "code": code, "text": text}


def reply(question_id: str, answer: Reply) -> Json:
    """An answer as the page shows it: the cards carry the list, so it is left out of the text."""
    text, numbers = _without_list(answer.text) if len(answer.cards) >= 2 else (answer.text, [])
    if len(numbers) != len(answer.cards):
        numbers = list(range(1, len(answer.cards) + 1))
    return {
        "type": "reply",
        "id": question_id,
        "text": text,
        "cards": [_card(card, number) for card, number in zip(answer.cards, numbers, strict=True)],
        "understood": list(answer.understood),
        "chips": _buttons(answer.chips),
        "menu": {"title": answer.menu.title, "choices": _buttons(answer.menu.buttons)} if answer.menu else None,
        "choices": _buttons(answer.buttons),
        "picture": _in_place(answer.picture),
        "document": _file(answer.document) if answer.document else None,
        "marks": {encode(action): label for action, label in answer.marks.items()},
        "language": answer.language or language(),
        "replaces": answer.replaces,
        "clears": answer.clears,
    }


def _in_place(picture: bytes) -> str:
    """The picture as an address that holds it."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}" if picture else ""


def _file(document: Document) -> Json:
    return {"name": document.name, "data": base64.b64encode(document.data).decode()}


def _without_list(text: str) -> tuple[str, list[int]]:
    """The text without its numbered lines, and their numbers (a second page does not start at 1)."""
    kept, numbers = [], []
    for line in text.splitlines():
        if listed := _LISTED.match(line):
            numbers.append(int(listed[1]))
        else:
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), numbers


def _card(card: Card, number: int) -> Json:
    return {
        "number": number,
        "id": card.product_id,
        "title": card.title,
        "picture": f"/pictures/{card.picture}.jpg" if card.picture else "",
        "price": card.price,
        "was": card.was,
        "brand": card.brand,
        "url": _web_address(card.url),
        "available": card.available,
        "sizes": list(card.sizes),
        "attributes": list(card.attributes),
        "why": list(card.why),
        "also": card.also,
        "choices": _buttons(card.buttons),
    }


def _buttons(buttons: Sequence[Button]) -> list[Json]:
    return [
        {"key": button.key, "label": button.label, "url": _web_address(button.url), "quiet": button.quiet}
        for button in buttons
    ]


def _web_address(url: str) -> str:
    """The address if a shopper may be sent there, else nothing: a feed must not bring in `javascript:`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
