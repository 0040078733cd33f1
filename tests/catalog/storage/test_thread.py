"""One thread for one resource."""

from __future__ import annotations

import asyncio
import threading

from catalog.storage.thread import SerialExecutor


async def test_calls_take_turns_and_the_last_is_waited_for() -> None:
    """No two run at once, also after a caller has gone; at the end there is no thread left."""
    thread = SerialExecutor("thread-of-its-own")
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        begun.set()
        go_on.wait(10)
        done.append("first")

    calls = [asyncio.create_task(thread.run(first)), asyncio.create_task(thread.run(done.append, "second"))]
    await asyncio.to_thread(begun.wait, 10)
    calls[0].cancel()
    closing = asyncio.create_task(thread.close())
    await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
    assert done == []
    go_on.set()
    await closing
    assert done == ["first", "second"]
    assert not [one for one in threading.enumerate() if one.name.startswith("thread-of-its-own")]
