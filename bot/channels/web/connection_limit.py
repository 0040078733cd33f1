"""Bounds on open connections, in number and in time: many, slow or silent ones must not keep everybody else out.

A crowd is told so: some connections beyond the bound are answered without being served.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, cast

from aiohttp import web

from bot.channels.web.access import network_of
from bot.channels.web.slow_readers import Visit

MAX_CONNECTIONS: Final = 700
"""Well below the 1024 open files that a process has on many systems."""

MAX_TOLD: Final = 150
"""So many more are told at once that there are too many, before the rest are hung up on."""

MAX_CONNECTIONS_A_NETWORK: Final = 60

IDLE_S: Final = 15.0
"""So long may a connection take for the head of a request, and be silent between two."""

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
            protocol = Visit(self._server(), self._too_slow)
        connection.set_protocol(protocol)
        protocol.connection_made(connection)

    def _too_slow(self) -> None:
        self.slow_readers += 1

    def _is_crowded(self, address: str) -> bool:
        """Whether as many as may be are from this address' network."""
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
