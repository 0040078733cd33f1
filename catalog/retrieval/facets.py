"""Pure: how many products each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from heapq import heappush, heappushpop
from itertools import pairwise
from typing import Final

import numpy as np
from pyroaring import BitMap

from catalog.models import FacetCount, Facets
from catalog.retrieval.bitmaps import bitmap_of, rows_of
from catalog.retrieval.columns import Columns

_MOST: Final = 50
IN_STOCK: Final = "in stock"
ON_SALE: Final = "on sale"
_BANDS: Final = 4
_ROUND: Final = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))
_PLACES: Final = 10_000


def count(columns: Columns, among: BitMap, names: Sequence[str]) -> Facets:
    """For each of `names` its values with their numbers of articles `among` these rows, the most frequent first.

    A name is a trait's, "brand", "size", "offer", whose values are "in stock" and "on sale", or "price", whose
    values are bands of about equally many, the lowest first: "-20", "20-50", "50-", both ends included.
    """
    return {
        name: _of_all(columns, name) if among == columns.alive else _counted(columns, among, name) for name in names
    }


def _of_all(columns: Columns, name: str) -> tuple[FacetCount, ...]:
    if name not in columns.unfiltered:
        columns.unfiltered[name] = _counted(columns, columns.alive, name)
    return columns.unfiltered[name]


def _counted(columns: Columns, among: BitMap, name: str) -> tuple[FacetCount, ...]:
    if name == "price":
        return tuple(_bands(columns, among))
    counted = sorted(_counts(columns, among, name), key=lambda one: (-one.count, one.value))
    return tuple(one for one in counted if one.count)[:_MOST]


def _counts(columns: Columns, among: BitMap, name: str) -> Iterator[FacetCount]:
    if name == "offer":
        yield FacetCount(IN_STOCK, IN_STOCK, columns.articles.count(among & columns.in_stock))
        yield FacetCount(ON_SALE, ON_SALE, columns.articles.count(among & columns.on_sale))
        return
    values = columns.values.get(name, ())
    rows = sorted((among.intersection_cardinality(columns.having(name, value)), value) for value in values)
    highest: list[int] = []
    for most, value in reversed(rows):
        # There are no more articles than rows, so that the rest have no place any more.
        if not most or (len(highest) == _MOST and most < highest[0]):
            return
        counted = columns.articles.count(among & columns.having(name, value))
        (heappush if len(highest) < _MOST else heappushpop)(highest, counted)
        yield FacetCount(value, columns.brands.get(value, value) if name == "brand" else value, counted)


def _bands(columns: Columns, among: BitMap) -> Iterator[FacetCount]:
    rows = rows_of(among)
    rows = rows[columns.price[rows] >= 0]
    prices = columns.price[rows]
    if not len(prices) or prices.min() == prices.max():
        return
    lowest, highest = int(prices.min()), int(prices.max())
    places = [len(prices) * part // _BANDS for part in range(1, _BANDS)]
    quantiles = np.partition(prices, places)[places].tolist()
    edges = [edge for edge in dict.fromkeys(map(_rounded, quantiles)) if lowest < edge < highest]
    if not edges:
        return
    for low, high in pairwise([None, *edges, None]):
        inside = (prices >= (low or 0)) & (prices <= (highest if high is None else high))
        if found := columns.articles.count(bitmap_of(rows[inside])):
            value = f"{_amount(low)}-{_amount(high)}"
            yield FacetCount(value, value, found)


def _rounded(price: int) -> int:
    """A price nearby that people would name: 2.5, 40, 150."""
    power = Decimal(10) ** (len(str(price)) - 1)
    return min((int(step * power) for step in _ROUND), key=lambda one: abs(one - price))


def _amount(price: int | None) -> str:
    return "" if price is None else f"{(Decimal(price) / _PLACES).normalize():f}"
