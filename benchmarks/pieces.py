"""How well several garments in one photo are told apart, and what looking for them costs.

    python -m benchmarks.pieces [--data ../shared/data] [--model bundled] [--scenes 150] [--fitting]

Shoppers' photos are of one labelled garment each: asking there "which one?" is the harm.  Scenes with several are
composed (`benchmarks.scenes`).  "Found" has at least two pieces, "right kinds" two whose places of wearing are those
of two labels, "overlap" is the intersection over union of a found piece and the nearest composed one.  Time is that
of a photo with its pieces over the same photo without, both taken one after the other, from decoded pictures.
`--fitting` uses the half of the things that limits may be set by; figures are of the other.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.scenes import Scene, Scenes
from workers.encoders.loading import load_encoder
from workers.jobs import Box, Piece
from workers.models import BUNDLED
from workers.vision.attributes import AttributeReader
from workers.vision.garments import WORN_ON, GarmentFinder
from workers.vocabulary import CATEGORY_BY_VALUE

RESULTS: Final = Path(__file__).parent / "results" / "pieces.json"


@dataclass(slots=True)
class Figures:
    """What was found in one sort of picture."""

    pictures: int = 0
    found: int = 0
    right_kinds: int = 0
    overlaps: list[float] = field(default_factory=list)
    extra_s: list[float] = field(default_factory=list)
    plain_s: list[float] = field(default_factory=list)

    def rows(self) -> dict[str, float]:
        """Shares, medians and ratios, by name."""
        return {
            "pictures": self.pictures,
            "found": round(self.found / self.pictures, 3),
            "right kinds": round(self.right_kinds / self.pictures, 3),
            "overlap": round(statistics.fmean(self.overlaps), 2) if self.overlaps else 0.0,
            "time, median": round(1 + statistics.median(self.extra_s) / statistics.median(self.plain_s), 2),
            "time, mean": round(1 + sum(self.extra_s) / sum(self.plain_s), 2),
            "nothing looked at": round(
                sum(s < 0.2 * statistics.median(self.plain_s) for s in self.extra_s) / self.pictures, 3
            ),
        }


def main() -> None:
    """Measure, print a table, keep the figures."""
    arguments = _arguments()
    scenes = Scenes(arguments.data, fitting=arguments.fitting)
    encoder = load_encoder(arguments.model)
    reader = AttributeReader(encoder)
    finder = GarmentFinder(encoder, reader)

    def measure(pictures: Iterator[Scene]) -> Figures:
        figures = Figures()
        for scene in pictures:
            started = time.perf_counter()
            vector = encoder.encode_decoded([scene.picture])[0]
            reader.read(scene.picture, vector)
            seen = time.perf_counter()
            pieces = finder.find(scene.picture, vector)
            figures.extra_s.append(time.perf_counter() - seen)
            figures.plain_s.append(seen - started)
            figures.pictures += 1
            figures.found += len(pieces) > 1
            figures.right_kinds += len(pieces) > 1 and _right_kinds(pieces, scene)
            figures.overlaps += [
                max(_overlap(piece.box, placed.box) for placed in scene.pieces) for piece in pieces if scene.pieces
            ]
        return figures

    count = arguments.scenes
    sorts: dict[str, Callable[[], Iterator[Scene]]] = {
        "shoppers' photos of one piece": lambda: _some(scenes.singles(), 4 * count),
        "photos without clothes": lambda: _some(scenes.without(), count),
        "products beside each other": lambda: map(scenes.beside, range(count)),
        "outfits": lambda: map(scenes.outfit, range(count)),
        "two shoppers' photos in one": lambda: map(scenes.two_photos, range(count)),
    }
    measured = {}
    for name, pictures in sorts.items():
        measured[name] = measure(pictures()).rows()
        Console().print(f"{name}: {measured[name]}", highlight=False, style="dim")
    _print(measured)
    if not arguments.fitting:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(measured, indent=2), encoding="utf-8")


def _some(makers: Sequence[Callable[[], Scene]], most: int) -> Iterator[Scene]:
    for maker in random.Random(1).sample(makers, min(most, len(makers))):
        yield maker()


def _right_kinds(pieces: Sequence[Piece], scene: Scene) -> bool:
    found = {WORN_ON.get(CATEGORY_BY_VALUE[piece.attributes["category"][0].value].family, "") for piece in pieces}
    return sum(bool({WORN_ON[f] for f in placed.families if f in WORN_ON} & found) for placed in scene.pieces) >= 2


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0.0, width) * max(0.0, height)
    return shared / (_area(one) + _area(other) - shared)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _print(measured: dict[str, dict[str, float]]) -> None:
    table = Table("", *next(iter(measured.values())))
    for name, figures in measured.items():
        table.add_row(name, *(f"{value:g}" for value in figures.values()))
    Console().print(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", default=BUNDLED)
    parser.add_argument("--scenes", type=int, default=150)
    parser.add_argument("--fitting", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
