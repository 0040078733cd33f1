"""Ten of the kills that `make kills` does in great number."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.catalog.kills import FULL, PERSIST, RESTORE, RUIN, WORKS, kill_once

MORE = {RESTORE: 4, PERSIST: 2, RUIN: 3}


@pytest.mark.parametrize(("work", "times"), [(work, MORE.get(work, 1)) for work in (*WORKS, PERSIST, RUIN, FULL)])
@pytest.mark.fault(
    "process ended at work, work and times: {case}", "every acknowledged product is there, whole and once"
)
def test_after_a_kill_nothing_is_missing_doubled_or_half(work: str, times: int, tmp_path: Path) -> None:
    """Whatever was acknowledged is there, nothing is there in part, and the next start mends or rebuilds the index."""
    for seed in range(times):
        assert kill_once(work, tmp_path, random.Random(seed)).wrong == ()
