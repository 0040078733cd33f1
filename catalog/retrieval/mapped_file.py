"""A file of arrays that is mapped into memory when it is opened, and believed only if every byte is as it was written.

Layout: the arrays, each at a multiple of 64 bytes; JSON that names them with their sums, beside what the writer notes;
its length and sum; and a mark.  It is written aside and put in place at once, so that who has the old one mapped keeps
it.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_MARK: Final = b"shoplens search 1"
_TAIL: Final = struct.Struct(f"<QI{len(_MARK)}s")
_ALIGNED: Final = 64
_KINDS: Final = frozenset({"|u1", "|i1", "|b1", "<f2", "<f4", "<i4", "<i8"})


class DamagedFile(Exception):
    """The file is not what was written, or not one of these."""


def write(path: Path, notes: Mapping[str, Any], arrays: Arrays) -> None:
    """Put a file of `arrays` in place of the one that is there.  Raises `OSError`."""
    half = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with half.open("wb") as file:
            named = {}
            for name, array in arrays.items():
                file.write(b"\0" * (-file.tell() % _ALIGNED))
                data = np.ascontiguousarray(array)
                start = file.tell()
                file.write(data.data if data.size else b"")
                named[name] = [start, data.dtype.str, data.shape, zlib.crc32(data.data if data.size else b"")]
            listing = json.dumps({"notes": notes, "arrays": named}).encode()
            file.write(listing + _TAIL.pack(len(listing), zlib.crc32(listing), _MARK))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def read(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The notes, and the arrays as they lie in the file; what is changed in them stays in memory.

    Raises `DamagedFile`, and `OSError` where there is none.
    """
    whole = np.memmap(path, dtype=np.uint8, mode="c") if path.stat().st_size else np.empty(0, dtype=np.uint8)
    bytes_of = np.asarray(whole)
    try:
        length, listing_sum, mark = _TAIL.unpack(bytes_of[-_TAIL.size :].tobytes())
        end = len(bytes_of) - _TAIL.size
        listing = bytes_of[max(0, end - length) : end].tobytes()
        if mark != _MARK or zlib.crc32(listing) != listing_sum:
            raise DamagedFile(f"{path} is cut or no file of ours")
        found = json.loads(listing)
        return found["notes"], {name: _array(bytes_of, *where) for name, where in found["arrays"].items()}
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise DamagedFile(f"{path} cannot be read: {error}") from error


def _array(whole: NDArray[np.uint8], start: int, kind: str, shape: list[int], checksum: int) -> NDArray[Any]:
    if kind not in _KINDS:
        raise DamagedFile(f"an array of {kind}")
    data = whole[start : start + np.dtype(kind).itemsize * int(np.prod(shape, dtype=np.int64))]
    if zlib.crc32(data.data if data.size else b"") != checksum:
        raise DamagedFile("an array is not as it was written")
    return data.view(kind).reshape(shape)


def packed(value: object) -> NDArray[np.uint8]:
    """Anything that JSON can say, as an array."""
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)


def unpacked(array: NDArray[Any]) -> Any:
    """The inverse of `packed`."""
    return json.loads(array.tobytes())
