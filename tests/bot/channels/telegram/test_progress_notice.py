"""What somebody reads while an answer takes long."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.sending.progress_notice import MOST_AT_ONCE, SLOW_S
from bot.messages import IncomingMessage, Reply
from bot.runtime import shutdown
from catalog.catalog import Catalog
from tests.bot.channels.telegram.shop import House, TelegramShop, come, texts
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer
from workers.jobs import Encoding

LINE = "Searching takes longer than usual …"


class Slow:
    """A `ScriptedAssistant.answer` that takes its time, until `ready` is set."""

    def __init__(self, reply: Reply) -> None:
        self.ready = asyncio.Event()
        self._reply = reply

    async def __call__(self, message: IncomingMessage) -> Reply:
        await self.ready.wait()
        return self._reply


@pytest.mark.parametrize("cards", [0, 1, 2])
async def test_a_long_search_says_so_until_the_answer_is_there(shop: TelegramShop, cards: int) -> None:
    """Typing is shown at once, the sentence later, without a sound; in the end there is nothing but the answer."""
    shop.assistant.answer = slow = Slow(Reply("Boots", shop.cards(cards)))
    await shop.server.say("boots")
    await shop.server.wait_for("sendChatAction")
    assert shop.server.waiting_lines == []
    await shop.pause.let_go(SLOW_S)
    await shop.server.until(lambda: list(shop.server.screen.values()) == [LINE])
    assert shop.server.waiting_lines[0].fields["disable_notification"] == "true"
    slow.ready.set()
    await shop.server.wait_for("deleteMessage")
    await shop.server.until(lambda: LINE not in shop.server.screen.values())
    assert len(shop.server.screen) == {0: 1, 1: 1, 2: 3}[cards]
    assert len(shop.server.waiting_lines) == 1


async def test_a_quick_answer_stands_alone(shop: TelegramShop) -> None:
    """Nothing is sent that has to be taken away, then or later."""
    await shop.server.say("boots")
    await shop.server.wait_for("sendMessage")
    await shop.stop()
    assert shop.server.waiting_lines == shop.server.made("deleteMessage") == []
    assert SLOW_S not in shop.pause.ended


async def test_a_group_is_spared_the_line(shop: TelegramShop) -> None:
    """It has 20 requests a minute, which are for its answers; that the bot writes is shown all the same."""
    shop.assistant.answer = slow = Slow(Reply("Boots"))
    await shop.server.say("@shop_test_bot boots", -9)
    await shop.server.wait_for("sendChatAction", chat=-9)
    await shop.server.say("boots", 7)
    await shop.pause.let_go(SLOW_S)
    await shop.server.until(lambda: len(shop.server.waiting_lines) == 1)
    assert shop.server.waiting_lines[0].chat_id == 7
    slow.ready.set()
    await shop.server.wait_for("sendMessage", 2)
    assert not shop.server.made("deleteMessage", -9)


async def test_many_who_wait_are_not_all_told(shop: TelegramShop) -> None:
    """A busy bot keeps its requests for answers; afterwards there is room for lines again."""
    for turn in range(2):
        shop.assistant.answer = slow = Slow(Reply("Boots"))
        people = range(11, 12 + MOST_AT_ONCE)
        for chat in people:
            await shop.server.say("boots", chat)
            await shop.pause.let_go(SLOW_S)
        slow.ready.set()
        await shop.server.wait_for("deleteMessage", (turn + 1) * MOST_AT_ONCE)
        await shop.server.wait_for("sendMessage", (turn + 1) * len(people))
        assert len(shop.server.waiting_lines) == (turn + 1) * MOST_AT_ONCE
        await come(lambda: not shop.channel.load.waiting)


@pytest.mark.parametrize("method", ["sendMessage", "deleteMessage"])
async def test_the_answer_does_not_depend_on_the_line(shop: TelegramShop, method: str) -> None:
    """It comes once, also where the line cannot be sent, or not be deleted."""
    shop.assistant.answer = slow = Slow(Reply("Boots"))
    shop.server.fail(method, 400, "Bad Request: no")
    await shop.server.say("boots")
    await shop.pause.let_go(SLOW_S)
    await shop.server.until(lambda: len(shop.server.waiting_lines) == 1)
    slow.ready.set()
    assert texts(await shop.server.wait_for("sendMessage")) == ["Boots"]
    await shop.stop()
    assert len(shop.server.made("sendMessage")) == 1


@pytest.mark.fault("bot stops between the line that it takes longer and the answer", "the next start answers, once")
async def test_the_line_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question stays in the inbox; the line goes with the bot that sent it."""
    monkeypatch.setattr(shutdown, "_ANSWERING_S", 0)
    async with TelegramServer() as server:
        async with TelegramShop(server, tmp_path) as shop:
            shop.assistant.answer = Slow(Reply("never"))
            await server.say("boots")
            await shop.pause.let_go(SLOW_S)
            await server.until(lambda: list(server.screen.values()) == [LINE])
        assert server.screen == {}
        async with TelegramShop(server, tmp_path) as shop:
            await server.wait_for("sendMessage")
            await shop.stop()
        assert list(server.screen.values()) == ["You said: boots"]


async def test_the_line_is_in_the_language_of_the_answer(catalog: Catalog, tmp_path: Path) -> None:
    """That of the shopper's words, and not that of their telephone."""

    asked, ready = asyncio.Event(), asyncio.Event()

    class SlowEngine(FakeEngine):
        async def encode_text(self, words: str, **how: Any) -> Encoding:
            asked.set()
            await ready.wait()
            return await super().encode_text(words, **how)

    async with SlowEngine() as engine, TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            await server.say("/language Deutsch")
            await server.wait_for("sendMessage")
            await server.say("rote Stiefel")
            await asked.wait()
            await house.pause.let_go(SLOW_S)
            await server.until(lambda: len(server.waiting_lines) == 1)
            ready.set()
            await server.wait_for("sendMessage", 2)
        assert texts(server.waiting_lines) == ["Die Suche dauert länger als sonst …"]
