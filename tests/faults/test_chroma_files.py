"""A vector index that ends the process which reads it: that is one of its own, and the shop goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from catalog.catalog import Catalog
from catalog.models import Filters
from catalog.storage.store import ProductStore
from catalog.vector_index.checksums import FolderChecksums
from catalog.vector_index.process import ChromaProcess
from tests.catalog.grown import COUNT, another_format, cut_header, grow, index_of, scramble_graph
from tests.catalog.stock import CURVE, DIM, direction, ids, record

pytestmark = pytest.mark.usefixtures("index_processes")

LARGE = "REBUILT_AT" in os.environ
REBUILT_AT = int(os.environ.get("REBUILT_AT", "2500"))
"""Above what Chroma writes to disk at once.  `make faults REBUILT_AT=250000` takes half an hour."""
LONG = 512 if LARGE else DIM


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed catalog, made once; each test damages a copy."""
    import asyncio

    folder = tmp_path_factory.mktemp("grown")
    asyncio.run(grow(folder))
    return folder


def left_at_work(chroma: Path) -> None:
    """As a killed process leaves it: nobody has summed up its files."""
    (chroma / "seal.json").write_text('{"state": "in use"}')


async def answers(folder: Path) -> int:
    """Open the shop: all is found; how often it was built anew meanwhile."""
    heard: list[int] = []
    async with Catalog(folder, "model-a", DIM, progress=lambda done, total: heard.append(done)) as shop:
        assert ids(await shop.search(record("p77").vector, Filters(), CURVE))[0] == "p77"
        assert (await shop.verify()).healthy
    return heard.count(COUNT)


@pytest.mark.parametrize("damage", [cut_header, another_format])
@pytest.mark.fault(
    "killed at work, and the index kills its reader or does not load: {case}",
    "its process dies, not the shop's; rebuilt from the records, the shop answers",
    log=r"damaged: .*(died of it \(SIGSEGV\)|Error loading hnsw index)",
)
async def test_an_index_that_kills_its_reader_does_not_kill_the_shop(
    grown: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The end of the process that reads it is the reason to build it anew."""
    folder = tmp_path / "data"
    shutil.copytree(grown, folder)
    damage(index_of(folder))
    left_at_work(index_of(folder))
    assert await answers(folder) == 1


@pytest.mark.fault(
    "Chroma writes a graph that kills who reads it, and all is closed in order",
    "the process that opens it next dies of it, rebuilt from the records",
    log="died of it",
)
async def test_a_graph_that_nobody_has_read_does_not_kill_the_shop(grown: Path, tmp_path: Path) -> None:
    """Checksums that agree say only that the files are as they were written."""
    folder = tmp_path / "data"
    shutil.copytree(grown, folder)
    chroma = index_of(folder)
    left_at_work(chroma)
    scramble_graph(chroma)
    FolderChecksums(chroma).closed()
    assert await answers(folder) == 1


@pytest.mark.fault(
    "killed at work, another program holds the index's SQLite",
    "given up after a time, rebuilt in a new folder",
    log="did not answer in 5 s",
)
async def test_an_index_that_hangs_is_built_anew(grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma itself would wait for a quarter of an hour."""
    folder = tmp_path / "data"
    shutil.copytree(grown, folder)
    left_at_work(index_of(folder))
    recreate = ChromaProcess.recreate

    def patient(index: ChromaProcess) -> None:
        monkeypatch.setattr("catalog.vector_index.process._PATIENCE_S", 60.0)
        recreate(index)

    monkeypatch.setattr("catalog.vector_index.process._PATIENCE_S", 5.0)
    monkeypatch.setattr(ChromaProcess, "recreate", patient)
    with closing(sqlite3.connect(index_of(folder) / "chroma.sqlite3")) as held:
        held.execute("BEGIN EXCLUSIVE")
        assert await answers(folder) == 1


@pytest.mark.timeout(7200 if LARGE else 120)
@pytest.mark.fault(
    f"index gone, rebuilt at {REBUILT_AT} products × {LONG}",
    "the rebuilt index loads again at the next start",
)
async def test_a_rebuilt_index_loads_again(tmp_path: Path) -> None:
    """All is reached, and nothing is built a second time."""
    store = ProductStore(tmp_path / "products.sqlite3")
    for start in range(0, REBUILT_AT, 500):
        store.put(
            [record(f"p{i}", vector=direction(i, LONG)) for i in range(start, min(start + 500, REBUILT_AT))], "model-a"
        )
    store.close()
    heard: list[int] = []
    async with Catalog(tmp_path, "model-a", LONG, progress=lambda done, total: heard.append(done)):
        assert heard[-1] == REBUILT_AT
    assert list(index_of(tmp_path).glob("*/data_level0.bin"))
    heard.clear()
    async with Catalog(tmp_path, "model-a", LONG, progress=lambda done, total: heard.append(done)) as shop:
        assert not heard
        question = np.stack([direction(i, LONG) for i in range(0, REBUILT_AT, REBUILT_AT // 20)])
        found = await shop._reads.run(shop._index.query, question, 1)  # noqa: SLF001 - search has them in memory
        assert [hits[0][0] for hits in found] == [f"p{i}" for i in range(0, REBUILT_AT, REBUILT_AT // 20)]
