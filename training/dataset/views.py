"""Which pictures are looked at, and how: each collection as it is, and as other photos of the same things.

A view is a list of pictures that can be made one by one from a name and an index, in any process and
always alike, so that what was computed from it can be cached under its name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from demo_shop import Look, draw, random_look
from training.dataset import augment, data

BACKDROP_PHOTOS: Final = 120
DRAWING_SIZE: Final = 200


@dataclass(frozen=True, slots=True)
class View:
    """`keys[i]` names what `picture(i)` shows."""

    name: str
    keys: Sequence[str]
    picture: Callable[[int], Image.Image]


def catalog_as_it_is(folder: Path, *, large: bool) -> View:
    """Every product in 60×80, or those that have it in 224×224."""
    photos = data.catalog_photos(folder, large=large)
    keys = [item.id for item in data.read_catalog(folder) if item.has_large_photo or not large]
    return View(f"catalog-{224 if large else 60}", keys, lambda index: photos.read(f"{keys[index]}.jpg"))


def catalog_as_phone_photos(folder: Path, take: int) -> View:
    """Products of split "train" in rooms; the larger photo, where there is one, every other time."""
    items = [item for item in data.read_catalog(folder) if item.split == "train"]
    small, large = (data.catalog_photos(folder, large=size) for size in (False, True))
    backdrops = _Backdrops(folder)

    def picture(index: int) -> Image.Image:
        item, rng = items[index], _rng("catalog", take, index)
        photos = large if item.has_large_photo and rng.random() < 0.5 else small
        return augment.as_phone_photo(photos.read(f"{item.id}.jpg"), rng, backdrops())

    return View(f"catalog-phone-{take}", [item.id for item in items], picture)


def consumer_as_they_are(folder: Path) -> View:
    """All photos taken by shoppers, those of held-out senders too (for the figures)."""
    photos = data.consumer_photos(folder)
    keys = [item.photo for item in data.read_consumer(folder)]
    return View("consumer", keys, lambda index: photos.read(f"{keys[index]}.jpg"))


def consumer_again(folder: Path, take: int) -> View:
    """Photos of the senders in training, taken again."""
    items = data.read_consumer(folder)
    held_out = data.held_out_senders([item.sender for item in items])
    photos = data.consumer_photos(folder)
    keys = [item.photo for item in items if item.sender not in held_out]

    def picture(index: int) -> Image.Image:
        return augment.as_other_photo(photos.read(f"{keys[index]}.jpg"), _rng("consumer", take, index))

    return View(f"consumer-again-{take}", keys, picture)


def other_as_they_are(folder: Path) -> View:
    """All photos without clothes, held-out ones too (for the figures)."""
    photos = data.other_photos(folder)
    keys = [item.file for item in data.read_other(folder)]
    return View("other", keys, lambda index: photos.read(keys[index]))


def other_again(folder: Path, take: int) -> View:
    """Photos without clothes that training may see, taken again."""
    photos = data.other_photos(folder)
    keys = [item.file for item in data.read_other(folder) if not item.held_out]

    def picture(index: int) -> Image.Image:
        return augment.as_other_photo(photos.read(keys[index]), _rng("other", take, index))

    return View(f"other-again-{take}", keys, picture)


def drawings(count: int) -> View:
    """The project's own drawings of random looks; every second one as if seen on a photographed page."""

    def picture(index: int) -> Image.Image:
        drawn = draw(look_of_drawing(index), DRAWING_SIZE)
        return augment.as_other_photo(drawn, _rng("drawings", 0, index)) if index % 2 else drawn

    return View("drawings", [str(index) for index in range(count)], picture)


def look_of_drawing(index: int) -> Look:
    """What drawing number `index` shows."""
    return random_look(random.Random(f"drawing {index}"))


def is_held_out_drawing(key: str) -> bool:
    """Every eighth drawing is kept out of training."""
    return int(key) % 8 == 7


def all_views(folder: Path, takes: int, drawn: int) -> dict[str, Callable[[], View]]:
    """Every view by name; `takes` says how often photos are taken again (studio shots once), `drawn` how many drawn."""
    views: dict[str, Callable[[], View]] = {
        "consumer": partial(consumer_as_they_are, folder),
        "other": partial(other_as_they_are, folder),
        "catalog-60": partial(catalog_as_it_is, folder, large=False),
        "catalog-224": partial(catalog_as_it_is, folder, large=True),
    }
    if drawn:
        views["drawings"] = partial(drawings, drawn)
    if takes:
        views["catalog-phone-1"] = partial(catalog_as_phone_photos, folder, 1)
    for take in range(1, takes + 1):
        views[f"consumer-again-{take}"] = partial(consumer_again, folder, take)
        views[f"other-again-{take}"] = partial(other_again, folder, take)
    return views


class _Backdrops:
    """Rooms and the like out of the photos that training may see, read on first use in each process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pictures: list[Image.Image] = []

    def __call__(self) -> list[Image.Image]:
        if not self._pictures:
            photos = data.other_photos(self._folder)
            usable = [item for item in data.read_other(self._folder) if not item.held_out]
            self._pictures = [photos.read(item.file) for item in usable[-BACKDROP_PHOTOS:]]
        return self._pictures


def _rng(collection: str, take: int, index: int) -> np.random.Generator:
    return np.random.default_rng([*collection.encode(), take, index])
