"""Single questions that come at the same time, put as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
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
        mine, place = self._next, len(self._next.questions)
        mine.questions.append(question)
        async with self._turn:
            if mine.answers is None:
                # Those who are about to ask, too, come along.
                await asyncio.sleep(0)
                self._next = _Round()
                mine.answers = await self._ask(mine.questions)
        return mine.answers[place]


class _Round(Generic[Q, A]):
    """Questions that go together; `answers` is None until somebody has asked."""

    def __init__(self) -> None:
        self.questions: list[Q] = []
        self.answers: Sequence[A] | None = None
