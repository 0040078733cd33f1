"""Which messages make up an answer, kept so that it can be changed in place after a restart too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from bot.errors import SentMessagesUnavailable
from bot.storage.conversations import MAX_AGE_S
from bot.storage.erasure import MAX_TOLD, Kept, moment, written
from bot.storage.sqlite_file import SqliteFile

_PERSON: Final = "telegram:"


NOT_SHOWN: Final = 0
"""In place of the message of a picture that could not be shown; no message has this id."""


class SentPicture(NamedTuple):
    """A message with a picture, or the place of one that is `NOT_SHOWN`; `look` tells whether it has changed."""

    message_id: int
    look: str


class SentMessages(SqliteFile):
    """The pictures above an answer's words, by the chat and the words' message; ids and digests and nothing else.

    An answer of one product is a picture with the words as its caption: it is its own picture.  As old as an
    answer's turn may an entry become.  Every method raises `SentMessagesUnavailable` where the file cannot be used.
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
    unavailable = SentMessagesUnavailable

    async def note(self, chat_id: int, message_id: int, pictures: Sequence[SentPicture]) -> None:
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

    async def pictures(self, chat_id: int, message_id: int) -> list[SentPicture] | None:
        """The pictures of an answer, None where it is not known."""

        def work(database: Any) -> list[SentPicture] | None:
            row = database.execute(
                "SELECT pictures FROM posted WHERE chat = ? AND message = ?", (chat_id, message_id)
            ).fetchone()
            return None if row is None else [SentPicture(*one) for one in json.loads(row[0])]

        return await self._run(work)

    async def forget(self, person: str) -> int:
        """Delete what is known of a person's own chat, which has the person's number."""
        chat = _own_chat(person)
        return 0 if chat is None else await self._delete("DELETE FROM posted WHERE chat = ?", (chat,))

    async def tell(self, person: str) -> list[Kept]:
        """What is known of a person's own chat."""
        chat = _own_chat(person)
        if chat is None:
            return []

        def work(database: Any) -> list[Kept]:
            count, since = database.execute("SELECT count(*), min(at) FROM posted WHERE chat = ?", (chat,)).fetchone()
            rows = database.execute(
                "SELECT message, at, pictures FROM posted WHERE chat = ? ORDER BY at DESC LIMIT ?", (chat, MAX_TOLD)
            )
            entries = [
                {"message": message, "at": moment(at), "pictures": written(json_)} for message, at, json_ in rows
            ]
            return [Kept("posted", entries, count, since)]

        return await self._run(work)


def _own_chat(person: str) -> int | None:
    number = person.removeprefix(_PERSON)
    return int(number) if number != person and number.isdecimal() else None
