"""Telegram's updates → `IncomingMessage`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import Bot, InlineQuery, Message, Update, User
from telegram.constants import MediaGroupLimit
from telegram.ext.filters import StatusUpdate

from bot.actions import decode
from bot.channels.telegram.calls import Pause, Target
from bot.channels.telegram.receiving.downloads import attachment_of, unsupported_of
from bot.messages import IncomingMessage, person_of

CHANNEL = "telegram"

# Accounts that look like people: anonymous group admins, Telegram itself, channels that post in groups.
_SERVICE_ACCOUNTS = frozenset({1087968824, 777000, 136817688})
_MAX_ALBUM = int(MediaGroupLimit.MAX_MEDIA_LENGTH)
_ALBUM_WAIT_S = 1.0
_GENERAL_TOPIC = 1
_COMMAND = re.compile(r"/\w+(?:@(\w+))?")

AlbumKey = tuple[int, str]


def is_for_bot(message: Message, me: User) -> bool:
    """Whether to answer: everything that people send in a private chat; in groups commands, mentions, replies.

    Forwarded commands, commands for another bot, other bots and service messages ("joined the group") are not, nor is
    a product that somebody picked in inline mode.
    """
    if StatusUpdate.ALL.check_update(Update(0, message=message)) or _is_other_bot(message.from_user):
        return False
    if message.via_bot is not None and message.via_bot.id == me.id:
        return False
    text = _text_of(message)
    if command := _COMMAND.match(text):
        addressee = command[1]
        return message.forward_origin is None and (not addressee or addressee.lower() == (me.username or "").lower())
    if message.chat.type == message.chat.PRIVATE:
        return True
    answered = message.reply_to_message and message.reply_to_message.from_user
    return _mention(me).search(text) is not None or (answered is not None and answered.id == me.id)


def is_question(update: Update, me: User) -> bool:
    """Whether it asks something: a tap, a message for the bot, or a part of an album, of which any may be for it."""
    message = update.message
    return update.callback_query is not None or (
        message is not None and (bool(message.media_group_id) or is_for_bot(message, me))
    )


def is_asked(updates: Sequence[Update], me: User) -> bool:
    """Whether a question is for the bot: of an album, the part with the words says so for all of it."""
    parts = messages_of(updates)
    return not parts or is_for_bot(next((part for part in parts if _text_of(part)), parts[0]), me)


def target_of(update: Update) -> Target | None:
    """Where the answer goes; None for a tap that belongs to no chat."""
    if (message := update.message) is not None:
        private = message.chat.type == message.chat.PRIVATE
        return Target(message.chat.id, _topic_of(message), reply_to=None if private else message.message_id)
    query = update.callback_query
    if query is None or query.message is None or not query.data:
        return None
    shown = query.message
    if not isinstance(shown, Message):  # too old to be seen
        return Target(shown.chat.id)
    return Target(shown.chat.id, _topic_of(shown), tapped=shown)


def _topic_of(message: Message) -> int | None:
    """A forum's topic; None for its general one: Telegram refuses that one's number.

    See https://github.com/python-telegram-bot/python-telegram-bot/issues/4739.
    """
    is_named = message.is_topic_message and message.message_thread_id != _GENERAL_TOPIC
    return message.message_thread_id if is_named else None


def sender_of(update: Update) -> str:
    """The sender's key, see `messages.person_of`."""
    return "" if (message := _header(update)) is None else person_of(message)


def locale_of(update: Update) -> str:
    """The language tag of whoever sent it, "" where it is unknown."""
    return "" if (message := _header(update)) is None else message.locale


def read_question(bot: Bot, updates: Sequence[Update], pause: Pause) -> IncomingMessage:
    """A tap, a message, or the parts of an album as one question; its photos are still to be downloaded.

    Raises `ValueError` for updates that are no question.
    """
    header = _header(updates[0])
    if header is None:
        raise ValueError(f"update {updates[0].update_id} asks nothing")
    messages = messages_of(updates)
    text = next((words for message in messages if (words := _text_of(message))), "")
    return replace(
        header,
        text=_without_address(text, bot.bot),
        attachment=attachment_of(bot, messages, pause),
        unsupported=next((what for message in messages if (what := unsupported_of(message))), None),
        start_link=_start_link(bot.bot),
        firsthand=all(map(_is_firsthand, messages)),
    )


def read_inline(bot: Bot, query: InlineQuery) -> IncomingMessage:
    """What somebody types behind the bot's name in any chat; `conversation_id` is empty, since it is in none."""
    page = int(query.offset) if query.offset.isascii() and query.offset.isdecimal() else 0
    return IncomingMessage(
        channel=CHANNEL,
        conversation_id="",
        user_id=_user_id(query.from_user),
        message_id=query.id,
        text=query.query.strip(),
        locale=_locale(query.from_user),
        start_link=_start_link(bot.bot),
        page=page,
    )


def _header(update: Update) -> IncomingMessage | None:
    """Who asks where, and what is tapped; None for what belongs to no chat."""
    if (message := update.message) is not None:
        user = message.from_user
        return IncomingMessage(
            channel=CHANNEL,
            conversation_id=str(message.chat.id),
            user_id="" if message.sender_chat else _user_id(user),
            message_id=str(message.message_id),
            locale=_locale(user),
            among_others=message.chat.type != message.chat.PRIVATE,
        )
    query = update.callback_query
    if query is None or query.message is None:
        return None
    return IncomingMessage(
        channel=CHANNEL,
        conversation_id=str(query.message.chat.id),
        user_id=_user_id(query.from_user),
        message_id=query.id,
        action=decode(query.data) if query.data else None,
        locale=_locale(query.from_user),
        among_others=query.message.chat.type != query.message.chat.PRIVATE,
    )


class Albums:
    """Gathers the parts of albums: they come as separate updates, the words on one of them, with no end mark."""

    def __init__(self, pause: Pause) -> None:
        self._pause = pause
        self._open: dict[AlbumKey, list[Update]] = {}

    def add(self, key: AlbumKey, part: Update) -> bool:
        """Note a part; True where it opens an album, which the caller then has to `collect` or `discard`."""
        if opens := key not in self._open:
            self._open[key] = []
        self._open[key].append(part)
        return opens

    async def collect(self, key: AlbumKey) -> list[Update]:
        """All parts in the order they were sent, once nothing more has come for a while."""
        try:
            seen = 0
            while seen < len(self._open[key]) < _MAX_ALBUM:
                seen = len(self._open[key])
                await self._pause(_ALBUM_WAIT_S)
        finally:
            parts = self._open.pop(key)
        return sorted(parts, key=lambda part: part.message.message_id if part.message else 0)

    def discard(self, key: AlbumKey) -> list[Update]:
        """Forget an album that will not be answered; its parts."""
        return self._open.pop(key, [])


def messages_of(updates: Sequence[Update]) -> list[Message]:
    """Those that the updates bring; a tap brings none."""
    return [update.message for update in updates if update.message is not None]


def _text_of(message: Message) -> str:
    """The words without the space before them, which would hide a command."""
    return (message.text or message.caption or "").lstrip()


def _is_firsthand(message: Message) -> bool:
    """Whether its sender has just written it, with their own hands and in their own name."""
    return not (
        message.forward_origin
        or message.is_automatic_forward
        or message.edit_date
        or message.via_bot
        or message.sender_business_bot
        or message.guest_query_id
        or message.guest_bot_caller_user
        or message.sender_chat
    )


def _without_address(text: str, me: User) -> str:
    """ "/start@shop_bot" → "/start", "@shop_bot red boots" → "red boots"."""
    command = _COMMAND.match(text)
    if command and command[1]:
        text = text[: command.start(1) - 1] + text[command.end(1) :]
    return _mention(me).sub("", text).strip()


def _start_link(me: User) -> str:
    return f"https://t.me/{me.username}?start=" if me.username else ""


def _mention(me: User) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])@{re.escape(me.username or '')}\b", re.IGNORECASE)


def _is_other_bot(user: User | None) -> bool:
    return user is not None and user.is_bot and user.id not in _SERVICE_ACCOUNTS


def _user_id(user: User | None) -> str:
    return "" if user is None or user.id in _SERVICE_ACCOUNTS else str(user.id)


def _locale(user: User | None) -> str:
    return (user.language_code if user else None) or ""
