"""Which rows are one article: variants of one group, and the same thing listed twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from catalog.retrieval.bitmaps import rows_of
from catalog.retrieval.mapped_file import packed, unpacked

_FEW: Final = 500


class Articles:
    """Joins rows to articles and counts them.

    `number` int32 names each row's article, and `_next` leads from row to row of one article, in a ring.
    """

    def __init__(self) -> None:
        self.number = np.empty(0, dtype=np.int32)
        self._next = np.empty(0, dtype=np.int32)
        self._count = 0
        self._first_of: dict[str, int] = {}
        self._shared = BitMap()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of it, to be kept."""
        return {
            "number": self.number,
            "next": self._next,
            "shared": np.frombuffer(self._shared.serialize(), dtype=np.uint8),
            "groups": packed(self._first_of),
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of `arrays`."""
        made = cls()
        made.number, made._next = arrays["number"], arrays["next"]
        made._count = len(made.number)
        made._shared = BitMap.deserialize(arrays["shared"].tobytes())
        made._first_of = unpacked(arrays["groups"])
        return made

    def append(self, groups: Sequence[str]) -> None:
        """Add rows, each with the group that its shop put it in; "" is none."""
        first = len(self.number)
        fresh = np.arange(first, first + len(groups), dtype=np.int32)
        self.number = np.append(self.number, np.arange(self._count, self._count + len(groups), dtype=np.int32))
        self._next = np.append(self._next, fresh)
        self._count += len(groups)
        for row, group in enumerate(groups, first):
            if group:
                self.join(row, self._first_of.setdefault(group, row))

    def join(self, row: int, other: int) -> None:
        """These two rows, and all that are one with either, are one article."""
        stays, gone = int(self.number[other]), int(self.number[row])
        if stays == gone:
            return
        moved = list(self.mates(row))
        self.number[moved] = stays
        self._next[[row, other]] = self._next[[other, row]]
        self._shared.update([other, *moved])

    def mates(self, row: int) -> Iterator[int]:
        """All rows of the article of this row, itself first; what has gone is among them."""
        yield row
        at = int(self._next[row])
        while at != row:
            yield at
            at = int(self._next[at])

    def count(self, rows: BitMap) -> int:
        """How many articles these rows belong to."""
        shared = rows & self._shared
        return len(rows) - len(shared) + self._distinct(rows_of(shared))

    def _distinct(self, rows: NDArray[Any]) -> int:
        if len(rows) <= _FEW:
            return len(set(self.number[rows].tolist()))
        there = np.zeros(self._count, dtype=np.bool_)
        there[self.number[rows]] = True
        return int(np.count_nonzero(there))
