"""Jackets, coats and blazers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from demo_shop.canvas import Paint, Weave
from demo_shop.geometry import Outline, Step, ellipse, flipped, leaf, mirrored, outline, ribbon, rounded
from demo_shop.knits import collar_ribs, hem_edge, hood, ribbed_band, zipped
from demo_shop.palette import BRASS, darker, lighter, seam
from demo_shop.tops import armholes, collar_stand, turned_collar
from demo_shop.torso import Trunk, body_folds, crew, inner_back, sleeves, varied
from demo_shop.work import Work

_BOTH = (np.asarray, flipped)


def _front(work: Work, trunk: Trunk, opening: tuple[Step, ...], gloss: float = 0.0) -> Outline:
    shape = trunk.closed(opening)
    work.canvas.fill(shape, work.cloth, depth=8, folds=body_folds(trunk, work.rng, 0.7), shadow=0.28, gloss=gloss)
    return shape


def _lapels(work: Work, trunk: Trunk, low: float, wide: float, paint: Paint) -> None:
    """Turned-back front edges that meet at height `low`, with a collar above the notch."""
    n, y = trunk.neck, trunk.neck_y
    lapel = outline(
        (50 + n * 0.98, y + 0.5),
        (50 + n + wide * 0.52, y + 11.0),
        (50 + n + wide, y + 11.5),
        (50 + n + wide * 0.55, low - 14, 50.2, low),
        (50 + n * 0.45, y + 14, 50 + n * 0.72, y + 2),
    )
    collar = outline(
        (50 + n * 0.62, y - 3.4),
        (50 + n * 1.15, y - 1.6, 50 + n * 1.36, y + 2.0),
        (50 + n + wide * 0.82, y + 8.2),
        (50 + n + wide * 0.42, y + 11.6),
        (50 + n * 0.92, y + 5.6, 50 + n * 0.62, y - 3.4),
    )
    edge = 0.3 if paint.texture is None else 0.6
    for side in (flipped, np.asarray):
        shape = np.asarray(side(lapel))
        lie = Weave(-16.0 if side is flipped else 16.0)
        work.canvas.fill(shape, paint, depth=2.8, shadow=0.6, relief=1.1, weave=lie)
        work.canvas.line(shape, seam(paint.colour, 0.4), edge, closed=True, opacity=0.8)
    for side in (flipped, np.asarray):
        shape = np.asarray(side(collar))
        lie = Weave(-42.0 if side is flipped else 42.0)
        work.canvas.fill(shape, paint, depth=2.2, shadow=0.55, relief=1.1, weave=lie)
        work.canvas.line(shape, seam(paint.colour, 0.4), edge, closed=True, opacity=0.8)


def _inside(work: Work, trunk: Trunk, low: float) -> None:
    """Lining and back collar that show in a deep opening."""
    n, y = trunk.neck, trunk.neck_y
    lining = mirrored(
        (50, y - 4.0), (50 + n * 0.7, y - 4, 50 + n, y - 1), (50 + n * 1.1, y + 6), (50.5, low), (50, low)
    )
    work.canvas.fill(lining, darker(work.colour, 0.5), depth=4)
    band = outline((50 - n, y - 0.5), (50, y + 4.6, 50 + n, y - 0.5))
    work.canvas.fill(ribbon(band, 4.2, 0.0), darker(work.colour, 0.2), depth=2, inside=lining)
    label = rounded(47.4, y + 5.2, 5.2, 2.6, 0.4)
    work.canvas.fill(label, lighter(work.inner, 0.7), depth=1)


def _flap_pocket(
    work: Work, x: float, y: float, width: float, height: float, place: Callable[[Outline], Outline], tilt: float = 0.0
) -> None:
    flap = np.asarray(
        place(
            outline(
                (x, y),
                (x + width, y - tilt),
                (x + width, y + height - tilt),
                (x + width - 0.6, y + height + 0.6 - tilt, x + width - 1, y + height + 0.4 - tilt),
                (x + 0.8, y + height + 0.4),
                (x, y + height),
            )
        )
    )
    work.canvas.fill(flap, work.cloth, depth=1.4, shadow=0.35, relief=0.9)
    work.canvas.line(flap, seam(work.colour, 0.36), 0.3, closed=True)


def _button(work: Work, x: float, y: float, size: float = 1.3) -> None:
    colour = (70, 56, 46) if sum(work.colour) > 260 else (96, 90, 86)
    work.canvas.fill(ellipse(x, y, size, size), colour, depth=1.0, shadow=0.5, gloss=0.4)
    work.canvas.line(ellipse(x, y, size * 0.6, size * 0.6), lighter(colour, 0.25), 0.2, closed=True)


def blazer(work: Work) -> None:
    trunk = varied(
        work,
        Trunk(
            neck=8.2,
            neck_y=13,
            shoulder=21.4,
            shoulder_y=16.4,
            arm=19.2,
            arm_y=36,
            waist=17.2,
            waist_y=56,
            hem=20.2,
            hem_y=83,
            sag=0.5,
        ),
    )
    double = work.look.cut == "double"
    low = 50.0 if double else 53.0
    sleeves(work, trunk, True, depth=4.5, flare=1.02)
    _inside(work, trunk, low)
    opening: tuple[Step, ...] = ((50, low), (50 + 4, low - 16, 50 + trunk.neck, trunk.neck_y))
    right = outline(
        *opening,
        *trunk.side()[:-1],
        (50 + 12, trunk.hem_y + 1.5, 50 + (2 if double else 6.5), trunk.hem_y + (0.8 if double else 1.6)),
        (50 + (0 if double else 1.6), trunk.hem_y - (0 if double else 5), 50 + (-3.5 if double else -0.6), low + 5),
        (50 + (-3.5 if double else -0.6), low),
    )
    folds = body_folds(trunk, work.rng, 0.55)
    work.canvas.fill(flipped(right), work.cloth, depth=7, folds=folds, shadow=0.28)
    work.canvas.fill(right, work.cloth, depth=7, folds=folds, shadow=0.4)
    work.canvas.line(right[-20:], seam(work.colour, 0.45), 0.35)
    armholes(work, trunk)
    _lapels(work, trunk, low, 6.6, work.cloth)
    for side in _BOTH:
        _flap_pocket(work, 55.6, 63, 9.6, 3.6, side, 0.5)
        dart = np.asarray(side(outline((58.5, 40), (58, 50, 58.6, 62))))
        work.canvas.line(dart, work.stitch, 0.3, opacity=0.7)
    welt = outline((56.6, 37.4), (64.4, 36.2), (64.6, 38.2), (56.8, 39.4))
    work.canvas.fill(welt, work.cloth, depth=1, shadow=0.25)
    work.canvas.line(welt, seam(work.colour, 0.34), 0.28, closed=True)
    if double:
        for y in (53.5, 62.0):
            for x in (44.8, 55.2):
                _button(work, x, y)
    else:
        for y in (54.5, 62.0):
            _button(work, 50.6, y)


def coat(work: Work) -> None:
    cut = work.look.cut
    trunk = varied(
        work,
        Trunk(
            neck=7.6,
            neck_y=9.6,
            shoulder=18.6,
            shoulder_y=12.6,
            arm=17.0,
            arm_y=29,
            waist=16.2,
            waist_y=48,
            hem=22,
            hem_y=91,
            sag=0.8,
        ),
    )
    sleeves(work, trunk, True, cuff=4.0, cuff_paint=work.cloth, depth=4.5, flare=1.05)
    if cut == "duffle":
        shape = _front(work, trunk, crew(trunk, 5))
    else:
        _inside(work, trunk, 38)
        shape = _front(work, trunk, ((50, 38), (53, 24, 50 + trunk.neck, trunk.neck_y)))
    armholes(work, trunk)
    edge = 50.0 if cut == "straight" else 44.0 if cut == "trench" else 50.0
    work.canvas.line(outline((edge, 36), (edge, 93)), seam(work.colour, 0.5), 0.45, inside=shape)
    work.canvas.shade(leaf((edge - 1, 40), (edge - 1, 92), 1.0), 0.18, 0.7, inside=shape)
    for side in _BOTH:
        _flap_pocket(work, 56.5, 62, 9.5, 4.0, side, 0.6)
    if cut == "duffle":
        for y in (36.0, 47.0, 58.0):
            work.canvas.line(
                outline((44.5, y), (55.5, y)),
                darker(work.colour, 0.55) if sum(work.colour) > 260 else lighter(work.colour, 0.3),
                0.7,
            )
            toggle = ellipse(50, y, 2.6, 1.0)
            work.canvas.fill(toggle, (186, 146, 98), depth=1.0, shadow=0.5, gloss=0.3)
            for x in (44.0, 56.0):
                work.canvas.fill(
                    rounded(x - 1.6, y - 1.6, 3.2, 3.2, 0.6), darker(work.colour, 0.2), depth=0.9, shadow=0.3
                )
        hood(work)
        return
    _lapels(work, trunk, 38.5, 7.6, work.cloth)
    if cut == "trench":
        belt = outline((50 - trunk.waist - 0.6, 50), (50, 51.6, 50 + trunk.waist + 0.6, 50))
        band = ribbon(belt, 4.2)
        work.canvas.fill(band, work.plain, depth=1.7, shadow=0.45)
        work.canvas.line(band, seam(work.colour, 0.36), 0.3, closed=True)
        work.canvas.fill(outline((53, 50), (56.4, 50), (60, 66), (56.6, 67.4)), work.plain, depth=1.4, shadow=0.35)
        buckle = rounded(50.6, 47.8, 4.8, 6.0, 0.9)
        work.canvas.line(buckle, (92, 70, 52), 1.0, closed=True)
        for y in (40.5, 58.5, 67.0):
            for x in (45.4, 54.6):
                _button(work, x, y)
        for side in _BOTH:
            epaulette = np.asarray(side(outline((61, 12.2), (67, 14.2), (66.4, 17.4), (60.4, 15.2))))
            work.canvas.fill(epaulette, work.cloth, depth=1, shadow=0.3)
            work.canvas.line(epaulette, seam(work.colour, 0.36), 0.28, closed=True)
    else:
        for y in (41.5, 51.5, 61.5):
            _button(work, 52.2, y, 1.5)


def jacket(work: Work) -> None:
    {"bomber": _bomber, "denim": _denim, "biker": _biker, "puffer": _puffer}[work.look.cut](work)


def _short(work: Work, hem: float = 76.0) -> Trunk:
    return varied(
        work,
        Trunk(
            neck=8.4,
            neck_y=14,
            shoulder=21,
            shoulder_y=17.5,
            arm=20.2,
            arm_y=37,
            waist=19.8,
            waist_y=56,
            hem=19.8,
            hem_y=hem,
            sag=0.8,
        ),
    )


def _bomber(work: Work) -> None:
    trunk = _short(work, 78)
    opening = crew(trunk, 5.6)
    ribs = Paint(darker(work.colour, 0.16))
    sleeves(work, trunk, True, cuff=5.2, cuff_paint=ribs, ribs=True, depth=5, flare=1.12)
    inner_back(work, trunk, opening)
    _front(work, trunk, opening, 0.28)
    armholes(work, trunk)
    ribbed_band(work, hem_edge(trunk) - (0, 5.6), -5.8, ribs, 36)
    zipped(work, 50, 21, trunk.hem_y + 1)
    collar_ribs(work, opening, 3.4)
    for side in _BOTH:
        slit = np.asarray(side(outline((58, 60), (64.5, 51.5))))
        work.canvas.fill(ribbon(slit, 2.0), work.plain, depth=0.9, shadow=0.35)
        work.canvas.line(slit, seam(work.colour, 0.5), 0.4)
    pen = outline((78.0, 35), (80.6, 45))
    work.canvas.line(pen, (176, 178, 182), 0.5)


def _denim(work: Work) -> None:
    trunk = _short(work, 74)
    thread = (214, 152, 72) if work.look.colour in {"blue", "navy", "black", "grey"} else seam(work.colour, 0.35)
    sleeves(work, trunk, True, cuff=4.4, cuff_paint=work.plain, depth=4.5, flare=1.05)
    collar_stand(work, trunk)
    shape = _front(work, trunk, ((50, 21), (53.2, 19, 50 + trunk.neck, trunk.neck_y)))
    armholes(work, trunk)
    yoke = outline((50, 36), (50 + trunk.arm + 3, 35))
    for side in _BOTH:
        work.canvas.line(np.asarray(side(yoke)), thread, 0.32, dash=0.9, inside=shape)
        for x0, x1 in ((55.2, 53.6), (65.0, 61.0)):
            work.canvas.line(np.asarray(side(outline((x0, 43), (x1, 70)))), thread, 0.3, dash=0.9, inside=shape)
        pocket = np.asarray(side(outline((55.0, 35.6), (65.4, 35.6), (65.4, 38.4), (60.2, 41.4), (55.0, 38.4))))
        work.canvas.fill(pocket, work.plain, depth=1.2, shadow=0.35)
        work.canvas.line(pocket, thread, 0.3, dash=0.9, closed=True)
        work.canvas.fill(np.asarray(side(ellipse(60.2, 39.2, 0.8, 0.8))), BRASS, depth=0.6, shadow=0.3)
    placket = outline((47.6, 20), (52.4, 20), (52.4, trunk.hem_y + 1), (47.6, trunk.hem_y + 1))
    work.canvas.fill(placket, work.plain, depth=1.4, shadow=0.3, inside=shape)
    for x in (48.1, 51.9):
        work.canvas.line(outline((x, 20), (x, trunk.hem_y + 1)), thread, 0.3, dash=0.9, inside=shape)
    band = ribbon(hem_edge(trunk) - (0, 4.6), -4.8, 0.0)
    work.canvas.fill(band, work.plain, depth=1.8, shadow=0.2)
    work.canvas.line(hem_edge(trunk) - (0, 4.0), thread, 0.3, dash=0.9)
    work.canvas.line(hem_edge(trunk) - (0, 0.8), thread, 0.3, dash=0.9)
    for y in np.linspace(25, trunk.hem_y - 2, 6):
        work.canvas.fill(ellipse(50, float(y), 0.95, 0.95), BRASS, depth=0.7, shadow=0.4, gloss=0.4)
    turned_collar(work, trunk, (50 + 9.4, 27.5), work.plain, 3.4)


def _biker(work: Work) -> None:
    trunk = _short(work, 74)
    sleeves(work, trunk, True, depth=4, flare=1.0)
    _inside(work, trunk, 40)
    shape = _front(work, trunk, ((50, 40), (53.5, 26, 50 + trunk.neck, trunk.neck_y)), 0.5)
    armholes(work, trunk)
    slant = outline((58, 36), (53.6, 56), (52, 74.4))
    work.canvas.line(slant, (188, 190, 194), 0.9, inside=shape)
    work.canvas.line(slant, (92, 94, 98), 0.9, dash=0.35, inside=shape)
    for side in _BOTH:
        for y in (51.0, 60.0):
            pocket_zip = np.asarray(side(outline((57.5 + (y - 51) * 0.1, y + 3), (66, y))))
            work.canvas.line(pocket_zip, seam(work.colour, 0.4), 1.6)
            work.canvas.line(pocket_zip, (190, 192, 196), 0.6)
    _lapels(work, trunk, 41, 8.4, work.plain)
    band = ribbon(hem_edge(trunk) - (0, 4.2), -4.2, 0.0)
    work.canvas.fill(band, work.plain, depth=1.6, shadow=0.3, gloss=0.3)
    work.canvas.fill(rounded(53, trunk.hem_y - 4.2, 5, 4.6, 0.8), (190, 192, 196), depth=0.9, shadow=0.4)
    work.canvas.fill(rounded(54, trunk.hem_y - 3.2, 3, 2.6, 0.4), work.plain, depth=0.7)


def _puffer(work: Work) -> None:
    trunk = _short(work, 80)
    sleeves(work, trunk, True, cuff=2.6, depth=4, flare=1.2)
    shape = _front(work, trunk, crew(trunk, 4.5), 0.4)
    armholes(work, trunk)
    for y in np.arange(trunk.neck_y + 13, trunk.hem_y, 8.2):
        quilt = outline((20, float(y) - 0.6), (50, float(y) + 1.8, 80, float(y) - 0.6))
        work.canvas.shade(ribbon(quilt, 1.9), 0.42, 0.7, inside=shape)
        work.canvas.line(quilt, seam(work.colour, 0.42), 0.3, inside=shape)
    zipped(work, 50, 17, trunk.hem_y + 0.6)
    n, y = trunk.neck, trunk.neck_y
    for k in (0, 1):
        roll = mirrored(
            (50, y - 6.5 + k * 5),
            (50 + n * 0.9, y - 6.5 + k * 5, 50 + n * 1.12, y - 4 + k * 5),
            (50 + n * 1.2, y + k * 5, 50 + n * 0.95, y + 1 + k * 5),
            (50 + n * 0.5, y + 1.8 + k * 5, 50, y + 2 + k * 5),
        )
        work.canvas.fill(roll, work.plain, depth=2.4, shadow=0.3, gloss=0.35)
    work.canvas.fill(ellipse(50, y - 6.0, n * 0.8, 1.2), work.inner, depth=1)
    work.canvas.line(outline((50, y - 4.6), (50, y + 9)), (176, 178, 182), 0.8)
