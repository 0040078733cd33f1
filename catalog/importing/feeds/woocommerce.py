"""WooCommerce's product export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from catalog.errors import RowError
from catalog.importing.feeds.base import Row, RowWarning
from catalog.importing.feeds.rows import product_from_row, rows_of
from catalog.importing.feeds.spill import Spill
from catalog.importing.feeds.table import Cells
from catalog.importing.feeds.values.links import pictures
from catalog.importing.feeds.values.option_names import option_name
from catalog.importing.feeds.values.text import article_code, category
from catalog.importing.feeds.variants import MAX_ROWS, merge_alike, repeated, too_many
from catalog.models import Product

_GTIN: Final = "gtin,_upc,_ean,_or_isbn"
COLUMNS: Final = frozenset(
    {"id", "type", "sku", "name", "published", "visibility_in_catalog", "short_description", "description"}
    | {"in_stock?", "regular_price", "sale_price", "date_sale_price_starts", "date_sale_price_ends", "categories"}
    | {"images", "parent", "brands", "attribute_1_name", "attribute_1_value(s)", _GTIN}
)
_ATTRIBUTE: Final = re.compile(r"attribute_\d+_name")


def woocommerce_products(
    rows: Iterable[tuple[int, Cells | RowError | RowWarning]], folder: Path | None, spill: Spill
) -> Iterator[Row]:
    """Products of an export; variations may stand anywhere, also before their parent.

    A product's id is the column ID of its first row, or the SKU where that column was not exported.
    Variable products and their variations wait on disk until the file ends; the others come at once.
    What is not published or hidden is left out.
    """
    for line, cells in rows:
        if isinstance(cells, RowError | RowWarning):
            yield line, cells
            continue
        product_id = _id(cells)
        if not product_id:
            yield line, RowError("id is missing", field="id")
        elif not spill.is_new(product_id):
            yield line, repeated(product_id)
        elif parent := _article(cells):
            spill.put(parent, line, json.dumps([parent, cells]))
        elif _shown(cells):
            yield from rows_of(line, _fields(cells, {}, ""), folder)
    for article in spill.groups():
        kept = [(line, *json.loads(payload)) for line, payload in islice(article, MAX_ROWS)]
        yield from _products(kept[0][1], [(line, cells) for line, _, cells in kept], folder)
        for line, payload in article:
            yield line, too_many(_id(json.loads(payload)[1]))


def _id(cells: Cells) -> str:
    return cells.get("id") or article_code(cells.get("sku", ""))


def _article(cells: Cells) -> str:
    """What a variation calls its parent: the SKU, or "id:" and the ID where there is none."""
    kind = cells.get("type", "").lower()
    if "variation" in kind:
        return cells.get("parent", "")
    return (cells.get("sku") or f"id:{cells.get('id', '')}") if "variable" in kind else ""


def _shown(cells: Cells) -> bool:
    return cells.get("published", "1") == "1" and cells.get("visibility_in_catalog", "visible").lower() != "hidden"


def _products(group: str, article: list[tuple[int, Cells]], folder: Path | None) -> Iterator[Row]:
    heads = [row for row in article if "variable" in row[1].get("type", "").lower()]
    line, head = heads[0] if heads else (article[0][0], {})
    if not _shown(head):
        return
    variations = [row for row in article if row not in heads] or heads
    shown = [row for row in variations if _shown(row[1])]
    if heads and not any("images" in cells for _, cells in [*heads, *shown]):
        yield line, RowError("image is missing", _id(head), "image")
        return
    products: list[tuple[int, Product]] = []
    for line, cells in shown:
        warnings: list[RowWarning] = []
        row = product_from_row(_fields(cells, head, group), folder, warnings)
        yield from ((line, warning) for warning in warnings)
        if isinstance(row, RowError):
            yield line, row
        else:
            products.append((line, row))
    merged = merge_alike(products)
    mains = {product.image for _, product in merged}
    for line, product in merged:
        others = tuple(picture for picture in product.more_images if picture not in mains)
        yield line, replace(product, more_images=others)


def _fields(cells: Cells, head: Cells, group: str) -> dict[str, Any]:
    def own_or_shared(name: str) -> str:
        return cells.get(name) or head.get(name, "")

    shared = _attributes(head)
    stated = _attributes(cells)
    # A variation without a value stands for any value of its parent.  What it states itself tells it
    # from the others; what only the parent states matters where it is a trait.
    known = {name: value for name, value in shared.items() if option_name(name)}
    said: dict[str, str] = {}
    for name, value in {**known, **{name: value for name, value in stated.items() if value}}.items():
        said.setdefault(option_name(name) or name.lower()[:40], value)
    sizes, brand = said.pop("size", ""), said.pop("brand", "")
    images = [*pictures(cells.get("images", "")), *pictures(head.get("images", ""))]
    return {
        "id": _id(cells),
        "title": head.get("name") or cells.get("name", ""),
        "description": _lines(own_or_shared("description") or own_or_shared("short_description")),
        "image": images,
        "brand": own_or_shared("brands") or brand,
        "sizes": sizes.replace("\\,", "."),
        "facts": {
            "category": _category(own_or_shared("categories")),
            **said,
        },
        "available": cells.get("in_stock?", ""),
        "group": group,
        "gtin": article_code(cells.get(_GTIN, "")),
        "sku": article_code(cells.get("sku", "")),
        **_prices(cells),
    }


def _attributes(cells: Cells) -> dict[str, str]:
    names = {column: name for column, name in cells.items() if _ATTRIBUTE.fullmatch(column)}
    return {name: cells.get(column.replace("_name", "_value(s)"), "") for column, name in names.items()}


def _prices(cells: Cells) -> dict[str, str]:
    dates = {"sale_start": cells.get("date_sale_price_starts", ""), "sale_end": cells.get("date_sale_price_ends", "")}
    return {"price": cells.get("regular_price", ""), "sale_price": cells.get("sale_price", ""), **dates}


def _category(cell: str) -> str:
    """The paths of "A > B, C" with the most steps: what stands beside them, such as "Sale", is none of their parts.

    A comma inside a name is written as "\\,".
    """
    paths = [path.replace("\\,", ",") for path in re.split(r"(?<!\\),", cell)]
    most = max(path.count(">") for path in paths)
    return category(path for path in paths if path.count(">") == most)


def _lines(text: str) -> str:
    """The export writes line breaks as a backslash and an n."""
    return text.replace("\\n", "\n")
