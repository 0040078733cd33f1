"""One answer of a conversation, as far as it can be gone on from, and how it is written down."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from decimal import Decimal

from bot.query.model import Query
from bot.search.photo import WhichPiece, which_from_json, which_to_json
from catalog.models import Curve, Filters, Traits, Vector
from catalog.storage.codec import sound_price, traits_from_json, traits_to_json, vector_from_bytes, vector_to_bytes


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

    def product_at(self, index: str) -> str:
        """The id of the product that a button's key means by its place, or "" if there is none."""
        shown = index.isdecimal() and int(index) < len(self.shown)
        return self.shown[int(index)] if shown else ""


def turn_to_json(turn: Turn) -> str:
    """All of a turn but its vectors and its name."""
    filters = turn.query.filters
    return json.dumps(
        {
            "shown": turn.shown,
            "offset": turn.offset,
            "fingerprint": turn.fingerprint,
            "price": _text(turn.price),
            "left_out": turn.left_out,
            "looks": traits_to_json(turn.looks),
            "source": turn.source,
            "which": None if turn.which is None else which_to_json(turn.which),
            "liked": turn.liked,
            "disliked": turn.disliked,
            "by_taste": turn.by_taste,
            "curve": None if turn.curve is None else [turn.curve.midpoint, turn.curve.slope],
            "text": turn.query.text,
            "understood": turn.query.understood,
            "photo_weight": turn.query.photo_weight,
            "words": turn.query.words,
            "names": turn.query.names,
            "sort": turn.query.sort,
            "chosen": {trait: dict(values) for trait, values in turn.query.chosen.items()},
            "next_page": turn.next_page,
            "wanted": dict(filters.wanted),
            "near": dict(filters.near),
            "excluded": dict(filters.excluded),
            "min_price": _text(filters.min_price),
            "max_price": _text(filters.max_price),
            "sizes": filters.sizes,
            "in_stock_only": filters.in_stock_only,
            "on_sale_only": filters.on_sale_only,
            "required": dict(filters.required),
            "implied": sorted(filters.implied),
        }
    )


def turn_from_row(key: str, state: str, vector: bytes | None, photo: bytes | None) -> Turn:
    """The inverse of `turn_to_json` and `vector_to_blob`; what an older version has written is read too."""
    kept = json.loads(state)
    filters = Filters(
        wanted={trait: tuple(values) for trait, values in kept["wanted"].items()},
        near={trait: tuple(values) for trait, values in kept["near"].items()},
        excluded={trait: tuple(values) for trait, values in kept["excluded"].items()},
        min_price=_decimal(kept["min_price"]),
        max_price=_decimal(kept["max_price"]),
        sizes=tuple(kept["sizes"]),
        in_stock_only=kept["in_stock_only"],
        on_sale_only=kept.get("on_sale_only", False),
        required={trait: tuple(values) for trait, values in kept.get("required", {}).items()},
        implied=frozenset(kept.get("implied", ())),
    )
    return Turn(
        query=Query(
            text=kept["text"],
            filters=filters,
            understood=tuple(kept["understood"]),
            photo_weight=kept["photo_weight"],
            # Turns of older versions have none.
            words=kept.get("words", ""),
            names=kept.get("names", ""),
            sort=kept.get("sort", "relevance"),
            chosen=kept.get("chosen", {}),
        ),
        shown=tuple(kept["shown"]),
        offset=kept["offset"],
        vector=_vector(vector),
        photo=_vector(photo),
        curve=None if kept["curve"] is None else Curve(*kept["curve"]),
        fingerprint=kept["fingerprint"],
        price=_decimal(kept["price"]),
        left_out=tuple(kept["left_out"]),
        next_page=kept.get("next_page", ""),
        looks=traits_from_json(kept.get("looks", "{}")),
        source=kept.get("source", ""),
        which=which_from_json(asked) if (asked := kept.get("which")) else None,
        liked=tuple(kept.get("liked", ())),
        disliked=tuple(kept.get("disliked", ())),
        by_taste=kept.get("by_taste", False),
        key=key,
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else sound_price(text)


def vector_to_blob(vector: Vector | None) -> bytes | None:
    """A turn's vector as a row keeps it, if it has one."""
    return None if vector is None else vector_to_bytes(vector)


def _vector(blob: bytes | None) -> Vector | None:
    return None if blob is None else vector_from_bytes(blob)
