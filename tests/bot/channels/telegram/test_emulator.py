"""The bot at a Bot API server that others wrote: lo-bot-api-emulator, which knows every method's fields and limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr

from bot.channels.telegram.pairing import Account, wait_for_owner
from bot.messages import IncomingMessage, Reply
from bot.settings import TelegramSettings
from tests.bot.channels.telegram.shop import ALBUM_S, TelegramShop, come
from tests.bot.stock import offered, tapped
from tests.telegram_server import TOKEN, TelegramServer

emulator = pytest.importorskip("lo_bot_api_emulator", reason="needs lo-bot-api-emulator, see `make install`")
pytestmark = pytest.mark.bot_api_emulator

ADA: Final = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "en"}
CHAT: Final = {"id": 7, "type": "private", "first_name": "Ada"}
Fields = Mapping[str, Any]
# Telegram takes them; this server would rather not.
CAPTIONS_REFUSED: Final = ("sendMediaGroup", "Bad Request: only the first item of a media group may carry a caption")


class Emulator(emulator.LoBotApiEmulator):  # type: ignore[misc, name-defined]  # it ships no types
    """Notes what it takes and what it refuses; `address` is set once it listens."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[str, Fields]] = []
        self.refused: list[tuple[str, str]] = []
        self.address = ""
        self._message_id = 100

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> object:
        try:
            answer: object = super().validate(method, fields, uploads)
        except emulator.ApiRefusal as refusal:
            self.refused.append((method, refusal.description))
            raise
        self.taken.append((method, dict(fields)))
        return answer

    def fields(self, method: str) -> list[Fields]:
        """Of the requests that were taken."""
        return [fields for name, fields in self.taken if name == method]

    async def made(self, method: str, count: int = 1) -> list[Fields]:
        """The fields of so many requests, as soon as they were taken."""
        await come(lambda: len(self.fields(method)) >= count)
        return self.fields(method)

    async def say(self, **content: object) -> dict[str, object]:
        """Somebody writes; the message."""
        self._message_id += 1
        message = {"message_id": self._message_id, "date": 1, "chat": CHAT, "from": ADA, **content}
        await self.enqueue_update({"message": message}, token=TOKEN)
        return message

    async def show(self, photo: bytes, **content: object) -> None:
        """Somebody sends a photo."""
        file_id = f"photo-{len(self.assets)}"
        self.assets[file_id] = {"filename": "photo.jpg", "data": photo, "size": len(photo)}
        size = {"file_id": file_id, "file_unique_id": file_id, "width": 800, "height": 800, "file_size": len(photo)}
        await self.say(photo=[size], **content)


@pytest.fixture
async def server() -> AsyncIterator[Emulator]:
    """One on loopback; what it has refused in the end is only what Telegram takes."""
    server = Emulator()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.address = "http://{}:{}".format(*runner.addresses[0])
    yield server
    await runner.cleanup()
    assert set(server.refused) <= {CAPTIONS_REFUSED}


@pytest.fixture
async def shop(server: Emulator, tmp_path: Path) -> AsyncIterator[TelegramShop]:
    """A bot that polls it."""
    settings = TelegramSettings(
        token=SecretStr(TOKEN), base_url=f"{server.address}/bot", base_file_url=f"{server.address}/file/bot"
    )
    async with TelegramShop(TelegramServer(), tmp_path, settings=settings) as shop:
        yield shop


async def test_start_words_and_a_tap(server: Emulator, shop: TelegramShop) -> None:
    """The greeting with its button, which is tapped, and an answer to words."""
    shop.assistant.answer = lambda asked: Reply(
        f"You said: {asked.text or tapped(asked)}", buttons=(offered("new:", "See what's new"),)
    )
    message = await server.say(text="/start")
    (greeting,) = await server.made("sendMessage")
    assert (greeting["chat_id"], greeting["text"]) == ("7", "You said: /start")
    assert '"callback_data": "new"' in greeting["reply_markup"].replace('":"', '": "')
    await server.say(text="red <boots>")
    assert (await server.made("sendMessage", 2))[-1]["text"] == "You said: red &lt;boots&gt;"
    tap = {"id": "tap", "from": ADA, "chat_instance": "1", "data": "new:", "message": message}
    await server.enqueue_update({"callback_query": tap}, token=TOKEN)
    assert (await server.made("sendMessage", 3))[-1]["text"] == "You said: new"
    assert [answer["callback_query_id"] for answer in server.fields("answerCallbackQuery")] == ["tap"]


async def test_a_photo_and_an_album_are_questions(server: Emulator, shop: TelegramShop) -> None:
    """Downloaded, with their words; an album's photos are one question."""
    await server.show(b"one", caption="in blue")
    await server.made("sendMessage")
    await server.show(b"two", media_group_id="g", caption="like these")
    await shop.pause.held(ALBUM_S)
    await server.show(b"three", media_group_id="g")
    await come(lambda: str(server.fields("getUpdates")[-1].get("offset")) == "4")
    await shop.pause.let_go(ALBUM_S)
    await shop.pause.let_go(ALBUM_S)
    await server.made("sendMessage", 2)
    assert [(asked.text, asked.photos) for asked in shop.assistant.asked] == [
        ("in blue", (b"one",)),
        ("like these", (b"two", b"three")),
    ]


async def test_products_arrive_also_where_their_album_is_refused(server: Emulator, shop: TelegramShop) -> None:
    """Their list does with its buttons, in one message; one product is a photo with all of it."""
    shop.assistant.answer = lambda asked: Reply("Here:", shop.cards(int(asked.text)))
    await server.say(text="3")
    listed = (await server.made("sendMessage"))[-1]
    assert all(f"{number} · Boot {number}" in listed["text"] for number in (1, 2, 3))
    assert server.refused
    photos = len(server.fields("sendPhoto"))
    await server.say(text="1")
    single = (await server.made("sendPhoto", photos + 1))[-1]
    assert single["caption"].startswith("<b>Boot 1</b>")


async def test_inline_questions_are_answered(server: Emulator, shop: TelegramShop) -> None:
    """With products as words where Telegram has no picture of them yet, and as photos from then on."""

    def answer(asked: IncomingMessage) -> Reply:
        cards = shop.cards(1 if asked.page is None else 2)
        return Reply("", cards, next_page=None if asked.page is None else asked.page + 2)

    shop.assistant.answer = answer
    query = {"from": ADA, "query": "boots", "offset": ""}
    await server.enqueue_update({"inline_query": {"id": "1", **query}}, token=TOKEN)
    (first,) = await server.made("answerInlineQuery")
    assert (first["results"].count('"article"'), first["next_offset"]) == (2, "2")
    await server.say(text="boot")
    await server.made("sendPhoto")
    await come(lambda: shop.channel.load.waiting == 0)
    await server.enqueue_update({"inline_query": {"id": "2", **query}}, token=TOKEN)
    second = (await server.made("answerInlineQuery", 2))[-1]
    assert (second["results"].count('"photo"'), second["results"].count('"article"')) == (1, 1)


async def test_the_owner_sends_a_code(server: Emulator) -> None:
    """They are greeted, what a shopper wrote after it stays."""
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=f"{server.address}/bot")
    owner = asyncio.create_task(wait_for_owner(settings, "K7M2QX9PAB"))
    await come(lambda: any(request["method"] == "getMe" for request in server.requests))
    await server.say(text="/start K7M2QX9PAB")
    assert await owner == Account(7, "Ada")
    await server.say(text="red boots")
    (greeting,) = server.fields("sendMessage")
    assert greeting["chat_id"] == "7"
    async with ClientSession() as session, session.post(f"{server.address}/bot{TOKEN}/getUpdates") as answer:
        waiting = (await answer.json())["result"]
    assert [update["message"]["text"] for update in waiting] == ["red boots"]
