"""What search needs of every product, in memory: arrays with one row a product.

A search weighs all products against the question in a few passes over these arrays, which takes less
time than to decode a hundred records, and leaves out none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.retrieval.lexical import WordIndex
from catalog.retrieval.postings import Postings
from catalog.storage.search_rows import Light, TraitRow

MAX_VECTOR_BYTES: Final = 300_000_000
"""Up to this size the vectors are held too; beyond it the vector index and the records' file give them."""

SAME_LOOK: Final = 0.995
"""Products of one title whose pictures are at least this alike (cosine) are one product that is there twice."""

_SPARE: Final = 8
_MOST_OF_ONE_TITLE: Final = 500
_STALE_FROM: Final = 2000


Rows = NDArray[np.bool_] | NDArray[np.integer[Any]]
"""A mask, or numbers of rows."""


class Columns:
    """Arrays over rows; a changed product gets a new row at the end and its old one is no longer `alive`.

    `seq` int64 names the record, `price` is int64 in ten-thousandths (-1 without one), and `cluster` int32
    is equal for variants of one article and for duplicates.  `vectors` is float32 (n, dim), or None
    above `MAX_VECTOR_BYTES`.
    """

    def __init__(self, dim: int, expected: int) -> None:
        self.seq = np.empty(0, dtype=np.int64)
        self.alive = np.empty(0, dtype=np.bool_)
        self.encoded = np.empty(0, dtype=np.bool_)
        self.available = np.empty(0, dtype=np.bool_)
        self.on_sale = np.empty(0, dtype=np.bool_)
        self.price = np.empty(0, dtype=np.int64)
        self.cluster = np.empty(0, dtype=np.int32)
        self.traits: Postings[tuple[str, str]] = Postings()
        self.presence: dict[str, NDArray[np.float32]] = {}
        self.words = WordIndex()
        self.brands: dict[str, str] = {}
        self._title = np.empty(0, dtype=np.int64)
        self._picture = np.empty(0, dtype=np.int64)
        self._row_of = np.empty(0, dtype=np.int32)
        self._groups: dict[str, int] = {}
        self._groups_in: dict[int, list[str]] = {}
        self._clusters = 0
        room = expected + expected // _SPARE + _STALE_FROM
        self._matrix = np.empty((room, dim), dtype=np.float32) if room * dim * 4 <= MAX_VECTOR_BYTES else None

    @property
    def rows(self) -> int:
        """How many rows there are, dead ones included."""
        return len(self.seq)

    @property
    def vectors(self) -> NDArray[np.float32] | None:
        """All rows' vectors; zero where a product was encoded by another model."""
        return None if self._matrix is None else self._matrix[: self.rows]

    def of_clusters(self, rows: Rows | Sequence[int]) -> NDArray[np.bool_]:
        """Which clusters these rows belong to, by number."""
        among = np.zeros(self._clusters, dtype=np.bool_)
        among[self.cluster[rows]] = True
        return among

    def articles(self, rows: Rows) -> int:
        """How many clusters these rows belong to."""
        return int(np.count_nonzero(self.of_clusters(rows)))

    def worn(self, more: int) -> bool:
        """Whether loading afresh is better than to add so many rows: few are alive, or there is no room."""
        dead = self.rows - int(np.count_nonzero(self.alive))
        full = self._matrix is not None and self.rows + more > len(self._matrix)
        return full or dead > _STALE_FROM + self.rows // _SPARE

    def row_of(self, seqs: Sequence[int]) -> NDArray[np.int32]:
        """The living rows of records, in their order; what is not there is left out."""
        asked = np.array(seqs, dtype=np.int64)
        rows = self._row_of[asked[(asked >= 0) & (asked < len(self._row_of))]]
        return rows[rows >= 0]

    def titled(self, title: str) -> NDArray[np.intp]:
        """Rows with just this title, as `catalog.words.joined` writes it."""
        return np.flatnonzero(self._title == hash(title))

    def drop(self, seqs: Sequence[int]) -> None:
        """These records have changed or gone."""
        self.alive[self.row_of(seqs)] = False
        self._row_of[[seq for seq in seqs if seq < len(self._row_of)]] = -1

    def append(self, products: Sequence[Light], traits: Iterable[TraitRow]) -> None:
        """Add products whose records have no living row, with their traits; `join_duplicates` comes afterwards."""
        if not products:
            return
        first = self.rows
        self.seq = np.append(self.seq, [one.seq for one in products])
        self.alive = np.append(self.alive, np.ones(len(products), dtype=np.bool_))
        self.encoded = np.append(self.encoded, np.array([one.encoded for one in products], dtype=np.bool_))
        self.available = np.append(self.available, np.array([one.available for one in products], dtype=np.bool_))
        self.on_sale = np.append(self.on_sale, np.array([one.on_sale for one in products], dtype=np.bool_))
        self.price = np.append(self.price, [-1 if one.price is None else one.price for one in products])
        self.cluster = np.append(self.cluster, np.array([self._cluster(one.group) for one in products], dtype=np.int32))
        self._title = np.append(self._title, [hash(one.title) for one in products])
        self._picture = np.append(self._picture, [hash(one.picture) for one in products])
        self._index(first)
        self._index_traits(traits, products, first)
        self.words.append([(one.title, one.others) for one in products])
        if self._matrix is not None:
            for row, one in enumerate(products, first):
                self._matrix[row] = 0.0 if one.vector is None or not one.encoded else one.vector

    def join_duplicates(self, first: int) -> None:
        """Put each row from `first` on into the cluster of the earlier one that it repeats."""
        for row, earlier in self._duplicates(first):
            self._join(row, earlier)

    def duplicates(self) -> list[list[int]]:
        """Groups of rows that are the same product listed more than once."""
        found: dict[int, list[int]] = {}
        for row, earlier in self._duplicates(0):
            group = found.get(earlier, [earlier])
            group.append(row)
            found[earlier] = found[row] = group
        return [group for row, group in found.items() if row == group[0]]

    def _duplicates(self, first: int) -> Iterator[tuple[int, int]]:
        """(row from `first` on, earlier row) with the same title, and the same picture or nearly the same vector.

        A title that hundreds share names none of them, and is left alone.
        """
        fresh = np.unique(self._title[first:])
        rows = np.flatnonzero(np.isin(self._title, fresh) & self.alive)
        rows = rows[np.argsort(self._title[rows], kind="stable")]
        for alike in np.split(rows, np.flatnonzero(np.diff(self._title[rows])) + 1):
            if not 1 < len(alike) <= _MOST_OF_ONE_TITLE:
                continue
            same = self._picture[alike][:, None] == self._picture[alike]
            if self._matrix is not None:
                same |= self._matrix[alike] @ self._matrix[alike].T >= SAME_LOOK
            for index in range(1, len(alike)):
                if alike[index] >= first and same[index, :index].any():
                    yield int(alike[index]), int(alike[same[index, :index].argmax()])

    def _join(self, row: int, earlier: int) -> None:
        gone, stays = self.cluster[row], self.cluster[earlier]
        if gone != stays:
            self.cluster[self.cluster == gone] = stays
            for group in self._groups_in.pop(int(gone), []):
                self._groups[group] = int(stays)
                self._groups_in.setdefault(int(stays), []).append(group)

    def _cluster(self, group: str) -> int:
        if group and group in self._groups:
            return self._groups[group]
        number = self._clusters
        self._clusters += 1
        if group:
            self._groups[group] = number
            self._groups_in[number] = [group]
        return number

    def _index(self, first: int) -> None:
        missing = int(self.seq[first:].max()) + 1 - len(self._row_of)
        if missing > 0:
            self._row_of = np.append(self._row_of, np.full(missing, -1, dtype=np.int32))
        self._row_of[self.seq[first:]] = np.arange(first, self.rows, dtype=np.int32)

    def _index_traits(self, traits: Iterable[TraitRow], products: Sequence[Light], first: int) -> None:
        row_of = {one.seq: row for row, one in enumerate(products, first)}
        fresh = self.traits.append(((name, value), row_of[seq], strength) for seq, name, value, strength in traits)
        for name in {name for name, _ in fresh} - self.presence.keys():
            self.presence[name] = np.zeros(first, dtype=np.float32)
        room = np.zeros(len(products), dtype=np.float32)
        self.presence = {name: np.append(sums, room) for name, sums in self.presence.items()}
        for (name, _), (rows, strengths) in fresh.items():
            self.presence[name][rows] += strengths
        brands = {
            value: products[rows[0] - first].brand for (name, value), (rows, _) in fresh.items() if name == "brand"
        }
        if not brands.keys() <= self.brands.keys():
            # Replaced and not changed, so that who holds it can tell.
            self.brands = brands | self.brands
