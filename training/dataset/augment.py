"""Pictures as shoppers' phones see them: rooms behind the garment, odd light, tilt, blur, JPEG.

A photo from a studio is cut out of its white and laid on a floor, a wall, a blanket; a photo that
already shows a room is cropped, tilted and lit anew.  Colours stay recognisable: light is changed
gently, since captions name the colour.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

CANVAS: Final = 208
"""Side of augmented pictures in pixels: a little more than any input size in use."""

_WHITE_ABOVE: Final = 236
_KEEP_STUDIO_SHARE: Final = 0.25


def as_phone_photo(image: Image.Image, rng: np.random.Generator, backdrops: Sequence[Image.Image] = ()) -> Image.Image:
    """A studio shot (light background) as if photographed at home.  `backdrops` are photos of rooms and the like."""
    if rng.random() < _KEEP_STUDIO_SHARE:
        return _spoil(_crop(_tilt(image, rng, 10), rng, 0.75), rng)
    enlarge = max(1.0, CANVAS / max(image.size))
    image = image.resize((round(image.width * enlarge), round(image.height * enlarge)), Image.Resampling.BICUBIC)
    cut_out = image.convert("RGBA")
    cut_out.putalpha(studio_mask(image))
    angle = rng.uniform(-25, 25) if rng.random() < 0.8 else rng.uniform(-90, 90)
    if rng.random() < 0.5:
        cut_out = cut_out.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    cut_out = cut_out.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    width, height = (round(CANVAS * rng.uniform(0.7, 1.0)) for _ in "wh")
    canvas = backdrop(rng, backdrops, max(CANVAS, width), max(CANVAS, height)).crop((0, 0, width, height))
    box = cut_out.getbbox() or (0, 0, *cut_out.size)
    cut_out = cut_out.crop(box)
    scale = min(width / cut_out.width, height / cut_out.height) * rng.uniform(0.65, 1.15)
    cut_out = cut_out.resize(
        (max(8, round(cut_out.width * scale)), max(8, round(cut_out.height * scale))), Image.Resampling.BICUBIC
    )
    left = round((width - cut_out.width) * rng.uniform(0.2, 0.8))
    top = round((height - cut_out.height) * rng.uniform(0.2, 0.8))
    canvas.paste(cut_out, (left, top), cut_out)
    return _spoil(canvas, rng)


def as_other_photo(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Another photo of the same scene: for pictures that already show a room."""
    if rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    image = _crop(_tilt(image, rng, 20), rng, 0.6)
    image.thumbnail((CANVAS, CANVAS), Image.Resampling.BICUBIC)
    return _spoil(image, rng)


def studio_mask(image: Image.Image) -> Image.Image:
    """Where the product is in a shot on white (mode L, 255 = product).

    White counts as background as far as a straight line from one of the four sides reaches it, so
    that white inside the product stays.
    """
    white = np.asarray(image.convert("RGB")).min(axis=2) >= _WHITE_ABOVE
    reached = np.zeros_like(white)
    for view, out in (
        (white, reached),
        (white[::-1], reached[::-1]),
        (white.T, reached.T),
        (white.T[::-1], reached.T[::-1]),
    ):
        out |= np.logical_and.accumulate(view, axis=0)
    mask = Image.fromarray(np.where(reached, np.uint8(0), np.uint8(255)))
    return mask.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.GaussianBlur(1))


def backdrop(rng: np.random.Generator, backdrops: Sequence[Image.Image], width: int, height: int) -> Image.Image:
    draw = rng.random()
    if backdrops and draw < 0.45:
        photo = backdrops[int(rng.integers(len(backdrops)))]
        side = int(min(photo.size) * rng.uniform(0.3, 0.9))
        left, top = (int(rng.integers(0, room - side + 1)) for room in photo.size)
        piece = photo.crop((left, top, left + side, top + side)).resize((width, height), Image.Resampling.BICUBIC)
        return piece.filter(ImageFilter.GaussianBlur(float(rng.uniform(0, 4))))
    first, second = (_dull_colour(rng) for _ in "ab")
    ramp = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    pixels = np.broadcast_to(first + (second - first) * ramp * rng.uniform(0, 0.6), (height, width, 3)).copy()
    if draw > 0.8:
        planks = int(rng.integers(12, 50))
        shade = rng.uniform(0.8, 1.1, size=height // planks + 1).astype(np.float32)
        pixels *= shade[np.arange(height) // planks][:, None, None]
        pixels[np.arange(height) % planks == 0] *= 0.6
    grain = rng.normal(0, rng.uniform(1, 14), size=(height // 2 + 1, width // 2 + 1, 1)).astype(np.float32)
    pixels += grain.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return picture.transpose(Image.Transpose.ROTATE_90).resize((width, height)) if rng.random() < 0.5 else picture


def _dull_colour(rng: np.random.Generator) -> NDArray[np.float32]:
    level = rng.uniform(60, 250)
    return (level + rng.normal(0, 18, size=3)).astype(np.float32)


def _tilt(image: Image.Image, rng: np.random.Generator, degrees: float) -> Image.Image:
    if rng.random() < 0.4:
        return image
    pixels = np.asarray(image)
    edge = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    fill = tuple(int(value) for value in np.median(edge, axis=0))
    return image.rotate(rng.uniform(-degrees, degrees), Image.Resampling.BICUBIC, fillcolor=fill)


def _crop(image: Image.Image, rng: np.random.Generator, smallest_side: float) -> Image.Image:
    width, height = (max(8, round(side * rng.uniform(smallest_side, 1))) for side in image.size)
    left = int(rng.integers(0, max(1, image.width - width + 1)))
    top = int(rng.integers(0, max(1, image.height - height + 1)))
    return image.crop((left, top, left + width, top + height))


def _spoil(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Light, a shadow, something in front, blur, low resolution, JPEG."""
    image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.65, 1.2))
    image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.8, 1.15))
    pixels = np.asarray(image).astype(np.float32)
    height, width = pixels.shape[:2]
    pixels *= rng.normal(1, 0.04, size=3).astype(np.float32)
    if rng.random() < 0.5:
        direction = rng.normal(size=2)
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        shadow = 1 + 0.25 * np.tanh((direction[0] * y + direction[1] * x) * rng.uniform(0.5, 3))
        pixels *= shadow.astype(np.float32)[..., None]
    if rng.random() < 0.15:
        top, left = int(rng.integers(height)), int(rng.integers(width))
        bottom, right = top + int(height * rng.uniform(0.1, 0.3)), left + int(width * rng.uniform(0.1, 0.3))
        pixels[top:bottom, left:right] = _dull_colour(rng)
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if rng.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.3, 1.5))))
    if rng.random() < 0.25:
        small = max(64, int(max(image.size) * rng.uniform(0.3, 0.7)))
        image.thumbnail((small, small), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=int(rng.integers(35, 92)))
    return Image.open(file).convert("RGB")
