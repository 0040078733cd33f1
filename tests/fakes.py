"""Stand-ins that implement the real protocols, shared by all tests."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.messages import IncomingMessage, Reply
from workers.engine import DEFAULT_TIMEOUT_S
from workers.errors import EngineClosed
from workers.images import decode_picture, encode_preview
from workers.jobs import Attributes, Encoding, Guess, MatchCurve, ModelInfo, Priority, Vector
from workers.vocabulary import CATEGORIES, COLOURS

_TERMS = {c.value: c.synonyms for c in COLOURS} | {c.value: c.synonyms for c in CATEGORIES}


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

    def sees(self, photo: bytes, attributes: Attributes, product_likelihood: float = 1.0) -> None:
        """From now on exactly this is read from `photo`."""
        self._seen[photo] = (attributes, product_likelihood)

    async def encode_image(
        self, photo: bytes, *, priority: Priority = Priority.SHOPPER, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> Encoding:
        """Decode for real, then look at the middle of the picture."""
        self._record("image", photo, priority)
        image = decode_picture(photo)
        width, height = image.size
        middle = image.crop((width // 4, height // 4, width - width // 4, height - height // 4)).resize((8, 8))
        colour = _nearest_colour(np.asarray(middle, dtype=np.float32).reshape(-1, 3).mean(axis=0))
        attributes, likelihood = self._seen.get(photo, ({"colours": (Guess(colour, 0.9, share=1.0),)}, 1.0))
        named = [guess.value for name in ("colours", "category") for guess in attributes.get(name, ())]
        return Encoding(self._vector(named), self.fingerprint, attributes, likelihood, encode_preview(image))

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
            f"You said: {message.text or message.choice}"
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

    async def let_go(self, seconds: float) -> None:
        """End the wait of this length that began first, as soon as there is one."""
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(lambda: any(not event.is_set() for event in self._waiting[seconds]))
            next(event for event in self._waiting[seconds] if not event.is_set()).set()
