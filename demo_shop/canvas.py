"""Shapes with light on them: filled outlines that look like cloth, leather or metal.

Edges are drawn several times larger and averaged down.  Light is computed on a small float grid
(it is smooth) and stretched over the shape, which keeps drawing fast and free of steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from demo_shop.geometry import Outline, Point
from demo_shop.palette import RGB, brightness

Field = NDArray[np.float32]
"""float32, shape (height, width)."""
Texture = Callable[[Field, Field, float], NDArray[np.float32]]
"""(u, v, pixel) -> RGB of shape (height, width, 3), 0 to 255; u, v and pixel are drawing units."""

GRID: Final = 128
_CELL: Final = 100 / GRID
Box = tuple[int, int, int, int]
"""Left, top, right, bottom; in pixels or in cells of the grid."""
_ALL: Final[Box] = (0, 0, GRID, GRID)


@dataclass(frozen=True, slots=True)
class Paint:
    """What a part is made of: a colour, and a pattern if it has one."""

    colour: RGB
    texture: Texture | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """A soft ridge (height > 0) or crease (height < 0) in cloth."""

    shape: Outline
    height: float = -1.0


@dataclass(frozen=True, slots=True)
class Weave:
    """How texture coordinates lie on a part: turned by `degrees` about `centre`, sagging by `sag` units."""

    degrees: float = 0.0
    centre: Point = (50.0, 50.0)
    sag: float = 0.0


STRAIGHT: Final = Weave()


@lru_cache(maxsize=64)
def _blur_matrix(sigma: float) -> Field:
    """Gaussian blur of a column of GRID cells as a matrix; rows near the edge do not fade."""
    x = np.arange(GRID, dtype=np.float32)
    kernel = np.exp(-0.5 * ((x[:, None] - x[None, :]) / max(sigma, 0.05)) ** 2)
    return _float32(kernel / (math.sqrt(2 * math.pi) * max(sigma, 0.4)))


def blurred(field: Field, sigma: float) -> Field:
    """A field of at most GRID × GRID cells blurred by `sigma` drawing units; around it is nothing."""
    matrix = _blur_matrix(round(sigma / _CELL, 2))
    rows, columns = field.shape
    return _product(_product(matrix[:rows, :rows], field), matrix[:columns, :columns])


def _product(a: Field, b: Field) -> Field:
    """a @ b in slices so small that BLAS stays on one core: waking its threads takes longer than the work."""
    return np.concatenate([a[row : row + 16] @ b for row in range(0, len(a), 16)])


def _float32(values: NDArray[np.floating]) -> Field:
    return values.astype(np.float32, copy=False)


class Canvas:
    """A transparent picture of `size` pixels to put parts on, from the back to the front."""

    def __init__(self, size: int, *, tilt: float = 0.0, zoom: float = 1.0, shift: Point = (0.0, 0.0)) -> None:
        self.size = size
        self._over = 4 if size <= 320 else 3
        angle = math.radians(tilt)
        self._linear = zoom * np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        self._shift = np.array([50.0 + shift[0], 50.0 + shift[1]])
        # Premultiplied: pasting with a mask on black gives exactly colour × coverage.
        self._rgb = Image.new("RGB", (size, size))
        self._alpha = Image.new("L", (size, size))

    def fill(
        self,
        shape: Outline,
        paint: Paint | RGB,
        *,
        relief: float = 1.0,
        depth: float = 5.0,
        folds: Sequence[Fold] = (),
        weave: Weave = STRAIGHT,
        shadow: float = 0.0,
        gloss: float = 0.0,
        inside: Outline | None = None,
    ) -> None:
        """Put a part on the picture.

        `relief` is how strong light and shade are and `depth` how far (units) they reach in from
        the edge.  `shadow` is what the part throws on those below it, `gloss` a highlight as on
        leather, `inside` clips it to another outline.
        """
        if isinstance(paint, tuple):
            paint = Paint(paint)
        box, mask = self._mask([shape])
        if inside is not None:
            mask = ImageChops.multiply(mask, self._mask_in(box, [inside]))
        cells = self._cells(box, 7)
        coverage = self._to_grid(box, mask, cells)
        if shadow > 0:
            cast = np.roll(blurred(coverage, 1.0), 1, 0) * shadow
            self._tint(self._under(cells), cast, 0, cells)
        dark = brightness(paint.colour) < 0.25
        light = self._light(cells, coverage, relief * (1.25 if dark else 1.0), depth, folds, gloss)
        if paint.texture is None:
            lit = _lit(np.array(paint.colour, dtype=np.float32), light[..., None], dark)
            pixels = self._stretched(box, Image.fromarray(lit), cells)
        else:
            base = paint.texture(*self._coordinates(box, weave), 100 / self.size)
            tone = np.asarray(self._stretched(box, Image.fromarray(light), cells))
            pixels = Image.fromarray(_lit(base, tone[..., None], dark))
        self._rgb.paste(pixels, box[:2], mask)
        self._alpha.paste(255, box, mask)

    def line(
        self,
        path: Outline,
        colour: RGB,
        width: float = 0.5,
        *,
        opacity: float = 1.0,
        dash: float = 0.0,
        inside: Outline | None = None,
        closed: bool = False,
    ) -> None:
        """Draw a seam, a lace or an edge; `dash` (units) makes it a row of stitches."""
        path = np.vstack([path, path[:1]]) if closed else path
        box, mask = self._mask(_dashes(path, dash) if dash else [path], width)
        if inside is not None:
            mask = ImageChops.multiply(mask, self._mask_in(box, [inside]))
        if opacity < 1:
            mask = mask.point(lambda value: value * opacity)
        self._rgb.paste(colour, box, mask)
        self._alpha.paste(255, box, mask)

    def shade(self, shape: Outline, amount: float, softness: float = 2.0, inside: Outline | None = None) -> None:
        """Darken (amount > 0) what is there under a soft-edged shape."""
        box, mask = self._mask([shape])
        cells = self._cells(box, 2 + math.ceil(3 * softness / _CELL))
        field = blurred(self._to_grid(box, mask, cells), softness) * abs(amount)
        if inside is None:
            self._tint(self._under(cells), field, 0, cells)
        else:
            around, clip = self._mask([inside])
            left, top, right, bottom = self._under(cells)
            box = max(left, around[0]), max(top, around[1]), min(right, around[2]), min(bottom, around[3])
            if box[0] < box[2] and box[1] < box[3]:
                clip = clip.crop((box[0] - around[0], box[1] - around[1], box[2] - around[0], box[3] - around[1]))
                self._tint(box, field, 0 if amount > 0 else 255, cells, clip)

    def finished(self, background: RGB, *, floor: float | None = None, drop: float = 0.3) -> Image.Image:
        """The picture on a softly lit studio background.

        A lying thing throws a `drop` shadow; one that stands does so at height `floor`.
        """
        whole = (0, 0, self.size, self.size)
        coverage = self._to_grid(whole, self._alpha, _ALL)
        y, x = np.mgrid[0:GRID, 0:GRID].astype(np.float32) / GRID
        glow = 1.012 - 0.075 * ((x - 0.42) ** 2 + (y - 0.4) ** 2) * 2
        if floor is None:
            far = np.roll(blurred(coverage, 3.2), (round(2.2 / _CELL), round(0.9 / _CELL)), (0, 1))
            near = np.roll(blurred(coverage, 1.0), (round(0.8 / _CELL), 0), (0, 1))
            cast = _float32(drop * (0.62 * far + 0.38 * near))
        else:
            level = float(self._place(np.array([[50.0, floor]]))[0, 1]) / self.size
            cast = self._floor_shadow(coverage, level, x, y, drop)
        tone = (glow * (1 - cast))[..., None]
        backdrop = np.clip(np.array(background, dtype=np.float32) * tone, 0, 255).astype(np.uint8)
        picture = self._stretched(whole, Image.fromarray(backdrop), _ALL)
        picture.paste(0, (0, 0), self._alpha)
        return ImageChops.add(self._rgb, picture)

    @staticmethod
    def _floor_shadow(coverage: Field, floor: float, x: Field, y: Field, drop: float) -> Field:
        columns = np.flatnonzero(coverage.max(axis=0) > 0.3) / GRID
        left, right = (float(columns[0]), float(columns[-1])) if len(columns) else (0.3, 0.7)
        across = (x - (left + right) / 2) / max((right - left) / 2, 0.05)
        down = y - floor
        wide = np.exp(-0.5 * (across / 0.62) ** 4) * np.exp(-0.5 * ((down + 0.018) / 0.036) ** 2)
        tight = np.exp(-0.5 * (across / 0.72) ** 8) * np.exp(-0.5 * ((down - 0.002) / 0.011) ** 2)
        return np.asarray(drop * (0.9 * wide + 0.9 * tight), dtype=np.float32)

    def _light(
        self, cells: Box, part: Field, relief: float, depth: float, folds: Sequence[Fold], gloss: float
    ) -> Field:
        body, edge = blurred(part, depth), blurred(part, 1.1)
        facing = _facing_light(body, depth)
        lit = 0.15 * facing + 0.06 * _facing_light(edge, 1.1)
        lit -= 0.20 * np.clip(1 - body, 0, 1) + 0.07 * np.clip(1 - edge, 0, 1)
        if folds:
            height = blurred(self._relief(folds)[cells[1] : cells[3], cells[0] : cells[2]], 1.0)
            lit += 0.16 * _facing_light(height, 1.0) + 0.07 * height
        tone = 1.055 + relief * lit
        if gloss:
            tone = tone + gloss * np.clip(facing - 0.22, 0, 1) ** 1.5
        return _float32(tone)

    def _relief(self, folds: Sequence[Fold]) -> Field:
        """The heights of all folds together; ridges and creases each in one drawing."""
        heights = np.zeros((GRID, GRID), dtype=np.float32)
        for raised in (True, False):
            large = Image.new("L", (GRID * 3, GRID * 3))
            draw = ImageDraw.Draw(large)
            for fold in folds:
                if (fold.height > 0) == raised:
                    points = self._place(fold.shape) * (GRID * 3 / self.size)
                    draw.polygon([tuple(p) for p in points.tolist()], fill=round(min(abs(fold.height), 1.2) * 212))
            heights += np.asarray(large.reduce(3), dtype=np.float32) * ((1 if raised else -1) / 212)
        return heights

    def _tint(self, box: Box, field: Field, value: int, cells: Box, clip: Image.Image | None = None) -> None:
        """Mix black (0) or white (255) into what is there, as much as `field` says."""
        share = self._stretched(box, Image.fromarray(np.clip(field * 255, 0, 255).astype(np.uint8)), cells)
        if clip is not None:
            share = ImageChops.multiply(share, clip)
        self._rgb.paste((value, value, value), box, share)

    def _place(self, points: Outline) -> Outline:
        return np.asarray(((points - 50.0) @ self._linear + self._shift) * (self.size / 100), dtype=np.float64)

    def _mask(self, shapes: Sequence[Outline], width: float = 0.0) -> tuple[Box, Image.Image]:
        """Coverage of the shapes in the smallest box that holds them; `width` draws lines instead of areas."""
        placed = [self._place(shape) for shape in shapes]
        every = np.vstack(placed)
        pad = width * self.size / 200 + 2
        low, high = every.min(axis=0) - pad, every.max(axis=0) + pad
        last = self.size - 1
        left, top = (int(min(max(v, 0), last)) for v in low)
        right, bottom = (int(min(max(math.ceil(v), 1), self.size)) for v in high)
        box = (left, top, max(right, left + 1), max(bottom, top + 1))
        return box, self._rasterised(box, placed, width)

    def _mask_in(self, box: Box, shapes: Sequence[Outline]) -> Image.Image:
        return self._rasterised(box, [self._place(shape) for shape in shapes], 0.0)

    def _rasterised(self, box: Box, placed: Sequence[Outline], width: float) -> Image.Image:
        over = self._over
        large = Image.new("L", ((box[2] - box[0]) * over, (box[3] - box[1]) * over))
        draw = ImageDraw.Draw(large)
        origin = np.array(box[:2])
        for shape in placed:
            points = [tuple(p) for p in ((shape - origin) * over).tolist()]
            if width:
                thick = max(1, round(width * self.size / 100 * over))
                draw.line(points, fill=255, width=thick, joint="curve")
            else:
                draw.polygon(points, fill=255)
        return large.reduce(over)

    def _cells(self, box: Box, margin: int) -> Box:
        """The cells of the grid that a box of pixels and `margin` cells around it cover."""
        scale = GRID / self.size
        left, top = (max(0, math.floor(v * scale) - margin) for v in box[:2])
        right, bottom = (min(GRID, math.ceil(v * scale) + margin) for v in box[2:])
        return left, top, right, bottom

    def _under(self, cells: Box) -> Box:
        """The pixels that lie wholly under some cells."""
        cell = self.size / GRID
        return math.ceil(cells[0] * cell), math.ceil(cells[1] * cell), int(cells[2] * cell), int(cells[3] * cell)

    def _to_grid(self, box: Box, mask: Image.Image, cells: Box) -> Field:
        """Coverage of each cell by a mask that lies at `box`."""
        cell = self.size / GRID
        left, top = math.floor(cells[0] * cell), math.floor(cells[1] * cell)
        framed = Image.new("L", (math.ceil(cells[2] * cell) - left, math.ceil(cells[3] * cell) - top))
        framed.paste(mask, (box[0] - left, box[1] - top))
        source = (cells[0] * cell - left, cells[1] * cell - top, cells[2] * cell - left, cells[3] * cell - top)
        small = framed.resize((cells[2] - cells[0], cells[3] - cells[1]), Image.Resampling.BOX, box=source)
        return _float32(np.asarray(small, dtype=np.float32) / 255)

    def _stretched(self, box: Box, grid: Image.Image, cells: Box) -> Image.Image:
        """The part of a picture of `cells` that lies under `box`, in pixels."""
        scale = GRID / self.size
        left, top, right, bottom = (v * scale - cells[k % 2] for k, v in enumerate(box))
        source = (left, top, min(right, grid.width), min(bottom, grid.height))
        return grid.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR, box=source)

    def _coordinates(self, box: Box, weave: Weave) -> tuple[Field, Field]:
        unit = 100 / self.size
        xs = (np.arange(box[0], box[2], dtype=np.float32) + 0.5) * unit
        ys = (np.arange(box[1], box[3], dtype=np.float32) + 0.5) * unit
        x, y = np.meshgrid(xs - self._shift[0], ys - self._shift[1])
        back = np.linalg.inv(self._linear)
        u, v = x * back[0, 0] + y * back[1, 0] + 50, x * back[0, 1] + y * back[1, 1] + 50
        if weave.degrees:
            angle = math.radians(weave.degrees)
            du, dv = u - weave.centre[0], v - weave.centre[1]
            u = du * math.cos(angle) + dv * math.sin(angle) + weave.centre[0]
            v = -du * math.sin(angle) + dv * math.cos(angle) + weave.centre[1]
        if weave.sag:
            v = v + weave.sag * (((u - weave.centre[0]) / 25) ** 2 - 1)
        return np.asarray(u, dtype=np.float32), np.asarray(v, dtype=np.float32)


def _lit(base: NDArray[np.float32], tone: NDArray[np.float32], dark: bool) -> NDArray[np.uint8]:
    """`base` under light: a tone below 1 multiplies, one above 1 moves towards white."""
    shaded = base * np.minimum(tone, 1) + (255 - base) * (np.maximum(tone - 1, 0) * (0.9 if dark else 0.7))
    return np.clip(shaded, 0, 255).astype(np.uint8)


def _facing_light(height: Field, reach: float) -> Field:
    """How much a surface leans to the light at the upper left, about −1 to 1 at a step of height 1."""
    gy, gx = np.gradient(height)
    return np.asarray((0.55 * gx + 0.83 * gy) * (reach / _CELL) * 2.5, dtype=np.float32)


def _dashes(path: Outline, dash: float) -> list[Outline]:
    steps = np.diff(path, axis=0)
    reach = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
    starts = np.arange(0.0, max(reach[-1] - dash, dash), dash * 1.7)
    ends = np.minimum(starts + dash, reach[-1])
    at = np.stack([starts, ends], axis=1)
    xs, ys = np.interp(at, reach, path[:, 0]), np.interp(at, reach, path[:, 1])
    return [np.column_stack([x, y]) for x, y in zip(xs, ys, strict=True)]
