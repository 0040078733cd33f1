"""Tables of text: a line of column names, then a row a line, whatever stands between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, TextIO

from catalog.errors import FeedError, RowError
from catalog.importing.feeds.files import encoding_of, opened

Cells = Mapping[str, str]
"""Column (as `column_name` writes it) to what stands there, without blanks around it; empty cells are left out."""

TAB: Final = "\t"
_DELIMITERS: Final = (",", ";", TAB, "|")
_LONGEST_CELL: Final = 1_000_000
_LONGEST_LINE: Final = 4_000_000
_END: Final = "\0end"

# Bodies of products are longer than the module's 131 072 characters; the limit cannot be set for one reader.
csv.field_size_limit(_LONGEST_CELL)


def column_name(name: str) -> str:
    """ "Image Link", "image_link" and "image-link" are one column."""
    return "_".join(name.lower().replace("_", " ").replace("-", " ").split())


def header(first_line: str, known: Collection[str]) -> tuple[str, list[str]]:
    """The delimiter that finds the most of the `known` columns, and the columns."""

    def columns(delimiter: str) -> list[str]:
        try:
            return [
                column_name(name)
                for name in next(csv.reader([first_line], delimiter=delimiter, skipinitialspace=True), [])
            ]
        except csv.Error:
            return []

    found = {delimiter: columns(delimiter) for delimiter in _DELIMITERS}
    best = max(found, key=lambda delimiter: len(set(found[delimiter]).intersection(known)))
    return best, found[best]


def table_rows(path: Path, delimiter: str) -> Iterator[tuple[int, Cells | RowError]]:
    """All rows with the line each begins on; lines are counted as an editor counts them.

    Raises `FeedError` where a cell never ends: what follows cannot be told apart, so nothing of it is guessed.
    """
    encoding = encoding_of(path)
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        reader = csv.reader(_lines(text, path.name), delimiter=delimiter, skipinitialspace=True)
        names = next(names for names in reader if any(name.strip() for name in names))
        columns = _first_of_each([column_name(name) for name in names])
        while True:
            line = reader.line_num + 1
            try:
                values = next(reader)
            except csv.Error as error:
                raise FeedError(
                    f"{path.name} cannot be read from line {line} on: {error}; is a quotation mark not closed?"
                ) from error
            if values == [_END]:
                return
            if values and values[-1].endswith(_END):
                raise FeedError(f"{path.name} cannot be read from line {line} on: a quotation mark is not closed")
            cells = {name: cell for name, value in zip(columns, values, strict=False) if (cell := value.strip())}
            if len(values) > len(columns) and any(values[len(columns) :]):
                yield line, RowError(f"{len(values)} values for {len(columns)} columns", cells.get("id", ""))
            elif cells:
                yield line, cells


def _first_of_each(names: list[str]) -> list[str]:
    """Of two columns with one name the second has none."""
    return [name if name not in names[:index] else "" for index, name in enumerate(names)]


def _lines(text: TextIO, name: str) -> Iterator[str]:
    """All lines and one more that stands alone, unless a quotation mark was left open before it."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise FeedError(f"{name} cannot be read: a line is longer than {_LONGEST_LINE} characters")
        yield line
    yield _END
