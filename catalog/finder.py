"""Which products are worth ranking for a question.

The index gives the nearest by cosine.  Beside them go the products that the shopper's words name
exactly, looked up by trait, price or title and then scored against their own vectors: the four red
boots among 40 000 products may be nowhere near the top by cosine alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from catalog.models import Filters, Record, Vector
from catalog.ranking import Candidate
from catalog.store import ProductStore

NEAREST: Final = 200
"""Neighbours taken from the index.  Fixed, so that every page of an answer is cut from one order."""

_LOOKED_UP: Final = 1000
_KEPT_PER_LOOKUP: Final = 100
_WITHOUT_VECTOR: Final = 500
_NAMED: Final = 50


def gather(
    store: ProductStore,
    nearest: Sequence[str],
    vector: Vector | None,
    filters: Filters,
    words: str,
    fingerprint: str,
) -> list[Candidate]:
    """The candidates for `catalog.ranking.rank`: the nearest first, then the newest."""
    ids = dict.fromkeys(nearest)
    if vector is None:
        _add_newest(store, ids, filters)
    else:
        _add_best(store, ids, vector, filters, fingerprint)
    for product_id in store.with_words(words, _NAMED):
        ids.setdefault(product_id)
    records = store.records(ids, fingerprint if vector is not None else None)
    found = [records[one] for one in ids if one in records]
    return [Candidate(record, cosine) for record, cosine in zip(found, _cosines(found, vector), strict=True)]


def _cosines(records: Sequence[Record], vector: Vector | None) -> list[float] | list[None]:
    if vector is None:
        return [None] * len(records)
    if not records:
        return list[float]()
    cosines: list[float] = (np.stack([record.vector for record in records]) @ vector).tolist()
    return cosines


def _add_best(store: ProductStore, ids: dict[str, None], vector: Vector, filters: Filters, fingerprint: str) -> None:
    for traits in _lookups(filters, without_traits=_has_hard_filters(filters)):
        rows = store.matching(filters, traits, fingerprint, _LOOKED_UP)
        if rows:
            cosines = np.stack([row_vector for _, row_vector in rows]) @ vector
            for place in np.argsort(-cosines, kind="stable")[:_KEPT_PER_LOOKUP]:
                ids.setdefault(rows[int(place)][0])
        if len(rows) >= _KEPT_PER_LOOKUP:
            # What matches less goes behind these anyway.
            return


def _add_newest(store: ProductStore, ids: dict[str, None], filters: Filters) -> None:
    for traits in _lookups(filters, without_traits=True):
        for product_id, _ in store.matching(filters, traits, None, _WITHOUT_VECTOR):
            if len(ids) >= _WITHOUT_VECTOR:
                return
            ids.setdefault(product_id)


def _lookups(filters: Filters, without_traits: bool) -> Iterator[tuple[str, ...]]:
    """Sets of traits to look up together, from all that is wanted down to the kind of thing alone."""
    every = tuple(sorted(name for name, values in filters.wanted.items() if values))
    main = tuple(name for name in every if name in {"category", "colours"})
    kind = tuple(name for name in main if name == "category")
    seen: set[tuple[str, ...]] = set() if without_traits else {()}
    for traits in (every, main, kind, ()):
        if traits not in seen:
            seen.add(traits)
            yield traits


def _has_hard_filters(filters: Filters) -> bool:
    return bool(
        any(filters.excluded.values())
        or filters.sizes
        or filters.in_stock_only
        or filters.min_price is not None
        or filters.max_price is not None
    )
