"""A visitor before the web chat's door, with a browser's cookies or with bare hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import ClientSession, CookieJar, web

from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from tests.bot.channels.web.visitor import Visitor
from tests.fakes import ScriptedAssistant

KEY = "correct-horse-battery"
PUBLIC = "https://chat.shop.example"


async def fine(request: web.Request) -> web.Response:
    """What a monitor reads."""
    return web.Response()


ROUTES = (web.get("/healthz", fine), web.get("/readyz", fine), web.get("/metrics", fine))


@asynccontextmanager
async def at_the_door(access: AccessControl | None = None) -> AsyncIterator[Visitor]:
    """A visitor with a browser's cookies, before a shop on loopback."""
    async with (
        WebChannel(
            "127.0.0.1", 0, ScriptedAssistant(), lambda key: None, "Shop", also=ROUTES, access=access
        ) as channel,
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


async def takes_two_connections(url: str) -> None:
    """Assert that a server which is to take two connections at once answers these and hangs up on a third."""
    port = int(url.rsplit(":", 1)[1])
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
