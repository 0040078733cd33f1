"""Pure: what a shopper filters by, as SQL over the store's tables."""

from __future__ import annotations

import json
from collections.abc import Collection
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from catalog.models import Filters
from catalog.ranking import EXCLUDED_FROM

WANTED_FROM: Final = 0.2
"""A wanted value must be at least this present for a product to be looked up by it."""

_HIGHEST_PRICE: Final = Decimal(10) ** 14

_WANTED: Final = (
    "p.seq IN (SELECT product FROM product_traits"
    " WHERE name = ? AND value IN (SELECT value FROM json_each(?)) AND strength >= ?)"
)
_NOT_EXCLUDED: Final = (
    "(SELECT total(strength) FROM product_traits"
    " WHERE product = p.seq AND name = ? AND value IN (SELECT value FROM json_each(?))) < ?"
)


def price_key(price: Decimal, rounding: str = ROUND_FLOOR) -> int:
    """A price in ten-thousandths, no higher than SQLite counts."""
    return int((min(price, _HIGHEST_PRICE) * 10_000).to_integral_value(rounding))


def conditions(filters: Filters, traits: Collection[str]) -> tuple[str, list[Any]]:
    """A WHERE clause over `products p` with its parameters: the hard filters, and a wanted value of each of `traits`.

    Prices are compared rounded outwards; ranking compares them exactly.
    """
    clauses, parameters = ["1"], list[Any]()
    for name in traits:
        clauses.append(_WANTED)
        parameters += [name, json.dumps([*filters.wanted[name], *filters.near.get(name, ())]), WANTED_FROM]
    for name, values in filters.excluded.items():
        clauses.append(_NOT_EXCLUDED)
        parameters += [name, json.dumps(values), EXCLUDED_FROM]
    if filters.sizes:
        clauses.append(_WANTED)
        parameters += ["size", json.dumps([size.casefold() for size in filters.sizes]), 1.0]
    if filters.min_price is not None:
        clauses.append("p.price >= ?")
        parameters.append(price_key(filters.min_price))
    if filters.max_price is not None:
        clauses.append("p.price <= ?")
        parameters.append(price_key(filters.max_price, ROUND_CEILING))
    if filters.in_stock_only:
        clauses.append("p.available")
    return " AND ".join(clauses), parameters
