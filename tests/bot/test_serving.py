"""A running bot: started and stopped step by step, and a shop in it that another one takes the place of."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import Shop, open_shop
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.sending.file_ids import FileIds
from bot.channels.telegram.sending.sent_messages import SentMessages
from bot.channels.web.channel import WebChannel
from bot.dispatcher import Dispatcher
from bot.i18n.translator import language
from bot.messages import Handler, Reply
from bot.monitoring.endpoints import HealthServer
from bot.monitoring.metrics import Metrics
from bot.owner.imports import FeedImports
from bot.runtime.shutdown import Stopping
from bot.search.describer import ProductDescriber
from bot.serving import ServedShop, serve
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.favourites import FavouriteStore
from bot.storage.inbox import Inbox
from catalog.catalog import Catalog
from catalog.maintenance.migrate import Migration
from catalog.storage.encodings import Model
from tests.bot.stock import assistant_of, message, stock
from tests.fakes import FakeEngine
from tests.open_files import open_files
from tests.telegram_server import TelegramServer
from workers.errors import EngineClosed
from workers.models import IMAGE_GRAPH

SHOPPERS = 50
PATIENCE_S = 100.0
PARTS: tuple[type[AbstractAsyncContextManager[Any]], ...] = (
    FakeEngine,
    Catalog,
    Corrections,
    Conversations,
    FavouriteStore,
    Inbox,
    SentMessages,
    FileIds,
    HealthServer,
    WebChannel,
    TelegramChannel,
    FeedImports,
)
"""In the order in which they are opened."""


class Broken(Exception):
    """A part that cannot be opened."""


@pytest.fixture(autouse=True)
def fake_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine for each model, with a fingerprint of its own."""

    @asynccontextmanager
    async def open_engine(settings: Settings) -> AsyncIterator[FakeEngine]:
        async with FakeEngine() as engine:
            engine.fingerprint = f"{settings.encoder.model}-1"
            yield engine

    monkeypatch.setattr("bot.app.open_engine", open_engine)
    monkeypatch.setattr("bot.serving.open_engine", open_engine)


def settings_of(folder: Path) -> Settings:
    return Settings.model_validate({"catalog": {"data_dir": folder}, "encoder": {"model": "bundled"}})


def traces(folder: Path) -> dict[str, object]:
    """What a bot leaves in a process that goes on after it, if it does."""
    return {
        "tasks": {task.get_coro() for task in asyncio.all_tasks()},
        "files": {path for path in open_files() if path.is_relative_to(folder)},
        # Those of the loop's own pool stay until the loop ends.
        "threads": {one.name for one in threading.enumerate() if not one.name.startswith("asyncio")},
        "handlers of the log": list(logging.getLogger().handlers),
        "makes log records": logging.getLogRecordFactory(),
        "signals": [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
        "language": language(),
    }


@pytest.mark.parametrize("failing", [*PARTS, None], ids=lambda part: part.__name__ if part else "none")
async def test_what_was_opened_is_closed_in_reverse_wherever_the_start_fails(
    failing: type | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And after a start that succeeds: nothing stays open, runs on, or listens."""
    opened: list[type] = []
    closed: list[type] = []

    def watch(part: type[AbstractAsyncContextManager[Any]]) -> None:
        enter, leave = part.__aenter__, part.__aexit__

        async def entering(self: Any) -> Any:
            if part is failing:
                raise Broken
            opened.append(part)
            return await enter(self)

        async def leaving(self: Any, *how: Any) -> Any:
            closed.append(part)
            return await leave(self, *how)

        monkeypatch.setattr(part, "__aenter__", entering)
        monkeypatch.setattr(part, "__aexit__", leaving)

    for part in PARTS:
        watch(part)
    with socket.create_server(("127.0.0.1", 0)) as free:
        health_port = free.getsockname()[1]
    stopping = Stopping()

    def say(sentence: str) -> None:
        if "Ctrl-C" in sentence:
            stopping.begin()

    before = traces(tmp_path)
    async with TelegramServer() as telegram:
        settings = settings_of(tmp_path / "data").model_copy(update={"telegram": telegram.settings})
        ports = {"web": {"port": 0}, "health": {"port": health_port}}
        settings = Settings.model_validate(settings.model_dump() | ports)
        try:
            async with open_shop(settings) as shop:
                await serve(shop, settings, telegram=True, web=True, say=say, stopping=stopping)
        except Broken:
            assert failing is not None
    assert traces(tmp_path) == before
    assert opened == list(PARTS[: PARTS.index(failing)] if failing else PARTS)
    assert closed == opened[::-1]


@pytest.mark.fault("a model takes over under 50 questions at once", "every question is answered")
async def test_no_question_is_lost_while_a_shop_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty shoppers ask without a pause: each question gets its products, from one shop or the other."""
    monkeypatch.setattr("bot.serving._LOOK_EVERY_S", 0.01)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / IMAGE_GRAPH).touch()
    settings, other = settings_of(tmp_path / "data"), str(tmp_path / "model")
    async with open_shop(settings) as first, Conversations(tmp_path / "conversations.db") as conversations:
        await stock(first.catalog, first.engine)
        dispatcher = Dispatcher(Metrics())
        served = ServedShop(first, settings, dispatcher)

        @asynccontextmanager
        async def answering(shop: Shop) -> AsyncIterator[Handler]:
            yield assistant_of(shop.engine, shop.catalog, conversations).handle

        async def shopper(number: int) -> list[Reply]:
            replies: list[Reply] = []
            while served.shop is first or not replies:
                replies.append(await dispatcher.handle(message("red boots", conversation=str(number))))
            replies.append(await dispatcher.handle(message("blue t-shirt", conversation=str(number))))
            return replies

        target = Model(other, f"{other}-1", FakeEngine.dim)
        async with FakeEngine() as engine, served.answering(answering, Stopping()), asyncio.timeout(PATIENCE_S):
            asking = [asyncio.create_task(shopper(number)) for number in range(SHOPPERS)]
            async with Migration(tmp_path / "data", target, ProductDescriber(engine)) as migration:
                assert await migration.encode(lambda *_: None) == 0
                await migration.build_index(lambda *_: None)
                assert await migration.change_over(PATIENCE_S)
            replies = [reply for answers in await asyncio.gather(*asking) for reply in answers]
        assert len(replies) > 2 * SHOPPERS
        assert all(reply.cards and reply.failure is None for reply in replies)
        assert served.shop.engine.info.fingerprint == target.fingerprint
        with pytest.raises(EngineClosed):
            await first.engine.encode_text("red boots")
        await served.close()
        with pytest.raises(EngineClosed):
            await served.shop.engine.encode_text("red boots")
