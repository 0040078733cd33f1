"""Who comes to the web chat: from where, and whether they may."""

from __future__ import annotations

import ipaddress


def place_of(remote: str | None) -> str:
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
