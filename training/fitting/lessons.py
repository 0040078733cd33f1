"""What one step of training looks at and asks: pictures, what is said about them, and words to be told apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

from training.dataset import captions
from training.dataset.captions import Caption
from training.dataset.facts import OTHER_KINDS
from training.fitting.corpus import CLASSES, Corpus, Item, Pictures
from workers import vocabulary

_PROMPTED_TRAITS: Final = ("pattern", "neckline", "sleeve", "style", "gender")
_DESCRIBED_SHARE: Final = 0.5
_TEES: Final = frozenset({"t-shirt", "polo shirt"})


@dataclass(frozen=True, slots=True)
class Batch:
    """`items` with their pictures; the first `len(titles)` of them are products, in the order of their titles.

    `descriptions` are of any of them, and of nothing in the batch.
    """

    items: list[Item]
    pictures: Pictures
    facts: Tensor
    titles: list[Caption]
    descriptions: list[Caption]


@dataclass(frozen=True, slots=True)
class Question:
    """Prompts of which each picture of `rows` fits those that are `possible` (rows × prompts, boolean).

    `searched` questions are also asked the other way: each prompt must find its pictures among all.
    """

    name: str
    prompts: list[str]
    rows: Tensor
    possible: Tensor
    trait: str = ""

    @property
    def searched(self) -> bool:
        return bool(self.trait)


def batches(corpus: Corpus, sizes: Mapping[str, int], unrelated: int, rng: random.Random) -> Iterator[Batch]:
    """Endless batches of `sizes[source]` items each, products first, and captions of nothing, which come last."""
    orders = {source: _endless([item.weight for item in items], rng) for source, items in corpus.items.items()}
    while True:
        items, rows = [], []
        for source, order in orders.items():
            chosen = [next(order) for _ in range(sizes[source])]
            items += [corpus.items[source][index] for index in chosen]
            rows.append(corpus.facts(source, chosen))
        yield Batch(
            items=items,
            pictures=corpus.look_at([rng.choice(item.sightings) for item in items]),
            facts=torch.cat(rows),
            titles=[captions.caption_of_title(item.title, rng) for item in items if item.title],
            descriptions=[item.say(rng) for item in items if not item.title or rng.random() < _DESCRIBED_SHARE]
            + [captions.unrelated(rng, corpus.everyday) for _ in range(unrelated)],
        )


def questions(corpus: Corpus, batch: Batch, rng: random.Random) -> list[Question]:
    """What is to be told apart in this batch: kinds, colours, labels of the catalog, collars, other traits."""
    blocks = corpus.space.slices
    everything = torch.arange(len(batch.items))
    kinds = batch.facts[:, blocks["category"]] > 0
    asked = [Question("category", list(vocabulary.KIND_PROMPTS), everything, kinds, "category")]
    for trait in (rng.choice(("colour", "shade", "shade")), rng.choice(("article", "article", "group", "gender"))):
        form = rng.choice(("{}", "{} colour")) if trait == "colour" else "{}"
        prompts = [form.format(value) for value in corpus.space.values[trait]]
        name = "colour" if trait in {"colour", "shade"} else "catalog label"
        asked.append(Question(name, prompts, everything, batch.facts[:, blocks[trait]] > 0, trait))
    labels = torch.tensor([item.label for item in batch.items])
    labelled = (labels >= 0).nonzero().flatten()
    if len(labelled):
        words = [rng.choice(words) for words in captions.CLASS_WORDS.values()]
        asked.append(Question("label", words, labelled, nn.functional.one_hot(labels[labelled], len(CLASSES)) > 0))
    if rows_and_collars := _collars(batch.items, rng):
        rows, collared = (torch.tensor(column) for column in zip(*rows_and_collars, strict=True))
        asked.append(Question("collar", captions.collar_prompts(rng), rows, torch.stack((collared, ~collared), dim=1)))
    return asked + _traits(corpus, batch, rng)


def _traits(corpus: Corpus, batch: Batch, rng: random.Random) -> list[Question]:
    """One of the finer traits, asked about as the attribute reader does, for a few kinds of product."""
    trait = rng.choice(_PROMPTED_TRAITS)
    by_category: dict[str, list[int]] = {}
    products = set(corpus.space.values["category"][: -len(OTHER_KINDS)])
    possible = batch.facts[:, corpus.space.slices[trait]] > 0
    for row, item in enumerate(batch.items):
        kinds = item.facts.get("category", frozenset())
        if trait in item.facts and kinds and kinds <= products:
            by_category.setdefault(rng.choice(sorted(kinds)), []).append(row)
    asked = []
    for category in rng.sample(sorted(by_category), min(4, len(by_category))):
        rows = torch.tensor(by_category[category])
        prompts = [captions.trait_prompt(category, trait, value) for value in corpus.space.values[trait]]
        asked.append(Question("trait", prompts, rows, possible[rows]))
    return asked


def _collars(items: Sequence[Item], rng: random.Random) -> list[tuple[int, bool]]:
    """Rows of polo shirts and as many of other t-shirts, with whether there is a collar.

    A t-shirt whose title names no neck is taken for one without a collar, which it nearly always is.
    """
    tees = [row for row, item in enumerate(items) if item.facts.get("category", frozenset("?")) <= _TEES]
    polos = [row for row in tees if items[row].facts["category"] == frozenset({"polo shirt"})]
    others = [row for row in tees if row not in polos]
    count = min(len(polos), len(others))
    return [(row, True) for row in rng.sample(polos, count)] + [(row, False) for row in rng.sample(others, count)]


def _endless(weights: Sequence[float], rng: random.Random) -> Iterator[int]:
    """Indices in shuffled rounds; in each an index comes `weight` times, a fraction by chance."""
    while True:
        order = [index for index, weight in enumerate(weights) for _ in range(int(weight + rng.random()))]
        rng.shuffle(order)
        yield from order
