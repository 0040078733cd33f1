"""One dedicated thread for one blocking resource."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SerialExecutor:
    """Runs blocking calls one after another in a thread of its own, off the event loop.

    A call that was handed over finishes even if its caller is cancelled, so that the resource behind
    it never sees half a call.
    """

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `call(*args, **kwargs)` in the thread and return or raise what it does."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: call(*args, **kwargs))

    async def close(self) -> None:
        """Wait for the calls under way and end the thread."""
        await asyncio.to_thread(self._executor.shutdown)
