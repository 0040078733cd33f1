"""The measurement of search: what it takes for right, and when it says that a limit is not kept."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.search.asker import run
from benchmarks.search.questions import (
    FARTHEST,
    NARROWED,
    TITLES,
    Conditions,
    Question,
    find_nearest,
    questions,
    recall,
)
from benchmarks.search.stock import MODEL, Labelled, Stock, build, product_id, with_slip
from benchmarks.search.vectors import DIM, Encoded, Matrix, in_parts
from benchmarks.search_beside_import import measure
from benchmarks.search_time import MEMORY, START, Cell, Run
from catalog.catalog import Catalog
from catalog.storage.store import ProductStore
from tests.catalog.stock import direction

KINDS = ("Tshirts", "Watches", "Casual Shoes", "Jeans")
COUNT = 60


@pytest.fixture(scope="module")
def encoded() -> Encoded:
    """Forty products of four kinds, whose vectors tell the kinds apart."""
    rows = [
        {
            "id": str(number),
            "title": f"Brand Women {colour} Thing {number // 2}",
            "articleType": KINDS[number % 4],
            "baseColour": colour,
            "gender": "Women" if number % 2 else "Men",
            "usage": "Casual",
        }
        for number in range(40)
        for colour in [("Blue", "Red")[number % 2]]
    ]
    spread = np.stack([direction(number % 4, DIM) + 0.5 * direction(100 + number, DIM) for number in range(40)])
    vectors = (spread / np.linalg.norm(spread, axis=1, keepdims=True)).astype(np.float32)
    return Encoded(
        rows, vectors, vectors, vectors[:5], vectors[5:9], ["blue t-shirt", "red watch", "blue jeans", "red bag"]
    )


@pytest.fixture(scope="module")
def shop(encoded: Encoded, tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock(Labelled.of(encoded, COUNT, tmp_path_factory.mktemp("labelled") / "traits.jsonl"), COUNT)


def test_a_stock_is_the_same_each_time(shop: Stock) -> None:
    """Copies are noisy, have other brands, prices and sizes, and the arrays say what the records say."""
    (records,), (again,) = shop.records(), Stock(shop.labelled, COUNT).records()
    assert [one.product for one in records] == [one.product for one in again]
    assert np.array_equal([one.vector for one in records], [one.vector for one in again])
    assert len({one.product.id for one in records}) == len({one.picture for one in records}) == COUNT
    original, copy = records[1], records[41]
    assert 0.85 < original.vector @ copy.vector < 0.97
    assert original.traits == copy.traits
    for number, one in enumerate(records):
        assert one.product.current_price is not None
        assert shop.cents[number] == one.product.current_price * 100
        assert (shop.available[number], shop.on_sale[number]) == (one.product.available, one.product.on_sale)
        assert int(shop.sizes[number].sum()) == len(one.product.sizes) == 4


async def test_a_stock_is_built_once_and_goes_on_where_it_was_interrupted(
    shop: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records and index are those of the whole, whenever it was broken off."""
    monkeypatch.setattr("benchmarks.search.stock.BLOCK", 25)
    monkeypatch.setattr("benchmarks.search.stock._INDEXED_TOGETHER", 10)
    for name in ("put", "mark_indexed"):
        with monkeypatch.context() as patch:
            patch.setattr(ProductStore, name, second_time_broken(getattr(ProductStore, name)))
            with pytest.raises(KeyboardInterrupt):
                await asyncio.to_thread(build, shop, tmp_path)
    await asyncio.to_thread(build, shop, tmp_path)
    async with Catalog(tmp_path, MODEL, DIM) as catalog:
        assert await catalog.ids() == {product_id(number) for number in range(COUNT)}
        assert (await catalog.verify()).healthy


def second_time_broken(call: Callable[..., object]) -> Callable[..., object]:
    """As Ctrl-C does it."""
    calls = iter(range(100))

    def broken(*arguments: object) -> object:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return call(*arguments)

    return broken


def test_encoding_goes_on_where_it_was_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is not encoded again."""
    monkeypatch.setattr("benchmarks.search.vectors._PART", 2)
    seen: list[str] = []

    def encode(words: Sequence[str]) -> Matrix:
        if "e" in words and len(seen) == 4:
            seen.clear()
            raise KeyboardInterrupt
        seen.extend(words)
        return np.array([[ord(word)] for word in words], np.float32)

    with pytest.raises(KeyboardInterrupt):
        in_parts(tmp_path, "letters", "abcde", encode)
    assert in_parts(tmp_path, "letters", "abcde", encode).ravel().tolist() == [97, 98, 99, 100, 101]
    assert seen == ["e"]


def test_conditions_let_the_part_pass_that_their_row_is_named_after(shop: Stock) -> None:
    """And the far ones what is least like the question."""
    conditions = Conditions(shop)
    watch = shop.labelled.vectors[1]
    passing = {row: conditions.of(row, watch)[1] for row in NARROWED}
    assert passing["no filter"].sum() == shop.available.sum()
    assert 0.4 < passing["price range"].mean() < 0.6
    assert 0.4 < passing["50 %"].mean() < 0.6
    assert 0.1 < passing["20 %"].mean() < 0.3
    assert "watch" not in conditions.of("far half", watch)[0]["required"]["category"]
    assert passing["far kind"].sum() <= passing[FARTHEST].sum() <= passing["far half"].sum()


async def test_a_catalog_that_misses_nothing_has_a_recall_of_one(shop: Stock, encoded: Encoded, tmp_path: Path) -> None:
    """Asked as `make bench-search` asks, of a shop whose ten nearest are found by comparing with every product."""
    asked = questions(shop, encoded, 3)
    assert {one.row for one in asked.asked} >= {*NARROWED, *TITLES}
    folder = tmp_path / "shop"
    folder.mkdir()
    await asyncio.to_thread(build, shop, folder)
    told = tmp_path / "questions.json"
    asked.write(told, products=0)
    said = await run(folder, json.loads(told.read_text()), np.load(told.with_suffix(".npy")))
    found = Run.of(asked, said["answers"], start_s=said["start_s"], memory_mb=said["anonymous_mb"])
    assert {row: cell.worst() for row, cell in found.cells.items() if row in NARROWED} == dict.fromkeys(NARROWED, 1.0)
    assert found.cells["title"].worst() == 1.0
    assert found.memory_mb
    assert not found.faults(dict.fromkeys(NARROWED, 1e6) | {START: 1e6, MEMORY: 1e6})
    assert found.faults({MEMORY: 0.5}) == [f"{MEMORY} {found.memory_mb:.1f} > 0.5"]


def test_the_nearest_are_those_of_the_mask(shop: Stock) -> None:
    """Of all blocks, the nearest first, and no more than pass."""
    ((_, vectors),) = shop.blocks()
    mask = np.arange(COUNT) % 7 == 0
    narrow, wide = Question("8 %", "words", 0, {}), Question("no filter", "words", 0, {})
    find_nearest(shop, vectors[3:4], [(narrow, mask), (wide, np.ones(COUNT, np.bool_))])
    order = np.argsort(-(vectors @ vectors[3]))
    assert narrow.nearest == [product_id(int(one)) for one in order if mask[one]]
    assert wide.nearest == [product_id(int(one)) for one in order[:10]]
    articles = list(dict.fromkeys(shop.article(int(one)) for one in order))
    tenth = next(one for one in order if shop.article(int(one)) == articles[9])
    assert len({shop.article(number) for number in range(COUNT)}) < COUNT
    assert wide.tenth == pytest.approx(float(vectors[tenth] @ vectors[3]))


def test_recall_counts_variants_and_near_enough_ones() -> None:
    """A variant of a hit was found, too; of the farthest, each that is as near as the tenth counts."""
    one = Question("no filter", "words", 0, {}, nearest=["a", "b", "c", "d"], cosines=[0.9, 0.8, 0.7, 0.6])
    answer = {"ids": [["a", "c"], ["x"], ["d"], ["y"]], "cosines": [0.9, 0.65, 0.6, 0.5]}
    assert recall(one, {**answer, "in_stock": [True, True, True, True]}) == 0.75
    assert recall(one, {**answer, "in_stock": [True, True, True, False]}) == pytest.approx(2 / 3)
    assert recall(one, {**answer, "in_stock": [True, False, False, False]}) == 1.0
    assert recall(one, {"ids": [], "cosines": [], "in_stock": []}) == 0.0
    double = {**answer, "cosines": [0.9, 0.8, 0.6, 0.5], "in_stock": [True] * 4}
    assert recall(one, double) == 1.0
    far = Question(FARTHEST, "words", 0, {}, nearest=["a"], tenth=0.5)
    assert recall(far, {"ids": [], "cosines": [0.6] * 8 + [0.496, 0.494]}) == 0.9
    title = Question("title", "words", 0, {}, "Blue Jeans", nearest=["a"])
    assert [recall(title, {"ids": ids}) for ids in ([["b", "a"]], [["b"], ["a"]], [])] == [1.0, 0.0, 0.0]


def test_a_cell_is_judged_by_median_tail_and_the_worst_source() -> None:
    """Each limit that is not kept is named."""
    cell = Cell()
    for source, share in (("photos", 1.0), ("words", 0.9)):
        for ms in range(1, 51):
            nearest = [str(number) for number in range(10)]
            question = Question("8 %", source, 0, {}, nearest=nearest, cosines=[0.5] * 10)
            ids = [[number] for number in nearest[: round(10 * share)]]
            answer = {"ids": ids, "cosines": [0.9], "in_stock": [True] * 10, "wall_s": ms / 1000, "processor_s": 0.001}
            cell.add(question, answer)
    assert cell.ms(0.5) == pytest.approx(25.5)
    assert cell.ms(0.95) == pytest.approx(48, abs=1)
    assert cell.worst() == pytest.approx(0.9)
    assert cell.faults(None) == []
    assert cell.faults(30) == ["recall 0.900 < 0.99"]
    assert [fault.partition(" ")[0] for fault in cell.faults(20)] == ["p50", "p95", "recall"]
    assert str(cell) == "25.5 / 48.0 (1.0)  0.900"


def test_a_slip_is_one_letter() -> None:
    """Left out, doubled, changed or swapped."""
    for seed in range(20):
        typed = with_slip("boots", random.Random(seed))
        assert abs(len(typed) - 5) <= 1


async def test_what_waits_beside_an_import_is_measured(
    shop: Stock, encoded: Encoded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All new products come in, and each kind of wait has a median and a longest."""
    monkeypatch.setattr("benchmarks.search_beside_import._ALONE_S", 0.1)
    monkeypatch.setattr("benchmarks.search_beside_import._REST_S", 0.0)
    await asyncio.to_thread(build, shop, tmp_path)
    figures = await measure("own process", tmp_path, Stock(shop.labelled, 2 * COUNT), minutes=0.01)
    for name in ("search", "index", "stop"):
        assert 0 <= figures[f"{name} beside, p50"] <= figures[f"{name} beside, longest"] + 1
    assert figures["questions"] > 0
    assert figures["memory of the shop, MB"] > 0
    async with Catalog(tmp_path, MODEL, DIM) as catalog:
        assert await catalog.count() == 2 * COUNT
