"""The engine on this machine: worker processes that are replaced when they die."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from workers.encoders.loading import how_it_runs
from workers.engine.base import QueuedEngine, fail, usable_cores
from workers.engine.batcher import Waiting
from workers.engine.options import EngineOptions
from workers.engine.process import WorkerDied, WorkerProcess
from workers.engine.worker import WorkerSpec
from workers.errors import ModelUnavailable, WorkerCrashed, WorkerError
from workers.jobs import ModelInfo

logger = logging.getLogger(__name__)

_P = ParamSpec("_P")
_R = TypeVar("_R")

_START_S: Final = 900.0
"""For loading a model, which may have to be downloaded first."""
_MAX_PROCESSES: Final = 8
"""Beyond it, threads: each process holds the model once more."""


class LocalEngine(QueuedEngine):
    """An `Engine` on this machine: a queue, micro-batches, and worker processes that are replaced when they die.

    When a worker dies or does not answer in time, it is replaced and its jobs are tried once
    more, one by one, so that only the job that kills workers fails.
    """

    def __init__(self, options: EngineOptions) -> None:
        """`options.processes` 0 means one a core for an ONNX model, at most eight, and one with all cores for torch.

        Raises `ModelUnavailable` when model and backend do not go together.
        """
        cores, processes = usable_cores(), options.processes
        if not processes:
            runs = how_it_runs(options.model, options.backend)
            processes = min(_MAX_PROCESSES, cores) if runs.backend == "onnx" else 1
        super().__init__(options, processes)
        self._spec = WorkerSpec.of(options, max(1, cores // processes), cores)
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
        chosen = self._slots[slot]
        if chosen.worker is None or not chosen.worker.is_alive():
            if chosen.worker is not None:
                logger.warning("worker %d has ended between two batches; it is replaced", chosen.worker.pid)
                self._deaths += 1
            try:
                await self._start(chosen)
            except (WorkerError, WorkerDied) as error:
                logger.error("worker %d cannot be started again: %s", slot, error)
                fail(batch, WorkerCrashed(f"the worker cannot be started again: {error}"))
                return True
        worker = chosen.worker
        assert worker is not None  # noqa: S101 - `_start` just set it
        jobs = [waiting.job for waiting in batch]
        started = time.monotonic()
        running = chosen.in_thread(worker.run, jobs, alone=len(jobs) == 1 and self._busy == 1)
        try:
            await asyncio.wait([running], timeout=self._hung_after_s)
            if not running.done():
                logger.warning("worker %d does not answer and is killed", worker.pid)
                worker.kill()
            outcomes = await running
        except WorkerDied as error:
            logger.warning("%s; it is replaced", error)
            self._deaths += 1
            await chosen.clear()
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
