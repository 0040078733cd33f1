"""Prices in words: the same currencies in a feed, in a sentence and in an answer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.i18n.money import price_text
from bot.query.prices import find_amounts, parse_money, price_phrase
from catalog.currencies import CURRENCIES
from catalog.importing.feeds.values.prices import parse_price

UNITS = [
    (unit, code)
    for code, currency in CURRENCIES.items()
    for unit in (currency.sign, *currency.abbreviations, *currency.words, *([code] if code != "TRY" else []))
    if unit
]


@pytest.mark.parametrize(("unit", "code"), UNITS)
def test_a_currency_is_read_alike_by_shop_and_shopper(unit: str, code: str) -> None:
    """Whatever stands behind an amount means the same in a feed's column and in a caption."""
    if len(unit) <= 4:  # longer words stand in no feed's price
        assert parse_price(f"50 {unit}") == (Decimal(50), code)
    assert parse_money(f"50 {unit}") == (Decimal(50), code)


@pytest.mark.parametrize("code", CURRENCIES)
def test_a_phrase_of_a_price_is_read_again(code: str) -> None:
    """Also in Turkish lira, whose code is a word of English."""
    (amount,) = find_amounts(price_phrase(None, Decimal(50), code).lower())
    assert (amount.high, amount.currency) == (Decimal(50), code)


def test_what_an_older_version_kept_as_tl_is_lira() -> None:
    """Products that were imported before have their sign as those that come now."""
    assert price_text(Decimal(500), "TL", short=True) == price_text(Decimal(500), "TRY", short=True) == "₺500"
