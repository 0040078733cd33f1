"""`Reply` → Telegram requests: pictures first, words and buttons after."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from telegram import Bot, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.actions import Action
from bot.channels.telegram.calls import PATIENTLY, Pause, Target, with_retries
from bot.channels.telegram.sending.albums import PhotoSender
from bot.channels.telegram.sending.editor import Editor, look_of
from bot.channels.telegram.sending.formatting import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    card_text,
    is_blank,
    keyboard,
    list_text,
    plain,
    relabelled,
    reply_keyboard,
)
from bot.channels.telegram.sending.group_limits import GroupBudget
from bot.channels.telegram.sending.pictures import Picture, Pictures
from bot.channels.telegram.sending.refusals import is_about_topic, is_unchanged
from bot.channels.telegram.sending.sent_messages import NOT_SHOWN, SentMessages, SentPicture
from bot.errors import SentMessagesUnavailable
from bot.i18n.translator import translate, using_language
from bot.messages import Button, Card, Document, Reply

logger = logging.getLogger(__name__)

_LONG_S: Final = 5.0
"""Who has to wait longer than this in a group is told."""


class Sender:
    """Sends replies.  Pictures of an album have no buttons of their own: a list's cards are opened by its numbers."""

    def __init__(
        self, bot: Bot, pictures: Pictures, sent_messages: SentMessages | None, groups: GroupBudget, pause: Pause
    ) -> None:
        self._bot = bot
        self._pictures = pictures
        self._sent_messages = sent_messages
        self._groups = groups
        self._editor = Editor(bot, pictures, groups, pause)
        self._photos = PhotoSender(bot, pictures, groups, pause)
        self._pause = pause

    async def send(self, reply: Reply, target: Target) -> int | None:
        """Send the whole reply; where Telegram refuses a picture, the words go out all the same.

        In a group it waits until there is room for it, and says so.  Where the topic of a forum was closed or deleted
        meanwhile, it goes to the general one.

        The id of a message of words alone, which can be edited.  Raises `telegram.error.TelegramError` where
        the words cannot be sent.
        """
        try:
            with using_language(reply.language):
                await self._wait_for_room(target)
                try:
                    return await self._send(reply, target)
                except BadRequest as error:
                    if target.thread_id is None or not is_about_topic(error):
                        raise
                    logger.warning(
                        "A topic of chat %s takes no answer, the general one does: %s", target.chat_id, error
                    )
                    return await self._send(reply, Target(target.chat_id))
        finally:
            await self._pictures.keep()

    async def take_buttons(self, message_id: int, target: Target) -> None:
        """Leave an earlier message without buttons.  Raises `telegram.error.TelegramError` as `edit` does."""
        await self._editor.take_buttons(target.chat_id, message_id)

    async def _wait_for_room(self, target: Target) -> None:
        wait_s = self._groups.wait_s(target.chat_id)
        if wait_s > _LONG_S and self._groups.room(target.chat_id) > 0:
            try:
                await self._bot.send_message(
                    target.chat_id,
                    translate("group-is-busy"),
                    message_thread_id=target.thread_id,
                    reply_parameters=target.reply_parameters,
                    disable_notification=True,
                )
            except TelegramError as error:
                logger.info("Chat %s was not told that its answer waits: %s", target.chat_id, error)
        if wait_s > 0:
            await self._pause(self._groups.wait_s(target.chat_id))

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
        pictures = await self._photos.album(shown, target)
        if any(picture.message_id != NOT_SHOWN for picture in pictures):
            target = replace(target, reply_to=None)
        sent = await self._send_words(list_text(reply), reply, (), target)
        if sent is not None:
            await self._note(reply, target.chat_id, sent, pictures)
        return sent

    async def _replace(self, reply: Reply, tapped: Message) -> bool:
        """Show the reply in the messages of the answer that was tapped; where that cannot be done, its buttons go."""
        chat_id, message_id = tapped.chat.id, tapped.message_id
        try:
            before = await self._sent_messages.pictures(chat_id, message_id) if self._sent_messages else None
        except SentMessagesUnavailable:
            logger.exception("An earlier answer cannot be found again and is sent anew")
            before = None
        now = None if before is None else await self._editor.replace(reply, chat_id, message_id, before)
        if now is None:
            await self._editor.take_buttons(chat_id, message_id)
            return False
        await self._note(reply, chat_id, message_id, now)
        return True

    async def _note(self, reply: Reply, chat_id: int, message_id: int, pictures: Sequence[SentPicture]) -> None:
        """Remember an answer that can be changed in place."""
        if self._sent_messages is None or not any(button.quiet for button in (*reply.chips, *reply.buttons)):
            return
        try:
            await self._sent_messages.note(chat_id, message_id, pictures)
        except SentMessagesUnavailable:
            logger.exception("An answer cannot be remembered and will be sent anew when it changes")

    async def _relabel(self, tapped: Message, marks: Mapping[Action, str]) -> bool:
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
            return is_unchanged(error)
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
                    reply_markup=keyboard(reply.buttons, links=True),
                ),
                self._pause,
                PATIENTLY,
            )
        except BadRequest as error:
            logger.debug("A message in chat %s was not edited: %s", target.chat_id, error)

    async def _send_chart(self, reply: Reply, target: Target) -> bool:
        post = partial(self._bot.send_photo, photo=reply.picture, reply_markup=keyboard(reply.buttons))
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
            if is_about_topic(error):
                raise
            logger.warning("A %s to chat %s was refused, its words are sent alone: %s", what, target.chat_id, error)
            return False
        return True

    async def _send_card(self, reply: Reply, card: Card, shown: Sequence[Picture], target: Target) -> None:
        refused = []
        if shown:
            caption = card_text(reply, card, CAPTION_LIMIT)
            look = look_of(shown[0], caption)
            sent = await self._photos.photo(shown[0], caption, reply, target)
            if sent is not None:
                await self._note(reply, target.chat_id, sent, [SentPicture(sent, look)])
                return
            refused = [SentPicture(NOT_SHOWN, look)]
        words = await self._send_words(card_text(reply, card, TEXT_LIMIT), reply, card.buttons, target)
        if words is not None:
            await self._note(reply, target.chat_id, words, refused)

    async def _send_words(self, text: str, reply: Reply, more: Sequence[Button], target: Target) -> int | None:
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

        for links in (True, False):
            try:
                return await post(links=links)
            except BadRequest as error:
                if is_about_topic(error):
                    raise
                # A shop's address that Telegram finds odd must not cost the answer.
                less = "without links" if links else "its words alone"
                logger.warning("A message to chat %s was refused, trying %s: %s", target.chat_id, less, error)
        # Buttons or markup: whatever it is that is refused, the words are what was asked for.
        await with_retries(
            lambda: self._bot.send_message(target.chat_id, plain(text), message_thread_id=target.thread_id),
            self._pause,
            PATIENTLY,
        )
        return None
