"""An operation whose caller leaves."""

from __future__ import annotations

import asyncio

import pytest

from catalog.shielding import shielded


async def _left_alone(operation: asyncio.Task[None], may_end: asyncio.Event) -> None:
    """Let it begin, leave it, and then let it end."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    operation.cancel()
    await asyncio.sleep(0)
    assert not operation.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await operation


async def test_it_comes_to_its_end_before_the_caller_goes_on() -> None:
    """Who cancels and waits knows that nothing is half done."""
    may_end, done = asyncio.Event(), []

    @shielded
    async def write(what: str) -> None:
        await may_end.wait()
        done.append(what)

    await _left_alone(asyncio.create_task(write("all of it")), may_end)
    assert done == ["all of it"]


async def test_its_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody else hears of it any more."""
    may_end = asyncio.Event()

    @shielded
    async def fail() -> None:
        await may_end.wait()
        raise OSError("the disk is full")

    await _left_alone(asyncio.create_task(fail()), may_end)
    assert "an operation whose caller had gone failed" in caplog.text
    assert "the disk is full" in caplog.text
