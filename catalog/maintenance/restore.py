"""Brings a backup back.  It may come from anywhere: its values are copied, and its database is never put in place.

All is made ready in the folder `restoring/`.  Then the new records take the place of the old ones at one stroke, and
only after it the pictures move.  Whoever opens the folder next carries to its end what was killed on the way: back
before that stroke, forward after it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from catalog.errors import BackupError
from catalog.maintenance.archive import Archive, Kept, in_thread, opened
from catalog.maintenance.untrusted_records import EncodingRow, FeedRow, ModelRow, ProductRow, UntrustedRecords
from catalog.models import Progress, Record
from catalog.storage import codec, schema
from catalog.storage.data_folder import RECORDS, DataFolder
from catalog.storage.interrupted_restore import STAGING, finish
from catalog.storage.pictures import PictureFolder
from catalog.storage.search_rows import put_traits, put_words
from catalog.storage.store import row_of

_PAGE_BYTES: Final = 4096
_EMPTY_BYTES: Final = 1 << 20
"""More than a database without products has."""

_MAX_MODELS: Final = 100
_CACHE_KB: Final = 32_000
_PUT: Final = """
INSERT INTO products (id, fingerprint, price, available, removed_at, group_key, source, row_hash, picture,
    content_hash, created_at, updated_at, vector, traits, product)
VALUES (:id, :fingerprint, :price, :available, :removed_at, :group_key, :source, :row_hash, :picture,
    :content_hash, :created_at, :updated_at, :vector, :traits, :product)
RETURNING seq
"""


async def restore(data_dir: Path, file: Path, progress: Progress, *, replace: bool = False) -> Kept:
    """Bring the products of a backup into `data_dir`, which has none, or whose products may go (`replace`).

    Until every value is checked nothing is changed, and then the records change at one stroke.  Raises
    `BackupError` where the backup cannot be used or there are products already, and `CatalogLocked`
    where a shop uses the folder.
    """
    folder = DataFolder(data_dir)
    with folder.used():
        async with folder.writing():
            await in_thread(_tidy, progress, data_dir)
        try:
            kept = await in_thread(_make_ready, progress, data_dir, file, replace)
            async with folder.writing():
                await in_thread(_put_in_place, progress, data_dir)
        finally:
            await in_thread(_tidy, progress, data_dir)
    return kept


def _tidy(progress: Progress, data_dir: Path) -> None:
    finish(data_dir)


def _make_ready(progress: Progress, data_dir: Path, file: Path, replace: bool) -> Kept:
    """Fill the staging folder with records and pictures that have been checked, and flush it to the disk."""
    if not replace and _has_products(data_dir / RECORDS):
        raise BackupError(f"{data_dir} has products already; --replace restores the backup in their place")
    staging = data_dir / STAGING
    with opened(file) as archive:
        needed = archive.pictures_bytes + 3 * archive.records_bytes + _EMPTY_BYTES
        if needed > shutil.disk_usage(data_dir).free:
            raise BackupError(f"the disk of {data_dir} has not the {needed // 1_000_000 + 1} MB that the backup needs")
        staging.mkdir()
        theirs = staging / "theirs.sqlite3"
        with theirs.open("wb") as copy:
            copy.writelines(archive.records())
        with closing(sqlite3.connect(staging / RECORDS, isolation_level=None)) as records:
            _copy_records(progress, archive, theirs, records)
            theirs.unlink()
            _copy_pictures(progress, archive, records, PictureFolder(staging / "pictures"))
        return Kept(archive.products, archive.pictures)


def _copy_records(progress: Progress, archive: Archive, theirs: Path, records: sqlite3.Connection) -> None:
    """Write a database of our own with the values of theirs, in one transaction."""
    with UntrustedRecords(theirs, archive.records_bytes) as untrusted, _refusing():
        records.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        # Little can be made to need much room: many sizes, say, each of which has its row in an index.
        records.execute(f"PRAGMA max_page_count = {(2 * archive.records_bytes + _EMPTY_BYTES) // _PAGE_BYTES}")
        records.executescript(f"BEGIN; {schema.TABLES} PRAGMA user_version = {schema.VERSION};")
        dims = _Dims()
        for model in untrusted.rows(ModelRow):
            dims.check(model.fingerprint, model.dim)
            records.execute("INSERT INTO models VALUES (:role, :name, :fingerprint, :dim)", model.model_dump())
        seqs, live = array("q"), 0
        for row in untrusted.rows(ProductRow):
            if seqs and row.seq <= seqs[-1]:
                raise ValueError("its products are out of order")
            dims.check(row.fingerprint, len(row.vector) // 4)
            # Numbered anew: a high number takes memory, and the highest would leave none for the next product.
            _put(records, row)
            seqs.append(row.seq)
            live += row.removed_at is None
            progress("Reading products", live, archive.products)
        if live != archive.products:
            raise ValueError(f"{live} products where its manifest says {archive.products}")
        for made in untrusted.rows(EncodingRow):
            dims.check(made.fingerprint, len(made.vector) // 4)
            index = bisect_left(seqs, made.product)
            if index == len(seqs) or seqs[index] != made.product:
                raise ValueError("its encodings are of no product")
            records.execute(
                "INSERT INTO encodings (product, fingerprint, vector, traits) VALUES (?,?,?,?)",
                (index + 1, made.fingerprint, made.vector, codec.traits_to_json(made.read_traits())),
            )
        for feed in untrusted.rows(FeedRow):
            records.execute("INSERT INTO feeds VALUES (:source, :etag, :modified, :products)", feed.model_dump())
        records.execute("INSERT INTO unindexed (id) SELECT id FROM products")
        records.execute("COMMIT")


def _put(records: sqlite3.Connection, row: ProductRow) -> None:
    if row.product.id != row.id:
        raise ValueError("a product under the id of another")
    traits = row.read_traits()
    record = Record(row.product, codec.vector_from_bytes(row.vector), traits, row.picture, row.content_hash)
    columns = row_of(record, row.fingerprint, row.source, {row.id: row.row_hash})
    times = {"removed_at": row.removed_at, "created_at": row.created_at, "updated_at": row.updated_at}
    seq = records.execute(_PUT, columns | times).fetchone()[0]
    put_traits(records, [(seq, row.product, traits)])
    put_words(records, [(seq, row.product)])


class _Dims:
    """The length of each model's vectors, which all have."""

    def __init__(self) -> None:
        self._dims: dict[str, int] = {}

    def check(self, fingerprint: str, dim: int) -> None:
        """Raises `ValueError` for a vector that cannot be of the model."""
        if self._dims.setdefault(fingerprint, dim) != dim:
            raise ValueError(f"a vector of {dim} values among others of {self._dims[fingerprint]}")
        if len(self._dims) > _MAX_MODELS:
            raise ValueError(f"more than {_MAX_MODELS} models")


def _copy_pictures(progress: Progress, archive: Archive, records: sqlite3.Connection, pictures: PictureFolder) -> None:
    used = "SELECT 1 FROM products WHERE picture = ? LIMIT 1"
    for done, (key, jpeg) in enumerate(archive.read_pictures(), start=1):
        # Of a shop that was at work there may be some that were just going.
        if records.execute(used, (key,)).fetchone() is not None:
            pictures.put(key, jpeg)
        progress("Restoring pictures", done, archive.pictures)
    pictures.flush()


def _put_in_place(progress: Progress, data_dir: Path) -> None:
    """Let the new records serve; what `finish` does follows from it."""
    records = data_dir / RECORDS
    try:
        _close_for_good(records)
        (data_dir / STAGING / RECORDS).replace(records)
        _flush_folder(data_dir)
    except OSError as error:
        raise BackupError(f"the records {records} cannot be replaced: {error.strerror or error}") from error
    finish(data_dir)


def _close_for_good(records: Path) -> None:
    """Empty SQLite's journals into the file, which would otherwise be applied to the one that takes its place."""
    if records.exists():
        # Damaged records may be what the backup is for.
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(records)) as database:
            busy, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise BackupError(f"another program is reading {records}; nothing was changed")
    for suffix in ("-wal", "-shm", "-journal"):
        records.with_name(records.name + suffix).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _has_products(records: Path) -> bool:
    if not records.exists():
        return False
    try:
        with closing(sqlite3.connect(records)) as database:
            return database.execute("SELECT 1 FROM products LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        # Damaged records may be what the backup is for, but that is for the owner to say.
        return True


@contextmanager
def _refusing() -> Iterator[None]:
    """What our own tables do not take is wrong in the backup, except where the disk is full."""
    try:
        yield
    except sqlite3.Error as error:
        if error.sqlite_errorname == "SQLITE_FULL":
            raise OSError("its records take more room than there is") from error
        raise ValueError(f"its records: {error}") from error
