"""Nobody takes the shop from the others: how much is let through, who shares with whom, and what is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.channels.rate_limits as limits_module
from bot.channels.rate_limits import UNLIMITED, Limits
from bot.replies.errors import slow_down
from tests.bot.stock import message
from tests.fakes import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def through(limits: Limits, times: int, place: str = "", **what: str) -> int:
    """How many of so many messages are let through."""
    return sum(limits.refuses(message("boots", **what), place) is None for _ in range(times))


def test_a_burst_passes_and_then_the_rate(clock: Clock) -> None:
    """A shopper who is quick is not kept; a flood is cut to the rate, and after the wait some pass again."""
    limits = Limits(60, 20, now=clock)
    assert through(limits, 30) == 20
    refusal = limits.refuses(message("boots"), "")
    assert refusal is not None
    assert refusal.wait_s == pytest.approx(5.0)
    clock.now += 4.9
    assert through(limits, 1) == 0
    clock.now += 0.2
    assert through(limits, 9) == 5
    clock.now += 3600
    assert through(limits, 30) == 20


def test_it_is_said_once_until_it_is_over(clock: Clock) -> None:
    """The first refused message of each burst is answered, the others of it are not."""
    limits = Limits(60, 4, now=clock)
    through(limits, 4)
    said = [limits.refuses(message("boots"), "") for _ in range(5)]
    assert [refusal is not None and refusal.first for refusal in said] == [True, False, False, False, False]
    clock.now += 1.001
    assert through(limits, 1) == 1
    again = limits.refuses(message("boots"), "")
    assert again is not None
    assert again.first


def test_taps_on_what_was_found_have_room_of_their_own(clock: Clock) -> None:
    """Whoever has used up the questions still opens what they found; a button that asks anew is a question."""
    limits = Limits(60, 3, now=clock)
    assert through(limits, 9) == 3
    for choice in ("show:abcdefgh:0", "more:abcdefgh", "like:abcdefgh:1"):
        assert through(limits, 9, choice=choice) == 9
    for choice in ("say:red boots", "new:"):
        assert through(limits, 9, choice=choice) == 0
    assert through(limits, 99, choice="show:abcdefgh:0") == 3


def test_people_do_not_pay_for_each_other_but_a_place_is_bounded(clock: Clock) -> None:
    """One flood leaves the neighbours alone; all together have five times what one has."""
    limits = Limits(60, 4, now=clock)
    assert through(limits, 50, "group", user="1") == 4
    assert [through(limits, 50, "group", user=str(user)) for user in range(2, 8)] == [4, 4, 4, 4, 0, 0]
    assert through(limits, 50, "elsewhere", user="7") == 4


def test_nobody_in_particular_has_the_place_only(clock: Clock) -> None:
    """Anonymous admins of a group share its room, and do not use up each other's elsewhere."""
    limits = Limits(60, 2, now=clock)
    assert through(limits, 50, "group", user="") == 10
    assert through(limits, 50, "elsewhere", user="") == 10


def test_owners_and_shops_without_limits_are_not_counted(clock: Clock) -> None:
    """An owner may send fifty photos; 0 a minute turns everything off."""
    limits = Limits(60, 2, exempt=frozenset({"web:1"}), now=clock)
    assert through(limits, 50, user="1") == 50
    assert through(UNLIMITED, 500) == 500


def test_the_table_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd of strangers takes no memory, and whoever speaks now is not the one that is dropped."""
    monkeypatch.setattr(limits_module, "MAX_BUCKETS", 100)
    limits = Limits(60, 1, now=clock)
    for user in range(1000):
        assert through(limits, 2, user=str(user)) == 1
    assert len(limits._buckets) == 100  # noqa: SLF001 - its size is what this is about


def test_whoever_goes_on_asking_is_not_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of strangers gives a full bucket to nobody but those who were silent for longest."""
    monkeypatch.setattr(limits_module, "MAX_BUCKETS", 2)
    limits = Limits(60, 1, now=clock)
    assert through(limits, 1, user="talker") == 1
    for user in range(5):
        assert through(limits, 1, user=str(user)) == 1
        assert through(limits, 1, user="talker") == 0


@settings(max_examples=60, deadline=None)
@given(
    waits=st.lists(st.floats(0, 30), min_size=1, max_size=80),
    per_minute=st.integers(1, 300),
    burst=st.integers(1, 30),
)
def test_no_pattern_gets_more_than_the_rate(waits: list[float], per_minute: int, burst: int) -> None:
    """Whatever the timing: never more than a burst and the rate, and the named wait is always enough."""
    clock = Clock()
    limits = Limits(per_minute, burst, now=clock)
    passed, began = 0, clock.now
    for wait in waits:
        clock.now += wait
        refusal = limits.refuses(message("boots"), "")
        if refusal is None:
            passed += 1
            assert passed <= burst + (clock.now - began) * per_minute / 60 + 1e-3
        else:
            clock.now += refusal.wait_s
            assert limits.refuses(message("boots"), "") is None
            passed += 1


@pytest.mark.parametrize(
    ("wait_s", "when"), [(0.2, "1 second."), (4.1, "5 seconds."), (90, "90 seconds."), (91, "2 minutes.")]
)
def test_the_sentence_says_when_to_come_back(wait_s: float, when: str) -> None:
    """One friendly sentence, rounded up so that it is true."""
    assert slow_down(wait_s).text.endswith(f"in about {when}")
