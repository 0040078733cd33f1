"""Pure: a query's parts → its price, the words that the encoder reads, and what `shoplens understand` prints."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from bot.query.grammar.parts import TRAITS, Price, Query

_AROUND: Final = Decimal("0.2")
_BEFORE_NOUN: Final = ("season", "occasion", "colours", "length", "fit", "brand", "pattern", "material", "style")
_BEHIND_NOUN: Final = ("neckline", "sleeves", "heel", "closure")


def price_of(query: Query) -> Price:
    """One price for the whole query: the widest where things were priced apart, a fifth each way around an amount."""
    prices = [part for part in query.parts if isinstance(part, Price)]
    apart = len({price.kind for price in prices}) > 1
    lows = [one.low if one.around is None else one.around * (1 - _AROUND) for one in prices]
    highs = [one.high if one.around is None else one.around * (1 + _AROUND) for one in prices]
    low = None if apart and None in lows else min((one for one in lows if one is not None), default=None)
    high = None if apart and None in highs else max((one for one in highs if one is not None), default=None)
    return Price("price", (), low=low, high=high, currency=_currency(prices))


def _currency(prices: Iterable[Price]) -> str:
    return next((price.currency for price in prices if price.currency), "")


def text_of(query: Query) -> str:
    """What the encoder reads, in the order of English: "navy striped summer shirt with long sleeves"."""

    def named(*facets: str) -> list[str]:
        return [value for facet in facets for value in query.values(facet)[:2]]

    kinds, behind = named("kinds"), named(*_BEHIND_NOUN)
    plain = [kind.removeprefix("any ") for kind in kinds]
    # The words that join are those of the captions that encoders have learnt from.
    phrases = [*named(*_BEFORE_NOUN, "name", "detail"), *_unknown(query), *plain, *behind, *named("gender")]
    return " ".join(phrases)


def _unknown(query: Query) -> list[str]:
    return [value for part in query.of("words") for value in part.values]


def answer_of(query: Query) -> dict[str, Any]:
    """The query as `shoplens understand --json` prints it."""
    prices = [part for part in query.parts if isinstance(part, Price)]
    around = next((price.around for price in prices if price.around is not None), None)
    price = price_of(query)
    denied = {facet: list(query.values(facet, denied=True)) for facet in (*TRAITS, "kinds")}
    order = query.values("order")
    return {
        "intent": query.intent,
        "kinds": list(query.values("kinds")),
        "wanted": {facet: list(values) for facet in TRAITS if (values := query.values(facet))},
        "not": {facet: values for facet, values in denied.items() if values},
        "price": {
            "min": None if around is not None else _plain(price.low),
            "max": None if around is not None else _plain(price.high),
            "around": _plain(around),
            "currency": price.currency,
        },
        "sizes": list(query.values("sizes")),
        "brands": list(query.values("brand")),
        "not_brands": list(query.values("brand", denied=True)),
        "on_sale": "on sale" in query.values("offer"),
        "in_stock": "in stock" in query.values("offer"),
        "sort": order[-1] if order else "",
        "numbers": list(query.numbers),
        "names": list(query.values("name")),
        "unknown": _unknown(query),
        "text": text_of(query),
        "language": query.language,
    }


def _plain(amount: Decimal | None) -> float | int | None:
    return None if amount is None else int(amount) if amount == int(amount) else float(amount)
