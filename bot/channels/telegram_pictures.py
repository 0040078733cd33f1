"""The pictures of cards, as Telegram takes them: the id of an earlier upload, or bytes."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from telegram import Message
from telegram.constants import FileSizeLimit, MediaGroupLimit

from bot.channels.base import PictureSource
from bot.messages import Card

logger = logging.getLogger(__name__)

MAX_ALBUM = int(MediaGroupLimit.MAX_MEDIA_LENGTH)
_MAX_PHOTO_BYTES = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
_MAX_FILE_IDS = 4096


@dataclass(frozen=True, slots=True)
class Picture:
    """A card with its picture, as the id of an earlier upload or as bytes, and its number in the reply."""

    number: int
    card: Card
    media: str | bytes


class Pictures:
    """Loads pictures from `source`.  One is uploaded once; afterwards its Telegram file id is sent."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source
        self._file_ids: OrderedDict[str, str] = OrderedDict()

    async def load(self, cards: Sequence[Card]) -> list[Picture]:
        """The first ten pictures that there are."""
        shown: list[Picture] = []
        for number, card in enumerate(cards, start=1):
            if len(shown) == MAX_ALBUM:
                break
            media = self._file_ids.get(card.picture) or await self._read(card)
            if media is not None:
                shown.append(Picture(number, card, media))
        return shown

    async def with_fresh_uploads(self, shown: Sequence[Picture]) -> list[Picture]:
        """The same pictures as bytes: a remembered file id may have stopped working."""
        fresh: list[Picture] = []
        for picture in shown:
            self._file_ids.pop(picture.card.picture, None)
            fresh.append(Picture(picture.number, picture.card, await self._read(picture.card) or picture.media))
        return fresh

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

    def remember(self, key: str, sent: Message) -> None:
        """Note the upload of the picture of this key."""
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
