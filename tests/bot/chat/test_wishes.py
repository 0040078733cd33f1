"""Offers, orders and brands in what people type, and the buttons for them."""

from __future__ import annotations

import pytest

from bot.chat.assistant import ShopAssistant
from bot.query.brands import Brands
from bot.query.parsing import parse
from bot.search.searcher import Searcher
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.models import Sort
from tests.bot.stock import assistant_of, message, product, stock
from tests.fakes import FakeEngine

BRANDS = Brands(
    {"puma": "Puma", "new balance": "New Balance", "red tape": "Red Tape", "only": "ONLY", "boots": "Boots", "s": "S"}
)


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("red boots cheapest first", "price"),
        ("the cheapest red boots", "price"),
        ("red boots, lowest price first", "price"),
        ("red boots sorted by price", "price"),
        ("red boots sorted by price, high to low", "-price"),
        ("most expensive red boots", "-price"),
        ("newest red boots", "newest"),
        ("red boots, latest first", "newest"),
        ("red boots", "relevance"),
        ("cheap red boots", "relevance"),
    ],
)
def test_the_order_is_understood_and_not_shown_to_the_encoder(words: str, sort: Sort) -> None:
    """What remains is the thing itself."""
    query = parse(words)
    assert (query.sort, query.text) == (sort, "red boots")
    assert query.filters.wanted == {"category": ("boots",), "colours": ("red",)}


@pytest.mark.parametrize(
    ("words", "on_sale", "in_stock"),
    [
        ("boots on sale", True, False),
        ("discounted boots in stock", True, True),
        ("boots available now", False, True),
        ("boots", False, False),
    ],
)
def test_offers_are_conditions(words: str, on_sale: bool, in_stock: bool) -> None:
    """On sale and in stock, one, both or none."""
    query = parse(words)
    assert (query.filters.on_sale_only, query.filters.in_stock_only) == (on_sale, in_stock)
    assert query.text == "boots"


def test_offer_and_order_go_on_from_the_last_question() -> None:
    """Alone they change what was asked for; together with a new kind of thing they start afresh."""
    first = parse("puma boots", brands=BRANDS)
    sale = parse("on sale", first, brands=BRANDS)
    cheapest = parse("cheapest first", sale, brands=BRANDS)
    assert cheapest.filters.on_sale_only
    assert (cheapest.sort, cheapest.text) == ("price", "puma boots")
    assert cheapest.understood == ("Puma", "boots", "on sale", "cheapest first")
    newest = parse("newest first", cheapest, brands=BRANDS)
    assert newest.understood == ("Puma", "boots", "on sale", "newest first")
    assert parse("best match first", newest, brands=BRANDS).sort == "relevance"
    assert not parse("dresses", cheapest, brands=BRANDS).filters.on_sale_only
    assert parse("on sale").filters.on_sale_only


@pytest.mark.parametrize(
    ("words", "brand"),
    [
        ("puma shoes", "puma"),
        ("shoes from New Balance", "new balance"),
        ("red tape boots", "red tape"),
        ("only red boots", None),
        ("black boots", None),
        ("size S dress", None),
    ],
)
def test_the_shops_brands_are_understood(words: str, brand: str | None) -> None:
    """Longest first, and not where the word is an everyday one."""
    query = parse(words, brands=BRANDS)
    assert query.filters.wanted.get("brand") == (None if brand is None else (brand,))
    assert ("Red Tape" in query.understood) == (brand == "red tape")


def test_a_brand_can_be_denied_and_exchanged() -> None:
    """ "Not Puma" rules it out; another brand takes its place."""
    denied = parse("shoes but not puma", brands=BRANDS)
    assert denied.filters.excluded == {"brand": ("puma",)}
    assert "not Puma" in denied.understood
    assert "puma" not in denied.text
    exchanged = parse("new balance", parse("puma shoes", brands=BRANDS), brands=BRANDS)
    assert exchanged.filters.wanted["brand"] == ("new balance",)
    assert exchanged.filters.wanted["category"]


def test_names_are_the_words_that_nothing_else_covers() -> None:
    """They stay when the question is changed."""
    query = parse("show me the nora boots in red under 50", brands=BRANDS)
    assert query.names == "nora"
    assert parse("in blue", query, brands=BRANDS).names == "nora"
    assert parse("red boots").names == ""


@pytest.fixture
async def assistant(engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    boots = [
        (product(f"b{n}", f"Ankle boot no. {n}", f"{90 - n}.00", brand="Puma" if n % 2 else "Nike"), "red")
        for n in range(8)
    ]
    boots[3] = (product("b3", "Ankle boot no. 3", "50.00", sale_price=boots[3][0].price, available=False), "red")
    sale = product("sale", "Ankle boot, reduced", "80.00", sale_price=boots[7][0].price)
    await stock(empty_catalog, engine, [*boots[:7], (sale, "red")])
    return assistant_of(engine, empty_catalog, conversations)


async def test_menus_narrow_and_sort_with_counts(assistant: ShopAssistant) -> None:
    """Each works like its words; what would change nothing is not offered, and words go on from there."""
    reply = await assistant.handle(message("red boots"))
    offered = {choice.label: choice.key for choice in reply.buttons}
    orders = await assistant.handle(message(choice=offered["Sort"]))
    assert orders.menu is not None
    assert [choice.label for choice in orders.menu.buttons][:2] == ["✓ Best match", "Price: low to high"]
    cheapest = await assistant.handle(message(choice=orders.menu.buttons[1].key))
    assert cheapest.understood == ("red", "boots", "cheapest first")
    assert [card.price for card in cheapest.cards] == sorted(card.price for card in cheapest.cards)
    filters = await assistant.handle(message(choice=offered["Filter"]))
    assert filters.menu is not None
    narrow = {choice.label: choice.key for choice in filters.menu.buttons}
    assert "In stock (7)" in narrow
    assert "Kind" not in narrow
    there = await assistant.handle(message(choice=narrow["In stock (7)"]))
    assert there.understood == ("red", "boots", "cheapest first", "in stock")
    assert all(card.available for card in there.cards)
    more = await assistant.handle(message("more"))
    assert [card.price for card in more.cards] == sorted(card.price for card in more.cards)


async def test_an_order_alone_shows_the_shop(assistant: ShopAssistant) -> None:
    """ "Newest" is a question of its own."""
    reply = await assistant.handle(message("newest"))
    assert [card.product_id for card in reply.cards][:2] == ["sale", "b6"]


async def test_brands_of_the_shop_go_first(
    engine: FakeEngine, assistant: ShopAssistant, empty_catalog: Catalog
) -> None:
    """Known from the catalog, and new ones at once."""
    searcher = Searcher(engine, empty_catalog)
    found = await searcher.find("puma boots")
    assert [hit.record.product.brand for hit in found.result.hits[:2]] == ["Puma", "Puma"]
    assert found.query.understood == ("Puma", "boots")
    await stock(empty_catalog, engine, [(product("n", "Ankle boot", brand="Zeta"), "red")])
    assert (await searcher.find("zeta boots")).query.understood == ("Zeta", "boots")


async def test_variants_are_told_with_the_hit(
    engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations
) -> None:
    """One card, which says in which colours there is more."""
    boots = [(product(c, f'{c.capitalize()} boot "Nora"', group="nora"), c) for c in ("red", "blue", "green")]
    await stock(empty_catalog, engine, boots)
    reply = await assistant_of(engine, empty_catalog, conversations).handle(message("red boots"))
    (card,) = reply.cards
    assert (card.product_id, card.also) == ("red", "also in blue and green")
