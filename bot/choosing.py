"""What a wrongly seen value may be instead, the likeliest first.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.reading import read
from bot.turns import Turn
from workers.vision.colours import name_distance
from workers.vocabulary import CATEGORIES, CATEGORY_BY_VALUE, COLOURS, TRAITS, applicable_traits

_CORRECTABLE: Final = ("category", "colours", "pattern", "neckline", "sleeve")
NEAREST: Final = 5
"""So many are offered at first."""


def alternatives(trait: str, value: str, guesses: Iterable[str] = ()) -> Sequence[str]:
    """All other values of a trait: further guesses, then what is easily mistaken for it, then the rest.

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
    return [one for one in dict.fromkeys((*guesses, *rest)) if one != value and one in known]


def guessed(turn: Turn) -> Mapping[str, str]:
    """What a turn's photo was taken to show and words have not said: value to trait."""
    if turn.photo is None or turn.source:
        return {}
    said = {value for part in read(turn.query.text).parts for value in part.values[:1]}
    return {
        one.value: trait
        for trait in _CORRECTABLE
        for one in turn.looks.get(trait, ())
        if not one.stated and one.value in turn.query.understood and one.value not in said
    }


def correctable(kind: str) -> tuple[str, ...]:
    """The traits of a kind of thing that can be put right."""
    seen = applicable_traits(kind) if kind in CATEGORY_BY_VALUE else ()
    return ("category", "colours", *(trait for trait in seen if trait != "style"))
