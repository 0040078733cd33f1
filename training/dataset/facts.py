"""What is known about a picture, and what a caption asks for, in one space.

For each trait a picture has the set of values it may show (one if the label is sure, several if it is
loose: "Pants" may be jeans or chinos, a product filed under "Tshirts" may have a polo collar), and a
caption the set of values it accepts.  A caption is

- true of a picture if, for each trait, all that the picture may show is accepted,
- false if for some trait nothing of it is,
- and undecided otherwise: training then neither pulls nor pushes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from demo_shop import Look
from training.dataset import labels
from training.dataset.data import CatalogItem, ConsumerItem, OtherItem
from workers import vocabulary

Facts = Mapping[str, frozenset[str]]
"""Trait to possible (picture) or accepted (caption) values.  A trait left out is unknown or not asked for."""

OTHER_KINDS: Final = ("animal", "vehicle", "food", "room", "place", "tool", "face", "thing")
"""Categories of what is no product, in the order of `vocabulary.OTHER_PROMPTS`."""

_COLOURS: Final = (*(colour.value for colour in vocabulary.COLOURS), vocabulary.MULTICOLOUR.value)


class FactSpace:
    """Facts as rows of booleans: one column for each value of each trait, equal traits side by side."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self.values = {trait: tuple(names) for trait, names in values.items()}
        self.slices: dict[str, slice] = {}
        self._columns: dict[tuple[str, str], int] = {}
        start = 0
        for trait, names in self.values.items():
            self.slices[trait] = slice(start, start + len(names))
            self._columns |= {(trait, name): start + index for index, name in enumerate(names)}
            start += len(names)
        self.width = start

    @classmethod
    def of(cls, catalog: Iterable[CatalogItem]) -> FactSpace:
        """The vocabulary's traits and the catalog's own labels."""
        rows = list(catalog)
        return cls(
            {
                "category": (*(c.value for c in vocabulary.CATEGORIES), *OTHER_KINDS),
                "colour": _COLOURS,
                **{
                    trait: tuple(term.value for term in terms)
                    for trait, terms in vocabulary.TRAITS.items()
                    if trait != "material"
                },
                "article": sorted({row.article_type for row in rows}),
                "group": sorted({row.sub_category for row in rows}),
                "shade": sorted({row.colour for row in rows}),
            }
        )

    def encode(self, facts: Facts) -> NDArray[np.bool_]:
        """One row, shape (width,).  All values of an unknown trait are possible."""
        row = np.ones(self.width, dtype=np.bool_)
        for trait, names in facts.items():
            row[self.slices[trait]] = False
            row[[self._columns[trait, name] for name in names]] = True
        return row


@cache
def colour_of_word(word: str) -> str | None:
    """The vocabulary's colour for a colour's name or synonym."""
    known = {colour.value: colour.synonyms for colour in vocabulary.COLOURS}
    known[vocabulary.MULTICOLOUR.value] = vocabulary.MULTICOLOUR.synonyms
    return next((value for value, synonyms in known.items() if word == value or word in synonyms), None)


def facts_of_catalog(item: CatalogItem) -> Facts:
    """Labels of a product, and what its title says beside them."""
    facts = {"article": {item.article_type}, "group": {item.sub_category}}
    if item.colour and item.colour != "NA":
        facts["shade"] = {item.colour}
        colour = labels.SHADES_BESIDE_VOCABULARY.get(item.colour) or colour_of_word(item.colour.lower())
        facts["colour"] = {colour} if colour else set()
    facts["style"] = {labels.STYLE_OF_USAGE[item.usage]} if item.usage in labels.STYLE_OF_USAGE else set()
    facts["gender"] = {labels.GENDERS[item.gender]}
    title = labels.BRANDS_WITH_TELLING_NAMES.sub("", item.title)
    for trait, patterns in labels.TITLE_PATTERNS.items():
        facts[trait] = {next((value for value, pattern in patterns if pattern.search(title)), "")} - {""}
    categories = set(categories_of_article(item.article_type))
    if item.article_type == "Tshirts":
        neck = facts["neckline"]
        categories = {"polo shirt"} if neck == {"polo collar"} else {"t-shirt"} if neck else categories
    elif item.article_type == "Sweatshirts" and facts["neckline"] == {"hood"}:
        categories = {"hoodie"}
    elif item.article_type == "Casual Shoes" and re.search(r"\bboots?\b", title, re.IGNORECASE):
        categories = {"boots"}
    elif facts["neckline"] == {"polo collar"}:  # "Polo" in the title of anything else is a name
        facts["neckline"] = set()
    if len(categories) == 1:
        for trait, values in labels.NECK_AND_SLEEVE_OF_CATEGORY.get(next(iter(categories)), {}).items():
            facts[trait] = facts[trait] or set(values)
    facts["category"] = categories
    return {trait: frozenset(values) for trait, values in facts.items() if values}


def categories_of_article(article: str) -> tuple[str, ...]:
    """The vocabulary's categories that the catalog files under `article`; none where it knows no word."""
    return labels.CATEGORIES_OF_ARTICLE.get(article, ())


def facts_of_consumer(item: ConsumerItem) -> Facts:
    """What a shopper's label says, in the vocabulary's words; colours are not labelled."""
    return {trait: frozenset(values) for trait, values in labels.CONSUMER[item.label].items()}


def facts_of_other(item: OtherItem) -> Facts:
    """Which kind of thing that is not worn."""
    return {"category": frozenset({kind_of_other(item)})}


def facts_of_drawing(look: Look) -> Facts:
    """All that decides a drawing; what a kind of thing does not have is left out."""
    facts = {
        "category": look.category,
        "colour": look.colour,
        "pattern": look.pattern,
        "neckline": look.neckline,
        "sleeve": look.sleeve,
    }
    return {trait: frozenset({value}) for trait, value in facts.items() if value}


def kind_of_other(item: OtherItem) -> str:
    """One of `OTHER_KINDS`, from WordNet's numbering and the class's name."""
    number = int(item.wnid[1:])
    if number < 2_660_000:
        return "animal"
    if 7_560_000 <= number < 8_000_000 or 11_000_000 <= number < 14_000_000:
        return "food" if number < 8_000_000 else "place"
    return next((kind for kind, pattern in labels.OTHER_PATTERNS.items() if pattern.search(item.name)), "tool")
