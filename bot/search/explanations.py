"""Why a product was found: what agrees with the question and what differs.  Pure.

Only what is rather sure is said, and what the shop states goes before what was seen.  A colour that differs in
lightness alone, by the CIE Lab of the names' anchors, is a darker or lighter shade and no other colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Literal

import numpy as np

from bot.query.model import Query
from catalog.models import Product, Record, Trait, Traits
from catalog.storage.codec import effective
from workers.vision.colours import rgb_to_lab
from workers.vocabulary import COLOUR_BY_VALUE

_SURE_FROM: Final = 0.6
_THERE_FROM: Final = 0.5
_ABSENT_BELOW: Final = 0.2
_MAIN_SHARE_FROM: Final = 0.35
"""A smaller part of a garment is no colour to compare by."""

_TELLING: Final = ("category", "colours", "pattern", "neckline", "sleeve", "material")
"""The traits that a shopper sees at once, the most striking difference first."""

_MOST_AGREEING: Final = 3
_MOST_DIFFERING: Final = 1
_MOST_DIFFERING_ALONE: Final = 2
"""Where nothing agrees."""
_PRICE_DIFFERS_FROM: Final = Decimal("0.05")

_SAME_HUE_DEGREES: Final = 15.0
_COLOURFUL_FROM: Final = 20.0
_MOST_CHROMA_RATIO: Final = 2.0
_SHADE_FROM: Final = 8.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to say about a hit.

    `values` are trait names for "same" (as the photo or product that was shown), values that were asked for in
    words for "has", (what is there, what was asked for) for "instead", and the colour's name for "darker" and
    "lighter".  `amount` is what a product costs "over" the limit, or "more" or "less" than the one shown.
    """

    kind: Literal["same", "has", "instead", "darker", "lighter", "over", "more", "less"]
    values: tuple[str, ...] = ()
    amount: Decimal | None = None


def reasons(
    query: Query, record: Record, seen: Traits | None = None, beside: Product | None = None
) -> tuple[Reason, ...]:
    """What agrees, then what differs, the best first; few enough for one line.

    `seen` is what is known of the photo or product that was searched with, and `beside` that product, for its price.
    """
    seen = seen or {}
    same: list[str] = []
    has: list[str] = []
    differing: dict[str, Reason] = {}
    for trait in dict.fromkeys((*query.filters.wanted, *_TELLING)):
        asked = _asked(trait, query, seen)
        if trait == "brand" or not asked:
            continue  # the brand is on the card anyway
        there = effective(record.traits.get(trait, ()))
        accepted = (*asked, *query.filters.near.get(trait, ()))
        best = max(accepted, key=lambda value: there.get(value, 0.0))
        if there.get(best, 0.0) >= _THERE_FROM:
            if _surest(seen.get(trait, ())) != best:
                has.append(best)
            elif trait != "category":
                same.append(trait)
        elif sum(there.get(value, 0.0) for value in accepted) < _ABSENT_BELOW:
            instead = _surest(record.traits.get(trait, ()))
            if instead and trait in _TELLING:
                differing[trait] = _difference(trait, instead, asked[0])
    striking = [differing[trait] for trait in _TELLING if trait in differing]
    agreeing = [Reason("same", tuple(same[:_MOST_AGREEING]))] if same else []
    if has:
        agreeing.append(Reason("has", tuple(has[: _MOST_AGREEING + 1])))
    most = _MOST_DIFFERING if agreeing else _MOST_DIFFERING_ALONE
    return (*agreeing, *striking[:most], *_price(query, record.product, beside))


def _asked(trait: str, query: Query, seen: Traits) -> tuple[str, ...]:
    if values := query.filters.wanted.get(trait):
        return values
    surest = _surest(seen.get(trait, ()))
    return (surest,) if surest and trait not in query.filters.excluded else ()


def _surest(values: Sequence[Trait]) -> str:
    """The main value, if it is stated or rather sure."""
    stated = [trait for trait in values if trait.stated]
    best = next(iter(stated or values), None)
    if best is None or (best.share is not None and best.share < _MAIN_SHARE_FROM):
        return ""
    return best.value if best.stated or best.confidence >= _SURE_FROM else ""


def _difference(trait: str, there: str, asked: str) -> Reason:
    if trait == "colours" and (shade := _shade(there, asked)):
        return shade
    return Reason("instead", (there, asked))


def _shade(there: str, asked: str) -> Reason | None:
    """Navy is a darker blue, and blue a lighter one than navy; green is no shade of either."""
    if not {there, asked} <= COLOUR_BY_VALUE.keys():
        return None
    (l_there, c_there, h_there), (l_asked, c_asked, h_asked) = _polar()[there], _polar()[asked]
    turned = abs((h_there - h_asked + 180) % 360 - 180)
    low, high = sorted((c_there, c_asked))
    if turned > _SAME_HUE_DEGREES or low < _COLOURFUL_FROM or high > _MOST_CHROMA_RATIO * low:
        return None
    if abs(l_there - l_asked) < _SHADE_FROM:
        return None
    # The name with more anchors is the general one.
    general = max((asked, there), key=lambda name: len(COLOUR_BY_VALUE[name].anchors))
    return Reason("darker" if l_there < l_asked else "lighter", (general,))


@cache
def _polar() -> Mapping[str, tuple[float, float, float]]:
    """Colour name to lightness, chroma and hue in degrees: the mean of its anchors in CIE Lab."""
    found = {}
    for name, colour in COLOUR_BY_VALUE.items():
        lightness, a, b = rgb_to_lab(np.array(colour.anchors, dtype=np.float32)).mean(axis=0).tolist()
        found[name] = (lightness, float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a))))
    return found


def _price(query: Query, item: Product, beside: Product | None) -> tuple[Reason, ...]:
    price, limit = item.current_price, query.filters.max_price
    if price is None:
        return ()
    if limit is not None and price > limit:
        return (Reason("over", amount=price - limit),)
    other = beside.current_price if beside is not None and beside.currency == item.currency else None
    if other is None or abs(price - other) < max(Decimal(1), other * _PRICE_DIFFERS_FROM):
        return ()
    return (Reason("more" if price > other else "less", amount=abs(price - other)),)
