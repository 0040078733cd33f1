"""The queue in front of the workers."""

from __future__ import annotations

import asyncio

import pytest

from workers.engine.batcher import MAX_BATCH_BYTES, MicroBatcher, Waiting
from workers.errors import EngineBusy, EngineClosed
from workers.jobs import EncodeJob, Priority


def _job(words: str, priority: Priority = Priority.SHOPPER) -> EncodeJob:
    return EncodeJob(words, priority)


def _words(batch: list[Waiting] | None) -> list[str | bytes | tuple[bytes, ...]]:
    return [waiting.job.payload for waiting in batch or []]


async def test_a_lone_job_leaves_at_once() -> None:
    """Nobody else is coming: waiting for company, however long it may be, would only cost time."""
    batcher = MicroBatcher(max_batch_size=8, max_wait_ms=3_600_000, max_queue=10)
    batcher.submit(_job("alone"))
    assert _words(await batcher.next_batch()) == ["alone"]


async def test_jobs_that_wait_together_leave_together() -> None:
    """In the order in which they came, and never more than fit."""
    batcher = MicroBatcher(max_batch_size=3, max_wait_ms=0, max_queue=10)
    for number in range(4):
        batcher.submit(_job(str(number)))
    assert _words(await batcher.next_batch()) == ["0", "1", "2"]
    assert _words(await batcher.next_batch()) == ["3"]


async def test_the_head_of_a_burst_waits_for_its_tail() -> None:
    """A full batch ends the wait at once."""
    batcher = MicroBatcher(max_batch_size=3, max_wait_ms=3_600_000, max_queue=10)
    batcher.submit(_job("0"))
    batcher.submit(_job("1"))
    batch = asyncio.ensure_future(batcher.next_batch())
    for _ in range(3):
        await asyncio.sleep(0)
    assert not batch.done()
    batcher.submit(_job("2"))
    assert _words(await batch) == ["0", "1", "2"]


async def test_a_burst_that_does_not_come_is_not_waited_for_long() -> None:
    """After `max_wait_ms` what is there leaves."""
    batcher = MicroBatcher(max_batch_size=3, max_wait_ms=1, max_queue=10)
    batcher.submit(_job("0"))
    batcher.submit(_job("1"))
    assert _words(await batcher.next_batch()) == ["0", "1"]


async def test_words_and_pictures_take_turns() -> None:
    """Words take a fraction of a picture's time and do not wait for all that came before; nor do pictures for ever."""
    batcher = MicroBatcher(max_batch_size=3, max_wait_ms=0, max_queue=10)
    for payload in (b"0", b"1", (b"2", b"3"), b"4", "red", "blue"):
        batcher.submit(EncodeJob(payload))
    assert _words(await batcher.next_batch()) == ["red", "blue"]
    batcher.submit(_job("green"))
    assert _words(await batcher.next_batch()) == [b"0", b"1", (b"2", b"3")]
    assert _words(await batcher.next_batch()) == ["green"]
    assert _words(await batcher.next_batch()) == [b"4"]


async def test_shoppers_go_before_imports_and_never_wait_for_them() -> None:
    """Even a later shopper goes first, in a batch without imports."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=10)
    batcher.submit(_job("import", Priority.IMPORT))
    batcher.submit(_job("shopper"))
    assert _words(await batcher.next_batch()) == ["shopper"]
    assert _words(await batcher.next_batch()) == ["import"]


async def test_a_full_queue_refuses_with_a_time() -> None:
    """The slower the work and the longer the queue, the later to come back."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=2)
    batcher.submit(_job("0"))
    batcher.submit(_job("1"))
    with pytest.raises(EngineBusy) as quick:
        batcher.submit(_job("2"))
    batcher.note_speed(jobs=1, seconds=100)
    with pytest.raises(EngineBusy) as slow:
        batcher.submit(_job("2"))
    assert 1 <= quick.value.retry_after_s < slow.value.retry_after_s


async def test_whoever_stops_waiting_frees_the_place() -> None:
    """A withdrawn job is not worked for."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=2)
    batcher.submit(_job("0"))
    batcher.submit(_job("gone")).cancel()
    await asyncio.sleep(0)
    batcher.submit(_job("2"))
    assert _words(await batcher.next_batch()) == ["0", "2"]


async def test_large_photos_make_small_batches() -> None:
    """A batch has a bound in bytes, too, which a single job may exceed."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=9)
    for _ in range(3):
        batcher.submit(EncodeJob(b"x" * (MAX_BATCH_BYTES // 2 + 1)))
    assert len(await batcher.next_batch() or []) == 1


async def test_closing_lets_out_what_is_in() -> None:
    """Nothing new comes in, the rest leaves, then the workers are told that this was all."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=9)
    batcher.submit(_job("last"))
    batcher.close()
    with pytest.raises(EngineClosed):
        batcher.submit(_job("late"))
    assert _words(await batcher.next_batch()) == ["last"]
    assert await batcher.next_batch() is None


async def test_closing_wakes_an_idle_worker() -> None:
    """A worker that waits for its next batch learns of the end."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=9)
    idle = asyncio.ensure_future(batcher.next_batch())
    await asyncio.sleep(0)
    batcher.close()
    assert await idle is None


async def test_a_crowd_is_shared_out_among_the_workers() -> None:
    """No worker idles beside one that has a batch for two."""
    batcher = MicroBatcher(max_batch_size=8, max_wait_ms=0, max_queue=20, workers=2)
    for number in range(5):
        batcher.submit(_job(str(number)))
    assert _words(await batcher.next_batch()) == ["0", "1", "2"]
    assert _words(await batcher.next_batch()) == ["3"]
    assert _words(await batcher.next_batch()) == ["4"]


async def test_a_job_for_each_worker_leaves_at_once() -> None:
    """Waiting for company would only keep an idle worker idle."""
    batcher = MicroBatcher(max_batch_size=8, max_wait_ms=60_000, max_queue=20, workers=2)
    batcher.submit(_job("0"))
    batcher.submit(_job("1"))
    assert _words(await batcher.next_batch()) == ["0"]
    assert _words(await batcher.next_batch()) == ["1"]


async def test_an_imports_batches_are_half_as_large() -> None:
    """A shopper who comes while one runs does not wait for long."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=20)
    for number in range(8):
        batcher.submit(_job(str(number), Priority.IMPORT))
    assert _words(await batcher.next_batch()) == ["0", "1"]


async def test_while_shoppers_are_about_one_worker_is_kept_for_them() -> None:
    """An import takes one of two workers; the other one waits for the next shopper."""
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=20, workers=2)
    batcher.submit(_job("shopper"))
    assert _words(await batcher.next_batch()) == ["shopper"]
    for number in range(8):
        batcher.submit(_job(str(number), Priority.IMPORT))
    last_idle = asyncio.ensure_future(batcher.next_batch())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not last_idle.done()
    assert _words(await batcher.next_batch()) == ["0", "1"]
    batcher.submit(_job("next shopper"))
    assert _words(await last_idle) == ["next shopper"]


async def test_without_shoppers_an_import_has_all_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for that has left."""
    monkeypatch.setattr("workers.engine.batcher._SHOPPERS_ABOUT_S", 0.0)
    batcher = MicroBatcher(max_batch_size=4, max_wait_ms=0, max_queue=20, workers=2)
    batcher.submit(_job("shopper"))
    assert _words(await batcher.next_batch()) == ["shopper"]
    batcher.submit(_job("0", Priority.IMPORT))
    assert _words(await batcher.next_batch()) == ["0"]
