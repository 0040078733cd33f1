"""Answers a question: which products, in which order, and how many of what.

All products are weighed by what is known of them without their vectors (`catalog.retrieval.ranking`).  A vector's
likeness can add no more than `LIKENESS_WEIGHT` to that, so that only the products within this much of
the page's last one need to be compared with the question's vector, and the answer is the exact one.

Where the vectors do not fit into memory, few products are compared by vectors from the records' file,
and many by asking the vector index for so many neighbours that enough of them pass the filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.models import NEAREST, Curve, Facets, Filters, Hit, Record, SearchResult, Sort, Vector
from catalog.retrieval import facets
from catalog.retrieval.columns import Columns
from catalog.retrieval.ranking import LIKENESS_WEIGHT, Floats, Judged, Mask, allowed, confidence_of, explain, is_close
from catalog.storage.store import ProductStore

Rows = NDArray[np.intp]

_MOST_NEIGHBOURS: Final = 4000
_OVER_FETCH: Final = 2
_READ_FROM_FILE: Final = 3000
_SORTED: Final = 500
"""Products that are put in order of price or age where nothing but likeness says which ones are meant."""

_GATHERING_COSTS: Final = 6
"""Reading a vector here and there takes so many times longer than reading the next one."""

_STEPS: Final = 20
_MOST_STEPS: Final = 4000
"""Scores are told apart by twentieths of a point, and no further down than 200 points below the best."""

_JUDGED: Final = 5
_MOST_VARIANTS: Final = 12


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a catalog; see `Catalog.search`."""

    vector: Vector | None
    filters: Filters
    curve: Curve
    words: str = ""
    names: str = ""
    limit: int = 5
    offset: int = 0
    exclude_ids: Sequence[str] = ()
    sort: Sort = "relevance"
    facets: Sequence[str] = ()
    fitting_only: bool = False


class Search:
    """One question, with all products weighed.

    `neighbours` is how many the vector index must be asked for before `answer`, often none.
    """

    def __init__(
        self, store: ProductStore, columns: Columns, question: Question, judged: Judged, left_out: NDArray[np.int32]
    ) -> None:
        self._store = store
        self._columns = columns
        self._question = question
        self._judged = judged
        self._left_out = left_out
        self._rows: Rows = np.flatnonzero(judged.allowed & columns.encoded if self._by_vector else judged.allowed)
        self._cosines: Floats | None = None
        self._near: Mapping[int, float] = {}
        self.neighbours = self._neighbours()

    @property
    def _by_vector(self) -> bool:
        return self._question.vector is not None

    def answer(self, neighbours: Sequence[tuple[str, float]] = ()) -> SearchResult:
        """The page.  `neighbours` are ids with their cosines, as the index gave them."""
        cosines = dict(neighbours)
        self._near = {seq: cosines[one] for one, seq in self._store.lookup.numbers(cosines).items()}
        question, judged = self._question, self._judged
        need = question.offset + question.limit
        pool = self._pool()
        leads = self._leads(pool, need)
        page = leads[question.offset : need]
        best = page if question.sort == "relevance" and not question.offset else self._best(self._rows, _JUDGED)
        best = best[:_JUDGED]
        confidences = self._confidences(np.array([*page, *best], dtype=np.intp)).tolist()
        total = self._columns.articles(pool)
        fitting = self._columns.articles(self._rows[judged.fits[self._rows]]) if judged.selective else total
        return SearchResult(
            hits=tuple(self._hits(page, confidences)),
            total=total,
            close=is_close(judged, best, confidences[len(page) :], question.filters),
            matching=fitting,
            facets=self._facets() if question.facets else {},
        )

    def _leads(self, pool: Rows, need: int) -> list[int]:
        """The first `need` rows in order, one of each article."""
        cluster = self._columns.cluster
        taken = need + NEAREST // 10
        while True:
            ordered = self._ordered(pool, taken)
            leads: dict[int, int] = {}
            for row in ordered:
                leads.setdefault(int(cluster[row]), row)
            if len(leads) >= need or len(ordered) < taken or len(ordered) >= len(pool):
                return list(leads.values())[:need]
            taken *= 4

    def _ordered(self, pool: Rows, most: int) -> list[int]:
        """The first rows, up to `most`."""
        if self._question.sort == "relevance":
            return self._best(pool, most)
        seq, price = self._columns.seq[pool], self._columns.price[pool]
        key = -seq
        if self._question.sort != "newest":
            key = np.where(price < 0, np.iinfo(np.int64).max, price if self._question.sort == "price" else -price)
        return [int(row) for row in pool[np.lexsort((-seq, key))[:most]]]

    def _pool(self) -> Rows:
        """What is shown: everything, and in another order or where that is asked for only what fits, or else what
        comes nearest."""
        question = self._question
        if question.sort == "relevance" and not question.fitting_only:
            return self._rows
        fits = self._rows[self._judged.fits[self._rows]]
        if self._judged.selective and len(fits):
            return fits
        if question.sort == "relevance":
            return self._rows
        if not self._by_vector and not self._judged.selective:
            return self._rows
        return np.array(self._best(self._rows, _SORTED), dtype=np.intp)

    def _best(self, pool: Rows, most: int) -> list[int]:
        """The most relevant rows, best first."""
        if not len(pool):
            return []
        pool = self._within_reach(pool, most)
        if self._columns.vectors is None and len(pool) > _READ_FROM_FILE:
            pool = self._reachable(pool, most)
        score = self._judged.score[pool]
        likeness = np.zeros(len(pool), dtype=np.float32)
        if self._by_vector:
            likeness = self._cosines_of(pool)
            score = score + LIKENESS_WEIGHT * confidence_of(likeness, self._question.curve)
        if len(pool) > most:
            top = np.argpartition(-score, most - 1)[:most]
            # Saturated confidences are equal, and the cosines behind them are not.
            top = np.flatnonzero(score >= score[top].min())
            pool, score, likeness = pool[top], score[top], likeness[top]
        return [int(row) for row in pool[np.lexsort((-self._columns.seq[pool], -likeness, -score))[:most]]]

    def _within_reach(self, pool: Rows, most: int) -> Rows:
        """Rows that are among the first `most` if likeness turns out in their favour."""
        if len(pool) <= most:
            return pool
        step, last = self._steps(pool, most)
        within: Rows = pool[step <= last + (LIKENESS_WEIGHT * _STEPS + 1 if self._by_vector else 0)]
        return within

    def _steps(self, pool: Rows, most: int) -> tuple[NDArray[np.int32], int]:
        """How many steps each row is below the best without likeness, and the step of the row at place `most`."""
        base = self._judged.score[pool]
        # Most products score alike, which a selection algorithm is slow with; steps are counted instead.
        step = np.minimum((base.max() - base) * _STEPS, _MOST_STEPS).astype(np.int32)
        return step, int(np.searchsorted(np.cumsum(np.bincount(step)), most))

    def _neighbours(self) -> int:
        if not self._by_vector or self._columns.vectors is not None:
            return 0
        reach = len(self._within_reach(self._rows, self._most_wanted()))
        if reach <= _READ_FROM_FILE:
            return 0
        enough = _OVER_FETCH * self._most_wanted() * self._columns.rows // reach
        return min(max(NEAREST, enough), _MOST_NEIGHBOURS)

    def _most_wanted(self) -> int:
        # The first pages ask the index for equally many, so that they are cut from one order.
        return max(NEAREST // 4, 2 * (self._question.offset + self._question.limit))

    def _reachable(self, pool: Rows, most: int) -> Rows:
        """Of too many to be read from the file: the index's neighbours, and those that are best without likeness."""
        step, last = self._steps(pool, most)
        surest = pool[step < last]
        among = np.zeros(self._columns.rows, dtype=np.bool_)
        among[pool] = True
        near = self._columns.row_of(list(self._near))
        near = near[among[near]]
        among[pool] = False
        for rows in (near, surest, pool[step == last][len(surest) - most :]):
            among[rows] = True
        return np.flatnonzero(among)

    def _cosines_of(self, rows: Rows) -> Floats:
        vector, matrix = self._question.vector, self._columns.vectors
        if vector is None or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        if matrix is None:
            seqs = self._columns.seq[rows].tolist()
            vectors = self._store.lookup.vectors([seq for seq in seqs if seq not in self._near])
            found = [float(vectors[seq] @ vector) if seq in vectors else self._near.get(seq, -1.0) for seq in seqs]
            return np.array(found, dtype=np.float32)
        if self._cosines is None and len(rows) * _GATHERING_COSTS > len(matrix):
            self._cosines = matrix @ vector
        return matrix[rows] @ vector if self._cosines is None else self._cosines[rows]

    def _confidences(self, rows: Rows) -> Floats:
        if self._by_vector:
            return np.maximum(confidence_of(self._cosines_of(rows), self._question.curve), self._judged.certain[rows])
        return self._judged.agreement[rows] if self._judged.selective else np.ones(len(rows), dtype=np.float32)

    def _hits(self, page: Sequence[int], confidences: Sequence[float]) -> Iterator[Hit]:
        variants_of = self._variants(page)
        others = [variants_of[row] for row in page]
        records = self._store.records_of(
            [int(self._columns.seq[row]) for row in (*page, *(one for some in others for one in some))]
        )
        for row, variants, confidence in zip(page, others, confidences, strict=False):
            record = records.get(int(self._columns.seq[row]))
            if record is None:
                continue
            why, differs = explain(self._judged, row, record, self._question.filters)
            score = float(self._judged.score[row]) + LIKENESS_WEIGHT * confidence
            yield Hit(record, score, confidence, why, differs, self._found(variants, records))

    def _variants(self, page: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """For each row of the page the others of its cluster that the filters let through."""
        cluster = self._columns.cluster
        lead_of = {int(cluster[row]): row for row in page}
        shown = self._columns.of_clusters(page)
        mates = self._rows[shown[cluster[self._rows]]]
        found: dict[int, list[int]] = {row: [] for row in page}
        for mate in mates.tolist():
            lead = lead_of[int(cluster[mate])]
            if mate != lead and len(found[lead]) < _MOST_VARIANTS:
                found[lead].append(mate)
        return found

    def _found(self, rows: Sequence[int], records: Mapping[int, Record]) -> tuple[Record, ...]:
        seqs = [int(self._columns.seq[row]) for row in rows]
        return tuple(records[seq] for seq in seqs if seq in records)

    def _facets(self) -> Facets:
        filters, columns = self._question.filters, self._columns
        found: Facets = {}
        for name in self._question.facets:
            # A choice that was made is left out here, so that its alternatives are counted too.
            chosen = name in filters.required or name in {"size", "price"}
            let: Mask = allowed(columns, filters, name) if chosen else self._judged.allowed
            let[self._left_out] = False
            fits = self._judged.fits_but(name)
            among = let & fits if (let & fits).any() else let
            found = {**found, **facets.count(columns, among, (name,))}
        return found
