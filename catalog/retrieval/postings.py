"""An inverted index in memory: from a value or a word to the rows that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Final, Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

K = TypeVar("K", bound=Hashable)
Rows = NDArray[np.int32]
Weights = NDArray[np.float32]

_NONE: Final = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


class Postings(Generic[K]):
    """Key → rows (int32, ascending, each once) and the weight of each (float32)."""

    def __init__(self) -> None:
        self._kept: dict[K, tuple[Rows, Weights]] = {}

    def __iter__(self) -> Iterator[K]:
        return iter(self._kept)

    def append(self, postings: Iterable[tuple[K, int, float]]) -> dict[K, tuple[Rows, Weights]]:
        """Add (key, row, weight), and return them by key; rows are higher than all that are there, and ascend."""
        lists: defaultdict[K, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for key, row, weight in postings:
            rows, weights = lists[key]
            rows.append(row)
            weights.append(weight)
        fresh = {
            key: (np.array(rows, dtype=np.int32), np.array(weights, dtype=np.float32))
            for key, (rows, weights) in lists.items()
        }
        for key, (new_rows, new_weights) in fresh.items():
            old_rows, old_weights = self.of(key)
            self._kept[key] = np.concatenate([old_rows, new_rows]), np.concatenate([old_weights, new_weights])
        return fresh

    def of(self, key: K) -> tuple[Rows, Weights]:
        """Rows and weights of a key; both empty where it is unknown."""
        return self._kept.get(key, _NONE)

    def add_to(self, sums: Weights, key: K, factor: float = 1.0) -> None:
        """sums[row] += factor · weight, for every row of the key."""
        rows, weights = self.of(key)
        sums[rows] += weights if factor == 1.0 else np.float32(factor) * weights

    def arrays(self) -> tuple[list[K], dict[str, NDArray[Any]]]:
        """The keys, and what they have laid end to end."""
        kept = list(self._kept.values()) or [_NONE]
        ends = np.cumsum([len(rows) for rows, _ in kept], dtype=np.int64)
        return list(self._kept), {
            "ends": ends,
            "rows": np.concatenate([rows for rows, _ in kept]),
            "weights": np.concatenate([weights for _, weights in kept]),
        }

    @classmethod
    def of_arrays(cls, keys: Iterable[K], arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of `arrays`; nothing is copied."""
        made = cls()
        start = 0
        for key, end in zip(keys, arrays["ends"].tolist(), strict=False):
            made._kept[key] = arrays["rows"][start:end], arrays["weights"][start:end]
            start = end
        return made
