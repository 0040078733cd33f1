"""Slips of the pen: what the one known word means that a word is a single letter away from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.query.grammar.dictionary import ENGLISH, NO_CONTENT, Dictionary, Entry, dictionary
from catalog.words import one_slip_apart

_SHORTEST: Final = 5
_ENDING: Final = 3


def corrected(word: str, languages: Sequence[Dictionary]) -> Entry:
    """What `word` was meant to say of a thing, () where that is not plain; short words in the first language alone."""
    tried = languages[:1] if len(word) < _SHORTEST else (*languages, dictionary(ENGLISH))
    return next((entry for language in dict.fromkeys(tried) if (entry := _corrected(word, language))), ())


@lru_cache(maxsize=4096)
def _corrected(word: str, language: Dictionary) -> Entry:
    """What the one known word means that `word` is a single slip away from, if need be its ending apart."""
    if not word.isalpha():
        return ()
    alike = [
        known
        for known in language.words
        if known[0] == word[0] and abs(len(known) - len(word)) < _ENDING and max(len(word), len(known)) >= _SHORTEST
    ]
    for near in ([one for one in alike if is_slip(word, one)], _same_but_for_endings(word, alike, language)):
        entries = {entry for one in near if (entry := language.exact(one)) and entry[0].facet not in NO_CONTENT}
        if entries:
            return entries.pop() if len(entries) == 1 else ()
    return ()


def _same_but_for_endings(word: str, alike: Sequence[str], language: Dictionary) -> list[str]:
    stem = language.stem(word)
    return [one for one in alike if is_slip(stem, language.stem(one))]


def is_slip(left: str, right: str) -> bool:
    """Whether one letter is missing, too many, wrong or changed places, in words long enough to tell."""
    return min(len(left), len(right)) >= _SHORTEST - 1 and one_slip_apart(left, right)
