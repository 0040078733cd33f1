"""Tables of text: a line of column names, then a row a line, whatever stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from catalog.errors import FeedError, RowError
from catalog.importing.feeds.files import opened
from catalog.importing.feeds.values.text import unguarded

Cells = Mapping[str, str]
"""Column (as `column_name` writes it) to what stands there, without blanks around it; empty cells are left out."""

MAX_COLUMNS: Final = 5_000

TAB: Final = "\t"
_DELIMITERS: Final = (",", ";", TAB, "|")
_RARE_IN_TEXT: Final = (TAB, "|")
_LONGEST_CELL: Final = 1_000_000
_LONGEST_LINE: Final = 4_000_000
_MOST_LINES_OF_A_CELL: Final = 1_000
_MOST_LINES_LOOKED_AHEAD: Final = 200_000
_HEADER_WITHIN: Final = 30
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")
_OPEN: Final = "unexpected end of data"

# Bodies of products are longer than the module's 131 072 characters; the limit cannot be set for one reader.
csv.field_size_limit(_LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's names are: the lines before them, what stands between them, and the names."""

    lines_before: int
    delimiter: str
    columns: tuple[str, ...]


def column_name(name: str) -> str:
    """ "Image Link", "image_link", "image-link" and "g:image_link" are one column."""
    return "_".join(name.lower().lstrip("\ufeff ").removeprefix("g:").replace("_", " ").replace("-", " ").split())


def find_header(head: str, known: Collection[str]) -> Header:
    """The first line, of those a file begins with, and the delimiter that give the most of the `known` columns.

    Programs write "sep=;", remarks or a title above the names.
    """
    best, most = Header(0, ",", ()), -1
    for number, line in enumerate(_LINE_ENDS.split(head, _HEADER_WITHIN)[:_HEADER_WITHIN]):
        for delimiter in _DELIMITERS:
            names = tuple(map(column_name, _strict(line, delimiter) or line.split(delimiter)))
            if (found := len(set(names).intersection(known))) > most:
                best, most = Header(number, delimiter, names), found
    return best


def table_rows(path: Path, encoding: str, header: Header) -> Iterator[tuple[int, Cells | RowError]]:
    """All rows with the line each begins on; lines are counted as an editor counts them.

    Raises `FeedError` where a line never ends or has too many columns.
    """
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        lines = _Lines(text, path.name)
        for _ in range(header.lines_before):
            lines.take()
        records = _Records(lines, header.delimiter, 0)
        columns = _first_of_each([column_name(name) for name in records.take()])
        if len(columns) > MAX_COLUMNS:
            raise FeedError(f"{path.name} has {len(columns)} columns, more than any list of products")
        records.columns = len(columns)
        yield from _rows(lines, records, columns)


def _rows(lines: _Lines, records: _Records, columns: Sequence[str]) -> Iterator[tuple[int, Cells | RowError]]:
    short_before, whole_before = False, False
    while True:
        line = lines.number + 1
        values = records.take()
        if not values:
            return
        cells = {
            name: unguarded(cell) if cell[0] in "'=" else cell
            for name, value in zip(columns, values, strict=False)
            if (cell := value.strip())
        }
        if len(values) > len(columns) and any(value.strip() for value in values[len(columns) :]):
            yield line, RowError(f"{len(values)} values for {len(columns)} columns", cells.get("id", ""))
        elif cells:
            yield line, cells
        short = bool(cells) and len(values) < len(columns)
        if short and lines.is_cut and whole_before and not short_before:
            yield line, RowError("the file ends in the middle of this row: rows behind it may be missing")
        short_before = short_before or short
        whole_before = whole_before or len(values) == len(columns)


def _first_of_each(names: list[str]) -> list[str]:
    """Of two columns with one name the second has none."""
    seen: set[str] = {""}
    return ["" if name in seen or seen.add(name) else name for name in names]  # type: ignore[func-returns-value]  # adds


class _Lines:
    """The lines of a text; some can be given back."""

    def __init__(self, text: TextIO, name: str) -> None:
        self._text = text
        self._name = name
        self._given_back: deque[str] = deque()
        self.number = 0
        self.is_cut = False

    def take(self) -> str:
        """The next line with its end; "" after the last."""
        line = self._given_back.popleft() if self._given_back else self._text.readline(_LONGEST_LINE)
        if len(line) == _LONGEST_LINE:
            raise FeedError(f"{self._name} cannot be read: a line is longer than {_LONGEST_LINE} characters")
        if line:
            self.number += 1
            self.is_cut = line[-1] not in "\r\n"
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._given_back.extendleft(reversed(lines))
        self.number -= len(lines)


class _Records:
    """Lines into records of cells.

    A quotation mark is trusted as far as it makes sense.  Google's tables are written without quoting, so that a
    title may begin with one: where a quoted cell would swallow lines that are whole rows by themselves, or never
    ends, or its row comes out with another number of cells than there are columns, the mark is a letter like others.
    """

    def __init__(self, lines: _Lines, delimiter: str, columns: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self.columns = columns
        self._ahead = _MOST_LINES_LOOKED_AHEAD
        sign = re.escape(delimiter)
        self._quoted = re.compile(rf'[^\S{sign}]*"((?>\\"|""|[^"])*+)"[^\S{sign}]*(?={sign}|\Z)')

    def take(self) -> list[str]:
        """The cells of the next record; none after the last."""
        line = self._lines.take()
        if '"' not in line:
            return line.rstrip("\r\n").split(self._delimiter) if line else []
        plain = line.rstrip("\r\n")
        if (cells := _strict(plain, self._delimiter)) is not None and self._fits(cells):
            return cells
        whole_line = plain.split(self._delimiter)
        is_open = cells is None and _is_open(plain, self._delimiter)
        if is_open and (record := self._longer(line, whole_line)):
            return record
        loose = self._loose(plain)
        if self._fits(loose) or not self._fits(whole_line):
            return cells if cells is not None and not self._fits(loose) else loose
        return whole_line

    def _fits(self, cells: Sequence[str]) -> bool:
        return len(cells) == self.columns or not self.columns

    def _longer(self, line: str, first: Sequence[str]) -> list[str]:
        """The record that begins with a line whose last quotation mark is not closed in it; [] where it is a letter."""
        taken: list[str] = []
        size = len(line)
        while self._ahead > 0 and len(taken) < _MOST_LINES_OF_A_CELL and size < _LONGEST_CELL:
            following = self._lines.take()
            if not following:
                break
            self._ahead -= 1
            taken.append(following)
            size += len(following)
            if '"' not in following:
                continue
            text = "".join([line, *taken]).rstrip("\r\n")
            cells = _strict(text, self._delimiter)
            if cells is None and _is_open(text, self._delimiter):
                continue
            if cells is None:
                cells = self._loose(text)
            if self._fits(cells) and not self._swallows(first, taken):
                self._ahead += len(taken)
                return cells
            break
        self._lines.give_back(taken)
        return []

    def _swallows(self, first: Sequence[str], others: Sequence[str]) -> bool:
        """Whether a quoted cell over several lines holds what are rows by themselves."""
        if not self._fits(first):
            return False
        counts = [line.count(self._delimiter) for line in others]
        if self._delimiter in _RARE_IN_TEXT:
            return any(counts)
        return all(count == self.columns - 1 for count in counts)

    def _loose(self, text: str) -> list[str]:
        """Cells of which each is quoted or not; an inner mark may be doubled or have a backslash before it."""
        cells: list[str] = []
        position = 0
        while True:
            if match := self._quoted.match(text, position):
                cells.append(match[1].replace('\\"', '"').replace('""', '"'))
                end = match.end()
            else:
                end = text.find(self._delimiter, position)
                end = len(text) if end < 0 else end
                cells.append(text[position:end])
            if end >= len(text):
                return cells
            position = end + 1


def _strict(text: str, delimiter: str) -> list[str] | None:
    """The cells by the rules of CSV, or None."""
    try:
        return next(csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=True), [])
    except csv.Error:
        return None


def _is_open(text: str, delimiter: str) -> bool:
    """Whether the last quotation mark is not closed."""
    try:
        next(csv.reader([text.replace('\\"', '""')], delimiter=delimiter, skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        return _OPEN in str(error)
    return False
