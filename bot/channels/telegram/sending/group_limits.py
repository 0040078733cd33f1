"""How much may be sent in a group: Telegram takes 20 messages a minute there, and each picture of an album is one."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from telegram.constants import FloodLimit

from bot.channels.telegram.calls import Pause

PER_MINUTE: Final = int(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP)
MAX_GROUPS: Final = 1_000
"""Groups remembered; the one that was written to longest ago goes first."""

_WINDOW_S: Final = 60.0
# For the sentence that an answer has to wait.
_KEPT_BACK: Final = 1


class GroupBudget:
    """What may go to each group within a minute; private chats, whose ids are above zero, have no such limit.

    Edits count as messages do (https://github.com/tdlib/td/issues/2592).  `pause` waits for seconds, `now` counts them.
    """

    def __init__(self, pause: Pause = asyncio.sleep, now: Callable[[], float] = time.time) -> None:
        self._pause = pause
        self._now = now
        self._sent: OrderedDict[int, list[tuple[float, int]]] = OrderedDict()

    def room(self, chat_id: int) -> int:
        """How many messages may go at once."""
        return PER_MINUTE if chat_id > 0 else PER_MINUTE - sum(messages for _, messages in self._recent(chat_id))

    def pictures(self, chat_id: int) -> int:
        """How many pictures an answer may have: half of the room beside its words, so that the next one gets some."""
        return PER_MINUTE if chat_id > 0 else max(0, self.room(chat_id) - _KEPT_BACK - 1) // 2

    def wait_s(self, chat_id: int) -> float:
        """How long an answer has to wait until there is room for it."""
        return 0.0 if chat_id > 0 else self._free_at(chat_id, _KEPT_BACK + 1) - self._now()

    async def spend(self, chat_id: int, messages: int) -> None:
        """Count messages that are about to be sent, and wait until they may be."""
        if chat_id > 0:
            return
        at = self._free_at(chat_id, messages)
        wait_s = at - self._now()
        self._sent[chat_id] = [*self._recent(chat_id), (at, messages)]
        self._sent.move_to_end(chat_id)
        if len(self._sent) > MAX_GROUPS:
            self._sent.popitem(last=False)
        if wait_s > 0:
            await self._pause(wait_s)

    def _free_at(self, chat_id: int, messages: int) -> float:
        """When so many may go, behind what waits already; within a minute at most."""
        at = now = self._now()
        recent = self._recent(chat_id)
        room = self.room(chat_id)
        for sent_at, count in recent:
            if room >= messages:
                break
            at, room = sent_at + _WINDOW_S, room + count
        if recent:
            at = max(at, recent[-1][0])
        return min(at, now + _WINDOW_S)

    def _recent(self, chat_id: int) -> list[tuple[float, int]]:
        """What went, or is about to go, within a minute of now; the clock may have been turned back."""
        now = self._now()
        return [one for one in self._sent.get(chat_id, ()) if now - _WINDOW_S < one[0] <= now + _WINDOW_S]
