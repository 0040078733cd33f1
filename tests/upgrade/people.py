"""A whole shop, and people who use it by what they see alone.

Both versions of a shop are met in this way, the one that made the data and the one that opens it: by the command, the
Bot API and the page's protocol, which nobody renames.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from aiohttp import ClientSession, ClientWebSocketResponse

from bot.app import open_shop
from bot.serving import serve
from bot.settings import Settings
from tests.telegram_server import Call, TelegramServer

ARCHIVE: Final = Path(__file__).with_name("version_before.tar.xz")
"""What the version before has left."""

PATIENCE_S: Final = 60.0
OWNER: Final = 500
"""The chat of one who may change the shop; a person's number is 5000 more than their chat's."""


@asynccontextmanager
async def serving(data_dir: Path, server: TelegramServer) -> AsyncIterator[str]:
    """The shop of this data folder in both channels, stopped as an operator stops it; the page's address."""
    telegram = server.settings.model_copy(update={"admin_ids": (5000 + OWNER,)})
    settings = Settings.model_validate(
        {
            "catalog": {"data_dir": data_dir},
            "encoder": {"model": "bundled", "processes": 1},
            "limits": {"per_minute": 0},
            "web": {"port": 0},
        }
    ).model_copy(update={"telegram": telegram})
    said: asyncio.Queue[str] = asyncio.Queue()
    async with open_shop(settings) as shop:
        running = asyncio.create_task(serve(shop, settings, telegram=True, web=True, say=said.put_nowait))
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not (line := await said.get()).startswith("The web chat"):
                    pass
            yield line.split()[-1]
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(PATIENCE_S):
                await running


class Person(Protocol):
    """Somebody in a conversation of their own."""

    async def send(self, what: str | bytes, **more: Any) -> None:
        """Write words, or send a photo."""

    async def tap(self, key: str) -> None:
        """Tap on a button."""

    async def key(self, step: str) -> str:
        """The key of the first button that begins so, "*" for anything between colons; after "last " of the last."""

    async def reads(self, wanted: Sequence[str], by: str) -> str:
        """What has come since, once every pattern is found in it; as it is if that does not happen."""


class InTelegram:
    """In a private chat; what is sent `by` one kind of request is read as one."""

    def __init__(self, server: TelegramServer, chat: int) -> None:
        self._server, self._chat, self._since = server, chat, 0

    async def send(self, what: str | bytes, **more: Any) -> None:
        self._since = len(self._server.calls)
        sender = {"id": 5000 + self._chat, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        if isinstance(what, str):
            await self._server.say(what, self._chat, **more, **{"from": sender})
        else:
            await self._server.show(what, self._chat, **more, **{"from": sender})

    async def tap(self, key: str) -> None:
        self._since = len(self._server.calls)
        await self._server.tap(key, self._chat, language="en")

    async def key(self, step: str) -> str:
        def keys() -> list[str]:
            return [one.get("callback_data", "") for call in self._calls() for row in call.buttons for one in row]

        await self._server.until(lambda: bool(_meant(step, keys())))
        return _meant(step, keys())

    async def reads(self, wanted: Sequence[str], by: str) -> str:
        def seen() -> str:
            return "\n".join(_words(call) for call in self._calls() if call.method == by)

        try:
            await self._server.until(lambda: bool(seen()) and all_in(wanted, seen()))
        except TimeoutError:
            return f"nothing by {by}: {[(call.method, _words(call)) for call in self._calls()]}"
        return seen()

    def _calls(self) -> list[Call]:
        there = [call for call in self._server.calls[self._since :] if call.fields.get("chat_id") == str(self._chat)]
        return [call for call in there if not call.is_waiting_line]


class OnThePage:
    """In the web chat, where an answer is one frame."""

    def __init__(self, socket: ClientWebSocketResponse, session: ClientSession, url: str, conversation: str) -> None:
        self._socket, self._session, self._url, self._conversation = socket, session, url, conversation
        self._numbers = itertools.count(1)
        self._frame: dict[str, Any] = {}

    async def send(self, what: str | bytes, **more: Any) -> None:
        if isinstance(what, str):
            await self._ask(text=what)
            return
        headers = {"Origin": self._url.rstrip("/"), "X-Conversation": self._conversation}
        async with self._session.post(f"{self._url}photo", data=what, headers=headers) as response:
            photo = (await response.json())["photo"]
        await self._ask(photos=[photo], text=more.get("caption", ""))

    async def tap(self, key: str) -> None:
        await self._ask(choice=key)

    async def key(self, step: str) -> str:
        return _meant(step, list(_keys(self._frame)))

    async def reads(self, wanted: Sequence[str], by: str) -> str:
        return json.dumps({name: value for name, value in self._frame.items() if name != "id"}, ensure_ascii=False)

    async def _ask(self, **parts: object) -> None:
        number = f"question-{next(self._numbers)}"
        await self._socket.send_json({"type": "message", "id": number, **parts})
        self._frame = {}
        async with asyncio.timeout(PATIENCE_S):
            while self._frame.get("type") in (None, "typing"):
                self._frame = await self._socket.receive_json()


@asynccontextmanager
async def on_the_page(url: str, session: ClientSession, name: str) -> AsyncIterator[OnThePage]:
    """A visitor whose conversation bears this name, also after a restart."""
    conversation = re.sub(r"\W", "-", name).ljust(40, "-")
    async with session.ws_connect(f"{url}chat", headers={"Origin": url.rstrip("/")}) as socket:
        await socket.send_json({"type": "hello", "conversation": conversation, "locale": "en"})
        assert (await socket.receive_json())["type"] == "ready"
        yield OnThePage(socket, session, url, conversation)


def _meant(step: str, keys: Sequence[str]) -> str:
    wanted = re.compile(step.removeprefix("last ").replace("*", "[^:]+") + "(:|$)")
    found = [key for key in keys if wanted.match(key)]
    return found[-1 if step.startswith("last ") else 0] if found else ""


def all_in(wanted: Sequence[str], seen: str) -> bool:
    """Whether each of these patterns is found."""
    return all(re.search(one, seen) for one in wanted)


def _keys(frame: object) -> Iterator[str]:
    if isinstance(frame, dict):
        if "label" in frame and "key" in frame:
            yield frame["key"]
        for value in frame.values():
            yield from _keys(value)
    elif isinstance(frame, list):
        for value in frame:
            yield from _keys(value)


def _words(call: Call) -> str:
    media = call.fields.get("media", [])
    captions = [one.get("caption", "") for one in ([media] if isinstance(media, dict) else media)]
    labels = [one["text"] for row in call.buttons for one in row]
    words = "\n".join((call.fields.get("text", ""), call.fields.get("caption", ""), *captions, *labels))
    return html.unescape(re.sub("</?[bis]>", "", words))
