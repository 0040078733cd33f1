"""What a person reads on the chips, menus and buttons that shape a question.  Pure.

Their keys are "verb:turn:rest"; a value in one is written by `token`, so that a key stays within 64 bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from bot.i18n.translator import arrow, listed, translate
from bot.messages import Choice, Menu
from bot.query.brands import Brands
from bot.query.editing import FACETS, band_phrase, exchangeable, is_filtered, marked
from bot.query.model import Query
from bot.replies.phrases import phrase, phrases
from catalog.models import FacetCount, SearchResult, Sort

CHOICES_A_PAGE: Final = 9
"""Values on one page of a menu."""

_SORT_NAMES: Final[Mapping[Sort, str]] = {
    "relevance": "sort-relevance",
    "price": "sort-cheapest",
    "-price": "sort-dearest",
    "newest": "sort-newest",
}
_AS_WRITTEN: Final = ("brand", "size")
"""Facets whose values are the same in every language."""

_MAX_LABEL: Final = 30
_MAX_TOKEN_BYTES: Final = 24
_LETTER_SIZES: Final = ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl", "5xl")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


def token(value: str) -> str:
    """A value as a part of a key: itself where it is short and plain, else its digest.

    Two of them and a turn's key leave room for the longest verb.
    """
    data = value.encode("utf-8", "surrogatepass")
    if len(data) <= _MAX_TOKEN_BYTES and value.isprintable() and ":" not in value and not value.startswith("#"):
        return value
    return f"#{hashlib.blake2s(data, digest_size=8).hexdigest()}"


def value_of(written: str, among: Collection[str]) -> str:
    """The value that `token` wrote: one of these, or "" where it is none of them any more."""
    return next((value for value in among if token(value) == written), "")


def said_back(query: Query) -> tuple[str, ...]:
    """What was understood and what was picked, one short phrase a part."""
    return (*phrases(query.understood), *(_any_of(facet, values) for facet, values in query.chosen.items()))


def chips(query: Query, turn: str, guessed: Collection[str] = ()) -> tuple[Choice, ...]:
    """A button for each part: one that may be another value opens a menu, the others go by a tap.

    What was `guessed` from a photo may be a mistake, whatever it is.
    The only part of words has none, since nothing would be left.
    """
    if len(query.understood) < 2 and not query.chosen and not query.photo_weight:
        return ()
    parts = [
        _quiet(
            f"chip:{turn}:{token(one)}",
            f"{_short(phrase(one))} {'▾' if one in guessed or exchangeable(query, one) else '✕'}",
        )
        for one in query.understood
    ]
    picked = [_quiet(f"filter:{turn}:{name}", f"{_short(_any_of(name, v))} ▾") for name, v in query.chosen.items()]
    return (*parts, *picked)


def ways(query: Query, result: SearchResult, turn: str) -> tuple[Choice, ...]:
    """Buttons that narrow and sort an answer, where that can change anything."""
    several = result.total > 1
    return (
        *([_quiet(f"filter:{turn}", translate("button-filter"))] if several or is_filtered(query) else []),
        *([_quiet(f"sort:{turn}", translate("button-sort"))] if several else []),
    )


def all_filters(query: Query, result: SearchResult, turn: str, brands: Brands) -> tuple[Menu, tuple[Choice, ...]]:
    """The filter menu: the facets that can narrow the answer, with what holds at present; and the ways out."""
    entries: list[Choice] = []
    for facet in FACETS:
        counts, held = result.facets.get(facet, ()), marked(query, facet, brands)
        if facet == "offer":
            entries += [_value(turn, facet, one, one.value in held) for one in _telling(counts, held, result)]
        elif held:
            entries.append(_quiet(f"filter:{turn}:{facet}", f"✓ {_name(facet)}: {_short(_any_of(facet, held))}"))
        elif len(counts) > 1:
            entries.append(_quiet(f"filter:{turn}:{facet}", _name(facet)))
    clear = [_quiet(f"clear:{turn}", translate("button-clear"))] if is_filtered(query) else []
    return Menu(translate("filter-title", count=result.matching), tuple(entries)), (
        *clear,
        _quiet(f"list:{turn}", translate("button-done")),
    )


def one_filter(
    query: Query, result: SearchResult, turn: str, facet: str, page: int, currency: str, brands: Brands
) -> tuple[Menu, tuple[Choice, ...]]:
    """A facet's values with their counts, those that hold marked and first; and the ways on, back and out."""
    held = marked(query, facet, brands)
    values = _in_order(facet, _with_held(result.facets.get(facet, ()), held), held, currency)
    pages = max(1, -(-len(values) // CHOICES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    entries = [
        _value(turn, facet, one, one.value in held)
        for one in values[page * CHOICES_A_PAGE : (page + 1) * CHOICES_A_PAGE]
    ]
    ways_out = [
        *([_quiet(f"filter:{turn}:{facet}:{page - 1}", arrow(back=True))] if page else []),
        *([_quiet(f"filter:{turn}:{facet}:{page + 1}", arrow())] if page + 1 < pages else []),
        *([_quiet(f"clear:{turn}:{facet}", translate("button-any"))] if facet in query.chosen else []),
        _quiet(f"filter:{turn}", translate("button-back")),
        _quiet(f"list:{turn}", translate("button-done")),
    ]
    title = f"{_name(facet)} · {page + 1}/{pages}" if pages > 1 else _name(facet)
    return Menu(title, tuple(entries)), tuple(ways_out)


def orders(query: Query, turn: str) -> tuple[Menu, tuple[Choice, ...]]:
    """The sort menu."""
    entries = (
        _quiet(f"sort:{turn}:{sort}", f"✓ {translate(name)}" if sort == query.sort else translate(name))
        for sort, name in _SORT_NAMES.items()
    )
    return Menu(translate("sort-title"), tuple(entries)), (_quiet(f"list:{turn}", translate("button-back")),)


def alternatives_menu(part: str, others: Sequence[FacetCount], turn: str, page: int) -> tuple[Menu, tuple[Choice, ...]]:
    """What may be meant in place of a part, with counts, and taking it away."""
    shown = others[page * CHOICES_A_PAGE : (page + 1) * CHOICES_A_PAGE]
    entries = [
        _quiet(f"swap:{turn}:{token(part)}:{token(one.value)}", f"{_short(phrase(one.label))} ({one.count})")
        for one in shown
    ]
    remove = _quiet(f"off:{turn}:{token(part)}", translate("button-remove-part", part=_short(phrase(part))))
    key = f"chip:{turn}:{token(part)}"
    ways_out = [
        *([_quiet(f"{key}:{page - 1}", arrow(back=True))] if page else []),
        *([_quiet(f"{key}:{page + 1}", arrow())] if len(others) > (page + 1) * CHOICES_A_PAGE else []),
        _quiet(f"list:{turn}", translate("button-back")),
    ]
    return Menu(translate("instead-of", part=phrase(part)), (*entries, remove)), tuple(ways_out)


def mistaken(trait: str, seen: str, others: Sequence[str], turn: str, page: int) -> tuple[Menu, tuple[Choice, ...]]:
    """What a photo may show in place of what was seen in it, and taking that part away."""
    entries = [
        _quiet(f"fix:{turn}:{token(seen)}:{token(one)}", _short(phrase(one)))
        for one in others[page * CHOICES_A_PAGE : (page + 1) * CHOICES_A_PAGE]
    ]
    remove = _quiet(f"off:{turn}:{token(seen)}", translate("button-remove-part", part=_short(phrase(seen))))
    key = f"chip:{turn}:{token(seen)}"
    ways_out = [
        *([_quiet(f"{key}:{page - 1}", arrow(back=True))] if page else []),
        *(
            [_quiet(f"{key}:{page + 1}", translate("button-other"))]
            if len(others) > (page + 1) * CHOICES_A_PAGE
            else []
        ),
        _quiet(f"list:{turn}", translate("button-back")),
    ]
    title = translate("what-is-it", trait=translate(f"trait-{trait}"), seen=phrase(seen))
    return Menu(title, (*entries, remove)), tuple(ways_out)


def thanks(value: str) -> str:
    """Somebody has said what their photo really shows."""
    return translate("thanks-searching", value=phrase(value))


def _value(turn: str, facet: str, one: FacetCount, held: bool) -> Choice:
    verb, mark = ("drop", "✓ ") if held else ("pick", "")
    label = f"{mark}{_short(_label(facet, one.label))}"
    return _quiet(f"{verb}:{turn}:{facet}:{token(one.value)}", f"{label} ({one.count})" if one.count else label)


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


def _quiet(key: str, label: str) -> Choice:
    return Choice(key, label, quiet=True)
