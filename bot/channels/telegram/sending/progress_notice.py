"""A word to who waits for long: sent when an answer takes its time, and gone once it is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.calls import Pause, Target

logger = logging.getLogger(__name__)

# So that it is read by the time that two seconds have passed.
SLOW_S: Final = 1.8
MOST_AT_ONCE: Final = 4
"""So many people are told at the same time.

Where more wait, the bot is busy, and of the 30 requests a second that it has each line takes two from the answers.
"""

_LIMIT_S: Final = 5.0


class ProgressNotice:
    """`async with` sends `words()` if the block takes longer than `SLOW_S`; afterwards `take_away` deletes it.

    `room` is what all lines of a bot share, for `MOST_AT_ONCE` of them.
    Not in groups: of the 20 requests a minute that a bot has for a group, each line would take two from the answers.
    It is no answer: deleted after the answer was sent and not edited into it, since pictures come before words and
    only a new message rings.  Nothing is tried twice, and nothing raised: without it the answer is as good.
    """

    def __init__(
        self, bot: Bot, target: Target, words: Callable[[], str], pause: Pause, room: asyncio.Semaphore
    ) -> None:
        self._bot = bot
        self._target = target
        self._words = words
        self._pause = pause
        self._room = room
        self._sending = False
        self._message_id: int | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._tell(), name=f"telegram patience {self._target.chat_id}")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What is being sent is waited for: only then it is known how to take it away.
        if not self._sending:
            self._task.cancel()
        await asyncio.wait([self._task], timeout=_LIMIT_S)
        self._task.cancel()

    async def take_away(self) -> None:
        """Delete what was sent, if that can be done."""
        if not self._sending:
            return
        try:
            if self._message_id is not None:
                async with asyncio.timeout(_LIMIT_S):
                    await self._bot.delete_message(self._target.chat_id, self._message_id)
        except (TelegramError, TimeoutError) as error:
            logger.info("Chat %s keeps the line that it takes longer: %r", self._target.chat_id, error)
        finally:
            self._room.release()

    async def _tell(self) -> None:
        if self._target.chat_id < 0:
            return
        await self._pause(SLOW_S)
        if self._room.locked():
            return
        await self._room.acquire()
        self._sending = True
        try:
            sent = await self._bot.send_message(
                self._target.chat_id,
                self._words(),
                message_thread_id=self._target.thread_id,
                disable_notification=True,
            )
        except TelegramError as error:
            logger.info("Chat %s was not told that it takes longer: %s", self._target.chat_id, error)
        else:
            self._message_id = sent.message_id
