"""Pure: how many products each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

import numpy as np

from catalog.models import FacetCount, Facets
from catalog.retrieval.columns import Columns
from catalog.retrieval.ranking import REQUIRED_FROM, Mask

_MOST: Final = 50
IN_STOCK: Final = "in stock"
ON_SALE: Final = "on sale"
_BANDS: Final = 4
_ROUND: Final = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))
_PLACES: Final = 10_000


def count(columns: Columns, among: Mask, names: Sequence[str]) -> Facets:
    """For each of `names` its values with their numbers of articles `among` these rows, the most frequent first.

    A name is a trait's, "brand", "size", "offer", whose values are "in stock" and "on sale", or "price", whose
    values are bands of about equally many, the lowest first: "-20", "20-50", "50-", both ends included.
    """
    return {
        name: tuple(_bands(columns, among) if name == "price" else _most_frequent(columns, among, name))
        for name in names
    }


def _most_frequent(columns: Columns, among: Mask, name: str) -> Sequence[FacetCount]:
    counted = sorted(_counts(columns, among, name), key=lambda one: (-one.count, one.value))
    return [one for one in counted if one.count][:_MOST]


def _counts(columns: Columns, among: Mask, name: str) -> Iterator[FacetCount]:
    if name == "offer":
        yield FacetCount(IN_STOCK, IN_STOCK, columns.articles(among & columns.available))
        yield FacetCount(ON_SALE, ON_SALE, columns.articles(among & columns.on_sale))
        return
    for key in columns.traits:
        if key[0] == name:
            rows, strengths = columns.traits.of(key)
            value = key[1]
            label = columns.brands.get(value, value) if name == "brand" else value
            yield FacetCount(value, label, columns.articles(rows[among[rows] & (strengths >= REQUIRED_FROM)]))


def _bands(columns: Columns, among: Mask) -> Iterator[FacetCount]:
    priced = among & (columns.price >= 0)
    prices = np.sort(columns.price[priced])
    if not len(prices) or prices[0] == prices[-1]:
        return
    quantiles = prices[[len(prices) * part // _BANDS for part in range(1, _BANDS)]].tolist()
    edges = [edge for edge in dict.fromkeys(map(_rounded, quantiles)) if prices[0] < edge < prices[-1]]
    if not edges:
        return
    for low, high in pairwise([None, *edges, None]):
        inside = priced & (columns.price >= (low or 0)) & (columns.price <= (prices[-1] if high is None else high))
        if found := columns.articles(inside):
            value = f"{_amount(low)}-{_amount(high)}"
            yield FacetCount(value, value, found)


def _rounded(price: int) -> int:
    """A price nearby that people would name: 2.5, 40, 150."""
    power = Decimal(10) ** (len(str(price)) - 1)
    return min((int(step * power) for step in _ROUND), key=lambda one: abs(one - price))


def _amount(price: int | None) -> str:
    return "" if price is None else f"{(Decimal(price) / _PLACES).normalize():f}"
