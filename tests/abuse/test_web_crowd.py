"""Crowds, slow ones and nonsense before the web chat: nobody keeps the others out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web

import bot.channels.web.channel as web_channel
import bot.channels.web.photos as web_photos
from bot.channels.web import connection_limit, slow_readers
from bot.channels.web.access import AccessControl, network_of
from bot.channels.web.connection_limit import ConnectionLimiter
from tests.abuse.door import PUBLIC, at_the_door, opens_chat, raw, takes_two_connections
from tests.bot.channels.web.visitor import TOKEN, Visitor


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
    access = AccessControl(public_url=PUBLIC if behind_proxy else "")
    asked = Asked(remote, {"X-Forwarded-For": forwarded} if forwarded else {})
    assert access.network(cast(web.Request, asked)) == place


def test_a_network_of_ipv6_counts_as_one() -> None:
    """A customer has 2^64 addresses of their own."""
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9") != network_of("2001:db8:1:3::1")


async def test_one_place_cannot_take_all_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd from one address is told to come back; the next address still gets a line."""
    monkeypatch.setattr(web_channel, "MAX_LINES_A_NETWORK", 2)
    async with at_the_door(AccessControl(public_url=PUBLIC)) as visitor:
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
    monkeypatch.setattr(web_photos, "MAX_HELD_BYTES_A_NETWORK", 1500)

    async def upload(visitor: Visitor, address: str, conversation: str) -> int:
        headers = {"Origin": PUBLIC, "X-Conversation": conversation * 40, "X-Forwarded-For": address}
        async with visitor.session.post(f"{visitor.url}photo", data=bytes(1000), headers=headers) as response:
            return response.status

    async with at_the_door(AccessControl(public_url=PUBLIC)) as visitor:
        assert await upload(visitor, "203.0.113.5", "a") == 201
        assert await upload(visitor, "203.0.113.5", "b") == 503
        assert await upload(visitor, "203.0.113.6", "c") == 201


async def test_connections_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond those who are served and those who are told, the next one is hung up on at once."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS", 2)
    monkeypatch.setattr(connection_limit, "MAX_TOLD", 0)
    async with at_the_door() as visitor:
        await takes_two_connections(visitor.origin)


async def test_a_crowd_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody with a photo, for whom there is no connection left, reads so, and is served once there is."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS", 1)
    async with at_the_door() as visitor:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(visitor.origin.rsplit(":", 1)[1]))
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in await reader.readline()
        headers = {"Origin": visitor.origin, "X-Conversation": TOKEN}
        for _ in range(3):
            async with visitor.session.post(f"{visitor.url}photo", data=bytes(3_000_000), headers=headers) as told:
                assert (told.status, told.headers["Retry-After"]) == (503, "2")
                assert await told.text() == "Too many people at once. Please try again."
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        await reader.read()
        writer.close()
        async with visitor.session.post(f"{visitor.url}photo", data=bytes(1000), headers=headers) as taken:
            assert taken.status == 201


def test_those_who_are_told_are_bounded_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent crowd takes no more places among them than there are, and gives each back when it goes."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS", 0)
    monkeypatch.setattr(connection_limit, "MAX_TOLD", 2)

    async def come() -> list[bool]:
        limiter = ConnectionLimiter(cast(web.Server, Server()), lambda remote: True)
        wires = [Wire("203.0.113.5") for _ in range(3)]
        for wire in wires:
            limiter().connection_made(wire)
        wires[0].protocol.connection_lost(None)
        wires.append(Wire("203.0.113.5"))
        limiter().connection_made(wires[-1])
        return [wire.aborted for wire in wires]

    assert asyncio.run(come()) == [False, False, True, False]


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

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass

    def write_eof(self) -> None:
        pass


class Taken(asyncio.Protocol):
    def __init__(self) -> None:
        self.peername: object = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.peername = transport.get_extra_info("peername")


class Server:
    """As much of aiohttp's server as the limiter uses."""

    def __init__(self) -> None:
        self.connections: list[Taken] = []

    def __call__(self) -> Taken:
        self.connections.append(Taken())
        return self.connections[-1]


def test_connections_are_bounded_by_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address, or one IPv6 network, has its share; this machine and the proxy are not places."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS_A_NETWORK", 3)
    server = Server()

    def come(address: str) -> bool:
        wire = Wire(address)
        ConnectionLimiter(cast(web.Server, server), lambda remote: remote == "10.0.0.2")().connection_made(wire)
        return not wire.aborted

    assert [come("203.0.113.5") for _ in range(5)] == [True] * 3 + [False] * 2
    assert [come(f"2001:db8::{n}") for n in range(5)] == [True] * 3 + [False] * 2
    assert all(come("10.0.0.2") for _ in range(5))
    assert all(come("127.0.0.1") for _ in range(5))
    assert come("203.0.113.6")


async def test_only_who_has_not_taken_something_in_time_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is hung up on after they took it, and who leaves before that counts for nothing."""
    monkeypatch.setattr(slow_readers, "SEND_TIMEOUT_S", 0.0)
    limiter = ConnectionLimiter(cast(web.Server, Server()), lambda remote: True)
    wires = [Wire("203.0.113.5") for _ in range(4)]
    for wire in wires:
        limiter().connection_made(wire)
    slow, quick, gone, idle = [wire.protocol for wire in wires]
    for one in (slow, quick, gone):
        one.pause_writing()
    quick.resume_writing()
    gone.connection_lost(None)
    idle.connection_lost(None)
    await asyncio.sleep(0.01)  # set later than the limiter's, and longer
    assert [wire.aborted for wire in wires] == [True, False, False, False]
    assert limiter.slow_readers == 1


@pytest.mark.parametrize("begin", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
async def test_slow_heads_are_hung_up_on(begin: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that never finishes its request goes by itself (Slowloris)."""
    monkeypatch.setattr(connection_limit, "IDLE_S", 0.05)
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
