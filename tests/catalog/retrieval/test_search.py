"""Filters, sorting, facets, variants and duplicates, in small shops and in large ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from catalog.catalog import Catalog
from catalog.models import NEAREST, FacetCount, Filters, Sort, Vector
from catalog.retrieval import columns
from catalog.retrieval.bitmaps import rows_of
from catalog.retrieval.column_cache import ColumnCache
from catalog.retrieval.search import Question
from catalog.storage.store import ProductStore
from tests.catalog.stock import CURVE, DIM, direction, ids, record, seen, stated

MANY = 300


def leaning(part: float) -> Vector:
    """Direction 1, with this part of direction 2."""
    return (direction(1) + part * direction(2)).astype(np.float32)


@pytest.fixture(params=["weighed whole", "sketched"])
def shop_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a small shop, where everything is weighed, and as in one with millions."""
    if request.param == "sketched":
        few_are_compared(monkeypatch)


def few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.retrieval.vectors.SKETCHED_FROM", 20)
    monkeypatch.setattr("catalog.retrieval.vectors._TRIED", ((64, 40),))
    monkeypatch.setattr("catalog.retrieval.candidates.WEIGHED_WHOLE", 0)


@pytest.mark.usefixtures("shop_size")
async def test_the_nearest_that_pass_the_filters_are_found(catalog: Catalog) -> None:
    """At any selectivity the answer is the one that comparing with every product gives."""
    rng = np.random.default_rng(5)
    some = [record(f"p{n}", price=f"{n}.00", vector=direction(n)) for n in range(MANY)]
    await catalog.upsert(some, {})
    for part, seed in itertools.product((1.0, 0.5, 0.1, 0.01), rng.integers(1000, 9999, 5)):
        question, highest = direction(int(seed)), Decimal(int(MANY * part) - 1)
        exact = sorted(
            (one for one in some if one.product.price is not None and one.product.price <= highest),
            key=lambda one: -float(one.vector @ question),
        )
        result = await catalog.search(question, Filters(max_price=highest), CURVE, limit=10)
        assert ids(result) == [one.product.id for one in exact[:10]]
        assert result.total == len(exact)


async def test_pages_are_cut_from_one_order(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where few are compared, too, the pages of a question neither repeat nor skip."""
    few_are_compared(monkeypatch)
    await catalog.upsert([record(f"p{n}") for n in range(MANY)], {})
    pages = [await catalog.search(direction(1), Filters(), CURVE, offset=at) for at in range(0, 100, 5)]
    walked = [one for page in pages for one in ids(page)]
    assert len(walked) == len(set(walked)) == 100


HARD = [
    (Filters(required={"category": ("boots",)}), {"a", "b"}),
    (Filters(required={"category": ("boots", "dress")}), {"a", "b", "c"}),
    (Filters(required={"brand": ("new balance",)}), {"a"}),
    (Filters(required={"brand": ("new balance",), "category": ("dress",)}), set()),
    (Filters(required={"gender": ("women",)}), {"b"}),
    (Filters(excluded={"brand": ("new balance",)}), {"b", "c", "d"}),
    (Filters(on_sale_only=True), {"c"}),
    (Filters(in_stock_only=True), {"a", "b", "c"}),
    (Filters(sizes=("38", "xl")), {"a", "c"}),
    (Filters(min_price=Decimal("20.00"), max_price=Decimal("30")), {"a", "b"}),
    (Filters(min_price=Decimal("20.01")), {"b"}),
]

SHOP = [
    record("a", traits={"category": stated("boots")}, brand="New Balance", price="20.00", sizes=("38",)),
    record("b", traits={"category": seen("boots"), "gender": stated("women")}, price="30"),
    record("c", traits={"category": stated("dress")}, price="9", sale_price=Decimal("8.50"), sizes=("XL",)),
    record("d", traits={"category": seen("dress", confidence=0.4)}, price=None, available=False),
]


async def test_hard_filters_let_through_what_has_the_value(catalog: Catalog) -> None:
    """With a vector and without one the same products are left."""
    await catalog.upsert(SHOP, {})
    for (filters, left), vector in itertools.product(HARD, (None, direction(3))):
        result = await catalog.search(vector, filters, CURVE)
        assert set(ids(result)) == left
        assert result.total == len(left)


BOOTS = Filters(wanted={"category": ("boots",)})


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("price", ["cheap", "middle", "dear", "unpriced"]),
        ("-price", ["dear", "middle", "cheap", "unpriced"]),
        ("newest", ["unpriced", "dear", "cheap", "middle"]),
    ],
)
async def test_what_fits_is_sorted(catalog: Catalog, sort: Sort, order: list[str]) -> None:
    """Cheaper things of another kind do not get in; without a price comes last."""
    boots = {"category": stated("boots")}
    await catalog.upsert(
        [
            record("middle", price="20", traits=boots),
            record("cheap", price="10", traits=boots),
            record("dear", price="90", traits=boots),
            record("unpriced", price=None, traits=boots),
            *(record(f"dress{n}", price="1", traits={"category": stated("dress")}) for n in range(20)),
        ],
        {},
    )
    for vector in (None, direction(1)):
        result = await catalog.search(vector, BOOTS, CURVE, words="boots", sort=sort)
        assert ids(result) == order
        assert (result.total, result.matching, result.close) == (4, 4, True)
    pages = [await catalog.search(None, BOOTS, CURVE, sort=sort, limit=1, offset=at) for at in range(4)]
    assert [ids(page) for page in pages] == [[one] for one in order]


async def test_a_photo_alone_is_sorted_among_the_nearest(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheapest of all is not what somebody means who shows a photo of something else."""
    monkeypatch.setattr("catalog.retrieval.search._SORTED", 3)
    near = [record(f"near{n}", vector=leaning(n / 10), price=f"{50 - n}") for n in range(3)]
    await catalog.upsert([*near, record("far", vector=-direction(1), price="1")], {})
    result = await catalog.search(direction(1), Filters(), CURVE, sort="price")
    assert ids(result) == ["near2", "near1", "near0"]


async def test_facets_count_what_each_choice_would_leave(catalog: Catalog) -> None:
    """Of what fits the question; a choice that was made still shows its alternatives."""
    await catalog.upsert(
        [
            record("a", traits={"category": stated("boots"), "colours": stated("red")}, brand="Nike", sizes=("38",)),
            record("b", traits={"category": stated("boots"), "colours": stated("blue")}, brand="NIKE"),
            record("c", traits={"category": stated("boots"), "colours": stated("blue")}, brand="Puma"),
            record("d", traits={"category": stated("dress"), "colours": stated("red")}, brand="Puma", available=False),
        ],
        {},
    )
    names = ("brand", "colours", "size", "offer")
    found = (await catalog.search(None, BOOTS, CURVE, facets=names)).facets
    assert found["colours"] == (FacetCount("blue", "blue", 2), FacetCount("red", "red", 1))
    assert [(one.value, one.count) for one in found["brand"]] == [("nike", 2), ("puma", 1)]
    assert found["brand"][1].label == "Puma"
    assert found["size"] == (FacetCount("38", "38", 1),)
    assert found["offer"] == (FacetCount("in stock", "in stock", 3),)
    chosen = Filters(wanted=BOOTS.wanted, required={"brand": ("puma",)})
    found = (await catalog.search(None, chosen, CURVE, facets=names)).facets
    assert [(one.value, one.count) for one in found["brand"]] == [("nike", 2), ("puma", 1)]
    assert found["colours"] == (FacetCount("blue", "blue", 1),)


async def test_variants_of_an_article_are_one_hit(catalog: Catalog) -> None:
    """The colour that was asked for leads, the others are named with it, and each article is counted once."""
    await catalog.upsert(
        [
            *(record(f"boot-{c}", group="boot", traits={"colours": stated(c)}) for c in ("blue", "red", "green")),
            record("other", traits={"colours": stated("red")}),
        ],
        {},
    )
    red = Filters(wanted={"colours": ("red",)})
    result = await catalog.search(None, red, CURVE)
    by_id = {hit.record.product.id: hit for hit in result.hits}
    assert set(by_id) == {"boot-red", "other"}
    assert {one.product.id for one in by_id["boot-red"].variants} == {"boot-blue", "boot-green"}
    assert by_id["other"].variants == ()
    assert (result.total, result.matching) == (2, 2)
    not_green = Filters(wanted=red.wanted, excluded={"colours": ("green",)})
    hit = next(h for h in (await catalog.search(None, not_green, CURVE)).hits if h.record.product.id == "boot-red")
    assert [one.product.id for one in hit.variants] == ["boot-blue"]


async def test_many_variants_do_not_empty_a_page(catalog: Catalog) -> None:
    """A page is filled with other articles, however many variants come before them."""
    crowd = [record(f"v{n}", group="one", vector=direction(1)) for n in range(NEAREST)]
    await catalog.upsert([*crowd, *(record(f"p{n}", vector=-direction(1)) for n in range(6))], {})
    pages = [await catalog.search(direction(1), Filters(), CURVE, limit=4, offset=at) for at in (0, 4)]
    assert [len(page.hits) for page in pages] == [4, 3]
    assert pages[0].total == 7
    assert len({one for page in pages for one in ids(page)}) == 7


async def test_the_same_thing_listed_twice_is_one_hit_and_reported(catalog: Catalog) -> None:
    """One title with one picture, or with nearly one vector; a like picture under another title is another product."""
    await catalog.upsert(
        [
            record("a", title="Boot Nora", vector=direction(1)),
            record("b", title="boot  NORA", vector=leaning(0.01)),
            record("c", title="Boot Nora", vector=direction(3), shows="a"),
            record("d", title="Boot Nora", vector=direction(4)),
            record("e", title="Boot Ivy", vector=direction(1), shows="a"),
        ],
        {},
    )
    result = await catalog.search(direction(1), Filters(), CURVE)
    assert result.total == 3
    assert await catalog.duplicates() == [("a", "b", "c")]
    await catalog.remove(["a", "b"])
    assert (await catalog.search(direction(1), Filters(), CURVE)).total == 3
    assert await catalog.duplicates() == []


@pytest.fixture
def store() -> Iterator[ProductStore]:
    store = ProductStore(Path(":memory:"))
    yield store
    store.close()


def test_columns_follow_the_store_without_being_loaded_again(store: ProductStore) -> None:
    """What was written, buried, revived or removed is read anew, and nothing else."""
    column_cache = ColumnCache(store, "m", DIM)
    store.put([record(f"p{n}") for n in range(5)], "m")
    first = column_cache.columns()
    store.put([record("p1", price="5.00"), record("new")], "m")
    store.soft_delete(["p2"])
    store.remove(["p3"])
    assert column_cache.columns() is first
    assert first.seq[rows_of(first.alive)].tolist() == [1, 2, 5, 7]
    assert first.price[first.row_of([2])].tolist() == [50_000]
    store.undelete(["p2"])
    column_cache.columns()
    assert len(first.row_of(list(store.lookup.numbers(["p2", "p3"]).values()))) == 1
    answer = column_cache.begin(Question(record("p2").vector, Filters(), CURVE)).answer()
    assert ids(answer)[0] == "p2"


def test_worn_columns_are_loaded_afresh(store: ProductStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dead rows do not pile up."""
    monkeypatch.setattr(columns, "_STALE_FROM", 4)
    column_cache = ColumnCache(store, "m", DIM)
    for price in range(20):
        store.put([record("a", price=f"{price}.00"), record("b")], "m")
        assert column_cache.columns().rows <= 9
    assert column_cache.columns().price.max() == 200_000


def test_columns_take_more_than_they_had_room_for(store: ProductStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large import between two searches is found whole."""
    monkeypatch.setattr(columns, "_STALE_FROM", 4)
    column_cache = ColumnCache(store, "m", DIM)
    store.put([record("a")], "m")
    assert column_cache.columns().rows == 1
    store.put([record(f"p{n}") for n in range(40)], "m")
    assert column_cache.columns().rows == 41
    assert ids(column_cache.begin(Question(record("p39").vector, Filters(), CURVE)).answer())[0] == "p39"


async def test_what_was_asked_for_shows_its_alternatives_too(catalog: Catalog) -> None:
    """Wanted colours, sizes and prices are left out where they are counted; other conditions hold."""
    await catalog.upsert(
        [
            record("a", traits={"category": stated("boots"), "colours": stated("red")}, sizes=("38",), price="10"),
            record("b", traits={"category": stated("boots"), "colours": stated("blue")}, sizes=("39",), price="90"),
            record("c", traits={"category": stated("dress"), "colours": stated("green")}, sizes=("40",), price="50"),
        ],
        {},
    )
    red = Filters(wanted={**BOOTS.wanted, "colours": ("red",)}, sizes=("38",), max_price=Decimal(95))
    found = (await catalog.search(None, red, CURVE, facets=("colours", "size", "category"))).facets
    assert [one.value for one in found["colours"]] == ["red"], "in this size there are no others"
    assert [one.value for one in found["size"]] == ["38"], "in red there are no others"
    blue = Filters(wanted=red.wanted)
    found = (await catalog.search(None, blue, CURVE, facets=("colours", "category"))).facets
    assert [one.value for one in found["colours"]] == ["blue", "red"]
    assert [one.value for one in found["category"]] == ["boots"]
    left_out = (await catalog.search(None, blue, CURVE, facets=("colours", "size"), exclude_ids=("a",))).facets
    assert [one.value for one in left_out["colours"]] == ["blue"]


async def test_prices_are_counted_in_round_bands(catalog: Catalog) -> None:
    """The lowest first, with about equally many in each; a limit that was set does not narrow them."""
    await catalog.upsert([record(f"p{n}", price=f"{n}.90") for n in range(4, 124)], {})
    for filters in (Filters(), Filters(max_price=Decimal(30))):
        bands = (await catalog.search(None, filters, CURVE, facets=("price",))).facets["price"]
        assert [band.value for band in bands] == ["-30", "30-60", "60-100", "100-"]
        assert sum(band.count for band in bands) == 120
    same = Filters(wanted={"colours": ("red",)})
    await catalog.upsert([record(f"r{n}", traits={"colours": stated("red")}, price="7.00") for n in range(3)], {})
    assert (await catalog.search(None, same, CURVE, facets=("price",))).facets["price"] == ()


async def test_choices_count_articles_and_not_their_variants(catalog: Catalog) -> None:
    """A number on a button is the number of cards that a tap brings."""
    await catalog.upsert(
        [record(f"s{size}", group="boot", sizes=(size,), traits={"colours": stated("red")}) for size in ("38", "39")],
        {},
    )
    found = (await catalog.search(None, Filters(), CURVE, facets=("colours", "offer"))).facets
    assert found["colours"] == (FacetCount("red", "red", 1),)
    assert found["offer"] == (FacetCount("in stock", "in stock", 1),)


@pytest.mark.usefixtures("shop_size")
async def test_only_what_fits_can_be_asked_for(catalog: Catalog) -> None:
    """Then the list ends where the fitting ones end; where nothing fits, it says what comes nearest."""
    boots = [record(f"b{n}", traits={"category": stated("boots")}) for n in range(3)]
    await catalog.upsert([*boots, *(record(f"d{n}", traits={"category": stated("dress")}) for n in range(60))], {})
    for vector in (direction(1), None):
        fitting = await catalog.search(vector, BOOTS, CURVE, limit=10, fitting_only=True)
        assert {hit.record.product.id for hit in fitting.hits} == {"b0", "b1", "b2"}
        assert fitting.total == 3
    hats = Filters(wanted={"category": ("hat",)})
    assert (await catalog.search(direction(1), hats, CURVE, fitting_only=True)).total == 63
