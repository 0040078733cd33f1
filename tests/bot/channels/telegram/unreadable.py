"""Updates that nobody can read, as other servers and later versions of the Bot API may send them."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]

WORDS: Final = "crimson zeppelin"
"""Stand in all of them, and must not be seen in a log."""


def message(chat: int, **content: Any) -> Json:
    """Someone's message with these fields and secret words in a place that is not looked at."""
    sender = {"id": 5000 + abs(chat), "is_bot": False, "first_name": WORDS, "language_code": "de-AT"}
    place = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": WORDS}
    return {"message_id": 1, "date": 1, "chat": place, "from": sender, **content}


def tap(chat: int, **content: Any) -> Json:
    """Someone's tap."""
    shown = message(chat, text=WORDS)
    return {"id": f"tap-{chat}", "from": shown["from"], "chat_instance": "1", "message": shown, **content}


POLL: Final = {"poll": {"id": "1", "question": WORDS, "options": [{"text": WORDS, "voter_count": 0}]}}
LIBRARY_FAILS: Final[dict[str, Json]] = {
    "poll": POLL,
    "checklist": {"checklist": {"tasks": [{"text": WORDS}]}},
    "story": {"story": {"caption": WORDS}},
    "gift": {"unique_gift": {"text": WORDS}},
    "entities": {"text": WORDS, "entities": [{"type": WORDS}]},
    "reply": {"text": WORDS, "reply_to_message": {"text": WORDS}},
    "date in milliseconds": {"text": WORDS, "date": 1_700_000_000_000},
    "date in words": {"text": WORDS, "date": WORDS},
    "photo of nothing": {"photo": [None], "caption": WORDS},
    "sender that is words": {"text": WORDS, "forward_origin": WORDS},
}
"""What python-telegram-bot 22.8 raises at."""

WRONG_TYPES: Final[dict[str, Json]] = {
    "text that is a number": {"text": 5},
    "text that is no unicode": {"text": "\ud800"},
    "caption that is a list": {"caption": [WORDS]},
    "message id in words": {"text": WORDS, "message_id": WORDS},
    "message id out of range": {"text": WORDS, "message_id": 10**30},
    "topic in words": {"text": WORDS, "message_thread_id": WORDS},
    "album that is a number": {"photo": [], "media_group_id": 5},
    "file without a size": {"photo": [{"file_id": "a", "file_unique_id": "a", "width": WORDS, "height": 1}]},
    "file with a list for its name": {"document": {"file_id": "a", "file_unique_id": "a", "file_name": [WORDS]}},
}
"""What it takes as it comes, and would fail later."""

UNREADABLE: Final = LIBRARY_FAILS | WRONG_TYPES
