"""Answers a question: which products, in which order, and how many of what.

What a question insists on is exact: sets of rows are intersected (`masks`), and totals, choices and ways out are
counted in them.  Which of the rows left come first is decided among `candidates`, those that their traits, words, the
sketch of their vectors or the vector index put forward: they are compared with the question exactly, and ranked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from pyroaring import BitMap

from catalog.models import Curve, Facets, Filters, Hit, Record, SearchResult, Sort, Vector, WayOut
from catalog.retrieval import facets, masks
from catalog.retrieval.bitmaps import Rows, bitmap_of, rows_of
from catalog.retrieval.candidates import Candidates, Found
from catalog.retrieval.columns import Columns
from catalog.retrieval.ranking import LIKENESS_WEIGHT, Floats, Judge, Judged, confidence_of, explain, is_close
from catalog.storage.store import ProductStore

_SORTED: Final = 500
"""Products that are put in order of price or age where nothing but likeness says which ones are meant."""

_JUDGED: Final = 5
_MOST_VARIANTS: Final = 12
_MORE: Final = 4


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


@dataclass(frozen=True, slots=True)
class Weighed:
    """Some rows, ascending, with all that is known of them; one element a row."""

    rows: Rows
    judged: Judged
    cosines: Floats
    confidence: Floats

    @property
    def score(self) -> Floats:
        """By which they are ordered."""
        return self.judged.score + np.float32(LIKENESS_WEIGHT) * self.confidence


class Search:
    """One question.  `scan` may be called first, while the vector index is asked; `answer` gives the page."""

    def __init__(
        self, store: ProductStore, columns: Columns, question: Question, numbered: Sequence[int], left_out: BitMap
    ) -> None:
        self._store = store
        self._columns = columns
        self._question = question
        self._judge = Judge(columns, question.filters, question.words, question.names, numbered)
        self._conditions = masks.hard(columns, question.filters)
        self._shop = (columns.alive if question.vector is None else columns.alive & columns.encoded) - left_out
        # What was asked for by its number is not held back.
        by_number = BitMap(numbered) & self._shop
        self._left_out = left_out
        self._mask = masks.met(self._shop, self._conditions) | by_number
        self._wants = self._judge.wants()
        self._fits = masks.met(self._mask, self._wants) | (self._judge.certain & self._mask)
        self._named = BitMap()
        self._candidates: dict[str, Candidates] = {}
        self.found: Found | None = None
        """Where the candidates came from, once it is answered."""

    def scan(self) -> None:
        """Find what the answer will need that the vector index has no part in."""
        if self._question.sort == "relevance":
            self._best_of(self._pool, self._need)
        else:
            self._best_of(self._mask, _JUDGED if self._judge.selective else _SORTED)

    def answer(self, neighbours: Sequence[str] = ()) -> SearchResult:
        """The page.  `neighbours` are ids as the index gave them."""
        self._named = bitmap_of(self._columns.row_of(list(self._store.lookup.numbers(neighbours).values())))
        question, columns = self._question, self._columns
        leads = self._leads()
        page = leads[question.offset : self._need]
        first_page = question.sort == "relevance" and not question.offset
        best = page[:_JUDGED] if first_page else self._best(self._mask, _JUDGED)[:_JUDGED]
        weighed = self._weighed(np.unique(np.array([*page, *best], dtype=np.uint32)))
        at = {int(row): place for place, row in enumerate(weighed.rows)}
        confidence = max((float(weighed.confidence[at[row]]) for row in best), default=0.0)
        total = columns.articles.count(self._pool)
        matching = columns.articles.count(self._fits) if self._judge.selective else total
        return SearchResult(
            hits=tuple(self._hits(page, weighed, at)),
            total=total,
            close=is_close(self._judge, weighed.judged, at[best[0]] if best else None, confidence, question.filters),
            matching=matching,
            facets=self._facets(),
            ways_out=self._ways_out() if matching < masks.FEW else (),
        )

    @property
    def _need(self) -> int:
        return self._question.offset + self._question.limit

    @cached_property
    def _pool(self) -> BitMap:
        """What is shown: everything, and in another order or where that is asked for only what fits, or else what
        comes nearest."""
        question = self._question
        by_relevance = question.sort == "relevance"
        if self._judge.selective and self._fits and not (by_relevance and not question.fitting_only):
            return self._fits
        if by_relevance or (question.vector is None and not self._judge.selective):
            return self._mask
        return BitMap(self._best(self._mask, _SORTED)[:_SORTED])

    def _leads(self) -> list[int]:
        """The first rows in order, one of each article."""
        number, taken = self._columns.articles.number, self._need
        while True:
            ordered = self._ordered(taken)
            leads: dict[int, int] = {}
            for row in ordered:
                leads.setdefault(int(number[row]), row)
            if len(leads) >= self._need or len(ordered) >= len(self._pool):
                return list(leads.values())[: self._need]
            taken = _MORE * max(taken, len(ordered))

    def _ordered(self, most: int) -> list[int]:
        """At least the first `most` rows that are shown."""
        if self._question.sort == "relevance":
            return self._best(self._pool, most)
        rows = rows_of(self._pool)
        seq, price = self._columns.seq[rows], self._columns.price[rows]
        key = -seq
        if self._question.sort != "newest":
            key = np.where(price < 0, np.iinfo(np.int64).max, price if self._question.sort == "price" else -price)
        if len(rows) > most:
            first = np.flatnonzero(key <= np.partition(key, most - 1)[most - 1])
            rows, seq, key = rows[first], seq[first], key[first]
        return [int(row) for row in rows[np.lexsort((-seq, key))]]

    def _best(self, pool: BitMap, most: int) -> list[int]:
        """The most relevant rows, best first: at least `most`, if there are so many."""
        found = self._best_of(pool, most)
        self.found = self.found or found
        weighed = self._weighed(found.rows)
        # Saturated confidences are equal, and the cosines behind them are not.
        order = np.lexsort((-self._columns.seq[found.rows], -weighed.cosines, -weighed.score))
        return [int(row) for row in found.rows[order]]

    def _best_of(self, pool: BitMap, most: int) -> Found:
        key = "fits" if pool is self._fits else "mask"
        if key not in self._candidates:
            question = self._question
            self._candidates[key] = Candidates(self._columns, self._judge, pool, question.vector, question.curve)
        # Pages are cut from one order as long as equally many are compared.
        compared = self._columns.vectors.compared
        while compared < 2 * most:
            compared *= _MORE
        return self._candidates[key].best(compared, self._named)

    def _weighed(self, rows: Rows) -> Weighed:
        judged, question = self._judge.judge(rows), self._question
        if question.vector is None:
            known = judged.agreement if self._judge.selective else np.ones(len(rows), dtype=np.float32)
            return Weighed(rows, judged, np.zeros(len(rows), dtype=np.float32), known)
        cosines = self._columns.vectors.cosines(rows, question.vector)
        return Weighed(rows, judged, cosines, np.maximum(confidence_of(cosines, question.curve), judged.certain))

    def _hits(self, page: Sequence[int], weighed: Weighed, at: Mapping[int, int]) -> Iterator[Hit]:
        others = [self._variants(row) for row in page]
        records = self._store.records_of(
            [int(self._columns.seq[row]) for row in (*page, *(one for some in others for one in some))]
        )
        score = weighed.score
        for row, variants in zip(page, others, strict=True):
            record = records.get(int(self._columns.seq[row]))
            if record is None:
                continue
            why, differs = explain(weighed.judged, at[row], record, self._question.filters)
            confidence = float(weighed.confidence[at[row]])
            yield Hit(record, float(score[at[row]]), confidence, why, differs, self._found(variants, records))

    def _variants(self, lead: int) -> list[int]:
        """The others of its article that the filters let through."""
        mates = sorted(row for row in self._columns.articles.mates(lead) if row != lead and row in self._mask)
        return mates[:_MOST_VARIANTS]

    def _found(self, rows: Sequence[int], records: Mapping[int, Record]) -> tuple[Record, ...]:
        seqs = [int(self._columns.seq[row]) for row in rows]
        return tuple(records[seq] for seq in seqs if seq in records)

    def _facets(self) -> Facets:
        found: Facets = {}
        for name in self._question.facets:
            # A choice that was made is left out here, so that its alternatives are counted too.
            chosen = name in self._question.filters.required or name in {"size", "price"}
            let = masks.met(self._columns.alive - self._left_out, self._conditions, name) if chosen else self._mask
            wants = {one: rows for one, rows in self._wants.items() if one.trait != name}
            among = masks.met(let, wants) | (self._judge.certain & let)
            found = {**found, **facets.count(self._columns, among or let, (name,))}
        return found

    def _ways_out(self) -> tuple[WayOut, ...]:
        if self._judge.certain & self._mask:
            return ()
        implied = self._question.filters.implied
        wants = {one: rows for one, rows in self._wants.items() if one.trait not in implied}
        return masks.ways_out(self._columns, self._shop, {**self._conditions, **wants})
