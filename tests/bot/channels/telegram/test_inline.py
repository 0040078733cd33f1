"""Inline mode: products in any chat while somebody types, through the Bot API."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.channels.rate_limits import Limits
from bot.channels.telegram.sending.file_ids import FileIds
from bot.messages import Card, IncomingMessage, Reply
from catalog.catalog import Catalog
from tests.bot.channels.telegram.shop import House, TelegramShop
from tests.bot.stock import product, stock
from tests.fakes import FakeEngine
from tests.telegram_server import Call, Json, TelegramServer


def results(call: Call) -> list[Json]:
    return list(call.fields["results"])


async def test_what_was_uploaded_is_shown_after_a_restart(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """A picture that an answer has shown comes by its file id; nothing is uploaded for the others."""
    async with TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            await server.say("blue polo shirt")
            await server.wait_for("sendMessage")
        async with house.bot():
            await server.type("polo shirt")
            (answer,) = await server.wait_for("answerInlineQuery")
            await server.say("blue polo shirt")
            await server.wait_for("sendMessage", 2)
        assert [bool(call.files) for call in server.made("sendMediaGroup")] == [True, False]
        assert server.violations == []
    assert not answer.files
    polo = results(answer)[0]
    assert (polo["type"], polo["id"]) == ("photo", "p_t2")
    assert polo["caption"].startswith("<b>Blue polo shirt")
    assert [[button["url"] for button in row] for row in polo["reply_markup"]["inline_keyboard"]] == [
        ["https://t.me/shop_test_bot?start=p_t2", "https://shop.example/t2"]
    ]
    assert "inline_query" in server.made("getUpdates")[0].fields["allowed_updates"]


async def test_pages_of_the_newest(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """Without words it is the newest products, page by page, also after a restart, with the picture's own address."""
    more = [product(f"n{n}", f"Green dress {n}", image=f"https://shop.example/n{n}.png") for n in range(6)]
    await stock(catalog, engine, [(one, "green") for one in more])
    async with TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            await server.type(" ")
            (first,) = await server.wait_for("answerInlineQuery")
        async with house.bot():
            await server.type(" ", offset=first.fields["next_offset"])
            second = (await server.wait_for("answerInlineQuery", 2))[1]
            await server.type(" ", offset="no number")
            await server.wait_for("answerInlineQuery", 3)
        assert server.violations == []
    ids = [result["id"] for result in results(first) + results(second)]
    assert len(results(first)) == 12
    assert len(set(ids)) == 14
    assert second.fields.get("next_offset", "") == ""
    newest = results(first)[0]
    assert (newest["type"], newest["thumbnail_url"]) == ("article", "https://shop.example/n5.png")
    preview = newest["input_message_content"]["link_preview_options"]
    assert (preview["url"], preview["show_above_text"]) == ("https://shop.example/n5.png", True)


async def test_nothing_close_leads_to_the_bot(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """An honest nothing with a button, in the person's language, and nothing is remembered of it."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.type("yellow bicycle")
        (answer,) = await server.wait_for("answerInlineQuery")
        await server.say("/start inline")
        await server.wait_for("sendMessage")
        assert server.violations == []
    assert results(answer) == []
    assert answer.fields["button"] == {"text": "Nothing here? Ask me in our chat", "start_parameter": "inline"}


async def test_only_the_latest_letter_is_searched_for(shop: TelegramShop) -> None:
    """While one search is in work the next waits, and a newer one takes its place; other people go beside it."""
    ready = asyncio.Event()

    async def slow(message: IncomingMessage) -> Reply:
        if message.text == "r":
            await ready.wait()
        return Reply("", (Card("id1", message.text, ""),))

    shop.assistant.answer = slow
    await shop.server.type("r")
    await shop.server.until(lambda: len(shop.assistant.asked) == 1 and bool(shop.server.confirmed))
    for words in ("re", "red"):
        await shop.server.type(words)
    await shop.server.type("other", person=8)
    await shop.server.wait_for("answerInlineQuery")
    assert [asked.text for asked in shop.assistant.asked] == ["r", "other"]
    ready.set()
    await shop.server.wait_for("answerInlineQuery", 3)
    assert [asked.text for asked in shop.assistant.asked] == ["r", "other", "red"]
    assert shop.assistant.asked[0].page == 0


async def test_a_refused_file_id_is_forgotten(shop: TelegramShop) -> None:
    """The products are shown as words instead, and the next answer in a chat uploads the picture again."""
    cards = shop.cards(1)
    shop.assistant.answer = lambda _: Reply("", cards)
    await shop.file_ids.note({"p1": "no longer there"})
    await shop.server.type("boots")
    refused, answered = await shop.server.wait_for("answerInlineQuery", 2)
    assert results(refused)[0]["photo_file_id"] == "no longer there"
    assert results(answered)[0]["type"] == "article"
    await shop.server.say("boots")
    (photo,) = await shop.server.wait_for("sendPhoto")
    assert photo.files == {"photo": b"jpeg 1"}


async def test_who_types_on_and_on_is_asked_to_come_to_the_bot(tmp_path: Path) -> None:
    """Typing has a limit of its own: said once, then silence; a message is answered all the same."""
    async with TelegramServer() as server, TelegramShop(server, tmp_path, Limits(60, 1, now=lambda: 0.0)) as shop:
        shop.assistant.answer = lambda message: Reply(message.text)
        for number in range(1, 13):
            await server.type(f"boots {number}")
            await server.wait_for("answerInlineQuery", min(number, 11))
        await server.say("boots")
        await server.wait_for("sendMessage")
        assert len(shop.assistant.asked) == 11
        assert shop.channel.load.refused == 2


async def test_a_picked_product_is_no_question(shop: TelegramShop) -> None:
    """What somebody sends by inline mode in the bot's own chat is not searched for."""
    me = {"id": 424242, "is_bot": True, "first_name": "Shop", "username": "shop_test_bot"}
    await shop.server.say("Ankle boot", via_bot=me)
    await shop.server.say("red boots")
    await shop.server.wait_for("sendMessage")
    assert [asked.text for asked in shop.assistant.asked] == ["red boots"]


@pytest.mark.fault("the file of uploaded pictures cannot be used", "pictures are uploaded each time", log="uploaded")
async def test_without_the_file_pictures_are_uploaded_again(
    shop: TelegramShop, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is worth more than what it costs to upload."""
    cards = shop.cards(2)
    shop.assistant.answer = lambda _: Reply("Boots", cards)
    with closing(sqlite3.connect(shop.folder / "uploads.db")) as database:
        database.execute("DROP TABLE uploads")
    for _ in range(2):
        await shop.server.say("boots")
    await shop.server.wait_for("sendMessage", 2)
    assert [len(call.files) for call in shop.server.made("sendMediaGroup")] == [2, 2]
    assert "uploaded again" in caplog.text


async def test_uploads_are_their_bots_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another bot cannot send them, and the oldest go."""
    monkeypatch.setattr("bot.channels.telegram.sending.file_ids.MAX_UPLOADS", 2)
    async with FileIds(tmp_path / "uploads.db", "1") as file_ids:
        for name in "abc":
            await file_ids.note({name: f"file {name}"})
        assert await file_ids.known(["a", "b", "c"]) == {"b": "file b", "c": "file c"}
        await file_ids.forget(["b"])
    async with FileIds(tmp_path / "uploads.db", "1") as again, FileIds(tmp_path / "uploads.db", "2") as other:
        assert await again.known(["a", "b", "c"]) == {"c": "file c"}
        assert await other.known(["c"]) == {}
