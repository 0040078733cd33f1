"""Rows of files and pictures in folders become products, and bad rows become sentences."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import FeedError, RowError
from catalog.importing.feeds import open_source
from catalog.importing.feeds.values.prices import parse_price
from catalog.models import Product
from tests.catalog.importing.feeds.feed_files import causes, read, warnings


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_file_is_read_whatever_its_delimiter(tmp_path: Path, delimiter: str) -> None:
    """All columns arrive in the product, with a byte order mark and capitals in the header."""
    file = tmp_path / "products.csv"
    header = ["ID", "Title", "Brand", "Price", "sale price", "link", "image_link", "sizes", "availability", "color"]
    values = [
        "7",
        "Boot",
        "North",
        "99.90 USD",
        "79.90 USD",
        "https://s.example/7",
        "p/7.jpg",
        '"S,M"',
        "in_stock",
        "navy",
    ]
    file.write_text(delimiter.join(header) + "\n" + delimiter.join(values) + "\n", encoding="utf-8-sig")
    (row,) = read(file)
    assert row == (
        2,
        Product(
            id="7",
            title="Boot",
            brand="North",
            image=str(tmp_path / "p" / "7.jpg"),
            price=Decimal("99.90"),
            sale_price=Decimal("79.90"),
            currency="USD",
            url="https://s.example/7",
            sizes=("S", "M"),
            available=True,
            facts={"colour": "navy"},
        ),
    )


def test_a_bad_row_costs_its_product_and_a_bad_value_itself(tmp_path: Path) -> None:
    """Lines are counted as an editor counts them, also after a quoted line break."""
    file = tmp_path / "products.csv"
    file.write_text(
        "id,title,image,price,url,available\n"
        '1,"Red\nboot",a.jpg,5,,\n'
        "2,Boot,a.jpg,abc,,\n"
        "3,,a.jpg,5,,\n"
        "4,Boot,,5,,\n"
        "5,Boot,a.jpg,5,javascript:alert(1),\n"
        "6,Boot,a.jpg,5,,perhaps\n"
        "\n"
        "7,Boot,a.jpg,5,,yes,too,much\n"
        "8,Boot,a.jpg,-5,,no\n"
        "9,Boot,a.jpg,,,no\n"
    )
    rows = read(file)
    assert causes(rows) == {
        4: "price 'abc' is not a number",
        5: "title is missing",
        6: "image is missing",
        10: "8 values for 6 columns",
        11: "price '-5' is not a number",
    }
    assert warnings(file) == [
        (7, "url 'javascript:alert(1)' is not an http(s) address"),
        (8, "available 'perhaps' is neither yes nor no"),
    ]
    assert [line for line, row in rows if isinstance(row, Product)] == [2, 7, 8, 12]
    failed = [(row.product_id, row.field) for _, row in rows if isinstance(row, RowError)]
    assert failed == [("2", "price"), ("3", "title"), ("4", "image"), ("7", ""), ("8", "price")]


def test_a_jsonl_file_keeps_prices_exact(tmp_path: Path) -> None:
    """Numbers, lists and nested facts are understood; what is no product is reported."""
    file = tmp_path / "products.jsonl"
    file.write_text(
        '{"id": 5, "title": "Boot", "image": "https://s.example/5.jpg", "price": 1.299, "sizes": ["S", 38],'
        ' "available": false, "description": null, "facts": {"color": "navy"}, "material": "leather"}\n'
        "\n{bad\n[1]\n"
        '{"id": "6", "title": "Boot", "image": "6.jpg", "price": true}\n'
        '{"id": "7", "title": {"en": "Boot"}, "image": "7.jpg"}\n'
    )
    rows = read(file)
    assert rows[0] == (
        1,
        Product(
            id="5",
            title="Boot",
            image="https://s.example/5.jpg",
            price=Decimal("1.299"),
            sizes=("S", "38"),
            available=False,
            facts={"colour": "navy", "material": "leather"},
        ),
    )
    assert list(causes(rows)) == [3, 4, 5, 6]
    assert causes(rows)[4] == "the line is not a JSON object"


def test_text_that_no_database_takes_is_cleaned(tmp_path: Path) -> None:
    """Half characters and NUL, in a file or in a file's name, do not stop an import."""
    file = tmp_path / "products.jsonl"
    file.write_text(
        '{"id": "a\\u0000", "title": "Boot \\ud83d", "image": "a.jpg", "facts": {"colour": "red\\ud83d"}}\n'
    )
    ((_, product),) = read(file)
    assert isinstance(product, Product)
    assert (product.id, product.title, product.facts["colour"]) == ("a", "Boot ?", "red?")
    (tmp_path / os.fsdecode(b"boot-\xff.jpg")).write_bytes(b"x")
    ((_, product),) = read(tmp_path)
    assert isinstance(product, Product)
    assert product.id == "boot-?"


def test_a_folder_of_pictures_is_named_by_its_files(tmp_path: Path) -> None:
    """The file's name becomes id and title; other files are left alone."""
    (tmp_path / "boots").mkdir()
    for name in ("red_ankle-boot.JPG", "boots/7.png", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert read(tmp_path) == [
        (1, Product(id="boots/7", title="7", image=str(tmp_path / "boots" / "7.png"))),
        (2, Product(id="red_ankle-boot", title="Red ankle boot", image=str(tmp_path / "red_ankle-boot.JPG"))),
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"id,colour\n1,2\n", r"\(its first line has no column title or name, image or image_link\)"),
        ("a.csv", b"", "none of the known feeds: Google"),
        ("a.xlsx", b"PK\x03\x04\0\0", "is a workbook or an archive: open it in Excel .* Save as"),
        ("a.txt", b"hello", "none of the known feeds: Google Merchant .* Shopify .* WooCommerce .* JSON"),
        ("a.html", b"<!DOCTYPE html><html><body>Sign in</body></html>", "none of the known feeds: Google"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of the known feeds: Google"),
        (None, b"", "there is no file"),
    ],
)
def test_a_file_that_is_no_list_of_products_is_one_sentence(
    tmp_path: Path, name: str | None, content: bytes, sentence: str
) -> None:
    """The whole source is refused with its cause."""
    file = tmp_path / (name or "missing.csv")
    if name:
        file.write_bytes(content)
    with pytest.raises(FeedError, match=sentence):
        list(open_source(file))


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("49.99 USD", "49.99", "USD"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("$1,299", "1299", "USD"),
        ("EUR 49,-", "49", "EUR"),
        ("1 299,00", "1299.00", ""),
        ("1'299.50", "1299.50", ""),
        ("49,99", "49.99", ""),
        ("1.234.567", "1234567", ""),
        ("0.125", "0.125", ""),
        ("£5", "5", "GBP"),
    ],
)
def test_prices_are_read_as_shops_write_them(text: str, amount: str, currency: str) -> None:
    """Both decimal marks, thousands, symbols and codes."""
    assert parse_price(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["abc", "-3", "1.2.3", "12,34,56", "", "1e5", "nan", "9" * 12, "5 6 7 8,1,1"])
def test_what_is_no_price_is_refused(text: str) -> None:
    """Nothing is guessed from a text that may mean anything."""
    with pytest.raises(ValueError, match=r"is not a number|is too high"):
        parse_price(text)


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["{:,.2f}", "{:.2f}"]), st.booleans())
def test_a_price_that_was_written_out_is_read_back(amount: Decimal, form: str, continental: bool) -> None:
    """Grouped or not, with a point or a comma, the amount is the same."""
    text = form.format(amount)
    if continental:
        text = text.translate(str.maketrans(",.", ".,"))
    assert parse_price(f"{text} EUR") == (amount, "EUR")


@pytest.mark.parametrize(
    ("stock", "sizes", "available"),
    [
        (("yes", "no", "yes"), ("S", "L"), True),
        (("no", "no", "yes"), ("L",), True),
        (("no", "no", "no"), ("S", "M", "L"), False),
    ],
)
def test_a_size_that_is_sold_out_is_not_offered(
    tmp_path: Path, stock: tuple[str, ...], sizes: tuple[str, ...], available: bool
) -> None:
    """Who asks for something in M that can be bought is not shown what is left in L; sold out, it has all sizes."""
    rows = [f"{size},Dress,a.jpg,g,{size},{said}" for size, said in zip("SML", stock, strict=True)]
    (tmp_path / "feed.csv").write_text("\n".join(["id,title,image,group,size,available", *rows]))
    ((_, product),) = open_source(tmp_path / "feed.csv")
    assert isinstance(product, Product)
    assert (product.id, product.sizes, product.available) == ("S", sizes, available)
