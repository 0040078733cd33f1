"""Products from a CSV file with a line of column names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from catalog.errors import FeedError, RowError
from catalog.feeds.base import Row
from catalog.feeds.rows import COLUMNS, product_from_row

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS: Final = (",", ";", "\t", "|")
_REQUIRED: Final = (("id",), ("title",), ("image", "image_link"))


class CsvSource:
    """A UTF-8 file, with or without a byte order mark; the delimiter is the one that finds the most known columns."""

    kind: Final = "CSV"

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Row]:
        with self._rows() as (reader, columns):
            folder = self._path.parent
            while True:
                line = reader.line_num + 1
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield line, RowError(f"the line cannot be read: {error}")
                    continue
                if not any(value.strip() for value in values):
                    continue
                if len(values) > len(columns) and any(values[len(columns) :]):
                    yield line, RowError(f"{len(values)} values for {len(columns)} columns", values[0])
                    continue
                yield line, product_from_row(dict(zip(columns, values, strict=False)), folder)

    def total(self) -> int | None:
        with self._rows() as (reader, _):
            return sum(any(value.strip() for value in values) for values in reader)

    @contextmanager
    def _rows(self) -> Iterator[tuple[Reader, list[str]]]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                delimiter = self._delimiter(file)
                reader = csv.reader(file, delimiter=delimiter)
                yield reader, [_column(name) for name in next(reader)]
        except UnicodeDecodeError as error:
            raise FeedError(f"{self._path.name} is not UTF-8 text; please save it as UTF-8") from error
        except (OSError, csv.Error) as error:
            raise FeedError(f"{self._path.name} cannot be read: {error}") from error

    def _delimiter(self, file: TextIO) -> str:
        header = file.readline(100_000)
        file.seek(0)

        def known(delimiter: str) -> int:
            names = next(csv.reader([header], delimiter=delimiter), [])
            return len(COLUMNS & {_column(name) for name in names})

        best = max(_DELIMITERS, key=known)
        found = {_column(name) for name in next(csv.reader([header], delimiter=best), [])}
        missing = [" or ".join(names) for names in _REQUIRED if not found.intersection(names)]
        if missing:
            raise FeedError(f"{self._path.name} has no column {', '.join(missing)} in its first line")
        return best


def _column(name: str) -> str:
    return name.strip().lower().replace(" ", "_")
