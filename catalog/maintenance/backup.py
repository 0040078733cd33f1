"""One file with everything that cannot be made again: the records, and the pictures that they use.

The vector index is left out, because it is built from the records.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from catalog.errors import BackupError, CatalogUnavailable
from catalog.maintenance.archive import FORMAT, MANIFEST, Kept, in_thread, opened, picture_name
from catalog.models import Progress
from catalog.storage.data_folder import RECORDS, DataFolder
from catalog.storage.pictures import PictureFolder

log = logging.getLogger(__name__)


async def back_up(data_dir: Path, file: Path, progress: Progress) -> Kept:
    """Write the backup `file`, also while a shop uses `data_dir`; `file` is whole or as it was before.

    Raises `BackupError` where it cannot be written, `CatalogUnavailable` where the records cannot be read.
    """
    records = data_dir / RECORDS
    if not records.exists():
        raise BackupError(f"there are no products in {data_dir} to back up")
    half, snapshot = (file.with_name(f"{file.name}{suffix}") for suffix in (".part", ".records.part"))
    pictures = PictureFolder(data_dir / "pictures")
    manifest: dict[str, dict[str, Any]] = {}
    try:
        with _written(file):
            with zipfile.ZipFile(half, "w") as archive:
                await in_thread(_add_pictures, progress, archive, manifest, pictures, records)
                # What came in meanwhile is soon added; what is in the snapshot is then all there.
                async with DataFolder(data_dir).writing():
                    await asyncio.to_thread(_copy_records, records, snapshot)
                    await in_thread(_add_pictures, progress, archive, manifest, pictures, snapshot)
                products = await asyncio.to_thread(_add_records, archive, manifest, snapshot)
                whole = {"format": FORMAT, "products": products, "files": manifest}
                archive.writestr(MANIFEST, json.dumps(whole), zipfile.ZIP_DEFLATED)
            await in_thread(_check, progress, half)
            await asyncio.to_thread(_flush, half)
            half.replace(file)
    finally:
        for path in (half, snapshot):
            path.unlink(missing_ok=True)
    return Kept(products, len(manifest) - 1)


def _copy_records(records: Path, copy: Path) -> None:
    with _reading_records(records) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _add_records(archive: zipfile.ZipFile, manifest: dict[str, dict[str, Any]], snapshot: Path) -> int:
    with _reading_records(snapshot) as database:
        products = int(database.execute("SELECT count(*) FROM products WHERE removed_at IS NULL").fetchone()[0])
        database.execute("PRAGMA journal_mode = DELETE")
    with snapshot.open("rb") as file:
        manifest[RECORDS] = {"size": snapshot.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    archive.write(snapshot, RECORDS, zipfile.ZIP_DEFLATED, compresslevel=1)
    return products


def _add_pictures(
    progress: Progress,
    archive: zipfile.ZipFile,
    manifest: dict[str, dict[str, Any]],
    pictures: PictureFolder,
    records: Path,
) -> None:
    """Add the pictures that these records use and that are not there yet."""
    with _reading_records(records) as database:
        keys = sorted(row[0] for row in database.execute("SELECT DISTINCT picture FROM products"))
    for done, key in enumerate(keys, start=1):
        name = picture_name(key)
        path = pictures.path(key)
        if path is not None and name not in manifest:
            # It may have been removed just now: then the snapshot does not need it.
            with suppress(FileNotFoundError):
                jpeg = path.read_bytes()
                if hashlib.sha256(jpeg).hexdigest() != key:
                    log.warning("the kept picture %s is damaged and is left out of the backup", path)
                    continue
                archive.writestr(name, jpeg)
                manifest[name] = {"size": len(jpeg), "sha256": key}
        progress("Saving pictures", done, len(keys))


def _check(progress: Progress, file: Path) -> None:
    with opened(file) as archive:
        archive.check(progress)


def _flush(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def _reading_records(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path)) as database:
            yield database
    except sqlite3.Error as error:
        raise CatalogUnavailable(f"the product records in {path} cannot be used: {error}") from error


@contextmanager
def _written(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"the backup {file} cannot be written: {error.strerror or error}") from error
