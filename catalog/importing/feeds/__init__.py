"""Where products come from: feeds of several kinds, and folders of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from catalog.errors import FeedError, RowError
from catalog.importing.feeds import shopify, woocommerce
from catalog.importing.feeds.base import Row, RowWarning, Source
from catalog.importing.feeds.encoding import encoding_of, named_encoding
from catalog.importing.feeds.files import HEAD_BYTES, opened
from catalog.importing.feeds.folder import FolderSource
from catalog.importing.feeds.json_rows import is_json_lines, is_json_list, json_lines, json_list
from catalog.importing.feeds.named import COLUMNS, GOOGLE, NEEDED, named_products
from catalog.importing.feeds.shopify import shopify_products
from catalog.importing.feeds.spill import Spill, spill
from catalog.importing.feeds.table import TAB, Cells, find_header, table_rows
from catalog.importing.feeds.variants import merge_scattered
from catalog.importing.feeds.woocommerce import woocommerce_products
from catalog.importing.feeds.xml_rows import is_feed, stated_encoding, xml_items

__all__ = ["KINDS", "Row", "RowWarning", "Source", "open_source"]

KINDS: Final = (
    "Google Merchant (TSV, CSV, RSS or Atom XML), Shopify products (CSV), WooCommerce products (CSV), "
    "CSV or JSON with id, title and image, or a folder of pictures"
)
_TABLE_COLUMNS: Final = COLUMNS | shopify.COLUMNS | woocommerce.COLUMNS
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

T = TypeVar("T")
_Read = Callable[[Spill], Iterator[Row]]


class _Tally:
    """Counts what is read, before it becomes products."""

    def __init__(self) -> None:
        self.rows = 0

    def count(self, raw: Iterator[tuple[int, T]]) -> Iterator[tuple[int, T]]:
        for item in raw:
            self.rows += not isinstance(item[1], RowWarning)
            yield item


@dataclass(frozen=True, slots=True)
class _Feed:
    """A file that is read anew, with a new `Spill`, by each iteration."""

    kind: str
    key: str
    encoding: str
    tally: _Tally
    read: _Read

    @property
    def rows(self) -> int:
        return self.tally.rows

    def __iter__(self) -> Iterator[Row]:
        self.tally.rows = 0
        with spill() as kept:
            yield from self.read(kept)


def open_source(path: Path, key: str = "", encoding: str = "") -> Source:
    """The reader for a file, packed with gzip or not, or for a folder of pictures.

    Its products belong to the resolved path; a file that came from elsewhere has the `key` of that place
    instead, and may name pictures by addresses only.  A file is recognised by its first 256 KB, whatever its
    name says; the rest is read by iterating.  `encoding` overrules what its bytes look like.
    Raises `FeedError` for a path that is not there or that is none of `KINDS`.
    """
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise FeedError(f"there is no file or folder {path}")
    with opened(path) as file:
        begin = file.read(HEAD_BYTES)
    if begin.startswith(_WORKBOOKS):
        raise FeedError(
            f"{path.name} is a workbook or an archive: open it in Excel or LibreOffice, choose File, Save as, "
            '"CSV UTF-8", and bring in that file; an archive has to be unpacked first'
        )
    if encoding:
        encoding = named_encoding(encoding)
    else:
        is_xml = begin.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        encoding = encoding_of(path, stated_encoding(path) if is_xml else "")
    head = begin.decode(encoding, "replace")
    tally = _Tally()
    kind, read = _reader(path, encoding, head, None if key else path.parent.resolve(), tally)
    return _Feed(kind, key or str(path.resolve()), encoding, tally, read)


def _reader(path: Path, encoding: str, head: str, folder: Path | None, tally: _Tally) -> tuple[str, _Read]:
    """What a file that begins with `head` is, and how it becomes products."""

    def named(raw: Callable[[Path, str], Iterator[tuple[int, Any]]]) -> _Read:
        return lambda kept: merge_scattered(named_products(tally.count(raw(path, encoding)), folder), kept)

    begin = head.lstrip("\ufeff \t\r\n")
    if begin.startswith("<"):
        # A shop that is down, or asks for a password, answers with a web page.
        if not is_feed(begin, path.name):
            raise _unknown(path)
        return "Google Merchant, XML", named(xml_items)
    if is_json_lines(begin):
        return "JSON lines", named(json_lines)
    if is_json_list(begin):
        return "JSON", named(json_list)
    return _table(path, encoding, head, folder, tally)


def _table(path: Path, encoding: str, head: str, folder: Path | None, tally: _Tally) -> tuple[str, _Read]:
    """By the columns that only one kind has; a table of our own may borrow names from Google's."""
    header = find_header(head, _TABLE_COLUMNS)
    columns = set(header.columns)

    def cells() -> Iterator[tuple[int, Cells | RowError]]:
        return tally.count(table_rows(path, encoding, header))

    if "title" in columns and columns & {"handle", "url_handle"}:
        return "Shopify, CSV", lambda kept: shopify_products(cells(), columns, folder, kept)
    if "name" in columns and columns & {"id", "sku"} and columns & {"images", "regular_price", "in_stock?"}:
        return "WooCommerce, CSV", lambda kept: woocommerce_products(cells(), folder, kept)
    missing = [" or ".join(choice[:2]) for choice in NEEDED if not columns.intersection(choice)]
    if missing:
        near = len(missing) < len(NEEDED)
        raise _unknown(path, f" (its first line has no column {', '.join(missing)})" if near else "")
    is_google = "image_link" in columns and not columns & (COLUMNS - GOOGLE)
    kind = f"Google Merchant, {'TSV' if header.delimiter == TAB else 'CSV'}" if is_google else "CSV"
    return kind, lambda kept: merge_scattered(named_products(cells(), folder), kept)


def _unknown(path: Path, hint: str = "") -> FeedError:
    return FeedError(f"{path.name} is none of the known feeds{hint}: {KINDS}")
