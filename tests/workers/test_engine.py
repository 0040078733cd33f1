"""The engine with real worker processes."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.workers.encoders import HALF_BROKEN, KILLED_AT_START, TOY
from workers.engine import LocalEngine
from workers.errors import (
    DeadlineExceeded,
    EngineBusy,
    EngineClosed,
    ModelUnavailable,
    UnreadablePicture,
    WorkerCrashed,
    WorkerError,
)
from workers.jobs import Encoding

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[LocalEngine]:
    """One worker with the obedient encoder."""
    async with LocalEngine(str(tmp_path), processes=1, loader=TOY, max_queue=4) as running:
        yield running


@pytest.fixture
def gate(tmp_path: Path) -> Callable[[str], Awaitable[int]]:
    """Wait until the worker blocks on the named pipe; returns its writing end, whose closing lets it go."""

    async def opened(name: str) -> int:
        return await asyncio.to_thread(os.open, tmp_path / name, os.O_WRONLY)

    os.mkfifo(tmp_path / "gate")
    return opened


def _photo(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(buffer, "PNG")
    return buffer.getvalue()


async def test_words_and_photos_become_encodings(engine: LocalEngine) -> None:
    """A photo has attributes and, to be kept, a clean preview, words have a vector only; all of the engine's model."""
    words, photo, kept = await asyncio.gather(
        engine.encode_text("red boots"),
        engine.encode_image(_photo()),
        engine.encode_image(_photo(), with_preview=True),
    )
    assert words.vector.dtype == np.float32
    assert words.vector.shape == photo.vector.shape == (engine.info.dim,)
    assert words.fingerprint == photo.fingerprint == engine.info.fingerprint
    assert photo.attributes["colours"][0].value == "red"
    assert kept.preview.startswith(b"\xff\xd8")
    assert np.array_equal(kept.vector, photo.vector)
    assert not photo.preview
    assert not words.attributes
    assert not words.preview


async def test_a_worker_killed_in_the_middle_of_a_batch_costs_nobody_an_answer(
    engine: LocalEngine, gate: Callable[[str], Awaitable[int]]
) -> None:
    """SIGKILL while a batch runs: all its jobs are answered by the successor, and so is the next."""
    before = engine.worker_pids
    blocked = [asyncio.ensure_future(engine.encode_text(text)) for text in ("block once gate", "c", "d")]
    held = await gate("gate")
    os.kill(before[0], signal.SIGKILL)
    os.close(held)
    answers = await asyncio.gather(*blocked)
    assert all(isinstance(answer, Encoding) for answer in answers)
    assert engine.worker_pids != before
    assert (await engine.encode_image(_photo())).attributes


async def test_a_job_that_kills_workers_fails_alone(engine: LocalEngine) -> None:
    """The others of its batch are answered, and the engine goes on."""
    outcomes = await asyncio.gather(*(engine.encode_text(t) for t in ("x", "die", "y")), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Encoding, WorkerCrashed, Encoding]
    assert isinstance(await engine.encode_text("z"), Encoding)


async def test_a_worker_that_died_idle_is_replaced(engine: LocalEngine) -> None:
    """Nobody notices a death between two batches."""
    (pid,) = engine.worker_pids
    os.kill(pid, signal.SIGKILL)
    assert isinstance(await engine.encode_text("hello"), Encoding)
    assert engine.worker_pids != (pid,)


async def test_a_job_that_raises_fails_alone(engine: LocalEngine) -> None:
    """An error inside the encoder becomes one caller's error."""
    outcomes = await asyncio.gather(*(engine.encode_text(t) for t in ("x", "fail", "y")), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Encoding, WorkerError, Encoding]


async def test_a_bad_photo_fails_alone(engine: LocalEngine) -> None:
    """One sentence for its sender, results for the rest of its batch."""
    photos = (_photo("blue"), b"not a picture", _photo("green"), b"")
    outcomes = await asyncio.gather(*map(engine.encode_image, photos), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Encoding, UnreadablePicture, Encoding, UnreadablePicture]


async def test_a_hung_worker_is_replaced(tmp_path: Path) -> None:
    """A job that never ends is cut off, tried once more and given up; others are answered."""
    os.mkfifo(tmp_path / "gate")
    async with LocalEngine(str(tmp_path), processes=1, loader=TOY, hung_after_s=0.3) as engine:
        with pytest.raises(WorkerCrashed):
            await engine.encode_text("block gate")
        assert isinstance(await engine.encode_text("after"), Encoding)


async def test_a_full_queue_says_busy_at_once(engine: LocalEngine, gate: Callable[[str], Awaitable[int]]) -> None:
    """Backpressure is an answer that tells when to come back; what was accepted is still answered."""
    blocked = asyncio.ensure_future(engine.encode_text("block gate"))
    held = await gate("gate")
    queued = [asyncio.ensure_future(engine.encode_text(str(number))) for number in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(EngineBusy) as busy:
        await engine.encode_text("too many")
    assert busy.value.retry_after_s >= 1
    os.close(held)
    assert len(await asyncio.gather(blocked, *queued)) == 5


async def test_the_callers_time_is_kept(engine: LocalEngine, gate: Callable[[str], Awaitable[int]]) -> None:
    """Whoever gave 0.05 s gets `DeadlineExceeded`, frees the place, and is never worked for."""
    blocked = asyncio.ensure_future(engine.encode_text("block gate"))
    held = await gate("gate")
    late = [engine.encode_text(f"late {number}", timeout_s=0.05) for number in range(4)]
    outcomes = await asyncio.gather(*late, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {DeadlineExceeded}
    in_time = asyncio.ensure_future(engine.encode_text("in time"))
    os.close(held)
    assert len(await asyncio.gather(blocked, in_time)) == 2


async def test_closing_answers_what_was_accepted(tmp_path: Path, gate: Callable[[str], Awaitable[int]]) -> None:
    """Leaving the engine waits for queued jobs, then refuses new ones and ends the processes."""
    engine = LocalEngine(str(tmp_path), processes=1, loader=TOY)
    async with engine:
        waiting = [asyncio.ensure_future(engine.encode_text(text)) for text in ("block gate", "a")]
        held = await gate("gate")
        waiting.append(asyncio.ensure_future(engine.encode_text("queued")))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(os.close, held)
    assert len(await asyncio.gather(*waiting)) == 3
    assert engine.worker_pids == ()
    with pytest.raises(EngineClosed):
        await engine.encode_text("too late")


async def test_closing_gives_up_on_a_worker_that_hangs(
    tmp_path: Path, gate: Callable[[str], Awaitable[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every waiter gets an outcome even then: `EngineClosed`."""
    monkeypatch.setattr("workers.engine._DRAIN_S", 0.1)
    async with LocalEngine(str(tmp_path), processes=1, loader=TOY) as engine:
        waiting = [asyncio.ensure_future(engine.encode_text("block gate"))]
        held = await gate("gate")
        waiting.append(asyncio.ensure_future(engine.encode_text("queued")))
        await asyncio.sleep(0)
    os.close(held)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [EngineClosed, EngineClosed]


@pytest.mark.parametrize("loader", [HALF_BROKEN, KILLED_AT_START])
async def test_a_model_that_cannot_be_loaded_ends_the_start(tmp_path: Path, loader: str) -> None:
    """`ModelUnavailable` comes out of the start, and no process stays behind."""
    engine = LocalEngine(str(tmp_path), processes=2, loader=loader)
    with pytest.raises(ModelUnavailable):
        await engine.__aenter__()
    assert engine.worker_pids == ()


async def test_the_engine_is_only_there_inside_its_block(tmp_path: Path) -> None:
    """Before the start there is neither a model nor an answer."""
    engine = LocalEngine(str(tmp_path), processes=1, loader=TOY)
    with pytest.raises(EngineClosed):
        _ = engine.info
    with pytest.raises(EngineClosed):
        await engine.encode_text("early")


async def test_the_same_words_are_encoded_once(engine: LocalEngine, tmp_path: Path) -> None:
    """Repeated words come from memory."""
    first, second = await engine.encode_text("red boots"), await engine.encode_text("red boots")
    assert second is first
    assert (tmp_path / "batches").read_text().splitlines().count("red boots") == 1
