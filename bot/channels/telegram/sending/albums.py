"""An answer's pictures → Telegram requests, where any of them may be refused: what can be shown is."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram.calls import PATIENTLY, Pause, Target, with_retries
from bot.channels.telegram.sending.editor import look_of
from bot.channels.telegram.sending.formatting import album_caption, reply_keyboard
from bot.channels.telegram.sending.group_limits import GroupBudget
from bot.channels.telegram.sending.pictures import Picture, Pictures
from bot.channels.telegram.sending.refusals import is_about_topic, may_be_about_picture, named_index
from bot.channels.telegram.sending.sent_messages import NOT_SHOWN, SentPicture
from bot.messages import Reply

logger = logging.getLogger(__name__)

_MAX_REQUESTS: Final = 12
"""So often is tried to show an answer's pictures: enough to find any two bad ones of five, or one of ten."""


class PhotoSender:
    """Sends photos and albums.  Raises `BadRequest` only where the topic was closed: it can be sent elsewhere."""

    def __init__(self, bot: Bot, pictures: Pictures, groups: GroupBudget, pause: Pause) -> None:
        self._bot = bot
        self._pictures = pictures
        self._groups = groups
        self._pause = pause

    async def photo(self, picture: Picture, caption: str, reply: Reply, target: Target) -> int | None:
        """Send one with the reply's buttons below it; the message's id, None where Telegram refuses it."""
        try:
            try:
                sent = await self._post_photo(picture, caption, target, reply)
            except BadRequest as error:
                if not may_be_about_picture(error):
                    raise
                # A remembered file id may have stopped working, and a shop's address may be odd to Telegram.
                (picture,) = await self._pictures.with_fresh_uploads([picture])
                sent = await self._post_photo(picture, caption, target, reply, links=False)
        except BadRequest as error:
            if is_about_topic(error):
                raise
            logger.warning("A photo to chat %s was refused, its words are sent alone: %s", target.chat_id, error)
            return None
        self._pictures.remember(picture, sent)
        return sent.message_id

    async def album(self, shown: Sequence[Picture], target: Target) -> list[SentPicture]:
        """Send the numbered pictures, those that Telegram takes; the others are `NOT_SHOWN`.

        An album with a bad picture is refused as a whole.  Then all are uploaded anew, and if that was not it, halves
        are tried, and their halves, or what is left without the picture that Telegram names.
        A group gets one album, the largest, no larger than there is room for.
        """
        sent: dict[int, int] = {}
        in_group = target.chat_id < 0
        waiting = deque([list(shown[: self._groups.pictures(target.chat_id)])])
        requests, uploaded = 0, False
        while waiting and requests < _MAX_REQUESTS:
            part = waiting.popleft()
            if not 0 < len(part) <= self._groups.pictures(target.chat_id):
                break
            requests += 1
            try:
                messages = await self._post(part, target)
            except BadRequest as error:
                if is_about_topic(error):
                    raise
                if not may_be_about_picture(error):
                    logger.warning("No pictures can be sent to chat %s: %s", target.chat_id, error)
                    break
                if not uploaded and any(isinstance(picture.media, str) for picture in part):
                    uploaded = True
                    waiting.appendleft(await self._pictures.with_fresh_uploads(part))
                elif len(part) == 1:
                    logger.warning("The picture of product %s was refused: %s", part[0].card.product_id, error)
                elif in_group:
                    waiting.extend(_smaller(part, error))
                else:
                    waiting.extendleft(reversed(_smaller(part, error)))
                continue
            for picture, message in zip(part, messages, strict=False):
                self._pictures.remember(picture, message)
                sent[picture.number] = message.message_id
            target = replace(target, reply_to=None)
            if in_group:
                break
        return [
            SentPicture(
                sent.get(picture.number, NOT_SHOWN), look_of(picture, album_caption(picture.number, picture.card))
            )
            for picture in shown
        ]

    async def _post(self, part: Sequence[Picture], target: Target) -> Sequence[Message]:
        """An album; a single picture as a photo, since an album has at least two."""
        captions = [album_caption(picture.number, picture.card) for picture in part]
        if len(part) == 1:
            return [await self._post_photo(part[0], captions[0], target)]
        media = [
            InputMediaPhoto(picture.media, caption=caption, parse_mode=ParseMode.HTML)
            for picture, caption in zip(part, captions, strict=True)
        ]
        return await with_retries(
            partial(
                self._bot.send_media_group,
                target.chat_id,
                media,
                message_thread_id=target.thread_id,
                reply_parameters=target.reply_parameters,
            ),
            self._pause,
            PATIENTLY,
        )

    async def _post_photo(
        self, picture: Picture, caption: str, target: Target, reply: Reply | None = None, *, links: bool = True
    ) -> Message:
        return await with_retries(
            partial(
                self._bot.send_photo,
                target.chat_id,
                picture.media,
                caption=caption,
                parse_mode=ParseMode.HTML,
                reply_markup=reply_keyboard(reply, picture.card.buttons, links=links) if reply else None,
                message_thread_id=target.thread_id,
                reply_parameters=target.reply_parameters,
            ),
            self._pause,
            PATIENTLY,
        )


def _smaller(part: list[Picture], error: BadRequest) -> list[list[Picture]]:
    """The parts of an album with a bad picture, the larger first."""
    named = named_index(error, len(part))
    if named is not None:
        return [part[:named] + part[named + 1 :], [part[named]]]
    middle = (len(part) + 1) // 2
    return [part[:middle], part[middle:]]
