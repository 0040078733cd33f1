"""Shopify's product export, with the older and the newer column names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from catalog.errors import RowError
from catalog.importing.feeds.base import Row, RowWarning
from catalog.importing.feeds.rows import MAX_MORE_IMAGES, product_from_row
from catalog.importing.feeds.spill import Spill
from catalog.importing.feeds.table import Cells
from catalog.importing.feeds.values.option_names import option_name
from catalog.importing.feeds.values.prices import parse_price
from catalog.importing.feeds.values.text import article_code, category
from catalog.importing.feeds.variants import MAX_ROWS, merge_alike, repeated, too_many, unique
from catalog.models import Product

_RENAMED: Final[Mapping[str, str]] = {
    "handle": "url_handle",
    "body_(html)": "description",
    "published": "published_on_online_store",
    "variant_sku": "sku",
    "variant_barcode": "barcode",
    "variant_price": "price",
    "variant_compare_at_price": "compare_at_price",
    "variant_inventory_qty": "inventory_quantity",
    "variant_inventory_tracker": "inventory_tracker",
    "variant_inventory_policy": "continue_selling_when_out_of_stock",
    "image_src": "product_image_url",
    "variant_image": "variant_image_url",
}
"""Older column to the newer one."""

_GENDER: Final = "google_shopping_/_gender"
COLUMNS: Final = frozenset(
    {"title", "vendor", "product_category", "type", "status", *_RENAMED, *_RENAMED.values()}
    | {_GENDER}
    | {f"option{number}_{part}" for number in (1, 2, 3) for part in ("name", "value")}
)
_PICTURES: Final = frozenset({"image_src", "product_image_url", "variant_image", "variant_image_url"})
_TRACKERS: Final = {"variant_inventory_tracker", "inventory_tracker"}
_METAFIELD: Final = "_(product.metafields"
_OF_A_VARIANT: Final = ("sku", "price", "option1_value")


def shopify_products(
    rows: Iterable[tuple[int, Cells | RowError | RowWarning]],
    columns: Collection[str],
    folder: Path | None,
    spill: Spill,
) -> Iterator[Row]:
    """Products of an export whose rows of one handle stand together, as Shopify writes them.

    A product's id is the SKU of its first row; without one, or where an earlier product of the same
    article has it already, the handle, with its options behind a slash where the article has several
    products.  Drafts, archived and unpublished articles are left out.
    """
    if _PICTURES.isdisjoint(columns):
        yield (
            1,
            RowError(
                "image is missing: the file has no column Image Src, Product image URL or Variant Image; "
                "export all columns",
                field="image",
            ),
        )
        return
    # Without this column nothing says which quantities count; with it, a blank cell says "not counted".
    always = {} if _TRACKERS.isdisjoint(columns) else {"inventory_tracker": ""}
    renamed = ((line, row if isinstance(row, RowError | RowWarning) else always | _renamed(row)) for line, row in rows)
    yield from unique(_all(renamed, folder), spill)


def _renamed(row: Cells) -> dict[str, str]:
    return {_RENAMED.get(name, name): cell for name, cell in row.items()}


def _all(rows: Iterable[tuple[int, Cells | RowError | RowWarning]], folder: Path | None) -> Iterator[Row]:
    article: list[tuple[int, Cells]] = []
    for line, cells in rows:
        if isinstance(cells, RowError | RowWarning):
            yield line, cells
            continue
        handle = cells.get("url_handle", "")
        follows = article and (handle == article[0][1].get("url_handle", "") if handle else "title" not in cells)
        if not follows:
            yield from _products(article, folder)
            article = []
        if len(article) < MAX_ROWS:
            article.append((line, cells))
        else:
            yield line, too_many(handle)
    yield from _products(article, folder)


def _products(article: list[tuple[int, Cells]], folder: Path | None) -> Iterator[Row]:
    if not article or _left_out(article[0][1]):
        return
    line, head = article[0]
    handle = head.get("url_handle", "")
    gallery = list(dict.fromkeys(cells["product_image_url"] for _, cells in article if "product_image_url" in cells))
    shared = _shared_fields(head)
    if not shared["title"] or not (gallery or any("variant_image_url" in cells for _, cells in article)):
        missing = "image" if shared["title"] else "title"
        yield line, RowError(f"{missing} is missing", handle, missing)
        return
    first = next(iter(gallery), "")
    rows = [(line, row) for line, row in article if row is head or any(column in row for column in _OF_A_VARIANT)]
    # What is the main picture of one colour is no further picture of another.
    mains = {row.get("variant_image_url", first) for _, row in rows}
    shared["more_images"] = [picture for picture in gallery if picture not in mains][:MAX_MORE_IMAGES]
    variants: list[tuple[int, Product]] = []
    seen: set[tuple[str, ...]] = set()
    for line, cells in rows:
        identity = tuple(cells.get(column, "") for column in ("sku", "option1_value", "option2_value", "option3_value"))
        warnings: list[RowWarning] = []
        row = product_from_row(shared | _variant_fields(head, cells, first), folder, warnings)
        yield from ((line, warning) for warning in warnings)
        if isinstance(row, RowError):
            yield line, row
        elif identity in seen:
            yield line, repeated(row.id)
        else:
            variants.append((line, row))
        seen.add(identity)
    yield from _named(merge_alike(variants), handle)


def _left_out(head: Cells) -> bool:
    published = head.get("published_on_online_store", "true").lower()
    return head.get("status", "active").lower() != "active" or published in {"false", "no", "0"}


def _shared_fields(head: Cells) -> dict[str, Any]:
    return {
        "title": head.get("title", ""),
        "description": head.get("description", ""),
        "brand": head.get("vendor", ""),
        "group": head.get("url_handle", ""),
    }


def _variant_fields(head: Cells, cells: Cells, first_picture: str) -> dict[str, Any]:
    said: dict[str, str] = {}
    for number in (1, 2, 3):
        value = cells.get(f"option{number}_value", "")
        # A product without options has one that is called "Title".
        if value and value != "Default Title":
            name = head.get(f"option{number}_name", "")
            said.setdefault(option_name(name) or name.lower()[:40] or f"option {number}", value)
    for column, value in {**head, **cells}.items():
        if _METAFIELD in column and (name := option_name(column.partition(_METAFIELD)[0])):
            said.setdefault(name, value.replace(";", ","))
    if _GENDER in head:
        said.setdefault("gender", head[_GENDER])
    sizes = said.pop("size", "")
    kind = category([head.get("product_category", ""), head.get("type", "")])
    sku = article_code(cells.get("sku", ""))
    return {
        "id": sku or head.get("url_handle", ""),
        "image": cells.get("variant_image_url", first_picture),
        "sizes": sizes,
        "facts": {"category": kind, **said},
        "available": "yes" if _sellable(cells) else "no",
        "gtin": article_code(cells.get("barcode", "")),
        "sku": sku,
        **_prices(cells.get("price", ""), cells.get("compare_at_price", "")),
    }


def _prices(price: str, compare_at: str) -> dict[str, str]:
    """What is paid is the price; what is crossed out beside it is the compare-at price, if it is higher."""
    try:
        is_lower = 0 < parse_price(price)[0] < parse_price(compare_at)[0]
    except ValueError:
        is_lower = False
    return {"price": compare_at, "sale_price": price} if is_lower else {"price": price}


def _sellable(cells: Cells) -> bool:
    """A quantity counts only where Shopify counts it and stops selling at nothing."""
    endless = cells.get("continue_selling_when_out_of_stock", "").lower() in {"continue", "true", "yes"}
    if endless or not cells.get("inventory_tracker", "shopify"):
        return True
    try:
        return float(cells.get("inventory_quantity", "1")) > 0
    except ValueError:
        return True


def _named(products: list[tuple[int, Product]], handle: str) -> Iterator[Row]:
    """The same products with their final ids."""
    taken: set[str] = set()
    for line, product in products:
        options = " ".join(value for name, value in product.facts.items() if name != "category")
        names = (product.sku, "" if taken else handle, f"{handle}/{options}".lower()[:200])
        product_id = next((name for name in names if name and name not in taken), product.id)
        taken.add(product_id)
        yield line, replace(product, id=product_id)
