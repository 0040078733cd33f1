"""Money and sizes in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from catalog.currencies import CURRENCIES, SIGNS, code_of
from catalog.storage.codec import sound_price

_SIGN_FIRST: Final = frozenset({"EUR", "USD", "GBP"})
_SAID: Final = {"TRY": "TL"}
"""What stands in a phrase for a code that is a word of English."""

_READ_BESIDE = [unit for one in CURRENCIES.values() for unit in (one.sign, *one.abbreviations) if unit]
SYMBOLS: Final = frozenset(unit for unit in _READ_BESIDE if not unit.isalpha())
_CODES = "|".join(
    dict.fromkeys(
        [_SAID.get(code, code).lower() for code in CURRENCIES] + [one for one in _READ_BESIDE if one.isalpha()]
    )
)
_WORDS = "|".join(word for one in CURRENCIES.values() for word in one.words)

_GROUPED_FROM: Final = 1_000_000
"""Longer numbers are read only in groups of three."""

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?(?![\d])|\d{1,6}(?:[.,]\d{1,2})?(?![\d])"
_BEFORE = rf"(?:[{''.join(sorted(SYMBOLS))}]|(?:{_CODES})\b)"
_AFTER = rf"(?:[{''.join(sorted(SYMBOLS))}]|(?:{_WORDS}|{_CODES})\b)"
# "Under 50 cm" and "over 18 years" are no prices.
_NO_UNIT = r"(?!\s?(?:cm|mm|m|kg|g|ml|l|years?|yrs|inch(?:es)?|pairs?|pieces?|den|denier)\b|\s?[%\"″])"


def _money(tag: str) -> str:
    amount = rf"(?<![\d.,])(?P<amount{tag}>{_NUMBER}){_NO_UNIT}"
    return rf"(?P<before{tag}>{_BEFORE})?\s?{amount}(?:\s?(?P<after{tag}>{_AFTER}))?"


_RANGE = re.compile(
    rf"(?:(?:\b(?:priced?|costs?|costing)\s+)?\bbetween\s+{_money('1')}\s*(?:and|to|-|–|&)\s*{_money('2')})"
)
_FROM_TO = re.compile(rf"(?:\bfrom\s+)?{_money('1')}\s*(?:-|–|—|\bto\b|\btill\b|\buntil\b)\s*{_money('2')}")
_MOST = re.compile(
    r"(?:(?:\b(?:for|costs?|costing|priced?|at|is)\s+)?"
    r"(?:\b(?:under|below|beneath|less\s+than|cheaper\s+than|lower\s+than|(?<!\bair\s)max(?:imum)?\.?(?:\s+of)?|up\s+to|at\s+most|"
    r"(?:no|not)\s+(?:more|higher)\s+than|not\s+(?:over|above)|within|budget(?:\s+(?:of|is))?)|<=?|≤))"
    rf"\s*{_money('')}"
)
_LEAST = re.compile(
    r"(?:\b(?:over|above|more\s+than|at\s+least|min(?:imum)?\.?(?:\s+of)?|from|starting\s+(?:at|from)|"
    rf"not\s+(?:under|below|less\s+than))|>=?|≥)\s*{_money('')}"
)
_ABOUT = re.compile(rf"(?:\b(?:around|about|roughly|approx(?:imately)?\.?|circa)|~)\s*{_money('')}")
_AT_MOST_AFTER = re.compile(rf"{_money('')}\s*(?:max(?:imum)?|at\s+most|or\s+less|tops)\b")
_BARE = re.compile(rf"(?:\bfor\s+)?{_money('')}")

_LETTERS = r"(?:\d?x{1,3}[sl]|\d{1,2}xl|[sml])"
_ONE_SIZE = rf"(?:{_LETTERS}|\d{{1,3}}(?:[.,]5)?(?:/\d{{2}})?)"
_SIZED = re.compile(
    rf"\b(?:in\s+)?(?:a\s+)?(?:(?:eu|uk|us)\s+)?sizes?\s*:?\s*(?P<many>{_ONE_SIZE}(?:\s*(?:,|/|or|and|-|–|to)\s*{_ONE_SIZE})*)(?![\w%€$£])"
)
_IN_LETTERS = re.compile(rf"\b(?:in\s+)(?:an?\s+)?(?P<many>{_LETTERS}(?:\s*(?:,|/|or|and)\s*{_LETTERS})*)(?![\w'’-])")
_IN_NUMBER = re.compile(
    r"\bin\s+(?:(?:eu|uk|us)\s+)?(?P<many>(?:3[2-9]|4\d|5\d)(?:[.,]5)?)(?!\s?[\d€$£%.,]|\s?(?:euro|cm|mm))"
)
_SHOE_NUMBER = re.compile(
    r"\b(?:shoes?|sneakers|trainers|boots?|heels|sandals|flats|loafers)[\s,]+(?P<many>(?:3[4-9]|4\d)(?:[.,]5)?)"
    r"(?!\s?[\d€$£%.,–-]|\s?(?:euro|eur|max|or|cm|mm))"
)
_BARE_LETTERS = re.compile(r"(?<![\w'’-])(?P<many>\d?x{1,3}[sl]|\d{1,2}xl)(?![\w'’-])")


@dataclass(frozen=True, slots=True)
class Amount:
    """A price range or sizes, with the characters [start, end) that said so and a phrase to repeat it.

    `currency` is the ISO code of a price, "" where none was named.
    """

    start: int
    end: int
    phrase: str
    low: Decimal | None = None
    high: Decimal | None = None
    sizes: tuple[str, ...] = ()
    currency: str = ""


def parse_amount(text: str) -> Decimal | None:
    """A number as people write it: "1,299.00", "1.299,00", "59,9", "59"; None for what is no price."""
    digits = text.strip()
    decimals = re.search(r"[.,](\d{1,2})$", digits)
    whole = digits[: decimals.start()] if decimals else digits
    return sound_price(re.sub(r"[.,\s]", "", whole) + (f".{decimals.group(1)}" if decimals else ""))


def parse_money(text: str) -> tuple[Decimal, str] | None:
    """A whole text that is one price: amount and ISO code ("" where none is named), or None."""
    match = re.fullmatch(rf"\s*{_money('')}\s*", text.lower())
    amount = parse_amount(match["amount"]) if match else None
    return None if match is None or amount is None else (amount, _code(match, ""))


def price_phrase(low: Decimal | None, high: Decimal | None, code: str) -> str:
    """How a price band is said, so that `find_amounts` reads it again: "under €20", "€20–50", "over €50"."""
    if low is not None and high is not None:
        return _say_range(low, high, code)
    return f"under {_say(high, code)}" if high is not None else f"over {_say(low or Decimal(0), code)}"


def find_amounts(text: str) -> list[Amount]:
    """Sizes and prices in lower-case `text`, left to right and without overlap."""
    found: list[Amount] = []
    for candidate in (*_sizes(text), *_prices(text)):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in found):
            found.append(candidate)
    return sorted(found, key=lambda item: item.start)


def _sizes(text: str) -> Iterator[Amount]:
    for pattern in (_SIZED, _IN_LETTERS, _IN_NUMBER, _SHOE_NUMBER, _BARE_LETTERS):
        for match in pattern.finditer(text):
            sizes = _size_list(match["many"])
            start = match.start("many") if pattern is _SHOE_NUMBER else match.start()
            yield Amount(start, match.end(), f"size {' or '.join(sizes)}", sizes=sizes)


def _size_list(text: str) -> tuple[str, ...]:
    """ "36-38" is 36, 37 and 38; "S or M" is both; "32/34" stays one size of trousers."""
    span = re.fullmatch(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})", text)
    if span and 0 < int(span[2]) - int(span[1]) <= 10:
        return tuple(str(size) for size in range(int(span[1]), int(span[2]) + 1))
    parts = re.split(r"\s*(?:,|\bor\b|\band\b|-|–|\bto\b)\s*|(?<=[a-z])/(?=[a-z])", text)
    return tuple(dict.fromkeys(part.strip().upper().replace(",", ".") for part in parts if part.strip()))


def _prices(text: str) -> Iterator[Amount]:
    for pattern in (_RANGE, _FROM_TO):
        for match in pattern.finditer(text):
            low, high = parse_amount(match["amount1"]), parse_amount(match["amount2"])
            if low is not None and high is not None and low < high:
                code = _code(match, "2") or _code(match, "1")
                yield Amount(match.start(), match.end(), _say_range(low, high, code), low, high, currency=code)
    for match in (*_MOST.finditer(text), *_AT_MOST_AFTER.finditer(text)):
        if (high := parse_amount(match["amount"])) is not None:
            code = _code(match, "")
            yield Amount(match.start(), match.end(), f"under {_say(high, code)}", None, high, currency=code)
    for match in _LEAST.finditer(text):
        if (low := parse_amount(match["amount"])) is not None:
            code = _code(match, "")
            yield Amount(match.start(), match.end(), f"over {_say(low, code)}", low, None, currency=code)
    for match in _ABOUT.finditer(text):
        if (amount := parse_amount(match["amount"])) is not None:
            low, high = (amount * 4 / 5).quantize(Decimal(1)), (amount * 6 / 5).quantize(Decimal(1))
            code = _code(match, "")
            yield Amount(match.start(), match.end(), _say_range(low, high, code), low, high, currency=code)
    for match in _BARE.finditer(text):
        # A number alone may be anything; with a currency it is what somebody has to spend.
        if (code := _code(match, "")) and (high := parse_amount(match["amount"])) is not None:
            yield Amount(match.start(), match.end(), f"under {_say(high, code)}", None, high, currency=code)


def _code(match: re.Match[str], tag: str) -> str:
    word = match[f"before{tag}"] or match[f"after{tag}"] or ""
    return code_of(word)


def _plain(amount: Decimal) -> str:
    if amount >= _GROUPED_FROM:
        return f"{amount:,f}"
    return f"{amount:f}" if amount % 1 else f"{amount.to_integral_value():f}"


def _say(amount: Decimal, code: str) -> str:
    return _with_unit(_plain(amount), code)


def _say_range(low: Decimal, high: Decimal, code: str) -> str:
    return _with_unit(f"{_plain(low)}–{_plain(high)}", code)


def _with_unit(amount: str, code: str) -> str:
    return f"{SIGNS[code]}{amount}" if code in _SIGN_FIRST else f"{amount} {_SAID.get(code, code)}".rstrip()
