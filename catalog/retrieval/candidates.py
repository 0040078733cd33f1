"""Which products are worth being compared exactly: far fewer than there are, and all that can be among the best.

Traits and words add to a score that is exact, so that only what is within reach of the page by it matters.  How alike
the vectors are decides among those, and the sketch tells which are likely; what Chroma names comes besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from pyroaring import BitMap

from catalog.models import Curve, Vector
from catalog.retrieval.bitmaps import Rows, bitmap_of, rows_of
from catalog.retrieval.columns import Columns
from catalog.retrieval.ranking import LIKENESS_WEIGHT, Floats, Judge, confidence_of
from catalog.retrieval.vectors import best_of

WEIGHED_WHOLE: Final = 5000
"""So many are all weighed; of more only those that have something of what is wanted."""

_COMPARED_FOR_ONE: Final = 6
"""So many are compared for each that is certainly among the first by what is wanted."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows to compare, ascending, and how many each source gave that passed the conditions."""

    rows: Rows
    by_source: Mapping[str, int]


class Candidates:
    """The candidates of one question among the rows of `mask`; `named` are the rows that the vector index gave."""

    def __init__(self, columns: Columns, judge: Judge, mask: BitMap, vector: Vector | None, curve: Curve) -> None:
        self._columns = columns
        self._judge = judge
        self._mask = mask
        self._vector = vector
        self._curve = curve
        self._kept: dict[int, tuple[Rows, Rows]] = {}

    def best(self, most: int, named: BitMap) -> Found:
        """At least `most`, where there are so many."""
        by_index = rows_of(named & self._mask)
        if len(self._mask) <= most:
            return Found(rows_of(self._mask), {"index": len(by_index), "traits": len(self._mask)})
        if most not in self._kept:
            self._kept[most] = self._of_ours(most)
        by_traits, by_sketch = self._kept[most]
        rows = np.unique(np.concatenate([by_traits, by_sketch, by_index]))
        return Found(rows, {"sketch": len(by_sketch), "index": len(by_index), "traits": len(by_traits)})

    def _of_ours(self, most: int) -> tuple[Rows, Rows]:
        """By traits and words, and by the sketch alone."""
        if not self._judge.sources():
            return self._every[:0], self._likeliest(most)
        within, base, beyond = self._within_reach(most)
        others = within[:0]
        if beyond:
            others = np.setdiff1d(self._likeliest(max(most, WEIGHED_WHOLE)), within)
            within = np.concatenate([within, others])
            base = np.concatenate([base, self._judge.judge(others).score])
        likely = base + LIKENESS_WEIGHT * confidence_of(self._like(within), self._curve)
        best = best_of(likely, most)
        by_sketch = best >= len(within) - len(others)
        return within[best[~by_sketch]], within[best[by_sketch]]

    def _within_reach(self, most: int) -> tuple[Rows, Floats, bool]:
        """Rows that may be among the first `most`, their score without likeness, and whether others may be, too."""
        if len(self._mask) <= WEIGHED_WHOLE:
            return self._every, self._judge.judge(self._every).score, False
        sources = self._judge.sources()
        more = sum(source.gain for source in sources)
        among, rows = BitMap(), self._every[:0]
        score = np.empty(0, dtype=np.float32)
        for source in sources:
            more += source.left - source.gain
            among |= bitmap_of(source.rows) & self._mask
            if len(among) > len(rows):
                rows = rows_of(among)
                score = self._judge.judge(rows).score
            first = most // _COMPARED_FOR_ONE
            if len(rows) >= first and np.partition(score, -first)[-first] > more + LIKENESS_WEIGHT:
                return rows, score, False
        return rows, score, True

    @cached_property
    def _every(self) -> Rows:
        return rows_of(self._mask)

    @cached_property
    def _all_like(self) -> Floats:
        return self._like(self._every)

    def _like(self, rows: Rows) -> Floats:
        if self._vector is None:
            return np.zeros(len(rows), dtype=np.float32)
        return self._columns.vectors.like(rows, self._vector)

    def _likeliest(self, most: int) -> Rows:
        """By likeness; without a vector the newest, and of them first what can be bought."""
        if self._vector is not None:
            return self._every[best_of(self._all_like, most)]
        able = rows_of(self._mask & self._columns.in_stock)
        found = [some[best_of(self._columns.seq[some], most)] for some in (able, self._every)]
        return np.union1d(*found)
