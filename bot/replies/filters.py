"""What a person reads on the chips, menus and buttons that shape a question.  Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from bot.actions import Action, Verb
from bot.i18n.translator import arrow, listed, translate
from bot.messages import Button, Menu
from bot.query.brands import Brands
from bot.query.editing import FACETS, band_phrase, exchangeable, is_filtered, marked
from bot.query.model import Query
from bot.replies.phrases import phrase, phrases
from catalog.models import FacetCount, SearchResult, Sort

OpenMenu = tuple[Menu, tuple[Button, ...]]
"""A menu, and the buttons below it that lead on, back and out."""

VALUES_A_PAGE: Final = 9
"""Values on one page of a menu."""

_SORT_LABELS: Final[Mapping[Sort, str]] = {
    "relevance": "sort-relevance",
    "price": "sort-cheapest",
    "-price": "sort-dearest",
    "newest": "sort-newest",
}
_AS_WRITTEN: Final = ("brand", "size")
"""Facets whose values are the same in every language."""

_MAX_LABEL: Final = 30
_LETTER_SIZES: Final = ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl", "5xl")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


def said_back(query: Query) -> tuple[str, ...]:
    """What was understood and what was picked, one short phrase a part."""
    return (*phrases(query.understood), *(_any_of(facet, values) for facet, values in query.chosen.items()))


def chips(query: Query, turn: str, guessed: Collection[str] = ()) -> tuple[Button, ...]:
    """A button for each part: one that may be another value opens a menu, the others go by a tap.

    What was `guessed` from a photo may be a mistake, whatever it is.
    The only part of words has none, since nothing would be left.
    """
    if len(query.understood) < 2 and not query.chosen and not query.photo_weight:
        return ()
    parts = [
        _quiet(f"{_short(phrase(one))} {'▾' if one in guessed or exchangeable(query, one) else '✕'}", "chip", turn, one)
        for one in query.understood
    ]
    picked = [_quiet(f"{_short(_any_of(name, v))} ▾", "filter", turn, name) for name, v in query.chosen.items()]
    return (*parts, *picked)


def ways(query: Query, result: SearchResult, turn: str) -> tuple[Button, ...]:
    """Buttons that narrow and sort an answer, where that can change anything."""
    several = result.total > 1
    return (
        *([_quiet(translate("button-filter"), "filter", turn)] if several or is_filtered(query) else []),
        *([_quiet(translate("button-sort"), "sort", turn)] if several else []),
    )


def all_filters(query: Query, result: SearchResult, turn: str, brands: Brands) -> OpenMenu:
    """The filter menu: the facets that can narrow the answer, with what holds at present; and the ways out."""
    entries: list[Button] = []
    for facet in FACETS:
        counts, held = result.facets.get(facet, ()), marked(query, facet, brands)
        if facet == "offer":
            entries += [_value(turn, facet, one, one.value in held) for one in _telling(counts, held, result)]
        elif held:
            entries.append(_quiet(f"✓ {_name(facet)}: {_short(_any_of(facet, held))}", "filter", turn, facet))
        elif len(counts) > 1:
            entries.append(_quiet(_name(facet), "filter", turn, facet))
    clear = [_quiet(translate("button-clear"), "clear", turn)] if is_filtered(query) else []
    return Menu(translate("filter-title", count=result.matching), tuple(entries)), (
        *clear,
        _quiet(translate("button-done"), "list", turn),
    )


def one_filter(
    query: Query, result: SearchResult, turn: str, facet: str, page: int, currency: str, brands: Brands
) -> OpenMenu:
    """A facet's values with their counts, those that hold marked and first; and the ways on, back and out."""
    held = marked(query, facet, brands)
    values = _in_order(facet, _with_held(result.facets.get(facet, ()), held), held, currency)
    pages = max(1, -(-len(values) // VALUES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    entries = [
        _value(turn, facet, one, one.value in held) for one in values[page * VALUES_A_PAGE : (page + 1) * VALUES_A_PAGE]
    ]
    ways_out = [
        *([_quiet(arrow(back=True), "filter", turn, facet, page - 1)] if page else []),
        *([_quiet(arrow(), "filter", turn, facet, page + 1)] if page + 1 < pages else []),
        *([_quiet(translate("button-any"), "clear", turn, facet)] if facet in query.chosen else []),
        _quiet(translate("button-back"), "filter", turn),
        _quiet(translate("button-done"), "list", turn),
    ]
    title = f"{_name(facet)} · {page + 1}/{pages}" if pages > 1 else _name(facet)
    return Menu(title, tuple(entries)), tuple(ways_out)


def orders(query: Query, turn: str) -> OpenMenu:
    """The sort menu."""
    entries = (
        _quiet(f"✓ {translate(name)}" if sort == query.sort else translate(name), "sort", turn, sort)
        for sort, name in _SORT_LABELS.items()
    )
    return Menu(translate("sort-title"), tuple(entries)), (_quiet(translate("button-back"), "list", turn),)


def alternatives_menu(part: str, others: Sequence[FacetCount], turn: str, page: int) -> OpenMenu:
    """What may be meant in place of a part, with counts, and taking it away."""
    entries = [_quiet(f"{_short(phrase(one.label))} ({one.count})", "swap", turn, part, one.value) for one in others]
    return _instead_menu(translate("instead-of", part=phrase(part)), part, entries, turn, page, further=arrow())


def mistaken(trait: str, seen: str, others: Sequence[str], turn: str, page: int) -> OpenMenu:
    """What a photo may show in place of what was seen in it, and taking that part away."""
    entries = [_quiet(_short(phrase(one)), "fix", turn, seen, one) for one in others]
    title = translate("what-is-it", trait=translate(f"trait-{trait}"), seen=phrase(seen))
    return _instead_menu(title, seen, entries, turn, page, further=translate("button-other"))


def _instead_menu(title: str, part: str, entries: Sequence[Button], turn: str, page: int, further: str) -> OpenMenu:
    start, stop = page * VALUES_A_PAGE, (page + 1) * VALUES_A_PAGE
    remove = _quiet(translate("button-remove-part", part=_short(phrase(part))), "off", turn, part)
    ways_out = [
        *([_quiet(arrow(back=True), "chip", turn, part, page - 1)] if page else []),
        *([_quiet(further, "chip", turn, part, page + 1)] if len(entries) > stop else []),
        _quiet(translate("button-back"), "list", turn),
    ]
    return Menu(title, (*entries[start:stop], remove)), tuple(ways_out)


def _value(turn: str, facet: str, one: FacetCount, held: bool) -> Button:
    label = f"{'✓ ' if held else ''}{_short(_label(facet, one.label))}"
    return _quiet(f"{label} ({one.count})" if one.count else label, "drop" if held else "pick", turn, facet, one.value)


def _telling(counts: Sequence[FacetCount], held: Mapping[str, str], result: SearchResult) -> list[FacetCount]:
    """Offers that would leave something out."""
    return [one for one in counts if one.value in held or 0 < one.count < result.matching]


def _with_held(counts: Sequence[FacetCount], held: Mapping[str, str]) -> list[FacetCount]:
    """What holds can be dropped even where it leaves nothing."""
    there = {one.value for one in counts}
    return [*(FacetCount(value, label, 0) for value, label in held.items() if value not in there), *counts]


def _in_order(facet: str, values: Sequence[FacetCount], held: Mapping[str, str], currency: str) -> list[FacetCount]:
    if facet == "price":
        return [FacetCount(one.value, band_phrase(one.value, currency), one.count) for one in values]
    if facet == "size":
        named = [FacetCount(one.value, one.label.upper(), one.count) for one in values]
        return sorted(named, key=lambda one: _size_order(one.label))
    return sorted(values, key=lambda one: one.value not in held)


def _size_order(size: str) -> tuple[int, float, str]:
    """Letters from small to large, then numbers, then the rest."""
    lowered = size.casefold()
    if lowered in _LETTER_SIZES:
        return (0, _LETTER_SIZES.index(lowered), "")
    number = _NUMBER.match(lowered)
    return (1, float(number[0].replace(",", ".")), lowered) if number else (2, 0.0, lowered)


def _name(facet: str) -> str:
    return translate(f"facet-{facet}")


def _label(facet: str, label: str) -> str:
    if facet == "offer":
        return translate(f"offer-{label.replace(' ', '-')}")
    return label if facet in _AS_WRITTEN else phrase(label)


def _any_of(facet: str, values: Mapping[str, str]) -> str:
    labels = [_label(facet, label) for label in values.values()]
    return listed(labels, "or") if len(labels) > 1 else labels[0]


def _short(label: str) -> str:
    return label if len(label) <= _MAX_LABEL else f"{label[: _MAX_LABEL - 1].rstrip()}…"


def _quiet(label: str, verb: Verb, turn: str, *arguments: str | int) -> Button:
    return Button(label, Action(verb, turn, *arguments), quiet=True)
