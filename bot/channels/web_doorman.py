"""A bound on open connections: many, slow or silent ones must not keep everybody else out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final, cast

from aiohttp import web

from bot.channels.web_gate import place_of

log = logging.getLogger(__name__)

MAX_CONNECTIONS: Final = 700
"""Well below the 1024 open files that a process has on many systems."""

MAX_CONNECTIONS_A_PLACE: Final = 60

IDLE_S: Final = 15.0
"""So long may a connection take for the head of a request, and be silent between two."""


class Doorman(asyncio.Protocol):
    """Gives a new connection to the server, or hangs up where there are too many, in all or from one place.

    `is_exempt` says of an address whether it speaks for many: a proxy.
    """

    def __init__(self, server: web.Server, is_exempt: Callable[[str], bool]) -> None:
        self._server = server
        self._is_exempt = is_exempt

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The server's own protocol takes over from here."""
        connection = cast(asyncio.Transport, transport)
        if self._is_full(_address(connection.get_extra_info("peername"))):
            connection.abort()
            return
        protocol = self._server()
        connection.set_protocol(protocol)
        protocol.connection_made(connection)

    def _is_full(self, address: str) -> bool:
        others = self._server.connections
        if len(others) >= MAX_CONNECTIONS:
            log.debug("hung up on a visitor: there are %d connections", len(others))
            return True
        place = "" if self._is_exempt(address) else place_of(address)
        if not place or len(others) < MAX_CONNECTIONS_A_PLACE:
            return False
        return sum(place_of(_address(one.peername)) == place for one in others) >= MAX_CONNECTIONS_A_PLACE


def _address(peername: object) -> str:
    return str(peername[0]) if isinstance(peername, tuple) and peername else ""
