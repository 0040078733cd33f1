"""Feeds as shops export them: the documented columns, filled by tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from catalog.errors import RowError
from catalog.importing.feeds import RowWarning, open_source
from catalog.models import Product

SHOPIFY_OLD = [
    *("Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published"),
    *("Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Variant SKU", "Variant Inventory Tracker"),
    *("Variant Inventory Qty", "Variant Inventory Policy", "Variant Price", "Variant Compare At Price"),
    *(
        "Variant Barcode",
        "Image Src",
        "Image Position",
        "Image Alt Text",
        "Variant Image",
        "Status",
        "Google Shopping / Gender",
    ),
]
SHOPIFY_NEW = [
    *("Title", "URL handle", "Description", "Vendor", "Product category", "Type", "Tags", "Published on online store"),
    *("Status", "SKU", "Barcode", "Option1 name", "Option1 value", "Option2 name", "Option2 value", "Price"),
    *("Compare-at price", "Inventory tracker", "Inventory quantity", "Continue selling when out of stock"),
    *("Product image URL", "Image position", "Image alt text", "Variant image URL"),
    "Color (product.metafields.shopify.color-pattern)",
]
WOOCOMMERCE = [
    *("ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Visibility in catalog"),
    *("Short description", "Description", "Date sale price starts", "Date sale price ends", "In stock?"),
    *("Sale price", "Regular price", "Categories", "Tags", "Images", "Parent", "Brands", "Attribute 1 name"),
    *("Attribute 1 value(s)", "Attribute 2 name", "Attribute 2 value(s)", "Meta: _fit"),
]
GOOGLE = [
    *("id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price"),
    *("sale_price", "sale_price_effective_date", "brand", "gtin", "mpn", "condition", "color", "gender", "age_group"),
    *("size", "material", "pattern", "item_group_id", "product_type", "google_product_category", "custom_label_0"),
]


def write_table(
    path: Path,
    header: list[str],
    rows: Iterable[Mapping[str, object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """A table with the cells that `rows` name; the others are blank."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_rss(path: Path, items: Iterable[Mapping[str, object]], *, atom: bool = False) -> Path:
    """A feed in RSS 2.0 or Atom, one tag a line; a list becomes repeated tags."""
    root, item = ('feed xmlns="http://www.w3.org/2005/Atom"', "entry") if atom else ('rss version="2.0"', "item")
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0"?>\n<{root} xmlns:g="http://base.google.com/ns/1.0">')
        file.write("<title>All</title>" if atom else "<channel><title>All</title><link>https://s.example</link>")
        for fields in items:
            file.write(f"<{item}>\n")
            for name, value in fields.items():
                for one in value if isinstance(value, list) else [value]:
                    file.write(f"<g:{name}>{escape(str(one))}</g:{name}>\n")
            file.write(f"</{item}>\n")
        file.write("</feed>" if atom else "</channel></rss>")
    return path


def read(path: Path) -> list[tuple[int, Product | RowError]]:
    """All rows, without what was left out of them."""
    return [(line, row) for line, row in open_source(path) if not isinstance(row, RowWarning)]


def warnings(path: Path) -> list[tuple[int, str]]:
    """What was left out of rows whose products come in, each with its line."""
    return [(line, str(row)) for line, row in open_source(path) if isinstance(row, RowWarning)]


def products(path: Path) -> list[Product]:
    """The products of a feed whose rows are all good."""
    return list(_good(read(path)))


def causes(rows: Iterable[tuple[int, Product | RowError]]) -> dict[int, str]:
    """Line to what was wrong with it."""
    return {line: str(row) for line, row in rows if isinstance(row, RowError)}


def _good(rows: Iterable[tuple[int, Product | RowError]]) -> Iterator[Product]:
    for line, row in rows:
        assert isinstance(row, Product), f"line {line}: {row}"
        yield row
