"""Order within a chat, concurrency across chats, and a bound on everything that waits."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

logger = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


class PerChatQueue:
    """Jobs of one chat run one after another, chats run side by side.

    A chat is there only while it has jobs.  `max_waiting` bounds the jobs of all chats together,
    running ones included: beyond it `put` waits, so that the caller stops taking more.
    `max_per_chat` bounds the jobs that wait in one chat, so that one chat cannot take all the room.
    `max_working` bounds the jobs that run at the same time.
    """

    def __init__(self, *, max_waiting: int, max_per_chat: int, max_working: int) -> None:
        self._max_per_chat = max_per_chat
        self._room = asyncio.Semaphore(max_waiting)
        self._working = asyncio.Semaphore(max_working)
        self._jobs = 0
        self._chats: dict[Hashable, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def jobs(self) -> int:
        """How many jobs run or wait."""
        return self._jobs

    @property
    def open_chats(self) -> int:
        """How many chats have a job running or waiting."""
        return len(self._chats)

    async def put(self, chat: Hashable, job: Job, *, beyond: int = 0) -> bool:
        """Queue `job`; False, at once, where its chat is full.

        `beyond` lets a job in that many places past the end, for the one that says that the chat is full.
        """
        waiting = self._chats.get(chat)
        if waiting is not None and len(waiting) >= self._max_per_chat + beyond:
            return False
        await self._room.acquire()
        waiting = self._chats.get(chat)
        if waiting is None:
            waiting = self._chats[chat] = deque()
            task = asyncio.create_task(self._work(chat, waiting), name=f"telegram chat {chat}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        waiting.append(job)
        self._jobs += 1
        return True

    async def join(self) -> None:
        """Wait until every job that was put has ended."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def clear(self) -> int:
        """Give up what waits, while what runs goes on; the number of jobs given up."""
        given_up = 0
        for waiting in self._chats.values():
            given_up += len(waiting)
            waiting.clear()
        self._give_back(given_up)
        return given_up

    async def close(self, within_s: float) -> int:
        """Cancel what still runs or waits; the number of jobs given up.  Nothing is put afterwards.

        A job that does not end in this time is left behind.
        """
        given_up = self._jobs
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within_s)
        return given_up

    async def _work(self, chat: Hashable, waiting: deque[Job]) -> None:
        try:
            while waiting:
                async with self._working:
                    if not waiting:
                        break
                    job = waiting.popleft()
                    try:
                        await job()
                    except Exception:
                        logger.exception("A job of chat %s failed.", chat)
                    finally:
                        self._give_back(1)
        finally:
            del self._chats[chat]

    def _give_back(self, places: int) -> None:
        self._jobs -= places
        for _ in range(places):
            self._room.release()
