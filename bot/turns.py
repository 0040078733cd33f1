"""One answer of a conversation, as far as it can be gone on from."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from decimal import Decimal

from bot.messages import Query
from bot.seen import WhichPiece
from catalog.models import Curve, Traits, Vector


def new_key() -> str:
    """A short name for a turn: 8 characters that nobody guesses."""
    return secrets.token_urlsafe(6)


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer as far as it can be gone on from.

    `shown` are the ids in the order of their numbers.  `vector` and `curve` are what was searched with,
    `photo` is the vector of the photo (or product) that the search started from.  `fingerprint` names
    the model of both.  `price` is the first hit's, for "cheaper".  `left_out` are ids never to be shown.
    `next_page` is the key of the turn that showed the page after this one.
    `looks` is what was seen in the photo; where it was a product's, `source` is its id.  `liked` and `disliked`
    are ids that got a thumb; a page that was found `by_taste` continues by what it leaves out, and not by offset.
    `which` is there where the answer was the question which of several garments is meant.
    """

    query: Query
    shown: tuple[str, ...] = ()
    offset: int = 0
    vector: Vector | None = None
    photo: Vector | None = None
    curve: Curve | None = None
    fingerprint: str = ""
    price: Decimal | None = None
    left_out: tuple[str, ...] = ()
    next_page: str = ""
    looks: Traits = field(default_factory=dict)
    source: str = ""
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    by_taste: bool = False
    which: WhichPiece | None = None
    key: str = field(default_factory=new_key)

    def product_at(self, place: str) -> str:
        """The id of the product that a button's key means by its place, or "" if there is none."""
        shown = place.isdecimal() and int(place) < len(self.shown)
        return self.shown[int(place)] if shown else ""
