"""Products for tests of the catalog: short vectors that a person can reason about."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from catalog.catalog import Catalog
from catalog.models import Curve, Product, Record, SearchResult, Trait, Traits, Vector

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
) -> Record:
    """A record whose vector and picture follow from its id unless given."""
    return Record(
        product=Product(
            id=product_id,
            title=title or f"Product {product_id}",
            image=f"{product_id}.jpg",
            price=None if price is None else Decimal(price),
            currency="EUR",
            sizes=sizes,
            available=available,
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


@pytest.fixture
async def catalog(tmp_path: Path) -> AsyncIterator[Catalog]:
    async with Catalog(tmp_path / "data", "model-a", DIM) as catalog:
        yield catalog
