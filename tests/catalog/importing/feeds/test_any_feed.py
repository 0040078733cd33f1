"""Whatever stands in a file: what Python's csv writes is read back, and nothing makes a reader fall over."""

from __future__ import annotations

import csv
import gzip
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import FeedError
from catalog.importing.check import check_object
from catalog.importing.feeds import open_source
from catalog.importing.feeds.values.availability import is_available
from catalog.importing.feeds.values.dates import is_running, span
from catalog.importing.feeds.values.links import pictures, web_address
from catalog.importing.feeds.values.prices import parse_price
from catalog.sizes import read_sizes

WORDS = st.text("abZ 09,;|\t\"'.-/()é漢ж", max_size=20).map(lambda text: " ".join(f"x{text}x".split()))
ROWS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6)
ORDER = st.permutations(["id", "title", "image", "brand", "price"])
PIECES = [
    *("id", "title", "image", "name", "price", "1", "a.jpg", "é", "9" * 30, "E+12"),
    *(",", ";", "\t", '"', "\n", "\r", "\\", "\0", "\ufeff", "=", "'", "{", "}", "[", "]", ":"),
    *("<", ">", "</item>", "<item>", "<rss>", "<![CDATA[", "]]>", "<!--", "-->", "&"),
]
JUNK = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
BEGINS = st.sampled_from(["", "id,title,image\n", "<rss><item>", "[{", '{"id": 1}\n', "handle,title,image_src\n"])


@settings(deadline=None, max_examples=60)
@given(
    ROWS,
    ORDER,
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]),
)
def test_a_table_that_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    order: list[str],
    delimiter: str,
    quoting: int,
    line_end: str,
    encoding: str,
) -> None:
    """In any dialect of Python's csv, in any encoding with a mark or of few bytes, with its columns in any order."""
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]  # any
    table.writerow(order)
    for number, (title, brand) in enumerate(rows):
        cells = {"id": f"p{number}", "title": title, "image": "a.jpg", "brand": brand, "price": "1,299.50"}
        table.writerow(cells[name] for name in order)
    feed = tmp_path_factory.mktemp("feed") / "feed"
    feed.write_bytes(out.getvalue().encode(encoding))
    found = check_object(open_source(feed, encoding="utf-16-le" if encoding == "utf-16-le" else ""))
    assert [one for one in found["problems"] if one["severity"] == "error"] == []
    seen = [(one["id"], one["title"], one["price"]) for one in found["products"]]
    assert seen == [(f"p{number}", title, "1299.50") for number, (title, _) in enumerate(rows)]


@settings(deadline=None, max_examples=100)
@given(JUNK, BEGINS, st.booleans())
def test_no_file_makes_a_reader_raise_anything_but_its_own_error(
    tmp_path_factory: pytest.TempPathFactory, junk: str, begin: str, packed: bool
) -> None:
    """It is read, with its problems, or refused in a sentence."""
    feed = tmp_path_factory.mktemp("feed") / "feed"
    data = (begin + junk).encode()
    feed.write_bytes(gzip.compress(data)[:-1] if packed and len(junk) % 2 else data)
    with suppress(FeedError):
        json.dumps(check_object(open_source(feed)))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "cp1251", "utf-16", "shift_jis", "zip", "no such"]))
def test_no_bytes_do_either(tmp_path_factory: pytest.TempPathFactory, data: bytes, encoding: str) -> None:
    """Nor in any encoding that somebody names for them."""
    feed = tmp_path_factory.mktemp("feed") / "feed"
    feed.write_bytes(b"id,title,image\n" + data)
    with suppress(FeedError):
        list(open_source(feed, encoding=encoding))


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=40), st.text("0123456789.,'’ -–/€$krRs:TZ+", max_size=25)))
def test_a_value_is_read_or_refused_with_a_sentence(text: str) -> None:
    """No reader of a cell raises anything else."""
    for read in (parse_price, is_available, span, web_address, lambda one: is_running(one, one)):
        with suppress(ValueError):
            read(text)
    assert all(isinstance(one, str) for one in (*pictures(text), *read_sizes(text)))


@pytest.mark.parametrize("columns", ["c," * 300_000, ",".join(f"c{number}" for number in range(30_000))])
def test_a_table_of_very_many_columns_is_refused_at_once(tmp_path: Path, columns: str) -> None:
    """Whether they are equal or all different."""
    (tmp_path / "feed.csv").write_text(f"id,title,image,{columns}\n1,Boot,a.jpg\n")
    with pytest.raises(FeedError, match="columns, more than any list of products"):
        list(open_source(tmp_path / "feed.csv"))
