"""What search is made ready with is kept beside the records, and believed only where it agrees with them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from catalog.catalog import Catalog
from catalog.models import FacetCount, Filters, Record, SearchResult
from catalog.retrieval import column_cache, mapped_file
from catalog.retrieval.column_cache import ColumnCache
from catalog.storage.store import ProductStore
from tests.catalog.retrieval.test_search import few_are_compared
from tests.catalog.stock import CURVE, DIM, direction, fill, ids, record, stated

RED_BOOTS = Filters(wanted={"category": ("boots",), "colours": ("red",)})


@pytest.fixture(autouse=True)
def small_ones_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_cache, "_KEPT_FROM", 10)
    few_are_compared(monkeypatch)


@pytest.fixture
def from_records(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often all records were read."""
    times: list[int] = []
    read = ColumnCache._from_store  # noqa: SLF001 - what is counted

    def counted(cache: ColumnCache) -> object:
        times.append(1)
        return read(cache)

    monkeypatch.setattr(ColumnCache, "_from_store", counted)
    return times


def shoe(number: int, **fields: object) -> Record:
    colour = ("red", "blue", "green")[number % 3]
    return record(
        f"p{number}",
        title=f"Nora {colour} boots {number}",
        brand="Puma",
        group=f"g{number // 2}" if number < 10 else "",
        sizes=("38",) if number % 2 else ("39",),
        traits={"category": stated("boots"), "colours": stated(colour)},
        **fields,  # type: ignore[arg-type]  # keyword arguments of a test, checked by running it
    )


SHOES = [shoe(number) for number in range(60)]


async def asked(catalog: Catalog) -> list[SearchResult]:
    names = ("brand", "colours", "size", "price", "offer")
    return [
        await catalog.search(direction(4), RED_BOOTS, CURVE, words="red boots", facets=names, limit=20),
        await catalog.search(direction(5), Filters(sizes=("38",)), CURVE, limit=20),
        await catalog.search(None, Filters(), CURVE, words="nora gren boots 7", names="nora gren 7", limit=5),
    ]


def only_file(folder: Path) -> Path:
    (file,) = (folder / "search").iterdir()
    return file


async def test_a_start_maps_what_the_last_one_kept(tmp_path: Path, from_records: list[int]) -> None:
    """Nothing is read anew, and the answers are the same."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, SHOES)
        before = await asked(catalog)
    assert from_records == [1]
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        assert [ids(one) for one in await asked(catalog)] == [ids(one) for one in before]
        assert [one.facets for one in await asked(catalog)] == [one.facets for one in before]
        assert await catalog.brands() == {"puma": "Puma"}
    assert from_records == [1]


async def test_what_changed_since_is_followed(tmp_path: Path, from_records: list[int]) -> None:
    """Prices, stock, words, vectors, removals and new products; then it is kept as it is now."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, SHOES)
        await catalog.warm()
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await catalog.upsert([shoe(1, price="5.00"), shoe(2, available=False), shoe(3, vector=direction(77))], {})
        await catalog.upsert([record("new", vector=direction(88), sizes=("44",))], {})
        await catalog.remove(["p4"])
        await catalog.soft_delete(["p5"])
    for _ in range(2):
        async with Catalog(tmp_path, "model-a", DIM) as catalog:
            cheap = await catalog.search(None, Filters(max_price=Decimal(5)), CURVE, facets=("offer", "size"))
            assert ids(cheap) == ["p1"]
            assert cheap.facets["offer"] == (FacetCount("in stock", "in stock", 1),)
            assert ids(await catalog.search(direction(77), Filters(), CURVE))[0] == "p3"
            assert ids(await catalog.search(direction(88), Filters(sizes=("44",)), CURVE)) == ["new"]
            everything = await catalog.search(None, Filters(), CURVE, limit=100)
            assert not {"p4", "p5"} & {one.product.id for hit in everything.hits for one in (hit.record, *hit.variants)}
    assert from_records == [1]


def damage(file: Path, at: float) -> None:
    data = bytearray(file.read_bytes())
    data[int(len(data) * at)] ^= 0xFF
    file.write_bytes(data)


@pytest.mark.fault(
    "search's file cut, changed or emptied", "made anew from the records", log="is cut|as it was|cannot be"
)
@pytest.mark.parametrize("at", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, "cut", "empty", "other"])
async def test_a_damaged_file_is_made_anew(
    tmp_path: Path, from_records: list[int], at: float | str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whichever byte is another one, or missing."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, SHOES)
        before = await asked(catalog)
    file = only_file(tmp_path)
    if isinstance(at, float):
        damage(file, at)
    else:
        file.write_bytes({"cut": file.read_bytes()[:-100], "empty": b"", "other": b"x" * 5000}[at])
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        assert [ids(one) for one in await asked(catalog)] == [ids(one) for one in before]
    assert from_records == [1, 1]
    assert "does not serve" in caplog.text


@pytest.mark.fault("search's file of another shop", "made anew from the records", log="other records|the records say")
@pytest.mark.parametrize("same_changes", [True, False])
async def test_a_file_of_another_shop_is_not_believed(
    tmp_path: Path, from_records: list[int], same_changes: bool
) -> None:
    """Even where it has as many products that were changed as often."""
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    async with Catalog(theirs, "model-a", DIM) as catalog:
        await fill(catalog, [shoe(number, price="77") for number in range(60 if same_changes else 70)])
        await catalog.warm()
    async with Catalog(ours, "model-a", DIM) as catalog:
        await fill(catalog, SHOES)
        before = await asked(catalog)
    only_file(ours).write_bytes(only_file(theirs).read_bytes())
    async with Catalog(ours, "model-a", DIM) as catalog:
        assert [ids(one) for one in await asked(catalog)] == [ids(one) for one in before]
        assert (await catalog.search(None, Filters(min_price=Decimal(70)), CURVE)).total == 0
    assert from_records == [1, 1, 1]


async def test_a_file_of_another_model_goes(tmp_path: Path, from_records: list[int]) -> None:
    """Each model has its own, and only that of the one in use stays."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, SHOES)
        await catalog.warm()
    old = only_file(tmp_path)
    async with Catalog(tmp_path, "model-b", DIM) as catalog:
        await catalog.upsert(SHOES, {})
        assert ids(await catalog.search(record("p7").vector, Filters(), CURVE))[0] == "p7"
    assert only_file(tmp_path) != old


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Arrays of each kind, empty ones too; nothing that was changed in memory gets into the file."""
    arrays: dict[str, NDArray[Any]] = {
        "numbers": np.arange(5, dtype=np.int64),
        "none": np.empty((0, 3), dtype=np.float16),
        "flags": np.array([True, False]),
        "text": mapped_file.packed({"ключ": [1, None]}),
    }
    mapped_file.write(tmp_path / "a.columns", {"mark": 3}, arrays)
    notes, found = mapped_file.read(tmp_path / "a.columns")
    assert notes == {"mark": 3}
    assert all(
        np.array_equal(found[name], array) and found[name].dtype == array.dtype for name, array in arrays.items()
    )
    assert mapped_file.unpacked(found["text"]) == {"ключ": [1, None]}
    found["numbers"][0] = 99
    assert mapped_file.read(tmp_path / "a.columns")[1]["numbers"][0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.columns"]


def test_a_price_touches_no_vector(tmp_path: Path) -> None:
    """The row stays, with its vector."""
    store = ProductStore(Path(":memory:"))
    store.put(SHOES, "m")
    cache = ColumnCache(store, "m", DIM)
    rows = cache.columns().rows
    store.put([shoe(number, price="3.00", available=False) for number in range(60)], "m")
    columns = cache.columns()
    assert (columns.rows, len(columns.vectors), set(columns.price.tolist())) == (rows, rows, {30_000})
    assert not columns.in_stock
    store.close()
