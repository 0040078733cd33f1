"""Keeping and finding products, on a real SQLite file and a real Chroma folder."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from catalog.catalog import Catalog
from catalog.errors import CatalogLocked, ModelMismatch, UnknownProduct
from catalog.models import NEAREST, Filters, Product, Record
from tests.catalog.stock import CURVE, DIM, direction, fill, ids, picture, record, seen, stated


async def test_a_record_comes_back_as_it_was_stored(catalog: Catalog) -> None:
    """Prices stay exact, traits and vector keep every value."""
    product = Product(
        id="ä/1",
        title="Boot “Nora”",
        image="https://shop.example/1.jpg",
        description="Warm",
        brand="North",
        price=Decimal("1299.90"),
        sale_price=Decimal("999.00"),
        currency="EUR",
        url="https://shop.example/1",
        sizes=("37", "38"),
        available=False,
        facts={"colour": "navy"},
    )
    traits = {"category": stated("boots"), "colours": (*seen("navy"), *seen("black", confidence=0.2))}
    stored = replace(record("x", traits=traits), product=product)
    await fill(catalog, [stored])
    found = await catalog.get("ä/1")
    assert (found.product, found.traits, found.content_hash) == (product, traits, stored.content_hash)
    np.testing.assert_allclose(found.vector, stored.vector, atol=1e-6)


async def test_products_survive_closing_and_opening(tmp_path: Path) -> None:
    """What was acknowledged is there the next time, and found."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record(f"p{i}") for i in range(10)])
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        assert await catalog.count() == 10
        assert ids(await catalog.search(record("p3").vector, Filters(), CURVE))[0] == "p3"
        assert [one.product.id for one in await catalog.list(3, 1)] == ["p8", "p7", "p6"]


async def test_the_index_may_follow_by_hundreds(tmp_path: Path) -> None:
    """While more is to come products are stored and found at once; the index has them after so many, or in the end."""
    some = [record(f"p{i}") for i in range(1100)]
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await catalog.upsert(some[:300], {}, more_to_come=True)
        assert (await catalog.verify()).indexed == 0
        assert ids(await catalog.search(some[7].vector, Filters(), CURVE))[0] == "p7"
        await catalog.upsert(some[300:700], {}, more_to_come=True)
        assert (await catalog.verify()).indexed == 700
        await catalog.upsert(some[700:800], {}, more_to_come=True)
        await catalog.settle()
        assert (await catalog.verify()).healthy
        await catalog.upsert(some[800:], {}, more_to_come=True)
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        assert (await catalog.verify()).healthy


async def test_storing_again_replaces(catalog: Catalog) -> None:
    """An upsert changes the fields, the traits and where the product is found."""
    await fill(catalog, [record("a", traits={"colours": seen("red")}), record("b")])
    await fill(catalog, [record("a", title="Changed", vector=direction(99), traits={"colours": seen("blue")})])
    assert (await catalog.get("a")).product.title == "Changed"
    assert await catalog.count() == 2
    assert ids(await catalog.search(direction(99), Filters(), CURVE))[0] == "a"
    only_filters = await catalog.search(None, Filters(wanted={"colours": ("red",)}), CURVE)
    assert not any(hit.why for hit in only_filters.hits)


async def test_removed_products_are_gone_with_their_pictures(catalog: Catalog) -> None:
    """The answer names what was there, and a picture goes with the last product that shows it."""
    key, _ = picture("shared")
    await catalog.upsert([record("a", shows="shared"), record("b", shows="shared")], dict([picture("shared")]))
    assert await catalog.remove(["a", "never was"]) == ["a"]
    with pytest.raises(UnknownProduct, match="'a'"):
        await catalog.get("a")
    assert "a" not in ids(await catalog.search(record("a").vector, Filters(), CURVE))
    assert catalog.picture_path(key) is not None
    assert await catalog.remove(["b"]) == ["b"]
    assert catalog.picture_path(key) is None


async def test_a_picture_is_kept_under_its_key(catalog: Catalog) -> None:
    """The preview's bytes are found by the record's picture key."""
    await fill(catalog, [record("a")])
    path = catalog.picture_path(record("a").picture)
    assert path is not None
    assert path.read_bytes() == picture("a")[1]


@pytest.mark.parametrize("key", ["", "../../products.sqlite3", "a" * 63, "A" * 64, "a" * 64 + "\n", "/etc/passwd"])
async def test_only_a_key_opens_a_picture(catalog: Catalog, key: str) -> None:
    """No other string leads anywhere, inside the folder or out of it."""
    assert catalog.picture_path(key) is None
    with pytest.raises(ValueError, match="not the key"):
        await catalog.upsert([], {key: b"x"})


@pytest.mark.parametrize("wrong", [np.ones(DIM + 1), np.full(DIM, np.nan), np.zeros(DIM), np.full(DIM, np.inf)])
async def test_a_vector_that_is_not_the_models_is_refused_before_anything_is_written(
    catalog: Catalog, wrong: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> None:
    """A wrong dimension, NaN or no direction at all: nothing of the batch is stored."""
    vector = wrong.astype(np.float32)
    with pytest.raises(ModelMismatch):
        await catalog.upsert([record("good"), record("bad", vector=vector)], {})
    with pytest.raises(ModelMismatch):
        await catalog.search(vector, Filters(), CURVE)
    assert await catalog.count() == 0


@pytest.mark.fault("data folder opened twice", "the second one ends in one sentence")
async def test_the_second_owner_of_a_folder_is_told_so(tmp_path: Path) -> None:
    """One sentence names the folder, and the folder is free again once the first has closed it."""
    async with Catalog(tmp_path, "model-a", DIM):
        with pytest.raises(CatalogLocked, match=str(tmp_path)):
            await Catalog(tmp_path, "model-a", DIM).__aenter__()
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        assert await catalog.count() == 0


async def test_products_of_another_model_are_kept_but_not_searched(tmp_path: Path) -> None:
    """A change of model shows what needs encoding again, and changing back finds everything again."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record("a"), record("b")])
    async with Catalog(tmp_path, "model-b", 8) as catalog:
        await fill(catalog, [record("b", vector=direction(1, 8))])
        stats = await catalog.stats()
        assert (stats.products, stats.searchable, stats.needs_encoding) == (2, 1, 1)
        assert ids(await catalog.search(direction(1, 8), Filters(), CURVE)) == ["b"]
        assert (await catalog.verify()).healthy
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        assert ids(await catalog.search(record("a").vector, Filters(), CURVE)) == ["a"]
        assert (await catalog.verify()).healthy


async def test_the_few_that_match_are_found_among_many(catalog: Catalog) -> None:
    """Four red boots are on top even where a whole crowd is nearer to the question."""
    crowd = direction(7)
    boots = {"category": seen("boots"), "colours": seen("red")}
    rng = np.random.default_rng(3)
    many = [
        record(
            f"p{i}", vector=crowd + rng.normal(size=DIM).astype(np.float32) * 0.01, traits={"category": seen("dress")}
        )
        for i in range(NEAREST + 50)
    ]
    few = [record(f"boots{i}", vector=-crowd, traits=boots) for i in range(4)]
    await catalog.upsert([*few, *many], {})
    filters = Filters(wanted={"category": ("boots",), "colours": ("red",)})
    result = await catalog.search(crowd, filters, CURVE, words="red boots")
    assert set(ids(result)[:4]) == {"boots0", "boots1", "boots2", "boots3"}
    assert result.close


async def test_the_few_that_are_cheap_are_found_among_many(catalog: Catalog) -> None:
    """A price that the nearest do not have is looked up, and nothing dearer is shown."""
    crowd = direction(7)
    many = [record(f"p{i}", vector=crowd, price="90") for i in range(NEAREST + 50)]
    await catalog.upsert([record("cheap", vector=-crowd, price="9.90", sizes=("M",)), *many], {})
    hard = Filters(max_price=Decimal("9.90"), sizes=("m",))
    assert ids(await catalog.search(crowd, hard, CURVE)) == ["cheap"]
    assert ids(await catalog.search(None, hard, CURVE)) == ["cheap"]


async def test_filters_alone_answer_newest_first(catalog: Catalog) -> None:
    """Without a vector the best agreement leads, then the newest."""
    await catalog.upsert(
        [
            record("old red", traits={"colours": seen("red")}),
            record("new red", traits={"colours": seen("red")}),
            record("new blue", traits={"colours": seen("blue")}),
        ],
        {},
    )
    result = await catalog.search(None, Filters(wanted={"colours": ("red",)}), CURVE)
    assert ids(result) == ["new red", "old red", "new blue"]
    assert ids(await catalog.search(None, Filters(), CURVE)) == ["new blue", "new red", "old red"]


async def test_pages_neither_repeat_nor_skip(catalog: Catalog) -> None:
    """The same question with a growing offset walks once through everything."""
    await catalog.upsert([record(f"p{i}") for i in range(37)], {})
    pages = [
        await catalog.search(direction(1), Filters(), CURVE, offset=at, exclude_ids={"p5"}) for at in range(0, 40, 5)
    ]
    walked = [one for page in pages for one in ids(page)]
    assert len(walked) == len(set(walked)) == pages[0].total == 36
    assert "p5" not in walked


async def test_an_article_number_is_found_whatever_the_vector_says(catalog: Catalog) -> None:
    """The words are looked up in ids and titles, and no character in them is an operator."""
    await catalog.upsert([record("SKU-77", vector=-direction(1)), *(record(f"p{i}") for i in range(20))], {})
    assert ids(await catalog.search(direction(1), Filters(), CURVE, words="sku-77"))[0] == "SKU-77"
    assert (await catalog.search(None, Filters(), CURVE, words='"OR NEAR( * -')).total == 21


async def test_a_write_whose_caller_leaves_is_still_whole(catalog: Catalog) -> None:
    """Cancelling an upsert leaves records and index equal."""
    writing = asyncio.create_task(fill(catalog, [record(f"p{i}") for i in range(50)]))
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert (await catalog.verify()).healthy


async def test_many_may_search_while_products_come_in(catalog: Catalog) -> None:
    """Searches beside writes answer from what is there, without an error."""

    async def write() -> None:
        for start in range(0, 60, 2):
            await fill(catalog, [record(f"p{i}") for i in range(start, start + 2)])

    async def search() -> None:
        for seed in range(30):
            await catalog.search(direction(seed), Filters(), CURVE, facets=("offer", "category"))

    await asyncio.gather(write(), *(search() for _ in range(4)))
    assert await catalog.count() == 60


async def test_an_owner_sees_counts(catalog: Catalog) -> None:
    """Stock, prices and the kinds of things are counted."""
    shop: list[Record] = [
        record("a", traits={"category": seen("boots")}),
        record(
            "b", traits={"category": (*seen("boots", confidence=0.6), *seen("sandals", confidence=0.3))}, price=None
        ),
        record("c", traits={"category": stated("dress")}, available=False),
    ]
    await catalog.upsert(shop, {})
    stats = await catalog.stats()
    assert (stats.products, stats.out_of_stock, stats.without_price) == (3, 1, 1)
    assert dict(stats.categories) == {"boots": 2, "dress": 1}
