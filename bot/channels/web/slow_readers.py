"""Hangs up on visitors who do not take what they are sent: nothing waits for ever for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, cast

SEND_TIMEOUT_S: Final = 60.0
"""So long may something wait to be taken by the visitor that it was sent to."""


class Visit(asyncio.Protocol):
    """A connection that `server` serves, and that is hung up on when what was sent is not taken in time.

    The server itself waits for ever, even on a connection that it has closed: for a visitor who reads slowly or not at
    all.  What the system takes off our hands does not count as waiting.
    """

    def __init__(self, server: asyncio.Protocol, too_slow: Callable[[], None]) -> None:
        self._server = server
        self._too_slow = too_slow
        self._hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._connection = cast(asyncio.Transport, transport)
        # So that the first byte that waits pauses writing, and nothing but the last one that goes resumes it.
        self._connection.set_write_buffer_limits(high=0)
        self._server.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._server.data_received(data)

    def eof_received(self) -> bool | None:
        return self._server.eof_received()

    def pause_writing(self) -> None:
        self._hanging_up = asyncio.get_running_loop().call_later(SEND_TIMEOUT_S, self._hang_up)
        self._server.pause_writing()

    def resume_writing(self) -> None:
        self._wait_no_longer()
        self._server.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        self._wait_no_longer()
        self._server.connection_lost(error)

    def _hang_up(self) -> None:
        self._too_slow()
        self._connection.abort()

    def _wait_no_longer(self) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
