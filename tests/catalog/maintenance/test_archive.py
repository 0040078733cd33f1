"""Work on a backup in a thread: its progress is heard, and whoever is cancelled waits for its end."""

from __future__ import annotations

import asyncio
import threading

import pytest

from catalog.maintenance.archive import in_thread
from catalog.models import Progress


async def test_progress_and_outcome_come_out_of_the_thread() -> None:
    """What it returns, and what it raises."""
    heard: list[tuple[str, int, int]] = []

    def work(progress: Progress, outcome: str, *, fails: bool) -> str:
        progress("Working", 1, 2)
        if fails:
            raise LookupError(outcome)
        return outcome

    assert await in_thread(work, lambda *step: heard.append(step), "done", fails=False) == "done"
    with pytest.raises(LookupError, match="lost"):
        await in_thread(work, lambda *step: heard.append(step), "lost", fails=True)
    assert heard == [("Working", 1, 2)] * 2


async def test_whoever_is_cancelled_waits_until_the_thread_has_stopped() -> None:
    """It holds locks and tidies up, so that nothing may go on behind it; the thread stops at its next step."""
    begun, go_on = threading.Event(), threading.Event()
    heard: list[int] = []

    def work(progress: Progress) -> None:
        for step in range(3):
            progress("Working", step, 3)
            begun.set()
            go_on.wait(10)

    working = asyncio.create_task(in_thread(work, lambda what, done, total: heard.append(done)))
    await asyncio.to_thread(begun.wait, 10)
    working.cancel()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not working.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert heard == [0]
