"""Composition root: settings in, a running shop out.  Only this file builds concrete parts."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.channels.base import SideBySide
from bot.channels.rate_limits import Limits
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.sending.file_ids import FileIds
from bot.channels.telegram.sending.sent_messages import SentMessages
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.chat.assistant import ShopAssistant
from bot.chat.warmup import warming
from bot.dispatcher import Dispatcher
from bot.errors import SettingsError
from bot.i18n.translator import set_language
from bot.monitoring.alerts import Tell
from bot.monitoring.endpoints import HealthServer
from bot.monitoring.health import Health
from bot.monitoring.monitor import Monitor
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.runtime.background import fail_fast, run_in_background
from bot.runtime.redaction import redacted, secrets_of
from bot.runtime.shutdown import Stopping
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.corrections import CORRECTIONS, Corrections
from bot.storage.erasure import PersonalData
from bot.storage.favourites import FavouriteStore
from bot.storage.inbox import Inbox
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from catalog.maintenance.migrate import kept_model
from catalog.models import Progress
from workers.encoders.loading import how_it_runs
from workers.engine.base import Engine
from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
from workers.errors import ModelUnavailable

log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Shop:
    """The parts that a command or a channel works with, all started."""

    engine: Engine
    catalog: Catalog
    ingest: Ingest
    sync: Sync
    searcher: Searcher
    corrections: Corrections
    close: Callable[[], Awaitable[None]]
    """Closes catalog and engine, if that has not been done; whoever opened the shop need not call it."""


@asynccontextmanager
async def open_engine(settings: Settings) -> AsyncIterator[Engine]:
    """Start the worker processes, or the replicas on Ray; they are stopped on the way out.

    Raises `SettingsError` where Ray is asked for and not installed.
    """
    build = LocalEngine if settings.encoder.engine == "local" else _ray_engine()
    async with build(settings.engine_options) as engine:
        yield engine


def _ray_engine() -> Callable[[EngineOptions], Engine]:
    try:
        from workers.engine.ray import RayEngine
    except ModuleNotFoundError as error:
        raise SettingsError(
            "SHOPLENS_ENCODER__ENGINE is ray, which is not installed: "
            "run `pip install 'shoplens[ray]'`, or set it to local."
        ) from error
    return RayEngine


@asynccontextmanager
async def open_shop(settings: Settings, progress: Progress | None = None) -> AsyncIterator[Shop]:
    """Start the engine and open the catalog; `progress` hears of an index that is rebuilt.

    Products are served with the model that encoded them; another one in the settings takes their place by
    `shoplens catalog migrate`.
    """
    kept = await asyncio.to_thread(kept_model, settings.catalog.data_dir)
    wanted = settings.encoder.model
    if kept is not None and kept.name != wanted:
        log.warning(
            "The products are encoded with %s and served with it; SHOPLENS_ENCODER__MODEL is %s: "
            "`shoplens catalog migrate %s` changes over.",
            *(kept.name, wanted, wanted),
        )
        settings = with_model(settings, kept.name)
    async with AsyncExitStack() as stack:
        try:
            engine = await stack.enter_async_context(open_engine(settings))
        except ModelUnavailable as error:
            if settings.encoder.model == wanted:
                raise
            raise ModelUnavailable(
                f"the products are encoded with {settings.encoder.model}, which cannot be loaded any more; "
                f"`shoplens catalog migrate {wanted}` encodes them with {wanted}"
            ) from error
        yield await build_shop(stack, engine, settings, progress)


def with_model(settings: Settings, model: str) -> Settings:
    """The same settings with another model, by the backend that is set if that can run it."""
    backend: str = settings.encoder.backend
    try:
        how_it_runs(model, backend)
    except ModelUnavailable:
        backend = "auto"
    encoder = settings.encoder.model_copy(update={"model": model, "backend": backend})
    return settings.model_copy(update={"encoder": encoder})


async def build_shop(
    stack: AsyncExitStack, engine: Engine, settings: Settings, progress: Progress | None = None
) -> Shop:
    """The shop of a started engine; `stack` closes it."""

    def rebuilding(done: int, total: int) -> None:
        if progress is not None:
            progress("Rebuilding the index from the records", done, total)

    kept = settings.catalog
    catalog = await stack.enter_async_context(
        Catalog(
            kept.data_dir,
            engine.info.fingerprint,
            engine.info.dim,
            kept.chroma_url,
            progress=rebuilding,
            model=settings.encoder.model,
        )
    )
    corrections = await stack.enter_async_context(Corrections(kept.data_dir / CORRECTIONS))
    ingest = Ingest(catalog, ProductDescriber(engine, corrections.stated), currency=kept.currency)
    return Shop(engine, catalog, ingest, Sync(catalog, ingest), Searcher(engine, catalog), corrections, stack.aclose)


async def stock_demo(shop: Shop, data_dir: Path, progress: Progress) -> None:
    """Draw the demo products and bring them in; what is already there costs next to nothing."""
    from catalog.importing.feeds import open_source
    from demo_shop import write_demo

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


def owners(settings: Settings) -> frozenset[str]:
    """Who may change the shop by chat, as `messages.person_of` names people."""
    return frozenset(f"telegram:{number}" for number in settings.telegram.admin_ids)


async def serve(
    shop: Shop,
    settings: Settings,
    *,
    telegram: bool = False,
    web: bool = False,
    say: Callable[[str], None],
    stopping: Stopping | None = None,
) -> None:
    """Run the channels until SIGINT or SIGTERM, then stop in the reverse order of starting, in `stopping`'s time.

    `say` gets one sentence for each thing that the operator wants to know.  Raises `ChannelError` where a channel
    cannot start.
    """
    # Every task that is started from here on inherits it.
    set_language(settings.language)
    stopping = stopping or Stopping()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.begin)
    async with AsyncExitStack() as running:
        running.enter_context(redacted(secrets_of(settings)))
        kept = settings.catalog.data_dir
        conversations = await running.enter_async_context(Conversations(kept / "conversations.db"))
        favourites = await running.enter_async_context(FavouriteStore(kept / "likes.db"))
        serving = _ServingShop(settings, conversations, favourites)
        monitor = serving.monitor
        await running.enter_async_context(monitor.counting())
        running.push_async_callback(serving.close)
        if telegram:
            inbox = await running.enter_async_context(_inbox(settings))
            sent_messages = await running.enter_async_context(SentMessages(kept / "telegram.db"))
            file_ids = await running.enter_async_context(FileIds(kept / "uploads.db", _bot_id(settings)))
        # Stopped before every file that their last answers need.
        channels = await running.enter_async_context(SideBySide())
        # Until it is open, and while it changes its model, messages wait.
        async with serving.dispatcher.closed():
            pictures = shop.catalog.picture_path
            limits = Limits(settings.limits.per_minute, settings.limits.burst, exempt=owners(settings))
            tell: Tell | None = None
            if settings.health.port:
                health = HealthServer(settings.health.host, settings.health.port, monitor.routes)
                await running.enter_async_context(health)
                say(f"Health is shown at {health.url}/readyz")
            if web:
                page = WebChannel(
                    settings.web.host,
                    settings.web.port,
                    serving.dispatcher.handle,
                    pictures,
                    settings.shop_name,
                    limits,
                    monitor.routes,
                    access=_access(settings, limits),
                    stopping=stopping,
                )
                monitor.channels["web"] = await channels.open(page)
                serving.personal_data.join(page)
                say(f"The web chat is open at {page.url}")
            if telegram:
                serving.personal_data.join(inbox)
                serving.personal_data.join(sent_messages)
                chat = TelegramChannel(
                    settings.telegram,
                    serving.dispatcher.handle,
                    pictures,
                    inbox,
                    limits,
                    sent_messages,
                    file_ids,
                    stopping=stopping,
                )
                monitor.channels["telegram"] = await channels.open(chat)
                monitor.looks_after(inbox, lambda: chat.trouble)
                tell = chat.tell
                say("The Telegram bot is listening.")
            # Stopped before the channels, so that whoever follows a sync reads that it was.
            running.push_async_callback(_stop_serving, serving, stopping)
            await serving.start(shop)
        say("Ctrl-C stops.")
        async with monitor.looking(settings, tell), fail_fast(serving.follow(), stopping):
            await stopping.asked.wait()
        say("Stopping; what has arrived is answered first.")


async def _stop_serving(serving: _ServingShop, stopping: Stopping) -> None:
    # What is being written is written whole, which may take longer than there is time.
    await stopping.while_it_may(serving.stop(), "what goes on in the background")


def _access(settings: Settings, limits: Limits) -> AccessControl:
    web = settings.web
    return AccessControl(web.host, web.token.get_secret_value(), web.public_url, limits)


def _inbox(settings: Settings) -> Inbox:
    """What the bot of this token has not answered yet."""
    return Inbox(settings.catalog.data_dir / "inbox.db", f"telegram:{_bot_id(settings)}")


def _bot_id(settings: Settings) -> str:
    """The part of the token before the colon, which is public."""
    return settings.telegram.token.get_secret_value().strip().partition(":")[0]


class _ServingShop:
    """The shop that serves, with its assistant and what it does in the background; all of it changes with the model."""

    def __init__(self, settings: Settings, conversations: Conversations, favourites: FavouriteStore) -> None:
        self._settings = settings
        self._conversations = conversations
        self._favourites = favourites
        # Everything that keeps something about people stands here, or joins where it is built.
        self.personal_data = PersonalData(conversations, favourites)
        self._stack = AsyncExitStack()
        self._own: Shop | None = None
        self._health = Health(
            conversations,
            settings.catalog.data_dir,
            settings.alerts.min_free_mb * 1024**2,
            is_changing=lambda: self.dispatcher.is_closed,
        )
        self.monitor = Monitor(self._health, settings.health.token.get_secret_value())
        self.dispatcher = Dispatcher(self.monitor.metrics)

    async def start(self, shop: Shop) -> None:
        """Serve with this shop."""
        self._shop = self._health.serving = shop
        imports = await self._stack.enter_async_context(FeedImports(shop.sync, self.monitor.synced))
        await self._stack.enter_async_context(warming(shop.catalog))
        await self._stack.enter_async_context(run_in_background(shop.catalog.keep_sound()))
        await self._stack.enter_async_context(run_in_background(_encode_rest(shop)))
        correction_review = CorrectionReview(shop.catalog, shop.corrections)
        admin = Admin(
            shop.catalog, shop.ingest, imports, self._conversations, owners(self._settings), correction_review
        )
        assistant = ShopAssistant(
            shop.engine,
            shop.catalog,
            self._conversations,
            admin,
            self._settings.shop_name,
            self.personal_data,
            self._favourites,
            correction_review,
        )
        self.dispatcher.handler = assistant.handle

    async def stop(self) -> None:
        """End what goes on in the background."""
        await self._stack.aclose()

    async def close(self) -> None:
        """Close the shop that was opened here, if any; the first one is its opener's to close."""
        if self._own is not None:
            await self._own.close()

    async def follow(self) -> None:
        """Change over whenever another model was prepared.  Until cancelled."""
        refused = ""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                model = await self._shop.catalog.successor()
            except CatalogUnavailable as error:
                log.warning("Whether another model was prepared is not known: %s", error)
                continue
            if model is None or model.fingerprint == refused:
                continue
            log.info("Changing over to %s; shoppers are answered meanwhile.", model.name)
            try:
                await self._change(with_model(self._settings, model.name))
            except ModelUnavailable as error:
                refused = model.fingerprint
                log.error("%s cannot be loaded, and the present model goes on serving: %s", model.name, error)

    async def _change(self, settings: Settings) -> None:
        async with AsyncExitStack() as stack:
            engine = await stack.enter_async_context(open_engine(settings))
            began = time.monotonic()
            async with self.dispatcher.closed():
                await self.stop()
                await self._shop.close()
                shop = await build_shop(stack, engine, settings)
                self._own = replace(shop, close=stack.pop_all().aclose)
                await self.start(self._own)
        log.info("Serving with %s; messages waited for %.1f s.", settings.encoder.model, time.monotonic() - began)


async def _encode_rest(shop: Shop) -> None:
    """Encode what another version of the model has encoded, or what came and changed while the model did."""
    report = await shop.ingest.encode_again()
    if report.changed:
        log.info("%d products were encoded with the new model", report.changed)
    if report.failures:
        log.warning("%d products could not be encoded with the new model: import them again", len(report.failures))
