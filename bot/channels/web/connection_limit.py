"""Bounds on open connections, in number and in time: many, slow or silent ones must not keep everybody else out.

A crowd is told so: some connections beyond the bound are answered without being served.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, cast

from aiohttp import web

from bot.channels.web.access import network_of

MAX_CONNECTIONS: Final = 700
"""Well below the 1024 open files that a process has on many systems."""

MAX_TOLD: Final = 150
"""So many more are told at once that there are too many, before the rest are hung up on."""

MAX_CONNECTIONS_A_NETWORK: Final = 60

IDLE_S: Final = 15.0
"""So long may a connection take for the head of a request, and be silent between two."""

SEND_TIMEOUT_S: Final = 60.0
"""So long may something wait to be taken by the visitor that it was sent to."""

_SENTENCE: Final = b"Too many people at once. Please try again."
_TOLD: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n"
    b"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s" % (len(_SENTENCE), _SENTENCE)
)
_TELLING_S: Final = 2.0


class ConnectionLimiter:
    """Lets a new connection in, or turns it away where there are too many, in all or from one network.

    Called for each connection, as asyncio's servers do.  `is_exempt` says of an address whether it speaks for many:
    a proxy.
    """

    def __init__(self, server: web.Server, is_exempt: Callable[[str], bool]) -> None:
        self._server = server
        self._is_exempt = is_exempt
        self.told: set[asyncio.Protocol] = set()
        """Those who are being told that there are too many."""
        self.slow_readers = 0
        """Visitors who were hung up on because they did not take what they were sent."""

    def __call__(self) -> asyncio.Protocol:
        return _Arrival(self)

    def receive(self, connection: asyncio.Transport) -> None:
        """Give a connection to the server, or turn it away."""
        protocol: asyncio.Protocol
        if len(self._server.connections) >= MAX_CONNECTIONS:
            if len(self.told) >= MAX_TOLD:
                connection.abort()
                return
            protocol = _Told(self.told)
        elif self._is_crowded(_address(connection.get_extra_info("peername"))):
            connection.abort()
            return
        else:
            protocol = _Visit(self._server(), self._too_slow)
        connection.set_protocol(protocol)
        protocol.connection_made(connection)

    def _too_slow(self) -> None:
        self.slow_readers += 1

    def _is_crowded(self, address: str) -> bool:
        """Whether as many as may be are from this address' place."""
        others = self._server.connections
        network = "" if self._is_exempt(address) else network_of(address)
        if not network or len(others) < MAX_CONNECTIONS_A_NETWORK:
            return False
        return sum(network_of(_address(one.peername)) == network for one in others) >= MAX_CONNECTIONS_A_NETWORK


class _Arrival(asyncio.Protocol):
    """A connection until it is known what becomes of it."""

    def __init__(self, limiter: ConnectionLimiter) -> None:
        self._limiter = limiter

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._limiter.receive(cast(asyncio.Transport, transport))


class _Visit(asyncio.Protocol):
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


class _Told(asyncio.Protocol):
    """A connection that is answered whatever it asks, and goes soon.

    What it sends is read, as a connection that is closed over unread bytes takes its answer back.
    """

    def __init__(self, told: set[asyncio.Protocol]) -> None:
        self._told = told

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        connection = cast(asyncio.Transport, transport)
        self._told.add(self)
        self._hanging_up = asyncio.get_running_loop().call_later(_TELLING_S, connection.abort)
        connection.write(_TOLD)
        connection.write_eof()

    def connection_lost(self, error: Exception | None) -> None:
        self._hanging_up.cancel()
        self._told.discard(self)


def _address(peername: object) -> str:
    return str(peername[0]) if isinstance(peername, tuple) and peername else ""
