"""Keeps what search needs of the store in memory, and begins searches on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from catalog.retrieval.columns import Columns
from catalog.retrieval.ranking import judge
from catalog.retrieval.search import Question, Search
from catalog.storage.store import ProductStore

_LOADED_AT_ONCE: Final = 5000


class ColumnCache:
    """Keeps `Columns` equal to the store, and searches them.  Used from the store's thread."""

    def __init__(self, store: ProductStore, fingerprint: str, dim: int) -> None:
        self._store = store
        self._fingerprint = fingerprint
        self._dim = dim
        self._columns: Columns | None = None

    def begin(self, question: Question) -> Search:
        """Weigh all products; what is left is to be done by `Search.answer`."""
        columns = self.columns()
        numbered = columns.row_of(self._store.lookup.coded(question.words))
        judged = judge(columns, question.filters, question.words, question.names, numbered.tolist())
        left_out = columns.row_of(list(self._store.lookup.numbers(question.exclude_ids).values()))
        judged.allowed[left_out] = False
        return Search(self._store, columns, question, judged, left_out)

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
        if columns is None or changed is None or columns.worn(len(changed)):
            seqs = self._store.lookup.live_seqs()
            columns = Columns(self._dim, len(seqs))
            self._read(columns, seqs)
        elif changed:
            columns.drop(changed)
            self._read(columns, changed)
        self._columns = columns
        return columns

    def _read(self, columns: Columns, seqs: Sequence[int]) -> None:
        first, lookup = columns.rows, self._store.lookup
        for start in range(0, len(seqs), _LOADED_AT_ONCE):
            some = lookup.light(seqs[start : start + _LOADED_AT_ONCE], self._fingerprint, columns.vectors is not None)
            columns.append(some, lookup.traits([one.seq for one in some]))
        columns.join_duplicates(first)
