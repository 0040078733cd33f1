"""Hands messages to the assistant of the day, so that the one behind it can be replaced while channels stay open."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from bot.i18n.translator import translate
from bot.messages import Handler, IncomingMessage, Reply, kind_of
from bot.monitoring.metrics import Metrics
from bot.runtime.tracing import failed, request

log = logging.getLogger(__name__)

_LAST_ANSWERS_S: Final = 60.0
_ANSWER_WITHIN_S: Final = 60.0
"""Each part has limits of its own, well below; this is for what hangs outside of them, as a dead disk does."""


class Dispatcher:
    """A handler of messages whose `handler` may be exchanged while it is `closed`; what arrives then waits."""

    handler: Handler

    def __init__(self, metrics: Metrics | None = None) -> None:
        self._metrics = metrics or Metrics()
        self._open = asyncio.Event()
        self._open.set()
        self._under_way: set[asyncio.Future[None]] = set()

    @property
    def is_closed(self) -> bool:
        """Whether messages are kept waiting."""
        return not self._open.is_set()

    async def handle(self, message: IncomingMessage) -> Reply:
        """Answer one message, and say in the log and the metrics how that went."""
        began = time.perf_counter()
        with request(message.channel) as trace:
            trace.heard = self._metrics.stage
            reply = await self._handled(message)
            seconds, kind = time.perf_counter() - began, kind_of(message)
            self._metrics.answered(message.channel, kind, seconds, trace.error)
            outcome = f", which is {type(trace.error).__name__}" if trace.error is not None else ""
            log.info("%s in %s: answered in %.3f s%s", kind, message.channel, seconds, outcome)
            return reply

    async def _handled(self, message: IncomingMessage) -> Reply:
        await self._open.wait()
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._under_way.add(answered)
        try:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                return await self.handler(message)
        except TimeoutError as error:
            failed(error)
            log.error("A message in %s got no answer within %g s", message.channel, _ANSWER_WITHIN_S)
            return Reply(translate("failed-late"))
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
