"""Skirts, and the skirt of a dress."""

from __future__ import annotations

import numpy as np

from demo_shop.canvas import Fold
from demo_shop.geometry import Outline, Step, ellipse, flipped, leaf, mirrored, moved, outline, ribbon
from demo_shop.palette import darker, seam
from demo_shop.tops import buttons
from demo_shop.work import Work

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


def fanned(work: Work, waist: float, waist_y: float, hem: float, hem_y: float, sag: float, folds: int) -> Outline:
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
        shape = fanned(work, waist, top + 3, hem, hem_y, 3.2, 3 if cut == "mini" else 8)
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
