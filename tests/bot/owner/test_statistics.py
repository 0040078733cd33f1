"""How the shop is asked: what is counted, and the owner's picture of it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.owner import replies as owner_replies
from bot.owner.chart import Day, chart, drawable
from bot.owner.commands import Admin
from bot.owner.imports import FeedImports
from bot.query.parsing import parse
from bot.search.describer import ProductDescriber
from bot.storage.conversations import Conversations
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine

GREEN = (31, 157, 118)
BLUE = (91, 75, 219)


async def test_days_are_counted_one_by_one(tmp_path: Path) -> None:
    """Days without a search are there, empty, and today is the last."""
    now = 1_000_000_000.0
    async with Conversations(tmp_path / "c.db", now=lambda: now) as conversations:
        await conversations.tally("searches")
        now += 2 * 86_400
        await conversations.tally("searches")
        await conversations.tally("quick")
        assert await conversations.daily(4) == {
            "2001-09-08": {},
            "2001-09-09": {"searches": 1},
            "2001-09-10": {},
            "2001-09-11": {"searches": 1, "quick": 1},
        }


async def test_only_words_of_several_people_are_told(conversations: Conversations) -> None:
    """However often one person says something, it stays theirs; little words tell nothing."""
    said = {
        "1": ("Red boots with a zip", "red boots"),
        "2": ("RED dress",),
        "3": ("something red", "my secret"),
        "4": (),
    }
    for person, texts in said.items():
        for text in texts:
            for chat in ("a", "b"):
                await conversations.remember(chat, person, Turn(parse(text)))
    assert await conversations.common_words(10) == [("red", 3)]
    await conversations.forget("3")
    assert await conversations.common_words(10) == []


async def test_words_of_all_languages_are_counted_as_one(conversations: Conversations) -> None:
    """Who says the same in another language makes it more frequent, and is not counted twice."""
    for person, said in enumerate(["red boots", "rote Stiefel", "botas rojas"]):
        await conversations.remember("chat", str(person), Turn(parse(said)))
    assert await conversations.common_words(10) == [("boots", 3), ("red", 3)]


@pytest.mark.parametrize(("text", "drawn"), [("red", "red"), ("été", "ete"), ("Größe", ""), ("платье", ""), ("", "")])
def test_only_what_the_font_has_is_drawn(text: str, drawn: str) -> None:
    """Accents may go; boxes in place of letters help nobody."""
    assert drawable(text) == drawn


def _colours(picture: bytes, box: tuple[int, int, int, int]) -> set[object]:
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.size) == ("PNG", (960, 640))
        return set(image.crop(box).get_flattened_data())


def test_the_picture_shows_what_was_counted() -> None:
    """Bars where there were searches, none where there were none; words beside; an empty shop draws, too."""
    days = [Day("01.01."), Day("02.01.", 8, 2, 6)]
    shown = chart(days, [("boots", 5)], owner_replies.chart_labels(14))
    assert BLUE not in _colours(shown, (60, 160, 320, 560))
    assert {BLUE, GREEN} <= _colours(shown, (340, 140, 600, 560))
    assert BLUE in _colours(shown, (660, 130, 920, 200))
    assert BLUE not in _colours(chart([], [], owner_replies.chart_labels(14)), (60, 140, 920, 600))


async def test_an_owner_sees_the_days_and_the_words(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """A search by words and what it took are counted, and /stats is a picture with words."""
    ingest = Ingest(catalog, ProductDescriber(engine))
    admin = Admin(catalog, ingest, FeedImports(Sync(catalog, ingest)), conversations, frozenset({"web:1"}))
    assistant = assistant_of(engine, catalog, conversations, admin)
    for user in "789":
        await assistant.handle(message("red boots", user=user, conversation=user))
    stats = await assistant.handle(message("/stats", user="1"))
    assert "Asked by several people: boots, red." in stats.text
    german = await assistant.handle(replace(message("/stats", user="1"), locale="de"))
    assert "Von mehreren gesucht: Stiefel, rot." in german.text
    assert stats.picture.startswith(b"\x89PNG")
    assert (await conversations.today())["searches"] == 3
