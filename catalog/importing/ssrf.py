"""Which addresses may be reached (against server-side request forgery): the public web, and nothing inside.

The name is checked, then what it resolves to, and once more the address of the socket itself, because a
literal IP never meets the resolver.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from catalog.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Allow = Callable[[Address], bool]

# `is_global` says yes to these, although they lead back inside: NAT64, 6to4 and Teredo carry an IPv4
# address, site-local and IPv4-compatible ones are obsolete private forms, 192.0.0.0/24 and 168.63.129.16 are
# the network's own servers (the latter is Azure's, for each machine there), 3fff::/20 is for examples.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "::/96", "3fff::/20"),
        *("192.88.99.0/24", "192.0.0.0/24", "168.63.129.16/32"),
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet and leads nowhere else."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == network.version and address in network for network in _NOT_PUBLIC)


def checked(url: str, ports: Collection[int], base: URL | None = None) -> URL:
    """An http(s) address without user info, on one of `ports`; relative to `base`.  Raises `FetchError`."""
    try:
        address = URL(url) if base is None else base.join(URL(url))
        port = address.port
    except ValueError as error:
        raise FetchError(f"{url!r} is not an address") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise FetchError(f"{url!r} is not an http or https address")
    if address.user is not None or address.password is not None:
        raise FetchError(f"the address of {address.host} holds a user name, which is not allowed")
    if port not in ports:
        raise FetchError(f"{address.host} is asked for on port {port}, which is not allowed")
    return address


def normalised(url: str) -> str:
    """One spelling of an address, so that it names the same thing each time.  Raises `FetchError`."""
    try:
        return str(URL(url.strip()).with_fragment(None))
    except ValueError as error:
        raise FetchError(f"{url!r} is not an address") from error


class NotAllowedError(OSError):
    """An address inside; an OSError, because that is what aiohttp expects of sockets and resolvers."""


class GuardingResolver(AbstractResolver):
    """Refuses names with any address that is not allowed."""

    def __init__(self, inner: AbstractResolver, allow: Allow) -> None:
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


def guarded_sockets(allow: Allow) -> Callable[[aiohttp.AddrInfoType], socket.socket]:
    """A socket factory that refuses what is not allowed."""

    def make(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, where = info
        _require_allowed(str(where[0]), allow)
        return socket.socket(family, kind, protocol)

    return make


def _require_allowed(host: str, allow: Allow) -> None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        raise NotAllowedError(f"{host} is no address") from None
    if not allow(address):
        raise NotAllowedError(f"{host} is not allowed")
