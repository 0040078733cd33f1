"""Photos with several pieces in them, composed of single ones, with what is where.

There is no collection of such photos beside the labelled ones, so products that training did not see are cut out
of their white and laid on floors, walls and blankets: side by side, or as an outfit with the top above the
trousers; and photos by shoppers whom training did not see are put beside each other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from training.dataset import data, labels
from training.dataset.augment import backdrop, studio_mask
from workers.jobs import Box
from workers.vocabulary import CATEGORY_BY_VALUE

SIDE_PX: Final = 448
_UPPER: Final = frozenset({"top", "outerwear"})
_LOWER: Final = frozenset({"bottom"})
_FEET: Final = frozenset({"footwear"})
_WORN: Final = frozenset({"top", "outerwear", "dress", "bottom", "footwear", "bag", "headwear"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a scene: the families that its label allows, and where it is."""

    families: frozenset[str]
    box: Box


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture and its pieces; one piece, or none, where the picture is a single one or no product at all."""

    picture: Image.Image
    pieces: tuple[Placed, ...]


class Scenes:
    """Makes scenes by number, always alike.

    `fitting` chooses what thresholds may be set by: the products of training, and half of the held-out senders.
    Without it the scenes are of products and senders that neither training nor the thresholds have seen.
    """

    def __init__(self, folder: Path, *, fitting: bool) -> None:
        self._folder = folder
        self._fitting = fitting
        self._studio = data.catalog_photos(folder, large=True)
        self._home = data.consumer_photos(folder)
        self._others = data.other_photos(folder)

    def singles(self) -> list[Callable[[], Scene]]:
        """Shoppers' photos as they are, of one labelled piece each."""
        return [lambda item=item: self._single(item) for item in self._consumer]  # type: ignore[misc]  # bound at once

    def without(self) -> list[Callable[[], Scene]]:
        """Photos without any piece of clothing."""
        return [lambda file=file: Scene(self._others.read(file), ()) for file in self._other_files]  # type: ignore[misc]  # as above

    def beside(self, number: int) -> Scene:
        """Two or three products of different families in a row or one above the other, on one backdrop."""
        rng = random.Random(f"beside {number} {self._fitting}")
        count = 3 if number % 4 == 3 else 2
        families = rng.sample(sorted(_WORN), count)
        portrait = rng.random() < 0.5
        width, height = (round(SIDE_PX * 0.75), SIDE_PX) if portrait else (SIDE_PX, round(SIDE_PX * 0.75))
        canvas = self._backdrop(rng, width, height)
        placed = []
        for place, family in enumerate(families):
            share = (place / count, (place + 1) / count)
            left, top, right, bottom = (0.0, share[0], 1.0, share[1]) if portrait else (share[0], 0.0, share[1], 1.0)
            cell = (left * width, top * height, right * width, bottom * height)
            placed.append(_put(canvas, self._cut_out(rng, frozenset({family})), cell, rng, fill=rng.uniform(0.7, 0.98)))
        return Scene(canvas, tuple(placed))

    def outfit(self, number: int) -> Scene:
        """A top that touches the trousers or the skirt below it, every third with shoes below these."""
        rng = random.Random(f"outfit {number} {self._fitting}")
        width, height = round(SIDE_PX * 0.7), SIDE_PX
        canvas = self._backdrop(rng, width, height)
        shoes = number % 3 == 2
        rows = [(_UPPER, 0.02, 0.48), (_LOWER, 0.44, 0.84 if shoes else 0.98)]
        if shoes:
            rows.append((_FEET, 0.84, 0.99))
        spread = rng.uniform(0.0, 0.15)
        placed = []
        for families, top, bottom in reversed(rows):
            cell = (width * spread, height * top, width * (1 - spread), height * bottom)
            placed.append(_put(canvas, self._cut_out(rng, families), cell, rng, fill=1.0))
        return Scene(canvas, tuple(reversed(placed)))

    def two_photos(self, number: int) -> Scene:
        """Two shoppers' photos of different families beside each other in one picture."""
        rng = random.Random(f"photos {number} {self._fitting}")
        first = rng.choice(self._consumer)
        second = rng.choice([item for item in self._consumer if not _families(item) & _families(first)])
        pictures = [self._home.read(f"{item.photo}.jpg") for item in (first, second)]
        height = 336
        pictures = [picture.resize((round(picture.width * height / picture.height), height)) for picture in pictures]
        canvas = Image.new("RGB", (sum(picture.width for picture in pictures), height))
        left, placed = 0, []
        for item, picture in zip((first, second), pictures, strict=True):
            canvas.paste(picture, (left, 0))
            right = left + picture.width
            placed.append(Placed(_families(item), (left / canvas.width, 0.0, right / canvas.width, 1.0)))
            left = right
        canvas.thumbnail((SIDE_PX, SIDE_PX))
        return Scene(canvas, tuple(placed))

    def _single(self, item: data.ConsumerItem) -> Scene:
        return Scene(self._home.read(f"{item.photo}.jpg"), (Placed(_families(item), (0.0, 0.0, 1.0, 1.0)),))

    def _cut_out(self, rng: random.Random, families: frozenset[str]) -> tuple[Image.Image, frozenset[str]]:
        item = rng.choice([item for item in self._products if _family(item) in families])
        image = self._studio.read(f"{item.id}.jpg")
        cut_out = image.convert("RGBA")
        cut_out.putalpha(studio_mask(image))
        return cut_out.crop(cut_out.getbbox() or (0, 0, *cut_out.size)), frozenset({_family(item)})

    def _backdrop(self, rng: random.Random, width: int, height: int) -> Image.Image:
        photos = [self._others.read(rng.choice(self._other_files))]
        side = max(width, height)
        return backdrop(np.random.default_rng(rng.randrange(2**32)), photos, side, side).crop((0, 0, width, height))

    @cached_property
    def _consumer(self) -> list[data.ConsumerItem]:
        items = data.read_consumer(self._folder)
        held_out = data.held_out_senders([item.sender for item in items])
        return [i for i in items if i.sender in held_out and data.is_for_fitting(i.sender) == self._fitting]

    @cached_property
    def _products(self) -> list[data.CatalogItem]:
        items = data.read_catalog(self._folder)
        return [
            item
            for item in items
            if item.split == ("train" if self._fitting else "val") and item.has_large_photo and _family(item) in _WORN
        ]

    @cached_property
    def _other_files(self) -> list[str]:
        items = data.read_other(self._folder)
        return [i.file for i in items if i.held_out and data.is_for_fitting(i.file) == self._fitting]


def _put(
    canvas: Image.Image,
    piece: tuple[Image.Image, frozenset[str]],
    cell: Sequence[float],
    rng: random.Random,
    fill: float,
) -> Placed:
    cut_out, families = piece
    left, top, right, bottom = cell
    scale = min((right - left) / cut_out.width, (bottom - top) / cut_out.height) * fill
    size = max(8, round(cut_out.width * scale)), max(8, round(cut_out.height * scale))
    shown = cut_out.resize(size, Image.Resampling.BICUBIC)
    x = round(left + (right - left - size[0]) * (rng.uniform(0.2, 0.8) if fill < 1 else 0.5))
    y = round(top + (bottom - top - size[1]) * (rng.uniform(0.2, 0.8) if fill < 1 else 0.5))
    canvas.paste(shown, (x, y), shown)
    box = (x / canvas.width, y / canvas.height, (x + size[0]) / canvas.width, (y + size[1]) / canvas.height)
    return Placed(families, box)


def _family(item: data.CatalogItem) -> str:
    kinds = labels.CATEGORIES_OF_ARTICLE.get(item.article_type, ())
    return CATEGORY_BY_VALUE[kinds[0]].family if kinds else ""


def _families(item: data.ConsumerItem) -> frozenset[str]:
    return frozenset(CATEGORY_BY_VALUE[kind].family for kind in labels.CONSUMER[item.label]["category"])
