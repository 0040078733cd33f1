"""Who may use a data folder, and who may write in it just now."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import catalog.storage.data_folder as folder_module
from catalog.errors import CatalogLocked, CatalogUnavailable
from catalog.storage.data_folder import DataFolder


def test_a_folder_belongs_to_one(tmp_path: Path) -> None:
    """It is made where it is missing; until the last of its users is done another one is refused."""
    path = tmp_path / "new" / "shop"
    folder, other = DataFolder(path), DataFolder(path)
    with folder.used():
        with folder.used():
            pass
        with pytest.raises(CatalogLocked, match="another shoplens is using the folder"), other.used():
            pass
    with other.used(), pytest.raises(CatalogLocked), folder.used():
        pass


def test_a_folder_with_a_server_belongs_to_many(tmp_path: Path) -> None:
    """Those who share it, as long as nobody has it alone."""
    one, two, alone = DataFolder(tmp_path, shared=True), DataFolder(tmp_path, shared=True), DataFolder(tmp_path)
    with one.used(), two.used(), pytest.raises(CatalogLocked), alone.used():
        pass
    with alone.used(), pytest.raises(CatalogLocked), two.used():
        pass


async def test_what_is_no_folder_is_unavailable(tmp_path: Path) -> None:
    """One sentence names it, whether it is to be used or written in."""
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(CatalogUnavailable, match="file cannot be used"), DataFolder(path).used():
        pass
    with pytest.raises(CatalogUnavailable, match="file cannot be used"):
        async with DataFolder(path).writing():
            pass


async def test_writers_take_turns(tmp_path: Path) -> None:
    """Another process' waits until the first is done, and then has its turn at once."""
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    written = []

    async def write() -> None:
        async with second.writing():
            written.append("second")

    async with asyncio.timeout(10):
        async with first.writing():
            writing = asyncio.create_task(write())
            await asyncio.sleep(0.05)  # for it to be refused a few times
            written.append("first")
        await writing
        async with first.writing():
            written.append("third")
    assert written == ["first", "second", "third"]


async def test_a_writer_that_does_not_end_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits reads what they wait for."""
    monkeypatch.setattr(folder_module, "_WRITERS_WAIT_S", 0.05)
    async with asyncio.timeout(10), DataFolder(tmp_path).writing():
        with pytest.raises(CatalogUnavailable, match="another shoplens has been changing"):
            async with DataFolder(tmp_path).writing():
                pass
