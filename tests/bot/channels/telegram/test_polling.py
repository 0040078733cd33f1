"""How often Telegram is asked, and who hears of it when it does not answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.channels.telegram.receiving.updates import FIRST_IDLE_S, SILENT_S
from bot.monitoring.alerts import AlertBook, Alerts
from bot.monitoring.endpoints import HealthRoutes, HealthServer
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import Monitor
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from tests.bot.channels.telegram.shop import TelegramShop, texts
from tests.bot.channels.telegram.unreadable import POLL, message
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer

IDLE = [FIRST_IDLE_S, 0.6, 1.2, 2.4, 4.0]
EMPTY = '{"ok": true, "result": []}'


async def test_a_server_that_answers_at_once_with_nothing_is_not_asked_all_the_time(shop: TelegramShop) -> None:
    """The waits grow to a few seconds; what has come in ends them."""
    await shop.server.wait_for("getUpdates")
    shop.server.respond("getUpdates", EMPTY, times=7)
    await shop.server.say("first")
    await shop.server.wait_for("getUpdates", 9)
    assert [one for one in shop.pause.ended if one in IDLE] == [*IDLE, 4.0, 4.0]
    shop.pause.hold(FIRST_IDLE_S)
    shop.server.respond("getUpdates", EMPTY)
    await shop.server.say("second")
    await shop.pause.held(FIRST_IDLE_S)
    asked = len(shop.server.made("getUpdates"))
    await shop.server.say("third")
    await shop.server.wait_for("sendMessage", 2)
    assert len(shop.server.made("getUpdates")) == asked
    await shop.pause.let_go(FIRST_IDLE_S)
    await shop.server.wait_for("sendMessage", 3)


async def test_an_answer_that_took_its_time_is_followed_by_the_next_question(shop: TelegramShop) -> None:
    """As Telegram's own do, which come after 25 seconds."""
    await shop.server.wait_for("getUpdates")
    gate = shop.server.hold("getUpdates")
    await shop.server.say("first")
    await shop.server.wait_for("sendMessage")
    asked = len(await shop.server.wait_for("getUpdates", 2))
    shop.pause.hold(FIRST_IDLE_S)
    shop.server.respond("getUpdates", EMPTY)
    shop.now += 25
    gate.set()
    await shop.server.wait_for("getUpdates", asked + 1)
    assert not shop.channel.trouble


async def test_a_server_that_repeats_itself_is_not_asked_all_the_time(shop: TelegramShop) -> None:
    """It does not care for the offset: each update is answered once, and it is asked as one that has nothing."""
    same = {"update_id": 5000, "message": message(7, text="boots")}
    bad = {"update_id": 5001, "message": message(8, **POLL)}
    shop.pause.hold(4.0)
    await shop.server.wait_for("getUpdates")
    shop.server.respond("getUpdates", json.dumps({"ok": True, "result": [same, bad]}), times=20)
    await shop.server.say("once more", 9)
    await shop.pause.held(4.0)
    assert shop.channel.load.unreadable == 1
    assert texts(await shop.server.wait_for("sendMessage", chat=7)) == ["You said: boots"]
    assert len(await shop.server.wait_for("sendMessage", chat=8)) == 1


@pytest.fixture
async def watched(
    shop: TelegramShop, catalog: Catalog, tmp_path: Path
) -> AsyncIterator[tuple[Monitor, Metrics, aiohttp.ClientSession]]:
    """What looks after the bot, and a client of its /readyz."""

    @dataclass
    class Serving:
        engine: FakeEngine
        catalog: Catalog

    async with Conversations(tmp_path / "conversations.db") as conversations, FakeEngine() as engine:
        metrics = Metrics()
        health = Health(
            *(conversations, tmp_path, 1, lambda: Serving(engine, catalog), lambda: False),
            inbox=shop.inbox,
            telegram=shop.channel,
        )
        routes = HealthRoutes(health.readiness, metrics.text).routes()
        async with HealthServer("127.0.0.1", 0, routes) as server, aiohttp.ClientSession(server.url) as session:
            yield Monitor(health, metrics, {}), metrics, session
        await health.close()


@pytest.mark.fault(
    "getUpdates fails for more than a minute",
    "not ready, an alert with the cause, over when an answer comes",
    log="Alert: . Nothing comes in from Telegram",
)
async def test_a_bot_that_hears_nothing_is_not_ready(
    shop: TelegramShop, watched: tuple[Monitor, Metrics, aiohttp.ClientSession]
) -> None:
    """After a minute without an answer the admins are told why; an answer ends it, also one without updates."""
    monitor, metrics, session = watched
    said: list[str] = []

    async def tell(admin: int, words: str) -> bool:
        said.append(words)
        return True

    async def look() -> tuple[int, str]:
        await monitor.look(alerts)
        async with session.get("/readyz") as response:
            return response.status, (await response.json())["checks"]["telegram"]

    alerts = Alerts(AlertBook(0.0), (1,), tell)
    await shop.server.wait_for("getUpdates")
    shop.server.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=2)
    shop.pause.hold(0.75)
    await shop.server.say("first")
    await shop.server.wait_for("sendMessage")
    await shop.server.say("second")
    await shop.pause.held(0.75)
    assert await look() == (200, "ok")
    shop.now += SILENT_S + 1
    assert await look() == (503, "does not answer")
    (words,) = said
    assert words.startswith("⚠ Nothing comes in from Telegram, for 0 min: ")
    assert "61 s: Conflict" in words
    assert metrics.value("shoplens_trouble", trouble="telegram") == 1
    await shop.pause.let_go(0.75)
    await shop.server.wait_for("sendMessage", 2)
    assert await look() == (200, "ok")
    assert metrics.value("shoplens_trouble", trouble="telegram") == 0


async def test_a_webhook_is_never_silent(server: TelegramServer, free_port: int, tmp_path: Path) -> None:
    """Nobody has to write for it to be well."""
    url = f"http://127.0.0.1:{free_port}/telegram"
    settings = server.settings.model_copy(update={"webhook_url": url, "webhook_port": free_port})
    async with TelegramShop(server, tmp_path, settings=settings) as shop:
        shop.now += 1000
        assert shop.channel.trouble == ""
