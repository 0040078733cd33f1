"""Tops of woven and jersey cloth: t-shirts, polo shirts, shirts, blouses, tank tops."""

from __future__ import annotations

import math

import numpy as np

from demo_shop.canvas import Paint, Weave
from demo_shop.geometry import Outline, Step, ellipse, flipped, leaf, mirrored, outline, ribbon, turned
from demo_shop.palette import brightness, darker, lighter, mixed, seam
from demo_shop.torso import Trunk, body_folds, crew, inner_back, neck_edge, neck_rib, sleeves, varied, vee
from demo_shop.work import Work

_LONG = "long sleeves"


def front(work: Work, trunk: Trunk, opening: tuple[Step, ...], strength: float = 1.0) -> Outline:
    """The front of a top with folds and a stitched hem; returns its outline."""
    shape = trunk.closed(opening)
    work.canvas.fill(shape, work.cloth, depth=7, folds=body_folds(trunk, work.rng, strength), shadow=0.22)
    hem = outline(
        (50 - trunk.hem, trunk.hem_y - 2),
        (50, trunk.hem_y - 2 + trunk.sag * 2, 50 + trunk.hem, trunk.hem_y - 2),
    )
    work.canvas.line(hem, work.stitch, 0.28, dash=0.9, inside=shape)
    return shape


def armholes(work: Work, trunk: Trunk) -> None:
    """The seams where sleeves are set in."""
    seam_path = outline(
        (50 + trunk.shoulder, trunk.shoulder_y),
        (50 + trunk.shoulder - 1.6, (trunk.shoulder_y + trunk.arm_y) / 2 + 2, 50 + trunk.arm, trunk.arm_y),
    )
    for path in (seam_path, flipped(seam_path)):
        work.canvas.line(path, work.stitch, 0.32, opacity=0.8)


def buttons(work: Work, x: float, top: float, bottom: float, count: int, size: float = 0.95) -> None:
    """A row of buttons down a placket."""
    pale = lighter(work.colour, 0.75) if brightness(work.colour) < 0.75 else (206, 200, 190)
    for y in np.linspace(top, bottom, count):
        work.canvas.fill(ellipse(x, float(y), size, size), pale, depth=0.9, shadow=0.45)
        for dx, dy in ((-0.26, -0.26), (0.26, -0.26), (-0.26, 0.26), (0.26, 0.26)):
            work.canvas.fill(ellipse(x + dx, float(y) + dy, 0.13, 0.13), darker(pale, 0.6), relief=0)


def motif(work: Work, x: float, y: float, size: float) -> None:
    """One large print on the front: hills and sun, waves, a star, a ring of petals or bold bars."""
    canvas, rng, ink = work.canvas, work.rng, work.second
    accent = rng.choice(((232, 150, 60), (220, 84, 76), (76, 156, 160), (244, 204, 92)))
    kind = rng.choice(("hills", "waves", "star", "petals", "bars", "planet"))
    disc = ellipse(x, y, size, size)
    if kind == "hills":
        canvas.fill(disc, lighter(accent, 0.55), relief=0.15)
        canvas.fill(ellipse(x + size * 0.2, y - size * 0.25, size * 0.3, size * 0.3), accent, relief=0)
        for dx, top, colour in ((-0.35, -0.25, ink), (0.4, -0.02, mixed(ink, accent, 0.4))):
            peak = np.array(
                [(x + (dx - 1) * size, y + size), (x + dx * size, y + top * size), (x + (dx + 1) * size, y + size)]
            )
            canvas.fill(peak, colour, relief=0, inside=disc)
    elif kind == "waves":
        for k, colour in enumerate((ink, accent, mixed(ink, accent, 0.5), ink)):
            t = np.linspace(-1, 1, 40)
            path = np.column_stack([x + t * size, y - size * 0.6 + k * size * 0.42 + np.sin(t * 7 + k) * size * 0.12])
            canvas.line(path, colour, size * 0.16)
    elif kind == "star":
        t = np.arange(10) * math.pi / 5 - math.pi / 2
        reach = np.where(np.arange(10) % 2 == 0, size, size * 0.45)
        canvas.fill(np.column_stack([x + np.cos(t) * reach, y + np.sin(t) * reach]), ink, relief=0.1)
        canvas.line(ellipse(x, y, size * 1.16, size * 1.16), accent, size * 0.08, closed=True)
    elif kind == "petals":
        for k in range(8):
            petal = turned(ellipse(x + size * 0.58, y, size * 0.42, size * 0.19), k * 45, (x, y))
            canvas.fill(petal, ink if k % 2 else accent, relief=0.1)
        canvas.fill(ellipse(x, y, size * 0.2, size * 0.2), ink, relief=0)
    elif kind == "bars":
        for k, width in enumerate((1.0, 0.7, 0.9)):
            bar = outline((x - size, y + (k - 1) * size * 0.5), (x - size + 2 * size * width, y + (k - 1) * size * 0.5))
            canvas.line(bar, accent if k == 1 else ink, size * 0.3)
    else:
        canvas.fill(ellipse(x, y, size * 0.62, size * 0.62), accent, relief=0.4)
        canvas.line(ellipse(x, y, size * 1.1, size * 0.32, -22), ink, size * 0.13, closed=True)
        canvas.fill(ellipse(x + size * 0.75, y - size * 0.7, size * 0.12, size * 0.12), ink, relief=0)


def t_shirt(work: Work) -> None:
    fitted = work.look.cut == "fitted"
    shape = Trunk(neck=9.6, arm=17.8, shoulder=18.6, waist=16.4, hem=18.2, hem_y=83) if fitted else Trunk()
    trunk = varied(work, shape)
    depth = work.rng.uniform(12, 16.5)
    opening = vee(trunk, depth) if work.look.neckline == "v-neck" else crew(trunk, work.rng.uniform(5.4, 7.4))
    sleeves(work, trunk, work.look.sleeve == _LONG)
    inner_back(work, trunk, opening)
    front(work, trunk, opening)
    armholes(work, trunk)
    contrast = work.look.pattern == "plain" and work.rng.random() < 0.06
    neck_rib(work, opening, 1.8, Paint(work.second) if contrast else None)
    if work.look.pattern == "printed":
        motif(work, 50, work.rng.uniform(40, 46), work.rng.uniform(8.5, 12))


def collar_leaf(trunk: Trunk, point: tuple[float, float], rise: float = 3.2, inner: float = 0.6) -> Outline:
    """The right half of a turned-down collar: from the back of the neck to its point."""
    n, y = trunk.neck, trunk.neck_y
    return outline(
        (50 + n * 0.72, y - rise),
        (50 + n * 1.12, y - rise * 0.4, 50 + n * 1.34, y + 2.6),
        (50 + n * 1.15, y + 6.5, *point),
        (50 + inner + 1.6, y + 9.2, 50 + inner, y + 8.2),
        (50 + n * 0.56, y + 5.4, 50 + n * 0.72, y - rise),
    )


def collar_stand(work: Work, trunk: Trunk, rise: float = 3.2) -> None:
    """The inside of a collar behind the neck."""
    n, y = trunk.neck, trunk.neck_y
    back = mirrored(
        (50, y - rise - 0.6),
        (50 + n * 0.5, y - rise - 0.6, 50 + n * 0.8, y - rise),
        (50 + n * 0.95, y + 3),
        (50, y + 10),
    )
    work.canvas.fill(back, Paint(work.inner), relief=0.8, depth=3)
    band = outline((50 - n * 0.9, y - 0.2), (50, y + 3.4, 50 + n * 0.9, y - 0.2))
    work.canvas.fill(ribbon(band, 2.6, 0.0), darker(work.colour, 0.2), relief=0.7, depth=1.4, inside=back)
    label = mirrored((50, y + 1.9), (52.2, y + 1.9), (52.2, y + 3.6), (50, y + 3.6))
    work.canvas.fill(label, lighter(work.inner, 0.72), relief=0.3, depth=1)


def turned_collar(work: Work, trunk: Trunk, point: tuple[float, float], paint: Paint, rise: float = 3.2) -> None:
    """Both collar leaves with their edge stitching."""
    leaf_shape = collar_leaf(trunk, point, rise)
    for place in (flipped, np.asarray):
        shape = np.asarray(place(leaf_shape))
        lie = Weave(-38.0 if place is flipped else 38.0, point)
        work.canvas.fill(shape, paint, depth=2.4, relief=1.15, shadow=0.65, gloss=0.05, weave=lie)
        edge = 0.3 if paint.texture is None else 0.5
        work.canvas.line(shape, seam(paint.colour, 0.5), edge, closed=True, opacity=0.8)


def polo_shirt(work: Work) -> None:
    trunk = varied(work, Trunk(neck=8.2, neck_y=14.0, hem_y=85))
    opening: tuple[Step, ...] = ((50, 22.5), (50 + 3.2, 20, 50 + trunk.neck, trunk.neck_y))
    long = work.look.sleeve == _LONG
    tipped = work.look.pattern == "plain" and work.rng.random() < 0.14
    trim = Paint(lighter(work.colour, 0.8) if brightness(work.colour) < 0.6 else darker(work.colour, 0.55))
    sleeves(work, trunk, long, cuff=2.4, ribs=True, flare=0.92)
    collar_stand(work, trunk)
    shape = front(work, trunk, opening)
    armholes(work, trunk)
    end = work.rng.uniform(38, 42)
    placket = outline((47.6, 21), (52.4, 21), (52.4, end), (47.6, end))
    work.canvas.fill(placket, work.plain, depth=1.4, relief=1.0, shadow=0.3, inside=shape)
    work.canvas.line(placket, seam(work.colour, 0.42), 0.3, closed=True)
    work.canvas.line(outline((47.6, end - 2.2), (52.4, end - 2.2)), work.stitch, 0.3, dash=0.8)
    buttons(work, 50, 25.6, end - 4.2, work.rng.choice((2, 3)))
    point = (50 + work.rng.uniform(7.4, 9.0), 27.5 + work.rng.uniform(-1, 1.5))
    turned_collar(work, trunk, point, work.plain)
    if tipped:
        for edge in (collar_leaf(trunk, point)[15:44], flipped(collar_leaf(trunk, point)[15:44])):
            work.canvas.line(edge, trim.colour, 0.6)
    if work.rng.random() < 0.5:
        work.canvas.fill(ellipse(50 + trunk.arm * 0.52, 35, 1.1, 0.9), trim, depth=0.6)


def shirt_front(work: Work, trunk: Trunk, opening: tuple[Step, ...]) -> Outline:
    """A buttoned front with a rounded tail."""
    tail = Trunk(**{**_fields(trunk), "sag": 5.0, "hem_y": trunk.hem_y - 2})
    shape = front(work, tail, opening)
    placket = outline((47.7, 20), (52.3, 20), (52.3, tail.hem_y + 7), (47.7, tail.hem_y + 7))
    work.canvas.fill(placket, work.cloth, depth=1.3, relief=0.8, shadow=0.22, inside=shape)
    for x in (47.9, 52.1):
        work.canvas.line(outline((x, 21), (x, tail.hem_y + 7)), seam(work.colour, 0.36), 0.3, inside=shape)
    return shape


def _fields(trunk: Trunk) -> dict[str, float]:
    return {name: getattr(trunk, name) for name in trunk.__slots__}


def shirt(work: Work) -> None:
    trunk = varied(work, Trunk(neck=7.8, neck_y=13.5, shoulder=20.5, arm=19.2, waist=18.4, hem=19.6, hem_y=86))
    opening: tuple[Step, ...] = ((50, 20.5), (50 + 3.6, 18.4, 50 + trunk.neck, trunk.neck_y))
    long = work.look.sleeve == _LONG
    sleeves(work, trunk, long, cuff=5.2 if long else 2.2, cuff_paint=work.cloth, flare=0.95)
    collar_stand(work, trunk, 3.6)
    shape = shirt_front(work, trunk, opening)
    armholes(work, trunk)
    yoke = outline((50 + trunk.neck, 19), (50 + trunk.neck * 1.7, 21.5, 50 + trunk.shoulder, 22))
    for path in (yoke, flipped(yoke)):
        work.canvas.line(path, work.stitch, 0.28, inside=shape)
    buttons(work, 50, 27, trunk.hem_y - 7, 6, 0.85)
    pocket = outline((56.5, 36), (66, 36), (66, 45.4), (61.2, 47.4), (56.5, 45.4))
    if work.rng.random() < 0.65:
        work.canvas.fill(pocket, work.cloth, depth=1.2, relief=0.55, shadow=0.16)
        work.canvas.line(pocket, seam(work.colour, 0.3), 0.3, closed=True)
        work.canvas.line(outline((56.5, 38.0), (66, 38.0)), work.stitch, 0.28)
    point = (50 + work.rng.uniform(6.4, 8.6), 28.5 + work.rng.uniform(-1, 2))
    turned_collar(work, trunk, point, work.cloth, 3.8)
    buttons(work, 50, 21.6, 21.6, 1, 0.8)


def blouse(work: Work) -> None:
    trunk = varied(work, Trunk(neck=9.4, shoulder=18.6, arm=18.2, waist=17.4, hem=21.4, hem_y=80, sag=2.0))
    opening = vee(trunk, 15) if work.look.neckline == "v-neck" else crew(trunk, 5.5)
    long = work.look.sleeve == _LONG
    sleeves(work, trunk, long, cuff=3.2 if long else 1.8, flare=1.55, depth=5)
    inner_back(work, trunk, opening)
    shape = front(work, trunk, opening, 1.5)
    for k in range(9):
        x = 50 + (k - 4) * 3.4
        gather = leaf((x, 36 + abs(k - 4) * 0.4), (x + (k - 4) * 0.5, 55 + work.rng.uniform(-4, 6)), 0.55)
        work.canvas.shade(gather, 0.16, 0.6, inside=shape)
    neck_rib(work, opening, 1.3)
    if work.look.cut == "bow":
        bottom = float(neck_edge(opening)[:, 1].max())
        _bow(work, 50, bottom + 0.6)
    else:
        line = outline((50, float(neck_edge(opening)[:, 1].max()) + 1), (50, 50))
        work.canvas.line(line, seam(work.colour, 0.3), 0.3)
        buttons(work, 50, float(line[0][1]) + 3, 46, 3, 0.7)


def _bow(work: Work, x: float, y: float) -> None:
    for side in (-1, 1):
        tail = outline(
            (x, y),
            (x + side * 1.5, y + 8, x + side * 4.5, y + 19),
            (x + side * 7.6, y + 17.5),
            (x + side * 4, y + 8, x, y),
        )
        work.canvas.fill(tail, work.cloth, depth=1.8, shadow=0.3)
    for side in (-1, 1):
        loop = outline(
            (x, y),
            (x + side * 4, y - 5.5, x + side * 10.5, y - 3.6),
            (x + side * 12, y + 1, x + side * 9.5, y + 4.2),
            (x + side * 4, y + 2.6, x, y),
        )
        work.canvas.fill(loop, work.cloth, depth=2.2, shadow=0.35, relief=1.2)
    work.canvas.fill(ellipse(x, y, 1.7, 2.0), work.cloth, depth=1.6, shadow=0.4)


def tank_top(work: Work) -> None:
    straps = work.look.cut == "straps"
    trunk = varied(work, Trunk(neck=9, neck_y=14, arm=17.4, waist=16.2, hem=18, hem_y=82))
    inset, outer = (11.5, 13.2) if straps else (9.2, 14.6)
    low = 33.0 if straps else 27.0 if work.look.neckline == "crew neck" else 32.0
    top = 13.0
    sharp = work.look.neckline == "v-neck"
    opening: tuple[Step, ...] = (
        (50, low),
        (50 + inset * (0.5 if sharp else 0.92), low - (6 if sharp else 0), 50 + inset, top),
    )
    arm: tuple[Step, ...] = (
        (50 + outer, top + 0.6),
        (50 + outer - 0.6, trunk.arm_y - 3, 50 + trunk.arm, trunk.arm_y),
    )
    back = mirrored(
        (50, low - 8),
        (50 + inset * 0.9, low - 8, 50 + inset, top),
        (50 + outer, top + 0.6),
        arm[1],
        (50, trunk.arm_y + 2),
    )
    work.canvas.fill(back, work.inner, relief=0.8, depth=3)
    shape = mirrored(*opening, *arm, *trunk.side()[2:])
    work.canvas.fill(shape, work.cloth, depth=6, folds=body_folds(trunk, work.rng), shadow=0.25)
    armhole = outline(*arm)
    for path in (armhole, flipped(armhole)):
        work.canvas.fill(ribbon(path, 1.3, 0.9 if path is armhole else 0.1), work.plain, depth=0.8, inside=shape)
    neck_rib(work, opening, 1.4)
    work.canvas.line(
        outline(
            (50 - trunk.hem, trunk.hem_y - 2), (50, trunk.hem_y - 2 + 2 * trunk.sag, 50 + trunk.hem, trunk.hem_y - 2)
        ),
        work.stitch,
        0.28,
        dash=0.9,
        inside=shape,
    )
    if work.look.pattern == "printed":
        motif(work, 50, 49, work.rng.uniform(7.5, 10))
