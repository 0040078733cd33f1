"""Who may come to the web chat: by which name, with which key, from which page, and from where.

On this machine alone nobody needs a key.  Where other machines reach it, visitors need the one in the settings:
`/?token=…` turns it into a cookie.  A shop that is open to everybody has a public address instead.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import math
import re
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.rate_limits import UNLIMITED, Limits
from bot.channels.web.page_text import closed, come_in
from bot.errors import ChannelError

log = logging.getLogger(__name__)

_COOKIE: Final = "shoplens"
_COOKIE_S: Final = 30 * 86_400
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")
_FOR_MACHINES: Final = frozenset({"/healthz", "/readyz"})
_OPEN: Final = frozenset({"/metrics"})
"""Says itself who may read it."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_this_machine(host: str) -> bool:
    """Whether only programs on this machine reach a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def network_of(remote: str | None) -> str:
    """What a visitor shares with others, see `Limits`: the address, or the network that one customer has in IPv6.

    "" on this machine: whoever comes from there is its user, or a proxy that does not say for whom it comes.
    """
    try:
        address = ipaddress.ip_address((remote or "").partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None) or address
    if mapped.is_loopback:
        return ""
    return str(mapped) if mapped.version == 4 else str(ipaddress.ip_network((mapped, 64), strict=False))


class AccessControl:
    """`guard` is the middleware that all requests pass.

    `host` is what the server listens on, `token` the key ("" for none), `public_url` the address under which
    everybody reaches it through a proxy ("" for none).
    """

    def __init__(
        self, host: str = "127.0.0.1", token: str = "", public_url: str = "", limits: Limits = UNLIMITED
    ) -> None:
        self._host = host
        self._token = token.encode()
        public = urlsplit(public_url.lower())
        self._origin = f"{public.scheme}://{public.netloc}" if public_url else ""
        self._names = {name for name in ("localhost", host.lower(), public.hostname) if name}
        self._limits = limits
        # Whoever steals the cookie has not got the key, and a new key makes old cookies worthless.
        self._pass = hmac.new(self._token, b"shoplens web chat", hashlib.sha256).hexdigest()

    def require_key(self) -> None:
        """Raises `ChannelError` where strangers could come in."""
        if not (self._token or self._origin or is_this_machine(self._host)):
            raise ChannelError(
                f"Other machines reach the web chat where SHOPLENS_WEB__HOST is {self._host!r}: set "
                "SHOPLENS_WEB__TOKEN to a key for its visitors, or SHOPLENS_WEB__PUBLIC_URL to the address that is "
                "open to everybody."
            )

    @web.middleware
    async def guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Only requests by a name that is ours (against DNS rebinding), and with the key where there is one."""
        if request.path in _FOR_MACHINES:
            return await handler(request)
        host = request.headers.get("Host", "")
        if not self._is_ours(host):
            log.warning("refused a request: Host %r is not known, is it SHOPLENS_WEB__PUBLIC_URL?", host[:200])
            raise web.HTTPMisdirectedRequest(text="This chat is not known by this name.")
        if self._token and request.path not in _OPEN:
            if "token" in request.query:
                return self._let_in(request)
            if not _same(request.cookies.get(_COOKIE, ""), self._pass):
                return web.Response(status=403, text=closed(_languages(request)), content_type="text/html")
        return await handler(request)

    def require_own_page(self, request: web.Request) -> None:
        """WebSockets are not covered by CORS: only the page that this server gave out may talk to it."""
        origin = request.headers.get("Origin", "")
        if origin and origin in (f"http://{request.host}", f"https://{request.host}", self._origin):
            return
        log.warning("refused a request to %s: Origin %r is not Host %r", request.path, origin[:200], request.host)
        raise web.HTTPForbidden(text="This page may not talk to the chat.")

    def network(self, request: web.Request) -> str:
        """Where a request comes from, see `network_of`; behind a proxy what that says, if there is to be one."""
        if self.is_proxy(request.remote):
            return network_of(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip())
        return network_of(request.remote)

    def is_proxy(self, remote: str | None) -> bool:
        """Whether this is the proxy of the public address: on this machine or in its private network."""
        try:
            address = ipaddress.ip_address((remote or "").partition("%")[0])
        except ValueError:
            return False
        return bool(self._origin) and (address.is_loopback or address.is_private)

    def _is_ours(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match[1].lower().rstrip(".")
        try:
            # No name server can be made to lie about a number.
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name in self._names
        return True

    def _let_in(self, request: web.Request) -> web.Response:
        network = self.network(request)
        if network and (refusal := self._limits.take({f"keys from {network}": 1})):
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(math.ceil(refusal.wait_s))})
        if not _same(request.query["token"], self._token.decode()):
            return web.Response(status=403, text=closed(_languages(request)), content_type="text/html")
        headers = {"Cache-Control": "no-store"}
        response = web.Response(text=come_in(_languages(request)), content_type="text/html", headers=headers)
        response.set_cookie(
            _COOKIE,
            self._pass,
            max_age=_COOKIE_S,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._origin.startswith("https:"),
        )
        return response


def _languages(request: web.Request) -> str:
    return request.headers.get("Accept-Language", "")


def _same(given: str, right: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())
