"""Where products come from: feeds of several kinds, and folders of pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.errors import FeedError, RowError
from catalog.importing.feeds import google, rows, shopify, woocommerce
from catalog.importing.feeds.base import Row, Source
from catalog.importing.feeds.cell_text import unguarded
from catalog.importing.feeds.files import HEAD_BYTES, guess_encoding, opened
from catalog.importing.feeds.folder import FolderSource
from catalog.importing.feeds.google import google_products
from catalog.importing.feeds.google_xml import is_feed, xml_items
from catalog.importing.feeds.json_rows import is_json_lines, json_products
from catalog.importing.feeds.rows import product_from_row
from catalog.importing.feeds.shopify import shopify_products
from catalog.importing.feeds.spill import Spill, spill
from catalog.importing.feeds.table import TAB, Cells, header, table_rows
from catalog.importing.feeds.variants import merge_scattered
from catalog.importing.feeds.woocommerce import woocommerce_products

__all__ = ["KINDS", "Row", "Source", "open_source"]

KINDS: Final = (
    "Google Merchant (TSV, CSV, RSS or Atom XML), Shopify products (CSV), WooCommerce products (CSV), "
    "CSV or JSON lines with id, title and image, or a folder of pictures"
)
_REQUIRED: Final = (("id",), ("title",), ("image", "image_link"))
_TABLE_COLUMNS: Final = rows.COLUMNS | google.COLUMNS | shopify.COLUMNS | woocommerce.COLUMNS


_Read = Callable[[Spill], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class _Feed:
    """A file that is read anew, with a new `Spill`, by each iteration."""

    kind: str
    key: str
    read: _Read

    def __iter__(self) -> Iterator[Row]:
        with spill() as kept:
            yield from self.read(kept)

    def total(self) -> int | None:
        return sum(1 for _ in self)


def open_source(path: Path, key: str = "") -> Source:
    """The reader for a file, packed with gzip or not, or for a folder of pictures.

    Its products belong to the resolved path; a file that came from elsewhere has the `key` of that place
    instead, and may name pictures by addresses only.  A file is recognised by its first 256 KB, whatever its
    name says; the rest is read by iterating.
    Raises `FeedError` for a path that is not there or that is none of `KINDS`.
    """
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise FeedError(f"there is no file or folder {path}")
    folder = None if key else path.parent.resolve()
    kind, read = _reader(path, folder, _head(path))
    return _Feed(kind, key or str(path.resolve()), read)


def _reader(path: Path, folder: Path | None, head: str) -> tuple[str, _Read]:
    if head.startswith("<"):
        # A shop that is down, or asks for a password, answers with a web page.
        if head[:20].lower().startswith(("<!doctype html", "<html")) or not is_feed(head, path.name):
            raise _unknown(path)
        return "Google Merchant, XML", lambda kept: merge_scattered(google_products(xml_items(path), folder), kept)
    if is_json_lines(head):
        return "JSON lines", lambda kept: merge_scattered(json_products(path, folder), kept)
    return _table(path, folder, next((line for line in head.splitlines() if re.search(r"\w", line)), ""))


def _unknown(path: Path, hint: str = "") -> FeedError:
    return FeedError(f"{path.name} is none of the known feeds{hint}: {KINDS}")


def _head(path: Path) -> str:
    with opened(path) as file:
        begin = file.read(HEAD_BYTES)
    return begin.decode(guess_encoding(iter([begin])), "replace").lstrip()


def _table(path: Path, folder: Path | None, first_line: str) -> tuple[str, _Read]:
    """By the columns that only one kind has; a table of our own may borrow names from Google's."""
    delimiter, names = header(first_line, _TABLE_COLUMNS)
    columns = set(names)

    def cells() -> Iterator[tuple[int, Cells | RowError]]:
        return table_rows(path, delimiter)

    if "title" in columns and columns & {"handle", "url_handle"}:
        return "Shopify, CSV", lambda kept: shopify_products(cells(), columns, folder, kept)
    if "name" in columns and columns & {"id", "sku"} and columns & {"images", "regular_price", "in_stock?"}:
        return "WooCommerce, CSV", lambda kept: woocommerce_products(cells(), folder, kept)
    missing = [" or ".join(choice) for choice in _REQUIRED if not columns.intersection(choice)]
    if missing:
        near = len(missing) < len(_REQUIRED)
        raise _unknown(path, f" (its first line has no column {', '.join(missing)})" if near else "")
    if "image_link" in columns and not columns & (rows.COLUMNS - google.COLUMNS):
        kind = f"Google Merchant, {'TSV' if delimiter == TAB else 'CSV'}"
        return kind, lambda kept: merge_scattered(google_products(cells(), folder), kept)
    return "CSV", lambda kept: merge_scattered(_own(cells(), folder), kept)


def _own(table: Iterator[tuple[int, Cells | RowError]], folder: Path | None) -> Iterator[Row]:
    for line, row in table:
        yield line, row if isinstance(row, RowError) else product_from_row(_unguarded(row), folder)


def _unguarded(row: Cells) -> Cells:
    return {name: unguarded(cell) for name, cell in row.items()}
