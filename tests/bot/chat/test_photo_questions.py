"""Which garment is meant: the question, its answers by tap and in words, and albums."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.query.model import Query
from bot.search.photo import PhotoContent, WhichPiece
from bot.storage.conversations import Conversations
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.models import Trait
from tests.bot.stock import assistant_of, message, picture
from tests.fakes import FakeEngine
from workers.errors import UnreadablePicture
from workers.jobs import Attributes, Guess

OUTFIT = picture("black")
TEE: Attributes = {"category": (Guess("t-shirt", 0.9),), "colours": (Guess("blue", 0.9, 1.0),)}
BOOTS: Attributes = {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.9, 1.0),)}


@pytest.fixture
def assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    engine.sees(OUTFIT, TEE)
    engine.parts(OUTFIT, TEE, BOOTS)
    return assistant_of(engine, catalog, conversations)


def _labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.buttons]


def _button(reply: Reply, label: str) -> str:
    return next(choice.key for choice in reply.buttons if choice.label == label)


def _ids(reply: Reply) -> set[str]:
    return {card.product_id for card in reply.cards[:3]}


async def test_several_garments_are_asked_about(assistant: ShopAssistant) -> None:
    """With the numbers drawn on the photo, a button for each, and one for all of it."""
    reply = await assistant.handle(message("", OUTFIT))
    assert reply.text.endswith("\nI see two pieces. Which one?")
    assert reply.picture[:2] == b"\xff\xd8"
    assert _labels(reply) == ["1 t-shirt", "2 boots", "Whole picture"]
    assert all(len(choice.key.encode()) <= 64 for choice in reply.buttons)
    assert reply.cards == ()


async def test_a_tap_searches_with_that_garment(assistant: ShopAssistant) -> None:
    """The others of the photo can be tapped as well, now or later, and words then change the chosen one."""
    asked = await assistant.handle(message("", OUTFIT))
    boots = await assistant.handle(message(choice=_button(asked, "2 boots")))
    assert _ids(boots) == {"b1", "b2", "b4"}
    assert boots.text.startswith("Looks like: boots, red")
    black = await assistant.handle(message("like this but black"))
    assert black.cards[0].product_id == "b3"
    shirts = await assistant.handle(message(choice=_button(asked, "1 t-shirt")))
    assert _ids(shirts) == {"t1", "t2", "t3"}
    whole = await assistant.handle(message(choice=_button(asked, "Whole picture")))
    assert _ids(whole) == {"t1", "t2", "t3"}


async def test_buttons_work_after_a_restart_and_no_photo_is_kept(
    assistant: ShopAssistant, engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path
) -> None:
    """What is stored are vectors and labels."""
    asked = await assistant.handle(message("", OUTFIT))
    async with Conversations(tmp_path / "conversations.db") as reopened:
        again = assistant_of(engine, catalog, reopened)
        reply = await again.handle(message(choice=_button(asked, "2 boots")))
    assert _ids(reply) == {"b1", "b2", "b4"}
    for file in ("conversations.db", "conversations.db-wal"):
        stored = (tmp_path / file).read_bytes()
        assert b"\xff\xd8\xff" not in stored
        assert asked.picture[100:160] not in stored


async def test_the_question_may_be_answered_in_words(assistant: ShopAssistant) -> None:
    """By a garment's number, its kind, or what one calls its family; with a wish, too."""
    for words in ("2", "the boots", "shoes"):
        await assistant.handle(message("", OUTFIT))
        assert _ids(await assistant.handle(message(words))) == {"b1", "b2", "b4"}
    await assistant.handle(message("", OUTFIT))
    reply = await assistant.handle(message("the boots but in black"))
    assert reply.cards[0].product_id == "b3"


async def test_other_words_are_a_question_of_their_own(assistant: ShopAssistant) -> None:
    """Nobody has to answer."""
    await assistant.handle(message("", OUTFIT))
    reply = await assistant.handle(message("green dress"))
    assert reply.cards[0].product_id == "d1"
    assert (await assistant.handle(message("2"))).cards[0].product_id != "d1"


async def test_a_caption_waits_for_the_choice(assistant: ShopAssistant) -> None:
    """It applies to the garment that is chosen."""
    asked = await assistant.handle(message("like this but black", OUTFIT))
    reply = await assistant.handle(message(choice=_button(asked, "2 boots")))
    assert reply.cards[0].product_id == "b3"
    assert "black" in reply.understood


async def test_forged_buttons_are_old_ones(assistant: ShopAssistant) -> None:
    """A place that is not there, and a turn that asked nothing."""
    asked = await assistant.handle(message("", OUTFIT))
    key = _button(asked, "2 boots").rpartition(":")[0]
    for place in ("2", "-1", "x", "", "²"):
        assert "too old" in (await assistant.handle(message(choice=f"{key}:{place}"))).text
    found = await assistant.handle(message("red boots"))
    turn = found.buttons[0].key.split(":")[1]
    assert "too old" in (await assistant.handle(message(choice=f"piece:{turn}:0"))).text


async def test_another_model_does_not_read_the_vectors(
    assistant: ShopAssistant, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They mean nothing to it; words work all the same."""
    asked = await assistant.handle(message("", OUTFIT))
    monkeypatch.setattr(engine, "fingerprint", "fake-2")
    assert "too old" in (await assistant.handle(message(choice=_button(asked, "2 boots")))).text
    assert (await assistant.handle(message("the boots"))).cards


async def test_photos_of_one_piece_are_one_question(assistant: ShopAssistant) -> None:
    """All of them are looked at, and what is seen in them is said once."""
    reply = await assistant.handle(message("", picture("red"), b"", picture("red", 80)))
    assert "I looked at the 3 photos together." in reply.text
    assert _ids(reply) == {"b1", "b2", "b4"}


async def test_photos_of_several_pieces_are_a_choice(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """Two of a kind are told apart by their colours; there is no whole to ask for."""
    photos = picture("red"), picture("blue"), picture("green")
    engine.sees(photos[0], BOOTS)
    engine.sees(photos[1], {"category": (Guess("boots", 0.9),), "colours": (Guess("black", 0.9, 1.0),)})
    engine.sees(photos[2], TEE)
    reply = await assistant.handle(message("", *photos))
    assert reply.text.endswith("\nI see three pieces. Which one?")
    assert _labels(reply) == ["1 boots, red", "2 boots, black", "3 t-shirt"]
    assert reply.picture
    chosen = await assistant.handle(message(choice=_button(reply, "2 boots, black")))
    assert chosen.cards[0].product_id == "b3"


async def test_an_album_within_bounds(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """Ten photos and twenty megabytes are looked at; the rest is told of."""
    eleven = await assistant.handle(message("", *[picture("red", 64 + n) for n in range(11)]))
    assert "I looked at the first 10 photos." in eleven.text
    heavy = picture("red") + bytes(15 * 1024**2)
    two = await assistant.handle(message("", heavy, heavy))
    assert "I looked at the first photo." in two.text
    engine.failures.append(UnreadablePicture("The file is empty."))
    assert "couldn't open this picture" in (await assistant.handle(message("", b""))).text


async def test_a_question_is_kept_as_it_was(conversations: Conversations) -> None:
    """Vectors to the last bit, labels and words; turns that asked nothing have none."""
    vectors = np.eye(3, dtype=np.float32)
    pieces = tuple(
        PhotoContent(row, {"category": (Trait("boots", 0.5),), "colours": (Trait("red", 0.75, share=0.5),)})
        for row in vectors
    )
    turn = Turn(Query(), photo=vectors[0], fingerprint="f", which=WhichPiece(pieces, "in Größe 38"))
    await conversations.remember("c", "p", turn)
    await conversations.remember("c", "p", dataclasses.replace(turn, which=None, key="otherkey"))
    kept = await conversations.find("c", turn.key)
    assert kept is not None
    assert kept.which is not None
    assert kept.which.words == "in Größe 38"
    assert [piece.looks for piece in kept.which.pieces] == [piece.looks for piece in pieces]
    assert all(
        one.vector.tobytes() == other.vector.tobytes() for one, other in zip(kept.which.pieces, pieces, strict=True)
    )
    other = await conversations.find("c", "otherkey")
    assert other is not None
    assert other.which is None
