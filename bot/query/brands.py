"""The shop's brands, as phrases that are recognised in what people type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.query.lexicon import EVERYDAY_WORDS, LEXICON, Meaning, Words, words_of

_SHORTEST: Final = 2


class Brands:
    """Brands by the words that name them.  `names` maps a brand's filter value to how people write it.

    A brand that is an everyday word ("Only", "Free") or a word for clothes ("Boots") is left out, since
    nearly all who type it mean something else; it is still found in titles.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._phrases: dict[Words, Meaning] = {}
        for value, name in names.items():
            words = words_of(name)
            if words and words not in LEXICON and not (len(words) == 1 and _is_plain(words[0])):
                self._phrases[words] = Meaning("brand", (value,), name)
        self.longest = max(map(len, self._phrases), default=0)
        """The most words in a brand."""

    def get(self, words: Words) -> Meaning | None:
        """What these words mean as a brand, if they are one."""
        return self._phrases.get(words)


def _is_plain(word: str) -> bool:
    return len(word) < _SHORTEST or word in EVERYDAY_WORDS


NO_BRANDS: Final = Brands({})
