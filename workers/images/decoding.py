"""The only door for pictures from strangers: caps, allow-list, decode, upright, RGB.

Every cap is checked on the header, before Pillow sees a byte, so that a small file which claims to
be huge costs nothing.  What the file says beside its pixels (place, camera, thumbnails, colour
profile, comments) is taken out before (`workers.images.containers`) and goes no further.
"""

from __future__ import annotations

import io
import math
import warnings
from typing import Final

import numpy as np
from PIL import (  # noqa: F401 - WebP registers itself on import, else Pillow loads all its plug-ins to find it
    Image,
    WebPImagePlugin,
)

from workers.errors import HeicPicture, PictureTooLarge, UnreadablePicture
from workers.images.containers import DAMAGED, Container, open_container

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PIXELS: Final = 25_000_000
MAX_PIXELS_IN_ROWS: Final = 65_000_000
"""Of an ordinary JPEG, as phones of 48 to 64 megapixels write them: it is made smaller while it is decoded."""
MAX_SIDE_PX: Final = 20_000
MAX_RATIO: Final = 20
PREVIEW_SIDE_PX: Final = 800
SEEN_SIDE_PX: Final = 448
"""What encoders need: a photo of 4:3 still has the 336 pixels of the largest common CLIP across."""
_SHRUNK_FROM: Final = 2
"""Times `SEEN_SIDE_PX`.  A JPEG is halved for nothing while it is decoded; to shrink it further by a part, only for the
encoder to shrink it again, takes longer than all the rest of decoding (6 ms of 8 at 640 pixels, measured)."""

_SEND_INSTEAD: Final = "send a JPEG, PNG, WebP or GIF"
_TURN: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decode_picture(data: bytes, longest_side_px: int | None = None) -> Image.Image:
    """Open a stranger's picture: RGB, upright, no side longer than `longest_side_px`, no metadata.

    Without a limit it is as encoders need it: what is larger than `SEEN_SIDE_PX` has no side of twice that or more.
    Of an animation it is the first frame; what is transparent becomes white.
    Raises `UnreadablePicture`, or one of its kinds, with one sentence on anything that is not such a picture.
    """
    if not data:
        raise UnreadablePicture("The file is empty.")
    if len(data) > MAX_BYTES:
        raise PictureTooLarge(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
    try:
        container = open_container(data)
        if container is None:
            raise _not_opened(data)
        _check_size(container)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(b"".join(container.parts)), formats=(container.format,)) as image:
                if image.size != (container.width, container.height):
                    raise UnreadablePicture(DAMAGED)
                return _upright_rgb(image, container.orientation, longest_side_px)
    except UnreadablePicture:
        raise
    except MemoryError:
        raise PictureTooLarge("The picture takes more memory than there is for it.") from None
    except Exception as error:
        # Pillow's parsers fail with OSError, ValueError, SyntaxError, struct.error …
        raise UnreadablePicture(DAMAGED) from error


def encode_preview(image: Image.Image) -> bytes:
    """A clean JPEG of a decoded picture to keep and show: longest side ≤ `PREVIEW_SIDE_PX`, no metadata."""
    preview = image.copy()
    preview.info = {}
    preview.thumbnail((PREVIEW_SIDE_PX, PREVIEW_SIDE_PX), Image.Resampling.BICUBIC)  # no-op where small enough
    buffer = io.BytesIO()
    preview.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _check_size(container: Container) -> None:
    shorter, longer = sorted((container.width, container.height))
    if not shorter:
        raise UnreadablePicture(DAMAGED)
    cap = MAX_PIXELS_IN_ROWS if container.in_rows else MAX_PIXELS
    if shorter * longer > cap:
        raise PictureTooLarge(f"The picture has more than {cap // 1_000_000} million pixels.")
    if longer > MAX_SIDE_PX or longer > MAX_RATIO * shorter:
        raise PictureTooLarge(f"The picture of {container.width}×{container.height} pixels is too long and thin.")


def _upright_rgb(image: Image.Image, orientation: int, longest_side_px: int | None) -> Image.Image:
    side = longest_side_px or SEEN_SIDE_PX
    scale = side / max(image.size)
    # Lets the JPEG decoder skip detail that is thrown away next; other formats ignore it.
    image.draft("RGB", (math.ceil(image.width * scale), math.ceil(image.height * scale)))
    small = _eight_bits(image)
    if longest_side_px or max(small.size) >= _SHRUNK_FROM * side:
        small.thumbnail((side, side), Image.Resampling.BICUBIC)
    if orientation in _TURN:
        small = small.transpose(_TURN[orientation])
    if small.mode == "RGBA":
        white = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(white, small)
    upright = small.convert("RGB")
    upright.info = {}
    return upright


def _eight_bits(image: Image.Image) -> Image.Image:
    """In a mode that resizes well: L, RGB or RGBA."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I;16N", "I"}:
        wide = np.asarray(image)
        return Image.fromarray((wide.clip(0, 65535) // 257).astype(np.uint8))
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in {"1", "L"} else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _not_opened(data: bytes) -> UnreadablePicture:
    head = data[:64]
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}:
            return HeicPicture(f"HEIC pictures cannot be opened; {_SEND_INSTEAD}.")
        if brand in {b"avif", b"avis"}:
            return UnreadablePicture(f"AVIF pictures cannot be opened; {_SEND_INSTEAD}.")
        return UnreadablePicture(f"Videos cannot be opened; {_SEND_INSTEAD}.")
    for signature, name in (
        (b"II*\0", "TIFF pictures"),
        (b"MM\0*", "TIFF pictures"),
        (b"BM", "BMP pictures"),
        (b"%PDF", "PDF documents"),
        (b"\x1aE\xdf\xa3", "Videos"),
    ):
        if head.startswith(signature):
            return UnreadablePicture(f"{name} cannot be opened; {_SEND_INSTEAD}.")
    if b"<svg" in data[:1024].lower():
        return UnreadablePicture(f"SVG drawings cannot be opened; {_SEND_INSTEAD}.")
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8")) or head[8:12] == b"WEBP":
        return UnreadablePicture(DAMAGED)
    return UnreadablePicture(f"This is not a picture; {_SEND_INSTEAD}.")
