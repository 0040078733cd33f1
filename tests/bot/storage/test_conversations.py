"""Turns are found again by their conversation alone, stay bounded, and go when a person asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from bot.query.model import Query
from bot.query.parsing import parse, query_from_phrases
from bot.storage import conversations as conversations_module
from bot.storage.conversations import MAX_AGE_S, MAX_TURNS, Conversations
from bot.storage.turns import Turn
from catalog.models import Curve

VECTOR = np.array([0.6, 0.8], dtype=np.float32)


def _turn(text: str = "red boots") -> Turn:
    return Turn(parse(text), shown=("a", "b"), fingerprint="f")


async def test_a_turn_comes_back_as_it_was_after_a_restart(tmp_path: Path) -> None:
    """Everything that buttons and refinements need survives the process."""
    turn = Turn(
        query=parse("without collar, size M, between 10 and 19.90", query_from_phrases(["blue", "t-shirt"])),
        shown=("1", "ü/2"),
        offset=5,
        vector=VECTOR,
        photo=-VECTOR,
        curve=Curve(0.25, 12.5),
        fingerprint="model-1",
        price=Decimal("79.00"),
        left_out=("9",),
    )
    async with Conversations(tmp_path / "c.db") as conversations:
        await conversations.remember("web:1", "web:7", turn)
    async with Conversations(tmp_path / "c.db") as conversations:
        found = await conversations.find("web:1", turn.key)
    assert found is not None
    assert (found.query, found.shown, found.offset, found.curve) == (turn.query, turn.shown, 5, turn.curve)
    assert (found.fingerprint, found.price, found.left_out, found.key) == ("model-1", turn.price, ("9",), turn.key)
    np.testing.assert_array_equal(found.vector, VECTOR)
    np.testing.assert_array_equal(found.photo, -VECTOR)


async def test_a_key_means_nothing_in_another_conversation(conversations: Conversations) -> None:
    """A forwarded button does not open somebody else's search."""
    turn = _turn()
    await conversations.remember("web:1", "web:7", turn)
    assert await conversations.find("web:2", turn.key) is None
    assert await conversations.last("web:2") is None


async def test_the_last_turn_can_be_asked_for_by_what_it_showed(conversations: Conversations) -> None:
    """A typed number refers to the latest list that is long enough."""
    long, single = _turn("red boots"), Turn(Query(), shown=("a",))
    await conversations.remember("web:1", "web:7", long)
    await conversations.remember("web:1", "web:7", single)
    last, numbered = await conversations.last("web:1"), await conversations.last("web:1", numbers=2)
    assert last is not None
    assert last.key == single.key
    assert numbered is not None
    assert numbered.key == long.key
    assert await conversations.last("web:1", numbers=3) is None


async def test_a_conversation_keeps_its_latest_turns_only(conversations: Conversations) -> None:
    """Old turns make room, those of other conversations stay."""
    other = _turn()
    await conversations.remember("web:2", "web:8", other)
    turns = [_turn() for _ in range(MAX_TURNS + 3)]
    for turn in turns:
        await conversations.remember("web:1", "web:7", turn)
    kept = [turn for turn in turns if await conversations.find("web:1", turn.key)]
    assert kept == turns[3:]
    assert await conversations.find("web:2", other.key)


async def test_old_turns_go(tmp_path: Path) -> None:
    """What is past its age is not found, and is deleted by the next turn."""
    now = 1_000_000_000.0
    async with Conversations(tmp_path / "c.db", now=lambda: now) as conversations:
        turn = _turn()
        await conversations.remember("web:1", "web:7", turn)
        now += MAX_AGE_S + 1
        assert await conversations.find("web:1", turn.key) is None
        await conversations.remember("web:2", "web:8", _turn())
        assert await conversations.forget("web:7") == 0


async def test_a_person_is_forgotten_everywhere_and_alone(conversations: Conversations) -> None:
    """/forget_me deletes one person's turns in all conversations, and nobody else's."""
    mine, elsewhere, theirs = _turn(), _turn(), _turn()
    await conversations.remember("web:1", "web:7", mine)
    await conversations.remember("web:2", "web:7", elsewhere)
    await conversations.remember("web:2", "web:8", theirs)
    assert await conversations.forget("web:7") == 2
    assert await conversations.find("web:1", mine.key) is None
    assert await conversations.find("web:2", theirs.key) is not None


async def test_nothing_else_of_who_is_forgotten_stays(conversations: Conversations) -> None:
    """Their language and where they came in go with their turns, and those of others do not."""
    for person in ("web:7", "web:8"):
        await conversations.set_language(person, "hi", chosen=True)
        await conversations.opens("web:1", person, "m1")
    await conversations.forget("web:7")
    assert [kept.count for kept in await conversations.tell("web:7")] == [0, 0, 0]
    assert [kept.count for kept in await conversations.tell("web:8")] == [0, 1, 1]


async def test_a_person_is_told_the_latest_turns_and_how_many_there_are(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of years would be too large to send."""
    monkeypatch.setattr(conversations_module, "MAX_TOLD", 2)
    for number in range(3):
        await conversations.remember(f"web:{number}", "web:7", _turn())
    answers, *_ = await conversations.tell("web:7")
    assert [entry["conversation"] for entry in answers.entries] == ["web:2", "web:1"]
    assert answers.count == 3


async def test_where_people_came_in_is_kept_for_a_while_only(tmp_path: Path) -> None:
    """Whoever comes back after that time begins anew, and with them everybody's old ones go."""
    now = 1_000_000_000.0
    async with Conversations(tmp_path / "c.db", now=lambda: now) as conversations:
        for person in ("web:7", "web:8"):
            assert await conversations.opens("web:1", person, "m1")
        now += MAX_AGE_S + 1
        assert await conversations.opens("web:1", "web:8", "m2")
        *_, openings = await conversations.tell("web:7")
        assert openings.count == 0


async def test_today_is_counted_by_itself(tmp_path: Path) -> None:
    """The owner's counts start anew every day."""
    now = 1_000_000_000.0
    async with Conversations(tmp_path / "c.db", now=lambda: now) as conversations:
        await conversations.tally("searches")
        await conversations.tally("searches")
        await conversations.tally("photos")
        assert await conversations.today() == {"searches": 2, "photos": 1}
        now += 86_400
        assert await conversations.today() == {}


def scribble(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000:9000] = bytes(byte ^ 0xFF for byte in data[5000:9000])
    path.write_bytes(data)


@pytest.mark.fault(
    "conversations.db damaged before the start: {case}",
    "put aside, and the bot starts with an empty memory",
    log=r"conversations\.db is damaged .* put aside",
)
@pytest.mark.parametrize("damage", [scribble, flip])
async def test_a_damaged_file_is_put_aside(damage: Callable[[Path], None], tmp_path: Path) -> None:
    """Shoppers are answered; the damaged file is there for the operator until somebody wants to be forgotten."""
    path = tmp_path / "conversations.db"
    async with Conversations(path) as conversations:
        for number in range(20):
            await conversations.remember(f"web:{number}", "web:7", Turn(Query("boots"), photo=VECTOR))
    damage(path)
    async with Conversations(path) as conversations:
        assert await conversations.last("web:1") is None
        await conversations.remember("web:1", "web:7", Turn(Query("hats")))
        assert (tmp_path / "conversations.db.damaged").exists()
        await conversations.forget("web:9")
    assert not (tmp_path / "conversations.db.damaged").exists()


@pytest.mark.fault("the clock jumps a day ahead and back", "what was asked is still known, nothing is deleted")
async def test_a_clock_that_jumps_costs_nothing(tmp_path: Path) -> None:
    """Summer time, a dead battery, a wrong time server: turns are in the order in which they came."""
    times = {"now": 0.0}
    async with Conversations(tmp_path / "c.db", now=lambda: times["now"]) as conversations:
        for words, times["now"] in (("boots", 0.0), ("hats", 86_400.0), ("gloves", -86_400.0)):
            await conversations.remember("web:1", "web:7", Turn(Query(words)))
        last = await conversations.last("web:1")
        assert last is not None
        assert last.query.text == "gloves"


async def test_no_photo_is_kept(conversations: Conversations, tmp_path: Path) -> None:
    """The table has room for vectors and words, not for pictures."""
    await conversations.remember("web:1", "web:7", Turn(Query(), photo=VECTOR))
    rows = sqlite3.connect(tmp_path / "conversations.db").execute("SELECT length(photo) FROM turns").fetchall()
    assert rows == [(VECTOR.nbytes,)]
