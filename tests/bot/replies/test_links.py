"""Links that open one product, whatever its id looks like."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.replies.links import is_product, payload_of, product_of
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of, message, product, stock
from tests.fakes import FakeEngine

IDS = ("b1", "SKU_12-3", "päir 7/8", "x" * 62, "x" * 63, "ünïcode" * 20, "p_b1", "a b?c=d&e#f", "shop:" + "9" * 80)


@pytest.mark.parametrize("product_id", IDS)
async def test_every_id_fits_a_start_link_and_comes_back(
    product_id: str, empty_catalog: Catalog, engine: FakeEngine
) -> None:
    """A payload has at most 64 of the characters that Telegram hands over."""
    await stock(empty_catalog, engine, [(product(product_id, "Boot"), "red")])
    payload = payload_of(product_id)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert is_product(payload)
    assert await product_of(payload, empty_catalog) == product_id


@pytest.mark.parametrize("payload", ["p_", "p_nope", "b_", "b_%%%", "b_!", "b_/w", "h_", "h_00", "b_gICA"])
async def test_a_link_to_nothing_gets_a_sentence_and_a_next_step(
    payload: str, engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """Gone, never there, or made up: the same."""
    assistant = assistant_of(engine, catalog, conversations)
    reply = await assistant.handle(message(f"/start {payload}"))
    assert "no longer in the shop" in reply.text
    assert [choice.label for choice in reply.buttons] == ["See what's new"]


async def test_a_link_opens_the_product_and_one_goes_on_from_it(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """By a start link or by its plain id; other payloads greet as always."""
    assistant = assistant_of(engine, catalog, conversations)
    for words in ("/start p_b1", "/start@shop_bot p_b1", "/product b1"):
        reply = await assistant.handle(message(words))
        assert [card.product_id for card in reply.cards] == ["b1"]
        assert reply.cards[0].buttons[0].label == "Similar to this"
    assert (await assistant.handle(message("like this but black"))).cards[0].product_id == "b3"
    assert "Hello" in (await assistant.handle(message("/start campaign"))).text


async def test_a_product_is_shared_where_the_channel_has_links(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """The button leads to Telegram's choice of chats with a link to the product."""
    assistant = assistant_of(engine, catalog, conversations)
    asked = replace(message("/product b1"), start_link="https://t.me/shop_bot?start=")
    (card,) = (await assistant.handle(asked)).cards
    share = urlsplit(next(choice.url for choice in card.buttons if choice.label == "Share"))
    assert (share.netloc, share.path) == ("t.me", "/share/url")
    assert parse_qs(share.query) == {
        "url": ["https://t.me/shop_bot?start=p_b1"],
        "text": ['Ankle boot "Nora", red leather'],
    }
