"""Products come in: row → picture → unchanged? → describe → catalog, many at once and each on its own."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from catalog import codec
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable, FetchError, RowError
from catalog.feeds.base import Row, Source
from catalog.feeds.variants import repeated
from catalog.fetch import Fetcher
from catalog.models import Description, ImportReport, Product, Record, RowFailure

log = logging.getLogger(__name__)

Describe = Callable[[Product, bytes], Awaitable[Description]]
"""Product and original picture to vector, traits and preview.

An exception with a number `retry_after_s` means "busy": it is asked again.  Any other fails the row.
"""

_MAX_PICTURE_BYTES: Final = 20 * 1024 * 1024
_ROWS_AT_ONCE: Final = 64
_BATCH: Final = 16
_MAX_BUSY_TRIES: Final = 60
_MAX_BUSY_WAIT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """Where an import is.  `total` is None where the source cannot say; `per_second` counts rows."""

    done: int
    total: int | None
    added: int
    changed: int
    unchanged: int
    failed: int
    per_second: float


@dataclass(frozen=True, slots=True)
class _Described:
    """A row that is ready to be stored; `record` is None where nothing changed."""

    record: Record | None
    preview: bytes = b""
    new: bool = False


_Job = tuple[int, str, Callable[[], Coroutine[Any, Any, _Described]]]
"""A row's line, its product's id, and what makes it ready to be stored."""


@dataclass(slots=True)
class _Run:
    """The counts of one import."""

    total: int | None
    started: float = field(default_factory=time.monotonic)
    seen: set[str] = field(default_factory=set)
    ready: list[_Described] = field(default_factory=list)
    failures: list[RowFailure] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def progress(self) -> ImportProgress:
        done = self.added + self.changed + self.unchanged + len(self.failures)
        elapsed = max(1e-6, time.monotonic() - self.started)
        return ImportProgress(
            done, self.total, self.added, self.changed, self.unchanged, len(self.failures), done / elapsed
        )


class Ingest:
    """Brings products into `catalog`, described by `describe`.

    At most `max_in_flight` rows are worked on at once.  `fetcher` makes the client for pictures that
    are named by an address.
    """

    def __init__(
        self,
        catalog: Catalog,
        describe: Describe,
        *,
        max_in_flight: int = 32,
        fetcher: Callable[[], Fetcher] = Fetcher,
    ) -> None:
        self._catalog = catalog
        self._describe = describe
        self._max_in_flight = max_in_flight
        self._fetcher = fetcher

    async def add(self, product: Product, picture: bytes) -> Record:
        """Add or replace one product.  Raises what `describe` and the catalog raise, busy included."""
        content_hash = codec.content_hash(product, picture, self._catalog.fingerprint)
        record, preview = _record(product, await self._describe(product, picture), content_hash)
        await self._catalog.upsert([record], {record.picture: preview})
        return record

    async def run(self, source: Source, progress: Callable[[ImportProgress], None] | None = None) -> ImportReport:
        """Bring in all rows of `source`; `progress` hears of it after every few rows.

        A row that fails is reported and the rest goes on.  What was stored stays stored when this is
        cancelled or breaks off, and the next run skips it as unchanged.  Raises `FeedError` where the
        source cannot be read and `CatalogUnavailable` where nothing can be stored.
        """
        run = _Run(await asyncio.to_thread(source.total))
        async with self._fetcher() as fetcher, aclosing(_rows(source)) as rows:
            return await self._work_off(self._jobs(rows, run, fetcher), run, progress)

    async def encode_again(self, progress: Callable[[ImportProgress], None] | None = None) -> ImportReport:
        """Describe anew, from their kept pictures, the products that another model encoded.

        What is done stays done when this breaks off, and the next call goes on from there.  A product
        whose picture is gone is reported and stays as it is.  Raises `CatalogUnavailable`.
        """
        ids = await self._catalog.needing_encoding()
        return await self._work_off(self._jobs_again(ids), _Run(len(ids)), progress)

    async def _work_off(
        self, jobs: AsyncGenerator[_Job, None], run: _Run, progress: Callable[[ImportProgress], None] | None
    ) -> ImportReport:
        """Do at most `max_in_flight` jobs at once, store what they make, and report."""
        tasks: dict[asyncio.Task[_Described], tuple[int, str]] = {}
        async with AsyncExitStack() as stack:
            stack.push_async_callback(_cancel, tasks)
            await stack.enter_async_context(aclosing(jobs))
            async for line, product_id, do in jobs:
                while len(tasks) >= self._max_in_flight:
                    await self._collect(tasks, run, progress)
                tasks[asyncio.create_task(do())] = line, product_id
            while tasks:
                await self._collect(tasks, run, progress)
            await self._store(run)
        if progress is not None:
            progress(run.progress())
        failures = tuple(sorted(run.failures, key=lambda failure: failure.line))
        return ImportReport(run.added, run.changed, run.unchanged, failures)

    async def _jobs(self, rows: AsyncGenerator[Row, None], run: _Run, fetcher: Fetcher) -> AsyncGenerator[_Job, None]:
        async for line, row in rows:
            product = self._accepted(line, row, run)
            if product is not None:
                yield line, product.id, partial(self._prepare, product, fetcher)

    async def _jobs_again(self, ids: Sequence[str]) -> AsyncGenerator[_Job, None]:
        for line, product_id in enumerate(ids, start=1):
            yield line, product_id, partial(self._again, product_id)

    async def _again(self, product_id: str) -> _Described:
        before = await self._catalog.get(product_id)
        kept = self._catalog.picture_path(before.picture)
        if kept is None:
            raise FetchError("its kept picture is gone; import it again")
        picture = await asyncio.to_thread(_read_picture, kept)
        # The hash stays: it tells the next import that the original can still be looked at anew.
        record, preview = _record(before.product, await self._patiently(before.product, picture), before.content_hash)
        return _Described(record, preview)

    def _accepted(self, line: int, row: Product | RowError, run: _Run) -> Product | None:
        if isinstance(row, Product) and row.id in run.seen:
            row = repeated(row.id)
        if isinstance(row, RowError):
            run.failures.append(RowFailure(line, row.product_id, str(row)))
            return None
        run.seen.add(row.id)
        return row

    async def _prepare(self, product: Product, fetcher: Fetcher) -> _Described:
        picture = await self._picture(product.image, fetcher)
        content_hash = await asyncio.to_thread(codec.content_hash, product, picture, self._catalog.fingerprint)
        before = (await self._catalog.content_hashes([product.id])).get(product.id)
        if before == content_hash:
            return _Described(None)
        record, preview = _record(product, await self._patiently(product, picture), content_hash)
        self._catalog.normalised(record.vector)
        return _Described(record, preview, new=before is None)

    async def _picture(self, image: str, fetcher: Fetcher) -> bytes:
        if image.lower().startswith(("http://", "https://")):
            return await fetcher.get(image)
        return await asyncio.to_thread(_read_picture, Path(image))

    async def _patiently(self, product: Product, picture: bytes) -> Description:
        for _ in range(_MAX_BUSY_TRIES):
            try:
                return await self._describe(product, picture)
            except Exception as error:
                wait_s = getattr(error, "retry_after_s", None)
                if wait_s is None:
                    raise
                await asyncio.sleep(min(float(wait_s), _MAX_BUSY_WAIT_S))
        return await self._describe(product, picture)

    async def _collect(
        self,
        tasks: dict[asyncio.Task[_Described], tuple[int, str]],
        run: _Run,
        progress: Callable[[ImportProgress], None] | None,
    ) -> None:
        """Wait for some rows and store them once they make a batch."""
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            line, product_id = tasks.pop(task)
            error = task.exception()
            if isinstance(error, CatalogUnavailable):
                raise error
            if error is not None:
                log.info("line %d, product %s failed", line, product_id, exc_info=error)
                run.failures.append(RowFailure(line, product_id, str(error) or type(error).__name__))
            elif task.result().record is None:
                run.unchanged += 1
            else:
                run.ready.append(task.result())
        if len(run.ready) >= _BATCH:
            await self._store(run)
        if progress is not None:
            progress(run.progress())

    async def _store(self, run: _Run) -> None:
        batch, run.ready = run.ready, []
        records = [one.record for one in batch if one.record is not None]
        if records:
            pictures = {one.record.picture: one.preview for one in batch if one.record is not None}
            await self._catalog.upsert(records, pictures)
            run.added += sum(one.new for one in batch)
            run.changed += sum(not one.new for one in batch)


def _record(product: Product, description: Description, content_hash: str) -> tuple[Record, bytes]:
    key = hashlib.sha256(description.preview).hexdigest()
    return Record(product, description.vector, description.traits, key, content_hash), description.preview


def _read_picture(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            picture = file.read(_MAX_PICTURE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FetchError(f"the picture {path} cannot be read: {reason}") from error
    if len(picture) > _MAX_PICTURE_BYTES:
        raise FetchError(f"the picture {path} is larger than {_MAX_PICTURE_BYTES // 1024 // 1024} MB")
    return picture


async def _rows(source: Source) -> AsyncGenerator[Row, None]:
    """Read a blocking source in a thread, some rows ahead."""
    rows = iter(source)
    while some := await asyncio.to_thread(lambda: list(islice(rows, _ROWS_AT_ONCE))):
        for row in some:
            yield row


async def _cancel(tasks: dict[asyncio.Task[_Described], tuple[int, str]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
