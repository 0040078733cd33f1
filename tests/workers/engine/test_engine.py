"""The engines with real worker processes, and with replicas on Ray where that is installed."""

from __future__ import annotations

import asyncio
import importlib.util
import io
import os
import select
import signal
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from tests.workers.conftest import LoadInWorkers, LoadToy
from tests.workers.toy_encoders import load_broken, load_killed
from workers.engine.base import QueuedEngine
from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
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

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("toys_in_workers"),
]

Build = Callable[[EngineOptions], QueuedEngine]
WORKERS = 2
MAX_QUEUE = 64
PATIENCE_S = 120.0
"""For tests in which workers are replaced, which takes Ray a while on a busy machine."""


def _ray_engine(options: EngineOptions) -> QueuedEngine:
    from workers.engine.ray import RayEngine

    return RayEngine(options)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(LocalEngine, id="local"),
        pytest.param(
            _ray_engine,
            id="ray",
            marks=[
                pytest.mark.ray,
                pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs shoplens[ray]"),
            ],
        ),
    ],
)
def build(request: pytest.FixtureRequest) -> Build:
    """Each kind of engine."""
    kind: Build = request.param
    return kind


@pytest.fixture(scope="module")
def folder(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the encoders of `engine` leave their notes."""
    return tmp_path_factory.mktemp("notes")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(build: Build, folder: Path, toys_in_workers: None) -> AsyncIterator[QueuedEngine]:
    """Two workers with the obedient encoder.  Answers are remembered, so each test has words of its own."""
    async with build(EngineOptions(str(folder), processes=WORKERS, max_queue=MAX_QUEUE)) as running:
        yield running


class AccessControl:
    """A named pipe on which a worker blocks when it is told to."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    async def reached(self) -> int:
        """Wait until a worker blocks; returns the pipe's writing end, whose closing lets it go."""
        return await asyncio.to_thread(os.open, self._path, os.O_WRONLY)

    @property
    def pid(self) -> int:
        """The worker that blocks, or has."""
        return int(Path(f"{self._path}.pid").read_text())


@pytest.fixture
def gate(tmp_path: Path) -> AccessControl:
    return AccessControl(tmp_path / "gate")


@pytest.fixture
def gates(tmp_path: Path) -> list[AccessControl]:
    """One for each worker of `engine`."""
    return [AccessControl(tmp_path / f"gate-{number}") for number in range(WORKERS)]


async def _occupy(engine: QueuedEngine, gates: list[AccessControl]) -> tuple[list[asyncio.Future[Encoding]], list[int]]:
    """Make each worker block; returns the jobs and what to close so that they end."""
    jobs: list[asyncio.Future[Encoding]] = []
    held = []
    for gate in gates:
        jobs.append(asyncio.ensure_future(engine.encode_text(f"block {gate}")))
        held.append(await gate.reached())
    return jobs, held


def _photo(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(buffer, "PNG")
    return buffer.getvalue()


def _ended(pid: int) -> bool:
    """Whether the process ends within the time that a killed one needs."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 10)[0])
    finally:
        os.close(watched)


async def test_words_and_photos_become_encodings(engine: QueuedEngine) -> None:
    """A photo has attributes and, to be kept, a clean preview, words have a vector only; all of the engine's model."""
    words, photo, kept = await asyncio.gather(
        engine.encode_text("blue boots"),
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


@pytest.mark.fault(
    "worker killed (SIGKILL) in a batch, 60 jobs waiting",
    "all 60 are answered, the worker is replaced",
    log="ended: signal SIGKILL; it is replaced|replica did not answer",
)
async def test_a_worker_killed_under_load_costs_nobody_an_answer(engine: QueuedEngine, gate: AccessControl) -> None:
    """SIGKILL in the middle of a batch, 60 jobs on their way: all are answered, and so is the next."""
    texts = [f"block once {gate}", *(f"load {number}" for number in range(59))]
    jobs = [asyncio.ensure_future(engine.encode_text(text, timeout_s=PATIENCE_S)) for text in texts]
    held = await gate.reached()
    os.kill(gate.pid, signal.SIGKILL)
    os.close(held)
    answers = await asyncio.gather(*jobs)
    assert all(isinstance(answer, Encoding) for answer in answers)
    assert (await engine.encode_image(_photo("black"))).attributes


@pytest.mark.fault(
    "a job that kills every worker that takes it",
    "it fails alone after two tries, the rest of its batch is answered",
    log="it is replaced|replica did not answer",
)
async def test_a_job_that_kills_workers_fails_alone(engine: QueuedEngine) -> None:
    """The others of its batch are answered, and the engine goes on."""
    jobs = (engine.encode_text(text, timeout_s=PATIENCE_S) for text in ("beside 1", "die", "beside 2"))
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Encoding, WorkerCrashed, Encoding]
    assert isinstance(await engine.encode_text("after it", timeout_s=PATIENCE_S), Encoding)


@pytest.mark.fault(
    "worker killed while idle",
    "nobody notices, the next job is answered",
    metric="shoplens_engine_worker_deaths_total",
)
async def test_a_worker_that_died_idle_is_replaced(engine: QueuedEngine, folder: Path) -> None:
    """Nobody notices a death between two batches."""
    await engine.encode_text("before the death")
    os.kill(int((folder / "pid").read_text()), signal.SIGKILL)
    for number in range(4):
        assert isinstance(await engine.encode_text(f"after the death {number}", timeout_s=PATIENCE_S), Encoding)


@pytest.mark.fault(
    "encoder raises on one job",
    "that job fails alone, no worker is lost",
    metric='shoplens_errors_total{error="WorkerError"}',
)
async def test_a_job_that_raises_fails_alone(engine: QueuedEngine) -> None:
    """An error inside the encoder becomes one caller's error."""
    outcomes = await asyncio.gather(*(engine.encode_text(t) for t in ("x", "fail", "y")), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Encoding, WorkerError, Encoding]


@pytest.mark.fault(
    "broken pictures in a batch",
    "their senders read why, the others are answered",
    metric='shoplens_errors_total{error="UnreadablePicture"}',
)
async def test_a_bad_photo_fails_alone(engine: QueuedEngine) -> None:
    """One sentence for its sender, results for the rest of its batch."""
    photos = (_photo("blue"), b"not a picture", _photo("green"), b"")
    outcomes = await asyncio.gather(*map(engine.encode_image, photos), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Encoding, UnreadablePicture, Encoding, UnreadablePicture]


@pytest.mark.fault(
    "worker hangs in a batch",
    "it is killed and replaced, the job given up after two tries",
    log="does not answer and is killed|replica did not answer",
)
async def test_a_hung_worker_is_replaced(
    build: Build, tmp_path: Path, gate: AccessControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that never ends is cut off, tried once more and given up; others are answered."""
    monkeypatch.setattr("workers.engine.base._HUNG_AFTER_S", 0.3)
    async with build(EngineOptions(str(tmp_path), processes=1)) as engine:
        with pytest.raises(WorkerCrashed):
            await engine.encode_text(f"block {gate}", timeout_s=PATIENCE_S)
        assert isinstance(await engine.encode_text("after", timeout_s=PATIENCE_S), Encoding)


@pytest.mark.fault(
    "engine queue full",
    "the next one hears busy and when to come back; all accepted are answered",
    metric="shoplens_engine_busy_refusals_total",
)
async def test_a_full_queue_says_busy_at_once(engine: QueuedEngine, gates: list[AccessControl]) -> None:
    """Backpressure is an answer that tells when to come back; what was accepted is still answered."""
    blocked, held = await _occupy(engine, gates)
    queued = [asyncio.ensure_future(engine.encode_text(f"queued {number}")) for number in range(MAX_QUEUE)]
    await asyncio.sleep(0)
    with pytest.raises(EngineBusy) as busy:
        await engine.encode_text("too many")
    assert busy.value.retry_after_s >= 1
    for end in held:
        os.close(end)
    assert len(await asyncio.gather(*blocked, *queued)) == WORKERS + MAX_QUEUE


@pytest.mark.fault(
    "all workers stuck beyond the callers’ deadline",
    "DeadlineExceeded in time, places freed",
    metric='shoplens_errors_total{error="DeadlineExceeded"}',
)
async def test_the_callers_time_is_kept(engine: QueuedEngine, gates: list[AccessControl]) -> None:
    """Whoever gave 0.05 s gets `DeadlineExceeded`, frees the place, and is never worked for."""
    blocked, held = await _occupy(engine, gates)
    late = [engine.encode_text(f"late {number}", timeout_s=0.05) for number in range(MAX_QUEUE)]
    outcomes = await asyncio.gather(*late, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {DeadlineExceeded}
    in_time = asyncio.ensure_future(engine.encode_text("in time"))
    for end in held:
        os.close(end)
    assert len(await asyncio.gather(*blocked, in_time)) == WORKERS + 1


async def test_where_many_wait_pieces_are_not_looked_for(engine: QueuedEngine, gates: list[AccessControl]) -> None:
    """A photo that may show several garments takes as long as ten: in a crowd it is looked at whole, and alone anew."""
    blocked, held = await _occupy(engine, gates)
    photos = [_photo(colour) for colour in ("lime", "navy", "teal", "gold", "pink", "gray")]
    crowd = [asyncio.ensure_future(engine.encode_image(photo, with_pieces=True)) for photo in photos]
    plain = asyncio.ensure_future(engine.encode_image(_photo("olive")))
    await asyncio.sleep(0)
    for end in held:
        os.close(end)
    hurried = await asyncio.gather(*crowd)
    await asyncio.gather(*blocked)
    assert hurried[0].in_haste
    assert not (await plain).in_haste
    assert not any(encoding.pieces for encoding in hurried if encoding.in_haste)
    assert not (await engine.encode_image(photos[0], with_pieces=True)).in_haste


async def test_the_same_words_are_encoded_once(engine: QueuedEngine, folder: Path) -> None:
    """Repeated words come from memory."""
    first, second = await engine.encode_text("red boots"), await engine.encode_text("red boots")
    assert second is first
    assert (folder / "batches").read_text().splitlines().count("red boots") == 1


async def test_closing_answers_what_was_accepted(build: Build, tmp_path: Path, gate: AccessControl) -> None:
    """Leaving the engine waits for queued jobs, then refuses new ones and ends the processes."""
    engine = build(EngineOptions(str(tmp_path), processes=1))
    async with engine:
        waiting = [asyncio.ensure_future(engine.encode_text(text)) for text in (f"block {gate}", "a")]
        held = await gate.reached()
        waiting.append(asyncio.ensure_future(engine.encode_text("queued")))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(os.close, held)
    assert len(await asyncio.gather(*waiting)) == 3
    assert await asyncio.to_thread(_ended, gate.pid)
    with pytest.raises(EngineClosed):
        await engine.encode_text("too late")


@pytest.mark.fault(
    "stop while a worker hangs",
    "every waiter hears EngineClosed, no process stays",
    metric='shoplens_errors_total{error="EngineClosed"}',
)
async def test_closing_gives_up_on_a_worker_that_hangs(
    build: Build, tmp_path: Path, gate: AccessControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every waiter gets an outcome even then: `EngineClosed`."""
    monkeypatch.setattr("workers.engine.base._FOR_NOBODY_S", 0.05)
    monkeypatch.setattr("workers.engine.base._DRAIN_S", 0.1)
    async with build(EngineOptions(str(tmp_path), processes=1)) as engine:
        waiting = [asyncio.ensure_future(engine.encode_text(f"block {gate}"))]
        held = await gate.reached()
        waiting.append(asyncio.ensure_future(engine.encode_text("queued")))
        await asyncio.sleep(0)
    os.close(held)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [EngineClosed, EngineClosed]
    assert await asyncio.to_thread(_ended, gate.pid)


async def test_closing_does_not_wait_for_work_that_nobody_waits_for(
    build: Build, tmp_path: Path, gate: AccessControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that stops has told everybody by then; what a worker still computes is dropped with the worker."""
    monkeypatch.setattr("workers.engine.base._FOR_NOBODY_S", 0.05)
    monkeypatch.setattr("workers.engine.base._DRAIN_S", 1e6)
    async with build(EngineOptions(str(tmp_path), processes=1)) as engine:
        gone = asyncio.ensure_future(engine.encode_text(f"block {gate}"))
        held = await gate.reached()
        gone.cancel()
        await asyncio.wait({gone})
    os.close(held)
    assert await asyncio.to_thread(_ended, gate.pid)


@pytest.mark.parametrize(
    ("load", "says"),
    [(load_broken, "there is no such model; set SHOPLENS"), (load_killed, "not loaded|while it loaded")],
)
@pytest.mark.fault("model cannot be loaded: {case}", "the start ends in one sentence, no process stays")
async def test_a_model_that_cannot_be_loaded_ends_the_start(
    build: Build, tmp_path: Path, load_in_workers: LoadInWorkers, load: LoadToy, says: str
) -> None:
    """`ModelUnavailable` comes out of the start, in the worker's own words, and no process stays behind."""
    load_in_workers(load)
    engine = build(EngineOptions(str(tmp_path), processes=WORKERS))
    with pytest.raises(ModelUnavailable, match=says):
        await engine.__aenter__()
    if isinstance(engine, LocalEngine):
        assert engine.worker_pids == ()
    else:
        from ray import serve

        assert {app.status for app in serve.status().applications.values()} <= {"RUNNING"}


async def test_the_engine_is_only_there_inside_its_block(build: Build, tmp_path: Path) -> None:
    """Before the start there is neither a model nor an answer."""
    engine = build(EngineOptions(str(tmp_path), processes=1))
    with pytest.raises(EngineClosed):
        _ = engine.info
    with pytest.raises(EngineClosed):
        await engine.encode_text("early")


@pytest.mark.ray
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs shoplens[ray]")
async def test_an_address_where_no_cluster_is_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The setting is named at once; Ray itself would try for minutes."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
        monkeypatch.setattr("ray.is_initialized", lambda: False)
        with pytest.raises(ModelUnavailable, match="SHOPLENS_ENCODER__RAY_ADDRESS"):
            await _ray_engine(EngineOptions(str(tmp_path), ray_address=address)).__aenter__()
