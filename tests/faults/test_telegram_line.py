"""The line to Telegram: cut, silent, half closed, slow; and what has gathered at its other end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import bot as telegram_bot
from bot.messages import Reply
from tests.bot.channels.telegram.shop import TelegramShop, come, server, texts
from tests.faults.table import Told
from tests.faults.wire import Wire
from tests.telegram_server import TelegramServer

__all__ = ["server"]  # a fixture of the tests below

WAITING = 1000
CHATS = 250


@pytest.fixture
async def wire(server: TelegramServer) -> AsyncIterator[Wire]:
    async with Wire(int(server.address.rpartition(":")[2])) as wire:
        yield wire


def behind(wire: Wire, server: TelegramServer, folder: Path) -> TelegramShop:
    """A bot at the other end of the wire."""
    urls = {"base_url": f"{wire.address}/bot", "base_file_url": f"{wire.address}/file/bot"}
    return TelegramShop(server, folder, settings=server.settings.model_copy(update=urls))


@pytest.fixture
async def shop(server: TelegramServer, wire: Wire, tmp_path: Path) -> AsyncIterator[TelegramShop]:
    """One that runs."""
    async with behind(wire, server, tmp_path) as shop:
        yield shop
        wire.turn("whole")


@pytest.mark.fault(
    "partition: all connections to Telegram reset, new ones too",
    "what was written meanwhile is answered once it is over",
    log="Fetching updates from Telegram failed",
)
async def test_a_partition_delays_answers(
    server: TelegramServer, wire: Wire, shop: TelegramShop, record_property: Told
) -> None:
    """Nothing is lost and nothing asked twice."""
    await server.say("before")
    await server.wait_for("sendMessage")
    await come(lambda: shop.channel.load.waiting == 0)
    wire.turn("cut")
    await server.say("meanwhile")
    await come(lambda: wire.broken > 3)
    wire.turn("whole")
    await server.say("after")
    calls = await server.wait_for("sendMessage", 3)
    assert texts(calls) == ["You said: before", "You said: meanwhile", "You said: after"]
    record_property("seen", f"{wire.broken} connections reset, all three answered once")


@pytest.mark.fault("Telegram silent: requests get no answer", "given up in time, tried again, answered once it speaks")
async def test_silence_is_given_up_in_time(
    server: TelegramServer, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question was taken; its answer goes out at the second try."""
    monkeypatch.setattr(telegram_bot, "_REQUEST_TIMEOUT_S", 0.3)

    def answer(message: object) -> Reply:
        wire.turn("silent")
        return Reply("here")

    async with behind(wire, server, tmp_path) as shop:
        shop.assistant.answer = answer
        await server.say("boots")
        await come(lambda: 0.5 in shop.pause.ended)
        wire.turn("whole")
        assert texts(await server.wait_for("sendMessage"))[-1] == "here"


@pytest.mark.fault(
    "connection ends in the middle of Telegram's answer", "the message is sent again rather than not at all"
)
async def test_half_an_answer_is_none(server: TelegramServer, wire: Wire, shop: TelegramShop) -> None:
    """Telegram took it, but did not get to say so."""

    def answer(message: object) -> Reply:
        wire.turn("half-closed")
        return Reply("here")

    shop.assistant.answer = answer
    await server.say("boots")
    await server.wait_for("sendMessage")
    shop.assistant.answer = lambda message: Reply("and here")
    await server.say("hats")
    await server.until(lambda: "and here" in texts(server.made("sendMessage")))
    assert wire.broken == 1


@pytest.mark.fault("a slow line: 64 bytes at a time", "everything is answered, in order")
async def test_a_slow_line_is_only_slow(server: TelegramServer, wire: Wire, shop: TelegramShop) -> None:
    """Ten chats side by side."""
    wire.turn("slow")
    for chat in range(1, 11):
        await server.say("one", chat)
        await server.say("two", chat)
    await server.wait_for("sendMessage", 20)
    for chat in range(1, 11):
        assert texts(server.made("sendMessage", chat)) == ["You said: one", "You said: two"]


@pytest.mark.fault(
    f"{WAITING} messages of {CHATS} chats wait at the start", "all are answered once, each chat's in their order"
)
async def test_what_has_gathered_is_answered(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Told
) -> None:
    """After a night without the bot; what waits in memory is bounded, the rest stays at Telegram."""
    monkeypatch.setattr(telegram_bot, "_RateLimiter", lambda *_: None)  # Telegram's 30 a second would take its time
    for number in range(WAITING):
        await server.say(f"{number}", 1 + number % CHATS)
    most = 0
    async with TelegramShop(server, tmp_path) as shop:
        while len(server.made("sendMessage")) < WAITING:
            most = max(most, shop.channel.load.waiting)
            await asyncio.sleep(0.05)
    for chat in range(1, 1 + CHATS):
        assert texts(server.made("sendMessage", chat)) == [f"You said: {n}" for n in range(chat - 1, WAITING, CHATS)]
    assert most < WAITING
    record_property("seen", f"{WAITING} answered once, at most {most} waited in memory")
