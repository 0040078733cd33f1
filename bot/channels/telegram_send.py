"""`Reply` → Telegram requests: pictures first, words and buttons after."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import MediaGroupLimit, ParseMode
from telegram.error import BadRequest

from bot.channels.telegram_calls import PATIENTLY, Pause, Target, with_retries
from bot.channels.telegram_edit import Editor, look_of
from bot.channels.telegram_pictures import Picture, Pictures
from bot.channels.telegram_posted import Posted, PostedPicture
from bot.channels.telegram_text import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    album_caption,
    card_text,
    is_blank,
    keyboard,
    list_text,
    plain,
    relabelled,
    reply_keyboard,
)
from bot.errors import PostedUnavailable
from bot.messages import Card, Choice, Document, Reply
from bot.say import speaking

logger = logging.getLogger(__name__)

_MIN_ALBUM = int(MediaGroupLimit.MIN_MEDIA_LENGTH)


class Sender:
    """Sends replies.  Pictures of an album have no buttons of their own: a list's cards are opened by its numbers."""

    def __init__(self, bot: Bot, pictures: Pictures, posted: Posted | None, pause: Pause) -> None:
        self._bot = bot
        self._pictures = pictures
        self._posted = posted
        self._editor = Editor(bot, pictures, pause)
        self._pause = pause

    async def send(self, reply: Reply, target: Target) -> int | None:
        """Send the whole reply; where Telegram refuses a picture, the words go out all the same.

        The id of a message of words alone, which can be edited.  Raises `telegram.error.TelegramError` where
        the words cannot be sent.
        """
        try:
            with speaking(reply.language):
                return await self._send(reply, target)
        finally:
            await self._pictures.keep()

    async def take_buttons(self, message_id: int, target: Target) -> None:
        """Leave an earlier message without buttons.  Raises `telegram.error.TelegramError` as `edit` does."""
        await self._editor.take_buttons(target.chat_id, message_id)

    async def _send(self, reply: Reply, target: Target) -> int | None:
        tapped = target.tapped
        if reply.marks and tapped is not None and await self._relabel(tapped, reply.marks):
            return None
        if reply.replaces and tapped is not None and await self._replace(reply, tapped):
            return None
        shown = await self._pictures.load(reply.cards)
        if len(reply.cards) == 1:
            await self._send_card(reply, reply.cards[0], shown, target)
            return None
        if reply.document is not None and await self._send_document(reply, reply.document, target):
            return None
        if reply.picture and await self._send_chart(reply, target):
            return None
        pictures = await self._send_pictures(shown, target) if shown else []
        if pictures:
            target = Target(target.chat_id, target.thread_id)
        sent = await self._send_words(list_text(reply), reply, (), target)
        if sent is not None:
            await self._note(reply, target.chat_id, sent, pictures)
        return sent

    async def _replace(self, reply: Reply, tapped: Message) -> bool:
        """Show the reply in the messages of the answer that was tapped; where that cannot be done, its buttons go."""
        chat_id, message_id = tapped.chat.id, tapped.message_id
        try:
            before = await self._posted.pictures(chat_id, message_id) if self._posted else None
        except PostedUnavailable:
            logger.exception("An earlier answer cannot be found again and is sent anew")
            before = None
        now = None if before is None else await self._editor.replace(reply, chat_id, message_id, before)
        if now is None:
            await self._editor.take_buttons(chat_id, message_id)
            return False
        await self._note(reply, chat_id, message_id, now)
        return True

    async def _note(self, reply: Reply, chat_id: int, message_id: int, pictures: Sequence[PostedPicture]) -> None:
        """Remember an answer that can be changed in place."""
        if self._posted is None or not any(choice.quiet for choice in (*reply.chips, *reply.choices)):
            return
        try:
            await self._posted.note(chat_id, message_id, pictures)
        except PostedUnavailable:
            logger.exception("An answer cannot be remembered and will be sent anew when it changes")

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
                PATIENTLY,
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
                PATIENTLY,
            )
        except BadRequest as error:
            logger.debug("A message in chat %s was not edited: %s", target.chat_id, error)

    async def _send_chart(self, reply: Reply, target: Target) -> bool:
        post = partial(self._bot.send_photo, photo=reply.picture, reply_markup=keyboard(reply.choices))
        return await self._send_captioned("picture", post, reply, target)

    async def _send_document(self, reply: Reply, document: Document, target: Target) -> bool:
        post = partial(self._bot.send_document, document=document.data, filename=document.name)
        return await self._send_captioned("file", post, reply, target)

    async def _send_captioned(
        self, what: str, post: Callable[..., Awaitable[Message]], reply: Reply, target: Target
    ) -> bool:
        """Send a file with the reply's words below it; whether Telegram took it."""
        try:
            await with_retries(
                lambda: post(
                    chat_id=target.chat_id,
                    caption=list_text(reply, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
                PATIENTLY,
            )
        except BadRequest as error:
            logger.warning("A %s to chat %s was refused, its words are sent alone: %s", what, target.chat_id, error)
            return False
        return True

    async def _send_card(self, reply: Reply, card: Card, shown: Sequence[Picture], target: Target) -> None:
        if shown:
            caption = card_text(reply, card, CAPTION_LIMIT)
            sent = await self._send_photo(shown[0], caption, reply, target)
            if sent is not None:
                await self._note(reply, target.chat_id, sent, [PostedPicture(sent, look_of(shown[0], caption))])
                return
        words = await self._send_words(card_text(reply, card, TEXT_LIMIT), reply, card.choices, target)
        if words is not None:
            await self._note(reply, target.chat_id, words, [])

    async def _send_pictures(self, shown: list[Picture], target: Target) -> list[PostedPicture]:
        """Send the numbered pictures as an album; a single one as a photo, since an album has at least two."""
        if len(shown) < _MIN_ALBUM:
            caption = album_caption(shown[0].number, shown[0].card)
            photo = await self._send_photo(shown[0], caption, None, target)
            return [] if photo is None else [PostedPicture(photo, look_of(shown[0], caption))]

        async def post(pictures: Sequence[Picture]) -> Sequence[Message]:
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
                PATIENTLY,
            )

        try:
            try:
                sent = await post(shown)
            except BadRequest:
                shown = await self._pictures.with_fresh_uploads(shown)
                sent = await post(shown)
        except BadRequest as error:
            logger.warning("An album to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return []
        for picture, message in zip(shown, sent, strict=False):
            self._pictures.remember(picture, message)
        return [
            PostedPicture(message.message_id, look_of(picture, album_caption(picture.number, picture.card)))
            for picture, message in zip(shown, sent, strict=False)
        ]

    async def _send_photo(self, picture: Picture, caption: str, reply: Reply | None, target: Target) -> int | None:
        """The photo's message id; with the buttons of `reply`, where it is the whole answer."""

        async def post(picture: Picture, *, links: bool) -> Message:
            return await with_retries(
                lambda: self._bot.send_photo(
                    target.chat_id,
                    picture.media,
                    caption=caption,
                    parse_mode=ParseMode.HTML,
                    reply_markup=reply_keyboard(reply, picture.card.choices, links=links) if reply else None,
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                ),
                self._pause,
                PATIENTLY,
            )

        try:
            try:
                sent = await post(picture, links=True)
            except BadRequest:
                picture = (await self._pictures.with_fresh_uploads([picture]))[0]
                sent = await post(picture, links=False)
        except BadRequest as error:
            logger.warning("A photo to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return None
        self._pictures.remember(picture, sent)
        return sent.message_id

    async def _send_words(self, text: str, reply: Reply, more: Sequence[Choice], target: Target) -> int | None:
        async def post(*, links: bool) -> int | None:
            markup = reply_keyboard(reply, more, links=links)
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
                PATIENTLY,
            )
            return sent.message_id

        try:
            return await post(links=True)
        except BadRequest as error:
            # A shop's address that Telegram finds odd must not cost the answer.
            logger.warning("A message to chat %s was refused, trying without links: %s", target.chat_id, error)
        try:
            return await post(links=False)
        except BadRequest as error:
            logger.warning("A message to chat %s was refused, trying its words alone: %s", target.chat_id, error)
        # Buttons, markup, a topic that was closed: whatever it is that is refused, the words are what was asked for.
        await with_retries(lambda: self._bot.send_message(target.chat_id, plain(text)), self._pause, PATIENTLY)
        return None
