"""What search is asked when it is measured, and what the right answers are: by comparing with every product."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.stock import MODEL, SIZES, VARIANTS, Stock, product_id, with_slip
from benchmarks.search.vectors import Encoded, Matrix
from catalog.models import Traits

Mask = NDArray[np.bool_]
Filters = dict[str, Any]
"""The fields of a `catalog.models.Filters`, in JSON."""

TOP: Final = 10
SHARES: Final = {"50 %": 0.5, "20 %": 0.2, "8 %": 0.08, "2 %": 0.02, ".5 %": 0.005}
FARTHEST: Final = "farthest 20 %"
NARROWED: Final = ("no filter", "50 %", "price range", "20 %", "8 %", "2 %", ".5 %", "far kind", "far half", FARTHEST)
"""Rows of questions that are a vector and conditions."""

TITLES: Final = ("title", "title, a slip", "title, two slips")
BOTH: Final = "colour and kind"
_KINDS_HAVE: Final = 0.001
_WITHIN: Final = 0.005
_EQUAL: Final = 0.00001
_SAMPLED: Final = 5000


@dataclass(slots=True)
class Question:
    """One of a `row` of the table, asked by the vector of number `vector`, conditions and words.

    `nearest` are the ids of the ten products to be found, with their `cosines`; of a title its product's alone.
    `tenth` is the cosine of the tenth article.
    """

    row: str
    source: str
    vector: int
    filters: Filters
    text: str = ""
    nearest: list[str] = field(default_factory=list)
    cosines: list[float] = field(default_factory=list)
    tenth: float = 0.0


def recall(question: Question, answer: dict[str, Any]) -> float:
    """The part of the nearest in stock that is in the answer, as hits or as their variants.

    What is sold out goes behind a little, and may take places: then as many of the nearest are looked for as are left.
    Of equals any will do: a product may be listed twice, and only some of an article's variants are shown.
    Of the farthest, whose ten are hardly nearer than the hundred behind them: the part that is near enough.
    """
    if question.row == FARTHEST:
        return float(np.sum(np.array(answer["cosines"][:TOP]) >= question.tenth - _WITHIN)) / TOP
    articles = [set(article).intersection(question.nearest) for article in answer["ids"]]
    if question.row == BOTH:
        return sum(map(bool, articles)) / TOP
    if question.row in TITLES:
        return float(bool(articles and articles[0]))
    left = max(1, sum(answer["in_stock"]))
    found = set().union(*articles)
    hits = np.array(answer["cosines"])
    right = [
        one in found or bool(np.any(np.abs(hits - cosine) < _EQUAL))
        for one, cosine in zip(question.nearest[:left], question.cosines, strict=False)
    ]
    return sum(right) / max(1, len(right))


class Conditions:
    """Conditions that let a certain part of the shop pass, as filters and as masks over the shop's products."""

    def __init__(self, shop: Stock) -> None:
        self._shop = shop
        self.kinds = _first_values(shop.labelled.traits, "category")[shop.row]
        self.women = _first_values(shop.labelled.traits, "gender")[shop.row] == "women"
        names, counts = np.unique(self.kinds, return_counts=True)
        self._names = [
            str(name) for name, count in zip(names, counts, strict=True) if name and count >= _KINDS_HAVE * shop.count
        ]
        self._shares = {str(name): count / shop.count for name, count in zip(names, counts, strict=True)}
        vectors = shop.labelled.vectors
        self._centres = {
            name: vectors[shop.row[np.flatnonzero(self.kinds == name)[:_SAMPLED]]].mean(axis=0) for name in self._names
        }
        self._fixed = {row: self._of(row) for row in NARROWED if not row.startswith("far")}

    def of(self, row: str, vector: NDArray[np.float32]) -> tuple[Filters, Mask]:
        """For a question with this vector: conditions, and the products in stock that pass."""
        return self._far(row, vector) if row.startswith("far") else self._fixed[row]

    def _of(self, row: str) -> tuple[Filters, Mask]:
        shop = self._shop
        if row == "no filter":
            return {}, shop.available
        if row == "price range":
            low, high = (int(cents) for cents in np.quantile(shop.cents, [0.25, 0.75]))
            inside = (shop.cents >= low) & (shop.cents <= high)
            return {"min_price": _price(low), "max_price": _price(high)}, inside & shop.available
        said: Filters = {"in_stock_only": True}
        among = shop.available
        if row != "50 %":
            said["sizes"], among = ["M"], among & shop.sizes[:, SIZES.index("M")]
        if row in ("2 %", ".5 %"):
            said["required"], among = {"gender": ["women"]}, among & self.women
        part = min(1.0, SHARES[row] * shop.count / max(1, int(among.sum())))
        highest = int(np.quantile(shop.cents[among], part)) if among.any() else 0
        return {**said, "max_price": _price(highest)}, among & (shop.cents <= highest)

    def _far(self, row: str, vector: NDArray[np.float32]) -> tuple[Filters, Mask]:
        far = sorted(self._names, key=lambda name: float(self._centres[name] @ vector))
        part = {"far kind": 0.0, "far half": 0.5, FARTHEST: 0.2}[row]
        chosen = far[:1]
        while sum(self._shares[name] for name in chosen) < part and len(chosen) < len(far):
            chosen.append(far[len(chosen)])
        among = np.isin(self.kinds, chosen) & self._shop.available
        return {"in_stock_only": True, "required": {"category": chosen}}, among


def _first_values(traits: Sequence[Traits], name: str) -> NDArray[np.str_]:
    return np.array([one[name][0].value if one.get(name) else "" for one in traits])


def _price(cents: int) -> str:
    return f"{cents / 100:.2f}"


@dataclass(slots=True)
class Questions:
    """What is asked, in this order, and the vectors it is asked with."""

    vectors: Matrix
    asked: list[Question]

    def write(self, file: Path, products: int) -> None:
        """For `benchmarks.search.asker`."""
        np.save(file.with_suffix(".npy"), self.vectors)
        told = [
            {"row": one.row, "vector": one.vector, "filters": one.filters, "text": one.text, "right": one.nearest[:1]}
            for one in self.asked
        ]
        file.write_text(json.dumps({"model": MODEL, "products": products, "questions": told}))


def questions(shop: Stock, encoded: Encoded, each: int, seed: int = 4) -> Questions:
    """`each` of every row and source in turn, as many with words, and the answers of an exhaustive search."""
    rng = random.Random(seed)
    sources = {
        "photos": encoded.photos[: len(shop.labelled.titles)],
        "people's": encoded.peoples,
        "words": encoded.words,
    }
    asked: list[tuple[Question, Mask]] = []
    vectors: list[NDArray[np.float32]] = []
    conditions = Conditions(shop)
    drawn = {name: rng.sample(range(len(matrix)), min(each, len(matrix))) for name, matrix in sources.items()}
    for number in range(each):
        for source, matrix in sources.items():
            if number < len(drawn[source]):
                vectors.append(matrix[drawn[source][number]])
                for row in NARROWED:
                    filters, mask = conditions.of(row, vectors[-1])
                    asked.append((Question(row, source, len(vectors) - 1, filters), mask))
    find_nearest(shop, np.stack(vectors), asked)
    worded = [
        *_titles(shop, encoded, 3 * each, vectors, rng),
        *_phrases(shop, encoded, conditions, 3 * each, vectors, rng),
    ]
    rng.shuffle(worded)
    return Questions(np.stack(vectors), [one for one, _ in asked] + worded)


def find_nearest(shop: Stock, vectors: Matrix, asked: Sequence[tuple[Question, Mask]]) -> None:
    """Fill in what is to be found among the products of each mask."""
    # So many rows hold ten articles.
    width = TOP * VARIANTS
    best = np.full((len(asked), width), -np.inf, np.float32)
    numbers = np.zeros((len(asked), width), np.int64)
    for start, block in shop.blocks():
        cosines = vectors @ block.T
        for place, (question, mask) in enumerate(asked):
            passing = np.flatnonzero(mask[start : start + len(block)])
            both = np.concatenate([best[place], cosines[question.vector][passing]])
            order = np.argsort(-both, kind="stable")[:width]
            numbers[place] = np.concatenate([numbers[place], passing + start])[order]
            best[place] = both[order]
    for place, (question, _) in enumerate(asked):
        there = np.isfinite(best[place])
        found, cosines = numbers[place][there].tolist(), best[place][there].tolist()
        question.nearest, question.cosines = list(map(product_id, found[:TOP])), cosines[:TOP]
        articles = dict[str, float]()
        for number, cosine in zip(found, cosines, strict=True):
            articles.setdefault(shop.article(number), cosine)
        question.tenth = min([*articles.values()][:TOP], default=-1.0)


def _titles(
    shop: Stock, encoded: Encoded, count: int, vectors: list[NDArray[np.float32]], rng: random.Random
) -> list[Question]:
    """Titles that no other product has: whole, and with slips."""
    counts = Counter(row["title"].casefold() for row in encoded.rows)
    titles = shop.labelled.titles
    alone = [row for row, title in enumerate(titles) if counts[title.casefold()] == 1]
    made = []
    for row in rng.sample(alone, min(count, len(alone))):
        vectors.append(encoded.titles[row])
        typed = titles[row]
        for name in TITLES:
            made.append(Question(name, "words", len(vectors) - 1, {}, typed, [product_id(row)]))
            typed = with_slip(typed, rng)
    return made


def _phrases(
    shop: Stock,
    encoded: Encoded,
    conditions: Conditions,
    count: int,
    vectors: list[NDArray[np.float32]],
    rng: random.Random,
) -> list[Question]:
    """“red boots”, where ten and more in stock are stated to be both; `nearest` are all that are."""
    colours = _first_values(shop.labelled.traits, "colours")[shop.row]
    made: list[Question] = []
    for number in rng.sample(range(len(encoded.phrases)), len(encoded.phrases)):
        colour, _, kind = encoded.phrases[number].partition(" ")
        both = np.flatnonzero((colours == colour) & (conditions.kinds == kind) & shop.available)
        if len(both) >= TOP and len(made) < count:
            vectors.append(encoded.words[number])
            made.append(
                Question(
                    BOTH, "words", len(vectors) - 1, {}, encoded.phrases[number], [product_id(int(one)) for one in both]
                )
            )
    return made
