"""What holds a restore together: locks, room on the disk, journals left behind, and what a kill leaves."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import catalog.maintenance.restore
from catalog.catalog import Catalog
from catalog.errors import BackupError, CatalogUnavailable
from catalog.maintenance.archive import Kept
from catalog.maintenance.backup import back_up
from catalog.maintenance.restore import restore
from catalog.storage.data_folder import DataFolder
from catalog.storage.interrupted_restore import finish
from catalog.storage.pictures import PictureFolder
from tests.catalog.maintenance.test_backup import files_in, names_in, quiet, some
from tests.catalog.stock import DIM, fill, picture, record


@pytest.fixture
def file(two_shops: Path, tmp_path: Path) -> Path:
    """A backup of the products a and b, and a shop with x beside it."""
    shutil.copytree(two_shops, tmp_path, dirs_exist_ok=True)
    return tmp_path / "backup.zip"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for another who writes gives up at once."""
    monkeypatch.setattr("catalog.storage.data_folder._WRITERS_WAIT_S", 0.05)


@pytest.mark.usefixtures("impatient")
@pytest.mark.fault("backup or restore while another process writes", "told to try again, nothing is changed")
async def test_what_another_process_writes_is_waited_for(file: Path, tmp_path: Path) -> None:
    """A backup made meanwhile would have half of it, and a restore would take it away again."""
    async with DataFolder(tmp_path / "shop").writing():
        with pytest.raises(CatalogUnavailable, match="another shoplens has been changing"):
            await back_up(tmp_path / "shop", tmp_path / "another.zip", quiet)
        with pytest.raises(CatalogUnavailable, match="another shoplens has been changing"):
            await restore(tmp_path / "shop", file, quiet, replace=True)
    assert not (tmp_path / "another.zip").exists()
    assert await names_in(tmp_path / "shop") == ["x"]


@pytest.mark.usefixtures("impatient")
async def test_nobody_writes_between_the_new_records_and_their_pictures(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writers' lock is held when the records change, and no longer than that."""
    locked: list[tuple[str, bool]] = []
    loop = asyncio.get_running_loop()

    async def is_locked() -> bool:
        try:
            async with DataFolder(tmp_path / "shop").writing():
                return False
        except CatalogUnavailable:
            return True

    def looking(place: object, name: str) -> None:
        real = getattr(place, name)

        def look(*arguments: Any) -> object:
            locked.append((name, asyncio.run_coroutine_threadsafe(is_locked(), loop).result(10)))
            return real(*arguments)

        monkeypatch.setattr(place, name, look)

    looking(catalog.maintenance.restore, "_make_ready")
    looking(catalog.maintenance.restore, "_put_in_place")
    looking(PictureFolder, "take_over")
    await restore(tmp_path / "shop", file, quiet, replace=True)
    assert locked == [("_make_ready", False), ("_put_in_place", True), ("take_over", True)]


@pytest.mark.fault("restore on a disk without room for it", "said before anything is unpacked")
async def test_a_restore_that_has_no_room_is_refused_first(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up half way would stop more than the restore."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1 << 40, 1 << 40, 200_000))
    monkeypatch.setattr(catalog.maintenance.restore, "UntrustedRecords", None)
    with pytest.raises(BackupError, match=r"shop has not the \d MB that the backup needs"):
        await restore(tmp_path / "shop", file, quiet, replace=True)
    assert await names_in(tmp_path / "shop") == ["x"]


async def test_a_restore_takes_little_more_room_than_the_backup(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small disk will do; what was unpacked to be read is gone before the pictures come."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1 << 40, 1 << 40, 5_000_000))
    staged: list[list[str]] = []

    def look(what: str, done: int, total: int) -> None:
        if what == "Restoring pictures":
            staged.append([path.name for path in files_in(tmp_path / "new" / "restoring", "*.sqlite3")])

    await restore(tmp_path / "new", file, look)
    assert staged == [["products.sqlite3"]] * 2


async def _with_a_journal(shop: Path, crashed: Path) -> None:
    """A copy of a shop as a killed process leaves it: the product y is in the write-ahead log alone."""
    async with Catalog(shop, "model-a", DIM) as running:
        with closing(sqlite3.connect(shop / "products.sqlite3")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await fill(running, [record("y")])
        shutil.copytree(shop, crashed, ignore=shutil.ignore_patterns("*.lock", "chroma"))
    assert (crashed / "products.sqlite3-wal").stat().st_size


@pytest.mark.fault("write-ahead log of a killed process, at a restore", "does not get into the restored records")
async def test_a_journal_of_the_old_records_is_not_applied_to_the_new_ones(file: Path, tmp_path: Path) -> None:
    """Neither where the old records can be read, nor where they are gone."""
    for gone in (False, True):
        crashed = tmp_path / f"crashed {gone}"
        await _with_a_journal(tmp_path / "shop", crashed)
        if gone:
            files_in(crashed, "products.sqlite3")[0].unlink()
        await restore(crashed, file, quiet, replace=True)
        assert not files_in(crashed, "*-wal")
        assert await names_in(crashed) == ["b", "a"]


async def test_the_old_records_are_whole_until_they_are_replaced(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in their write-ahead log alone is still theirs where a restore ends just before it is done."""
    await _with_a_journal(tmp_path / "shop", tmp_path / "crashed")
    real = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if target.name == "products.sqlite3":
            raise PermissionError(1, "not today")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(BackupError, match="cannot be replaced: not today"):
        await restore(tmp_path / "crashed", file, quiet, replace=True)
    monkeypatch.undo()
    assert not files_in(tmp_path / "crashed", "restoring*")
    assert await names_in(tmp_path / "crashed") == ["y", "x"]


async def test_records_that_another_program_reads_are_not_replaced(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their journal cannot be emptied, and would be lost."""
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0.05))
    await _with_a_journal(tmp_path / "shop", tmp_path / "crashed")
    with closing(sqlite3.connect(tmp_path / "crashed" / "products.sqlite3")) as reader:
        rows = reader.execute("SELECT id FROM products")
        assert rows.fetchone() == ("x",)
        with pytest.raises(BackupError, match="another program is reading"):
            await restore(tmp_path / "crashed", file, quiet, replace=True)
    assert await names_in(tmp_path / "crashed") == ["y", "x"]


async def _killed(monkeypatch: pytest.MonkeyPatch, folder: Path, file: Path, at: str) -> None:
    """A restore of which nothing happens any more from a certain step on, nor is tidied up."""

    class Killed(Exception):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(catalog.maintenance.restore, at, die)
        patched.setattr(catalog.maintenance.restore, "_tidy", lambda *_: None)
        with pytest.raises(Killed):
            await restore(folder, file, quiet, replace=True)


@pytest.mark.parametrize("at", ["_copy_records", "_copy_pictures", "_put_in_place", "_close_for_good"])
async def test_the_next_start_takes_back_a_restore_that_was_killed_early(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """The old products are there, whole, and what was made ready is gone."""
    await _killed(monkeypatch, tmp_path / "shop", file, at)
    assert files_in(tmp_path / "shop", "restoring")
    assert await names_in(tmp_path / "shop") == ["x"]
    assert not files_in(tmp_path / "shop", "restoring")
    assert len(files_in(tmp_path / "shop", "*.jpg")) == 1


@pytest.mark.parametrize("by", ["start", "restore"])
async def test_a_restore_that_was_killed_late_is_carried_to_its_end(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """The new products are there with their pictures, and those of the old ones are gone: at a start or a restore."""
    await some(tmp_path / "shop", "b")
    old = tmp_path / "shop" / "pictures"
    PictureFolder(old).put(picture("b")[0], b"damaged")
    await _killed_late(monkeypatch, tmp_path / "shop", file)
    assert files_in(tmp_path / "shop", "restoring")
    if by == "restore":
        shutil.copy(old.parent / "products.sqlite3", file)
        with pytest.raises(BackupError):
            await restore(tmp_path / "shop", file, quiet, replace=True)
    assert await names_in(tmp_path / "shop") == ["b", "a"]
    assert not files_in(tmp_path / "shop", "restoring")
    assert {path.read_bytes() for path in files_in(old, "*.jpg")} == {b"a", b"b"}


async def _killed_late(monkeypatch: pytest.MonkeyPatch, folder: Path, file: Path) -> None:
    with monkeypatch.context() as patched:
        real, calls = finish, []

        def first_alone(data_dir: Path) -> None:
            calls.append(data_dir)
            if len(calls) == 1:
                real(data_dir)

        patched.setattr(catalog.maintenance.restore, "finish", first_alone)
        await restore(folder, file, quiet, replace=True)


async def test_a_restore_killed_in_an_empty_folder_leaves_it_empty(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No picture without records, which no start would open."""
    await _killed(monkeypatch, tmp_path / "new", file, "_close_for_good")
    assert await names_in(tmp_path / "new") == []
    assert await restore(tmp_path / "new", file, quiet) == Kept(2, 2)
    assert await names_in(tmp_path / "new") == ["b", "a"]


async def test_a_restore_that_was_killed_can_be_run_again_at_once(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to start the shop in between."""
    await _killed(monkeypatch, tmp_path / "shop", file, "_copy_pictures")
    assert await restore(tmp_path / "shop", file, quiet, replace=True) == Kept(2, 2)
    assert await names_in(tmp_path / "shop") == ["b", "a"]


async def test_an_index_that_is_there_is_not_taken_to_know_what_is_restored(tmp_path: Path) -> None:
    """Under an id it may have another vector, which a look at the start does not always see."""
    one, two, three = np.eye(DIM, dtype=np.float32)[:3]
    for name, vector in (("theirs", two), ("shop", three)):
        async with Catalog(tmp_path / name, "model-a", DIM) as shop:
            await fill(shop, [record("a", vector=one), record("b", vector=vector)])
    await back_up(tmp_path / "theirs", tmp_path / "backup.zip", quiet)
    await restore(tmp_path / "shop", tmp_path / "backup.zip", quiet, replace=True)
    assert await names_in(tmp_path / "shop") == ["b", "a"]


async def test_a_picture_that_is_damaged_is_left_out_of_a_backup(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One bad picture costs itself, and not the whole backup when it is needed."""
    (tmp_path / "theirs" / "pictures" / picture("a")[0][:2] / f"{picture('a')[0]}.jpg").write_bytes(b"damaged")
    assert await back_up(tmp_path / "theirs", file, quiet) == Kept(2, 1)
    assert "is damaged and is left out" in caplog.text
    assert await restore(tmp_path / "new", file, quiet) == Kept(2, 1)
