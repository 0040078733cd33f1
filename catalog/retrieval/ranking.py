"""Pure: weighs all products against a question at once; every array has one element a row of `Columns`.

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
from decimal import ROUND_CEILING
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.models import Curve, Filters, Record
from catalog.retrieval.columns import Columns
from catalog.storage.codec import effective, price_key
from catalog.words import words_of

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

EXCLUDED_FROM: Final = 0.35
"""From this sum of presence on an unwanted value is there: people mind a "no" ignored more than a product missed."""

REQUIRED_FROM: Final = 0.5
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


@dataclass(frozen=True, slots=True)
class Judged:
    """All rows weighed against everything but the vector.

    `certain` is a confidence that needs no vector: a product that was asked for by its name or number.
    `agreement` is the share of what is wanted that is there, `fits` whether that is all of it.
    `strengths` and `conflicts` have it by trait.  `told` says whether words or a kind of thing
    were asked for, `selective` whether anything was that a product may lack.  `named` are those that have the
    words of the question that no trait covers.
    """

    allowed: Mask
    score: Floats
    agreement: Floats
    certain: Floats
    fits: Mask
    category_fits: Mask
    strengths: Mapping[str, Floats]
    conflicts: Mapping[str, Floats]
    named: Mask
    told: bool
    selective: bool

    def fits_but(self, trait: str) -> Mask:
        """Which products have all that is wanted, whatever they have of one trait."""
        if trait not in self.strengths:
            return self.fits
        fits = self.named.copy()
        for name, strength in self.strengths.items():
            if name != trait:
                fits &= strength >= AGREES_FROM
        return fits | (self.certain > 0)


def allowed(columns: Columns, filters: Filters, leave_out: str = "") -> Mask:
    """Which products the hard filters let through; `leave_out` names a required trait, "size" or "price" that is not
    looked at."""
    let = columns.alive.copy()
    for name, values in filters.excluded.items():
        let &= _presence(columns, name, values) < EXCLUDED_FROM
    for name, values in filters.required.items():
        if name != leave_out:
            let &= _presence(columns, name, values) >= REQUIRED_FROM
    if filters.sizes and leave_out != "size":
        let &= _presence(columns, "size", [size.casefold() for size in filters.sizes]) > 0
    if filters.min_price is not None and leave_out != "price":
        let &= columns.price >= price_key(filters.min_price, ROUND_CEILING)
    if filters.max_price is not None and leave_out != "price":
        let &= (columns.price >= 0) & (columns.price <= price_key(filters.max_price))
    if filters.in_stock_only:
        let &= columns.available
    if filters.on_sale_only:
        let &= columns.on_sale
    return let


def judge(
    columns: Columns, filters: Filters, words: str = "", names: str = "", numbered: Collection[int] = ()
) -> Judged:
    """Weigh all rows.

    `words` are the shopper's own and `names` those among them that no trait covers; `numbered` are rows
    whose article number was typed, which the filters do not hold back.
    """
    let = allowed(columns, filters)
    score = np.zeros(columns.rows, dtype=np.float32)
    matched = np.zeros(columns.rows, dtype=np.float32)
    fits = np.ones(columns.rows, dtype=np.bool_)
    has_names = np.ones(columns.rows, dtype=np.bool_)
    strengths: dict[str, Floats] = {}
    conflicts: dict[str, Floats] = {}
    weight_sum = 0.0
    for name, (weight, penalty) in _weights(filters).items():
        strength, conflict = _match(columns, name, filters.wanted[name], filters.near.get(name, ()))
        score += weight * strength - penalty * conflict
        if name == "category":
            score -= penalty * _UNKNOWN_KIND * (columns.presence.get(name, matched) == 0)
        matched += weight * strength
        weight_sum += weight
        fits &= strength >= AGREES_FROM
        strengths[name], conflicts[name] = strength, conflict
    agreement = matched / np.float32(weight_sum or 1.0)
    category_fits = np.ones(columns.rows, dtype=np.bool_)
    if "category" in strengths:
        category_fits = strengths["category"] >= AGREES_FROM
    certain = np.zeros(columns.rows, dtype=np.float32)
    named = words_of(names)
    if named:
        match = columns.words.match(named)
        score += _NAMES_WEIGHT * match.known
        named_so = (matched + _NAMES_WEIGHT * match.said) / np.float32(weight_sum + _NAMES_WEIGHT)
        agreement = np.maximum(agreement, named_so) if "category" in strengths else named_so
        has_names = match.known >= AGREES_FROM
        fits &= has_names
    penalty = _SOLD_OUT_PENALTY if strengths or named else _SOLD_OUT_AND_NOTHING_WANTED
    score -= np.where(columns.available, np.float32(0.0), np.float32(penalty))
    asked = words_of(words)
    if asked:
        match = columns.words.match(asked)
        called = match.called_so(match.known)
        just_so = called >= _CALLED_SO_FROM
        score += _WORDS_WEIGHT * match.said + np.where(just_so, _CALLED_SO_WEIGHT * called, np.float32(0.0))
        score[columns.titled(" ".join(asked))] += _EXACTLY_SO
        certain[just_so] = match.called_so(match.said)[just_so]
    sure = np.array(sorted(numbered), dtype=np.int64)
    score[sure] = _NUMBERED_SCORE
    certain[sure] = 1.0
    let[sure] = columns.alive[sure]
    fits |= certain > 0
    return Judged(
        allowed=let,
        score=score,
        agreement=np.maximum(agreement, certain),
        certain=certain,
        fits=fits,
        category_fits=category_fits | (certain > 0),
        strengths=strengths,
        conflicts=conflicts,
        named=has_names,
        told=bool(asked or filters.wanted.get("category")),
        selective=bool(strengths or named),
    )


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


def is_close(judged: Judged, best: Sequence[int], confidences: Sequence[float], filters: Filters) -> bool:
    """Whether the best rows are worth being called an answer.

    Traits and names that agree are enough, whatever the vectors say, where there are words or a kind
    of thing is wanted: all that may be known of a picture is its colour.
    """
    if not best:
        return False
    confidence = max(confidences)
    if filters.wanted.get("category") and not judged.category_fits[best[0]]:
        return confidence >= _CLOSE_WITHOUT_CATEGORY
    agrees = bool(judged.agreement[best[0]] >= _CLOSE_AGREEMENT)
    return confidence >= _CLOSE_CONFIDENCE or (judged.told and agrees)


def explain(judged: Judged, row: int, record: Record, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of the wanted the product has, and what it has not, by the values' names."""
    why: list[str] = []
    differs: list[str] = []
    for name, strength in judged.strengths.items():
        if strength[row] >= AGREES_FROM:
            why.append(_best_value(name, record, (*filters.wanted[name], *filters.near.get(name, ()))))
        elif judged.conflicts[name][row] >= AGREES_FROM:
            differs.append(filters.wanted[name][0])
    return tuple(why), tuple(differs)


def _best_value(name: str, record: Record, values: Sequence[str]) -> str:
    if name == "brand":
        return record.product.brand
    there = effective(record.traits.get(name, ()))
    return max(values, key=lambda value: there.get(value, 0.0))


def _presence(columns: Columns, name: str, values: Collection[str]) -> Floats:
    sums = np.zeros(columns.rows, dtype=np.float32)
    for value in dict.fromkeys(values):
        columns.traits.add_to(sums, (name, value))
    return sums


def _match(columns: Columns, name: str, wanted: Collection[str], near: Collection[str]) -> tuple[Floats, Floats]:
    """How well a trait's values fit the wanted ones, and how far they differ; what is unknown does neither."""
    exact = _presence(columns, name, wanted)
    close = _presence(columns, name, set(near) - set(wanted))
    both = exact + close
    there = np.minimum(both, 1.0)
    every = columns.presence.get(name)
    if every is None:
        return there, there
    # A guess of 0.6 among many values is as good as certain: without this bend, the surest wrong
    # colour would go before the right colour on a less sure kind of thing.
    strength = 0.85 * np.minimum(there / np.float32(_CLEARLY_THERE), 1.0) + 0.15 * there
    strength *= (exact + np.float32(_NEAR) * close) / np.maximum(both, np.float32(1e-9))
    return strength.astype(np.float32), np.minimum(np.maximum(every - both, 0.0), 1.0 - there)
