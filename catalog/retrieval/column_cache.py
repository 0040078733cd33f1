"""Keeps what search needs of the store in memory, and begins searches on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from catalog.models import SearchResult
from catalog.retrieval.bitmaps import bitmap_of
from catalog.retrieval.columns import Columns
from catalog.retrieval.search import Question, Search
from catalog.storage.search_rows import Light, TraitRow
from catalog.storage.store import ProductStore

_LOADED_AT_ONCE: Final = 5000


class ColumnCache:
    """Keeps `Columns` equal to the store, and searches them.  Used from the store's thread."""

    def __init__(self, store: ProductStore, fingerprint: str, dim: int) -> None:
        self._store = store
        self._fingerprint = fingerprint
        self._dim = dim
        self._columns: Columns | None = None
        self.candidates: Counter[str] = Counter()
        """How many rows each source has put forward, see `candidates.Found`."""

    def begin(self, question: Question) -> Search:
        """Find what passes the conditions; the page is made by `Search.answer`."""
        columns, lookup = self.columns(), self._store.lookup
        numbered = columns.row_of(lookup.coded(question.words)).tolist()
        left_out = columns.row_of(list(lookup.numbers(question.exclude_ids).values()))
        return Search(self._store, columns, question, numbered, bitmap_of(left_out))

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
        columns, self._columns = self._columns, None
        changed = self._store.lookup.changed()
        if columns is None or changed is None or columns.worn():
            columns = Columns(self._dim)
            for products, traits in self._read(self._store.lookup.live_seqs()):
                columns.append(products, traits)
            columns.join_duplicates(0)
            columns.vectors.prepare()
        elif changed:
            products, traits = self._read_all(changed)
            columns.update(changed, products, traits)
            columns.vectors.prepare()
        self._columns = columns
        return columns

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
