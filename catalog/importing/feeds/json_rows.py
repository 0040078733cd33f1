"""Products from a file with one JSON object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from catalog.errors import RowError
from catalog.importing.feeds.base import Row
from catalog.importing.feeds.files import encoding_of, opened
from catalog.importing.feeds.rows import product_from_row

_LONGEST_LINE: Final = 1_000_000


def is_json_lines(head: str) -> bool:
    """Whether a file that begins with `head` has objects line by line; an object over many lines is none."""
    return head.startswith("{") and any(isinstance(_loaded(line), dict) for line in head.splitlines())


def json_products(path: Path, folder: Path | None) -> Iterator[Row]:
    """A product, or the cause why not, for each line that is not empty."""
    encoding = encoding_of(path)
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace")
        number = 0
        while line := text.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE and not line.endswith("\n"):
                yield number, RowError(f"the line is longer than {_LONGEST_LINE} characters")
                while (rest := text.readline(_LONGEST_LINE)) and not rest.endswith("\n"):
                    pass
            elif line.strip():
                row = _loaded(line)
                if isinstance(row, dict):
                    yield number, product_from_row(row, folder)
                else:
                    cause = f"is not JSON: {row}" if isinstance(row, Exception) else "is not a JSON object"
                    yield number, RowError(f"the line {cause}")


def _loaded(line: str) -> object:
    """The line's value, or the exception that says why it has none."""
    try:
        # Prices stay exact: no float on the way.
        return json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        return error
