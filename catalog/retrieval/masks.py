"""The exact conditions of a question as sets of rows, and what it would bring to give some of them up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from functools import reduce
from itertools import combinations
from math import comb
from operator import and_
from typing import Final

import numpy as np
from pyroaring import BitMap

from catalog.models import Condition, Filters, WayOut
from catalog.retrieval.bitmaps import bitmap_of, bitmap_where, rows_of
from catalog.retrieval.columns import REQUIRED_FROM, Columns
from catalog.storage.codec import price_key

EXCLUDED_FROM: Final = 0.35
"""From this sum of presence on an unwanted value is there: people mind a "no" ignored more than a product missed."""

FEW: Final = 3
"""Where fewer articles fit, ways out are looked for."""

_MOST_TRIED: Final = 500
_MOST_WAYS: Final = 12
_PLACES: Final = 10_000

Conditions = Mapping[Condition, BitMap]
"""What a question insists on, with the rows that meet it; dead rows may be among them."""


def hard(columns: Columns, filters: Filters) -> Conditions:
    """The conditions that nothing may break."""
    return dict(_hard(columns, filters))


def _hard(columns: Columns, filters: Filters) -> Iterator[tuple[Condition, BitMap]]:
    for name, values in filters.excluded.items():
        # Of the living only, so that what is intersected is no larger than need be.
        yield Condition("excluded", name), columns.alive - _present(columns, name, values, EXCLUDED_FROM)
    for name, values in filters.required.items():
        yield Condition("required", name), _present(columns, name, values, REQUIRED_FROM)
    if filters.sizes:
        sizes = [columns.having("size", size.casefold()) for size in dict.fromkeys(filters.sizes)]
        yield Condition("size"), BitMap.union(*sizes)
    if filters.min_price is not None:
        lowest = price_key(filters.min_price, ROUND_CEILING)
        yield Condition("min_price"), bitmap_where(columns.price >= lowest)
    if filters.max_price is not None:
        below = columns.price <= price_key(filters.max_price)
        yield Condition("max_price"), bitmap_where(below & (columns.price >= 0))
    if filters.in_stock_only:
        yield Condition("in_stock"), columns.in_stock
    if filters.on_sale_only:
        yield Condition("on_sale"), columns.on_sale


def met(rows: BitMap, conditions: Conditions, but: str = "") -> BitMap:
    """Those of `rows` that meet the conditions; `but` names a required trait, "size" or "price" not looked at."""
    return _all(rows, (these for one, these in conditions.items() if not but or not _is_about(one, but)))


def _is_about(condition: Condition, name: str) -> bool:
    if condition.kind in ("min_price", "max_price"):
        return name == "price"
    return condition.kind == name or (condition.kind == "required" and condition.trait == name)


def _all(rows: BitMap, sets: Iterable[BitMap]) -> BitMap:
    return reduce(and_, sorted(sets, key=len), rows)


def _present(columns: Columns, name: str, values: Sequence[str], least: float) -> BitMap:
    """Rows whose presence of all these values together is `least` or more."""
    postings = [columns.traits.of((name, value)) for value in dict.fromkeys(values)]
    if not postings:
        return BitMap()
    rows = np.concatenate([some for some, _ in postings])
    strengths = np.concatenate([some for _, some in postings])
    sure = bitmap_of(rows[strengths >= least])
    if len(postings) == 1:
        return sure
    unsure, place = np.unique(rows[strengths < least], return_inverse=True)
    sums = np.bincount(place, weights=strengths[strengths < least], minlength=len(unsure))
    return sure | bitmap_of(unsure[sums.astype(np.float32) >= least])


def ways_out(columns: Columns, rows: BitMap, conditions: Conditions) -> tuple[WayOut, ...]:
    """The smallest sets of conditions without which more of `rows` are left than with all; the largest gain first."""
    kept = columns.articles.count(met(rows, conditions))
    tried = 0
    for size in range(1, len(conditions) + 1):
        found = []
        tried += comb(len(conditions), size)
        if tried > _MOST_TRIED:
            break
        for given_up in combinations(conditions, size):
            left = _all(rows, (these for one, these in conditions.items() if one not in given_up))
            if (count := columns.articles.count(left)) > kept:
                found.append(WayOut(given_up, count, _lowest_price(columns, left)))
        if found:
            return tuple(sorted(found, key=lambda way: -way.count)[:_MOST_WAYS])
    return ()


def _lowest_price(columns: Columns, rows: BitMap) -> Decimal | None:
    prices = columns.price[rows_of(rows)]
    prices = prices[prices >= 0]
    return Decimal(int(prices.min())) / _PLACES if len(prices) else None
