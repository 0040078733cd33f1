"""A visitor of the web chat without a browser: the page's part of the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import ClientSession, ClientWebSocketResponse

from bot.channels.rate_limits import UNLIMITED, Limits
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.messages import Handler, IncomingMessage, Reply

KEY = "ab" * 32
TOKEN = "t" * 40
Frame = dict[str, Any]


class Held:
    """An answer that comes when the test says so."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.release = asyncio.Event()
        self.cancelled = False

    async def __call__(self, message: IncomingMessage) -> Reply:
        self.begun.set()
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return Reply("Here you are.")


class Visitor:
    """The page's part, without a page."""

    def __init__(self, url: str, session: ClientSession, channel: WebChannel | None = None) -> None:
        self.url = url
        self.channel = channel
        self.origin = url.rstrip("/")
        self.session = session

    @asynccontextmanager
    async def line(
        self, conversation: str = TOKEN, locale: str = "", visitor: str = ""
    ) -> AsyncIterator[ClientWebSocketResponse]:
        """A WebSocket on which the greeting has taken place."""
        async with self.session.ws_connect(f"{self.url}chat", headers={"Origin": self.origin}) as socket:
            hello = {"type": "hello", "conversation": conversation, "visitor": visitor, "locale": locale}
            await socket.send_json(hello)
            assert (await socket.receive_json(timeout=5))["type"] == "ready"
            yield socket

    async def upload(self, photo: bytes, conversation: str = TOKEN) -> aiohttp.ClientResponse:
        """Send one photo's bytes."""
        headers = {"Origin": self.origin, "X-Conversation": conversation}
        return await self.session.post(f"{self.url}photo", data=photo, headers=headers)

    async def photo(self, photo: bytes, conversation: str = TOKEN) -> str:
        """The id of an uploaded photo."""
        response = await self.upload(photo, conversation)
        assert response.status == 201
        return str((await response.json())["photo"])


async def ask(socket: ClientWebSocketResponse, question_id: str, **parts: object) -> None:
    """Send a message and leave the answer for later."""
    await socket.send_json({"type": "message", "id": question_id, **parts})


async def answer(socket: ClientWebSocketResponse, question_id: str = "", patience_s: float = 5) -> Frame:
    """The next frame that is not `typing`."""
    while True:
        frame: Frame = await socket.receive_json(timeout=patience_s)
        if frame["type"] != "typing" and question_id in ("", frame["id"]):
            return frame


@asynccontextmanager
async def visiting(
    assistant: Handler, picture: Path | None = None, limits: Limits = UNLIMITED, access: AccessControl | None = None
) -> AsyncIterator[Visitor]:
    """A visitor in a shop on loopback whose only picture is `KEY`."""
    pictures = {KEY: picture} if picture else {}
    async with (
        WebChannel("127.0.0.1", 0, assistant, pictures.get, "Nora & <Sons>", limits, access=access) as channel,
        ClientSession() as session,
    ):
        yield Visitor(channel.url, session, channel)
