"""How much one person, and one network, may ask for: token buckets, so that nobody takes the shop from the others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.messages import IncomingMessage, person_of

MAX_BUCKETS: Final = 20_000
"""Buckets kept; the one that was used longest ago goes first, which gives its owner a full one."""

CROWD: Final = 5
"""A group chat, or an address that a whole office may share, has that much of what one person has."""

_TAPS: Final = 10
"""So many taps on the buttons of an answer go with each question: nobody is kept from what a search has found.

As many times it may be asked for again, by a page whose line breaks."""

_REST: Final = 4
"""An empty bucket gives nothing until a part of this many is full again, so that whoever comes back gets answers."""

_ONE: Final = 1 - 1e-6
"""A token, as far as sums of fractions can be trusted."""

_QUESTIONS: Final = frozenset({"say", "new"})
"""Buttons that ask something new."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not now.  `wait_s` is when to come back; `first` is true once, until then."""

    wait_s: float
    first: bool


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    at: float
    opens_at: float = 0.0


class Limits:
    """`per_minute` questions of a person in the long run and `burst` at once; 0 a minute means no limits.

    Questions, taps, repeats and what is typed in inline mode are counted apart.  `exempt` are people as `person_of`
    names them.  `now` counts seconds.
    """

    def __init__(
        self,
        per_minute: int,
        burst: int,
        *,
        exempt: frozenset[str] = frozenset(),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_s = per_minute / 60
        self._burst = burst
        self._exempt = exempt
        self._now = now
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def refuses(self, message: IncomingMessage, network: str, *, again: bool = False) -> Refusal | None:
        """Count a message, or say when to come back; `network` is where its sender shares room with others.

        `again` is a repeat of one that was counted, and whose answer is known or on its way.
        """
        if person_of(message) in self._exempt:
            return None
        is_tap = message.action is not None and message.action.verb not in _QUESTIONS
        kind, factor = ("taps", _TAPS) if is_tap else ("questions", 1)
        if message.page is not None:
            # A question is typed letter by letter, and its pages are leafed through.
            kind, factor = "inline questions", _TAPS
        if again:
            kind, factor = "repeats", _TAPS
        networks = {f"{kind} in {network}": factor * CROWD} if network else {}
        people = {f"{kind} of {person_of(message)}": factor} if message.user_id else {}
        return self.take(people | networks)

    def take(self, factors: dict[str, int]) -> Refusal | None:
        """Take one from each of these buckets, or nothing at all; a factor is how many times larger one is."""
        if not self._per_s:
            return None
        now = self._now()
        refusal: Refusal | None = None
        for name, factor in factors.items():
            bucket = self._refilled(name, factor, now)
            if bucket.tokens >= _ONE and bucket.opens_at <= now:
                continue
            first = bucket.opens_at <= now
            if first:
                missing = max(1.0, self._burst * factor / _REST) - bucket.tokens
                bucket = self._buckets[name] = replace(bucket, opens_at=now + missing / (self._per_s * factor))
            wait_s = bucket.opens_at - now
            if refusal is None or wait_s > refusal.wait_s:
                refusal = Refusal(wait_s, first)
        if refusal is None:
            for name in factors:
                bucket = self._buckets[name]
                self._buckets[name] = replace(bucket, tokens=bucket.tokens - 1)
        return refusal

    def _refilled(self, name: str, factor: int, now: float) -> _Bucket:
        full = float(self._burst * factor)
        bucket = self._buckets.get(name, _Bucket(full, now))
        tokens = min(full, bucket.tokens + (now - bucket.at) * self._per_s * factor)
        bucket = self._buckets[name] = replace(bucket, tokens=tokens, at=now)
        self._buckets.move_to_end(name)
        while len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket


UNLIMITED: Final = Limits(0, 1)
