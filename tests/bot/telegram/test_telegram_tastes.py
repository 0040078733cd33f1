"""What people like and put right, through the Bot API, with the bot started anew between an answer and a tap."""

from __future__ import annotations

from pathlib import Path

from catalog.catalog import Catalog
from tests.bot.telegram.shop import House, button, labels
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer


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
