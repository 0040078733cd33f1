"""Strangers' pictures by the hundred; `make fuzz` sends twenty thousand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.workers.images.fuzz import fuzz
from tests.workers.images.strange_pictures import BOMBS, strange
from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
from workers.engine.sandbox import DECODING_BYTES

COUNT = 340
MAX_BOMB_MB = 50


@pytest.mark.usefixtures("toys_in_workers")
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.timeout(300)
async def test_no_file_hurts_the_engine(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Good ones, damaged ones and every bomb: each is answered, no worker dies, and bombs cost next to nothing."""
    assert len(BOMBS) <= COUNT // 10
    async with LocalEngine(EngineOptions(str(tmp_path), processes=2)) as engine:
        before = engine.worker_pids
        report = await fuzz(engine, range(COUNT))
        assert report.wrong == []
        assert engine.worker_pids == before
    assert capfd.readouterr().err == ""
    assert report.deaths == 0
    assert report.answers["opened"] > COUNT // 10
    assert max(report.groups["bomb"].mb)[0] <= MAX_BOMB_MB
    assert report.worst_mb * 1024**2 <= DECODING_BYTES


def test_a_number_names_one_file() -> None:
    """What went wrong can be had again."""
    assert strange(7, seed=1) == strange(7, seed=1)
    assert strange(7, seed=1) != strange(7, seed=2)
