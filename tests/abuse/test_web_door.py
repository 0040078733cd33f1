"""The web chat's door: who is let in by which name, with which key, from which page, and how many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import ClientSession, CookieJar, web

import bot.channels.web as web_channel
import bot.channels.web_doorman as web_doorman
import bot.channels.web_photos as web_photos
from bot.channels.web import WebChannel
from bot.channels.web_doorman import Doorman
from bot.channels.web_gate import Gate, is_this_machine, place_of
from bot.errors import ChannelError
from bot.limits import Limits
from tests.bot.visitor import TOKEN, Visitor, answer, ask
from tests.fakes import ScriptedAssistant

KEY = "correct-horse-battery"
PUBLIC = "https://chat.shop.example"


async def fine(request: web.Request) -> web.Response:
    """What a monitor reads."""
    return web.Response()


ROUTES = (web.get("/healthz", fine), web.get("/readyz", fine), web.get("/metrics", fine))


@asynccontextmanager
async def at_the_door(gate: Gate | None = None) -> AsyncIterator[Visitor]:
    """A visitor with a browser's cookies, before a shop on loopback."""
    async with (
        WebChannel("127.0.0.1", 0, ScriptedAssistant(), lambda key: None, "Shop", also=ROUTES, gate=gate) as channel,
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as session,
    ):
        yield Visitor(channel.url, session)


async def status(visitor: Visitor, path: str, **headers: str) -> int:
    async with visitor.session.get(f"{visitor.origin}{path}", headers=headers) as response:
        return response.status


async def opens_chat(visitor: Visitor, **headers: str) -> int:
    """The status with which a WebSocket is refused, or 101."""
    try:
        async with visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin, **headers}):
            return 101
    except aiohttp.WSServerHandshakeError as refused:
        return refused.status


async def raw(visitor: Visitor, head: str) -> str:
    """The answer's first line to a request that no client library would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(visitor.origin.rsplit(":", 1)[1]))
    writer.write(head.encode("latin-1") + b"\r\nConnection: close\r\n\r\n")
    line = (await reader.readline()).decode()
    writer.close()
    return line.split(" ", 1)[-1].strip()


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("", False), ("192.168.1.5", False), ("10.0.0.1", False),  # noqa: S104 - tells, binds nothing
        ("shop.example", False), ("localhost.evil.example", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_no_shop_opens_to_the_network_by_accident(host: str, alone: bool) -> None:
    """Beyond this machine it takes a key, or an address that is meant for everybody; the sentence names both."""
    assert is_this_machine(host) is alone
    if alone:
        Gate(host).require_key()
    else:
        with pytest.raises(ChannelError, match=r"SHOPLENS_WEB__TOKEN .* SHOPLENS_WEB__PUBLIC_URL"):
            Gate(host).require_key()
    Gate(host, token=KEY).require_key()
    Gate(host, public_url=PUBLIC).require_key()


async def test_a_shop_without_a_key_does_not_even_listen() -> None:
    """The refusal comes before the port is opened."""
    channel = WebChannel("0.0.0.0", 0, ScriptedAssistant(), lambda key: None, "Shop")  # noqa: S104 - never listens
    with pytest.raises(ChannelError):
        await channel.__aenter__()
    assert channel.url == ""


async def test_only_our_own_names_are_answered() -> None:
    """A page that had its name point here (DNS rebinding) gets nothing; numbers and our own names do."""
    ours = ["127.0.0.1", "127.0.0.1:1", "[::1]:8080", "192.168.1.5", "localhost", "LocalHost.:80", "chat.shop.example"]
    foreign = [
        "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "2130706433",
        "0x7f000001", "x@127.0.0.1", "127.0.0.1@evil.example", "localhost:80:80", "", "[::1", "localhost/..", "a b",
    ]  # fmt: skip
    async with at_the_door(Gate(public_url=PUBLIC)) as visitor:
        for path in ("/", "/chat", "/static/chat.js", "/metrics"):
            for host in foreign:
                line = await raw(visitor, f"GET {path} HTTP/1.1\r\nHost: {host}")
                assert line.startswith(("421", "400")), (path, host, line)
        assert (await raw(visitor, "GET / HTTP/1.0\r\nX-A: b")).startswith("421")
        for host in ours:
            assert (await raw(visitor, f"GET / HTTP/1.1\r\nHost: {host}")).startswith("200"), host
        assert (await raw(visitor, "GET /healthz HTTP/1.1\r\nHost: kubelet")).startswith("200")


@pytest.mark.parametrize(
    "path",
    ["/", "/static/chat.js", f"/pictures/{'ab' * 32}.jpg", "/nothing", "/?token=", "/?token=wrong", f"/?token={KEY}x"],
)
async def test_without_the_key_there_is_nothing(path: str) -> None:
    """Not the page, not its files, not whether a picture exists."""
    async with at_the_door(Gate(token=KEY)) as visitor, visitor.session.get(f"{visitor.origin}{path}") as response:
        assert response.status == 403
        assert "Set-Cookie" not in response.headers
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert KEY not in await response.text()


async def test_the_link_with_the_key_opens_the_shop() -> None:
    """It leaves a cookie that scripts and other sites cannot use and that is not the key, and everything works."""
    async with at_the_door(Gate(token=KEY)) as visitor:
        assert await opens_chat(visitor) == 403
        async with visitor.session.get(f"{visitor.url}?token={KEY}") as response:
            assert response.status == 200
            cookie = response.headers["Set-Cookie"]
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["Referrer-Policy"] == "no-referrer"
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            assert part in cookie
        assert "Secure" not in cookie
        assert KEY not in cookie
        assert await status(visitor, "/") == 200
        assert await status(visitor, "/static/chat.js") == 200
        async with visitor.line() as line:
            await ask(line, "question-1", text="boots")
            assert (await answer(line))["type"] == "reply"
        assert (await visitor.upload(b"photo")).status == 201
        async with visitor.session.get(f"{visitor.url}?token={KEY[:-1]}") as response:
            assert response.status == 403


async def test_no_other_cookie_opens_it() -> None:
    """The key itself, another key's cookie, half a cookie and odd bytes are no cookies of this shop."""
    right = Gate(token=KEY)._pass  # noqa: SLF001 - to forge what is nearly right
    wrong = [KEY, Gate(token=KEY + "2")._pass, Gate()._pass, right[:-1], right + "0", right.upper(), "", "%00"]  # noqa: SLF001
    async with at_the_door(Gate(token=KEY)) as visitor:
        for value in wrong:
            assert await status(visitor, "/", Cookie=f"shoplens={value}") == 403, value
        assert await status(visitor, "/", Authorization=f"Bearer {KEY}") == 403
        assert await status(visitor, "/", Cookie=f"shoplens={right}") == 200


async def test_a_public_shop_has_secure_cookies() -> None:
    """Behind a proxy with TLS the cookie never goes out in the clear."""
    gate = Gate(token=KEY, public_url=PUBLIC)
    async with at_the_door(gate) as visitor, visitor.session.get(f"{visitor.url}?token={KEY}") as response:
        assert "Secure" in response.headers["Set-Cookie"]


async def test_keys_cannot_be_tried_for_ever() -> None:
    """Guessing from one address comes to an end; another address still gets in."""
    gate = Gate(token=KEY, public_url=PUBLIC, limits=Limits(1, 5, now=lambda: 0.0))
    async with at_the_door(gate) as visitor:
        tried = [await status(visitor, f"/?token=guess-{n}", **{"X-Forwarded-For": "203.0.113.5"}) for n in range(8)]
        assert tried == [403] * 5 + [429] * 3
        assert await status(visitor, f"/?token={KEY}", **{"X-Forwarded-For": "203.0.113.5"}) == 429
        assert await status(visitor, f"/?token={KEY}", **{"X-Forwarded-For": "203.0.113.6"}) == 200


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (PUBLIC, True),
        (f"{PUBLIC}.evil.example", False),
        ("http://chat.shop.example", False),
        (f"{PUBLIC}:444", False),
        ("https://shop.example", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("http://localhost", False),
    ],
)
async def test_only_our_own_page_may_talk(origin: str, allowed: bool) -> None:
    """WebSocket and upload alike; behind a proxy the page has the public address."""
    async with at_the_door(Gate(public_url=PUBLIC)) as visitor:
        assert await opens_chat(visitor, Origin=origin) == (101 if allowed else 403)
        headers = {"Origin": origin, "X-Conversation": TOKEN}
        async with visitor.session.post(f"{visitor.url}photo", data=b"x", headers=headers) as response:
            assert response.status == (201 if allowed else 403)


@pytest.mark.parametrize("path", ["/", "/static/chat.js", "/healthz", "/nothing", "/photo", "/chat"])
async def test_every_answer_has_the_strict_headers(path: str) -> None:
    """Errors too."""
    async with at_the_door() as visitor, visitor.session.get(f"{visitor.origin}{path}") as response:
        policy = response.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"):
            assert rule in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "aiohttp" not in response.headers["Server"].lower()


async def test_no_spelling_of_a_path_leaves_the_folders() -> None:
    """Dots, slashes and NULs in any coding lead nowhere, and nothing of this machine comes back."""
    key = "ab" * 32
    paths = [
        f"/pictures/{key}.jpg/../../../etc/passwd", f"/pictures/..%2f{key}.jpg", f"/pictures/{key}%00.jpg",
        f"/pictures/{key}.jpg%00", "/pictures/%252e%252e%252fetc%252fpasswd.jpg", "/pictures/..%5c..%5cetc.jpg",
        f"/pictures//{key}.jpg", "/static/..%2f..%2fweb.py", "/static/....//web.py", "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd", "/static/chat.js/../../__init__.py", "/static/chat.js%00.css", "//etc/passwd",
        "/static/", "/pictures/", "/.env", "/static/.env", f"/pictures/{key[:-1]}g.jpg", f"/pictures/{key}.JPG",
    ]  # fmt: skip
    async with at_the_door() as visitor:
        for path in paths:
            line = await raw(visitor, f"GET {path} HTTP/1.1\r\nHost: localhost")
            assert line.startswith(("404", "400")), (path, line)


@dataclass
class Asked:
    """As much of a request as the gate looks at to see where it is from."""

    remote: str | None
    headers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("remote", "forwarded", "behind_proxy", "place"),
    [
        ("127.0.0.1", "", False, ""),
        ("127.0.0.1", "203.0.113.5", False, ""),
        ("203.0.113.9", "198.51.100.1", False, "203.0.113.9"),
        ("127.0.0.1", "203.0.113.5", True, "203.0.113.5"),
        ("10.0.0.2", "203.0.113.5", True, "203.0.113.5"),
        ("::1", "2001:db8:1:2:aaaa::1", True, "2001:db8:1:2::/64"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.5", True, "203.0.113.5"),
        ("127.0.0.1", "203.0.113.5, evil", True, ""),
        ("127.0.0.1", "", True, ""),
        ("8.8.8.8", "203.0.113.5", True, "8.8.8.8"),
        ("::ffff:8.8.8.8", "", False, "8.8.8.8"),
        ("fe80::1%eth0", "", False, "fe80::/64"),
        (None, "", True, ""),
    ],
)
def test_where_somebody_is_from_is_not_theirs_to_say(
    remote: str | None, forwarded: str, behind_proxy: bool, place: str
) -> None:
    """Only the proxy of a public shop is believed, and only the last address that it added itself."""
    gate = Gate(public_url=PUBLIC if behind_proxy else "")
    asked = Asked(remote, {"X-Forwarded-For": forwarded} if forwarded else {})
    assert gate.place(cast(web.Request, asked)) == place


def test_a_network_of_ipv6_counts_as_one() -> None:
    """A customer has 2^64 addresses of their own."""
    assert place_of("2001:db8:1:2::1") == place_of("2001:db8:1:2:ffff::9") != place_of("2001:db8:1:3::1")


async def test_one_place_cannot_take_all_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd from one address is told to come back; the next address still gets a line."""
    monkeypatch.setattr(web_channel, "MAX_LINES_A_PLACE", 2)
    async with at_the_door(Gate(public_url=PUBLIC)) as visitor:
        sockets = []
        for address in ("2001:db8::1", "2001:db8::2"):
            headers = {"Origin": PUBLIC, "X-Forwarded-For": address}
            sockets.append(await visitor.session.ws_connect(f"{visitor.url}chat", headers=headers))
        assert await opens_chat(visitor, Origin=PUBLIC, **{"X-Forwarded-For": "2001:db8::3"}) == 503
        assert await opens_chat(visitor, Origin=PUBLIC, **{"X-Forwarded-For": "2001:db8:9::3"}) == 101
        for socket in sockets:
            await socket.close()


async def test_one_place_cannot_take_all_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos that nobody asks about fill the place's share, not the shop's."""
    monkeypatch.setattr(web_photos, "MAX_HELD_BYTES_A_PLACE", 1500)

    async def upload(visitor: Visitor, address: str, conversation: str) -> int:
        headers = {"Origin": PUBLIC, "X-Conversation": conversation * 40, "X-Forwarded-For": address}
        async with visitor.session.post(f"{visitor.url}photo", data=bytes(1000), headers=headers) as response:
            return response.status

    async with at_the_door(Gate(public_url=PUBLIC)) as visitor:
        assert await upload(visitor, "203.0.113.5", "a") == 201
        assert await upload(visitor, "203.0.113.5", "b") == 503
        assert await upload(visitor, "203.0.113.6", "c") == 201


async def test_connections_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one too many is hung up on at once; when one goes there is room again."""
    monkeypatch.setattr(web_doorman, "MAX_CONNECTIONS", 2)
    async with at_the_door() as visitor:
        port = int(visitor.origin.rsplit(":", 1)[1])
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        for _, writer in held:
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for reader, _ in held:
            assert b"200" in await reader.readline()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        for _, other in (*held, (reader, writer)):
            other.close()


class Wire(asyncio.Transport):
    """A connection from an address, which notes what is done with it."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1)})
        self.aborted = False
        self.protocol: Any = None

    def abort(self) -> None:
        self.aborted = True

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol


class Taken(asyncio.Protocol):
    def __init__(self) -> None:
        self.peername: object = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.peername = transport.get_extra_info("peername")


class Server:
    """As much of aiohttp's server as the doorman uses."""

    def __init__(self) -> None:
        self.connections: list[Taken] = []

    def __call__(self) -> Taken:
        self.connections.append(Taken())
        return self.connections[-1]


def test_connections_are_bounded_by_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address, or one IPv6 network, has its share; this machine and the proxy are not places."""
    monkeypatch.setattr(web_doorman, "MAX_CONNECTIONS_A_PLACE", 3)
    server = Server()

    def come(address: str) -> bool:
        wire = Wire(address)
        Doorman(cast(web.Server, server), lambda remote: remote == "10.0.0.2").connection_made(wire)
        return not wire.aborted

    assert [come("203.0.113.5") for _ in range(5)] == [True] * 3 + [False] * 2
    assert [come(f"2001:db8::{n}") for n in range(5)] == [True] * 3 + [False] * 2
    assert all(come("10.0.0.2") for _ in range(5))
    assert all(come("127.0.0.1") for _ in range(5))
    assert come("203.0.113.6")


@pytest.mark.parametrize("begin", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
async def test_slow_heads_are_hung_up_on(begin: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that never finishes its request goes by itself (Slowloris)."""
    monkeypatch.setattr(web_doorman, "IDLE_S", 0.05)
    async with at_the_door() as visitor:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(visitor.origin.rsplit(":", 1)[1]))
        writer.write(begin)
        async with asyncio.timeout(10):
            assert await reader.read() == b""
        writer.close()


async def test_slow_uploads_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that drips for ever is answered, and what had come is forgotten."""
    monkeypatch.setattr(web_photos, "UPLOAD_TIMEOUT_S", 0.05)
    async with at_the_door() as visitor:
        head = f"POST /photo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nX-Conversation: {TOKEN}"
        line = await raw(visitor, f"{head}\r\nContent-Length: 1000000")
        assert line.startswith("408")


async def test_a_line_that_talks_nonsense_is_closed() -> None:
    """Fifty messages in a row that cannot be taken are enough; the page comes back by itself."""
    async with at_the_door() as visitor, visitor.line() as line:
        for _ in range(60):
            await line.send_str("{}")
        frames = [await line.receive(timeout=5)]
        while frames[-1].type is aiohttp.WSMsgType.TEXT:
            frames.append(await line.receive(timeout=5))
        assert (len(frames), frames[-1].data) == (52, 1013)


async def test_giant_frames_end_the_line() -> None:
    """A frame beyond 64 KB is not even read to its end."""
    async with at_the_door() as visitor, visitor.line() as line:
        await line.send_str('{"type": "message", "id": "question-1", "text": "' + "x" * 70_000 + '"}')
        assert (await line.receive(timeout=5)).data == 1009


@pytest.mark.parametrize(
    "head", ["GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x" * 9000, "GET /" + "x" * 9000 + " HTTP/1.1"]
)
async def test_giant_heads_are_refused(head: str) -> None:
    """A request's head has a bound too."""
    async with at_the_door() as visitor:
        assert (await raw(visitor, head)).startswith("400")
