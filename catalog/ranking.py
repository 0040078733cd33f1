"""Pure: candidates with their cosines, and what was asked for, into ordered hits.

Score = for each wanted trait its weight times how well it matches, and half of the vector's confidence, less a
penalty where the product is known to be different.  The weights put them in the order in which people
judge: the kind of thing first, then its colour, then everything else, then likeness.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.codec import effective
from catalog.models import Curve, Filters, Hit, Product, Record, SearchResult

EXCLUDED_FROM: Final = 0.35
"""From this sum of presence on an unwanted value is there: people mind a "no" ignored more than a product missed."""

_WEIGHTS: Final[Mapping[str, tuple[float, float]]] = {"category": (10.0, 2.0), "colours": (3.0, 1.5)}
_OTHER_WEIGHTS: Final = (1.0, 1.0)
"""(weight of a match, penalty of a difference)."""

_NEAR: Final = 0.92
"""What a near value counts: a sweatshirt goes behind every sweater of its colour, before those of another."""

_CLEARLY_THERE: Final = 0.6
_AGREES_FROM: Final = 0.5
_CLOSE_CONFIDENCE: Final = 0.5
_CLOSE_WITHOUT_CATEGORY: Final = 0.85
_CLOSE_AGREEMENT: Final = 0.6
_WORDS_WEIGHT: Final = 0.25
_LIKENESS_WEIGHT: Final = 0.5
"""Likeness and words together stay below the step to a near value, 0.08 · 10, so that they never skip it."""

_SOLD_OUT_PENALTY: Final = 0.75
"""What cannot be bought goes behind what fits as well and can."""

_NAMED_SCORE: Final = 100.0
_JUDGED: Final = 5
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be shown.  `cosine` is None where there is no vector to compare with."""

    record: Record
    cosine: float | None


@dataclass(frozen=True, slots=True)
class _Match:
    strength: float
    conflict: float


@dataclass(frozen=True, slots=True)
class _Judged:
    hit: Hit
    agreement: float
    category_fits: bool


def confidence_of(cosine: float, curve: Curve) -> float:
    """The probability of a close match, sigmoid(slope · (cosine − midpoint))."""
    exponent = max(-60.0, min(60.0, curve.slope * (cosine - curve.midpoint)))
    return 1.0 / (1.0 + math.exp(-exponent))


def allowed(product: Product, traits: Mapping[str, Mapping[str, float]], filters: Filters) -> bool:
    """Whether the hard filters let this product through.  `traits`: trait name → value → presence."""
    for name, values in filters.excluded.items():
        if sum(traits.get(name, {}).get(value, 0.0) for value in values) >= EXCLUDED_FROM:
            return False
    price = product.current_price
    if filters.min_price is not None and (price is None or price < filters.min_price):
        return False
    if filters.max_price is not None and (price is None or price > filters.max_price):
        return False
    if filters.sizes:
        wanted = {size.casefold() for size in filters.sizes}
        if not any(size.casefold() in wanted for size in product.sizes):
            return False
    return product.available or not filters.in_stock_only


def rank(
    candidates: Iterable[Candidate],
    filters: Filters,
    curve: Curve,
    *,
    words: str = "",
    limit: int = 5,
    offset: int = 0,
    exclude_ids: Collection[str] = (),
) -> SearchResult:
    """Order what the hard filters let through, best first; equals keep the order in which they came.

    `words` are the shopper's own, for products called so.  Traits that agree are enough for `close`,
    whatever the vectors say, where there are words or a kind of thing is wanted.
    """
    asked = _words(words)
    named = {*filters.wanted, *filters.excluded}
    judged = []
    for candidate in candidates:
        if candidate.record.product.id in exclude_ids:
            continue
        traits = {name: effective(candidate.record.traits.get(name, ())) for name in named}
        if allowed(candidate.record.product, traits, filters):
            judged.append(_judge(candidate, traits, filters, curve, words, asked))
    judged.sort(key=lambda one: (-one.hit.score, -one.hit.confidence))
    page = tuple(one.hit for one in judged[offset : offset + limit])
    return SearchResult(hits=page, total=len(judged), close=_close(judged[:_JUDGED], filters, bool(asked)))


def _judge(
    candidate: Candidate,
    traits: Mapping[str, Mapping[str, float]],
    filters: Filters,
    curve: Curve,
    words: str,
    asked: frozenset[str],
) -> _Judged:
    record = candidate.record
    score = weight_sum = matched = 0.0
    category_fits = True
    why: list[str] = []
    differs: list[str] = []
    for name, values in filters.wanted.items():
        if not values:
            continue
        weight, penalty = _WEIGHTS.get(name, _OTHER_WEIGHTS)
        found = traits.get(name, {})
        near = filters.near.get(name, ())
        match = _match(found, values, near)
        score += weight * match.strength - penalty * match.conflict
        weight_sum += weight
        matched += weight * match.strength
        if match.strength >= _AGREES_FROM:
            why.append(max((*values, *near), key=lambda value: found.get(value, 0.0)))
        elif match.conflict >= _AGREES_FROM:
            differs.append(values[0])
        if name == "category":
            category_fits = match.strength >= _AGREES_FROM
    agreement = matched / weight_sum if weight_sum else 0.0
    if candidate.cosine is not None:
        confidence = confidence_of(candidate.cosine, curve)
    else:
        confidence = agreement if weight_sum else 1.0
    score += _LIKENESS_WEIGHT * confidence
    if not record.product.available:
        score -= _SOLD_OUT_PENALTY
    if asked:
        named = _words(f"{record.product.title} {record.product.brand}")
        score += _WORDS_WEIGHT * len(asked & named) / len(asked)
        if record.product.id.casefold() == words.strip().casefold():
            score, confidence, agreement, category_fits = _NAMED_SCORE, 1.0, 1.0, True
    return _Judged(Hit(record, score, confidence, tuple(why), tuple(differs)), agreement, category_fits)


def _match(found: Mapping[str, float], wanted: Sequence[str], near: Sequence[str]) -> _Match:
    """How well a trait's values fit the wanted ones; what is unknown neither fits nor conflicts."""
    exact = sum(found.get(value, 0.0) for value in wanted)
    close = sum(found.get(value, 0.0) for value in near)
    there = min(1.0, exact + close)
    if not there:
        return _Match(0.0, min(1.0, sum(found.values())))
    # A guess of 0.6 among many values is as good as certain: without this bend, the surest wrong
    # colour would go before the right colour on a less sure kind of thing.
    strength = 0.85 * min(1.0, there / _CLEARLY_THERE) + 0.15 * there
    other = sum(presence for value, presence in found.items() if value not in wanted and value not in near)
    return _Match(strength * (exact + _NEAR * close) / (exact + close), min(other, 1.0 - there))


def _close(best: Sequence[_Judged], filters: Filters, in_words: bool) -> bool:
    if not best:
        return False
    confidence = max(one.hit.confidence for one in best)
    if filters.wanted.get("category") and not best[0].category_fits:
        return confidence >= _CLOSE_WITHOUT_CATEGORY
    # Traits that agree are as good as likeness, unless all that is known is the colour of a picture.
    told = in_words or bool(filters.wanted.get("category"))
    return confidence >= _CLOSE_CONFIDENCE or (told and best[0].agreement >= _CLOSE_AGREEMENT)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
