"""What the catalog asks of a vector index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.models import Vector


class VectorIndex(Protocol):
    """A rebuildable copy of the store's vectors that finds the nearest ones.

    Blocking; one thread may read and change its state while another writes (`upsert`, `delete`).  Every method raises
    `CatalogUnavailable` where the index cannot be reached or is damaged, and `ModelMismatch` for vectors that do not
    fit.
    """

    def open(self) -> None:
        """Connect, creating what is not there.  One that is open may be opened again: it is connected anew if need
        be."""

    def trust(self) -> None:
        """Note that it was checked after opening, and found sound."""

    def close(self) -> None:
        """Give the files or the connection back."""

    def recreate(self) -> None:
        """Start again empty, whatever state the old one is in."""

    def count(self) -> int:
        """How many vectors there should be."""

    def ids(self) -> set[str]:
        """The ids of all vectors."""

    def present(self, ids: Collection[str]) -> set[str]:
        """Those of `ids` that are there."""

    def page(self, offset: int, limit: int) -> list[str]:
        """Some of all ids, in an order that stays."""

    def upsert(self, vectors: Mapping[str, Vector]) -> None:
        """Add or replace vectors by id."""

    def delete(self, ids: Sequence[str]) -> None:
        """Remove vectors; ids that are not there are no matter."""

    def query(self, vectors: NDArray[np.float32], top_k: int) -> list[list[tuple[str, float]]]:
        """For each row of float32 (n, d), up to `top_k` (id, cosine), nearest first."""
