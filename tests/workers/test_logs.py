"""The worker's log: in the format of its parent's, and with the request whose job failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
from workers.errors import WorkerError
from workers.logs import REQUEST


@pytest.mark.usefixtures("toys_in_workers")
async def test_a_failure_in_the_worker_names_the_request(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """From the caller's context through the pipe to the line of the other process."""
    async with LocalEngine(EngineOptions(str(tmp_path), processes=1, log_format="json")) as engine:
        REQUEST.set("ab12cd34")
        with pytest.raises(WorkerError):
            await engine.encode_text("fail")
        (pid,) = engine.worker_pids
    (line,) = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert (line["request"], line["process"], line["message"]) == ("ab12cd34", f"worker {pid}", "encoding failed")
    assert "this text is cursed" in line["exception"]
