"""Feeds are recognised by what is in them, decoded as they are, and read in flat memory."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import FeedError
from catalog.importing.feeds import files, named, open_source, shopify, woocommerce
from catalog.importing.feeds.table import column_name
from catalog.importing.feeds.values.links import pictures
from catalog.importing.feeds.values.option_names import option_name
from catalog.importing.feeds.values.text import category, plain_text
from catalog.models import Product
from tests import ROOT
from tests.catalog.importing.feeds.feed_files import (
    GOOGLE,
    SHOPIFY_NEW,
    WOOCOMMERCE,
    products,
    read,
    write_rss,
    write_table,
)

GOOGLE_ROW: dict[str, object] = {"id": "1", "title": "Boot", "image_link": "https://s.example/1.jpg"}
SOME, MANY = 20_000, 100_000
"""Rows of large feeds: enough to fill the caches, and five times as many to show that nothing grows from there."""
GROWTH_MB = 12
"""What reading may take at most, whatever the feed's length; 100 000 products would be some 150 MB."""


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (lambda path: write_table(path, GOOGLE, [GOOGLE_ROW], delimiter="\t"), "Google Merchant, TSV"),
        (lambda path: write_rss(path, [GOOGLE_ROW]), "Google Merchant, XML"),
        (
            lambda path: write_table(
                path,
                SHOPIFY_NEW,
                [{"Title": "Boot", "SKU": "1", "Product image URL": "https://s.example/1.jpg"}],
            ),
            "Shopify, CSV",
        ),
        (
            lambda path: write_table(
                path, WOOCOMMERCE, [{"ID": "1", "Name": "Boot", "Images": "https://s.example/1.jpg"}]
            ),
            "WooCommerce, CSV",
        ),
        (lambda path: path.write_text("id;title;image\n1;Boot;https://s.example/1.jpg\n") and path, "CSV"),
        (
            lambda path: path.write_text('\n{"id": 1, "title": "Boot", "image": "https://s.example/1.jpg"}\n') and path,
            "JSON lines",
        ),
    ],
)
@pytest.mark.parametrize("name", ["export", "export.xml", "export.csv", "export.gz"])
def test_a_feed_is_known_by_its_content(tmp_path: Path, write: Callable[[Path], Path], kind: str, name: str) -> None:
    """The name says nothing, and a packed file is like the file in it."""
    feed = write(tmp_path / name)
    if name.endswith(".gz"):
        feed.write_bytes(gzip.compress(feed.read_bytes()))
    assert open_source(feed).kind == kind
    (found,) = products(feed)
    assert (found.id, found.title, found.image) == ("1", "Boot", "https://s.example/1.jpg")


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("utf-8", "Škorně 👢"),
        ("utf-8-sig", "Škorně 👢"),
        ("utf-16", "Škorně 👢"),
        ("cp1252", "Für “5 €”"),
        ("ascii", "Boot"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_file_is_decoded_as_it_is(tmp_path: Path, encoding: str, title: str, kind: str) -> None:
    """By its mark or by what its bytes can be, also where the first odd letter comes late."""
    feed = tmp_path / "feed"
    rows = [(str(number), "x" * 2000, "a.jpg") for number in range(1000)] + [("last", title, "a.jpg")]
    if kind == "csv":
        lines = ["id,title,image", *(",".join(row) for row in rows)]
    else:
        lines = [f'{{"id": "{number}", "title": "{name}", "image": "{image}"}}' for number, name, image in rows]
    feed.write_bytes("\n".join(lines).encode(encoding))
    *_, (line, last) = open_source(feed)  # the long titles before it fail
    assert isinstance(last, Product)
    assert (last.id, last.title, line) == ("last", title, len(lines))


def test_one_broken_letter_does_not_spoil_the_others(tmp_path: Path) -> None:
    """A cell from another program inside a UTF-8 file."""
    feed = tmp_path / "feed.csv"
    feed.write_bytes("id,title,image\n1,Škorně,a.jpg\n".encode() + b"2,F\xfcr,a.jpg\n")
    assert [one.title for one in products(feed)] == ["Škorně", "F�r"]


def test_a_table_may_be_as_ugly_as_they_come(tmp_path: Path) -> None:
    """Blank lines before the header, old line ends, quoted line breaks and quotes, a column that stands twice."""
    feed = tmp_path / "feed.csv"
    feed.write_bytes(
        b'\r\n;;;\r\nID ; "Title";image;price;Title\r\n'
        b'1;"5"" heel\r\nboot; red";a.jpg;49,99 \x80;second\r\n\r\n2;Plain 3" heel;a.jpg;"1.299,00 EUR"\r'
    )
    found = [row for _, row in read(feed) if isinstance(row, Product)]
    assert [(one.title, one.price, one.currency) for one in found] == [
        ('5" heel boot; red', Decimal("49.99"), "EUR"),
        ('Plain 3" heel', Decimal("1299.00"), "EUR"),
    ]


def test_our_own_rows_are_merged_like_any(tmp_path: Path) -> None:
    """A group, further pictures, a GTIN and an article number in our own columns; a spoilt GTIN is none."""
    feed = tmp_path / "feed.csv"
    feed.write_text(
        "id,title,image,sizes,group,more_images,gtin,sku\n"
        'a,Boot,a.jpg,38,g,"https://s.example/2.jpg, a.jpg",4006381333931,A-1\n'
        "b,Boot,a.jpg,39,g,,4.00638E+12,A-2\n"
        "c,Boot,c.jpg,39,g,,,\n"
    )
    first, second = products(feed)
    assert first == Product(
        id="a",
        title="Boot",
        image=str(tmp_path / "a.jpg"),
        sizes=("38", "39"),
        group="g",
        more_images=("https://s.example/2.jpg",),
        gtin="4006381333931",
        sku="A-1",
    )
    assert (second.id, second.group, second.gtin) == ("c", "g", "")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    """What would have to be held in memory whole is bounded."""
    (tmp_path / "line.csv").write_text(f"id,title,image\n1,{'x,' * 2_100_000}")
    with pytest.raises(FeedError, match=r"line.csv cannot be read"):
        list(open_source(tmp_path / "line.csv"))
    (tmp_path / "cell.csv").write_text(f"id,title,image\n1,{'x' * 1_100_000},a.jpg\n")
    (found,) = products(tmp_path / "cell.csv")
    assert found.title == "x" * 500
    (tmp_path / "line.jsonl").write_text('{"id": 1}\n' + "x" * 2_100_000 + '\n{"id": 1}\n')
    assert [line for line, _ in read(tmp_path / "line.jsonl")] == [1, 2, 3]


def test_a_packed_file_cannot_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a huge one is refused, and so is one that was cut off."""
    packed = gzip.compress(b"id,title,image\n" + b"1,Boot,a.jpg\n" * 100_000)
    (tmp_path / "cut.gz").write_bytes(packed[:-100])
    with pytest.raises(FeedError, match=r"cut\.gz cannot be read"):
        list(open_source(tmp_path / "cut.gz"))
    monkeypatch.setattr(files, "_MAX_UNPACKED_BYTES", 1_000_000)
    (tmp_path / "bomb.gz").write_bytes(packed)
    with pytest.raises(FeedError, match=r"bomb\.gz unpacks to more than"):
        list(open_source(tmp_path / "bomb.gz"))


def google_rows(count: int) -> Iterator[dict[str, object]]:
    """Sizes of one article stand far from each other."""
    articles = count // 5
    for number in range(count):
        article = number % articles
        yield {
            "id": number,
            "title": f"Boot {article}",
            "description": "A boot. " * 10,
            "image_link": f"https://s.example/{article}.jpg",
            "price": "49.99 EUR",
            "size": 36 + number // articles,
            "item_group_id": f"g{article}",
        }


def shopify_rows(count: int) -> Iterator[dict[str, object]]:
    """Five sizes an article, the first with everything."""
    for number in range(count):
        article, size = divmod(number, 5)
        first = {"Title": f"Boot {article}", "Description": "<p>A boot.</p> " * 8, "Option1 name": "Size"}
        picture = {"Product image URL": f"https://s.example/{article}-{size}.jpg"}
        variant = {"URL handle": f"boot-{article}", "SKU": number, "Option1 value": 36 + size, "Price": "49.99"}
        yield {**variant, **picture, **({} if size else first)}


def woocommerce_rows(count: int) -> Iterator[dict[str, object]]:
    """All parents first, then all variations."""
    articles = count // 5
    for number in range(count):
        article, size = number % articles, number // articles
        attribute = {"Attribute 1 name": "Size", "Attribute 1 value(s)": 35 + size}
        if size:
            yield {"ID": number, "Type": "variation", "Parent": f"id:{article}", "Regular price": "49.99", **attribute}
        else:
            picture = {"Images": f"https://s.example/{article}.jpg"}
            yield {"ID": number, "Type": "variable", "Name": f"Boot {article}", "Description": "Boot. " * 20, **picture}


READING = """
import sys
from pathlib import Path
from catalog.importing.feeds import open_source

def peak_kb():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])

source = open_source(Path(sys.argv[1]))
before = peak_kb()
sizes = sum(len(row.sizes) for _, row in source)
print(sizes, peak_kb() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read as Linux tells it")
@pytest.mark.parametrize(
    ("write", "sizes"),
    [
        (lambda path: write_table(path, GOOGLE, google_rows(MANY), delimiter="\t"), MANY),
        (lambda path: write_rss(path, google_rows(SOME)), SOME),
        (lambda path: write_table(path, SHOPIFY_NEW, shopify_rows(SOME)), SOME),
        (lambda path: write_table(path, WOOCOMMERCE, woocommerce_rows(SOME)), SOME // 5 * 4),
    ],
    ids=["google-table", "google-xml", "shopify", "woocommerce"],
)
def test_memory_stays_flat_on_a_large_feed(tmp_path: Path, write: Callable[[Path], Path], sizes: int) -> None:
    """Up to a hundred thousand rows become products; a process of its own shows all memory, SQLite's too."""
    feed = write(tmp_path / "feed")
    said = subprocess.run([sys.executable, "-c", READING, str(feed)], capture_output=True, check=True, text=True)
    found, grown_kb = map(int, said.stdout.split())
    assert found == sizes
    assert grown_kb < GROWTH_MB * 1024


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Plain, 5 < 6 & more", "Plain, 5 < 6 & more"),
        ("<p>One</p><p>Two<br/>three</p>", "One\nTwo\nthree"),
        ("A <b>bold</b>, <a href='x'>linked</a> word", "A bold, linked word"),
        ("<style>p {x}</style>Seen<!-- <b>not</b> --> &eacute;&#8364;&nbsp;5", "Seen é€ 5"),
        ("<script>if (a<b) {}</script>Seen<script>never closed", "Seen"),
        ("cut off <b", "cut off <b"),
        ("<!-- never closed", ""),
        ("&lt;b&gt; stays a text", "<b> stays a text"),
    ],
)
def test_html_becomes_what_a_reader_sees(markup: str, text: str) -> None:
    """Tags, scripts, styles and comments go; blocks become lines, entities characters."""
    assert plain_text(markup) == text


@given(st.text(alphabet="<>/!-abp script&;\n\"'=", max_size=200))
def test_any_markup_becomes_some_text(markup: str) -> None:
    """Nothing that looks like HTML stops a feed, and what was cleaned has no blank lines."""
    text = plain_text(markup)
    assert text == "" or all(line.strip() == line and line for line in text.split("\n"))


def test_much_markup_costs_little() -> None:
    """Openers without end do not make the cleaning slow: only the length counts."""
    for piece in ("<script", "<!--", "<a ", "<", "&amp", "</script ", "<script>"):
        plain_text(piece * 100_000)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["title", "description", "brand", "mpn", "color"]),
            st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<&'"), min_size=1, max_size=30),
        ),
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_tables_and_xml_of_the_same_items_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, items: list[dict[str, object]], delimiter: str, encoding: str
) -> None:
    """Whatever the shop writes into its cells, delimiters and quotes included."""
    folder = tmp_path_factory.mktemp("feeds")
    rows = [
        {**fields, "id": str(number), "image_link": f"https://s.example/{number}.jpg"}
        for number, fields in enumerate(items)
    ]
    table = read(write_table(folder / "feed.csv", GOOGLE, rows, delimiter=delimiter, encoding=encoding))
    xml = read(write_rss(folder / "feed.xml", rows))
    assert [str(row) for _, row in table] == [str(row) for _, row in xml]


def test_what_shops_write_into_cells_is_understood() -> None:
    """Lists of pictures, names of options in several languages, paths of categories."""
    assert pictures("https://a/1,2.jpg,https://a/3.jpg,") == ["https://a/1,2.jpg", "https://a/3.jpg"]
    assert pictures("a b.jpg | c.png") == ["a b.jpg", "c.png"]
    assert [option_name(name) for name in ("Farbe", "pa_color", "Shoe-Size", "Taille", "Finish")] == [
        "colour",
        "colour",
        "size",
        "size",
        "",
    ]
    assert category(["187", "Home > Women", "Home > Women > Boots"]) == "Home > Women > Boots"
    assert category(["Uncategorized"]) == ""
    long = category([" > ".join(f"step {number}" for number in range(100))])
    assert len(long) <= 200
    assert long.endswith("> step 99")


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Google Merchant", named.GOOGLE),
        ("Shopify", shopify.COLUMNS),
        ("WooCommerce", woocommerce.COLUMNS),
        ("Your own file", named.COLUMNS),
    ],
)
def test_the_shop_owners_guide_names_the_columns_that_are_read(heading: str, columns: frozenset[str]) -> None:
    """All of them and no others, by their names in the export."""
    guide = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
    section = guide.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    tables = "\n".join(line for line in section.splitlines() if line.startswith("|"))
    named = {column_name(name) for name in re.findall(r"`([^`]+)`", tables)}
    first_of_many = {name for name in columns if not re.search(r"[23]", name)}
    assert named == first_of_many
