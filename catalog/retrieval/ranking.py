"""Pure: weighs products against a question.

Score = for each wanted trait its weight times how well it matches, less a penalty where the product is
known to be different; the words that no trait covers, by how many of them the product has; half of the
vector's confidence; and far above these, products that are called just what was typed, and article
numbers.  The weights put products in the order in which people judge: the kind of thing first, then
its brand, its colour and its name, then everything else, then likeness.

Words and vectors are fused as a convex combination of normalised scores, which needs no list lengths
to be tuned and has been found better than fusing ranks (Bruch, Gai and Ingber, An Analysis of Fusion
Functions for Hybrid Retrieval, ACM TOIS 42, 2023).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from catalog.models import Condition, Curve, Filters, Record
from catalog.retrieval.bitmaps import Rows, bitmap_of
from catalog.retrieval.columns import Columns
from catalog.retrieval.lexical import WordMatch
from catalog.retrieval.vectors import best_of
from catalog.storage.codec import effective
from catalog.words import words_of

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

AGREES_FROM: Final = 0.5

_WEIGHTS: Final[Mapping[str, tuple[float, float]]] = {
    "category": (10.0, 2.0),
    "brand": (5.0, 0.0),
    "colours": (3.0, 1.5),
}
_OTHER_WEIGHTS: Final = (1.0, 1.0)
"""(weight of a match, penalty of a difference)."""

_IMPLIED: Final = 0.125
"""What an implied trait counts once something was asked for: with likeness, all of them together stay below the least
trait that was.  The kind of thing counts in full, since who asks for long sleeves still wants a t-shirt."""

_UNKNOWN_KIND: Final = 0.875
"""What an unknown kind counts of another one.  Only likeness may tell whether it is worth more: a perfume is no
better an answer than a sweatshirt to who wants a hoodie, in a shop that has none."""

_NEAR: Final = 0.92
"""What a near value counts: a sweatshirt goes behind every sweater of its colour, before those of another."""

_NAMES_WEIGHT: Final = 2.5
_WORDS_WEIGHT: Final = 0.25
LIKENESS_WEIGHT: Final = 0.5
"""Likeness and words together stay below the step to a near value, 0.08 · 10, so that they never skip it."""

_CLEARLY_THERE: Final = 0.6
_CLOSE_CONFIDENCE: Final = 0.5
_CLOSE_WITHOUT_CATEGORY: Final = 0.85
_CLOSE_AGREEMENT: Final = 0.6

_SOLD_OUT_PENALTY: Final = 0.75
_SOLD_OUT_AND_NOTHING_WANTED: Final = 0.1
"""What cannot be bought goes behind what fits as well and can; where only likeness says what fits, behind what is
nearly as alike."""

_CALLED_SO_FROM: Final = 0.82
_CALLED_SO_WEIGHT: Final = 100.0
_EXACTLY_SO: Final = 20.0
_NUMBERED_SCORE: Final = 1000.0

_MOST_BY_WORDS: Final = 2000
"""Of those that have the same common words likeness tells which to look at."""

_NO_ROWS: Final = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The rows that have a wanted trait, ascending: how well they match, and the presence of all that would do."""

    weight: float
    penalty: float
    rows: Rows
    strength: Floats
    there: Floats

    def fitting(self) -> BitMap:
        return bitmap_of(self.rows[self.strength >= AGREES_FROM])


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that have something that was asked for: what one can gain by it, and what another one that is not here."""

    gain: float
    left: float
    rows: Rows


@dataclass(frozen=True, slots=True)
class Judged:
    """Some rows weighed against everything but the vector; every array has one element a row.

    `certain` is a confidence that needs no vector: a product that was asked for by its name or number.
    `agreement` is the share of what is wanted that is there.  `strengths` and `conflicts` have it by trait.
    """

    score: Floats
    agreement: Floats
    certain: Floats
    category_fits: Mask
    strengths: Mapping[str, Floats]
    conflicts: Mapping[str, Floats]


class Judge:
    """What a question wants, found in the columns once; any rows are then weighed against it.

    `words` are the shopper's own and `names` those among them that no trait covers; `numbered` are rows
    whose article number was typed.  `told` says whether words or a kind of thing were asked for, `selective` whether
    anything was that a product may lack.  `certain` has the rows that were asked for by their name or number.
    """

    def __init__(
        self, columns: Columns, filters: Filters, words: str = "", names: str = "", numbered: Sequence[int] = ()
    ) -> None:
        self._columns = columns
        self._wanted = {
            name: _wanted(columns, name, filters, weight, penalty)
            for name, (weight, penalty) in _weights(filters).items()
        }
        named, asked = words_of(names), words_of(words)
        self._named = columns.words.match(named) if named else None
        self._asked = columns.words.match(asked) if asked and asked != named else self._named if asked else None
        self._titled = columns.titled(" ".join(asked)) if asked else _NO_ROWS
        self._numbered = np.array(sorted(numbered), dtype=np.uint32)
        self._called = _NO_ROWS if self._asked is None else _called_so(self._asked)
        self.certain = bitmap_of(np.concatenate([self._called, self._numbered]))
        self.told = bool(asked or filters.wanted.get("category"))
        self.selective = bool(self._wanted or named)

    def wants(self) -> Mapping[Condition, BitMap]:
        """What is wanted, with the rows that have it; dead rows may be among them."""
        wants = {Condition("wanted", name): wanted.fitting() for name, wanted in self._wanted.items()}
        if self._named is not None:
            wants[Condition("names")] = bitmap_of(self._named.rows[self._named.known >= AGREES_FROM])
        return wants

    def sources(self) -> list[Source]:
        """The rows that have any of what was asked for, those that gain most by it first."""
        found = [Source(wanted.weight, 0.0, wanted.rows) for wanted in self._wanted.values()]
        found.append(Source(_NUMBERED_SCORE, 0.0, self._numbered))
        found.append(Source(_CALLED_SO_WEIGHT + _EXACTLY_SO, 0.0, self._called))
        for weight, match in ((_NAMES_WEIGHT, self._named), (_WORDS_WEIGHT, self._asked)):
            if match is not None:
                best = best_of(match.known, _MOST_BY_WORDS)
                left = weight if len(best) < len(match.rows) else 0.0
                found.append(Source(weight, left * float(match.known[best].min(initial=1.0)), match.rows[best]))
        return sorted((source for source in found if len(source.rows)), key=lambda source: -source.gain)

    def judge(self, rows: Rows) -> Judged:
        """Weigh these rows, which ascend."""
        score = np.zeros(len(rows), dtype=np.float32)
        matched = np.zeros(len(rows), dtype=np.float32)
        strengths: dict[str, Floats] = {}
        conflicts: dict[str, Floats] = {}
        weight_sum = 0.0
        for name, wanted in self._wanted.items():
            strength, there = _at(rows, wanted.rows, wanted.strength, wanted.there)
            presence = self._columns.presence.get(name)
            conflict = strength
            if presence is not None:
                every = presence[rows]
                conflict = np.minimum(np.maximum(every - there, 0.0), 1.0 - np.minimum(there, 1.0))
            score += wanted.weight * strength - wanted.penalty * conflict
            if name == "category":
                unknown = matched == 0 if presence is None else every == 0
                score -= wanted.penalty * _UNKNOWN_KIND * unknown
            matched += wanted.weight * strength
            weight_sum += wanted.weight
            strengths[name], conflicts[name] = strength, conflict
        agreement = matched / np.float32(weight_sum or 1.0)
        if self._named is not None:
            said, known = _at(rows, self._named.rows, self._named.said, self._named.known)
            score += _NAMES_WEIGHT * known
            named_so = (matched + _NAMES_WEIGHT * said) / np.float32(weight_sum + _NAMES_WEIGHT)
            agreement = np.maximum(agreement, named_so) if "category" in strengths else named_so
        penalty = _SOLD_OUT_PENALTY if self.selective else _SOLD_OUT_AND_NOTHING_WANTED
        score -= np.where(self._columns.available[rows], np.float32(0.0), np.float32(penalty))
        certain = self._by_words(rows, score)
        category_fits = strengths["category"] >= AGREES_FROM if "category" in strengths else certain >= 0
        return Judged(
            score=score,
            agreement=np.maximum(agreement, certain),
            certain=certain,
            category_fits=category_fits | (certain > 0),
            strengths=strengths,
            conflicts=conflicts,
        )

    def _by_words(self, rows: Rows, score: Floats) -> Floats:
        """Add what the words say to the score, and return how certain they make it."""
        certain = np.zeros(len(rows), dtype=np.float32)
        if self._asked is not None:
            match = self._asked
            said, called, sure = _at(
                rows, match.rows, match.said, match.called_so(match.known), match.called_so(match.said)
            )
            just_so = called >= _CALLED_SO_FROM
            score += _WORDS_WEIGHT * said + np.where(just_so, _CALLED_SO_WEIGHT * called, np.float32(0.0))
            score[np.isin(rows, self._titled)] += _EXACTLY_SO
            certain[just_so] = sure[just_so]
        numbered = np.isin(rows, self._numbered)
        score[numbered] = _NUMBERED_SCORE
        certain[numbered] = 1.0
        return certain


def _called_so(match: WordMatch) -> Rows:
    return match.rows[match.called_so(match.known) >= _CALLED_SO_FROM]


def _at(rows: Rows, known: Rows, *values: Floats) -> list[Floats]:
    """For each of `rows` its values, which are given for the `known` ones and 0 for the others; both ascend."""
    if not len(known):
        return [np.zeros(len(rows), dtype=np.float32) for _ in values]
    place = np.minimum(np.searchsorted(known, rows), len(known) - 1)
    there = known[place] == rows
    return [np.where(there, some[place], np.float32(0.0)).astype(np.float32, copy=False) for some in values]


def _weights(filters: Filters) -> Mapping[str, tuple[float, float]]:
    """What a match of each wanted trait counts, and what a difference."""
    weights = {name: _WEIGHTS.get(name, _OTHER_WEIGHTS) for name, values in filters.wanted.items() if values}
    if filters.strict or weights.keys() - filters.implied - {"category"}:
        for name in filters.implied & (weights.keys() - {"category"}):
            weight, penalty = weights[name]
            weights[name] = weight * _IMPLIED, penalty * _IMPLIED
    return weights


def confidence_of(cosines: Floats, curve: Curve) -> Floats:
    """The probability of a close match, sigmoid(slope · (cosine − midpoint))."""
    exponents = np.clip(np.float32(curve.slope) * (cosines - np.float32(curve.midpoint)), -60.0, 60.0)
    probabilities: Floats = 1.0 / (1.0 + np.exp(-exponents))
    return probabilities


def is_close(judge: Judge, judged: Judged, best: int | None, confidence: float, filters: Filters) -> bool:
    """Whether the best is worth being called an answer: where it is among those judged (None where there is none), and
    the highest confidence.

    Traits and names that agree are enough, whatever the vectors say, where there are words or a kind
    of thing is wanted: all that may be known of a picture is its colour.
    """
    if best is None:
        return False
    if filters.wanted.get("category") and not judged.category_fits[best]:
        return confidence >= _CLOSE_WITHOUT_CATEGORY
    agrees = bool(judged.agreement[best] >= _CLOSE_AGREEMENT)
    return confidence >= _CLOSE_CONFIDENCE or (judge.told and agrees)


def explain(judged: Judged, at: int, record: Record, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of the wanted the product has, and what it has not, by the values' names; `at` is where it was judged."""
    why: list[str] = []
    differs: list[str] = []
    for name, strength in judged.strengths.items():
        if strength[at] >= AGREES_FROM:
            why.append(_best_value(name, record, (*filters.wanted[name], *filters.near.get(name, ()))))
        elif judged.conflicts[name][at] >= AGREES_FROM:
            differs.append(filters.wanted[name][0])
    return tuple(why), tuple(differs)


def _best_value(name: str, record: Record, values: Sequence[str]) -> str:
    if name == "brand":
        return record.product.brand
    there = effective(record.traits.get(name, ()))
    return max(values, key=lambda value: there.get(value, 0.0))


def _wanted(columns: Columns, name: str, filters: Filters, weight: float, penalty: float) -> _Wanted:
    """How well a trait's values fit the wanted ones; what is unknown does not."""
    wanted = filters.wanted[name]
    exact, near = _sums(columns, name, wanted), _sums(columns, name, set(filters.near.get(name, ())) - set(wanted))
    both = exact + near
    rows = np.flatnonzero(both).astype(np.uint32)
    exact, near, both = exact[rows], near[rows], both[rows]
    there = np.minimum(both, 1.0)
    # A guess of 0.6 among many values is as good as certain: without this bend, the surest wrong
    # colour would go before the right colour on a less sure kind of thing.
    strength = 0.85 * np.minimum(there / np.float32(_CLEARLY_THERE), 1.0) + 0.15 * there
    strength *= (exact + np.float32(_NEAR) * near) / np.maximum(both, np.float32(1e-9))
    return _Wanted(weight, penalty, rows, strength.astype(np.float32), both)


def _sums(columns: Columns, name: str, values: Collection[str]) -> Floats:
    sums = np.zeros(columns.rows, dtype=np.float32)
    for value in dict.fromkeys(values):
        columns.traits.add_to(sums, (name, value))
    return sums
