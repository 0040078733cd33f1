"""What search reads of the store: the light values of products, article numbers, and what has changed.

`put_traits` and `put_words` write what is read here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Final, NamedTuple

from catalog.models import Product, Traits, Vector
from catalog.storage import codec
from catalog.words import code_of, joined

_MOST_CODED: Final = 500
_CODED: Final = "SELECT product FROM product_codes WHERE code IN (SELECT value FROM json_each(?)) LIMIT ?"
_NUMBERS: Final = "SELECT id, seq FROM live WHERE id IN (SELECT value FROM json_each(?))"
_IDS: Final = "SELECT seq, id FROM products WHERE seq IN (SELECT value FROM json_each(?))"
_TRAITS: Final = """
SELECT product, name, value, strength FROM product_traits
WHERE product IN (SELECT value FROM json_each(?)) ORDER BY product
"""
_LIGHT: Final = f"""
SELECT seq, fingerprint = ?, {codec.PRICE_KEY}, available, on_sale, group_key, picture, brand, title, others, vector
FROM live JOIN product_words ON product_words.product = seq
WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq
"""  # noqa: S608 - a constant


TraitRow = tuple[int, str, str, float]
"""(sequence number, trait, value, presence)."""


class Light(NamedTuple):
    """A live product's small values.  `encoded` says whether its vector is this model's."""

    seq: int
    encoded: bool
    price: int | None
    available: bool
    on_sale: bool
    group: str
    picture: str
    brand: str
    title: str
    others: str
    vector: Vector


class Lookup:
    """Part of a `ProductStore`, whose connection it uses."""

    def __init__(self, db: sqlite3.Connection, translated: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._translated = translated
        self._heard = 0

    def changed(self) -> list[int] | None:
        """Sequence numbers of what any process has written or removed since the last call.

        None where that is too long ago to be known: all is to be read again.
        """
        with self._translated():
            first, last = self._db.execute(
                "SELECT (SELECT min(number) FROM changes), max(number) FROM changes"
            ).fetchone()
            heard, self._heard = self._heard, last or 0
            if not last or heard == last:
                return []
            if first > heard + 1:
                return None
            return [
                row[0] for row in self._db.execute("SELECT DISTINCT product FROM changes WHERE number > ?", (heard,))
            ]

    def mark(self) -> tuple[int, int]:
        """How far `changed` has read: the number of the last change, and the product that it was."""
        with self._translated():
            row = self._db.execute("SELECT product FROM changes WHERE number = ?", (self._heard,)).fetchone()
        return self._heard, row[0] if row else 0

    def go_on_from(self, number: int, product: int) -> bool:
        """Let `changed` begin after a `mark` that was left before; False where these records have no such change."""
        heard, self._heard = self._heard, number
        if self.mark() == (number, product):
            return True
        self._heard = heard
        return False

    def live_seqs(self) -> list[int]:
        """Sequence numbers of all products, the oldest first."""
        with self._translated():
            return [row[0] for row in self._db.execute("SELECT seq FROM live ORDER BY seq")]

    def coded(self, words: str) -> list[int]:
        """Sequence numbers of products whose id, SKU or GTIN was typed: as all of `words`, or as one with a digit and
        a letter in it."""
        codes = {code_of(words), *(code_of(word) for word in words.split() if _is_code(word))} - {""}
        with self._translated():
            return [row[0] for row in self._db.execute(_CODED, (json.dumps(sorted(codes)), _MOST_CODED))]

    def light(self, seqs: Collection[int], fingerprint: str) -> list[Light]:
        """What search needs of these products, the oldest first; what is not there is left out."""
        with self._translated():
            return [
                Light._make([*small, codec.vector_from_bytes(blob)])
                for *small, blob in self._db.execute(_LIGHT, (fingerprint, json.dumps(list(seqs))))
            ]

    def traits(self, seqs: Collection[int]) -> list[TraitRow]:
        """(sequence number, trait, value, presence), the oldest product's first."""
        with self._translated():
            return self._db.execute(_TRAITS, (json.dumps(list(seqs)),)).fetchall()

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """Sequence numbers of the products that are there, by id."""
        with self._translated():
            return dict(self._db.execute(_NUMBERS, (json.dumps(list(ids)),)).fetchall())

    def ids(self, seqs: Collection[int]) -> dict[int, str]:
        """Ids by sequence number."""
        with self._translated():
            return dict(self._db.execute(_IDS, (json.dumps(list(seqs)),)).fetchall())


def _is_code(word: str) -> bool:
    return any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)


def put_traits(db: sqlite3.Connection, products: Sequence[tuple[int, Product, Traits]]) -> None:
    """Write what products, by their sequence numbers, are looked up by, in place of what was there."""
    db.executemany("DELETE FROM product_traits WHERE product = ?", [(seq,) for seq, *_ in products])
    db.executemany(
        "INSERT INTO product_traits (product, name, value, strength) VALUES (?,?,?,?)",
        [(seq, *row) for seq, product, traits in products for row in _trait_rows(product, traits)],
    )


def _trait_rows(product: Product, traits: Traits) -> list[tuple[str, str, float]]:
    rows = [
        (name, value, strength)
        for name, values in traits.items()
        for value, strength in codec.effective(values).items()
    ]
    rows += [("size", size, 1.0) for size in {size.casefold() for size in product.sizes}]
    return rows + [("brand", brand, 1.0) for brand in {joined(product.brand)} - {""}]


def put_words(db: sqlite3.Connection, products: Sequence[tuple[int, Product]]) -> None:
    """Write the words and codes that products, by their sequence numbers, are found by, in place of what was there."""
    db.executemany(
        "INSERT OR REPLACE INTO product_words (product, brand, on_sale, title, others) VALUES (?,?,?,?,?)",
        [
            (seq, one.brand, one.on_sale, joined(one.title), joined(" ".join([one.brand, *one.facts.values()])))
            for seq, one in products
        ],
    )
    db.executemany("DELETE FROM product_codes WHERE product = ?", [(seq,) for seq, _ in products])
    db.executemany(
        "INSERT INTO product_codes (code, product) VALUES (?,?)",
        [
            (code, seq)
            for seq, one in products
            for code in sorted({code_of(code) for code in (one.id, one.sku, one.gtin)} - {""})
        ],
    )
