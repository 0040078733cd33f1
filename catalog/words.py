"""Pure: the words of titles and questions in one form, so that they are compared as people mean them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = str.maketrans("", "", "'’‘")
_SHORTEST_PLURAL: Final = 4


def words_of(text: str) -> list[str]:
    """Words without case, accents and apostrophes: "Women's Chelsea-Boots" is [womens, chelsea, boots]."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)) if not plain.isascii() else plain
    return _WORD.findall(plain)


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The word without its plural ending: "boots" and "boot" are one.

    The endings are those of the S-stemmer (Harman, How Effective Is Suffixing?, JASIS 42, 1991), which
    joins "dresses" and "dress" and, unlike stronger stemmers, leaves names alone.
    """
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_PLURAL:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def joined(text: str) -> str:
    """The words with single spaces between them, as they are stored."""
    return " ".join(words_of(text))


def code_of(text: str) -> str:
    """An article number without case and separators: "SKU-77 b" is "sku77b"."""
    return "".join(_WORD.findall(text.casefold()))


_ALIKE: Final = str.maketrans({"ı": "i", "ى": "ي", "ة": "ه", "ـ": None, "ø": "o", "ł": "l"})


def fold(word: str) -> str:
    """The word without case and accents, so that "Größe" and "grosse", "ё" and "е", "أ" and "ا" are one."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_ALIKE)


def one_slip_apart(left: str, right: str) -> bool:
    """Whether the Damerau–Levenshtein distance (adjacent letters may swap) is at most 1."""
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
