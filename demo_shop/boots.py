"""Boots: ankle, chelsea, tall, rain and laced."""

from __future__ import annotations

import numpy as np

from demo_shop.canvas import Paint
from demo_shop.geometry import Outline, ellipse, leaf, outline, ribbon, rounded
from demo_shop.lasts import FLOOR, Place, laces, pair, sole, stitched, upper
from demo_shop.palette import DARK_RUBBER, RUBBER, WOOD, brightness, darker, lighter, mixed, seam
from demo_shop.work import Work


def boots(work: Work) -> None:
    cut = work.look.cut
    height = {"ankle": 31.0, "chelsea": 33.0, "tall": 10.0, "rain": 16.0, "work": 27.0}[cut] + work.rng.uniform(-2, 2)
    shoe = {"ankle": _ankle, "chelsea": _chelsea, "tall": _tall, "rain": _rain, "work": _work_boot}[cut]
    pair(work, lambda w, p, c: shoe(w, p, c, height), 10 if cut in {"tall", "rain"} else 9)


def _boot_upper(top: float, sole: float, slim: float = 0.0, lean: float = 0.0) -> Outline:
    """Shaft and foot of a boot, toe left; `sole` is the height of the sole's upper edge."""
    return outline(
        (50 + slim + lean, top + 0.8),
        (60, top - 0.4, 73 - slim, top),
        (73.5 - slim, (top + sole) / 2 - 4, 73.0, sole - 12, 74.5, sole - 3),
        (74.6, sole),
        (22, sole),
        (20.2, sole - 3.5, 21.5, sole - 9.5, 29, sole - 11.5),
        (38, sole - 13.5, 47, sole - 16, 49.5, sole - 24),
        (50 + slim, sole - 30, 50 + slim + lean, (top + sole) / 2 - 6, 50 + slim + lean, top + 0.8),
    )


def _mouth(work: Work, place: Place, top: float, left: float, right: float, paint: Paint) -> None:
    rim = ellipse((left + right) / 2, top + 0.5, (right - left) / 2 - 0.3, 1.7)
    work.canvas.fill(place(rim), darker(paint.colour, 0.5), depth=1.5, relief=0.8)


def _ankle(work: Work, place: Place, paint: Paint, top: float) -> None:
    heel = outline((60, 69), (75, 68), (75.4, 71), (73.5, FLOOR), (62.5, FLOOR))
    sole(work, place, heel, darker(mixed(paint.colour, WOOD, 0.4), 0.5))
    sole(
        work,
        place,
        outline(
            (21, 72.4),
            (61, 70.4),
            (75, 67.6),
            (75, 70.6),
            (62, 73.6),
            (50, 77, 40, FLOOR),
            (26, FLOOR),
            (21.5, 77, 21, 72.4),
        ),
        darker(paint.colour, 0.62),
    )
    shape = outline(
        (51, top + 0.8),
        (61, top - 0.6, 72, top),
        (72.6, 48, 72.2, 58, 75.2, 68.6),
        (60, 72, 40, 73.6, 21.5, 74.0),
        (20.0, 70, 22, 65.2, 29, 63.2),
        (38, 60.8, 46.5, 57, 49.4, 49),
        (51, 43, 51, 38, 51, top + 0.8),
    )
    leather = upper(work, place, shape, paint, 0.6)
    _mouth(work, place, top, 51, 72, paint)
    stitched(work, place(outline((57, top + 1), (57.5, 52), (54, 62, 44.5, 66.5), (40, 70, 39, 73))), paint)
    zipper = place(outline((64.5, top + 2), (65.4, 56, 63.4, 68)))
    work.canvas.line(zipper, seam(paint.colour, 0.5), 1.1, inside=leather)
    work.canvas.line(zipper, (186, 188, 192), 0.5, dash=0.4, inside=leather)
    work.canvas.fill(place(leaf((64.5, top + 2), (64.2, top + 7), 0.9)), (190, 192, 196), depth=0.5, shadow=0.3)
    strap = place(ribbon(outline((50.6, 50.4), (60, 52.8, 72.6, 50.8)), 2.5))
    if work.look.seed % 2:
        work.canvas.fill(strap, paint, depth=1, shadow=0.4, gloss=0.3, inside=leather)
        work.canvas.line(place(rounded(57, 49.6, 4.4, 4.4, 0.8)), (206, 180, 110), 0.8, closed=True)


def _chelsea(work: Work, place: Place, paint: Paint, top: float) -> None:
    sole(
        work,
        place,
        outline(
            (20.6, 72.6),
            (75, 72.6),
            (75.6, FLOOR),
            (60, FLOOR),
            (59, 76.2),
            (54, 76.2),
            (51, FLOOR - 0.3),
            (25, FLOOR),
            (21, 77, 20.6, 72.6),
        ),
        DARK_RUBBER,
    )
    upper(work, place, _boot_upper(top, 73.6), paint, 0.6)
    _mouth(work, place, top, 50, 73, paint)
    elastic = place(
        outline(
            (56.5, top + 1.8),
            (66.5, top + 1.8),
            (66.8, top + 12, 63.8, 58),
            (61.6, 60, 59.4, 58),
            (56.2, top + 12, 56.5, top + 1.8),
        )
    )
    cloth = darker(paint.colour, 0.45) if brightness(paint.colour) > 0.25 else lighter(paint.colour, 0.2)
    work.canvas.fill(elastic, cloth, depth=1.5, relief=0.8)
    for k in np.linspace(-4, 4, 9):
        rib = outline((61.5 + float(k), top + 2), (61.6 + float(k) * 0.5, 58))
        work.canvas.line(place(rib), seam(cloth, 0.35), 0.3, inside=elastic)
    work.canvas.line(elastic, seam(paint.colour, 0.4), 0.4, closed=True)
    tab = place(rounded(69.4, top - 4.2, 2.8, 8, 1.0))
    work.canvas.fill(tab, cloth, depth=0.9, shadow=0.3)
    work.canvas.line(place(outline((21, 73.2), (75, 73.2))), seam(DARK_RUBBER, 0.5), 0.4)


def _tall(work: Work, place: Place, paint: Paint, top: float) -> None:
    heel = outline((62, 69), (76, 68), (75.4, 72), (73.5, FLOOR), (65, FLOOR))
    sole(work, place, heel, darker(paint.colour, 0.6))
    sole(
        work,
        place,
        outline(
            (21, 73.4),
            (62, 71.4),
            (76, 68.6),
            (75.6, 71.2),
            (62, 74.4),
            (50, 77.4, 40, FLOOR),
            (26, FLOOR),
            (21.5, 77, 21, 73.4),
        ),
        darker(paint.colour, 0.62),
    )
    shape = outline(
        (48, top + 0.6),
        (60, top - 1.4, 74, top),
        (75.6, 28, 72.0, 46, 72.4, 56),
        (72.8, 62, 75.8, 69.6),
        (60, 73, 40, 74.2, 21.5, 74.6),
        (20.0, 70.6, 22, 66.2, 29, 64.2),
        (38, 61.8, 48.5, 59, 51.6, 51),
        (53, 42, 47.6, 30, 48, top + 0.6),
    )
    leather = upper(work, place, shape, paint, 0.55, 6)
    _mouth(work, place, top - 0.3, 48, 74, paint)
    stitched(work, place(outline((62, top + 1), (62, 40, 62, 58), (61, 66, 62, 71))), paint)
    for y, bend in ((52.0, 1.8), (56.5, 2.2), (60.0, 2.0)):
        work.canvas.shade(place(leaf((53, y), (66, y + 1), 0.9, bend)), 0.24, 0.7, inside=leather)
    work.canvas.line(
        place(outline((48, top + 4.0), (60, top + 2.2, 74.2, top + 3.4))),
        seam(paint.colour, 0.35),
        0.35,
        inside=leather,
    )


def _rain(work: Work, place: Place, paint: Paint, top: float) -> None:
    sole_colour = RUBBER if work.look.seed % 3 == 0 and work.look.colour != "white" else darker(paint.colour, 0.5)
    tread = outline(
        (20, 72.8),
        (76, 72.8),
        (76.6, FLOOR),
        (61, FLOOR),
        (60, 76),
        (54, 76),
        (52, FLOOR),
        (24, FLOOR),
        (20, 77.5, 20, 72.8),
    )
    sole(work, place, tread, sole_colour)
    shape = outline(
        (47.4, top + 0.8),
        (60, top - 0.6, 75.4, top),
        (75.2, 40, 74.6, 60, 76, 73.6),
        (21, 73.6),
        (18.6, 68, 21, 61.6, 29.5, 60.2),
        (40, 58.8, 47.6, 57, 49, 47),
        (49.2, 40, 47.4, 28, 47.4, top + 0.8),
    )
    leather = upper(work, place, shape, paint, 1.1, 5.5)
    _mouth(work, place, top, 47.4, 75.4, paint)
    band = place(ribbon(outline((46.8, top + 2), (60, top + 3.4, 76, top + 2)), 3.0))
    work.canvas.fill(band, lighter(paint.colour, 0.12), depth=1.2, shadow=0.3, gloss=0.6, inside=leather)
    work.canvas.line(place(outline((49, 50), (58, 54, 75, 52))), seam(paint.colour, 0.28), 0.4, inside=leather)
    shine = place(leaf((53.0, top + 8), (53.6, 46), 1.0, -0.4))
    work.canvas.shade(shine, -0.5, 0.6, inside=leather)
    cap = place(outline((19.4, 70), (26, 66, 36, 73.6)))
    work.canvas.line(cap, seam(paint.colour, 0.3), 0.4, inside=leather)
    work.canvas.fill(place(rounded(66, top + 6, 6.5, 4.6, 0.8)), lighter(paint.colour, 0.3), depth=1, shadow=0.2)


def _work_boot(work: Work, place: Place, paint: Paint, top: float) -> None:
    lug = outline(
        (20, 71.4),
        (76, 71.4),
        (76.6, FLOOR),
        (62, FLOOR),
        (61, 75.6),
        (55, 75.6),
        (53, FLOOR),
        (24, FLOOR),
        (20, 77, 20, 71.4),
    )
    placed = sole(work, place, lug, DARK_RUBBER if brightness(paint.colour) > 0.2 else (86, 70, 54))
    for x in np.arange(24, 75, 4.0):
        work.canvas.line(place(outline((float(x), 75.4), (float(x), FLOOR))), (24, 22, 22), 0.8, inside=placed)
    tongue = place(outline((47, top - 3), (56, top - 5), (58, top + 6), (50, 50), (46, 40)))
    work.canvas.fill(tongue, darker(paint.colour, 0.18), depth=2)
    leather = upper(work, place, _boot_upper(top, 72.4), paint, 0.5)
    padded = place(ribbon(outline((50, top + 2.2), (61, top + 0.4, 73, top + 2)), 3.4))
    work.canvas.fill(padded, darker(paint.colour, 0.3), depth=1.6, inside=leather)
    stitched(work, place(outline((56.5, top + 1), (56.6, 52), (55, 58, 47, 62))), paint)
    stitched(work, place(outline((73, 57), (62, 57, 56, 72))), paint)
    cap = place(outline((33, 60.8), (37, 66, 35.5, 72.4)))
    stitched(work, cap, paint)
    laces(work, place, outline((51.6, top + 6), (51.6, 48), (50, 53, 42, 58.4)), 6, 5.2, paint)
    work.canvas.line(place(outline((21, 71.9), (75.5, 71.9))), (214, 170, 92), 0.4, dash=1.0)
