"""Rows whose columns are named after what they hold: Google's and Meta's feeds, and a shop's own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from catalog.errors import RowError
from catalog.importing.feeds.base import Row, RowWarning
from catalog.importing.feeds.rows import FACTS, rows_of
from catalog.importing.feeds.values.text import category

Item = Mapping[str, Any]
"""Column or tag ("image_link") to its value, or to a list of values: XML may name one several times."""

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "product_id"),
    "title": ("title", "name", "product_name"),
    "description": ("description",),
    "image": ("image", "image_link", "image_url", "picture", "photo"),
    "more_images": ("more_images", "additional_image_link", "additional_images", "images"),
    "price": ("price",),
    "sale_price": ("sale_price",),
    "sale_dates": ("sale_price_effective_date",),
    "sale_start": ("sale_start", "sale_price_start_date"),
    "sale_end": ("sale_end", "sale_price_end_date"),
    "currency": ("currency", "currency_code"),
    "url": ("url", "link", "product_url"),
    "available": ("available", "availability", "in_stock", "stock", "quantity", "stock_quantity", "inventory"),
    "brand": ("brand", "manufacturer"),
    "sizes": ("sizes", "size"),
    "group": ("group", "item_group_id"),
    "gtin": ("gtin", "ean", "upc", "barcode"),
    "sku": ("sku", "mpn"),
}
"""A product's part to the columns that may hold it, the first that is not empty."""

_CATEGORIES: Final = ("google_product_category", "product_type")
COLUMNS: Final = frozenset(name for names in _FIELDS.values() for name in names) | FACTS.keys() | {*_CATEGORIES}
"""What is read; everything else is left out."""

GOOGLE: Final = frozenset(
    {"id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price"}
    | {"sale_price", "sale_price_effective_date", "brand", "gtin", "mpn", "color", "gender", "size", "material"}
    | {"pattern", "item_group_id", *_CATEGORIES}
)
"""Those of them that are Google's."""

NEEDED: Final = tuple(_FIELDS[field] for field in ("id", "title", "image"))
_LAST: Final = 99
_WITH_SEVERAL: Final = frozenset({"more_images", "sizes", "image"})
_FIELD_OF: Final = {column: (field, rank) for field, columns in _FIELDS.items() for rank, column in enumerate(columns)}


def named_products(items: Iterator[tuple[int, Item | RowError | RowWarning]], folder: Path | None) -> Iterator[Row]:
    """A product, or the cause why not, for each item."""
    for line, item in items:
        if isinstance(item, RowError | RowWarning):
            yield line, item
        else:
            yield from rows_of(line, _fields(item), folder)


def _fields(item: Item) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    ranks: dict[str, int] = {}
    stated = item.get("facts")
    facts: dict[str, Any] = dict(stated) if isinstance(stated, dict) else {}
    for column, value in item.items():
        if value is None or value == "":
            continue
        if found := _FIELD_OF.get(column):
            field, rank = found
            if rank < ranks.get(field, _LAST):
                ranks[field] = rank
                fields[field] = value if field in _WITH_SEVERAL else _one(value)
        elif column in FACTS:
            facts[FACTS[column]] = _one(value)
    if not item.keys().isdisjoint(_CATEGORIES):
        facts["category"] = category(path for column in _CATEGORIES for path in _texts(item.get(column)))
    fields["facts"] = facts
    return fields


def _one(value: Any) -> Any:
    """The first of those that XML names several times."""
    return next((one for one in value if isinstance(one, str)), None) if isinstance(value, list) else value


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
