"""The vectors that search is measured with: the labelled catalog's photos and titles, people's photos, and words.

    python -m benchmarks.search.vectors [--data ../shared/data]

Encoding takes a quarter of an hour the first time.  It is kept in `CACHE` part by part and goes on where it was
interrupted.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.evaluation import encode_photos, encode_words, find_pictures
from workers.encoders.loading import load_encoder
from workers.vocabulary import CATEGORIES, COLOURS

Matrix = NDArray[np.float32]
T = TypeVar("T")

CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "shoplens" / "bench"
DIM: Final = 384
_PART: Final = 2048
_PHRASES: Final = 400


@dataclass(frozen=True, slots=True)
class Encoded:
    """float32 (n, d): `photos` and `titles` in the order of `rows`; `peoples` one a labelled photo that a person took,
    `words` one a phrase of `phrases`."""

    rows: list[dict[str, str]]
    photos: Matrix
    titles: Matrix
    peoples: Matrix
    words: Matrix
    phrases: list[str]


def encoded(data: Path) -> Encoded:
    """All of `data`, by the bundled model."""
    rows = _rows(data / "catalog" / "products.csv")
    people = _rows(data / "consumer_photos" / "photos.csv")
    phrases = [f"{colour.value} {kind.value}" for colour in COLOURS for kind in CATEGORIES]
    phrases = random.Random(2).sample(phrases, _PHRASES)
    encoder = load_encoder("bundled", threads=2)
    of_products = find_pictures([data / "catalog" / name for name in ("images_224.zip", "images_60x80.zip")])
    of_people = find_pictures([data / "consumer_photos" / "photos.zip"])
    folder = CACHE / f"vectors-{encoder.info.fingerprint}"

    def photos(pictures: Sequence[Callable[[], bytes]]) -> Matrix:
        return encode_photos(encoder, (read() for read in pictures), len(pictures), _quiet)

    texts = partial(encode_words, encoder, progress=_quiet)
    return Encoded(
        rows,
        in_parts(folder, "photos", [of_products[row["id"]] for row in rows], photos),
        in_parts(folder, "titles", [row["title"] for row in rows], texts),
        in_parts(folder, "peoples", [of_people[row["photo"]] for row in people], photos),
        in_parts(folder, "words", phrases, texts),
        phrases,
    )


def in_parts(folder: Path, name: str, things: Sequence[T], encode: Callable[[Sequence[T]], Matrix]) -> Matrix:
    """What `encode` makes of all things; each part is kept in `folder`, and not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    with progress_bar() as progress:
        task = progress.add_task(name, total=len(things))
        for start in range(0, len(things), _PART):
            kept = folder / f"{name}-{start:07}.npy"
            if not kept.exists():
                half = kept.with_suffix(".half.npy")
                np.save(half, encode(things[start : start + _PART]))
                half.replace(kept)
            parts.append(np.load(kept))
            progress.advance(task, len(parts[-1]))
    return np.concatenate(parts)


def progress_bar() -> Progress:
    """What is done, how much of it, and for how long yet."""
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def _quiet(_what: str, _done: int, _total: int) -> None:
    """`in_parts` says it."""


def main() -> None:
    """Encode what is not yet encoded."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    encoded(arguments.parse_args().data)


if __name__ == "__main__":
    main()
