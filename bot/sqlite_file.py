"""A SQLite file that is reached through one thread: the base of the stores beside the catalog's."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from bot.errors import BotError

T = TypeVar("T")


class SqliteFile:
    """`async with` opens it, and makes the tables of `schema` where they are missing.

    Whatever goes wrong with the file is raised as the store's error, `unavailable`.  `now` counts seconds since 1970.
    """

    schema: ClassVar[str]
    unavailable: ClassVar[type[BotError]]

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=path.stem)
        self._database: sqlite3.Connection | None = None

    async def __aenter__(self) -> Self:
        try:
            await self._run(self._open)
        except BaseException:
            self._thread.shutdown()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._run(lambda database: database.close())
        finally:
            self._thread.shutdown()

    def _open(self, _: object = None) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(self._path, timeout=5.0)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("PRAGMA secure_delete = ON")
        self._database.executescript(self.schema)

    async def _run(self, work: Callable[[Any], T]) -> T:
        """The outcome of `work`, which is given the connection in the file's own thread."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._database))
        except (sqlite3.Error, OSError) as error:
            raise self.unavailable(f"{self._path} cannot be used: {error}.") from error

    async def _delete(self, sql: str, values: tuple[object, ...]) -> int:
        """Run a DELETE and leave nothing of the rows in the journal either; how many there were."""

        def work(database: sqlite3.Connection) -> int:
            with database:
                deleted: int = database.execute(sql, values).rowcount
            # The journal would go on holding the pages as they were.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return deleted

        return await self._run(work)
