"""Keeps what search needs of the store at hand: mapped from a file beside the records, and as the store is now."""

from __future__ import annotations

import hashlib
import logging
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from catalog.models import SearchResult
from catalog.retrieval.bitmaps import bitmap_of
from catalog.retrieval.columns import Columns
from catalog.retrieval.mapped_file import DamagedFile, read, write
from catalog.retrieval.search import Question, Search
from catalog.storage.search_rows import Light, TraitRow
from catalog.storage.store import ProductStore

log = logging.getLogger(__name__)

_LOADED_AT_ONCE: Final = 5000
_KEPT_FROM: Final = 2000
"""So many products and more have a file; fewer are read sooner than it is checked."""

_LOOKED_AT: Final = 100
_SUFFIX: Final = ".columns"


class ColumnCache:
    """Keeps `Columns` equal to the store, and searches them.  Used from the store's thread.

    `folder` is where they are kept between one start and the next, a file a model; None keeps none.
    """

    def __init__(self, store: ProductStore, fingerprint: str, dim: int, folder: Path | None = None) -> None:
        self._store = store
        self._fingerprint = fingerprint
        self._dim = dim
        self._file = folder and folder / (hashlib.sha256(fingerprint.encode()).hexdigest()[:24] + _SUFFIX)
        self._columns: Columns | None = None
        self._kept: tuple[int, int] | None = None
        self.candidates: Counter[str] = Counter()
        """How many rows each source has put forward, see `candidates.Found`."""

    def begin(self, question: Question) -> Search:
        """Find what passes the conditions and is likely to be first; the page is made by `answer`."""
        columns, lookup = self.columns(), self._store.lookup
        numbered = columns.row_of(lookup.coded(question.words)).tolist()
        left_out = columns.row_of(list(lookup.numbers(question.exclude_ids).values()))
        search = Search(self._store, columns, question, numbered, bitmap_of(left_out))
        search.scan()
        return search

    def answer(self, search: Search, neighbours: Sequence[str] = ()) -> SearchResult:
        """The page, with what the vector index named among its candidates."""
        result = search.answer(neighbours)
        if search.found is not None:
            self.candidates.update(search.found.by_source)
        return result

    def duplicates(self) -> list[tuple[str, ...]]:
        """Ids of the products that are listed more than once, the oldest of each first."""
        columns = self.columns()
        groups = [columns.seq[rows].tolist() for rows in columns.duplicates()]
        ids = self._store.lookup.ids([seq for seqs in groups for seq in seqs])
        return [tuple(ids[seq] for seq in sorted(seqs)) for seqs in groups]

    def columns(self) -> Columns:
        """The columns as the store is now.  Raises `CatalogUnavailable`."""
        columns, self._columns = self._columns or self._from_file(), None
        changed = self._store.lookup.changed()
        if columns is None or changed is None or columns.worn():
            columns = self._columns = self._from_store()
            if self.keep():
                # Mapped from the file, most of it need not stay in memory.
                columns = self._from_file() or columns
        elif changed:
            columns.update(changed, *self._read_all(changed))
            columns.vectors.prepare()
        self._columns = columns
        return columns

    def keep(self) -> bool:
        """Write what the next start needs, unless it is there; whether that was done."""
        columns = self._columns
        mark = self._store.lookup.mark()
        if self._file is None or columns is None or len(columns.alive) < _KEPT_FROM or mark == self._kept:
            return False
        notes = {"fingerprint": self._fingerprint, "dim": self._dim, "mark": mark}
        try:
            self._file.parent.mkdir(exist_ok=True)
            write(self._file, notes, columns.arrays())
            self._kept = mark
            for other in self._file.parent.glob(f"*{_SUFFIX}"):
                if other != self._file:
                    other.unlink()
        except OSError as error:
            log.warning("what search needs was not kept for the next start: %s", error)
            return False
        return True

    def _from_store(self) -> Columns:
        columns = Columns(self._dim)
        for products, traits in self._read(self._store.lookup.live_seqs()):
            columns.append(products, traits)
        columns.join_duplicates(0)
        columns.vectors.prepare()
        return columns

    def _from_file(self) -> Columns | None:
        """What was kept, brought up to date; None where that is not to be believed."""
        if self._file is None or not self._file.exists():
            return None
        try:
            notes, arrays = read(self._file)
            number, product = notes["mark"]
            if (notes["fingerprint"], notes["dim"]) != (self._fingerprint, self._dim):
                raise DamagedFile("it is of another model")
            if not self._store.lookup.go_on_from(number, product):
                raise DamagedFile("it is of other records")
            columns = Columns.of_arrays(self._dim, arrays)
            changed = self._store.lookup.changed()
            if changed is None:
                raise DamagedFile("it is too old")
            columns.update(changed, *self._read_all(changed))
            columns.vectors.prepare()
            self._compare(columns)
        except (DamagedFile, OSError, ValueError, LookupError, TypeError) as error:
            log.warning(
                "search is made ready from the records: what was kept in %s does not serve: %s", self._file, error
            )
            return None
        self._kept = (number, product)
        return columns

    def _compare(self, columns: Columns) -> None:
        seqs = self._store.lookup.live_seqs()
        some = random.sample(seqs, min(_LOOKED_AT, len(seqs)))
        if len(seqs) != len(columns.alive) or not columns.agree(*self._read_all(some)):
            raise DamagedFile("it is not what the records say")

    def _read_all(self, seqs: Sequence[int]) -> tuple[list[Light], list[TraitRow]]:
        products: list[Light] = []
        traits: list[TraitRow] = []
        for some, known in self._read(seqs):
            products += some
            traits += known
        return products, traits

    def _read(self, seqs: Sequence[int]) -> Iterator[tuple[list[Light], list[TraitRow]]]:
        lookup = self._store.lookup
        for start in range(0, len(seqs), _LOADED_AT_ONCE):
            products = lookup.light(seqs[start : start + _LOADED_AT_ONCE], self._fingerprint)
            yield products, lookup.traits([one.seq for one in products])
