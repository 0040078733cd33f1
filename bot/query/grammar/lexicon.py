"""A sentence's tokens → items: phrases of the languages it is in, brands of the shop, names, and words nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.query.grammar.dictionary import (
    ENGLISH,
    LANGUAGES,
    NO_CONTENT,
    SHARED,
    Concept,
    Dictionary,
    Entry,
    dictionary,
    script_of,
)
from bot.query.grammar.names import NO_BRANDS, Brands, brand_at, names_in
from bot.query.grammar.spelling import corrected
from bot.query.grammar.tokens import Token

_CONTENT_IN_OTHERS: Final = 4
"""The shortest word that is understood in a language that is not the sentence's."""
_SILENT: Final = frozenset({"ignored", "intents"})
_HINT: Final = 0.6
_STEM: Final = 0.8
_WEAK: Final = 0.2
"""What a single letter tells of a language, or a word that may be a name for its capital."""
_CLOSE: Final = 0.4
_SPOKEN: Final = 1.7
"""So many of its words make a language one that is spoken in a sentence, beside its first."""


@dataclass(slots=True)
class Item:
    """Tokens [first, last) with what they mean together; `taken` once something else has made use of them."""

    first: int
    last: int
    tokens: Sequence[Token]
    entry: Entry = ()
    language: str = ""
    taken: bool = False
    denied: bool = False
    detail: bool = False
    roles: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.roles = frozenset(one.value for one in self.entry if one.facet == "role")

    @property
    def text(self) -> str:
        """As it was folded, with single blanks."""
        return " ".join(token.text for token in self.tokens[self.first : self.last])

    @property
    def span(self) -> tuple[int, int]:
        """Its characters in the sentence."""
        return self.tokens[self.first].start, self.tokens[self.last - 1].end

    @property
    def kind(self) -> str:
        """The kind of its first token."""
        return self.tokens[self.first].kind

    def value(self, facet: str) -> str:
        """Its value of a facet, "" where it has none."""
        return next((one.value for one in self.entry if one.facet == facet), "")

    @property
    def is_content(self) -> bool:
        """Whether it says something of a thing."""
        return bool(self.entry) and not self.taken and any(one.facet not in NO_CONTENT for one in self.entry)

    @property
    def is_filler(self) -> bool:
        """Whether it says nothing by itself and may stand between what belongs together."""
        if self.taken:
            return False
        return bool(self.roles & {"degree", "of"}) or (
            bool(self.entry) and all(one.facet in _SILENT for one in self.entry)
        )

    @property
    def is_unknown(self) -> bool:
        """A word that nobody understood."""
        return not self.entry and not self.taken and self.kind == "word"


def rank(tokens: Sequence[Token], hint: str = "") -> list[tuple[Dictionary, float]]:
    """The languages that know any of the words, with how many they know, the sentence's own first."""
    texts = [token.text for token in tokens]
    scripts = {script_of(token.text) for token in tokens if token.kind == "word"}
    shouted = all(token.capital for token in tokens)
    known: list[tuple[Dictionary, float]] = []
    for language in map(dictionary, LANGUAGES):
        at, score = (0 if language.may_know(texts, scripts) else len(texts)), 0.0
        while at < len(texts):
            match = language.match(texts, at) if tokens[at].kind == "word" else None
            if match is not None:
                weak = match.length == 1 and (
                    len(texts[at]) == 1
                    or (at > 0 and tokens[at].capital and not shouted and not language.nouns_capital)
                )
                score += match.length * (_WEAK if weak else 1.0 if match.exact else _STEM)
            at += match.length if match else 1
        if score:
            known.append((language, score + _HINT * (language.code == hint) + 0.1 * (language.code == ENGLISH)))
    return sorted(known, key=lambda one: -one[1])


def items_of(
    tokens: Sequence[Token], ranked: Sequence[tuple[Dictionary, float]], brands: Brands = NO_BRANDS
) -> list[Item]:
    """The sentence as items, the longest phrases first; languages as `rank` has them."""
    texts = [token.text for token in tokens]
    languages = [language for language, _ in ranked]
    spoken = [
        language
        for at, (language, score) in enumerate(ranked)
        if score >= min(_SPOKEN, ranked[0][1] - _CLOSE) or language.code == ENGLISH
    ]
    readers = [(language, language in spoken) for language in languages] + [(dictionary(SHARED), True)]
    names = names_in(tokens, languages)
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        if branded := brand_at(tokens, at, languages, brands):
            found.append(Item(at, at + branded[0], tokens, (Concept("brand", branded[1]),)))
        elif at in names:
            found.append(Item(at, names[at], tokens, (Concept("name", ""),)))
        else:
            found.append(_item(tokens, texts, at, readers, brands))
        at = found[-1].last
    return found


def _item(
    tokens: Sequence[Token], texts: Sequence[str], at: int, readers: Sequence[tuple[Dictionary, bool]], brands: Brands
) -> Item:
    languages = [language for language, _ in readers[:2]]
    if tokens[at].kind != "letters":
        for language, spoken in readers:
            match = language.match(texts, at)
            if match is None or (match.length == 1 and tokens[at].kind == "number"):
                continue
            if spoken or _is_plain_content(match.entry, texts[at : at + match.length]):
                return Item(at, at + match.length, tokens, match.entry, language.code)
    if tokens[at].kind == "word" and at + 1 < len(tokens) and tokens[at + 1].kind == "word":
        pair = texts[at] + texts[at + 1]
        for language in languages:
            if (entry := language.exact(pair)) and entry[0].facet == "kinds":
                return Item(at, at + 2, tokens, entry, language.code)
    if tokens[at].kind == "word":
        for length in range(min(brands.longest, len(tokens) - at), 0, -1):
            if brand := brands.heard("".join(texts[at : at + length])):
                return Item(at, at + length, tokens, (Concept("brand", brand),))
        entry = corrected(texts[at], [language for language, spoken in readers if spoken])
        return Item(at, at + 1, tokens, entry, languages[0].code if entry else "")
    return Item(at, at + 1, tokens)


def _is_plain_content(entry: Entry, words: Sequence[str]) -> bool:
    """Whether a word of a language that is not spoken here may be meant: a thing's, in letters of its own."""
    text = "".join(words)
    return not text.isascii() and len(text) >= _CONTENT_IN_OTHERS and all(one.facet not in NO_CONTENT for one in entry)
