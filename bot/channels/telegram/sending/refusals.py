"""What a refusal of Telegram (400) is about.  Only its words tell, which are no part of the API: they are hints."""

from __future__ import annotations

import re
from typing import Final

from telegram.error import BadRequest

_TOPIC: Final = re.compile(r"TOPIC_(?:CLOSED|DELETED|ID_INVALID)|message thread not found", re.IGNORECASE)
_NOT_THE_PICTURE: Final = re.compile(
    r"not enough rights|administrator rights|_FORBIDDEN|_RESTRICTED|_REQUIRED|chat not found|PEER_ID_INVALID"
    r"|message to (?:edit|delete) not found|message can't be|MESSAGE_ID_INVALID|too many requests",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"failed to send message #(\d+)", re.IGNORECASE)


def is_unchanged(error: BadRequest) -> bool:
    """Whether a message shows already what it was to show."""
    return "not modified" in str(error)


def is_about_topic(error: BadRequest) -> bool:
    """Whether the topic of a forum was closed or deleted."""
    return _TOPIC.search(str(error)) is not None


def may_be_about_picture(error: BadRequest) -> bool:
    """Whether another picture might be taken: false where the chat, or the message to be changed, takes none."""
    return not is_about_topic(error) and _NOT_THE_PICTURE.search(str(error)) is None


def named_index(error: BadRequest, pictures: int) -> int | None:
    """Which one of an album's pictures, from 0, is said to be bad.

    A hint and no more: the Bot API server counts in the order in which Telegram answered.
    """
    named = _NAMED.search(str(error))
    index = int(named[1]) - 1 if named else -1
    return index if 0 <= index < pictures else None
