"""Money and sizes: found in words, and written for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_symbol, get_territory_currencies

from bot.i18n.translator import babel_locale
from catalog.storage.codec import sound_price

_SYMBOLS: Final = {"EUR": "€", "USD": "$", "GBP": "£"}
_CURRENCY_WORDS: Final = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "buck": "USD",
    "bucks": "USD",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "zł": "PLN",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TL",
}
SYMBOLS: Final = frozenset("€$£₹₽₴₺")
_SIGNS: Final = {**_SYMBOLS, "INR": "₹", "RUB": "₽", "UAH": "₴", "TRY": "₺"}
_ISO: Final = {"TL": "TRY"}
_CODE_BEFORE_DIGIT: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")
_CODES = "eur|usd|gbp|pln|chf|czk|sek|nok|dkk|inr|jpy|cad|aud|rub|uah|tl|brl|mxn|idr|aed|sar|egp"

_GROUPED_FROM: Final = 1_000_000
"""Longer numbers are read only in groups of three."""

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?(?![\d])|\d{1,6}(?:[.,]\d{1,2})?(?![\d])"
_BEFORE = rf"(?:[€$£₹₽₴₺]|(?:{_CODES})\b)"
_AFTER = rf"(?:[€$£₹₽₴₺]|(?:euros?|dollars?|bucks?|pounds?|quid|zł|{_CODES})\b)"
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


def price_text(amount: Decimal | None, currency: str, *, short: bool = False) -> str:
    """€79.00, 79,00 €, PLN 79.00: as the present language and region write it; empty where there is no price.

    `short` leaves out cents where there are none.
    """
    if amount is None:
        return ""
    locale, code = babel_locale(), _ISO.get(currency.upper(), currency.upper())
    whole = short and amount == amount.to_integral_value()
    if not code:
        return format_decimal(amount, "#,##0" if whole else "#,##0.00", locale)
    pattern = locale.currency_formats["standard"].pattern
    if whole:
        pattern = pattern.replace(".00", "")
    text = format_currency(amount, code, pattern, locale, currency_digits=not whole)
    # Some languages have no symbol for what is paid elsewhere; where a code stays, it keeps off the digits.
    return _CODE_BEFORE_DIGIT.sub("\u00a0", text.replace(code, _sign(code, locale)))


def _sign(code: str, locale: Locale) -> str:
    """A currency's sign, or its code where the region's own money has the same sign: in Mexico $ is a peso."""
    sign = _SIGNS.get(code, code)
    own = get_territory_currencies(locale.territory) if locale.territory else []
    return code if any(one != code and get_currency_symbol(one, locale) == sign for one in own) else sign


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
    return _CURRENCY_WORDS.get(word, word.upper())


def _plain(amount: Decimal) -> str:
    if amount >= _GROUPED_FROM:
        return f"{amount:,f}"
    return f"{amount:f}" if amount % 1 else f"{amount.to_integral_value():f}"


def _say(amount: Decimal, code: str) -> str:
    symbol = _SYMBOLS.get(code)
    return f"{symbol}{_plain(amount)}" if symbol else f"{_plain(amount)} {code}".rstrip()


def _say_range(low: Decimal, high: Decimal, code: str) -> str:
    symbol = _SYMBOLS.get(code)
    said = f"{_plain(low)}–{_plain(high)}"
    return f"{symbol}{said}" if symbol else f"{said} {code}".rstrip()
