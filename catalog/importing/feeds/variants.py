"""Rows of one article → products: sizes of one look become one product, another look is a product of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Final

from catalog.errors import RowError
from catalog.importing.feeds.base import Row, RowWarning
from catalog.importing.feeds.rows import MAX_MORE_IMAGES
from catalog.importing.feeds.spill import Spill
from catalog.models import Product
from catalog.storage.codec import product_from_json, product_to_json

MAX_ROWS: Final = 5000
_SIZE_WORD: Final = r"(?:size|größe|taille|talla|taglia|maat)\s*:?\s*"


def merge_scattered(rows: Iterable[Row], spill: Spill) -> Iterator[Row]:
    """Products whose sizes may stand anywhere in the feed, and the rows that failed.

    Rows without a group, and failures, come at once; the others wait on disk until the feed ends and
    come in the order of their first rows, with the id and the line of that row.
    """
    for line, row in unique(rows, spill):
        if isinstance(row, RowError | RowWarning) or not row.group:
            yield line, row
        else:
            spill.put(_look(row), line, product_to_json(row))
    for alike in spill.groups():
        kept = [(line, product_from_json(payload)) for line, payload in islice(alike, MAX_ROWS)]
        yield kept[0][0], merge(product for _, product in kept)
        for line, payload in alike:
            yield line, too_many(product_from_json(payload).id)


def merge_alike(variants: Iterable[tuple[int, Product]]) -> list[tuple[int, Product]]:
    """The products of one article, each with the line of its first row."""
    looks: dict[str, list[tuple[int, Product]]] = {}
    for line, product in variants:
        looks.setdefault(_look(product), []).append((line, product))
    return [(alike[0][0], merge(product for _, product in alike)) for alike in looks.values()]


def unique(rows: Iterable[Row], spill: Spill) -> Iterator[Row]:
    """The same rows; a product whose id came before is a failure."""
    for line, row in rows:
        if isinstance(row, Product) and not spill.is_new(row.id):
            yield line, repeated(row.id)
        else:
            yield line, row


def repeated(product_id: str) -> RowError:
    """What becomes of the second row with one id."""
    return RowError(f"the id {product_id!r} was there before in this source", product_id, "id")


def too_many(product_id: str) -> RowError:
    """What becomes of the rows after the first `MAX_ROWS` of one article, which are held in memory."""
    return RowError(f"the article has more than {MAX_ROWS} rows", product_id)


def merge(products: Iterable[Product]) -> Product:
    """One product of those that differ in size: the sizes and the lowest price that can be bought now.

    Where none can be bought it has all sizes.
    """
    first, *others = products
    if not others:
        return first
    alike = [first, *others]
    sold = [product for product in alike if product.available] or alike
    currency = next((product.currency for product in alike if product.current_price is not None), "")
    offer = max(alike, key=lambda product: _appeal(product, currency))
    pictures = dict.fromkeys(picture for product in alike for picture in product.more_images)
    return replace(
        first,
        title=_without_size(first),
        price=offer.price,
        sale_price=offer.sale_price,
        currency=offer.currency or first.currency,
        sizes=tuple(dict.fromkeys(size for product in sold for size in product.sizes)),
        available=sold[0].available,
        more_images=tuple(pictures)[:MAX_MORE_IMAGES],
    )


def _appeal(product: Product, currency: str) -> tuple[bool, bool, Decimal]:
    price = product.current_price
    if price is None or product.currency != currency:
        return False, product.available, Decimal()
    return True, product.available, -price


def _look(product: Product) -> str:
    return json.dumps([product.group, product.image, sorted(product.facts.items())], ensure_ascii=False)


def _without_size(product: Product) -> str:
    """ "Dress – M" is no title for all sizes.  A bare word at the end stays: a "Model S" is one."""
    if len(product.sizes) != 1:
        return product.title
    size = re.escape(product.sizes[0])
    ends = (rf"\s*\(\s*(?:{_SIZE_WORD})?{size}\s*\)", rf"(?:\s*[,/|:]\s*|\s+[-–—]\s+)(?:{_SIZE_WORD})?{size}")
    title = re.sub(rf"(?:{'|'.join(ends)}|\s+{_SIZE_WORD}{size})$", "", product.title, flags=re.IGNORECASE)
    return title or product.title
