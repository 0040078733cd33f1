"""How well vectors retrieve: the protocol of published fashion benchmarks, on vectors alone.

Two questions are asked of a corpus of product photos:

* title to image: a product's title must find its own photo.  The corpus is all photos; the queries are the titles
  of one split.  Figures: recall@1, recall@10, MRR.
* label to product: the word of a label ("Tshirts", "Navy Blue") must find products that carry it.  The corpus vector
  is 0.9 · photo + 0.1 · title; the queries are the labels that occur in the split.  Figures: the mean over labels of
  precision@10 and MRR, over the whole corpus and over the split's own products (labels with at least 10 there).

Protocol: Marqo-FashionCLIP evaluation (github.com/marqo-ai/marqo-FashionCLIP), data set KAGL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
"""float32, shape (n, d), rows L2-normalised."""

Figures = dict[str, dict[str, float]]
"""Question to figure to value."""

PHOTO_WEIGHT: Final = 0.9
TOP_K: Final = 10
SMALLEST_CLASS: Final = 10
_ROWS_AT_ONCE: Final = 256


def retrieval_figures(
    photos: Matrix,
    titles: Matrix,
    queried: NDArray[np.int64],
    labels: Mapping[str, Sequence[str]],
    encode: Callable[[Sequence[str]], Matrix],
    split: str,
) -> Figures:
    """All figures of one split over the whole corpus.

    `photos` and `titles` are rows of the same n products, `queried` the places of the split's own; `labels` has a
    name for each kind of label and n values; `encode` turns words into rows.
    """
    corpus = with_titles(photos, titles)
    figures = {"title_to_image": title_to_image(titles[queried], photos, queried)}
    for name, values in labels.items():
        own = [values[index] for index in queried]
        words = sorted(set(own) - {"", "NA"})
        figures[name] = label_to_product(encode(words), words, corpus, values)
        large = [word for word in words if own.count(word) >= SMALLEST_CLASS]
        if large:
            figures[f"{name}_{split}_only"] = label_to_product(encode(large), large, corpus[queried], own)
    return figures


def with_titles(photos: Matrix, titles: Matrix) -> Matrix:
    """0.9 · photo + 0.1 · title, normalised, shape (n, d)."""
    mixed = PHOTO_WEIGHT * photos + (1 - PHOTO_WEIGHT) * titles
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def title_to_image(titles: Matrix, photos: Matrix, own: NDArray[np.int64]) -> dict[str, float]:
    """Recall@1, recall@10 and MRR of titles (q, d) finding photo `own[q]` among photos (n, d)."""
    ranks = np.empty(len(titles))
    for start in range(0, len(titles), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        scores = titles[rows] @ photos.T
        ranks[rows] = 1 + (scores > scores[np.arange(len(scores)), own[rows], None]).sum(axis=1)
    return {
        "recall_at_1": float((ranks <= 1).mean()),
        "recall_at_10": float((ranks <= TOP_K).mean()),
        "mrr": float((1 / ranks).mean()),
    }


def label_to_product(words: Matrix, names: Sequence[str], corpus: Matrix, labels: Sequence[str]) -> dict[str, float]:
    """Mean over `names` of precision@10 and MRR; words[i] is the vector of names[i], labels[j] belongs to corpus[j]."""
    carried = np.asarray(labels)
    precision, reciprocal = [], []
    for name, word in zip(names, words, strict=True):
        hits = carried[np.argsort(-(corpus @ word), kind="stable")] == name
        precision.append(hits[:TOP_K].mean())
        reciprocal.append(1 / (1 + int(np.argmax(hits))) if hits.any() else 0.0)
    return {"precision_at_10": float(np.mean(precision)), "mrr": float(np.mean(reciprocal))}
