"""What has arrived and is not answered yet, written down so that a crash answers it later instead of losing it.

A letter is on the disk before `keep` returns, and so before its sender's side hears that it has arrived.  Letters that
arrive at the same time share one commit.  Once answered, only the number stays for a while, so that one that is
delivered again is recognised: the file holds nobody's words longer than their answer takes, or `MAX_LETTER_AGE_S`
where no answer comes.  For the same reason there is no write-ahead log, in which words would linger.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from bot.errors import InboxUnavailable
from bot.storage.erasure import MAX_TOLD, Kept, moment, written
from bot.storage.sqlite_file import put_aside

log = logging.getLogger(__name__)

MAX_KNOWN: Final = 20_000
MAX_AGE_S: Final = 86_400.0
"""Telegram delivers again for a day at most."""

MAX_LETTER_AGE_S: Final = 30 * 86_400.0
"""Nobody remembers what they asked before that."""

_LOCK_WAIT_S: Final = 2.0
_TRY_AGAIN_S: Final = 5.0
_PURGE_EVERY: Final = 1000

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS letters (
    place INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    person TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (owner, number)
);
CREATE TABLE IF NOT EXISTS known (
    place INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    UNIQUE (owner, number)
);
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """`number` is its owner's, by which one that comes again is known; `person` as in `messages.person_of`.

    `at` is when it arrived here, in seconds since 1970; `keep` fills it in.
    """

    number: int
    content: str
    person: str = ""
    at: float = 0.0


class Inbox:
    """`async with Inbox(path, owner)`: keeps letters until they are answered.

    One file serves several owners (bots), each of which sees its own letters only.  Where the file cannot be written,
    letters are kept in memory and written as soon as that is possible again; the log says so, once.
    """

    def __init__(
        self,
        path: Path,
        owner: str,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._aside = path.with_name(f"{path.name}.damaged")
        self._owner = owner
        self._now = now
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._database: sqlite3.Connection | None = None
        self._until_purge = 0
        self._left_over: tuple[Letter, ...] = ()
        self._known: dict[int, None] = {}
        # Not yet written: letters, of which some are being written just now, and which ones are answered.
        self._letters: dict[int, Letter] = {}
        self._in_flight: Mapping[int, Letter] = {}
        self._answered: set[int] = set()
        self._waiters: list[asyncio.Future[None]] = []
        self._wake = asyncio.Event()
        self._closing = self._again = False
        self._failure: Exception | None = None
        self._failed_at = 0.0

    async def __aenter__(self) -> Self:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._load)
        except (sqlite3.Error, OSError) as error:
            self._note_failure(error)
        self._writing = asyncio.create_task(self._write_on(), name="inbox")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._wake.set()
        await self._writing
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()
        if self._letters:
            log.error(
                "%d messages could not be written down and are lost if they were not answered", len(self._letters)
            )

    @property
    def left_over(self) -> tuple[Letter, ...]:
        """What was unanswered at the start, in the order of arrival."""
        return self._left_over

    @property
    def holds_everything(self) -> bool:
        """Whether everything unanswered is on the disk."""
        return not self._letters

    async def keep(self, letters: Sequence[Letter]) -> set[int]:
        """Write down those that were not here before; their numbers.

        Returns once all of `letters` are on the disk, or cannot be brought there for now.
        """
        fresh: set[int] = set()
        for letter in letters:
            if letter.number in self._known:
                continue
            fresh.add(letter.number)
            self._known[letter.number] = None
            self._letters[letter.number] = replace(letter, at=self._now())
        while len(self._known) > MAX_KNOWN:
            del self._known[next(iter(self._known))]
        # One that comes again may still be on its way to the disk.
        if any(letter.number in self._letters for letter in letters):
            written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(written)
            self._wake.set()
            await written
        return fresh

    async def check(self) -> None:
        """Try again to write, where that has failed.  Raises `InboxUnavailable` where it fails still."""
        if self._failure is None:
            return
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(written)
        self._again = True
        self._wake.set()
        await written
        if self._failure is not None:
            raise InboxUnavailable(f"{self._path} cannot be written: {self._failure}.")

    def answered(self, *numbers: int) -> None:
        """Drop what these letters say, at once in memory and right after on the disk."""
        for number in numbers:
            if number in self._letters and number not in self._in_flight:
                del self._letters[number]
            else:
                self._answered.add(number)
        self._wake.set()

    async def forget(self, person: str) -> int:
        """Delete what this person has sent and is not answered yet; how many letters that was.

        They are answered all the same, unless a crash comes first.  Raises `InboxUnavailable` where the file cannot
        be written.
        """
        for number, letter in list(self._letters.items()):
            if letter.person == person and number not in self._in_flight:
                del self._letters[number]
        try:
            # Comes after what is being written.
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._delete, person)
        except (sqlite3.Error, OSError) as error:
            raise InboxUnavailable(f"{self._path} cannot be written: {error}.") from error

    async def tell(self, person: str) -> list[Kept]:
        """What this person has sent and is not answered yet.  Raises `InboxUnavailable` where it cannot be read."""
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, self._of, person)
        except (sqlite3.Error, OSError) as error:
            raise InboxUnavailable(f"{self._path} cannot be read: {error}.") from error
        found |= {number: one for number, one in self._letters.items() if one.person == person}
        latest = sorted(found.values(), key=lambda one: one.at, reverse=True)
        entries = [{"at": moment(one.at), "message": written(one.content)} for one in latest[:MAX_TOLD]]
        return [Kept("letters", entries, len(latest), latest[-1].at if latest else None)]

    async def _write_on(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            closing, again = self._closing, self._again
            waiters, self._waiters, self._again = self._waiters, [], False
            await self._write_once(again=closing or again)
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)
            if closing:
                return

    async def _write_once(self, *, again: bool) -> None:
        """Bring everything to the disk, unless that has just failed."""
        if self._failure is None:
            if not (self._letters or self._answered):
                return
        elif not again and self._clock() < self._failed_at + _TRY_AGAIN_S:
            return
        answered = frozenset(self._answered)
        self._in_flight = dict(self._letters)
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._write, self._in_flight, answered)
        except Exception as error:  # whatever it is, answers are more important than the disk
            self._note_failure(error)
        else:
            for number in self._in_flight:
                del self._letters[number]
            self._answered -= answered
            if self._failure is not None:
                self._failure = None
                log.warning("%s can be written again; what is unanswered is safe in it", self._path)
        finally:
            self._in_flight = {}

    def _note_failure(self, error: Exception) -> None:
        if self._failure is None:
            log.error(
                "%s cannot be written (%s): messages are answered all the same, but a crash would lose them",
                *(self._path, error),
            )
        self._failure, self._failed_at = error, self._clock()

    # In the thread

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=_LOCK_WAIT_S)
        try:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA journal_mode = TRUNCATE")
            database.execute("PRAGMA synchronous = FULL")
            database.executescript(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        self._database = database
        return database

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _load(self) -> None:
        try:
            self._read()
        except sqlite3.OperationalError:
            raise  # locked, or no room: the file may be sound
        except sqlite3.DatabaseError as error:
            self._close()
            put_aside(self._path, self._aside, error)
            self._read()

    def _read(self) -> None:
        database = self._open()
        with database:
            self._purge(database)
        known = database.execute("SELECT number FROM known WHERE owner = ? ORDER BY place", (self._owner,))
        self._known = dict.fromkeys(number for (number,) in known)
        left_over = database.execute(
            "SELECT number, content, person, at FROM letters WHERE owner = ? ORDER BY place", (self._owner,)
        )
        self._left_over = tuple(Letter(*row) for row in left_over)

    def _write(self, letters: Mapping[int, Letter], answered: Set[int]) -> None:
        try:
            database = self._database or self._open()
            with database:
                database.executemany(
                    "INSERT OR IGNORE INTO known (owner, number, at) VALUES (?, ?, ?)",
                    [(self._owner, one.number, one.at) for one in letters.values()],
                )
                database.executemany(
                    "INSERT OR IGNORE INTO letters (owner, number, at, person, content) VALUES (?, ?, ?, ?, ?)",
                    [(self._owner, one.number, one.at, one.person, one.content) for one in letters.values()],
                )
                database.executemany(
                    "DELETE FROM letters WHERE owner = ? AND number = ?",
                    [(self._owner, number) for number in answered],
                )
                if not (letters or answered):
                    # Whether it can be written shows when something is.
                    database.execute(f"PRAGMA user_version = {int(self._now()) % 2**31}")
                self._until_purge -= len(letters)
                if self._until_purge <= 0:
                    self._purge(database)
        except BaseException:
            self._close()
            raise

    def _of(self, person: str) -> dict[int, Letter]:
        rows = (self._database or self._open()).execute(
            "SELECT number, content, person, at FROM letters WHERE person = ? AND typeof(at) = 'real'", (person,)
        )
        return {row[0]: Letter(*row) for row in rows}

    def _delete(self, person: str) -> int:
        try:
            database = self._database or self._open()
            with database:
                deleted: int = database.execute("DELETE FROM letters WHERE person = ?", (person,)).rowcount
            # Nobody can be looked for in a damaged file.
            self._aside.unlink(missing_ok=True)
            return deleted
        except BaseException:
            self._close()
            raise

    def _purge(self, database: sqlite3.Connection) -> None:
        self._until_purge = _PURGE_EVERY
        now = self._now()
        dropped = database.execute("DELETE FROM letters WHERE at < ?", (now - MAX_LETTER_AGE_S,)).rowcount
        if dropped:
            days = round(MAX_LETTER_AGE_S / 86_400)
            log.warning("%d messages that nobody has answered for %d days are dropped", dropped, days)
        database.execute(
            "DELETE FROM known WHERE (at < ? OR place <= (SELECT max(place) FROM known) - ?)"
            " AND NOT EXISTS (SELECT 1 FROM letters WHERE letters.number = known.number)",
            (now - MAX_AGE_S, MAX_KNOWN),
        )
