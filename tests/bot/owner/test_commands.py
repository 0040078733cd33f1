"""Owners add, remove and count; nobody else does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.owner.captions import Caption, read_caption
from bot.owner.commands import Admin
from bot.owner.imports import FeedImports
from bot.search.describer import ProductDescriber
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.bot.stock import STOCK, assistant_of, message, picture
from tests.fakes import FakeEngine
from workers.errors import EngineBusy
from workers.jobs import Guess

CAPTION = "Linen dress “Ivy”; €59.00; https://shop.example/ivy"
OWNER = "1"


@pytest.fixture
def assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    ingest = Ingest(catalog, ProductDescriber(engine))
    admin = Admin(catalog, ingest, FeedImports(Sync(catalog, ingest)), conversations, frozenset({"web:1"}))
    return assistant_of(engine, catalog, conversations, admin)


def _button(reply: Reply, label: str) -> str:
    choices = (*reply.buttons, *(choice for card in reply.cards for choice in card.buttons))
    return next(choice.key for choice in choices if choice.label.startswith(label))


@pytest.mark.parametrize(
    ("words", "caption"),
    [
        (CAPTION, Caption("Linen dress “Ivy”", Decimal("59.00"), "EUR", "https://shop.example/ivy")),
        ("59,00 €; Linen dress", Caption("Linen dress", Decimal("59.00"), "EUR")),
        ("Boots; 1,299 USD;", Caption("Boots", Decimal(1299), "USD")),
        ("Boots\n79.90\nhttps://x.example/1", Caption("Boots", Decimal("79.90"), "", "https://x.example/1")),
        ("Shoes 42; 30", Caption("Shoes 42", Decimal(30))),
        ("Boots; javascript:alert(1); 5", Caption("Boots", Decimal(5))),
        ("فستان؛ 59 EUR؛ https://x.example/1", Caption("فستان", Decimal(59), "EUR", "https://x.example/1")),
        ("Boots", Caption("Boots")),
        ("", Caption("")),
    ],
)
def test_captions_are_read_in_any_order(words: str, caption: Caption) -> None:
    """Price, title and link are told apart by what they are."""
    assert read_caption(words) == caption


@pytest.mark.parametrize("words", [f"/add {CAPTION}", f"/add\n{CAPTION}", CAPTION])
async def test_an_owner_adds_a_product_and_finds_it(assistant: ShopAssistant, engine: FakeEngine, words: str) -> None:
    """Photo and caption make a product that everybody finds, and that one tap takes back."""
    photo = picture("green", 90)
    engine.sees(photo, {"colours": (Guess("green", 0.9, 1.0),), "pattern": (Guess("plain", 0.8),)})
    added = await assistant.handle(message(words, photo, user=OWNER))
    assert added.text == "Added Linen dress “Ivy” — €59.00. I see: dress, green, plain, linen."
    assert added.cards[0].picture
    product_id = added.cards[0].product_id
    found = await assistant.handle(message("green linen dress", user="9"))
    assert found.cards[0].product_id == product_id
    undone = await assistant.handle(message(choice=_button(added, "Undo"), user=OWNER))
    assert undone.text.startswith("Removed Linen dress")
    found = await assistant.handle(message("green linen dress", user="9"))
    assert product_id not in [card.product_id for card in found.cards]


async def test_the_shops_currency_is_used_where_none_is_named(assistant: ShopAssistant, catalog: Catalog) -> None:
    """A bare number costs what the newest product costs in."""
    added = await assistant.handle(message("Dress; 59", picture("green", 90), user=OWNER))
    assert added.cards[0].price == "€59.00"


@pytest.mark.parametrize(
    ("words", "photo", "said"),
    [
        ("/add Dress; 59", False, "Send a photo"),
        ("/add Dress; nice", True, "I need a price"),
        ("/add 59;", True, "I need a title"),
    ],
)
async def test_an_incomplete_product_is_explained(
    assistant: ShopAssistant, catalog: Catalog, words: str, photo: bool, said: str
) -> None:
    """What is missing is said with an example, and nothing is stored."""
    photos = (picture("green"),) if photo else ()
    reply = await assistant.handle(message(words, *photos, user=OWNER))
    assert said in reply.text
    assert await catalog.count() == len(STOCK)


async def test_removal_by_id_by_tap_and_after_a_look(assistant: ShopAssistant, catalog: Catalog) -> None:
    """An id, the button on a product's card, or the product on the screen."""
    assert (await assistant.handle(message("/remove b3", user=OWNER))).text.startswith("Removed Ankle boot")
    assert "no product with the id" in (await assistant.handle(message("/remove b3", user=OWNER))).text
    assert "product's id" in (await assistant.handle(message("/remove", user=OWNER))).text

    listed = await assistant.handle(message("green dress", user=OWNER))
    opened = await assistant.handle(message("1", user=OWNER))
    assert listed.cards[0].product_id == "d1"
    asked = await assistant.handle(message("/remove", user=OWNER))
    assert asked.text == 'Remove Green dress "Ivy"?'
    await assistant.handle(message(choice=_button(opened, "Remove"), user=OWNER))
    assert await catalog.count() == len(STOCK) - 2
    assert "no product" in (await assistant.handle(message(choice=_button(asked, "Remove"), user=OWNER))).text


async def test_owners_read_statistics_and_their_commands(assistant: ShopAssistant) -> None:
    """Products and today's searches."""
    await assistant.handle(message("red boots"))
    await assistant.handle(message("", picture("red", 90)))
    text = (await assistant.handle(message("/stats", user=OWNER))).text
    assert f"{len(STOCK)} products" in text
    assert "2 searches, 1 of them with a photo" in text
    assert "/add" in (await assistant.handle(message("/help", user=OWNER))).text


async def test_nobody_else_may_do_it(assistant: ShopAssistant, catalog: Catalog) -> None:
    """Strangers, the same number on another channel and people without an id are no owners."""
    strangers = (("web", "2"), ("telegram", OWNER), ("web", ""))
    for channel, user in strangers:
        for words in ("/remove b1", "/stats", "/add x; 1"):
            reply = await assistant.handle(message(words, user=user, channel=channel))
            assert "don't know this command" in reply.text
        await assistant.handle(message(CAPTION, picture("green", 90), user=user, channel=channel))
    assert await catalog.count() == len(STOCK)


async def test_an_owners_button_is_dead_in_other_hands(assistant: ShopAssistant, catalog: Catalog) -> None:
    """In a group, others see the button as well."""
    added = await assistant.handle(message(CAPTION, picture("green", 90), user=OWNER))
    assert "too old" in (await assistant.handle(message(choice=_button(added, "Undo"), user="9"))).text
    assert await catalog.count() == len(STOCK) + 1


async def test_an_owner_reads_causes(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The shopper's sentence, and why."""
    engine.failures.append(EngineBusy("256 jobs are waiting"))
    assert "256 jobs are waiting" in (await assistant.handle(message("red boots", user=OWNER))).text
