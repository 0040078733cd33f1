"""Which messages make up an answer, kept so that it can be changed in place after a restart too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from bot.conversations import MAX_AGE_S
from bot.errors import PostedUnavailable
from bot.sqlite_file import SqliteFile

_PERSON: Final = "telegram:"


NOT_SHOWN: Final = 0
"""In place of the message of a picture that could not be shown; no message has this id."""


class PostedPicture(NamedTuple):
    """A message with a picture, or the place of one that is `NOT_SHOWN`; `look` tells whether it has changed."""

    message_id: int
    look: str


class Posted(SqliteFile):
    """The pictures above an answer's words, by the chat and the words' message; ids and digests and nothing else.

    An answer of one product is a picture with the words as its caption: it is its own picture.  As old as an
    answer's turn may an entry become.  Every method raises `PostedUnavailable` where the file cannot be used.
    """

    schema = """
CREATE TABLE IF NOT EXISTS posted (
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    at REAL NOT NULL,
    pictures TEXT NOT NULL,
    PRIMARY KEY (chat, message)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS posted_by_time ON posted (at);
"""
    unavailable = PostedUnavailable

    async def note(self, chat_id: int, message_id: int, pictures: Sequence[PostedPicture]) -> None:
        """Keep what an answer consists of now."""

        def work(database: Any) -> None:
            now = self._now()
            with database:
                database.execute(
                    "INSERT OR REPLACE INTO posted VALUES (?, ?, ?, ?)",
                    (chat_id, message_id, now, json.dumps(pictures)),
                )
                database.execute("DELETE FROM posted WHERE at < ?", (now - MAX_AGE_S,))

        await self._run(work)

    async def pictures(self, chat_id: int, message_id: int) -> list[PostedPicture] | None:
        """The pictures of an answer, None where it is not known."""

        def work(database: Any) -> list[PostedPicture] | None:
            row = database.execute(
                "SELECT pictures FROM posted WHERE chat = ? AND message = ?", (chat_id, message_id)
            ).fetchone()
            return None if row is None else [PostedPicture(*one) for one in json.loads(row[0])]

        return await self._run(work)

    async def forget(self, person: str) -> int:
        """Delete what is known of a person's own chat, which has the person's number."""
        number = person.removeprefix(_PERSON)
        if number == person or not number.isdecimal():
            return 0
        return await self._delete("DELETE FROM posted WHERE chat = ?", (int(number),))
