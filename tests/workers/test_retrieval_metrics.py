"""The evaluation protocol, on vectors few enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from workers.retrieval_metrics import Matrix, label_to_product, title_to_image


def _unit(*rows: Sequence[float]) -> Matrix:
    matrix = np.array(rows, dtype=np.float32)
    unit: Matrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit


def test_title_to_image_counts_the_rank_of_the_own_photo() -> None:
    """One title finds its photo first, one second: recall@1 is a half and MRR three quarters."""
    photos = _unit([1, 0], [0, 1], [1, 1])
    titles = _unit([1, 0], [0.9, 1])
    figures = title_to_image(titles, photos, np.array([0, 1]))
    assert figures == pytest.approx({"recall_at_1": 0.5, "recall_at_10": 1.0, "mrr": 0.75})


def test_label_precision_is_the_mean_over_labels() -> None:
    """A label whose ten nearest are all right and one that is never found average to one half."""
    corpus = np.vstack([np.tile(_unit([1, 0]), (10, 1)), np.tile(_unit([0, 1]), (10, 1))]).astype(np.float32)
    labels = ["red"] * 10 + ["blue"] * 10
    figures = label_to_product(_unit([1, 0.1], [1, 0]), ["red", "blue"], corpus, labels)
    assert figures == pytest.approx({"precision_at_10": 0.5, "mrr": (1 + 1 / 11) / 2})
