"""How a picture becomes the pixels that an encoder sees, in training and in use alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PREPROCESSING_VERSION: Final = 1
"""Part of a model's fingerprint: raise it when `square_pixels` gives other pixels than before."""

_REDUCING_GAP: Final = 3.0
"""Large pictures are first halved cheaply, down to three times the target; the eye sees no difference."""


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What a transformers image processor does before it normalises: `resample` is Pillow's number of the filter.

    With `shortest_edge` the picture is resized until its shorter side has that length, and the middle of
    `height` × `width` is cut out; with 0 it is resized to exactly that.
    """

    height: int
    width: int
    resample: int
    shortest_edge: int = 0

    def pixels(self, image: Image.Image) -> NDArray[np.uint8]:
        """uint8 (height, width, 3), RGB, equal to the processor's own."""
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        size = self.width, self.height
        if self.shortest_edge:
            shorter, longer = sorted(rgb.size)
            both = self.shortest_edge, int(self.shortest_edge * longer / shorter)
            size = both if rgb.width <= rgb.height else both[::-1]
        resized = rgb.resize(size, Image.Resampling(self.resample))
        left, top = (size[0] - self.width) // 2, (size[1] - self.height) // 2
        return np.asarray(resized.crop((left, top, left + self.width, top + self.height)))


def square_pixels(image: Image.Image, size: int) -> NDArray[np.float32]:
    """Fit the whole picture into a square without distorting it.

    The picture is resized (bicubic, antialiased) until its longer side is `size`, and centred on the
    median colour of its own edge, so that a studio shot gets no frame around it.

    Returns float32, shape (3, size, size), RGB in [0, 1].
    """
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    scale = size / max(rgb.size)
    width, height = (max(1, round(side * scale)) for side in rgb.size)
    if (width, height) != rgb.size:
        rgb = rgb.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=_REDUCING_GAP)
    pixels = np.asarray(rgb)
    square = np.empty((size, size, 3), dtype=np.uint8)
    if (width, height) != (size, size):
        square[:] = _edge_colour(pixels)
    top, left = (size - height) // 2, (size - width) // 2
    square[top : top + height, left : left + width] = pixels
    return np.ascontiguousarray(square.transpose(2, 0, 1), dtype=np.float32) / np.float32(255)


def _edge_colour(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    edge = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    return np.asarray(np.median(edge, axis=0), dtype=np.uint8)
