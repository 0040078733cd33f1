"""Everything that is kept about people, in one list, so that none of it is left when somebody wants to be forgotten."""

from __future__ import annotations

from typing import Protocol

from bot.errors import BotError


class Remembers(Protocol):
    """Any store, on disk or in memory, that keeps something about people."""

    async def forget(self, person: str) -> int:
        """Delete all that is kept about a person (see `conversations.person_of`); how many entries that was.

        Raises a `BotError` where that is not possible.
        """


class Memories:
    """All stores that remember people.  Whatever keeps something about them joins here, in bot/app.py."""

    def __init__(self, *stores: Remembers) -> None:
        self._stores = list(stores)

    def join(self, store: Remembers) -> None:
        """From now on `store` is asked too."""
        self._stores.append(store)

    async def forget(self, person: str) -> int:
        """Delete a person from every store; how many entries that were.

        The last that joined goes first: a channel ends what is in work before the files are emptied.  Where a store
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
