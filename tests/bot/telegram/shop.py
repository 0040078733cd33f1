"""A running Telegram bot with a scripted assistant, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel
from bot.limits import UNLIMITED, Limits
from bot.messages import Card
from tests.fakes import HeldPause, ScriptedAssistant
from tests.telegram_server import Call, TelegramServer

RENEW_S, ALBUM_S = 4.5, 1.0


class TelegramShop:
    """A running bot: its server, its assistant, its pictures, its pauses."""

    def __init__(self, server: TelegramServer, folder: Path, limits: Limits = UNLIMITED) -> None:
        self.server = server
        self.assistant = ScriptedAssistant()
        self.pause = HeldPause(RENEW_S, ALBUM_S)
        self.folder = folder
        self.channel = TelegramChannel(server.settings, self.assistant, self.picture, limits, pause=self.pause)

    def picture(self, key: str) -> Path | None:
        path = self.folder / f"{key}.jpg"
        return path if path.exists() else None

    def cards(self, count: int, **more: Any) -> tuple[Card, ...]:
        """Cards with a picture each."""
        for number in range(1, count + 1):
            (self.folder / f"p{number}.jpg").write_bytes(b"jpeg %d" % number)
        return tuple(Card(f"id{n}", f"Boot {n}", f"p{n}", price=f"€{n}9.00", **more) for n in range(1, count + 1))


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[TelegramShop]:
    """A bot that polls; afterwards it must not have broken any of Telegram's limits."""
    async with TelegramServer() as server:
        shop = TelegramShop(server, tmp_path)
        async with shop.channel:
            yield shop
        assert server.violations == []


def texts(calls: list[Call]) -> list[str]:
    return [call.fields["text"] for call in calls]
