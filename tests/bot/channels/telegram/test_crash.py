"""What a bot that was killed had not answered, as the next one finds it in the inbox."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.messages import IncomingMessage, Reply
from bot.storage.inbox import Inbox, Letter
from tests.bot.channels.telegram.shop import ALBUM_S, TelegramShop, texts
from tests.bot.stock import tapped
from tests.telegram_server import TelegramServer


async def crash(server: TelegramServer, folder: Path, *, at: float = 1_000_000.0) -> list[dict[str, Any]]:
    """Leave what waits for the bot in the inbox, as a bot does that is killed with it in its hands."""
    updates = server.swallow()
    async with Inbox(folder / "inbox.db", "telegram:424242", lambda: at) as inbox:
        await inbox.keep([Letter(update["update_id"], json.dumps(update)) for update in updates])
    return updates


def waiting(folder: Path) -> list[str]:
    """The words in the inbox."""
    with closing(sqlite3.connect(folder / "inbox.db")) as database:
        rows = database.execute("SELECT content FROM letters ORDER BY place").fetchall()
    return [json.loads(content)["message"].get("text") for (content,) in rows]


def asked(shop: TelegramShop, chat: int) -> Sequence[str]:
    return [one.text or tapped(one) for one in shop.assistant.asked if one.conversation_id == str(chat)]


async def test_what_telegram_was_told_has_arrived_is_on_the_disk_until_answered(tmp_path: Path) -> None:
    """A question that is in work or waits is in the file, and no longer."""
    ready = asyncio.Event()

    async def slow(message: IncomingMessage) -> Reply:
        await ready.wait()
        return Reply("at last")

    async with TelegramServer() as server, TelegramShop(server, tmp_path) as shop:
        shop.assistant.answer = slow
        await server.say("one")
        await server.say("two")
        await server.post(-9, text="people among themselves")
        await server.until(lambda: len(server.confirmed) == 3)
        assert waiting(tmp_path) == ["one", "two"]
        ready.set()
        await server.wait_for("sendMessage", 2)
        await shop.stop()
        assert waiting(tmp_path) == []


@pytest.mark.fault(
    "bot crashes with messages, taps and photos waiting",
    "the next start answers them first, in their order",
)
async def test_messages_taps_and_photos_are_answered_after_a_crash_in_their_order(tmp_path: Path) -> None:
    """What was taken before it comes first, then what Telegram still kept."""
    async with TelegramServer() as server:
        await server.say("one")
        await server.tap("say:two")
        await server.show(b"photo", caption="three")
        await server.say("other", chat=8)
        await crash(server, tmp_path)
        await server.say("four")
        async with TelegramShop(server, tmp_path) as shop:
            await server.wait_for("sendMessage", 4, chat=7)
            await server.wait_for("sendMessage", 1, chat=8)
            assert asked(shop, 7) == ["one", "say:two", "three", "four"]
            assert shop.assistant.asked[-1].user_id == "5007"
            assert [one.photos for one in shop.assistant.asked if one.text == "three"] == [(b"photo",)]
        async with TelegramShop(server, tmp_path) as shop:
            await server.say("five")
            await server.wait_for("sendMessage", 5, chat=7)
            assert asked(shop, 7) == ["five"]


async def test_an_album_torn_by_a_crash_is_one_question(tmp_path: Path) -> None:
    """Two parts were taken before it, the third comes after the restart."""
    async with TelegramServer() as server:
        await server.show(b"one", media_group_id="g", caption="like these")
        await server.show(b"two", media_group_id="g")
        await crash(server, tmp_path)
        await server.show(b"three", media_group_id="g")
        async with TelegramShop(server, tmp_path) as shop:
            await server.until(lambda: len(server.confirmed) == 3)
            await shop.pause.let_go(ALBUM_S)
            await shop.pause.let_go(ALBUM_S)
            await server.wait_for("sendMessage")
            (question,) = shop.assistant.asked
            assert (question.photos, question.text) == ((b"one", b"two", b"three"), "like these")
            await shop.stop()
        assert waiting(tmp_path) == []


@pytest.mark.fault("Telegram delivers updates again", "answered once")
async def test_what_is_delivered_again_is_not_answered_again(tmp_path: Path) -> None:
    """Neither while it waits, nor once it is answered, nor after another restart."""
    async with TelegramServer() as server:
        await server.say("one")
        await server.say("two")
        updates = await crash(server, tmp_path)
        await server.hand_over_again(updates)
        for count in (1, 2):
            async with TelegramShop(server, tmp_path):
                await server.hand_over_again(updates)
                await server.say("new")
                await server.wait_for("sendMessage", 2 + count)
        assert [text.removeprefix("You said: ") for text in texts(server.made("sendMessage"))] == [
            *("one", "two", "new", "new")
        ]


async def test_who_waited_too_long_is_asked_once_to_send_it_again(tmp_path: Path) -> None:
    """A chat reads one sentence for all that is stale, before its newer questions are answered."""
    async with TelegramServer() as server:
        for words in ("old", "older"):
            await server.say(words)
        await server.tap("oldest")
        await server.show(b"not for the bot", chat=-9, media_group_id="g")
        await crash(server, tmp_path, at=1_000_000.0 - 601)
        await server.say("recent")
        await crash(server, tmp_path, at=1_000_000.0 - 599)
        async with TelegramShop(server, tmp_path) as shop:
            sorry, answer = texts(await server.wait_for("sendMessage", 2))
            assert "send it again" in sorry
            assert answer == "You said: recent"
            assert asked(shop, 7) == ["recent"]
            await shop.stop()
        assert len(server.made("sendMessage")) == 2
        assert waiting(tmp_path) == []


async def test_what_is_stale_can_be_dropped_without_a_word(tmp_path: Path) -> None:
    """As an operator may set it."""
    async with TelegramServer() as server:
        await server.say("old")
        await crash(server, tmp_path, at=0)
        await server.say("new")
        settings = server.settings.model_copy(update={"stale": "drop"})
        async with TelegramShop(server, tmp_path, settings=settings) as shop:
            await server.wait_for("sendMessage")
            await shop.stop()
        assert texts(server.made("sendMessage")) == ["You said: new"]
        assert waiting(tmp_path) == []


@pytest.mark.fault(
    "a damaged message in the inbox",
    "dropped with a line, the others are answered",
    log="cannot be read and is skipped",
)
async def test_a_letter_that_cannot_be_read_stands_in_nobodys_way(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged and put away; what comes after it is answered."""
    async with TelegramServer() as server:
        await server.say("one")
        await crash(server, tmp_path)
        async with Inbox(tmp_path / "inbox.db", "telegram:424242", lambda: 1_000_000.0) as inbox:
            await inbox.keep([Letter(1, "no JSON"), Letter(2, '{"update_id": 2, "message": {"chat": 5}}')])
        await server.say("two")
        async with TelegramShop(server, tmp_path) as shop:
            await server.wait_for("sendMessage", 2)
            assert asked(shop, 7) == ["one", "two"]
            await shop.stop()
    assert len([record for record in caplog.records if "cannot be read" in record.getMessage()]) == 2
    assert waiting(tmp_path) == []


@pytest.mark.fault(
    "inbox not writable when the bot is stopped",
    "the end waits for every answer",
    log="cannot be written",
)
async def test_without_a_disk_everything_is_answered_before_the_end(tmp_path: Path) -> None:
    """Where the inbox cannot be written, what waits would be lost with the process, so that the end waits for it."""
    (tmp_path / "inbox.db").mkdir()
    async with TelegramServer() as server:
        async with TelegramShop(server, tmp_path) as shop:
            ready = asyncio.Event()

            async def slow(message: IncomingMessage) -> Reply:
                asyncio.get_running_loop().call_later(0.1, ready.set)
                await ready.wait()
                return Reply(message.text)

            shop.assistant.answer = slow
            await server.say("one")
            await server.say("two")
            await server.until(lambda: len(server.confirmed) == 2)
        assert texts(server.made("sendMessage")) == ["one", "two"]
