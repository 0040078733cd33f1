"""A SQLite file that is reached through one thread: the base of the stores beside the catalog's."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Final, Self, TypeVar

from bot.errors import BotError

log = logging.getLogger(__name__)

T = TypeVar("T")

_BUSY_S: Final = 1.0
"""How long another process may lock the file: answers wait for it."""


def put_aside(path: Path, aside: Path, error: sqlite3.DatabaseError) -> None:
    """Make room for an empty file in a damaged one's place; nobody may have it open."""
    log.error("%s is damaged (%s): it is put aside as %s", path, " ".join(str(error).split()), aside.name)
    path.replace(aside)
    for journal in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + journal).unlink(missing_ok=True)


class SqliteFile:
    """`async with` opens it, and makes the tables of `schema` where they are missing.

    A damaged file is put aside, and an empty one takes its place: shoppers are answered, and an operator may look
    what can be rescued.  Whatever else goes wrong with the file is raised as the store's error, `unavailable`.
    `now` counts seconds since 1970.
    """

    schema: ClassVar[str]
    unavailable: ClassVar[type[BotError]]

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now
        self._aside = path.with_name(f"{path.name}.damaged")
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
        try:
            self._database = self._connected()
        except sqlite3.OperationalError:
            raise  # locked, or no room: the file may be sound
        except sqlite3.DatabaseError as error:
            put_aside(self._path, self._aside, error)
            self._database = self._connected()

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=_BUSY_S)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("PRAGMA secure_delete = ON")
            database.executescript(self.schema)
            if (found := database.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise sqlite3.DatabaseError(found)
        except BaseException:
            database.close()
            raise
        return database

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
            # Nobody can be looked for in a damaged file.
            self._aside.unlink(missing_ok=True)
            return deleted

        return await self._run(work)
