"""A clock that is driven: an event loop in which waiting takes no time, so that tests may have long waits."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_THREADS_S: Final = 0.05
"""So long, really, has nothing to happen before the clock jumps: threads and sockets may be at work."""


class _Selector(selectors.DefaultSelector):
    """Reports what is ready; where nothing is, the clock is put forward instead of waiting."""

    is_driven = False
    jumped_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not self.is_driven or timeout is None or timeout <= _THREADS_S:
            return super().select(timeout)
        ready = super().select(_THREADS_S)
        if not ready:
            self.jumped_s += timeout
        return ready


class DrivenLoop(asyncio.SelectorEventLoop):
    """`asyncio.Runner(loop_factory=DrivenLoop)`: `time()` is real time and all that was not waited for."""

    def __init__(self) -> None:
        self._driven = _Selector()
        super().__init__(self._driven)

    def time(self) -> float:
        return super().time() + self._driven.jumped_s

    def drive(self, is_driven: bool) -> None:
        """Whether the clock is driven from now on."""
        self._driven.is_driven = is_driven


@contextmanager
def driven() -> Iterator[None]:
    """Drive the clock of the loop that runs, for as long as the block takes."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, DrivenLoop)
    loop.drive(True)
    try:
        yield
    finally:
        loop.drive(False)
