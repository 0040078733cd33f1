"""How a model's cosines are to be read: the temperature of its prompts and its match curves.

All is fitted on pictures that training did not see: products of split "val", photos of held-out
senders, held-out photos without clothes, and held-out drawings, since a demo shop consists of such.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from training import assess, captions
from training.assess import Collections, Encodings
from training.facts import FactSpace, facts_of_catalog, facts_of_consumer, facts_of_drawing, facts_of_other
from training.objective import tell_apart, truth
from training.views import is_held_out_drawing, look_of_drawing
from workers.jobs import MatchCurve
from workers.retrieval import Matrix

_HITS: Final = 5
_NEWTON_STEPS: Final = 30
_RIDGE: Final = 1e-3
_UNRELATED: Final = (
    "car", "motor oil", "cup of coffee", "pizza", "a kitten", "dog food", "laptop", "mobile phone", "guitar", "bicycle",
    "sofa", "kitchen table", "garden hose", "drill", "screwdriver", "hotel room", "poem", "swimming pool", "tomato",
    "bread", "invoice", "printer", "refrigerator", "candle", "piano", "teddy bear", "tent", "vacuum cleaner",
)  # fmt: skip
"""Words that no fashion shop has anything for, none of them used in training."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `model.json` says beside names and sizes."""

    temperature: float
    text_curve: MatchCurve
    photo_curve: MatchCurve


def calibrate(model: Encodings, rows: Collections, space: FactSpace, seed: int) -> Calibration:
    """Fit everything."""
    val = [index for index, row in enumerate(rows.catalog) if row.split == "val"]
    photos = assess.catalog_vectors(model, rows.catalog)
    facts = np.stack([space.encode(facts_of_catalog(rows.catalog[index])) for index in val])
    return Calibration(
        temperature=_temperature(model, rows, space, photos[val], facts),
        text_curve=_text_curve(model, rows, space, photos[val], seed),
        photo_curve=_photo_curve(model, rows, photos),
    )


def fit_curve(cosines: NDArray[np.float32], close: NDArray[np.bool_], weights: NDArray[np.float32]) -> MatchCurve:
    """Weighted logistic regression of "is a close match" on the cosine, by Newton's method."""
    x = np.stack((cosines, np.ones_like(cosines)), axis=1).astype(np.float64)
    theta = np.zeros(2)
    for _ in range(_NEWTON_STEPS):
        p = 1 / (1 + np.exp(-x @ theta))
        gradient = x.T @ (weights * (p - close)) + _RIDGE * theta
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(2)
        theta -= np.linalg.solve(curvature, gradient)
    return MatchCurve(midpoint=float(-theta[1] / theta[0]), slope=float(theta[0]))


def _temperature(
    model: Encodings, rows: Collections, space: FactSpace, products: Matrix, facts: NDArray[np.bool_]
) -> float:
    """The factor on cosines at which the category prompts' softmax is as sure as it is right."""
    consumer, consumer_vectors = assess.held_out_consumer(model, rows.consumer)
    other, other_vectors = assess.held_out_other(model, rows.other)
    pictures = np.concatenate((products, consumer_vectors, other_vectors))
    labels = np.concatenate(
        (
            facts,
            np.stack([space.encode(facts_of_consumer(row)) for row in consumer]),
            np.stack([space.encode(facts_of_other(row)) for row in other]),
        )
    )[:, space.slices["category"]]
    cosines = torch.from_numpy(pictures @ model.words(assess.category_prompts()).T)
    possible = torch.from_numpy(labels)
    scales = np.geomspace(5, 150, 60)
    return float(min(scales, key=lambda scale: float(tell_apart(cosines * scale, possible))))


def _text_curve(model: Encodings, rows: Collections, space: FactSpace, products: Matrix, seed: int) -> MatchCurve:
    """Descriptions against the products they best fit; misses are unrelated words, and pairs at random.

    Near misses, such as the right thing in a neighbouring shade, count neither way: they are what a
    shopper wants to see when there is nothing closer.
    """
    rng = random.Random(seed)
    keys, drawings = model.view("drawings")
    unseen = [place for place, key in enumerate(keys) if is_held_out_drawing(key)]
    drawings = drawings[unseen]
    drawn = [facts_of_drawing(look_of_drawing(int(keys[place]))) for place in unseen]
    known = [facts_of_catalog(row) for row in rows.catalog if row.split == "val"]
    close, far = [], []
    for pictures, shown in ((products, known), (drawings, drawn)):
        said = [captions.describe(one, rng) for one in shown]
        true, false = truth(
            space,
            torch.from_numpy(np.stack([space.encode(one) for one in shown]).astype(np.float32)),
            torch.from_numpy(np.stack([space.encode(caption.accepts) for caption in said]).astype(np.float32)),
        )
        cosines = model.words([caption.text for caption in said]) @ pictures.T
        hits = np.argsort(-cosines, axis=1)[:, :_HITS]
        close.append(np.take_along_axis(cosines, hits, axis=1)[np.take_along_axis(true.numpy(), hits, axis=1)])
        far.append(cosines[:, ::97][false.numpy()[:, ::97]])
    things = model.words([*_UNRELATED, *(row.name for row in rows.other if row.held_out)])
    unrelated = [np.sort(things @ pictures.T, axis=1)[:, -_HITS:].ravel() for pictures in (products, drawings)]
    return _balanced(close, [*far, *unrelated])


def _photo_curve(model: Encodings, rows: Collections, photos: Matrix) -> MatchCurve:
    """Shoppers' photos against the products they are nearest to, and photos without clothes against theirs."""
    consumer, vectors = assess.held_out_consumer(model, rows.consumer)
    _, others = assess.held_out_other(model, rows.other)
    val = [index for index, row in enumerate(rows.catalog) if row.split == "val"]
    products = photos[val]
    kinds = [facts_of_catalog(rows.catalog[index]).get("category", frozenset()) for index in val]
    cosines = vectors @ products.T
    hits = np.argsort(-cosines, axis=1)[:, :_HITS]
    close = np.array(
        [
            [bool(kinds[column] & facts_of_consumer(row)["category"]) for column in columns]
            for row, columns in zip(consumer, hits, strict=True)
        ]
    )
    best = np.take_along_axis(cosines, hits, axis=1)
    strangers = np.sort(others @ products.T, axis=1)[:, -_HITS:].ravel()
    return _balanced([best[close]], [best[~close], strangers, strangers])


def _balanced(close: list[Matrix], far: list[Matrix]) -> MatchCurve:
    """A curve where matches and misses weigh alike, and among the misses each group does."""
    weights = [
        np.full(len(group), 1 / len(groups) / max(1, len(group)), dtype=np.float32)
        for groups in (close, far)
        for group in groups
    ]
    labels = np.concatenate([np.full(len(group), groups is close) for groups in (close, far) for group in groups])
    weight = np.concatenate(weights)
    return fit_curve(np.concatenate([*close, *far]), labels, weight / weight.mean())
