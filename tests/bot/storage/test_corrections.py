"""What people put right is kept within bounds, and what an owner decides settles it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot.storage.corrections as corrections_module
from bot.storage.corrections import Correction, Corrections


@pytest.fixture
async def corrections(tmp_path: Path) -> AsyncIterator[Corrections]:
    async with Corrections(tmp_path / "corrections.db") as corrections:
        yield corrections


def reported(product: str, corrected: str) -> Correction:
    return Correction("product", "colours", "red", corrected, "m1", product)


async def test_shoppers_fill_no_disk_and_no_owner_is_forgotten(
    corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest of what shoppers report goes; what an owner stated holds for good."""
    monkeypatch.setattr(corrections_module, "MAX_KEPT", 3)
    await corrections.note(Correction("owner", "colours", "red", "blue", "m1", "boot"))
    for number in range(5):
        await corrections.note(reported(f"p{number}", "green"))
    assert [one.product for one in await corrections.all()] == ["boot", "p2", "p3", "p4"]
    assert await corrections.stated("boot") == {"colours": "blue"}


async def test_what_is_decided_is_no_open_report(corrections: Corrections) -> None:
    """An owner's word settles all reports on that trait of that product, a dismissal those that say the same."""
    for product, colour in (("a", "green"), ("a", "blue"), ("b", "green"), ("b", "blue")):
        await corrections.note(reported(product, colour))
    await corrections.note(Correction("owner", "colours", "red", "blue", "m1", "a"))
    left = await corrections.open_reports(10)
    assert [(one.correction.product, one.correction.corrected) for one in left] == [("b", "green"), ("b", "blue")]
    await corrections.dismiss(left[0].correction)
    assert [one.correction.corrected for one in await corrections.open_reports(10)] == ["blue"]
