"""Knows whether the files of a vector index are still those that were last closed, and whether they were ever read.

Chroma does not check its files: a cut or flipped one loses vectors without a word, or ends the whole
process when it is read (chroma-core/chroma issues 7238 and 6949).  So they are summed up on closing
and compared before opening.  A process opens an index

- at once, where every file is as it was closed and the graphs are those that a process has read before, by
  the same version of Chroma: bytes that were read well are read well again;
- after another process has read all of it (`preflight`), where one was killed at work, where graphs were
  written that nobody has read since, and after a change of Chroma's version;
- never, where files were changed since they were closed, or where the last opening did not come to its end.

The opening is noted before it begins, and taken back once all of the index was reached.  So an index ends the
process that opens it at most once: either that is another process, or the next one does not open it.
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
_IDS: Final = "index_metadata.pickle"


class FolderChecksums:
    """A small file in the index's folder with its state; it goes when the folder goes.

    `library` is the version of Chroma that opens and writes the other files.
    """

    def __init__(self, folder: Path, library: str) -> None:
        self._folder = folder
        self._library = library
        self._file = folder / "seal.json"
        self._found: Mapping[str, int] = {}
        self.tried = True
        """Whether this library has read these very graphs before, as `broken` found them; so it has where none are."""

    def broken(self) -> str:
        """Why the folder must not be opened, or "".  A folder left by a killed process may be opened."""
        try:
            self._found = self._sums()
            self.tried = not _graphs(self._found)
            noted = json.loads(self._file.read_text())
            if noted["state"] == _OPENING:
                return "the last program that opened it did not survive"
            if noted["state"] == _CLOSED:
                # An earlier version summed up less.
                if not noted["sums"].items() <= self._found.items():
                    return "its files were changed since it was closed"
                self.tried |= noted.get("tried", False) and noted.get("library") == self._library
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
                sums = self._sums()
                tried = _graphs(sums) == _graphs(self._found)
                self._write({"state": _CLOSED, "sums": sums, "tried": tried, "library": self._library})
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


def _graphs(sums: Mapping[str, int]) -> dict[str, int]:
    """Of the graphs that an opening reads: each in a folder of its own, with a list of its ids.

    Without that list Chroma makes the graph from its SQLite file at every opening, and its files are new each time.
    """
    read = {folder for folder, _, file in (name.rpartition("/") for name in sums) if file == _IDS}
    return {name: crc for name, crc in sums.items() if name.rpartition("/")[0] in read}


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            total = zlib.crc32(chunk, total)
    return total
