"""The check in the background: what it finds amiss it puts right, and it keeps out of the way."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

import catalog.vector_index.audit
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Filters
from catalog.vector_index.chroma import ChromaIndex
from tests.catalog.stock import CURVE, DIM, fill, ids, record


@pytest.fixture(autouse=True)
def without_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog.vector_index.audit, "_PAUSE_S", 0.0)
    monkeypatch.setattr(catalog.vector_index.audit, "_RESTS", 0)


async def until_repaired(catalog: Catalog, count: int) -> None:
    """Let the check run until it has put right so many."""
    checking = asyncio.create_task(catalog.keep_sound())
    async with asyncio.timeout(30):
        while (await catalog.stats()).repaired < count:
            pass
    checking.cancel()
    await asyncio.wait({checking})


@pytest.mark.fault("index loses products while serving", "put right in the background", log="amiss in the vector index")
async def test_what_the_index_lost_is_found_and_put_right(
    catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Missing, orphaned and misfiled products are as they should be again, and the log says how many."""
    await fill(catalog, [record(f"p{i}") for i in range(120)])
    behind_its_back = ChromaIndex(tmp_path / "data" / "chroma", "model-a", DIM)
    behind_its_back.open()
    behind_its_back.trust()
    behind_its_back.delete(["p1", "p100"])
    behind_its_back.upsert({"p60": -record("p60").vector, "stranger": record("stranger").vector})
    behind_its_back.close()
    with caplog.at_level(logging.WARNING):
        await until_repaired(catalog, 4)
    assert (await catalog.verify()).healthy
    assert (await catalog.stats()).repaired == 4
    assert "amiss in the vector index" in caplog.text


async def test_an_index_that_lost_most_is_built_anew(
    catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not a few at a time: it may be a server that was started with an empty folder."""
    await fill(catalog, [record(f"p{i}") for i in range(120)])
    behind_its_back = ChromaIndex(tmp_path / "data" / "chroma", "model-a", DIM)
    behind_its_back.open()
    behind_its_back.trust()
    behind_its_back.delete([f"p{i}" for i in range(110)])
    behind_its_back.close()
    with caplog.at_level(logging.INFO):
        await until_repaired(catalog, 1)
    assert (await catalog.verify()).healthy
    assert "building the vector index from 120 records" in caplog.text


async def test_a_sound_index_is_left_alone(catalog: Catalog) -> None:
    """Products that come and go meanwhile are no findings."""
    checking = asyncio.create_task(catalog.keep_sound())
    for start in range(0, 100, 10):
        await fill(catalog, [record(f"p{i}") for i in range(start, start + 10)])
        await catalog.remove([f"p{start}"])
    assert not checking.done()
    checking.cancel()
    await asyncio.wait({checking})
    assert (await catalog.stats()).repaired == 0
    assert (await catalog.verify()).healthy


@pytest.mark.fault(
    "index fails at every question while serving",
    "opened again, then rebuilt, while searches go on",
    log="could not be checked",
)
async def test_an_index_that_cannot_be_used_any_more_is_built_anew(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some failures in a row the index is opened again, and rebuilt where that does not help."""
    await fill(catalog, [record(f"p{i}") for i in range(10)])
    rebuilt = asyncio.Event()
    recreate, query = ChromaIndex.recreate, ChromaIndex.query

    def broken(self: ChromaIndex, *arguments: object) -> list[list[tuple[str, float]]]:
        raise CatalogUnavailable("Error finding id")

    def recreated(self: ChromaIndex) -> None:
        monkeypatch.setattr(ChromaIndex, "query", query)
        recreate(self)
        loop.call_soon_threadsafe(rebuilt.set)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(ChromaIndex, "query", broken)
    monkeypatch.setattr(ChromaIndex, "recreate", recreated)
    checking = asyncio.create_task(catalog.keep_sound())
    async with asyncio.timeout(30):
        await rebuilt.wait()
    checking.cancel()
    await asyncio.wait({checking})
    assert (await catalog.verify()).healthy
    assert ids(await catalog.search(record("p3").vector, Filters(), CURVE))[0] == "p3"


@pytest.mark.fault("products.sqlite3 gone, pictures there", "no empty shop is opened; the sentence names restore")
async def test_lost_records_are_no_empty_shop(tmp_path: Path) -> None:
    """Where the records' file is gone and the pictures are there, the owner is told instead of starting anew."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record("a")])
    (tmp_path / "products.sqlite3").unlink()
    with pytest.raises(CatalogUnavailable, match="restore"):
        await Catalog(tmp_path, "model-a", DIM).__aenter__()
    assert not (tmp_path / "products.sqlite3").exists()
