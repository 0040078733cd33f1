"""What happens when files are damaged, lost, or of another time."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Filters
from catalog.vector_index.chroma import ChromaIndex
from tests.catalog.grown import COUNT, grow, index_of
from tests.catalog.stock import CURVE, DIM, fill, ids, picture, record


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed catalog, made once; each test damages a copy."""
    folder = tmp_path_factory.mktemp("stocked")
    asyncio.run(grow(folder))
    return folder


def flip_a_bit(chroma: Path) -> None:
    """Of a number's least place: nothing but the checksum tells."""
    (graph,) = chroma.glob("*/data_level0.bin")
    data = bytearray(graph.read_bytes())
    data[0x84] ^= 1
    graph.write_bytes(data)


def truncate_graph(chroma: Path) -> None:
    for file in chroma.rglob("data_level0.bin"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty_graph(chroma: Path) -> None:
    for file in chroma.rglob("*.bin"):
        file.write_bytes(bytes(file.stat().st_size))


def delete_segment(chroma: Path) -> None:
    for folder in chroma.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)


def delete_database(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").unlink()


def overwrite_database(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").write_bytes(b"not a database at all" * 100)


@pytest.mark.parametrize(
    "damage",
    [flip_a_bit, truncate_graph, empty_graph, delete_segment, delete_database, overwrite_database, shutil.rmtree],
)
@pytest.mark.fault(
    "index files damaged: {case}", "rebuilt from the records at the start, nothing is lost", log="vector index"
)
async def test_a_damaged_index_is_rebuilt_on_opening(
    stocked: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever happened to Chroma's folder, all products are found again without encoding one."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    assert list(index_of(folder).rglob("data_level0.bin"))
    damage(index_of(folder))
    heard: list[tuple[int, int]] = []
    async with Catalog(folder, "model-a", DIM, progress=lambda done, total: heard.append((done, total))) as catalog:
        report = await catalog.verify()
        assert report.healthy
        assert report.records == report.indexed == COUNT
        assert ids(await catalog.search(record("p77").vector, Filters(), CURVE))[0] == "p77"
    assert heard[-1] == (COUNT, COUNT)
    assert len(list((folder / "chroma").iterdir())) == 1


async def test_an_index_of_the_first_layout_makes_room(stocked: Path, tmp_path: Path) -> None:
    """Files that lay in the folder of all models go, and the index is built from the records."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    for path in index_of(folder).iterdir():
        path.rename(folder / "chroma" / path.name)
    async with Catalog(folder, "model-a", DIM) as catalog:
        assert (await catalog.verify()).healthy
    assert not (folder / "chroma" / "chroma.sqlite3").exists()


async def test_a_sound_index_is_not_built_again(stocked: Path, tmp_path: Path) -> None:
    """Opening what was closed properly costs nothing."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    heard: list[tuple[int, int]] = []
    for _ in range(2):
        async with Catalog(folder, "model-a", DIM, progress=lambda *now: heard.append(now)) as catalog:
            await catalog.search(record("p1").vector, Filters(), CURVE)
    assert not heard


@pytest.mark.parametrize(("state", "rebuilt"), [("opening", True), ("in use", False), ("nonsense", False)])
@pytest.mark.fault("earlier start died while “{case}”", "a crash while opening rebuilds, another one only checks")
async def test_an_opening_that_killed_its_process_is_not_tried_again(
    stocked: Path, tmp_path: Path, state: str, rebuilt: bool
) -> None:
    """A crash while opening leads to a rebuild at the next start, a crash at work to a check alone."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    (index_of(folder) / "seal.json").write_text(f'{{"state": "{state}", "sums": {{}}}}')
    heard: list[tuple[int, int]] = []
    async with Catalog(folder, "model-a", DIM, progress=lambda *now: heard.append(now)) as catalog:
        assert (await catalog.verify()).healthy
    assert bool(heard) == rebuilt


async def test_an_opening_is_noted_until_all_of_the_index_was_reached(
    stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies meanwhile leaves the note; one that dies later leaves another."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    seal = index_of(folder) / "seal.json"
    noted: list[str] = []
    query = ChromaIndex.query

    def asked(self: ChromaIndex, vectors: NDArray[np.float32], top_k: int) -> list[list[tuple[str, float]]]:
        noted.append(json.loads(seal.read_text())["state"])
        return query(self, vectors, top_k)

    monkeypatch.setattr(ChromaIndex, "query", asked)
    async with Catalog(folder, "model-a", DIM):
        assert set(noted) == {"opening"}
        assert json.loads(seal.read_text())["state"] == "in use"
    assert json.loads(seal.read_text())["state"] == "closed"


async def test_what_is_missing_or_too_much_is_found_and_repaired(stocked: Path, tmp_path: Path) -> None:
    """Verify names the products on which records and index differ; with repair they agree again."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    async with Catalog(folder, "model-a", DIM) as catalog:
        behind_its_back = ChromaIndex(folder / "chroma", "model-a", DIM)
        behind_its_back.open()
        behind_its_back.trust()
        behind_its_back.delete(["p1", "p2"])
        behind_its_back.upsert({"stranger": record("stranger").vector})
        behind_its_back.close()
        report = await catalog.verify()
        assert (report.missing, report.orphaned, report.unreachable) == (("p1", "p2"), ("stranger",), ())
        assert not report.healthy
        await catalog.verify(repair=True)
        assert (await catalog.verify()).healthy


async def test_a_small_difference_is_patched_on_opening(stocked: Path, tmp_path: Path) -> None:
    """A few missing vectors are brought in without building everything anew."""
    folder = tmp_path / "data"
    shutil.copytree(stocked, folder)
    index = ChromaIndex(folder / "chroma", "model-a", DIM)
    index.open()
    index.delete(["p1"])
    index.trust()
    index.close()
    heard: list[tuple[int, int]] = []
    async with Catalog(folder, "model-a", DIM, progress=lambda done, total: heard.append((done, total))) as catalog:
        assert (await catalog.verify()).healthy
    assert not heard


@pytest.mark.fault("a vector filed under a wrong id", "found by verify and repaired")
async def test_a_wrong_vector_under_the_right_id_is_unreachable_and_repaired(catalog: Catalog, tmp_path: Path) -> None:
    """Equal counts and ids do not hide that a product is filed in the wrong place."""
    await catalog.upsert([record(f"p{i}") for i in range(30)], {})
    index = ChromaIndex(tmp_path / "data" / "chroma", "model-a", DIM)
    index.open()
    index.upsert({"p4": -record("p4").vector})
    index.close()
    assert (await catalog.verify(repair=True)).unreachable == ("p4",)
    assert (await catalog.verify()).healthy


@pytest.mark.fault(
    "index write fails after the record was committed",
    "the error is told, the record kept and found after the next start",
)
async def test_a_record_that_the_index_missed_follows_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the index fails after the record is committed the error is told, the record stays, and is found later."""
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        await fill(catalog, [record("a"), record("b")])

        def fail(self: ChromaIndex, vectors: object) -> None:
            raise CatalogUnavailable("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(ChromaIndex, "upsert", fail)
            with pytest.raises(CatalogUnavailable, match="disk is full"):
                await fill(catalog, [record("b", vector=-record("b").vector)])
    async with Catalog(tmp_path, "model-a", DIM) as catalog:
        result = await catalog.search(-record("b").vector, Filters(), CURVE)
        assert ids(result)[0] == "b"
        assert (await catalog.verify()).healthy


async def test_rebuilding_by_hand_finds_everything_again(catalog: Catalog) -> None:
    """An owner can build the index anew at any time."""
    await catalog.upsert([record(f"p{i}") for i in range(30)], {})
    heard: list[tuple[int, int]] = []
    await catalog.rebuild(lambda done, total: heard.append((done, total)))
    assert heard == [(30, 30)]
    assert (await catalog.verify()).healthy


async def test_pictures_that_nothing_uses_go_with_a_repair(catalog: Catalog, tmp_path: Path) -> None:
    """What a crash left behind is swept, what is in use stays."""
    await fill(catalog, [record("a")])
    await catalog.upsert([], dict([picture("left behind")]))
    left = catalog.picture_path(picture("left behind")[0])
    assert left is not None
    (left.parent / "half.tmp").write_bytes(b"half")
    await catalog.verify(repair=True)
    assert not left.exists()
    assert not (left.parent / "half.tmp").exists()
    assert catalog.picture_path(picture("a")[0]) is not None


async def test_records_of_a_newer_version_are_left_alone(tmp_path: Path) -> None:
    """An older program says that it is too old instead of guessing."""
    async with Catalog(tmp_path, "model-a", DIM):
        pass
    with sqlite3.connect(tmp_path / "products.sqlite3") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(CatalogUnavailable, match="newer version"):
        await Catalog(tmp_path, "model-a", DIM).__aenter__()


@pytest.mark.fault("products.sqlite3 overwritten", "the start ends in one sentence, nothing is overwritten")
async def test_damaged_records_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    """The truth cannot be rebuilt, so that nothing is overwritten, and the folder is free for another try."""
    (tmp_path / "products.sqlite3").write_bytes(b"not a database at all" * 100)
    for _ in range(2):
        with pytest.raises(CatalogUnavailable, match=r"products\.sqlite3"):
            await Catalog(tmp_path, "model-a", DIM).__aenter__()


@pytest.mark.fault("no Chroma server at the address", "the start ends in one sentence with the address")
async def test_a_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    """A Chroma server that is not there is named by its address."""
    with pytest.raises(CatalogUnavailable, match=re.escape("http://127.0.0.1:9")):
        await Catalog(tmp_path, "model-a", DIM, "http://127.0.0.1:9").__aenter__()
