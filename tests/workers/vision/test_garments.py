"""Which garments a photo or an album shows: the bundled model on the demo shop's drawings, and the numbers on them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from demo_shop import Look
from tests.outfits import BOOTS, JEANS, SHIRT, drawn, jpeg, laid_out
from workers.encoders.base import Encoder
from workers.encoders.loading import load_encoder
from workers.engine.worker import run_batch
from workers.jobs import Box, EncodeJob, Encoding, JobFailure
from workers.models import BUNDLED
from workers.vision.annotation import collage, mark_pieces
from workers.vision.attributes import AttributeReader

Model = tuple[Encoder, AttributeReader]

OTHER_SHIRT = Look("t-shirt", "yellow", neckline="crew neck", sleeve="short sleeves", cut="regular", seed=8)


@pytest.fixture(scope="module")
def model() -> Model:
    """The bundled model as a worker loads it."""
    encoder = load_encoder(BUNDLED, threads=1, threads_alone=1)
    return encoder, AttributeReader(encoder)


def _encoded(model: Model, payload: bytes | tuple[bytes, ...]) -> Encoding:
    (outcome,) = run_batch(*model, [EncodeJob(payload, with_pieces=isinstance(payload, bytes))])
    assert isinstance(outcome, Encoding)
    return outcome


def _kinds(encoding: Encoding) -> list[str]:
    return [piece.attributes["category"][0].value for piece in encoding.pieces]


def _size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        return image.size


@pytest.mark.parametrize(
    ("looks", "upright"),
    [
        ((SHIRT, JEANS), True),
        ((SHIRT, JEANS), False),
        ((BOOTS, JEANS), False),
        ((SHIRT, JEANS, BOOTS), True),
    ],
)
def test_several_garments_are_found_where_they_are(model: Model, looks: Sequence[Look], upright: bool) -> None:
    """In the order in which one reads them, each in its own part of the photo and close to what it is alone; colours
    may well be the same."""
    encoding = _encoded(model, jpeg(laid_out(looks, upright=upright)))
    assert len(encoding.pieces) == len(looks)
    for place, (piece, look) in enumerate(zip(encoding.pieces, looks, strict=True)):
        start, end = (piece.box[1], piece.box[3]) if upright else (piece.box[0], piece.box[2])
        assert place / len(looks) - 0.07 <= start < end <= (place + 1) / len(looks) + 0.07
        alone = _encoded(model, jpeg(drawn(look)))
        assert piece.vector @ alone.vector > encoding.vector @ alone.vector
        assert np.isclose(np.linalg.norm(piece.vector), 1.0, atol=1e-4)
    assert _kinds(encoding) == [look.category for look in looks]
    assert max(_size(encoding.marked)) <= 640


@pytest.mark.parametrize(
    "look", [SHIRT, JEANS, BOOTS, Look("dress", "green", "floral", neckline="v-neck", cut="maxi", seed=2)]
)
def test_one_garment_is_not_asked_about(model: Model, look: Look) -> None:
    """Its halves may look like something else, yet they are of one cloth."""
    encoding = _encoded(model, jpeg(drawn(look)))
    assert (encoding.pieces, encoding.marked) == ((), b"")


def test_nothing_is_looked_for_unasked(model: Model) -> None:
    """Imports know what their photos show."""
    (outcome,) = run_batch(*model, [EncodeJob(jpeg(laid_out([SHIRT, JEANS])))])
    assert isinstance(outcome, Encoding)
    assert outcome.pieces == ()


def test_photos_of_one_piece_are_one_question(model: Model) -> None:
    """The vector is the mean of theirs, normalised; what cannot be opened is passed over."""
    photos = tuple(jpeg(drawn(SHIRT, side)) for side in (200, 280))
    encoding = _encoded(model, (photos[0], b"no picture", photos[1]))
    assert (encoding.pieces, encoding.marked) == ((), b"")
    mean = sum(_encoded(model, photo).vector for photo in photos)
    assert np.allclose(encoding.vector, mean / np.linalg.norm(mean), atol=1e-5)
    assert encoding.attributes["category"][0].value == "shirt"


def test_photos_of_different_pieces_are_a_choice(model: Model) -> None:
    """Numbered in one picture, each by its first photo; two of one piece are asked about once."""
    photos = tuple(jpeg(drawn(look)) for look in (SHIRT, OTHER_SHIRT, SHIRT, BOOTS))
    encoding = _encoded(model, photos)
    assert _kinds(encoding) == ["shirt", "t-shirt", "boots"]
    assert _size(encoding.marked)[0] > _size(encoding.marked)[1]


def test_a_photo_without_a_garment_does_not_count_beside_one(model: Model) -> None:
    """The view that was sent along is not what is looked for."""
    view = Image.new("RGB", (300, 200), (120, 180, 235))
    pen = ImageDraw.Draw(view)
    pen.rectangle((0, 110, 300, 200), fill=(70, 130, 60))
    pen.polygon([(40, 110), (120, 30), (200, 110)], fill=(110, 100, 95))
    encoding = _encoded(model, (jpeg(view), jpeg(drawn(SHIRT))))
    assert encoding.pieces == ()
    assert encoding.attributes["category"][0].value == "shirt"


def test_an_album_of_nothing_but_broken_files_fails_alone(model: Model) -> None:
    """The other jobs of its batch are answered."""
    broken, words = run_batch(*model, [EncodeJob((b"", b"x")), EncodeJob("red boots")])
    assert isinstance(broken, JobFailure)
    assert broken.error == "UnreadablePicture"
    assert isinstance(words, Encoding)


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_numbers_are_seen_on_light_and_dark(shade: int) -> None:
    """Frame and number stand out from the picture, which stays as it is within the frame."""
    boxes: tuple[Box, ...] = ((0.05, 0.05, 0.95, 0.45), (0.05, 0.55, 0.95, 0.95))
    with Image.open(io.BytesIO(mark_pieces(Image.new("RGB", (240, 320), (shade,) * 3), boxes))) as marked:
        pixels = np.asarray(marked.convert("L")).astype(int)
    for _, top, _, bottom in boxes:
        part = pixels[round(top * 320) : round(bottom * 320), 12:228]
        assert part.max() > 225
        assert part.min() < 60
        middle = part[40:80, 70:150]
        assert abs(middle - shade).max() < 20


@pytest.mark.parametrize(
    "sizes", [[(300, 400)] * 2, [(400, 300), (300, 600)], [(300, 400)] * 5, [(50, 900), (900, 50)]]
)
def test_a_collage_holds_every_picture_once(sizes: list[tuple[int, int]]) -> None:
    """Within the canvas and in reading order, none over another, each in its own shape."""
    data, boxes = collage([Image.new("RGB", size, "navy") for size in sizes])
    width, height = _size(data)
    for place, ((left, top, right, bottom), size) in enumerate(zip(boxes, sizes, strict=True)):
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        shown = (right - left) * width / ((bottom - top) * height)
        assert abs(shown / (size[0] / size[1]) - 1) < 0.2
        for other in boxes[:place]:
            assert left >= other[2] or top >= other[3] or right <= other[0]
