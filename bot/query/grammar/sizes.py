"""Sizes as people write them, apart from their numbers: letters, systems, waist and length, cups, ages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import Final

from bot.query.grammar.lexicon import Item
from workers.vocabulary import CATEGORY_BY_VALUE

SYSTEMS: Final = frozenset({"EU", "US", "UK", "IT", "FR"})
OLDEST: Final = 16
"""Years up to which clothes have an age for a size."""

_LETTERS: Final = frozenset("sml")
_LONGEST_LIST: Final = 10
_THIRDS: Final = {Decimal("0.33"): "1/3", Decimal("0.67"): "2/3"}
_SHOES: Final = (3, 50)
_CLOTHES: Final = (30, 60)
_WORN: Final = frozenset({"top", "bottom", "dress", "outerwear", "underwear"})
# Tokens with single blanks between them.
_SHAPES: Final = (
    (re.compile(r"(?<!\S)w (\d\d)(?: [/x,])? l (\d\d)(?!\S)"), "W{}/L{}", ""),
    (re.compile(r"(?<!\S)(\d\d) w(?: [/x,])? (\d\d) l(?!\S)"), "W{}/L{}", ""),
    (re.compile(r"(?<!\S)(\d\d) [x/] (\d\d)(?!\S)"), "W{}/L{}", "jeans"),
    (re.compile(r"(?<!\S)w (\d\d)(?!\S)"), "W{}", ""),
    (re.compile(r"(?<!\S)(\d\d|1[01]\d) ([a-h]{1,2})(?!\S)"), "{}{}", "bra"),
    (re.compile(r"(?<!\S)(\d) (t)(?!\S)"), "{}{}", ""),
)


def shapes(items: Sequence[Item], kinds: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Sizes of jeans, bras and toddlers, with the items [first, last) that say so."""
    line, places = "", dict[int, int]()
    for at, item in enumerate(items):
        places[len(line)] = at
        line += f"{item.text} "
    ends = {start + len(items[at].text): at + 1 for start, at in places.items()}
    for shape, said, kind in _SHAPES:
        for match in shape.finditer(line):
            if (kind and kind not in kinds) or match.start() not in places or match.end() not in ends:
                continue
            first, last = places[match.start()], ends[match.end()]
            if not any(item.taken for item in items[first:last]):
                yield said.format(*match.groups()).upper(), first, last


def letters(item: Item, *, sized: bool) -> str:
    """The size that an item is in letters; `sized` where a word for size stands beside it."""
    token = item.tokens[item.first]
    if item.taken or (item.last - item.first > 1 and not item.value("sizes")):
        return ""
    if token.kind == "letters":
        return token.text.upper()
    named = item.value("sizes")
    if (
        named
        and named not in SYSTEMS
        and (sized or (item.last - item.first == 1 and token.upper and len(token.text) < 4))
    ):
        return named
    after = item.tokens[item.last] if item.last < len(item.tokens) else None
    alone = not token.glued and (after is None or not after.glued or after.kind == "sign")
    if token.text in _LETTERS and alone and (sized or token.upper):
        return token.text.upper()
    return ""


def families_of(kinds: Sequence[str]) -> Set[str]:
    """The families of these kinds."""
    return {
        CATEGORY_BY_VALUE[kind].family if kind in CATEGORY_BY_VALUE else kind.removeprefix("any ") for kind in kinds
    }


def plausible(value: Decimal, families: Set[str]) -> bool:
    """Whether a number that stands by itself is a size of these families."""
    if (value % Decimal("0.5") and value % 1 not in _THIRDS) or not families:
        return False
    if "footwear" in families:
        return _SHOES[0] <= value <= _SHOES[1]
    return bool(families & _WORN) and _CLOTHES[0] <= value <= _CLOTHES[1]


def spelled(value: Decimal) -> str:
    """A number of a size: "38", "36.5", "37 1/3"."""
    return f"{int(value)} {_THIRDS[value % 1]}" if value % 1 in _THIRDS else f"{value.normalize():f}"


def series(low: Decimal, high: Decimal) -> tuple[str, ...]:
    """ "36-38" is 36, 37 and 38; a step of two is that of clothes."""
    if high <= low or high - low > _LONGEST_LIST or low % 1 or high % 1:
        return (f"{spelled(low)}-{spelled(high)}",)
    return tuple(str(size) for size in range(int(low), int(high) + 1))
