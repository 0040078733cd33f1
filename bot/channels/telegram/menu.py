"""What Telegram shows of the bot before anything is said: its menu of commands and its description, by language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, NamedTuple

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.calls import Pause
from bot.i18n.languages import NAMES
from bot.i18n.translator import language, translate, using_language

logger = logging.getLogger(__name__)

COMMANDS: Final = ("start", "favourites", "help", "language", "my_data", "forget_me")
ADMIN_COMMANDS: Final = ("add", "remove", "sync", "stats")
BEGIN_AFTER_S: Final = 8.0

_AGAIN_AFTER_S: Final = (5.0, 60.0, 600.0, 3600.0)
_FOR_GOOD: Final = (BadRequest, Forbidden, InvalidToken)


@asynccontextmanager
async def menu(bot: Bot, admin_ids: Sequence[int], pause: Pause) -> AsyncIterator[None]:
    """Tell Telegram, meanwhile and not at once: it takes many requests, and what waits is to be answered first."""
    task = asyncio.create_task(_publish(bot, admin_ids, pause), name="telegram menu")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class _Part(NamedTuple):
    """One request; `whose` is a language, or an admin in it."""

    method: str
    whose: str
    call: Callable[[], Awaitable[object]]
    is_for_admin: bool = False


async def _publish(bot: Bot, admin_ids: Sequence[int], pause: Pause) -> None:
    """Each part by itself; what Telegram does not take for now is told again, for about an hour."""
    await pause(BEGIN_AFTER_S)
    left = _parts(bot, admin_ids)
    for wait_s in _AGAIN_AFTER_S:
        left = [part for part in left if not await _is_settled(part)]
        if not left:
            return
        await pause(wait_s)
    for part in [part for part in left if not await _is_settled(part)]:
        logger.warning("Telegram did not take %s for %s; the next start tells it.", part.method, part.whose)


def _parts(bot: Bot, admin_ids: Sequence[int]) -> list[_Part]:
    parts: list[_Part] = []
    # Without a language code first: for everybody whose language is not spoken.
    for code in (None, *(code for code in NAMES if code != language())):
        whose = code or "all other languages"
        with using_language(code or language()):
            short, long = translate("bot-short-description"), translate("bot-description")
            everybody, admins = _commands(COMMANDS), _commands((*COMMANDS, *ADMIN_COMMANDS))
        parts += [
            _Part("setMyCommands", whose, partial(bot.set_my_commands, everybody, language_code=code)),
            _Part("setMyShortDescription", whose, partial(bot.set_my_short_description, short, language_code=code)),
            _Part("setMyDescription", whose, partial(bot.set_my_description, long, language_code=code)),
        ]
        for admin in admin_ids:
            call = partial(bot.set_my_commands, admins, BotCommandScopeChat(admin), language_code=code)
            parts.append(_Part("setMyCommands", f"{whose} (admin {admin})", call, is_for_admin=True))
    return parts


async def _is_settled(part: _Part) -> bool:
    """Whether Telegram took it, or will never take it."""
    try:
        await part.call()
    except _FOR_GOOD as error:
        if part.is_for_admin:
            logger.debug("%s has not opened the chat yet, and gets the menu with the next start: %s", part.whose, error)
        else:
            logger.warning("Telegram refused %s for %s: %s", part.method, part.whose, error)
    except TelegramError as error:
        logger.info("Telegram did not take %s for %s, it is told again: %r", part.method, part.whose, error)
        return False
    return True


def _commands(names: Sequence[str]) -> list[BotCommand]:
    return [BotCommand(name, translate(f"command-{name.replace('_', '-')}")) for name in names]
