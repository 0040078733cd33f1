"""The connections to Telegram are there for the next request, whatever becomes of those before."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram import bot as telegram_bot
from tests.telegram_server import PATIENCE_S, TelegramServer

_CANCELLED = 300
_STEPS = 60


async def test_requests_given_up_at_any_moment_keep_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is ready ends its "typing" at any step of that request: none of them may lose its connection."""
    monkeypatch.setattr(telegram_bot, "_MAX_CONNECTIONS", 1)
    async with TelegramServer() as server:
        bot = telegram_bot.build_bot(server.settings.token.get_secret_value(), server.settings)
        await bot.initialize()
        for number in range(_CANCELLED):
            typing = asyncio.create_task(bot.send_chat_action(7, "typing"))
            for _ in range(number % _STEPS):
                await asyncio.sleep(0)
            typing.cancel()
            await asyncio.wait([typing])
        async with asyncio.timeout(PATIENCE_S):
            await bot.send_message(7, "Boots")
        await bot.shutdown()
        assert len(server.made("sendMessage")) == 1
