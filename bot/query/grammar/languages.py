"""Which languages a sentence is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.query.grammar.dictionary import ENGLISH, LANGUAGES, Dictionary, dictionary, script_of
from bot.query.grammar.tokens import Token

_STEM: Final = 0.8
_WEAK: Final = 0.2
"""What a single letter tells of a language, or a word that may be a name for its capital."""
_HINT: Final = 0.6
_ENGLISH: Final = 0.1
_SPOKEN: Final = 1.5
"""So many words that are its own make a language one that is spoken in a sentence, beside its first …"""
_CLOSE: Final = 0.4
_ONE: Final = 1.0
"""… or one, where it knows nearly as many as the first."""
_CERTAIN: Final = 1.5


@dataclass(frozen=True, slots=True)
class Known:
    """A language with how many words of a sentence it knows; `spoken` where some of them are its own."""

    language: Dictionary
    score: float
    spoken: bool


def languages_of(tokens: Sequence[Token], hint: str = "") -> list[Known]:
    """The languages that know any of the words, the sentence's own first; `hint` is the likely one."""
    texts = [token.text for token in tokens]
    scripts = {script_of(token.text) for token in tokens if token.kind == "word"}
    found = []
    for language in map(dictionary, LANGUAGES):
        if language.may_know(texts, scripts) and (words := _words(tokens, texts, language)):
            score = sum(words.values()) + _HINT * (language.code == hint) + _ENGLISH * (language.code == ENGLISH)
            found.append((language, score, words))
    found.sort(key=lambda one: -one[1])
    known = [Known(language, score, spoken=True) for language, score, _ in found[:1]]
    for language, score, words in found[1:]:
        own = sum(weight for at, weight in words.items() if at not in found[0][2])
        spoken = own >= _SPOKEN or (own >= _ONE and score >= found[0][1] - _CLOSE) or language.code == ENGLISH
        known.append(Known(language, score, spoken))
    return known or [Known(dictionary(hint or ENGLISH), 0.0, spoken=True)]


def _words(tokens: Sequence[Token], texts: Sequence[str], language: Dictionary) -> dict[int, float]:
    """Where a language knows words, and how much each tells of it."""
    words: dict[int, float] = {}
    shouted = all(token.capital for token in tokens)
    at = 0
    while at < len(texts):
        match = language.match(texts, at) if tokens[at].kind == "word" else None
        if match is None:
            at += 1
            continue
        named = at > 0 and tokens[at].capital and not shouted and not language.nouns_capital
        weak = match.length == 1 and ((len(texts[at]) == 1 and texts[at].isascii()) or named)
        words |= dict.fromkeys(range(at, at + match.length), _WEAK if weak else 1.0 if match.exact else _STEM)
        at += match.length
    return words


def certain(known: Sequence[Known]) -> str:
    """The code of the language that a sentence is in beyond doubt, or ""."""
    alone = len(known) == 1 or known[0].score > known[1].score
    return known[0].language.code if alone and known[0].score >= _CERTAIN else ""
