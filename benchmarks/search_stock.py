"""Products to measure search with: the labelled catalog, by the bundled model, and any number of made-up ones."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.cli.evaluation import encode_photos, encode_words, find_pictures
from bot.search.describer import PHOTO_SHARE, describe_traits
from catalog.models import Product, Record, Trait, Vector
from workers.encoders.loading import load_encoder
from workers.vocabulary import CATEGORIES, COLOURS

Matrix = NDArray[np.float32]

CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "shoplens" / "bench"
DIM: Final = 384
_SIZES: Final = ("XS", "S", "M", "L", "XL", "38", "39", "40", "41", "42")
_BRAND_FROM: Final = 20
"""A first word that so many titles share is taken for a brand; the labelled catalog has no column of brands."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labelled catalog; `title_vectors` float32 (n, d) are in the order of `records`."""

    records: list[Record]
    title_vectors: Matrix


def labelled(data: Path) -> Labelled:
    """All products of `data`/catalog.  Encoding takes minutes the first time; the vectors are kept in `CACHE`."""
    with (data / "catalog" / "products.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    photos, titles = _vectors(data, rows)
    mixed = PHOTO_SHARE * photos + (1 - PHOTO_SHARE) * titles
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    first_words = Counter(row["title"].partition(" ")[0] for row in rows)
    rng = random.Random(1)
    records = []
    for row, vector in zip(rows, mixed, strict=True):
        first = row["title"].partition(" ")[0]
        facts = {name: row[column] for name, column in _FACTS.items()}
        product = _product(rng, row["id"], row["title"], first if first_words[first] >= _BRAND_FROM else "", facts)
        records.append(_record(product, vector, describe_traits(product, {})))
    return Labelled(records, titles)


_FACTS: Final = {"category": "articleType", "colour": "baseColour", "gender": "gender", "style": "usage"}


def _vectors(data: Path, rows: list[dict[str, str]]) -> tuple[Matrix, Matrix]:
    encoder = load_encoder("bundled", threads=2)
    kept = CACHE / f"labelled-{encoder.info.fingerprint}.npz"
    if not kept.exists():
        pictures = find_pictures([data / "catalog" / name for name in ("images_224.zip", "images_60x80.zip")])
        photos = encode_photos(encoder, (pictures[row["id"]]() for row in rows), len(rows), _quiet)
        titles = encode_words(encoder, [row["title"] for row in rows], _quiet)
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, photos=photos, titles=titles)
    with np.load(kept) as arrays:
        return arrays["photos"], arrays["titles"]


def _quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def made_up(count: int, seed: int = 7) -> Iterator[Record]:
    """Products with vectors around 500 centres, as clothes are, and titles of brand, model, colour and kind."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    centres = numbers.normal(size=(500, DIM))
    brands = [_name(rng, 6) for _ in range(300)]
    models = [_name(rng, 8) for _ in range(20_000)]
    for number in range(count):
        kind, colour = rng.choice(CATEGORIES).value, rng.choice(COLOURS).value
        brand = rng.choice(brands)
        vector = centres[hash((kind, colour, number % 3)) % 500] + 1.2 * numbers.normal(size=DIM)
        product = _product(rng, f"p{number}", f"{brand} {rng.choice(models)} {colour} {kind}", brand, {})
        traits = {"category": _seen(rng, kind), "colours": _seen(rng, colour)}
        yield _record(product, (vector / np.linalg.norm(vector)).astype(np.float32), traits)


def _name(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(string.ascii_lowercase, k=length)).capitalize()


def _seen(rng: random.Random, value: str) -> tuple[Trait, ...]:
    return (Trait(value, 0.5 + rng.random() / 2),)


def _product(rng: random.Random, product_id: str, title: str, brand: str, facts: dict[str, str]) -> Product:
    price = Decimal(rng.randint(500, 20_000)) / 100
    return Product(
        id=product_id,
        title=title,
        image=f"{product_id}.jpg",
        brand=brand,
        price=price,
        sale_price=price * 4 / 5 if rng.random() < 0.2 else None,
        currency="EUR",
        sizes=tuple(rng.sample(_SIZES, 4)),
        available=rng.random() < 0.93,
        facts=facts,
    )


def _record(product: Product, vector: Vector, traits: dict[str, tuple[Trait, ...]]) -> Record:
    return Record(product, vector, traits, hashlib.sha256(product.id.encode()).hexdigest(), product.id)


def with_slip(text: str, rng: random.Random) -> str:
    """One letter of `text` left out, doubled in place of another, changed, or swapped with the next character."""
    at = rng.choice([place for place, letter in enumerate(text) if letter.isalpha()])
    other = rng.choice(string.ascii_lowercase)
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + other + text[at:],
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )
