"""What is asked for at the same time, or was lately, is encoded once."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from workers.engine.result_cache import ResultCache
from workers.errors import DeadlineExceeded, EngineBusy, UnreadablePicture
from workers.jobs import EncodeJob, Encoding, Priority


class _Queue:
    """Keeps every job until the test answers it."""

    def __init__(self) -> None:
        self.jobs: list[EncodeJob] = []
        self.answers: list[asyncio.Future[Encoding]] = []

    def submit(self, job: EncodeJob) -> asyncio.Future[Encoding]:
        self.jobs.append(job)
        self.answers.append(asyncio.get_running_loop().create_future())
        return self.answers[-1]

    def answer_all(self) -> None:
        for answer in self.answers:
            if not answer.done():
                answer.set_result(Encoding(np.ones(2, dtype=np.float32), "model"))


@pytest.fixture
def queue() -> _Queue:
    """An empty queue."""
    return _Queue()


async def _asked(shared: ResultCache, *jobs: EncodeJob, timeout_s: float = 5.0) -> list[asyncio.Task[Encoding]]:
    tasks = [asyncio.ensure_future(shared.get(job, timeout_s)) for job in jobs]
    await asyncio.sleep(0)
    return tasks


async def test_the_same_thing_asked_by_many_is_one_job(queue: _Queue) -> None:
    """Ten people who forward one photo cost one encoding, and so does the eleventh, later."""
    shared = ResultCache(queue.submit)
    waiting = await _asked(shared, *[EncodeJob(b"photo")] * 10)
    queue.answer_all()
    answers = await asyncio.gather(*waiting)
    assert len({id(answer) for answer in answers}) == 1
    assert await shared.get(EncodeJob(b"photo"), 5.0) is answers[0]
    assert len(queue.jobs) == 1


async def test_different_things_are_different_jobs(queue: _Queue) -> None:
    """Words are not a photo of the same bytes, a picture to be kept has a preview, a shopper waits for no import."""
    shared = ResultCache(queue.submit)
    jobs = [
        EncodeJob("red"),
        EncodeJob(b"red"),
        EncodeJob(b"red", with_preview=True),
        EncodeJob(b"red", Priority.IMPORT),
        EncodeJob("blue"),
    ]
    waiting = await _asked(shared, *jobs)
    assert queue.jobs == jobs
    queue.answer_all()
    await asyncio.gather(*waiting)


async def test_who_leaves_does_not_take_the_answer_from_the_others(queue: _Queue) -> None:
    """One of two gives up: the job goes on.  The last one gives up: it is withdrawn."""
    shared = ResultCache(queue.submit)
    first, second = await _asked(shared, *[EncodeJob("red")] * 2)
    first.cancel()
    await asyncio.wait([first])
    assert not queue.answers[0].done()
    queue.answer_all()
    assert (await second).fingerprint == "model"
    (alone,) = await _asked(shared, EncodeJob("blue"))
    alone.cancel()
    await asyncio.wait([alone])
    assert queue.answers[1].cancelled()
    (again,) = await _asked(shared, EncodeJob("blue"))
    queue.answer_all()
    assert await again


async def test_a_deadline_withdraws_the_job(queue: _Queue) -> None:
    """Nobody encodes what nobody waits for."""
    shared = ResultCache(queue.submit)
    with pytest.raises(DeadlineExceeded):
        await shared.get(EncodeJob("red"), 0.0)
    assert queue.answers[0].cancelled()


async def test_a_failure_reaches_all_who_wait_and_is_not_kept(queue: _Queue) -> None:
    """The next one who asks has a chance of their own."""
    shared = ResultCache(queue.submit)
    waiting = await _asked(shared, *[EncodeJob(b"photo")] * 2)
    queue.answers[0].set_exception(UnreadablePicture("The picture is damaged."))
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [UnreadablePicture] * 2
    (again,) = await _asked(shared, EncodeJob(b"photo"))
    queue.answer_all()
    assert await again
    assert len(queue.jobs) == 2


async def test_a_full_queue_is_told_at_once() -> None:
    """Being busy is an answer, and leaves nothing behind."""

    def full(job: EncodeJob) -> asyncio.Future[Encoding]:
        raise EngineBusy

    shared = ResultCache(full)
    for _ in range(2):
        with pytest.raises(EngineBusy):
            await shared.get(EncodeJob("red"), 5.0)


async def test_what_was_asked_long_ago_is_forgotten(queue: _Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is bounded: the thing that was not asked for the longest goes."""
    monkeypatch.setattr("workers.engine.result_cache._MAX_KEPT", 2)
    shared = ResultCache(queue.submit)
    for words in ("a", "b", "a", "c", "a", "b"):
        (task,) = await _asked(shared, EncodeJob(words))
        queue.answer_all()
        await task
    assert [job.payload for job in queue.jobs] == ["a", "b", "c", "b"]


async def test_who_asks_just_when_the_last_one_leaves_is_not_turned_away(queue: _Queue) -> None:
    """A withdrawn job is nobody's to join, not even in the moment before it is forgotten."""
    shared = ResultCache(queue.submit)
    (leaving,) = await _asked(shared, EncodeJob("red"))
    leaving.cancel()
    (later, last) = await _asked(shared, *[EncodeJob("red")] * 2)
    await asyncio.sleep(0)
    queue.answer_all()
    assert await later is await last
    assert len(queue.jobs) == 2
