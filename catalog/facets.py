"""Pure: how many products each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from catalog.columns import Columns
from catalog.models import FacetCount, Facets
from catalog.ranking import REQUIRED_FROM, Mask

_MOST: Final = 50
IN_STOCK: Final = "in stock"
ON_SALE: Final = "on sale"


def count(columns: Columns, among: Mask, names: Sequence[str]) -> Facets:
    """For each of `names` its values with their numbers of products `among` these rows, the most frequent first.

    A name is a trait's, "brand", "size" or "offer", whose values are "in stock" and "on sale".
    """
    return {name: tuple(_most_frequent(columns, among, name)) for name in names}


def _most_frequent(columns: Columns, among: Mask, name: str) -> Sequence[FacetCount]:
    counted = sorted(_counts(columns, among, name), key=lambda one: (-one.count, one.value))
    return [one for one in counted if one.count][:_MOST]


def _counts(columns: Columns, among: Mask, name: str) -> Iterator[FacetCount]:
    if name == "offer":
        yield FacetCount(IN_STOCK, IN_STOCK, int(np.count_nonzero(among & columns.available)))
        yield FacetCount(ON_SALE, ON_SALE, int(np.count_nonzero(among & columns.on_sale)))
        return
    for key in columns.traits:
        if key[0] == name:
            rows, strengths = columns.traits.of(key)
            value = key[1]
            label = columns.brands.get(value, value) if name == "brand" else value
            yield FacetCount(value, label, int(np.count_nonzero(among[rows] & (strengths >= REQUIRED_FROM))))
