"""Quality on photos that people took of their own clothes: rooms, floors, hangers, odd light."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bot.evaluate import Matrix

CLASS_WORDS: Final = {
    "T-Shirt": "t-shirt",
    "Longsleeve": "long sleeve t-shirt",
    "Pants": "pants",
    "Shoes": "shoes",
    "Dress": "dress",
    "Shirt": "shirt",
    "Outwear": "outerwear",
    "Shorts": "shorts",
    "Hat": "hat",
    "Skirt": "skirt",
}
"""The ten most frequent labels with the word a person would say."""

CATALOG_TYPES: Final = {
    "T-Shirt": {"Tshirts"},
    "Longsleeve": {"Tshirts", "Tops", "Sweatshirts", "Sweaters"},
    "Pants": {"Jeans", "Trousers", "Track Pants", "Leggings", "Capris"},
    "Shoes": {"Casual Shoes", "Sports Shoes", "Formal Shoes", "Heels", "Flats"},
    "Dress": {"Dresses"},
    "Shirt": {"Shirts"},
    "Outwear": {"Jackets", "Blazers", "Rain Jacket", "Nehru Jackets", "Waistcoat"},
    "Shorts": {"Shorts"},
    "Hat": {"Caps", "Hat"},
    "Skirt": {"Skirts"},
}
"""Labels with the article types of the catalog that answer them."""


@dataclass(frozen=True, slots=True)
class ConsumerPhoto:
    """One photo with its label and who sent it."""

    name: str
    label: str
    sender: str


def read_consumer_photos(folder: Path) -> list[ConsumerPhoto]:
    """Rows of `photos.csv` whose label is one of the ten classes."""
    with (folder / "photos.csv").open(newline="", encoding="utf-8") as file:
        rows = [ConsumerPhoto(row["photo"], row["label"], row["sender"]) for row in csv.DictReader(file)]
    return [row for row in rows if row.label in CLASS_WORDS]


def read_bytes(folder: Path, photos: Sequence[ConsumerPhoto]) -> list[bytes]:
    """The photos' files, in order."""
    with zipfile.ZipFile(folder / "photos.zip") as archive:
        names = {Path(name).stem: name for name in archive.namelist()}
        return [archive.read(names[photo.name]) for photo in photos]


def class_accuracy(vectors: Matrix, labels: Sequence[str], words: Matrix) -> float:
    """Share of photos whose nearest class word is their label's; words[i] belongs to the i-th of CLASS_WORDS."""
    classes = list(CLASS_WORDS)
    nearest = (vectors @ words.T).argmax(axis=1)
    return float(np.mean([classes[i] == label for i, label in zip(nearest, labels, strict=True)]))


def catalog_precision(vectors: Matrix, labels: Sequence[str], corpus: Matrix, types: Sequence[str]) -> float:
    """Mean precision@10 of consumer photos finding catalog photos of a type that answers their label."""
    article_types = np.asarray(types)
    hits = []
    for vector, label in zip(vectors, labels, strict=True):
        top = np.argpartition(-(corpus @ vector), 10)[:10]
        hits.append(np.isin(article_types[top], list(CATALOG_TYPES[label])).mean())
    return float(np.mean(hits))
