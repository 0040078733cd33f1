"""What Telegram shows of the bot before anything is said: its menu of commands and its description, by language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram_calls import Pause
from bot.say import NAMES, language, say, speaking

logger = logging.getLogger(__name__)

COMMANDS: Final = ("start", "favourites", "help", "language", "forget_me")
ADMIN_COMMANDS: Final = ("add", "remove", "sync", "stats")
BEGIN_AFTER_S: Final = 8.0


@asynccontextmanager
async def menu(bot: Bot, admin_ids: Sequence[int], pause: Pause) -> AsyncIterator[None]:
    """Tell Telegram, meanwhile and not at once: it takes many requests, and what waits is to be answered first."""
    task = asyncio.create_task(_publish(bot, admin_ids, pause), name="telegram menu")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _publish(bot: Bot, admin_ids: Sequence[int], pause: Pause) -> None:
    await pause(BEGIN_AFTER_S)
    try:
        # Without a language code first: for everybody whose language is not spoken.
        for code in (None, *(code for code in NAMES if code != language())):
            with speaking(code or language()):
                await bot.set_my_commands(_commands(COMMANDS), language_code=code)
                await bot.set_my_short_description(say("bot-short-description"), language_code=code)
                await bot.set_my_description(say("bot-description"), language_code=code)
                for admin in admin_ids:
                    await _set_admin_commands(bot, admin, code)
    except TelegramError as error:
        logger.warning("Telegram did not take the menu of commands: %s", error)


async def _set_admin_commands(bot: Bot, admin: int, code: str | None) -> None:
    try:
        scope = BotCommandScopeChat(admin)
        await bot.set_my_commands(_commands((*COMMANDS, *ADMIN_COMMANDS)), scope=scope, language_code=code)
    except BadRequest as error:
        logger.debug("Admin %d has not opened the chat yet, and gets the menu with the next start: %s", admin, error)


def _commands(names: Sequence[str]) -> list[BotCommand]:
    return [BotCommand(name, say(f"command-{name.replace('_', '-')}")) for name in names]
