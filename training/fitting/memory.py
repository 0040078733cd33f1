"""Products seen a few steps ago, as further ones to be told apart from.

A batch holds few of the 40 000 products that a title has to be told from.  Vectors drift slowly, so
those of the last steps still serve.  Method: Wang et al., "Cross-Batch Memory for Embedding Learning" (2020).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from workers.retrieval_metrics import PHOTO_WEIGHT


@dataclass(frozen=True, slots=True)
class PhotoContent:
    """Vectors of n pictures, `mixed` with the title where there is one; `titles` of the products, which come first."""

    pictures: Tensor
    mixed: Tensor
    titles: Tensor
    facts: Tensor
    names: Tensor


class Memory:
    """The last `size` products, newest first, without gradients."""

    def __init__(self, size: int) -> None:
        self._size = size
        nothing = torch.zeros(0)
        self.seen = PhotoContent(nothing, nothing, nothing, nothing, nothing.long())

    def behind(self, now: PhotoContent) -> PhotoContent:
        """The batch's pictures, and behind them those remembered."""
        if not len(self.seen.names):
            self.seen = _rows(now, 0)
        return _joined(now, self.seen)

    def keep(self, now: PhotoContent, products: int) -> None:
        """Remember the batch's products."""
        self.seen = _rows(_joined(_rows(now, products), self.seen), self._size)


def with_titles(pictures: Tensor, titles: Tensor) -> Tensor:
    """Vectors as a catalog keeps them: the first `len(titles)` pictures take their titles in."""
    count = len(titles)
    mixed = functional.normalize(PHOTO_WEIGHT * pictures[:count] + (1 - PHOTO_WEIGHT) * titles, dim=-1)
    return torch.cat((mixed, pictures[count:]))


def _rows(seen: PhotoContent, count: int) -> PhotoContent:
    return PhotoContent(*(part[:count].detach() for part in _parts(seen)))


def _joined(first: PhotoContent, second: PhotoContent) -> PhotoContent:
    return PhotoContent(*(torch.cat(pair) for pair in zip(_parts(first), _parts(second), strict=True)))


def _parts(seen: PhotoContent) -> tuple[Tensor, ...]:
    return seen.pictures, seen.mixed, seen.titles, seen.facts, seen.names
