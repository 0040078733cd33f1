"""The web chat: one page, its WebSocket and the catalog's pictures, on aiohttp.

GET  /                    the page
GET  /static/<file>       its style, scripts and icon
GET  /pictures/<key>.jpg  a picture of the catalog
POST /photo               a shopper's photo, see `photos`
GET  /chat                the WebSocket, see `wire_format` for what is said there

and what it is given besides, such as /healthz.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import logging
from collections.abc import Coroutine, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from bot.channels.base import ChannelLoad, PictureSource
from bot.channels.rate_limits import UNLIMITED, Limits
from bot.channels.web import connection_limit
from bot.channels.web.access import AccessControl
from bot.channels.web.connection_limit import ConnectionLimiter
from bot.channels.web.delivery import Delivery
from bot.channels.web.page_text import PAGE, Page
from bot.channels.web.photos import PhotoShelf
from bot.channels.web.websocket import Answers, ChatLine
from bot.channels.web.wire_format import MAX_FRAME_BYTES
from bot.errors import ChannelError
from bot.messages import Handler
from bot.runtime.file_descriptors import allow_descriptors
from bot.runtime.shutdown import Stopping
from bot.storage.erasure import MAX_TOLD, Kept

log = logging.getLogger(__name__)

MAX_LINES = 500
MAX_LINES_A_NETWORK = 30
HEARTBEAT_S = 25.0
_PARTING_S = 1.0
_OTHER_DESCRIPTORS = 300
"""Files of the shop, pipes to its workers, connections to Telegram: many more than there are."""

# Told here, because the operating system's own table is wrong or missing on some machines.
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "shoplens",
}


class WebChannel:
    """`async with` starts it; on the way out it answers what it has taken, bounded, then stops.

    `port` 0 takes a free one; `url` is where the page is, once started.  Raises `ChannelError` where the
    address cannot be used.
    """

    def __init__(
        self,
        host: str,
        port: int,
        handle: Handler,
        pictures: PictureSource,
        shop_name: str,
        limits: Limits = UNLIMITED,
        also: Sequence[web.RouteDef] = (),
        *,
        access: AccessControl | None = None,
        stopping: Stopping | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._pictures = pictures
        self._limits = limits
        self._access = access or AccessControl(host)
        self._stopping = stopping or Stopping()
        self._page = Page(shop_name)
        self._static = {path.name: path.read_bytes() for path in PAGE.iterdir() if path.suffix in _CONTENT_TYPES}
        self._tags = {name: hashlib.sha256(body).hexdigest() for name, body in self._static.items()}
        self._photos = PhotoShelf(limits)
        self._answers = Answers(handle, self._photos)
        self._lines: set[ChatLine] = set()
        self._closing = False
        self._turned_away = 0
        self._delivery = Delivery(self._access.network)
        self._runner = web.AppRunner(
            self._application(also),
            access_log=None,
            shutdown_timeout=0.5,
            keepalive_timeout=connection_limit.IDLE_S,
            lingering_time=2.0,
        )
        self._limiter: ConnectionLimiter | None = None
        self._listener: asyncio.Server | None = None
        self._url = ""

    @property
    def load(self) -> ChannelLoad:
        lines = tuple(self._lines)
        return ChannelLoad(
            len(lines),
            sum(line.waiting for line in lines),
            self._answers.refused + self._turned_away + self._delivery.refused,
            slow_readers=self._limiter.slow_readers if self._limiter is not None else 0,
        )

    @property
    def url(self) -> str:
        """Where the page is, for example `http://127.0.0.1:8080/`; empty before the start."""
        return self._url

    async def forget(self, person: str) -> int:
        """Drop a person's remembered answers and unused photos, and end what is in work for them."""
        visitor = person.removeprefix("web:")
        theirs = {line.conversation for line in self._lines if line.visitor == visitor}
        return self._answers.forget(visitor) + sum(map(self._photos.forget, theirs))

    async def tell(self, person: str) -> list[Kept]:
        """A person's remembered answers, and how large their unused photos are."""
        visitor = person.removeprefix("web:")
        theirs = {line.conversation for line in self._lines if line.visitor == visitor}
        answers = self._answers.of(visitor)
        photos = [{"bytes": size} for conversation in theirs for size in self._photos.sizes(conversation)]
        return [Kept("page", answers[:MAX_TOLD], len(answers)), Kept("photos", photos, len(photos))]

    async def __aenter__(self) -> Self:
        self._access.require_key()
        allow_descriptors(connection_limit.MAX_CONNECTIONS + connection_limit.MAX_TOLD + _OTHER_DESCRIPTORS)
        await self._runner.setup()
        server = self._runner.server
        assert server is not None  # noqa: S101 - set up above
        self._limiter = ConnectionLimiter(server, self._access.is_proxy)
        try:
            self._listener = await asyncio.get_running_loop().create_server(self._limiter, self._host, self._port)
        except OSError as error:
            await self._runner.cleanup()
            raise _refused(self._host, self._port, error) from error
        port = self._listener.sockets[0].getsockname()[1]
        host = "localhost" if self._host in ("", "0.0.0.0", "::") else self._host  # noqa: S104 - compares, binds nothing
        self._url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._stopping.begin()
        if self._listener is not None:
            self._listener.close()
        try:
            await self._finish_lines()
        finally:
            await self._answers.stop(self._stopping.closing_s)
            await self._part_with(*(line.leave() for line in self._lines))
            await self._runner.cleanup()
            self._photos.clear()

    async def _finish_lines(self) -> None:
        finishing = [asyncio.create_task(line.finish()) for line in self._lines]
        if not finishing:
            return
        _, unfinished = await asyncio.wait(finishing, timeout=self._stopping.answering_s)
        if unfinished:
            log.warning("stopped with %d conversations still waiting for an answer", len(unfinished))
            # Cancelling the answers lets each line tell its shopper before it is closed.
            await self._answers.stop(self._stopping.closing_s)
            await asyncio.wait(unfinished, timeout=min(_PARTING_S, self._stopping.closing_s))
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _part_with(self, *farewells: Coroutine[Any, Any, None]) -> None:
        """A page that is asleep does not say goodbye, and one behind a slow line cannot."""
        tasks = [asyncio.create_task(farewell) for farewell in farewells]
        if tasks:
            await asyncio.wait(tasks, timeout=min(_PARTING_S, self._stopping.closing_s))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _application(self, also: Sequence[web.RouteDef]) -> web.Application:
        app = web.Application(middlewares=[self._delivery.deliver, self._access.guard])
        app.router.add_get("/", self._get_page)
        app.router.add_get("/static/{name}", self._get_static)
        app.router.add_get("/pictures/{key:[0-9a-f]{64}}.jpg", self._get_picture)
        app.add_routes(also)
        app.router.add_get("/chat", self._chat)
        app.router.add_post("/photo", self._post_photo)
        app.on_response_prepare.append(_add_headers)
        return app

    async def _get_page(self, request: web.Request) -> web.Response:
        text = self._page.html(request.query.get("lang", ""), request.headers.get("Accept-Language", ""))
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    # Files are read as a whole: one that is sent piece by piece would stay open for as long as its visitor likes.

    async def _get_static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        body = self._static.get(name)
        if body is None:
            raise web.HTTPNotFound
        tag = self._tags[name]
        known = any(one.value == tag for one in request.if_none_match or ())
        headers = {
            "Cache-Control": "no-cache",
            "Content-Type": _CONTENT_TYPES[Path(name).suffix],
            "ETag": f'"{tag}"',
        }
        return web.Response(status=304 if known else 200, body=None if known else body, headers=headers)

    async def _get_picture(self, request: web.Request) -> web.Response:
        path = self._pictures(request.match_info["key"])
        try:
            body = await asyncio.to_thread(path.read_bytes) if path is not None else None
        except FileNotFoundError:
            body = None  # removed meanwhile
        if body is None:
            raise web.HTTPNotFound
        # The key is the content's hash, so that what it names never changes.
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "image/jpeg"}
        return web.Response(body=body, headers=headers)

    async def _post_photo(self, request: web.Request) -> web.Response:
        self._access.require_own_page(request)
        return await self._photos.receive(request, self._access.network(request))

    async def _chat(self, request: web.Request) -> web.WebSocketResponse:
        self._access.require_own_page(request)
        network = self._access.network(request)
        crowded = network and sum(line.network == network for line in self._lines) >= MAX_LINES_A_NETWORK
        if self._closing or crowded or len(self._lines) >= MAX_LINES:
            self._turned_away += 1
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "10"})
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MAX_FRAME_BYTES, compress=False)
        line = ChatLine(socket, self._answers, lambda: self._closing, self._limits, network)
        self._lines.add(line)
        try:
            await socket.prepare(request)
            await line.serve()
        finally:
            self._lines.discard(line)
        return socket


async def _add_headers(request: web.BaseRequest, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _refused(host: str, port: int, error: OSError) -> ChannelError:
    if error.errno == errno.EADDRINUSE:
        return ChannelError(f"Port {port} is taken by another program: set SHOPLENS_WEB__PORT to a free one.")
    if error.errno == errno.EACCES:
        return ChannelError(f"Port {port} may not be used: set SHOPLENS_WEB__PORT to one above 1023.")
    return ChannelError(f"The web chat cannot listen on {host!r}: check SHOPLENS_WEB__HOST.")
