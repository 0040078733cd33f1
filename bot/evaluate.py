"""Retrieval quality of an encoder on a labelled catalog, by the protocol of published fashion benchmarks.

Two questions are asked of a corpus of product photos:

* title to image: a product's title must find its own photo.  The corpus is all photos; the queries are the titles
  of one split.  Reported: recall@1, recall@10, MRR.
* label to product: the word of a label ("Tshirts", "Navy Blue") must find products that carry it.  The corpus vector
  is 0.9 · photo + 0.1 · title; the queries are the labels that occur in the split.  Reported: the mean over labels of
  precision@10 and MRR, over the whole corpus and over the split's own products (labels with at least 10 there).

Protocol: Marqo-FashionCLIP evaluation (github.com/marqo-ai/marqo-FashionCLIP), data set KAGL.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import BotError
from workers.encoder import Encoder
from workers.images import decode_picture

Matrix = NDArray[np.float32]
"""float32, shape (n, d), rows L2-normalised."""

Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are done, and how many there are."""

LABELS: Final = {"sub_category": "subCategory", "fine_category": "articleType", "colour": "baseColour"}
PHOTO_WEIGHT: Final = 0.9
TOP_K: Final = 10
SMALLEST_CLASS: Final = 10
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


def title_to_image(titles: Matrix, photos: Matrix, own: NDArray[np.int64]) -> dict[str, float]:
    """Recall@1, recall@10 and MRR of titles (q, d) finding photo `own[q]` among photos (n, d)."""
    ranks = np.concatenate(
        [
            1 + (scores > scores[np.arange(len(scores)), own[i : i + _BATCH], None]).sum(axis=1)
            for i in range(0, len(titles), _BATCH)
            for scores in (titles[i : i + _BATCH] @ photos.T,)
        ]
    )
    return {
        "recall_at_1": float((ranks <= 1).mean()),
        "recall_at_10": float((ranks <= TOP_K).mean()),
        "mrr": float((1 / ranks).mean()),
    }


def label_to_product(words: Matrix, names: Sequence[str], corpus: Matrix, labels: Sequence[str]) -> dict[str, float]:
    """Mean over `names` of precision@10 and MRR, where words[i] is the vector of names[i]."""
    truth = np.asarray(labels)
    precisions, reciprocals = [], []
    for name, word in zip(names, words, strict=True):
        hits = truth[np.argsort(-(corpus @ word), kind="stable")] == name
        precisions.append(hits[:TOP_K].mean())
        reciprocals.append(1 / (1 + int(np.argmax(hits))) if hits.any() else 0.0)
    return {
        "precision_at_10": float(np.mean(precisions)),
        "mrr": float(np.mean(reciprocals)),
        "labels": float(len(names)),
    }


def evaluate(
    encoder: Encoder, products: Sequence[LabelledProduct], read: PictureReader, split: str, progress: Progress
) -> dict[str, dict[str, float]]:
    """All figures of one split over the whole corpus.  Raises `BotError` where photos or the split are missing."""
    known = [product for product in products if read(product.id) is not None]
    queried = np.array([i for i, product in enumerate(known) if product.split == split], dtype=np.int64)
    if not len(queried):
        raise BotError(f"No product of split {split!r} has a photo.")
    photos = encode_photos(encoder, (read(product.id) or b"" for product in known), len(known), progress)
    titles = encode_words(encoder, [product.title for product in known], progress)
    corpus = PHOTO_WEIGHT * photos + (1 - PHOTO_WEIGHT) * titles
    corpus /= np.linalg.norm(corpus, axis=1, keepdims=True)

    figures = {"title_to_image": title_to_image(titles[queried], photos, queried)}
    for name in LABELS:
        labels = [product.labels[name] for product in known]
        own = [labels[i] for i in queried]
        names = sorted({label for label in own if label not in ("", "NA")})
        figures[name] = label_to_product(encoder.encode_texts(names), names, corpus, labels)
        large = [label for label in names if own.count(label) >= SMALLEST_CLASS]
        if large:
            figures[f"{name}_{split}_only"] = label_to_product(encoder.encode_texts(large), large, corpus[queried], own)
    return figures
