"""Relevance feedback: a question moved towards what was liked and away from what was not.  Pure.

Method: Rocchio's (Rocchio 1971; Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, section
9.1.1, with its weights), in the space of unit vectors:

    q' = normalise(α · q + β · mean(liked) − γ · mean(disliked))

and once more in the space of traits, where a value that comes out strong is wanted too.  Words and conditions that
the shopper gave stay as they are: thumbs only speak about what was left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from catalog.models import Curve, Filters, Record, Vector
from catalog.storage.codec import effective
from workers.jobs import ModelInfo

ALPHA: Final = 1.0
"""The question's own weight."""

BETA: Final = 0.75
"""The weight of what was liked."""

GAMMA: Final = 0.15
"""The weight of what was not."""

_WANTED_FROM: Final = 0.45
"""A value is wanted from this weight on: two of three liked have it."""


def moved(
    vector: Vector | None, curve: Curve, liked: Sequence[Record], disliked: Sequence[Record], info: ModelInfo
) -> tuple[Vector | None, Curve]:
    """The vector to search with, and how its cosines are to be read.

    As in `searcher.blend`, the midpoint is the same mix of midpoints as the vector is of vectors, divided by its
    length.
    """
    alpha = 0.0 if vector is None else ALPHA
    beta, gamma = BETA if liked else 0.0, GAMMA if disliked else 0.0
    if not beta and (not gamma or vector is None):
        return vector, curve  # away from something is no direction by itself
    mix = np.zeros(info.dim, dtype=np.float32) if vector is None else ALPHA * vector
    for weight, records in ((beta, liked), (-gamma, disliked)):
        if records:
            mix = mix + weight * np.mean([record.vector for record in records], axis=0, dtype=np.float32)
    length = float(np.linalg.norm(mix)) or 1.0
    by_photo = info.photo_curve
    midpoint = (alpha * curve.midpoint + (beta - gamma) * by_photo.midpoint) / length
    slope = (alpha * curve.slope + beta * by_photo.slope) / (alpha + beta) * length
    return np.asarray(mix / length, dtype=np.float32), Curve(midpoint, slope)


def leaning(filters: Filters, liked: Sequence[Record], disliked: Sequence[Record]) -> Filters:
    """The same filters, with what liked ones have in common wanted too, where nothing was said about it."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for weight, records in ((BETA, liked), (-GAMMA, disliked)):
        for record in records:
            for trait, values in record.traits.items():
                for value, presence in effective(values).items():
                    weights[trait, value] += weight * presence / len(records)
    wanted: dict[str, tuple[str, ...]] = {}
    for (trait, value), weight in sorted(weights.items(), key=lambda item: -item[1]):
        if weight >= _WANTED_FROM and _is_open(trait, value, filters):
            wanted[trait] = (*wanted.get(trait, ()), value)
    # Where a photo or product asks, thumbs count as much as it does, and as little beside words.
    implied = filters.implied and filters.implied | wanted.keys()
    return replace(filters, wanted={**filters.wanted, **wanted}, implied=implied)


def _is_open(trait: str, value: str, filters: Filters) -> bool:
    said: Sequence[Mapping[str, tuple[str, ...]]] = (filters.wanted, filters.required)
    return not any(trait in side for side in said) and value not in filters.excluded.get(trait, ())
