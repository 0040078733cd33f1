"""WooCommerce's product export becomes products with their sizes merged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from catalog.importing.feeds import open_source
from catalog.models import Product
from tests.catalog.importing.feeds.feed_files import WOOCOMMERCE, causes, products, read, write_table

SITE = "https://shop.example/"
PARENT: dict[str, object] = {
    "ID": "10",
    "Type": "variable",
    "SKU": "hoodie",
    "Name": "Hoodie &amp; more",
    "Published": "1",
    "Visibility in catalog": "visible",
    "Short description": "Short.",
    "Description": "<p>Warm.</p>\\n<p>Soft.</p>",
    "In stock?": "1",
    "Categories": "Clothing, Clothing > Hoodies, Sale",
    "Images": f"{SITE}main.jpg, {SITE}back,side.jpg",
    "Brands": "North",
    "Attribute 1 name": "Color",
    "Attribute 1 value(s)": "Blue, Red",
    "Attribute 2 name": "pa_size",
    "Attribute 2 value(s)": "S, M, L",
}


def variation(number: str, colour: str, size: str, **more: object) -> dict[str, object]:
    """A variation: what belongs to the article is blank."""
    return {
        "ID": number,
        "Type": "variation",
        "Name": f"Hoodie - {colour}, {size}",
        "Published": "1",
        "In stock?": "1",
        "Regular price": "49,90",
        "Images": f"{SITE}{colour.lower()}.jpg",
        "Parent": "hoodie",
        "Attribute 1 name": "Color",
        "Attribute 1 value(s)": colour,
        "Attribute 2 name": "pa_size",
        "Attribute 2 value(s)": size,
        **more,
    }


CAP: dict[str, object] = {
    "ID": "20",
    "Type": "simple, downloadable",
    "SKU": "cap",
    "GTIN, UPC, EAN, or ISBN": "4006381333931",
    "Name": "Cap",
    "Published": "1",
    "Short description": "'-20 % sun",
    "In stock?": "backorder",
    "Regular price": "20",
    "Sale price": "15.50",
    "Categories": "Accessories > Hats\\, caps",
    "Images": f"{SITE}cap.jpg",
    "Attribute 1 name": "Marke",
    "Attribute 1 value(s)": "South",
    "Meta: _fit": "loose",
}
ROWS = [
    variation("12", "Blue", "M", **{"Sale price": "39,90"}),
    PARENT,
    CAP,
    variation("13", "Red", "S"),
    variation("14", "Blue", "S", **{"In stock?": "0", "Sale price": "9,90"}),
]
KIND = "Clothing > Hoodies"
EXPECTED = [
    (
        4,
        Product(
            id="20",
            title="Cap",
            image=f"{SITE}cap.jpg",
            description="-20 % sun",
            brand="South",
            price=Decimal(20),
            sale_price=Decimal("15.50"),
            available=True,
            facts={"category": "Accessories > Hats, caps"},
            gtin="4006381333931",
            sku="cap",
        ),
    ),
    (
        2,
        Product(
            id="12",
            title="Hoodie & more",
            image=f"{SITE}blue.jpg",
            description="Warm.\nSoft.",
            brand="North",
            price=Decimal("49.90"),
            sale_price=Decimal("39.90"),
            sizes=("M",),
            facts={"category": KIND, "colour": "Blue"},
            group="hoodie",
            more_images=(f"{SITE}main.jpg", f"{SITE}back,side.jpg"),
        ),
    ),
    (
        5,
        Product(
            id="13",
            title="Hoodie & more",
            image=f"{SITE}red.jpg",
            description="Warm.\nSoft.",
            brand="North",
            price=Decimal("49.90"),
            sizes=("S",),
            facts={"category": KIND, "colour": "Red"},
            group="hoodie",
            more_images=(f"{SITE}main.jpg", f"{SITE}back,side.jpg"),
        ),
    ),
]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8")]
)
def test_variations_find_their_parent_wherever_it_stands(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Sizes of one colour are one product; another colour has its own picture and shares the group."""
    export = write_table(tmp_path / "export", WOOCOMMERCE, ROWS, delimiter=delimiter, encoding=encoding)
    assert open_source(export).kind == "WooCommerce, CSV"
    assert read(export) == EXPECTED


def test_a_parent_without_sku_is_named_by_its_id(tmp_path: Path) -> None:
    """A variation without a picture shows its parent's; "any size" means all of the parent's sizes."""
    rows = [{**PARENT, "SKU": ""}, variation("11", "Blue", "", Parent="id:10", Images="")]
    (found,) = products(write_table(tmp_path / "export.csv", WOOCOMMERCE, rows))
    assert (found.id, found.group, found.image, found.sizes) == ("11", "id:10", f"{SITE}main.jpg", ("S", "M", "L"))


def test_what_has_lost_its_relatives_still_comes_in(tmp_path: Path) -> None:
    """A variable product without variations in the file, and variations without their parent."""
    orphan = variation("31", "Red", "S", Parent="gone")
    first, second = products(write_table(tmp_path / "export.csv", WOOCOMMERCE, [PARENT, orphan]))
    assert (first.id, first.sizes, first.facts["colour"]) == ("10", ("S", "M", "L"), "Blue, Red")
    assert (second.id, second.title, second.group) == ("31", "Hoodie - Red, S", "gone")


def test_what_is_not_on_sale_is_left_out(tmp_path: Path) -> None:
    """Private, draft and hidden products, all variations of such, and a variation that is switched off."""
    rows = [
        {**CAP, "ID": "1", "Published": "0"},
        {**CAP, "ID": "2", "Published": "-1"},
        {**CAP, "ID": "3", "Visibility in catalog": "hidden"},
        {**PARENT, "Published": "-1"},
        variation("11", "Blue", "S"),
        {**PARENT, "ID": "40", "SKU": "on"},
        variation("41", "Blue", "S", Parent="on", Published="0"),
        variation("42", "Blue", "M", Parent="on"),
    ]
    found = products(write_table(tmp_path / "export.csv", WOOCOMMERCE, rows))
    assert [(one.id, one.sizes) for one in found] == [("42", ("M",))]


@pytest.mark.parametrize(("word", "available"), [("1", True), ("0", False), ("backorder", True), ("", True)])
def test_stock_is_read_in_woocommerces_words(tmp_path: Path, word: str, available: bool) -> None:
    """Backorder can be bought."""
    (found,) = products(write_table(tmp_path / "export.csv", WOOCOMMERCE, [{**CAP, "In stock?": word}]))
    assert found.available is available


def test_a_sale_counts_while_it_runs_and_is_lower(tmp_path: Path) -> None:
    """A sale that is over, or that is no reduction, is none."""
    changes = [{"Date sale price ends": "2020-01-01"}, {"Sale price": "25"}, {"Regular price": ""}]
    rows = [{**CAP, "ID": str(number), **change} for number, change in enumerate(changes)]
    found = products(write_table(tmp_path / "export.csv", WOOCOMMERCE, rows))
    assert [(one.price, one.sale_price) for one in found] == [
        (Decimal(20), None),
        (Decimal(20), None),
        (Decimal("15.50"), None),
    ]


def test_bad_rows_name_their_line_and_one_cause(tmp_path: Path) -> None:
    """An article without any picture fails once; ids may be missing or come again."""
    rows = [
        {**CAP, "Images": ""},
        {**CAP, "ID": "21", "Name": ""},
        {**CAP, "ID": "", "SKU": ""},
        {**CAP, "ID": "", "SKU": "only-sku"},
        {**CAP, "ID": "21"},
        {**PARENT, "Images": ""},
        variation("11", "Blue", "S", Images=""),
        variation("12", "Blue", "M", Images=""),
        {**PARENT, "ID": "50", "SKU": "fine"},
        variation("51", "Blue", "S", Parent="fine", **{"Regular price": "ask"}),
        variation("52", "Blue", "M", Parent="fine"),
    ]
    found = read(write_table(tmp_path / "export.csv", WOOCOMMERCE, rows))
    assert causes(found) == {
        2: "image is missing",
        3: "title is missing",
        4: "id is missing",
        6: "the id '21' was there before in this source",
        7: "image is missing",
        11: "price 'ask' is not a number",
    }
    assert [row.id for _, row in found if isinstance(row, Product)] == ["only-sku", "52"]
