"""Records that an older version, or a stranger's backup, has brought in: none of them ends an answer."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.channels.telegram.inline import _result
from bot.channels.telegram.sending.formatting import album_caption, card_text, list_text
from bot.channels.web import wire_format
from bot.chat.assistant import ShopAssistant
from bot.cli.output import hits_json, print_hits, print_products, product_json
from bot.messages import IncomingMessage, Reply
from bot.owner.commands import Admin
from bot.owner.imports import FeedImports
from bot.query.prices import find_amounts, parse_money
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.storage.conversations import Conversations
from bot.storage.favourites import FavouriteStore
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from catalog.maintenance.export import export
from catalog.models import Product
from catalog.storage import codec
from catalog.storage.store import ProductStore
from tests.bot.stock import assistant_of, message, picture
from tests.catalog.stock import record
from tests.fakes import FakeEngine

ODD = (
    *("1e30", "NaN", "sNaN", "Infinity", "-Infinity", "-5", "1e-30", "1234567890123456789012345678", "1e999999999"),
    *("a lot", 1e30, True, [20], {"amount": 20}),
)
"""Prices as JSON can hold them."""

KEPT_KEYS = {"1e30": 10**18, "Infinity": 10**18, "-5": -50_000, "1234567890123456789012345678": 10**18, "a lot": "x"}
"""What older versions made of them to find them by."""

ASKED = (
    "red boots",
    "red boots under 50",
    "boots over 10",
    "cheapest boots",
    "dearest boots",
    "red ankle boot nora",
    "1",
)


@pytest.fixture(autouse=True)
def unsaid() -> None:
    """The log tells of each product once."""
    codec._note_odd_price.cache_clear()  # noqa: SLF001 - as at a start


def spoil(folder: Path, product_id: str, price: object, currency: object = "EUR") -> None:
    """Write a price into a record as it stands in the file."""
    with closing(sqlite3.connect(folder / "products.sqlite3")) as database, database:
        ((text,),) = database.execute("SELECT product FROM products WHERE id = ?", (product_id,)).fetchall()
        fields = json.loads(text) | {"price": price, "sale_price": None, "currency": currency}
        key = KEPT_KEYS.get(price) if isinstance(price, str) else None
        database.execute(
            "UPDATE products SET product = ?, price = ? WHERE id = ?", (json.dumps(fields), key, product_id)
        )


def in_channels(reply: Reply) -> None:
    """Show a reply as every channel does."""
    assert "failed" not in reply.text
    json.dumps(wire_format.reply("question", reply))
    list_text(reply)
    for card in reply.cards:
        album_caption(1, card)
        card_text(reply, card, 1000)
        _result(card, "", reply.language)
        _result(card, "file", reply.language)
        assert "NaN" not in card.price
        assert "∞" not in card.price


async def tapped(assistant: ShopAssistant, reply: Reply, verb: str, user: str = "7") -> Reply:
    """Tap the first button that begins so, wherever it is."""
    everywhere = (*reply.buttons, *reply.chips, *(reply.menu.buttons if reply.menu else ()))
    on_cards = [choice for card in reply.cards for choice in card.buttons]
    key = next(choice.key for choice in (*everywhere, *on_cards) if choice.key.startswith(verb))
    return await assistant.handle(message(choice=key, user=user))


@pytest.mark.parametrize("prices", [ODD[:7], ODD[7:]], ids=["numbers", "others"])
async def test_a_price_that_nobody_can_pay_counts_as_no_price(
    engine: FakeEngine,
    catalog: Catalog,
    conversations: Conversations,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    prices: tuple[object, ...],
) -> None:
    """In lists, cards, filters, orders, favourites, inline, at the terminal, in figures and files; the log names it."""
    caplog.set_level(logging.WARNING)
    ingest = Ingest(catalog, ProductDescriber(engine))
    admin = Admin(catalog, ingest, FeedImports(Sync(catalog, ingest)), conversations, frozenset({"web:1"}))
    async with FavouriteStore(tmp_path / "likes.db") as favourites:
        assistant = assistant_of(engine, catalog, conversations, admin, favourites=favourites)
        await tapped(assistant, await assistant.handle(message("red boots")), "heart:")
        with closing(sqlite3.connect(tmp_path / "likes.db")) as database, database:
            database.execute("UPDATE favourites SET price = ?", (str(prices[0]),))
        odd = dict(zip(("b1", "b2", "b3", "b4", "t1", "t2", "d1"), prices, strict=True))
        for product_id, price in odd.items():
            spoil(tmp_path / "catalog", product_id, price)

        for words in ASKED:
            in_channels(await assistant.handle(message(words)))
        found = await assistant.handle(message("red boots"))
        assert {card.price for card in found.cards if card.product_id in odd} == {""}
        for verb in ("show:", "like:", "filter:", "sort:", "up:"):
            found = await assistant.handle(message("red boots"))
            in_channels(await tapped(assistant, found, verb))
        menu = await tapped(assistant, await assistant.handle(message("boots")), "filter:")
        in_channels(await assistant.handle(message(choice=f"{menu.buttons[0].key.rpartition(':')[0]}:price")))
        in_channels(await assistant.handle(message("/favourites")))
        in_channels(await assistant.handle(message("", picture("red"))))
        in_channels(await assistant.handle(message(choice="new:")))
        in_channels(await assistant.handle(message("/stats", user="1")))
        inline = IncomingMessage("telegram", "", "9", "q", text="red boots", page=0)
        in_channels(await assistant.handle(inline))

    hits = await Searcher(engine, catalog).find("red boots", None, limit=9, facets=("price", "brand", "offer"))
    assert json.loads(json.dumps(hits_json(hits, catalog)))
    print_hits(hits)
    print_products(await catalog.list(9))
    assert product_json(await catalog.get("b1"), catalog)["price"] is None
    assert "Nora" in capsys.readouterr().out
    for name in ("all.csv", "all.jsonl"):
        await export(catalog, tmp_path / name, lambda done, total: None)
        assert '"Nora"' in (tmp_path / name).read_text().replace('""', '"').replace("\\", "")
    assert (await catalog.stats()).without_price >= len([one for one in prices if one != "1e-30"])
    lines = [one.getMessage() for one in caplog.records if "nobody can pay" in one.getMessage()]
    assert len(lines) == len(set(lines))
    assert any("product b1 " in line for line in lines)
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("currency", ["XYZ9", "<b>", "", "\u202eEUR", "Taler", "¤", "E" * 300])
async def test_a_currency_that_nobody_knows_is_shown_as_it_is(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path, currency: str
) -> None:
    """The amount is right all the same."""
    spoil(tmp_path / "catalog", "b1", "79.00", currency)
    assistant = assistant_of(engine, catalog, conversations)
    reply = await assistant.handle(message("/product b1"))
    in_channels(reply)
    assert "79.00" in reply.cards[0].price


def test_odd_prices_are_not_found_by_price_and_not_written_again() -> None:
    """Neither the cheapest nor the dearest, and counted among those without."""
    store = ProductStore(Path(":memory:"))
    try:
        odd = [record(f"p{place}", price=None) for place in range(3)]
        prices = (Decimal("NaN"), Decimal("-1"), Decimal("1e30"))
        products = [
            Product(one.product.id, "Boot", "b.jpg", price=price, sale_price=price)
            for one, price in zip(odd, prices, strict=True)
        ]
        store.put([replace(one, product=item) for one, item in zip(odd, products, strict=True)], "m")
        assert [one.price for one in store.lookup.light(store.lookup.live_seqs(), "m")] == [None] * 3
        assert store.figures("m").without_price == 3
        assert {one.product.price for one in store.newest(9, 0)} == {None}
    finally:
        store.close()


@pytest.mark.parametrize("words", ["around", "under", "over"])
def test_what_nobody_can_pay_is_no_price_in_words_either(words: str) -> None:
    """A shopper's, and an owner's who adds a product."""
    much = "1" + ",000" * 12
    assert find_amounts(f"boots {words} {much}") == []
    assert parse_money(f"€{much}") is None
    assert find_amounts(f"boots {words} 50") != []
