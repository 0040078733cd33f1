"""Which pictures Telegram has already, so that none is uploaded twice: not by a restarted bot, nor for inline mode."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from bot.errors import FileIdsUnavailable
from bot.storage.sqlite_file import SqliteFile

MAX_UPLOADS: Final = 100_000
"""Pictures kept; what was uploaded longest ago goes first."""


class FileIds(SqliteFile):
    """File ids by the keys of the catalog's pictures; `bot` is whose they are, since no other bot can send them.

    Every method raises `FileIdsUnavailable` where the file cannot be used.
    """

    schema = """
CREATE TABLE IF NOT EXISTS uploads (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    bot TEXT NOT NULL,
    picture TEXT NOT NULL,
    file_id TEXT NOT NULL,
    UNIQUE (bot, picture)
);
"""
    unavailable = FileIdsUnavailable

    def __init__(self, path: Path, bot: str, now: Callable[[], float] = time.time) -> None:
        super().__init__(path, now)
        self._bot = bot

    async def known(self, pictures: Collection[str]) -> dict[str, str]:
        """The file ids of those pictures that were uploaded."""

        def work(database: sqlite3.Connection) -> dict[str, str]:
            rows = database.execute(
                "SELECT picture, file_id FROM uploads WHERE bot = ? AND picture IN (SELECT value FROM json_each(?))",
                (self._bot, json.dumps(list(pictures))),
            )
            return dict(rows.fetchall())

        return await self._run(work)

    async def note(self, file_ids: Mapping[str, str]) -> None:
        """Keep what was uploaded just now."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "INSERT OR REPLACE INTO uploads (bot, picture, file_id) VALUES (?, ?, ?)",
                    [(self._bot, picture, file_id) for picture, file_id in file_ids.items()],
                )
                database.execute(
                    "DELETE FROM uploads WHERE number <= (SELECT max(number) FROM uploads) - ?", (MAX_UPLOADS,)
                )

        await self._run(work)

    async def forget(self, pictures: Collection[str]) -> None:
        """Drop file ids that Telegram has refused."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "DELETE FROM uploads WHERE bot = ? AND picture = ?", [(self._bot, one) for one in pictures]
                )

        await self._run(work)
