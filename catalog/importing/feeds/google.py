"""Items of Google Merchant feeds, from tables and from XML, in this house's own fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from catalog.errors import RowError
from catalog.importing.feeds.base import Row
from catalog.importing.feeds.cell_text import (
    addresses,
    article_code,
    category,
    fact,
    is_running,
    one_line,
    plain_text,
    size,
)
from catalog.importing.feeds.rows import product_from_row

Item = Mapping[str, str | Sequence[str]]
"""Attribute ("image_link") to its value, or to a list that is not empty: XML may name one several times."""

COLUMNS: Final = frozenset(
    {"id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price"}
    | {"sale_price", "sale_price_effective_date", "brand", "gtin", "mpn", "color", "gender", "size", "material"}
    | {"pattern", "item_group_id", "product_type", "google_product_category"}
)
"""What is read; everything else is left out."""


def google_products(items: Iterator[tuple[int, Item | RowError]], folder: Path | None) -> Iterator[Row]:
    """A product, or the cause why not, for each item."""
    for line, item in items:
        yield line, item if isinstance(item, RowError) else product_from_row(_fields(item), folder)


def _fields(item: Item) -> dict[str, Any]:
    def first(name: str) -> str:
        value = item.get(name, "")
        return value if isinstance(value, str) else value[0]

    def every(name: str) -> list[str]:
        value = item.get(name, ())
        return [value] if isinstance(value, str) else list(value)

    begin, _, end = first("sale_price_effective_date").partition("/")
    return {
        "id": first("id"),
        "title": one_line(first("title")),
        "description": plain_text(first("description")),
        "image": first("image_link"),
        "more_images": [address for cell in every("additional_image_link") for address in addresses(cell)],
        "url": first("link"),
        "price": first("price"),
        "sale_price": first("sale_price") if is_running(begin, end) else "",
        "available": first("availability"),
        "brand": one_line(first("brand"))[:200],
        "sizes": _sizes(every("size")),
        "group": first("item_group_id"),
        "gtin": article_code(first("gtin")),
        "sku": article_code(first("mpn")),
        "category": category([*every("google_product_category"), *every("product_type")]),
        "colour": fact(first("color")),
        **{name: fact(first(name)) for name in ("gender", "material", "pattern")},
    }


def _sizes(cells: Sequence[str]) -> list[str]:
    """ "S, M" are two sizes, "38,5" is one."""
    return [
        said
        for cell in cells
        for part in ([cell] if re.fullmatch(r"\d+,5", cell) else re.split(r"[,;|]", cell))
        if (said := size(part))
    ]
