"""Trousers and shorts."""

from __future__ import annotations

import numpy as np

from demo_shop.canvas import Fold, Paint
from demo_shop.geometry import Outline, ellipse, flipped, leaf, moved, outline, ribbon, rounded
from demo_shop.palette import BRASS, brightness, darker, lighter, seam
from demo_shop.tops import buttons
from demo_shop.work import Work

_BOTH = (np.asarray, flipped)


def _legs(
    work: Work, top: float, waist: float, hip: float, crotch: float, ankle_y: float, spread: float, leg: float
) -> Outline:
    """Two legs from a waist; `spread` is the middle of an ankle from the picture's middle, `leg` its half width."""
    length = ankle_y - crotch
    right = outline(
        (50, top),
        (50 + waist, top - 0.6),
        (50 + hip * 1.02, top + 10, 50 + hip, crotch - 3),
        (
            50 + hip * 0.98,
            crotch + length / 2,
            50 + spread + leg + 0.8,
            ankle_y - length / 3,
            50 + spread + leg,
            ankle_y,
        ),
        (50 + spread, ankle_y + 1.0, 50 + spread - leg, ankle_y),
        (50 + spread - leg - 0.2, ankle_y - length * 0.42, 50 + 1.8, crotch + length * 0.2, 50, crotch),
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
