"""Picture files taken apart without a decoder: their kind, size, which way is up, and the bytes of the pixels alone.

Pillow reads all that a file says beside its pixels, and can be kept busy with it: 20 MB of tiny Exif segments take it
minutes, 150 KB of repeated scans seconds, tiny segments 700 MB (measured, Pillow 13).  Here each file is walked once,
within `MAX_PARTS` steps, and put together anew from what its first picture needs.  Comments, colour profiles,
thumbnails and whatever hangs behind the end are left out.

Layouts: JPEG, ITU-T T.81 annex B; PNG, W3C PNG third edition; GIF89a; WebP, RFC 9649; Exif's orientation, TIFF 6.0.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from workers.errors import UnreadablePicture

MAX_PARTS: Final = 10_000
"""Chunks, segments and blocks of one file.  A PNG of 20 MB in the usual chunks of 8 KB has 2 560."""
MAX_SCANS: Final = 32
"""Of a progressive JPEG; each goes over all of its pixels.  Encoders write 10 to 20."""
DAMAGED: Final = "The picture is damaged or incomplete."

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset({b"PLTE", b"tRNS", b"IDAT"})

_SEGMENT: Final = re.compile(rb"\xff([\x01-\xfe])")
_MAX_JUNK: Final = 2**20
"""Fill bytes and others between the segments of a JPEG, all together; cameras write none, or a few."""
_MARKS: Final = (2**16, 3)
"""Scans have so many bytes of 255, and one in so many others, at most.  Photos have one in 256, noise with a restart
after each block one in 120, a blank page with them one in 4; libjpeg can be kept busy by nothing else for 1.5 s
(measured, 19 MB)."""
_LOOKED_AT_ONCE: Final = (4096, 2**20)
_SOI, _EOI, _SOS, _EXIF, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE1, 0xFE
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_IN_ROWS: Final = frozenset({0xC0, 0xC1})
"""Frames whose rows come one after another: baseline and extended."""
_FRAMES: Final = _IN_ROWS | {0xC2}
_STRANGE_FRAMES: Final = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xCC}
"""Lossless, hierarchical and arithmetic coding, which browsers do not open either."""
_COLOURS: Final = frozenset({0xE0, 0xEE})
"""JFIF's and Adobe's segments say how colours are meant."""
_NOTES: Final = frozenset({*range(0xE0, 0xF0), _COMMENT})

_GIF_BLOCK: Final = re.compile(rb"[!,;]")
_MAX_GIF_GAP: Final = 1024
_GRAPHIC_CONTROL: Final = 0xF9

_WEBP_PIXELS: Final = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
_WEBP_KEPT: Final = _WEBP_PIXELS | {b"ALPH", b"ANIM"}
_WEBP_FLAGS: Final = 0x10 | 0x02
"""Alpha and animation; the others announce what is left out."""

_EXIF_PREFIX: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_MAX_TAGS: Final = 512


@dataclass(frozen=True, slots=True)
class Container:
    """What a file's header says, sizes in pixels, and the `parts` of a file of the same format with one picture.

    `format` is Pillow's name.  `orientation` is Exif's, 1 to 8.  `in_rows` says that a decoder can make the picture
    smaller on the way and never holds more of it than a few rows.
    """

    format: str
    width: int
    height: int
    parts: list[bytes | memoryview]
    orientation: int = 1
    in_rows: bool = False


def open_container(data: bytes) -> Container | None:
    """What `data` holds; None if it is in no format of ours.  Raises `UnreadablePicture`."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):  # a field that would lie behind the end
        raise UnreadablePicture(DAMAGED) from None
    return None


def _steps() -> Iterator[int]:
    yield from range(MAX_PARTS)
    raise UnreadablePicture("The picture is made of too many parts.")


def _jpeg(data: bytes) -> Container:
    view = memoryview(data)
    parts: list[bytes | memoryview] = [view[:2]]
    width = height = components = scans = 0
    in_rows, seen, exif = False, set[int](), view[:0]
    position, end, junk = 2, 0, _MAX_JUNK
    for _ in _steps():
        found = _SEGMENT.search(data, position, position + junk)
        if found is None:
            break
        marker, start = found[1][0], found.start()
        junk -= start - position
        position = found.end()
        if marker == _EOI:
            parts.append(view[start:position])
            break
        if marker in _ALONE:
            continue
        position += struct.unpack_from(">H", data, position)[0]
        body = view[start + 4 : position]
        if marker in _FRAMES and not components:
            height, width, components = struct.unpack_from(">HHB", body, 1)
            in_rows = marker in _IN_ROWS
        elif marker in _FRAMES | _STRANGE_FRAMES:
            raise UnreadablePicture(DAMAGED)
        elif marker == _SOS:
            scans += 1
            in_rows = in_rows and scans == 1 and body[0] == components
            if scans > MAX_SCANS:
                raise UnreadablePicture("The picture is made of too many layers.")
            if end < position:
                end = data.find(b"\xff\xd9", position)
                end = len(data) if end < 0 else end
                if _is_no_photo(data, position, end):
                    raise UnreadablePicture(DAMAGED)
            # Of the last scan not each byte is looked at, which would take as long as to decode them.
            another = data.find(b"\xff\xda", position, end) >= 0
            position = _behind_scan(data, position, end) if another else end
        elif marker == _EXIF and bytes(body[:6]) == _EXIF_PREFIX:
            exif = exif or body
        if marker not in _NOTES or (marker in _COLOURS and marker not in seen):
            parts.append(view[start:position])
            seen.add(marker)
    return Container("JPEG", width, height, parts, _orientation(exif), in_rows)


def _is_no_photo(data: bytes, start: int, end: int) -> bool:
    """Whether these scans are made of what nearly are markers."""
    some, one_in = _MARKS
    allowed = some + max(0, end - start) // one_in
    for at in range(start, end, _LOOKED_AT_ONCE[1]):
        piece = np.frombuffer(data, np.uint8, min(_LOOKED_AT_ONCE[1], end - at), at)
        allowed -= int(np.count_nonzero(piece == 0xFF))
    return allowed < 0


def _behind_scan(data: bytes, position: int, end: int) -> int:
    """Where the first marker stands that is no restart.

    By numpy, whose time does not depend on what the bytes are: they may all be such as nearly make a marker.
    """
    length, longest = _LOOKED_AT_ONCE
    while position + 1 < end:
        some = np.frombuffer(data, np.uint8, min(length, end - position), position)
        second = some[1:]
        # 0 and 255 become 255 and 254: no marker has them as its second byte.
        found = (some[:-1] == 0xFF) & (second - np.uint8(1) < 0xFE) & (second & 0xF8 != 0xD0)
        if found.any():
            return position + int(found.argmax())
        position += len(second)
        length = min(2 * length, longest)
    return end


def _png(data: bytes) -> Container:
    view = memoryview(data)
    if data[12:16] != b"IHDR":
        raise UnreadablePicture(DAMAGED)
    width, height = struct.unpack_from(">II", data, 16)
    parts: list[bytes | memoryview] = [view[:33]]
    position, exif = 33, view[:0]
    for _ in _steps():
        kind = data[position + 4 : position + 8]
        if len(kind) < 4 or kind == b"IEND":
            break
        start, position = position, position + 12 + struct.unpack_from(">I", data, position)[0]
        if kind in _PNG_KEPT:
            parts.append(view[start:position])
        elif kind == b"eXIf":
            exif = exif or view[start + 8 : position - 4]
    parts.append(b"\0\0\0\0IEND\xae\x42\x60\x82")
    return Container("PNG", width, height, parts, _orientation(exif))


def _gif(data: bytes) -> Container:
    view = memoryview(data)
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position = 13 + _gif_palette_bytes(flags)
    parts: list[bytes | memoryview] = [view[:position]]
    control = view[:0]
    steps = _steps()
    for _ in steps:
        found = _GIF_BLOCK.search(data, position, position + _MAX_GIF_GAP)
        if found is None or found[0] == b";":
            raise UnreadablePicture(DAMAGED)
        start, position = found.start(), found.end()
        if found[0] == b",":
            left, top, frame_width, frame_height = struct.unpack_from("<HHHH", data, position)
            parts += control, view[start:]
            # Pillow makes the canvas as large as the frame needs.
            return Container("GIF", max(width, left + frame_width), max(height, top + frame_height), parts)
        label, position = data[position], position + 1
        for _ in steps:
            length, position = data[position], position + 1 + data[position]
            if not length:
                break
        if label == _GRAPHIC_CONTROL:
            control = view[start:position]
    raise AssertionError  # the steps end by raising


def _gif_palette_bytes(flags: int) -> int:
    return 3 * (2 << (flags & 7)) if flags & 0x80 else 0


def _webp(data: bytes) -> Container:
    view = memoryview(data)
    kept: list[bytes | memoryview] = []
    width = height = 0
    pixels, exif, position, end = False, view[:0], 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise UnreadablePicture(DAMAGED)
    for _ in _steps():
        if position >= end:
            break
        kind, length = struct.unpack_from("<4sI", data, position)
        body = view[position + 8 : position + 8 + length]
        chunk: tuple[bytes | memoryview, ...] = (view[position : position + 8], body, b"\0" * (length % 2))
        position += 8 + length + length % 2
        if not width:
            width, height = _webp_size(kind, body)
            if kind == b"VP8X":
                kept += chunk[0], bytes((body[0] & _WEBP_FLAGS, 0, 0, 0)), body[4:10]
        if kind in _WEBP_KEPT and not pixels:
            kept += chunk
            pixels = kind in _WEBP_PIXELS
        elif kind == b"EXIF":
            exif = exif or body
    size = 4 + sum(map(len, kept))
    return Container("WEBP", width, height, [b"RIFF", size.to_bytes(4, "little"), b"WEBP", *kept], _orientation(exif))


def _webp_size(kind: bytes, body: memoryview) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise UnreadablePicture(DAMAGED)


def _orientation(exif: memoryview) -> int:
    """The one tag that is looked at: Pillow would copy what each of thousands of tags points to."""
    if bytes(exif[:6]) == _EXIF_PREFIX:
        exif = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(bytes(exif[:2]))
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(order + "I", exif, 4)
        (tags,) = struct.unpack_from(order + "H", exif, directory)
        for number in range(min(tags, _MAX_TAGS)):
            tag, _, _, value = struct.unpack_from(order + "HHIH", exif, directory + 2 + 12 * number)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass  # a broken note about the picture is no reason to refuse the picture
    return 1
