"""Addresses in feeds that want to be fetched from inside: none gets through, however it is written or reached.

Only servers on loopback are addressed; all names are told by a fake resolver.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from catalog.errors import FetchError
from catalog.importing.fetch import Fetcher
from catalog.importing.ssrf import Address, GuardingResolver, NotAllowedError, is_public, normalised
from tests.catalog.importing.test_fetch import JPEG, Waits, site


class Names(AbstractResolver):
    """A name service whose answers change: each question of a name gets the next list of addresses."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        left = self._answers.get(host)
        if not left:
            raise OSError(f"{host} is not known")
        found = left.pop(0) if len(left) > 1 else left[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing is open."""


def first_loopback_only(address: Address) -> bool:
    """Plays the public internet with 127.0.0.1, so that all the rest of loopback is "inside"."""
    return address == ipaddress.ip_address("127.0.0.1")


def door(
    port: int, answers: dict[str, list[list[str]]], allow: Callable[[Address], bool] = first_loopback_only
) -> Fetcher:
    return Fetcher(resolver=Names(answers), allow=allow, ports=(port,), pause=Waits())


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.0.9",
        "127.255.255.254", "198.18.0.1", "240.0.0.1", "fd00:ec2::254", "fe80::1", "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "::127.0.0.1", "3fff::1", "5f00::1",
        "100::1", "2001:20::1", "ff0e::1", "4000::1",
    ],
)  # fmt: skip
def test_the_clouds_inner_addresses_are_not_public(address: str) -> None:
    """Metadata services and everything else that only answers from inside, in IPv6's clothes too."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1:{port}/", "http://0:{port}/", "http://0x7f.1:{port}/", "http://017700000001:{port}/",
        "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", "http://[::]:{port}/", "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/",
        "http://localhost.:{port}/", "http://LOCALHOST:{port}/", "http://127.0.0.1.:{port}/",
        "http://good.example:{port}@127.0.0.1:{port}/", "http://good.example\\@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}#@good.example/", "http://127.0.0.1:{port}?@good.example/",
        "//127.0.0.1:{port}/", "http:/127.0.0.1:{port}/", "http:127.0.0.1:{port}", "http://good.example:{port}\r\nX: y",
        "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:{port}/", "dict://127.0.0.1:{port}/", "jar:http://127.0.0.1!/",
        "unix:/run/docker.sock", "http+unix://run/docker.sock",
    ],
)  # fmt: skip
async def test_no_spelling_reaches_this_machine(url: str) -> None:
    """With the real rule: by number, by name, by tricks with @, # and \\, and by other schemes."""
    asked: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=JPEG)

    names = {name: [["127.0.0.1"]] for name in ("localhost", "localhost.", "good.example", "127.0.0.1.", "127.1", "0")}
    async with site(note) as port, door(port, names, is_public) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.picture(url.replace("{port}", str(port)))
    assert asked == []


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.3"], ["127.0.0.1", "127.0.0.3"], ["::1"], ["127.0.0.1", "::1"], ["::ffff:127.0.0.1"], ["127.0.0.2"]],
)
async def test_one_inner_address_among_several_spoils_a_name(answer: list[str]) -> None:
    """The library would try them in turn, so that all have to be fine."""
    asked: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=JPEG)

    async with site(note) as port, door(port, {"mixed.example": [answer]}) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.picture(f"http://mixed.example:{port}/")
    assert asked == []


async def test_a_name_that_changes_its_mind_does_not_lead_inside() -> None:
    """DNS rebinding: what is connected to is what was checked, also on the way of a redirect."""
    knocked: list[object] = []

    def knock(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        knocked.append(writer.get_extra_info("peername"))
        writer.close()

    async def again(request: web.Request) -> web.StreamResponse:
        if request.path == "/first":
            raise web.HTTPFound(f"http://rebinds.example:{request.url.port}/second")
        return web.Response(body=JPEG)

    async with site(again) as port:
        inside = await asyncio.start_server(knock, "127.0.0.2", port)
        names = {"rebinds.example": [["127.0.0.1"], ["127.0.0.2"]], "other.example": [["127.0.0.1"]]}
        async with inside, door(port, names) as fetcher:
            assert await fetcher.picture(f"http://rebinds.example:{port}/") == JPEG
            # Its first address is remembered for a while, and that one was checked.
            assert await fetcher.picture(f"http://other.example:{port}/first") == JPEG
        names = {"rebinds.example": [["127.0.0.2"]], "other.example": [["127.0.0.1"]]}
        async with inside, door(port, names) as fetcher:
            with pytest.raises(FetchError, match="not on the public internet"):
                await fetcher.picture(f"http://other.example:{port}/first")
    assert knocked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.2]:{port}/", "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/", "//127.0.0.2:{port}/x",
        "http://inside.example:{port}/", "http://user:pw@127.0.0.1:{port}/", "http://127.0.0.1:22/", "file:///etc/passwd",
        "ftp://127.0.0.1/", "data:image/png;base64,AAAA", "javascript:alert(1)", "http://[::1",
        "http://2130706434:{port}/", "http://0x7f000002:{port}/",
    ],
)  # fmt: skip
async def test_redirects_lead_nowhere_inside(target: str) -> None:
    """A friendly server that sends the visitor on to an inner one, by IPv6, by number or by another scheme."""
    asked: list[str] = []

    async def redirect(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        headers = {"Location": target.replace("{port}", str(request.url.port))}
        return web.Response(status=302, headers=headers)

    names = {"good.example": [["127.0.0.1"]], "inside.example": [["127.0.0.2"]]}
    async with site(redirect) as port, door(port, names) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.picture(f"http://good.example:{port}/")
    assert asked == ["/"]


async def test_redirects_in_a_circle_end() -> None:
    """Three are followed, and each counts, whichever status it has."""
    asked: list[str] = []

    async def around(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        status = (301, 302, 303, 307, 308)[len(asked) % 5]
        return web.Response(status=status, headers={"Location": f"/{len(asked)}"})

    async with site(around) as port, door(port, {"good.example": [["127.0.0.1"]]}) as fetcher:
        with pytest.raises(FetchError, match="more than 3 times"):
            await fetcher.picture(f"http://good.example:{port}/")
    assert len(asked) == 4


async def test_no_cookies_passwords_or_referrers_travel() -> None:
    """What one server sets, the next does not get; the environment's proxies and .netrc are not used."""
    seen: list[set[str]] = []

    async def sets(request: web.Request) -> web.StreamResponse:
        seen.append({name.lower() for name in request.headers})
        response = (
            web.Response(status=302, headers={"Location": "/next"}) if len(seen) == 1 else web.Response(body=JPEG)
        )
        response.set_cookie("tracked", "1")
        return response

    async with site(sets) as port, door(port, {"good.example": [["127.0.0.1"]]}) as fetcher:
        await fetcher.picture(f"http://good.example:{port}/")
        await fetcher.picture(f"http://good.example:{port}/")
    assert len(seen) == 3
    assert not set.union(*seen) & {"cookie", "authorization", "referer", "origin", "x-forwarded-for"}


class Odd(AbstractResolver):
    """A name server whose answer is no address."""

    closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="inside", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        self.closed = True


async def test_an_answer_that_is_no_address_is_not_followed() -> None:
    """What cannot be checked is refused as what is inside; the name server is let go with the door."""
    odd = Odd()
    resolver = GuardingResolver(odd, lambda address: True)
    with pytest.raises(NotAllowedError, match="inside is no address"):
        await resolver.resolve("odd.example")
    await resolver.close()
    assert odd.closed


def test_what_is_no_address_has_no_spelling() -> None:
    """One sentence, whoever typed it."""
    assert normalised(" https://shop.example/feed#top ") == "https://shop.example/feed"
    with pytest.raises(FetchError, match="is not an address"):
        normalised("http://[::1")
