"""The colours of a garment, measured on its pixels.

Method: the picture's edge is taken for background and everything like it that hangs together with the
edge is left out (flood fill in CIE Lab), as is skin where it is the lesser part.  The rest is weighted towards
the place where the kind of product sits, grouped into a few clusters by Lab k-means with lightness
counting less (folds and shade change lightness, hardly hue), and each cluster is named after the
nearest anchor of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.vocabulary import COLOURS

Floats = NDArray[np.float32]
Lab = tuple[int, int, int]
Mask = NDArray[np.bool_]

_SIDE_PX: Final = 72
_MIN_SHARE: Final = 0.12
_MAX_COLOURS: Final = 3
_CLUSTERS: Final = 6
_SHADE_WEIGHT: Final = 0.5
"""What lightness counts beside hue when pixels are grouped."""

_SHADE_LIGHTNESS: Final = 22.0
_SHADE_HUE: Final = 8.0

_PLAUSIBLE: Final = (0.04, 0.97)
"""Shares of the picture that a garment can take."""

_CENTRE_OF_FAMILY: Final = {"top": 0.45, "outerwear": 0.48, "dress": 0.5, "bottom": 0.58}
_CLOTH: Final = frozenset({"top", "outerwear", "dress", "bottom", "underwear"})


@dataclass(frozen=True, slots=True)
class MeasuredColour:
    """A colour of the vocabulary, its part of the garment's pixels, and how well its name fits (0 to 1)."""

    value: str
    share: float
    fit: float


def measure_colours(image: Image.Image, family: str = "") -> tuple[MeasuredColour, ...]:
    """Up to three colours with a share of at least 12 %, largest first; at least one.

    `family` of the vocabulary tells where in the picture to look and whether skin is to be expected.
    """
    rgb = _small_rgb(image)
    lab = rgb_to_lab(rgb)
    weights = garment_weights(rgb, lab, family)
    chosen = weights > 0
    return _named(lab[chosen], weights[chosen], family)


def garment_weights(rgb: Floats, lab: Floats, family: str) -> Floats:
    """How much each pixel belongs to the garment, float32 (h, w), some of it above zero."""
    prior = _centre_prior(lab.shape[0], lab.shape[1], family)
    garment = ~_background(lab)
    if not _PLAUSIBLE[0] < garment.mean() < _PLAUSIBLE[1]:
        # Nothing stands out from the edge, or everything does: trust the middle of the picture.
        garment = prior > 0.5
    if family in _CLOTH:
        skin = _skin(rgb) & garment
        if 0 < skin.sum() < 0.45 * garment.sum():
            garment = garment & ~skin
    return np.asarray(garment * prior, dtype=np.float32)


def foreground(image: Image.Image) -> Mask | None:
    """What stands out from the picture's edge, bool (h, w), no side above 72; None where nothing or all does."""
    mask = ~_background(rgb_to_lab(_small_rgb(image)))
    return mask if _PLAUSIBLE[0] < mask.mean() < _PLAUSIBLE[1] else None


def _small_rgb(image: Image.Image) -> Floats:
    """The picture in 0…255, float32 (h, w, 3), no side above 72: a thumbnail without a copy of the whole before."""
    scale = min(1.0, _SIDE_PX / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return np.asarray(small.convert("RGB"), dtype=np.float32)


def rgb_to_lab(rgb: Floats) -> Floats:
    """sRGB in 0…255, any shape (…, 3), to CIE Lab under D65."""
    linear = np.where(rgb <= 10.31475, rgb / 255 / 12.92, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _RGB_TO_XYZ.T
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1).astype(np.float32)


_RGB_TO_XYZ: Final = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], dtype=np.float32
) / np.array([[0.95047], [1.0], [1.08883]], dtype=np.float32)


def _centre_prior(height: int, width: int, family: str) -> Floats:
    y = (np.arange(height, dtype=np.float32) + 0.5) / height - _CENTRE_OF_FAMILY.get(family, 0.5)
    x = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    return np.exp(-0.5 * ((y[:, None] / 0.28) ** 2 + (x[None, :] / 0.28) ** 2)).astype(np.float32)


def _background(lab: Floats) -> Mask:
    """Pixels like the edge's colours that hang together with the edge."""
    edge = np.concatenate((lab[0], lab[-1], lab[:, 0], lab[:, -1]))
    centres, labels = _k_means(edge, np.ones(len(edge), dtype=np.float32), 3)
    like_edge = np.zeros(lab.shape[:2], dtype=bool)
    for index, centre in enumerate(centres):
        members = edge[labels == index]
        if len(members) < 0.15 * len(edge):
            continue
        spread = float(np.sqrt(_squared(members - centre).mean()))
        like_edge |= np.sqrt(_squared(lab - centre)) < np.clip(2.2 * spread, 5.0, 20.0)
    return _connected_to_edge(like_edge)


def _connected_to_edge(mask: Mask) -> Mask:
    reached = np.zeros_like(mask)
    reached[0], reached[-1], reached[:, 0], reached[:, -1] = mask[0], mask[-1], mask[:, 0], mask[:, -1]
    size = -1
    while size != (size := int(reached.sum())):
        grown = reached.copy()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        reached = grown & mask
    return reached


def _skin(rgb: Floats) -> Mask:
    """The usual box in YCbCr (Chai and Ngan 1999), a little tighter so that beige cloth stays."""
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    cb = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b
    cr = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b
    return np.asarray((cb > 80) & (cb < 122) & (cr > 138) & (cr < 168) & (r > 70), dtype=bool)


def _named(lab: Floats, weights: Floats, family: str) -> tuple[MeasuredColour, ...]:
    grouping = lab * np.array([_SHADE_WEIGHT, 1, 1], dtype=np.float32)
    _, labels = _k_means(grouping, weights, _CLUSTERS)
    labels = _without_shade(lab, weights, labels)
    shares: dict[str, float] = {}
    fits: dict[str, float] = {}
    weight_of = np.bincount(labels, weights=weights) / weights.sum()
    for index in np.flatnonzero(weight_of):
        share = float(weight_of[index])
        value, fit = nearest_colour(_median(lab[labels == index]), family)
        known = shares.get(value, 0.0)
        fits[value] = (fits.get(value, 0.0) * known + fit * share) / (known + share)
        shares[value] = known + share
    ranked = sorted(shares, key=lambda value: -shares[value])
    kept = [value for value in ranked if shares[value] >= _MIN_SHARE][:_MAX_COLOURS] or ranked[:1]
    return tuple(MeasuredColour(value, shares[value], fits[value]) for value in kept)


def _without_shade(lab: Floats, weights: Floats, labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give the main group those that have its hue and are only somewhat darker or lighter: folds and shine."""
    weight_of = np.bincount(labels, weights=weights)
    main = int(weight_of.argmax())
    centre = _median(lab[labels == main])
    new = np.arange(len(weight_of))
    for index in np.flatnonzero(weight_of):
        lightness, *hue = _median(lab[labels == index]) - centre
        if abs(lightness) < _SHADE_LIGHTNESS and np.hypot(*hue) < _SHADE_HUE:
            new[index] = main
    return new[labels]


def _median(points: Floats) -> Floats:
    """Of each column, the upper one of two; `np.median` takes three times as long on so few points."""
    middle = len(points) // 2
    return np.asarray(np.partition(points, middle, axis=0)[middle])


def nearest_colour(lab: Floats, family: str = "") -> tuple[str, float]:
    """The vocabulary's name for one Lab colour, and how clearly it is that one and no neighbour (0 to 1)."""
    distances = np.sqrt(_squared(_ANCHORS - _naming_space(lab)))
    likelihood = np.exp(-np.minimum.reduceat(distances, _FIRST_ANCHORS) / _NAMING_WIDTH)
    if family in _CLOTH:
        likelihood[_NAMES == "silver"] = 0.0  # on cloth the same pixels are called grey
    best = int(likelihood.argmax())
    return str(_NAMES[best]), float(likelihood[best] / likelihood.sum())


def _naming_space(lab: Floats) -> Floats:
    """Lab with lightness counting less and strong chroma compressed: vivid reds differ, and are all red."""
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    squeeze = _SQUEEZE_FROM * np.log1p(chroma / _SQUEEZE_FROM) / np.maximum(chroma, 1e-6)
    return np.stack((0.4 * lab[..., 0], lab[..., 1] * squeeze, lab[..., 2] * squeeze), axis=-1).astype(np.float32)


_SQUEEZE_FROM: Final = 20.0
_NAMING_WIDTH: Final = 4.0

_SEEN_ON_CLOTH: Final[Mapping[str, tuple[Lab, ...]]] = {
    "brown": ((38, 5, 8), (30, 4, 6)),
    "navy": ((28, 1, -10), (22, 1, -7)),
    "maroon": ((38, 22, 5), (28, 18, 4)),
    "blue": ((55, -3, -13), (70, -4, -12), (40, -2, -14)),
    "green": ((35, -9, 4), (70, -18, 10), (85, -9, 5)),
    "olive": ((40, -3, 11),),
    "purple": ((40, 14, -10), (28, 10, -6)),
    "red": ((45, 42, 18), (50, 30, 10)),
    "pink": ((70, 30, 0), (85, 10, 0)),
    "beige": ((75, 3, 13),),
    "black": ((18, 0, 0), (28, 0, 0)),
    "gold": ((72, 2, 22),),
    "yellow": ((80, -2, 50),),
    "khaki": ((55, 3, 15),),
}
"""Lab of cloth as photographs show it, much paler than the colour is named after: medians of training photos."""

_ANCHORS_BY_NAME: Final = {
    colour.value: np.concatenate(
        (
            rgb_to_lab(np.array(colour.anchors, dtype=np.float32)),
            np.array(_SEEN_ON_CLOTH.get(colour.value, ()), dtype=np.float32).reshape(-1, 3),
        )
    )
    for colour in COLOURS
}
_NAMES: Final = np.array(list(_ANCHORS_BY_NAME))
_ANCHORS: Final = _naming_space(np.concatenate(list(_ANCHORS_BY_NAME.values())))
_FIRST_ANCHORS: Final = np.cumsum([0, *(len(anchors) for anchors in _ANCHORS_BY_NAME.values())])[:-1]
"""Where each name's anchors begin among all."""


def name_distance(one: str, other: str) -> float:
    """How easily two names of the vocabulary are taken for each other: the nearest of their anchors, as naming sees
    them.  An unknown name is infinitely far."""
    if not {one, other} <= _ANCHORS_BY_NAME.keys():
        return float("inf")
    ours, theirs = (_naming_space(_ANCHORS_BY_NAME[name]) for name in (one, other))
    return float(np.sqrt(_squared(ours[:, None] - theirs)).min())


def _squared(differences: Floats) -> Floats:
    """Squared lengths along the last axis; `sum` takes ten times as long over only three numbers each."""
    return np.asarray(np.einsum("...i,...i->...", differences, differences))


def _k_means(points: Floats, weights: Floats, clusters: int, rounds: int = 8) -> tuple[Floats, NDArray[np.intp]]:
    """Weighted k-means that always starts the same way: from the heaviest middle, then the farthest points."""
    table = (weights @ points / weights.sum())[np.newaxis]
    nearest = _squared(points - table[0])
    while len(table) < min(clusters, len(points)):
        farthest = points[int((nearest * weights).argmax())]
        table = np.concatenate((table, farthest[np.newaxis]))
        nearest = np.minimum(nearest, _squared(points - farthest))
    rows = np.arange(len(points))
    labels = np.zeros(len(points), dtype=np.intp)
    for _ in range(rounds):
        # |p − c|² without |p|², which is the same for every centre.
        before, labels = labels, ((table**2).sum(axis=1) - 2 * points @ table.T).argmin(axis=1)
        if np.array_equal(before, labels):
            break
        mass = np.zeros((len(table), len(points)), dtype=np.float32)
        mass[labels, rows] = weights
        total = mass.sum(axis=1, keepdims=True)
        table = np.where(total > 0, mass @ points / np.maximum(total, 1e-9), table)
    return table, labels
