"""For `shoplens setup`: whose bot a token is, and which person sends the code that only the owner was shown."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from telegram import Bot
from telegram.error import Conflict, TelegramError

from bot.channels.telegram.bot import build_bot, fetch_updates, introduce, unreachable
from bot.channels.telegram.calls import Pause, quiet_vendor_logs, with_retries
from bot.channels.telegram.receiving.parsing import number_of
from bot.errors import ChannelError
from bot.i18n.languages import spoken
from bot.i18n.translator import language, translate, using_language
from bot.settings import TelegramSettings

_SENT_CODE: Final = re.compile(r"(?:/start(?:@\w+)?\s+)?(\S+)")
_ALL_KINDS: Final = ()
"""Of updates: Telegram drops those that come in meanwhile and are of a kind that is not asked for."""

_POLL_S: Final = 25
_PAUSE_S: Final = 1.0
_MAX_SEEN: Final = 100
"""Updates that Telegram hands over at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """A bot or a person."""

    id: int
    name: str
    username: str = ""


async def bot_account(settings: TelegramSettings) -> Account:
    """The bot that the token belongs to.  Raises `ChannelError`."""

    async def look(bot: Bot) -> Account:
        return Account(bot.id, bot.first_name, bot.username)

    return await _with_bot(settings, look)


async def wait_for_owner(settings: TelegramSettings, code: str, pause: Pause = asyncio.sleep) -> Account:
    """Whoever sends the code to the bot, and is told there that they are the owner.  Waits without end.

    All else stays with Telegram, for the bot to answer once it runs: only the message with the code is confirmed, and
    only where it is the first, since whatever comes before it would be confirmed with it.

    Raises `ChannelError`, also where another program takes the bot's messages.
    """
    return await _with_bot(settings, partial(_wait_for_owner, code, pause))


async def _wait_for_owner(code: str, pause: Pause, bot: Bot) -> Account:
    while True:
        updates = await with_retries(partial(fetch_updates, bot, 0, _ALL_KINDS, _POLL_S), pause)
        for place, update in enumerate(updates):
            if sender := _sender_of(code, update):
                with suppress(TelegramError):  # they are the owner, whether Telegram takes this or not
                    if place == 0:
                        await fetch_updates(bot, (number_of(update) or 0) + 1, _ALL_KINDS, timeout_s=0, limit=1)
                    with using_language(spoken(str(sender.get("language_code"))) or language()):
                        await bot.send_message(sender["id"], translate("setup-owner"))
                return Account(sender["id"], sender["first_name"])
        if len(updates) >= _MAX_SEEN:
            raise ChannelError(
                f"{_MAX_SEEN} messages wait for the bot already, so that no more can be seen: "
                "start it once, which answers them, and then run `shoplens setup` again."
            )
        if updates:
            # They are handed over again at once.
            await pause(_PAUSE_S)


async def _with_bot(settings: TelegramSettings, work: Callable[[Bot], Awaitable[T]]) -> T:
    token = settings.token.get_secret_value().strip()
    with quiet_vendor_logs(token):
        bot = build_bot(token, settings)
        try:
            await introduce(bot, settings)
            return await work(bot)
        except Conflict:
            problem = (
                "Another program takes this bot's messages: stop it, then run `shoplens setup` again. "
                "If you know of none, start the bot once, which takes over."
            )
        except TelegramError as error:
            problem = unreachable(settings, error)
        finally:
            await bot.shutdown()
    # Raised here and not above: the library's error, which would come along as the context, holds the token.
    raise ChannelError(problem)


def _sender_of(code: str, update: object) -> dict[str, Any] | None:
    """A person who sends the code, or the link that has it, in a private chat."""
    match update:
        case {
            "message": {
                "text": str(text),
                "chat": {"type": "private"},
                "from": {"id": int(), "is_bot": False, "first_name": str()} as sender,
            }
        } if found := _SENT_CODE.fullmatch(text.strip()):
            return sender if hmac.compare_digest(found[1].upper().encode("utf-8", "replace"), code.encode()) else None
    return None
