"""Several garments in one photo, or in the photos of one album: which, and where.

There is no detector of its own for this: the encoder looks at parts of the photo.  Where the whole is not read as
one kind of garment beyond doubt, its halves are looked at, and its thirds where doubt is greater; parts that are
worn on different parts of the body *and* look unlike each other are different garments.  (Parts of one garment may
well be read as two kinds, the upper half of jeans as shorts, yet they share their cloth.)  Only then are the borders
between them searched for, over all partitions of that side into two or three, and each is cut down to what stands
out from its background.

The limits were set on scenes and senders of `benchmarks.pieces`; docs/pieces.md says how well they do beyond these.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.encoders.base import Encoder
from workers.jobs import Box, Piece, Vector
from workers.vision.attributes import AttributeReader
from workers.vision.colours import foreground
from workers.vocabulary import CATEGORIES

WORN_ON: Final = {
    "top": "upper body",
    "outerwear": "upper body",
    "dress": "whole body",
    "bottom": "legs",
    "footwear": "feet",
    "bag": "hand",
    "headwear": "head",
}
"""Where families are worn.  A jacket is no other piece than the shirt below it: no straight cut parts them."""

_REGIONS: Final = tuple(dict.fromkeys(WORN_ON.values()))
_KINDS_WORN: Final = np.array(
    [[WORN_ON.get(c.family) == region for c in CATEGORIES] for region in _REGIONS], np.float32
)

_SURE: Final = 0.98
"""A whole that is read as one kind with this likelihood is one piece."""

_DOUBTFUL: Final = 0.8
_PART_FROM: Final = 0.4
_THREE_FROM: Final = 0.6
"""How surely each of three has to be read to be preferred to two."""

_HALVES_UNLIKE: Final = 0.78
_THIRDS_UNLIKE: Final = 0.68
_BY_LOG_ODDS: Final = 0.031
"""Highest cosine between different pieces, and how much more it may be for each unit of the log-odds by which the parts
are read more surely than the whole; both as a part of the cosine at which two photos are as likely as not alike."""

_GRID: Final = tuple(twelfth / 12 for twelfth in range(13))
_SHORTEST: Final = 0.25
"""Borders lie on twelfths of a side, which holds halves, thirds and quarters; no piece is shorter than a quarter."""

_IN_TWO: Final = tuple(((0.0, cut), (cut, 1.0)) for cut in _GRID if _SHORTEST <= cut <= 1 - _SHORTEST)
_IN_THREE: Final = tuple(
    ((0.0, first), (first, last), (last, 1.0))
    for first, last in combinations(_GRID, 2)
    if round(min(first, last - first, 1 - last), 6) >= _SHORTEST
)
_SPANS: Final = tuple(dict.fromkeys(span for way in (*_IN_TWO, *_IN_THREE) for span in way))

_THROUGH: Final = 0.75
"""What a border is worth that goes through something, beside one that goes through background alone."""
_EMPTY_UP_TO: Final = 0.02

_MARGIN: Final = 0.03


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the photo as the encoder sees it: where its kind is worn, and how likely that is."""

    box: Box
    vector: Vector
    region: str
    likelihood: float


def worn_on(reader: AttributeReader, vector: Vector) -> tuple[str, float]:
    """Where a thing with this vector is most likely worn, and how likely that is."""
    regions = _KINDS_WORN @ reader.kinds(vector)[: len(CATEGORIES)]
    best = int(regions.argmax())
    return _REGIONS[best], float(regions[best])


class GarmentFinder:
    """Finds the pieces of a photo with the encoder and the reader that a worker has."""

    def __init__(self, encoder: Encoder, reader: AttributeReader) -> None:
        self._encoder = encoder
        self._reader = reader
        self._alike_at = encoder.info.photo_curve.midpoint

    def find(self, picture: Image.Image, vector: Vector) -> tuple[Piece, ...]:
        """The garments in a decoded picture with this vector, in reading order; none where there is but one.

        A picture of one piece costs nothing, or the encoding of four to ten parts of it.
        """
        whole = self._part((0.0, 0.0, 1.0, 1.0), vector)
        shown = self._reader.product_likelihood(vector)
        if whole.likelihood >= _SURE or shown < self._encoder.info.product_from:
            return ()
        upright = self._parted(picture, whole)
        if upright is None:
            return ()
        strips = self._best_partition(picture, whole, upright=upright)
        pieces = self._parts(picture, [_cut_down(picture, strip.box) for strip in strips])
        return self._read(picture, pieces) if self._different(pieces, whole, _HALVES_UNLIKE) else ()

    def _parted(self, picture: Image.Image, whole: _Part) -> bool | None:
        """Whether garments lie above each other (True) or beside each other (False); None where it is one piece."""
        for count, unlike in ((2, _HALVES_UNLIKE), (3, _THIRDS_UNLIKE)):
            if count == 3 and whole.likelihood >= _DOUBTFUL:
                break
            borders = [(region / count, (region + 1) / count) for region in range(count)]
            boxes = [_strip(start, end, upright=upright) for upright in (True, False) for start, end in borders]
            parts = self._parts(picture, boxes)
            ways = [(True, parts[:count]), (False, parts[count:])]
            found = [
                (self._unlikeness(pair), upright)
                for upright, way in ways
                for pair in combinations(way, 2)
                if self._different(pair, whole, unlike)
            ]
            if found:
                return max(found)[1]
        return None

    def _best_partition(self, picture: Image.Image, whole: _Part, *, upright: bool) -> Sequence[_Part]:
        """The two or three strips of the picture that are surest and least alike."""
        strips = dict(
            zip(_SPANS, self._parts(picture, [_strip(*span, upright=upright) for span in _SPANS]), strict=True)
        )
        two, three = ([[strips[span] for span in way] for way in ways] for ways in (_IN_TWO, _IN_THREE))
        three = [way for way in three if self._different(way, whole, _HALVES_UNLIKE, _THREE_FROM)]
        empty = _empty_lines(picture, upright=upright)

        def worth(way: Sequence[_Part]) -> float:
            borders = [part.box[1 if upright else 0] for part in way[1:]]
            through = sum(not empty[round(border * (len(empty) - 1))] for border in borders)
            return self._unlikeness(way) * _THROUGH**through

        return max(three or two, key=worth)

    def _different(self, parts: Sequence[_Part], whole: _Part, unlike: float, likely: float = _PART_FROM) -> bool:
        """Whether all parts are read as garments, worn in different places, and look unlike each other.

        The surer the parts are beside the whole, the more alike they may be: blue jeans with a blue shirt.
        """
        least = min(part.likelihood for part in parts)
        gained = _log_odds(least) - _log_odds(whole.likelihood)
        return (
            least >= likely
            and len({part.region for part in parts}) == len(parts)
            and _most_alike(parts) <= (unlike + _BY_LOG_ODDS * gained) * self._alike_at
        )

    def _unlikeness(self, parts: Sequence[_Part]) -> float:
        different = len({part.region for part in parts}) == len(parts)
        return different * min(part.likelihood for part in parts) * (1 - _most_alike(parts))

    def _parts(self, picture: Image.Image, boxes: Sequence[Box]) -> list[_Part]:
        vectors = self._encoder.encode_decoded([_crop(picture, box) for box in boxes])
        return [self._part(box, vector) for box, vector in zip(boxes, vectors, strict=True)]

    def _part(self, box: Box, vector: Vector) -> _Part:
        return _Part(box, vector, *worn_on(self._reader, vector))

    def _read(self, picture: Image.Image, parts: Sequence[_Part]) -> tuple[Piece, ...]:
        return tuple(
            Piece(part.box, part.vector, *self._reader.read(_crop(picture, part.box), part.vector)) for part in parts
        )


def _log_odds(likelihood: float) -> float:
    # A hundredth keeps likelihoods of almost 0 and 1 from counting without end.
    return math.log((likelihood + 0.01) / (1.01 - likelihood))


def _most_alike(parts: Iterable[_Part]) -> float:
    return max(float(one.vector @ other.vector) for one, other in combinations(parts, 2))


def _empty_lines(picture: Image.Image, *, upright: bool) -> NDArray[np.bool_]:
    """Where a straight border would touch nothing that stands out from the picture's edge, from 0 to 1."""
    mask = foreground(picture)
    if mask is None:
        return np.zeros(1, dtype=bool)
    return np.asarray(mask.mean(axis=1 if upright else 0) <= _EMPTY_UP_TO)


def _strip(start: float, end: float, *, upright: bool) -> Box:
    return (0.0, start, 1.0, end) if upright else (start, 0.0, end, 1.0)


def _crop(picture: Image.Image, box: Box) -> Image.Image:
    left, top, right, bottom = box
    x0, x1 = round(left * picture.width), round(right * picture.width)
    y0, y1 = round(top * picture.height), round(bottom * picture.height)
    return picture.crop((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)))


def _cut_down(picture: Image.Image, box: Box) -> Box:
    """The part of a box that stands out from its edge, with a small margin; the box where that is not clear."""
    mask = foreground(_crop(picture, box))
    if mask is None:
        return box
    left, top, right, bottom = box
    (x0, x1), (y0, y1) = (_extent(mask.any(axis=axis).astype(bool)) for axis in (0, 1))
    width, height = right - left, bottom - top
    return (left + x0 * width, top + y0 * height, left + x1 * width, top + y1 * height)


def _extent(line: NDArray[np.bool_]) -> tuple[float, float]:
    regions = np.flatnonzero(line)
    start, end = regions[0] / len(line) - _MARGIN, (regions[-1] + 1) / len(line) + _MARGIN
    return max(0.0, float(start)), min(1.0, float(end))
