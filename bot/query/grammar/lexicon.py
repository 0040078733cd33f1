"""A sentence's tokens → items: phrases of the languages it is in, brands of the shop, names, and words nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.query.grammar.dictionary import (
    NO_CONTENT,
    SHARED,
    Concept,
    Entry,
    dictionary,
)
from bot.query.grammar.languages import Known
from bot.query.grammar.names import NO_BRANDS, Brands, brand_at, names_in
from bot.query.grammar.spelling import corrected
from bot.query.grammar.tokens import Token

_CONTENT_IN_OTHERS: Final = 4
"""The shortest word that is understood in a language that is not the sentence's."""
_SILENT: Final = frozenset({"ignored", "intents"})


@dataclass(slots=True)
class Item:
    """Tokens [first, last) with what they mean together; `taken` once something else has made use of them."""

    first: int
    last: int
    tokens: Sequence[Token]
    entry: Entry = ()
    taken: bool = False
    denied: bool = False
    detail: bool = False
    roles: frozenset[str] = field(init=False)
    text: str = field(init=False)
    """As it was folded, with single blanks."""

    def __post_init__(self) -> None:
        self.text = " ".join([token.text for token in self.tokens[self.first : self.last]])
        self.roles = frozenset(one.value for one in self.entry if one.facet == "role")

    @property
    def span(self) -> tuple[int, int]:
        """Its characters in the sentence."""
        return self.tokens[self.first].start, self.tokens[self.last - 1].end

    @property
    def kind(self) -> str:
        """The kind of its first token."""
        return self.tokens[self.first].kind

    def take(self) -> None:
        """It has been made use of."""
        self.taken = True

    def set_aside(self) -> None:
        """It says something of a thing that is not asked for."""
        self.taken = self.taken or self.is_content

    def deny(self) -> None:
        """What it says is not wanted."""
        self.denied = True

    def describe_a_part(self) -> None:
        """It says something of a thing's part alone."""
        self.detail = True

    def mean(self, *concepts: Concept) -> None:
        """It means this after all; nothing at all is made use of."""
        self.entry, self.taken = concepts, not concepts

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


def items_of(
    tokens: Sequence[Token], known: Sequence[Known], brands: Brands = NO_BRANDS, *, forgiving: bool = True
) -> list[Item]:
    """The sentence as items, the longest phrases first; `known` as `languages_of` has them."""
    texts = [token.text for token in tokens]
    languages = [one.language for one in known]
    known = (*known, Known(dictionary(SHARED), 0.0, spoken=True))
    names = names_in(tokens, languages)
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        if branded := brand_at(tokens, at, languages, brands):
            found.append(Item(at, at + branded[0], tokens, (Concept("brand", branded[1]),)))
        elif at in names:
            found.append(Item(at, names[at], tokens, (Concept("name", ""),)))
        else:
            found.append(_item(tokens, texts, at, known, brands, forgiving))
        at = found[-1].last
    return found


def _item(
    tokens: Sequence[Token], texts: Sequence[str], at: int, known: Sequence[Known], brands: Brands, forgiving: bool
) -> Item:
    if tokens[at].kind != "letters":
        for one in known:
            match = one.language.match(texts, at)
            if match is None or (match.length == 1 and tokens[at].kind == "number"):
                continue
            if one.spoken or _is_plain_content(match.entry, texts[at : at + match.length]):
                return Item(at, at + match.length, tokens, match.entry)
    if tokens[at].kind != "word":
        return Item(at, at + 1, tokens)
    languages = [one.language for one in known if one.spoken]
    if at + 1 < len(tokens) and tokens[at + 1].kind == "word":
        entry = next((entry for one in languages if (entry := one.exact(texts[at] + texts[at + 1]))), None)
        if entry and entry[0].facet == "kinds":
            return Item(at, at + 2, tokens, entry)
    for length in range(min(brands.longest, len(tokens) - at) if forgiving else 0, 0, -1):
        if brand := brands.heard("".join(texts[at : at + length])):
            return Item(at, at + length, tokens, (Concept("brand", brand),))
    return Item(at, at + 1, tokens, corrected(texts[at], languages) if forgiving else ())


def _is_plain_content(entry: Entry, words: Sequence[str]) -> bool:
    """Whether a word of a language that is not spoken here may be meant: a thing's, in letters of its own."""
    text = "".join(words)
    return not text.isascii() and len(text) >= _CONTENT_IN_OTHERS and all(one.facet not in NO_CONTENT for one in entry)
