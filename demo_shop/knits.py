"""Knitted and fleece tops: sweaters, cardigans, sweatshirts, hoodies."""

from __future__ import annotations

import numpy as np

from demo_shop.canvas import Paint
from demo_shop.geometry import Outline, Step, ellipse, flipped, leaf, mirrored, moved, outline, ribbon
from demo_shop.palette import darker, lighter, mixed, seam
from demo_shop.tops import armholes, buttons, motif
from demo_shop.torso import Trunk, body_folds, crew, inner_back, neck_edge, sleeves, varied, vee
from demo_shop.work import Work


def ribbed_band(work: Work, edge: Outline, height: float, paint: Paint, count: int) -> None:
    """A ribbed band that hangs from `edge` (left to right)."""
    band = ribbon(edge, height, 0.0)
    work.canvas.fill(band, paint, depth=1.8, relief=0.9, shadow=0.12)
    low, high = edge, band[len(edge) :][::-1]
    at = np.linspace(0, len(edge) - 1, count + 2)[1:-1]
    for spot in at:
        k = int(spot)
        work.canvas.line(np.vstack([low[k], high[k]]), seam(paint.colour, 0.17), 0.32)
    work.canvas.line(high, seam(paint.colour, 0.3), 0.35)


def hem_edge(trunk: Trunk) -> Outline:
    path = outline((50 - trunk.hem, trunk.hem_y), (50, trunk.hem_y + trunk.sag * 2, 50 + trunk.hem, trunk.hem_y))
    start, end = path[0], path[-1]
    t = np.linspace(0, 1, 60)[:, None]
    straight: Outline = start + (end - start) * t
    straight[:, 1] += (trunk.sag * 4 * t * (1 - t))[:, 0]
    return straight


def collar_ribs(work: Work, opening: tuple[Step, ...], width: float) -> None:
    edge = neck_edge(opening)
    band = ribbon(edge, width, 0.92)
    work.canvas.fill(band, work.plain, relief=1.0, depth=1.4, shadow=0.25)
    outer, inner = band[: len(edge)], band[len(edge) :][::-1]
    for k in range(len(edge)):
        work.canvas.line(np.vstack([outer[k], inner[k]]), seam(work.colour, 0.15), 0.28)
    work.canvas.line(outer, seam(work.colour, 0.3), 0.35)


def _knit_lines(work: Work, shape: Outline, trunk: Trunk) -> None:
    """Faint columns of stitches."""
    colour = seam(work.colour, 0.2)
    for x in np.arange(50 - trunk.hem - 2, 50 + trunk.hem + 2, 1.25):
        path = outline((float(x), trunk.neck_y), (float(x), trunk.hem_y))
        work.canvas.line(path, colour, 0.3, opacity=0.35, inside=shape)


def _cables(work: Work, shape: Outline, trunk: Trunk) -> None:
    dark, pale = seam(work.colour, 0.34), lighter(work.colour, 0.2)
    for x in (50 - 9.5, 50, 50 + 9.5):
        y = np.linspace(trunk.neck_y + 6, trunk.hem_y, 90)
        for phase in (0.0, np.pi):
            path = np.column_stack([x + 1.7 * np.sin(y * 0.62 + phase), y])
            work.canvas.line(moved(path, 0.35, 0.35), dark, 1.5, opacity=0.5, inside=shape)
            work.canvas.line(path, pale, 0.9, opacity=0.55, inside=shape)
        for dx in (-3.2, 3.2):
            work.canvas.line(np.column_stack([x + dx + 0 * y, y]), dark, 0.4, opacity=0.7, inside=shape)


def _body(work: Work, trunk: Trunk, opening: tuple[Step, ...]) -> Outline:
    shape = trunk.closed(opening)
    work.canvas.fill(shape, work.cloth, depth=7.5, folds=body_folds(trunk, work.rng, 0.8), shadow=0.26)
    return shape


def sweater(work: Work) -> None:
    trunk = varied(
        work, Trunk(neck=8.8, neck_y=15, shoulder=20.6, shoulder_y=18.6, arm=20, arm_y=38, hem=19.4, hem_y=82)
    )
    turtle = work.look.neckline == "turtleneck"
    opening = vee(trunk, 15.5) if work.look.neckline == "v-neck" else crew(trunk, 4.5 if turtle else 6.0)
    sleeves(work, trunk, True, cuff=5.5, ribs=True, depth=4.5, flare=1.08)
    inner_back(work, trunk, opening)
    shape = _body(work, trunk, opening)
    if work.look.cut == "cable" and work.look.pattern == "plain":
        _cables(work, shape, trunk)
    else:
        _knit_lines(work, shape, trunk)
    armholes(work, trunk)
    ribbed_band(work, hem_edge(trunk) - (0, 5.2), -5.4, work.plain, 34)
    if turtle:
        _turtleneck(work, trunk)
    else:
        collar_ribs(work, opening, 2.7)


def _turtleneck(work: Work, trunk: Trunk) -> None:
    n, y = trunk.neck * 0.96, trunk.neck_y
    tube = mirrored(
        (50, y - 9.4),
        (50 + n * 0.8, y - 9.4, 50 + n * 0.92, y - 8.4),
        (50 + n * 1.0, y - 2, 50 + n * 1.16, y + 4.5),
        (50, y + 8.2),
    )
    work.canvas.fill(tube, work.plain, depth=3.4, shadow=0.3, relief=1.1)
    fold = mirrored(
        (50, y - 9.4),
        (50 + n * 0.8, y - 9.4, 50 + n * 0.95, y - 8.4),
        (50 + n * 1.06, y - 4, 50 + n * 1.08, y - 0.5),
        (50 + n * 0.6, y + 2.6, 50, y + 2.8),
    )
    work.canvas.fill(fold, work.plain, depth=3, shadow=0.4, relief=1.1)
    for k in range(-11, 12):
        x = 50 + n * k / 11.5
        sag = 2.8 * (1 - (k / 11.5) ** 2)
        work.canvas.line(
            outline((50 + (x - 50) * 0.9, y - 9.2), (x, y - 0.4 + sag)), seam(work.colour, 0.17), 0.3, inside=fold
        )
    mouth = ellipse(50, y - 8.7, n * 0.84, 1.35)
    work.canvas.fill(mouth, work.inner, relief=0.8, depth=1.4)


def sweatshirt(work: Work) -> None:
    trunk = varied(
        work, Trunk(neck=8.8, neck_y=15, shoulder=21, shoulder_y=18.6, arm=20.6, arm_y=39, hem=19.6, hem_y=82)
    )
    opening = crew(trunk, 6.2)
    sleeves(work, trunk, True, cuff=5.0, ribs=True, depth=5, flare=1.14)
    inner_back(work, trunk, opening)
    _body(work, trunk, opening)
    armholes(work, trunk)
    ribbed_band(work, hem_edge(trunk) - (0, 5.0), -5.2, work.plain, 36)
    collar_ribs(work, opening, 2.4)
    bottom = float(neck_edge(opening)[:, 1].max()) + 2.4
    gusset = np.array([(46.2, bottom), (53.8, bottom), (50, bottom + 5.0)])
    work.canvas.line(gusset, work.stitch, 0.35, closed=True)
    if work.look.pattern == "printed":
        motif(work, 50, work.rng.uniform(43, 48), work.rng.uniform(9, 12.5))


def cardigan(work: Work) -> None:
    long = work.look.cut == "long"
    trunk = varied(
        work,
        Trunk(
            neck=8.6, neck_y=14.5, shoulder=19.8, shoulder_y=18, arm=19.2, arm_y=37, hem=19.6, hem_y=90 if long else 81
        ),
    )
    depth = 27.0 if work.look.neckline == "v-neck" else 6.2
    opening = vee(trunk, depth) if work.look.neckline == "v-neck" else crew(trunk, depth)
    sleeves(work, trunk, True, cuff=5.2, ribs=True, depth=4.5, flare=1.08)
    inner_back(work, trunk, opening)
    shape = _body(work, trunk, opening)
    _knit_lines(work, shape, trunk)
    armholes(work, trunk)
    ribbed_band(work, hem_edge(trunk) - (0, 5.0), -5.2, work.plain, 32)
    bottom = float(neck_edge(opening)[:, 1].max())
    placket = outline((47.4, bottom - 1), (52.6, bottom - 1), (52.6, trunk.hem_y + 1.6), (47.4, trunk.hem_y + 1.6))
    collar_ribs(work, opening, 3.0)
    work.canvas.fill(placket, work.plain, depth=1.6, relief=1.0, shadow=0.35)
    work.canvas.line(placket[[1, 2]], seam(work.colour, 0.55), 0.5)
    work.canvas.line(placket[[0, 3]], seam(work.colour, 0.4), 0.35)
    buttons(work, 50, bottom + 4, trunk.hem_y - 3, 5 if depth > 10 else 7, 1.25)
    for side in (np.asarray, flipped):
        pocket = np.asarray(side(outline((56, 64), (65.4, 64), (65.4, 76), (56, 76))))
        if long:
            work.canvas.fill(pocket, work.cloth, depth=1.4, relief=0.7, shadow=0.2)
            work.canvas.line(pocket[:2], seam(work.colour, 0.4), 0.6)


def hoodie(work: Work) -> None:
    trunk = varied(
        work, Trunk(neck=9.6, neck_y=21, shoulder=21, shoulder_y=24, arm=20.6, arm_y=44, waist_y=64, hem=19.8, hem_y=86)
    )
    opening = crew(trunk, 6.5)
    sleeves(work, trunk, True, cuff=4.8, ribs=True, depth=5, flare=1.14)
    _body(work, trunk, opening)
    armholes(work, trunk)
    if work.look.cut == "zip":
        zipped(work, 50, 29, trunk.hem_y + 1)
        for side in (np.asarray, flipped):
            pocket = np.asarray(side(outline((51.8, 62), (60, 62), (66, 73), (66, 80.6), (51.8, 80.6))))
            work.canvas.fill(pocket, work.cloth, depth=1.6, relief=0.6, shadow=0.2)
            work.canvas.line(pocket[1:3], seam(work.colour, 0.42), 0.55)
    else:
        pocket = mirrored((50, 61.5), (58.5, 61.5), (60, 66, 65.5, 72.5), (65.5, 80.6), (50, 81))
        work.canvas.fill(pocket, work.cloth, depth=2, relief=0.7, shadow=0.3)
        work.canvas.line(pocket, seam(work.colour, 0.34), 0.32, closed=True)
        for side in (np.asarray, flipped):
            work.canvas.line(
                np.asarray(side(outline((58.5, 61.5), (60, 66, 65.5, 72.5)))), seam(work.colour, 0.45), 0.7
            )
    ribbed_band(work, hem_edge(trunk) - (0, 4.8), -5.0, work.plain, 36)
    if work.look.pattern == "printed":
        motif(work, 50, 48, work.rng.uniform(7.5, 9.5))
    hood(work)


def zipped(work: Work, x: float, top: float, bottom: float) -> None:
    canvas = work.canvas
    canvas.line(outline((x, top), (x, bottom)), seam(work.colour, 0.4), 2.2)
    canvas.line(outline((x, top), (x, bottom)), (176, 178, 182), 0.8)
    canvas.line(outline((x, top), (x, bottom)), (96, 98, 102), 0.8, dash=0.35)
    canvas.fill(leaf((x, top - 1), (x, top + 5.4), 1.7), (190, 192, 196), depth=0.6, shadow=0.4)


def hood(work: Work) -> None:
    paint = work.cloth if work.look.pattern == "camouflage" else work.plain
    outer = mirrored(
        (50, 5.4),
        (56, 5.4, 62.5, 8.5, 63.8, 15.5),
        (65.4, 20, 66.4, 23, 63.2, 26.8),
        (58, 33.5, 50, 35.2),
    )
    work.canvas.fill(outer, paint, depth=4.5, shadow=0.35, relief=1.1)
    mouth = mirrored((50, 8.6), (55.5, 8.8, 59.4, 12, 59.6, 17.5), (59.4, 23, 55, 28.4, 50, 31.6))
    work.canvas.fill(mouth, darker(work.colour, 0.46), depth=4, relief=1.0)
    work.canvas.shade(ellipse(50, 18, 6, 9), 0.25, 2.5, inside=mouth)
    work.canvas.line(mouth, seam(work.colour, 0.3), 0.5, closed=True)
    rim = mirrored((50, 7.0), (57, 7.2, 61.2, 11.4, 61.4, 17.5), (61.2, 24, 56, 30.2, 50, 33.6))
    work.canvas.line(rim, work.stitch, 0.3, closed=True, dash=0.9)
    for side in (np.asarray, flipped):
        overlap = np.asarray(side(outline((50, 31.4), (55.4, 28, 59.2, 23), (62.4, 26.4), (58, 33, 50, 35.4))))
        work.canvas.line(overlap[[0, -1]], seam(work.colour, 0.4), 0.4)
    cord = mixed(lighter(work.colour, 0.85), (250, 248, 242), 0.5)
    for side, sway in ((np.asarray, 1.2), (flipped, -0.6)):
        string = np.asarray(side(outline((54.0, 30.6), (55 + sway, 38, 54.4 + sway * 0.6, 47))))
        work.canvas.line(moved(string, 0.4, 0.5), darker(work.colour, 0.5), 0.9, opacity=0.4)
        work.canvas.line(string, cord if sum(work.colour) < 600 else (150, 150, 150), 0.9)
        work.canvas.line(string[-2:], (120, 122, 126), 1.1)
        eye = np.asarray(side(ellipse(54.0, 30.4, 0.8, 0.8)))
        work.canvas.fill(eye, (180, 182, 186), depth=0.6)
