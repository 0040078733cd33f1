"""♡ and what follows from it: kept by person, shown with pictures, given up again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.actions import decode
from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.storage.conversations import Conversations
from bot.storage.erasure import PersonalData
from bot.storage.favourites import MAX_SAVED, FavouriteStore
from catalog.catalog import Catalog
from tests.bot.stock import STOCK, assistant_of, message, product, stock
from tests.fakes import FakeEngine


@pytest.fixture
async def favourites(tmp_path: Path) -> AsyncIterator[FavouriteStore]:
    async with FavouriteStore(tmp_path / "likes.db") as favourites:
        yield favourites


@pytest.fixture
def assistant(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, favourites: FavouriteStore
) -> ShopAssistant:
    return assistant_of(
        engine, catalog, conversations, personal_data=PersonalData(conversations, favourites), favourites=favourites
    )


def _button(reply: Reply, label: str, card: int = 0) -> str:
    choices = (*reply.buttons, *(reply.cards[card].buttons if reply.cards else ()))
    return next(choice.key for choice in choices if choice.label == label)


async def test_a_heart_keeps_a_product_and_the_next_tap_gives_it_up(assistant: ShopAssistant) -> None:
    """The tap answers with new labels alone, and later answers show what is saved."""
    first = await assistant.handle(message("red boots"))
    key = _button(first, "♡", 1)
    saved = await assistant.handle(message(choice=key))
    assert saved.marks == {decode(_button(first, "♡", place)): "♥" if place == 1 else "♡" for place in range(5)}
    again = await assistant.handle(message("red boots"))
    assert [card.buttons[1].label for card in again.cards] == ["♡", "♥", "♡", "♡", "♡"]
    shown = await assistant.handle(message("/favourites"))
    assert [card.product_id for card in shown.cards] == [first.cards[1].product_id]
    assert shown.cards[0].picture
    assert (await assistant.handle(message(choice=_button(shown, "♥")))).marks == {decode(_button(shown, "♥")): "♡"}
    assert "saved nothing yet" in (await assistant.handle(message("/saved@shop_bot"))).text


async def test_favourites_are_a_persons_own(assistant: ShopAssistant) -> None:
    """Another person in the same chat sees and changes their own."""
    first = await assistant.handle(message("red boots"))
    await assistant.handle(message(choice=_button(first, "♡")))
    assert "saved nothing yet" in (await assistant.handle(message("/favorites", user="8"))).text
    await assistant.handle(message(choice=_button(first, "♡"), user="8"))
    await assistant.handle(message("/forget_me", user="8"))
    assert (await assistant.handle(message("/favourites"))).cards
    await assistant.handle(message("/forget_me"))
    assert "saved nothing yet" in (await assistant.handle(message("/favourites"))).text


async def test_favourites_tell_what_became_of_them(
    assistant: ShopAssistant, catalog: Catalog, engine: FakeEngine
) -> None:
    """A lower price is said with the one at that time; what is gone is named and can be given up."""
    first = await assistant.handle(message("boots"))
    places = {card.product_id: place for place, card in enumerate(first.cards)}
    for product_id in ("b1", "b2", "b3"):
        await assistant.handle(message(choice=_button(first, "♡", places[product_id])))
    await stock(catalog, engine, [(replace(STOCK[0][0], sale_price=Decimal("59.00")), "red")])
    await stock(catalog, engine, [(replace(STOCK[2][0], price=Decimal("99.00")), "black")])
    await catalog.remove(["b2"])
    shown = await assistant.handle(message("/favourites"))
    assert {card.product_id: card.why for card in shown.cards} == {
        "b3": (),
        "b1": ("was €79.00 when you saved it",),
    }
    assert 'No longer in the shop: Chelsea boot "Brick" in red.' in shown.text
    left = await assistant.handle(message(choice=_button(shown, "Forget what is gone")))
    assert left.text == "Your favourites:"
    assert len(left.cards) == 2


async def test_a_heart_on_what_is_gone_says_so(assistant: ShopAssistant, catalog: Catalog) -> None:
    """And an unknown place is an old button."""
    first = await assistant.handle(message("red boots"))
    await catalog.remove([first.cards[0].product_id])
    key = _button(first, "♡")
    assert "no longer in the shop" in (await assistant.handle(message(choice=key))).text
    assert "too old" in (await assistant.handle(message(choice=f"{key}9"))).text


async def test_favourites_come_in_pages_after_a_restart_too(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path
) -> None:
    """The latest first, five at a time."""
    async with FavouriteStore(tmp_path / "likes.db") as favourites:
        assistant = assistant_of(engine, catalog, conversations, favourites=favourites)
        new = await assistant.handle(message(choice="new:"))
        more = await assistant.handle(message(choice=_button(new, "More")))
        keys = [_button(page, "♡", place) for page in (new, more) for place in range(len(page.cards))]
        for key in keys:
            await assistant.handle(message(choice=key))
        first = await assistant.handle(message("/favourites"))
    async with FavouriteStore(tmp_path / "likes.db") as favourites:
        assistant = assistant_of(engine, catalog, conversations, favourites=favourites)
        second = await assistant.handle(message(choice=_button(first, "More")))
    ids = [card.product_id for card in (*new.cards, *more.cards)]
    assert [card.product_id for card in (*first.cards, *second.cards)] == ids[::-1]
    assert "More" not in [choice.label for choice in second.buttons]


async def test_only_so_many_are_kept(favourites: FavouriteStore) -> None:
    """The oldest goes first."""
    for number in range(MAX_SAVED + 1):
        await favourites.toggle("web:7", product(f"p{number}", "Boot"))
    kept = await favourites.page("web:7", MAX_SAVED + 1)
    assert (len(kept), kept[-1].product_id) == (MAX_SAVED, "p1")
