"""Files as strangers save them: packed or not, of any length."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from catalog.errors import FeedError

HEAD_BYTES: Final = 256 * 1024
_MAX_UNPACKED_BYTES: Final = 2 * 1024**3
_GZIP: Final = b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked where it is gzip.

    Raises `FeedError` for what cannot be read or unpacks to more than 2 GiB, also while it is in use.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            if packed:
                with gzip.open(file) as unpacked:
                    yield cast(BinaryIO, io.BufferedReader(_Capped(unpacked, path.name)))
            else:
                yield file
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        raise FeedError(f"{path.name} cannot be read: {error}") from error


class _Capped(io.RawIOBase):
    """A stream that ends in a `FeedError` where a small file turns out to hold a huge one."""

    def __init__(self, inner: gzip.GzipFile, name: str) -> None:
        self._inner = inner
        self._name = name
        self._left = _MAX_UNPACKED_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise FeedError(f"{self._name} unpacks to more than {_MAX_UNPACKED_BYTES // 1024**3} GB")
        buffer[: len(data)] = data
        return len(data)
