"""What people like and put right, through the Bot API, with the bot started anew between an answer and a tap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.assistant import ShopAssistant
from bot.channels.telegram import TelegramChannel
from bot.conversations import Conversations
from bot.inbox import Inbox
from bot.likes import Likes
from catalog.catalog import Catalog
from tests.bot.telegram.shop import ALBUM_S, RENEW_S
from tests.fakes import FakeEngine, HeldPause
from tests.telegram_server import Call, TelegramServer


class House:
    """A shop whose bot can be started and stopped."""

    def __init__(self, server: TelegramServer, engine: FakeEngine, catalog: Catalog, folder: Path) -> None:
        self.server, self._engine, self._catalog, self._folder = server, engine, catalog, folder

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[TelegramServer]:
        """The bot with all that it keeps, until the end of the block."""
        pause = HeldPause(RENEW_S, ALBUM_S)
        async with (
            Conversations(self._folder / "conversations.db") as conversations,
            Likes(self._folder / "likes.db") as likes,
            Inbox(self._folder / "inbox.db", "telegram:424242") as inbox,
        ):
            assistant = ShopAssistant(self._engine, self._catalog, conversations, likes=likes)
            pictures = self._catalog.picture_path
            async with TelegramChannel(self.server.settings, assistant.handle, pictures, inbox, pause=pause):
                yield self.server


def button(call: Call, label: str) -> str:
    """The data of the button with this label."""
    return next(str(one["callback_data"]) for row in call.buttons for one in row if one["text"] == label)


def labels(call: Call) -> list[str]:
    return [one["text"] for row in call.buttons for one in row]


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
