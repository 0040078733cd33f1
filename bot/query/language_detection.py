"""Which language a sentence is in."""

from __future__ import annotations

from typing import Final

from bot.query.lexicon import is_known
from bot.query.tables import language
from bot.query.translation import words_in, words_known
from catalog.words import fold

_FEW: Final = 2
"""Words that are enough to answer in a language."""


def language_of(text: str) -> str:
    """The code of the one language that `text` is certainly in, English included; "" where that is not certain.

    It knows more of the words than any other, and at least two of them, or all that no English knows.
    """
    knows = words_known(text)
    most = max(knows.values())
    best = [code for code, count in knows.items() if count == most]
    if len(best) > 1:
        return ""
    if most >= _FEW:
        return best[0]
    strange = [(fold(word),) for word in words_in(text) if not is_known(word)]
    only = best[0]
    return only if only != "en" and strange and all(map(language(only).exact, strange)) else ""
