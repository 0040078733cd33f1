"""Products for tests of the catalog: short vectors that a person can reason about."""

from __future__ import annotations

import hashlib
import math
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog.catalog import Catalog
from catalog.models import Curve, Filters, Product, Record, SearchResult, Trait, Traits, Vector
from catalog.retrieval.column_cache import ColumnCache
from catalog.retrieval.search import Question
from catalog.storage.store import ProductStore

DIM = 16
CURVE = Curve(midpoint=0.5, slope=10.0)


def direction(seed: int, dim: int = DIM) -> Vector:
    """A random direction that the seed decides."""
    vector = np.random.default_rng(seed).normal(size=dim)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def seen(*values: str, confidence: float = 0.9) -> tuple[Trait, ...]:
    """Guesses of equal confidence."""
    return tuple(Trait(value, confidence) for value in values)


def stated(*values: str) -> tuple[Trait, ...]:
    """What the shop says itself."""
    return tuple(Trait(value, 1.0, stated=True) for value in values)


def picture(text: str) -> tuple[str, bytes]:
    """A picture's key and bytes; the catalog does not look inside."""
    data = text.encode()
    return hashlib.sha256(data).hexdigest(), data


def record(
    product_id: str,
    *,
    vector: Vector | None = None,
    traits: Traits | None = None,
    title: str = "",
    price: str | None = "20.00",
    sizes: tuple[str, ...] = (),
    available: bool = True,
    shows: str = "",
    **fields: Any,
) -> Record:
    """A record whose vector and picture follow from its id unless given; `fields` are more of its product."""
    return Record(
        product=Product(
            id=product_id,
            title=title or f"Product {product_id}",
            image=f"{product_id}.jpg",
            price=None if price is None else Decimal(price),
            currency="EUR",
            sizes=sizes,
            available=available,
            **fields,
        ),
        vector=direction(int.from_bytes(product_id.encode(), "big")) if vector is None else vector,
        traits=traits or {},
        picture=picture(shows or product_id)[0],
        content_hash=f"hash of {product_id}",
    )


async def fill(catalog: Catalog, records: Sequence[Record]) -> None:
    """Store records, each with the picture that is named after it."""
    pictures = dict(picture(one.product.id) for one in records)
    await catalog.upsert(
        records, {key: data for key, data in pictures.items() if any(r.picture == key for r in records)}
    )


def ids(result: SearchResult) -> list[str]:
    """The ids of the hits, in their order."""
    return [hit.record.product.id for hit in result.hits]


@dataclass(frozen=True)
class Candidate:
    """A record that may be found, and the cosine of its vector with the question; None without such a vector."""

    record: Record
    cosine: float | None


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
    """What a shop of these products answers; of equals those that are named first here come first."""
    # The newest of equals goes first.
    some = list(candidates)[::-1]
    store = ProductStore(Path(":memory:"))
    try:
        store.put([replace(one.record, vector=_at(one.cosine)) for one in some], "m")
        by_vector = any(one.cosine is not None for one in some)
        question = Question(
            _at(1.0) if by_vector else None, filters, curve, words, "", limit, offset, tuple(exclude_ids)
        )
        return ColumnCache(store, "m", 2).begin(question).answer()
    finally:
        store.close()


def _at(cosine: float | None) -> Vector:
    along = -1.0 if cosine is None else cosine
    return np.array([along, math.sqrt(1 - along * along)], dtype=np.float32)


@pytest.fixture
async def catalog(tmp_path: Path) -> AsyncIterator[Catalog]:
    async with Catalog(tmp_path / "data", "model-a", DIM) as catalog:
        yield catalog
