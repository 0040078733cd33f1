"""Prices as the present language and region write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_symbol, get_territory_currencies

from bot.i18n.translator import babel_locale
from catalog.currencies import SIGNS, code_of

_CODE_BEFORE_DIGIT: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")


def price_text(amount: Decimal | None, currency: str, *, short: bool = False) -> str:
    """€79.00, 79,00 €, PLN 79.00: as the present language and region write it; empty where there is no price.

    `short` leaves out cents where there are none.
    """
    if amount is None:
        return ""
    locale, code = babel_locale(), code_of(currency)
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
    sign = SIGNS.get(code, code)
    own = get_territory_currencies(locale.territory) if locale.territory else []
    return code if any(one != code and get_currency_symbol(one, locale) == sign for one in own) else sign
