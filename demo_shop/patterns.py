"""Patterns of cloth as functions of a place on it, so that they turn with sleeves and sag with hems."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from demo_shop.canvas import Field, Paint, Texture
from demo_shop.geometry import Outline, ellipse, moved, smooth, turned
from demo_shop.palette import PALETTE, RGB, brightness, darker, lighter, mixed

Colours = NDArray[np.float32]

_TILE: Final = 50
"""Units that a drawn print covers before it repeats."""


def painted(pattern: str, ground: RGB, second: RGB, rng: random.Random) -> Paint:
    """Cloth of the colour `ground` with a pattern in `second`."""
    maker = _MAKERS.get(pattern)
    return Paint(ground, maker(ground, second, rng) if maker else None)


def _blend(ground: RGB, second: RGB, share: Field) -> Colours:
    a, b = np.array(ground, dtype=np.float32), np.array(second, dtype=np.float32)
    blend: Colours = a + (b - a) * share[..., None]
    return blend


def _band(position: Field, period: float, width: float, pixel: float) -> Field:
    """1 inside bands of `width` that repeat every `period`, with edges one pixel soft."""
    distance = np.abs(position / period - np.round(position / period)) * period
    return np.asarray(np.clip((width / 2 - distance) / max(pixel, 0.08) + 0.5, 0, 1), dtype=np.float32)


def _striped(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    period = rng.uniform(4.2, 8.0)
    width = period * rng.uniform(0.3, 0.52)
    return lambda u, v, pixel: _blend(ground, second, _band(v, period, width, pixel))


def _pinstripes(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    period, width = rng.uniform(2.6, 4.0), rng.uniform(0.4, 0.6)
    return lambda u, v, pixel: _blend(ground, second, _band(u - 50, period, width, pixel))


def _upright_stripes(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    period = rng.uniform(2.6, 5.0)
    width = period * rng.uniform(0.24, 0.45)
    return lambda u, v, pixel: _blend(ground, second, _band(u - 50, period, width, pixel))


def _checked(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    period, gingham = rng.uniform(5.5, 10.0), rng.random() < 0.4
    thin = lighter(ground, 0.7) if brightness(ground) < 0.6 else darker(second, 0.3)

    def texture(u: Field, v: Field, pixel: float) -> Colours:
        if gingham:
            p = period * 0.62
            return _blend(ground, second, 0.5 * (_band(u - 50, p, p / 2, pixel) + _band(v, p, p / 2, pixel)))
        broad = 0.46 * (_band(u - 50, period, period * 0.42, pixel) + _band(v, period, period * 0.42, pixel))
        cloth = _blend(ground, second, broad)
        half = period / 2
        line = np.maximum(_band(u - 50 + half, period, 0.5, pixel), _band(v + half, period, 0.5, pixel))
        lined: Colours = cloth + (np.array(thin, dtype=np.float32) - cloth) * (np.float32(0.75) * line)[..., None]
        return lined

    return texture


def _dotted(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    period = rng.uniform(4.0, 7.5)
    radius = period * rng.uniform(0.2, 0.3)

    def texture(u: Field, v: Field, pixel: float) -> Colours:
        row = np.round(v / (period * 0.86))
        x = u / period + 0.5 * (row % 2)
        dx, dy = (x - np.round(x)) * period, v - row * period * 0.86
        return _blend(ground, second, np.clip((radius - np.hypot(dx, dy)) / pixel + 0.5, 0, 1).astype(np.float32))

    return texture


def _sampled(tile: Image.Image) -> Texture:
    """A drawn tile, repeated."""
    pixels = np.asarray(tile)
    height, width = pixels.shape[:2]

    def texture(u: Field, v: Field, pixel: float) -> Colours:
        x = (u * (width / _TILE)).astype(np.int32) % width
        y = (v * (height / _TILE)).astype(np.int32) % height
        return np.asarray(pixels[y, x], dtype=np.float32)

    return texture


class _Tile:
    """A drawing whose shapes wrap around its edges."""

    _SCALE = 14

    def __init__(self, ground: RGB) -> None:
        side = _TILE * self._SCALE
        self.image = Image.new("RGB", (side, side), ground)
        self._draw = ImageDraw.Draw(self.image)

    def put(self, shape: Outline, colour: RGB) -> None:
        low, high = shape.min(axis=0), shape.max(axis=0)
        across = [d for d in (-_TILE, 0, _TILE) if low[0] + d < _TILE and high[0] + d > 0]
        down = [d for d in (-_TILE, 0, _TILE) if low[1] + d < _TILE and high[1] + d > 0]
        for dx in across:
            for dy in down:
                self._draw.polygon([tuple(p) for p in ((moved(shape, dx, dy)) * self._SCALE).tolist()], fill=colour)

    def texture(self) -> Texture:
        return _sampled(self.image.reduce(2))


def _scattered(rng: random.Random, step: float, jitter: float = 0.3) -> list[tuple[float, float]]:
    """Places in a staggered lattice, each moved a little."""
    columns = round(_TILE / step)
    rows = columns + columns % 2
    return [
        (
            ((i + 0.5 * (j % 2) + rng.uniform(-jitter, jitter)) * _TILE / columns) % _TILE,
            ((j + rng.uniform(-jitter, jitter)) * _TILE / rows) % _TILE,
        )
        for j in range(rows)
        for i in range(columns)
    ]


def _floral(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    tile = _Tile(ground)
    leaves = (58, 120, 74) if abs(brightness(ground) - 0.4) > 0.12 else (190, 214, 160)
    accent = lighter(second, 0.45) if brightness(second) < 0.6 else mixed(second, (225, 90, 120), 0.55)
    size = rng.uniform(2.0, 3.4)
    for x, y in _scattered(rng, size * 3.6):
        turn, bloom = rng.uniform(0, 360), size * rng.uniform(0.75, 1.15)
        petal = second if rng.random() < 0.7 else accent
        for side in (turn, turn + 140, turn + 230):
            tile.put(turned(ellipse(x + bloom * 1.35, y, bloom * 0.75, bloom * 0.3), side, (x, y)), leaves)
        for k in range(5):
            tile.put(turned(ellipse(x + bloom * 0.58, y, bloom * 0.52, bloom * 0.4), turn + 72 * k, (x, y)), petal)
        for k in range(5):
            spot = turned(ellipse(x + bloom * 0.4, y, bloom * 0.26, bloom * 0.13), turn + 72 * k, (x, y))
            tile.put(spot, darker(petal, 0.18))
        tile.put(ellipse(x, y, bloom * 0.26, bloom * 0.26), (244, 200, 78) if petal != (244, 200, 78) else ground)
    return tile.texture()


def _motifs(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    """A small repeated print: triangles, rings, dashes or drops."""
    tile, kind = _Tile(ground), rng.choice(("triangles", "rings", "leaves", "waves"))
    third = mixed(second, PALETTE["mustard"][0], 0.55)
    size = rng.uniform(1.7, 2.6)
    for x, y in _scattered(rng, size * 3.4, 0.12):
        colour, turn = (second if rng.random() < 0.65 else third), rng.uniform(0, 360)
        if kind == "triangles":
            corners = np.array([(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)])
            tile.put(turned(corners, turn, (x, y)), colour)
        elif kind == "rings":
            tile.put(ellipse(x, y, size, size), colour)
            tile.put(ellipse(x, y, size * 0.55, size * 0.55), ground)
        elif kind == "leaves":
            for k in (-38, 0, 38):
                tile.put(turned(ellipse(x, y - size * 0.8, size * 0.28, size * 0.8), turn + k, (x, y)), colour)
        else:
            t = np.linspace(-1, 1, 16)
            upper = np.column_stack([x + t * size * 1.4, y + np.sin(t * 6) * size * 0.35])
            tile.put(np.vstack([upper, (moved(upper, 0, size * 0.45))[::-1]]), colour)
    return tile.texture()


def _blob(x: float, y: float, rx: float, ry: float, rng: random.Random) -> Outline:
    turn = rng.uniform(0, 2 * math.pi)
    corners = []
    for k in range(7):
        reach, angle = rng.uniform(0.72, 1.25), turn + k * 2 * math.pi / 7
        corners.append((x + math.cos(angle) * rx * reach, y + math.sin(angle) * ry * reach))
    return smooth(corners)


def _leopard(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    tile = _Tile(ground)
    spot, heart = (46, 30, 24), mixed(ground, (150, 90, 40), 0.5)
    for x, y in _scattered(rng, 5.2, 0.24):
        rx, ry = rng.uniform(1.3, 1.9), rng.uniform(1.1, 1.6)
        turn = rng.uniform(0, 360)
        tile.put(_blob(x, y, rx, ry, rng), heart)
        for k in range(3):
            piece = _blob(x + rx, y, rx * 0.36, ry * 0.62, rng)
            tile.put(turned(piece, turn + 120 * k + rng.uniform(-20, 20), (x, y)), spot)
        if rng.random() < 0.5:
            tile.put(_blob(x + 2.6, y + 1.6, 0.5, 0.4, rng), spot)
    return tile.texture()


def _zebra(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    a, b, c = (rng.uniform(0, 6.28) for _ in range(3))

    def texture(u: Field, v: Field, pixel: float) -> Colours:
        bend = 2.4 * np.sin(u * 0.16 + a) + 1.5 * np.sin(u * 0.31 + v * 0.12 + b) + 0.8 * np.sin(v * 0.7 + c)
        wave = np.sin((v + bend) * 1.25) - 0.2 * np.sin(u * 0.5 + v * 0.2 + c)
        return _blend(ground, second, np.clip(wave / (pixel * 2.5) + 0.5, 0, 1).astype(np.float32))

    return texture


def _animal(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    pale = brightness(ground) > 0.8 or brightness(ground) < 0.2
    return (_zebra if pale else _leopard)(ground, second, rng)


def _camouflage(ground: RGB, second: RGB, rng: random.Random) -> Texture:
    tile = _Tile(ground)
    shades = (darker(ground, 0.5), mixed(ground, (176, 160, 112), 0.6), mixed(darker(ground, 0.3), (92, 66, 40), 0.6))
    for shade in shades:
        for x, y in _scattered(rng, 15, 0.45):
            if rng.random() < 0.85:
                tile.put(_blob(x, y, rng.uniform(3.5, 6.5), rng.uniform(2.2, 4.0), rng), shade)
                tile.put(_blob(x + rng.uniform(-5, 5), y + 2, rng.uniform(2, 4), rng.uniform(1.5, 2.5), rng), shade)
    return tile.texture()


_MAKERS: Final[Mapping[str, Callable[[RGB, RGB, random.Random], Texture]]] = {
    "striped": _striped,
    "pinstripes": _pinstripes,
    "upright stripes": _upright_stripes,
    "checked": _checked,
    "dotted": _dotted,
    "floral": _floral,
    "printed": _motifs,
    "animal print": _animal,
    "camouflage": _camouflage,
}
"""Stripes of shirts and suits run down instead of across."""
