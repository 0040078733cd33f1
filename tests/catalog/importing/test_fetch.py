"""The door for addresses: what gets through, what does not, and how it is said.  Only loopback is addressed."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from catalog.errors import FetchError
from catalog.importing.fetch import Fetcher
from catalog.importing.ssrf import Address, is_public
from catalog.models import Validators
from tests.fakes import FakeResolver

JPEG = b"\xff\xd8\xff"
"""How a picture begins; the door looks no further."""

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


class Waits:
    """Stands in for `asyncio.sleep`: notes how long, and goes on at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def fetcher(port: int, *, allow: Callable[[Address], bool] = loopback, pause: Waits | None = None) -> Fetcher:
    names = {"shop.example": "127.0.0.1", "cdn.example": "127.0.0.1", "localhost": "127.0.0.1"}
    return Fetcher(resolver=FakeResolver(names), allow=allow, ports=(port,), pause=pause or Waits())


async def picture(request: web.Request) -> web.StreamResponse:
    return web.Response(body=JPEG + request.path.encode())


async def test_a_picture_is_downloaded() -> None:
    """The body arrives as it was sent."""
    async with site(picture) as port, fetcher(port) as door:
        assert await door.picture(f"http://shop.example:{port}/1.jpg") == JPEG + b"/1.jpg"


async def test_redirects_are_followed_and_each_is_checked() -> None:
    """Three are fine, a fourth is not, and none may lead to another kind of address."""

    async def redirect(request: web.Request) -> web.StreamResponse:
        left = request.path.strip("/")
        if left == "file":
            raise web.HTTPFound("file:///etc/passwd")
        if left == "inside":
            raise web.HTTPFound(f"http://10.0.0.1:{request.url.port}/")
        if left == "0":
            return web.Response(body=JPEG + b"there")
        raise web.HTTPFound(f"//cdn.example:{request.url.port}/{int(left) - 1}")

    async with site(redirect) as port, fetcher(port) as door:
        assert await door.picture(f"http://shop.example:{port}/3") == JPEG + b"there"
        with pytest.raises(FetchError, match="more than 3 times"):
            await door.picture(f"http://shop.example:{port}/4")
        with pytest.raises(FetchError, match="not an http or https address"):
            await door.picture(f"http://shop.example:{port}/file")
        with pytest.raises(FetchError, match="not on the public internet"):
            await door.picture(f"http://shop.example:{port}/inside")


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
            await door.picture(f"http://{spelling}:{port}/")
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
            await door.picture(url)
    assert "secret" not in str(caught.value)


async def test_an_endless_answer_is_cut_off(tmp_path: Path) -> None:
    """Neither a stated nor an unstated length gets past the cap, packed or not."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if request.path == "/packed":
            response.enable_compression(web.ContentCoding.gzip)
        if request.path == "/stated":
            response.content_length = 1 << 30
        await response.prepare(request)
        await response.write(b"id,title,image" if request.query else JPEG)
        with suppress(ConnectionError):
            while request.path == "/plain":
                await response.write(bytes(4096))
        if request.path == "/packed":
            await response.write(bytes(1024 * 1024))
        return response

    async with site(endless) as port, fetcher(port) as door:
        for path in ("plain", "packed", "stated"):
            url = f"http://shop.example:{port}/{path}"
            with pytest.raises(FetchError, match="larger than 16 KB"):
                await door.picture(url, max_bytes=16 * 1024)
            with pytest.raises(FetchError, match="larger than 16 KB"):
                await door.feed(f"{url}?feed", tmp_path / "feed", max_bytes=16 * 1024)


async def test_a_passing_fault_is_tried_again_and_a_lasting_one_reported() -> None:
    """Three tries for a server in trouble, one for a picture that is not there."""
    asked: dict[str, int] = {}

    async def moody(request: web.Request) -> web.StreamResponse:
        asked[request.path] = asked.get(request.path, 0) + 1
        if request.path == "/missing":
            raise web.HTTPNotFound
        if request.path == "/down" or asked[request.path] < 3:
            raise web.HTTPServiceUnavailable
        return web.Response(body=JPEG)

    waits = Waits()
    async with site(moody) as port, fetcher(port, pause=waits) as door:
        assert await door.picture(f"http://shop.example:{port}/later") == JPEG
        with pytest.raises(FetchError, match="status 503"):
            await door.picture(f"http://shop.example:{port}/down")
        with pytest.raises(FetchError, match="status 404"):
            await door.picture(f"http://shop.example:{port}/missing")
    assert asked == {"/later": 3, "/down": 3, "/missing": 1}
    assert all(0.25 <= first <= 0.75 for first in waits.seconds[::2])
    assert all(0.5 <= second <= 1.5 for second in waits.seconds[1::2])
    assert len(waits.seconds) == 4


async def test_a_host_that_is_not_there_is_one_sentence() -> None:
    """An unknown name is reported by name."""
    async with fetcher(80) as door:
        with pytest.raises(FetchError, match=r"nowhere\.example cannot be reached"):
            await door.picture("http://nowhere.example/")


@pytest.mark.parametrize(
    ("said", "waited"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("", None)]
)
async def test_a_busy_server_is_asked_again_when_it_says(said: str, waited: float | None) -> None:
    """Seconds or a date; without either the usual wait."""
    asked: list[str] = []

    async def busy(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if len(asked) == 1:
            return web.Response(status=429, headers={"Retry-After": said})
        return web.Response(body=JPEG)

    waits = Waits()
    async with site(busy) as port, fetcher(port, pause=waits) as door:
        assert await door.picture(f"http://shop.example:{port}/") == JPEG
    if waited is None:
        assert 0.25 <= waits.seconds[0] <= 0.75
    else:
        assert waits.seconds == [waited]


async def test_a_server_that_asks_for_a_long_wait_is_left_alone() -> None:
    """An import does not stand still for an hour."""

    async def busy(request: web.Request) -> web.StreamResponse:
        return web.Response(status=503, headers={"Retry-After": "3600"})

    waits = Waits()
    async with site(busy) as port, fetcher(port, pause=waits) as door:
        with pytest.raises(FetchError, match=r"status 503 and asks to come back in 3600 s"):
            await door.picture(f"http://shop.example:{port}/")
    assert waits.seconds == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<!DOCTYPE html><title>Please log in</title>", "a web page"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- shop --> <HTML lang="en">', "a web page"),
        (b"<!---->" * 500 + b"<p>", "something else"),
        (b"PK\x03\x04" + bytes(5000), "something else"),
        (b"", "nothing"),
    ],
)
async def test_what_lies_about_its_type_is_refused(body: bytes, what: str) -> None:
    """The first bytes say what it is, not the header."""

    async def lie(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="image/jpeg")

    async with site(lie) as port, fetcher(port) as door:
        with pytest.raises(FetchError, match=f"answered with {what} instead of a picture"):
            await door.picture(f"http://shop.example:{port}/1.jpg")


@pytest.mark.parametrize("begin", [b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 ", b"\0\0\0\x1cftypavif"])
async def test_a_picture_is_one_whatever_its_server_calls_it(begin: bytes) -> None:
    """Whether it can be opened is for the decoder to say."""

    async def odd(request: web.Request) -> web.StreamResponse:
        return web.Response(body=begin, content_type="text/html")

    async with site(odd) as port, fetcher(port) as door:
        assert await door.picture(f"http://shop.example:{port}/1.jpg") == begin


async def test_a_feed_is_downloaded_once_per_version(tmp_path: Path) -> None:
    """The server is told what is here; "not modified" writes nothing, and counts as an answer only then."""
    asked: list[tuple[str, str]] = []

    async def feed(request: web.Request) -> web.StreamResponse:
        etag, modified = request.headers.get("If-None-Match", ""), request.headers.get("If-Modified-Since", "")
        asked.append((etag, modified))
        if etag == '"1"' or request.path == "/odd":
            return web.Response(status=304)
        response = web.Response(body=b"id,title,image\n" * 10_000, headers={"ETag": '"1"', "Last-Modified": "then"})
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with site(feed) as port, fetcher(port) as door:
        url = f"http://shop.example:{port}/products.csv"
        known = await door.feed(url, tmp_path / "feed")
        assert known == Validators('"1"', "then")
        assert (tmp_path / "feed").read_bytes() == b"id,title,image\n" * 10_000
        assert await door.feed(url, tmp_path / "again", known) is None
        assert not (tmp_path / "again").exists()
        with pytest.raises(FetchError, match="status 304"):
            await door.feed(f"http://shop.example:{port}/odd", tmp_path / "feed", Validators("", ""))
    assert asked == [("", ""), ('"1"', "then"), ("", "")]


@pytest.mark.parametrize(("body", "what"), [(b"<html><body>Down", "a web page"), (JPEG, "a picture")])
async def test_a_feed_that_is_none_is_refused(tmp_path: Path, body: bytes, what: str) -> None:
    """A shop that is down, or wants a password, answers with a page that says it is a table."""

    async def lie(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="text/csv")

    async with site(lie) as port, fetcher(port) as door:
        with pytest.raises(FetchError, match=f"answered with {what} instead of a list of products"):
            await door.feed(f"http://shop.example:{port}/", tmp_path / "feed")


async def test_an_answer_that_takes_too_long_is_cut_off() -> None:
    """Whatever has come by then is thrown away, and it is not asked for again."""
    over = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(JPEG)
        await over.wait()
        return response

    async with site(drip) as port, fetcher(port) as door:
        with pytest.raises(FetchError, match=r"did not finish within 0\.05 s"):
            await door.picture(f"http://shop.example:{port}/", timeout_s=0.05)
        over.set()


async def test_a_host_is_asked_for_a_few_things_at_once() -> None:
    """Four from one host, however many are wanted, and all of them come."""
    under_way = most = 0

    async def count(request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return web.Response(body=JPEG)

    async with site(count) as port, fetcher(port) as door:
        found = await asyncio.gather(*(door.picture(f"http://shop.example:{port}/{i}.jpg") for i in range(40)))
    assert found == [JPEG] * 40
    assert most <= 4
