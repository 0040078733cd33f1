"""Finds products by the words in their titles, brands and facts, with typos forgiven.

Words are weighed by how rare they are, with the idf of BM25 (Robertson and Zaragoza, The Probabilistic
Relevance Framework: BM25 and Beyond, 2009).  A title says a word once and is short, so that BM25's
saturation and length correction have nothing to work on; what takes their place is the share of the
title that was said, which tells a product that is called so from one that is only like it.

Unknown words are corrected by symmetric deletion (SymSpell, Garbe, 2012): two words are one slip apart
only if deleting at most one letter from each can make them equal.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from catalog.retrieval.bitmaps import Rows
from catalog.retrieval.mapped_file import packed, unpacked
from catalog.retrieval.postings import Postings
from catalog.words import one_slip_apart, singular

_IN_TITLE: Final = 1.0
_ELSEWHERE: Final = 0.9
_CORRECTED: Final = 0.9
"""What a corrected word counts, so that the word as typed wins where both are there."""

_RARE: Final = 20
_COMMONER: Final = 20
"""A word that at most `_RARE` products have may be a slip for one that so many times more have."""

_SHORTEST_CORRECTED: Final = 4
_MAX_CORRECTIONS: Final = 5


@dataclass(frozen=True, slots=True)
class WordMatch:
    """The rows that have any of some words, ascending, and how well each fits them: float32 (n,) each, in [0, 1].

    `said` is the share of the words that a product has, weighed by rarity, `known` the same with words
    left out that no product has, and `told` the share of the product's title that is among the words,
    each counting the same: the rest of a title may be common words, and the product still another one.
    """

    rows: Rows
    said: NDArray[np.float32]
    known: NDArray[np.float32]
    told: NDArray[np.float32]

    def called_so(self, said: NDArray[np.float32]) -> NDArray[np.float32]:
        """1 where the words are just the title: the harmonic mean of `said`, or `known`, and `told`."""
        mean: NDArray[np.float32] = 2 * said * self.told / np.maximum(said + self.told, 1e-6)
        return mean


class WordIndex:
    """Words → rows.  Grows at the end only; rows that are no longer valid are the caller's to leave out."""

    def __init__(self) -> None:
        self._postings: Postings[str] = Postings()
        self._rows = 0
        self._title_words = np.empty(0, dtype=np.float32)
        self._deletions: defaultdict[str, list[str]] | None = None

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of it, to be kept."""
        words, postings = self._postings.arrays()
        return {"words": packed(words), "title_words": self._title_words, **postings}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of `arrays`; nothing is copied."""
        made = cls()
        made._postings = Postings.of_arrays(unpacked(arrays["words"]), arrays)
        made._title_words = arrays["title_words"]
        made._rows = len(made._title_words)
        return made

    def append(self, texts: Sequence[tuple[str, str]]) -> None:
        """Add rows: (words of the title, other words), each as `catalog.words.joined` writes them."""
        split = [(_stems(title), _stems(others)) for title, others in texts]
        fresh = self._postings.append(_postings(split, self._rows))
        self._rows += len(texts)
        self._title_words = np.append(self._title_words, np.array([len(title) for title, _ in split], dtype=np.float32))
        if self._deletions is not None:
            new = (word for word, (rows, _) in fresh.items() if len(rows) == len(self._postings.of(word)[0]))
            _note_deletions(new, self._deletions)

    def match(self, words: Sequence[str]) -> WordMatch:
        """Compare `words`, as `catalog.words.words_of` gives them, with the rows that have any of them."""
        had = np.zeros(self._rows, dtype=np.float32)
        in_title = np.zeros(self._rows, dtype=np.float32)
        asked = known = 0.0
        for word in dict.fromkeys(singular(word) for word in words):
            meant = self._meant(word)
            rarity = min((self._rarity(term) for term in meant), default=self._rarity(word))
            asked += rarity
            known += rarity if meant else 0.0
            rows, weights, titled = self._having(word, meant)
            had[rows] += np.float32(rarity) * weights
            in_title[titled] += 1.0
        found = np.flatnonzero(had).astype(np.uint32)
        told = np.minimum(in_title[found] / np.maximum(self._title_words[found], 1.0), 1.0)
        return WordMatch(found, had[found] / max(asked, 1e-6), had[found] / max(known, 1e-6), told)

    def corrections(self, word: str) -> list[str]:
        """Known words one slip (a letter more, less or other, or two swapped) away from `word`, the commonest first."""
        if len(word) < _SHORTEST_CORRECTED or not word.isalpha():
            return []
        if self._deletions is None:
            self._deletions = defaultdict(list)
            _note_deletions(self._postings, self._deletions)
        near = {term for form in (word, *_one_less(word)) for term in self._deletions.get(form, ())}
        slips = [term for term in near if one_slip_apart(word, term)]
        return sorted(slips, key=lambda term: (self._rarity(term), term))[:_MAX_CORRECTIONS]

    def _meant(self, word: str) -> list[str]:
        """The word, or what it may be a slip for: it is unknown, or a word next to it is much commoner."""
        having = len(self._postings.of(word)[0])
        slips = self.corrections(word) if having <= _RARE else []
        if not having:
            return slips
        return [word, *(term for term in slips if len(self._postings.of(term)[0]) >= _COMMONER * having)]

    def _having(
        self, word: str, meant: Sequence[str]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]:
        """Rows with one of the words, how much each has it, and those that have it in the title."""
        if list(meant) == [word]:
            rows, weights = self._postings.of(word)
            return rows, weights, rows[weights == _IN_TITLE]
        best = np.zeros(self._rows, dtype=np.float32)
        in_title = np.zeros(self._rows, dtype=np.bool_)
        for term in meant:
            rows, weights = self._postings.of(term)
            best[rows] = np.maximum(best[rows], weights * np.float32(1.0 if term == word else _CORRECTED))
            in_title[rows[weights == _IN_TITLE]] = True
        found = np.flatnonzero(best).astype(np.int32)
        return found, best[found], np.flatnonzero(in_title).astype(np.int32)

    def _rarity(self, word: str) -> float:
        having = len(self._postings.of(word)[0])
        return math.log1p((self._rows - having + 0.5) / (having + 0.5))


def _postings(
    split: Sequence[tuple[frozenset[str], frozenset[str]]], first_row: int
) -> Iterator[tuple[str, int, float]]:
    for row, (title, others) in enumerate(split, first_row):
        for word in title:
            yield word, row, _IN_TITLE
        for word in others - title:
            yield word, row, _ELSEWHERE


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(singular, words.split()))


def _one_less(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _note_deletions(terms: Iterable[str], found: defaultdict[str, list[str]]) -> None:
    """Every form with at most one letter less → the words that it comes from."""
    for term in terms:
        if term.isalpha() and len(term) >= _SHORTEST_CORRECTED - 1:
            for form in {term, *_one_less(term)}:
                found[form].append(term)
