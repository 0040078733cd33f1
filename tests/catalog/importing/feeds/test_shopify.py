"""Shopify's product export, with both headers, becomes products with their sizes merged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from catalog.importing.feeds import open_source
from catalog.models import Product
from tests.catalog.importing.feeds.feed_files import SHOPIFY_NEW, SHOPIFY_OLD, causes, products, read, write_table

OLD_NAMES = {
    "URL handle": "Handle",
    "Description": "Body (HTML)",
    "Product category": "Product Category",
    "Published on online store": "Published",
    "SKU": "Variant SKU",
    "Barcode": "Variant Barcode",
    "Option1 name": "Option1 Name",
    "Option1 value": "Option1 Value",
    "Option2 name": "Option2 Name",
    "Option2 value": "Option2 Value",
    "Price": "Variant Price",
    "Compare-at price": "Variant Compare At Price",
    "Inventory tracker": "Variant Inventory Tracker",
    "Inventory quantity": "Variant Inventory Qty",
    "Continue selling when out of stock": "Variant Inventory Policy",
    "Product image URL": "Image Src",
    "Variant image URL": "Variant Image",
}
"""Newer column to the older one."""

CDN = "https://cdn.example/"
SHIRT: dict[str, object] = {
    "Title": "Shirt “Hal”",
    "URL handle": "hal",
    "Description": '<p>Cool <em>linen</em>,\nfor summer</p>\n<p>"Wash" at 30&deg;</p>',
    "Vendor": "Hal & Sons",
    "Product category": "Apparel & Accessories > Clothing > Shirts",
    "Type": "Linen shirts",
    "Published on online store": "TRUE",
    "Status": "Active",
    "SKU": "H-BLU-S",
    "Barcode": "'4006381333931",
    "Option1 name": "Farbe",
    "Option1 value": "Blue",
    "Option2 name": "Size",
    "Option2 value": "S",
    "Price": "39.00",
    "Compare-at price": "59.00",
    "Inventory tracker": "shopify",
    "Inventory quantity": "0",
    "Product image URL": CDN + "1.jpg",
    "Variant image URL": CDN + "blue.jpg",
}


def variant(sku: str, colour: str, size: str, **more: object) -> dict[str, object]:
    """A follow-on row: what belongs to the article is blank."""
    return {
        "URL handle": "hal",
        "SKU": sku,
        "Option1 value": colour,
        "Option2 value": size,
        "Price": "49.00",
        "Inventory tracker": "shopify",
        "Inventory quantity": "4",
        "Variant image URL": f"{CDN}{colour.lower()}.jpg",
        **more,
    }


ROWS: list[dict[str, object]] = [
    SHIRT,
    variant("H-BLU-M", "Blue", "M", **{"Product image URL": CDN + "2.jpg"}),
    variant("H-RED-M", "Red", "M", **{"Product image URL": CDN + "blue.jpg", "Compare-at price": "49.00"}),
    {"URL handle": "hal", "Product image URL": CDN + "3.jpg"},
]
SHARED = {
    "title": "Shirt “Hal”",
    "description": 'Cool linen,\nfor summer\n"Wash" at 30°',
    "brand": "Hal & Sons",
    "group": "hal",
    "price": Decimal("49.00"),
    "more_images": (CDN + "1.jpg", CDN + "2.jpg", CDN + "3.jpg"),
}
KIND = "Apparel & Accessories > Clothing > Shirts > Linen shirts"
EXPECTED = [
    Product(
        id="H-BLU-S",
        image=CDN + "blue.jpg",
        sizes=("M",),
        facts={"category": KIND, "colour": "Blue"},
        gtin="4006381333931",
        sku="H-BLU-S",
        **SHARED,  # type: ignore[arg-type]  # the two products' common fields, of several types
    ),
    Product(
        id="H-RED-M",
        image=CDN + "red.jpg",
        sizes=("M",),
        facts={"category": KIND, "colour": "Red"},
        sku="H-RED-M",
        **SHARED,  # type: ignore[arg-type]  # as above
    ),
]


def shop(path: Path, rows: list[dict[str, object]], *, old: bool = False, **form: str) -> Path:
    """An export with the newer or the older header."""
    if not old:
        return write_table(path, SHOPIFY_NEW, rows, **form)
    renamed = [{OLD_NAMES.get(name, name): value for name, value in row.items()} for row in rows]
    return write_table(path, SHOPIFY_OLD, renamed, **form)


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")])
def test_sizes_are_merged_and_colours_are_products(tmp_path: Path, old: bool, delimiter: str, encoding: str) -> None:
    """Blank cells come from the first row, rows with only a picture add to the gallery."""
    export = shop(tmp_path / "export", ROWS, old=old, delimiter=delimiter, encoding=encoding)
    assert open_source(export).kind == "Shopify, CSV"
    # The M can be bought, the cheaper S cannot.
    assert read(export) == [(2, EXPECTED[0]), (6, EXPECTED[1])]


def test_the_compare_at_price_is_the_full_one(tmp_path: Path) -> None:
    """The price is what is paid; a compare-at price that is not higher, or no price, is none."""
    prices = [("39.00", "59.00"), ("39.00", "39.00"), ("39.00", "0.00"), ("39.00", "soon"), ("", "59.00")]
    rows: list[dict[str, object]] = [
        {**SHIRT, "URL handle": str(n), "SKU": str(n), "Price": p, "Compare-at price": c}
        for n, (p, c) in enumerate(prices)
    ]
    found = products(shop(tmp_path / "export.csv", rows))
    assert [(one.price, one.sale_price) for one in found] == [
        (Decimal(59), Decimal(39)),
        *[(Decimal(39), None)] * 3,
        (None, None),
    ]


@pytest.mark.parametrize(
    "change",
    [{"Status": "Draft"}, {"Status": "archived"}, {"Status": "Unlisted"}, {"Published on online store": "FALSE"}],
)
def test_what_is_not_on_sale_is_left_out(tmp_path: Path, change: dict[str, object]) -> None:
    """Drafts, archived and unpublished articles go with all their rows, and are no failures."""
    rows = [{**SHIRT, **change}, *ROWS[1:], {**SHIRT, "URL handle": "other", "SKU": "o"}]
    assert [one.id for one in products(shop(tmp_path / "export.csv", rows))] == ["o"]


@pytest.mark.parametrize(
    ("stock", "available"),
    [
        ({"Inventory quantity": "0"}, False),
        ({"Inventory quantity": "-2"}, False),
        ({"Inventory quantity": "3"}, True),
        ({"Inventory quantity": ""}, True),
        ({"Inventory quantity": "0", "Continue selling when out of stock": "TRUE"}, True),
        ({"Inventory quantity": "0", "Inventory tracker": ""}, True),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_the_quantity_says_what_can_be_bought(
    tmp_path: Path, stock: dict[str, object], available: bool, old: bool
) -> None:
    """Where Shopify does not count, or sells on at nothing, zero is no sell-out."""
    if old and "Continue selling when out of stock" in stock:
        stock = {**stock, "Continue selling when out of stock": "continue"}
    (found,) = products(shop(tmp_path / "export.csv", [{**SHIRT, **stock}], old=old))
    assert found.available is available


def test_ids_without_skus_are_made_of_the_handle(tmp_path: Path) -> None:
    """The first product has the handle itself; another, or one whose SKU is taken, has its options too."""
    rows: list[dict[str, object]] = [
        {**SHIRT, "SKU": ""},
        variant("", "Red", "M"),
        variant("", "Red", "L"),
        {**SHIRT, "URL handle": "same", "SKU": "X"},
        {**variant("X", "Green", "M"), "URL handle": "same"},
    ]
    assert [one.id for one in products(shop(tmp_path / "export.csv", rows))] == ["hal", "hal/red", "X", "same/green"]


def test_an_article_without_options_is_one_product(tmp_path: Path) -> None:
    """Shopify calls its only variant "Default Title"; another option stays a fact, a metafield is a trait."""
    plain = {
        **SHIRT,
        "Option1 name": "Title",
        "Option1 value": "Default Title",
        "Option2 name": "",
        "Option2 value": "",
    }
    plain["Color (product.metafields.shopify.color-pattern)"] = "navy; white"
    cut = {**SHIRT, "URL handle": "cut", "SKU": "c", "Option1 name": "Cut", "Option1 value": "Slim"}
    first, second = products(shop(tmp_path / "export.csv", [plain, cut]))
    assert (first.sizes, dict(first.facts)) == ((), {"category": KIND, "colour": "navy, white"})
    assert (second.sizes, second.facts["cut"]) == (("S",), "Slim")


def test_gender_is_said_for_google_in_the_older_export(tmp_path: Path) -> None:
    """Its value is for the whole article and stands in the first row."""
    rows = [{**SHIRT, "Google Shopping / Gender": "male"}, *ROWS[1:]]
    found = products(shop(tmp_path / "export.csv", rows, old=True))
    assert [one.facts["gender"] for one in found] == ["male", "male"]


def test_bad_rows_name_their_line_and_one_cause(tmp_path: Path) -> None:
    """An article without picture or title fails once, a variant alone; ids that come again are told."""
    rows: list[dict[str, object]] = [
        {**SHIRT, "Description": "", "URL handle": "a", "Product image URL": "", "Variant image URL": ""},
        {"URL handle": "a", "SKU": "a2", "Option2 value": "M", "Price": "1"},
        {**SHIRT, "Description": "", "URL handle": "b", "Title": ""},
        {**SHIRT, "Description": "", "SKU": "1"},
        variant("2", "Blue", "M", Price="ask"),
        variant("3", "Blue", "L"),
        variant("3", "Blue", "L"),
        {**SHIRT, "Description": "", "URL handle": "c", "SKU": "1"},
        {**SHIRT, "Description": "", "URL handle": "", "SKU": ""},
    ]
    found = read(shop(tmp_path / "export.csv", rows))
    assert causes(found) == {
        2: "image is missing",
        4: "title is missing",
        6: "price 'ask' is not a number",
        8: "the id '3' was there before in this source",
        9: "the id '1' was there before in this source",
        10: "id is missing",
    }
    assert [(row.id, row.sizes) for _, row in found if isinstance(row, Product)] == [("1", ("L",))]
