"""Requests under way, until their answers are taken: a bound for each network, and quiet where a visitor has left."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.channels.web import connection_limit

log = logging.getLogger(__name__)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Delivery:
    """`deliver` is the outermost middleware.

    `network` says where a request comes from, as `AccessControl.network` does: behind a proxy, whose connections are
    all from one address, one network has as many requests under way as it might have connections without.
    """

    def __init__(self, network: Callable[[web.Request], str]) -> None:
        self._network = network
        self._under_way: Counter[str] = Counter()
        self.refused = 0
        """Requests that were told to come back later."""

    @web.middleware
    async def deliver(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Answer a request and send the answer."""
        network = self._network(request)
        if network and self._under_way[network] >= connection_limit.MAX_CONNECTIONS_A_NETWORK:
            self.refused += 1
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "2"})
        self._under_way[network] += 1
        try:
            return await _delivered(request, handler)
        except ConnectionError:
            if request.transport is not None and not request.transport.is_closing():
                raise
            log.debug("a visitor left before the answer")
            return web.Response()  # to nobody
        finally:
            self._under_way[network] -= 1
            if not self._under_way[network]:
                del self._under_way[network]


async def _delivered(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        await _send(request, refusal)
        raise
    await _send(request, response)
    return response


async def _send(request: web.Request, response: web.StreamResponse) -> None:
    """Return once it is taken; the server, which does the same afterwards, finds nothing left to do."""
    await response.prepare(request)
    await response.write_eof()
