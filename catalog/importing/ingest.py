"""Products come in: row → picture → unchanged? → describe → catalog, many at once and each on its own."""

from __future__ import annotations

import asyncio
import hashlib
import stat
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from catalog.catalog import Catalog
from catalog.errors import FetchError, RowError
from catalog.importing.feeds.base import Row, RowWarning, Source, is_address
from catalog.importing.feeds.variants import repeated
from catalog.importing.fetch import Fetcher
from catalog.importing.pipeline import ImportProgress, Job, Made, OnProgress, Run, work_off
from catalog.importing.problems import Problems
from catalog.importing.request_batching import RequestBatcher
from catalog.models import Description, ImportReport, Origin, Product, Record, RowFailure
from catalog.storage import codec

__all__ = ["Describe", "ImportProgress", "Incoming", "Ingest"]

Describe = Callable[[Product, bytes], Awaitable[Description]]
"""Product and original picture to vector, traits and preview.

An exception with a number `retry_after_s` means "busy": it is asked again.  Any other fails the row.
"""

_MAX_PICTURE_BYTES: Final = 20 * 1024 * 1024
_ROWS_AT_ONCE: Final = 64
_ROWS_COUNTED_AT_ONCE: Final = 1024
_MAX_BUSY_TRIES: Final = 60
_MAX_BUSY_WAIT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Incoming:
    """A good row on its way in.

    `row_hash` is a `codec.two_part_hash` with the picture's address, and its size and time where it lies on
    this machine.  `twin` is the id of a kept product, perhaps the same one, with the same looks: if it still
    has them its vector and traits are taken over.
    """

    line: int
    product: Product
    row_hash: str
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file's bytes and their SHA-256 in hex."""

    data: bytes
    digest: str

    @classmethod
    def of(cls, data: bytes) -> Picture:
        """Takes a while for large ones."""
        return cls(data, hashlib.sha256(data).hexdigest())


class Ingest:
    """Brings products into `catalog`, described by `describe`.

    At most `max_in_flight` rows are worked on at once.  `fetcher` makes the client for pictures that
    are named by an address.  `currency` is that of prices that name none.
    """

    def __init__(
        self,
        catalog: Catalog,
        describe: Describe,
        *,
        max_in_flight: int = 64,
        fetcher: Callable[[], Fetcher] = Fetcher,
        currency: str = "",
    ) -> None:
        self._catalog = catalog
        self._describe = describe
        self._max_in_flight = max_in_flight
        self._fetcher = fetcher
        self._currency = currency
        self._kept = RequestBatcher(catalog.kept_of)
        self._opened = RequestBatcher[Path, Picture | FetchError](
            lambda paths: asyncio.to_thread(_read_pictures, paths)
        )

    async def add(self, product: Product, picture: bytes) -> Record:
        """Add or replace one product by hand.  Raises what `describe` and the catalog raise, busy included."""
        product = self._priced(product)
        digest = hashlib.sha256(picture).hexdigest()
        content_hash = codec.two_part_hash(product, digest, self._catalog.fingerprint)
        record, preview = _record(product, await self._describe(product, picture), content_hash)
        await self._catalog.upsert([record], {record.picture: preview}, source="")
        return record

    async def run(self, source: Source, progress: OnProgress | None = None) -> ImportReport:
        """Bring in all rows of `source`; `progress` hears of it after every few rows.

        A row that fails is reported and the rest goes on.  What was stored stays stored when this is
        cancelled or breaks off, and the next run skips it as unchanged.  Raises `FeedError` where the
        source cannot be read and `CatalogUnavailable` where nothing can be stored.
        """
        run = Run(await _count(source), source.key)
        problems = Problems()

        async def good_rows() -> AsyncGenerator[Incoming, None]:
            async with aclosing(self.rows(source, problems)) as rows:
                async for row in rows:
                    if isinstance(row, Incoming):
                        yield row
                    else:
                        run.failures.append(row)

        report = await self.bring_in(good_rows(), run, progress)
        return replace(report, warnings=problems.warnings())

    async def rows(self, source: Source, problems: Problems) -> AsyncGenerator[Incoming | RowFailure, None]:
        """Read a blocking source in a thread, some rows ahead; a second row with one id is a failure.

        All that is wrong is added to `problems`.
        """
        rows = iter(source)
        seen: set[str] = set()

        def read(found: Row) -> Incoming | RowFailure | None:
            line, row = found
            if isinstance(row, Product) and row.id in seen:
                row = repeated(row.id)
            if isinstance(row, RowError | RowWarning):
                problems.add(line, row)
                return RowFailure(line, row.product_id, str(row)) if isinstance(row, RowError) else None
            seen.add(row.id)
            row = self._priced(row)
            return Incoming(line, row, codec.two_part_hash(row, row.image, _stamp(row.image)))

        while some := await asyncio.to_thread(lambda: [read(row) for row in islice(rows, _ROWS_AT_ONCE)]):
            for one in some:
                if one is not None:
                    yield one

    async def bring_in(
        self, rows: AsyncGenerator[Incoming, None], run: Run, progress: OnProgress | None = None
    ) -> ImportReport:
        """Store these rows as products of the feed `run.source`; the report counts on from `run`."""

        async def jobs() -> AsyncGenerator[Job, None]:
            async with aclosing(rows):
                async for row in rows:
                    yield row.line, row.product.id, partial(self._prepare, row, run.source or "", fetcher)

        async with self._fetcher() as fetcher:
            return await work_off(self._catalog, jobs(), run, self._max_in_flight, progress)

    async def encode_again(self, progress: OnProgress | None = None) -> ImportReport:
        """Describe anew, from their kept pictures, the products that another model encoded.

        What is done stays done when this breaks off, and the next call goes on from there.  A product
        whose picture is gone is reported and stays as it is.  Raises `CatalogUnavailable`.
        """
        ids = await self._catalog.needing_encoding()
        if not ids:
            return ImportReport()
        jobs = self._jobs_again(ids)
        return await work_off(self._catalog, jobs, Run(len(ids)), self._max_in_flight, progress)

    async def _jobs_again(self, ids: Sequence[str]) -> AsyncGenerator[Job, None]:
        for line, product_id in enumerate(ids, start=1):
            yield line, product_id, partial(self._again, product_id)

    async def _again(self, product_id: str) -> Made:
        before = await self._catalog.get(product_id)
        kept = self._catalog.picture_path(before.picture)
        if kept is None:
            raise FetchError("its kept picture is gone; import it again")
        picture = await self._on_disk(kept)
        # The hash stays: it tells the next import that the original can still be looked at anew.
        record, preview = _record(
            before.product, await self._patiently(before.product, picture.data), before.content_hash
        )
        return Made("changed", record, preview)

    async def _prepare(self, row: Incoming, source: str, fetcher: Fetcher) -> Made:
        product = row.product
        before = await self._kept(product.id)
        outcome: Final = "added" if before is None or before[1].removed else "changed"
        twin = before if row.twin == product.id else await self._kept(row.twin) if row.twin else None
        if twin is not None and self._holds(twin, row.row_hash, twin[1].row_hash):
            content_hash = codec.with_rest_of(twin[0].content_hash, row.row_hash)
            return Made(outcome, replace(twin[0], product=product, content_hash=content_hash), row_hash=row.row_hash)
        picture = await self._picture(product.image, fetcher)
        content_hash = codec.content_hash(row.row_hash, product, picture.digest, self._catalog.fingerprint)
        if before is None or not self._holds(before, content_hash, before[0].content_hash):
            record, preview = _record(product, await self._patiently(product, picture.data), content_hash)
            self._catalog.normalised(record.vector)
            return Made(outcome, record, preview, row.row_hash)
        record, origin = before
        if record.content_hash != content_hash or origin.removed:
            return Made(outcome, replace(record, product=product, content_hash=content_hash), row_hash=row.row_hash)
        if (origin.source, origin.row_hash) == (source, row.row_hash):
            return Made("unchanged")
        return Made("unchanged", replace(record, product=product), row_hash=row.row_hash)

    def _holds(self, kept: tuple[Record, Origin], looks: str, as_kept: str) -> bool:
        """Whether vector, traits and picture of what is kept are those of a row."""
        record, origin = kept
        known = origin.fingerprint == self._catalog.fingerprint and codec.same_looks(looks, as_kept)
        return known and self._catalog.picture_path(record.picture) is not None

    def _priced(self, product: Product) -> Product:
        named = product.currency or product.current_price is None
        return product if named else replace(product, currency=self._currency)

    async def _picture(self, image: str, fetcher: Fetcher) -> Picture:
        if is_address(image):
            return await asyncio.to_thread(Picture.of, await fetcher.picture(image))
        return await self._on_disk(Path(image))

    async def _on_disk(self, path: Path) -> Picture:
        picture = await self._opened(path)
        if isinstance(picture, FetchError):
            raise picture
        return picture

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


async def _count(source: Source) -> int:
    """How many rows the source has.  Read bit by bit, so that it can be broken off."""
    rows = iter(source)
    count = 0
    while some := await asyncio.to_thread(lambda: list(islice(rows, _ROWS_COUNTED_AT_ONCE))):
        count += sum(not isinstance(row, RowWarning) for _, row in some)
    return count


def _record(product: Product, description: Description, content_hash: str) -> tuple[Record, bytes]:
    key = hashlib.sha256(description.preview).hexdigest()
    return Record(product, description.vector, description.traits, key, content_hash), description.preview


def _stamp(image: str) -> str:
    """Size and time of a picture on this machine, for noticing that it was replaced."""
    if is_address(image):
        return ""
    try:
        found = Path(image).stat()
    except (OSError, ValueError):
        return "missing"
    return f"{found.st_size} {found.st_mtime_ns}"


def _read_pictures(paths: Sequence[Path]) -> list[Picture | FetchError]:
    return [_read_picture(path) for path in paths]


def _read_picture(path: Path) -> Picture | FetchError:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return FetchError(f"the picture {path} is no file")  # a device or a pipe may never end
        with path.open("rb", buffering=0) as file:
            # As much memory as is asked for is taken first.
            picture = file.read(min(found.st_size, _MAX_PICTURE_BYTES) + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return FetchError(f"the picture {path} cannot be read: {reason}")
    if len(picture) > _MAX_PICTURE_BYTES:
        return FetchError(f"the picture {path} is larger than {_MAX_PICTURE_BYTES // 1024 // 1024} MB")
    return Picture.of(picture)
