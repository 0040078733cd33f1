"""What every channel is: something that starts, brings messages to the assistant, and stops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from bot.messages import IncomingMessage, Reply

Handler = Callable[[IncomingMessage], Awaitable[Reply]]
"""`ShopAssistant.handle`: answers every message, whatever happens, and never raises."""

PictureSource = Callable[[str], Path | None]
"""A card's `picture` key to the JPEG file, or None if there is no such picture."""


class Channel(Protocol):
    """`async with channel:` starts it and, on the way out, answers what it has taken, then stops."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
