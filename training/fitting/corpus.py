"""Everything that training may look at: pictures with their facts, their sightings and their words."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.dataset import captions
from training.dataset.captions import Caption
from training.dataset.data import CatalogItem, ConsumerItem, OtherItem, held_out_senders
from training.dataset.facts import (
    OTHER_KINDS,
    Facts,
    FactSpace,
    facts_of_catalog,
    facts_of_consumer,
    facts_of_drawing,
    facts_of_other,
)
from training.dataset.views import is_held_out_drawing, look_of_drawing
from training.towers.features import Features

CLASSES: Final = tuple(captions.CLASS_WORDS)
_FREQUENT: Final = 400
_MOST_OFTEN: Final = 4.0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to learn.

    `sightings` are (view, row) of its pictures, `say` describes it, `title` is a product's, `label` is
    an index into `CLASSES`, or −1, and `weight` says how often it is shown, compared with others.
    """

    facts: Facts
    name: str
    say: Callable[[random.Random], Caption]
    sightings: tuple[tuple[str, int], ...]
    title: str = ""
    label: int = -1
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pictures:
    """A batch's share of the cached features, as float32 tensors."""

    maps: Tensor
    pooled: Tensor
    small: Tensor

    def to(self, device: torch.device) -> Pictures:
        """The same on another device."""
        return Pictures(self.maps.to(device), self.pooled.to(device), self.small.to(device))


class Corpus:
    """Items by source ("catalog", "consumer", "other", "drawings") over cached views, and words for none of them."""

    def __init__(
        self,
        space: FactSpace,
        views: Mapping[str, Features],
        items: Mapping[str, Sequence[Item]],
        everyday: Sequence[str] = (),
    ) -> None:
        self.space = space
        self.everyday = everyday
        self._views = views
        self.items = {source: list(of_source) for source, of_source in items.items() if of_source}
        names = sorted({item.name for of_source in self.items.values() for item in of_source} - {""})
        self._name_ids = {name: index for index, name in enumerate(names)}
        self._rows = {
            source: np.stack([self._row(source, item) for item in of_source])
            for source, of_source in self.items.items()
        }

    def facts(self, source: str, chosen: Sequence[int]) -> Tensor:
        """Facts of some items, float32 (n, width)."""
        return torch.from_numpy(self._rows[source][list(chosen)].astype(np.float32))

    def name_ids(self, names: Sequence[str]) -> Tensor:
        """A number for each name of an item, int64; −1 where no item is called so."""
        return torch.tensor([self._name_ids.get(name, -1) for name in names], dtype=torch.int64)

    def look_at(self, sightings: Sequence[tuple[str, int]]) -> Pictures:
        """The cached features of one sighting each, in the order asked for."""
        count = len(sightings)
        any_view = next(iter(self._views.values()))
        maps = np.empty((count, *any_view.maps.shape[1:]), dtype=np.float32)
        pooled = np.empty((count, *any_view.pooled.shape[1:]), dtype=np.float32)
        small = np.empty((count, *any_view.pixels.shape[1:]), dtype=np.float32)
        by_view: dict[str, list[int]] = {}
        for place, (view, _) in enumerate(sightings):
            by_view.setdefault(view, []).append(place)
        for view, places in by_view.items():
            rows = [sightings[place][1] for place in places]
            cached = self._views[view]
            maps[places], pooled[places], small[places] = cached.maps[rows], cached.pooled[rows], cached.pixels[rows]
        return Pictures(torch.from_numpy(maps), torch.from_numpy(pooled), torch.from_numpy(small / 255))

    def _row(self, source: str, item: Item) -> NDArray[np.bool_]:
        row = self.space.encode(item.facts)
        if source != "other":  # a product of an unknown kind is a product all the same
            category = self.space.slices["category"]
            row[category.stop - len(OTHER_KINDS) : category.stop] = False
        return row


def catalog_items(rows: Sequence[CatalogItem], views: Mapping[str, Features]) -> list[Item]:
    """Products of split "train"; those of a rare kind or colour are shown more often."""
    where = _sightings(views, "catalog")
    learned = [row for row in rows if row.split == "train"]
    articles, shades = Counter(row.article_type for row in learned), Counter(row.colour for row in learned)
    return [
        Item(facts, row.title, _Described(facts), where[row.id], row.title, weight=_weight(rarest))
        for row in learned
        for facts in [facts_of_catalog(row)]
        for rarest in [min(articles[row.article_type], shades[row.colour])]
    ]


def _weight(count: int) -> float:
    """How often to show one of `count` alike; the root keeps the frequent ones in the majority."""
    return min(_MOST_OFTEN, max(1.0, math.sqrt(_FREQUENT / count)))


def consumer_items(rows: Sequence[ConsumerItem], views: Mapping[str, Features]) -> list[Item]:
    """Photos of the senders that training may see."""
    where = _sightings(views, "consumer")
    held_out = held_out_senders([row.sender for row in rows])
    return [
        Item(facts, "", _Described(facts), where[row.photo], label=CLASSES.index(row.label))
        for row in rows
        if row.sender not in held_out
        for facts in [facts_of_consumer(row)]
    ]


def other_items(rows: Sequence[OtherItem], views: Mapping[str, Features]) -> list[Item]:
    """Photos without clothes that training may see."""
    where = _sightings(views, "other")
    return [
        Item(facts, row.name, _Other(facts, row.name), where[row.file])
        for row in rows
        if not row.held_out
        for facts in [facts_of_other(row)]
    ]


def drawn_items(views: Mapping[str, Features]) -> list[Item]:
    """The project's own drawings."""
    return [
        Item(facts, "", _Described(facts), sightings)
        for key, sightings in _sightings(views, "drawings").items()
        if not is_held_out_drawing(key)
        for facts in [facts_of_drawing(look_of_drawing(int(key)))]
    ]


def _sightings(views: Mapping[str, Features], collection: str) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for name, view in views.items():
        if name.startswith(collection):
            for row, key in enumerate(view.keys):
                found.setdefault(key, []).append((name, row))
    return {key: tuple(sightings) for key, sightings in found.items()}


@dataclass(frozen=True, slots=True)
class _Described:
    facts: Facts

    def __call__(self, rng: random.Random) -> Caption:
        return captions.describe(self.facts, rng)


@dataclass(frozen=True, slots=True)
class _Other:
    facts: Facts
    name: str

    def __call__(self, rng: random.Random) -> Caption:
        return captions.caption_of_other(self.facts, self.name, rng)
