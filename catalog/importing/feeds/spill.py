"""What a feed's rows must remember of each other, on disk instead of in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from typing import Final

from catalog.errors import FeedError

_CACHE_KB: Final = 4096


class Spill:
    """A private temporary database without a name; SQLite removes it when it is closed.

    The rows of one article may be scattered over a feed of any length.  Kept here they cost disk (about
    their own text) for the time of one reading, and memory stays flat.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._rows = 0

    def is_new(self, product_id: str) -> bool:
        """Whether this id comes for the first time; from now on it is known."""
        return self._db.execute("INSERT OR IGNORE INTO ids VALUES (?)", (product_id,)).rowcount == 1

    def put(self, group: str, line: int, payload: str) -> None:
        """Keep a row for later, with those of its group."""
        self._rows += 1
        (first,) = self._db.execute(
            "INSERT INTO groups VALUES (?, ?) ON CONFLICT DO UPDATE SET first = first RETURNING first",
            (group, self._rows),
        ).fetchone()
        self._db.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", (first, self._rows, line, payload))

    def groups(self) -> Iterator[Iterator[tuple[int, str]]]:
        """What was kept as (line, payload): groups in the order of their first rows, each in the feed's order."""
        rows = self._db.execute("SELECT first, line, payload FROM rows ORDER BY first, number")
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield ((line, payload) for _, line, payload in group)


@contextmanager
def spill() -> Iterator[Spill]:
    """A new, empty one.  Raises `FeedError` where the disk refuses, also while it is in use."""
    try:
        # A source is read by one thread at a time, not always by the same one.
        with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as db:
            for pragma in (f"cache_size = -{_CACHE_KB}", "journal_mode = OFF", "synchronous = OFF"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("CREATE TABLE ids (id TEXT PRIMARY KEY) WITHOUT ROWID")
            db.execute("CREATE TABLE groups (name TEXT PRIMARY KEY, first INTEGER) WITHOUT ROWID")
            # Kept in the order of reading them back: a sort at the end would take memory of its own.
            db.execute(
                "CREATE TABLE rows (first INTEGER, number INTEGER, line INTEGER, payload TEXT,"
                " PRIMARY KEY (first, number)) WITHOUT ROWID"
            )
            db.execute("BEGIN")
            yield Spill(db)
    except sqlite3.Error as error:
        raise FeedError(f"the rows cannot be kept in the temporary folder while they are sorted: {error}") from error
