"""Strangers' pictures for the fuzz: good ones of every kind, the same damaged in every way, and bombs.

`strange(number, seed)` is the same file each time, so that what went wrong can be had again by its number.
"""

from __future__ import annotations

import functools
import io
import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, features

Damage = Callable[[bytes, random.Random], bytes]

_BOMB_EVERY: Final = 10
_GIANT_EVERY: Final = 237
_SIGNATURES: Final = (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"II*\0", b"%PDF-1.7")
_NUMBERS: Final = tuple(
    value.to_bytes(size, order)
    for size in (1, 2, 4)
    for order in ("little", "big")
    for value in (0, 1, 2 ** (8 * size - 1) - 1, 2 ** (8 * size - 1), 2 ** (8 * size) - 1)
)
_MB: Final = 1024**2


@dataclass(frozen=True, slots=True)
class Strange:
    """A file and what it is.

    `group` is "bomb" for one that would take a careless decoder seconds or gigabytes, "giant" for the largest
    pictures that are opened, and else "ordinary".
    """

    name: str
    data: bytes
    group: str = "ordinary"


def strange(number: int, seed: int = 0) -> Strange:
    """The file of this number."""
    chance = random.Random(f"{seed} {number}")
    # Each bomb in turn, so that the first few hundred files have all of them.
    for every, group, files in ((_BOMB_EVERY, "bomb", BOMBS), (_GIANT_EVERY, "giant", GIANTS)):
        if number % every == every - 1:
            name, make = list(files.items())[number // every % len(files)]
            return Strange(name, make() + number.to_bytes(4), group)
    kind, data = chance.choice(good_pictures())
    if chance.random() < 0.1:
        return Strange(kind, data + number.to_bytes(4))
    names = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        damage = chance.choice(DAMAGES)
        names.append(damage.__name__.strip("_").replace("_", " "))
        data = damage(data, chance)
    return Strange(f"{kind}, {' and '.join(names)}", data)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Length, kind, body and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of these chunks."""
    body = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def exif(orientation: int, order: str = "<") -> bytes:
    """A TIFF header with this one tag."""
    start = b"II*\0" if order == "<" else b"MM\0*"
    return start + struct.pack(order + "IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


@functools.cache
def good_pictures() -> tuple[tuple[str, bytes], ...]:
    """Every format and mode that is met, and formats that are refused."""
    noise = np.random.default_rng(0).integers(0, 256, (90, 120, 4), dtype=np.uint8)
    noise[20:70, 30:90] = (200, 30, 40, 255)
    full = Image.fromarray(noise)
    rgb, small = full.convert("RGB"), full.convert("RGB").resize((33, 21))
    frames = [Image.new("RGBA", (40, 30), colour) for colour in ("red", "blue", "#0f08")]
    many = {"save_all": True, "append_images": frames[1:], "duration": 40}
    about = {"exif": b"Exif\0\0" + exif(6), "icc_profile": bytes(3000)}
    deep = Image.fromarray(noise[..., 0].astype(np.uint16) * 257)
    pictures = {
        "JPEG": saved(rgb, "JPEG", quality=90, **about),
        "JPEG, progressive": saved(rgb, "JPEG", progressive=True, subsampling=0, **about),
        "JPEG, grey": saved(rgb.convert("L"), "JPEG", optimize=True),
        "JPEG, CMYK": saved(rgb.convert("CMYK"), "JPEG"),
        "JPEG, restarts": saved(rgb, "JPEG", restart_marker_blocks=2, comment=b"hello"),
        "JPEG, several pictures": saved(rgb, "MPO", save_all=True, append_images=[small]),
        **{f"PNG, {mode}": saved(full.convert(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")},
        "PNG, 16 bits": saved(deep, "PNG"),
        "PNG, transparent palette": saved(rgb.quantize(16), "PNG", transparency=3, **about),
        "PNG, animated": saved(frames[0], "PNG", **many),
        "WEBP": saved(rgb, "WEBP", **about),
        "WEBP, lossless": saved(full, "WEBP", lossless=True),
        "WEBP, transparent": saved(full, "WEBP", quality=60),
        "WEBP, animated": saved(frames[0], "WEBP", **many),
        "GIF": saved(rgb.quantize(32), "GIF", comment=b"hello"),
        "GIF, animated": saved(frames[0], "GIF", transparency=0, disposal=2, **many),
        "one pixel": saved(Image.new("RGB", (1, 1)), "PNG"),
        **{kind: saved(rgb, kind) for kind in ("BMP", "TIFF", "PPM", "ICO", "TGA", "PDF", "EPS")},
        "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(range(256)),
        "video": b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(range(256)),
        "SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "web page": b"<!doctype html><html><body>404</body></html>",
    }
    if features.check("avif"):
        pictures["AVIF"] = saved(small, "AVIF")
    return tuple(pictures.items())


def _flipped_bits(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _flipped_bits_in_the_header(data: bytes, chance: random.Random) -> bytes:
    return _flipped_bits(data[:200], chance) + data[200:]


def _cut_short(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.choice((0, 1, 3, 8, 12, 33, len(data) - 1, len(data) - 12, chance.randrange(len(data) + 1)))]


def _missing_start(data: bytes, chance: random.Random) -> bytes:
    return data[chance.choice((1, 2, 8, chance.randrange(len(data) + 1))) :]


def _missing_piece(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def _repeated_piece(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _zeroed_piece(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + bytes(end - start) + data[end:]


def _odd_number(data: bytes, chance: random.Random) -> bytes:
    number = chance.choice(_NUMBERS)
    start = chance.randrange(min(len(data), chance.choice((40, 200, 10**9))) + 1)
    return data[:start] + number + data[start + len(number) :]


def _junk_inside(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.randbytes(chance.choice((1, 7, 300, 70_000))) + data[start:]


def _another_inside(data: bytes, chance: random.Random) -> bytes:
    _, other = chance.choice(good_pictures())
    start = chance.randrange(len(data) + 1)
    return data[:start] + other + data[start:]


def _another_behind(data: bytes, chance: random.Random) -> bytes:
    return data + chance.choice(good_pictures())[1]


def _another_signature(data: bytes, chance: random.Random) -> bytes:
    signature = chance.choice(_SIGNATURES)
    return signature + data[len(signature) :]


def _crossed(data: bytes, chance: random.Random) -> bytes:
    _, other = chance.choice(good_pictures())
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _only_noise(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.choice((0, 16))] + chance.randbytes(chance.choice((1, 100, 5000)))


def _right_checksums(data: bytes, chance: random.Random) -> bytes:
    """Damage that a PNG's checksums do not tell."""
    if not data.startswith(b"\x89PNG") or len(data) < 45:
        return _flipped_bits(data, chance)
    chunks, position = [data[:8]], 8
    hit = chance.randrange(4)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        body = data[position + 8 : position + 8 + length]
        if hit == len(chunks) - 1:
            body = _flipped_bits(body, chance)
        chunks.append(png_chunk(data[position + 4 : position + 8], body))
        position += 12 + length
    return b"".join(chunks)


DAMAGES: Final[tuple[Damage, ...]] = (
    *(_flipped_bits, _flipped_bits_in_the_header, _cut_short, _missing_start, _missing_piece, _repeated_piece),
    *(_zeroed_piece, _odd_number, _junk_inside, _another_inside, _another_behind, _another_signature, _crossed),
    *(_only_noise, _right_checksums),
)


def _plain(kind: str, **options: object) -> bytes:
    return saved(Image.new("RGB", (64, 64), "red"), kind, **options)


def _in_jpeg(*segments: bytes) -> bytes:
    data = _plain("JPEG")
    return data[:2] + b"".join(segments) + data[2:]


def _in_png(*chunks: bytes) -> bytes:
    data = _plain("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def _in_gif(blocks: bytes) -> bytes:
    data = saved(Image.new("P", (64, 64)), "GIF")
    start = 13 + 3 * (2 << (data[10] & 7))
    return data[:start] + blocks + data[start:]


def _webp_of(side: int) -> bytes:
    """One colour needs no bits, so that the header's two numbers make it as large as one likes."""
    data = bytearray(_plain("WEBP", lossless=True, method=0))
    start = data.index(b"\x2f", 20) + 1
    (bits,) = struct.unpack_from("<I", data, start)
    struct.pack_into("<I", data, start, (bits & ~0xFFFFFFF) | (side - 1) | (side - 1) << 14)
    return bytes(data)


def _png_of(width: int, height: int, mode: int = 0) -> bytes:
    """Grey (0) or RGB (2), all black."""
    packed = zlib.compressobj(1)
    row = bytes(1 + width * (3 if mode == 2 else 1))
    data = b"".join(packed.compress(row * 100) for _ in range(0, height, 100)) + packed.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, mode, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def _jpeg_of(width: int, height: int, **options: object) -> bytes:
    return saved(Image.new("L", (width, height), 99), "JPEG", **options)


def _scans() -> bytes:
    data = _jpeg_of(4000, 3000, progressive=True)
    scan = data[data.rfind(b"\xff\xda") : -2]
    return data[:-2] + scan * (19 * _MB // len(scan)) + data[-2:]


def _two_scans(first: bytes) -> bytes:
    """A progressive JPEG whose first scan is this."""
    data = _jpeg_of(64, 64, progressive=True)
    start = data.index(b"\xff\xda")
    start += 2 + int.from_bytes(data[start + 2 : start + 4])
    return data[:start] + first + data[data.rfind(b"\xff\xda") :]


def _frames_of_gif() -> bytes:
    data = saved(Image.new("P", (64, 64)), "GIF")
    start = 13 + 3 * (2 << (data[10] & 7))
    return data[:start] + data[start:-1] * 10_000 + b";"


def _frames_of_png() -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    data = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    second = data.rindex(b"fcTL") - 4
    return data[:second] + data[second:-12] * 10_000 + data[-12:]


def _countless_tags() -> bytes:
    tags = b"".join(struct.pack(">HHII", tag, 7, 60_000, 8) for tag in range(5000))
    body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 5000) + tags
    return _in_jpeg(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)


def _countless_png_tags() -> bytes:
    tags = b"".join(struct.pack(">HHII", tag, 7, 4 * _MB, 8) for tag in range(20_000))
    return _in_png(png_chunk(b"eXIf", b"MM\0*\0\0\0\x08" + struct.pack(">H", 20_000) + tags + bytes(4 * _MB)))


def _chunks_of_webp() -> bytes:
    chunks = b"XYZ \0\0\0\0" * (19 * _MB // 8)
    size = struct.pack("<I", 63)[:3] * 2
    data = riff((b"VP8X", b"\0\0\0\0" + size), (b"VP8L", _plain("WEBP", lossless=True)[20:]))
    return b"RIFF" + struct.pack("<I", len(data) - 8 + len(chunks)) + data[8:] + chunks


def _made_once(files: dict[str, Callable[[], bytes]]) -> dict[str, Callable[[], bytes]]:
    return {name: functools.cache(make) for name, make in files.items()}


BOMBS: Final = _made_once(
    {
        "WebP of 164 megapixels": lambda: _webp_of(12_806),
        "WebP of 268 megapixels": lambda: _webp_of(16_384),
        "WebP of 26 megapixels": lambda: _webp_of(5_100),
        "PNG of 169 megapixels": lambda: _png_of(13_000, 13_000),
        "JPEG of 81 megapixels": lambda: _jpeg_of(9_000, 9_000),
        "JPEG of 30 megapixels, progressive": lambda: _jpeg_of(6_000, 5_000, progressive=True),
        "TIFF G4 of 174 megapixels": lambda: saved(Image.new("1", (13_200, 13_200)), "TIFF", compression="group4"),
        "1 by 60 000": lambda: _png_of(1, 60_000),
        "20 000 by 999": lambda: _jpeg_of(20_000, 999),
        "EPS named .jpg": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9999 9999\n(%pipe%id) (w) file\n",
        "GIF of 10 000 frames": _frames_of_gif,
        "APNG of 10 000 frames": _frames_of_png,
        "GIF whose frame leaves its screen": lambda: b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\2\x44\1\0;",
        "JPEG, countless scans": _scans,
        "JPEG, Exif after Exif": lambda: _in_jpeg(b"\xff\xe1\0\x0aExif\0\0MM" * (19 * _MB // 12)),
        "JPEG, Exif of countless tags": _countless_tags,
        "JPEG, countless comments": lambda: _in_jpeg(b"\xff\xfe\0\2" * (19 * _MB // 4)),
        "JPEG, 19 MB of fill bytes": lambda: _in_jpeg(b"\xff" * (19 * _MB)),
        "JPEG, fill bytes without an end": lambda: b"\xff\xd8" + b"\xff" * (19 * _MB),
        "JPEG, 19 MB of almost segments": lambda: _in_jpeg(b"\xff\0" * (19 * _MB // 2)),
        "JPEG, a scan of almost segments": lambda: _two_scans(b"\xff\0" * (19 * _MB // 2)),
        "JPEG, a scan of fill bytes": lambda: _two_scans(b"\xff" * (19 * _MB)),
        "JPEG, a scan of restarts": lambda: _two_scans(b"\xff\xd0" * (19 * _MB // 2)),
        "JPEG, 19 MB of colour profile": lambda: _in_jpeg((b"\xff\xe2\xff\xffICC_PROFILE\0\1\1" + bytes(65_519)) * 300),
        "PNG, countless chunks": lambda: _in_png(png_chunk(b"prVt", b"") * (19 * _MB // 12)),
        "PNG, countless empty data": lambda: _in_png(png_chunk(b"IDAT", b"") * (19 * _MB // 12)),
        "PNG, texts that unpack": lambda: _in_png(png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(_MB - 9))) * 200),
        "PNG, profile that unpacks": lambda: _in_png(png_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(50 * _MB), 1))),
        "PNG, data that unpacks to more": lambda: (
            _plain("PNG")[:33] + png_chunk(b"IDAT", zlib.compress(bytes(50 * _MB), 1)) + png_chunk(b"IEND", b"")
        ),
        "PNG, Exif of countless tags": _countless_png_tags,
        "PNG, Exif after Exif": lambda: _in_png(
            png_chunk(b"eXIf", b"MM\0*\0\0\0\x08\2\0" + bytes(6144)) * (19 * _MB // 6166)
        ),
        "GIF, countless comments": lambda: _in_gif(b"!\xfe" + b"\1x" * (19 * _MB // 2) + b"\0"),
        "WebP, countless chunks": _chunks_of_webp,
    }
)
GIANTS: Final = _made_once(
    {
        "WebP of 25 megapixels": lambda: _webp_of(5_000),
        "JPEG of 48 megapixels": lambda: _jpeg_of(8_000, 6_000),
        "PNG of 25 megapixels": lambda: _png_of(5_000, 5_000, 2),
        "JPEG of 25 megapixels, progressive": lambda: saved(
            Image.new("CMYK", (5_000, 5_000)), "JPEG", progressive=True, subsampling=0
        ),
        "GIF of 25 megapixels": lambda: saved(Image.new("P", (5_000, 5_000)), "GIF"),
    }
)
