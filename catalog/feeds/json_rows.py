"""Products from a file with one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from catalog.errors import FeedError, RowError
from catalog.feeds.base import Row
from catalog.feeds.rows import product_from_row

_LONGEST_LINE: Final = 1_000_000


class JsonlSource:
    """A UTF-8 file; empty lines are skipped."""

    kind: Final = "JSON lines"

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Row]:
        for line, text in self._lines():
            if len(text) > _LONGEST_LINE:
                yield line, RowError(f"the line is longer than {_LONGEST_LINE} bytes")
                continue
            try:
                # Prices stay exact: no float on the way.
                row = json.loads(text, parse_float=Decimal)
            except (ValueError, RecursionError) as error:
                yield line, RowError(f"the line is not JSON: {error}")
                continue
            if not isinstance(row, dict):
                yield line, RowError("the line is not a JSON object")
                continue
            yield line, product_from_row(row, self._path.parent)

    def total(self) -> int | None:
        return sum(1 for _ in self._lines())

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        try:
            with self._path.open("rb") as file:
                for line, text in enumerate(file, 1):
                    if text.strip() not in {b"", b"\xef\xbb\xbf"}:
                        yield line, text.removeprefix(b"\xef\xbb\xbf")
        except OSError as error:
            raise FeedError(f"{self._path.name} cannot be read: {error}") from error
