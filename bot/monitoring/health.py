"""Whether the bot can answer, and what an operator should look after."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, Literal, Protocol, TypeVar

from bot.errors import BotError
from bot.storage.conversations import Conversations
from bot.storage.inbox import Inbox
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.models import Census
from workers.engine.base import Engine
from workers.errors import WorkerError

T = TypeVar("T")

_ANSWER_S: Final = 5.0
_ENGINE_ANSWER_S: Final = 20.0
_REPAIR_IS_NEWS_S: Final = 900.0
Trouble = Literal["engine", "catalog", "index", "memory", "inbox", "telegram", "disk", "sync", "change"]
"""What can be amiss: each is an alert, and a label of `shoplens_trouble`."""

_OURS: Final = (BotError, CatalogError, WorkerError)


class Serving(Protocol):
    """The shop that serves at the moment."""

    @property
    def engine(self) -> Engine: ...
    @property
    def catalog(self) -> Catalog: ...


class Receiving(Protocol):
    """What messages come in by."""

    @property
    def trouble(self) -> str:
        """Why nothing comes in, for an operator; "" while it does."""


class Probe(Generic[T]):
    """Asks one thing, within a time, and never twice at once: a thread that hangs is asked no second time."""

    def __init__(self, ask: Callable[[], Awaitable[T]], within_s: float = _ANSWER_S) -> None:
        self._ask = ask
        self._within_s = within_s
        self._asking: asyncio.Future[T] | None = None

    async def __call__(self) -> T:
        """The answer to this question, or to the one under way.  Raises what it raises, and `TimeoutError`."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask())
            self._asking.add_done_callback(lambda done: done.cancelled() or done.exception())
        async with asyncio.timeout(self._within_s):
            return await asyncio.shield(self._asking)

    async def close(self) -> None:
        """Wait for nothing any more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})


@dataclass(slots=True)
class Health:
    """Looks after the parts of a running bot; `is_changing` until it answers and during a change of model.

    `products` is what the catalog had at the last look.
    """

    conversations: Conversations
    data_dir: Path
    min_free_bytes: int
    serving: Callable[[], Serving]
    is_changing: Callable[[], bool]
    inbox: Inbox | None = None
    telegram: Receiving | None = None
    products: Census | None = None
    now: Callable[[], float] = time.monotonic
    _sync_cause: str = ""
    _engine_cause: str = ""
    _repaired: int = 0
    _repaired_at: float = -_REPAIR_IS_NEWS_S
    _looks: int = 0
    _catalog: Probe[Census] = field(init=False)
    _engine: Probe[object] = field(init=False)
    _memory: Probe[object] = field(init=False)
    _inbox: Probe[None] = field(init=False)

    def __post_init__(self) -> None:
        self._catalog = Probe(self._count)
        self._engine = Probe(self._encode, _ENGINE_ANSWER_S)
        self._memory = Probe(self.conversations.today)
        self._inbox = Probe(self._write)

    async def readiness(self) -> dict[str, str]:
        """What a message needs: "" where it is there, else why not, in words that anybody may read."""
        if self.is_changing():
            return {"model": "", "catalog": "", "change": "changing its model"}
        model = self._engine_cause
        try:
            _ = self.serving().engine.info
        except WorkerError:
            model = "is not running"
        checks = {"model": model and "does not answer", "catalog": await self._is_catalog_there(), "change": ""}
        if self.telegram is not None:
            checks["telegram"] = self.telegram.trouble and "does not answer"
        return checks

    async def troubles(self) -> dict[Trouble, str]:
        """What is amiss, with its cause for an operator; "" where all is well."""
        if self.is_changing():
            return {"change": "messages wait for it"}
        self._engine_cause = await _cause(self._engine)
        catalog = await _cause(self._catalog)
        index = self.serving().catalog.index_trouble
        free = self.disk_free_bytes() or 0
        return {
            "engine": self._engine_cause,
            "catalog": catalog,
            "index": index or self._repair(),
            "memory": await _cause(self._memory),
            "inbox": await _cause(self._inbox),
            "telegram": self.telegram.trouble if self.telegram is not None else "",
            "disk": "" if free >= self.min_free_bytes else f"{free // 1024**2} MB are left at {self.data_dir}",
            "sync": self._sync_cause,
            "change": "",
        }

    def synced(self, cause: str) -> None:
        """A sync by chat has failed, or not ("")."""
        self._sync_cause = cause

    async def close(self) -> None:
        """Let go of questions that are still open."""
        for probe in (self._catalog, self._engine, self._memory, self._inbox):
            await probe.close()

    def disk_free_bytes(self) -> int | None:
        """The room where the data folder is; None where it cannot be told."""
        try:
            return shutil.disk_usage(self.data_dir).free
        except OSError:
            return None

    async def _is_catalog_there(self) -> str:
        return "cannot be reached" if await _cause(self._catalog) else ""

    def _repair(self) -> str:
        """What has been put right lately; it goes on by itself, but the disk or the memory may be bad."""
        repaired = self.products.repaired if self.products else 0
        if repaired > self._repaired:
            self._repaired_at = self.now()
        self._repaired = repaired
        if self.now() - self._repaired_at < _REPAIR_IS_NEWS_S:
            return f"{repaired} products were amiss since the start and are put right"
        return ""

    async def _count(self) -> Census:
        self.products = await self.serving().catalog.census()
        return self.products

    async def _write(self) -> None:
        if self.inbox is not None:
            await self.inbox.check()

    async def _encode(self) -> object:
        self._looks += 1
        # Like a shopper, whose turn comes; in words that were not asked for before, since the engine remembers answers.
        return await self.serving().engine.encode_text(f"look {self._looks}", timeout_s=_ENGINE_ANSWER_S)


async def _cause(probe: Probe[T]) -> str:
    try:
        await probe()
    except TimeoutError:
        return "no answer in time"
    except _OURS as error:
        return f"{type(error).__name__}: {error}"
    return ""
