"""How fast products come in, beside what the engine alone makes of the same pictures and titles.

    python -m benchmarks.import_speed [--data ../shared/data] [--products 40167] [--round 2000]

Three processes with the same settings and the bundled model take turns with the same products, round after round, so
that what else the machine does meets each alike:

    import          `shoplens catalog import` of a feed, into a folder that is empty at first
    engine          all that import asks of the engine (picture with attributes and preview, title), and nothing else
    pictures alone  the pictures' vectors and attributes, without previews and titles

Prints medians over the rounds: products a second, milliseconds of processor time that a product takes in the process
itself and in its workers, and the ratios of import to the others, by the clock and, which tells more on a machine that
has other work, by processor time.  Starting and loading the model are not counted; reading the
feed and the pictures' files is, in import.  Writes benchmarks/results/import.json.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.contenders import RESULTS
from bot.app import open_engine, open_shop
from bot.cli.output import counting_progress
from bot.settings import CatalogSettings, EncoderSettings, Settings
from workers.engine.base import Engine
from workers.engine.local import LocalEngine
from workers.jobs import Priority

_WAYS: Final = ("engine", "import", "pictures alone")
_COLUMNS: Final = {
    "id": "id",
    "title": "title",
    "category": "articleType",
    "colour": "baseColour",
    "gender": "gender",
    "style": "usage",
}
"""Column of our feed to that of the labelled catalog."""
_IN_FLIGHT: Final = 64
_TICKS: Final = os.sysconf("SC_CLK_TCK")

Figures = dict[str, float]
Work = Callable[[Path], Callable[[], Awaitable[int]]]
"""Makes a feed ready; what is returned brings it in, is timed, and says how many products there were."""
out = Console(highlight=False)


def feeds(data: Path, products: int, size: int, folder: Path) -> list[Path]:
    """Feeds of `size` products each, with their pictures beside them."""
    with (data / "catalog" / "products.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:products]
    with zipfile.ZipFile(data / "catalog" / "images_60x80.zip") as pictures:
        pictures.extractall(folder, [f"{row['id']}.jpg" for row in rows])
    written = []
    for start in range(0, len(rows), size):
        written.append(folder / f"{start}.csv")
        with written[-1].open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow([*_COLUMNS, "image"])
            for row in rows[start : start + size]:
                table.writerow([*(row[column] for column in _COLUMNS.values()), f"{row['id']}.jpg"])
    return written


@asynccontextmanager
async def importing(settings: Settings) -> AsyncIterator[tuple[Engine, Work]]:
    """What `shoplens catalog import` does with a feed."""

    async def bring_in(feed: Path) -> int:
        async with shop.sync.open(str(feed), again=True) as opened:
            assert opened is not None  # noqa: S101 - a file is always opened
            with counting_progress() as progress:
                report = await shop.ingest.run(opened.source, lambda now: progress("Importing", now.done, now.total))
        if report.failures:
            raise RuntimeError(f"{len(report.failures)} products failed: {report.failures[0]}")
        return report.added

    async with open_shop(settings) as shop:
        yield shop.engine, lambda feed: partial(bring_in, feed)


@asynccontextmanager
async def encoding(settings: Settings, *, everything: bool) -> AsyncIterator[tuple[Engine, Work]]:
    """The engine alone, with as many requests in flight as import has; feed and pictures are in memory."""

    async def encode(products: Sequence[tuple[bytes, str]]) -> int:
        places = asyncio.Semaphore(_IN_FLIGHT)

        async def one(picture: bytes, title: str) -> None:
            async with places:
                await engine.encode_image(picture, priority=Priority.IMPORT, with_preview=everything, timeout_s=120)
                if everything:
                    await engine.encode_text(title, priority=Priority.IMPORT, timeout_s=120)

        await asyncio.gather(*(one(*product) for product in products))
        return len(products)

    async with open_engine(settings) as engine:
        yield engine, lambda feed: partial(encode, _read(feed))


def _read(feed: Path) -> list[tuple[bytes, str]]:
    with feed.open(newline="", encoding="utf-8") as file:
        return [((feed.parent / row["image"]).read_bytes(), row["title"]) for row in csv.DictReader(file)]


async def contend(way: str, folder: Path) -> None:
    """Answer each feed that standard input names with what bringing it in took."""
    settings = Settings(encoder=EncoderSettings(model="bundled"), catalog=CatalogSettings(data_dir=folder))
    opened = importing(settings) if way == "import" else encoding(settings, everything=way == "engine")
    async with opened as (engine, work):
        workers = cast(LocalEngine, engine).worker_pids
        for line in sys.stdin:
            bring_in = work(Path(line.strip()))
            before, started = _processor_s(workers), time.perf_counter()
            count = await bring_in()
            seconds, after = time.perf_counter() - started, _processor_s(workers)
            own, theirs = (1000 * (end - start) / count for start, end in zip(before, after, strict=True))
            sys.stdout.write(json.dumps({"a second": count / seconds, "own ms": own, "workers' ms": theirs}) + "\n")
            sys.stdout.flush()


def _processor_s(workers: Sequence[int]) -> tuple[float, float]:
    """Seconds of processor time that this process and its workers have had."""

    def of(pid: int) -> float:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    return time.process_time(), sum(map(of, workers))


def measure(written: Sequence[Path], folder: Path) -> dict[str, list[Figures]]:
    """Way to its figures, round by round; the first feed only warms up."""
    command = [sys.executable, "-m", "benchmarks.import_speed", "--into", str(folder), "--way"]
    ways = {
        way: subprocess.Popen([*command, way], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this very script
        for way in _WAYS
    }
    found: dict[str, list[Figures]] = {way: [] for way in _WAYS}
    try:
        for number, feed in enumerate(track(written, "Rounds", console=Console(stderr=True))):
            # Each goes first in its turn.
            for way in (*_WAYS[number % 3 :], *_WAYS[: number % 3]):
                found[way].append(_ask(ways[way], feed))
    finally:
        for process in ways.values():
            process.communicate()
    return {way: figures[1:] for way, figures in found.items()}


def _ask(process: subprocess.Popen[str], feed: Path) -> Figures:
    assert process.stdin  # noqa: S101 - opened above
    assert process.stdout  # noqa: S101 - opened above
    process.stdin.write(f"{feed}\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError(f"{process.args!r} ended")
    return cast(Figures, json.loads(answer))


def summed_up(found: dict[str, list[Figures]]) -> dict[str, Any]:
    """Medians by way, and of the ratios of the rounds."""

    medians = {
        way: {name: round(statistics.median(one[name] for one in figures), 2) for name in figures[0]}
        for way, figures in found.items()
    }
    return {
        "rounds": len(found["import"]),
        "medians": medians,
        "import ÷ this": {way: round(_ratio(found["import"], found[way], _speed), 3) for way in _WAYS},
        "this ÷ import, processor time": {
            way: round(_ratio(found[way], found["import"], _processor_ms), 3) for way in _WAYS
        },
    }


def _ratio(ones: Sequence[Figures], others: Sequence[Figures], value: Callable[[Figures], float]) -> float:
    return statistics.median(value(one) / value(other) for one, other in zip(ones, others, strict=True))


def _speed(figures: Figures) -> float:
    return figures["a second"]


def _processor_ms(figures: Figures) -> float:
    return figures["own ms"] + figures["workers' ms"]


def show(figures: dict[str, Any]) -> None:
    """One line a way."""
    ratios = "import ÷ this", "this ÷ import, processor time"
    table = Table("", "products/s", "own process, ms", "workers, ms", *ratios, box=None)
    for way, row in figures["medians"].items():
        table.add_row(
            way,
            *(f"{row[name]:.1f}" for name in ("a second", "own ms", "workers' ms")),
            *(f"{figures[ratio][way]:.2f}" for ratio in ratios),
        )
    out.print(table)
    out.print(f"Medians of {figures['rounds']} rounds; ms of processor time for a product.")


def main() -> None:
    """Measure, print and write; or be one of the processes that take turns."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.import_speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--products", type=int, default=40_167)
    parser.add_argument("--round", type=int, default=2000, help="products of a round")
    parser.add_argument("--way", choices=_WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        asyncio.run(contend(chosen.way, chosen.into))
        return
    with tempfile.TemporaryDirectory() as folder:
        written = feeds(chosen.data, chosen.products, chosen.round, Path(folder))
        figures = summed_up(measure(written, Path(folder) / "shop"))
    show(figures)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "import.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
