"""The engine: photos and words in, vectors and attributes out, for many callers at once."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Final, ParamSpec, Protocol, Self, TypeVar

from workers.batcher import MicroBatcher, Waiting
from workers.encoder import how_it_runs
from workers.errors import (
    EngineBusy,
    EngineClosed,
    ModelUnavailable,
    PictureTooLarge,
    WorkerCrashed,
    WorkerError,
)
from workers.images import MAX_BYTES
from workers.jobs import EncodeJob, Encoding, EngineLoad, JobFailure, ModelInfo, Priority
from workers.logs import REQUEST, LogFormat, requests_of
from workers.runtime import DEFAULT_LOADER, WorkerSpec
from workers.sharing import SharedAnswers
from workers.worker_process import WorkerDied, WorkerProcess, error_of

logger = logging.getLogger(__name__)

_P = ParamSpec("_P")
_R = TypeVar("_R")

DEFAULT_TIMEOUT_S: Final = 30.0
_DRAIN_S: Final = 10.0
_FOR_NOBODY_S: Final = 1.0
"""So long may a batch still run that nobody waits for."""
_START_S: Final = 900.0
"""For loading a model, which may have to be downloaded first."""
_MAX_PROCESSES: Final = 8
"""Beyond it, threads: each process holds the model once more."""


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

    def __init__(self, batcher: MicroBatcher, slots: int, hung_after_s: float) -> None:
        """`hung_after_s`: after which time what runs a batch is taken for dead."""
        self._batcher = batcher
        self._answers = SharedAnswers(batcher.submit)
        self._hung_after_s = hung_after_s
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


class LocalEngine(QueuedEngine):
    """An `Engine` on this machine: a queue, micro-batches, and worker processes that are replaced when they die.

    When a worker dies or does not answer for `hung_after_s`, it is replaced and its jobs are tried once
    more, one by one, so that only the job that kills workers fails.
    """

    def __init__(
        self,
        model: str,
        *,
        backend: str = "auto",
        processes: int = 0,
        max_batch_size: int = 8,
        max_wait_ms: int = 5,
        max_queue: int = 256,
        hung_after_s: float = 60.0,
        loader: str = DEFAULT_LOADER,
        log_format: LogFormat = "text",
    ) -> None:
        """`processes` 0 means one a core for an ONNX model, at most eight, and one with all cores for torch.

        Raises `ModelUnavailable` when `model` and `backend` do not go together.
        """
        cores = usable_cores()
        if not processes:
            processes = min(_MAX_PROCESSES, cores) if how_it_runs(model, backend).backend == "onnx" else 1
        super().__init__(MicroBatcher(max_batch_size, max_wait_ms, max_queue, processes), processes, hung_after_s)
        self._spec = WorkerSpec(model, backend, max(1, cores // processes), cores, loader, log_format)
        self._slots = [_Slot(index) for index in range(processes)]

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """The worker processes that there are now, for metrics and for tests."""
        return tuple(slot.worker.pid for slot in self._slots if slot.worker is not None)

    async def _start_all(self) -> ModelInfo:
        starts = [asyncio.ensure_future(self._start(slot)) for slot in self._slots]
        try:
            infos = await asyncio.gather(*starts)
        except BaseException as error:
            self._give_up()
            await asyncio.gather(*starts, return_exceptions=True)
            await self._stop_all()
            if isinstance(error, WorkerDied):
                raise ModelUnavailable(f"{self._spec.model!r} was not loaded: {error}") from error
            raise
        return infos[0]

    async def _tried(self, slot: int, batch: list[Waiting]) -> bool:
        if not (batch := self._still_waiting(batch)):
            return True
        place = self._slots[slot]
        if place.worker is None or not place.worker.is_alive():
            if place.worker is not None:
                logger.warning("worker %d has ended between two batches; it is replaced", place.worker.pid)
                self._deaths += 1
            try:
                await self._start(place)
            except (WorkerError, WorkerDied) as error:
                logger.error("worker %d cannot be started again: %s", slot, error)
                fail(batch, WorkerCrashed(f"the worker cannot be started again: {error}"))
                return True
        worker = place.worker
        assert worker is not None  # noqa: S101 - `_start` just set it
        jobs = [waiting.job for waiting in batch]
        started = time.monotonic()
        running = place.in_thread(worker.run, jobs, alone=len(jobs) == 1 and self._busy == 1)
        try:
            await asyncio.wait([running], timeout=self._hung_after_s)
            if not running.done():
                logger.warning("worker %d does not answer and is killed", worker.pid)
                worker.kill()
            outcomes = await running
        except WorkerDied as error:
            logger.warning("%s; it is replaced", error)
            self._deaths += 1
            await place.clear()
            return False
        self._settle(batch, outcomes, time.monotonic() - started)
        return True

    def _alive(self) -> int:
        return sum(slot.worker is not None and slot.worker.is_alive() for slot in self._slots)

    async def _start(self, slot: _Slot) -> ModelInfo:
        await slot.clear()
        slot.worker = WorkerProcess(self._spec)
        ready = slot.in_thread(slot.worker.wait_ready)
        await asyncio.wait([ready], timeout=_START_S)
        if not ready.done():
            logger.warning("worker %d has not loaded its model in %g s and is killed", slot.worker.pid, _START_S)
            slot.worker.kill()
        try:
            return await ready
        except (WorkerError, WorkerDied):
            await slot.clear()
            raise

    def _give_up(self) -> None:
        for slot in self._slots:
            slot.kill()

    async def _stop_all(self) -> None:
        await asyncio.gather(*(slot.close() for slot in self._slots))


class _Slot:
    """A place for one worker process, with the one thread that talks to it."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.worker: WorkerProcess | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"worker-{index}")

    def in_thread(self, call: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> asyncio.Future[_R]:
        """Run a blocking call of the worker; what runs is ended by `kill`, not by cancelling."""
        return asyncio.get_running_loop().run_in_executor(self._thread, functools.partial(call, *args, **kwargs))

    def kill(self) -> None:
        if self.worker is not None:
            self.worker.kill()

    async def clear(self) -> None:
        if self.worker is not None:
            worker, self.worker = self.worker, None
            await self.in_thread(worker.stop)

    async def close(self) -> None:
        await self.clear()
        self._thread.shutdown(wait=False)


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
