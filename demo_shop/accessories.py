"""Scarves, gloves, belts, ties, socks, sunglasses and watches."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from demo_shop.canvas import Fold, Paint, Weave
from demo_shop.geometry import Outline, ellipse, flipped, leaf, mirrored, moved, outline, ribbon, rounded, turned
from demo_shop.palette import BRASS, STEEL, brightness, darker, lighter, mixed, seam
from demo_shop.work import Work

_BOTH = (np.asarray, flipped)


def scarf(work: Work) -> None:
    tail_l = outline((36, 42), (48, 44), (47, 70, 45, 86), (30.5, 85), (31, 66, 36, 42))
    tail_r = outline((50, 42), (63, 40), (68, 62, 69.6, 80), (55, 82), (54, 62, 50, 42))
    for tail, degrees in ((tail_l, 7.0), (tail_r, -8.0)):
        centre = (float(tail[:, 0].mean()), 60.0)
        folds = [Fold(leaf((centre[0] + dx, 44), (centre[0] + dx * 1.6, 82), 1.1, dx * 0.3), -0.7) for dx in (-3, 3)]
        work.canvas.fill(tail, work.cloth, depth=4, folds=folds, weave=Weave(degrees, centre), shadow=0.3)
        low, high = tail[tail[:, 1].argsort()[::-1][:8]].min(axis=0)[0], tail[:, 0].max()
        edge_y = float(tail[:, 1].max())
        lefts = np.linspace(low + 0.6, min(high, low + 14), 15)
        for x in lefts:
            tip = float(x) + work.rng.uniform(-0.5, 0.5)
            start = edge_y - 0.8 - (0.07 * (float(x) - low) if degrees > 0 else -0.0)
            work.canvas.line(
                outline((float(x), start - 0.6), (tip, start + work.rng.uniform(4.4, 5.6))), work.colour, 0.55
            )
    back = mirrored((50, 15), (66, 14, 76, 22, 76, 32), (74, 38, 60, 40, 50, 40))
    work.canvas.fill(back, Paint(darker(work.colour, 0.3)), depth=4)
    hollow = ellipse(50, 25, 15, 6.5)
    work.canvas.fill(hollow, darker(work.colour, 0.6), depth=3)
    loop = outline(
        (24, 30),
        (25, 22, 32, 20),
        (34, 30, 44, 35, 52, 34),
        (64, 33, 68, 28, 70, 21),
        (76, 24, 78, 31, 76, 37),
        (70, 49, 56, 53, 46, 51.6),
        (32, 50, 24, 41, 24, 30),
    )
    loop_folds = [
        Fold(leaf((29, 27), (68, 40), 1.3, 9), -0.9),
        Fold(leaf((27, 33), (66, 46), 1.3, 8), -0.8),
        Fold(leaf((34, 28), (72, 33), 1.2, 8), 0.7),
    ]
    work.canvas.fill(loop, work.cloth, depth=5, folds=loop_folds, shadow=0.5, weave=Weave(sag=-4.0), relief=1.1)


def gloves(work: Work) -> None:
    for dx, degrees, mirror in ((19.0, 9.0, False), (-19.0, -9.0, True)):

        def place(points: Outline, dx: float = dx, degrees: float = degrees, mirror: bool = mirror) -> Outline:
            return turned(moved(flipped(points) if mirror else points, dx, 0), degrees, (50 + dx, 60))

        _glove(work, place)


def _glove(work: Work, place: Callable[[Outline], Outline]) -> None:
    knit = work.look.cut == "knit"
    thumb = outline((41, 66), (34, 60, 29.5, 50, 29.8, 45), (31, 41.4, 34.6, 43.6), (38, 52, 43, 54))
    work.canvas.fill(place(thumb), work.cloth, depth=2.4, relief=1.15, gloss=0.0 if knit else 0.4)
    hand = outline(
        (39, 84), (39, 74, 38.4, 64, 39, 50),
        (38.6, 34), (38.8, 28.6, 41.6, 28.6), (44.4, 28.6, 44.4, 34), (44.8, 46),
        (44.8, 28), (45, 22.8, 47.8, 22.8), (50.6, 22.8, 50.6, 28), (50.8, 46),
        (51.2, 29), (51.4, 24.2, 54.2, 24.2), (56.8, 24.2, 56.8, 29.4), (56.8, 47.4),
        (57.6, 36), (58.2, 31.8, 60.4, 32.2), (63, 32.8, 62.8, 37.4), (62, 52, 61.4, 66, 60.6, 84),
    )  # fmt: skip
    work.canvas.fill(place(hand), work.cloth, depth=3.4, relief=1.15, gloss=0.0 if knit else 0.45, shadow=0.3)
    cuff = outline((38.2, 74), (50, 76, 61.4, 74), (62, 89), (50, 91, 38, 89))
    if knit:
        work.canvas.fill(place(cuff), work.plain, depth=2.4, shadow=0.25)
        for x in np.arange(39.6, 61, 1.7):
            work.canvas.line(place(outline((float(x), 75), (float(x), 89.6))), seam(work.colour, 0.24), 0.42)
    else:
        for x in (45.0, 50.4, 55.8):
            work.canvas.line(place(outline((x, 50), (x + (x - 50) * 0.05, 62))), seam(work.colour, 0.4), 0.45)
        work.canvas.line(place(outline((38.8, 75), (50, 77, 61, 75))), seam(work.colour, 0.36), 0.4)
        work.canvas.line(place(outline((38.9, 82.4), (50, 84.6, 60.8, 82.4))), work.stitch, 0.3, dash=0.9)
        strap = ribbon(outline((46, 76.4), (54, 77.4, 61.4, 75.6)), 2.6)
        work.canvas.fill(place(strap), work.plain, depth=1, shadow=0.35, gloss=0.3)
        work.canvas.fill(place(ellipse(48.4, 76.8, 0.8, 0.8)), BRASS, depth=0.6)


def belt(work: Work) -> None:
    """A coil seen from the front with the buckle facing."""
    metal = BRASS if work.look.cut == "round" else STEEL
    back = outline(
        (12.8, 48),
        (13.4, 38, 30, 31.5, 50, 31.5),
        (70, 31.5, 86.6, 38, 87.2, 48),
        (84, 43.6, 70, 41, 50, 41),
        (30, 41, 16, 43.6, 12.8, 48),
    )
    work.canvas.fill(back, darker(work.colour, 0.42), depth=2.4)
    front = np.vstack([
        outline((13, 46), (14, 56, 30, 62.5, 50, 62.5), (70, 62.5, 86, 56, 87, 46)),
        outline((87, 46), (87.4, 55), (86, 66, 70, 72.8, 50, 72.8), (30, 72.8, 14, 66, 12.6, 55))[1:],
    ])  # fmt: skip
    work.canvas.fill(front, work.plain, depth=3, gloss=0.55, relief=1.15, shadow=0.3)
    for dy, low in ((1.4, 63.9), (7.6, 71.3)):
        path = outline((13, 46 + dy), (15, 56 + dy, 30, low, 50, low), (70, low, 85, 56 + dy, 87, 46 + dy))
        work.canvas.line(path, seam(work.colour, 0.4), 0.32, dash=1.1, inside=front)
    for x in (66.0, 71.0, 75.6):
        y = 67.0 - (x - 50) ** 2 * 0.0135
        work.canvas.fill(ellipse(x, y, 0.9, 0.8), darker(work.colour, 0.7), relief=0)
    loop = outline((60.5, 60.6), (64, 60), (64.4, 72.4), (60.9, 73.2))
    work.canvas.fill(loop, work.plain, depth=1, shadow=0.45, gloss=0.4)
    frame = ellipse(49, 67.6, 9.4, 8.6) if work.look.cut == "round" else rounded(39.6, 59.4, 18, 16.6, 2.4)
    work.canvas.line(moved(frame, 0.5, 0.8), darker(work.colour, 0.6), 2.8, closed=True, opacity=0.5)
    work.canvas.line(frame, darker(metal, 0.3), 2.8, closed=True)
    work.canvas.line(moved(frame, -0.25, -0.3), metal, 2.0, closed=True)
    work.canvas.line(moved(frame, -0.5, -0.6), lighter(metal, 0.6), 0.6, closed=True)
    prong = outline((40.5, 67.6), (58.5, 67.6))
    work.canvas.line(moved(prong, 0.3, 0.6), darker(work.colour, 0.6), 1.8, opacity=0.5)
    work.canvas.line(prong, metal, 1.8)


def tie(work: Work) -> None:
    lean = Weave(40.0, (50, 50))
    band = outline((41, 13), (43, 5.6, 57, 5.6, 59, 13), (55.6, 17), (54, 9.6, 46, 9.6, 44.4, 17))
    work.canvas.fill(band, work.cloth, depth=2, weave=lean)
    thin = outline((51, 24), (55.4, 24), (59.4, 70), (56.6, 74), (53, 70.6))
    work.canvas.fill(thin, Paint(darker(work.colour, 0.3)), depth=2)
    blade = outline((46.6, 22), (53.4, 22), (57, 45, 60.4, 80), (50, 93), (39.6, 80), (43, 45, 46.6, 22))
    folds = [Fold(leaf((48.6, 25), (47, 50), 0.9, 0.6), -0.8), Fold(leaf((51.6, 25), (53, 44), 0.8), 0.7)]
    work.canvas.fill(blade, work.cloth, depth=4, weave=lean, folds=folds, gloss=0.3, shadow=0.35, relief=1.1)
    knot = outline(
        (43.0, 12.6), (50, 11.2, 57.0, 12.6), (56, 18, 53.8, 24.4), (50, 25.6, 46.2, 24.4), (44, 18, 43.0, 12.6)
    )
    work.canvas.fill(knot, work.cloth, depth=2.6, weave=Weave(-35.0, (50, 18)), gloss=0.3, shadow=0.5, relief=1.15)


def socks(work: Work) -> None:
    for dx, dy, dark in ((9.0, -5.0, 0.12), (-8.0, 3.0, 0.0)):
        _sock(work, dx, dy, dark)


def _sock(work: Work, dx: float, dy: float, dark: float) -> None:
    def place(points: Outline) -> Outline:
        return moved(points, dx, dy)

    shape = outline(
        (50, 12),
        (66, 12),
        (66.6, 34, 67, 48),
        (69.4, 58, 68, 66),
        (65, 74, 55, 77.5),
        (42, 84, 33, 85.5),
        (23.5, 85.6, 22.8, 78.4),
        (23.4, 71.6, 32, 68.6),
        (44, 63.6, 48.6, 56),
        (50.6, 46, 50, 12),
    )
    cloth = work.cloth if not dark else Paint(darker(work.colour, dark), work.cloth.texture)
    contrast = mixed(work.second if work.look.second_colour else darker(work.colour, 0.3), work.colour, 0.1)
    folds = [Fold(leaf((50, 54), (64, 60), 1.0, 1), -0.8), Fold(leaf((50, 50), (62, 53), 0.8, 1), -0.6)]
    work.canvas.fill(place(shape), cloth, depth=4.5, folds=folds, relief=1.1, shadow=0.35)
    heel = outline((69, 56), (60, 60, 59, 68, 62, 78), (74, 74))
    toe = outline((35, 62), (31, 74, 36, 90), (16, 90), (16, 66))
    for part in (heel, toe):
        work.canvas.fill(place(part), contrast, depth=2.2, inside=place(shape))
    cuff = place(outline((49.4, 11.4), (66.6, 11.4), (66.8, 22), (49.6, 22)))
    work.canvas.fill(cuff, contrast if work.look.pattern != "plain" else work.plain, depth=2.2, shadow=0.15)
    ribs = contrast if work.look.pattern != "plain" else work.colour
    for x in np.arange(51, 66.4, 1.6):
        work.canvas.line(place(outline((float(x), 11.8), (float(x), 21.6))), seam(ribs, 0.26), 0.42)


def sunglasses(work: Work) -> None:
    cut = work.look.cut
    tint = work.rng.choice(((58, 54, 52), (70, 58, 46), (46, 58, 66), (52, 66, 54)))
    metal = cut == "aviator"
    frame = mixed(work.colour, STEEL, 0.25) if metal else work.colour
    for place in _BOTH:
        temple = outline((85.2, 43.0), (85.4, 37, 83.0, 32, 79.4, 27.6), (77.6, 25.6, 75.6, 25.0))
        work.canvas.fill(
            ribbon(np.asarray(place(temple)), 1.3 if metal else (3.4, 2.2)), darker(frame, 0.22), depth=1.2, gloss=0.3
        )
    if cut == "round":
        lens = ellipse(69, 51, 14.6, 14.6)
    elif metal:
        lens = outline((54.6, 42), (66, 38.6, 82, 39.4), (86.4, 41, 85.6, 50), (83, 64.6, 70, 65.4), (57, 64, 54.6, 42))
    else:
        lens = outline(
            (54.4, 41.6), (68, 38.8, 84, 40), (87, 41, 86, 46), (84, 62.4, 70.5, 62.4), (57.4, 62.4, 54.4, 41.6)
        )
    width = 1.4 if metal else 3.6
    for place in _BOTH:
        glass = np.asarray(place(lens))
        low = darker(tint, 0.15)
        work.canvas.fill(glass, low, depth=5, gloss=0.2)
        shine = np.asarray(place(outline((60, 62), (74, 38), (79, 38), (65, 64))))
        if place is flipped:
            shine = moved(outline((60, 62), (74, 38), (79, 38), (65, 64)), -38, 0)
        work.canvas.fill(shine, lighter(tint, 0.28), relief=0, inside=glass)
    bridge = outline((45.0, 46.5), (50, 41.6, 55.0, 46.5)) if not metal else outline((45.4, 47), (50, 44, 54.6, 47))
    work.canvas.fill(ribbon(bridge, 1.3 if metal else 3.4), frame, depth=1.2, gloss=0.4, shadow=0.3)
    if metal:
        work.canvas.line(outline((44.6, 41.6), (50, 40, 55.4, 41.6)), frame, 1.4)
    for place in _BOTH:
        rim = np.asarray(place(lens))
        work.canvas.line(moved(rim, 0.2, 0.4), darker(frame, 0.4), width, closed=True)
        work.canvas.line(rim, frame, width * 0.9, closed=True)
        work.canvas.line(moved(rim, -0.3, -0.45), lighter(frame, 0.3), width * 0.24, closed=True)
        hinge = np.asarray(place(rounded(82.2, 40.4, 4.4, 3.6, 1.0)))
        work.canvas.fill(hinge, frame, depth=1, gloss=0.4)


def watch(work: Work) -> None:
    metal = work.look.cut == "metal"
    case = BRASS if work.rng.random() < 0.4 else STEEL
    strap = mixed(work.colour, STEEL, 0.15) if metal and work.look.colour in {"silver", "grey"} else work.colour
    upper = mirrored((50, 6), (55, 6, 56.4, 7), (57.6, 22, 60.4, 36), (50, 38))
    lower = mirrored((50, 62), (60.4, 64), (57.6, 80, 56.6, 92), (54, 95, 50, 95))
    for part in (upper, lower):
        work.canvas.fill(part, strap, depth=3.4, gloss=0.5, relief=1.15)
        if metal:
            ys = np.arange(float(part[:, 1].min()) + 3, float(part[:, 1].max()), 4.0)
            for y in ys:
                work.canvas.line(outline((38, float(y)), (62, float(y))), darker(strap, 0.45), 0.5, inside=part)
            for x in (46.4, 53.6):
                work.canvas.line(outline((x, 4), (x, 96)), darker(strap, 0.35), 0.45, inside=part)
        else:
            for side in (-1, 1):
                line = outline((50 + side * 5.4, 8), (50 + side * 7.4, 30, 50 + side * 8.4, 37))
                shown = line if part is upper else np.column_stack([line[:, 0], 101 - line[:, 1]])
                work.canvas.line(shown, seam(strap, 0.42), 0.4, dash=1.0, inside=part)
    if not metal:
        for y in (76.0, 80.4, 84.8):
            work.canvas.fill(ellipse(50, y, 0.8, 1.0), darker(strap, 0.65), relief=0)
        work.canvas.line(rounded(43.4, 4.4, 13.2, 6.2, 1.0), case, 1.3, closed=True)
    work.canvas.fill(rounded(66.6, 47.6, 4, 4.8, 1.0), darker(case, 0.1), depth=0.9, gloss=0.5)
    work.canvas.fill(ellipse(50, 50, 18.2, 18.2), case, depth=3, gloss=0.9, relief=1.2, shadow=0.5)
    work.canvas.line(ellipse(50, 50, 15.9, 15.9), darker(case, 0.35), 0.5, closed=True)
    dial = work.rng.choice(((246, 246, 242), (36, 40, 50), (232, 226, 212)))
    work.canvas.fill(ellipse(50, 50, 15.4, 15.4), dial, depth=3, relief=0.5)
    ink = (40, 42, 48) if brightness(dial) > 0.5 else (240, 240, 238)
    for hour in range(12):
        a = hour * math.pi / 6
        near, far = (11.6 if hour % 3 == 0 else 12.8), 14.2
        mark = outline(
            (50 + math.sin(a) * near, 50 - math.cos(a) * near), (50 + math.sin(a) * far, 50 - math.cos(a) * far)
        )
        work.canvas.line(mark, ink, 0.9 if hour % 3 == 0 else 0.5)
    for angle, length, width in ((-58.0, 7.6, 1.1), (60.0, 11.4, 0.8)):
        a = math.radians(angle)
        work.canvas.line(outline((50, 50), (50 + math.sin(a) * length, 50 - math.cos(a) * length)), ink, width)
    work.canvas.line(outline((50, 53), (50, 38)), (200, 60, 50), 0.35)
    work.canvas.fill(ellipse(50, 50, 1.0, 1.0), ink, depth=0.6)
