"""What goes wrong in and around worker processes: each has one outcome, in one sentence, and the engine goes on."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import shutil
import signal
from pathlib import Path

import pytest
from PIL import Image

from tests.workers.conftest import LoadInWorkers
from tests.workers.toy_encoders import load_hung, load_stumbling, load_toy, load_unless_lost
from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
from workers.errors import ModelUnavailable, PictureTooLarge, WorkerCrashed, WorkerError
from workers.jobs import Encoding
from workers.models import BUNDLED_FOLDER

pytestmark = pytest.mark.timeout(120)


def _photo(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.fault(
    "a picture that keeps its decoder busy without end",
    "it fails alone, its worker is replaced",
    log="computed too long over one picture",
)
async def test_a_picture_that_keeps_its_decoder_busy_fails_alone(
    tmp_path: Path, load_in_workers: LoadInWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    """Its processor time runs out, twice; those who came with it are answered."""
    load_in_workers(load_stumbling)
    async with LocalEngine(EngineOptions(str(tmp_path), processes=1)) as engine:
        photos = (_photo("red"), b"spin", _photo("blue"))
        outcomes = await asyncio.gather(*map(engine.encode_image, photos), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [Encoding, WorkerCrashed, Encoding]
    warnings = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 2
    assert engine.load.deaths == 2
    assert all("computed too long over one picture; it is replaced" in warning for warning in warnings)


@pytest.mark.fault(
    "a picture that takes all memory",
    "refused alone, the worker lives",
    metric='shoplens_errors_total{error="UnreadablePicture"}',
)
async def test_a_picture_that_takes_memory_fails_alone(tmp_path: Path, load_in_workers: LoadInWorkers) -> None:
    """An allocation beyond the bound is an error like others; the process lives."""
    load_in_workers(load_stumbling)
    async with LocalEngine(EngineOptions(str(tmp_path), processes=1)) as engine:
        before = engine.worker_pids
        with pytest.raises(PictureTooLarge, match="more memory"):
            await engine.encode_image(b"eat")
        assert isinstance(await engine.encode_image(_photo("red")), Encoding)
        assert engine.worker_pids == before


@pytest.mark.fault(
    "encoder out of memory, or without numbers: {case}",
    "one answer is lost, no worker",
    metric='shoplens_errors_total{error="WorkerError"}',
)
@pytest.mark.parametrize(("words", "says"), [("starve", "MemoryError"), ("nonsense", "gave no numbers")])
async def test_an_encoder_that_fails_costs_one_answer(
    tmp_path: Path, load_in_workers: LoadInWorkers, words: str, says: str
) -> None:
    """Where memory runs out, or a model gives infinities, its neighbours in the batch are answered."""
    load_in_workers(load_toy)
    async with LocalEngine(EngineOptions(str(tmp_path), processes=1)) as engine:
        before = engine.worker_pids
        texts = ("beside it", words, "beside it too")
        outcomes = await asyncio.gather(*map(engine.encode_text, texts), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [Encoding, WorkerError, Encoding]
        assert says in str(outcomes[1])
        assert engine.worker_pids == before


@pytest.mark.fault("model never finishes loading", "the start ends in its time, no process stays")
async def test_a_model_that_never_loads_ends_the_start(
    tmp_path: Path, load_in_workers: LoadInWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start has a deadline, too, and no process stays behind."""
    load_in_workers(load_hung)
    monkeypatch.setattr("workers.engine.local._START_S", 0.2)
    engine = LocalEngine(EngineOptions(str(tmp_path), processes=2))
    with pytest.raises(ModelUnavailable, match="was not loaded"):
        await engine.__aenter__()
    assert engine.worker_pids == ()


@pytest.mark.fault(
    "engine gone: worker killed and its model file lost",
    "jobs fail with the cause; once the file is back they are answered",
    log="cannot be started again",
)
async def test_a_model_lost_while_serving_fails_jobs_until_it_is_back(
    tmp_path: Path, load_in_workers: LoadInWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker that cannot be replaced is one line in the log for each try, and the next job tries again."""
    load_in_workers(load_unless_lost)
    async with LocalEngine(EngineOptions(str(tmp_path), processes=1)) as engine:
        await engine.encode_text("before")
        (tmp_path / "lost").touch()
        os.kill(engine.worker_pids[0], signal.SIGKILL)
        with pytest.raises(WorkerCrashed, match=r"cannot be started again: image\.onnx cannot be read"):
            await engine.encode_text("while it is gone")
        assert [record.levelname for record in caplog.records].count("ERROR") == 1
        (tmp_path / "lost").unlink()
        assert isinstance(await engine.encode_text("once it is back"), Encoding)


@pytest.mark.fault(
    "no file descriptors for another worker",
    "jobs fail with the cause; once there is room they are answered",
    log="cannot be started again",
)
async def test_a_system_without_room_for_processes_is_named(
    tmp_path: Path, load_in_workers: LoadInWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No descriptors or no memory for another process: at the start and later."""
    load_in_workers(load_toy)

    def no_room(*_: object, **__: object) -> None:
        raise OSError(24, "Too many open files")

    async with LocalEngine(EngineOptions(str(tmp_path), processes=1)) as engine:
        with monkeypatch.context() as patched:
            patched.setattr("subprocess.Popen", no_room)
            os.kill(engine.worker_pids[0], signal.SIGKILL)
            with pytest.raises(WorkerCrashed, match="Too many open files"):
                await engine.encode_text("while there is no room")
            with pytest.raises(ModelUnavailable, match="Too many open files"):
                await LocalEngine(EngineOptions(str(tmp_path), processes=1)).__aenter__()
        assert isinstance(await engine.encode_text("once there is"), Encoding)


@pytest.mark.fault("model file damaged or missing: {case}", "the start ends in one sentence")
@pytest.mark.skipif(not (BUNDLED_FOLDER / "model.json").is_file(), reason="the bundled model is not there")
@pytest.mark.parametrize(("file", "says"), [("image.onnx", "damaged"), ("tokenizer.json", "tokenizer.json cannot")])
async def test_a_damaged_model_is_one_sentence(
    tmp_path: Path, file: str, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """From the process that tried to load it to whoever starts the bot, with no traceback on the way."""
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED_FOLDER, folder)
    if "cannot" in says:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes((folder / file).read_bytes()[:-1000])
    with pytest.raises(ModelUnavailable, match=f"SHOPLENS_ENCODER__MODEL is .*{says}.*`bundled`") as caught:
        await LocalEngine(EngineOptions(str(folder), processes=1)).__aenter__()
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
