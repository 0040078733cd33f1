"""What each conversation last asked and saw, so that buttons work after a restart too.

Photos are not kept, only their vectors.  One SQLite file, reached through one thread: a second file
beside the catalog's, since this one may be thrown away.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from typing import Final, Literal

from bot.errors import ConversationsUnavailable
from bot.storage.erasure import MAX_TOLD, Kept, moment, numbers, written
from bot.storage.sqlite_file import SqliteFile
from bot.storage.turns import Turn, turn_from_row, turn_to_json, vector_to_blob
from catalog.models import Vector
from catalog.storage.codec import vector_from_bytes

log = logging.getLogger(__name__)

MAX_TURNS: Final = 50
"""Turns kept in one conversation; buttons of older ones are answered with "too old"."""

MAX_AGE_S: Final = 90 * 86_400.0

Tallied = Literal["searches", "quick", "photos", "nothing_found"]
"""Searches, those answered within a second, with a photo, and without anything close."""

_SEVERAL: Final = 3
"""A word is nobody's own once so many people have used it."""

_WORD_AGE_S: Final = 30 * 86_400.0
_MOST_QUESTIONS: Final = 20_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL,
    person TEXT NOT NULL,
    at REAL NOT NULL,
    state TEXT NOT NULL,
    vector BLOB,
    photo BLOB,
    UNIQUE (conversation, key)
);
CREATE INDEX IF NOT EXISTS turns_by_person ON turns (person);
CREATE INDEX IF NOT EXISTS turns_by_time ON turns (at);
CREATE TABLE IF NOT EXISTS languages (
    person TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    chosen INTEGER NOT NULL,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS openings (
    conversation TEXT NOT NULL,
    person TEXT NOT NULL,
    message TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (conversation, person)
);
CREATE TABLE IF NOT EXISTS tallies (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, what)
);
"""


_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8}")


_WORD: Final = re.compile(r"[^\W\d_]{3,30}")
_EMPTY: Final = frozenset(("and", "but", "for", "like", "need", "not", "please", "show", "some", "the", "want", "with"))


class Conversations(SqliteFile):
    """`async with Conversations(path)`: remembers turns, finds them again, forgets people.

    Every method but `tally` raises `ConversationsUnavailable` where the file cannot be used.
    """

    schema = _SCHEMA
    unavailable = ConversationsUnavailable

    async def remember(self, conversation: str, person: str, turn: Turn) -> None:
        """Keep a turn, in place of an earlier one of its name; the oldest beyond `MAX_TURNS` and all beyond
        `MAX_AGE_S` go."""

        def work(database: sqlite3.Connection) -> None:
            now = self._now()
            with database:
                database.execute(
                    "INSERT OR REPLACE INTO turns (conversation, key, person, at, state, vector, photo)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        conversation,
                        turn.key,
                        person,
                        now,
                        turn_to_json(turn),
                        vector_to_blob(turn.vector),
                        vector_to_blob(turn.photo),
                    ),
                )
                database.execute(
                    "DELETE FROM turns WHERE conversation = ? AND number <= "
                    "(SELECT number FROM turns WHERE conversation = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
                    (conversation, conversation, MAX_TURNS),
                )
                database.execute("DELETE FROM turns WHERE at < ?", (now - MAX_AGE_S,))

        await self._run(work)

    async def amend(self, conversation: str, turn: Turn) -> None:
        """Write down what has changed about a turn that is kept."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    "UPDATE turns SET state = ? WHERE conversation = ? AND key = ?",
                    (turn_to_json(turn), conversation, turn.key),
                )

        await self._run(work)

    async def find(self, conversation: str, key: str) -> Turn | None:
        """The turn of this name in this conversation, or None: too old, forgotten, forged, or not from here."""
        if not _KEY.fullmatch(key):
            return None
        return await self._one("conversation = ? AND key = ?", (conversation, key))

    async def last(self, conversation: str, *, numbers: int = 0) -> Turn | None:
        """The latest turn, or the latest that showed at least `numbers` products."""
        return await self._one("conversation = ? AND json_array_length(state, '$.shown') >= ?", (conversation, numbers))

    async def asked(self, fingerprint: str, most: int) -> list[tuple[str, Vector]]:
        """The latest different questions in words, with their vectors by this model."""

        def work(database: sqlite3.Connection) -> list[tuple[str, Vector]]:
            rows = database.execute(
                "SELECT json_extract(state, '$.text') AS text, vector, max(number) AS latest FROM turns"
                " WHERE text <> '' AND photo IS NULL AND vector IS NOT NULL"
                " AND json_extract(state, '$.fingerprint') = ? GROUP BY text ORDER BY latest DESC LIMIT ?",
                (fingerprint, most),
            ).fetchall()
            return [(text, vector_from_bytes(blob)) for text, blob, _ in rows]

        return await self._run(work)

    async def forget(self, person: str) -> int:
        """Delete everything that this person asked, in all conversations, and their language; how many turns it was."""

        await self._delete("DELETE FROM languages WHERE person = ?", (person,))
        await self._delete("DELETE FROM openings WHERE person = ?", (person,))
        return await self._delete("DELETE FROM turns WHERE person = ?", (person,))

    async def opens(self, conversation: str, person: str, message_id: str) -> bool:
        """Whether a person's part in a conversation begins with this message, also where it is asked about again."""

        def work(database: sqlite3.Connection) -> bool:
            now = self._now()
            row = database.execute(
                "SELECT message FROM openings WHERE conversation = ? AND person = ? AND at >= ?",
                (conversation, person, now - MAX_AGE_S),
            ).fetchone()
            if row is not None:
                return bool(row[0] == message_id)
            with database:
                values = (conversation, person, message_id, now)
                database.execute("INSERT OR REPLACE INTO openings VALUES (?, ?, ?, ?)", values)
                database.execute("DELETE FROM openings WHERE at < ?", (now - MAX_AGE_S,))
            return True

        return await self._run(work)

    async def tell(self, person: str) -> list[Kept]:
        """What this person asked and was shown, in all conversations, and their language."""

        def work(database: sqlite3.Connection) -> list[Kept]:
            count, since = database.execute(
                "SELECT count(*), min(at) FROM turns WHERE person = ?", (person,)
            ).fetchone()
            turns = database.execute(
                "SELECT conversation, at, state, vector, photo FROM turns WHERE person = ?"
                " ORDER BY number DESC LIMIT ?",
                (person, MAX_TOLD),
            )
            answers = [
                {"conversation": conversation, "at": moment(at), "answer": written(state)}
                | {"vector": numbers(vector), "photo": numbers(photo)}
                for conversation, at, state, vector, photo in turns
            ]
            rows = database.execute("SELECT code, chosen, at FROM languages WHERE person = ?", (person,)).fetchall()
            languages = [{"language": code, "chosen": bool(chosen), "at": moment(at)} for code, chosen, at in rows]
            openings = [
                {"conversation": conversation, "at": moment(at)}
                for conversation, at in database.execute(
                    "SELECT conversation, at FROM openings WHERE person = ?", (person,)
                )
            ]
            return [
                Kept("answers", answers, count, since),
                Kept("language", languages, len(languages)),
                Kept("openings", openings, len(openings)),
            ]

        return await self._run(work)

    async def language(self, person: str) -> tuple[str, bool]:
        """The code of a person's language and whether they chose it, or ("", False)."""

        def work(database: sqlite3.Connection) -> tuple[str, bool]:
            row = database.execute(
                "SELECT code, chosen FROM languages WHERE person = ? AND (chosen OR at >= ?)",
                (person, self._now() - MAX_AGE_S),
            ).fetchone()
            return (row[0], bool(row[1])) if row else ("", False)

        return await self._run(work)

    async def set_language(self, person: str, code: str, *, chosen: bool) -> None:
        """Remember the language that a person chose, or was last heard to speak."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    "INSERT OR REPLACE INTO languages VALUES (?, ?, ?, ?)", (person, code, chosen, self._now())
                )
                database.execute("DELETE FROM languages WHERE NOT chosen AND at < ?", (self._now() - MAX_AGE_S,))

        await self._run(work)

    async def tally(self, *what: Tallied) -> None:
        """Count one each of today's (UTC) events, if that can be done: nobody waits for it or is worse off without."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "INSERT INTO tallies VALUES (?, ?, 1) ON CONFLICT (day, what) DO UPDATE SET count = count + 1",
                    [(self._today(), one) for one in what],
                )

        try:
            await self._run(work)
        except ConversationsUnavailable:
            log.exception("A search could not be counted")

    async def today(self) -> dict[str, int]:
        """Today's counts by name; a name that is absent has not happened."""

        def work(database: sqlite3.Connection) -> dict[str, int]:
            return dict(database.execute("SELECT what, count FROM tallies WHERE day = ?", (self._today(),)).fetchall())

        return await self._run(work)

    async def daily(self, days: int) -> dict[str, dict[str, int]]:
        """The counts of the latest days by their dates ("2026-11-23"), today's last."""

        def work(database: sqlite3.Connection) -> dict[str, dict[str, int]]:
            dates = [self._date(before) for before in range(days - 1, -1, -1)]
            found: dict[str, dict[str, int]] = {date: {} for date in dates}
            for day, what, count in database.execute("SELECT * FROM tallies WHERE day >= ?", (dates[0],)):
                found.setdefault(day, {})[what] = count
            return found

        return await self._run(work)

    async def common_words(self, most: int) -> list[tuple[str, int]]:
        """Words that several people used lately, lower-case, with how many did; the most frequent first.

        What was said in other languages counts as the English that was understood.
        """

        def work(database: sqlite3.Connection) -> list[tuple[str, int]]:
            rows = database.execute(
                "SELECT person, json_extract(state, '$.text') FROM turns"
                " WHERE at >= ? AND json_extract(state, '$.words') <> '' ORDER BY number DESC LIMIT ?",
                (self._now() - _WORD_AGE_S, _MOST_QUESTIONS),
            )
            people: dict[str, set[str]] = {}
            for person, said in rows:
                for word in _WORD.findall(said.lower()):
                    people.setdefault(word, set()).add(person)
            counts = [(word, len(of)) for word, of in people.items() if len(of) >= _SEVERAL and word not in _EMPTY]
            return sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:most]

        return await self._run(work)

    async def _one(self, where: str, values: tuple[object, ...]) -> Turn | None:
        def work(database: sqlite3.Connection) -> Turn | None:
            row = database.execute(
                f"SELECT key, state, vector, photo FROM turns WHERE at >= ? AND {where} ORDER BY number DESC LIMIT 1",  # noqa: S608 - `where` is one of the two constants above
                (self._now() - MAX_AGE_S, *values),
            ).fetchone()
            return None if row is None else turn_from_row(*row)

        return await self._run(work)

    def _today(self) -> str:
        return self._date(0)

    def _date(self, days_before: int) -> str:
        return time.strftime("%Y-%m-%d", time.gmtime(self._now() - days_before * 86_400))
