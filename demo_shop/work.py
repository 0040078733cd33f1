"""What every drawing of a product starts from: a canvas, its cloth and its own dice."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from demo_shop.canvas import Canvas, Paint
from demo_shop.look import Look
from demo_shop.palette import RGB, brightness, darker, mixed, seam, shade_of
from demo_shop.patterns import painted

_LOW: Final = frozenset({"sneakers", "heels", "flats", "sandals", "casual shoes", "formal shoes"})
"""Flat things on the floor, brought nearer and up to the middle."""


@dataclass(frozen=True, slots=True)
class Work:
    """One product on its way to a picture.  `cloth` has the pattern, `plain` the colour alone."""

    canvas: Canvas
    look: Look
    rng: random.Random
    colour: RGB
    second: RGB
    cloth: Paint

    @property
    def plain(self) -> Paint:
        return Paint(self.colour)

    @property
    def stitch(self) -> RGB:
        """A seam that just shows."""
        return seam(self.colour, 0.26)

    @property
    def inner(self) -> RGB:
        """The inside of the back, in shade."""
        return darker(self.colour, 0.34)

    def about(self, value: float, share: float = 0.06) -> float:
        """`value`, a little more or less."""
        return value * (1 + self.rng.uniform(-share, share))


def begun(look: Look, size: int) -> Work:
    """The canvas and colours for a look; the same look always gets the same ones."""
    rng = random.Random(repr(look))
    colour = shade_of(look.colour, rng, look.shade)
    if look.colour == "blue" and (look.category == "jeans" or look.cut == "denim"):
        colour = mixed(colour, (70, 98, 144), 0.45)
    second = shade_of(look.second_colour, rng) if look.second_colour else darker(colour, 0.4)
    low = look.category in _LOW
    canvas = Canvas(
        size,
        tilt=rng.gauss(0, 1.1),
        zoom=rng.uniform(0.94, 1.02) * (1.1 if low else 1.0),
        shift=(rng.uniform(-1.2, 1.2), rng.uniform(-1.0, 1.0) - (12.0 if low else 0.0)),
    )
    pattern = look.pattern
    if pattern == "striped":
        pattern = {"shirt": "upright stripes", "trousers": "pinstripes", "blazer": "pinstripes"}.get(
            look.category, pattern
        )
    if pattern == "printed" and look.category in {"t-shirt", "sweatshirt", "hoodie", "tank top", "backpack"}:
        pattern = "plain"  # these carry one large motif on the front instead
    return Work(canvas, look, rng, colour, second, painted(pattern, colour, second, rng))


def studio(work: Work) -> RGB:
    """A light background: off-white with a tint, a little darker behind white things."""
    base = 224 if brightness(work.colour) > 0.86 else work.rng.choice((238, 243, 247))
    warm = work.rng.uniform(-4, 4)
    return round(base + warm * 0.7), round(base), round(base - warm)
