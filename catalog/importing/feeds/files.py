"""Files of text as strangers save them: packed or not, in one of four encodings, of any length."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from catalog.errors import FeedError

HEAD_BYTES: Final = 256 * 1024
_MAX_UNPACKED_BYTES: Final = 2 * 1024**3
_CHUNK_BYTES: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b"
_STRAY: Final = re.compile("[\udc80-\udcff]")
_FOREIGN: Final = re.compile("[^\x00-\x7f\udc80-\udcff]")


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
    except (OSError, EOFError, zlib.error) as error:
        raise FeedError(f"{path.name} cannot be read: {error}") from error


def encoding_of(path: Path) -> str:
    """UTF-16 or UTF-8 by the byte order mark, else UTF-8 where most of it is, else Windows-1252.

    Reads the whole file once.  It is to be decoded with `errors="replace"`: a few broken characters do
    not turn a UTF-8 file into a Windows one, they alone are lost.
    """
    with opened(path) as file:
        return guess_encoding(iter(lambda: file.read(_CHUNK_BYTES), b""))


def guess_encoding(chunks: Iterator[bytes]) -> str:
    """The encoding of the text that begins with, or is, `chunks`; the end may cut a character."""
    first = next(chunks, b"")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    stray = foreign = 0
    chunk = first
    while chunk:
        text = decoder.decode(chunk)
        if not text.isascii():
            stray += len(_STRAY.findall(text))
            foreign += len(_FOREIGN.findall(text))
        chunk = next(chunks, b"")
    return "utf-8-sig" if foreign >= stray else "cp1252"


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
