"""Hands messages to the assistant of the day, so that the one behind it can be replaced while channels stay open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.messages import IncomingMessage, Reply

log = logging.getLogger(__name__)

_LAST_ANSWERS_S: Final = 60.0

Handler = Callable[[IncomingMessage], Awaitable[Reply]]


class Front:
    """A handler of messages whose `handler` may be exchanged while it is `closed`; what arrives then waits."""

    handler: Handler

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._under_way: set[asyncio.Future[None]] = set()

    async def handle(self, message: IncomingMessage) -> Reply:
        """Answer one message."""
        await self._open.wait()
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._under_way.add(answered)
        try:
            return await self.handler(message)
        finally:
            self._under_way.discard(answered)
            answered.set_result(None)

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """Once what was begun is answered, keep all others waiting for a moment."""
        self._open.clear()
        try:
            if self._under_way:
                _, late = await asyncio.wait(self._under_way, timeout=_LAST_ANSWERS_S)
                if late:
                    log.warning("%d messages take too long to be waited for", len(late))
            yield
        finally:
            self._open.set()
