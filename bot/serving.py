"""Composition root of a running bot: a shop in, channels that answer out, until they are to stop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from bot.app import Shop, build_shop, open_engine, with_model
from bot.channels.base import Channel, SideBySide
from bot.channels.rate_limits import Limits
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.sending.file_ids import FileIds
from bot.channels.telegram.sending.sent_messages import SentMessages
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.chat.assistant import ShopAssistant
from bot.chat.browsing import Browsing
from bot.chat.favourites import Favourites
from bot.chat.filters import FilterTaps
from bot.chat.language import LanguagePreference
from bot.chat.photo_questions import PhotoQuestions
from bot.chat.results import ResultPages, nothing_known
from bot.chat.turn_memory import TurnMemory
from bot.chat.warmup import warming
from bot.dispatcher import Dispatcher
from bot.i18n.translator import using_language
from bot.messages import Handler
from bot.monitoring.endpoints import HealthRoutes, HealthServer
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import Monitor
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.runtime.background import fail_fast, run_in_background
from bot.runtime.redaction import redacted, secrets_of
from bot.runtime.shutdown import Stopping
from bot.runtime.tracing import measuring
from bot.search.searcher import Searcher
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.erasure import KeepsPersonalData, PersonalData
from bot.storage.favourites import FavouriteStore
from bot.storage.inbox import Inbox
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from workers.engine.base import Engine
from workers.errors import ModelUnavailable

log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 2.0


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

    The shop that serves in the end, this one or one that took over with another model, is closed.  `say` gets one
    sentence for each thing that the operator wants to know.  Raises `ChannelError` where a channel cannot start.
    """
    stopping = stopping or Stopping()
    async with AsyncExitStack() as running:
        metrics = Metrics()
        # Every task that is started from here on speaks this language and is measured.
        running.enter_context(using_language(settings.language))
        running.enter_context(measuring(metrics.stage))
        running.enter_context(stopping.at_signals())
        running.enter_context(redacted(secrets_of(settings)))
        running.enter_context(metrics.counting())
        dispatcher = Dispatcher(metrics)
        served = ServedShop(shop, settings, dispatcher)
        running.push_async_callback(served.close)
        kept = settings.catalog.data_dir
        conversations = await running.enter_async_context(Conversations(kept / "conversations.db"))
        favourites = await running.enter_async_context(FavouriteStore(kept / "likes.db"))
        limits = Limits(settings.limits.per_minute, settings.limits.burst, exempt=owners(settings))
        keeping: list[KeepsPersonalData] = [conversations, favourites]
        inbox: Inbox | None = None
        chat: TelegramChannel | None = None
        if telegram:
            # The part of the token before the colon, which is public.
            bot_id = settings.telegram.token.get_secret_value().strip().partition(":")[0]
            inbox = await running.enter_async_context(Inbox(kept / "inbox.db", f"telegram:{bot_id}"))
            sent_messages = await running.enter_async_context(SentMessages(kept / "telegram.db"))
            chat = TelegramChannel(
                settings.telegram,
                dispatcher.handle,
                served.picture_path,
                inbox,
                limits,
                sent_messages,
                await running.enter_async_context(FileIds(kept / "uploads.db", bot_id)),
                stopping=stopping,
            )
            keeping += [inbox, sent_messages]
        health = Health(
            conversations,
            kept,
            settings.alerts.min_free_mb * 1024**2,
            lambda: served.shop,
            is_changing=lambda: dispatcher.is_closed,
            inbox=inbox,
            telegram=chat,
        )
        running.push_async_callback(health.close)
        routes = HealthRoutes(health.readiness, metrics.text, settings.health.token.get_secret_value()).routes()
        if settings.health.port:
            server = HealthServer(settings.health.host, settings.health.port, routes)
            await running.enter_async_context(server)
            say(f"Health is shown at {server.url}/readyz")
        # Channels stop before every file that their last answers need.
        opened = await running.enter_async_context(SideBySide())
        channels: dict[str, Channel] = {}
        if web:
            at = settings.web
            page = WebChannel(
                at.host,
                at.port,
                dispatcher.handle,
                served.picture_path,
                settings.shop_name,
                limits,
                routes,
                access=AccessControl(at.host, at.token.get_secret_value(), at.public_url, limits),
                stopping=stopping,
            )
            channels["web"] = await opened.open(page)
            keeping.append(page)
            say(f"The web chat is open at {page.url}")
        if chat:
            channels["telegram"] = await opened.open(chat)
            say("The Telegram bot is listening.")
        monitor = Monitor(health, metrics, channels)
        answering = partial(_answering, settings, conversations, favourites, PersonalData(*keeping), monitor.synced)
        async with (
            # Stopped before the channels, so that whoever follows a sync reads that it was.
            served.answering(answering, stopping),
            monitor.looking(settings, chat.tell if chat else None),
        ):
            say("Ctrl-C stops.")
            await stopping.asked.wait()
            say("Stopping; what has arrived is answered first.")


Answering = Callable[[Shop], AbstractAsyncContextManager[Handler]]
"""Has a shop answer messages, with all that it does beside them, until the end of the block."""


class ServedShop:
    """The shop that serves at the moment.  One with another model takes its place whole; messages wait meanwhile.

    Two are never open at once, since a data folder has one owner: the old one's answers are waited for, and it is
    closed, before the new one is opened with an engine that has its model loaded.
    """

    def __init__(self, shop: Shop, settings: Settings, dispatcher: Dispatcher) -> None:
        self._shop = shop
        self._settings = settings
        self._dispatcher = dispatcher
        self._work = AsyncExitStack()

    @property
    def shop(self) -> Shop:
        """The one that serves, or is about to."""
        return self._shop

    def picture_path(self, key: str) -> Path | None:
        """Where a picture of its catalog is, if there is one of this key."""
        return self._shop.catalog.picture_path(key)

    async def close(self) -> None:
        """Close the shop that serves; its last answers are given."""
        await self._shop.close()

    @asynccontextmanager
    async def answering(self, answering: Answering, stopping: Stopping) -> AsyncIterator[None]:
        """Open the dispatcher, and change over whenever another model was prepared.

        After the block messages are still answered, and nothing goes on beside that.
        """
        try:
            await self._begin(answering)
            async with fail_fast(self._follow(answering), stopping):
                yield
        finally:
            # What is being written is written whole, which may take longer than there is time.
            await stopping.while_it_may(self._work.aclose(), "what goes on in the background")

    async def _begin(self, answering: Answering) -> None:
        self._dispatcher.open(await self._work.enter_async_context(answering(self._shop)))

    async def _follow(self, answering: Answering) -> None:
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
                await self._change(with_model(self._settings, model.name), answering)
            except ModelUnavailable as error:
                refused = model.fingerprint
                log.error("%s cannot be loaded, and the present model goes on serving: %s", model.name, error)

    async def _change(self, settings: Settings, answering: Answering) -> None:
        async with AsyncExitStack() as stack:
            engine = await stack.enter_async_context(open_engine(settings))
            began = time.monotonic()
            await self._dispatcher.close()
            await self._work.aclose()
            await self._shop.close()
            self._shop = await build_shop(stack, engine, settings)
        await self._begin(answering)
        log.info("Serving with %s; messages waited for %.1f s.", settings.encoder.model, time.monotonic() - began)


@asynccontextmanager
async def _answering(
    settings: Settings,
    conversations: Conversations,
    favourites: FavouriteStore,
    personal_data: PersonalData,
    synced: Callable[[str, str], None],
    shop: Shop,
) -> AsyncIterator[Handler]:
    async with (
        FeedImports(shop.sync, synced) as imports,
        warming(shop.catalog),
        run_in_background(shop.catalog.keep_sound()),
        run_in_background(_encode_rest(shop)),
    ):
        correction_review = CorrectionReview(shop.catalog, shop.corrections)
        admin = Admin(shop.catalog, shop.ingest, imports, conversations, owners(settings), correction_review)
        yield build_assistant(
            *(shop.engine, shop.catalog, shop.searcher, conversations),
            personal_data=personal_data,
            favourites=favourites,
            admin=admin,
            correction_review=correction_review,
            shop_name=settings.shop_name,
        ).handle


def build_assistant(
    engine: Engine,
    catalog: Catalog,
    searcher: Searcher,
    conversations: Conversations,
    *,
    personal_data: PersonalData,
    favourites: FavouriteStore | None,
    admin: Admin | None,
    correction_review: CorrectionReview | None,
    shop_name: str,
) -> ShopAssistant:
    """The assistant of a shop; without `favourites`, `admin` or `correction_review` nobody can ask for these."""
    turns = TurnMemory(conversations, engine)
    liked = Favourites(catalog, conversations, turns, favourites) if favourites is not None else None
    saved_among = liked.saved_among if liked is not None else nothing_known
    results = ResultPages(engine, catalog, searcher, turns, conversations.tally, saved_among)
    return ShopAssistant(
        *(catalog, conversations, searcher, turns),
        language=LanguagePreference(conversations),
        browsing=Browsing(searcher, catalog),
        results=results,
        photo_questions=PhotoQuestions(searcher, results, turns),
        filters=FilterTaps(searcher, results, correction_review),
        personal_data=personal_data,
        saved_among=saved_among,
        liked=liked,
        admin=admin,
        correction_review=correction_review,
        shop_name=shop_name,
    )


async def _encode_rest(shop: Shop) -> None:
    """Encode what another version of the model has encoded, or what came and changed while the model did."""
    report = await shop.ingest.encode_again()
    if report.changed:
        log.info("%d products were encoded with the new model", report.changed)
    if report.failures:
        log.warning("%d products could not be encoded with the new model: import them again", len(report.failures))
