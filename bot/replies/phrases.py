"""What was understood, said back in the shopper's language: traits, denials, prices, sizes.

Queries, stored traits and buttons' keys keep the English of `workers.vocabulary`; only what is shown is translated.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.i18n.money import price_text
from bot.i18n.translator import find, in_a_row, language, listed, translate
from bot.query.prices import find_amounts

_DENIALS = {"no ": "denied-thing", "not ": "denied-quality"}


def phrases(understood: Iterable[str]) -> tuple[str, ...]:
    """Phrases of `Query.understood`, trait values or reasons, as they are shown."""
    return tuple(map(phrase, understood))


def phrase(understood: str) -> str:
    """One of them; a name that no table has, such as a brand, stays as it is."""
    if language() == "en":
        return understood
    return _word(understood) or _denial(understood) or _amount(understood) or understood


def in_words(values: Iterable[str]) -> str:
    """Several phrases with commas between."""
    return in_a_row(phrases(values))


def _word(value: str, attribute: str = "") -> str | None:
    return find(f"word-{'-'.join(value.split())}", attribute)


def _denial(understood: str) -> str | None:
    for english, message in _DENIALS.items():
        if understood.startswith(english):
            denied = understood.removeprefix(english)
            return _word(denied, "without") or translate(message, word=phrase(denied))
    return None


def _amount(understood: str) -> str | None:
    found = find_amounts(understood.lower())
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(understood)):
        return None
    amount = found[0]
    if amount.sizes:
        return translate("size", sizes=listed(amount.sizes, "or"))
    low, high = (price_text(end, amount.currency, short=True) for end in (amount.low, amount.high))
    if low and high:
        return translate("price-between", low=low, high=high)
    return translate("price-under", price=high) if high else translate("price-over", price=low)
