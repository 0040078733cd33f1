"""Every question with a vector goes to the vector index, and none waits for it long."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import NEAREST, Filters
from catalog.vector_index.reconcile import IndexReconciler, OnRebuilt
from tests.catalog.stock import CURVE, DIM, fill, ids, record, stated

Neighbours = list[list[tuple[str, float]]]

RED = Filters(wanted={"colours": ("red",)}, max_price=None)


@pytest.mark.parametrize("filters", [Filters(), RED, Filters(in_stock_only=True), Filters(sizes=("XXL",))])
@pytest.mark.parametrize("sort", ["relevance", "price"])
async def test_a_question_with_a_vector_asks_the_index(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, filters: Filters, sort: str
) -> None:
    """Once, for as many as always, and without any condition; a question without a vector does not."""
    await fill(catalog, [record("a", traits={"colours": stated("red")}), record("b")])
    asked: list[int] = []
    index = catalog._index  # noqa: SLF001 - whatever it is
    query = index.query

    def noted(vectors: NDArray[np.float32], top_k: int) -> Neighbours:
        asked.append(top_k)
        return query(vectors, top_k)

    monkeypatch.setattr(index, "query", noted)
    await catalog.search(record("a").vector, filters, CURVE, sort=sort)  # type: ignore[arg-type]  # a parameter
    assert asked == [NEAREST]
    await catalog.search(None, filters, CURVE)
    assert asked == [NEAREST]


async def test_an_index_that_fails_or_is_late_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes without it, is as right, and is counted."""
    slow = threading.Event()

    def fail(vectors: NDArray[np.float32], top_k: int) -> Neighbours:
        raise CatalogUnavailable("the disk is gone")

    def wait(vectors: NDArray[np.float32], top_k: int) -> Neighbours:
        slow.wait()
        return [[]]

    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record("a"), record("b")])
        monkeypatch.setattr(catalog._index, "query", fail)  # noqa: SLF001 - as above
        assert ids(await catalog.search(record("a").vector, Filters(), CURVE))[0] == "a"
        assert (await catalog.census()).index_answers == {"asked": 1, "failed": 1}
        monkeypatch.setattr(catalog._index, "query", wait)  # noqa: SLF001 - as above
        for _ in range(9):
            assert ids(await catalog.search(record("b").vector, Filters(), CURVE))[0] == "b"
        assert (await catalog.census()).index_answers == {"asked": 9, "failed": 1, "late": 8, "busy": 1}
        slow.set()


async def test_a_shop_is_searched_while_its_index_is_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the sketch alone; then the index is asked, and what was written meanwhile is in it."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record("a"), record("b")])
    may_open, opened = threading.Event(), IndexReconciler.heal

    async def slowly(reconciler: IndexReconciler, progress: OnRebuilt | None = None) -> None:
        await asyncio.to_thread(may_open.wait)
        await opened(reconciler, progress)

    monkeypatch.setattr(IndexReconciler, "heal", slowly)
    async with Catalog(tmp_path, "model-a", DIM, index_later=True) as catalog:
        assert catalog.index_is_loading
        assert ids(await catalog.search(record("a").vector, Filters(), CURVE))[0] == "a"
        assert (await catalog.census()).index_answers == {"loading": 1}
        may_open.set()
        await fill(catalog, [record("c")])
        assert not catalog.index_is_loading
        assert ids(await catalog.search(record("c").vector, Filters(), CURVE))[0] == "c"
        assert (await catalog.census()).index_answers == {"loading": 1, "asked": 1}
        assert (await catalog.verify()).healthy


async def test_an_index_that_cannot_be_opened_leaves_the_shop_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its products are found, and it may be closed while it is still being opened."""

    async def fail(reconciler: IndexReconciler, progress: OnRebuilt | None = None) -> None:
        raise CatalogUnavailable("no such server")

    async def never(reconciler: IndexReconciler, progress: OnRebuilt | None = None) -> None:
        await asyncio.Event().wait()

    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record("a"), record("b")])
    for heal in (fail, never):
        monkeypatch.setattr(IndexReconciler, "heal", heal)
        async with Catalog(tmp_path, "model-a", DIM, index_later=True) as catalog:
            assert ids(await catalog.search(record("a").vector, Filters(), CURVE))[0] == "a"
