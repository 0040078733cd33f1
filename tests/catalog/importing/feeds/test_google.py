"""Google Merchant feeds, as tables and as XML, become products with their sizes merged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from catalog.errors import FeedError, RowError
from catalog.importing.feeds import open_source
from catalog.importing.feeds.variants import MAX_ROWS
from catalog.models import Product
from tests.catalog.importing.feeds.feed_files import GOOGLE, causes, products, read, write_rss, write_table

BOOT: dict[str, object] = {
    "id": "b-38",
    "title": "Ankle boot &quot;Nora&quot; - 38",
    "description": "<p>Soft <b>leather</b>.</p><script>evil()</script><ul><li>Zip &amp; heel</li></ul>",
    "link": "https://s.example/b?size=38",
    "image_link": "https://s.example/b.jpg",
    "additional_image_link": "https://s.example/b,2.jpg,https://s.example/b3.jpg",
    "availability": "in_stock",
    "price": "1.299,00 EUR",
    "sale_price": "999,00 EUR",
    "brand": "North",
    "gtin": "4006381333931",
    "mpn": "NB-1",
    "condition": "new",
    "color": "Black/Red",
    "gender": "female",
    "size": "38",
    "material": "leather",
    "pattern": "plain",
    "item_group_id": "b",
    "product_type": "Shoes > Ankle boots",
    "google_product_category": "187",
}
EXPECTED = Product(
    id="b-38",
    title='Ankle boot "Nora"',
    image="https://s.example/b.jpg",
    description="Soft leather.\nZip & heel",
    brand="North",
    price=Decimal("1199.00"),
    sale_price=Decimal("899.00"),
    currency="EUR",
    url="https://s.example/b?size=38",
    sizes=("38", "38.5"),
    available=True,
    facts={
        "category": "Shoes > Ankle boots",
        "colour": "Black/Red",
        "gender": "female",
        "material": "leather",
        "pattern": "plain",
    },
    group="b",
    more_images=("https://s.example/b,2.jpg", "https://s.example/b3.jpg"),
    gtin="4006381333931",
    sku="NB-1",
)
SIZES: list[dict[str, object]] = [
    BOOT,
    {**BOOT, "id": "b-38.5", "size": "38,5", "price": "1.199,00 EUR", "sale_price": "899,00 EUR"},
    {**BOOT, "id": "b-39", "size": "39", "sale_price": "1,00 EUR", "availability": "out of stock"},
]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_with_all_its_columns(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Sizes of one picture are one product, at the lowest price that can be bought."""
    feed = write_table(tmp_path / "feed.txt", GOOGLE, SIZES, delimiter=delimiter, encoding=encoding)
    assert open_source(feed).kind == f"Google Merchant, {'TSV' if delimiter == chr(9) else 'CSV'}"
    assert read(feed) == [(2, EXPECTED)]


@pytest.mark.parametrize("atom", [False, True])
def test_xml_says_the_same_as_a_table(tmp_path: Path, atom: bool) -> None:
    """RSS and Atom; what repeats stays a list, and what is nested in shipping is not the product's."""
    items = [
        {**fields, "additional_image_link": ["https://s.example/b,2.jpg", "https://s.example/b3.jpg"]}
        for fields in SIZES
    ]
    feed = write_rss(tmp_path / "feed", items, atom=atom)
    shipping = "<g:shipping><g:country>US</g:country><g:price>5 USD</g:price></g:shipping>"
    feed.write_text(feed.read_text().replace("</g:id>", f"</g:id>{shipping}"))
    assert open_source(feed).kind == "Google Merchant, XML"
    assert products(feed) == [EXPECTED]


def test_plain_rss_tags_count_where_googles_are_missing(tmp_path: Path) -> None:
    """Title and link may be RSS's own or Atom's attribute; Google's go first."""
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry>'
        '<id>tag:x</id><g:id>7</g:id><title>Boot <![CDATA[& more]]></title><link rel="self" href="https://s.example/x"/>'
        '<link href="https://s.example/7"/><g:image_link>\n https://s.example/7.jpg </g:image_link>'
        "<g:title></g:title></entry></feed>"
    )
    assert products(feed) == [
        Product(id="7", title="Boot & more", image="https://s.example/7.jpg", url="https://s.example/7")
    ]


def test_another_colour_or_picture_is_a_product_of_its_own(tmp_path: Path) -> None:
    """They share the group and stand where their first rows stood, however scattered the sizes are."""
    colours = ["black", "red"]
    rows = [
        {**BOOT, "id": f"{colour}-{size}", "title": "Boot", "color": colour, "size": size, "item_group_id": group}
        for size in (36, 37, 38)
        for group in ("x", "y")
        for colour in colours
    ]
    rows.append({**rows[0], "id": "other", "image_link": "https://s.example/other.jpg"})
    for number, row in enumerate(rows):
        row["id"] = f"{number}-{row['id']}"
    found = products(write_rss(tmp_path / "feed.xml", rows))
    assert [(one.group, one.facts["colour"], one.sizes) for one in found] == [
        ("x", "black", ("36", "37", "38")),
        ("x", "red", ("36", "37", "38")),
        ("y", "black", ("36", "37", "38")),
        ("y", "red", ("36", "37", "38")),
        ("x", "black", ("36",)),
    ]
    assert [one.id for one in found] == ["0-black-36", "1-red-36", "2-black-36", "3-red-36", "12-other"]


@pytest.mark.parametrize("xml", [False, True])
def test_bad_rows_name_their_line_and_one_cause(tmp_path: Path, xml: bool) -> None:
    """Missing picture, title or id, a second row of one id, a price or word that says nothing."""
    good = {"id": "1", "title": "Boot", "image_link": "https://s.example/1.jpg", "price": "49,99 €"}
    rows = [
        good,
        {**good, "id": "2", "image_link": ""},
        {**good, "id": "3", "title": " "},
        {**good, "id": ""},
        {**good, "title": "Again"},
        {**good, "id": "4", "price": "ask"},
        {**good, "id": "5", "price": "1e30"},
        {**good, "id": "6", "availability": "preorder"},
    ]
    if xml:
        found, lines = read(write_rss(tmp_path / "feed.xml", rows)), range(2, 50, 6)
    else:
        found, lines = read(write_table(tmp_path / "feed.tsv", GOOGLE, rows, delimiter="\t")), range(2, 10)
    said = [
        "image is missing",
        "title is missing",
        "id is missing",
        "the id '1' was there before in this source",
        "price 'ask' is not a number",
        "price '1e30' is not a number",
    ]
    assert causes(found) == dict(zip(lines[1:7], said, strict=True))
    assert [row.price for _, row in found if isinstance(row, Product)] == [Decimal("49.99")] * 2


def test_a_sale_counts_while_it_runs(tmp_path: Path) -> None:
    """A sale price with dates that have passed, are to come or cannot be read is not what a buyer pays."""
    dates = {
        "past": "2020-01-01T00:00:00+0100/2020-01-31T23:59:59+0100",
        "future": "2990-01-01/2990-01-31",
        "now": "2020-01-01T00:00Z/2990-01-01T00:00Z",
        "odd": "soon",
    }
    rows = [
        {**BOOT, "id": name, "item_group_id": "", "sale_price_effective_date": when} for name, when in dates.items()
    ]
    found = products(write_table(tmp_path / "feed.csv", GOOGLE, rows))
    assert {one.id for one in found if one.sale_price is not None} == {"now"}


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel/></rss>',
        '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "file:///x"><rss/>',
    ],
)
def test_xml_that_wants_too_much_is_refused(tmp_path: Path, content: str) -> None:
    """One sentence that names the file; nothing is expanded or fetched."""
    feed = tmp_path / "feed.xml"
    feed.write_text(content)
    with pytest.raises(FeedError, match=r"feed.xml has a document type or entities"):
        list(open_source(feed))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<rss>\n<channel><item><id>7</id></channel></rss>", {2: "the feed ends in the middle of this item"}),
        ("<rss><channel><item>", {1: "the feed ends in the middle of this item"}),
        ("<rss><channel><item><id>7</b></item></channel></rss>", {1: "the item cannot be read: mismatched tag"}),
        ("<rss><channel>\n", {2: "the feed ends too early"}),
        (f"<rss><channel><item>{'<a>' * 600}</item></channel></rss>", {1: "the item cannot be read"}),
        (f'<rss><channel><item a="{"x" * 3_000_000}"/></channel></rss>', {1: "the item is longer than"}),
    ],
)
def test_a_broken_item_costs_itself(tmp_path: Path, content: str, said: dict[int, str]) -> None:
    """Where the feed breaks off, that is an error without an id: a sync must not take what is missing to be gone."""
    feed = tmp_path / "feed.xml"
    feed.write_text(content)
    assert {line: cause[: len(said[line])] for line, cause in causes(read(feed)).items()} == said


def test_what_comes_before_the_break_comes_in(tmp_path: Path) -> None:
    """A file that was cut off has given its whole items, and then says where it ends."""
    items = [{**BOOT, "id": str(number), "item_group_id": ""} for number in range(500)]
    feed = write_rss(tmp_path / "feed.xml", items)
    feed.write_bytes(feed.read_bytes()[:-2000])
    *rows, (_, last) = open_source(feed)
    assert {type(row) for _, row in rows} == {Product}
    assert isinstance(last, RowError)
    assert (last.product_id, str(last)[:15]) == ("", "the feed ends i")


def test_an_item_that_is_too_long_fails_alone(tmp_path: Path) -> None:
    """A million characters are no description; the next item comes in."""
    items = [{**BOOT, "description": "x" * 1_100_000}, {**BOOT, "id": "next"}]
    rows = read(write_rss(tmp_path / "feed.xml", items))
    assert causes(rows) == {2: "the item is longer than 1000000 characters"}
    assert [row.id for _, row in rows if isinstance(row, Product)] == ["next"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("", "cp1252"), (' encoding="UTF-8"', "cp1252"), (' encoding="ISO-8859-2"', "iso8859-2"), ("", "utf-16")],
)
def test_xml_is_decoded_as_it_is_not_as_it_says(tmp_path: Path, declared: str, encoding: str) -> None:
    """Windows-1252 under the name of UTF-8 is common; another stated encoding is believed; so is a mark."""
    title = "Škorně" if encoding == "iso8859-2" else "Für 5 €" if encoding == "cp1252" else "Škorně für 5 €"
    feed = tmp_path / "feed.xml"
    item = f"<item><id>1</id><title>{title}\x0b</title><image_link>https://s.example/1.jpg</image_link></item>"
    feed.write_bytes(f'<?xml version="1.0"{declared}?><rss><channel>{item}</channel></rss>'.encode(encoding))
    assert [one.title for one in products(feed)] == [title]


def test_an_article_without_end_is_cut_with_a_cause(tmp_path: Path) -> None:
    """What is held in memory for one article is bounded."""
    rows = [{**BOOT, "id": str(number), "size": str(number % 50)} for number in range(MAX_ROWS + 2)]
    found = read(write_table(tmp_path / "feed.csv", GOOGLE, rows))
    assert set(causes(found).values()) == {f"the article has more than {MAX_ROWS} rows"}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("title", "size", "kept"),
    [
        ("Dress – M", "M", "Dress"),
        ("Dress, blue (size M)", "M", "Dress, blue"),
        ("Dress size m", "M", "Dress"),
        ("Model S", "S", "Model S"),
        ("Boot 38", "38", "Boot 38"),
        ("Coat/XL", "XL", "Coat"),
        ("- M", "M", "- M"),
    ],
)
def test_a_size_is_no_part_of_a_title_for_all_sizes(tmp_path: Path, title: str, size: str, kept: str) -> None:
    """Only where it is set apart from the words: a bare letter may be a name."""
    rows = [{**BOOT, "title": title, "size": size}, {**BOOT, "id": "2", "title": "x", "size": "XXL"}]
    assert [one.title for one in products(write_table(tmp_path / "feed.csv", GOOGLE, rows))] == [kept]
