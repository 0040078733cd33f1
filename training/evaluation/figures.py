"""How good a model is, from vectors alone: the figures of the model card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workers.retrieval_metrics import TOP_K, Matrix


def nearest_word(photos: Matrix, words: Matrix, truth: NDArray[np.int64]) -> float:
    """Share of photos whose nearest word is the right one, `words[truth[i]]`."""
    return float(((photos @ words.T).argmax(axis=1) == truth).mean())


def neighbours_alike(photos: Matrix, corpus: Matrix, alike: NDArray[np.bool_]) -> float:
    """Mean precision at 10 of photos among the corpus, `alike` (photos, corpus) saying what counts."""
    nearest = np.argsort(-(photos @ corpus.T), axis=1)[:, :TOP_K]
    return float(np.take_along_axis(alike, nearest, axis=1).mean())


def area_under_curve(positive: NDArray[np.float32], negative: NDArray[np.float32]) -> float:
    """Probability that a positive's score is above a negative's; ties count half."""
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    up_to = np.searchsorted(ordered, positive, side="right")
    return float((below + up_to).mean() / 2 / len(negative))


def calibration_error(confidences: ArrayLike, right: ArrayLike) -> float:
    """Expected calibration error over ten bins of confidence (Guo et al. 2017)."""
    sure, correct = np.asarray(confidences), np.asarray(right)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(sure[bins == one].mean() - correct[bins == one].mean()) * (bins == one).mean() for one in set(bins)]
    return float(np.sum(gaps))


def calibration_error_by_chance(confidences: ArrayLike, draws: int = 200) -> float:
    """The calibration error that so few judged guesses show on average even where every confidence is exact."""
    rng, sure = np.random.default_rng(0), np.asarray(confidences)
    return float(np.mean([calibration_error(sure, rng.random(len(sure)) < sure) for _ in range(draws)]))


def weighted_f1(truth: Sequence[str], guesses: Sequence[str]) -> float:
    """Macro F1 weighted by class frequency."""
    actual, guessed = np.asarray(truth), np.asarray(guesses)
    total = 0.0
    for name in np.unique(actual):
        both = float(((actual == name) & (guessed == name)).sum())
        total += (actual == name).mean() * 2 * both / ((actual == name).sum() + (guessed == name).sum())
    return float(total)
