"""What a process that opens strangers' files is given, and what not."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.workers.conftest import LoadInWorkers
from tests.workers.toy_encoders import load_telling
from workers.engine.process import WorkerProcess
from workers.engine.worker import WorkerSpec

NAMES = ("SHOPLENS_TELEGRAM__TOKEN", "shoplens_telegram__token", "ShopLens_Web__Token", "SHOPLENS_WEB__TOKEN")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_worker_holds_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load_in_workers: LoadInWorkers
) -> None:
    """Not in its environment, however its name is written, and not from `.env`; what else is set it needs."""
    for name in NAMES:
        monkeypatch.setenv(name, "123:hush")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    (tmp_path / ".env").write_text("".join(f"{name}=123:hush\n" for name in NAMES))
    monkeypatch.chdir(tmp_path)
    load_in_workers(load_telling)
    worker = WorkerProcess(WorkerSpec(str(tmp_path), "auto", 1, 1))
    try:
        worker.wait_ready()
        at_start = Path(f"/proc/{worker.pid}/environ").read_bytes()
    finally:
        worker.stop()
    assert b"HF_HOME=" in at_start
    assert b"hush" not in at_start
    since = json.loads((tmp_path / "environment.json").read_text())
    assert since["HF_HOME"] == str(tmp_path)
    assert "123:hush" not in since.values()
