"""Dresses."""

from __future__ import annotations

import numpy as np

from demo_shop.canvas import Fold
from demo_shop.geometry import Outline, Step, ellipse, flipped, leaf, mirrored, moved, outline, ribbon
from demo_shop.palette import seam
from demo_shop.skirts import fanned
from demo_shop.tops import armholes, buttons, collar_stand, turned_collar
from demo_shop.torso import Trunk, crew, inner_back, neck_rib, sleeves, varied, vee
from demo_shop.work import Work

_BOTH = (np.asarray, flipped)


def dress(work: Work) -> None:
    look, cut = work.look, work.look.cut
    hem_y = {"mini": 77.0, "midi": 88.0, "maxi": 95.5, "wrap": 87.0, "shirt": 86.0}[cut] + work.rng.uniform(-2, 1)
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
            hem_y=44 * scale,
            sag=0.6,
            cuff_y=62 * scale,
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
    skirt_shape = fanned(work, trunk.hem, trunk.hem_y - 0.4, flare, hem_y, 2.2, 7)
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
    back = mirrored((50, top - 0.2), (50 + trunk.arm * 0.9, top + 1.5), (50 + trunk.arm * 0.9, top + 6), (50, top + 6))
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
