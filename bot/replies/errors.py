"""What went wrong, in words that say what to do next."""

from __future__ import annotations

import math
from typing import Final

from bot.errors import BotError
from bot.i18n.translator import translate
from bot.messages import Button, Reply
from bot.replies.buttons import whats_new
from workers.errors import (
    DeadlineExceeded,
    EngineBusy,
    EngineClosed,
    HeicPicture,
    PictureTooLarge,
    UnreadablePicture,
    WorkerCrashed,
)

_MOST_SECONDS: Final = 90


def failure(error: Exception, again: Button | None = None, *, cause: bool = False) -> Reply:
    """A short sentence that says what to do next; with `cause` (for owners) also why."""
    buttons = (again,) if again else ()
    match error:
        case HeicPicture():
            text, buttons = translate("failed-picture-heic"), ()
        case PictureTooLarge():
            text, buttons = translate("failed-picture-large"), ()
        case UnreadablePicture():
            text, buttons = translate("failed-picture"), ()
        case EngineBusy():
            text = translate("failed-busy", seconds=max(1, math.ceil(error.retry_after_s)))
        case DeadlineExceeded():
            text = translate("failed-late")
        case WorkerCrashed():
            text, buttons = translate("failed-crash"), ()
        case EngineClosed():
            text = translate("failed-closed")
        case _:
            text = translate("failed-unknown")
    if cause:
        known = isinstance(error, BotError) or type(error).__module__.split(".")[0] in {"catalog", "workers"}
        told = translate("failed-cause", cause=str(error)) if known and str(error) else ""
        text += "\n" + (told or translate("failed-cause-logged", cause=type(error).__name__))
    return Reply(text, buttons=buttons)


def slow_down(wait_s: float) -> Reply:
    """More was asked at once than one person may."""
    seconds = math.ceil(wait_s)
    if seconds <= _MOST_SECONDS:
        return Reply(translate("slow-down-seconds", count=seconds))
    return Reply(translate("slow-down-minutes", count=math.ceil(seconds / 60)))


def empty_message() -> Reply:
    """Nothing that says anything."""
    return Reply(translate("empty-message"), buttons=(whats_new(),))


def old_button() -> Reply:
    """A key that is unknown here: too old, or from another conversation."""
    return Reply(translate("old-button"), buttons=(whats_new(),))
