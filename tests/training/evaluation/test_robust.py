"""How well words hold that are not written as in the catalog."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.dataset.data import CatalogItem
from training.evaluation.robust import robust_words
from workers.retrieval_metrics import Matrix

KINDS = {"Red": 0, "Blue": 1}


def _item(number: int, colour: str) -> CatalogItem:
    return CatalogItem(str(number), "val", f"{colour} Dress", "Women", "Dress", "Dresses", colour, "Casual", False)


def _reads_the_colour_alone(texts: Sequence[str]) -> Matrix:
    """Unit vectors of a model that knows just the two colours as they are written in the vocabulary."""
    rows = [[float("red" in text), float("blue" in text), 0.1] for text in texts]
    return np.array(rows, dtype=np.float32)


def test_what_is_lost_by_another_way_of_writing_is_told() -> None:
    """A model that knows a colour by its exact letters keeps everything but typos in the colour."""
    rows = [_item(number, colour) for number, colour in enumerate(["Red"] * 20 + ["Blue"] * 20)]
    corpus = np.eye(3, dtype=np.float32)[[KINDS[row.colour] for row in rows]]
    found = robust_words(_reads_the_colour_alone, rows, corpus)
    assert found["words, as in the vocabulary"] == {"P@10": 1.0}
    for name in ("other number", "other order", "typo in the kind", "unseen word", "whole sentence"):
        assert found[f"words, {name}"] == {"P@10": 1.0, "kept": 1.0}
    assert found["words, typo in the colour"]["kept"] < 1.0
