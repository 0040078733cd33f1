"""Caps, beanies and hats."""

from __future__ import annotations

import math

import numpy as np

from demo_shop.canvas import Fold, Weave
from demo_shop.geometry import Outline, ellipse, flipped, leaf, mirrored, moved, outline, rounded
from demo_shop.palette import STEEL, brightness, darker, lighter, mixed, seam
from demo_shop.work import Work

_BOTH = (np.asarray, flipped)


def cap(work: Work) -> None:
    brim = outline(
        (36, 60.5), (24, 60.0, 12, 63, 7.5, 69), (7.6, 71.6, 12, 72.4), (26, 67.5, 44, 69.5, 58, 69), (60, 62)
    )
    work.canvas.fill(moved(brim, 0, 1.4), darker(work.colour, 0.5), depth=2)
    crown = outline((31, 66.5), (29, 40, 42, 26.5, 60, 26.5), (79, 26.5, 90, 42, 88, 67.5), (70, 71, 48, 71, 31, 66.5))
    work.canvas.fill(crown, work.cloth, depth=8, relief=1.15)
    for path in (outline((59, 26.5), (46, 40, 45.4, 68.6)), outline((62, 26.5), (77, 40, 77.6, 69.4))):
        work.canvas.line(path, seam(work.colour, 0.34), 0.4, inside=crown)
        work.canvas.line(moved(path, 1.1, 0), work.stitch, 0.26, dash=0.9, inside=crown)
    for x, y in ((38.5, 44.0), (61.0, 42.0), (82.0, 46.0)):
        work.canvas.line(ellipse(x, y, 1.1, 1.3), seam(work.colour, 0.42), 0.6, closed=True)
    work.canvas.fill(ellipse(60.4, 26.4, 2.3, 1.4), work.plain, depth=0.9, shadow=0.3)
    work.canvas.fill(brim, work.cloth, depth=3.2, shadow=0.4, relief=1.1)
    for k in (1, 2, 3):
        curve = outline((38 + k, 62.4 + k * 1.3), (26, 62.2 + k * 1.5, 16, 64.6 + k, 10.4 + k * 2.2, 69.6 + k * 0.4))
        work.canvas.line(curve, work.stitch, 0.26, dash=0.9, inside=brim)
    work.canvas.line(outline((31, 66.0), (48, 70.4, 70, 70.4, 88, 67.0)), seam(work.colour, 0.3), 0.4, inside=crown)


def beanie(work: Work) -> None:
    pompom = work.look.cut == "pompom"
    crown = mirrored((50, 18), (66, 18, 79, 34, 78.6, 62), (78.4, 68), (50, 72))
    work.canvas.fill(crown, work.cloth, depth=8, relief=1.1, weave=Weave(sag=-1.6))
    for k in np.linspace(-1, 1, 23):
        bend = float(k)
        rib = outline((50 + bend * 5, 18.4), (50 + bend * 27, 30, 50 + bend * 28.6, 70))
        work.canvas.line(rib, seam(work.colour, 0.24), 0.45, inside=crown)
    cuff = mirrored(
        (50, 60), (64, 60, 79, 58.2), (80.6, 58.6, 80.8, 61), (80.4, 74), (80, 76.4, 78, 76.8), (64, 80, 50, 80)
    )
    work.canvas.fill(cuff, work.plain, depth=4, relief=1.1, shadow=0.45)
    for k in np.linspace(-0.97, 0.97, 31):
        x = 50 + 30 * math.sin(float(k) * 1.45)
        drop = 1.8 * (1 - float(k) ** 2)
        work.canvas.line(outline((x, 58.4 + drop), (x, 77 + drop * 1.6)), seam(work.colour, 0.26), 0.5, inside=cuff)
    if pompom:
        fluff = lighter(work.colour, 0.5) if brightness(work.colour) < 0.7 else work.colour
        t = np.linspace(0, 2 * math.pi, 60, endpoint=False)
        reach = 8.6 + np.array([work.rng.uniform(-0.9, 0.9) for _ in t])
        work.canvas.fill(
            np.column_stack([50 + np.cos(t) * reach, 14.5 + np.sin(t) * reach]), fluff, depth=3.5, shadow=0.4
        )
        for _ in range(60):
            a, r = work.rng.uniform(0, 6.28), work.rng.uniform(1, 7.5)
            x, y = 50 + math.cos(a) * r, 14.5 + math.sin(a) * r
            hair = outline((x, y), (x + math.cos(a) * 1.8, y + math.sin(a) * 1.8))
            work.canvas.line(hair, seam(fluff, work.rng.uniform(0.1, 0.3)), 0.35)
    else:
        work.canvas.fill(rounded(68, 67, 6, 4.6, 0.5), mixed(work.colour, (120, 84, 52), 0.8), depth=0.8, shadow=0.3)


def hat(work: Work) -> None:
    cut = work.look.cut
    band = (58, 46, 40) if brightness(work.colour) > 0.35 else lighter(work.colour, 0.35)
    if cut == "bucket":
        crown = mirrored((50, 26), (60, 25.4, 66, 26.4), (68.4, 27.4, 69, 30), (72, 52), (50, 56))
        brim = mirrored((50, 54), (62, 53.6, 72, 50.6), (80, 62, 86.4, 71.6), (84, 76, 66, 79.4, 50, 79.4))
        work.canvas.fill(brim, work.cloth, depth=6, relief=1.1)
        for k in (1, 2, 3, 4):
            drop = 4.8 * k
            work.canvas.line(
                outline((28 - k * 3, 51 + drop), (50, 59.5 + drop, 72 + k * 3, 51 + drop)),
                work.stitch,
                0.28,
                dash=0.9,
                inside=brim,
            )
        work.canvas.fill(crown, work.cloth, depth=6, relief=1.1, shadow=0.35)
        work.canvas.line(outline((34, 29), (50, 33, 66, 29)), work.stitch, 0.3, dash=0.9, inside=crown)
        for x in (60.0, 64.5):
            work.canvas.line(ellipse(x, 42, 0.9, 1.0), STEEL, 0.5, closed=True)
        return
    wide = 42.0 if cut == "sun" else 36.0
    brim = _brim(wide, 66.0)
    work.canvas.fill(brim, work.cloth, depth=5, relief=1.1)
    if cut == "sun":
        for share in (0.84, 0.92):
            work.canvas.line(
                ellipse(50, 66, wide * share, 10.5 * share), seam(work.colour, 0.2), 0.35, closed=True, inside=brim
            )
        crown = mirrored((50, 30), (64, 30, 71.5, 42, 72.4, 63), (64, 69, 50, 69.4))
    else:
        crown = mirrored((50, 30.5), (55, 27.6, 62, 26.4), (68.5, 28, 70.4, 40, 71.8, 62), (64, 68.4, 50, 68.8))
    folds = (
        []
        if cut == "sun"
        else [
            Fold(leaf((50, 29), (50, 50), 3.0), -1.2),
            Fold(leaf((61, 36), (66, 50), 1.8), -0.9),
            Fold(leaf((39, 36), (34, 50), 1.8), -0.9),
        ]
    )
    work.canvas.fill(crown, work.cloth, depth=7, relief=1.15, folds=folds, shadow=0.4)
    ring = mirrored((50, 59.6), (63, 59.4, 71.4, 55), (72.3, 63.4), (64, 69, 50, 69.3))
    work.canvas.fill(ring, band, depth=2, shadow=0.15)
    if cut == "fedora":
        work.canvas.fill(
            outline((66, 57.6), (73.4, 54), (74, 64.6), (66.6, 67.4)), darker(band, 0.2), depth=1.2, shadow=0.4
        )
    else:
        for tail in (((66, 62), (76, 74)), ((66, 62), (70, 77))):
            work.canvas.fill(leaf(*tail, 2.2), band, depth=1.0, shadow=0.3)


def _brim(wide: float, y: float) -> Outline:
    """A flat round brim seen a little from above, its front dipping."""
    return mirrored(
        (50, y - 9),
        (50 + wide * 0.66, y - 9, 50 + wide, y - 6.4, 50 + wide, y),
        (50 + wide, y + 6, 50 + wide * 0.6, y + 11.4, 50, y + 11.4),
    )
