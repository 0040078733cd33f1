"""Sets of rows as roaring bitmaps: thirty microseconds to intersect two of a million."""

from __future__ import annotations

from array import array
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

_COOKIE: Final = 12346
_CHUNK: Final = 65_536
_MOST_LISTED: Final = 4096
"""The portable format of roaring bitmaps: so many rows of a chunk are kept as a list, and more as bits."""

Rows = NDArray[np.uint32]
"""Numbers of rows, ascending."""


def bitmap_of(rows: NDArray[Any]) -> BitMap:
    """The set of these rows."""
    if len(rows) > _MOST_LISTED:
        mask = np.zeros(int(rows.max()) + 1, dtype=np.bool_)
        mask[rows] = True
        return bitmap_where(mask)
    # An `array` is read as it is; anything else a number at a time.
    return BitMap(array("I", rows.astype(np.uint32, copy=False).tobytes()))


def rows_of(bitmap: BitMap) -> Rows:
    """The rows of a set, ascending."""
    return np.frombuffer(bitmap.to_array(), dtype=np.uint32)


def bitmap_where(mask: NDArray[np.bool_]) -> BitMap:
    """The rows at which it is true; ten times as fast as by their numbers, since it is written as bitmaps are kept."""
    keys, counts, kept = [], [], []
    for key, start in enumerate(range(0, len(mask), _CHUNK)):
        chunk = mask[start : start + _CHUNK]
        if count := int(np.count_nonzero(chunk)):
            keys.append(key)
            counts.append(count - 1)
            kept.append(_bits(chunk) if count > _MOST_LISTED else np.flatnonzero(chunk).astype("<u2").tobytes())
    described = np.array([keys, counts], dtype="<u2").T.tobytes()
    first = 8 + len(described) + 4 * len(kept)
    offsets = first + np.cumsum([0, *map(len, kept)])[:-1]
    head = np.array([_COOKIE, len(kept)], dtype="<u4").tobytes()
    return BitMap.deserialize(b"".join([head, described, offsets.astype("<u4").tobytes(), *kept]))


def _bits(chunk: NDArray[np.bool_]) -> bytes:
    return np.packbits(chunk, bitorder="little").tobytes().ljust(_CHUNK // 8, b"\0")
