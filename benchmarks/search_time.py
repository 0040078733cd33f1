"""How fast and how well the catalog finds, beside the version before, plain Chroma with `where`, and pgvector.

    python -m benchmarks.search_time [--sizes 40000 200000] [--million FOLDER] [--before REV] [--peers] [--kept FOLDER]

Each row of a table is a kind of question, asked by photos of the catalog, photos that people took, and words; from a
vector to hits with facets, totals and ways out.  Encoding is not in it.  A figure is p50 / p95 in ms, of the wall
clock and, in brackets, of this process's processor time, and recall@10 against comparing with every product, the worst
of the three sources.  A limit is for the p50, its double for the p95; recall has to be .99.  Each version opens a copy
of the shop in a process of its own.  The last line says which cells fail, and the exit status is 1 then.  Shops are
built by `benchmarks.search_stock` where they are not in `--kept`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.search.peers import PeerMissing, answers, pgvector, plain_chroma
from benchmarks.search.questions import BOTH, NARROWED, TITLES, Question, Questions, questions, recall
from benchmarks.search.stock import Stock, build, stock
from benchmarks.search.vectors import CACHE, encoded

ROOT: Final = Path(__file__).parents[1]
RESULTS: Final = Path(__file__).parent / "results" / "search.json"
MILLION: Final = 1_000_000
START: Final = "start, s"
MEMORY: Final = "memory, MB"
LIMITS: Final[Mapping[int, Mapping[str, float]]] = {
    40_000: dict.fromkeys(NARROWED, 8.0) | {"no filter": 6.0, START: 1.0},
    200_000: dict.fromkeys(NARROWED, 12.0) | {"no filter": 10.0, "50 %": 15.0, "price range": 15.0, START: 1.5},
    MILLION: dict.fromkeys(NARROWED, 25.0)
    | {"50 %": 35.0, "price range": 35.0, "8 %": 18.0, "2 %": 10.0, ".5 %": 10.0, "far kind": 18.0, "far half": 35.0}
    | {START: 3.0, MEMORY: 800.0},
}
"""By products and row: ms, but for the last two."""

LEAST_RECALL: Final = 0.99
_P95: Final = 2.0
_EACH: Final = 20

out = Console(highlight=False, width=160)


@dataclass(slots=True)
class Cell:
    """Seconds and recalls of one row; recalls by source."""

    wall_s: list[float] = field(default_factory=list)
    processor_s: list[float] = field(default_factory=list)
    recalls: dict[str, list[float]] = field(default_factory=dict)

    def add(self, question: Question, answer: Mapping[str, Any]) -> None:
        """One more answer."""
        self.wall_s.append(answer["wall_s"])
        self.processor_s.append(answer["processor_s"])
        self.recalls.setdefault(question.source, []).append(recall(question, dict(answer)))

    def ms(self, part: float) -> float:
        """The quantile of the wall clock."""
        return float(np.quantile(self.wall_s, part)) * 1000

    def worst(self) -> float:
        """The least mean recall of a source."""
        return min(float(np.mean(found)) for found in self.recalls.values())

    def faults(self, limit: float | None) -> list[str]:
        """Which of its limits it does not keep."""
        if limit is None:
            return []
        late = [f"p50 {self.ms(0.5):.1f} > {limit:g}"] if self.ms(0.5) > limit else []
        late += [f"p95 {self.ms(0.95):.1f} > {_P95 * limit:g}"] if self.ms(0.95) > _P95 * limit else []
        return late + ([f"recall {self.worst():.3f} < {LEAST_RECALL}"] if self.worst() < LEAST_RECALL else [])

    def __str__(self) -> str:
        processor = float(np.median(self.processor_s)) * 1000
        return f"{self.ms(0.5):.1f} / {self.ms(0.95):.1f} ({processor:.1f})  {self.worst():.3f}"


@dataclass(slots=True)
class Run:
    """One contender at one size."""

    cells: dict[str, Cell]
    start_s: float | None = None
    memory_mb: float | None = None

    @classmethod
    def of(cls, asked: Questions, given: Sequence[Mapping[str, Any] | None], **whole: float) -> Run:
        """Sort answers, in the order of what was asked, into rows."""
        cells: dict[str, Cell] = {}
        for question, answer in zip(asked.asked, given, strict=True):
            if answer is not None:
                cells.setdefault(question.row, Cell()).add(question, answer)
        return cls(cells, **whole)

    def faults(self, limits: Mapping[str, float]) -> list[str]:
        """Each limit that is not kept, with its row."""
        found = [f"{row}: {fault}" for row, cell in self.cells.items() for fault in cell.faults(limits.get(row))]
        for name, value in ((START, self.start_s), (MEMORY, self.memory_mb)):
            if value is not None and value > limits.get(name, np.inf):
                found.append(f"{name} {value:.1f} > {limits[name]:g}")
        return found


def ask_version(checkout: Path, folder: Path, asked: Questions, products: int) -> Run:
    """Have the shoplens in `checkout` open a copy of `folder`, and ask it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        copy, told, given = Path(place) / "shop", Path(place) / "questions.json", Path(place) / "answers.json"
        shutil.copytree(folder, copy)
        asked.write(told, products)
        script = [sys.executable, "-P", str(ROOT / "benchmarks/search/asker.py")]
        environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONSAFEPATH": "1"}
        # The first opening takes the folder over, the second finds it as a shop does every day.
        subprocess.run([*script, copy, _first_of(asked, place, products), given], env=environment, check=True)  # noqa: S603 - ours
        subprocess.run([*script, copy, told, given], env=environment, check=True)  # noqa: S603 - ours
        said = json.loads(given.read_text())
    return Run.of(asked, said["answers"], start_s=said["start_s"], memory_mb=said["anonymous_mb"])


def _first_of(asked: Questions, place: str, products: int) -> Path:
    file = Path(place) / "first.json"
    Questions(asked.vectors, asked.asked[:1]).write(file, products)
    return file


def check_out(revision: str, into: Path) -> Path:
    """The files of a git revision."""
    archive = into / "revision.tar"
    subprocess.run(["git", "archive", "--output", archive, revision], cwd=ROOT, check=True)  # noqa: S603, S607 - the caller's own repository
    with tarfile.open(archive) as files:
        files.extractall(into, filter="data")
    return into


def show(products: int, runs: Mapping[str, Run], limits: Mapping[str, float]) -> None:
    """One table."""
    table = Table(f"{products:,} products", "limit", *runs, box=None)
    for row in (*NARROWED, *TITLES, BOTH):
        cells = [str(run.cells[row]) if row in run.cells else "" for run in runs.values()]
        if any(cells):
            table.add_row(row, f"{limits[row]:g}" if row in limits else "", *cells)
    for name, values in (
        (START, [run.start_s for run in runs.values()]),
        (MEMORY, [run.memory_mb for run in runs.values()]),
    ):
        shown = ["" if value is None else f"{value:.1f}" for value in values]
        table.add_row(name, f"{limits[name]:g}" if name in limits else "", *shown)
    out.print(table)
    out.print()


def measure(shop: Stock, folder: Path, data: Path, before: Path | None, *, peers: bool, each: int) -> dict[str, Run]:
    """All contenders at one size, one after the other."""
    asked = questions(shop, encoded(data), each)
    runs = {"this version": ask_version(ROOT, folder, asked, shop.count)}
    if before is not None:
        runs["before"] = ask_version(before, folder, asked, shop.count)
    for name, peer in (("Chroma, where", plain_chroma), ("pgvector", pgvector)) if peers else ():
        try:
            runs[name] = Run.of(asked, answers(peer, shop, asked))
        except PeerMissing as error:
            out.print(f"{name} is left out: {error}")
    return runs


def main() -> int:
    """Measure, print and write; 1 where a cell of this version fails."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--sizes", type=int, nargs="*", default=[40_000, 200_000])
    arguments.add_argument("--kept", type=Path, default=CACHE, metavar="FOLDER", help="has or gets stock-SIZE of each")
    arguments.add_argument("--million", type=Path, metavar="FOLDER", help="a million built by benchmarks.search_stock")
    arguments.add_argument("--before", metavar="REV", help="a git revision to compare with")
    arguments.add_argument("--peers", action="store_true", help="plain Chroma and pgvector, too")
    arguments.add_argument("--each", type=int, default=_EACH, help="questions a row and source")
    chosen = arguments.parse_args()
    shops = {count: chosen.kept / f"stock-{count}" for count in chosen.sizes}
    if chosen.million:
        shops[MILLION] = chosen.million
    faults: list[str] = []
    figures: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as place:
        before = check_out(chosen.before, Path(place)) if chosen.before else None
        for count, folder in shops.items():
            shop = stock(chosen.data, count, folder)
            build(shop, folder)
            runs = measure(shop, folder, chosen.data, before, peers=chosen.peers, each=chosen.each)
            limits = LIMITS.get(count, {})
            show(count, runs, limits)
            faults += [f"{count:,} {fault}" for fault in runs["this version"].faults(limits)]
            figures[str(count)] = {
                name: {row: str(cell) for row, cell in run.cells.items()} | {START: run.start_s, MEMORY: run.memory_mb}
                for name, run in runs.items()
            }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1))
    out.print(f"Written to {RESULTS}.")
    out.print("FAILS: " + "; ".join(faults) if faults else "Every cell holds.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
