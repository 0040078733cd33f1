"""Pure: prices as shops write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Final

from catalog.currencies import DECIMAL_COMMA, THREE_DECIMALS, written_code

HIGHEST: Final = Decimal(10) ** 11
"""No shop asks as much, in no currency."""

_PRICE: Final = re.compile(
    r"(?P<before>[^\d+'−–—-]*?)\s*"
    r"(?P<number>\d(?:[\d.,' ]*\d)?|(?<![^\W\d_])[.,]\d+)"
    r"(?:[.,]?\s*/?[-–—]+|[.,])?\s*(?P<after>[^\d+]*)"
)
_SPACED: Final = re.compile(r"\d{1,3}(?:[' ]\d{3})+|\d{1,2}(?:[' ]\d{2})*[' ]\d{3}")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_APOSTROPHES: Final = str.maketrans("’‘ʼ′`´٫٬،", "''''''.,,")
_LONGEST: Final = 60


@lru_cache(maxsize=4096)
def parse_price(text: str, currency: str = "") -> tuple[Decimal, str]:
    """An exact amount and its currency ("" if none is named): "49.99 USD", "1.299,00 €", "Rs. 1,29,999/-", "49,–".

    The last of `.` and `,` is the decimal mark, unless exactly three digits follow the only one there is
    ("1.299" is a thousand and more) and the money, named here or else by `currency`, has no thousandths.
    Raises `ValueError` with a sentence for anything else.
    """
    match = _PRICE.fullmatch(_plain(text)) if len(text) <= _LONGEST else None
    if match is None:
        raise ValueError(f"{text[:_LONGEST]!r} is not a number")
    code = _code(match["before"], match["after"], text)
    amount = Decimal(_digits(match["number"], code or currency, text))
    if amount >= HIGHEST:
        raise ValueError(f"{text!r} is too high")
    return amount, code


def _plain(text: str) -> str:
    """One kind of blank, of apostrophe and of digit."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
        text = "".join(str(int(one)) if one.isdecimal() else one for one in text)
    return " ".join(text.split())


def _code(before: str, after: str, text: str) -> str:
    """The currency beside a number; where two are named a code goes before a sign that several countries have."""
    named = {unit.strip().upper(): written_code(unit) for unit in (before, after) if unit.strip(" .")}
    if not all(named.values()):
        raise ValueError(f"{text!r} is not a number")
    codes = set(named.values())
    plain = codes.intersection(named)
    if len(codes) > 1 and len(plain) != 1:
        raise ValueError(f"{text!r} names two currencies")
    return next(iter(plain if len(codes) > 1 else codes), "")


def _digits(number: str, currency: str, text: str) -> str:
    """Digits with a point as decimal mark, if any."""
    mark = max(number.rfind("."), number.rfind(","))
    whole, fraction = (number, "") if mark < 0 else (number[:mark], number[mark + 1 :])
    if " " in number or "'" in number:
        if not _SPACED.fullmatch(whole) or not (fraction or "0").isdigit():
            raise ValueError(f"{text!r} is not a number")
    elif mark >= 0:
        separators = [character for character in number if character in ".,"]
        same = len(set(separators)) == 1
        thousandths = currency in THREE_DECIMALS and (separators[-1] == "." or currency in DECIMAL_COMMA)
        if same and len(fraction) == 3 and (len(separators) > 1 or (whole not in {"", "0"} and not thousandths)):
            whole, fraction = number, ""
        elif same and len(separators) > 1:
            raise ValueError(f"{text!r} is not a number")
        if not _INDIAN.fullmatch(whole) and not all(len(group) == 3 for group in re.split("[.,]", whole)[1:]):
            raise ValueError(f"{text!r} is not a number")
    return (re.sub(r"[.,' ]", "", whole) or "0") + (f".{fraction}" if fraction else "")
