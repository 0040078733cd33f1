"""Retrieval quality of an encoder on a labelled catalog, by the protocol of `workers.retrieval_metrics`."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from bot.errors import BotError
from catalog.models import Progress
from workers.encoders.base import Encoder
from workers.images.decoding import decode_picture
from workers.retrieval_metrics import Figures, Matrix, retrieval_figures

LABELS: Final = {"sub_category": "subCategory", "fine_category": "articleType", "colour": "baseColour"}
_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class LabelledProduct:
    """A row of the labelled catalog."""

    id: str
    split: str
    title: str
    labels: dict[str, str]


Pictures = Mapping[str, Callable[[], bytes]]
"""A product's id to what reads its photo."""


def read_products(path: Path) -> list[LabelledProduct]:
    """Read `id, split, title, subCategory, articleType, baseColour`.  Raises `BotError` naming what is missing."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = {"id", "title", *LABELS.values()} - set(reader.fieldnames or ())
        if missing:
            raise BotError(f"{path} lacks the columns {', '.join(sorted(missing))}.")
        return [
            LabelledProduct(row["id"], row.get("split") or "val", row["title"], {k: row[c] for k, c in LABELS.items()})
            for row in reader
        ]


def find_pictures(paths: Sequence[Path]) -> Pictures:
    """Every `<id>.jpg` in zip files or folders; the first that has an id wins.  Raises `BotError`."""
    found: dict[str, Callable[[], bytes]] = {}
    for path in reversed(paths):
        found |= _in_zip(path) if path.is_file() else _in_folder(path)
    return found


def _in_zip(path: Path) -> Pictures:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise BotError(f"{path} is neither a folder nor a zip file.") from None
    return {Path(name).stem: partial(archive.read, name) for name in archive.namelist()}


def _in_folder(folder: Path) -> Pictures:
    return {path.stem: path.read_bytes for path in folder.glob("*.jpg")}


def encode_photos(encoder: Encoder, photos: Iterator[bytes], total: int, progress: Progress) -> Matrix:
    """Encode photos in batches; decoding of the next batch overlaps with encoding.  Returns (total, d)."""
    rows: list[Matrix] = []
    done = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        while batch := [photo for _, photo in zip(range(_BATCH), photos, strict=False)]:
            rows.append(encoder.encode_decoded(list(pool.map(decode_picture, batch))))
            done += len(batch)
            progress("photos", done, total)
    return np.concatenate(rows)


def encode_words(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Matrix:
    """Encode texts in batches.  Returns (len(texts), d)."""
    rows: list[Matrix] = []
    for start in range(0, len(texts), _BATCH):
        rows.append(encoder.encode_texts(texts[start : start + _BATCH]))
        progress("titles", min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(rows)


def evaluate(
    encoder: Encoder, products: Sequence[LabelledProduct], pictures: Pictures, split: str, progress: Progress
) -> Figures:
    """All figures of one split over the whole corpus.  Raises `BotError` where photos or the split are missing."""
    known = [product for product in products if product.id in pictures]
    queried = np.array([i for i, product in enumerate(known) if product.split == split], dtype=np.int64)
    if not len(queried):
        raise BotError(f"No product of split {split!r} has a photo.")
    photos = encode_photos(encoder, (pictures[product.id]() for product in known), len(known), progress)
    titles = encode_words(encoder, [product.title for product in known], progress)
    labels = {name: [product.labels[name] for product in known] for name in LABELS}
    return retrieval_figures(photos, titles, queried, labels, encoder.encode_texts, split)
