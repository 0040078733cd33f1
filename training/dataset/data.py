"""The three photo collections, and who is kept out of training.

Every split is a pure function of names and a seed, so that an evaluation elsewhere keeps out exactly
the photos that training did not see.
"""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from PIL import Image

FOLDS: Final = 5
SPLIT_SEED: Final = 5
HELD_OUT_SENDERS_SHARE: Final = 0.25

CONSUMER_CLASSES: Final = (
    "T-Shirt",
    "Longsleeve",
    "Pants",
    "Shoes",
    "Shirt",
    "Dress",
    "Outwear",
    "Shorts",
    "Hat",
    "Skirt",
)
"""The ten most frequent labels of the consumer photos."""


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """One row of the catalog's `products.csv`."""

    id: str
    split: str
    title: str
    gender: str
    sub_category: str
    article_type: str
    colour: str
    usage: str
    has_large_photo: bool


@dataclass(frozen=True, slots=True)
class ConsumerItem:
    """A photo that somebody took of a piece of clothing."""

    photo: str
    label: str
    sender: str


@dataclass(frozen=True, slots=True)
class OtherItem:
    """A photo of anything but clothes; `name` says of what, `wnid` is its ImageNet class."""

    file: str
    wnid: str
    name: str
    held_out: bool


class PhotoZip:
    """Pictures out of one archive, opened anew in each process that reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self.path)

    def read(self, name: str) -> Image.Image:
        with Image.open(io.BytesIO(self._archive.read(name))) as image:
            return image.convert("RGB")

    def __reduce__(self) -> tuple[type[PhotoZip], tuple[Path]]:
        return PhotoZip, (self.path,)


def read_catalog(data: Path) -> list[CatalogItem]:
    """All products, those of split "train" and those of split "val"."""
    return [
        CatalogItem(
            id=row["id"],
            split=row["split"],
            title=row["title"],
            gender=row["gender"],
            sub_category=row["subCategory"],
            article_type=row["articleType"],
            colour=row["baseColour"],
            usage=row["usage"],
            has_large_photo=row["has_224"] == "1",
        )
        for row in _rows(data / "catalog" / "products.csv")
    ]


def read_consumer(data: Path) -> list[ConsumerItem]:
    """All photos taken by shoppers."""
    rows = _rows(data / "consumer_photos" / "photos.csv")
    return [ConsumerItem(row["photo"], row["label"], row["sender"]) for row in rows]


def read_other(data: Path) -> list[OtherItem]:
    """All photos without clothes; every second one, by name, is held out."""
    with zipfile.ZipFile(data / "other_photos" / "photos.zip") as archive:
        files = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
    held_out = held_out_others(files)
    items = []
    for file in files:
        wnid, _, name = Path(file).stem.partition("_")
        items.append(OtherItem(file, wnid, name.replace("_", " "), file in held_out))
    return items


def read_everyday_words(data: Path) -> list[str]:
    """Whole words of the public CLIP vocabulary, for what people say beside fashion; none where it is absent."""
    path = data / "clip_tokenizer" / "vocab.json"
    if not path.exists():
        return []
    tokens = (token.removesuffix("</w>") for token in json.loads(path.read_text(encoding="utf-8")) if "</w>" in token)
    return [token for token in tokens if len(token) > 2 and token.isascii() and token.isalpha()]


def held_out_senders(senders: Sequence[str], seed: int = SPLIT_SEED) -> frozenset[str]:
    """The senders whose photos training never sees: a quarter of them.

    One sender's photos look alike, hence a split by sender.  Order and repetition of `senders` do not matter.
    """
    return _sample(senders, HELD_OUT_SENDERS_SHARE, seed)


def held_out_others(files: Sequence[str], seed: int = SPLIT_SEED) -> frozenset[str]:
    """The photos without clothes that training never sees: half of them."""
    return _sample(files, 0.5, seed)


def is_for_fitting(name: str) -> bool:
    """Whether a held-out thing (a sender, a file) is for setting limits; the others are for figures."""
    return zlib.crc32(name.encode()) % 2 == 0


def fold_of(name: str) -> int:
    """Which of `FOLDS` parts a held-out thing (a product's id, a sender, a file) is in."""
    return zlib.crc32(name.encode()) % FOLDS


def catalog_photos(data: Path, *, large: bool) -> PhotoZip:
    """Catalog photos named `<id>.jpg`: 60×80 for all products, or 224×224 for some."""
    return PhotoZip(data / "catalog" / ("images_224.zip" if large else "images_60x80.zip"))


def consumer_photos(data: Path) -> PhotoZip:
    """Photos named `<photo>.jpg`."""
    return PhotoZip(data / "consumer_photos" / "photos.zip")


def other_photos(data: Path) -> PhotoZip:
    """Photos named by `OtherItem.file`."""
    return PhotoZip(data / "other_photos" / "photos.zip")


def _sample(names: Sequence[str], share: float, seed: int) -> frozenset[str]:
    unique = sorted(set(names))
    return frozenset(random.Random(seed).sample(unique, round(len(unique) * share)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
