"""The only door for addresses from outside: pictures that a feed names by URL.

A feed is a stranger's text, so that an address must not reach anything but the public web: not this
machine, not its network, however the address is spelled.  The name is checked, then what it resolves
to, and once more the address of the socket itself, because a literal IP never meets the resolver.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import random
import socket
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from catalog.errors import FetchError

log = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_MAX_BYTES: Final = 20 * 1024 * 1024
_MAX_REDIRECTS: Final = 3
_TRIES: Final = 3
_CHUNK_BYTES: Final = 64 * 1024
_MAX_CONNECTIONS: Final = 16
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_WORTH_ANOTHER_TRY: Final = {408, 425, 429, 500, 502, 503, 504}

# `is_global` says yes to these, although they lead back inside: NAT64, 6to4 and Teredo carry an IPv4
# address, site-local and IPv4-compatible ones are obsolete private forms.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "::/96", "192.88.99.0/24")
)


class _TryAgainError(Exception):
    """The other side may answer next time; carries the sentence for when it does not."""


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet and leads nowhere else."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == network.version and address in network for network in _NOT_PUBLIC)


class Fetcher:
    """Downloads small files.  Use as `async with Fetcher() as fetcher`.

    http and https only, on their own ports, without user info, at most three redirects, each of them
    checked, 20 MB at most, read in pieces.  `resolver`, `allow` and `ports` are for tests on loopback.
    """

    def __init__(
        self,
        *,
        resolver: AbstractResolver | None = None,
        allow: Callable[[Address], bool] = is_public,
        ports: Collection[int] = (80, 443),
        max_bytes: int = _MAX_BYTES,
        timeout_s: float = 30.0,
        retry_wait_s: float = 0.5,
    ) -> None:
        self._resolver = resolver
        self._allow = allow
        self._ports = ports
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._retry_wait_s = retry_wait_s

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=_GuardingResolver(self._resolver or aiohttp.DefaultResolver(), self._allow),
            socket_factory=self._guarded_socket,
            limit=_MAX_CONNECTIONS,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=self._timeout_s),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": "shoplens", "Accept": "image/*,*/*;q=0.5", "Accept-Encoding": "identity"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(self, url: str) -> bytes:
        """The body behind an http(s) address.  Raises `FetchError` with one sentence."""
        for attempt in range(_TRIES):
            try:
                return await self._follow(url)
            except _TryAgainError as error:
                if attempt == _TRIES - 1:
                    raise FetchError(str(error)) from error
                log.debug("trying %s again: %s", url, error)
                await asyncio.sleep(self._retry_wait_s * 2**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("the last try returns or raises")

    async def _follow(self, url: str) -> bytes:
        address = self._checked(url)
        for _ in range(_MAX_REDIRECTS + 1):
            found = await self._request(address)
            if isinstance(found, bytes):
                return found
            address = self._checked(found, address)
        raise FetchError(f"{url} redirects more than {_MAX_REDIRECTS} times")

    async def _request(self, address: URL) -> bytes | str:
        """The body, or where a redirect leads."""
        try:
            async with self._session.get(address, allow_redirects=False) as response:
                if response.status in _REDIRECTS and response.headers.get("Location"):
                    return response.headers["Location"]
                if response.status in _WORTH_ANOTHER_TRY:
                    raise _TryAgainError(f"{address} answered with status {response.status}")
                if response.status != 200:
                    raise FetchError(f"{address} answered with status {response.status}")
                return await self._body(response)
        except TimeoutError as error:
            raise _TryAgainError(f"{address} did not answer within {self._timeout_s:g} s") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, _NotAllowedError):
                raise FetchError(f"{address} is not on the public internet") from error
            raise _TryAgainError(f"{address.host} cannot be reached") from error
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientOSError) as error:
            raise _TryAgainError(f"{address} broke off its answer") from error
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise FetchError(f"{address} cannot be read: {error}") from error

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        too_large = FetchError(f"{response.url} is larger than {self._max_bytes // 1024} KB")
        if (response.content_length or 0) > self._max_bytes:
            raise too_large
        body = bytearray()
        async for piece in response.content.iter_chunked(_CHUNK_BYTES):
            body += piece
            if len(body) > self._max_bytes:
                raise too_large
        return bytes(body)

    def _checked(self, url: str, base: URL | None = None) -> URL:
        try:
            address = URL(url) if base is None else base.join(URL(url))
            port = address.port
        except ValueError as error:
            raise FetchError(f"{url!r} is not an address") from error
        if address.scheme not in {"http", "https"} or not address.host:
            raise FetchError(f"{url!r} is not an http or https address")
        if address.user is not None or address.password is not None:
            raise FetchError(f"the address of {address.host} holds a user name, which is not allowed")
        if port not in self._ports:
            raise FetchError(f"{address.host} is asked for on port {port}, which is not allowed")
        return address

    def _guarded_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, where = info
        _require_allowed(str(where[0]), self._allow)
        return socket.socket(family, kind, protocol)


class _NotAllowedError(OSError):
    """An address inside; an OSError, because that is what aiohttp expects of sockets and resolvers."""


class _GuardingResolver(AbstractResolver):
    """Refuses names with any address that is not allowed."""

    def __init__(self, inner: AbstractResolver, allow: Callable[[Address], bool]) -> None:
        self._inner = inner
        self._allow = allow

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        for one in found:
            _require_allowed(one["host"], self._allow)
        return found

    async def close(self) -> None:
        await self._inner.close()


def _require_allowed(host: str, allow: Callable[[Address], bool]) -> None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        raise _NotAllowedError(f"{host} is no address") from None
    if not allow(address):
        raise _NotAllowedError(f"{host} is not allowed")
