"""Pure: a query's parts → what the catalog filters and sorts by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from bot.query.grammar.answering import price_of
from bot.query.grammar.parts import Part, Query
from bot.query.grammar.values import FAUX
from catalog.models import Filters, Sort
from catalog.words import joined
from workers.vocabulary import accepted_categories, categories_of_family

_STORED: Final = {"kinds": "category", "sleeves": "sleeve", "brand": "brand"}
_STORED_TRAITS: Final = ("kinds", "brand", "colours", "pattern", "neckline", "sleeves", "style", "gender", "material")
"""What products are stored with; other facets rank by the encoder's text alone."""
_KIDS: Final = ("girls", "boys")
_IMPLIED_NECKLINE: Final = {"polo shirt": "polo collar", "hoodie": "hood", "blazer": "lapels"}


def filters_of(query: Query) -> Filters:
    """The conditions of a query, by the names that records have."""
    wanted: dict[str, tuple[str, ...]] = {}
    near: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    required: dict[str, tuple[str, ...]] = {}
    for part in query.parts:
        if part.facet not in _STORED_TRAITS:
            continue
        trait, values = _STORED.get(part.facet, part.facet), tuple(_stored(part))
        if part.values == (FAUX,) and not part.denied:
            trait, values = "material", ("leather",)
            _add(excluded, trait, values)
        elif part.denied:
            _add(excluded, trait, values)
        else:
            _add(wanted, trait, values)
            if part.source == "chosen":
                _add(required, trait, values)
            if part.facet == "kinds" and len(values) == 1:
                _add(near, trait, accepted_categories(values[0])[1:])
    _settle(wanted, near, excluded)
    price, offers = price_of(query), query.values("offer")
    return Filters(
        wanted=wanted,
        near=near,
        excluded=excluded,
        min_price=price.low,
        max_price=price.high,
        sizes=query.values("sizes"),
        in_stock_only="in stock" in offers,
        on_sale_only="on sale" in offers,
        required=required,
        implied=frozenset(_STORED.get(part.facet, part.facet) for part in query.parts if part.source == "seen")
        & wanted.keys(),
    )


def _stored(part: Part) -> Iterable[str]:
    """The values that products have: a family's kinds, brands as they are compared, girls and boys for kids."""
    for value in part.values:
        if part.facet == "kinds" and value.startswith("any "):
            yield from categories_of_family(value.removeprefix("any "))
        elif part.facet == "brand":
            yield joined(value)
        elif value == "kids":
            yield from _KIDS
        else:
            yield value


def _add(side: dict[str, tuple[str, ...]], trait: str, values: Iterable[str]) -> None:
    if values := tuple(values):
        side[trait] = tuple(dict.fromkeys((*side.get(trait, ()), *values)))


def _settle(
    wanted: dict[str, tuple[str, ...]], near: dict[str, tuple[str, ...]], excluded: dict[str, tuple[str, ...]]
) -> None:
    """What is denied is not wanted as well: without a collar, a t-shirt may no longer be a polo shirt."""
    implied = {kind for kind, neckline in _IMPLIED_NECKLINE.items() if neckline in excluded.get("neckline", ())}
    for side in (wanted, near):
        for trait in tuple(side):
            gone = {*excluded.get(trait, ()), *(implied if side is near else ())}
            gone |= set(wanted.get(trait, ())) if side is near else set()
            side[trait] = tuple(value for value in side[trait] if value not in gone)
            if not side[trait]:
                del side[trait]


def sort_of(query: Query) -> Sort:
    """The order asked for; what the catalog cannot sort by is left to relevance."""
    order = next(iter(query.values("order")[-1:]), "relevance")
    return cast("Sort", order) if order in {"price", "-price", "newest"} else "relevance"
