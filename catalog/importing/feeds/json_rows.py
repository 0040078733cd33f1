"""Products from JSON: one object a line, an array of them, or an array within an object."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, TextIO

from catalog.errors import RowError
from catalog.importing.feeds.files import opened
from catalog.importing.feeds.table import column_name

_LONGEST: Final = 1_000_000
_CHUNK: Final = 64 * 1024
_LIST: Final = re.compile(
    r'\s*(?:\[|\{(?:(?!\bid\b).)*?"(?:products|items|data|results|offers|entries)"\s*:\s*\[)', re.DOTALL
)
_BETWEEN: Final = re.compile(r"[\s,]*")
_NEXT_OBJECT: Final = re.compile(r"\}\s*,\s*(?=\{)")


def is_json_lines(head: str) -> bool:
    """Whether a file that begins with `head` has objects line by line; an object over many lines is none."""
    return head.startswith("{") and any(
        isinstance(row := _loaded(line), dict) and not _is_wrapped(row) for line in head.splitlines()
    )


def is_json_list(head: str) -> bool:
    """Whether it has an array of objects, alone or as the one list within an object."""
    return _LIST.match(head) is not None


def json_lines(path: Path, encoding: str) -> Iterator[tuple[int, Mapping[str, Any] | RowError]]:
    """An object, or the cause why not, for each line that is not empty."""
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace")
        number = 0
        while line := text.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST and not line.endswith("\n"):
                yield number, RowError(f"the line is longer than {_LONGEST} characters")
                while (rest := text.readline(_LONGEST)) and not rest.endswith("\n"):
                    pass
            elif line.strip():
                yield number, _row(_loaded(line), "line")


def json_list(path: Path, encoding: str) -> Iterator[tuple[int, Mapping[str, Any] | RowError]]:
    """The same for each object of an array, which is never held whole; the line is the one where it begins."""
    with opened(path) as file:
        yield from _Array(io.TextIOWrapper(file, encoding, errors="replace")).rows()


class _Array:
    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._ended = False
        self._line = 1

    def rows(self) -> Iterator[tuple[int, Mapping[str, Any] | RowError]]:
        self._more()
        begin = _LIST.match(self._buffer)
        while begin is None and not self._ended and len(self._buffer) < _LONGEST:
            self._more()
            begin = _LIST.match(self._buffer)
        self._drop(begin.end() if begin else 0)
        while True:
            self._drop(self._after_blanks())
            if self._buffer.startswith("]"):
                return
            if not self._buffer:
                yield self._line, RowError("the file ends before its list does: what came behind is missing")
                return
            value, end = self._next()
            line = self._line
            if end:
                self._drop(end)
                yield line, _row(value, "entry")
                continue
            yield line, RowError(f"the entry is not JSON: {value}")
            if not self._skip():
                return

    def _next(self) -> tuple[object, int]:
        """The next value and where it ends; 0 where it cannot be read."""
        while True:
            value, end = _decoded(self._buffer)
            # A number at the end of what was read may go on.
            if (end and end < len(self._buffer)) or self._ended or len(self._buffer) > _LONGEST:
                return value, end
            self._more()

    def _skip(self) -> bool:
        """Go to the next object after one that cannot be read; whether there is one."""
        while (found := _NEXT_OBJECT.search(self._buffer)) is None:
            if self._ended:
                return False
            self._drop(max(0, len(self._buffer) - _CHUNK))
            self._more()
        self._drop(found.end())
        return True

    def _after_blanks(self) -> int:
        while (end := _BETWEEN.match(self._buffer).end()) == len(self._buffer) and not self._ended:  # type: ignore[union-attr]  # matches anything
            self._drop(end)
            self._more()
        return end

    def _more(self) -> None:
        chunk = self._text.read(max(_CHUNK, len(self._buffer)))
        self._ended = not chunk
        self._buffer += chunk

    def _drop(self, count: int) -> None:
        self._line += self._buffer.count("\n", 0, count)
        self._buffer = self._buffer[count:]


def _row(value: object, what: str) -> Mapping[str, Any] | RowError:
    if isinstance(value, dict):
        return {column_name(name): one for name, one in value.items()}
    cause = f"is not JSON: {value}" if isinstance(value, Exception) else "is not a JSON object"
    return RowError(f"the {what} {cause}")


def _is_wrapped(row: Mapping[str, Any]) -> bool:
    return "id" not in row and any(isinstance(value, list) for value in row.values())


def _number(digits: str) -> Decimal | str:
    """Prices stay exact: no float on the way.  What nobody counts to stays a text, which is no price."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


_DECODER: Final = json.JSONDecoder(parse_float=_number)


def _loaded(line: str) -> object:
    """The line's value, or the exception that says why it has none."""
    try:
        return _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        return error


def _decoded(text: str) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        return error, 0
