"""Names in a sentence: brands of the shop, what stands in quotes, and what only looks like a colour ("Pink Floyd")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.query.grammar.dictionary import ENGLISH, LANGUAGES, Concept, Dictionary, dictionary
from bot.query.grammar.spelling import is_slip
from bot.query.grammar.tokens import Token
from catalog.words import words_of

_NAMING: Final = frozenset({"colours", "ignored", "intents", "role"})
"""What words of a name may mean by themselves."""


class Brands:
    """The shop's brands, by the letters that name them: "h&m" and "H & M" are one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._heard: dict[str, str] = {}
        self.longest = 1
        for name in names:
            words = words_of(name)
            self._names.setdefault("".join(words), name)
            self._heard.setdefault(_sound("".join(words)), name)
            if len(words) > 1 and any(_says_nothing(dictionary(code), words[0]) for code in LANGUAGES):
                self._names.setdefault("".join(words[1:]), name)
            self.longest = max(self.longest, len(words) + 1)

    def get(self, tokens: Sequence[Token]) -> str:
        """The brand that just these tokens name, or ""."""
        if not self._names:
            return ""
        return self._names.get("".join(letters for token in tokens for letters in words_of(token.text)), "")

    def heard(self, word: str) -> str:
        """The brand that a word of another script or with a slip sounds like, or ""."""
        if name := self._heard.get(_sound(word)):
            return name
        return next((name for known, name in self._names.items() if is_slip(word, known)), "")


NO_BRANDS: Final = Brands(())
_CYRILLIC: Final = dict(zip("абвгдезиклмнопрстуфыіхэцюя", "abvgdeziklmnoprstufyiheCua", strict=True))
_SOUNDS: Final = (
    *(("щ", "sh"), ("ш", "sh"), ("ч", "ch"), ("ж", "j"), ("ь", ""), *_CYRILLIC.items(), ("C", "ts")),
    *(("ai", "i"), ("ay", "i"), ("ei", "i"), ("ck", "k"), ("c", "k"), ("q", "k"), ("ph", "f"), ("w", "v"), ("y", "i")),
    *(("x", "ks"), ("h", "")),
)


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """How a name sounds, roughly: "найк" and "nike" are one."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    single = "".join(letter for letter, after in pairwise(f"{word} ") if letter != after)
    return single.removesuffix("e")


def _says_nothing(language: Dictionary, word: str) -> bool:
    entry = language.exact(word)
    return entry is not None and entry[0].facet == "ignored"


def brand_at(
    tokens: Sequence[Token], at: int, languages: Sequence[Dictionary], brands: Brands
) -> tuple[int, str] | None:
    """How many tokens name a brand; a word that means something by itself does so where it is called a brand."""
    for length in range(min(brands.longest + 2, len(tokens) - at), 0, -1):
        window = tokens[at : at + length]
        if window[-1].kind == "sign" or window[0].kind == "sign" or not (brand := brands.get(window)):
            continue
        if length > 1 or not any(language.exact(window[0].text) for language in languages[:2]):
            return length, brand
        near = [token.text for token in (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2])]
        called = any(
            (entry := language.exact(word)) and Concept("role", "brand") in entry
            for word in near
            for language in languages[:2]
        )
        if called or (at > 0 and window[0].capital and not all(token.capital for token in tokens)):
            return length, brand
    return None


def names_in(tokens: Sequence[Token], languages: Sequence[Dictionary]) -> dict[int, int]:
    """Where names begin and end: what stands in quotes, and capitals in a row of which one is no word for things."""
    found: dict[int, int] = {}
    quotes = [at for at, token in enumerate(tokens) if token.text == '"']
    for start, end in zip(quotes[::2], quotes[1::2], strict=False):
        if end - start > 1:
            found[start + 1] = end
    shouted = all(token.capital for token in tokens if token.kind == "word")
    at = 0
    while at < len(tokens) and not shouted:
        end = at
        while (
            end < len(tokens)
            and tokens[end].kind == "word"
            and (tokens[end].capital or (end > at and tokens[end].glued))
        ):
            end += 1
        if end - at > 1 and not (at == 0 and languages[0].nouns_capital) and _is_name(tokens[at:end], languages):
            found.setdefault(at, end)
        at = max(end, at + 1)
    return found


def _is_name(run: Sequence[Token], languages: Sequence[Dictionary]) -> bool:
    """ "Pink Floyd", "Linterna Verde": a colour and a word that says nothing, or both of another language."""
    strange, own, english = 0, 0, dictionary(ENGLISH)
    for token in run:
        matches = [match for language in (languages[0], english) if (match := language.match([token.text], 0))]
        facets = {one.facet for match in matches for one in match.entry}
        if facets - _NAMING or len(token.text) == 1:
            return False
        strange += "colours" not in facets and not any(one.facet == "role" for match in matches for one in match.entry)
        own += languages[0].match([token.text], 0) is not None
    return strange > 0 or own == 0
