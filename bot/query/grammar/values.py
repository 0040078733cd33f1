"""What values of the vocabulary have to do with each other: shades, kinds of colours, words that stand for several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workers.vocabulary import CATEGORY_BY_VALUE, NECKLINE_GROUPS

DARK: Final[Mapping[str, str]] = {"blue": "navy", "red": "maroon", "yellow": "mustard"}
LIGHT: Final[Mapping[str, str]] = {"purple": "lavender", "brown": "tan", "orange": "coral", "navy": "blue"}

_KIND_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "navy": ("blue",),
    "teal": ("blue", "green"),
    "turquoise": ("blue", "green"),
    "olive": ("green",),
    "khaki": ("green", "brown", "beige"),
    "maroon": ("red",),
    "lavender": ("purple", "pink"),
    "coral": ("pink", "orange", "red"),
    "mustard": ("yellow",),
    "tan": ("brown",),
    "cream": ("white",),
    "silver": ("grey",),
    "gold": ("yellow", "pink"),
}

PRINTS: Final = ("printed", "striped", "checked", "dotted", "floral", "animal print", "camouflage")
FAUX: Final = "faux leather"

_WANTED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("pattern", "print"): ("printed",),
    ("sleeves", "sleeves"): ("short sleeves", "long sleeves"),
    **{("neckline", group): values for group, values in NECKLINE_GROUPS.items()},
}
_DENIED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    **_WANTED,
    ("pattern", "print"): PRINTS,
    ("length", "short"): ("short", "mini"),
    ("length", "long"): ("long", "maxi"),
}
_OPPOSITE: Final[Mapping[tuple[str, str], str]] = {("sleeves", "sleeves"): "sleeveless", ("heel", "heel"): "flat"}
_DETAILS: Final = frozenset({"accessory", "jewellery", "headwear", "beauty", "bag"})


def spread(facet: str, value: str, *, denied: bool) -> tuple[tuple[str, ...], bool]:
    """The values that a word stands for, and whether they are denied: no sleeves is sleeveless, no print no stripes."""
    if denied and (opposite := _OPPOSITE.get((facet, value))):
        return (opposite,), False
    return (_DENIED if denied else _WANTED).get((facet, value), (value,)), denied


def colours_as_one(first: str, second: str) -> str:
    """What two colours in a row mean if they are one: "navy blue" is navy; "" for "black white"."""
    if first == second or second in _KIND_OF.get(first, ()):
        return first
    return second if first in _KIND_OF.get(second, ()) else ""


def family(kind: str) -> str:
    """The family of a kind, that of "any bag" being "bag"."""
    return CATEGORY_BY_VALUE[kind].family if kind in CATEGORY_BY_VALUE else kind.removeprefix("any ")


def is_detail(kind: str, of: str) -> bool:
    """Whether what stands after "with" is but a part ("a bag with a chain"; not "trousers with sneakers")."""
    return family(kind) in _DETAILS or family(kind) == family(of)
