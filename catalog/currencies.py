"""Currencies by their ISO 4217 codes: one table for what shops write in feeds, and what people say and read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel.core import get_global


@dataclass(frozen=True, slots=True)
class Currency:
    """How a currency is called.

    `sign` is written beside amounts, and read.  `abbreviations` are read only.  `words` are English; those of other
    languages are in the tables of `bot.query.dictionaries`.
    """

    sign: str = ""
    abbreviations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


CURRENCIES: Final[Mapping[str, Currency]] = {
    "EUR": Currency("€", words=("euro", "euros")),
    "USD": Currency("$", words=("dollar", "dollars", "buck", "bucks")),
    "GBP": Currency("£", words=("pound", "pounds", "quid")),
    "PLN": Currency(abbreviations=("zł",)),
    "CHF": Currency(),
    "CZK": Currency(),
    "SEK": Currency(abbreviations=("kr",)),
    "NOK": Currency(),
    "DKK": Currency(),
    "INR": Currency("₹"),
    "JPY": Currency(abbreviations=("¥",)),
    "CAD": Currency(),
    "AUD": Currency(),
    "RUB": Currency("₽"),
    "UAH": Currency("₴"),
    "TRY": Currency("₺", abbreviations=("tl",)),
    "BRL": Currency(),
    "MXN": Currency(),
    "IDR": Currency(),
    "AED": Currency(),
    "SAR": Currency(),
    "EGP": Currency(),
}

SIGNS: Final[Mapping[str, str]] = {code: currency.sign for code, currency in CURRENCIES.items() if currency.sign}
"""Code to sign."""

_CODES: Final[Mapping[str, str]] = {
    unit: code
    for code, currency in CURRENCIES.items()
    for unit in (currency.sign, *currency.abbreviations, *currency.words)
    if unit
}


def code_of(unit: str) -> str:
    """The code of a sign, an abbreviation, an English word or a code itself; other text comes back in capitals."""
    return _CODES.get(unit.casefold(), unit.upper())


THREE_DECIMALS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Money of a thousand parts by ISO 4217: "12.500 KWD" is twelve and a half."""

DECIMAL_COMMA: Final = frozenset({"LYD", "TND"})
"""Of these, those whose countries write a comma before the decimals."""

_WRITTEN: Final[Mapping[str, str]] = {
    spelling: code
    for code, spellings in {
        "AED": "dhs دإ درهم",
        "AMD": "֏",
        "ARS": "ar$",
        "AUD": "a$ au$ australiandollar",
        "AZN": "₼",
        "BDT": "৳",
        "BGN": "лв лева lv",
        "BHD": "دب bd",
        "BRL": "r$ real reais",
        "CAD": "c$ ca$ can$ canadiandollar",
        "CHF": "sfr fr franken swissfranc",
        "CLP": "clp$",
        "CNY": "cn¥ rmb 元",
        "COP": "col$",
        "CZK": "kč kc korun",
        "DKK": "dkr",
        "EGP": "جم جنيه e£",
        "EUR": "евро euro's",
        "GBP": "poundsterling pound poundssterling",
        "GEL": "₾",
        "GHS": "₵ gh₵",
        "HKD": "hk$",
        "HUF": "ft forint",
        "IDR": "rp rupiah",
        "ILS": "₪ nis שח",
        "INR": "rs rupee rupees रु रुपये",
        "JOD": "دأ jd",
        "JPY": "円 yen jp¥",
        "KES": "ksh",
        "KRW": "₩ 원 won",
        "KWD": "دك kd",
        "KZT": "₸ тг тенге",
        "MAD": "dh",
        "MXN": "mx$ mex$",
        "MYR": "rm",
        "NGN": "₦",
        "NOK": "nkr",
        "NZD": "nz$",
        "OMR": "رع",
        "PEN": "s/",
        "PHP": "₱",
        "PKR": "pkrs",
        "PLN": "zl złoty złotych",
        "RON": "lei leu",
        "RSD": "din дин",
        "RUB": "руб р рублей рубля рубль",
        "SAR": "sr رس ريال",
        "SEK": "skr kronor",
        "SGD": "s$ sg$",
        "THB": "฿ บาท",
        "TND": "dt دت",
        "TRY": "lira türklirası",
        "TWD": "nt$",
        "UAH": "грн гривень гривні",
        "USD": "us$ u$s usdollar usdollars",
        "VND": "₫ đ",
        "ZAR": "r",
    }.items()
    for spelling in spellings.split()
}
"""What shops write beside amounts, without blanks and full stops, to the code."""


@lru_cache(maxsize=1024)
def written_code(text: str) -> str:
    """The code of money as a shop's file names it ("€", "US Dollars", "руб.", "kwd"), or "" for what is none."""
    unit = re.sub(r"[\s.]", "", text).casefold()
    code = _CODES.get(unit) or _WRITTEN.get(unit) or unit.upper()
    return code if code in get_global("all_currencies") else ""
