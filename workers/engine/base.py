"""The engine: photos and words in, vectors and attributes out, for many callers at once."""

from __future__ import annotations

import asyncio
import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Final, Protocol, Self

from workers.engine.batcher import MicroBatcher, Waiting
from workers.engine.options import EngineOptions
from workers.engine.process import error_of
from workers.engine.result_cache import ResultCache
from workers.errors import (
    EngineBusy,
    EngineClosed,
    PictureTooLarge,
    WorkerCrashed,
    WorkerError,
)
from workers.images.decoding import MAX_BYTES
from workers.jobs import EncodeJob, Encoding, EngineLoad, JobFailure, ModelInfo, Priority
from workers.logs import REQUEST, requests_of

logger = logging.getLogger(__name__)

DEFAULT_TIMEOUT_S: Final = 30.0
_DRAIN_S: Final = 10.0
_FOR_NOBODY_S: Final = 1.0
"""So long may a batch still run that nobody waits for."""
_HUNG_AFTER_S: Final = 60.0
"""After this time what runs a batch is taken for dead."""


class Engine(Protocol):
    """What callers need: encode one thing, and always get an outcome.

    `info` is known once the engine has been entered.  All methods raise `EngineBusy` at once when the
    queue is full, `DeadlineExceeded` after `timeout_s`, `EngineClosed` outside `async with`,
    `WorkerCrashed` when the job killed its worker twice; photos raise `UnreadablePicture`.
    """

    @property
    def info(self) -> ModelInfo:
        """The model that speaks; raises `EngineClosed` before the start."""

    @property
    def load(self) -> EngineLoad:
        """How busy it is at this moment."""

    async def encode_image(
        self,
        photo: bytes,
        *,
        priority: Priority = Priority.SHOPPER,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        with_preview: bool = False,
        with_pieces: bool = False,
    ) -> Encoding:
        """Decode, encode and describe one photo, as its bytes came.

        `with_preview` where it is to be kept, `with_pieces` where one of several garments in it may be meant; while
        more wait than there are workers, pieces are not looked for.
        """

    async def encode_album(self, photos: Sequence[bytes], *, timeout_s: float = DEFAULT_TIMEOUT_S) -> Encoding:
        """Encode a shopper's photos as one question; together they have at most `MAX_BYTES`.

        The vector is of what they show together, and `Encoding.pieces` are what they show apart.  Photos that
        cannot be opened are passed over; raises `UnreadablePicture` where none can.
        """

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


class QueuedEngine(ABC):
    """What every kind of `Engine` does alike: a bounded queue, micro-batches, and second tries after a death.

    `slots` batches are in flight at once.  A subclass brings up what encodes and tries batches there.
    """

    def __init__(self, options: EngineOptions, slots: int) -> None:
        self._batcher = MicroBatcher(options.max_batch_size, options.max_wait_ms, options.max_queue, slots)
        self._answers = ResultCache(self._batcher.submit)
        self._hung_after_s = _HUNG_AFTER_S
        self._info: ModelInfo | None = None
        self._abandoned = False
        self._slot_count = slots
        self._tasks: list[asyncio.Task[None]] = []
        self._busy = self._batches = self._jobs = self._deaths = self._refused = 0

    @property
    def info(self) -> ModelInfo:
        if self._info is None:
            raise EngineClosed("the engine is not running")
        return self._info

    @property
    def load(self) -> EngineLoad:
        return EngineLoad(
            queued=len(self._batcher),
            max_queue=self._batcher.max_queue,
            workers=self._alive(),
            busy=self._busy,
            batches=self._batches,
            jobs=self._jobs,
            deaths=self._deaths,
            refused=self._refused,
        )

    async def encode_image(
        self,
        photo: bytes,
        *,
        priority: Priority = Priority.SHOPPER,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        with_preview: bool = False,
        with_pieces: bool = False,
    ) -> Encoding:
        if len(photo) > MAX_BYTES:
            raise PictureTooLarge(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
        return await self._answer(EncodeJob(photo, priority, with_preview, REQUEST.get(), with_pieces), timeout_s)

    async def encode_album(self, photos: Sequence[bytes], *, timeout_s: float = DEFAULT_TIMEOUT_S) -> Encoding:
        if sum(map(len, photos)) > MAX_BYTES:
            raise PictureTooLarge(f"The photos together are larger than {MAX_BYTES // 1024**2} MB.")
        return await self._answer(EncodeJob(tuple(photos), request=REQUEST.get()), timeout_s)

    async def encode_text(
        self, words: str, *, priority: Priority = Priority.SHOPPER, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> Encoding:
        return await self._answer(EncodeJob(words, priority, request=REQUEST.get()), timeout_s)

    async def __aenter__(self) -> Self:
        self._info = await self._start_all()
        self._tasks = [
            asyncio.create_task(self._serve(slot), name=f"worker-{slot}") for slot in range(self._slot_count)
        ]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._batcher.close()
        self._info = None
        try:
            _, late = await asyncio.wait(self._tasks, timeout=_FOR_NOBODY_S)
            if late and self._answers.awaited:
                _, late = await asyncio.wait(self._tasks, timeout=_DRAIN_S)
        finally:
            self._abandoned = True
        if late:
            self._give_up()
        await asyncio.gather(*self._tasks)
        await self._stop_all()

    @abstractmethod
    async def _start_all(self) -> ModelInfo:
        """Bring up what encodes; when that fails, nothing of it stays behind."""

    @abstractmethod
    async def _tried(self, slot: int, batch: list[Waiting]) -> bool:
        """Answer those of `batch` who still wait; False when what ran it died over it."""

    @abstractmethod
    def _give_up(self) -> None:
        """End what is still running, so that `_tried` returns."""

    @abstractmethod
    async def _stop_all(self) -> None:
        """Take down what `_start_all` brought up."""

    def _alive(self) -> int:
        """How many of the slots have something that runs."""
        return self._slot_count

    async def _answer(self, job: EncodeJob, timeout_s: float) -> Encoding:
        if self._info is None:
            raise EngineClosed("the engine is not running")
        try:
            return await self._answers.get(job, timeout_s)
        except EngineBusy:
            self._refused += 1
            raise

    async def _serve(self, slot: int) -> None:
        """Take a batch, see it answered, again."""
        while batch := await self._batcher.next_batch():
            REQUEST.set(requests_of(waiting.job for waiting in batch))
            if len(batch) > 1 or len(self._batcher) >= self._slot_count:
                _hurry(batch)
            self._busy += 1
            try:
                await self._see_through(slot, batch)
            except Exception as error:
                logger.exception("a batch failed in a way that nobody foresaw")
                fail(batch, WorkerError(f"the batch failed: {error}"))
            finally:
                self._busy -= 1

    async def _see_through(self, slot: int, batch: list[Waiting]) -> None:
        if not await self._tried(slot, batch):
            await self._one_by_one(slot, batch)

    async def _one_by_one(self, slot: int, batch: list[Waiting]) -> None:
        for waiting in batch:
            if not await self._tried(slot, [waiting]):
                fail([waiting], WorkerCrashed("the worker died on this job twice"))

    def _still_waiting(self, batch: list[Waiting]) -> list[Waiting]:
        """Whom of `batch` to try for: nobody once the engine has given up."""
        batch = [waiting for waiting in batch if not waiting.answer.done()]
        if self._abandoned:
            fail(batch, EngineClosed("the engine was closed before this job's turn"))
            return []
        return batch

    def _settle(self, batch: list[Waiting], outcomes: Sequence[Encoding | JobFailure], seconds: float) -> None:
        """Hand out what a try brought, which took `seconds`."""
        self._batcher.note_speed(len(batch), seconds)
        self._batches += 1
        self._jobs += len(batch)
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, JobFailure):
                fail([waiting], error_of(outcome))
            elif not waiting.answer.done():
                waiting.answer.set_result(replace(outcome, in_haste=True) if waiting.in_haste else outcome)


def _hurry(batch: list[Waiting]) -> None:
    """Look for no pieces: a photo that may show several garments takes as long as five to ten, and others wait."""
    for waiting in batch:
        if waiting.job.with_pieces:
            waiting.job, waiting.in_haste = replace(waiting.job, with_pieces=False), True


def fail(batch: list[Waiting], error: WorkerError) -> None:
    """Tell everybody of `batch` who still waits."""
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)


def usable_cores() -> int:
    """The cores that this process may use, which a container often makes fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
