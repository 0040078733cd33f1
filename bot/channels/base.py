"""What every channel is: something that starts, brings messages to the assistant, and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

PictureSource = Callable[[str], Path | None]
"""A card's `picture` key to the JPEG file, or None if there is no such picture."""


@dataclass(frozen=True, slots=True)
class ChannelLoad:
    """How busy a channel is at one moment.

    `conversations` are open or wait for an answer, `waiting` messages have none yet, and `refused` ones, since the
    start, were told to come back later; `undelivered` answers could not be sent, `unreadable` messages not be read, and
    `slow_readers` were hung up on because they did not take what was sent.
    """

    conversations: int
    waiting: int
    refused: int
    undelivered: int = 0
    slow_readers: int = 0
    unreadable: int = 0


class Channel(Protocol):
    """`async with channel:` starts it and, on the way out, answers what it has taken, then stops."""

    @property
    def load(self) -> ChannelLoad:
        """How busy it is."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


C = TypeVar("C", bound=Channel)


class SideBySide:
    """Channels that are opened one after another and stopped at the same time: each has people to answer until then."""

    def __init__(self) -> None:
        self._channels: list[Channel] = []

    async def open(self, channel: C) -> C:
        """Start a channel, which is stopped with the others."""
        await channel.__aenter__()
        self._channels.append(channel)
        return channel

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stopping = (channel.__aexit__(kind, error, trace) for channel in reversed(self._channels))
        for outcome in await asyncio.gather(*stopping, return_exceptions=True):
            if outcome is not None:
                raise outcome
