"""Hands messages to the assistant of the day, which can be exchanged while channels stay open."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from bot.i18n.translator import translate
from bot.messages import Handler, IncomingMessage, Reply, kind_of
from bot.monitoring.metrics import Metrics
from bot.runtime.tracing import request

log = logging.getLogger(__name__)

_LAST_ANSWERS_S: Final = 60.0
_ANSWER_WITHIN_S: Final = 60.0
"""Each part has limits of its own, well below; this is for what hangs outside of them, as a dead disk does."""


class Dispatcher:
    """Answers messages by the handler with which it is open; until it is, and again once it is closed, they wait."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._handler: asyncio.Future[Handler] = asyncio.get_running_loop().create_future()
        self._under_way: set[asyncio.Future[None]] = set()

    @property
    def is_closed(self) -> bool:
        """Whether messages are kept waiting."""
        return not self._handler.done()

    def open(self, handler: Handler) -> None:
        """Have this one answer what waits, and what comes."""
        self._handler.set_result(handler)

    async def close(self) -> None:
        """Keep waiting what comes from now on; returns once what was begun is answered."""
        self._handler = asyncio.get_running_loop().create_future()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_LAST_ANSWERS_S)
            if late:
                log.warning("%d messages take too long to be waited for", len(late))

    async def handle(self, message: IncomingMessage) -> Reply:
        """Answer one message, and say in the log and the metrics how that went."""
        began = time.perf_counter()
        with request(message.channel):
            reply = await self._handled(message)
            seconds, kind = time.perf_counter() - began, kind_of(message)
            self._metrics.answered(message.channel, kind, seconds, reply.failure)
            outcome = f", which is {type(reply.failure).__name__}" if reply.failure is not None else ""
            log.info("%s in %s: answered in %.3f s%s", kind, message.channel, seconds, outcome)
            return reply

    async def _handled(self, message: IncomingMessage) -> Reply:
        while not self._handler.done():
            await asyncio.shield(self._handler)
        answer = self._handler.result()
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._under_way.add(answered)
        try:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                return await answer(message)
        except TimeoutError as error:
            log.error("A message in %s got no answer within %g s", message.channel, _ANSWER_WITHIN_S)
            return Reply(translate("failed-late"), failure=error)
        finally:
            self._under_way.discard(answered)
            answered.set_result(None)
