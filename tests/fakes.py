"""Stand-ins that implement the real protocols, shared by all tests."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import socket
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np
from aiohttp.abc import AbstractResolver, ResolveResult
from numpy.typing import NDArray
from PIL import Image

from bot.actions import encode
from bot.messages import IncomingMessage, Reply
from catalog.models import Description, Product, Trait
from workers.engine.base import DEFAULT_TIMEOUT_S
from workers.errors import EngineClosed, UnreadablePicture
from workers.images.decoding import decode_picture, encode_preview
from workers.jobs import Attributes, Encoding, EngineLoad, Guess, MatchCurve, ModelInfo, Piece, Priority, Vector
from workers.vocabulary import CATEGORIES, COLOURS

_TERMS = {c.value: c.synonyms for c in COLOURS} | {c.value: c.synonyms for c in CATEGORIES}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time that it is now."""
        return self.now


class FakeEngine:
    """An `Engine` in this process whose vectors can be foreseen.

    One number of the vector belongs to each colour and each category of the vocabulary.  A photo sets
    the colours that it shows, the categories among its attributes, and nothing else; words set the
    colours and categories that they name.  So "red boots" is closest to a red picture of boots.

    `sees(photo, attributes)` fixes what is read from a photo; otherwise it has its main colour only.
    `failures` holds errors that the next calls raise, one each.  `calls` tells what was asked.
    """

    fingerprint = "fake-1"
    dim = len(_TERMS) + 1

    def __init__(self) -> None:
        self.calls: list[tuple[str, bytes | str, Priority]] = []
        self.failures: deque[Exception] = deque()
        self._seen: dict[bytes, tuple[Attributes, float]] = {}
        self._pieces: dict[bytes, tuple[Attributes, ...]] = {}
        self._running = False

    @property
    def info(self) -> ModelInfo:
        """The made-up model."""
        return ModelInfo(
            name="fake",
            fingerprint=self.fingerprint,
            dim=self.dim,
            text_curve=MatchCurve(midpoint=0.4, slope=12.0),
            photo_curve=MatchCurve(midpoint=0.4, slope=12.0),
        )

    @property
    def load(self) -> EngineLoad:
        """Never busy."""
        return EngineLoad(0, 256, 1, 0, len(self.calls), len(self.calls), 0, 0)

    def sees(self, photo: bytes, attributes: Attributes, product_likelihood: float = 1.0) -> None:
        """From now on exactly this is read from `photo`."""
        self._seen[photo] = (attributes, product_likelihood)

    def parts(self, photo: bytes, *pieces: Attributes) -> None:
        """From now on these pieces are found in `photo`."""
        self._pieces[photo] = pieces

    async def encode_image(
        self,
        photo: bytes,
        *,
        priority: Priority = Priority.SHOPPER,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        with_preview: bool = False,
        with_pieces: bool = False,
    ) -> Encoding:
        """Decode for real, then look at the middle of the picture."""
        self._record("image", photo, priority)
        image = decode_picture(photo)
        width, height = image.size
        middle = image.crop((width // 4, height // 4, width - width // 4, height - height // 4)).resize((8, 8))
        colour = _nearest_colour(np.asarray(middle, dtype=np.float32).reshape(-1, 3).mean(axis=0))
        attributes, likelihood = self._seen.get(photo, ({"colours": (Guess(colour, 0.9, share=1.0),)}, 1.0))
        preview = encode_preview(image) if with_preview else b""
        pieces = tuple(map(self._piece, self._pieces.get(photo, ()))) if with_pieces else ()
        marked = encode_preview(image) if pieces else b""
        return Encoding(self._seen_as(attributes), self.fingerprint, attributes, likelihood, preview, pieces, marked)

    async def encode_album(self, photos: Sequence[bytes], *, timeout_s: float = DEFAULT_TIMEOUT_S) -> Encoding:
        """Photos with the same vector show the same piece; what cannot be opened is passed over."""
        seen: dict[bytes, Encoding] = {}
        for photo in photos:
            with contextlib.suppress(UnreadablePicture):
                encoding = await self.encode_image(photo, timeout_s=timeout_s)
                seen.setdefault(encoding.vector.tobytes(), encoding)
        if not seen:
            raise UnreadablePicture("The file is empty.")
        first = next(iter(seen.values()))
        pieces = tuple(self._piece(encoding.attributes) for encoding in seen.values()) if len(seen) > 1 else ()
        return replace(first, pieces=pieces, marked=photos[0] if pieces else b"")

    async def encode_text(
        self, words: str, *, priority: Priority = Priority.SHOPPER, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> Encoding:
        """Look for the vocabulary's own words."""
        self._record("text", words, priority)
        named = [
            value
            for value, synonyms in _TERMS.items()
            if any(re.search(rf"\b{re.escape(word)}\b", words.lower()) for word in (value, *synonyms))
        ]
        return Encoding(self._vector(named), self.fingerprint)

    async def __aenter__(self) -> Self:
        self._running = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running = False

    def _record(self, kind: str, payload: bytes | str, priority: Priority) -> None:
        if not self._running:
            raise EngineClosed("the engine is not running")
        self.calls.append((kind, payload, priority))
        if self.failures:
            raise self.failures.popleft()

    def _piece(self, attributes: Attributes) -> Piece:
        return Piece((0.0, 0.0, 1.0, 1.0), self._seen_as(attributes), attributes, 1.0)

    def _seen_as(self, attributes: Attributes) -> Vector:
        return self._vector([guess.value for name in ("colours", "category") for guess in attributes.get(name, ())])

    def _vector(self, named: list[str]) -> Vector:
        values = list(_TERMS)
        vector = np.zeros(self.dim, dtype=np.float32)
        for value in named:
            vector[values.index(value)] = 1.0
        if not named:
            vector[-1] = 1.0
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _nearest_colour(rgb: NDArray[np.float32]) -> str:
    return min(COLOURS, key=lambda colour: min(float(np.linalg.norm(rgb - np.array(a))) for a in colour.anchors)).value


class ScriptedAssistant:
    """A `Handler` that notes what it is asked and answers as `answer` says; by default it says the words back."""

    def __init__(self) -> None:
        self.asked: list[IncomingMessage] = []
        self.answer: Callable[[IncomingMessage], Reply | Awaitable[Reply]] = lambda message: Reply(
            f"You said: {message.text or (encode(message.action) if message.action else '')}"
        )

    async def __call__(self, message: IncomingMessage) -> Reply:
        self.asked.append(message)
        reply = self.answer(message)
        return reply if isinstance(reply, Reply) else await reply


class HeldPause:
    """Stands in for `asyncio.sleep`: waits of a held length end when the test lets them, all others at once."""

    def __init__(self, *held_s: float) -> None:
        self._held = frozenset(held_s)
        self._waiting: defaultdict[float, list[asyncio.Event]] = defaultdict(list)
        self._changed = asyncio.Condition()
        self.ended: list[float] = []

    async def __call__(self, seconds: float) -> None:
        if seconds in self._held:
            event = asyncio.Event()
            self._waiting[seconds].append(event)
            async with self._changed:
                self._changed.notify_all()
            try:
                await event.wait()
            finally:
                self._waiting[seconds].remove(event)
        await asyncio.sleep(0)
        self.ended.append(seconds)

    def hold(self, seconds: float) -> None:
        """Waits of this length are held too from now on."""
        self._held |= {seconds}

    async def let_go(self, seconds: float) -> None:
        """End the wait of this length that began first, as soon as there is one."""
        await self.held(seconds)
        next(event for event in self._waiting[seconds] if not event.is_set()).set()

    async def held(self, seconds: float) -> None:
        """Return as soon as there is a wait of this length."""
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(lambda: any(not event.is_set() for event in self._waiting[seconds]))


class FakeDescribe:
    """Implements `catalog.importing.ingest.Describe`: a vector that only the picture's bytes decide.

    The preview is the picture itself.  `failures` holds errors that the next calls raise, one each;
    `calls` lists the ids asked for, `most_at_once` how many were under way together.
    """

    def __init__(self, dim: int) -> None:
        self._dim = dim
        self.failures: deque[Exception] = deque()
        self.calls: list[str] = []
        self.most_at_once = 0
        self._under_way = 0

    async def __call__(self, product: Product, picture: bytes) -> Description:
        self.calls.append(product.id)
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            await asyncio.sleep(0)
        finally:
            self._under_way -= 1
        if self.failures:
            raise self.failures.popleft()
        traits = {name: (Trait(value, 1.0, stated=True),) for name, value in product.facts.items()}
        return Description(self.vector(picture), traits, picture)

    def vector(self, picture: bytes) -> Vector:
        """What it makes of a picture."""
        seed = int.from_bytes(hashlib.sha256(picture).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=self._dim).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class FakeResolver(AbstractResolver):
    """A name service that knows what a test tells it: host name to address."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host not in self._names:
            raise OSError(f"{host} is not known")
        address = self._names[host]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
        ]

    async def close(self) -> None:
        """Nothing is open."""


class FakeEncoder:
    """An `Encoder` that knows three colours: a photo by its mean, words by the colours that they name."""

    def __init__(self) -> None:
        self.alone = False
        self.info = ModelInfo("fake", "fake-encoder", 3, MatchCurve(0.4, 12.0), MatchCurve(0.4, 12.0))

    def encode_images(self, images: Sequence[bytes]) -> NDArray[np.float32]:
        """Mean colours, shape (n, 3)."""
        return self.encode_decoded([decode_picture(data) for data in images])

    def encode_decoded(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        """Mean colours, shape (n, 3)."""
        means = [np.asarray(image, dtype=np.float32).mean(axis=(0, 1)) for image in images]
        return _rows(np.array(means, dtype=np.float32))

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number for each of red, green and blue, shape (n, 3)."""
        return _rows(np.array([[c in text for c in ("red", "green", "blue")] for text in texts], dtype=np.float32))


def _rows(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    matrix = matrix + np.float32(1e-3)
    unit: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit
