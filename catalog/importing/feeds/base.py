"""What every source of products is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from catalog.clean_text import legible
from catalog.errors import RowError
from catalog.models import Product


@dataclass(frozen=True, slots=True)
class RowWarning:
    """What was left out or guessed of a row whose product comes in all the same."""

    message: str
    product_id: str = ""
    field: str = ""
    value: str = ""

    def __str__(self) -> str:
        return self.message


Row = tuple[int, Product | RowError | RowWarning]
"""The line (1 = first line of the file) and what became of it; warnings stand before their product."""


class Source(Protocol):
    """Products one after another, in flat memory.  Blocking: to be read outside the event loop.

    `kind` names it for reports: "Shopify, CSV".  Iterating raises `FeedError` where the source as a
    whole cannot be read.
    """

    @property
    def kind(self) -> str:
        """What it was recognised as."""

    @property
    def encoding(self) -> str:
        """How its text is written, "" where it has none."""

    @property
    def rows(self) -> int:
        """How many rows the last iteration has read so far, before sizes of one article became one product."""

    @property
    def key(self) -> str:
        """What tells its products from those of other sources, each time it is read: a path or an address."""

    def __iter__(self) -> Iterator[Row]:
        """All rows, from the start each time."""


def is_address(image: str) -> bool:
    """Whether a picture is to be downloaded."""
    return image.lower().startswith(("http://", "https://"))


def picture_source(image: str, folder: Path | None) -> str:
    """Where a row's picture is: an address as it stands, a path relative to the (resolved) `folder` of the file.

    "" for a path in a feed from elsewhere (no folder): what lies on this machine is none of its business.
    """
    if is_address(image):
        return image
    if folder is None:
        return ""
    # Only the way up may go through a link; to look at each part of each path takes long.
    return str((folder / image).resolve()) if ".." in image else os.path.normpath(os.path.join(folder, image))  # noqa: PTH118 - takes a tenth of the time


def storable(text: str) -> str:
    """`text` with "?" for half characters, which no database takes, and legible."""
    return legible(text if text.isascii() else text.encode("utf-8", "replace").decode())
