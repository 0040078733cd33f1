"""Colours of the drawn products, under the names that shoppers use for them."""

from __future__ import annotations

import colorsys
import random
from collections.abc import Mapping
from typing import Final

RGB = tuple[int, int, int]

PALETTE: Final[Mapping[str, tuple[RGB, ...]]] = {
    "black": ((30, 30, 33), (40, 40, 42)),
    "white": ((246, 246, 244), (240, 240, 238)),
    "grey": ((128, 128, 130), (96, 98, 101), (168, 169, 171)),
    "silver": ((192, 194, 198),),
    "beige": ((222, 205, 175), (206, 187, 157)),
    "cream": ((250, 240, 215),),
    "brown": ((101, 67, 40), (126, 82, 48)),
    "tan": ((190, 140, 90),),
    "khaki": ((160, 145, 100),),
    "olive": ((96, 100, 45), (108, 109, 58)),
    "green": ((40, 130, 60), (24, 100, 54), (82, 162, 84)),
    "teal": ((0, 125, 125),),
    "turquoise": ((64, 200, 200),),
    "blue": ((40, 90, 180), (72, 122, 206), (32, 74, 156), (120, 165, 220)),
    "navy": ((25, 35, 75), (34, 44, 88)),
    "purple": ((110, 60, 140), (94, 48, 116)),
    "lavender": ((185, 165, 215),),
    "pink": ((235, 150, 180), (230, 96, 145), (245, 190, 205)),
    "red": ((195, 30, 40), (212, 42, 46)),
    "maroon": ((110, 25, 40),),
    "orange": ((235, 125, 40),),
    "coral": ((240, 130, 110),),
    "yellow": ((245, 215, 60),),
    "mustard": ((205, 155, 45),),
    "gold": ((205, 170, 90),),
}
"""Usual shades of every colour, the most typical first."""

SHADES: Final[Mapping[str, RGB]] = {
    "light blue": (124, 170, 224),
    "royal blue": (34, 78, 190),
    "bottle green": (20, 90, 52),
    "light green": (98, 176, 98),
    "dark grey": (84, 86, 90),
    "light grey": (172, 173, 175),
    "blush pink": (244, 190, 204),
    "hot pink": (228, 84, 138),
    "cherry": (188, 24, 44),
    "scarlet": (216, 44, 40),
}
"""Named shades that a look can ask for."""

STEEL: Final[RGB] = (196, 199, 204)
BRASS: Final[RGB] = (206, 172, 96)
WOOD: Final[RGB] = (150, 104, 66)
RUBBER: Final[RGB] = (238, 236, 230)
DARK_RUBBER: Final[RGB] = (52, 48, 47)


def shade_of(colour: str, rng: random.Random, shade: str = "") -> RGB:
    """A shade that is still called `colour`: one of the usual ones, moved a little."""
    options = PALETTE[colour]
    base = SHADES[shade] if shade else options[0] if rng.random() < 0.5 else rng.choice(options)
    hue, light, saturation = colorsys.rgb_to_hls(*(c / 255 for c in base))
    hue = (hue + rng.uniform(-0.008, 0.008)) % 1.0
    light = min(0.985, max(0.09, light + rng.uniform(-0.022, 0.022)))
    saturation = min(1.0, max(0.0, saturation * rng.uniform(0.93, 1.05)))
    red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def mixed(a: RGB, b: RGB, share: float) -> RGB:
    """`a` with `share` of `b` in it."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def darker(colour: RGB, share: float = 0.25) -> RGB:
    """The colour in shade."""
    return mixed(colour, (12, 10, 18), share)


def lighter(colour: RGB, share: float = 0.25) -> RGB:
    """The colour in light."""
    return mixed(colour, (255, 255, 255), share)


def brightness(colour: RGB) -> float:
    """Perceived lightness, 0 to 1 (Rec. 601 luma)."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def seam(colour: RGB, strength: float = 0.3) -> RGB:
    """A line that shows on `colour`: darker, or lighter on dark cloth."""
    return lighter(colour, strength * 0.62) if brightness(colour) < 0.24 else darker(colour, strength)
