"""What people like and put right, through the Bot API, with the bot started anew between an answer and a tap."""

from __future__ import annotations

from pathlib import Path

from bot.storage.corrections import Corrections
from catalog.catalog import Catalog
from tests.bot.channels.telegram.shop import House, button, labels
from tests.bot.stock import picture
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer
from workers.jobs import Guess


async def test_a_heart_is_filled_in_place_after_a_restart(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """The tap edits the keyboard of the photo and sends nothing; /favourites sends what was kept."""
    async with TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            await server.say("blue polo shirt")
            (listed,) = await server.wait_for("sendMessage")
            await server.tap(button(listed, "1"))
            (opened,) = await server.wait_for("sendPhoto")
        async with house.bot():
            heart = button(opened, "♡")
            await server.tap(heart)
            (edited,) = await server.wait_for("editMessageReplyMarkup")
            assert labels(edited) == [{"♡": "♥"}.get(label, label) for label in labels(opened)]
            await server.say("/favourites")
            kept = (await server.wait_for("sendPhoto", 2))[-1]
            assert "Club" in kept.fields["caption"]
            await server.tap(heart)
            back = (await server.wait_for("editMessageReplyMarkup", 2))[-1]
            assert labels(back) == labels(opened)
        assert len(server.made("sendMessage")) == 1
        assert server.violations == []


async def test_a_message_that_cannot_be_edited_gets_words(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """What Telegram does not let us change is answered by a sentence."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.say("blue polo shirt")
        (listed,) = await server.wait_for("sendMessage")
        await server.tap(button(listed, "1"))
        (opened,) = await server.wait_for("sendPhoto")
        server.fail("editMessageReplyMarkup", 400, "Bad Request: message can't be edited")
        await server.tap(button(opened, "♡"))
        said = (await server.wait_for("sendMessage", 2))[-1]
        assert said.fields["text"].startswith("Saved")


async def test_a_shared_link_opens_the_product(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """The button has the link, and whoever follows it sends its payload."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.say("/start p_t2")
        (opened,) = await server.wait_for("sendPhoto")
        assert "Club" in opened.fields["caption"]
        share = next(one["url"] for row in opened.buttons for one in row if one["text"] == "Share")
        assert "https%3A%2F%2Ft.me%2Fshop_test_bot%3Fstart%3Dp_t2" in share
        assert server.violations == []


async def test_a_wrong_guess_is_put_right_in_place(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """A tap on what was seen, after a restart, offers what it may be; the answer is edited, and the shop has a note."""
    photo = picture("red", 80)
    engine.sees(photo, {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.7, 1.0),)})
    async with TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            await server.show(photo)
            (answer,) = await server.wait_for("sendMessage")
        async with house.bot():
            await server.tap(button(answer, "red ▾"))
            (menu,) = await server.wait_for("editMessageText")
            assert "The colour is not red? Then what is it?" in menu.fields["text"]
            assert labels(menu)[:2] == ["maroon", "coral"]
            await server.tap(button(menu, "other …"))
            more = (await server.wait_for("editMessageText", 2))[-1]
            await server.tap(button(more, "black"))
            found = (await server.wait_for("editMessageText", 3))[-1]
        assert len(server.made("sendMessage")) == 1
        assert server.violations == []
    assert found.fields["text"].startswith("Thanks, searching for black.")
    assert "1 · Ankle boot &quot;Coal&quot;, black" in found.fields["text"].replace('"', "&quot;")
    async with Corrections(tmp_path / "corrections.db") as kept:
        (one,) = await kept.all()
    assert (one.source, one.seen, one.corrected, one.confidence, one.model) == (
        *("photo", "red", "black", 0.7),
        engine.info.fingerprint,
    )
