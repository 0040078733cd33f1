"""A `Reply` in place of an earlier answer: its pictures and its words are edited where they stand."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram.calls import PATIENTLY, Pause, with_retries
from bot.channels.telegram.sending.formatting import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    album_caption,
    card_text,
    list_text,
    reply_keyboard,
)
from bot.channels.telegram.sending.group_limits import GroupBudget
from bot.channels.telegram.sending.pictures import Picture, Pictures
from bot.channels.telegram.sending.refusals import is_unchanged, may_be_about_picture
from bot.channels.telegram.sending.sent_messages import NOT_SHOWN, SentPicture
from bot.messages import Reply

logger = logging.getLogger(__name__)


def look_of(picture: Picture, caption: str) -> str:
    """What tells whether a picture with its caption has changed."""
    return hashlib.blake2s(f"{picture.card.picture} {caption}".encode("utf-8", "replace"), digest_size=8).hexdigest()


class Editor:
    """Changes messages of the bot.  Telegram lets it do so at any age, but for taking messages away."""

    def __init__(self, bot: Bot, pictures: Pictures, groups: GroupBudget, pause: Pause) -> None:
        self._bot = bot
        self._pictures = pictures
        self._groups = groups
        self._pause = pause

    async def replace(
        self, reply: Reply, chat_id: int, message_id: int, before: Sequence[SentPicture]
    ) -> list[SentPicture] | None:
        """Show `reply` in the message `message_id` and its pictures `before`; its pictures now.

        None where it has to be sent anew: there are more pictures than before, words with a picture would become
        words below one or the other way round, or a message is gone.  A picture that Telegram refuses, or for which
        a group has no room, is taken away: none of before is to stand above other words.
        """
        shown = await self._pictures.load(reply.cards)
        try:
            if [picture.message_id for picture in before] == [message_id]:
                return await self._replace_card(reply, chat_id, message_id, shown)
            if len(shown) > len(before):
                return None
            for picture in before[len(shown) :]:
                await self._take_away(chat_id, picture)
            now = await self._replace_album(chat_id, before, shown)
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
        self, reply: Reply, chat_id: int, message_id: int, shown: Sequence[Picture]
    ) -> list[SentPicture] | None:
        if len(reply.cards) != 1 or len(shown) != 1:
            return None
        caption = card_text(reply, reply.cards[0], CAPTION_LIMIT)
        await self._show(chat_id, message_id, shown[0], caption, reply)
        return [SentPicture(message_id, look_of(shown[0], caption))]

    async def _replace_album(
        self, chat_id: int, before: Sequence[SentPicture], shown: Sequence[Picture]
    ) -> list[SentPicture]:
        room = self._groups.pictures(chat_id)
        now: list[SentPicture] = []
        for old, picture in zip(before, shown, strict=False):
            caption = album_caption(picture.number, picture.card)
            entry = SentPicture(old.message_id, look_of(picture, caption))
            if entry != old and old.message_id != NOT_SHOWN:
                room -= 1
                if room < 0 or not await self._try_to_show(chat_id, entry, picture, caption):
                    await self._take_away(chat_id, old)
                    entry = entry._replace(message_id=NOT_SHOWN)
            now.append(entry)
        return now

    async def _try_to_show(self, chat_id: int, entry: SentPicture, picture: Picture, caption: str) -> bool:
        try:
            await self._show(chat_id, entry.message_id, picture, caption)
        except BadRequest as error:
            if not may_be_about_picture(error):
                raise
            logger.warning("The picture of product %s was refused: %s", picture.card.product_id, error)
            return False
        return True

    async def _show(
        self, chat_id: int, message_id: int, picture: Picture, caption: str, reply: Reply | None = None
    ) -> None:
        """Another picture in a message's place, with buttons where it is the whole answer."""
        try:
            await self._put(chat_id, message_id, picture, caption, reply)
        except BadRequest as error:
            if not isinstance(picture.media, str) or not may_be_about_picture(error):
                raise
            (picture,) = await self._pictures.with_fresh_uploads([picture])
            await self._put(chat_id, message_id, picture, caption, reply)

    async def _put(self, chat_id: int, message_id: int, picture: Picture, caption: str, reply: Reply | None) -> None:
        media = InputMediaPhoto(picture.media, caption=caption, parse_mode=ParseMode.HTML)
        markup = reply_keyboard(reply, picture.card.buttons) if reply else None
        try:
            sent = await with_retries(
                lambda: self._bot.edit_message_media(media, chat_id, message_id, reply_markup=markup),
                self._pause,
                PATIENTLY,
            )
        except BadRequest as error:
            if not is_unchanged(error):
                raise
        else:
            if isinstance(sent, Message):
                self._pictures.remember(picture, sent)

    async def _edit_words(self, reply: Reply, chat_id: int, message_id: int) -> None:
        single = len(reply.cards) == 1
        text = card_text(reply, reply.cards[0], TEXT_LIMIT) if single else list_text(reply)
        markup = reply_keyboard(reply, reply.cards[0].buttons if single else ())
        try:
            await with_retries(
                lambda: self._bot.edit_message_text(
                    text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=markup
                ),
                self._pause,
                PATIENTLY,
            )
        except BadRequest as error:
            if not is_unchanged(error):
                raise

    async def _take_away(self, chat_id: int, picture: SentPicture) -> None:
        if picture.message_id != NOT_SHOWN:
            await with_retries(lambda: self._bot.delete_message(chat_id, picture.message_id), self._pause, PATIENTLY)
