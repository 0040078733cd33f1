"""What is compared in a large shop is what would come first if everything were."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from catalog.models import Filters, Record, Trait
from catalog.retrieval.column_cache import ColumnCache
from catalog.retrieval.search import Question
from catalog.retrieval.vectors import Matrix, Vectors
from catalog.storage.store import ProductStore
from tests.catalog.retrieval.test_search import few_are_compared
from tests.catalog.stock import CURVE, DIM, direction, record

KINDS, COLOURS = ("boots", "dress", "shirt", "hat"), ("red", "blue", "green")
NAMES = ("Nora", "Ivy", "Ada")


def one_of_many(rng: random.Random, number: int) -> Record:
    kind, colour = rng.choice(KINDS), rng.choice(COLOURS)
    traits = {
        "category": (Trait(kind, rng.random(), stated=rng.random() < 0.5),),
        "colours": (Trait(colour, rng.random(), share=rng.random()),),
    }
    return record(
        f"p{number}",
        title=f"{rng.choice(NAMES)} {rng.choice(NAMES)} {kind}",
        price=f"{rng.randint(5, 90)}",
        available=rng.random() < 0.9,
        group=rng.choice(["", "", f"g{number % 40}"]),
        traits=traits if rng.random() < 0.9 else {},
        vector=direction(number),
    )


@pytest.fixture(scope="module")
def store() -> Iterator[ProductStore]:
    rng = random.Random(3)
    store = ProductStore(Path(":memory:"))
    store.put([one_of_many(rng, number) for number in range(900)], "m")
    yield store
    store.close()


QUESTIONS = [
    (Filters(wanted={"category": ("boots",), "colours": ("red",)}), "red boots", ""),
    (Filters(wanted={"category": ("boots",)}, near={"category": ("hat",)}), "boots", ""),
    (Filters(wanted={"colours": ("green", "blue")}, max_price=Decimal(40)), "green or blue", ""),
    (Filters(wanted={"category": ("dress",)}), "nora dress", "nora"),
    (Filters(), "nora ivy boots", "nora ivy"),
    (Filters(in_stock_only=True), "", ""),
    (Filters(wanted={"category": ("shirt",), "colours": ("red",)}, implied=frozenset({"category", "colours"})), "", ""),
]


@pytest.mark.parametrize(("filters", "words", "names"), QUESTIONS)
@pytest.mark.parametrize("by_vector", [True, False])
def test_the_first_are_those_that_weighing_everything_gives(
    store: ProductStore, monkeypatch: pytest.MonkeyPatch, filters: Filters, words: str, names: str, by_vector: bool
) -> None:
    """By traits, by names and by likeness."""

    def answers() -> list[tuple[list[str], int, int]]:
        search = ColumnCache(store, "m", DIM)
        return [
            ([hit.record.product.id for hit in found.hits], found.total, found.matching)
            for seed in range(4)
            for found in [
                search.begin(
                    Question(direction(seed + 5000) if by_vector else None, filters, CURVE, words, names, limit=10)
                ).answer()
            ]
        ]

    exact = answers()
    few_are_compared(monkeypatch)
    assert answers() == exact


def test_a_sketch_knows_how_good_it_is() -> None:
    """Vectors that lie in a few directions need few numbers; those that do not are given more."""
    rng = np.random.default_rng(2)
    flat = rng.normal(size=(3000, 160)).astype(np.float32)
    curved = (flat[:, :30] @ rng.normal(size=(30, 160))).astype(np.float32)
    for vectors, dimensions in ((curved, 64), (flat, 128)):
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        kept = Vectors(Matrix(np.empty((0, 160), dtype=np.float16)))
        kept.append(unit)
        kept.prepare()
        assert kept.basis is not None
        assert kept.basis.directions.shape[1] == dimensions
        assert kept.basis.recall > 0.95
