"""Reads updates, and sees to those that cannot be read: counted, logged, told to the admins, their senders answered."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.rate_limits import Limits
from bot.channels.telegram.calls import Pause, outline, with_retries
from bot.channels.telegram.receiving.incoming import CHANNEL
from bot.channels.telegram.receiving.parsing import UnreadableUpdate, number_of, read_update
from bot.i18n.languages import spoken
from bot.i18n.translator import language, translate, using_language
from bot.messages import IncomingMessage, conversation_of

logger = logging.getLogger(__name__)

Tell = Callable[[int, str], Awaitable[bool]]

_MAX_ANSWERS_AT_ONCE: Final = 32
_ANSWER_LIMIT_S: Final = 30.0
_MAX_KNOWN: Final = 1000
_NAME: Final = re.compile(r"[a-z_]{1,40}")


class UpdateReader:
    """`read` gives the update or, having seen to it, None.  `unreadable` counts.

    Whoever sent it in a chat of their own is told what works, within `limits` and one at a time; the admins are told
    once.  One that comes again is passed over in silence.
    """

    def __init__(self, bot: Bot, limits: Limits, admins: Sequence[int], tell: Tell, pause: Pause) -> None:
        self._bot = bot
        self._limits = limits
        self._admins = admins
        self._tell = tell
        self._pause = pause
        self._known: deque[Hashable] = deque(maxlen=_MAX_KNOWN)
        self._answering: dict[Hashable, asyncio.Task[None]] = {}
        self._admins_know = False
        self.unreadable = 0

    def read(self, raw: object) -> Update | None:
        """The update of this JSON; None where it cannot be read."""
        try:
            return read_update(raw, self._bot)
        except UnreadableUpdate as error:
            self._pass_over(raw, str(error))
            return None

    def skip(self, update: Update, error: Exception) -> None:
        """See to an update that could be read, but not be worked with."""
        self._pass_over(update.to_dict(), outline(error))

    async def close(self, within_s: float) -> None:
        """Let the last be told, for a bounded time."""
        if tasks := list(self._answering.values()):
            _, late = await asyncio.wait(tasks, timeout=within_s)
            for task in late:
                task.cancel()
            await asyncio.wait(tasks)

    def _pass_over(self, raw: object, cause: str) -> None:
        number, kind = number_of(raw), _kind(raw)
        chat, asked = _sender(raw)
        known: Hashable = (kind, chat) if number is None else number
        if known in self._known:
            return
        self._known.append(known)
        self.unreadable += 1
        logger.warning("An update cannot be read and is skipped (%s): %s", kind, cause)
        if not self._admins_know:
            self._begin("admins", self._tell_admins(kind))
        tap = _at(raw, "callback_query", "id")
        if isinstance(tap, str):
            self._begin(tap, with_retries(lambda: self._bot.answer_callback_query(tap), self._pause))
        if chat is not None and chat not in self._answering and not self._limits.refuses(asked, conversation_of(asked)):
            self._begin(chat, self._answer(chat, asked.locale))

    def _begin(self, whom: Hashable, answer: Coroutine[Any, Any, object]) -> None:
        if whom in self._answering or len(self._answering) >= _MAX_ANSWERS_AT_ONCE:
            answer.close()
            return

        async def bounded() -> None:
            try:
                async with asyncio.timeout(_ANSWER_LIMIT_S):
                    await answer
            except (TelegramError, TimeoutError) as error:
                logger.info("The sender of an update that cannot be read was not answered: %s", outline(error))
            finally:
                answer.close()
                del self._answering[whom]

        self._answering[whom] = asyncio.create_task(bounded(), name=f"telegram unreadable {whom}")

    async def _answer(self, chat: int, locale: str) -> None:
        with using_language(spoken(locale) or language()):
            words = translate("unreadable")
        await with_retries(lambda: self._bot.send_message(chat, words), self._pause)

    async def _tell_admins(self, kind: str) -> None:
        words = translate("unreadable-update", kind=kind)
        told = [await self._tell(admin, words) for admin in self._admins]
        self._admins_know = any(told) or not told


def _kind(raw: object) -> str:
    """The update's own fields, but for its number; names of the Bot API only."""
    names = [name for name in raw if name != "update_id"] if isinstance(raw, dict) else []
    return ", ".join(name for name in names[:3] if _NAME.fullmatch(name)) or "no kind"


def _sender(raw: object) -> tuple[int | None, IncomingMessage]:
    """Whom to answer: the chat of a person with the bot, and that person; None where there is no such chat."""
    message = _at(raw, "message")
    sender = _at(message, "from")
    if message is None:
        message, sender = _at(raw, "callback_query", "message"), _at(raw, "callback_query", "from")
    chat, kind = _at(message, "chat", "id"), _at(message, "chat", "type")
    person, locale = _at(sender, "id"), _at(sender, "language_code")
    # Groups are below zero.
    is_private = type(chat) is int and chat > 0 and not (isinstance(kind, str) and kind != "private")
    is_person = type(person) is int and _at(sender, "is_bot") is not True
    asked = IncomingMessage(CHANNEL, str(chat), str(person), "", locale=locale if isinstance(locale, str) else "")
    return chat if is_private and is_person else None, asked


def _at(raw: object, *path: str) -> Any:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw
