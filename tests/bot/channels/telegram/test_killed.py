"""Two of the kills that `make crashes` does in great number."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.bot.channels.telegram.crashes import crash


@pytest.mark.timeout(300)  # three starts of the whole bot, on a machine that may be busy
@pytest.mark.fault("SIGKILL of the whole bot", "every message is answered after the restart, in order")
async def test_a_killed_bot_answers_everything_after_its_restart(demo_dir: Path) -> None:
    """The installed command, killed twice under traffic: nothing is lost, and doubled only in the moment of marking."""
    tally = await crash(2, demo_dir, random.Random(3), lambda number: None)
    assert tally.sent == tally.answered > 0
    assert not tally.wrong, tally
