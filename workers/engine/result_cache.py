"""What is asked for at the same time, or was lately, is encoded once."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from workers.errors import DeadlineExceeded
from workers.jobs import EncodeJob, Encoding, Priority

_MAX_KEPT: Final = 2048
"""Vectors and attributes are a few kilobytes each.  Neither previews nor marked photos are kept, nor haste."""

_Key = tuple[str, bytes, bool, bool]


@dataclass(slots=True)
class _Flight:
    answer: asyncio.Future[Encoding]
    waiters: int = 0


class ResultCache:
    """Stands between callers and a queue: `submit` starts a job, whose future may be cancelled to withdraw it.

    Jobs are the same when their content is.  A shopper does not join an import's job, which is behind in
    the queue.  A failure is everybody's who waits for it, and is not kept.
    """

    def __init__(self, submit: Callable[[EncodeJob], asyncio.Future[Encoding]]) -> None:
        self._submit = submit
        self._recent: OrderedDict[_Key, Encoding] = OrderedDict()
        self._flights: dict[tuple[_Key, Priority], _Flight] = {}

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self._flights)

    async def get(self, job: EncodeJob, timeout_s: float) -> Encoding:
        """The job's outcome.  Raises what `submit` raises, what the job ends in, and `DeadlineExceeded`."""
        key = _key(job)
        if known := self._recent.get(key):
            self._recent.move_to_end(key)
            return known
        flight = self._flights.get((key, job.priority))
        if flight is None or flight.answer.cancelled():
            flight = self._flights[key, job.priority] = _Flight(self._submit(job))
            flight.answer.add_done_callback(lambda answer: self._landed(key, job, answer))
        flight.waiters += 1
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.shield(flight.answer)
        except TimeoutError:
            raise DeadlineExceeded(f"no result within {timeout_s:g} s") from None
        finally:
            flight.waiters -= 1
            if not flight.waiters:
                flight.answer.cancel()

    def _landed(self, key: _Key, job: EncodeJob, answer: asyncio.Future[Encoding]) -> None:
        flight = self._flights.get((key, job.priority))
        if flight is not None and flight.answer is answer:  # else somebody asked anew after it was withdrawn
            del self._flights[key, job.priority]
        if answer.cancelled() or answer.exception() is not None or job.with_preview:
            return
        if answer.result().marked or answer.result().in_haste:
            return
        self._recent[key] = answer.result()
        if len(self._recent) > _MAX_KEPT:
            self._recent.popitem(last=False)


def _key(job: EncodeJob) -> _Key:
    match job.payload:
        case str():
            kind, content = "words", job.payload.encode()
        case bytes():
            kind, content = "photo", job.payload
        case _:
            kind, content = "album", b"".join(hashlib.sha256(photo).digest() for photo in job.payload)
    return kind, hashlib.sha256(content).digest(), job.with_preview, job.with_pieces
