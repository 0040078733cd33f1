"""What a wrongly seen value may be instead, the likeliest first.  Pure."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Traits
from workers.vision.colours import name_distance
from workers.vocabulary import CATEGORIES, CATEGORY_BY_VALUE, COLOURS, TRAITS, applicable_traits


def alternatives(trait: str, value: str, seen: Traits) -> Sequence[str]:
    """All other values of a trait: what was `seen` besides, then what is easily mistaken for it, then the rest.

    Colours are near each other as `workers.vision.colours` names them, kinds of things by their family.
    """
    if trait == "category":
        family = CATEGORY_BY_VALUE[value].family if value in CATEGORY_BY_VALUE else ""
        relatives = [one.value for one in CATEGORIES if one.family == family]
        rest = [*relatives, *(one.value for one in CATEGORIES)]
    elif trait == "colours":
        rest = sorted((one.value for one in COLOURS), key=lambda other: name_distance(value, other))
    else:
        rest = [term.value for term in TRAITS.get(trait, ())]
    known = set(rest)
    guesses = [one.value for one in seen.get(trait, ())]
    return [one for one in dict.fromkeys((*guesses, *rest)) if one != value and one in known]


def correctable(kind: str) -> tuple[str, ...]:
    """The traits of a kind of thing that can be put right."""
    seen = applicable_traits(kind) if kind in CATEGORY_BY_VALUE else ()
    return ("category", "colours", *(trait for trait in seen if trait != "style"))
