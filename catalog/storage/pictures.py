"""Previews of the products' pictures, named by what is in them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from catalog.errors import CatalogUnavailable

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_FEW: Final = 4
"""More files than this reach the disk together: one after the other each would wait for it."""


def is_key(key: str) -> bool:
    """Whether this can name a picture: a SHA-256 in hex."""
    return _KEY.fullmatch(key) is not None


class PictureFolder:
    """JPEG files as `ab/<sha-256>.jpg`.  Products may share one; whoever removes asks the store first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path | None:
        """The file of a picture, or None where there is none; only a key can name a file."""
        if not is_key(key):
            return None
        path = self._path(key)
        return path if path.is_file() else None

    def any(self) -> bool:
        """Whether there are pictures at all."""
        return next(self._folder.glob("??/*.jpg"), None) is not None

    def refuse_lost(self, records: Path) -> None:
        """Raise `CatalogUnavailable` where there are pictures of products and no `records`."""
        if not records.exists() and self.any():
            raise CatalogUnavailable(
                f"the product records {records} are gone though there are pictures; `shoplens catalog restore` brings "
                f"back a backup, and a shop that starts anew needs {records.parent} empty"
            )

    def write(self, pictures: Mapping[str, bytes]) -> None:
        """Keep pictures by key: each whole or not at all, whatever happens meanwhile.

        Raises `ValueError` for a key that is no sha-256 in hex, `CatalogUnavailable` where the disk refuses.
        """
        for key in pictures:
            if not is_key(key):
                raise ValueError(f"{key!r} is not the key of a picture")
        with self._translated():
            _write_atomically({path: jpeg for key, jpeg in pictures.items() if not (path := self._path(key)).is_file()})

    def put(self, key: str, jpeg: bytes) -> None:
        """Keep one of many pictures in place of what may be there under its key; `flush` comes after the last.

        Raises as `write`.
        """
        path = self._path(key)
        if not is_key(key):
            raise ValueError(f"{key!r} is not the key of a picture")
        with self._translated():
            if not path.is_file() or path.read_bytes() != jpeg:
                _write_atomically({path: jpeg}, flush=False)

    def flush(self) -> None:
        """Have all that was `put` on the disk."""
        os.sync()

    def take_over(self, folder: Path) -> None:
        """Move here, in place of what may be there, the pictures of a `PictureFolder` on the same disk."""
        with self._translated():
            for path in folder.glob("??/*.jpg"):
                target = self._path(path.stem)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)

    def remove(self, keys: Collection[str]) -> None:
        """Remove pictures; those that are not there are no matter."""
        with self._translated():
            for key in keys:
                if is_key(key):
                    self._path(key).unlink(missing_ok=True)

    def keep_only(self, used: Collection[str]) -> int:
        """Remove what a crash left behind: all pictures but those `used`.  Returns how many went."""
        unused = [path for path in self._folder.glob("??/*") if path.suffix == ".tmp" or path.stem not in used]
        with self._translated():
            for path in unused:
                path.unlink(missing_ok=True)
        return len(unused)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.jpg"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CatalogUnavailable(f"the pictures in {self._folder} cannot be changed: {error}") from error


def _write_atomically(files: Mapping[Path, bytes], *, flush: bool = True) -> None:
    """Each file is there whole or not at all; with `flush`, all are on the disk before any has its name."""
    staged = [path.with_suffix(".tmp") for path in files]
    try:
        for path, data in zip(staged, files.values(), strict=True):
            _write(path, data, flush=flush and len(files) <= _FEW)
        if flush and len(files) > _FEW:
            os.sync()
        for path, target in zip(staged, files, strict=True):
            path.replace(target)
    except BaseException:
        for path in staged:
            path.unlink(missing_ok=True)
        raise


def _write(path: Path, data: bytes, *, flush: bool) -> None:
    try:
        file = path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
    with file:
        file.write(data)
        if flush:
            file.flush()
            os.fsync(file.fileno())
