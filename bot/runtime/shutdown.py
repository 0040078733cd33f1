"""One time limit for all of stopping, so that the waits of many parts do not add up.

Whatever is not answered by then is in the inbox, and whatever is on its way to the disk is there whole or not at all:
to be cut short costs an operator nothing, to wait for a service manager's SIGKILL takes longer and leaves no word.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final

log = logging.getLogger(__name__)

WITHIN_S: Final = 9.0
"""Docker kills after 10 s where nobody has said otherwise."""

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_ANSWERING_S: Final = 4.5
_CLOSING_S: Final = 6.0


class Stopping:
    """Counts from `begin`, which the first part that stops calls at the latest.

    Parts ask how long they may still wait.  What waits all the same, beyond `WITHIN_S`, is cut off by `cut`, which a
    thread of its own calls: see `leave`.
    """

    def __init__(self, cut: Callable[[], None] | None = None) -> None:
        self.asked = asyncio.Event()
        self._cut = cut
        self._began: float | None = None
        self._left_behind: set[asyncio.Future[None]] = set()

    @contextmanager
    def at_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM begin it, while the block runs."""
        loop = asyncio.get_running_loop()
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.begin)
        try:
            yield
        finally:
            for number, handler in before.items():
                loop.remove_signal_handler(number)
                signal.signal(number, handler)

    def begin(self) -> None:
        """The clock runs from now on; to be told so again changes nothing."""
        self.asked.set()
        if self._began is None:
            self._began = asyncio.get_running_loop().time()
            if self._cut is not None:
                _in_a_thread(WITHIN_S, self._cut)

    @property
    def answering_s(self) -> float:
        """How long answers that are in work may still be waited for, in seconds."""
        return self._left_s(_ANSWERING_S)

    @property
    def closing_s(self) -> float:
        """How long may still be waited for what is closed or was cancelled, in seconds."""
        return self._left_s(_CLOSING_S)

    async def while_it_may(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Wait for `work` to end, while answers are waited for; beyond that it is left behind."""
        task = asyncio.ensure_future(work)
        await asyncio.wait({task}, timeout=self.answering_s)
        if task.done():
            task.result()
            return
        log.warning("Stopping waits no longer for %s.", what)
        self._left_behind.add(task)
        task.add_done_callback(self._left_behind.discard)

    def _left_s(self, of_s: float) -> float:
        self.begin()
        assert self._began is not None  # noqa: S101 - `begin` sets it
        return max(0.0, self._began + of_s - asyncio.get_running_loop().time())


def leave() -> None:
    """End the process at once, whatever its threads and its loop are doing; its workers end when they see it gone."""
    log.warning("Stopping takes over %g s and is cut short; the next start answers what is left.", WITHIN_S)
    logging.shutdown()
    os._exit(0)


def _in_a_thread(seconds: float, work: Callable[[], None]) -> None:
    def wait() -> None:
        time.sleep(seconds)
        work()

    threading.Thread(target=wait, daemon=True).start()
