"""How the text of a stranger's file is written: by its mark, by what its bytes can be, or as its owner says."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from catalog.errors import FeedError
from catalog.importing.feeds.files import opened

WESTERN: Final = "cp1252"

_CHUNK_BYTES: Final = 1024 * 1024
_SAMPLE_BYTES: Final = 64 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EVERY_BYTE: Final = bytes(range(256))
_STRAY: Final = re.compile("[\udc80-\udcff]")
_FOREIGN: Final = re.compile("[^\x00-\x7f\udc80-\udcff]")
_ODD: Final = re.compile(rb"[\x80-\xff]+")
_ASCII_LETTERS: Final = re.compile(rb"[A-Za-z]")

# Where words are written in other letters than Latin, guessing is safe.  It takes western text for Windows-1250.
_OTHER_LETTERS: Final = ["cp1251", "cp1256", "cp1253", "koi8_r", "cp932", "gb18030", "big5", "euc_kr", "euc_jp"]
# What the bytes of Turkish and Polish letters are in Windows-1252 stands in no western word: "kÝrmÝzý", "d³ugi".
_TURKISH: Final = re.compile(rb"[\xdd\xde\xfd\xfe\xf0\xd0]")
_ICELANDIC_OR_CZECH: Final = re.compile(rb"[\xe1\xed\xfa\xec\xf8\x9a\x9e]")
_POLISH: Final = re.compile(
    rb"(?<=[A-Za-z\xea\xf3\xe6\xf1])[\xb3\xb9\x9c\x9f\xbf](?=[A-Za-z\xea\xf3\xe6\xf1])|\b[\xa3\xaf](?=[a-z\xf3\xb3])"
)
_NEEDED_FOR_A_GUESS: Final = 2
_MIXED: Final = 0.2


def named_encoding(name: str) -> str:
    """Python's name of an encoding of text.  Raises `FeedError` where there is none of that name."""
    try:
        _EVERY_BYTE.decode(name, "replace")
        return codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError) as error:
        raise FeedError(f"{name[:40]!r} is no encoding of text; known are utf-8, utf-16, windows-1251 …") from error


def encoding_of(path: Path, stated: str = "") -> str:
    """The encoding of a whole file, which is read once; `stated` is believed where its bytes leave it open.

    To be decoded with `errors="replace"`: a few broken characters do not turn a UTF-8 file into a Windows one,
    they alone are lost.
    """
    with opened(path) as file:
        chunk = first = file.read(_CHUNK_BYTES)
        if marked := marked_encoding(first):
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        stray = foreign = 0
        sample = b""
        while chunk:
            text = decoder.decode(chunk)
            if not text.isascii():
                stray += len(_STRAY.findall(text))
                foreign += len(_FOREIGN.findall(text))
                if len(sample) < _SAMPLE_BYTES:
                    odd = [line for line in chunk.splitlines() if not line.isascii()]
                    sample += b"\n".join(odd)[:_SAMPLE_BYTES]
            chunk = file.read(_CHUNK_BYTES)
    if foreign >= stray:
        return "utf-8-sig"
    return stated or _guessed(sample)


def marked_encoding(begin: bytes) -> str:
    """What a mark at the begin says, or the zero bytes of UTF-16 without one; "" where neither is there."""
    # Some programs write the mark after blanks.
    marked = begin.lstrip(b" \t\r\n") if begin[:1].isspace() else begin
    for mark, name in _MARKS:
        if begin.startswith(mark) or (name == "utf-8-sig" and marked.startswith(mark)):
            return name
    sample = begin[:4096]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if max(low, high) * 4 > len(sample) and min(low, high) * 20 < len(sample):
        return "utf-16-le" if high > low else "utf-16-be"
    return ""


def _guessed(sample: bytes) -> str:
    """A Windows or East Asian encoding by lines that are not UTF-8."""
    odd = b"".join(_ODD.findall(sample))
    # In words of Latin letters odd ones stand alone, between plain ones.
    in_a_row = sum(len(run) for run in _ODD.findall(sample) if len(run) > 1)
    if in_a_row > len(odd) / 2:
        text = b"\n".join(_without_plain_words(line) for line in sample.split(b"\n"))
        best = from_bytes(text, cp_isolation=_OTHER_LETTERS, threshold=0.6).best()
        return best.encoding if best is not None else WESTERN
    if len(_POLISH.findall(sample)) >= _NEEDED_FOR_A_GUESS:
        return "cp1250"
    turkish, others = len(_TURKISH.findall(sample)), len(_ICELANDIC_OR_CZECH.findall(sample))
    return "cp1254" if turkish >= _NEEDED_FOR_A_GUESS and others < turkish * _MIXED else WESTERN


def _without_plain_words(line: bytes) -> bytes:
    """Addresses and numbers say nothing about letters."""
    return b" ".join(word for word in re.split(rb"[\s;,|\"<>]+", line) if _ODD.search(word))
