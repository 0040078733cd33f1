"""The square that the bundled encoder sees."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from workers.encoders.preprocess import square_pixels


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (64, 64), (1, 500), (500, 1), (1, 1), (10, 7)])
def test_any_shape_becomes_a_square(size: tuple[int, int]) -> None:
    """Shape, type and range hold for wide, tall, tiny and extreme pictures."""
    pixels = square_pixels(Image.new("RGB", size, (255, 0, 128)), 64)
    assert pixels.shape == (3, 64, 64)
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    assert 0.0 <= pixels.min() <= pixels.max() <= 1.0


def test_padding_takes_the_colour_of_the_edge() -> None:
    """A studio shot on light grey gets light grey beside it, not white or black bars."""
    image = Image.new("RGB", (100, 50), (230, 230, 235))
    image.paste((200, 0, 0), (30, 15, 70, 35))
    pixels = square_pixels(image, 100)
    assert (pixels[:, 0, 0] * 255).round().tolist() == [230, 230, 235]
    assert (pixels[:, 50, 50] * 255).round().tolist() == [200, 0, 0]


def test_the_whole_picture_is_kept() -> None:
    """Nothing is cropped: marks at both ends of a wide picture are still there."""
    image = Image.new("RGB", (200, 50), "white")
    image.paste((0, 0, 255), (0, 0, 10, 50))
    image.paste((0, 255, 0), (190, 0, 200, 50))
    row = square_pixels(image, 100)[:, 50]
    assert row[:, 1].tolist() == pytest.approx([0, 0, 1], abs=0.05)
    assert row[:, -2].tolist() == pytest.approx([0, 1, 0], abs=0.05)


def test_the_same_picture_gives_the_same_pixels() -> None:
    """Training and use see equal pixels."""
    noise = np.random.default_rng(0).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    first, second = (square_pixels(Image.fromarray(noise), 48) for _ in range(2))
    assert np.array_equal(first, second)
