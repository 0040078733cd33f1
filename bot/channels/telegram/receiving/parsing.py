"""JSON → `Update`, one by one: what cannot be read costs nothing but itself.

The library reads all updates of an answer at once, and fails at the first that lacks a field which its version asks
for; and it takes types as they come, so that a wrong one would fail much later.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from telegram import Bot, Update

_DEEPEST: Final = 64
"""Real ones have a dozen levels; the library and the encoder of JSON call themselves for each."""

_NUMBER: Final = re.compile(r'"update_id"\s*:\s*(\d{1,16})\b')
_LACKING: Final = re.compile(
    r"[\w.]+\(\) missing \d+ required positional arguments?: ['\w, ]+|`\w+` is a required argument since Bot API [\d.]+"
)
"""Such messages of Python and of the library name classes and fields, and have nothing of what was sent."""

_Id = Annotated[int, Field(gt=-(2**53), lt=2**53)]
_UpdateId = Annotated[int, Field(ge=0, lt=2**53)]


def _encodable(text: str) -> str:
    """Raises `UnicodeEncodeError`, which is a `ValueError`, for halves of characters: they can be sent nowhere."""
    text.encode()
    return text


_Text = Annotated[str, AfterValidator(_encodable)]


class UnreadableUpdate(Exception):
    """The message says why, in names of the program and of the Bot API; it has none of anybody's words."""


class _Part(BaseModel):
    """What is written down, sent to or calculated with has to be of its type; the rest is the library's to judge."""

    model_config = ConfigDict(strict=True)


class _Person(_Part):
    id: _Id
    language_code: _Text | None = None


class _Chat(_Part):
    id: _Id
    type: _Text


class _Picture(_Part):
    file_id: _Text
    width: int
    height: int
    file_size: int | None = None


class _Document(_Part):
    file_id: _Text
    file_name: _Text | None = None
    mime_type: _Text | None = None
    file_size: int | None = None


class _Message(_Part):
    message_id: _Id
    chat: _Chat
    sender: _Person | None = Field(None, alias="from")
    text: _Text | None = None
    caption: _Text | None = None
    photo: list[_Picture] = []
    document: _Document | None = None
    media_group_id: _Text | None = None
    message_thread_id: _Id | None = None


class _Tap(_Part):
    id: _Text
    sender: _Person = Field(alias="from")
    data: str | None = None
    message: _Message | None = None


class _Typed(_Part):
    id: _Text
    sender: _Person = Field(alias="from")
    query: _Text
    offset: _Text


class _Update(_Part):
    update_id: _UpdateId
    message: _Message | None = None
    callback_query: _Tap | None = None
    inline_query: _Typed | None = None


def number_of(raw: object) -> int | None:
    """The update's number, by which Telegram hears that it has arrived; None where it has none that can be used."""
    if isinstance(raw, str):
        found = _NUMBER.search(raw)
        number: object = int(found[1]) if found else None
    else:
        number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and 0 <= number < 2**53 else None


def read_update(raw: object, bot: Bot) -> Update:
    """The update, whose address, sender, words and files have the types that they should have.

    Raises `UnreadableUpdate`.
    """
    if not isinstance(raw, dict):
        raise UnreadableUpdate("no JSON object")
    if _is_deep(raw):
        raise UnreadableUpdate(f"more than {_DEEPEST} levels")
    try:
        _Update.model_validate(raw)
        return Update.de_json(raw, bot)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        cause = f"{'.'.join(map(str, first['loc']))}: {first['type']}"
    except Exception as error:  # whatever the library stumbles over
        lacking = _LACKING.fullmatch(str(error)) if isinstance(error, TypeError) else None
        cause = lacking[0] if lacking else type(error).__name__
    raise UnreadableUpdate(cause)


def _is_deep(raw: dict[str, Any]) -> bool:
    level: list[object] = [raw]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        ]
        if not level:
            return False
    return True
