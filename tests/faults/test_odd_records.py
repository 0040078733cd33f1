"""What was stored long ago, or by another version: a letter of days ago, a price that is none, a title that turns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.sending.formatting import list_text
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.storage import codec
from tests.bot.channels.telegram.shop import TelegramShop, texts
from tests.bot.conftest import catalog, conversations, empty_catalog, engine
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine
from tests.faults.table import Told
from tests.telegram_server import TelegramServer

__all__ = ("catalog", "conversations", "empty_catalog", "engine")

NOW = 1_000_000.0
DAYS = 86_400.0


async def left_behind(server: TelegramServer, folder: Path, waited_s: Callable[[int], float]) -> None:
    """Put what waits for the bot into its inbox, each as old as `waited_s` of its place says."""
    async with TelegramShop(server, folder):
        """Makes the file."""
    updates: list[dict[str, Any]] = server.swallow()
    with closing(sqlite3.connect(folder / "inbox.db")) as database, database:
        database.executemany(
            "INSERT INTO letters (owner, number, at, person, content) VALUES ('telegram:424242', ?, ?, '', ?)",
            [(one["update_id"], NOW - waited_s(place), json.dumps(one)) for place, one in enumerate(updates)],
        )


def waiting(folder: Path) -> int:
    """How many letters are in the inbox."""
    with closing(sqlite3.connect(folder / "inbox.db")) as database:
        return int(database.execute("SELECT count(*) FROM letters").fetchone()[0])


@pytest.mark.fault(
    "the bot was away for three days, messages wait in the inbox",
    "each chat is asked once to send them again; the log counts them",
    log="60 messages in 3 chats waited longer than 10 minutes; each chat is asked",
)
async def test_what_waited_for_days_gets_its_apology(tmp_path: Path, record_property: Told) -> None:
    """One sentence a chat, however much it sent, and never silence."""
    async with TelegramServer() as server:
        for number in range(60):
            await server.say(f"words {number}", chat=7 + number % 3)
        await left_behind(server, tmp_path, lambda _: 3 * DAYS)
        async with TelegramShop(server, tmp_path) as shop:
            said = texts(await server.wait_for("sendMessage", 3))
            await server.say("I am back", chat=8)
            answer = (await server.wait_for("sendMessage", 4))[-1]
            assert answer.fields["text"] == "You said: I am back"
            await shop.stop()
        assert len(server.made("sendMessage")) == 4
    assert all("send it again" in text for text in said)
    assert waiting(tmp_path) == 0
    record_property("seen", "60 messages of 3 chats: 3 apologies")


@pytest.mark.fault(
    "thousands of old messages of hundreds of chats in the inbox, and somebody writes now",
    "the one who writes does not wait for the apologies, which are said one after another",
    log="1500 messages in 300 chats",
)
async def test_thousands_of_apologies_leave_room_for_who_writes_now(tmp_path: Path, record_property: Told) -> None:
    """A flood of them would use up what Telegram allows, and make everybody wait."""
    async with TelegramServer() as server:
        await server.say("words", chat=5)
        await left_behind(server, tmp_path, lambda _: DAYS)
        with closing(sqlite3.connect(tmp_path / "inbox.db")) as database, database:
            ((content,),) = database.execute("SELECT content FROM letters").fetchall()
            database.execute("DELETE FROM letters")
            for number in range(1_500):
                update = json.loads(content)
                update["update_id"] = 5_000 + number
                update["message"]["chat"]["id"] = 100 + number % 300
                database.execute(
                    "INSERT INTO letters (owner, number, at, person, content) VALUES ('telegram:424242', ?, ?, '', ?)",
                    (update["update_id"], NOW - DAYS, json.dumps(update)),
                )
        await server.say("I write now", chat=9)
        async with TelegramShop(server, tmp_path) as shop:
            (answer,) = texts(await server.wait_for("sendMessage", 1, chat=9))
            assert answer == "You said: I write now"
            apologies = len(server.made("sendMessage")) - 1
            await shop.stop()
        left = waiting(tmp_path)
    assert apologies < 100
    assert left > 1_000, "the next start says the rest"
    record_property("seen", f"answered after {apologies} apologies")


@pytest.mark.fault(
    "old messages in the inbox, and SHOPLENS_TELEGRAM__STALE=drop",
    "dropped without a word to their senders; the log counts them",
    log="4 messages in 1 chats waited longer than 10 minutes and are dropped",
)
async def test_what_is_dropped_is_counted(tmp_path: Path) -> None:
    """The operator who set it reads how many."""
    async with TelegramServer() as server:
        for number in range(4):
            await server.say(f"words {number}")
        await left_behind(server, tmp_path, lambda _: 2 * DAYS)
        settings = server.settings.model_copy(update={"stale": "drop"})
        async with TelegramShop(server, tmp_path, settings=settings) as shop:
            await server.say("new")
            assert texts(await server.wait_for("sendMessage")) == ["You said: new"]
            await shop.stop()
    assert waiting(tmp_path) == 0


@pytest.mark.fault(
    "an inbox row of text where numbers belong",
    "dropped with a line, the others are answered",
    log="cannot be read and is dropped",
)
async def test_a_row_that_makes_no_sense_costs_itself_only(tmp_path: Path) -> None:
    """An older version, or a hand with an editor, has written it."""
    async with TelegramServer() as server:
        await server.say("one")
        await server.say("two")
        await left_behind(server, tmp_path, lambda _: 1.0)
        with closing(sqlite3.connect(tmp_path / "inbox.db")) as database, database:
            database.execute("UPDATE letters SET at = 'yesterday' WHERE place = 1")
        async with TelegramShop(server, tmp_path) as shop:
            assert texts(await server.wait_for("sendMessage")) == ["You said: two"]
            await shop.stop()
    assert waiting(tmp_path) == 0


def rewrite(folder: Path, product_id: str, **fields: object) -> None:
    """Change a product in the file, past all that the code would not write."""
    with closing(sqlite3.connect(folder / "products.sqlite3")) as database, database:
        ((text,),) = database.execute("SELECT product FROM products WHERE id = ?", (product_id,)).fetchall()
        changed = json.dumps(json.loads(text) | fields)
        database.execute("UPDATE products SET product = ? WHERE id = ?", (changed, product_id))


@pytest.mark.fault(
    "a stored price is {case}",
    "the product is shown without a price, all answers go on",
    log="product b1 has a price that nobody can pay",
)
@pytest.mark.parametrize("price", ["1e30", "NaN", "-5"])
async def test_a_stored_price_that_is_none_costs_itself_only(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path, price: str
) -> None:
    """Every answer with that product would die otherwise."""
    codec._note_odd_price.cache_clear()  # noqa: SLF001 - said once a process
    rewrite(tmp_path / "catalog", "b1", price=price)
    reply = await assistant_of(engine, catalog, conversations).handle(message("red boots"))
    prices = {card.product_id: card.price for card in reply.cards}
    assert (prices["b1"], prices["b2"]) == ("", "€69.00")


@pytest.mark.fault(
    "a stored title ends in a sign that turns what follows (U+202E)",
    "the title and the price behind it are read in their order, in {case}",
)
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_stored_title_that_turns_what_follows_costs_itself_only(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path, language: str
) -> None:
    """Buttons, captions and the list of prices would be read backwards."""
    rewrite(tmp_path / "catalog", "b1", title="Boot \u202eNora\u2067", brand="\u202eNordlund")
    await conversations.set_language("web:7", language, chosen=True)
    reply = await assistant_of(engine, catalog, conversations).handle(message("red boots"))
    (card,) = [card for card in reply.cards if card.product_id == "b1"]
    assert (card.title, card.brand) == ("Boot Nora", "Nordlund")
    assert not any(sign in list_text(reply) for sign in "\u202e\u2067")
