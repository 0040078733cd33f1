"""Composition root of the shop: settings in, a shop out.  `bot/serving.py` makes it a running bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingsError
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.settings import Settings
from bot.storage.corrections import CORRECTIONS, Corrections
from catalog.catalog import Catalog
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


@dataclass(frozen=True, slots=True)
class Shop:
    """The parts that a command or a channel works with, all started; another model brings another shop."""

    engine: Engine
    catalog: Catalog
    ingest: Ingest
    sync: Sync
    searcher: Searcher
    corrections: Corrections
    close: Callable[[], Awaitable[None]]
    """Closes all of it, if that has not been done; whoever opened the shop by `open_shop` need not call it."""


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
        shop = await build_shop(stack, engine, settings, progress)
    try:
        yield shop
    finally:
        await shop.close()


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
    """The shop of a started engine, which `stack` would close: from now on the shop does."""

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
    sync, searcher = Sync(catalog, ingest), Searcher(engine, catalog)
    return Shop(engine, catalog, ingest, sync, searcher, corrections, stack.pop_all().aclose)


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
