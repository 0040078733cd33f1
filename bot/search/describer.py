"""A product and its picture → vector and traits.  What the shop says outranks what is seen."""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from bot.query.extraction import Part, read
from bot.query.lexicon import IMPLIED_NECKLINE
from catalog.models import Description, Product, Trait, Traits, Vector
from workers.engine.base import Engine
from workers.jobs import Attributes, Priority
from workers.vocabulary import CATEGORY_BY_VALUE, TRAITS, applicable_traits

PHOTO_SHARE: Final = 0.85
"""The photo's part in a product's vector, the title has the rest.

The published protocol is 0.9 · photo + 0.1 · title; a little more of the title helps with what a small
photo does not show (material, use, "with hood") and leaves photo-to-photo search as it is.
"""

_TIMEOUT_S: Final = 120.0

_FACT_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("category", "type", "kind", "product_type", "google_product_category", "article_type"), "category"
    ),
    **dict.fromkeys(("colour", "color", "colours", "colors", "base_colour", "base_color"), "colours"),
    **dict.fromkeys(("pattern",), "pattern"),
    **dict.fromkeys(("neckline", "neck", "collar"), "neckline"),
    **dict.fromkeys(("sleeve", "sleeves", "sleeve_length"), "sleeve"),
    **dict.fromkeys(("style", "usage", "occasion"), "style"),
    **dict.fromkeys(("gender",), "gender"),
    **dict.fromkeys(("material", "fabric"), "material"),
}
"""Columns as feeds call them → trait names."""

_QUOTED = re.compile(r"[\"“”«»„][^\"“”«»„]*[\"“”«»„]")
_WITH = re.compile(r"\bwith\b")


Stated = Callable[[str], Awaitable[Mapping[str, str]]]


class ProductDescriber:
    """The catalog's `Describe`, made of an engine and the shop's own words.

    `stated` tells what an owner has stated of a product, by its id, when they put it right: trait to value.
    """

    def __init__(self, engine: Engine, stated: Stated | None = None) -> None:
        self._engine = engine
        self._stated = stated

    async def __call__(self, product: Product, picture: bytes) -> Description:
        """Encode the picture and the title and gather the traits.

        Raises `UnreadablePicture` for a picture that cannot be used, and the other `WorkerError`s.
        """
        seen = await self._engine.encode_image(
            picture, priority=Priority.IMPORT, timeout_s=_TIMEOUT_S, with_preview=True
        )
        # Names draw the vector away from what is seen, towards words that have nothing to do with it.
        title = " ".join(_QUOTED.sub(" ", product.title).split())
        vector = seen.vector
        if title:
            named = await self._engine.encode_text(title, priority=Priority.IMPORT, timeout_s=_TIMEOUT_S)
            vector = _mix(seen.vector, named.vector)
        traits = describe_traits(product, seen.attributes)
        stated = await self._stated(product.id) if self._stated is not None else {}
        return Description(vector, override_stated(traits, stated), seen.preview)


def describe_traits(product: Product, seen: Attributes) -> dict[str, tuple[Trait, ...]]:
    """Traits of a product: the shop's facts, then its title, then what the picture shows of the rest."""
    stated: dict[str, tuple[str, ...]] = dict(_from_facts(product.facts))
    for trait, values in _from_title(product.title).items():
        stated.setdefault(trait, values)
    kind = stated.get("category", ("",))[0]
    if kind in IMPLIED_NECKLINE:
        stated.setdefault("neckline", (IMPLIED_NECKLINE[kind],))
    traits = {trait: tuple(Trait(value, 1.0, stated=True) for value in values) for trait, values in stated.items()}
    for trait, guesses in seen.items():
        if guesses and trait not in traits:
            traits[trait] = tuple(Trait(guess.value, guess.confidence, share=guess.share) for guess in guesses)
    return _applicable(traits)


def override_stated(traits: Traits, stated: Mapping[str, str]) -> dict[str, tuple[Trait, ...]]:
    """Traits of a product with what an owner states in the place of what was there."""
    return _applicable({**traits, **{trait: (Trait(value, 1.0, stated=True),) for trait, value in stated.items()}})


def _applicable(traits: dict[str, tuple[Trait, ...]]) -> dict[str, tuple[Trait, ...]]:
    """Without guesses that make no sense for the kind: a boot's shaft is no turtleneck."""
    kinds = [trait.value for trait in traits.get("category", ()) if trait.value in CATEGORY_BY_VALUE]
    if not kinds:
        return traits
    possible = {"category", "colours", "material", *applicable_traits(kinds[0])}
    return {name: values for name, values in traits.items() if name in possible or values[0].stated}


def _from_facts(facts: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, said in facts.items():
        trait = _FACT_NAMES.get(re.sub(r"[\s-]+", "_", name.strip().lower()))
        if trait and (values := normalise_value(trait, said)):
            yield trait, values


@lru_cache(maxsize=4096)  # a catalog says the same of many products
def normalise_value(trait: str, said: str) -> tuple[str, ...]:
    """The vocabulary's values in a shop's words: "Navy Blue" is navy, "Shoes > Boots" is boots."""
    for words in reversed(said.split(">")):
        if values := _values(trait, read(words, forgive_typos=False).parts):
            return values
    lowered = said.strip().lower()
    known = {term.value for term in TRAITS.get(trait, ())}
    return (lowered,) if lowered in known else ()


def _from_title(title: str) -> dict[str, tuple[str, ...]]:
    """What a title states.  A name in quotes is no fact: the dress "Rose" may be blue."""
    text = _QUOTED.sub(" , ", title)
    told = read(text, forgive_typos=False).parts
    # "Red boots with a white sole" are red boots; "with a hood" describes the whole.
    before, *rest = _WITH.split(text.lower(), maxsplit=1)
    main = read(before, forgive_typos=False).parts if rest else told
    named = {part.trait for part in told}
    values = {trait: _values(trait, told) for trait in TRAITS if trait in named}
    # "Pepe Jeans sunglasses" are sunglasses: English names the thing last.
    values["category"] = _values("category", main)[-1:]
    values["colours"] = _values("colours", main)
    return {trait: found for trait, found in values.items() if found}


def _values(trait: str, parts: Iterable[Part]) -> tuple[str, ...]:
    """Single values only: "shoes" or "collar" do not say which."""
    mine = (part for part in parts if part.trait == trait and not part.negated and not part.loose)
    return tuple(dict.fromkeys(part.values[0] for part in mine))


def _mix(photo: Vector, title: Vector) -> Vector:
    mixed = PHOTO_SHARE * photo + (1 - PHOTO_SHARE) * title
    return np.asarray(mixed / (math.sqrt(mixed @ mixed) or 1.0), dtype=np.float32)
