"""Photos with several garments, composed of the demo shop's own drawings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image

from demo_shop import Look, draw

SHIRT: Final = Look("shirt", "blue", "checked", neckline="shirt collar", sleeve="long sleeves", cut="regular", seed=3)
JEANS: Final = Look("jeans", "blue", cut="straight", seed=4)
BOOTS: Final = Look("boots", "green", cut="rain", seed=5)
_SIDE_PX: Final = 320


def jpeg(picture: Image.Image) -> bytes:
    """As a phone would send it."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def drawn(look: Look, side: int = _SIDE_PX) -> Image.Image:
    """One garment by itself."""
    return draw(look, side)


def laid_out(looks: Sequence[Look], *, upright: bool = True) -> Image.Image:
    """Garments one above the other, or beside each other."""
    count = len(looks)
    size = (_SIDE_PX, _SIDE_PX * count) if upright else (_SIDE_PX * count, _SIDE_PX)
    canvas = Image.new("RGB", size)
    for place, look in enumerate(looks):
        canvas.paste(drawn(look), (0, place * _SIDE_PX) if upright else (place * _SIDE_PX, 0))
    return canvas
