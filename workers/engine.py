"""The engine: photos and words in, vectors and attributes out, for many callers at once."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from workers.jobs import Encoding, ModelInfo, Priority

DEFAULT_TIMEOUT_S = 30.0


class Engine(Protocol):
    """What callers need: encode one thing, and always get an outcome.

    `info` is known once the engine has been entered.  Both methods raise `EngineBusy` at once when the
    queue is full, `DeadlineExceeded` after `timeout_s`, `EngineClosed` outside `async with`,
    `WorkerCrashed` when the job killed its worker twice; `encode_image` raises `UnreadablePicture`.
    """

    @property
    def info(self) -> ModelInfo:
        """The model that speaks; raises `EngineClosed` before the start."""

    async def encode_image(
        self, photo: bytes, *, priority: Priority = Priority.SHOPPER, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> Encoding:
        """Decode, encode and describe one photo, as its bytes came."""

    async def encode_text(
        self, words: str, *, priority: Priority = Priority.SHOPPER, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> Encoding:
        """Encode one phrase."""

    async def __aenter__(self) -> Self:
        """Start; raises `ModelUnavailable` when the model cannot be loaded."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Answer what was accepted, then stop."""
