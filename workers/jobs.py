"""What crosses the engine's boundary.  Plain values only: no PIL image, no tensor."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""float32, shape (d,), L2-normalised."""


Box = tuple[float, float, float, float]
"""Left, top, right and bottom, each in [0, 1] of the picture's width or height."""


class Priority(IntEnum):
    """Lower goes first: a shopper waits for an answer, an import does not."""

    SHOPPER = 0
    IMPORT = 1


@dataclass(frozen=True, slots=True)
class EncodeJob:
    """One photo (bytes as they came), one piece of text (a string), or an album: photos that are one question.

    `with_preview` is for pictures that are to be kept and shown, `with_pieces` for a photo that may show
    several garments of which one is meant.  `request` names for whom it is, in logs.
    """

    payload: bytes | str | tuple[bytes, ...]
    priority: Priority = Priority.SHOPPER
    with_preview: bool = False
    request: str = ""
    with_pieces: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """One value of an attribute as seen in a picture.

    `confidence` is a probability in [0, 1].  `share` is the part of the garment's pixels, for colours.
    """

    value: str
    confidence: float
    share: float | None = None


Attributes = Mapping[str, tuple[Guess, ...]]
"""Attribute name ("category", "colours", "pattern", …) to guesses, best first.

An attribute that does not apply to the category is left out.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several garments in a photo or an album: where it is in the picture that shows them all, and what."""

    box: Box
    vector: Vector
    attributes: Attributes
    product_likelihood: float


@dataclass(frozen=True, slots=True)
class Encoding:
    """The outcome of one job.

    `attributes` and `product_likelihood` (the probability that the picture shows a product at all) are there
    for images only, `preview` (a small, clean, re-encoded JPEG, longest side ≤ 800 px) where it was asked for.
    `pieces` are two or more garments between which to choose, if pieces were asked for and there are such, and
    `marked` is a small JPEG with their numbers, from 1, drawn on it.  `in_haste`: pieces were asked for and not looked
    for, since too many others waited.
    """

    vector: Vector
    fingerprint: str
    attributes: Attributes = field(default_factory=dict)
    product_likelihood: float = 1.0
    preview: bytes = b""
    pieces: tuple[Piece, ...] = ()
    marked: bytes = b""
    in_haste: bool = False


@dataclass(frozen=True, slots=True)
class JobFailure:
    """A failure as a value, so that one bad photo fails alone."""

    error: str
    message: str


@dataclass(frozen=True, slots=True)
class EngineLoad:
    """An engine at one moment; the last four are counts since its start.

    `busy` of the `workers` that are alive have a batch.  `deaths` are workers that died or hung over one, and
    `refused` the jobs that found the queue full.
    """

    queued: int
    max_queue: int
    workers: int
    busy: int
    batches: int
    jobs: int
    deaths: int
    refused: int


@dataclass(frozen=True, slots=True)
class MatchCurve:
    """Turns a cosine, or another score, into a probability: sigmoid(slope · (score − midpoint))."""

    midpoint: float
    slope: float

    def probability(self, value: float) -> float:
        """The curve's value in [0, 1]."""
        return 1.0 / (1.0 + math.exp(-self.slope * (value - self.midpoint)))


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model speaks, and how its cosines are to be read.

    `fingerprint` covers name, revision, dimension and preprocessing: vectors with different
    fingerprints are never compared.  `text_curve` is for words against products, `photo_curve` for
    photos against products.  `temperature` is what cosines are multiplied by before a softmax over
    prompts (CLIP calls it the logit scale); an attribute in `trait_temperatures` has one of its own, and a
    curve in `trait_curves` reads how often a value is right from its log-odds, so that a stated confidence
    of 0.8 is right about 80 % of the time.  A picture whose product likelihood is below `product_from`
    shows no product.
    """

    name: str
    fingerprint: str
    dim: int
    text_curve: MatchCurve
    photo_curve: MatchCurve
    temperature: float = 100.0
    trait_temperatures: Mapping[str, float] = field(default_factory=dict)
    trait_curves: Mapping[str, MatchCurve] = field(default_factory=dict)
    product_from: float = 0.5
