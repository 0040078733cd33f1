"""Everything that is kept about people, in one list: none of it is left out when somebody wants to see it, nor left
behind when they want to be forgotten."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from bot.errors import BotError

MAX_TOLD: Final = 500
"""Entries of a kind that a person is sent, the latest ones."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store keeps of one kind about a person: the latest `MAX_TOLD` of `count` entries, ready for JSON.

    The message "kept-KIND" says to people what they are.  `since` is when the oldest came, in seconds since 1970, where
    that is known.
    """

    kind: str
    entries: Sequence[Mapping[str, object]]
    count: int
    since: float | None = None


class KeepsPersonalData(Protocol):
    """Any store, on disk or in memory, that keeps something about people."""

    async def forget(self, person: str) -> int:
        """Delete all that is kept about a person (see `messages.person_of`); how many entries that was.

        Raises a `BotError` where that is not possible.
        """

    async def tell(self, person: str) -> Sequence[Kept]:
        """All that is kept about a person, and about nobody else.  Raises a `BotError` where it cannot be read."""


class PersonalData:
    """All stores that remember people.  Whatever keeps something about them is listed in bot/serving.py."""

    def __init__(self, *stores: KeepsPersonalData) -> None:
        self._stores = stores

    async def forget(self, person: str) -> int:
        """Delete a person from every store; how many entries that were.

        The last one goes first: a channel ends what is in work before the files are emptied.  Where a store
        fails the others are asked all the same, and then its `BotError` is raised: it has to be asked for again.
        """
        forgotten = 0
        failure: BotError | None = None
        for store in reversed(self._stores):
            try:
                forgotten += await store.forget(person)
            except BotError as error:
                failure = failure or error
        if failure is not None:
            raise failure
        return forgotten

    async def tell(self, person: str) -> tuple[Kept, ...]:
        """What all stores keep about a person.  Raises the `BotError` of one that fails: the rest would not be all."""
        told = [kept for store in self._stores for kept in await store.tell(person)]
        return tuple(kept for kept in told if kept.count)


def as_json(kept: Iterable[Kept], now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> bytes:
    """The document that a person gets."""
    told = {
        one.kind: {
            "count": one.count,
            **({} if one.since is None else {"since": moment(one.since)}),
            "entries": one.entries,
        }
        for one in kept
    }
    document = {"made": now().isoformat(timespec="seconds"), "kept": told}
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def moment(at: float) -> str:
    """A time as it is written there: ISO 8601, UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def numbers(blob: bytes | None) -> str | None:
    """A vector's bytes (little-endian float32) in base64."""
    return None if blob is None else base64.b64encode(blob).decode()


def written(text: str) -> object:
    """What a store has written as JSON, or the text itself where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text
