"""One file with everything that cannot be made again: the records, and the pictures that they use.

A zip with `products.sqlite3`, `pictures/ab/<sha-256>.jpg` and last a `manifest.json` with the size and
SHA-256 of each.  The vector index is left out, because it is built from the records.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Concatenate, Final, ParamSpec, TypeVar

from catalog.errors import BackupError, CatalogUnavailable
from catalog.folder import DataFolder
from catalog.pictures import PictureFolder, is_key
from catalog.store import ProductStore

P = ParamSpec("P")
T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are done, and how many there are."""

_RECORDS: Final = "products.sqlite3"
_MANIFEST: Final = "manifest.json"
_FORMAT: Final = "shoplens backup 1"
_CHUNK_BYTES: Final = 1 << 20
_MAX_PICTURE_BYTES: Final = 32 << 20
_MAX_MANIFEST_BYTES: Final = 1 << 30
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
)
"""What `zipfile` and a manifest of another shape raise."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds."""

    products: int
    pictures: int


async def back_up(data_dir: Path, file: Path, progress: Progress) -> Kept:
    """Write the backup `file`, also while a shop uses `data_dir`; `file` is whole or as it was before.

    Raises `BackupError` where it cannot be written, `CatalogUnavailable` where the records cannot be read.
    """
    records = data_dir / _RECORDS
    if not records.exists():
        raise BackupError(f"there are no products in {data_dir} to back up")
    half, snapshot = (file.with_name(f"{file.name}{suffix}") for suffix in (".part", ".records.part"))
    pictures = PictureFolder(data_dir / "pictures")
    manifest: dict[str, dict[str, Any]] = {}
    try:
        with _written(file):
            with zipfile.ZipFile(half, "w") as archive:
                await _in_thread(_add_pictures, progress, archive, manifest, pictures, records)
                # What came in meanwhile is soon added; what is in the snapshot is then all there.
                async with DataFolder(data_dir).writing():
                    await asyncio.to_thread(_copy_records, records, snapshot)
                    await _in_thread(_add_pictures, progress, archive, manifest, pictures, snapshot)
                products = await asyncio.to_thread(_add_records, archive, manifest, snapshot)
                whole = {"format": _FORMAT, "products": products, "files": manifest}
                archive.writestr(_MANIFEST, json.dumps(whole), zipfile.ZIP_DEFLATED)
            await _in_thread(_check, progress, half)
            await asyncio.to_thread(_flush, half)
            half.replace(file)
    finally:
        for path in (half, snapshot):
            path.unlink(missing_ok=True)
    return Kept(products, len(manifest) - 1)


async def restore(data_dir: Path, file: Path, progress: Progress, *, replace: bool = False) -> Kept:
    """Bring the products of a backup into `data_dir`, which has none, or whose products may go (`replace`).

    Until every byte is checked nothing is changed, and then the records change at one stroke.  Raises
    `BackupError` where the backup cannot be used or there are products already, and `CatalogLocked`
    where a shop uses the folder.
    """
    manifest = await _in_thread(_check, progress, file)
    folder = DataFolder(data_dir)
    with folder.used():
        async with folder.writing():
            return await _in_thread(_put_in_place, progress, data_dir, file, manifest, replace)


async def _in_thread(
    call: Callable[Concatenate[Progress, P], T], progress: Progress, *args: P.args, **kw: P.kwargs
) -> T:
    """Run a blocking call in a thread; where the caller is cancelled it ends at its next sign of progress.

    Only then is the caller let go, who holds locks and tidies up.
    """
    cancelled = threading.Event()

    def heard(what: str, done: int, total: int) -> None:
        if cancelled.is_set():
            raise asyncio.CancelledError
        progress(what, done, total)

    task = asyncio.ensure_future(asyncio.to_thread(call, heard, *args, **kw))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.wait({task})
        raise


def _put_in_place(progress: Progress, data_dir: Path, file: Path, manifest: dict[str, Any], replace: bool) -> Kept:
    records, staged = data_dir / _RECORDS, data_dir / f"restoring-{_RECORDS}"
    if not replace and _has_products(records):
        raise BackupError(f"{data_dir} has products already; --replace restores the backup in their place")
    pictures = PictureFolder(data_dir / "pictures")
    names = [name for name in manifest["files"] if name != _RECORDS]
    with _reading(file), zipfile.ZipFile(file) as archive:
        needed = sum(entry["size"] for entry in manifest["files"].values())
        if needed > shutil.disk_usage(data_dir).free:
            raise BackupError(f"the disk of {data_dir} has not the {needed // 1_000_000 + 1} MB that the backup needs")
        _forget(staged)
        try:
            with archive.open(_RECORDS) as source, staged.open("wb") as copy:
                shutil.copyfileobj(source, copy, _CHUNK_BYTES)
            used = _made_ready(staged, file, manifest["products"])
            for done, name in enumerate(names, start=1):
                pictures.put(Path(name).stem, archive.read(name))
                progress("Restoring pictures", done, len(names))
            pictures.flush()
            _close_for_good(records)
            staged.replace(records)
        finally:
            _forget(staged)
    pictures.keep_only(used)
    return Kept(manifest["products"], len(names))


def _made_ready(staged: Path, file: Path, products: int) -> set[str]:
    """Look whether these records can be used, and note that no index has them; the pictures in use."""
    try:
        store = ProductStore(staged)
    except CatalogUnavailable as error:
        raise BackupError(f"the records in {file} cannot be used: {error}") from error
    with closing(store):
        if not store.is_intact() or store.count() != products:
            raise BackupError(f"the records in {file} are damaged; nothing was changed")
        store.mark_unindexed(None)
        return store.used_pictures()


def _close_for_good(records: Path) -> None:
    """Empty SQLite's journals into the file, which would otherwise be applied to the one that takes its place."""
    if records.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(records)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        records.with_name(records.name + suffix).unlink(missing_ok=True)


def _forget(staged: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        staged.with_name(staged.name + suffix).unlink(missing_ok=True)


def _has_products(records: Path) -> bool:
    if not records.exists():
        return False
    try:
        with closing(sqlite3.connect(records)) as database:
            return database.execute("SELECT 1 FROM products LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        # Damaged records may be what the backup is for, but that is for the owner to say.
        return True


def _copy_records(records: Path, copy: Path) -> None:
    with _reading_records(records) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _add_records(archive: zipfile.ZipFile, manifest: dict[str, dict[str, Any]], snapshot: Path) -> int:
    with _reading_records(snapshot) as database:
        products = int(database.execute("SELECT count(*) FROM products WHERE removed_at IS NULL").fetchone()[0])
        database.execute("PRAGMA journal_mode = DELETE")
    with snapshot.open("rb") as file:
        manifest[_RECORDS] = {"size": snapshot.stat().st_size, "sha256": _digest(file)}
    archive.write(snapshot, _RECORDS, zipfile.ZIP_DEFLATED, compresslevel=1)
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
        name = f"pictures/{key[:2]}/{key}.jpg"
        path = pictures.path(key)
        if path is not None and name not in manifest:
            # It may have been removed just now: then the snapshot does not need it.
            with suppress(FileNotFoundError):
                jpeg = path.read_bytes()
                archive.writestr(name, jpeg)
                manifest[name] = {"size": len(jpeg), "sha256": hashlib.sha256(jpeg).hexdigest()}
        progress("Saving pictures", done, len(keys))


def _check(progress: Progress, file: Path) -> dict[str, Any]:
    """Read all of a backup and compare it with its manifest, which is returned."""
    with _reading(file), zipfile.ZipFile(file) as archive:
        manifest = _manifest(file, archive)
        entries = manifest["files"]
        for done, (name, entry) in enumerate(entries.items(), start=1):
            with archive.open(name) as member:
                if archive.getinfo(name).file_size != entry["size"] or _digest(member) != entry["sha256"]:
                    raise BackupError(f"the backup {file} is damaged: {name} is not as it was; nothing was changed")
            progress("Checking the backup", done, len(entries))
    return manifest


def _manifest(file: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(_MANIFEST).file_size > _MAX_MANIFEST_BYTES:
        raise BackupError(f"{file} is no backup of shoplens")
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise BackupError(f"{file} was made by another version of shoplens: {manifest['format']!r}")
    for name, entry in manifest["files"].items():
        if not _is_ours(name) or (name != _RECORDS and entry["size"] > _MAX_PICTURE_BYTES):
            raise BackupError(f"the backup {file} is refused: {name!r} does not belong into one")
    if _RECORDS not in manifest["files"]:
        raise BackupError(f"the backup {file} has no records")
    return manifest


def _is_ours(name: str) -> bool:
    """No other name can lead anywhere, inside the folder or out of it."""
    key = Path(name).stem
    return name == _RECORDS or (is_key(key) and name == f"pictures/{key[:2]}/{key}.jpg")


def _flush(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _reading_records(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path)) as database:
            yield database
    except sqlite3.Error as error:
        raise CatalogUnavailable(f"the product records in {path} cannot be used: {error}") from error


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BackupError(f"there is no file {error.filename}") from error
    except OSError as error:
        place, reason = error.filename or file, error.strerror or error
        raise BackupError(f"{place} cannot be used: {reason}; the products are as before") from error
    except _DAMAGE as error:
        raise BackupError(f"{file} is damaged or no backup of shoplens ({error}); nothing was changed") from error


@contextmanager
def _written(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"the backup {file} cannot be written: {error.strerror or error}") from error
