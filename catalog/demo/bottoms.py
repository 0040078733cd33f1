"""Dresses, skirts, trousers and shorts."""

from __future__ import annotations

import numpy as np

from catalog.demo.canvas import Fold, Paint
from catalog.demo.geometry import Outline, Step, ellipse, flipped, leaf, mirrored, moved, outline, ribbon, rounded
from catalog.demo.palette import BRASS, brightness, darker, lighter, seam
from catalog.demo.tops import armholes, buttons, collar_stand, turned_collar
from catalog.demo.torso import Trunk, crew, inner_back, neck_rib, sleeves, varied, vee
from catalog.demo.work import Work

_BOTH = (np.asarray, flipped)


def _hanging_folds(work: Work, top: float, bottom: float, narrow: float, wide: float, count: int) -> list[Fold]:
    """Folds that fan out from a waist to a hem."""
    folds = []
    for k in range(count):
        share = (k + 0.5) / count * 2 - 1 + work.rng.uniform(-0.06, 0.06)
        high = top + work.rng.uniform(0, (bottom - top) * 0.3)
        start, end = (50 + share * narrow * 0.9, high), (50 + share * wide * 0.94, bottom)
        folds.append(Fold(leaf(start, end, work.rng.uniform(0.8, 1.5), share * 1.5), -0.85))
        folds.append(Fold(leaf((start[0] + 1.6, high + 4), (end[0] + 2.6, bottom), 1.4, share * 1.5), 0.6))
    return folds


def _fanned(work: Work, waist: float, waist_y: float, hem: float, hem_y: float, sag: float, folds: int) -> Outline:
    """A skirt from the waist down with a gently waved hem."""
    edge: list[Step] = []
    waves = 5
    for k in range(waves):
        x0, x1 = 1 - k / waves, 1 - (k + 1) / waves
        drop = sag * (1 - x1**2)
        edge.append((50 + hem * (x0 + x1) / 2, hem_y + drop + (0.9 if k % 2 else -0.2), 50 + hem * x1, hem_y + drop))
    shape = mirrored(
        (50, waist_y),
        (50 + waist, waist_y),
        (50 + waist * 1.12, waist_y + (hem_y - waist_y) * 0.25, 50 + hem * 0.84, hem_y - 22, 50 + hem, hem_y),
        *edge,
    )
    fan = _hanging_folds(work, waist_y + 2, hem_y + sag * 0.6, waist, hem, folds)
    work.canvas.fill(shape, work.cloth, depth=7, folds=fan, shadow=0.15)
    line = outline((50 - hem, hem_y - 1.4), (50, hem_y - 1.4 + 2 * sag, 50 + hem, hem_y - 1.4))
    work.canvas.line(line, work.stitch, 0.26, dash=0.9, inside=shape)
    return shape


def dress(work: Work) -> None:
    look, cut = work.look, work.look.cut
    hem_y = {"mini": 80.0, "midi": 89.0, "maxi": 94.5, "wrap": 86.0, "shirt": 84.0}[cut] + work.rng.uniform(-2, 1)
    flare = {"mini": 21.0, "midi": 23.0, "maxi": 24.0, "wrap": 22.0, "shirt": 19.0}[cut] * work.rng.uniform(0.9, 1.08)
    scale = {"maxi": 0.82, "midi": 0.9}.get(cut, 1.0)
    trunk = varied(
        work,
        Trunk(
            neck=8.2 * scale,
            neck_y=9,
            shoulder=15.6 * scale,
            shoulder_y=12.0,
            arm=14.6 * scale,
            arm_y=27 * scale + 2,
            waist=12.0 * scale,
            waist_y=42 * scale,
            hem=12.4 * scale,
            hem_y=46 * scale,
            sag=0.6,
        ),
    )
    bare = look.sleeve == "sleeveless"
    if not bare:
        _dress_sleeves(work, trunk)
    if look.neckline == "strapless":
        bodice = _bandeau(work, trunk)
    elif look.neckline == "shirt collar":
        collar_stand(work, trunk, 2.8)
        bodice = _bodice(work, trunk, ((50, 16), (52.6, 14.2, 50 + trunk.neck, trunk.neck_y)), bare)
    else:
        opening = (
            vee(trunk, 15.0 * scale if cut != "wrap" else 19 * scale) if look.neckline == "v-neck" else crew(trunk, 5.6)
        )
        inner_back(work, trunk, opening)
        bodice = _bodice(work, trunk, opening, bare)
        neck_rib(work, opening, 1.1)
        if cut == "wrap":
            low = trunk.neck_y + 19 * scale
            cross = outline((50 + 1.5, low - 3), (50 - 5, low + 8, 50 - trunk.waist, trunk.hem_y - 2))
            work.canvas.shade(ribbon(cross, 1.6, 0.2), 0.4, 0.8, inside=bodice)
            work.canvas.line(cross, seam(work.colour, 0.45), 0.45)
    if not bare:
        armholes(work, trunk)
    skirt_shape = _fanned(work, trunk.hem, trunk.hem_y - 0.4, flare, hem_y, 2.2, 7)
    waist = outline((50 - trunk.hem, trunk.hem_y), (50, trunk.hem_y + 1.2, 50 + trunk.hem, trunk.hem_y))
    if cut == "shirt":
        placket = outline((48.3, 15), (51.7, 15), (51.7, hem_y + 4), (48.3, hem_y + 4))
        work.canvas.line(placket[[0, 3]], seam(work.colour, 0.35), 0.3, inside=np.vstack([bodice, skirt_shape]))
        for x in (48.4, 51.6):
            work.canvas.line(outline((x, 17), (x, hem_y)), seam(work.colour, 0.38), 0.32)
        buttons(work, 50, 20, hem_y - 5, 8, 0.75)
        turned_collar(work, trunk, (50 + 7.0, 22.0), work.cloth, 3.0)
    if cut in {"wrap", "shirt"} or work.rng.random() < 0.35:
        band = ribbon(waist, 3.0)
        work.canvas.fill(band, work.plain, depth=1.4, shadow=0.4)
        if cut == "wrap":
            for tail in (((56, 44), (60, 58)), ((55, 44), (55.6, 60))):
                dy = trunk.hem_y - 43.5
                (x0, y0), (x1, y1) = tail
                shape = ribbon(outline((x0, y0 + dy), (x1, (y0 + y1) / 2 + dy, x1, y1 + dy)), (1.4, 2.6))
                work.canvas.fill(shape, work.plain, depth=1, shadow=0.35)
            work.canvas.fill(ellipse(55.6, trunk.hem_y + 0.6, 2.0, 1.8), work.plain, depth=1.2, shadow=0.4)
    else:
        work.canvas.line(waist, seam(work.colour, 0.38), 0.45)


def _dress_sleeves(work: Work, trunk: Trunk) -> None:
    sleeves(work, trunk, work.look.sleeve == "long sleeves", cuff=2.0, flare=1.05, depth=3.5)


def _bodice(work: Work, trunk: Trunk, opening: tuple[Step, ...], bare: bool) -> Outline:
    side = trunk.side()
    if bare:
        strap = trunk.neck + 3.6
        side = (
            (50 + strap, trunk.neck_y + 0.8),
            (50 + strap - 0.4, trunk.arm_y - 4, 50 + trunk.arm, trunk.arm_y),
            *side[2:],
        )
    shape = mirrored(*opening, *side)
    folds = [
        Fold(leaf((50 + s * trunk.arm * 0.95, trunk.arm_y + 2), (50 + s * 4, trunk.arm_y + 5), 0.9, s), -0.6)
        for s in (-1, 1)
    ]
    work.canvas.fill(shape, work.cloth, depth=5.5, folds=folds, shadow=0.22)
    for place in _BOTH:
        dart = np.asarray(place(outline((50 + trunk.hem * 0.5, trunk.hem_y), (50 + trunk.hem * 0.56, trunk.arm_y + 4))))
        work.canvas.line(dart, work.stitch, 0.26, opacity=0.7)
        if bare:
            hole = np.asarray(place(outline(*side[:2])))
            work.canvas.line(hole, work.stitch, 0.3)
    return shape


def _bandeau(work: Work, trunk: Trunk) -> Outline:
    top = trunk.neck_y + 11
    for place in _BOTH:
        strap = outline(
            (50 + trunk.arm * 0.62, top + 0.5),
            (50 + trunk.arm * 0.6, trunk.neck_y, 50 + trunk.arm * 0.5, trunk.neck_y - 3),
        )
        work.canvas.fill(ribbon(np.asarray(place(strap)), 0.9), work.plain, depth=0.6)
    back = mirrored((50, top - 0.2), (50 + trunk.arm, top + 1.5), (50 + trunk.arm, top + 8), (50, top + 8))
    work.canvas.fill(back, work.inner, depth=2)
    shape = mirrored(
        (50, top + 3.4),
        (50 + trunk.arm * 0.3, top + 0.2, 50 + trunk.arm * 0.62, top),
        (50 + trunk.arm * 0.9, top + 0.8, 50 + trunk.arm, top + 3.0),
        *trunk.side()[2:],
    )
    work.canvas.fill(shape, work.cloth, depth=5, shadow=0.2)
    edge = shape[:29]
    for place in _BOTH:
        work.canvas.line(np.asarray(place(moved(edge, 0, 1.2))), work.stitch, 0.3, inside=shape)
    return shape


def skirt(work: Work) -> None:
    cut = work.look.cut
    top = work.rng.uniform(12, 15) if cut in {"midi", "maxi"} else 20.0
    hem_y = {"mini": 70.0, "pleated": 78.0, "midi": 84.0, "maxi": 92.0}[cut] + work.rng.uniform(-2, 2)
    waist = work.about(15.5, 0.05)
    hem = {"mini": 24.0, "pleated": 31.0, "midi": 28.0, "maxi": 27.0}[cut] * work.rng.uniform(0.93, 1.06)
    inner = ellipse(50, top - 0.2, waist - 0.5, 2.0)
    work.canvas.fill(inner, darker(work.colour, 0.42), depth=2)
    if cut == "pleated":
        _pleats(work, waist, top + 4, hem, hem_y)
    else:
        shape = _fanned(work, waist, top + 3, hem, hem_y, 3.2, 3 if cut == "mini" else 8)
        if cut == "mini":
            work.canvas.line(outline((50, top + 5), (50, hem_y + 3)), seam(work.colour, 0.3), 0.3, inside=shape)
    line = outline((50 - waist, top), (50, top + 3.0, 50 + waist, top))
    band = ribbon(line, 4.6, 1.0)
    work.canvas.fill(band, work.plain, depth=1.8, shadow=0.35)
    work.canvas.line(moved(line, 0, 4.4), seam(work.colour, 0.36), 0.3)
    work.canvas.line(moved(line, 0, 0.5), work.stitch, 0.28, dash=0.9)
    if cut in {"mini", "midi"}:
        buttons(work, 50, top + 3.8, top + 3.8, 1, 1.2)


def _pleats(work: Work, waist: float, top: float, hem: float, hem_y: float) -> None:
    count = work.rng.choice((8, 10, 12))
    shape = mirrored(
        (50, top), (50 + waist, top - 1.6), (50 + hem * 0.8, (top + hem_y) / 2, 50 + hem, hem_y), (50, hem_y + 5.0)
    )
    zig: list[tuple[float, float]] = []
    for k in range(count + 1):
        t = 1 - 2 * k / count
        drop = 5.0 * (1 - t * t)
        zig += [(50 + hem * t, hem_y + drop), (50 + hem * (t - 0.06), hem_y + drop - 1.6)]
    side = shape[: 1 + 1 + 14]
    outer = np.vstack([flipped(side)[::-1][:-1], side, np.array(zig[1:-1])])
    folds = []
    for k in range(1, count):
        t = 1 - 2 * k / count
        high, low = (50 + waist * t, top - 1), (50 + hem * t, hem_y + 5)
        folds.append(Fold(outline(high, low, (low[0] - hem * 0.7 / count, low[1]), (high[0] - 0.3, high[1])), -1.1))
    work.canvas.fill(outer, work.cloth, depth=6, folds=folds, relief=1.15)
    for k in range(1, count):
        t = 1 - 2 * k / count
        work.canvas.line(
            outline((50 + waist * t, top), (50 + hem * t, hem_y + 5 * (1 - t * t) - 1)),
            seam(work.colour, 0.4),
            0.3,
            inside=outer,
        )


def _legs(
    work: Work, top: float, waist: float, hip: float, crotch: float, ankle_y: float, spread: float, leg: float
) -> Outline:
    """Two legs from a waist; `spread` is the middle of an ankle from the picture's middle, `leg` its half width."""
    right = outline(
        (50, top),
        (50 + waist, top - 0.6),
        (50 + hip * 1.02, top + 10, 50 + hip, crotch - 3),
        (50 + hip * 0.98, (crotch + ankle_y) / 2, 50 + spread + leg + 0.8, ankle_y - 18, 50 + spread + leg, ankle_y),
        (50 + spread, ankle_y + 1.0, 50 + spread - leg, ankle_y),
        (50 + spread - leg - 0.2, ankle_y - 24, 50 + 1.8, crotch + 12, 50, crotch),
    )
    shape = np.vstack([right, flipped(right)[::-1]])
    folds = []
    for s in (-1, 1):
        for _ in range(3):
            y = crotch + work.rng.uniform(-4, 3)
            folds.append(
                Fold(
                    leaf(
                        (50 + s * 1.5, y),
                        (50 + s * hip * work.rng.uniform(0.5, 0.95), y + work.rng.uniform(-8, 4)),
                        0.8,
                        s,
                    ),
                    -0.8,
                )
            )
        knee = (crotch + ankle_y) / 2 + 2
        if ankle_y - crotch > 25:
            for _ in range(3):
                y = knee + work.rng.uniform(-6, 6)
                middle = 50 + s * (hip * 0.45 + spread * 0.5)
                folds.append(
                    Fold(leaf((middle - 5, y), (middle + 5, y + work.rng.uniform(-2.5, 2.5)), 0.7, 0.6), -0.55)
                )
        folds.append(Fold(leaf((50 + s * hip * 0.55, top + 18), (50 + s * spread, ankle_y - 4), 1.4, 0), 0.5))
    work.canvas.fill(shape, work.cloth, depth=5.5, folds=folds, relief=1.1)
    return shape


def _waistband(work: Work, top: float, waist: float, loops: bool = True, elastic: bool = False) -> None:
    inner = ellipse(50, top - 1.2, waist - 0.6, 1.8)
    work.canvas.fill(inner, darker(work.colour, 0.42), depth=1.6)
    line = outline((50 - waist - 0.2, top - 1.4), (50, top + 1.2, 50 + waist + 0.2, top - 1.4))
    band = ribbon(line, 4.4, 1.0)
    work.canvas.fill(band, work.plain, depth=1.6, shadow=0.3)
    work.canvas.line(moved(line, 0, 4.2), seam(work.colour, 0.38), 0.3)
    if elastic:
        for k in np.linspace(-0.95, 0.95, 30):
            x, sag = 50 + waist * float(k), 1.3 * (1 - float(k) ** 2)
            work.canvas.line(outline((x, top - 1.2 + sag), (x, top + 2.6 + sag)), seam(work.colour, 0.2), 0.3)
    elif loops:
        for k in (-0.78, -0.4, 0.4, 0.78):
            sag = 1.3 * (1 - k * k)
            loop = rounded(50 + waist * k - 0.7, top - 1.8 + sag, 1.4, 5.4, 0.3)
            work.canvas.fill(loop, work.plain, depth=0.8, shadow=0.4)


def _fly(work: Work, top: float, crotch: float, thread: tuple[int, int, int]) -> None:
    work.canvas.line(outline((50, top + 3.8), (50, crotch)), seam(work.colour, 0.45), 0.4)
    curve = outline((53.4, top + 3.6), (53.4, crotch - 8), (53.2, crotch - 4.5, 50.2, crotch - 3.4))
    work.canvas.line(curve, thread, 0.3, dash=0.9)


def jeans(work: Work) -> None:
    cut = work.look.cut
    hip = {"slim": 17.0, "straight": 17.6, "wide": 18.2}[cut] * work.rng.uniform(0.97, 1.04)
    spread, leg = {"slim": (11.0, 5.0), "straight": (12.4, 6.6), "wide": (14.6, 9.6)}[cut]
    top, crotch, ankle = 9.5, 36.0, 92.0 + work.rng.uniform(-2, 1.5)
    thread = (218, 156, 76) if work.look.colour in {"blue", "navy", "grey"} else seam(work.colour, 0.4)
    shape = _legs(work, top, 14.6, hip, crotch, ankle, spread, leg)
    faded = lighter(work.colour, 0.18)
    for s in (-1, 1):
        patch = ellipse(50 + s * (hip * 0.52), 47, 3.0, 15, -s * 4)
        work.canvas.shade(patch, -0.16 if brightness(work.colour) < 0.7 else 0.0, 3.0, inside=shape)
        x = 50 + s * spread
        work.canvas.line(outline((x - leg, ankle - 2), (x + leg, ankle - 2)), thread, 0.3, dash=0.9, inside=shape)
        side = outline((50 + s * hip * 0.93, 22), (50 + s * hip * 0.93, 55, x + s * leg * 0.8, ankle - 2))
        work.canvas.line(side, work.stitch, 0.3, inside=shape)
    _waistband(work, top, 14.6)
    _fly(work, top, crotch, thread)
    for place in _BOTH:
        pocket = np.asarray(place(outline((56.4, top + 3.6), (57.2, top + 10, 50 + hip * 0.97, top + 12.5))))
        work.canvas.shade(ribbon(pocket, 1.6, 0.0), 0.3, 0.6, inside=shape)
        work.canvas.line(pocket, seam(work.colour, 0.4), 0.35, inside=shape)
        work.canvas.line(moved(pocket, 0.0, 1.0), thread, 0.28, dash=0.8, inside=shape)
        for x, y in ((56.8, top + 5.0), (50 + hip * 0.88, top + 12.0)):
            work.canvas.fill(np.asarray(place(ellipse(x, y, 0.5, 0.5))), BRASS, depth=0.5)
    work.canvas.fill(ellipse(50, top + 2.0, 1.25, 1.25), BRASS, depth=0.9, shadow=0.4, gloss=0.5)
    _ = faded


def trousers(work: Work) -> None:
    cut = work.look.cut
    hip = 17.2 * work.rng.uniform(0.97, 1.04)
    spread, leg = {"slim": (11.0, 5.2), "straight": (12.2, 6.8), "wide": (15.0, 10.4)}[cut]
    top, crotch, ankle = 9.5, 36.5, 92.5 + work.rng.uniform(-2, 1.5)
    shape = _legs(work, top, 14.4, hip, crotch, ankle, spread, leg)
    for s in (-1, 1):
        crease = outline((50 + s * 8.4, top + 8), (50 + s * 9.6, 50, 50 + s * spread, ankle))
        work.canvas.line(crease, seam(work.colour, 0.28), 0.34, inside=shape)
        work.canvas.shade(ribbon(crease, 1.4, 0.0 if s > 0 else 1.0), 0.16, 0.8, inside=shape)
    _waistband(work, top, 14.4)
    _fly(work, top, crotch, work.stitch)
    for place in _BOTH:
        pocket = np.asarray(place(outline((58.6, top + 3.8), (50 + hip * 0.98, top + 15))))
        work.canvas.line(pocket, seam(work.colour, 0.45), 0.45, inside=shape)
        work.canvas.line(moved(pocket, -0.9, 0.3), work.stitch, 0.28, inside=shape)
    buttons(work, 50, top + 2.0, top + 2.0, 1, 1.0)


def track_pants(work: Work) -> None:
    hip, top, crotch, ankle = 17.8 * work.rng.uniform(0.97, 1.04), 9.5, 37.0, 88.0
    shape = _legs(work, top, 14.8, hip, crotch, ankle, 12.4, 6.4)
    stripe = lighter(work.colour, 0.85) if brightness(work.colour) < 0.6 else darker(work.colour, 0.6)
    striped = work.rng.random() < 0.6
    for place in _BOTH:
        side = outline((50 + hip * 0.9, top + 3), (50 + hip * 0.98, 50, 50 + 12.4 + 4.6, ankle))
        if striped:
            for dx in (0.0, -2.0):
                work.canvas.line(np.asarray(place(moved(side, dx, 0))), stripe, 0.9, inside=shape)
        cuff = np.asarray(
            place(
                outline(
                    (50 + 12.4 - 5.2, ankle - 0.4),
                    (50 + 12.4 + 5.2, ankle - 0.4),
                    (50 + 16.6, ankle + 5.2),
                    (50 + 8.2, ankle + 5.2),
                )
            )
        )
        work.canvas.fill(cuff, work.plain, depth=1.6, shadow=0.2)
        for k in np.linspace(0.08, 0.92, 9):
            a, b = 50 + 7.2 + 10.4 * float(k), 50 + 8.2 + 8.4 * float(k)
            work.canvas.line(np.asarray(place(outline((a, ankle), (b, ankle + 5)))), seam(work.colour, 0.2), 0.3)
        pocket = np.asarray(place(outline((59.5, top + 5), (50 + hip * 0.96, top + 17))))
        work.canvas.line(pocket, seam(work.colour, 0.45), 0.5, inside=shape)
    _waistband(work, top, 14.8, elastic=True)
    cord = lighter(work.colour, 0.85) if brightness(work.colour) < 0.7 else (130, 130, 132)
    for x, low in ((48.6, 24.0), (51.6, 25.5)):
        work.canvas.line(outline((x, top + 2.4), (x - 0.6, 18, x + (x - 50) * 0.8, low)), cord, 0.8)


def leggings(work: Work) -> None:
    hip, top, crotch, ankle = 13.6 * work.rng.uniform(0.96, 1.04), 9.0, 36.0, 93.0
    shape = _legs(work, top, 11.4, hip, crotch, ankle, 8.6, 3.4)
    line = outline((50 - 11.4, top - 1.0), (50, top + 1.0, 50 + 11.4, top - 1.0))
    work.canvas.fill(ellipse(50, top - 0.8, 11, 1.4), darker(work.colour, 0.42), depth=1.2)
    work.canvas.fill(ribbon(line, 7.0, 1.0), work.plain, depth=2.2, shadow=0.2)
    work.canvas.line(moved(line, 0, 6.8), seam(work.colour, 0.34), 0.3)
    work.canvas.line(outline((50, top + 8), (50, crotch)), work.stitch, 0.3, inside=shape)


def shorts(work: Work) -> None:
    cut = work.look.cut
    top, crotch = 22.0, 50.0
    hem = {"chino": 76.0, "denim": 66.0, "sport": 70.0}[cut] + work.rng.uniform(-2, 2)
    hip = 22.6 * work.rng.uniform(0.96, 1.04)
    spread, leg = 14.4, 11.8
    thread = (218, 156, 76) if cut == "denim" and work.look.colour in {"blue", "navy"} else work.stitch
    shape = _legs(work, top, 18.6, hip, crotch, hem, spread, leg)
    for place in _BOTH:
        edge = np.asarray(place(outline((50 + spread - leg, hem), (50 + spread, hem + 0.8, 50 + spread + leg, hem))))
        if cut == "denim":
            turn_up = ribbon(edge, 3.6, 0.0 if place is np.asarray else 1.0)
            work.canvas.fill(turn_up, Paint(lighter(work.colour, 0.2)), depth=1.4, shadow=0.35)
        else:
            work.canvas.line(moved(edge, 0, -2.4), thread, 0.3, dash=0.9, inside=shape)
        pocket = np.asarray(place(outline((60.5, top + 4), (50 + hip * 0.98, top + 15))))
        work.canvas.line(pocket, seam(work.colour, 0.45), 0.45, inside=shape)
        work.canvas.line(moved(pocket, 0, 1.1), thread, 0.28, dash=0.9, inside=shape)
    if cut == "sport":
        pale = lighter(work.colour, 0.85) if brightness(work.colour) < 0.6 else darker(work.colour, 0.6)
        for place in _BOTH:
            side = np.asarray(
                place(outline((50 + hip * 0.92, top + 4), (50 + hip * 1.0, 48, 50 + spread + leg - 1.8, hem)))
            )
            work.canvas.line(side, pale, 1.5, inside=shape)
    _waistband(work, top, 18.6, elastic=cut == "sport")
    if cut == "sport":
        for x, low in ((48.4, 37.0), (51.8, 38.5)):
            work.canvas.line(outline((x, top + 2.4), (x - 0.6, 31, x + (x - 50), low)), lighter(work.colour, 0.8), 0.9)
    else:
        _fly(work, top, crotch, thread)
        buttons(work, 50, top + 2.2, top + 2.2, 1, 1.2)
