"""What admins are told of troubles, and how seldom."""

from __future__ import annotations

from typing import Final

import pytest

from bot.monitoring.alerts import MOST_AN_HOUR, AlertBook, Alerts
from tests.fakes import Clock

DISK: Final = "disk"
MODEL: Final = "engine"


def test_a_trouble_is_told_once_when_it_lasts_and_once_when_it_is_over() -> None:
    """Not before five minutes, not again while it goes on, and the end only once it is well for a minute."""
    clock = Clock(0.0)
    book = AlertBook(300.0, clock)
    said = []
    for clock.now in range(0, 1200, 30):
        said += [(clock.now, words) for words in book.look({MODEL: "WorkerCrashed" if clock.now < 600 else ""})]
    assert said == [
        (300, "⚠ The model does not answer, for 5 min: WorkerCrashed"),
        (660, "✓ The model does not answer: over after 11 min."),
    ]


def test_what_passes_by_itself_is_never_told() -> None:
    """A trouble that is over before its time costs nobody's sleep."""
    clock = Clock(0.0)
    book = AlertBook(300.0, clock)
    for clock.now in range(0, 1200, 30):
        assert book.look({MODEL: "busy" if clock.now < 270 else ""}) == []


@pytest.mark.fault("a trouble that comes and goes for two hours", "six messages an hour at most")
def test_troubles_that_come_and_go_are_told_a_few_times_an_hour() -> None:
    """What would be too many is left out, and a trouble that is still there is told when there is room again."""
    clock = Clock(0.0)
    book = AlertBook(0.0, clock)
    times = []
    for clock.now in range(0, 7200, 30):
        there = clock.now // 120 % 2 == 0 or clock.now >= 3000
        times += [clock.now for _ in book.look({DISK: "0 MB" if there else ""})]
    assert len([s for s in times if s < 3600]) == MOST_AN_HOUR
    assert [s for s in times if s >= 3600] == [3600]


@pytest.mark.fault("Telegram away when an alert is to be sent", "sent once it is back", log="Alert: ")
async def test_alerts_reach_every_admin_and_are_tried_again_where_they_reach_none() -> None:
    """While Telegram is away they wait; one admin who blocked the bot keeps nothing from the others."""
    clock = Clock(0.0)
    sent: list[tuple[int, str]] = []
    reached: set[int] = set()

    async def tell(admin: int, words: str) -> bool:
        sent.append((admin, words))
        return admin in reached

    alerts = Alerts(AlertBook(0.0, clock), (1, 2), tell)
    await alerts.look({DISK: "3 MB are left"})
    assert [admin for admin, _ in sent] == [1, 2]
    reached.add(2)
    await alerts.look({DISK: "3 MB are left"})
    await alerts.look({DISK: "3 MB are left"})
    assert [admin for admin, _ in sent] == [1, 2, 1, 2]
    assert {words for _, words in sent} == {"⚠ The disk is nearly full, for 0 min: 3 MB are left"}
