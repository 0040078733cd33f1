"""The upper body: trunk, sleeves and neck openings that all tops, coats and dresses share."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np

from demo_shop.canvas import Fold, Paint, Weave
from demo_shop.geometry import Outline, Step, flipped, leaf, mirrored, outline, ribbon
from demo_shop.palette import darker, lighter, seam
from demo_shop.work import Work


@dataclass(frozen=True, slots=True)
class Trunk:
    """Half widths from the middle and heights, in units, of a top laid flat."""

    neck: float = 8.6
    neck_y: float = 12.5
    shoulder: float = 20.0
    shoulder_y: float = 16.6
    arm: float = 19.6
    arm_y: float = 36.0
    waist: float = 19.0
    waist_y: float = 60.0
    hem: float = 20.0
    hem_y: float = 86.0
    sag: float = 1.2
    cuff_y: float = 76.0

    def side(self) -> tuple[Step, ...]:
        """The right edge from the shoulder to the middle of the hem."""
        return (
            (50 + self.shoulder, self.shoulder_y),
            (50 + self.shoulder - 1.6, (self.shoulder_y + self.arm_y) / 2 + 2, 50 + self.arm, self.arm_y),
            (50 + self.waist, self.waist_y - 6, 50 + self.waist, self.waist_y + 2, 50 + self.hem, self.hem_y),
            (50 + self.hem * 0.55, self.hem_y + self.sag, 50, self.hem_y + self.sag),
        )

    def closed(self, opening: tuple[Step, ...]) -> Outline:
        """The front with a neck opening, given as steps from its lowest point to the neck's corner."""
        return mirrored(*opening, *self.side())


def varied(work: Work, trunk: Trunk) -> Trunk:
    """The same cut in other proportions."""
    wide, long = work.about(1.0, 0.07), work.rng.uniform(-3.5, 2.5)
    return Trunk(
        neck=work.about(trunk.neck, 0.06),
        neck_y=trunk.neck_y,
        shoulder=trunk.shoulder * wide,
        shoulder_y=work.about(trunk.shoulder_y, 0.03),
        arm=trunk.arm * wide,
        arm_y=trunk.arm_y,
        waist=trunk.waist * wide * work.rng.uniform(0.97, 1.02),
        waist_y=trunk.waist_y,
        hem=trunk.hem * wide,
        hem_y=trunk.hem_y + long,
        sag=trunk.sag,
        cuff_y=trunk.cuff_y,
    )


def crew(trunk: Trunk, depth: float = 6.2) -> tuple[Step, ...]:
    bottom = trunk.neck_y + depth
    return (
        (50, bottom),
        (50 + trunk.neck * 0.62, bottom, 50 + trunk.neck * 0.95, bottom - depth * 0.5, 50 + trunk.neck, trunk.neck_y),
    )


def vee(trunk: Trunk, depth: float = 14.0) -> tuple[Step, ...]:
    bottom = trunk.neck_y + depth
    return (
        (50, bottom),
        (50 + trunk.neck * 0.55, bottom - depth * 0.42, 50 + trunk.neck, trunk.neck_y),
    )


def neck_edge(opening: tuple[Step, ...]) -> Outline:
    """The whole edge of a neck opening, from its left corner to its right one."""
    half = outline(*opening)
    return np.vstack([flipped(half)[::-1], half[1:]])


def inner_back(work: Work, trunk: Trunk, opening: tuple[Step, ...], rise: float = 1.6) -> None:
    """The inside of the back that shows through a neck opening, with its neck tape and label."""
    low = float(outline(*opening)[:, 1].max())
    shape = mirrored(
        (50, trunk.neck_y + rise),
        (50 + trunk.neck * 0.7, trunk.neck_y + rise, 50 + trunk.neck + 0.6, trunk.neck_y - 0.3),
        (50 + trunk.neck + 0.6, trunk.neck_y + 3),
        (50 + trunk.neck * 0.8, low + 2, 50, low + 2),
    )
    work.canvas.fill(shape, Paint(work.inner), relief=0.8, depth=3)
    tape = outline(
        (50 - trunk.neck - 0.4, trunk.neck_y),
        (50 - trunk.neck * 0.7, trunk.neck_y + rise, 50, trunk.neck_y + rise),
        (50 + trunk.neck * 0.7, trunk.neck_y + rise, 50 + trunk.neck + 0.4, trunk.neck_y),
    )
    work.canvas.fill(ribbon(tape, 1.7, 0.95), Paint(darker(work.colour, 0.22)), relief=0.6, depth=1, inside=shape)
    label = mirrored(
        (50, trunk.neck_y + rise + 2),
        (52, trunk.neck_y + rise + 2),
        (52, trunk.neck_y + rise + 4),
        (50, trunk.neck_y + rise + 4),
    )
    work.canvas.fill(label, lighter(work.inner, 0.72), relief=0.4, depth=1)


def neck_rib(work: Work, opening: tuple[Step, ...], width: float = 1.9, colour: Paint | None = None) -> None:
    """A knitted band around a collarless neck."""
    edge = neck_edge(opening)
    paint = colour or work.plain
    work.canvas.fill(ribbon(edge, width, 0.9), paint, relief=0.9, depth=1.2, shadow=0.16)
    lower = ribbon(edge, width * 2, 0.9)[: len(edge)]
    work.canvas.line((lower + edge) / 2 + (0, 0.1), seam(paint.colour, 0.22), 0.28)


def body_folds(trunk: Trunk, rng: random.Random, strength: float = 1.0) -> list[Fold]:
    """Soft creases: from the armpits inwards, and hanging ones above the hem."""
    folds = []
    for side in (-1, 1):
        for _ in range(3):
            x, y = 50 + side * trunk.arm * 0.97, trunk.arm_y + rng.uniform(-3, 3)
            end = (50 + side * trunk.arm * rng.uniform(0.2, 0.6), trunk.arm_y + rng.uniform(3, 16))
            folds.append(Fold(leaf((x, y), end, rng.uniform(0.8, 1.5), side * rng.uniform(-2, 2)), -0.75 * strength))
        for _ in range(2):
            x = 50 + side * trunk.hem * rng.uniform(0.25, 0.9)
            low = trunk.hem_y - rng.uniform(1, 6)
            top = (x + side * rng.uniform(-3, 2), low - rng.uniform(12, 26))
            folds.append(Fold(leaf(top, (x, low), rng.uniform(0.8, 1.6), rng.uniform(-1, 1)), -0.6 * strength))
            ridge = leaf((top[0] + 2, top[1]), (x + 2, low), 1.2, 0.5)
            folds.append(Fold(ridge, 0.45 * strength))
    return folds


def sleeve_outline(trunk: Trunk, long: bool, rng: random.Random, flare: float = 1.0) -> tuple[Outline, Outline, Weave]:
    """The right sleeve, its cuff edge (outer to inner corner) and how cloth lies on it."""
    sx, sy = 50 + trunk.shoulder, trunk.shoulder_y
    ax, ay = 50 + trunk.arm, trunk.arm_y
    if long:
        swing, end = rng.uniform(-1.5, 2.0), trunk.cuff_y + rng.uniform(-2, 3)
        outer = (sx + 12.5 + swing, end)
        inner = (outer[0] - 7.6 * flare, end + 2.2)
        shape = outline(
            (sx - 4.0, sy - 1.0),
            (sx + 1.5, sy + 0.2, sx + 4.0, sy + 3.6),
            (sx + 9.5, sy + 22, sx + 12.0 + swing, end - 24, *outer),
            inner,
            (inner[0] - 1.5, end - 22, ax + 2.6, ay + 14, ax - 1.0, ay + 0.5),
            (sx - 5.0, sy + 8),
        )
    else:
        reach, drop = rng.uniform(11.0, 13.5), rng.uniform(17.5, 21.5)
        outer = (sx + reach, sy + drop)
        inner = (ax + 3.4 * flare, outer[1] + 5.4)
        shape = outline(
            (sx - 4.0, sy - 1.0),
            (sx + 2.4, sy + 0.6, sx + 4.6, sy + 4.4),
            (sx + reach * 0.8, sy + drop * 0.55, *outer),
            inner,
            (ax + 1.0, ay + 2.5, ax - 1.0, ay + 0.5),
            (sx - 5.0, sy + 8),
        )
    cuff = outline(outer, inner)
    middle = ((outer[0] + inner[0]) / 2 - (sx + ax) / 2, (outer[1] + inner[1]) / 2 - (sy + ay) / 2)
    degrees = math.degrees(math.atan2(-middle[0], middle[1]))
    return shape, cuff, Weave(degrees, (sx, sy), 0.0)


def sleeves(
    work: Work,
    trunk: Trunk,
    long: bool,
    *,
    cuff: float = 0.0,
    cuff_paint: Paint | None = None,
    ribs: bool = False,
    depth: float = 4.0,
    flare: float = 1.0,
) -> None:
    """Both sleeves; `cuff` is the height of a band at their ends, `ribs` makes it knitted."""
    shape, edge, weave = sleeve_outline(trunk, long, work.rng, flare)
    sx, sy = 50 + trunk.shoulder, trunk.shoulder_y
    length = float(edge[0][1]) - sy
    folds = [Fold(leaf((50 + trunk.arm - 0.5, trunk.arm_y + 1), (sx + 2.5, sy + 9), 1.3, -1.5), -0.7)]
    if long:
        for share in (0.42, 0.5, 0.6):
            y = sy + length * share
            reach = work.rng.uniform(3, 6.5)
            x = sx + 3 + 7 * share
            folds.append(Fold(leaf((x - 3, y + 2.0), (x - 3 + reach, y + work.rng.uniform(-3, 3)), 0.9, 0.8), -0.6))
        folds.append(Fold(leaf((sx + 5, sy + 10), (float(edge[0][0]) - 3, float(edge[0][1]) - 9), 1.6, 0.8), 0.4))
    hem = ribbon(edge, cuff, 1.0) if cuff else None
    for mirror in (False, True):
        place = flipped if mirror else np.asarray
        lying = Weave(-weave.degrees, (100 - weave.centre[0], weave.centre[1])) if mirror else weave
        turned_folds = [Fold(place(f.shape), f.height) for f in folds]
        work.canvas.fill(place(shape), work.cloth, depth=depth, folds=turned_folds, weave=lying, relief=0.95)
        if hem is not None:
            paint = cuff_paint or work.plain
            work.canvas.fill(place(hem), paint, depth=1.8, relief=0.9, weave=lying)
            upper = hem[: len(edge)]
            work.canvas.line(place(upper), seam(paint.colour, 0.3), 0.35)
            if ribs:
                for t in np.linspace(0.08, 0.92, 9):
                    across = np.vstack([edge[0] + (edge[-1] - edge[0]) * t, upper[0] + (upper[-1] - upper[0]) * t])
                    work.canvas.line(place(across), seam(paint.colour, 0.17), 0.3)
        else:
            inward = np.array([0.0, -1.7])
            hemline = place(edge + inward + (0.4, 0))
            work.canvas.line(hemline, work.stitch, 0.28, dash=0.9, inside=place(shape))
