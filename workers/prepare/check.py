"""Whether a prepared tower gives what the original gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
"""float32, shape (n, d), rows L2-normalised."""

TOP_K: Final = 10
LEAST_COSINE: Final = 0.99
LEAST_OVERLAP: Final = 0.95


@dataclass(frozen=True, slots=True)
class Agreement:
    """`cosine`: mean between the two vectors of a thing; `overlap`: mean share of the ten nearest that stays."""

    cosine: float
    overlap: float

    @property
    def holds(self) -> bool:
        """Whether a shopper would not notice the difference."""
        return self.cosine >= LEAST_COSINE and self.overlap >= LEAST_OVERLAP


def agreement_of_pictures(original: Matrix, prepared: Matrix, words: Matrix) -> Agreement:
    """Vectors of the same pictures, (n, d); pictures and `words` (m, d) search among them."""
    before, after = original @ original.T, prepared @ prepared.T
    for scores in (before, after):
        np.fill_diagonal(scores, -1.0)  # that a picture finds itself says nothing
    overlap = _overlap(np.concatenate((before, words @ original.T)), np.concatenate((after, words @ prepared.T)))
    return Agreement(_cosine(original, prepared), overlap)


def agreement_of_words(original: Matrix, prepared: Matrix, pictures: Matrix) -> Agreement:
    """Vectors of the same words, (m, d), that search among `pictures` (n, d)."""
    return Agreement(_cosine(original, prepared), _overlap(original @ pictures.T, prepared @ pictures.T))


def _cosine(original: Matrix, prepared: Matrix) -> float:
    return float((original * prepared).sum(axis=1).mean())


def _overlap(before: Matrix, after: Matrix) -> float:
    """Of scores (q, n) before and after."""
    nearest = [np.argsort(-scores, axis=1, kind="stable")[:, :TOP_K] for scores in (before, after)]
    shared = [len(np.intersect1d(*pair)) / nearest[0].shape[1] for pair in zip(*nearest, strict=True)]
    return float(np.mean(shared))
