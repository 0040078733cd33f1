"""`Reply` → Telegram requests: pictures first, words and buttons after."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import FileSizeLimit, MediaGroupLimit, ParseMode
from telegram.error import BadRequest

from bot.channels.base import PictureSource
from bot.channels.telegram_calls import Pause, Target, with_retries
from bot.channels.telegram_text import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    album_caption,
    card_text,
    is_blank,
    keyboard,
    list_text,
    relabelled,
)
from bot.messages import Card, Choice, Document, Reply

logger = logging.getLogger(__name__)

_MAX_PHOTO_BYTES = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
_MIN_ALBUM = int(MediaGroupLimit.MIN_MEDIA_LENGTH)
_MAX_ALBUM = int(MediaGroupLimit.MAX_MEDIA_LENGTH)
_MAX_FILE_IDS = 4096


@dataclass(frozen=True, slots=True)
class _Picture:
    """A card with its picture, as the id of an earlier upload or as bytes, and its number in the reply."""

    number: int
    card: Card
    media: str | bytes


class Sender:
    """Sends replies.  Pictures of an album have no buttons of their own: a list's cards are opened by its numbers.

    A picture is uploaded once; afterwards its Telegram file id is sent.
    """

    def __init__(self, bot: Bot, pictures: PictureSource, pause: Pause) -> None:
        self._bot = bot
        self._pictures = pictures
        self._pause = pause
        self._file_ids: OrderedDict[str, str] = OrderedDict()

    async def send(self, reply: Reply, target: Target) -> int | None:
        """Send the whole reply; where Telegram refuses a picture, the words go out all the same.

        The id of a message of words alone, which can be edited.  Raises `telegram.error.TelegramError` where
        the words cannot be sent.
        """
        if reply.marks and target.tapped is not None and await self._relabel(target.tapped, reply.marks):
            return None
        shown = await self._load(reply.cards)
        if len(reply.cards) == 1:
            await self._send_card(reply, reply.cards[0], shown, target)
            return None
        if reply.document is not None and await self._send_document(reply, reply.document, target):
            return None
        if reply.picture and await self._send_chart(reply, target):
            return None
        if shown and await self._send_pictures(shown, target):
            target = Target(target.chat_id, target.thread_id)
        return await self._send_words(list_text(reply), reply.choices, target)

    async def _relabel(self, tapped: Message, marks: Mapping[str, str]) -> bool:
        """Give buttons under a message their new labels; whether it has them now."""
        if tapped.reply_markup is None:
            return False
        markup = relabelled(tapped.reply_markup, marks)
        if markup == tapped.reply_markup:
            return True
        try:
            await with_retries(
                lambda: self._bot.edit_message_reply_markup(tapped.chat.id, tapped.message_id, reply_markup=markup),
                self._pause,
            )
        except BadRequest as error:
            logger.debug("The buttons of a message in chat %s were not changed: %s", tapped.chat.id, error)
            return "not modified" in str(error)
        return True

    async def edit(self, message_id: int, reply: Reply, target: Target) -> None:
        """Show the reply's words and buttons in place of an earlier message's, if it is still there.

        Raises `telegram.error.TelegramError` where Telegram cannot be reached.
        """
        try:
            await with_retries(
                lambda: self._bot.edit_message_text(
                    list_text(reply),
                    target.chat_id,
                    message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(reply.choices, links=True),
                ),
                self._pause,
            )
        except BadRequest as error:
            logger.debug("A message in chat %s was not edited: %s", target.chat_id, error)

    async def _send_chart(self, reply: Reply, target: Target) -> bool:
        try:
            await with_retries(
                lambda: self._bot.send_photo(
                    target.chat_id,
                    reply.picture,
                    caption=list_text(reply, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(reply.choices),
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
            )
        except BadRequest as error:
            logger.warning("A picture to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return False
        return True

    async def _send_document(self, reply: Reply, document: Document, target: Target) -> bool:
        try:
            await with_retries(
                lambda: self._bot.send_document(
                    target.chat_id,
                    document.data,
                    filename=document.name,
                    caption=list_text(reply, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
            )
        except BadRequest as error:
            logger.warning("A file to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return False
        return True

    async def _send_card(self, reply: Reply, card: Card, shown: Sequence[_Picture], target: Target) -> None:
        choices = (*card.choices, *reply.choices)
        if shown:
            caption = card_text(reply, card, CAPTION_LIMIT)
            if await self._send_photo(shown[0], caption, choices, target):
                return
        await self._send_words(card_text(reply, card, TEXT_LIMIT), choices, target)

    async def _send_pictures(self, shown: list[_Picture], target: Target) -> bool:
        """Send the numbered pictures as an album; a single one as a photo, since an album has at least two."""
        if len(shown) < _MIN_ALBUM:
            return await self._send_photo(shown[0], album_caption(shown[0].number, shown[0].card), (), target)

        async def post(pictures: Sequence[_Picture]) -> Sequence[Message]:
            media = [
                InputMediaPhoto(
                    picture.media, caption=album_caption(picture.number, picture.card), parse_mode=ParseMode.HTML
                )
                for picture in pictures
            ]
            return await with_retries(
                lambda: self._bot.send_media_group(
                    target.chat_id,
                    media,
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
            )

        try:
            try:
                sent = await post(shown)
            except BadRequest:
                shown = await self._with_fresh_uploads(shown)
                sent = await post(shown)
        except BadRequest as error:
            logger.warning("An album to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return False
        for picture, message in zip(shown, sent, strict=False):
            self._remember(picture.card.picture, message)
        return True

    async def _send_photo(self, picture: _Picture, caption: str, choices: Sequence[Choice], target: Target) -> bool:
        async def post(picture: _Picture, *, links: bool) -> Message:
            return await with_retries(
                lambda: self._bot.send_photo(
                    target.chat_id,
                    picture.media,
                    caption=caption,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(choices, links=links),
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
            )

        try:
            try:
                sent = await post(picture, links=True)
            except BadRequest:
                picture = (await self._with_fresh_uploads([picture]))[0]
                sent = await post(picture, links=False)
        except BadRequest as error:
            logger.warning("A photo to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return False
        self._remember(picture.card.picture, sent)
        return True

    async def _send_words(self, text: str, choices: Sequence[Choice], target: Target) -> int | None:
        async def post(*, links: bool) -> int | None:
            markup = keyboard(choices, links=links)
            if is_blank(text) and markup is None:
                return None
            sent = await with_retries(
                lambda: self._bot.send_message(
                    target.chat_id,
                    "…" if is_blank(text) else text,
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
            )
            return sent.message_id

        try:
            return await post(links=True)
        except BadRequest as error:
            # A shop's address that Telegram finds odd must not cost the answer.
            logger.warning("A message to chat %s was refused, trying without links: %s", target.chat_id, error)
            return await post(links=False)

    async def _load(self, cards: Sequence[Card]) -> list[_Picture]:
        """The first ten pictures that there are."""
        shown: list[_Picture] = []
        for number, card in enumerate(cards, start=1):
            if len(shown) == _MAX_ALBUM:
                break
            media = self._file_ids.get(card.picture) or await self._read(card)
            if media is not None:
                shown.append(_Picture(number, card, media))
        return shown

    async def _with_fresh_uploads(self, shown: Sequence[_Picture]) -> list[_Picture]:
        """The same pictures as bytes: a remembered file id may have stopped working."""
        fresh: list[_Picture] = []
        for picture in shown:
            self._file_ids.pop(picture.card.picture, None)
            fresh.append(_Picture(picture.number, picture.card, await self._read(picture.card) or picture.media))
        return fresh

    async def _read(self, card: Card) -> bytes | None:
        path = self._pictures(card.picture) if card.picture else None
        if path is None:
            return None
        try:
            data = await asyncio.to_thread(_read_capped, path)
        except OSError as error:
            logger.warning("The picture of product %s cannot be read: %s", card.product_id, error)
            return None
        return data or None

    def _remember(self, key: str, sent: Message) -> None:
        if not key or not sent.photo:
            return
        self._file_ids[key] = sent.photo[-1].file_id
        self._file_ids.move_to_end(key)
        while len(self._file_ids) > _MAX_FILE_IDS:
            self._file_ids.popitem(last=False)


def _read_capped(path: Path) -> bytes:
    """The file's bytes; empty where Telegram would refuse it as too large."""
    if path.stat().st_size > _MAX_PHOTO_BYTES:
        return b""
    return path.read_bytes()
