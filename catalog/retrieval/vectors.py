"""The vectors of all rows: float16 to compare exactly, and beside them a sketch to find what is worth comparing.

The sketch is a projection on the main directions of the vectors (PCA), 64 bytes a product.  Chroma walks a graph, which
misses some of what is near and cannot be told where to look; the sketch is scanned over just the rows that a question
lets through, and what is best there is compared exactly.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import simsimd
from numpy.typing import NDArray

from catalog.errors import ModelMismatch
from catalog.models import Vector

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

SKETCHED_FROM: Final = 2000
"""So many rows and more have a sketch; fewer are compared as they are."""

_SAMPLE: Final = 2000
_CHECKED_AGAINST: Final = 16_000
_QUESTIONS: Final = 200
_TOP: Final = 10
_ENOUGH: Final = 0.99
_TRIED: Final = ((64, 300), (96, 300), (128, 300), (128, 1000))
"""(dimensions, rows compared exactly), tried in turn until the sketch finds enough of what is nearest."""

_BLOCK: Final = 65_536
_LEVELS: Final = 127
_WHOLE_SCAN_FROM: Final = 3
"""Rows here and there take so many times longer to scan than all of them in a row."""


def normalised(vector: Vector, dim: int) -> Vector:
    """`vector` with length one, as it is stored.  Raises `ModelMismatch` where it is not of a model of `dim`."""
    if vector.shape != (dim,):
        raise ModelMismatch(f"a vector of shape {vector.shape} was offered to a catalog of {dim} dimensions")
    wide = vector.astype(np.float64)
    length = math.sqrt(wide @ wide)
    if not math.isfinite(length) or length == 0.0:
        raise ModelMismatch("a vector without a direction (NaN, infinite or zero) was offered")
    return (vector / length).astype(np.float32)


class Matrix:
    """Rows of one width: those it began with, which may be a mapped file, and behind them what came since."""

    def __init__(self, first: NDArray[Any]) -> None:
        self.first = first
        self._later = np.empty((0, first.shape[1]), dtype=first.dtype)
        self._used = 0

    def __len__(self) -> int:
        return len(self.first) + self._used

    @property
    def later(self) -> NDArray[Any]:
        """What came since."""
        return self._later[: self._used]

    def append(self, rows: NDArray[Any]) -> None:
        """Add rows at the end."""
        needed = self._used + len(rows)
        if needed > len(self._later):
            grown = np.empty((needed + needed // 2, self._later.shape[1]), dtype=self._later.dtype)
            grown[: self._used] = self.later
            self._later = grown
        self._later[self._used : needed] = rows
        self._used = needed

    def take(self, rows: NDArray[Any]) -> NDArray[Any]:
        """These rows, in their order."""
        taken: NDArray[Any]
        if not self._used:
            taken = self.first[rows]
            return taken
        taken = np.empty((len(rows), self._later.shape[1]), dtype=self._later.dtype)
        new = rows >= len(self.first)
        taken[~new] = self.first[rows[~new]]
        taken[new] = self._later[rows[new] - len(self.first)]
        return taken

    def whole(self) -> NDArray[Any]:
        """All rows in one array, to be kept."""
        return np.concatenate([self.first, self.later]) if self._used else self.first

    def blocks(self) -> Iterator[NDArray[Any]]:
        """All rows in order, some tens of thousands at a time."""
        for part in (self.first, self.later):
            for start in range(0, len(part), _BLOCK):
                yield part[start : start + _BLOCK]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a vector is sketched by.

    `directions` float32 (d, dimensions), `mean` float32 (d,); `scale` makes int8 of a coordinate, and `compared` rows
    have to be compared exactly after a scan.  `recall` of the ten nearest was measured when it was made.
    """

    directions: Floats
    mean: Floats
    scale: float
    compared: int
    recall: float

    def sketch(self, vectors: Floats) -> NDArray[np.int8]:
        """int8 (n, dimensions) of float32 (n, d)."""
        along = (vectors - self.mean) @ self.directions * np.float32(self.scale)
        return np.clip(np.rint(along), -_LEVELS, _LEVELS).astype(np.int8)


class Vectors:
    """float16 (n, d), and the sketch of them once there are `SKETCHED_FROM`."""

    def __init__(self, exact: Matrix, basis: Basis | None = None, sketch: Matrix | None = None) -> None:
        self.exact = exact
        self.basis = basis
        self.sketch = sketch

    def __len__(self) -> int:
        return len(self.exact)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of it, to be kept."""
        kept = {"exact": self.exact.whole()}
        if self.basis is not None and self.sketch is not None:
            told = np.array([self.basis.scale, self.basis.compared, self.basis.recall], dtype=np.float32)
            kept |= {"directions": self.basis.directions, "mean": self.basis.mean, "told": told}
            kept["sketch"] = self.sketch.whole()
        return kept

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of `arrays`; nothing is copied."""
        exact = Matrix(arrays["exact"])
        if "sketch" not in arrays:
            return cls(exact)
        scale, compared, recall = arrays["told"].tolist()
        basis = Basis(arrays["directions"], arrays["mean"], scale, int(compared), recall)
        return cls(exact, basis, Matrix(arrays["sketch"]))

    def append(self, vectors: Floats) -> None:
        """Add rows, float32 (n, d); zeros for a product that has no vector here."""
        self.exact.append(vectors.astype(np.float16))
        if self.basis is not None and self.sketch is not None:
            self.sketch.append(self.basis.sketch(vectors))

    def prepare(self) -> None:
        """Make the sketch, where there is none and there are vectors enough."""
        if self.basis is not None or len(self.exact) < SKETCHED_FROM:
            return
        self.basis = _basis(self.exact)
        self.sketch = Matrix(np.empty((0, self.basis.directions.shape[1]), dtype=np.int8))
        for block in self.exact.blocks():
            self.sketch.append(self.basis.sketch(block.astype(np.float32)))
        log.info("sketched %d vectors: recall@10 %.4f", len(self.exact), self.basis.recall)

    @property
    def compared(self) -> int:
        """How many rows have to be compared exactly after a scan."""
        return _TRIED[0][1] if self.basis is None else self.basis.compared

    def cosines(self, rows: NDArray[Any], question: Vector) -> Floats:
        """The exact cosines of these rows with a question."""
        cosines: Floats = self.exact.take(rows).astype(np.float32) @ question
        return cosines

    def like(self, rows: NDArray[Any], question: Vector) -> Floats:
        """About the cosines of these rows, by the sketch where there is one."""
        if self.basis is None or self.sketch is None:
            return self.cosines(rows, question)
        # The question is not centred: what is left out then is the same for all rows.
        along = question @ self.basis.directions
        finest = float(np.abs(along).max()) or 1.0
        asked = np.rint(along * np.float32(_LEVELS / finest)).astype(np.int8)[np.newaxis]
        if len(rows) * _WHOLE_SCAN_FROM > len(self.sketch):
            found = np.concatenate([_dots(block, asked) for block in self.sketch.blocks()])
            found = found if len(rows) == len(found) else found[rows]
        else:
            found = _dots(self.sketch.take(rows), asked)
        found *= np.float32(finest / _LEVELS / self.basis.scale)
        found += np.float32(self.basis.mean @ question)
        return found


def _dots(rows: NDArray[np.int8], asked: NDArray[np.int8]) -> Floats:
    if not len(rows):
        return np.empty(0, dtype=np.float32)
    return np.asarray(simsimd.cdist(np.ascontiguousarray(rows), asked, "dot"))[:, 0].astype(np.float32)


def best_of(values: NDArray[Any], most: int) -> NDArray[np.intp]:
    """Where the `most` highest values are, ascending; of equals the last ones, so that less is a part of more."""
    if len(values) <= most:
        return np.arange(len(values))
    lowest = np.partition(values, -most)[-most]
    above = np.flatnonzero(values > lowest)
    equal = np.flatnonzero(values == lowest)
    return np.sort(np.concatenate([above, equal[len(equal) - (most - len(above)) :]]))


def _basis(exact: Matrix) -> Basis:
    rng = np.random.default_rng(1)
    sample = exact.take(np.sort(rng.permutation(len(exact))[:_CHECKED_AGAINST])).astype(np.float32)
    sample = sample[np.abs(sample).sum(axis=1) > 0]  # other models' have none here
    if not len(sample):
        sample = np.eye(1, exact.first.shape[1], dtype=np.float32)
    mean = sample.mean(axis=0)
    some = sample[rng.permutation(len(sample))[:_SAMPLE]] - mean
    directions = np.linalg.eigh(some.T @ some)[1][:, ::-1].astype(np.float32)
    asked = rng.permutation(len(sample))[:_QUESTIONS]
    cosines = sample[asked] @ sample.T
    top = np.argsort(-cosines, axis=1)[:, :_TOP]
    for dimensions, compared in _TRIED:
        main = np.ascontiguousarray(directions[:, :dimensions])
        scale = _LEVELS / max(float(np.quantile(np.abs(some @ main), 0.9999)), 1e-6)
        basis = Basis(main, mean, scale, compared, 0.0)
        # As many of the sample as `compared` would be of all.
        most = max(_TOP, compared * len(sample) // len(exact))
        recall = _recall(basis, sample, asked, top, most)
        if recall >= _ENOUGH:
            break
    return Basis(main, mean, scale, compared, recall)


def _recall(basis: Basis, sample: Floats, asked: NDArray[np.intp], top: NDArray[np.intp], most: int) -> float:
    sketched = Vectors(Matrix(sample), basis, Matrix(basis.sketch(sample)))
    every = np.arange(len(sample))
    found = [
        len(np.intersect1d(best_of(sketched.like(every, sample[row]), most), nearest))
        for row, nearest in zip(asked, top, strict=True)
    ]
    return sum(found) / top.size
