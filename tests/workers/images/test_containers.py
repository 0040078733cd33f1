"""What is taken out of a picture's file before a decoder sees it, and what is refused for being too much."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.workers.images.strange_pictures import BOMBS
from workers.errors import UnreadablePicture
from workers.images.containers import MAX_PARTS, MAX_SCANS, Container, _behind_scan, open_container
from workers.images.decoding import decode_picture


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _photo(kind: str, **options: object) -> bytes:
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    return _saved(Image.fromarray(pixels), kind, **options)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _in_jpeg(*segments: bytes) -> bytes:
    data = _photo("JPEG")
    return data[:2] + b"".join(segments) + data[2:]


def _in_png(*chunks: bytes) -> bytes:
    data = _photo("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def _in_gif(*blocks: bytes) -> bytes:
    data = _photo("GIF")
    start = 13 + 3 * (2 << (data[10] & 7))
    return data[:start] + b"".join(blocks) + data[start:]


def _in_webp(*chunks: tuple[bytes, bytes]) -> bytes:
    size = struct.pack("<I", 39)[:3] + struct.pack("<I", 29)[:3]
    plain = _photo("WEBP", lossless=True)
    return _riff((b"VP8X", b"\x2c\0\0\0" + size), (plain[12:16], plain[20:]), *chunks)


def _lean(data: bytes) -> bytes:
    container = open_container(data)
    assert container is not None
    return b"".join(container.parts)


def _exif(orientation: int, order: str = "<") -> bytes:
    start = b"II*\0" if order == "<" else b"MM\0*"
    return start + struct.pack(order + "IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


NOTES = b"at home, with love"
WITH_NOTES = [
    pytest.param("JPEG", _in_jpeg(b"\xff\xfe\0\x14" + NOTES, b"\xff\xe2\0\x14" + NOTES), id="JPEG"),
    pytest.param("PNG", _in_png(_chunk(b"tEXt", b"a\0" + NOTES), _chunk(b"prVt", NOTES)), id="PNG"),
    pytest.param("GIF", _in_gif(b"!\xfe\x12" + NOTES + b"\0"), id="GIF"),
    pytest.param("WEBP", _in_webp((b"XMP ", NOTES), (b"ICCP", NOTES)), id="WebP"),
]


@pytest.mark.parametrize(("kind", "data"), WITH_NOTES)
def test_notes_are_taken_out_and_the_pixels_stay(kind: str, data: bytes) -> None:
    """Comments and profiles go, and what a decoder makes of the rest is the same picture."""
    assert NOTES in data
    assert NOTES not in _lean(data)
    plain = _photo(kind, lossless=True) if kind == "WEBP" else _photo(kind)
    assert decode_picture(data).tobytes() == decode_picture(plain).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_the_end_is_left_out(kind: str) -> None:
    """A file that is a picture and something else is only a picture."""
    data = _photo(kind)
    polyglot = data + b"PK\x03\x04 and <script>alert(1)</script>"
    assert _lean(polyglot) == _lean(data)
    assert decode_picture(polyglot).size == (40, 30)


PARTS = MAX_PARTS + 10


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_in_jpeg(b"\xff\xe1\0\x0aExif\0\0MM" * PARTS), id="JPEG, Exif after Exif"),
        pytest.param(_in_jpeg(b"\xff\xfe\0\2" * PARTS), id="JPEG, comments"),
        pytest.param(_in_jpeg(b"\xff\xdd\0\4\0\0" * PARTS), id="JPEG, intervals"),
        pytest.param(_in_png(_chunk(b"tEXt", b"a\0b") * PARTS), id="PNG, texts"),
        pytest.param(_in_png(_chunk(b"IDAT", b"") * PARTS), id="PNG, no data"),
        pytest.param(_in_gif(b"!\xfe" + b"\1x" * PARTS + b"\0"), id="GIF, one comment"),
        pytest.param(_in_gif(b"!\xfe\0" * PARTS), id="GIF, comments"),
        pytest.param(_in_webp(*[(b"XYZ ", b"")] * PARTS), id="WebP"),
    ],
)
def test_a_file_of_countless_parts_is_refused(data: bytes) -> None:
    """Each costs a decoder time or memory, and no camera writes so many."""
    with pytest.raises(UnreadablePicture, match="too many parts"):
        decode_picture(data)


def test_texts_that_unpack_to_megabytes_are_never_unpacked() -> None:
    """Pillow would unpack 64 of them, and refuse the picture for one more."""
    bomb = _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000)))
    profile = _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(4_000_000)))
    assert decode_picture(_in_png(profile, bomb * 100)).size == (40, 30)


def test_a_jpeg_of_countless_scans_is_refused() -> None:
    """Each scan of a few bytes goes over all pixels; ordinary progressive JPEGs have 10."""
    data = _saved(Image.new("L", (400, 400), 99), "JPEG", progressive=True)
    scan = data[data.rfind(b"\xff\xda") : -2]
    assert decode_picture(data).size == (400, 400)
    with pytest.raises(UnreadablePicture, match="too many layers"):
        decode_picture(data[:-2] + scan * MAX_SCANS + data[-2:])


@pytest.mark.parametrize(
    "name",
    [
        "JPEG, fill bytes without an end",
        "JPEG, 19 MB of almost segments",
        "JPEG, a scan of almost segments",
        "JPEG, a scan of fill bytes",
        "JPEG, a scan of restarts",
    ],
)
def test_what_nearly_is_a_segment_is_walked_once(name: str) -> None:
    """Looked at from each of its bytes, the first would take days."""
    with pytest.raises(UnreadablePicture):
        decode_picture(BOMBS[name]())


@pytest.mark.parametrize("length", [5, 4096, 10_000, 3 * 2**20])
def test_the_end_of_a_scan_is_found_wherever_it_is(length: int) -> None:
    """Also across the pieces in which it is looked for; a restart and a byte of 255 do not end it."""
    pixels = (b"\x12\xff\0\xff\xd3" * length)[:length]
    pixels = pixels[:-1] + b"\x12" if pixels.endswith(b"\xff") else pixels
    data = b"\xff" + pixels + b"\xff\xc4"
    assert _behind_scan(data, 1, len(data)) == 1 + length
    assert _behind_scan(data, 1, len(data) - 2) == len(data) - 2


def test_fill_bytes_and_thumbnails_do_not_mislead() -> None:
    """A JPEG inside the Exif of another has an end and scans of its own."""
    thumbnail = b"Exif\0\0" + _exif(1) + _photo("JPEG", progressive=True)
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    data = _in_jpeg(b"\xff" * 100_000, segment)
    assert decode_picture(data).tobytes() == decode_picture(_photo("JPEG")).tobytes()
    container = open_container(data)
    assert container is not None
    assert container.in_rows


@pytest.mark.parametrize(
    ("options", "in_rows"), [({}, True), ({"progressive": True}, False), ({"optimize": True, "subsampling": 0}, True)]
)
def test_it_is_told_which_jpegs_come_in_rows(options: dict[str, object], in_rows: bool) -> None:
    """Of a progressive one a decoder holds everything, however small it is to become."""
    container = open_container(_photo("JPEG", **options))
    assert isinstance(container, Container)
    assert container.in_rows is in_rows


def test_a_scan_of_one_colour_is_not_in_rows() -> None:
    """A baseline JPEG whose colours come one after another is held as a whole, like a progressive one."""
    data = bytearray(_photo("JPEG"))
    data[data.index(b"\xff\xda") + 4] = 1
    container = open_container(bytes(data))
    assert container is not None
    assert not container.in_rows


@pytest.mark.parametrize("marker", [0xC3, 0xC9])
def test_frames_of_another_coding_are_refused(marker: int) -> None:
    """Lossless and arithmetic JPEGs, which no browser opens; a decoder would hold all of a lossless one."""
    data = bytearray(_photo("JPEG"))
    data[data.index(b"\xff\xc0") + 1] = marker
    with pytest.raises(UnreadablePicture, match="damaged"):
        decode_picture(bytes(data))


def test_a_second_header_does_not_change_the_size() -> None:
    """The size that was checked is the size that is decoded."""
    huge = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    assert decode_picture(_in_png(_chunk(b"IHDR", huge))).size == (40, 30)
    data = _photo("JPEG")
    start = data.index(b"\xff\xc0")
    frame = data[start : start + 19]
    with pytest.raises(UnreadablePicture, match="damaged"):
        decode_picture(data[:start] + frame + data[start:])


def test_a_gif_frame_larger_than_its_screen_counts() -> None:
    """The header may say 1×1 and the frame 60 000 pixels a side."""
    data = bytearray(_photo("GIF"))
    frame = data.index(b",", 13 + 768)
    struct.pack_into("<HH", data, 6, 1, 1)
    struct.pack_into("<HH", data, frame + 5, 60_000, 60_000)
    with pytest.raises(UnreadablePicture, match="25 million"):
        decode_picture(bytes(data))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "WEBP, with a prefix"])
def test_the_orientation_is_found(kind: str, order: str) -> None:
    """Wherever the format keeps Exif, in either order of bytes."""
    exif = _exif(6, order)
    marked = b"Exif\0\0" + exif
    data = {
        "JPEG": lambda: _in_jpeg(b"\xff\xe1" + struct.pack(">H", len(marked) + 2) + marked),
        "PNG": lambda: _in_png(_chunk(b"eXIf", exif)),
        "WEBP": lambda: _in_webp((b"EXIF", exif)),
        "WEBP, with a prefix": lambda: _in_webp((b"EXIF", marked)),
    }[kind]()
    container = open_container(data)
    assert container is not None
    assert container.orientation == 6
    assert decode_picture(data).size == (30, 40)


@pytest.mark.parametrize(
    "exif",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"MM\0*", id="cut"),
        pytest.param(b"II*\0\xff\xff\xff\xff", id="leads behind the end"),
        pytest.param(b"MM\0*\0\0\0\x08\xff\xff" + b"\1\0\0\2\xff\xff\xff\0\0\0\0\0" * 5000, id="countless tags"),
        pytest.param(_exif(9), id="no such orientation"),
    ],
)
def test_broken_exif_is_no_reason_to_refuse(exif: bytes) -> None:
    """The picture is taken as it lies."""
    assert decode_picture(_in_png(_chunk(b"eXIf", exif))).size == (40, 30)
