"""Composition root: settings in, a running shop out.  Only this file builds concrete parts."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.admin import Admin
from bot.assistant import ShopAssistant
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.conversations import Conversations
from bot.describe import ProductDescriber
from bot.finder import Finder
from bot.settings import Settings
from bot.syncs import Syncs
from catalog.catalog import Catalog
from catalog.ingest import Ingest
from catalog.sync import Sync
from workers.engine import Engine, LocalEngine

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are done, and how many there are; from any thread."""


@dataclass(frozen=True, slots=True)
class Shop:
    """The parts that a command or a channel works with, all started."""

    engine: Engine
    catalog: Catalog
    ingest: Ingest
    sync: Sync
    finder: Finder


@asynccontextmanager
async def open_engine(settings: Settings) -> AsyncIterator[Engine]:
    """Start the worker processes; they are stopped on the way out."""
    encoder = settings.encoder
    async with LocalEngine(
        encoder.model,
        backend=encoder.backend,
        processes=encoder.processes,
        max_batch_size=encoder.max_batch_size,
        max_wait_ms=encoder.max_wait_ms,
        max_queue=encoder.max_queue,
    ) as engine:
        yield engine


@asynccontextmanager
async def open_shop(settings: Settings, progress: Progress | None = None) -> AsyncIterator[Shop]:
    """Start the engine and open the catalog that belongs to its model; `progress` hears of an index that is rebuilt."""

    def rebuilding(done: int, total: int) -> None:
        if progress is not None:
            progress("Rebuilding the index from the records", done, total)

    async with (
        open_engine(settings) as engine,
        Catalog(
            settings.catalog.data_dir,
            engine.info.fingerprint,
            engine.info.dim,
            settings.catalog.chroma_url,
            progress=rebuilding,
        ) as catalog,
    ):
        ingest = Ingest(catalog, ProductDescriber(engine), currency=settings.catalog.currency)
        yield Shop(engine, catalog, ingest, Sync(catalog, ingest), Finder(engine, catalog))


async def stock_demo(shop: Shop, data_dir: Path, progress: Progress) -> None:
    """Draw the demo products and bring them in; what is already there costs next to nothing."""
    from catalog.demo import write_demo
    from catalog.feeds import open_source

    feed = await asyncio.to_thread(
        write_demo, data_dir / "drawings", lambda done, total: progress("Drawing the demo shop", done, total)
    )
    await shop.ingest.run(
        open_source(feed), lambda now: progress("Looking at the products", now.done, now.total or now.done)
    )


async def encode_again(shop: Shop, progress: Progress) -> int:
    """Encode what another model has encoded with the one in use; returns how many could not be."""
    report = await shop.ingest.encode_again(
        lambda now: progress("Encoding products with the new model", now.done, now.total or now.done)
    )
    return len(report.failures)


async def serve(
    shop: Shop, settings: Settings, *, telegram: bool = False, web: bool = False, say: Callable[[str], None]
) -> None:
    """Run the channels until SIGINT or SIGTERM, then stop in the reverse order of starting.

    `say` gets one sentence for each thing that the operator wants to know.  Raises `ChannelError` where a channel
    cannot start.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as running:
        conversations = await running.enter_async_context(Conversations(settings.catalog.data_dir / "conversations.db"))
        owners = frozenset(f"telegram:{number}" for number in settings.telegram.admin_ids)
        syncs = Syncs(shop.sync)
        admin = Admin(shop.catalog, shop.ingest, syncs, conversations, owners)
        assistant = ShopAssistant(shop.engine, shop.catalog, conversations, admin, settings.shop_name)
        await running.enter_async_context(_beside(shop.catalog.warm()))
        await running.enter_async_context(_beside(shop.catalog.keep_sound()))
        pictures = shop.catalog.picture_path
        if web:
            page = WebChannel(settings.web.host, settings.web.port, assistant.handle, pictures, settings.shop_name)
            await running.enter_async_context(page)
            say(f"The web chat is open at {page.url}")
        if telegram:
            await running.enter_async_context(TelegramChannel(settings.telegram, assistant.handle, pictures))
            say("The Telegram bot is listening.")
        # Stopped before the channels, so that whoever follows a sync reads that it was.
        await running.enter_async_context(syncs)
        say("Ctrl-C stops.")
        await stop.wait()
        say("Stopping; what has arrived is answered first.")


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let `work` go on meanwhile; its failure is logged and ends nothing else."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("work in the background ended", exc_info=error)
