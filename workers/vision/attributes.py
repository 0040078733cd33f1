"""What is seen in a picture: kind of product, colours, pattern, neckline, sleeve, style, gender.

Zero-shot classification as in CLIP (Radford et al. 2021): the picture's vector against the vectors of
one prompt a value, softmax over temperature × cosine, read by the trait's curve where the model has one
(Platt scaling, Platt 1999).  Colours are measured on pixels
(`workers.vision.colours`) and weighed with what the encoder sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.encoders.base import Encoder
from workers.jobs import Attributes, Guess, MatchCurve, Vector
from workers.vision.colours import measure_colours
from workers.vocabulary import (
    CATEGORIES,
    CATEGORY_BY_VALUE,
    COLOURS,
    KIND_PROMPTS,
    TRAITS,
    applicable_traits,
    trait_prompt,
)

_TOP_TWO: Final = frozenset({"neckline"})
_MIN_LEAD: Final = 1.3
"""A trait whose best value is hardly likelier than chance says nothing and is left out."""

_SEEN_COLOUR_WEIGHT: Final = 0.5
_COLOUR_CURVE: Final = MatchCurve(midpoint=0.31, slope=6.5)
"""How often a measured colour is the labelled one, by fit and share; fitted on 1,099 `val` products of the KAGL set."""
_SEEN_FLOOR: Final = 0.05
"""How much the encoder has a say beside the pixels in which measured colour goes first."""


class AttributeReader:
    """Reads attributes with one encoder.  Prompts are encoded once: those of a category when it first occurs."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        vectors = encoder.encode_texts([*KIND_PROMPTS, *(c.value for c in COLOURS)])
        self._kind_prompts, self._colour_prompts = np.split(vectors, [len(KIND_PROMPTS)])
        self._trait_prompts: dict[str, dict[str, NDArray[np.float32]]] = {}

    def read(self, image: Image.Image, vector: Vector) -> tuple[Attributes, float]:
        """Attributes of a decoded picture with this `vector`, and the probability that it shows a product."""
        kinds, product_likelihood = self.kinds(vector), self.product_likelihood(vector)
        categories = kinds[: len(CATEGORIES)] / max(product_likelihood, 1e-9)
        attributes: dict[str, tuple[Guess, ...]] = {
            "category": _best([c.value for c in CATEGORIES], categories, 2),
        }
        category = attributes["category"][0].value
        attributes["colours"] = self._colours(image, vector, category)
        for trait, prompts in self._prompts_for(category).items():
            likelihoods = self._softmax(trait, prompts @ vector)
            if likelihoods.max() >= _MIN_LEAD / len(likelihoods):
                values = [term.value for term in TRAITS[trait]]
                attributes[trait] = _best(values, self._confidences(trait, likelihoods), 2 if trait in _TOP_TWO else 1)
        return attributes, product_likelihood

    def kinds(self, vector: Vector) -> NDArray[np.float32]:
        """How likely the picture shows each of `KIND_PROMPTS`; the likelihoods sum to 1."""
        return self._softmax("category", self._kind_prompts @ vector)

    def product_likelihood(self, vector: Vector) -> float:
        """The probability that the picture shows a product at all."""
        return float(self.kinds(vector)[: len(CATEGORIES)].sum())

    def _colours(self, image: Image.Image, vector: Vector, category: str) -> tuple[Guess, ...]:
        """Measured colours, ordered by share and by what the encoder sees."""
        likelihoods = self._softmax("colours", self._colour_prompts @ vector)
        seen = dict(zip((c.value for c in COLOURS), likelihoods, strict=True))
        measured = measure_colours(image, CATEGORY_BY_VALUE[category].family)
        weighed = [(c, c.share * c.fit * (float(seen[c.value]) + _SEEN_FLOOR) ** _SEEN_COLOUR_WEIGHT) for c in measured]
        weighed.sort(key=lambda pair: -pair[1])
        return tuple(
            Guess(c.value, round(_COLOUR_CURVE.probability(c.fit * (0.5 + 0.5 * c.share)), 4), round(c.share, 4))
            for c, _ in weighed
        )

    def _prompts_for(self, category: str) -> dict[str, NDArray[np.float32]]:
        if category not in self._trait_prompts:
            traits = applicable_traits(category)
            texts = [trait_prompt(category, term) for trait in traits for term in TRAITS[trait]]
            rows = self._encoder.encode_texts(texts)
            ends = np.cumsum([len(TRAITS[trait]) for trait in traits])
            self._trait_prompts[category] = dict(zip(traits, np.split(rows, ends[:-1]), strict=True)) if traits else {}
        return self._trait_prompts[category]

    def _confidences(self, trait: str, likelihoods: NDArray[np.float32]) -> NDArray[np.float32]:
        """How often values of such likelihoods are right.  The order stays."""
        curve = self._encoder.info.trait_curves.get(trait)
        if curve is None:
            return likelihoods
        return np.array([curve.probability(float(odds)) for odds in log_odds(likelihoods)], dtype=np.float32)

    def _softmax(self, trait: str, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        info = self._encoder.info
        logits = info.trait_temperatures.get(trait, info.temperature) * (cosines - cosines.max())
        odds = np.exp(logits)
        return np.asarray(odds / odds.sum(), dtype=np.float32)


def log_odds(likelihoods: NDArray[np.float32]) -> NDArray[np.float32]:
    """ln(p / (1 − p)), bounded so that certainty stays a number."""
    bounded = np.clip(likelihoods, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)), dtype=np.float32)


class Valued(Protocol):
    """A value with its confidence, guessed here or kept by a catalog."""

    @property
    def value(self) -> str: ...

    @property
    def confidence(self) -> float: ...

    @property
    def share(self) -> float | None: ...


def attributes_json(attributes: Mapping[str, Sequence[Valued]]) -> dict[str, Any]:
    """For people and programs: the best value of each attribute, all colours; what does not apply is absent."""
    result: dict[str, Any] = {}
    for name, guesses in attributes.items():
        if name == "colours":
            result[name] = [
                {"value": guess.value, "share": guess.share, "confidence": guess.confidence} for guess in guesses
            ]
        elif guesses:
            result[name] = {"value": guesses[0].value, "confidence": guesses[0].confidence}
    return result


def _best(values: Sequence[str], likelihoods: NDArray[np.float32], count: int) -> tuple[Guess, ...]:
    order = np.argsort(-likelihoods, kind="stable")[:count]
    return tuple(Guess(values[index], round(float(likelihoods[index]), 4)) for index in order)
