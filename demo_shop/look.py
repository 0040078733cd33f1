"""What a drawn product looks like, and what every kind of product can look like."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

CLOTH: Final = ("plain", "striped", "checked", "dotted", "floral", "printed")
WILD: Final = (*CLOTH, "animal print", "camouflage")
KNIT: Final = ("plain", "striped", "checked", "dotted")
SUITING: Final = ("plain", "striped", "checked")

BRIGHT: Final = (
    "black", "white", "grey", "beige", "cream", "brown", "khaki", "olive", "green", "teal", "turquoise", "blue",
    "navy", "purple", "lavender", "pink", "red", "maroon", "orange", "coral", "yellow", "mustard",
)  # fmt: skip
LEATHERS: Final = (
    "black", "white", "grey", "beige", "brown", "tan", "olive", "green", "blue", "navy", "purple", "pink", "red",
    "maroon", "yellow", "silver", "gold", "orange", "teal",
)  # fmt: skip
DENIMS: Final = ("blue", "navy", "black", "grey", "white", "beige")


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that decides a drawing.

    `category`, `colour`, `pattern`, `neckline` and `sleeve` are the shop's words for traits, empty
    where a kind has none.  `cut` is the shape within a kind ("chelsea" boots), `shade` a named shade
    of the colour; `seed` varies proportions, tilt, shade and background.
    """

    category: str
    colour: str
    pattern: str = "plain"
    second_colour: str = ""
    neckline: str = ""
    sleeve: str = ""
    cut: str = ""
    seed: int = 0
    shade: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What looks a category can have."""

    cuts: tuple[str, ...] = ("",)
    necklines: tuple[str, ...] = ("",)
    sleeves: tuple[str, ...] = ("",)
    patterns: tuple[str, ...] = ("plain",)
    colours: tuple[str, ...] = BRIGHT


_SHORT, _LONG, _NONE = "short sleeves", "long sleeves", "sleeveless"

KINDS: Final[Mapping[str, Kind]] = {
    "t-shirt": Kind(("regular", "fitted"), ("crew neck", "v-neck"), (_SHORT, _SHORT, _SHORT, _LONG), WILD),
    "polo shirt": Kind(("regular",), ("polo collar",), (_SHORT, _SHORT, _SHORT, _LONG), SUITING),
    "shirt": Kind(("regular",), ("shirt collar",), (_SHORT, _LONG, _LONG), CLOTH),
    "blouse": Kind(("bow", "gathered"), ("v-neck", "crew neck"), (_SHORT, _LONG), CLOTH),
    "tank top": Kind(("regular", "straps"), ("crew neck", "v-neck"), (_NONE,), CLOTH),
    "sweater": Kind(("regular", "cable"), ("crew neck", "v-neck", "turtleneck"), (_LONG,), KNIT),
    "sweatshirt": Kind(("regular",), ("crew neck",), (_LONG,), ("plain", "striped", "printed", "camouflage")),
    "cardigan": Kind(("regular", "long"), ("v-neck", "crew neck"), (_LONG,), KNIT),
    "hoodie": Kind(("pullover", "zip"), ("hood",), (_LONG,), ("plain", "striped", "printed", "camouflage")),
    "jacket": Kind(
        ("bomber", "denim", "biker", "puffer"), ("",), (_LONG,), ("plain", "plain", "camouflage", "checked")
    ),
    "coat": Kind(("straight", "trench", "duffle"), ("",), (_LONG,), ("plain", "plain", "checked")),
    "blazer": Kind(("single", "double"), ("lapels",), (_LONG,), ("plain", "plain", "striped", "checked")),
    "dress": Kind(
        ("mini", "midi", "maxi", "wrap", "shirt"),
        ("crew neck", "v-neck", "strapless"),
        (_NONE, _SHORT, _LONG),
        (*CLOTH, "animal print"),
    ),
    "skirt": Kind(("mini", "pleated", "midi", "maxi"), patterns=(*CLOTH, "animal print")),
    "jeans": Kind(("slim", "straight", "wide"), colours=DENIMS),
    "trousers": Kind(("slim", "straight", "wide"), patterns=SUITING),
    "track pants": Kind(("regular",), patterns=("plain", "plain", "camouflage")),
    "leggings": Kind(("regular",), patterns=("plain", "plain", "dotted", "floral", "animal print")),
    "shorts": Kind(("chino", "denim", "sport"), patterns=WILD),
    "boots": Kind(("ankle", "chelsea", "tall", "rain", "work"), colours=LEATHERS),
    "sneakers": Kind(("low", "high", "runner"), colours=LEATHERS),
    "heels": Kind(("pump", "strap"), colours=LEATHERS),
    "flats": Kind(("ballerina",), colours=LEATHERS),
    "sandals": Kind(("flat", "sport"), colours=LEATHERS),
    "casual shoes": Kind(("loafer", "slip-on"), colours=LEATHERS),
    "formal shoes": Kind(("oxford", "brogue"), colours=("black", "brown", "tan", "maroon", "navy", "grey")),
    "handbag": Kind(("tote", "satchel", "shoulder"), patterns=("plain", "plain", "animal print"), colours=LEATHERS),
    "clutch": Kind(("envelope", "frame"), colours=LEATHERS),
    "backpack": Kind(("city", "roll"), patterns=("plain", "plain", "printed", "camouflage")),
    "cap": Kind(("baseball",), patterns=("plain", "plain", "camouflage")),
    "beanie": Kind(("plain", "pompom"), patterns=("plain", "plain", "striped")),
    "hat": Kind(("fedora", "sun", "bucket"), patterns=("plain",)),
    "scarf": Kind(("folded",), patterns=(*CLOTH, "animal print")),
    "gloves": Kind(("leather", "knit"), patterns=("plain", "plain", "striped")),
    "belt": Kind(("square", "round"), colours=LEATHERS),
    "tie": Kind(("long",), patterns=("plain", "striped", "dotted", "checked")),
    "socks": Kind(("crew",), patterns=("plain", "striped", "dotted")),
    "sunglasses": Kind(("round", "wayfarer", "aviator"), colours=LEATHERS),
    "watch": Kind(("strap", "metal"), colours=LEATHERS),
}
"""Every kind of product that can be drawn."""

_CALM: Final = {
    "white": ("navy", "blue", "red", "black", "green", "pink", "grey"),
    "cream": ("navy", "brown", "red", "green"),
    "beige": ("brown", "navy", "white", "maroon"),
    "yellow": ("white", "navy", "black"),
}
_ON_LIGHT: Final = ("navy", "white", "black", "maroon")
_ON_DARK: Final = ("white", "cream", "yellow", "pink", "grey")
_LIGHT: Final = (
    "grey",
    "khaki",
    "turquoise",
    "lavender",
    "pink",
    "coral",
    "silver",
    "gold",
    "mustard",
    "orange",
    "tan",
)


def partners(colour: str) -> tuple[str, ...]:
    """Colours that a pattern on `colour` is drawn in, the quietest first."""
    return tuple(c for c in _CALM.get(colour, _ON_LIGHT if colour in _LIGHT else _ON_DARK) if c != colour)


def random_look(rng: random.Random) -> Look:
    """Any look, for training: plain ones about as often as all patterns together."""
    category = rng.choice(tuple(KINDS))
    kind = KINDS[category]
    cut, neckline, sleeve = rng.choice(kind.cuts), rng.choice(kind.necklines), rng.choice(kind.sleeves)
    colour = rng.choice(kind.colours)
    pattern = "plain" if rng.random() < 0.4 else rng.choice(kind.patterns)
    return fitted(category, colour, pattern, neckline, sleeve, cut, rng.choice(partners(colour)), rng.getrandbits(31))


def fitted(
    category: str, colour: str, pattern: str, neckline: str, sleeve: str, cut: str, second: str, seed: int
) -> Look:
    """A look whose traits agree with its cut: a denim jacket has a collar, straps have no sleeves."""
    if category == "dress":
        if cut == "shirt":
            neckline = "shirt collar"
            sleeve = "short sleeves" if sleeve == "sleeveless" else sleeve
        elif cut == "wrap":
            neckline = "v-neck"
        if neckline == "strapless":
            sleeve = "sleeveless"
    if category == "jacket":
        neckline = {"denim": "shirt collar", "biker": "lapels"}.get(cut, "")
        pattern = "plain" if cut in {"denim", "biker"} else pattern
    if category == "coat":
        neckline = {"duffle": "hood"}.get(cut, "lapels")
    if category == "tank top" and cut == "straps":
        neckline = "strapless"
    if pattern == "camouflage":
        colour = colour if colour in {"olive", "khaki", "green", "grey", "brown", "beige"} else "olive"
    if pattern == "animal print":
        colour = colour if colour in {"beige", "tan", "brown", "white", "cream", "pink", "red"} else "beige"
        second = "black"
    has_second = pattern not in {"plain", "camouflage"}
    return Look(category, colour, pattern, second if has_second else "", neckline, sleeve, cut, seed)
