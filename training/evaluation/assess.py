"""The model card's figures, on products, shoppers and things that training did not see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from training.dataset import captions, data
from training.dataset.data import CatalogItem, ConsumerItem, OtherItem
from training.dataset.facts import facts_of_catalog, facts_of_consumer
from training.evaluation import figures
from training.evaluation.robust import robust_words
from workers.retrieval_metrics import Matrix, retrieval_figures, with_titles

_LABELS: Final[dict[str, Callable[[CatalogItem], str]]] = {
    "sub_category": lambda row: row.sub_category,
    "fine_category": lambda row: row.article_type,
    "colour": lambda row: row.colour,
}
_COLLAR: Final = ("a t-shirt with collar", "a t-shirt without collar")


class Encodings(Protocol):
    """What a model makes of the views and of words."""

    def view(self, name: str) -> tuple[Sequence[str], Matrix]:
        """Keys and vectors of a view of `training.dataset.views`."""
        ...

    def words(self, texts: Sequence[str]) -> Matrix:
        """Vectors of texts."""
        ...


@dataclass(frozen=True, slots=True)
class Collections:
    """All rows, held-out and not."""

    catalog: Sequence[CatalogItem]
    consumer: Sequence[ConsumerItem]
    other: Sequence[OtherItem]


def assess(model: Encodings, rows: Collections) -> dict[str, dict[str, float]]:
    """All figures by name."""
    photos = catalog_vectors(model, rows.catalog)
    titles = model.words([row.title for row in rows.catalog])
    found = _retrieval(model, rows.catalog, photos, titles)
    found |= _attributes(model, rows.catalog, photos)
    found |= _consumer(model, rows, photos)
    found["collar, catalog"] = {"AUC": _collar_auc(model, *_polos_of_catalog(rows.catalog, photos))}
    found |= robust_words(model.words, rows.catalog, with_titles(photos, titles))
    return found


def catalog_vectors(model: Encodings, rows: Sequence[CatalogItem]) -> Matrix:
    """One vector a product, of its larger photo where there is one."""
    keys, vectors = model.view("catalog-60")
    place = {key: index for index, key in enumerate(keys)}
    photos = vectors[[place[row.id] for row in rows]].copy()
    position = {row.id: index for index, row in enumerate(rows)}
    keys, vectors = model.view("catalog-224")
    photos[[position[key] for key in keys]] = vectors
    return photos


def held_out_consumer(model: Encodings, rows: Sequence[ConsumerItem]) -> tuple[list[ConsumerItem], Matrix]:
    """Photos of senders that training did not see."""
    keys, vectors = model.view("consumer")
    senders = data.held_out_senders([row.sender for row in rows])
    place = {key: index for index, key in enumerate(keys)}
    kept = [row for row in rows if row.sender in senders]
    return kept, vectors[[place[row.photo] for row in kept]]


def held_out_other(model: Encodings, rows: Sequence[OtherItem]) -> tuple[list[OtherItem], Matrix]:
    """Photos without clothes that training did not see."""
    keys, vectors = model.view("other")
    place = {key: index for index, key in enumerate(keys)}
    kept = [row for row in rows if row.held_out]
    return kept, vectors[[place[row.file] for row in kept]]


def _retrieval(
    model: Encodings, rows: Sequence[CatalogItem], photos: Matrix, titles: Matrix
) -> dict[str, dict[str, float]]:
    queried = np.array([index for index, row in enumerate(rows) if row.split == "val"])
    labels = {name: [label(row) for row in rows] for name, label in _LABELS.items()}
    return retrieval_figures(photos, titles, queried, labels, model.words, "val")


def _attributes(model: Encodings, rows: Sequence[CatalogItem], photos: Matrix) -> dict[str, dict[str, float]]:
    queried = [index for index, row in enumerate(rows) if row.split == "val"]
    found = {}
    for name, label in (*list(_LABELS.items())[1:], ("gender", lambda row: row.gender)):
        names = sorted({label(row) for row in rows} - {"", "NA"})
        known = [index for index in queried if label(rows[index]) in names]
        nearest = (photos[known] @ model.words(names).T).argmax(axis=1)
        found[f"F1 of {name}"] = {
            "weighted F1": figures.weighted_f1([label(rows[index]) for index in known], [names[i] for i in nearest])
        }
    return found


def _consumer(model: Encodings, rows: Collections, photos: Matrix) -> dict[str, dict[str, float]]:
    kept, vectors = held_out_consumer(model, rows.consumer)
    words = model.words([captions.CLASS_WORDS[label][0] for label in data.CONSUMER_CLASSES])
    ten = [index for index, row in enumerate(kept) if row.label in data.CONSUMER_CLASSES]
    truth = np.array([data.CONSUMER_CLASSES.index(kept[index].label) for index in ten])
    kinds = [facts_of_catalog(row).get("category", frozenset()) for row in rows.catalog]
    alike = {
        label: np.array([bool(kind & wanted) for kind in kinds])
        for label in {row.label for row in kept}
        for wanted in [facts_of_consumer(ConsumerItem("", label, ""))["category"]]
    }
    shared = np.stack([alike[kept[index].label] for index in ten])
    polos = vectors[[index for index, row in enumerate(kept) if row.label == "Polo"]]
    others = vectors[[index for index, row in enumerate(kept) if row.label == "T-Shirt"]]
    return {
        "consumer class": {"accuracy": figures.nearest_word(vectors[ten], words, truth)},
        "consumer to catalog": {"category P@10": figures.neighbours_alike(vectors[ten], photos, shared)},
        "collar, consumer": {"AUC": _collar_auc(model, polos, others)},
    }


def _polos_of_catalog(rows: Sequence[CatalogItem], photos: Matrix) -> tuple[Matrix, Matrix]:
    necks = [
        facts_of_catalog(row).get("neckline", frozenset({"crew neck"})) if row.article_type == "Tshirts" else None
        for row in rows
    ]
    val = [index for index, row in enumerate(rows) if row.split == "val"]
    with_collar = [index for index in val if necks[index] == frozenset({"polo collar"})]
    without = [index for index in val if necks[index] is not None and necks[index] != frozenset({"polo collar"})]
    return photos[with_collar], photos[without]


def _collar_auc(model: Encodings, with_collar: Matrix, without: Matrix) -> float:
    words = model.words(_COLLAR)
    lean: NDArray[np.float32] = words[0] - words[1]
    return figures.area_under_curve(with_collar @ lean, without @ lean)
