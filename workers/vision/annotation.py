"""Numbers drawn on a shopper's own picture, and several pictures numbered in one."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from workers.jobs import Box

MARKED_SIDE_PX: Final = 640

_SMOOTH: Final = 3
"""Lines are drawn this much larger and made smaller, since Pillow draws them jagged."""

_LINE: Final = 0.006
_BADGE: Final = 0.042
"""Width of a frame's line and radius of a number's disc, relative to the square root of the picture's area."""

_INK: Final = (20, 22, 26, 235)
_EDGE: Final = (20, 22, 26, 150)
_WHITE: Final = (255, 255, 255, 255)
_SHADOW: Final = 0.55
_TILE_PX: Final = 360
_TALLEST_PX: Final = 540
_GAP_PX: Final = 8
_QUALITY: Final = 82


def mark_pieces(picture: Image.Image, boxes: Sequence[Box]) -> bytes:
    """A JPEG of the picture with a frame around each box and its number, from 1, at the frame's corner."""
    return _jpeg(_numbered(picture, boxes, framed=True))


def collage(pictures: Sequence[Image.Image]) -> tuple[bytes, tuple[Box, ...]]:
    """A JPEG of the pictures in a grid, numbered from 1 in reading order, and where each one is in it.

    Pictures keep their shapes: a row is as high as its widest picture lets it be.
    """
    columns = len(pictures) if len(pictures) < 4 else math.ceil(math.sqrt(len(pictures)))
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
    width = columns * _TILE_PX + (columns - 1) * _GAP_PX
    tiles: list[tuple[Image.Image, int, int]] = []
    top = 0
    for row in rows:
        room = width - (len(row) - 1) * _GAP_PX
        height = min(int(room / sum(one.width / one.height for one in row)), _TALLEST_PX)
        small = [one.resize((max(1, height * one.width // one.height), height)) for one in row]
        left = (width - sum(one.width for one in small) - (len(row) - 1) * _GAP_PX) // 2
        for one in small:
            tiles.append((one, left, top))
            left += one.width + _GAP_PX
        top += height + _GAP_PX
    canvas = Image.new("RGB", (width, top - _GAP_PX), "white")
    boxes = []
    for one, left, upper in tiles:
        canvas.paste(one, (left, upper))
        right, lower = (left + one.width) / canvas.width, (upper + one.height) / canvas.height
        boxes.append((left / canvas.width, upper / canvas.height, right, lower))
    return _jpeg(_numbered(canvas, boxes, framed=False)), tuple(boxes)


def _numbered(picture: Image.Image, boxes: Sequence[Box], *, framed: bool) -> Image.Image:
    unit = math.sqrt(picture.width * picture.height) * _SMOOTH
    # A collage has a number for each of its pictures, which are smaller than it.
    line, radius = max(3, round(unit * _LINE)), round(unit * (_BADGE if framed else _BADGE * 0.75))
    layer = Image.new("RGBA", (picture.width * _SMOOTH, picture.height * _SMOOTH))
    pen = ImageDraw.Draw(layer)
    font = ImageFont.load_default(round(radius * 1.25))
    for number, (left, top, right, bottom) in enumerate(boxes, start=1):
        inset = line if framed else round(radius * 0.35)
        x0, x1 = (round(side * layer.width) for side in (left, right))
        y0, y1 = (round(side * layer.height) for side in (top, bottom))
        if framed:
            for edge, colour in ((line // 3, _EDGE), (0, _WHITE)):
                frame = (x0 + inset - edge, y0 + inset - edge, x1 - inset + edge, y1 - inset + edge)
                corner = round(radius * 0.8) + edge
                pen.rounded_rectangle(frame, radius=corner, outline=colour, width=line + 2 * edge)
        centre = x0 + inset + radius, y0 + inset + radius
        pen.circle(centre, radius, fill=_INK, outline=_WHITE, width=line)
        pen.text(centre, str(number), fill=_WHITE, font=font, anchor="mm", stroke_width=line // 5)
    return _laid_over(picture, layer)


def _laid_over(picture: Image.Image, layer: Image.Image) -> Image.Image:
    """The layer over the picture with a soft shadow below it, so that white lines are seen on white, too."""
    layer = layer.resize(picture.size, Image.Resampling.BOX)
    shadow = layer.getchannel("A").filter(
        ImageFilter.GaussianBlur(max(1.5, math.sqrt(layer.width * layer.height) / 200))
    )
    shade = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    shade.putalpha(shadow.point([min(255, round(value * 2 * _SHADOW)) for value in range(256)]))
    below = Image.alpha_composite(picture.convert("RGBA"), shade)
    return Image.alpha_composite(below, layer).convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
