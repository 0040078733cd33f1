"""Outlines in drawing units: the picture is 100 × 100, y grows downwards, x = 50 is the middle."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Step = tuple[float, ...]
"""(x, y) is a line, (cx, cy, x, y) a quadratic and (ax, ay, bx, by, x, y) a cubic Bézier curve to (x, y)."""
Outline = NDArray[np.float64]
"""float64, shape (n, 2)."""

_STEPS = 14
_T = np.linspace(0.0, 1.0, _STEPS + 1)[1:, None]
_QUADRATIC = np.hstack([(1 - _T) ** 2, 2 * _T * (1 - _T), _T**2])
_CUBIC = np.hstack([(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T**2 * (1 - _T), _T**3])


def outline(*steps: Step) -> Outline:
    """Points along a path that starts at the first step; closing it is up to whoever fills it."""
    pieces = [np.array([steps[0]], dtype=np.float64)]
    last: Step = steps[0]
    for step in steps[1:]:
        if len(step) == 2:
            pieces.append(np.array([step], dtype=np.float64))
        else:
            handles = np.array([*last, *step], dtype=np.float64).reshape(-1, 2)
            pieces.append((_QUADRATIC if len(handles) == 3 else _CUBIC) @ handles)
        last = step[-2:]
    return np.vstack(pieces)


def mirrored(*steps: Step) -> Outline:
    """A closed symmetric outline from its right half, given from the top middle to the bottom middle."""
    half = outline(*steps)
    return np.vstack([half, flipped(half)[::-1]])


def flipped(points: Outline) -> Outline:
    """The same outline on the other side of the middle."""
    return np.column_stack([100.0 - points[:, 0], points[:, 1]])


def moved(points: Outline, dx: float = 0.0, dy: float = 0.0) -> Outline:
    """The outline shifted by (dx, dy)."""
    return np.asarray(points + np.array([dx, dy]), dtype=np.float64)


def turned(points: Outline, degrees: float, centre: Point) -> Outline:
    """The outline turned clockwise about `centre`."""
    angle = math.radians(degrees)
    rotation = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return np.asarray((points - centre) @ rotation + centre, dtype=np.float64)


def scaled(points: Outline, factor: float, centre: Point) -> Outline:
    """The outline grown by `factor` about `centre`."""
    return (points - centre) * factor + centre


def smooth(points: Sequence[Point], closed: bool = True) -> Outline:
    """A Catmull-Rom spline through the points."""
    p = np.array(points, dtype=np.float64)
    n = len(p)
    padded = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([p[:1], p, p[-1:]])
    spans = n if closed else n - 1
    t = np.linspace(0.0, 1.0, 10, endpoint=False)[:, None]
    pieces = []
    for i in range(spans):
        a, b, c, d = padded[i], padded[i + 1], padded[i + 2], padded[i + 3]
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    if not closed:
        pieces.append(p[-1:])
    return np.vstack(pieces)


def ellipse(x: float, y: float, rx: float, ry: float, degrees: float = 0.0) -> Outline:
    """An ellipse about (x, y)."""
    t = np.linspace(0.0, 2 * math.pi, 48, endpoint=False)
    return turned(np.column_stack([x + rx * np.cos(t), y + ry * np.sin(t)]), degrees, (x, y))


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Outline:
    """A rectangle with round corners, (x, y) its top left corner."""
    r, right, bottom = radius, x + width, y + height
    return outline(
        (x + r, y),
        (right - r, y),
        (right, y, right, y + r),
        (right, bottom - r),
        (right, bottom, right - r, bottom),
        (x + r, bottom),
        (x, bottom, x, bottom - r),
        (x, y + r),
        (x, y, x + r, y),
    )


def leaf(start: Point, end: Point, width: float, bend: float = 0.0) -> Outline:
    """A thin shape pointed at both ends, for a fold in cloth; `bend` pushes its middle sideways."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = -(y1 - y0) / length, (x1 - x0) / length
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    a, b = bend + width, bend - width
    return outline(start, (mx + nx * a, my + ny * a, *end), (mx + nx * b, my + ny * b, *start))


def along(path: Outline, spacing: float, start: float = 0.0) -> list[tuple[float, float, float]]:
    """(x, y, degrees) every `spacing` units along an open path, for buttons, eyelets and studs."""
    steps = np.diff(path, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    reach = np.concatenate([[0.0], np.cumsum(lengths)])
    spots = np.arange(start, reach[-1], spacing)
    xs, ys = np.interp(spots, reach, path[:, 0]), np.interp(spots, reach, path[:, 1])
    which = np.clip(np.searchsorted(reach, spots, side="right") - 1, 0, len(steps) - 1)
    angles = np.degrees(np.arctan2(steps[which, 1], steps[which, 0]))
    return [(float(x), float(y), float(a)) for x, y, a in zip(xs, ys, angles, strict=True)]


def ribbon(path: Outline, width: float | tuple[float, float], ahead: float = 0.5) -> Outline:
    """A band of `width` along an open path (from, to: it narrows or widens), for hems, straps and handles.

    `ahead` is the part of the width that lies to the right of the way one walks the path.
    """
    start, end = width if isinstance(width, tuple) else (width, width)
    steps = np.gradient(path, axis=0)
    steps /= np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None]
    normal = np.column_stack([-steps[:, 1], steps[:, 0]])
    widths = np.linspace(start, end, len(path))[:, None]
    return np.vstack([path + normal * widths * ahead, (path - normal * widths * (1 - ahead))[::-1]])
