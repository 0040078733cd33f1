"""👍 and 👎: the next page moves, what was disliked never comes again, and what was asked for stays asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bot.actions import decode
from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.search.relevance_feedback import ALPHA, BETA, GAMMA, leaning, moved
from bot.storage.conversations import Conversations
from bot.storage.favourites import FavouriteStore
from catalog.catalog import Catalog
from catalog.models import Curve, Filters, Record, Trait, Vector
from tests.bot.stock import assistant_of, message, product, stock
from tests.fakes import FakeEngine
from workers.jobs import MatchCurve, ModelInfo

COLOURS = ("red", "blue", "green", "black")
INFO = ModelInfo("fake", "fake", 3, text_curve=MatchCurve(0.2, 20.0), photo_curve=MatchCurve(0.5, 10.0))


def _unit(*numbers: float) -> Vector:
    vector = np.array(numbers, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _record(vector: Vector, **traits: str) -> Record:
    seen = {name: (Trait(value, 0.9),) for name, value in traits.items()}
    return Record(product("p", "A thing"), vector, seen, "", "")


def test_the_vector_moves_as_rocchio_says() -> None:
    """Towards the mean of the liked, a little away from the disliked, and of length one again."""
    question, near, far = _unit(1, 0, 0), _unit(0, 1, 0), _unit(0, 0, 1)
    found, curve = moved(question, Curve(0.2, 20.0), [_record(near)], [_record(far)], INFO)
    expected = ALPHA * question + BETA * near - GAMMA * far
    assert found is not None
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), rtol=1e-6)
    assert 0.2 < curve.midpoint < 0.5


def test_without_a_vector_only_likes_give_a_direction() -> None:
    """A search by filters alone starts to look like what was liked; dislikes by themselves lead nowhere."""
    curve = Curve(0.2, 20.0)
    liked, _ = moved(None, curve, [_record(_unit(0, 1, 0))], [], INFO)
    assert liked is not None
    np.testing.assert_allclose(liked, _unit(0, 1, 0), rtol=1e-6)
    assert moved(None, curve, [], [_record(_unit(0, 1, 0))], INFO) == (None, curve)


@pytest.mark.parametrize(
    ("filters", "liked", "disliked", "wanted"),
    [
        (Filters(), ["red"], ["blue"], {"colours": ("red",)}),
        (Filters(), ["red", "red", "blue"], [], {"colours": ("red",)}),
        (Filters(), ["red", "blue"], [], {}),
        (Filters(), [], ["blue"], {}),
        (Filters(wanted={"colours": ("blue",)}), ["red"], [], {"colours": ("blue",)}),
        (Filters(required={"colours": ("blue",)}), ["red"], [], {}),
        (Filters(excluded={"colours": ("red",)}), ["red"], [], {}),
    ],
)
def test_what_liked_ones_have_in_common_is_wanted(
    filters: Filters, liked: list[str], disliked: list[str], wanted: dict[str, tuple[str, ...]]
) -> None:
    """Where the shopper said nothing about it."""
    vector = _unit(1, 0, 0)
    likes, dislikes = ([_record(vector, colours=colour) for colour in some] for some in (liked, disliked))
    assert leaning(filters, likes, dislikes).wanted == wanted


@pytest.fixture
async def shelves(empty_catalog: Catalog, engine: FakeEngine) -> Catalog:
    """Twenty dresses that differ in colour, which no title tells, and a boot."""
    items = [(product(f"{colour}{n}", f"Dress number {n}"), colour) for n in range(5) for colour in COLOURS]
    await stock(empty_catalog, engine, [(product("boot", "Boots"), "green"), *items])
    return empty_catalog


@pytest.fixture
async def assistant(
    engine: FakeEngine, shelves: Catalog, conversations: Conversations, tmp_path: Path
) -> AsyncIterator[ShopAssistant]:
    async with FavouriteStore(tmp_path / "likes.db") as favourites:
        yield assistant_of(engine, shelves, conversations, favourites=favourites)


def _ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


def _thumb(reply: Reply, product_id: str, label: str) -> str:
    card = next(card for card in reply.cards if card.product_id == product_id)
    return next(choice.key for choice in card.buttons if choice.label == label)


def _more(reply: Reply) -> str:
    return next(choice.key for choice in reply.buttons if choice.label == "More")


async def test_thumbs_move_the_next_page(assistant: ShopAssistant) -> None:
    """One liked green dress brings the green ones next; nothing that was seen or disliked comes again."""
    first = await assistant.handle(message("dress"))
    green = next(one for one in _ids(first) if one.startswith("green"))
    black = next(one for one in _ids(first) if one.startswith("black"))
    tapped = await assistant.handle(message(choice=_thumb(first, green, "👍")))
    assert tapped.marks[decode(_thumb(first, green, "👍"))] == "👍 ✓"
    await assistant.handle(message(choice=_thumb(first, black, "👎")))
    pages = [first]
    while any(choice.label == "More" for choice in pages[-1].buttons):
        pages.append(await assistant.handle(message(choice=_more(pages[-1]))))
    assert {one[:5] for one in _ids(pages[1])[:3]} == {"green"}
    assert "instead of" not in " ".join(phrase for card in pages[1].cards for phrase in card.why)
    assert "is not" not in pages[1].text
    everything = [one for page in pages for one in _ids(page)]
    assert len(everything) == len(set(everything)) == 21


async def test_a_thumb_can_be_taken_back(assistant: ShopAssistant) -> None:
    """The second tap on a thumb removes it, the other thumb replaces it; without any the order is the old one."""
    first = await assistant.handle(message("dress"))
    one = _ids(first)[1]
    up, down = _thumb(first, one, "👍"), _thumb(first, one, "👎")
    plain = await assistant.handle(message(choice=_more(first)))
    labels = [(await assistant.handle(message(choice=key))).marks for key in (up, down, down)]
    assert [(marks[decode(up)], marks[decode(down)]) for marks in labels] == [
        ("👍 ✓", "👎"),
        ("👍", "👎 ✓"),
        ("👍", "👎"),
    ]
    assert _ids(await assistant.handle(message(choice=_more(first)))) == _ids(plain)


async def test_thumbs_go_with_conditions_and_changes_of_the_question(assistant: ShopAssistant) -> None:
    """What was disliked stays away when words change the question, and comes again with a new one."""
    first = await assistant.handle(message("dress under 30"))
    green = next(one for one in _ids(first) if one.startswith("green"))
    await assistant.handle(message(choice=_thumb(first, green, "👎")))
    narrowed = await assistant.handle(message("in green"))
    assert green not in _ids(narrowed)
    assert {one[:5] for one in _ids(narrowed)[:4]} == {"green"}
    assert green not in _ids(await assistant.handle(message(choice=_more(narrowed))))
    assert green in _ids(await assistant.handle(message("green dress")))


async def test_taps_that_shape_the_question_keep_the_thumbs(assistant: ShopAssistant) -> None:
    """What was disliked stays away under a filter, and the thumbs that were given are still shown."""
    first = await assistant.handle(message("dress"))
    green, other = (next(one for one in _ids(first) if one.startswith(colour)) for colour in ("green", "black"))
    for product_id, label in ((green, "👎"), (other, "👍")):
        await assistant.handle(message(choice=_thumb(first, product_id, label)))
    turn = first.cards[0].buttons[0].key.split(":")[1]
    listed = await assistant.handle(message(choice=f"list:{turn}"))
    assert _thumb(listed, green, "👎 ✓")
    filtered = await assistant.handle(message(choice=f"pick:{turn}:colours:green"))
    assert green not in _ids(filtered)
    assert {one[:5] for one in _ids(filtered)[:4]} == {"green"}


async def test_a_moved_page_is_the_same_when_a_menu_is_closed(assistant: ShopAssistant) -> None:
    """Filtered, the question begins anew, without what was disliked."""
    first = await assistant.handle(message("dress"))
    green, red = (next(one for one in _ids(first) if one.startswith(colour)) for colour in ("green", "red"))
    await assistant.handle(message(choice=_thumb(first, green, "👍")))
    await assistant.handle(message(choice=_thumb(first, red, "👎")))
    second = await assistant.handle(message(choice=_more(first)))
    turn = second.cards[0].buttons[0].key.split(":")[1]
    assert _ids(await assistant.handle(message(choice=f"list:{turn}"))) == _ids(second)
    filtered = await assistant.handle(message(choice=f"pick:{turn}:colours:red"))
    assert {one[:3] for one in _ids(filtered)[:4]} == {"red"}
    assert red not in _ids(filtered)


async def test_thumbs_on_an_opened_product_belong_to_its_search(assistant: ShopAssistant) -> None:
    """In Telegram an album has no buttons: a thumb is given where the product is opened."""
    first = await assistant.handle(message("dress"))
    green = next(one for one in _ids(first) if one.startswith("green"))
    opened = await assistant.handle(message(str(_ids(first).index(green) + 1)))
    await assistant.handle(message(choice=_thumb(opened, green, "👍")))
    assert _ids(await assistant.handle(message(choice=_more(first))))[0].startswith("green")


async def test_thumbs_hold_after_a_restart(engine: FakeEngine, shelves: Catalog, tmp_path: Path) -> None:
    """They are kept with the turn."""
    async with Conversations(tmp_path / "c.db") as conversations, FavouriteStore(tmp_path / "l.db") as favourites:
        assistant = assistant_of(engine, shelves, conversations, favourites=favourites)
        first = await assistant.handle(message("dress"))
        green = next(one for one in _ids(first) if one.startswith("green"))
        await assistant.handle(message(choice=_thumb(first, green, "👍")))
    async with Conversations(tmp_path / "c.db") as conversations, FavouriteStore(tmp_path / "l.db") as favourites:
        assistant = assistant_of(engine, shelves, conversations, favourites=favourites)
        assert _ids(await assistant.handle(message(choice=_more(first))))[0].startswith("green")
