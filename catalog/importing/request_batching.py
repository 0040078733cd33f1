"""Single questions that come at the same time, put as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class RequestBatcher(Generic[Q, A]):
    """Asks once for all who ask meanwhile: a trip to another thread costs more than the answer.

    `ask` answers a list of questions in their order.  What it raises, whoever put that list hears; the others in it
    ask again.
    """

    def __init__(self, ask: Callable[[Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        self._ask = ask
        self._turn = asyncio.Lock()
        self._next = _Round[Q, A]()

    async def __call__(self, question: Q) -> A:
        """The answer to one question."""
        mine, index = self._next, len(self._next.questions)
        mine.questions.append(question)
        if index == 0:
            await self._put(mine)
        else:
            await mine.over.wait()
        return await self(question) if mine.answers is None else mine.answers[index]

    async def _put(self, mine: _Round[Q, A]) -> None:
        try:
            async with self._turn:
                # Those who are about to ask, too, come along.
                await asyncio.sleep(0)
                self._next = _Round()
                mine.answers = await self._ask(mine.questions)
        finally:
            if self._next is mine:
                self._next = _Round()
            mine.over.set()


class _Round(Generic[Q, A]):
    """Questions that go together; the first of those who ask puts them.  `answers` is None where that failed."""

    def __init__(self) -> None:
        self.questions: list[Q] = []
        self.answers: Sequence[A] | None = None
        self.over = asyncio.Event()
