"""The bounded queue that turns single requests into micro-batches."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
from dataclasses import dataclass, field
from typing import Final

from workers.errors import EngineBusy, EngineClosed
from workers.jobs import EncodeJob, Encoding, Priority

MAX_BATCH_BYTES: Final = 32 * 1024 * 1024
MAX_QUEUE_BYTES: Final = 256 * 1024 * 1024
_FIRST_GUESS_S_PER_JOB: Final = 0.1
_MIN_RETRY_AFTER_S: Final = 1.0
_SHOPPERS_ABOUT_S: Final = 1.0
"""Since the last shopper's job: who just asked soon asks again, and others are about."""


@dataclass(eq=False, slots=True)
class Waiting:
    """A job and the future of its caller, who stopped waiting when `answer` is done.

    `in_haste`: so many others wait that what is not needed for an answer is left out.
    """

    job: EncodeJob
    answer: asyncio.Future[Encoding]
    in_haste: bool = False
    size_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self.size_bytes = len(self.job.payload)


_Queue = dict[int, Waiting]
"""In the order of arrival."""


class MicroBatcher:
    """Collects jobs until a worker asks for a batch.

    As many jobs as there are workers leave at once.  More, yet less than a full batch, are the head of a
    burst: the worker then waits up to `max_wait_ms` for the rest.  What waits is shared out evenly, so that no
    worker idles beside a full batch.  Shoppers' jobs go first and never share a batch with an import's, which
    would make them wait for it; while shoppers are about, one of several workers is kept free of imports.
    Whoever stops waiting frees the place at once.

    Words and pictures take turns, and do not share a batch: words take a fraction of a picture's time, and would
    have to wait for it.  Beyond that, first come, first served is fair here: channels answer a conversation's
    messages one after another, so that each has one job waiting at most.
    """

    def __init__(self, max_batch_size: int, max_wait_ms: int, max_queue: int, workers: int = 1) -> None:
        self._max_batch_size = max_batch_size
        self._max_wait_s = max_wait_ms / 1000
        self.max_queue = max_queue
        self._workers = workers
        self._queues: dict[Priority, tuple[_Queue, _Queue]] = {priority: ({}, {}) for priority in sorted(Priority)}
        self._words_next = True
        self._tickets = itertools.count()
        self._bytes = 0
        self._seconds_per_job = _FIRST_GUESS_S_PER_JOB
        self._closed = False
        self._idle = 0
        self._last_shopper_s = -math.inf
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return sum(len(words) + len(pictures) for words, pictures in self._queues.values())

    def submit(self, job: EncodeJob) -> asyncio.Future[Encoding]:
        """Queue a job; cancel the future to withdraw it.  Raises `EngineBusy` or `EngineClosed` at once."""
        if self._closed:
            raise EngineClosed("the engine is shutting down")
        waiting = Waiting(job, asyncio.get_running_loop().create_future())
        if len(self) >= self.max_queue or self._bytes + waiting.size_bytes > MAX_QUEUE_BYTES:
            raise EngineBusy(f"{len(self)} jobs are waiting already", self.retry_after_s())
        if job.priority is Priority.SHOPPER:
            self._last_shopper_s = asyncio.get_running_loop().time()
        ticket = next(self._tickets)
        words, pictures = self._queues[job.priority]
        queue = words if isinstance(job.payload, str) else pictures
        queue[ticket] = waiting
        self._bytes += waiting.size_bytes
        waiting.answer.add_done_callback(lambda _: self._forget(queue, ticket))
        self._changed.set()
        return waiting.answer

    async def next_batch(self) -> list[Waiting] | None:
        """The next batch for an idle worker, never empty; None once closed and drained."""
        self._idle += 1
        try:
            while True:
                while not len(self):
                    if self._closed:
                        return None
                    self._changed.clear()
                    await self._changed.wait()
                await self._burst()
                if (held_back_s := self._held_back_s()) > 0:
                    await self._change_within(held_back_s)
                elif batch := self._take():
                    return batch
        finally:
            self._idle -= 1

    def note_speed(self, jobs: int, seconds: float) -> None:
        """Tell how long a batch took, for `retry_after_s`."""
        self._seconds_per_job += 0.2 * (seconds / jobs - self._seconds_per_job)

    def retry_after_s(self) -> float:
        """When about half of the queue will have gone, in whole seconds."""
        return max(_MIN_RETRY_AFTER_S, math.ceil(len(self) * self._seconds_per_job / (2 * self._workers)))

    def close(self) -> None:
        """Accept nothing more; what is queued still leaves."""
        self._closed = True
        self._changed.set()

    async def _burst(self) -> None:
        # One turn of the loop lets callers that were started together queue up together.
        await asyncio.sleep(0)
        if self._max_wait_s and self._workers < len(self) < self._max_batch_size and not self._closed:
            loop = asyncio.get_running_loop()
            until = loop.time() + self._max_wait_s
            while len(self) < self._max_batch_size and not self._closed and loop.time() < until:
                await self._change_within(until - loop.time())

    def _held_back_s(self) -> float:
        """For how long the last idle worker is kept from an import, while shoppers are about."""
        if self._closed or self._workers == 1 or self._idle > 1 or any(self._queues[Priority.SHOPPER]):
            return 0.0
        return self._last_shopper_s + _SHOPPERS_ABOUT_S - asyncio.get_running_loop().time()

    async def _change_within(self, seconds: float) -> None:
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def _take(self) -> list[Waiting]:
        for priority, (words, pictures) in self._queues.items():
            queue = words if words and (self._words_next or not pictures) else pictures
            batch: list[Waiting] = []
            size = 0
            # A shopper who comes next waits for an import's batch: it is kept short.
            most = self._max_batch_size if priority is Priority.SHOPPER else math.ceil(self._max_batch_size / 2)
            share = min(most, math.ceil(len(queue) / self._workers))
            for ticket, waiting in list(itertools.islice(queue.items(), share)):
                size += waiting.size_bytes
                if batch and size > MAX_BATCH_BYTES:
                    break
                self._forget(queue, ticket)
                batch.append(waiting)
            if batch:
                self._words_next = queue is pictures
                return batch
        return []

    def _forget(self, queue: dict[int, Waiting], ticket: int) -> None:
        if waiting := queue.pop(ticket, None):
            self._bytes -= waiting.size_bytes
