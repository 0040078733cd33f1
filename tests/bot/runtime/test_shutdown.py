"""SIGTERM: whatever hangs, all of stopping has one time limit, and what is unanswered waits for the next start."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app import Shop
from bot.channels.telegram.receiving.inbox_worker import InboxWorker
from bot.chat.assistant import ShopAssistant
from bot.i18n.translator import load as load_messages
from bot.messages import Card, IncomingMessage, Reply
from bot.query.tables import load_all
from bot.runtime import shutdown as stopping_module
from bot.runtime.shutdown import Stopping
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.serving import serve
from bot.settings import Settings
from bot.storage.corrections import Corrections
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from catalog.vector_index.audit import IndexAudit
from tests.bot.channels.web.visitor import Visitor
from tests.driven import DrivenLoop, driven
from tests.fakes import FakeEngine
from tests.faults.table import Told
from tests.telegram_server import TelegramServer

LIMIT_S = 10.0


class Stuck:
    """Work that ends when the test lets it, and not when it is cancelled."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.three_at_once = asyncio.Event()
        self._begun = 0

    async def __call__(self, *_: object) -> None:
        self._begun += 1
        if self._begun == 3:
            self.three_at_once.set()
        while not self.over.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await self.over.wait()


@asynccontextmanager
async def shop(folder: Path, telegram: TelegramServer, **more: object) -> AsyncIterator[tuple[Shop, Settings]]:
    """All of a shop but its model."""
    settings = Settings.model_validate({"catalog": {"data_dir": folder}, "web": {"port": 0}})
    settings = settings.model_copy(update={"telegram": telegram.settings.model_copy(update=more)})

    async def close() -> None:
        """Done below."""

    # A thread that reads them beside the stopping would keep it waiting, really, and be taken for one that hangs.
    load_all()
    load_messages()
    async with FakeEngine() as engine, Catalog(folder, engine.fingerprint, engine.dim) as catalog:
        ingest = Ingest(catalog, ProductDescriber(engine))
        async with Corrections(folder / "corrections.db") as corrections:
            sync, searcher = Sync(catalog, ingest), Searcher(engine, catalog)
            yield Shop(engine, catalog, ingest, sync, searcher, corrections, close), settings


async def begin(shop: Shop, settings: Settings) -> tuple[asyncio.Task[None], str]:
    """The running server and the address of its page."""
    said: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(shop, settings, telegram=True, web=True, say=said.put_nowait))
    page = (await said.get()).rsplit(" ", 1)[1]
    while "Ctrl-C" not in await said.get():
        pass
    return serving, page


async def terminated(serving: asyncio.Task[None]) -> float:
    """Seconds from SIGTERM to the end."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    with driven():
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait([serving], timeout=10 * LIMIT_S)
    took_s = loop.time() - began
    assert serving.done()
    await serving
    return took_s


@pytest.mark.fault(
    "SIGTERM while every part hangs: answers, Telegram, a page, the index's check",
    "ended within 10 s, the question is answered after the next start",
    log="messages wait in the inbox",
)
@pytest.mark.parametrize("intake", ["polling", "webhook"])
def test_stopping_has_one_time_limit(
    intake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Told
) -> None:
    """The clock is driven, so that only waits count; nothing that hangs gives way to being cancelled."""

    async def run() -> None:
        stuck = Stuck()

        async def never(self: ShopAssistant, message: IncomingMessage) -> Reply:
            await stuck()
            return Reply("too late")

        with socket.create_server(("127.0.0.1", 0)) as free:
            free_port = free.getsockname()[1]
        webhook = {"webhook_url": f"http://127.0.0.1:{free_port}/telegram", "webhook_port": free_port}
        async with contextlib.AsyncExitStack() as at_end, TelegramServer() as telegram:
            own, settings = await at_end.enter_async_context(
                shop(tmp_path, telegram, **(webhook if intake == "webhook" else {}))
            )
            with monkeypatch.context() as patch:
                patch.setattr(ShopAssistant, "handle", never)
                patch.setattr(IndexAudit, "step", lambda self: stuck())
                serving, url = await begin(own, settings)
                async with aiohttp.ClientSession() as session, Visitor(url, session).line() as line:
                    await line.send_json({"type": "message", "id": "question-1", "text": "boots"})
                    await telegram.say("boots")
                    await stuck.three_at_once.wait()
                    for method in ("deleteWebhook", "getUpdates", "sendChatAction"):
                        telegram.hold(method)
                    took_s = await terminated(serving)
            stuck.over.set()
            record_property("seen", f"all hung, ended after {took_s:.1f} s by {intake}")
            assert took_s < LIMIT_S
            for method in ("deleteWebhook", "getUpdates", "sendChatAction"):
                telegram.hold(method).set()
            asked: list[str] = []

            async def answer(self: ShopAssistant, message: IncomingMessage) -> Reply:
                asked.append(message.text)
                return Reply("here")

            monkeypatch.setattr(ShopAssistant, "handle", answer)
            serving, _ = await begin(own, settings)
            await telegram.wait_for("sendMessage")
            assert asked == ["boots"]
            await terminated(serving)

    with asyncio.Runner(loop_factory=DrivenLoop) as runner:
        runner.run(run())


def test_what_hangs_beyond_all_limits_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """One clock runs from the first word on, in a thread that no loop holds up; being told again changes nothing."""
    clocks: list[tuple[float, Callable[[], None]]] = []
    monkeypatch.setattr(stopping_module, "_in_a_thread", lambda seconds, work: clocks.append((seconds, work)))
    cut: list[bool] = []

    async def run() -> None:
        stopping = Stopping(lambda: cut.append(True))
        assert not clocks
        with driven():
            stopping.begin()
            await asyncio.sleep(4.0)
            stopping.begin()
            assert 0 < stopping.answering_s < 1 < stopping.closing_s < 3
            await asyncio.sleep(4.0)
            assert stopping.answering_s == stopping.closing_s == 0

    with asyncio.Runner(loop_factory=DrivenLoop) as runner:
        runner.run(run())
    ((seconds, work),) = clocks
    assert seconds < LIMIT_S
    work()
    assert cut == [True]


def test_stopping_waits_for_work_as_long_as_it_may(caplog: pytest.LogCaptureFixture) -> None:
    """What comes to its end is waited for, what does not is left behind with a line in the log."""

    async def run() -> None:
        stuck = Stuck()
        stopping = Stopping()
        with driven():
            await stopping.while_it_may(asyncio.sleep(1.0), "this")
            assert "this" not in caplog.text
            await stopping.while_it_may(stuck(), "the other")
        assert "the other" in caplog.text
        assert stopping.answering_s == 0 < stopping.closing_s
        stuck.over.set()

    with asyncio.Runner(loop_factory=DrivenLoop) as runner:
        runner.run(run())


async def test_answers_in_work_have_their_files_until_they_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known file ids too, without which an answer with pictures would be given up, and its question forgotten."""
    channel_stops = asyncio.Event()

    async def slow(self: ShopAssistant, message: IncomingMessage) -> Reply:
        await channel_stops.wait()
        return Reply("Two boots:", tuple(Card(f"b{n}", f"Boot {n}", f"p{n}") for n in range(2)))

    async def finish(self: InboxWorker) -> None:
        channel_stops.set()
        await whole_finish(self)

    whole_finish = InboxWorker.finish
    monkeypatch.setattr(ShopAssistant, "handle", slow)
    monkeypatch.setattr(InboxWorker, "finish", finish)
    async with TelegramServer() as telegram, shop(tmp_path, telegram) as (house, settings):
        serving, _ = await begin(house, settings)
        await telegram.say("boots")
        await telegram.wait_for("sendChatAction")
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
        (answer,) = telegram.made("sendMessage")
        assert answer.fields["text"].startswith("Two boots:")
