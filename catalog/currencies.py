"""Currencies by their ISO 4217 codes: one table for what shops write in feeds, and what people say and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


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
