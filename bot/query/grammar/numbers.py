"""Numbers in figures and in words: "1 500", "1,20,000", "38 1/2", "3,5 тыс", "two hundred"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.query.grammar.lexicon import Item

_TEN: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_GROUP: Final = 3
_GROUP_OF: Final = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_DECIMALS: Final = re.compile(r"[.,](\d{1,2})$")
_FRACTIONS: Final = {("1", "2"): "0.5", ("1", "3"): "0.33", ("2", "3"): "0.67", ("1", "4"): "0.25", ("3", "4"): "0.75"}
_MOST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Number:
    """Items [first, last) as one number; `times` is what a word such as "k" has multiplied it by."""

    value: Decimal
    first: int
    last: int
    times: Decimal = Decimal(1)


def written(text: str) -> Decimal:
    """A number in figures: "1,299.00", "1.299,00", "59,9", "1'500"."""
    decimals = _DECIMALS.search(text)
    whole = text[: decimals.start()] if decimals else text
    return Decimal(re.sub(r"\D", "", whole)[:_MOST_DIGITS] + (f".{decimals[1]}" if decimals else ""))


def number_at(items: Sequence[Item], at: int, *, grouped: bool = True) -> Number | None:
    """The number that begins at an item; `grouped` where blanks may part thousands."""
    if at >= len(items) or items[at].taken:
        return None
    if items[at].kind == "number" and not items[at].entry:
        return _in_figures(items, at, grouped)
    return _in_words(items, at)


def _named(items: Sequence[Item], at: int) -> Decimal | None:
    if at >= len(items) or items[at].taken or not (value := items[at].value("numbers")):
        return None
    return Decimal(value)


def _in_figures(items: Sequence[Item], at: int, grouped: bool) -> Number:
    text, last = items[at].text, at + 1
    if grouped and len(text) <= _GROUP and text.isdigit() and text[0] != "0":
        while last < len(items) and _is_group(items[last]):
            text, last = text + items[last].text, last + 1
    value = written(text)
    if rest := _fraction(items, last):
        return Number(value + rest.value, at, rest.last)
    times = _named(items, last)
    if times is not None and times >= _THOUSAND:
        return Number(value * times, at, last + 1, times)
    return Number(value, at, last)


def _is_group(item: Item) -> bool:
    return not item.taken and not item.tokens[item.first].glued and _GROUP_OF.fullmatch(item.text) is not None


def _fraction(items: Sequence[Item], at: int) -> Number | None:
    """ "And a half", "½" or "1/2"."""
    first = at
    while at < len(items) and (items[at].is_filler or "and" in items[at].roles):
        at += 1
    value = _named(items, at)
    if value is not None and 0 < value < 1:
        return Number(value, first, at + 1)
    texts = [item.text for item in items[first : first + 3] if not item.taken]
    if len(texts) == 3 and texts[1] == "/" and (texts[0], texts[2]) in _FRACTIONS:
        return Number(Decimal(_FRACTIONS[texts[0], texts[2]]), first, first + 3)
    return None


def _in_words(items: Sequence[Item], at: int) -> Number | None:
    total, current, last, times = Decimal(0), _named(items, at), at + 1, Decimal(1)
    if current is None or current < 1:
        return None
    if current >= _THOUSAND:
        total, current = current, Decimal(0)
    while True:
        step = last
        if step < len(items) and "and" in items[step].roles and _continues(current, _named(items, step + 1)):
            step += 1
        value = _named(items, step)
        if value is None or value < 1:
            break
        if value >= _THOUSAND:
            total, current, times = total + max(current, Decimal(1)) * value, Decimal(0), value
        elif value == _HUNDRED or (value == _TEN and 0 < current < _TEN):
            current = max(current, Decimal(1)) * value
        elif current == 0 or _continues(current, value):
            current += value
        else:
            break
        last = step + 1
    if rest := _fraction(items, last):
        return Number(total + current + rest.value, at, rest.last)
    return Number(total + current, at, last, times)


def _continues(current: Decimal, value: Decimal | None) -> bool:
    """Whether a smaller number is added: "two hundred and fifty", "treinta y cinco"."""
    if value is None or not current:
        return False
    return value < _HUNDRED <= current or (value < _TEN < current and current % _TEN == 0)
