"""Pure: sizes as shops and people write them, in one form: a point before halves, a blank behind a system."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 40

_APART: Final = re.compile(r"\s*[;|\n\r]\s*|,\s+|\s+,")
_HALF: Final = re.compile(r"(?:[A-Za-z]{2,3}\s?)?\d{1,3},(?:5|0|25|75|33|66|67)")
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_WAIST_LENGTH: Final = re.compile(
    r"(?:W\s?(\d{2,3})\s?[/x-]?\s?L\s?(\d{2,3}))|(?:(\d{2,3})\s?W\s?[/x-]?\s?(\d{2,3})\s?L)", re.I
)
_SYSTEM: Final = re.compile(r"(EU|EUR|US|USA|UK|GB|IT|FR|DE|JP|AU|BR)\s?[:.-]?\s?(?=\d)", re.I)
_SYSTEMS: Final = {"EUR": "EU", "USA": "US", "GB": "UK"}


@lru_cache(maxsize=4096)
def read_sizes(cell: str) -> tuple[str, ...]:
    """The sizes in a cell: "S, M" are two, "36,5" and "38 2/3" are one each, "36|36,5" two."""
    return tuple(size for part in _APART.split(cell) for size in _of_part(part))


def _of_part(part: str) -> list[str]:
    if "," not in part:
        return [_written(part)] if part.strip() else []
    if _HALF.fullmatch(part.strip()):
        return [_written(_DECIMAL_COMMA.sub(".", part))]
    found: list[str] = []
    for one in (piece.strip() for piece in part.split(",")):
        # In "36,36,5,37" the five is a half: no list of sizes goes back from 36 to 5.
        if one == "5" and found and found[-1].isdigit() and int(found[-1]) >= 5:
            found[-1] += ".5"
        elif one:
            found.append(_written(one))
    return found


def _written(size: str) -> str:
    size = " ".join(size.split())
    if match := _WAIST_LENGTH.fullmatch(size):
        return f"W{match[1] or match[3]}/L{match[2] or match[4]}"
    if match := _SYSTEM.match(size):
        name = match[1].upper()
        return f"{_SYSTEMS.get(name, name)} {size[match.end() :]}"
    return size
