"""What all footwear shares: seen from the side, toe to the left, the second shoe half behind the first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from demo_shop.canvas import Paint
from demo_shop.geometry import Outline, along, ellipse, moved, outline, scaled
from demo_shop.palette import RGB, brightness, darker, seam
from demo_shop.work import Work

FLOOR = 78.0
"""The height on which every shoe stands."""

Place = Callable[[Outline], Outline]


def pair(work: Work, shoe: Callable[[Work, Place, Paint], None], dx: float = 9.0, dy: float = -5.0) -> None:
    """The same shoe twice, the farther one smaller, higher and in shade."""

    def far(points: Outline) -> Outline:
        return moved(scaled(points, 0.95, (50, FLOOR)), dx, dy)

    def near(points: Outline) -> Outline:
        return moved(points, -dx * 0.35, 0)

    shoe(work, far, Paint(darker(work.colour, 0.13)))
    shoe(work, near, Paint(work.colour))


def upper(work: Work, place: Place, shape: Outline, paint: Paint, gloss: float = 0.55, depth: float = 5.0) -> Outline:
    placed = place(shape)
    work.canvas.fill(placed, paint, depth=depth, gloss=gloss, relief=1.15, shadow=0.25)
    return placed


def stitched(work: Work, path: Outline, paint: Paint, width: float = 0.4) -> None:
    work.canvas.line(path, seam(paint.colour, 0.42), width)
    work.canvas.line(moved(path, 0.7, -0.7), seam(paint.colour, 0.24), 0.26, dash=0.8)


def sole(work: Work, place: Place, shape: Outline, colour: RGB) -> Outline:
    placed = place(shape)
    work.canvas.fill(placed, colour, depth=1.6, relief=0.9)
    return placed


def laces(
    work: Work, place: Place, path: Outline, count: int, reach: float, paint: Paint, colour: RGB | None = None
) -> None:
    """Eyelets along `path` with laces that run over the front edge."""
    cord = colour or ((244, 240, 230) if brightness(paint.colour) < 0.55 else (92, 74, 60))
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    for x, y, degrees in along(path, length / count, length / count / 2):
        angle = np.radians(degrees + 90)
        tip = (x + reach * float(np.cos(angle)), y + reach * float(np.sin(angle)) - 0.6)
        lace = place(outline((x, y), ((x + tip[0]) / 2, (y + tip[1]) / 2 - 0.6, *tip)))
        work.canvas.line(moved(lace, 0.2, 0.6), darker(paint.colour, 0.6), 1.2, opacity=0.4)
        work.canvas.line(lace, cord, 1.15)
        work.canvas.fill(place(ellipse(x, y, 0.75, 0.75)), (196, 184, 150), depth=0.6)
