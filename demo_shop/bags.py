"""Bags: handbags, clutches, backpacks."""

from __future__ import annotations

import numpy as np

from demo_shop.canvas import Paint
from demo_shop.geometry import ellipse, flipped, leaf, mirrored, moved, outline, ribbon, rounded
from demo_shop.palette import BRASS, STEEL, darker, lighter, seam
from demo_shop.tops import motif
from demo_shop.work import Work

_BOTH = (np.asarray, flipped)


def handbag(work: Work) -> None:
    {"tote": _tote, "satchel": _satchel, "shoulder": _shoulder}[work.look.cut](work)


def _handle(work: Work, x: float, base: float, top: float, back: bool) -> None:
    path = outline((50 - x, base), (50 - x * 0.95, top - 4, 50 + x * 0.95, top - 4, 50 + x, base))
    paint = Paint(darker(work.colour, 0.34)) if back else work.plain
    work.canvas.fill(ribbon(path, 2.4), paint, depth=1.1, gloss=0.5, shadow=0.0 if back else 0.35)
    if not back:
        work.canvas.line(path, work.stitch, 0.26, dash=0.9)
        for sx in (50 - x, 50 + x):
            work.canvas.fill(rounded(sx - 1.9, base - 1, 3.8, 8.5, 1.4), work.plain, depth=1.1, shadow=0.4, gloss=0.3)
            work.canvas.fill(ellipse(sx, base + 4.8, 0.8, 0.8), BRASS, depth=0.6, gloss=0.5)


def _tote(work: Work) -> None:
    wide = work.about(27, 0.06)
    _handle(work, 11, 38, 10, True)
    inner = mirrored((50, 35), (50 + wide, 35.6), (50 + wide - 1, 40), (50, 41))
    work.canvas.fill(inner, darker(work.colour, 0.5), depth=2)
    shape = mirrored(
        (50, 37.6),
        (50 + wide * 0.5, 37.4, 50 + wide, 35.6),
        (50 + wide - 0.6, 60, 50 + wide - 3.6, 84),
        (50 + wide - 4, 86.6, 50 + wide - 7, 86.8),
        (50, 87.4),
    )
    work.canvas.fill(shape, work.cloth, depth=8, gloss=0.35, relief=1.1)
    rim = outline((50 - wide, 38.6), (50, 40.8, 50 + wide, 38.6))
    work.canvas.line(rim, work.stitch, 0.3, dash=0.9, inside=shape)
    work.canvas.line(
        outline((50 - wide + 3, 80), (50, 82, 50 + wide - 3, 80)), seam(work.colour, 0.3), 0.35, inside=shape
    )
    _handle(work, 11, 40, 12, False)
    if work.rng.random() < 0.5:
        tag = outline(
            (50 + wide - 9, 42), (50 + wide - 5, 42), (50 + wide - 5, 53), (50 + wide - 7, 54.4), (50 + wide - 9, 53)
        )
        work.canvas.fill(tag, darker(work.colour, 0.16), depth=1, shadow=0.4)


def _satchel(work: Work) -> None:
    wide = work.about(29, 0.05)
    _handle(work, 13, 44, 14, True)
    shape = mirrored(
        (50, 41),
        (50 + wide - 5, 41),
        (50 + wide - 1.5, 41.4, 50 + wide - 1, 45),
        (50 + wide + 2, 72, 50 + wide + 2, 80),
        (50 + wide + 1.6, 84, 50 + wide - 3, 84),
        (50, 84.6),
    )
    work.canvas.fill(shape, work.cloth, depth=7, gloss=0.4, relief=1.1)
    for place in _BOTH:
        gusset = np.asarray(place(outline((50 + wide - 6, 42), (50 + wide - 3.4, 62, 50 + wide - 4, 84))))
        work.canvas.line(gusset, seam(work.colour, 0.36), 0.4, inside=shape)
    flap = mirrored(
        (50, 40.4),
        (50 + wide - 5, 40.4),
        (50 + wide - 1.4, 41, 50 + wide - 1, 44),
        (50 + wide - 0.4, 56),
        (50 + wide - 1, 61.4, 50 + wide - 7, 62),
        (50 + 6, 64.5, 50, 64.6),
    )
    work.canvas.fill(flap, work.cloth, depth=4, gloss=0.5, shadow=0.5)
    work.canvas.line(flap[15:], work.stitch, 0.28, dash=0.9, inside=flap)
    work.canvas.fill(rounded(46.4, 60.6, 7.2, 8.2, 1.4), BRASS, depth=1.6, shadow=0.5, gloss=0.7)
    work.canvas.fill(rounded(48.8, 62.4, 2.4, 4.4, 1.0), darker(BRASS, 0.35), depth=0.8)
    _handle(work, 13, 42, 16, False)
    for place in _BOTH:
        foot = np.asarray(place(ellipse(50 + wide - 8, 84.6, 1.4, 0.9)))
        work.canvas.fill(foot, BRASS, depth=0.6)


def _shoulder(work: Work) -> None:
    wide = work.about(25, 0.06)
    chain = outline(
        (50 - wide + 3, 48),
        (50 - wide - 1, 20, 50 - 12, 10, 50, 10),
        (50 + 12, 10, 50 + wide + 1, 20, 50 + wide - 3, 48),
    )
    work.canvas.line(moved(chain, 0.5, 0.9), (120, 100, 70), 2.0, opacity=0.35)
    work.canvas.line(chain, darker(BRASS, 0.25), 1.7)
    work.canvas.line(chain, lighter(BRASS, 0.4), 1.1, dash=1.2)
    shape = mirrored(
        (50, 46),
        (50 + wide - 3, 46),
        (50 + wide, 46.4, 50 + wide + 0.4, 50),
        (50 + wide + 2, 66, 50 + wide, 76),
        (50 + wide - 1, 81.4, 50 + wide - 8, 81.8),
        (50, 82.4),
    )
    work.canvas.fill(shape, work.cloth, depth=6.5, gloss=0.5, relief=1.1)
    flap = mirrored(
        (50, 45),
        (50 + wide - 3, 45),
        (50 + wide + 0.2, 45.4, 50 + wide + 0.6, 50),
        (50 + wide + 0.8, 62, 50 + 10, 70, 50, 70.4),
    )
    work.canvas.fill(flap, work.cloth, depth=4.5, gloss=0.6, shadow=0.5)
    if work.look.pattern == "plain" and work.rng.random() < 0.6:
        for k in range(-8, 9):
            for lean in (-1, 1):
                quilt = outline((50 + k * 7 - lean * 20, 40), (50 + k * 7 + lean * 20, 80))
                work.canvas.line(quilt, seam(work.colour, 0.22), 0.3, inside=flap)
    work.canvas.line(ellipse(50, 66.5, 3.0, 2.6), BRASS, 1.3, closed=True)


def clutch(work: Work) -> None:
    wide, top, low = work.about(33, 0.04), 34.0, 70.0
    if work.look.cut == "frame":
        shape = mirrored(
            (50, 38),
            (50 + wide * 0.76, 38),
            (50 + wide, 46, 50 + wide * 0.96, 64),
            (50 + wide * 0.9, 71, 50 + wide * 0.7, 71),
            (50, 72),
        )
        work.canvas.fill(shape, work.cloth, depth=7, gloss=0.75, relief=1.2)
        frame = ribbon(
            outline(
                (50 - wide * 0.79, 39.5),
                (50 - wide * 0.74, 36.8),
                (50, 36.4, 50 + wide * 0.74, 36.8),
                (50 + wide * 0.79, 39.5),
            ),
            2.4,
        )
        work.canvas.fill(frame, BRASS, depth=1.1, gloss=0.7, shadow=0.4)
        for x in (48.0, 52.0):
            work.canvas.fill(ellipse(x, 34.6, 1.7, 1.7), lighter(BRASS, 0.2), depth=1.1, gloss=0.8, shadow=0.3)
        for k in range(-3, 4):
            pleat = leaf((50 + k * 6.2, 40), (50 + k * 8.0, 62), 0.8)
            work.canvas.shade(pleat, 0.22, 0.8, inside=shape)
        return
    shape = rounded(50 - wide, top, 2 * wide, low - top, 2.2)
    work.canvas.fill(shape, work.cloth, depth=6, gloss=0.45)
    work.canvas.line(
        rounded(50 - wide + 1.2, top + 1.2, 2 * wide - 2.4, low - top - 2.4, 1.6),
        work.stitch,
        0.28,
        closed=True,
        dash=0.9,
    )
    flap = outline(
        (50 - wide, top + 2),
        (50 - wide, top, 50 - wide + 2, top),
        (50 + wide - 2, top),
        (50 + wide, top, 50 + wide, top + 2),
        (50 + wide - 1, top + 5),
        (52.5, top + 22.6),
        (50, top + 24, 47.5, top + 22.6),
        (50 - wide + 1, top + 5),
    )
    work.canvas.fill(flap, work.cloth, depth=4, gloss=0.6, shadow=0.55, relief=1.1)
    work.canvas.fill(ellipse(50, top + 20.4, 1.7, 1.7), BRASS, depth=1, gloss=0.7, shadow=0.4)
    loop = ribbon(
        outline(
            (50 + wide, 40),
            (50 + wide + 9, 46, 50 + wide + 8, 62),
            (50 + wide + 5, 66, 50 + wide + 4, 58),
            (50 + wide + 5, 48, 50 + wide, 43),
        ),
        1.4,
    )
    if work.rng.random() < 0.4:
        work.canvas.fill(loop, work.plain, depth=0.8)


def backpack(work: Work) -> None:
    roll = work.look.cut == "roll"
    wide = work.about(23, 0.05)
    trim = darker(work.colour, 0.3)
    for place in _BOTH:
        strap = np.asarray(place(outline((50 + wide - 6, 28), (50 + wide + 10, 40, 50 + wide + 4, 78))))
        work.canvas.fill(ribbon(strap, (5.0, 2.4)), darker(work.colour, 0.4), depth=2)
    loop = outline((45.5, 18), (45.5, 8.6, 54.5, 8.6, 54.5, 18))
    work.canvas.fill(ribbon(loop, 2.2), darker(work.colour, 0.32), depth=1)
    if roll:
        shape = mirrored(
            (50, 20),
            (50 + wide * 0.86, 20),
            (50 + wide, 32, 50 + wide, 44),
            (50 + wide + 1, 82),
            (50 + wide, 88, 50 + wide - 6, 88),
            (50, 88.6),
        )
    else:
        shape = mirrored(
            (50, 14),
            (50 + 10, 14, 50 + wide, 18, 50 + wide, 38),
            (50 + wide + 1, 80),
            (50 + wide + 0.6, 88, 50 + wide - 7, 88),
            (50, 88.6),
        )
    work.canvas.fill(shape, work.cloth, depth=8, relief=1.15)
    if roll:
        top = mirrored((50, 12.6), (50 + wide * 0.9, 12.6), (50 + wide * 0.98, 17, 50 + wide * 0.9, 22.4), (50, 22.6))
        work.canvas.fill(top, work.cloth, depth=3, shadow=0.45)
        for place in _BOTH:
            belt = np.asarray(place(outline((59, 12.4), (62.4, 12.4), (62.4, 52), (59, 52))))
            work.canvas.fill(belt, trim, depth=1.2, shadow=0.4)
            work.canvas.line(np.asarray(place(rounded(58.4, 33, 4.6, 4.4, 0.6))), STEEL, 0.9, closed=True)
    else:
        arch = outline(
            (50 - wide + 2.5, 44),
            (50 - wide + 2, 18.5, 50 - 8, 18, 50, 18),
            (50 + 8, 18, 50 + wide - 2, 18.5, 50 + wide - 2.5, 44),
        )
        work.canvas.line(arch, seam(work.colour, 0.5), 1.5, inside=shape)
        work.canvas.line(arch, (176, 178, 182), 0.5, dash=0.4, inside=shape)
        work.canvas.fill(rounded(60, 19.4, 1.8, 5.4, 0.8), STEEL, depth=0.8, shadow=0.4)
    pocket = mirrored(
        (50, 52),
        (50 + wide - 5, 52),
        (50 + wide - 3, 52.4, 50 + wide - 2.8, 55),
        (50 + wide - 2.4, 80),
        (50 + wide - 3, 84, 50 + wide - 7, 84),
        (50, 84.4),
    )
    work.canvas.fill(pocket, work.cloth, depth=4, shadow=0.5, relief=1.1)
    zipper = outline((50 - wide + 4.5, 57.5), (50, 56.5, 50 + wide - 4.5, 57.5))
    work.canvas.line(zipper, seam(work.colour, 0.5), 1.4)
    work.canvas.line(zipper, (176, 178, 182), 0.5, dash=0.4)
    work.canvas.fill(rounded(50 + wide - 9, 57.4, 1.6, 5, 0.7), STEEL, depth=0.8, shadow=0.4)
    if work.look.pattern == "printed":
        motif(work, 50, 70, 8)
    else:
        work.canvas.fill(rounded(45, 40, 10, 5.4, 1.0), (150, 104, 66), depth=1.2, shadow=0.3)
    for place in _BOTH:
        side = np.asarray(place(outline((50 + wide + 1, 62), (50 + wide + 5, 66, 50 + wide + 4, 84), (50 + wide, 86))))
        work.canvas.fill(side, trim, depth=1.8)
