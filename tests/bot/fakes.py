"""Stand-ins around a channel: an assistant that follows a script, and pauses that the test ends."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

from bot.messages import IncomingMessage, Reply


class ScriptedAssistant:
    """A `Handler` that notes what it is asked and answers as `answer` says; by default it says the words back."""

    def __init__(self) -> None:
        self.asked: list[IncomingMessage] = []
        self.answer: Callable[[IncomingMessage], Reply | Awaitable[Reply]] = lambda message: Reply(
            f"You said: {message.text or message.choice}"
        )

    async def __call__(self, message: IncomingMessage) -> Reply:
        self.asked.append(message)
        reply = self.answer(message)
        return reply if isinstance(reply, Reply) else await reply


class HeldPause:
    """Stands in for `asyncio.sleep`: waits of a held length end when the test lets them, all others at once."""

    def __init__(self, *held_s: float) -> None:
        self._held = frozenset(held_s)
        self._waiting: defaultdict[float, list[asyncio.Event]] = defaultdict(list)
        self._changed = asyncio.Condition()
        self.ended: list[float] = []

    async def __call__(self, seconds: float) -> None:
        if seconds in self._held:
            event = asyncio.Event()
            self._waiting[seconds].append(event)
            async with self._changed:
                self._changed.notify_all()
            try:
                await event.wait()
            finally:
                self._waiting[seconds].remove(event)
        await asyncio.sleep(0)
        self.ended.append(seconds)

    async def let_go(self, seconds: float) -> None:
        """End the wait of this length that began first, as soon as there is one."""
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(lambda: any(not event.is_set() for event in self._waiting[seconds]))
            next(event for event in self._waiting[seconds] if not event.is_set()).set()
