"""What machines ask a running bot.

GET /healthz   200 {"status": "ok"}: the process answers; restart it where it does not
GET /readyz    200 or 503 {"status": …, "checks": {"model": "", …}}: messages can be answered, or why not
GET /metrics   Prometheus' text; for this machine alone, or with the token (Authorization: Bearer …)
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from aiohttp import web

from bot.channels.web.connection_limit import IDLE_S, ConnectionLimiter
from bot.errors import ChannelError

_METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def is_from_here(request: web.Request) -> bool:
    """Whether a program on this machine asks, and neither a proxy for somebody else nor a page in a browser."""
    if any(name in request.headers for name in (*_FORWARDED, "Origin")):
        return False
    # Under another name a page of a stranger may ask, whose name server says that it is this machine.
    return _is_loopback(request.remote) and (request.url.host == "localhost" or _is_loopback(request.url.host))


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class HealthRoutes:
    """Answers from `readiness` (check to reason, "" for well) and `metrics` (Prometheus' text)."""

    readiness: Callable[[], Awaitable[Mapping[str, str]]]
    metrics: Callable[[], bytes]
    token: str = ""

    def routes(self) -> Sequence[web.RouteDef]:
        """To be added to a server."""
        return (
            web.get("/healthz", self._healthz),
            web.get("/readyz", self._readyz),
            web.get("/metrics", self._metrics),
        )

    async def _healthz(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _readyz(self, request: web.Request) -> web.Response:
        checks = await self.readiness()
        ready = not any(checks.values())
        body = {"status": "ready" if ready else "not ready", "checks": {k: why or "ok" for k, why in checks.items()}}
        return web.json_response(body, status=200 if ready else 503, headers={"Cache-Control": "no-store"})

    async def _metrics(self, request: web.Request) -> web.Response:
        if not (is_from_here(request) or self._has_token(request)):
            raise web.HTTPForbidden(text="Metrics are for this machine, or for whoever has SHOPLENS_HEALTH__TOKEN.")
        return web.Response(body=self.metrics(), headers={"Content-Type": _METRICS_TYPE})

    def _has_token(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        return bool(self.token) and hmac.compare_digest(given, f"Bearer {self.token}".encode())


class HealthServer:
    """A server for `routes` alone, where there is no web chat.  Raises `ChannelError` where it cannot listen."""

    def __init__(self, host: str, port: int, routes: Sequence[web.RouteDef]) -> None:
        app = web.Application()
        app.add_routes(routes)
        self._address = host, port
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.5, keepalive_timeout=IDLE_S, lingering_time=1.0
        )
        self._listener: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Where it listens, once started; empty before."""
        if self._listener is None:
            return ""
        host, port = self._listener.sockets[0].getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        server = self._runner.server
        assert server is not None  # noqa: S101 - set up above
        try:
            self._listener = await asyncio.get_running_loop().create_server(
                ConnectionLimiter(server, lambda remote: False), *self._address
            )
        except OSError as error:
            await self._runner.cleanup()
            raise ChannelError(
                f"Health cannot be shown at {self._address[0]} port {self._address[1]} ({error.strerror}): "
                "check SHOPLENS_HEALTH__HOST and SHOPLENS_HEALTH__PORT."
            ) from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._listener is not None:
            self._listener.close()
        await self._runner.cleanup()
