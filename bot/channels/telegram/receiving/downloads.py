"""The files of messages: pictures to search with, documents, and what cannot be searched with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from telegram import Bot, Document, Message, PhotoSize
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.calls import PATIENTLY, Pause, with_retries
from bot.errors import AttachmentUnavailable
from bot.messages import Attachment, MissingPhoto, Unsupported

logger = logging.getLogger(__name__)

_MAX_DOWNLOAD_BYTES: Final = int(FileSizeLimit.FILESIZE_DOWNLOAD)
# The encoder sees far less than this; larger sizes only take longer to arrive.
_ENOUGH_PIXELS: Final = 640
# By the field that holds it.  An animation has its file as a document besides, and a venue its location.
_UNSUPPORTED: Final[Mapping[str, Unsupported]] = {
    "animation": "animation",
    "audio": "audio",
    "checklist": "checklist",
    "contact": "contact",
    "dice": "game",
    "game": "game",
    "location": "place",
    "poll": "poll",
    "sticker": "sticker",
    "story": "story",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
}
_UNSUPPORTED_FILES: Final[Mapping[str, Unsupported]] = {"audio": "audio", "video": "video"}


async def download_photos(
    bot: Bot, messages: Sequence[Message], pause: Pause
) -> tuple[tuple[bytes, ...], MissingPhoto | None]:
    """The pictures of a question that can be had, within Telegram's limit for one download, and why not all."""
    photos: list[bytes] = []
    missing: MissingPhoto | None = None
    room = _MAX_DOWNLOAD_BYTES
    for message in messages:
        picture = _picture_of(message)
        if picture is None:
            continue
        try:
            photo = await _download(bot, picture, room, pause)
        except _FileTooLarge:
            missing = "large"
        except _FileGone:
            missing = missing or "gone"
        else:
            room -= len(photo)
            photos.append(photo)
    return tuple(photos), missing


def attachment_of(bot: Bot, messages: Sequence[Message], pause: Pause) -> Attachment | None:
    """The first document that is neither a picture nor an animation's file."""
    documents = (message.document for message in messages if not (message.animation or _picture_of(message)))
    document = next(filter(None, documents), None)
    if document is None:
        return None
    return Attachment(document.file_name or "document", partial(_read_document, bot, document, pause))


def unsupported_of(message: Message) -> Unsupported | None:
    """What of a message cannot be searched with; None where it is only words and pictures."""
    if (what := next((what for field, what in _UNSUPPORTED.items() if message[field]), None)) is not None:
        return what
    if message.text or _picture_of(message):
        return None
    return _UNSUPPORTED_FILES.get(_main_type(message.document), "document") if message.document else "other"


class _FileTooLarge(Exception):
    """More than Telegram hands over, or than there is room for."""


class _FileGone(Exception):
    """It cannot be had, now or for ever."""


async def _read_document(bot: Bot, document: Document, pause: Pause) -> bytes:
    try:
        return await _download(bot, document, _MAX_DOWNLOAD_BYTES, pause)
    except _FileTooLarge:
        raise AttachmentUnavailable(
            "Telegram hands over 20 MB at most; send /sync and the address of the feed, or pack the file with gzip"
        ) from None
    except _FileGone:
        raise AttachmentUnavailable(
            "Telegram did not hand over the file, or it is empty; please send it again"
        ) from None


async def _download(bot: Bot, wanted: PhotoSize | Document, max_bytes: int, pause: Pause) -> bytes:
    """A file's bytes, of which there is at least one.  Raises `_FileTooLarge` or `_FileGone`."""

    async def fetch() -> bytes:
        _require_room(wanted.file_size, max_bytes)
        file = await bot.get_file(wanted.file_id)
        _require_room(file.file_size, max_bytes)
        return bytes(await file.download_as_bytearray())

    try:
        async with asyncio.timeout(sum(PATIENTLY)):
            data = await with_retries(fetch, pause, PATIENTLY)
    except (TelegramError, TimeoutError) as error:
        if isinstance(error, BadRequest) and "too big" in str(error):
            logger.info("Telegram does not hand over a file of this size: %s", error)
            raise _FileTooLarge from None
        logger.warning("A file could not be downloaded: %r", error)
        raise _FileGone from None
    if not data:
        raise _FileGone
    return data


def _require_room(file_size: int | None, max_bytes: int) -> None:
    if (file_size or 0) > max_bytes:
        logger.info("A file of %d bytes is too large and is left out.", file_size)
        raise _FileTooLarge


def _picture_of(message: Message) -> PhotoSize | Document | None:
    """The smallest size that is large enough, else the largest; or a picture sent as a file."""
    if message.photo:
        sizes = sorted(message.photo, key=lambda photo: photo.width * photo.height)
        return next((photo for photo in sizes if max(photo.width, photo.height) >= _ENOUGH_PIXELS), sizes[-1])
    document = None if message.animation else message.document
    return document if document and _main_type(document) == "image" else None


def _main_type(document: Document) -> str:
    """ "image" of "image/png"."""
    return (document.mime_type or "").partition("/")[0].lower()
