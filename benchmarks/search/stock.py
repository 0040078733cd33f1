"""A shop of any size to measure search with: noisy copies of the labelled catalog."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.vectors import DIM, Encoded, Matrix, encoded, progress_bar
from bot.search.describer import PHOTO_SHARE, describe_traits
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Product, Record, Traits
from catalog.storage import codec
from catalog.storage.data_folder import RECORDS, DataFolder
from catalog.storage.store import ProductStore
from catalog.vector_index.chroma import ChromaIndex

MODEL: Final = "bench"
SIZES: Final = ("XS", "S", "M", "L", "XL", "38", "39", "40", "41", "42")
BLOCK: Final = 5000
_SIZES_EACH: Final = 4
_NOISE: Final = 0.3
"""Length of what a copy's vector is moved by: copies are .92 alike."""

_BRAND_FROM: Final = 20
"""A first word that so many titles share is taken for a brand; the labelled catalog has no column of brands."""

VARIANTS: Final = 4
_INDEXED_TOGETHER: Final = 1000
_FACTS: Final = {"category": "articleType", "colour": "baseColour", "gender": "gender", "style": "usage"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labelled catalog as a shop would have it; `vectors` float32 (n, d) mix photo and title."""

    titles: list[str]
    brands: list[str]
    groups: list[str]
    facts: list[dict[str, str]]
    traits: list[Traits]
    vectors: Matrix

    @classmethod
    def of(cls, encoded: Encoded, most: int, kept: Path) -> Labelled:
        """The first `most` rows.  What their words say takes half a minute to read, and is kept in the file `kept`."""
        rows = encoded.rows[:most]
        titles = [row["title"] for row in rows]
        firsts = Counter(row["title"].partition(" ")[0] for row in encoded.rows)
        brands = [first if firsts[first := title.partition(" ")[0]] >= _BRAND_FROM else "" for title in titles]
        facts = [{name: row[column] for name, column in _FACTS.items()} for row in rows]
        bare = [Product("", title, "", facts=stated) for title, stated in zip(titles, facts, strict=True)]
        mixed = PHOTO_SHARE * encoded.photos[:most] + (1 - PHOTO_SHARE) * encoded.titles[:most]
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        if not kept.exists():
            half = kept.with_suffix(".half")
            half.write_text("\n".join(codec.traits_to_json(describe_traits(one, {})) for one in bare))
            half.replace(kept)
        traits = list(map(codec.traits_from_json, kept.read_text().split("\n")))
        return cls(titles, brands, _groups(rows), facts, traits, mixed)


def _groups(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Up to four products of one name but for the colour are variants of one article."""
    alike: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        alike[re.sub(rf"\b{re.escape(row['baseColour'])}\b", "", row["title"])].append(number)
    groups = [""] * len(rows)
    for numbers in alike.values():
        for start in range(0, len(numbers), VARIANTS):
            for number in numbers[start : start + VARIANTS]:
                groups[number] = f"g{numbers[start]}"
    return groups


class Stock:
    """The first `count` products of the shop, and their values as arrays for whoever searches exhaustively.

    `cents` int64 is what a buyer pays, `sizes` bool (count, 10) by `SIZES`, `row` the product's row in `labelled`.
    """

    def __init__(self, labelled: Labelled, count: int) -> None:
        self.labelled = labelled
        self.count = count
        rng = np.random.default_rng(count)
        self.row = np.arange(count) % len(labelled.titles)
        self._usual = rng.integers(500, 20_000, count)
        self.on_sale = rng.random(count) < 0.2
        self.cents = np.where(self.on_sale, self._usual * 4 // 5, self._usual)
        self.available = rng.random(count) < 0.93
        self.sizes: NDArray[np.bool_] = rng.random((count, len(SIZES))).argsort(axis=1) < _SIZES_EACH
        self._brands = sorted({brand for brand in labelled.brands if brand})

    def blocks(self, first: int = 0) -> Iterator[tuple[int, Matrix]]:
        """(number of the first, its vectors), `BLOCK` after `BLOCK` from `first`, a multiple of it."""
        for start in range(first, self.count, BLOCK):
            row = self.row[start : start + BLOCK]
            moved = self.labelled.vectors[row].copy()
            noise = np.random.default_rng(start + 1).standard_normal(moved.shape, dtype=np.float32)
            noise *= _NOISE / np.sqrt(DIM)
            copied = np.arange(start, start + len(row)) >= len(self.labelled.titles)
            moved[copied] += noise[copied]
            yield start, moved / np.linalg.norm(moved, axis=1, keepdims=True)

    def records(self, first: int = 0) -> Iterator[list[Record]]:
        """All from `first` on, a block at a time."""
        for start, vectors in self.blocks(first):
            yield [self._record(number, vector) for number, vector in enumerate(vectors, start)]

    def _record(self, number: int, vector: NDArray[np.float32]) -> Record:
        row, copy = int(self.row[number]), number // len(self.labelled.titles)
        brand, title = self._named(row, copy)
        product = Product(
            id=product_id(number),
            title=title,
            image=f"{number}.jpg",
            brand=brand,
            price=Decimal(int(self._usual[number])) / 100,
            sale_price=Decimal(int(self.cents[number])) / 100 if self.on_sale[number] else None,
            currency="EUR",
            sizes=tuple(np.array(SIZES)[self.sizes[number]].tolist()),
            available=bool(self.available[number]),
            facts=self.labelled.facts[row],
            group=self.article(number),
        )
        picture = hashlib.sha256(product.id.encode()).hexdigest()
        return Record(product, vector, self.labelled.traits[row], picture, codec.two_part_hash(product, picture))

    def article(self, number: int) -> str:
        """What variants of one article have in common."""
        return f"{self.labelled.groups[self.row[number]]}-{number // len(self.labelled.titles)}"

    def _named(self, row: int, copy: int) -> tuple[str, str]:
        brand, title = self.labelled.brands[row], self.labelled.titles[row]
        if not copy or not brand:
            return brand, title
        other = self._brands[(self._brands.index(brand) + 7 * copy) % len(self._brands)]
        return other, title.replace(brand, other, 1)


def product_id(number: int) -> str:
    """The id of a stock's product."""
    return f"p{number:07}"


def stock(data: Path, count: int, folder: Path) -> Stock:
    """The shop of so many products, which is or will be in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return Stock(Labelled.of(encoded(data), count, folder / "traits.jsonl"), count)


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


def build(shop: Stock, folder: Path) -> None:
    """Write what is missing of the records, then of the index, and look at it as every start does.

    One that is complete is not opened: it stays as it is for versions before.
    """
    complete = folder / "complete"
    if complete.exists():
        return
    with DataFolder(folder, shared=False).used():
        store = ProductStore(folder / RECORDS)
        index = ChromaIndex(folder / "chroma", MODEL, DIM)
        try:
            _write(shop, store)
            _open_index(store, index)
            _index(store, index)
        finally:
            index.close()
            store.close()
    asyncio.run(_open(folder))
    complete.touch()


def _write(shop: Stock, store: ProductStore) -> None:
    done = store.count(MODEL)
    with progress_bar() as progress:
        task = progress.add_task("records", total=shop.count, completed=done)
        for block in shop.records(done):
            store.put(block, MODEL)
            progress.advance(task, len(block))


def _open_index(store: ProductStore, index: ChromaIndex) -> None:
    try:
        index.open()
    except CatalogUnavailable:
        index.recreate()
        store.mark_unindexed(store.ids(MODEL))
    # If this is interrupted, it may be opened again.
    index.trust()


def _index(store: ProductStore, index: ChromaIndex) -> None:
    total = store.count(MODEL)
    # Sequence numbers have no gaps here, and the index follows them.
    after = total - store.count_unindexed()
    with progress_bar() as progress:
        task = progress.add_task("index", total=total, completed=after)
        while rows := store.vectors(MODEL, after, _INDEXED_TOGETHER):
            index.upsert({one: vector for _, one, vector in rows})
            store.mark_indexed([one for _, one, _ in rows])
            after = rows[-1][0]
            progress.advance(task, len(rows))


async def _open(folder: Path) -> None:
    with progress_bar() as progress:
        task = progress.add_task("opening", total=None)

        def rebuilt(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        async with Catalog(folder, MODEL, DIM, progress=rebuilt):
            progress.update(task, completed=1, total=1)
