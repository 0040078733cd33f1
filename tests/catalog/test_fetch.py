"""The door for addresses: what gets through, what does not, and how it is said.  Only loopback is addressed."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from catalog.errors import FetchError
from catalog.fetch import Address, Fetcher, is_public
from tests.fakes import FakeResolver

Handler = Callable[[web.Request], Coroutine[Any, Any, web.StreamResponse]]


def loopback(address: Address) -> bool:
    return address.is_loopback


@asynccontextmanager
async def site(handler: Handler) -> AsyncIterator[int]:
    """A web server on loopback; yields its port."""
    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def fetcher(port: int, *, allow: Callable[[Address], bool] = loopback, **more: Any) -> Fetcher:
    names = {"shop.example": "127.0.0.1", "cdn.example": "127.0.0.1", "localhost": "127.0.0.1"}
    return Fetcher(resolver=FakeResolver(names), allow=allow, ports=(port,), retry_wait_s=0.0, **more)


async def picture(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"picture " + request.path.encode())


async def test_a_picture_is_downloaded() -> None:
    """The body arrives as it was sent."""
    async with site(picture) as port, fetcher(port) as door:
        assert await door.get(f"http://shop.example:{port}/1.jpg") == b"picture /1.jpg"


async def test_redirects_are_followed_and_each_is_checked() -> None:
    """Three are fine, a fourth is not, and none may lead to another kind of address."""

    async def redirect(request: web.Request) -> web.StreamResponse:
        left = request.path.strip("/")
        if left == "file":
            raise web.HTTPFound("file:///etc/passwd")
        if left == "inside":
            raise web.HTTPFound(f"http://10.0.0.1:{request.url.port}/")
        if left == "0":
            return web.Response(body=b"there")
        raise web.HTTPFound(f"//cdn.example:{request.url.port}/{int(left) - 1}")

    async with site(redirect) as port, fetcher(port) as door:
        assert await door.get(f"http://shop.example:{port}/3") == b"there"
        with pytest.raises(FetchError, match="more than 3 times"):
            await door.get(f"http://shop.example:{port}/4")
        with pytest.raises(FetchError, match="not an http or https address"):
            await door.get(f"http://shop.example:{port}/file")
        with pytest.raises(FetchError, match="not on the public internet"):
            await door.get(f"http://shop.example:{port}/inside")


@pytest.mark.parametrize(
    "spelling", ["shop.example", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "localhost"]
)
async def test_no_spelling_of_an_inner_address_gets_through(spelling: str) -> None:
    """With the real rule, loopback is refused by name, by number and in every notation, and never asked."""
    asked: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=b"secret")

    async with site(note) as port, fetcher(port, allow=is_public) as door:
        with pytest.raises(FetchError):
            await door.get(f"http://{spelling}:{port}/")
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::", "::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_are_not_public(address: str) -> None:
    """Private, special and translated addresses, those included that look global to `ipaddress`."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_ordinary_addresses_are_public(address: str) -> None:
    """The web stays reachable."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://shop.example/a.jpg", "not an http or https address"),
        ("file:///etc/passwd", "not an http or https address"),
        ("data:image/png;base64,AAAA", "not an http or https address"),
        ("http://user:secret@shop.example/", "user name"),
        ("http://shop.example:22/", "port 22"),
        ("http://shop.example:99999/", "not an address"),
        ("http://", "not an"),
    ],
)
async def test_other_addresses_are_refused_without_asking(url: str, sentence: str) -> None:
    """Scheme, user info and port are checked first, and no secret is repeated."""
    async with Fetcher(resolver=FakeResolver({})) as door:
        with pytest.raises(FetchError, match=sentence) as caught:
            await door.get(url)
    assert "secret" not in str(caught.value)


async def test_a_large_answer_is_cut_off() -> None:
    """Neither a stated nor an unstated length gets past the cap, packed or not."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if request.path == "/packed":
            response.enable_compression(web.ContentCoding.gzip)
        if request.path == "/stated":
            response.content_length = 1 << 30
        await response.prepare(request)
        for _ in range(64):
            await response.write(bytes(1024))
        return response

    async with site(endless) as port, fetcher(port, max_bytes=16 * 1024) as door:
        for path in ("plain", "packed", "stated"):
            with pytest.raises(FetchError, match="larger than 16 KB"):
                await door.get(f"http://shop.example:{port}/{path}")


async def test_a_passing_fault_is_tried_again_and_a_lasting_one_reported() -> None:
    """Three tries for a server in trouble, one for a picture that is not there."""
    asked: dict[str, int] = {}

    async def moody(request: web.Request) -> web.StreamResponse:
        asked[request.path] = asked.get(request.path, 0) + 1
        if request.path == "/missing":
            raise web.HTTPNotFound
        if request.path == "/down" or asked[request.path] < 3:
            raise web.HTTPServiceUnavailable
        return web.Response(body=b"at last")

    async with site(moody) as port, fetcher(port) as door:
        assert await door.get(f"http://shop.example:{port}/later") == b"at last"
        with pytest.raises(FetchError, match="status 503"):
            await door.get(f"http://shop.example:{port}/down")
        with pytest.raises(FetchError, match="status 404"):
            await door.get(f"http://shop.example:{port}/missing")
    assert asked == {"/later": 3, "/down": 3, "/missing": 1}


async def test_a_host_that_is_not_there_is_one_sentence() -> None:
    """An unknown name is reported by name."""
    async with fetcher(80) as door:
        with pytest.raises(FetchError, match=r"nowhere\.example cannot be reached"):
            await door.get("http://nowhere.example/")
