"""Colours measured on the garment's pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from workers.vision.colours import measure_colours, nearest_colour, rgb_to_lab
from workers.vocabulary import COLOUR_BY_VALUE, COLOURS


def _shirt(colour: tuple[int, int, int], ground: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    """A t-shirt's outline with folds: shade runs down to 70 % of the light."""
    image = Image.new("RGB", (240, 300), ground)
    cloth = [
        (80, 40),
        (160, 40),
        (225, 90),
        (200, 130),
        (180, 110),
        (180, 270),
        (60, 270),
        (60, 110),
        (40, 130),
        (15, 90),
    ]
    seam = (colour[0] * 6 // 10, colour[1] * 6 // 10, colour[2] * 6 // 10)
    ImageDraw.Draw(image).polygon(cloth, fill=colour, outline=seam)
    shade = Image.new("L", image.size, 255)
    for x in (85, 120, 150):
        ImageDraw.Draw(shade).line([(x, 130), (x + 8, 260)], fill=180, width=9)
    light = np.asarray(shade.filter(ImageFilter.GaussianBlur(5)), dtype=np.float32)[..., None] / 255
    pixels = np.asarray(image, dtype=np.float32)
    on_cloth = np.any(pixels != ground, axis=2, keepdims=True)
    return Image.fromarray(np.where(on_cloth, pixels * light, pixels).astype(np.uint8))


@pytest.mark.parametrize("colour", [c.value for c in COLOURS if c.value != "silver"])
@pytest.mark.parametrize("ground", [(255, 255, 255), (225, 228, 232)])
def test_a_plain_garment_is_called_by_its_colour(colour: str, ground: tuple[int, int, int]) -> None:
    """In spite of folds, on white and on grey."""
    assert measure_colours(_shirt(COLOUR_BY_VALUE[colour].anchors[0], ground), "top")[0].value == colour


def test_shade_does_not_make_a_white_shirt_grey() -> None:
    """White is white, also in the folds and on a white ground."""
    (white,) = measure_colours(_shirt((244, 244, 242)), "top")
    assert white.value == "white"
    assert white.share > 0.88


def test_two_colours_come_with_their_shares() -> None:
    """A red and white striped shirt is red and white."""
    image = _shirt((200, 30, 40), (215, 218, 222))
    ImageDraw.Draw(image).rectangle((60, 150, 180, 269), fill=(248, 248, 248))
    colours = {c.value: c.share for c in measure_colours(image, "top")}
    assert set(colours) == {"red", "white"}
    assert sum(colours.values()) == pytest.approx(1, abs=0.1)


def test_skin_is_no_colour_of_a_shirt() -> None:
    """A face and arms beside the cloth do not count."""
    image = _shirt((20, 60, 150))
    draw = ImageDraw.Draw(image)
    draw.ellipse((95, 0, 145, 55), fill=(224, 172, 140))
    draw.rectangle((15, 100, 40, 220), fill=(214, 160, 130))
    assert [c.value for c in measure_colours(image, "top")] == ["blue"]


def test_a_picture_full_of_cloth_has_a_colour_too() -> None:
    """Where no background can be told, the middle counts."""
    assert measure_colours(Image.new("RGB", (50, 80), (20, 95, 50)), "top")[0].value == "green"


@pytest.mark.parametrize("size", [(1, 1), (1, 20), (20, 1), (3, 3)])
def test_tiny_pictures_have_a_colour(size: tuple[int, int]) -> None:
    """However few pixels there are."""
    assert measure_colours(Image.new("RGB", size, (195, 30, 40)))[0].value == "red"


def test_every_anchor_has_its_own_name() -> None:
    """What the vocabulary calls red is read as red."""
    for colour in COLOURS:
        for anchor in colour.anchors:
            assert nearest_colour(rgb_to_lab(np.array(anchor, dtype=np.float32)))[0] == colour.value


def test_lab_agrees_with_known_values() -> None:
    """CIE Lab of sRGB red, white and mid-grey under D65."""
    lab = rgb_to_lab(np.array([[255, 0, 0], [255, 255, 255], [119, 119, 119]], dtype=np.float32))
    expected = np.array([[53.24, 80.09, 67.2], [100, 0, 0], [50.03, 0, 0]])
    assert np.allclose(lab, expected, atol=0.1)
