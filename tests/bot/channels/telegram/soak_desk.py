"""A Bot API server that counts what becomes of each question, for `tests.bot.channels.telegram.soak`."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from benchmarks.shoppers import Outcome
from bot.i18n.translator import translate
from tests.bot.channels.telegram.crashes import LIMIT
from tests.telegram_server import Call, TelegramServer

PATIENCE_S: Final = 60.0
_FIRST_WORDS: Final = 12
"""Letters of a sentence that tell it from others."""


def _beginnings(*names: str) -> tuple[str, ...]:
    return tuple(translate(name, seconds=9, count=9)[:_FIRST_WORDS] for name in names)


_REFUSED: Final = _beginnings("failed-busy", "slow-down-seconds", "slow-down-minutes", "still-working")
_FAILED: Final = _beginnings(
    *(f"failed-{how}" for how in ("picture", "picture-large", "late", "crash", "closed", "unknown")), "was-away"
)


@dataclass(slots=True)
class Asked:
    """A question, the seconds to the first and the last of its answer, and how each answer to it ended."""

    number: int
    kind: str
    at: float
    first_s: float | None = None
    last_s: float | None = None
    products: bool = False
    ends: list[str] = field(default_factory=list)

    def outcome(self, began: float) -> Outcome:
        """As `benchmarks.shoppers` has it, with the time to the first of the answer."""
        seconds = PATIENCE_S if self.first_s is None else self.first_s
        return self.at - began, seconds, self.kind, self.ends[0] if self.ends else "lost"


class Desk(TelegramServer):
    """A Bot API server that notes when each question is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[int, Asked] = {}
        self.others: Counter[str] = Counter()
        """Sentences that name no price limit."""
        self._by_chat: defaultdict[int, list[Asked]] = defaultdict(list)
        self._seen = 0

    async def ask(self, chat: int, number: int, words: str, photo: bytes | None) -> None:
        """Somebody asks, with a photo or in words."""
        question = Asked(number, "words" if photo is None else "photo", time.monotonic())
        self.asked[number] = question
        self._by_chat[chat].append(question)
        sender = {"id": 5000 + chat, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        if photo is None:
            await self.say(f"{words} under {number}", chat, **{"from": sender})
        else:
            await self.show(photo, chat, caption=f"under {number}", **{"from": sender})

    @property
    def unanswered(self) -> int:
        """How many questions have no answer yet."""
        return sum(not question.ends for question in self.asked.values())

    async def _notify(self) -> None:
        for call in self.calls[self._seen :]:
            self._hear(call, time.monotonic())
        self._seen = len(self.calls)
        await super()._notify()

    def _hear(self, call: Call, now: float) -> None:
        if call.method not in ("sendMessage", "sendPhoto", "sendMediaGroup") or call.is_waiting_line:
            return
        questions = self._by_chat[call.chat_id]
        # A chat is answered in its order; what comes where nothing is open is one answer too many.
        question = next((one for one in questions if not one.ends), questions[-1])
        if question.first_s is None:
            question.first_s = now - question.at
        question.products |= call.method != "sendMessage"
        if call.method == "sendMediaGroup":  # its words follow
            return
        words = str(call.fields.get("text", call.fields.get("caption", "")))
        if limit := LIMIT.search(words):
            question = self.asked[int(limit[1])]
        else:
            self.others[words[:80]] += 1
        question.last_s = question.last_s or now - question.at
        question.ends.append(_how_it_ended(words))


def _how_it_ended(words: str) -> str:
    if words.startswith(_REFUSED):
        return "busy"
    return "failed" if words.startswith(_FAILED) else "answered"
