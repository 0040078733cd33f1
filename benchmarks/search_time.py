"""How fast and how well the catalog finds products, from understood words or a vector to hits; encoding is not counted.

    python -m benchmarks.search_time [--data ../shared/data] [--sizes 10000 40000 160000]

First the labelled catalog: time by kind of question, beside a bare matrix product over the same vectors; time with
filters over time without, and recall@10 against comparing with every product, at several selectivities; how often
a title, whole or with one slip, finds its product first.  Then made-up products in growing numbers: import, start,
memory, disk and time, and what a line through them says of a million.  Prints tables and writes
benchmarks/results/search.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.search_stock import DIM, Labelled, Matrix, labelled, made_up, with_slip
from bot.query.model import Query
from bot.query.parsing import parse
from catalog.catalog import Catalog
from catalog.models import Curve, Filters, Record, SearchResult, Vector
from workers.vocabulary import CATEGORIES, COLOURS

RESULTS: Final = Path(__file__).parent / "results" / "search.json"
SELECTIVITIES: Final = (0.9, 0.5, 0.2, 0.05, 0.005)
TITLES: Final = 600
ROUNDS: Final = 200
_BATCH: Final = 500
_MILLION: Final = 1_000_000
_CURVE: Final = Curve(0.3, 20.0)

Figures = dict[str, float]
out = Console(highlight=False)


@dataclass(slots=True)
class Timed:
    """Seconds of one kind of question."""

    seconds: list[float]

    def ms(self) -> Figures:
        """Median and 95th percentile in ms."""
        return {
            "p50": round(statistics.median(self.seconds) * 1000, 2),
            "p95": round(statistics.quantiles(self.seconds, n=20)[-1] * 1000, 2),
        }


class Shop:
    """A catalog under measurement, with what an exhaustive search needs to check it."""

    def __init__(self, catalog: Catalog, records: Sequence[Record]) -> None:
        self.catalog = catalog
        self.ids = np.array([record.product.id for record in records])
        self.matrix: Matrix = np.stack([record.vector for record in records])
        self.prices = np.array([float(record.product.current_price or 0) for record in records])
        self.available = np.array([record.product.available for record in records])

    async def ask(
        self, into: Timed, vector: Vector | None, query: Query, filters: Filters | None = None
    ) -> SearchResult:
        """One question, timed."""
        started = time.perf_counter()
        result = await self.catalog.search(
            vector, filters or query.filters, _CURVE, words=query.words, names=query.names, limit=10, facets=("offer",)
        )
        into.seconds.append(time.perf_counter() - started)
        return result

    def scan(self, into: Timed, vector: Vector) -> None:
        """The least that comparing with all products takes."""
        started = time.perf_counter()
        _ = self.matrix @ vector
        into.seconds.append(time.perf_counter() - started)

    def recall(self, result: SearchResult, vector: Vector, highest: float = np.inf) -> float:
        """The part of the ten truly nearest in stock that is in the answer, as hits or as their variants."""
        cosines = np.where((self.prices <= highest) & self.available, self.matrix @ vector, -np.inf)
        nearest = set(self.ids[np.argsort(-cosines, kind="stable")[:10]])
        found = {one.product.id for hit in result.hits for one in (hit.record, *hit.variants)}
        return len(nearest & found) / len(nearest)


async def by_question(shop: Shop, titles: Matrix, texts: Sequence[str]) -> dict[str, Figures]:
    """Time by kind of question, asked in turn."""
    rng = random.Random(3)
    words = [f"{colour.value} {kind.value}" for colour in COLOURS for kind in CATEGORIES]
    times = {name: Timed([]) for name in ("bare matrix product", "a vector alone", "colour and kind", "a title")}
    for row in rng.sample(range(len(texts)), ROUNDS):
        vector = titles[row]
        shop.scan(times["bare matrix product"], vector)
        await shop.ask(times["a vector alone"], vector, Query())
        await shop.ask(times["colour and kind"], vector, parse(rng.choice(words)))
        await shop.ask(times["a title"], vector, parse(texts[row]))
    return {name: timed.ms() for name, timed in times.items()}


async def by_filter(shop: Shop, titles: Matrix) -> dict[str, Figures]:
    """Time with a highest price over time without, and recall@10, at each selectivity; asked in turn.

    Always of what is in stock: products that are sold out go behind others on purpose.
    """
    rng = random.Random(4)
    highest = {1.0: np.inf} | {part: round(float(np.quantile(shop.prices, part)), 2) for part in SELECTIVITIES}
    times = {part: Timed([]) for part in highest}
    recalls: dict[float, list[float]] = {part: [] for part in highest}
    for row in rng.sample(range(len(titles)), ROUNDS):
        vector = titles[row]
        for part, price in highest.items():
            most = None if part == 1.0 else Decimal(str(price))
            result = await shop.ask(times[part], vector, Query(), Filters(max_price=most, in_stock_only=True))
            recalls[part].append(shop.recall(result, vector, price))
    plain = statistics.median(times[1.0].seconds)
    return {
        f"{part:.1%} pass": {
            **timed.ms(),
            "ratio": round(statistics.median(timed.seconds) / plain, 2),
            "recall@10": round(statistics.fmean(recalls[part]), 4),
        }
        for part, timed in times.items()
    }


async def by_title(shop: Shop, stock: Labelled) -> dict[str, Figures]:
    """How often a title that no other product has finds its product first: whole, and with one slip; asked in turn."""
    rng = random.Random(5)
    texts = [record.product.title for record in stock.records]
    counts = Counter(text.casefold() for text in texts)
    rows = rng.sample([row for row, text in enumerate(texts) if counts[text.casefold()] == 1], TITLES)
    times = {"whole": Timed([]), "one slip": Timed([])}
    first = dict.fromkeys(times, 0)
    for row in rows:
        for name, typed in (("whole", texts[row]), ("one slip", with_slip(texts[row], rng))):
            result = await shop.ask(times[name], stock.title_vectors[row], parse(typed))
            led = {one.product.id for hit in result.hits[:1] for one in (hit.record, *hit.variants)}
            first[name] += stock.records[row].product.id in led
    return {name: {"found first": round(first[name] / TITLES, 4), **timed.ms()} for name, timed in times.items()}


async def of_labelled(data: Path, folder: Path) -> dict[str, Any]:
    """Everything that is measured on the labelled catalog."""
    stock = labelled(data)
    texts = [record.product.title for record in stock.records]
    async with Catalog(folder, "bench", DIM) as catalog:
        await _bring_in(catalog, stock.records)
        shop = Shop(catalog, stock.records)
        await shop.ask(Timed([]), stock.title_vectors[0], Query())
        figures: dict[str, Any] = {"products": len(stock.records)}
        figures["questions"] = await by_question(shop, stock.title_vectors, texts)
        figures["filters"] = await by_filter(shop, stock.title_vectors)
        figures["titles"] = await by_title(shop, stock)
    return figures


async def of_made_up(count: int, folder: Path) -> Figures:
    """Import, start, memory, disk and time with so many products."""
    before = _resident_mb()
    started = time.perf_counter()
    async with Catalog(folder, "bench", DIM) as catalog:
        await _bring_in(catalog, made_up(count))
        imported = time.perf_counter() - started
    figures = {"products": count, "import s": round(imported, 1)}
    sample = list(islice(made_up(count), ROUNDS))
    async with Catalog(folder, "bench", DIM) as catalog:
        started = time.perf_counter()
        await catalog.warm()
        figures["start s"] = round(time.perf_counter() - started, 2)
        plain, narrowed, worded = Timed([]), Timed([]), Timed([])
        for record in sample:
            vector = _shaken(record.vector)
            for timed, filters in ((plain, Filters()), (narrowed, Filters(max_price=Decimal(20)))):
                started = time.perf_counter()
                await catalog.search(vector, filters, _CURVE, limit=10)
                timed.seconds.append(time.perf_counter() - started)
            query = parse(" ".join(record.product.title.split()[2:]))
            started = time.perf_counter()
            await catalog.search(vector, query.filters, _CURVE, words=query.words, names=query.names, limit=10)
            worded.seconds.append(time.perf_counter() - started)
        for name, timed in (("vector", plain), ("vector, 8 % pass", narrowed), ("colour and kind", worded)):
            figures[f"{name} p50 ms"] = timed.ms()["p50"]
            figures[f"{name} p95 ms"] = timed.ms()["p95"]
        figures["MB resident"] = round(_resident_mb() - before)
    return figures


def _shaken(vector: Vector) -> Vector:
    shaken = vector + 0.02 * np.random.default_rng(int(abs(vector[0]) * 1e6)).normal(size=len(vector))
    return (shaken / np.linalg.norm(shaken)).astype(np.float32)


async def _bring_in(catalog: Catalog, records: Iterable[Record]) -> None:
    pending = iter(records)
    while batch := list(islice(pending, _BATCH)):
        await catalog.upsert(batch, {})


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _in_fresh_process(count: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(of_made_up(count, Path(folder)))
        figures["MB on disk"] = round(sum(path.stat().st_size for path in Path(folder).rglob("*.*")) / 1e6)
        return figures


def extrapolated(runs: Sequence[Figures]) -> Figures:
    """What a line through the two largest runs says of a million products."""
    small, large = runs[-2:]
    slope = {name: (large[name] - small[name]) / (large["products"] - small["products"]) for name in large}
    further = _MILLION - large["products"]
    return {name: round(large[name] + slope[name] * further, 1) for name in large}


def show(title: str, rows: dict[str, Figures]) -> None:
    """One table."""
    names = list(dict.fromkeys(name for figures in rows.values() for name in figures))
    table = Table(title, *names, box=None)
    for row, figures in rows.items():
        table.add_row(row, *(f"{figures[name]:g}" if name in figures else "" for name in names))
    out.print(table)
    out.print()


def main() -> None:
    """Measure, print and write."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--sizes", type=int, nargs="*", default=[10_000, 40_000, 160_000])
    chosen = arguments.parse_args()
    # What is not measured this time stays as it was.
    figures: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if chosen.data.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            figures["labelled"] = asyncio.run(of_labelled(chosen.data, Path(folder)))
        for name in ("questions", "filters", "titles"):
            show(f"{figures['labelled']['products']} products: {name}", figures["labelled"][name])
    runs: list[Figures] = []
    for count in chosen.sizes:
        # Each in a process of its own, whose memory is its own.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            runs.append(pool.apply(_in_fresh_process, (count,)))
    if len(runs) > 1:
        runs.append(extrapolated(runs))
    if runs:
        figures["made up"] = runs
        rows = {
            name: {f"{int(run['products']):,}": run[name] for run in runs} for name in runs[0] if name != "products"
        }
        show("made-up products", rows)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1))
    out.print(f"Written to {RESULTS}.")


if __name__ == "__main__":
    main()
