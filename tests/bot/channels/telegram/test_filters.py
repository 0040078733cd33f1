"""Questions that are shaped by taps, through the Bot API: messages are edited and not sent again."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.channels.telegram.sending.sent_messages import SentMessages, SentPicture
from bot.storage.conversations import MAX_AGE_S
from catalog.catalog import Catalog
from tests.bot.channels.telegram.shop import House, button, labels
from tests.bot.stock import product, stock
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer


async def _boots(catalog: Catalog, engine: FakeEngine) -> None:
    """Six red boots of two brands and six black ones, each with a picture of its own."""
    items = [
        (
            product(f"{colour}{n}", f"Ankle boot {colour} {n}", brand=("Puma", "Nike")[n > 1], sizes=(str(38 + n),)),
            colour,
        )
        for n in range(6)
        for colour in ("red", "black")
    ]
    await stock(catalog, engine, items)


async def test_a_chip_edits_the_answer_after_a_restart(
    engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path
) -> None:
    """The album's pictures, the words and the buttons change where they are; nothing new is sent."""
    await _boots(empty_catalog, engine)
    async with TelegramServer() as server:
        house = House(server, engine, empty_catalog, tmp_path)
        async with house.bot():
            await server.say("red boots")
            (words,) = await server.wait_for("sendMessage")
            assert [[one["text"] for one in row] for row in words.buttons] == [
                ["red ▾", "boots ▾"],
                ["1", "2", "3", "4", "5"],
                ["More", "Filter", "Sort"],
            ]
            (screen,) = [one for one, words in server.screen.items() if "Understood" in words]
        async with house.bot():
            await server.tap(button(words, "red ▾"))
            (menu,) = await server.wait_for("editMessageText")
            assert labels(menu) == ["black (6)", "Remove red ✕", "Back"]
            assert server.screen[screen].endswith("Understood: red · boots\nInstead of red")
            assert server.made("editMessageMedia") == [], "the same pictures stay"
            await server.tap(button(menu, "black (6)"))
            (_, black) = await server.wait_for("editMessageText", 2)
            assert black.fields["text"].endswith("<i>Understood: boots · black</i>")
            shown = [text for text in server.screen.values() if text[1:4] == " · "]
            assert len(shown) == 6
            assert all("black" in text for text in shown)
            await server.tap(button(black, "2"))
            (opened,) = await server.wait_for("sendPhoto")
            assert "black" in opened.fields["caption"]
        assert (len(server.made("sendMediaGroup")), len(server.made("sendMessage"))) == (1, 1)
        assert server.violations == []


async def test_fewer_pictures_are_taken_away_and_more_are_sent_anew(
    engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path
) -> None:
    """Down to two and one the album shrinks; back to five a new one comes and the old buttons go."""
    await _boots(empty_catalog, engine)
    async with TelegramServer() as server, House(server, engine, empty_catalog, tmp_path).bot():
        await server.say("red boots")
        (words,) = await server.wait_for("sendMessage")
        call = words
        for edits, step in enumerate(("Filter", "Brand", "Puma (2)", "Back", "Size", "38 (1)"), start=1):
            await server.tap(button(call, step))
            call = (await server.wait_for("editMessageText", edits))[-1]
        assert len(server.made("deleteMessage")) == 4
        assert len(server.screen) == 2
        await server.tap(button(call, "Any"))
        anew = (await server.wait_for("sendMessage", 2))[-1]
        old = int(call.fields["message_id"])
        assert "Back" in labels(anew)
        assert server.keyboards[old] == (7, [])
        assert len(server.made("sendMediaGroup")) == 2
        assert server.violations == []


async def test_one_product_and_its_buttons_are_edited_too(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """A single hit is a photo with a caption: another single one takes its place, several come anew."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.say("boots on sale")
        (photo,) = await server.wait_for("sendPhoto")
        assert labels(photo)[:2] == ["boots ▾", "on sale ✕"]
        await server.tap(button(photo, "Filter"))
        (menu,) = await server.wait_for("editMessageMedia")
        assert "Done" in labels(menu)
        await server.tap(button(menu, "on sale ✕"))
        await server.wait_for("sendMediaGroup")
        await server.wait_for("sendMessage")
        assert server.keyboards[int(menu.fields["message_id"])] == (7, [])
        assert server.violations == []


async def test_two_taps_at_once_are_answered_in_turn(
    engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path
) -> None:
    """Whether the same button or another one, the screen ends with what both asked for, and [More] comes once."""
    await _boots(empty_catalog, engine)
    async with TelegramServer() as server, House(server, engine, empty_catalog, tmp_path).bot():
        await server.say("red boots under 90 in stock")
        (words,) = await server.wait_for("sendMessage")
        (screen,) = [one for one, text in server.screen.items() if "Understood" in text]
        taps = [button(words, label) for label in ("under 90 ✕", "under 90 ✕", "in stock ✕")]
        await asyncio.gather(*(server.tap(data, under=screen) for data in taps))
        await server.wait_for("editMessageText", 3)
        assert server.screen[screen].endswith("Understood: red · boots")
        more = button(words, "More")
        await asyncio.gather(server.tap(more, under=screen), server.tap(more, under=screen))
        sent = await server.wait_for("sendMessage", 3)
        assert sent[-1].fields["text"] == "The next ones are here already, further down."
        assert len(server.made("sendMediaGroup")) == 2
        assert server.violations == []


async def test_what_telegram_will_not_edit_is_sent_anew(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """A message that somebody deleted, or one that was never noted, costs nothing but its place."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.say("red boots")
        (words,) = await server.wait_for("sendMessage")
        server.fail("editMessageText", 400, "Bad Request: message to edit not found")
        await server.tap(button(words, "Sort"))
        anew = (await server.wait_for("sendMessage", 2))[-1]
        assert "Newest" in labels(anew)
        await server.tap(button(words, "Filter"))
        other = (await server.wait_for("sendMessage", 3))[-1]
        assert "Done" in labels(other)
        assert server.violations == []


async def test_what_is_posted_is_kept_and_forgotten(tmp_path: Path) -> None:
    """As long as the turns, and until the person asks; another person's stays."""
    now = 1000.0
    async with SentMessages(tmp_path / "t.db", now=lambda: now) as sent_messages:
        await sent_messages.note(7, 1, [SentPicture(5, "a"), SentPicture(6, "b")])
        await sent_messages.note(8, 1, [])
        assert await sent_messages.pictures(7, 1) == [(5, "a"), (6, "b")]
        assert (await sent_messages.pictures(8, 1), await sent_messages.pictures(7, 2)) == ([], None)
        assert (
            await sent_messages.forget("telegram:7"),
            await sent_messages.forget("web:8"),
            await sent_messages.forget("telegram:"),
        ) == (
            1,
            0,
            0,
        )
        assert await sent_messages.pictures(7, 1) is None
        now += MAX_AGE_S + 1
        await sent_messages.note(9, 1, [])
        assert await sent_messages.pictures(8, 1) is None
