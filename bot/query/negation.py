"""English words that deny what follows them.  Those of other languages are put into these by their tables."""

from __future__ import annotations

from typing import Final

from bot.query.lexicon import words_of

_NEGATORS: Final = frozenset(
    words_of(
        "no not non without nor never nothing don't doesn't isn't aren't won't hate avoid except excluding minus sans"
    )
)
_NEGATING_PAIRS: Final = frozenset(
    tuple(pair.split())
    for pair in (
        *("anything but", "everything but", "other than", "apart from", "except for"),
        *("instead of", "rather than", "free of", "free from", "do not", "does not"),
    )
)


def negator_length(word: str, following: str) -> int:
    """How many of these two words deny what comes next: 2, 1, or none."""
    if (word, following) in _NEGATING_PAIRS:
        return 2
    return 1 if word in _NEGATORS else 0
