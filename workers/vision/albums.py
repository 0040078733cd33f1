"""The photos of one message as one question: of the same piece together, of several pieces to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.encoders.base import Encoder
from workers.jobs import Encoding, Piece, Vector
from workers.vision.annotation import collage
from workers.vision.attributes import AttributeReader
from workers.vision.garments import worn_on

_SAME_FROM: Final = 0.95
"""Lowest cosine between photos of one piece, as a part of the cosine at which two photos are as likely as not alike."""


def read_album(encoder: Encoder, reader: AttributeReader, pictures: Sequence[Image.Image]) -> Encoding:
    """What the decoded pictures of an album show together; at least one.

    Photos of the same piece count as one: the mean of their unit vectors, normalised, asks for what all of them
    show ("joint average" of Arandjelović and Zisserman, "Multiple queries for large scale specific object
    retrieval", 2012).  With several pieces each one is in `pieces`, numbered in the `marked` collage by its first
    photo.  Photos that show no product say nothing where another does.
    """
    info = encoder.info
    vectors = encoder.encode_decoded(pictures)
    shown = [index for index, vector in enumerate(vectors) if reader.product_likelihood(vector) >= info.product_from]
    groups = _of_one_piece(vectors, shown, _SAME_FROM * info.photo_curve.midpoint, reader) or [[0]]
    means = [_mean(vectors[group]) for group in groups]
    firsts = [pictures[group[0]] for group in groups]
    read = [reader.read(first, mean) for first, mean in zip(firsts, means, strict=True)]
    if len(groups) == 1:
        return Encoding(means[0], info.fingerprint, *read[0])
    marked, boxes = collage(firsts)
    pieces = tuple(Piece(box, mean, *seen) for box, mean, seen in zip(boxes, means, read, strict=True))
    return Encoding(_mean(vectors[shown]), info.fingerprint, *read[0], pieces=pieces, marked=marked)


def _of_one_piece(
    vectors: NDArray[np.float32], shown: Sequence[int], same_from: float, reader: AttributeReader
) -> list[list[int]]:
    """The places of `shown` in groups, each of photos that look alike and show a thing worn in the same place."""
    groups: list[list[int]] = []
    for index in shown:
        for group in groups:
            mean = _mean(vectors[group])
            if (
                float(mean @ vectors[index]) >= same_from
                and worn_on(reader, mean)[0] == worn_on(reader, vectors[index])[0]
            ):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def _mean(vectors: NDArray[np.float32]) -> Vector:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
