"""What every store beside the catalog promises about its file: opened, damaged, locked, forgotten, closed."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from pathlib import Path

import pytest

import bot.storage.sqlite_file as sqlite_file
from bot.errors import FavouritesUnavailable
from bot.storage.sqlite_file import SqliteFile, put_aside


class Notes(SqliteFile):
    """The least of a store."""

    schema = "CREATE TABLE IF NOT EXISTS notes (word TEXT NOT NULL);"
    unavailable = FavouritesUnavailable

    async def write(self, *words: str) -> None:
        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT INTO notes VALUES (?)", [(word,) for word in words])

        await self._run(work)

    async def forget(self, word: str) -> int:
        return await self._delete("DELETE FROM notes WHERE word = ?", (word,))


def threads_of(path: Path) -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(path.stem)]


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def words_in(path: Path) -> list[str]:
    """What another program reads."""
    database = sqlite3.connect(path)
    try:
        return [row[0] for row in database.execute("SELECT word FROM notes ORDER BY word")]
    finally:
        database.close()


async def test_a_store_makes_its_folder_and_leaves_one_file(tmp_path: Path) -> None:
    """Opened where nothing is yet; closed, it has no journal and no thread left."""
    path = tmp_path / "new" / "folder" / "words-of-mine.db"
    async with Notes(path) as notes:
        await notes.write("boots")
        assert threads_of(path)
    assert words_in(path) == ["boots"]
    assert not threads_of(path)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


async def test_a_store_that_cannot_be_opened_leaves_nothing(tmp_path: Path) -> None:
    """Its error is the store's own, and there is no thread left either."""
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "words-of-yours.db"
    notes = Notes(path)
    with pytest.raises(FavouritesUnavailable, match=r"words-of-yours\.db cannot be used"):
        await notes.__aenter__()
    assert not threads_of(path)


async def test_a_locked_store_is_not_taken_for_a_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that has the file keeps it, and is not waited for long."""
    monkeypatch.setattr(sqlite_file, "_BUSY_S", 0.01)
    path = tmp_path / "notes.db"
    async with Notes(path) as notes:
        await notes.write("boots")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("INSERT INTO notes VALUES ('hats')")
    async with asyncio.timeout(5):
        with pytest.raises(FavouritesUnavailable, match="locked"):
            await Notes(path).__aenter__()
    other.close()
    assert words_in(path) == ["boots", "hats"]
    assert not (tmp_path / "notes.db.damaged").exists()


async def test_damage_in_the_middle_is_seen_at_the_start(tmp_path: Path) -> None:
    """Not by whoever asks for a row on a bad page; what is written from then on is in the new file."""
    path = tmp_path / "notes.db"
    async with Notes(path) as notes:
        await notes.write(*(f"word {number}" * 20 for number in range(200)))
    data = bytearray(path.read_bytes())
    data[12_300:12_400] = b"\xff" * 100
    path.write_bytes(data)
    async with Notes(path) as notes:
        await notes.write("boots")
        assert words_in(path) == ["boots"]
        assert (tmp_path / "notes.db.damaged").exists()
        assert await notes.forget("anything") == 0
        assert not (tmp_path / "notes.db.damaged").exists()
    assert words_in(path) == ["boots"]


def test_a_damaged_file_takes_its_journals_along(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """They would be played into the new file; an operator reads where the old one is."""
    path, aside = tmp_path / "notes.db", tmp_path / "notes.db.damaged"
    for name in ("notes.db", "notes.db-wal", "notes.db-shm", "notes.db-journal"):
        (tmp_path / name).write_text(name)
    put_aside(path, aside, sqlite3.DatabaseError("disk image\n is malformed"))
    assert [one.name for one in tmp_path.iterdir()] == [aside.name]
    assert aside.read_text() == "notes.db"
    assert caplog.record_tuples == [
        (
            "bot.storage.sqlite_file",
            logging.ERROR,
            f"{path} is damaged (disk image is malformed): it is put aside as {aside.name}",
        )
    ]


async def test_what_is_forgotten_is_on_no_page(tmp_path: Path) -> None:
    """Neither the file nor its journal holds it a moment later, while the store is open."""
    async with Notes(tmp_path / "notes.db") as notes:
        await notes.write("hush-hush", "boots")
        assert await notes.forget("hush-hush") == 1
        kept = bytes_in(tmp_path)
    assert b"hush-hush" not in kept
    assert b"boots" in kept
