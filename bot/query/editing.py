"""Pure: a query with one part taken away, exchanged or added, as taps on chips and in menus ask for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from bot.query.brands import NO_BRANDS, Brands
from bot.query.extraction import Part, read
from bot.query.model import Query
from bot.query.parsing import amend, applicable, parts_of
from bot.query.prices import price_phrase
from catalog.models import Sort

FACETS: Final = ("category", "colours", "size", "brand", "price", "gender", "offer")
"""What the filter menu offers, in its order."""

_SORT_WORDS: Final[Mapping[Sort, str]] = {
    "relevance": "best match first",
    "price": "cheapest first",
    "-price": "dearest first",
    "newest": "newest first",
}
"""Each order and the words that ask for it."""

_EXCHANGEABLE: Final = ("category", "colours")


def exchangeable(query: Query, phrase: str, brands: Brands = NO_BRANDS) -> str:
    """The trait of which a phrase names a value that could be another one, "" where it is none."""
    if phrase not in query.understood:
        return ""
    parts = read(phrase, brands=brands).parts
    return parts[0].trait if len(parts) == 1 and parts[0].trait in _EXCHANGEABLE and not parts[0].negated else ""


def without(query: Query, phrase: str, brands: Brands = NO_BRANDS) -> Query:
    """Without one of the phrases that were understood."""
    return amend(query, [part for part in parts_of(query, brands) if part.phrase != phrase], brands=brands)


def exchanged(query: Query, phrase: str, value: str, brands: Brands = NO_BRANDS) -> Query:
    """With another value of the vocabulary in a phrase's place."""
    new = read(value, forgive_typos=False).parts
    kept = [part for part in parts_of(query, brands) if part.phrase not in {phrase, value}]
    return amend(query, kept, new, value, brands=brands) if new else query


def corrected(query: Query, trait: str, phrase: str, value: str, brands: Brands = NO_BRANDS) -> Query:
    """With what a photo really shows in place of what was seen in it: the photo says so, and no words do.

    A kind of thing replaces every other one, and takes with it what makes no sense for it.
    """
    new = read(value, forgive_typos=False).parts
    parts = [part for part in parts_of(query, brands) if part.phrase not in {phrase, value}]
    if trait == "category":
        parts = applicable([part for part in parts if part.trait != trait or part.negated], new)
    return amend(query, parts, new, brands=brands)


def marked(query: Query, facet: str, brands: Brands = NO_BRANDS) -> Mapping[str, str]:
    """The values of a facet that hold at present and how they are written, picked or said.

    A loose word ("shoes") marks none of the kinds that it stands for.
    """
    if facet in query.chosen:
        return query.chosen[facet]
    said = [part for part in parts_of(query, brands) if part.trait == facet and not (part.negated or part.loose)]
    if facet == "price":
        filters = query.filters
        held = said and (filters.min_price is not None or filters.max_price is not None)
        return {_band(filters.min_price, filters.max_price): said[0].phrase} if held else {}
    many = facet in {"size", "offer"}
    return {
        value: value if many else part.phrase for part in said for value in (part.values if many else part.values[:1])
    }


def picked(query: Query, facet: str, value: str, label: str, brands: Brands = NO_BRANDS, currency: str = "") -> Query:
    """With one more value of a facet, an alternative to those that are marked; of prices there is one band."""
    if facet == "offer":
        fresh = [part for part in read(value).parts if part.trait == facet]
        kept = [part for part in parts_of(query, brands) if part.phrase != value]
        return amend(query, kept, fresh, brands=brands)
    if facet == "price":
        band = [part for part in read(band_phrase(value, currency)).parts if part.trait == facet]
        return amend(query, _others(query, facet, brands), band, brands=brands)
    return _with_chosen(query, facet, {**marked(query, facet, brands), value: label}, brands)


def dropped(query: Query, facet: str, value: str, brands: Brands = NO_BRANDS) -> Query:
    """Without a value of a facet that was marked."""
    if facet == "offer":
        return without(query, value, brands)
    if facet == "price":
        return amend(query, _others(query, facet, brands), brands=brands)
    left = {one: label for one, label in marked(query, facet, brands).items() if one != value}
    return _with_chosen(query, facet, left, brands)


def cleared(query: Query, facet: str = "", brands: Brands = NO_BRANDS) -> Query:
    """Without all that was picked of a facet, or of any; prices and offers count as picked."""
    if facet:
        chosen = {name: values for name, values in query.chosen.items() if name != facet}
        return amend(query, parts_of(query, brands), brands=brands, chosen=chosen)
    kept = [part for part in parts_of(query, brands) if part.trait not in {"price", "offer", "size"}]
    return amend(query, kept, brands=brands, chosen={})


def is_filtered(query: Query) -> bool:
    """Whether `cleared` changes anything."""
    filters = query.filters
    limited = filters.min_price is not None or filters.max_price is not None
    return bool(query.chosen or limited or filters.sizes or filters.in_stock_only or filters.on_sale_only)


def ordered(query: Query, sort: Sort, brands: Brands = NO_BRANDS) -> Query:
    """In another order."""
    return amend(query, _others(query, "sort", brands), read(_SORT_WORDS[sort]).parts, brands=brands)


def _with_chosen(query: Query, facet: str, values: Mapping[str, str], brands: Brands) -> Query:
    chosen = {name: picked for name, picked in query.chosen.items() if name != facet}
    if values:
        chosen[facet] = values
    return amend(query, _others(query, facet, brands), brands=brands, chosen=chosen)


def _others(query: Query, facet: str, brands: Brands) -> list[Part]:
    """All parts but those that ask for something of this facet; what is denied stays."""
    return [part for part in parts_of(query, brands) if part.trait != facet or part.negated]


def _band(low: Decimal | None, high: Decimal | None) -> str:
    return "-".join("" if end is None else f"{end.normalize():f}" for end in (low, high))


def band_phrase(value: str, currency: str) -> str:
    """How a price band of `catalog.retrieval.facets` is said."""
    low, _, high = value.partition("-")
    return price_phrase(Decimal(low) if low else None, Decimal(high) if high else None, currency)
