"""How the stores beside the catalog use the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.telegram.sending.file_ids import FileIds
from bot.channels.telegram.sending.sent_messages import SentMessages
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.favourites import FavouriteStore
from bot.storage.inbox import Inbox, Letter
from bot.storage.sqlite_file import SqliteFile

NORMAL, FULL = 1, 2


@pytest.mark.parametrize(
    "build",
    [Conversations, Corrections, FavouriteStore, SentMessages, lambda path: FileIds(path, "1")],
    ids=["conversations", "corrections", "likes", "posted", "uploads"],
)
async def test_a_power_cut_does_not_damage_a_store(tmp_path: Path, build: Callable[[Path], SqliteFile]) -> None:
    """SQLite waits for the disk where the file would not be whole otherwise."""
    async with build(tmp_path / "store.db") as store:
        asked = await store._run(  # noqa: SLF001 - the connection that is used, as another one has its own setting
            lambda database: [
                database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
            ]
        )
    assert asked == [NORMAL, "wal"]


async def test_a_power_cut_loses_no_letter(tmp_path: Path) -> None:
    """What is said to be kept is on the disk: Telegram forgets it from then on."""
    async with Inbox(tmp_path / "inbox.db", "telegram:1") as inbox:
        await inbox.keep([Letter(1, "words")])
        database, thread = inbox._database, inbox._thread  # noqa: SLF001 - as above
        assert database is not None
        asked = await asyncio.get_running_loop().run_in_executor(thread, database.execute, "PRAGMA synchronous")
        assert await asyncio.get_running_loop().run_in_executor(thread, asked.fetchone) == (FULL,)
