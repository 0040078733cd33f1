"""Visitors who ask and never take what they asked for, or leave in the middle: they cost themselves alone."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import ClientSession

from bot.channels.web import channel as web_channel
from bot.channels.web import connection_limit, slow_readers
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.messages import Reply
from bot.runtime import file_descriptors, shutdown
from tests.abuse.door import PUBLIC
from tests.bot.channels.telegram.shop import come
from tests.bot.channels.web.visitor import KEY, TOKEN, Held, Visitor, visiting
from tests.fakes import ScriptedAssistant
from tests.faults.table import Told

MUCH = 300_000
"""More than a system with small buffers takes off a server's hands."""

LITTLE = 50_000
"""So is this, but a server of asyncio's would keep it back without a word."""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return picture_of(MUCH, tmp_path)


def picture_of(size: int, folder: Path) -> Path:
    path = folder / "picture.jpg"
    path.write_bytes(bytes(size))
    return path


class Crowd:
    """Bare connections of people who ask and do not read."""

    def __init__(self, visitor: Visitor) -> None:
        self._port = int(visitor.origin.rsplit(":", 1)[1])
        self._lines: list[socket.socket] = []

    async def ask(self, head: str, *frames: bytes, people: int = 1) -> None:
        """Send a request, and frames that do not wait for its answer."""
        for _ in range(people):
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.setblocking(False)
            self._lines.append(line)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(line, ("127.0.0.1", self._port))
            request = f"{head}\r\nHost: localhost\r\nOrigin: http://localhost\r\n\r\n".encode()
            await loop.sock_sendall(line, request + b"".join(map(_masked, frames)))

    async def read(self) -> bytes:
        """All that comes to the first of them until the shop hangs up."""
        line = self._lines[0]
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, MUCH)
        parts = [await asyncio.get_running_loop().sock_recv(line, MUCH)]
        while parts[-1]:
            parts.append(await asyncio.get_running_loop().sock_recv(line, MUCH))
        return b"".join(parts)

    def leave(self, *, rudely: bool = False) -> None:
        """Close all, with a reset where they are rude."""
        for line in self._lines:
            if rudely:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.close()
        self._lines.clear()


def _masked(frame: bytes) -> bytes:
    """A client's text frame (RFC 6455, 5.2), under a mask of zeros."""
    assert len(frame) < 126
    return bytes((0x81, 0x80 | len(frame), 0, 0, 0, 0)) + frame


PICTURE = f"GET /pictures/{KEY}.jpg HTTP/1.1"
CHAT = (
    "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
)
HELLO = b'{"type": "hello"}'
QUESTION = b'{"type": "message", "id": "question-1", "text": "boots"}'
ANOTHER = b'{"type": "message", "id": "question-2", "text": "hats"}'
UPLOAD = f"POST /photo HTTP/1.1\r\nX-Conversation: {TOKEN}\r\nContent-Length: 100000"


@asynccontextmanager
async def crowded(
    picture: Path, assistant: ScriptedAssistant | None = None, access: AccessControl | None = None
) -> AsyncIterator[tuple[Visitor, Crowd]]:
    """A shop with a large picture, a decent visitor and a crowd."""
    async with visiting(assistant or ScriptedAssistant(), picture, access=access) as visitor:
        assert visitor.channel is not None
        listener = visitor.channel._listener  # noqa: SLF001 - the buffers are the system's
        assert listener is not None
        listener.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        crowd = Crowd(visitor)
        try:
            yield visitor, crowd
        finally:
            crowd.leave()


def hung_up_on(visitor: Visitor) -> int:
    assert visitor.channel is not None
    return visitor.channel.load.slow_readers


def descriptors_open() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


@pytest.mark.fault(
    "80 visitors ask for a picture and never read",
    "one descriptor each, hung up on in time; others are served meanwhile",
    metric='shoplens_channel_slow_readers_total{channel="web"}',
)
async def test_pictures_that_are_not_taken_hold_nothing_for_ever(
    picture: Path, monkeypatch: pytest.MonkeyPatch, record_property: Told
) -> None:
    """No file stays open for them, their connections end by themselves, and a newcomer has the page at once."""
    monkeypatch.setattr(slow_readers, "SEND_TIMEOUT_S", 0.2)
    async with crowded(picture) as (visitor, crowd):
        before = descriptors_open()
        await crowd.ask(PICTURE, people=80)
        assert descriptors_open() - before <= 160  # both ends of 80 connections are in this process
        async with visitor.session.get(visitor.url) as page:
            assert page.status == 200
        await come(lambda: hung_up_on(visitor) == 80)
        crowd.leave()
        await come(lambda: descriptors_open() <= before + 2)  # the newcomer's connection is kept
        record_property("seen", "80 hung up on, every descriptor given back")


@pytest.mark.fault(
    "a visitor asks the web chat and never reads",
    "the line ends in time",
    metric='shoplens_channel_slow_readers_total{channel="web"}',
)
async def test_answers_that_are_not_taken_end_the_line(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A WebSocket, too, is not held for somebody who does not listen."""
    monkeypatch.setattr(slow_readers, "SEND_TIMEOUT_S", 0.05)
    assistant = ScriptedAssistant()
    assistant.answer = lambda _: Reply("x" * MUCH)
    async with crowded(picture, assistant) as (visitor, crowd):
        await crowd.ask(CHAT, HELLO, QUESTION)
        await come(lambda: hung_up_on(visitor) == 1)
        assert visitor.channel is not None
        channel = visitor.channel
        await come(lambda: channel.load.conversations == 0)


async def test_the_little_that_is_not_taken_ends_the_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is that waits for its visitor."""
    monkeypatch.setattr(slow_readers, "SEND_TIMEOUT_S", 0.05)
    async with crowded(picture_of(LITTLE, tmp_path)) as (visitor, crowd):
        await crowd.ask(PICTURE)
        await come(lambda: hung_up_on(visitor) == 1)


async def test_pictures_that_are_not_taken_are_under_way(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy they are what their visitor's share is counted by."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS_A_NETWORK", 2)
    async with crowded(picture, access=AccessControl(public_url=PUBLIC)) as (visitor, crowd):
        assert visitor.channel is not None
        under_way = visitor.channel._delivery._under_way  # noqa: SLF001 - to know when they have arrived
        await crowd.ask(f"{PICTURE}\r\nX-Forwarded-For: 203.0.113.5", people=2)
        await come(lambda: under_way["203.0.113.5"] == 2)
        for address, status in (("203.0.113.5", 503), ("203.0.113.6", 200)):
            async with visitor.session.get(visitor.url, headers={"X-Forwarded-For": address}) as page:
                assert page.status == status
        crowd.leave()
        await come(lambda: not under_way)


async def test_a_page_that_reads_nothing_holds_up_no_stop(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its answers nor a goodbye can come to it; the stop waits a moment for it, however much time there is."""
    monkeypatch.setattr(shutdown, "_ANSWERING_S", 0.01)
    monkeypatch.setattr(shutdown, "_CLOSING_S", 600.0)
    monkeypatch.setattr(web_channel, "_PARTING_S", 0.01)
    assistant = ScriptedAssistant()
    assistant.answer = lambda _: Reply("x" * MUCH)
    async with crowded(picture, assistant) as (visitor, crowd):
        channel = visitor.channel
        assert channel is not None
        await crowd.ask(CHAT, HELLO, QUESTION, ANOTHER)
        await come(lambda: bool(assistant.asked) and channel.load.waiting == 1)
        async with asyncio.timeout(8):
            await channel.__aexit__(None, None, None)


async def test_a_page_that_is_behind_is_told_of_the_stop(
    picture: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer that it is still reading comes whole, then what becomes of its other question, then goodbye."""
    monkeypatch.setattr(shutdown, "_ANSWERING_S", 0.01)
    assistant = ScriptedAssistant()
    assistant.answer = lambda _: Reply("x" * MUCH)
    async with crowded(picture, assistant) as (visitor, crowd):
        channel = visitor.channel
        assert channel is not None
        await crowd.ask(CHAT, HELLO, QUESTION, ANOTHER)
        await come(lambda: bool(assistant.asked) and channel.load.waiting == 1)
        stopping_now = asyncio.create_task(channel.__aexit__(None, None, None))
        await come(lambda: "still waiting for an answer" in caplog.text)
        said = await crowd.read()
        await stopping_now
    words = (b"x" * MUCH, b'"id": "question-2", "code": "closing"', b"restarting")
    places = [said.find(one) for one in words]
    assert -1 not in places
    assert places == sorted(places)


async def test_who_takes_everything_is_never_slow(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time begins anew with each answer that was taken."""
    monkeypatch.setattr(slow_readers, "SEND_TIMEOUT_S", 5.0)
    async with crowded(picture) as (visitor, _):
        for _ in range(3):
            async with visitor.session.get(f"{visitor.url}pictures/{KEY}.jpg") as response:
                assert len(await response.read()) == MUCH
        assert hung_up_on(visitor) == 0


@pytest.mark.fault("visitors leave in the middle ({case})", "not a line in the log")
@pytest.mark.parametrize(
    ("head", "frames"),
    [
        pytest.param(PICTURE, (), id="a picture"),
        pytest.param(f"{PICTURE}\r\nHost: localhost\r\n\r\n{PICTURE}", (), id="two pictures"),
        pytest.param(CHAT, (), id="a handshake"),
        pytest.param(CHAT, (HELLO,), id="a greeting"),
        pytest.param(CHAT, (HELLO, QUESTION), id="an answer"),
        pytest.param(UPLOAD, (), id="an upload"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "later"])
async def test_who_leaves_leaves_no_trace(
    head: str, frames: tuple[bytes, ...], at_once: bool, picture: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither before their request is looked at nor while it is answered."""
    assistant = ScriptedAssistant()
    assistant.answer = lambda _: Reply("x" * MUCH)
    async with crowded(picture, assistant) as (visitor, crowd):
        for _ in range(5):
            await crowd.ask(head, *frames)
            if not at_once:
                async with visitor.session.get(f"{visitor.url}static/icon.svg") as response:
                    await response.read()
            crowd.leave(rudely=True)
        async with visitor.session.get(visitor.url) as page:
            assert page.status == 200
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_an_address_behind_a_proxy_has_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests under way count by the address that the proxy names, whose own connections are not one visitor's."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS_A_NETWORK", 2)
    held = Held()

    async def hold(request: aiohttp.web.Request) -> aiohttp.web.Response:
        await held.release.wait()
        return aiohttp.web.Response()

    routes = [aiohttp.web.get("/held", hold)]
    access = AccessControl(public_url=PUBLIC)
    async with (
        WebChannel(
            "127.0.0.1", 0, ScriptedAssistant(), lambda key: None, "Shop", also=routes, access=access
        ) as channel,
        ClientSession() as session,
    ):

        async def come_from(address: str, path: str = "") -> int:
            headers = {"X-Forwarded-For": address}
            async with session.get(f"{channel.url}{path}", headers=headers) as response:
                return response.status

        waiting = [asyncio.create_task(come_from("203.0.113.5", "held")) for _ in range(2)]
        under_way = channel._delivery._under_way  # noqa: SLF001 - to know when they have arrived
        await come(lambda: under_way["203.0.113.5"] == 2)
        assert await come_from("203.0.113.5") == 503
        assert [await come_from(f"203.0.113.{host}") for host in (6, 7, 8)] == [200] * 3
        held.release.set()
        assert await asyncio.gather(*waiting) == [200, 200]
        assert await come_from("203.0.113.5") == 200
        assert channel.load.refused == 1


@pytest.mark.parametrize(
    ("soft", "hard", "raised_to", "said"),
    [
        (1024, 4096, 2000, False),
        (1024, 1024, 1024, True),
        (1024, 1500, 1500, True),
        (1024, resource.RLIM_INFINITY, 2000, False),
        (2000, 4096, None, False),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, False),
    ],
)
def test_a_limit_of_descriptors_is_raised_or_named(
    soft: int,
    hard: int,
    raised_to: int | None,
    said: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As far as the system lets us; where that is too little, the operator reads what to set."""
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: raised.append(limits))
    file_descriptors.allow_descriptors(2000)
    assert raised == ([] if raised_to is None else [(raised_to, hard)])
    assert ("LimitNOFILE=2000" in caplog.text) is said


@pytest.mark.fault(
    "the system allows 256 open files at the start of the web chat",
    "it starts, and the log says what to set",
    log="LimitNOFILE=",
)
async def test_a_start_with_few_descriptors_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on the busy day on which they run out."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 256))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: None)
    async with visiting(ScriptedAssistant()) as visitor, visitor.session.get(visitor.url) as page:
        assert page.status == 200
