"""A `Reply` in place of an earlier answer: its pictures and its words are edited where they stand."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram_calls import PATIENTLY, Pause, with_retries
from bot.channels.telegram_pictures import Picture, Pictures
from bot.channels.telegram_posted import PostedPicture
from bot.channels.telegram_text import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    album_caption,
    card_text,
    list_text,
    reply_keyboard,
)
from bot.messages import Reply

logger = logging.getLogger(__name__)


def look_of(picture: Picture, caption: str) -> str:
    """What tells whether a picture with its caption has changed."""
    return hashlib.blake2s(f"{picture.card.picture} {caption}".encode("utf-8", "replace"), digest_size=8).hexdigest()


class Editor:
    """Changes messages of the bot.  Telegram lets it do so at any age, but for taking messages away."""

    def __init__(self, bot: Bot, pictures: Pictures, pause: Pause) -> None:
        self._bot = bot
        self._pictures = pictures
        self._pause = pause

    async def replace(
        self, reply: Reply, chat_id: int, message_id: int, before: Sequence[PostedPicture]
    ) -> list[PostedPicture] | None:
        """Show `reply` in the message `message_id` and its pictures `before`; its pictures now.

        None where it has to be sent anew: there are more pictures than before, words with a picture would become
        words below one or the other way round, or a message is gone.
        """
        shown = await self._pictures.load(reply.cards)
        try:
            if [picture.message_id for picture in before] == [message_id]:
                return await self._replace_card(reply, chat_id, message_id, before[0], shown)
            if len(shown) > len(before):
                return None
            for picture in before[len(shown) :]:
                await self._delete(chat_id, picture.message_id)
            now = [
                await self._show(chat_id, old, picture, album_caption(picture.number, picture.card))
                for old, picture in zip(before, shown, strict=False)
            ]
            await self._edit_words(reply, chat_id, message_id)
        except BadRequest as error:
            logger.info("An answer in chat %s cannot be edited and is sent anew: %s", chat_id, error)
            return None
        return now

    async def take_buttons(self, chat_id: int, message_id: int) -> None:
        """Leave a message without buttons, if it is still there."""
        try:
            await with_retries(lambda: self._bot.edit_message_reply_markup(chat_id, message_id), self._pause, PATIENTLY)
        except BadRequest as error:
            logger.debug("The buttons of a message in chat %s could not be taken away: %s", chat_id, error)

    async def _replace_card(
        self, reply: Reply, chat_id: int, message_id: int, old: PostedPicture, shown: Sequence[Picture]
    ) -> list[PostedPicture] | None:
        if len(reply.cards) != 1 or len(shown) != 1:
            return None
        caption = card_text(reply, reply.cards[0], CAPTION_LIMIT)
        return [await self._show(chat_id, PostedPicture(message_id, ""), shown[0], caption, reply)]

    async def _show(
        self, chat_id: int, old: PostedPicture, picture: Picture, caption: str, reply: Reply | None = None
    ) -> PostedPicture:
        """Another picture in a message's place, with buttons where it is the whole answer."""
        now = PostedPicture(old.message_id, look_of(picture, caption))
        if now == old:
            return now
        media = InputMediaPhoto(picture.media, caption=caption, parse_mode=ParseMode.HTML)
        markup = reply_keyboard(reply, picture.card.choices) if reply else None
        try:
            sent = await with_retries(
                lambda: self._bot.edit_message_media(media, chat_id, old.message_id, reply_markup=markup),
                self._pause,
                PATIENTLY,
            )
        except BadRequest as error:
            if not _is_same(error):
                raise
        else:
            if isinstance(sent, Message):
                self._pictures.remember(picture, sent)
        return now

    async def _edit_words(self, reply: Reply, chat_id: int, message_id: int) -> None:
        single = len(reply.cards) == 1
        text = card_text(reply, reply.cards[0], TEXT_LIMIT) if single else list_text(reply)
        markup = reply_keyboard(reply, reply.cards[0].choices if single else ())
        try:
            await with_retries(
                lambda: self._bot.edit_message_text(
                    text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=markup
                ),
                self._pause,
                PATIENTLY,
            )
        except BadRequest as error:
            if not _is_same(error):
                raise

    async def _delete(self, chat_id: int, message_id: int) -> None:
        await with_retries(lambda: self._bot.delete_message(chat_id, message_id), self._pause, PATIENTLY)


def _is_same(error: BadRequest) -> bool:
    return "not modified" in str(error)
