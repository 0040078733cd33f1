"""Photos on their way from the page to the assistant: `POST /photo`, kept for minutes, in memory only."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.channels.rate_limits import CROWD, Limits
from bot.channels.web.wire_format import MAX_PHOTOS, TOKEN

MAX_PHOTO_BYTES = 20 * 1024 * 1024
MAX_HELD_BYTES = 256 * 1024 * 1024
MAX_HELD_BYTES_A_NETWORK = 64 * 1024 * 1024
KEEP_S = 120.0
UPLOAD_TIMEOUT_S = 120.0


class PhotoGone(LookupError):
    """A message names a photo that was never uploaded, or too long ago."""


@dataclass(frozen=True, slots=True)
class _Photo:
    conversation_id: str
    network: str
    data: bytes
    expiry: asyncio.TimerHandle


class PhotoShelf:
    """Uploaded photos until their message is answered.

    All bytes that were received count against one bound, and those from one network against another, unfinished
    uploads included, so that many or slow strangers cannot fill the memory.  A photo can be used by the
    conversation that sent it only.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._photos: dict[str, _Photo] = {}
        self._held_bytes = 0
        self._held_by_network: Counter[str] = Counter()

    async def receive(self, request: web.Request, network: str) -> web.Response:
        """`POST /photo`: the picture's bytes as the body, the conversation's token in X-Conversation.

        `network` is what the sender shares with others, see `Limits`.
        """
        conversation_id = request.headers.get("X-Conversation", "")
        if not TOKEN.fullmatch(conversation_id):
            raise web.HTTPBadRequest(text="X-Conversation is missing.")
        mine = sum(photo.conversation_id == conversation_id for photo in self._photos.values())
        if mine >= MAX_PHOTOS:
            raise web.HTTPTooManyRequests(text="Too many photos at once.", headers={"Retry-After": "10"})
        self._require_patience(conversation_id, network)
        if (request.content_length or 0) > MAX_PHOTO_BYTES:
            raise web.HTTPRequestEntityTooLarge(MAX_PHOTO_BYTES, request.content_length or 0)
        data = await self._read(request, network)
        if not data:
            raise web.HTTPBadRequest(text="The photo is empty.")
        photo_id = secrets.token_urlsafe(16)
        expiry = asyncio.get_running_loop().call_later(KEEP_S, self._drop, photo_id)
        self._photos[photo_id] = _Photo(conversation_id, network, data, expiry)
        return web.json_response({"photo": photo_id}, status=201)

    @contextmanager
    def lend(self, conversation_id: str, photo_ids: Sequence[str]) -> Iterator[tuple[bytes, ...]]:
        """The photos' bytes for as long as the message is worked on; afterwards they are forgotten.

        Raises `PhotoGone` where one of them is not there.
        """
        photos = [self._photos.get(photo_id) for photo_id in photo_ids]
        mine = [photo for photo in photos if photo is not None and photo.conversation_id == conversation_id]
        if len(mine) != len(photo_ids):
            raise PhotoGone
        for photo in mine:
            photo.expiry.cancel()
        try:
            yield tuple(photo.data for photo in mine)
        finally:
            for photo_id in photo_ids:
                self._drop(photo_id)

    def forget(self, conversation_id: str) -> int:
        """Drop a conversation's photos; how many there were."""
        mine = [photo_id for photo_id, photo in self._photos.items() if photo.conversation_id == conversation_id]
        for photo_id in mine:
            self._drop(photo_id)
        return len(mine)

    def sizes(self, conversation_id: str) -> list[int]:
        """How many bytes each of a conversation's photos has."""
        return [len(photo.data) for photo in self._photos.values() if photo.conversation_id == conversation_id]

    def clear(self) -> None:
        """Forget everything."""
        for photo_id in list(self._photos):
            self._drop(photo_id)

    def _require_patience(self, conversation_id: str, network: str) -> None:
        people = {f"photos of {conversation_id}": MAX_PHOTOS}
        networks = {f"photos in {network}": MAX_PHOTOS * CROWD} if network else {}
        if refusal := self._limits.take(people | networks):
            headers = {"Retry-After": str(math.ceil(refusal.wait_s))}
            raise web.HTTPTooManyRequests(text="Too many photos at once.", headers=headers)

    async def _read(self, request: web.Request, network: str) -> bytes:
        received = bytearray()
        try:
            async with asyncio.timeout(UPLOAD_TIMEOUT_S):
                async for chunk in request.content.iter_any():
                    received += chunk
                    self._hold(network, len(chunk))
                    if len(received) > MAX_PHOTO_BYTES:
                        raise web.HTTPRequestEntityTooLarge(MAX_PHOTO_BYTES, len(received))
                    if self._held_bytes > MAX_HELD_BYTES or (
                        network and self._held_by_network[network] > MAX_HELD_BYTES_A_NETWORK
                    ):
                        raise web.HTTPServiceUnavailable(text="Busy.", headers={"Retry-After": "10"})
            return bytes(received)
        except BaseException as error:
            self._hold(network, -len(received))
            if isinstance(error, TimeoutError):
                raise web.HTTPRequestTimeout(text="The upload took too long.") from None
            raise

    def _drop(self, photo_id: str) -> None:
        photo = self._photos.pop(photo_id, None)
        if photo is not None:
            photo.expiry.cancel()
            self._hold(photo.network, -len(photo.data))

    def _hold(self, network: str, count: int) -> None:
        self._held_bytes += count
        self._held_by_network[network] += count
        if not self._held_by_network[network]:
            del self._held_by_network[network]
