"""Strangers' pictures: the right pixels, or one clear sentence."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, features

from workers.errors import HeicPicture, PictureTooLarge, UnreadablePicture
from workers.images.decoding import MAX_BYTES, PREVIEW_SIDE_PX, SEEN_SIDE_PX, decode_picture, encode_preview

RED, WHITE, GREY = (255, 0, 0), (255, 255, 255), (128, 128, 128)


def _saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + body
        + struct.pack(">I", zlib.crc32(body))
        + struct.pack(">I", 0)
        + b"IDAT"
        + struct.pack(">I", zlib.crc32(b"IDAT"))
    )


def _near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int], tolerance: int = 6) -> bool:
    return bool(np.abs(np.array(image.getpixel(at), dtype=int) - colour).max() <= tolerance)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_formats_open(kind: str) -> None:
    """What a phone, a browser or a chat sends."""
    image = decode_picture(_saved(Image.new("RGB", (40, 30), RED), kind))
    assert (image.mode, image.size) == ("RGB", (40, 30))
    assert _near(image, (20, 15), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    """Grey, palette, transparent and print pictures come out as they look."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = decode_picture(_saved(Image.new("RGB", (16, 16), WHITE).convert(mode), kind))
    assert image.mode == "RGB"
    assert _near(image, (8, 8), WHITE)


def test_cmyk_keeps_its_colours() -> None:
    """A print JPEG is not inverted."""
    image = decode_picture(_saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG"))
    assert _near(image, (8, 8), RED, 12)


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    """A mid-grey scan of 16 bits stays mid-grey."""
    deep = Image.fromarray(np.full((16, 16), 128 * 257, dtype=np.uint16))
    assert _near(decode_picture(_saved(deep)), (8, 8), GREY)


def test_transparency_lies_on_white() -> None:
    """A cut-out has the studio's white behind it, in RGBA and in a palette alike."""
    cut_out = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    cut_out.paste((255, 0, 0, 255), (5, 5, 15, 15))
    palette = cut_out.convert("P")
    palette.info["transparency"] = palette.getpixel((0, 0))
    for data in (_saved(cut_out), _saved(palette)):
        image = decode_picture(data)
        assert _near(image, (1, 1), WHITE)
        assert _near(image, (10, 10), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_turned_upright(kind: str, orientation: int) -> None:
    """Whichever way the phone was held, red is at the top left."""
    upright = Image.new("RGB", (64, 32), WHITE)
    upright.paste(RED, (0, 0, 24, 16))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = decode_picture(_saved(stored, kind, exif=exif))
    assert image.size == (64, 32)
    assert _near(image, (6, 6), RED, 40)
    assert _near(image, (58, 26), WHITE, 40)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_it_is_the_first_frame(kind: str) -> None:
    """Later frames are not even unpacked."""
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, "blue", "green")]
    data = _saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    assert _near(decode_picture(data), (8, 8), RED)


def test_large_photos_are_made_small() -> None:
    """The longest side is capped, the shape stays; for the encoder a JPEG is only halved as often as that lets it."""
    photo = Image.new("RGB", (4000, 2000), RED)
    for kind, seen in (("JPEG", (500, 250)), ("PNG", (SEEN_SIDE_PX, SEEN_SIDE_PX // 2))):
        data = _saved(photo, kind)
        assert decode_picture(data).size == seen
        assert decode_picture(data, PREVIEW_SIDE_PX).size == (PREVIEW_SIDE_PX, PREVIEW_SIDE_PX // 2)


@pytest.mark.parametrize("longest_side_px", [None, 600, PREVIEW_SIDE_PX, 1500])
def test_a_photo_that_is_made_small_shows_what_it_showed(longest_side_px: int | None) -> None:
    """All of it, whatever part of the way the JPEG decoder goes."""
    photo = Image.new("RGB", (4000, 2000), WHITE)
    photo.paste(RED, (0, 0, 2000, 1000))
    small = decode_picture(_saved(photo, "JPEG"), longest_side_px)
    right, low = small.width - 1, small.height - 1
    assert _near(small, (0, 0), RED)
    assert _near(small, (right // 2 - 5, low // 2 - 5), RED)
    assert _near(small, (right // 2 + 5, low // 2 + 5), WHITE)
    assert all(_near(small, at, WHITE) for at in ((right, 0), (0, low), (right, low)))


@pytest.mark.parametrize("side", [500, 895, 896, 1600, 3000])
def test_encoders_get_all_that_they_need_and_not_twice_as_much(side: int) -> None:
    """Whatever the size of a photo, its longest side is at least `SEEN_SIDE_PX` and less than twice that."""
    for kind in ("JPEG", "WEBP"):
        seen = decode_picture(_saved(Image.new("RGB", (side, side // 2), RED), kind))
        assert SEEN_SIDE_PX <= max(seen.size) < 2 * SEEN_SIDE_PX


def test_nothing_but_pixels_comes_through() -> None:
    """Place, comment and colour profile are gone from the picture and from the preview."""
    exif = Image.Exif()
    exif[0x010E] = "at home"
    image = Image.new("RGB", (1200, 600), RED)
    data = _saved(image, "JPEG", exif=exif, comment=b"secret", icc_profile=b"profile" * 30)
    assert b"secret" in data
    decoded = decode_picture(data)
    assert not decoded.info
    decoded = decoded.resize((1200, 600))
    decoded.info["comment"] = b"secret"
    preview = encode_preview(decoded)
    assert not any(word in preview for word in (b"secret", b"at home", b"profile", b"Exif"))
    again = Image.open(io.BytesIO(preview))
    assert (again.format, max(again.size)) == ("JPEG", PREVIEW_SIDE_PX)


@pytest.mark.parametrize("size", [(1600, 800), (800, 1600)])
def test_previews_are_small_lying_and_standing(size: tuple[int, int]) -> None:
    """Neither side is longer than what is shown, and the shape stays."""
    shown = Image.open(io.BytesIO(encode_preview(Image.new("RGB", size, RED))))
    assert shown.size == (size[0] // 2, size[1] // 2)
    assert max(shown.size) == PREVIEW_SIDE_PX


def test_a_picture_for_which_there_is_no_memory_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shopper reads that a smaller copy would do."""

    def starve(*_: object, **__: object) -> Image.Image:
        raise MemoryError

    monkeypatch.setattr(Image, "open", starve)
    with pytest.raises(PictureTooLarge, match="more memory than there is"):
        decode_picture(_saved(Image.new("RGB", (40, 30), RED)))


def test_a_picture_of_another_size_than_was_checked_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever Pillow makes of a file in which the caps were kept: its memory is what they are for."""
    opened, large = Image.open, _saved(Image.new("RGB", (80, 60), RED))
    monkeypatch.setattr(Image, "open", lambda *_, **__: opened(io.BytesIO(large)))
    with pytest.raises(UnreadablePicture, match="damaged"):
        decode_picture(_saved(Image.new("RGB", (40, 30), RED)))


def test_what_pillow_warns_of_is_nobodys_business(monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture opens, and neither a log nor a strict process hears of its oddities."""
    opened = Image.open

    def warn(*given: Any, **more: Any) -> Image.Image:
        warnings.warn("Palette images with Transparency expressed in bytes …", stacklevel=1)
        return opened(*given, **more)

    data = _saved(Image.new("RGB", (40, 30), RED))
    monkeypatch.setattr(Image, "open", warn)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode_picture(data).size == (40, 30)


def _truncated(kind: str) -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    data = _saved(Image.fromarray(noise), kind)
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(lambda: b"", "empty", id="empty"),
        pytest.param(lambda: b"\xff\xd8\xff" + b"\0" * MAX_BYTES, "20 MB", id="too many bytes"),
        pytest.param(lambda: b"Dear shop, do you have red boots?", "not a picture", id="text"),
        pytest.param(lambda: b"<!doctype html><html></html>", "not a picture", id="web page"),
        pytest.param(lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG", id="svg"),
        pytest.param(lambda: b"%PDF-1.7 ...", "PDF", id="pdf"),
        pytest.param(lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a picture", id="eps"),
        pytest.param(lambda: b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC", id="heic"),
        pytest.param(lambda: b"\0\0\0\x18ftypavif" + b"\0" * 40, "AVIF", id="avif"),
        pytest.param(lambda: b"\0\0\0\x18ftypisom" + b"\0" * 40, "Videos", id="video"),
        pytest.param(lambda: _saved(Image.new("RGB", (9, 9)), "TIFF"), "TIFF", id="tiff"),
        pytest.param(lambda: _saved(Image.new("RGB", (9, 9)), "BMP"), "BMP", id="bmp"),
        pytest.param(lambda: _truncated("JPEG"), "damaged", id="half a JPEG"),
        pytest.param(lambda: _truncated("PNG"), "damaged", id="half a PNG"),
        pytest.param(lambda: _truncated("WEBP"), "damaged", id="half a WebP"),
        pytest.param(lambda: _truncated("GIF"), "damaged", id="half a GIF"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n", "damaged", id="only a signature"),
        pytest.param(lambda: b"\xff\xd8\xff", "damaged", id="only three bytes"),
        pytest.param(lambda: _png_header(5001, 5001), "25 million", id="26 million pixels"),
        pytest.param(lambda: _png_header(13_000, 13_000), "25 million", id="bomb"),
        pytest.param(lambda: _png_header(60_000, 60_000), "25 million", id="worse bomb"),
        pytest.param(lambda: _png_header(1, 60_000), "long and thin", id="thread"),
        pytest.param(lambda: _png_header(21_000, 1_100), "long and thin", id="too wide"),
        pytest.param(lambda: _png_header(1_000, 1_000), "damaged", id="no pixels"),
        pytest.param(lambda: _png_header(0, 1_000), "damaged", id="no width"),
    ],
)
def test_what_cannot_be_opened_gets_one_clear_sentence(make: Callable[[], bytes], says: str) -> None:
    """The message tells what is wrong, in one sentence, with nothing of Pillow's in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UnreadablePicture, match=says) as caught:
            decode_picture(make())
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 120


@pytest.mark.skipif(not features.check("webp"), reason="Pillow was built without WebP")
def test_a_small_file_that_claims_to_be_huge_costs_nothing() -> None:
    """A real WebP of 26 million pixels is refused by its header."""
    data = _saved(Image.new("L", (5_100, 5_100)), "WEBP", lossless=True, method=0)
    assert len(data) < 50_000
    with pytest.raises(UnreadablePicture, match="25 million"):
        decode_picture(data)


def test_a_photo_of_a_phone_with_48_megapixels_opens() -> None:
    """An ordinary JPEG is made smaller while it is decoded, so that its size costs no memory."""
    photo = _saved(Image.new("L", (8000, 6000), 128), "JPEG")
    assert decode_picture(photo, SEEN_SIDE_PX).size == (SEEN_SIDE_PX, SEEN_SIDE_PX * 3 // 4)


@pytest.mark.parametrize(
    ("progressive", "width", "height", "says"),
    [
        (False, 9000, 9000, "more than 65 million"),
        (True, 8000, 6000, "more than 25 million"),
        (False, 60_000, 1000, "long and thin"),
    ],
)
def test_jpegs_have_a_limit_all_the_same(progressive: bool, width: int, height: int, says: str) -> None:
    """A progressive one is held in memory as a whole, whatever it is to become."""
    data = bytearray(_saved(Image.new("L", (40, 30)), "JPEG", progressive=progressive))
    struct.pack_into(">HH", data, data.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5, height, width)
    with pytest.raises(UnreadablePicture, match=says):
        decode_picture(bytes(data))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("width", [1, 40])
def test_a_strip_is_as_long_as_the_ratio_allows(width: int, turned: bool) -> None:
    """Twenty times as long as wide is the last that opens, lying or standing."""

    def strip(length: int) -> bytes:
        return _saved(Image.new("RGB", (length, width) if turned else (width, length), RED))

    assert max(decode_picture(strip(20 * width)).size) == 20 * width
    with pytest.raises(PictureTooLarge, match="long and thin"):
        decode_picture(strip(20 * width + 1))


def test_what_a_shopper_can_do_about_is_told_apart() -> None:
    """A phone's own format, and pictures of which a smaller copy would do."""
    with pytest.raises(HeicPicture):
        decode_picture(b"\0\0\0\x18ftypheic" + b"\0" * 40)
    for data in (b"\xff\xd8\xff" + b"\0" * MAX_BYTES, _png_header(5001, 5001), _png_header(1, 60_000)):
        with pytest.raises(PictureTooLarge):
            decode_picture(data)


def test_pillows_own_limit_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caps hold whatever the importing process has set, and change nothing there."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(UnreadablePicture, match="25 million"):
        decode_picture(_png_header(13_000, 13_000))
    assert Image.MAX_IMAGE_PIXELS is None
