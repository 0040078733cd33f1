"""How good a model is, from vectors alone: the figures of the model card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
"""float32, shape (n, d), rows L2-normalised."""

TOP: Final = 10
_ROWS_AT_ONCE: Final = 256


def titles_find_photos(titles: Matrix, photos: Matrix, own: NDArray[np.int64]) -> dict[str, float]:
    """Recall at 1 and 10 and mean reciprocal rank of each title's own photo, `photos[own[i]]`."""
    ranks = np.empty(len(titles))
    for start in range(0, len(titles), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        scores = titles[rows] @ photos.T
        ranks[rows] = 1 + (scores > scores[np.arange(len(scores)), own[rows], None]).sum(axis=1)
    return {"R@1": float((ranks <= 1).mean()), "R@10": float((ranks <= TOP).mean()), "MRR": float((1 / ranks).mean())}


def words_find_label(words: Matrix, names: Sequence[str], corpus: Matrix, labels: Sequence[str]) -> dict[str, float]:
    """Mean precision at 10 and reciprocal rank: does the word of a label find products that carry it?"""
    carried = np.asarray(labels)
    precision, reciprocal = [], []
    for name, word in zip(names, words, strict=True):
        hits = carried[np.argsort(-(corpus @ word), kind="stable")] == name
        precision.append(hits[:TOP].mean())
        reciprocal.append(1 / (1 + int(np.argmax(hits))) if hits.any() else 0.0)
    return {"P@10": float(np.mean(precision)), "MRR": float(np.mean(reciprocal))}


def with_titles(photos: Matrix, titles: Matrix) -> Matrix:
    """The corpus of the published protocol: 0.9 · photo + 0.1 · title, normalised."""
    mixed = 0.9 * photos + 0.1 * titles
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def nearest_word(photos: Matrix, words: Matrix, truth: NDArray[np.int64]) -> float:
    """Share of photos whose nearest word is the right one, `words[truth[i]]`."""
    return float(((photos @ words.T).argmax(axis=1) == truth).mean())


def neighbours_alike(photos: Matrix, corpus: Matrix, alike: NDArray[np.bool_]) -> float:
    """Mean precision at 10 of photos among the corpus, `alike` (photos, corpus) saying what counts."""
    nearest = np.argsort(-(photos @ corpus.T), axis=1)[:, :TOP]
    return float(np.take_along_axis(alike, nearest, axis=1).mean())


def area_under_curve(positive: NDArray[np.float32], negative: NDArray[np.float32]) -> float:
    """Probability that a positive's score is above a negative's; ties count half."""
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    up_to = np.searchsorted(ordered, positive, side="right")
    return float((below + up_to).mean() / 2 / len(negative))


def weighted_f1(truth: Sequence[str], guesses: Sequence[str]) -> float:
    """Macro F1 weighted by class frequency."""
    actual, guessed = np.asarray(truth), np.asarray(guesses)
    total = 0.0
    for name in np.unique(actual):
        both = float(((actual == name) & (guessed == name)).sum())
        total += (actual == name).mean() * 2 * both / ((actual == name).sum() + (guessed == name).sum())
    return float(total)


def calibration_error(confidence: NDArray[np.float32], right: NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error over equally wide bins of confidence."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for index in range(bins):
        inside = which == index
        if inside.any():
            error += inside.mean() * abs(float(confidence[inside].mean()) - float(right[inside].mean()))
    return float(error)
