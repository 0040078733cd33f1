"""What a backup is: a zip with `products.sqlite3`, `pictures/ab/<sha-256>.jpg`, and last `manifest.json`.

The manifest has the number of products, and size and SHA-256 of each other file.

A backup may come from anywhere, and its manifest with it, so that neither proves anything: names have to be exactly
those, what unpacks is counted as it is read, and nothing takes more memory or room than the size of the file allows.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Concatenate, Final, ParamSpec, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from catalog.errors import BackupError
from catalog.models import Progress
from catalog.storage.data_folder import RECORDS
from catalog.storage.pictures import is_key

P = ParamSpec("P")
T = TypeVar("T")

MANIFEST: Final = "manifest.json"
FORMAT: Final = "shoplens backup 1"

_CHUNK_BYTES: Final = 1 << 20
_MAX_PICTURE_BYTES: Final = 32 << 20
_MANIFEST_BYTES_A_FILE: Final = 256
_MAX_RATIO: Final = 100
"""Vectors and JPEGs hardly shrink, the rest of a database does so to a tenth."""

_SMALL_BYTES: Final = 16 << 20
"""May unpack to this whatever the ratio: a shop of three products is mostly zeros."""

_DIRECTORY_BYTES: Final = 8 << 20
"""Of a zip's directory, which `zipfile` holds in memory: 60 000 pictures.  More takes a file of a size to match."""

_DIRECTORY_SHARE: Final = 32
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    RuntimeError,
)
"""What `zipfile` and the reading of records raise where something is amiss."""


@dataclass(frozen=True, slots=True)
class _Entry:
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class _Manifest:
    format: str
    products: Annotated[int, Field(ge=0)]
    files: dict[str, _Entry]


_MANIFESTS: Final = TypeAdapter(_Manifest)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds."""

    products: int
    pictures: int


def picture_name(key: str) -> str:
    """The name of a picture in the archive."""
    return f"pictures/{key[:2]}/{key}.jpg"


class Archive:
    """A backup that is open for reading.  `products` is what its manifest says."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self._file = file
        self._zip = archive
        self._look_at_members()
        manifest = self._manifest()
        self.products: int = manifest.products
        self._records = manifest.files[RECORDS]

    @property
    def pictures(self) -> int:
        """How many pictures there are."""
        return len(self._zip.infolist()) - 2

    @property
    def records_bytes(self) -> int:
        """The size of the unpacked database."""
        return self._records.size

    @property
    def pictures_bytes(self) -> int:
        """The size of all pictures."""
        return sum(info.file_size for info in self._pictures())

    def records(self) -> Iterator[bytes]:
        """The bytes of the database; raises at the end where they are not those of the manifest."""
        digest = hashlib.sha256()
        with self._zip.open(RECORDS) as member:
            while chunk := member.read(_CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != self._records.sha256:
            raise self._damaged(RECORDS)

    def read_pictures(self) -> Iterator[tuple[str, bytes]]:
        """Key and bytes of one picture after the other; the key is the SHA-256 of the bytes."""
        for info in self._pictures():
            key = Path(info.filename).stem
            with self._zip.open(info) as member:
                # Not all that there is: it may unpack to more than it says.
                jpeg = member.read(info.file_size)
            if hashlib.sha256(jpeg).hexdigest() != key:
                raise self._damaged(info.filename)
            yield key, jpeg

    def check(self, progress: Progress) -> None:
        """Read all of it."""
        for _ in self.records():
            pass
        for done, _ in enumerate(self.read_pictures(), start=1):
            progress("Checking the backup", done, self.pictures)

    def _pictures(self) -> Iterator[zipfile.ZipInfo]:
        return (info for info in self._zip.infolist() if info.filename not in (RECORDS, MANIFEST))

    def _look_at_members(self) -> None:
        infos = self._zip.infolist()
        names = self._zip.NameToInfo
        for info in infos:
            if not _is_ours(info):
                raise self._refused(f"{info.orig_filename!r} does not belong into one")
            if names[info.filename] is not info:
                raise self._refused(f"{info.filename} is in it twice")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & _ENCRYPTED:
                raise self._refused(f"{info.filename} is packed in a way that backups are not")
            if info.file_size > _MAX_PICTURE_BYTES and info.filename not in (RECORDS, MANIFEST):
                raise self._refused(f"{info.filename} is too large for a picture")
        if sum(info.file_size for info in infos) > _SMALL_BYTES + _MAX_RATIO * self._file.stat().st_size:
            raise self._refused(f"it would unpack to more than {_MAX_RATIO} times its size")

    def _manifest(self) -> _Manifest:
        most = _MANIFEST_BYTES_A_FILE * (1 + len(self._zip.infolist()))
        with self._zip.open(MANIFEST) as member:
            text = member.read(most + 1)
        entries = text.count(b"{")
        # No list has so many files, and what only looks like one takes many times its size in memory.
        if len(text) > most or text.count(b"[") or text.count(b":") > 3 * entries + 3:
            raise self._refused("its manifest is no list of its files")
        try:
            manifest = _MANIFESTS.validate_json(text, strict=True)
        except ValidationError as error:
            raise ValueError(f"its manifest: {told(error)}") from None
        if manifest.format != FORMAT:
            raise BackupError(f"{self._file} was made by another version of shoplens: {manifest.format[:50]!r}")
        self._compare(manifest.files)
        return manifest

    def _compare(self, entries: dict[str, _Entry]) -> None:
        """Each file is in both archive and manifest, and of the size and sum that it should be."""
        infos = self._zip.NameToInfo
        if RECORDS not in entries:
            raise self._refused("it has no records")
        if strange := infos.keys() ^ {*entries, MANIFEST}:
            raise self._damaged(min(strange))
        for name, entry in entries.items():
            if infos[name].file_size != entry.size or name not in (RECORDS, picture_name(entry.sha256)):
                raise self._damaged(name)

    def _refused(self, why: str) -> BackupError:
        return BackupError(f"the backup {self._file} is refused: {why}; nothing was changed")

    def _damaged(self, name: str) -> BackupError:
        return BackupError(f"the backup {self._file} is damaged: {name} is not as it was; nothing was changed")


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Open a backup; what is wrong with it, now or while it is read, is a `BackupError` of one sentence."""
    try:
        with _DirectoryBound(file) as source, zipfile.ZipFile(source) as archive:
            source.lift()
            yield Archive(file, archive)
    except FileNotFoundError as error:
        raise BackupError(f"there is no file {error.filename}") from error
    except OSError as error:
        path, reason = error.filename or file, error.strerror or error
        raise BackupError(f"{path} cannot be used: {reason}; nothing was changed") from error
    except _DAMAGE as error:
        raise BackupError(f"{file} is damaged or no backup of shoplens ({error}); nothing was changed") from error


class _DirectoryBound(io.BufferedReader):
    """`zipfile` reads a zip's directory at once, and makes objects of many times its size.

    Until the bound is lifted; what is in the files comes after it and has bounds of its own.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(io.FileIO(file))
        self._most: int | None = max(_DIRECTORY_BYTES, file.stat().st_size // _DIRECTORY_SHARE)

    def lift(self) -> None:
        self._most = None

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and self._most is not None and size > self._most:
            raise zipfile.BadZipFile("more files than its size allows")
        return super().read(size)


def told(error: ValidationError) -> str:
    """The first thing that is wrong, in one line."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part)[:80] for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else said


async def in_thread(
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


def _is_ours(info: zipfile.ZipInfo) -> bool:
    """No other name can lead anywhere, inside the folder or out of it."""
    name = info.filename
    key = Path(name).stem
    # `zipfile` cuts a name at a zero byte, and takes another from an extra field.
    return name == info.orig_filename and (name in (RECORDS, MANIFEST) or (is_key(key) and name == picture_name(key)))
