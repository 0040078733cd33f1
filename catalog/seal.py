"""Knows whether the files of a vector index are still those that were last closed.

Chroma does not check its files: a cut or flipped one loses vectors without a word, or crashes the
whole process when it is read.  So they are summed up on closing and compared before opening, and an
opening that killed the process is remembered by the next one.
"""

from __future__ import annotations

import json
import logging
import zlib
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

_CHUNK_BYTES: Final = 1 << 20
_OPENING: Final = "opening"
_IN_USE: Final = "in use"
_CLOSED: Final = "closed"


class FolderSeal:
    """A small file in the index's folder with its state; it goes when the folder goes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "seal.json"

    def broken(self) -> str:
        """Why the folder must not be opened, or "".  A folder left by a killed process may be opened."""
        try:
            seal = json.loads(self._file.read_text())
            if seal["state"] == _OPENING:
                return "the last program that opened it did not survive"
            if seal["state"] == _CLOSED and seal["sums"] != self._sums():
                return "its files were changed since it was closed"
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, LookupError, TypeError) as error:
            return f"its seal cannot be read: {error}"
        return ""

    def opening(self) -> None:
        """Note that it is being opened and checked."""
        self._write(_OPENING)

    def in_use(self) -> None:
        """Note that it was found sound and may change from now on."""
        self._write(_IN_USE)

    def closed(self) -> None:
        """Sum up the files, if they were found sound before."""
        try:
            if json.loads(self._file.read_text())["state"] == _IN_USE:
                self._write(_CLOSED)
        except (OSError, ValueError, LookupError, TypeError):
            log.warning("the vector index in %s could not be sealed", self._folder, exc_info=True)

    def _write(self, state: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        sums = self._sums() if state == _CLOSED else {}
        half = self._file.with_suffix(".tmp")
        half.write_text(json.dumps({"state": state, "sums": sums}))
        half.replace(self._file)

    def _sums(self) -> dict[str, int]:
        """The graphs' files; Chroma's SQLite looks after itself."""
        return {path.relative_to(self._folder).as_posix(): _sum(path) for path in self._folder.glob("*/*.bin")}


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            total = zlib.crc32(chunk, total)
    return total
