"""Backups: made while the shop runs, checked to the last byte, brought back at one stroke."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.errors import BackupError, CatalogLocked, CatalogUnavailable
from catalog.maintenance import archive as archive_module
from catalog.maintenance.archive import Kept, opened
from catalog.maintenance.backup import back_up
from catalog.maintenance.restore import restore
from catalog.models import Filters
from catalog.storage.data_folder import DataFolder
from tests.catalog.stock import CURVE, DIM, fill, ids, picture, record


def quiet(what: str, done: int, total: int) -> None:
    """Nobody looks on."""


async def some(folder: Path, *names: str) -> None:
    """A closed catalog with these products."""
    async with Catalog(folder, "model-a", DIM) as shop:
        await fill(shop, [record(name) for name in names])


def files_in(folder: Path, pattern: str) -> list[Path]:
    """All files of this name, however deep."""
    return sorted(folder.rglob(pattern))


async def names_in(folder: Path) -> list[str]:
    """What a shop finds in there, newest first; records, pictures and index agree."""
    async with Catalog(folder, "model-a", DIM) as shop:
        records = await shop.list(100)
        assert (await shop.verify()).healthy
        assert all(shop.picture_path(one.picture) for one in records)
        for one in records:
            assert ids(await shop.search(one.vector, Filters(), CURVE))[0] == one.product.id
        return [one.product.id for one in records]


async def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    """Records, vectors and pictures are as they were, in a folder that had nothing; the index is built anew."""
    await some(tmp_path / "shop", "a", "b")
    file = tmp_path / "backup.zip"
    assert await back_up(tmp_path / "shop", file, quiet) == Kept(2, 2)
    assert await restore(tmp_path / "new", file, quiet) == Kept(2, 2)
    assert await names_in(tmp_path / "new") == ["b", "a"]
    assert not files_in(tmp_path, "*part*")


async def test_a_backup_of_a_running_shop_is_whole(tmp_path: Path) -> None:
    """Products that come and go while it is made are in it with their pictures, or not at all."""
    async with Catalog(tmp_path / "shop", "model-a", DIM) as shop:
        await fill(shop, [record(f"p{i}") for i in range(12)])

        async def work() -> None:
            for i in range(12):
                await shop.remove([f"p{i}"])
                await fill(shop, [record(f"q{i}")])

        await asyncio.gather(back_up(tmp_path / "shop", tmp_path / "backup.zip", quiet), work())
    await restore(tmp_path / "new", tmp_path / "backup.zip", quiet)
    assert len(await names_in(tmp_path / "new")) in (11, 12)


async def test_present_products_go_only_when_told_so(tmp_path: Path) -> None:
    """Without --replace a sentence names it; with it the old products and their pictures are gone."""
    await some(tmp_path / "shop", "a", "b")
    await back_up(tmp_path / "shop", tmp_path / "backup.zip", quiet)
    await some(tmp_path / "other", "x", "b", "y")
    with pytest.raises(BackupError, match="--replace"):
        await restore(tmp_path / "other", tmp_path / "backup.zip", quiet)
    assert await names_in(tmp_path / "other") == ["y", "b", "x"]
    await restore(tmp_path / "other", tmp_path / "backup.zip", quiet, replace=True)
    assert await names_in(tmp_path / "other") == ["b", "a"]
    assert not files_in(tmp_path / "other", f"{picture('x')[0]}*")


async def test_a_shop_that_runs_is_not_restored_under_its_feet(tmp_path: Path) -> None:
    """The one sentence is that of a second owner."""
    await some(tmp_path / "shop", "a")
    await back_up(tmp_path / "shop", tmp_path / "backup.zip", quiet)
    async with Catalog(tmp_path / "shop", "model-a", DIM):
        with pytest.raises(CatalogLocked):
            await restore(tmp_path / "shop", tmp_path / "backup.zip", quiet, replace=True)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[200] ^= 0xFF
    file.write_bytes(data)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def _rewritten(file: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def without_a_picture(file: Path) -> None:
    _rewritten(
        file, lambda members: members.pop(next(name for name in members if name.startswith("pictures"))) and None
    )


def another_zip(file: Path) -> None:
    _rewritten(file, lambda members: members.pop("manifest.json"))


def other_manifest(file: Path) -> None:
    _rewritten(file, lambda members: members.update({"manifest.json": b"[]"}))


def way_out(name: str) -> Callable[[Path], None]:
    """A backup with a file that would go elsewhere."""

    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        manifest["files"][name] = {"size": 4, "sha256": "x"}
        members |= {"manifest.json": json.dumps(manifest).encode(), name: b"evil"}

    return lambda file: _rewritten(file, change)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (cut, "damaged"),
        (flip, "damaged"),
        (empty, "damaged"),
        (without_a_picture, "damaged"),
        (another_zip, "no backup"),
        (other_manifest, "refused"),
        (Path.unlink, "no file"),
        (way_out("../evil"), "refused"),
        (way_out("/tmp/evil"), "refused"),  # noqa: S108 - a name in an archive
        (way_out("pictures/../../evil.jpg"), "refused"),
    ],
)
@pytest.mark.fault("backup damaged: {case}", "refused, the products stay as they are")
async def test_a_damaged_or_wicked_backup_changes_nothing(
    two_shops: Path, tmp_path: Path, damage: Callable[[Path], None], says: str
) -> None:
    """One sentence says so, and the products are those that were there."""
    shutil.copytree(two_shops, tmp_path, dirs_exist_ok=True)
    damage(tmp_path / "backup.zip")
    before = files_in(tmp_path, "*.jpg")
    with pytest.raises(BackupError, match=says):
        await restore(tmp_path / "shop", tmp_path / "backup.zip", quiet, replace=True)
    assert await names_in(tmp_path / "shop") == ["x"]
    assert files_in(tmp_path, "*.jpg") == before


async def test_an_interrupted_restore_leaves_the_old_products(tmp_path: Path) -> None:
    """Ctrl-C on the way: the shop is as it was, its folder is free, and another try works."""
    await some(tmp_path / "shop", "a", "b", "c")
    await back_up(tmp_path / "shop", tmp_path / "backup.zip", quiet)
    await some(tmp_path / "other", "x")
    loop = asyncio.get_running_loop()
    let_go = threading.Event()

    def let_go_after(turns: int) -> None:
        """Not before the loop has told the task."""
        if turns:
            loop.call_soon(let_go_after, turns - 1)
        else:
            let_go.set()

    def interrupted(what: str, done: int, total: int) -> None:
        if what == "Restoring pictures":
            loop.call_soon_threadsafe(restoring.cancel)
            loop.call_soon_threadsafe(let_go_after, 10)
            let_go.wait(10)

    restoring = asyncio.create_task(restore(tmp_path / "other", tmp_path / "backup.zip", interrupted, replace=True))
    with pytest.raises(asyncio.CancelledError):
        await restoring
    assert not files_in(tmp_path / "other", "restoring*")
    assert await names_in(tmp_path / "other") == ["x"]
    await restore(tmp_path / "other", tmp_path / "backup.zip", quiet, replace=True)
    assert await names_in(tmp_path / "other") == ["c", "b", "a"]


@pytest.mark.fault("records ruined or gone, restore", "everything from the backup is back")
async def test_a_backup_replaces_damaged_records(tmp_path: Path) -> None:
    """What a backup is for: the file of the records is ruined, or gone."""
    await some(tmp_path / "shop", "a", "b")
    file = tmp_path / "backup.zip"
    await back_up(tmp_path / "shop", file, quiet)
    (tmp_path / "shop" / "products.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(BackupError, match="--replace"):
        await restore(tmp_path / "shop", file, quiet)
    await restore(tmp_path / "shop", file, quiet, replace=True)
    assert await names_in(tmp_path / "shop") == ["b", "a"]
    (tmp_path / "shop" / "products.sqlite3").unlink()
    await restore(tmp_path / "shop", file, quiet)
    assert await names_in(tmp_path / "shop") == ["b", "a"]


async def test_a_backup_that_cannot_be_written_leaves_the_older_one(tmp_path: Path) -> None:
    """One sentence for a folder that is not there, an empty shop or ruined records; the file of yesterday stays."""
    await some(tmp_path / "shop", "a")
    with pytest.raises(BackupError, match="cannot be written"):
        await back_up(tmp_path / "shop", tmp_path / "nowhere" / "backup.zip", quiet)
    file = tmp_path / "backup.zip"
    file.write_bytes(b"yesterday's")
    with pytest.raises(BackupError, match="no products"):
        await back_up(tmp_path / "empty", file, quiet)
    (tmp_path / "shop" / "products.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(CatalogUnavailable, match=r"the product records in .*products\.sqlite3 cannot be used"):
        await back_up(tmp_path / "shop", file, quiet)
    shutil.rmtree(tmp_path / "shop")
    assert file.read_bytes() == b"yesterday's"


async def test_whoever_waits_sees_how_far_it_is(tmp_path: Path) -> None:
    """Each picture that is saved and checked, then each product and picture that comes back."""
    await some(tmp_path / "shop", "a", "b")
    seen: list[tuple[str, int, int]] = []
    await back_up(tmp_path / "shop", tmp_path / "backup.zip", lambda *step: seen.append(step))
    # What came in meanwhile is looked for at the end.
    assert seen == [(what, done, 2) for what in ("Saving pictures",) * 2 + ("Checking the backup",) for done in (1, 2)]
    seen.clear()
    await restore(tmp_path / "new", tmp_path / "backup.zip", lambda *step: seen.append(step))
    assert seen == [(what, done, 2) for what in ("Reading products", "Restoring pictures") for done in (1, 2)]


async def test_a_shop_can_work_while_its_pictures_are_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the records and what came in at last it has to wait; thousands of pictures would be minutes."""
    monkeypatch.setattr("catalog.storage.data_folder._WRITERS_WAIT_S", 0.05)
    await some(tmp_path / "shop", "a", "b")
    loop = asyncio.get_running_loop()
    free: list[bool] = []

    async def is_free() -> bool:
        try:
            async with DataFolder(tmp_path / "shop").writing():
                return True
        except CatalogUnavailable:
            return False

    def look(what: str, done: int, total: int) -> None:
        if what == "Saving pictures":
            free.append(asyncio.run_coroutine_threadsafe(is_free(), loop).result(10))

    await back_up(tmp_path / "shop", tmp_path / "backup.zip", look)
    assert free == [True, True, False, False]


async def test_the_records_in_a_backup_are_one_file_for_any_reader(tmp_path: Path) -> None:
    """Without a write-ahead log, which nobody can open where they may not write."""
    await some(tmp_path / "shop", "a")
    await back_up(tmp_path / "shop", tmp_path / "backup.zip", quiet)
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        records = archive.extract("products.sqlite3", tmp_path / "looked at")
    with closing(sqlite3.connect(records)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert database.execute("SELECT id FROM products").fetchall() == [("a",)]


async def test_a_large_backup_may_have_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that no small file may have; and its records are handed on in pieces."""
    await some(tmp_path / "shop", "a", "b")
    file = tmp_path / "backup.zip"
    await back_up(tmp_path / "shop", file, quiet)
    monkeypatch.setattr(archive_module, "_DIRECTORY_BYTES", 1)
    with pytest.raises(BackupError, match="more files than its size allows"), opened(file):
        pass
    monkeypatch.setattr(archive_module, "_CHUNK_BYTES", 100)
    # What comes before a zip is not looked at.
    file.write_bytes(bytes(10 << 20) + file.read_bytes())
    with opened(file) as archive:
        pieces = list(archive.records())
        archive.check(quiet)
    assert max(map(len, pieces)) == 100
    assert sum(map(len, pieces)) == archive.records_bytes


async def test_a_folder_is_no_backup(tmp_path: Path) -> None:
    """One sentence says so."""
    with pytest.raises(BackupError, match=r"cannot be used: .+; nothing was changed"):
        await restore(tmp_path / "shop", tmp_path, quiet)
