"""A running Telegram bot with a scripted assistant, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from bot.channels.rate_limits import UNLIMITED, Limits
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.menu import BEGIN_AFTER_S
from bot.channels.telegram.sending.file_ids import FileIds
from bot.channels.telegram.sending.progress_notice import SLOW_S
from bot.channels.telegram.sending.sent_messages import SentMessages
from bot.messages import Card
from bot.owner.correction_review import CorrectionReview
from bot.settings import TelegramSettings
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.favourites import FavouriteStore
from bot.storage.inbox import Inbox
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of
from tests.fakes import FakeEngine, HeldPause, ScriptedAssistant
from tests.telegram_server import PATIENCE_S, Call, TelegramServer

RENEW_S, ALBUM_S = 4.5, 1.0


class TelegramShop:
    """`async with` runs a bot: its server, its assistant, its pictures, its inbox, its pauses and clock."""

    def __init__(
        self,
        server: TelegramServer,
        folder: Path,
        limits: Limits = UNLIMITED,
        settings: TelegramSettings | None = None,
    ) -> None:
        self.server = server
        self.assistant = ScriptedAssistant()
        self.pause = HeldPause(RENEW_S, ALBUM_S, BEGIN_AFTER_S, SLOW_S)
        self.folder = folder
        self.now = 1_000_000.0
        self.inbox = Inbox(folder / "inbox.db", "telegram:424242", lambda: self.now)
        self.file_ids = FileIds(folder / "uploads.db", "424242")
        self.channel = TelegramChannel(
            settings or server.settings,
            self.assistant,
            self.picture,
            self.inbox,
            limits,
            file_ids=self.file_ids,
            pause=self.pause,
            now=lambda: self.now,
            clock=lambda: self.now,
        )
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as starting:
            await starting.enter_async_context(self.inbox)
            await starting.enter_async_context(self.file_ids)
            await starting.enter_async_context(self.channel)
            self._running = starting.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.aclose()

    async def stop(self) -> None:
        """Stop as an operator does."""
        await self._running.aclose()

    def picture(self, key: str) -> Path | None:
        path = self.folder / f"{key}.jpg"
        return path if path.exists() else None

    def cards(self, count: int, **more: Any) -> tuple[Card, ...]:
        """Cards with a picture each."""
        for number in range(1, count + 1):
            (self.folder / f"p{number}.jpg").write_bytes(b"jpeg %d" % number)
        return tuple(Card(f"id{n}", f"Boot {n}", f"p{n}", price=f"€{n}9.00", **more) for n in range(1, count + 1))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Bot API server without a bot; none of Telegram's limits may have been broken in the end."""
    async with TelegramServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def free_port() -> int:
    """A loopback port where nothing listens."""
    listener = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port: int = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    return port


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[TelegramShop]:
    """A bot that polls; afterwards it must not have broken any of Telegram's limits."""
    async with TelegramServer() as server:
        async with TelegramShop(server, tmp_path) as shop:
            yield shop
        assert server.violations == []


async def come(true: Callable[[], bool]) -> None:
    """Wait until this holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


def texts(calls: list[Call]) -> list[str]:
    return [call.fields["text"] for call in calls]


class House:
    """A shop whose bot can be started and stopped."""

    def __init__(self, server: TelegramServer, engine: FakeEngine, catalog: Catalog, folder: Path) -> None:
        self.server, self._engine, self._catalog, self._folder = server, engine, catalog, folder
        self.pause = HeldPause(RENEW_S, ALBUM_S, BEGIN_AFTER_S, SLOW_S)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[TelegramServer]:
        """The bot with all that it keeps, until the end of the block."""
        async with (
            Conversations(self._folder / "conversations.db") as conversations,
            FavouriteStore(self._folder / "likes.db") as favourites,
            Corrections(self._folder / "corrections.db") as corrections,
            SentMessages(self._folder / "telegram.db") as sent_messages,
            FileIds(self._folder / "uploads.db", "424242") as file_ids,
            Inbox(self._folder / "inbox.db", "telegram:424242") as inbox,
        ):
            right = CorrectionReview(self._catalog, corrections)
            assistant = assistant_of(
                self._engine, self._catalog, conversations, favourites=favourites, correction_review=right
            )
            pictures = self._catalog.picture_path
            settings = self.server.settings
            channel = TelegramChannel(
                settings,
                assistant.handle,
                pictures,
                inbox,
                sent_messages=sent_messages,
                file_ids=file_ids,
                pause=self.pause,
            )
            async with channel:
                yield self.server


def button(call: Call, label: str) -> str:
    """The data of the button with this label."""
    found = [str(one["callback_data"]) for row in call.buttons for one in row if one["text"] == label]
    assert found, f"{label} is not among {labels(call)}"
    return found[0]


def labels(call: Call) -> list[str]:
    return [one["text"] for row in call.buttons for one in row]
