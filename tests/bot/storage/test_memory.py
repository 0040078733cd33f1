"""What conversations remember, for how long and of how many."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

import bot.storage.conversations as conversations_module
from bot.query.parsing import parse
from bot.storage.conversations import MAX_AGE_S, Conversations
from bot.storage.turns import Turn
from tests.fakes import Clock


async def test_a_turn_is_amended(conversations: Conversations) -> None:
    """What became of it later is found, too."""
    turn = Turn(parse("red boots"), shown=("a",))
    await conversations.remember("web:1", "web:7", turn)
    await conversations.amend("web:1", replace(turn, next_page="abcdefgh"))
    found = await conversations.find("web:1", turn.key)
    assert found is not None
    assert found.next_page == "abcdefgh"


async def test_a_language_that_was_heard_is_forgotten_in_time(tmp_path: Path) -> None:
    """And its row with it, once anybody speaks again; one that was chosen stays."""
    clock, path = Clock(), tmp_path / "c.db"
    async with Conversations(path, now=clock) as conversations:
        await conversations.set_language("web:heard", "de", chosen=False)
        await conversations.set_language("web:chosen", "hi", chosen=True)
        clock.now += MAX_AGE_S + 1
        assert await conversations.language("web:heard") == ("", False)
        assert await conversations.language("web:chosen") == ("hi", True)
        await conversations.set_language("web:other", "fr", chosen=False)
        assert await conversations.language("web:other") == ("fr", False)
    rows = sqlite3.connect(path).execute("SELECT person FROM languages ORDER BY person").fetchall()
    assert rows == [("web:chosen",), ("web:other",)]


async def test_words_are_common_among_the_latest_questions(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shop with millions of questions does not read them all."""
    monkeypatch.setattr(conversations_module, "_MOST_QUESTIONS", 3)
    for words in ("boots", "hats"):
        for person in range(3):
            await conversations.remember(f"web:{person}", f"web:{person}", Turn(parse(words)))
    assert await conversations.common_words(10) == [("hats", 3)]


async def test_words_are_common_for_a_month(tmp_path: Path) -> None:
    """What people looked for in summer says nothing in winter."""
    clock = Clock()
    async with Conversations(tmp_path / "c.db", now=clock) as conversations:
        for person in range(3):
            await conversations.remember(f"web:{person}", f"web:{person}", Turn(parse("sandals")))
        clock.now += 29 * 86_400
        assert await conversations.common_words(10) == [("sandals", 3)]
        clock.now += 2 * 86_400
        assert await conversations.common_words(10) == []
