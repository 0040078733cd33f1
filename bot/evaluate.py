"""Retrieval quality of an encoder on a labelled catalog, by the protocol of `workers.retrieval`."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from bot.errors import BotError
from workers.encoder import Encoder
from workers.images import decode_picture
from workers.retrieval import Figures, Matrix, retrieval_figures

Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are done, and how many there are."""

LABELS: Final = {"sub_category": "subCategory", "fine_category": "articleType", "colour": "baseColour"}
_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class LabelledProduct:
    """A row of the labelled catalog."""

    id: str
    split: str
    title: str
    labels: dict[str, str]


class PictureReader(Protocol):
    """Bytes of a product's photo by its id; None where there is none."""

    def __call__(self, product_id: str) -> bytes | None: ...


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


def picture_reader(paths: Sequence[Path]) -> PictureReader:
    """Read `<id>.jpg` from zip files or folders; the first that has it wins."""
    readers = [_zip_reader(path) if path.is_file() else _folder_reader(path) for path in paths]

    def read(product_id: str) -> bytes | None:
        return next((data for reader in readers if (data := reader(product_id)) is not None), None)

    return read


def _zip_reader(path: Path) -> PictureReader:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise BotError(f"{path} is neither a folder nor a zip file.") from None
    names = {Path(name).stem: name for name in archive.namelist()}

    def read(product_id: str) -> bytes | None:
        return archive.read(names[product_id]) if product_id in names else None

    return read


def _folder_reader(folder: Path) -> PictureReader:
    def read(product_id: str) -> bytes | None:
        path = folder / f"{product_id}.jpg"
        return path.read_bytes() if path.is_file() else None

    return read


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
    encoder: Encoder, products: Sequence[LabelledProduct], read: PictureReader, split: str, progress: Progress
) -> Figures:
    """All figures of one split over the whole corpus.  Raises `BotError` where photos or the split are missing."""
    known = [product for product in products if read(product.id) is not None]
    queried = np.array([i for i, product in enumerate(known) if product.split == split], dtype=np.int64)
    if not len(queried):
        raise BotError(f"No product of split {split!r} has a photo.")
    photos = encode_photos(encoder, (read(product.id) or b"" for product in known), len(known), progress)
    titles = encode_words(encoder, [product.title for product in known], progress)
    labels = {name: [product.labels[name] for product in known] for name in LABELS}
    return retrieval_figures(photos, titles, queried, labels, encoder.encode_texts, split)
