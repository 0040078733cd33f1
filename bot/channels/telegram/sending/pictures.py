"""The pictures of cards, as Telegram takes them: the id of an earlier upload, or bytes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from telegram import Message
from telegram.constants import FileSizeLimit, MediaGroupLimit

from bot.channels.base import PictureSource
from bot.channels.telegram.sending.file_ids import FileIds
from bot.errors import FileIdsUnavailable
from bot.messages import Card

logger = logging.getLogger(__name__)

MAX_ALBUM = int(MediaGroupLimit.MAX_MEDIA_LENGTH)
_MAX_PHOTO_BYTES = int(FileSizeLimit.PHOTOSIZE_UPLOAD)


@dataclass(frozen=True, slots=True)
class Picture:
    """A card with its picture, as the id of an earlier upload or as bytes, and its number in the reply."""

    number: int
    card: Card
    media: str | bytes


class Pictures:
    """Loads pictures from `source`.  One is uploaded once; afterwards its Telegram file id, kept by `file_ids`, is
    sent.

    Without `file_ids`, or where these cannot be used, each is uploaded every time.
    """

    def __init__(self, source: PictureSource, file_ids: FileIds | None) -> None:
        self._source = source
        self._file_ids = file_ids
        self._new: dict[str, str] = {}

    async def load(self, cards: Sequence[Card]) -> list[Picture]:
        """The first ten pictures that there are."""
        file_ids = await self.uploaded([card.picture for card in cards])
        shown: list[Picture] = []
        for number, card in enumerate(cards, start=1):
            if len(shown) == MAX_ALBUM:
                break
            media = file_ids.get(card.picture) or await self._read(card)
            if media is not None:
                shown.append(Picture(number, card, media))
        return shown

    async def uploaded(self, keys: Sequence[str]) -> dict[str, str]:
        """The file ids of those pictures that Telegram has."""
        wanted = [key for key in keys if key]
        if self._file_ids is None or not wanted:
            return {}
        try:
            return await self._file_ids.known(wanted)
        except FileIdsUnavailable:
            logger.exception("Which pictures Telegram has cannot be looked up: they are uploaded again")
            return {}

    async def with_fresh_uploads(self, shown: Sequence[Picture]) -> list[Picture]:
        """The same pictures as bytes: a remembered file id may have stopped working."""
        await self.forget([picture.card.picture for picture in shown if isinstance(picture.media, str)])
        return [
            Picture(picture.number, picture.card, await self._read(picture.card) or picture.media) for picture in shown
        ]

    def remember(self, picture: Picture, sent: Message) -> None:
        """Note the upload of a picture; `keep` brings it to the disk, which need not hold up an answer."""
        if isinstance(picture.media, bytes) and picture.card.picture and sent.photo:
            self._new[picture.card.picture] = sent.photo[-1].file_id

    async def keep(self) -> None:
        """Write down what was uploaded since the last time."""
        new, self._new = self._new, {}
        if self._file_ids is None or not new:
            return
        try:
            await self._file_ids.note(new)
        except FileIdsUnavailable:
            logger.exception("Uploaded pictures cannot be remembered and will be uploaded again")

    async def forget(self, keys: Sequence[str]) -> None:
        """Drop the file ids of these pictures, which Telegram has refused."""
        if self._file_ids is None or not keys:
            return
        try:
            await self._file_ids.forget(keys)
        except FileIdsUnavailable:
            logger.exception("Refused file ids cannot be forgotten")

    async def _read(self, card: Card) -> bytes | None:
        path = self._source(card.picture) if card.picture else None
        if path is None:
            return None
        try:
            data = await asyncio.to_thread(_read_capped, path)
        except OSError as error:
            logger.warning("The picture of product %s cannot be read: %s", card.product_id, error)
            return None
        return data or None


def _read_capped(path: Path) -> bytes:
    """The file's bytes; empty where Telegram would refuse it as too large."""
    if path.stat().st_size > _MAX_PHOTO_BYTES:
        return b""
    return path.read_bytes()
