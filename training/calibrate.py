"""How a model's cosines are to be read: the temperature of its prompts and its match curves.

All is fitted on pictures that training did not see: products of split "val", photos of held-out
senders, held-out photos without clothes, and held-out drawings, since a demo shop consists of such.
How well it holds is said by cross-validation: each fold (`data.fold_of`) is judged by what the others give.

Methods: temperature scaling, Guo et al., "On Calibration of Modern Neural Networks" (2017); then Platt's
scaling (1999) of a trait's best value, since one temperature cannot be right for both a drawing and a
photo of 60 pixels.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from training.dataset import captions, data
from training.dataset.facts import (
    Facts,
    FactSpace,
    facts_of_catalog,
    facts_of_consumer,
    facts_of_drawing,
    facts_of_other,
)
from training.dataset.views import is_held_out_drawing, look_of_drawing
from training.evaluation import assess
from training.evaluation.assess import Collections, Encodings
from training.evaluation.reading import Reading
from training.fitting.objective import tell_apart, truth
from workers import vocabulary
from workers.jobs import MatchCurve
from workers.retrieval_metrics import Matrix, with_titles
from workers.vision.attributes import log_odds

_HITS: Final = 5
_NEWTON_STEPS: Final = 30
_RIDGE: Final = 1e-3
_TITLED: Final = ("colour", "pattern", "category")
"""What the title of a drawn product would say."""

_SCALES: Final = np.geomspace(5, 150, 60)
_TURNED_AWAY_BY_MISTAKE: Final = 0.02
UNRELATED: Final = (
    "car", "motor oil", "cup of coffee", "pizza", "a kitten", "dog food", "laptop", "mobile phone", "guitar", "bicycle",
    "sofa", "kitchen table", "garden hose", "drill", "screwdriver", "hotel room", "poem", "swimming pool", "tomato",
    "bread", "invoice", "printer", "refrigerator", "candle", "piano", "teddy bear", "tent", "vacuum cleaner",
)  # fmt: skip
"""Words that no fashion shop has anything for, none of them used in training."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `model.json` says beside names and sizes."""

    reading: Reading
    text_curve: MatchCurve
    photo_curve: MatchCurve


def calibrate(model: Encodings, rows: Collections, space: FactSpace, seed: int) -> Calibration:
    """Fit everything, on all that is held out."""
    val = [index for index, row in enumerate(rows.catalog) if row.split == "val"]
    photos = assess.catalog_vectors(model, rows.catalog)
    return Calibration(
        fit_reading(model, rows, space),
        text_curve=_text_curve(model, rows, space, photos[val], seed),
        photo_curve=_photo_curve(model, rows, photos),
    )


def fit_reading(model: Encodings, rows: Collections, space: FactSpace, without: int | None = None) -> Reading:
    """Fit how prompts are read on all that is held out, or `without` one of its folds."""
    shown = _for_fitting(model, rows, space, without)
    kinds = model.words(vocabulary.KIND_PROMPTS)
    cosines = shown.vectors @ kinds.T
    temperature = _temperature(cosines, shown.facts[:, space.slices["category"]])
    colours = model.words([colour.value for colour in vocabulary.COLOURS])
    coloured = shown.facts[:, space.slices["colour"]][:, : len(colours)]
    read_as = cosines[:, : len(vocabulary.CATEGORIES)].argmax(axis=1)
    traits = {
        trait: answers
        for trait in vocabulary.TRAITS
        if trait in space.slices and (answers := _answers(model, trait, shown, read_as))
    }
    temperatures = {trait: _temperature(*answers) for trait, answers in traits.items()}
    return Reading(
        temperature=temperature,
        trait_temperatures={
            "colours": _temperature(shown.vectors @ colours.T, coloured),
            **temperatures,
        },
        trait_curves={trait: _trait_curve(temperatures[trait], *answers) for trait, answers in traits.items()},
        product_from=_product_from(temperature, cosines, shown),
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


@dataclass(frozen=True, slots=True)
class _Shown:
    """Pictures for fitting: vectors, facts as rows of `space`, and which group each is of."""

    space: FactSpace
    vectors: Matrix
    facts: NDArray[np.bool_]
    groups: NDArray[np.str_]


def _for_fitting(model: Encodings, rows: Collections, space: FactSpace, without: int | None) -> _Shown:
    def fits(name: str) -> bool:
        return data.fold_of(name) != without

    photos = assess.catalog_vectors(model, rows.catalog)
    products = [i for i, row in enumerate(rows.catalog) if row.split == "val" and fits(row.id)]
    consumer, consumer_vectors = assess.held_out_consumer(model, rows.consumer)
    seen = [i for i, row in enumerate(consumer) if fits(row.sender)]
    other, other_vectors = assess.held_out_other(model, rows.other)
    rest = [i for i, row in enumerate(other) if fits(row.file)]
    drawings, drawn_vectors = _held_out_drawings(model)
    facts = {
        "products": [facts_of_catalog(rows.catalog[i]) for i in products],
        "consumer": [facts_of_consumer(consumer[i]) for i in seen],
        "other": [facts_of_other(other[i]) for i in rest],
        "drawings": drawings,
    }
    return _Shown(
        space,
        np.concatenate((photos[products], consumer_vectors[seen], other_vectors[rest], drawn_vectors)),
        np.stack([space.encode(one) for group in facts.values() for one in group]),
        np.array([name for name, group in facts.items() for _ in group]),
    )


def _held_out_drawings(model: Encodings) -> tuple[list[Facts], Matrix]:
    keys, vectors = model.view("drawings")
    unseen = [place for place, key in enumerate(keys) if is_held_out_drawing(key)]
    return [facts_of_drawing(look_of_drawing(int(keys[place]))) for place in unseen], vectors[unseen]


def _temperature(cosines: Matrix, possible: NDArray[np.bool_]) -> float:
    """The factor on cosines at which a softmax over prompts is as sure as it is right."""
    told, labels = torch.from_numpy(cosines), torch.from_numpy(possible)
    return float(min(_SCALES, key=lambda scale: float(tell_apart(told * scale, labels))))


def _answers(
    model: Encodings, trait: str, shown: _Shown, read_as: NDArray[np.intp]
) -> tuple[Matrix, NDArray[np.bool_]] | None:
    """Cosines with a trait's prompts, and the values possible, of all whose kind has it; None where nothing has.

    The prompts name the kind that a picture is read as, right or wrong, as the attribute reader's do.
    """
    parts = []
    for place, category in enumerate(shown.space.values["category"][: len(vocabulary.CATEGORIES)]):
        chosen = read_as == place
        if trait in vocabulary.applicable_traits(category) and chosen.any():
            prompts = model.words([vocabulary.trait_prompt(category, term) for term in vocabulary.TRAITS[trait]])
            parts.append((shown.vectors[chosen] @ prompts.T, shown.facts[chosen, shown.space.slices[trait]]))
    if not parts:
        return None
    cosines, possible = zip(*parts, strict=True)
    return np.concatenate(cosines), np.concatenate(possible)


def _trait_curve(temperature: float, cosines: Matrix, possible: NDArray[np.bool_]) -> MatchCurve:
    """How often the best value is right, by its log-odds; only sure labels can tell."""
    sure = possible.sum(axis=1) == 1
    odds = np.exp(temperature * (cosines[sure] - cosines[sure].max(axis=1, keepdims=True)))
    likelihoods = odds / odds.sum(axis=1, keepdims=True)
    right = np.take_along_axis(possible[sure], likelihoods.argmax(axis=1)[:, None], axis=1)[:, 0]
    return fit_curve(log_odds(likelihoods.max(axis=1)), right, np.ones(len(right), dtype=np.float32))


def _product_from(temperature: float, cosines: Matrix, shown: _Shown) -> float:
    """The product likelihood that nearly all pictures of products reach, whoever made them."""
    odds = np.exp(temperature * (cosines - cosines.max(axis=1, keepdims=True)))
    likelihoods = (odds / odds.sum(axis=1, keepdims=True))[:, : len(vocabulary.CATEGORIES)].sum(axis=1)
    reached = [
        float(np.quantile(likelihoods[shown.groups == group], _TURNED_AWAY_BY_MISTAKE))
        for group in set(shown.groups) - {"other"}
    ]
    return min(0.95, *reached)


def _text_curve(model: Encodings, rows: Collections, space: FactSpace, products: Matrix, seed: int) -> MatchCurve:
    """Descriptions against the products they best fit; misses are unrelated words, and pairs at random.

    The products are as a catalog keeps them, with their titles mixed in.  Near misses, such as the right
    thing in a neighbouring shade, count neither way: they are what a shopper wants to see when there is
    nothing closer.
    """
    titles = model.words([row.title for row in rows.catalog if row.split == "val"])
    products = with_titles(products, titles)
    rng = random.Random(seed)
    drawn, drawings = _held_out_drawings(model)
    drawings = with_titles(drawings, model.words([" ".join(min(one[t]) for t in _TITLED if t in one) for one in drawn]))
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
    things = model.words([*UNRELATED, *(row.name for row in rows.other if row.held_out)])
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
