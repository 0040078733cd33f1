"""Records as the store keeps them: JSON for words and traits, raw float32 for the vector."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

import numpy as np

from catalog.clean_text import legible
from catalog.models import Product, Trait, Traits, Vector

log = logging.getLogger(__name__)

FULL_SHARE: Final = 0.4
"""A colour on this part of the garment or more counts in full; a small detail counts for less."""

_LOWEST_PRICE: Final = Decimal("0.0001")
_HIGHEST_PRICE: Final = Decimal(10) ** 14
PRICE_KEY: Final = "CASE WHEN typeof(price) = 'integer' AND price >= 0 AND price < 1000000000000000000 THEN price END"
"""A kept `price_key` in SQL: NULL where an older version made one of what `sound_price` does not take."""

_NOTED: Final = 1000
_WORDS: Final = ("title", "description", "brand", "currency")


def price_key(price: Decimal, rounding: str = ROUND_FLOOR) -> int:
    """A price in ten-thousandths, no higher than SQLite counts."""
    return int((min(price, _HIGHEST_PRICE) * 10_000).to_integral_value(rounding))


def sound_price(amount: object) -> Decimal | None:
    """An amount of money as it was kept or said; None for what nobody can pay: no number, negative, 1e30, 1e-30."""
    try:
        price = Decimal(str(amount))
    except InvalidOperation:
        return None
    if not price.is_finite() or not 0 <= price < _HIGHEST_PRICE or 0 < price < _LOWEST_PRICE:
        return None
    return price


def with_sound_prices(product: Product) -> Product:
    """The product without a price that is none."""
    price, sale_price = (_price(product.id, amount) for amount in (product.price, product.sale_price))
    return replace(product, price=price, sale_price=sale_price)


def _price(product_id: str, amount: object) -> Decimal | None:
    price = None if amount is None else sound_price(amount)
    if amount is not None and price is None:
        _note_odd_price(product_id)
    return price


@lru_cache(maxsize=_NOTED)
def _note_odd_price(product_id: str) -> None:
    """Say it once: a product is read again for every answer."""
    log.warning("The product %s has a price that nobody can pay: it counts as one without a price", product_id)


def product_to_json(product: Product) -> str:
    """The product's fields; decimals are written as text so that a price stays exact."""
    return json.dumps(_fields(product), ensure_ascii=False, sort_keys=True)


def _fields(product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "title": product.title,
        "image": product.image,
        "description": product.description,
        "brand": product.brand,
        "price": None if product.price is None else str(product.price),
        "sale_price": None if product.sale_price is None else str(product.sale_price),
        "currency": product.currency,
        "url": product.url,
        "sizes": product.sizes,
        "available": product.available,
        "facts": dict(product.facts),
        "group": product.group,
        "more_images": product.more_images,
        "gtin": product.gtin,
        "sku": product.sku,
    }


def product_from_json(text: str) -> Product:
    """The inverse of `product_to_json`; what is kept there as a price and is none is left out."""
    fields: dict[str, Any] = json.loads(text)
    for name in ("price", "sale_price"):
        fields[name] = _price(fields["id"], fields.get(name))
    for name in _WORDS:
        # An older version kept them as the shop wrote them, or a stranger's backup holds no text there.
        fields[name] = legible(value) if isinstance(value := fields.get(name), str) else ""
    fields["sizes"] = tuple(map(legible, fields.get("sizes", ())))
    fields["facts"] = {name: legible(value) for name, value in fields.get("facts", {}).items()}
    fields["more_images"] = tuple(fields.get("more_images", ()))
    return Product(**fields)


def traits_to_json(traits: Traits) -> str:
    """Trait name to a list of [value, confidence, stated, share]."""
    return json.dumps(
        {name: [[t.value, t.confidence, t.stated, t.share] for t in values] for name, values in traits.items()},
        ensure_ascii=False,
    )


def traits_from_json(text: str) -> Traits:
    """The inverse of `traits_to_json`."""
    return {name: tuple(Trait(*fields) for fields in values) for name, values in json.loads(text).items()}


def vector_to_bytes(vector: Vector) -> bytes:
    """Little-endian float32."""
    return vector.astype("<f4").tobytes()


def vector_from_bytes(blob: bytes) -> Vector:
    """The inverse of `vector_to_bytes`; the array is read-only."""
    return np.frombuffer(blob, dtype="<f4").astype(np.float32, copy=False)


def presence(trait: Trait) -> float:
    """How surely, and how visibly, a product has this value, in [0, 1]."""
    if trait.stated:
        return 1.0
    visible = 1.0 if trait.share is None else min(1.0, trait.share / FULL_SHARE)
    return trait.confidence * visible


def effective(values: Sequence[Trait]) -> Mapping[str, float]:
    """Value to presence.  Where the shop states anything about a trait, guesses about it do not count."""
    stated = [trait for trait in values if trait.stated]
    found: dict[str, float] = {}
    for trait in stated or values:
        found[trait.value] = max(found.get(trait.value, 0.0), presence(trait))
    return found


def content_hash(row_hash: str, product: Product, picture: str, fingerprint: str) -> str:
    """What tells an unchanged product: its fields, its original picture and the model, as a `two_part_hash`.

    `picture` is the SHA-256 of its bytes.  Where it came from is left out: a moved folder changes nothing.  The rest is
    that of a hash which the product has already.
    """
    return with_rest_of(_looks(product, picture, fingerprint), row_hash)


def two_part_hash(product: Product, *picture: str) -> str:
    """ "looks.rest": what vector and traits are made of (title, brand, facts, `picture`), and all other fields.

    Where only the rest differs, vector and traits still hold.
    """
    rest = _fields(product)
    for name in ("image", "title", "brand", "facts"):
        del rest[name]
    return f"{_looks(product, *picture)}.{_digest(rest)}"


def _looks(product: Product, *picture: str) -> str:
    return _digest([product.title, product.brand, dict(product.facts), picture])


def same_looks(one: str, other: str) -> bool:
    """Whether two hashes differ in the rest at most."""
    return one.partition(".")[0] == other.partition(".")[0]


def with_rest_of(looks: str, rest: str) -> str:
    """The looks of the first hash with the rest of the second."""
    return f"{looks.partition('.')[0]}.{rest.partition('.')[2]}"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
