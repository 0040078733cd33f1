"""The right to use a catalog's folder, alone or together with other processes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, ReadWriteLock, Timeout

from catalog.errors import CatalogLocked, CatalogUnavailable

RECORDS: Final = "products.sqlite3"
"""The file of the records, the source of truth."""

SEARCH: Final = "search"
"""The folder of what search is made ready with, which can be made anew from the records."""

_LOOK_AGAIN_S: Final = 0.02
_WRITERS_WAIT_S: Final = 120.0


class DataFolder:
    """Who may use the folder, and who may write just now.

    Chroma's files belong to one process, so that the folder does too.  Where the vectors are on a
    Chroma server, many processes may have it open (`shared`): SQLite lets them read side by side.
    Changes of records and index go one after another in either case, see `writing`.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._shared = shared
        self._users: ReadWriteLock | None = None
        self._times_used = 0
        self.mutex = asyncio.Lock()
        """Held by the task of this process that writes."""
        self._writers = FileLock(path / "writing.lock", thread_local=False)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have the folder, creating it; may be entered again meanwhile.

        Raises `CatalogLocked` where another process has it, `CatalogUnavailable` where it cannot be used.
        """
        if self._users is None:
            self._users = self._take()
        self._times_used += 1
        try:
            yield
        finally:
            self._times_used -= 1
            if not self._times_used:
                self._users.close()
                self._users = None

    def _take(self) -> ReadWriteLock:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            users = ReadWriteLock(self.path / "catalog.lock", is_singleton=False)
            try:
                (users.acquire_read if self._shared else users.acquire_write)(blocking=False)
            except BaseException:
                users.close()
                raise
        except Timeout:
            raise CatalogLocked(
                f"another shoplens is using the folder {self.path}; stop it first or choose another folder"
            ) from None
        # The lock is one of SQLite, whose errors come as they are.
        except (OSError, ValueError, sqlite3.Error) as error:
            raise CatalogUnavailable(f"the folder {self.path} cannot be used: {error}") from error
        return users

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Change records and index while no other task or process does; for seconds, not for hours.

        Raises `CatalogUnavailable` where another process does not come to an end.
        """
        async with self.mutex:
            await self._take_turn()
            try:
                yield
            finally:
                self._writers.release()

    async def _take_turn(self) -> None:
        try:
            async with asyncio.timeout(_WRITERS_WAIT_S):
                while True:
                    try:
                        self._writers.acquire(blocking=False)
                        return
                    except Timeout:
                        await asyncio.sleep(_LOOK_AGAIN_S)
        except TimeoutError:
            raise CatalogUnavailable(
                f"another shoplens has been changing {self.path} for {_WRITERS_WAIT_S:.0f} s; please try again"
            ) from None
        except OSError as error:
            raise CatalogUnavailable(f"the folder {self.path} cannot be used: {error}") from error
