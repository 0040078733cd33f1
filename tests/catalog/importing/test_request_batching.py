"""Questions that go to another thread together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from catalog.importing.request_batching import RequestBatcher


class Asked:
    """Answers with squares, once it is let go; remembers what came together."""

    def __init__(self) -> None:
        self.rounds: asyncio.Queue[list[int]] = asyncio.Queue()
        self.let_go = asyncio.Event()
        self.fail = False

    async def __call__(self, questions: Sequence[int]) -> list[int]:
        self.rounds.put_nowait([*questions])
        await self.let_go.wait()
        if self.fail:
            self.fail = False
            raise OSError("gone")
        return [question**2 for question in questions]


async def test_what_is_asked_meanwhile_goes_together() -> None:
    """Each gets the answer to its own question; while one list is being answered the next one gathers."""
    asked = Asked()
    together = RequestBatcher(asked)
    first = asyncio.create_task(together(1))
    assert await asked.rounds.get() == [1]
    others = [asyncio.create_task(together(number)) for number in (2, 3, 2)]
    await asyncio.sleep(0)
    asked.let_go.set()
    assert await asyncio.gather(first, *others) == [1, 4, 9, 4]
    assert await asked.rounds.get() == [2, 3, 2]


async def test_who_fails_or_leaves_takes_nobody_along() -> None:
    """Whoever asked for all hears the error, or is cancelled; the others are answered by another try."""
    asked = Asked()
    asked.fail = True
    together = RequestBatcher(asked)
    failing, *others = [asyncio.create_task(together(number)) for number in (1, 2, 3)]
    assert await asked.rounds.get() == [1, 2, 3]
    asked.let_go.set()
    with pytest.raises(OSError, match="gone"):
        await failing
    assert await asyncio.gather(*others) == [4, 9]
    asked.let_go.clear()
    leaving, staying = (asyncio.create_task(together(number)) for number in (4, 5))
    assert await asked.rounds.get() == [2, 3]
    assert await asked.rounds.get() == [4, 5]
    leaving.cancel()
    asked.let_go.set()
    assert await staying == 25
    assert leaving.cancelled()
