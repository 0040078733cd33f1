"""A sentence as tokens that are written alike in all languages, with their places in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from catalog.words import fold

MAX_CHARACTERS: Final = 500
"""What is read of a sentence."""

_OWN: Final = dict(zip("٫٬’‘`–—−«»“”„‟،؟।", '.\'\'\'\'---"""""",?.', strict=True))
_MARKS: Final = "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
_KINDS: Final = (
    ("letters", r"(?<!\w)(?:\d?x{1,3}[sl]|\d{1,2}xl)(?!\w)"),
    ("word", rf"(?:[^\W\d_]|[{_MARKS}])+"),
    (
        "number",
        r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:'\d{3})+)(?!\d)(?:[.,]\d{1,2}(?!\d))?"
        r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?",
    ),
    ("sign", r"[^\w\s]"),
)
_TOKEN: Final = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS))
_TEXT: Final = re.compile("|".join(pattern for _, pattern in _KINDS))
_TIE: Final = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])|(?<=[^\W\d])'")
_MOST_CHARACTERS: Final = 8192
_LATIN: Final = "aceopxykmthbi"
_CYRILLIC: Final = "асеорхукмтнві"

Kind = Literal["word", "number", "letters", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded; [start, end) is its place in the sentence.

    `glued`: nothing but a hyphen or nothing at all stands before it.  `capital`: it begins with a capital letter;
    `upper`: it has no other.
    """

    text: str
    start: int
    end: int
    kind: Kind = "word"
    glued: bool = False
    capital: bool = False
    upper: bool = False


class _Folding(dict[int, str]):
    """What each character is written as, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if len(self) > _MOST_CHARACTERS:
            self.clear()
        self[code] = _folded(character)
        return self[code]


def _folded(character: str) -> str:
    if own := _OWN.get(character):
        return own
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    unseen = category in {"Cf", "Cs"} or "\ufe00" <= character <= "\ufe0f"
    if unseen or (category == "Mn" and unicodedata.combining(character)):
        return ""
    if category == "No":
        return character  # ½ is a word of the table that all languages share
    folded = fold(unicodedata.normalize("NFKC", character))
    return folded if len(folded) < 2 or folded.isalpha() else " "  # one character is one token, or part of one


_FOLDING: Final = _Folding()


def tokenise(sentence: str) -> list[Token]:
    """The tokens of the first `MAX_CHARACTERS`."""
    sentence = sentence[:MAX_CHARACTERS]
    text = sentence.translate(_FOLDING)
    places: Sequence[int] = range(len(sentence) + 1)
    if not sentence.isascii():
        places = [at for at, character in enumerate(sentence) for _ in _FOLDING[ord(character)]]
    tied = {match.end(): match.start() for match in _TIE.finditer(text)}
    found: list[Token] = []
    ended = -1
    for match in _TOKEN.finditer(_TIE.sub(" ", text)):
        start, end = match.span()
        first, last = places[start], places[end - 1] + 1
        written, kind = sentence[first:last], cast("Kind", match.lastgroup)
        word = _unmixed(match.group()) if kind == "word" else match.group()
        glued = ended in {start, tied.get(start, start)}
        found.append(Token(word, first, last, kind, glued, written[:1].isupper(), written.isupper()))
        ended = end
    return found


def phrases_of(line: str) -> list[tuple[str, ...]]:
    """Phrases with commas between them, as the texts of their tokens."""
    texts = _TEXT.findall(_TIE.sub(" ", line.translate(_FOLDING)))
    if "," not in texts:
        return [tuple(texts)]
    found, start = [], 0
    for at, text in enumerate((*texts, ",")):
        if text == ",":
            found.append(tuple(texts[start:at]))
            start = at + 1
    return [phrase for phrase in found if phrase]


def _unmixed(word: str) -> str:
    """A word of two scripts in the one that most of it has: Latin letters slip into Cyrillic words and back."""
    if word.isascii() or not any(letter.isascii() for letter in word):
        return word
    latin = sum(letter.isascii() for letter in word)
    if latin * 2 > len(word):
        return word.translate(str.maketrans(_CYRILLIC, _LATIN))
    return word.translate(str.maketrans(_LATIN, _CYRILLIC))
