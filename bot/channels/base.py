"""What every channel is: something that starts, brings messages to the assistant, and stops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from bot.messages import IncomingMessage, Reply

Handler = Callable[[IncomingMessage], Awaitable[Reply]]
"""`ShopAssistant.handle`: answers every message, whatever happens, and never raises."""

PictureSource = Callable[[str], Path | None]
"""A card's `picture` key to the JPEG file, or None if there is no such picture."""


@dataclass(frozen=True, slots=True)
class ChannelLoad:
    """How busy a channel is at one moment.

    `conversations` are open or wait for an answer, `waiting` messages have none yet, and `refused` ones, since the
    start, were told to come back later.
    """

    conversations: int
    waiting: int
    refused: int


class Channel(Protocol):
    """`async with channel:` starts it and, on the way out, answers what it has taken, then stops."""

    @property
    def load(self) -> ChannelLoad:
        """How busy it is."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
