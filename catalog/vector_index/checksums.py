"""Knows whether the files of a vector index are still those that were last closed.

Chroma does not check its files: a cut or flipped one loses vectors without a word, or ends the process that reads
it (chroma-core/chroma issues 7238 and 6949).  So they are summed up on closing and compared before opening.  An index
is not opened where files were changed since, or where the last opening did not come to its end: it is noted before it
begins, and taken back once all of the index was reached.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

_CHUNK_BYTES: Final = 1 << 20
_OPENING: Final = "opening"
_IN_USE: Final = "in use"
_CLOSED: Final = "closed"


class FolderChecksums:
    """A small file in the index's folder with its state; it goes when the folder goes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "seal.json"

    def broken(self) -> str:
        """Why the folder must not be opened, or "".  A folder left by a killed process may be opened."""
        try:
            noted = json.loads(self._file.read_text())
            if noted["state"] == _OPENING:
                return "the last program that opened it did not survive"
            # An earlier version summed up less.
            if noted["state"] == _CLOSED and not noted["sums"].items() <= self._sums().items():
                return "its files were changed since it was closed"
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            return f"its checksums cannot be read: {error}"
        return ""

    def opening(self) -> None:
        """Note that it is being opened and checked."""
        self._write({"state": _OPENING})

    def in_use(self) -> None:
        """Note that it was found sound and may change from now on."""
        self._write({"state": _IN_USE})

    def closed(self) -> None:
        """Sum up the files, if they were found sound before."""
        try:
            if json.loads(self._file.read_text())["state"] == _IN_USE:
                self._write({"state": _CLOSED, "sums": self._sums()})
        except (OSError, ValueError, LookupError, TypeError):
            log.warning("the vector index in %s was closed without checksums", self._folder, exc_info=True)

    def _write(self, noted: Mapping[str, object]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._file.with_suffix(".tmp")
        half.write_text(json.dumps(noted))
        half.replace(self._file)

    def _sums(self) -> dict[str, int]:
        ours = (self._file, self._file.with_suffix(".tmp"))
        return {
            path.relative_to(self._folder).as_posix(): _sum(path)
            for path in self._folder.rglob("*")
            if path.is_file() and path not in ours
        }


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            total = zlib.crc32(chunk, total)
    return total
