"""A change of model: made ready beside the one that serves, carried out at one stroke, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.errors import CatalogLocked
from catalog.maintenance.migrate import TOP, Migration, Replayed, kept_model, previous_model
from catalog.models import Filters, Vector
from catalog.storage.encodings import Model
from tests.catalog.stock import CURVE, DIM, direction, fill, ids, picture, record
from tests.fakes import FakeDescribe

OLD = Model("old", "model-a", DIM)
NEW = Model("new", "model-b", 8)


def quiet(what: str, done: int, total: int) -> None:
    """Nobody looks on."""


def shop(folder: Path, model: Model) -> Catalog:
    """The catalog as a shop with this model opens it."""
    return Catalog(folder, model.fingerprint, model.dim, model=model.name)


async def stock(folder: Path, count: int = 30) -> None:
    async with shop(folder, OLD) as catalog:
        await fill(catalog, [record(f"p{i}") for i in range(count)])


def sight(name: str, model: Model = NEW) -> Vector:
    """What a model makes of the picture of a product."""
    return FakeDescribe(model.dim).vector(picture(name)[1])


async def prepare(folder: Path, describe: FakeDescribe, model: Model = NEW) -> None:
    async with Migration(folder, model, describe) as migration:
        assert await migration.encode(quiet) == 0
        await migration.build_index(quiet)


async def test_another_model_takes_over_and_gives_way_again(tmp_path: Path) -> None:
    """Products are found by the new model's vectors with an index that was ready; the way back encodes nothing."""
    await stock(tmp_path)
    async with Migration(tmp_path, NEW, FakeDescribe(NEW.dim)) as migration:
        assert await migration.encode(quiet) == 0
        await migration.build_index(quiet)
        assert kept_model(tmp_path) == OLD
        assert await migration.change_over(0)
    assert (kept_model(tmp_path), previous_model(tmp_path)) == (NEW, OLD)
    rebuilt: list[int] = []
    async with Catalog(tmp_path, NEW.fingerprint, NEW.dim, progress=lambda done, _: rebuilt.append(done)) as catalog:
        assert ids(await catalog.search(sight("p7"), Filters(), CURVE))[0] == "p7"
        assert await catalog.needing_encoding() == []
        assert (await catalog.verify()).healthy
    assert not rebuilt
    back = FakeDescribe(DIM)
    async with Migration(tmp_path, OLD, back) as migration:
        assert await migration.encode(quiet) == 0
        await migration.build_index(quiet)
        assert await migration.change_over(0)
    assert back.calls == []
    async with shop(tmp_path, OLD) as catalog:
        assert ids(await catalog.search(record("p7").vector, Filters(), CURVE))[0] == "p7"
        assert (await catalog.verify()).healthy


async def test_a_shop_that_runs_serves_until_it_changes_over_itself(tmp_path: Path) -> None:
    """Meanwhile all is found; what came, changed and went is as it should be afterwards, some of it to be encoded."""
    await stock(tmp_path)
    async with shop(tmp_path, OLD) as catalog:
        assert await catalog.successor() is None
        await prepare(tmp_path, FakeDescribe(NEW.dim))
        assert ids(await catalog.search(record("p7").vector, Filters(), CURVE))[0] == "p7"
        await fill(catalog, [record("late"), record("p1", vector=direction(1))])
        await fill(catalog, [record("p2", price="1.00")])
        await catalog.remove(["p3"])
        async with Migration(tmp_path, NEW, FakeDescribe(NEW.dim)) as migration:
            assert not await migration.change_over(0)
        assert await catalog.successor() == NEW
        assert ids(await catalog.search(record("p7").vector, Filters(), CURVE))[0] == "p7"
    async with shop(tmp_path, NEW) as catalog:
        assert sorted(await catalog.needing_encoding()) == ["late", "p1"]
        assert ids(await catalog.search(sight("p2"), Filters(), CURVE))[0] == "p2"
        assert await catalog.successor() is None
        assert (await catalog.verify()).healthy


async def test_an_interrupted_preparation_goes_on(tmp_path: Path) -> None:
    """What was encoded is not encoded again; a product that fails is counted and tried again the next time."""
    await stock(tmp_path)
    first = FakeDescribe(NEW.dim)
    first.failures.append(ValueError("no"))
    async with Migration(tmp_path, NEW, first) as migration:
        assert await migration.encode(quiet) == 1
    second = FakeDescribe(NEW.dim)
    await prepare(tmp_path, second)
    assert len(set(first.calls)) == 30
    assert len(second.calls) == 1


async def test_one_change_of_model_at_a_time(tmp_path: Path) -> None:
    """The second is told so."""
    await stock(tmp_path, 1)
    async with Migration(tmp_path, NEW, FakeDescribe(NEW.dim)):
        with pytest.raises(CatalogLocked, match="another change of model"):
            await Migration(tmp_path, NEW, FakeDescribe(NEW.dim)).__aenter__()


async def test_questions_are_replayed_exactly(tmp_path: Path) -> None:
    """The overlap counts the products that are among the nearest with both models."""
    await stock(tmp_path)
    async with Migration(tmp_path, NEW, FakeDescribe(NEW.dim)) as migration:
        await migration.encode(quiet)
        like = await migration.questions(3)
        asked = Replayed("boots", direction(5), direction(6, NEW.dim))
        overlap = await migration.overlap([asked, *like])
    names = [f"p{i}" for i in range(30)]

    def nearest(question: Vector, sights: dict[str, Vector]) -> set[str]:
        return set(sorted(names, key=lambda name: -float(sights[name] @ question))[:TOP])

    old = nearest(asked.old, {name: record(name).vector for name in names})
    new = nearest(asked.new, {name: sight(name) for name in names})
    assert overlap[0] == len(old & new)
    assert all(1 <= same <= TOP for same in overlap[1:])
