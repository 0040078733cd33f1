"""Signs that turn what follows them: in what shops write, in what people write, and in what earlier versions kept."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions import decode
from bot.channels.telegram.inline import _result
from bot.channels.telegram.sending.formatting import album_caption, card_text, list_text, reply_keyboard
from bot.channels.web import wire_format
from bot.i18n.translator import shown, translate, using_language
from bot.messages import Button, Card, Document, IncomingMessage, Reply
from bot.storage.conversations import Conversations
from bot.storage.favourites import FavouriteStore
from catalog.catalog import Catalog
from catalog.clean_text import legible
from catalog.importing.failures_csv import failures_csv
from catalog.importing.feeds import open_source
from catalog.models import Product, RowFailure
from tests.bot.chat.test_odd_records import tapped
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDDEN = f"{TURNING}\x00\x07\x1b\x7f\x9f\u206a\ufeff\ufff9"
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\u206a-\u206f\ufeff\ufff9-\ufffb]")
HEBREW = "מגף קצר"


def test_what_nobody_sees_goes_and_what_belongs_to_a_script_stays() -> None:
    """Joiners of Hindi and emoji, and the marks of right-to-left texts, are part of how people write."""
    assert legible(f"Bo{HIDDEN}ot") == "Boot"
    for words in ("क्‍ष", "👩‍👩‍👧 🥾", "نص\u200f!", "a\tb\nc", "Größe 38 — 79 €", ""):
        assert legible(words) == words
    assert legible("a\r\nb\u2028c\rd") == "a\r\nb\nc\nd"


def test_isolates_of_ours_stay_where_they_end_in_their_line() -> None:
    """One that a shop's title opens, or closes too early, would let the title out among our words."""
    assert shown("\u2068Boot\u2069 — \u206879 €\u2069") == "\u2068Boot\u2069 — \u206879 €\u2069"
    assert shown("\u2068Boot — 79 €\n\u2068Coat\u2069") == "Boot — 79 €\n\u2068Coat\u2069"
    assert shown("Boot\u2069 \u202eeca\u2069l") == "Boot ecal"


def test_a_feeds_rows_come_in_legible(tmp_path: Path) -> None:
    """In every field that people read, and in the id, by which nothing else is to be mistaken for it."""
    turned = {name: f"\u202e{name}\u2066" for name in ("id", "title", "brand", "description", "colour")}
    row = {
        **turned,
        "currency": "\u202eeur",
        "image": "https://shop.example/a.jpg",
        "sizes": ["\u202e38", "S\ufeff"],
        "price": "1",
    }
    (tmp_path / "feed.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    ((_, item),) = open_source(tmp_path / "feed.jsonl")
    assert isinstance(item, Product)
    assert (item.id, item.title, item.brand, item.description) == ("id", "title", "brand", "description")
    assert (item.sizes, item.currency, dict(item.facts)) == (("38", "S"), "EUR", {"colour": "colour"})


def texts_of(reply: Reply) -> Iterator[str]:
    """All that any channel shows of it."""
    yield json.dumps(wire_format.reply("question", reply), ensure_ascii=False)
    yield list_text(reply)
    if markup := reply_keyboard(reply):
        yield from (button.text for row in markup.inline_keyboard for button in row)
    for card in reply.cards:
        yield album_caption(1, card)
        yield card_text(reply, card, 1000)
        yield _result(card, "", reply.language).to_json()
        yield _result(card, "file", reply.language).to_json()


def require_legible(reply: Reply) -> None:
    """Nothing turns, and what is isolated is so within its line."""
    for text in texts_of(reply):
        assert BAD.search(text.replace("\\n", "\n")) is None, ascii(text)
        for line in re.split(r"\n|\\n", text):
            assert line.count("\u2068") == line.count("\u2069"), ascii(line)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
async def test_what_was_kept_as_the_shop_wrote_it_is_shown_legible(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path, language: str
) -> None:
    """Products, brands in menus, saved ones that are gone, by an earlier version; and people's own words."""
    folder = tmp_path / "catalog"
    async with FavouriteStore(tmp_path / "likes.db") as favourites:
        assistant = assistant_of(engine, catalog, conversations, favourites=favourites)

        await conversations.set_language("web:7", language, chosen=True)

        async def ask(text: str = "", choice: str = "", page: int | None = None) -> Reply:
            asked = IncomingMessage(
                "web", "c1", "7", "m1", text=text, action=decode(choice) if choice else None, page=page
            )
            reply = await assistant.handle(asked)
            require_legible(reply)
            return reply

        await tapped(assistant, await ask("red boots"), "heart:")
        with closing(sqlite3.connect(folder / "products.sqlite3")) as database, database:
            for product_id, text in database.execute("SELECT id, product FROM products").fetchall():
                fields = json.loads(text)
                words = {
                    name: f"\u202e{fields[name] or name}\u2067\u2069" for name in ("title", "brand", "description")
                }
                odd = words | {"sizes": ["\u202e38", "\u206639"], "facts": {"material": "\u202eleather"}}
                database.execute("UPDATE products SET product = ? WHERE id = ?", (json.dumps(fields | odd), product_id))
            database.execute("UPDATE product_words SET brand = char(8238) || 'Nike' || product % 2")
            database.execute(
                "INSERT OR IGNORE INTO product_traits"
                " SELECT product, 'brand', 'nike ' || product % 2, 1.0 FROM product_words"
            )
        with closing(sqlite3.connect(tmp_path / "likes.db")) as database, database:
            database.execute(
                "INSERT INTO favourites (person, product, title, currency) VALUES ('web:7', 'gone', ?, '')",
                (f"\u202egone{TURNING}",),
            )
        found = await ask("red boots")
        assert "Nora" in json.dumps([card.title for card in found.cards])
        menu = await ask(choice=next(one.key for one in found.buttons if one.key.startswith("filter:")))
        await ask(choice=f"{menu.buttons[-1].key.replace('list:', 'filter:')}:brand")
        await ask("/product b1")
        await ask("/favourites")
        await ask("red boots", page=0)
        await ask(f"red \u202e{TURNING}boots under 50")
        await ask(f"{TURNING}/nonsense")


def test_a_title_keeps_its_direction_and_the_words_around_it_theirs() -> None:
    """Hebrew between English words, English between Arabic ones: the price stands behind the title in both."""
    for language, title in (("en", HEBREW), ("ar", "Ankle boot"), ("ar", HEBREW), ("de", f"Boot {HEBREW} 38")):
        with using_language(language):
            reply = Reply("", tuple(Card(f"p{n}", title, "", price="79 €") for n in range(2)))
            assert f"\u2068{title}\u2069 — " in list_text(reply)
            assert f"\u2068{title}\u2069" in translate("removed", title=title)
    with using_language("en"):
        assert "\u2068" not in translate("removed", title="Ankle boot")


def test_every_part_of_a_reply_is_legible_by_construction() -> None:
    """Buttons, captions and files, whoever makes them; the keys and addresses that machines read stay as they are."""
    odd = "\u202eodd"
    assert Button(odd, url=odd) == Button("odd", url=odd)
    assert Document(odd, b"").name == "odd"
    card = Card(odd, odd, odd, *(odd,) * 3, sizes=(odd,), why=(odd,), also=odd, attributes=(odd,))
    assert (card.product_id, card.picture) == (odd, odd)
    assert {card.title, card.price, card.was, card.brand, card.also, *card.sizes, *card.why, *card.attributes} == {
        "odd"
    }
    assert Reply(odd, understood=(odd,)).understood == ("odd",)


def test_the_owners_table_of_failures_is_legible() -> None:
    """A name that a spreadsheet shows backwards would be looked for in vain."""
    assert "\u202e" not in failures_csv([RowFailure(2, "\u202eid", "the picture \u202egpj.exe is missing")])


async def test_shoppers_who_write_so_are_understood(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """Some keyboards put such signs between words of two scripts."""
    assistant = assistant_of(engine, catalog, conversations)
    plain = await assistant.handle(message("red boots"))
    turned = await assistant.handle(message("\u202ared\u202c \u2067boots\u2069", conversation="c2"))
    assert turned.understood == plain.understood
