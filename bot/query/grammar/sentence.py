"""A sentence → parts: tokens, phrases of the languages, quantities, then what words do to each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from bot.query.grammar.composition import compose, wanted_kinds
from bot.query.grammar.dictionary import NO_CONTENT, Concept, Dictionary
from bot.query.grammar.languages import certain, languages_of
from bot.query.grammar.lexicon import Item, items_of
from bot.query.grammar.names import NO_BRANDS, Brands
from bot.query.grammar.parts import Facet, Part, Price
from bot.query.grammar.quantities import quantities
from bot.query.grammar.tokens import Token, tokenise
from bot.query.grammar.values import spread

_LOOSE: Final = frozenset({"", "any bag", "ring"})
"""Kinds that are named with things of other shops: tea bags, ring binders."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`parts` in the order of the sentence, which is in `language` ("" where that is not certain)."""

    parts: tuple[Part, ...]
    language: str
    tokens: tuple[Token, ...]
    languages: tuple[Dictionary, ...]


def read(
    sentence: str, *, language: str = "", brands: Brands = NO_BRANDS, about: Sequence[str] = (), forgiving: bool = True
) -> Reading:
    """What a sentence says.

    `language` is the one that is likely, `about` the kinds that are spoken of already.  People's slips are forgiven;
    a feed's words mean what they say.
    """
    tokens = tokenise(sentence)
    known = languages_of(tokens, language)
    items = items_of(tokens, known, brands, forgiving=forgiving)
    _leave_other_things(items)
    _name_what_is_called(items)
    kinds = tuple(wanted_kinds(items))
    priced = quantities(items, kinds or about)
    compose(items, known[0].language)
    parts = sorted([*_parts(items, sentence), *priced], key=lambda part: part.span)
    languages = tuple(one.language for one in known)
    return Reading(_each_its_own(parts), certain(known), tuple(tokens), languages)


def _parts(items: Sequence[Item], sentence: str) -> Iterator[Part]:
    young = {item.value("gender") for item in items} & {"girls", "boys"}
    for item in items:
        if item.is_unknown or item.detail:
            facet: Facet = "detail" if item.detail else "words"
            yield Part(facet, (_written(item, sentence),), item.denied, span=item.span)
        elif item.is_content:
            for one in item.entry:
                if one.facet in NO_CONTENT or (one.value == "kids" and young and not item.denied):
                    continue
                if one.facet == "name":
                    yield Part("name", (_written(item, sentence),), item.denied, span=item.span)
                    continue
                values, denied = spread(one.facet, one.value, denied=one.denied != item.denied)
                yield Part(cast("Facet", one.facet), values, denied, span=item.span)


def _written(item: Item, sentence: str) -> str:
    start, end = item.span
    return sentence[start:end]


def _each_its_own(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Prices with the kind they are said of, where there are several: "a skirt under 40 or jeans under 60"."""
    listed = list(parts)
    prices = [part for part in listed if isinstance(part, Price)]
    if len(prices) < 2 or sum(part.facet == "kinds" for part in listed) < 2:
        return tuple(listed)
    kind = ""
    for at, part in enumerate(listed):
        if part.facet == "kinds" and not part.denied:
            kind = part.values[0]
        elif isinstance(part, Price):
            listed[at] = replace(part, kind=kind)
    return tuple(listed)


def _name_what_is_called(items: Sequence[Item]) -> None:
    """ "A backpack called Nora"."""
    for item, after in itertools.pairwise(items):
        if "called" in item.roles and after.is_unknown:
            after.mean(Concept("name", after.text))


def _leave_other_things(items: Sequence[Item]) -> None:
    """A sentence about something that no one wears names none of what we know: "a wine glass", "olive oil"."""
    linked = False
    for item in items:
        if "other_thing" in item.roles and not linked:
            break
        linked = "for" in item.roles or (linked and item.is_filler)
    else:
        return
    if all(item.value("kinds") in _LOOSE for item in items):
        for item in items:
            item.set_aside()
