"""How long a question waits beside an import, by where Chroma runs.

    python -m benchmarks.search_beside_import [--products 40000] [--new 40000] [--minutes 5] [--kept FOLDER] [--ways …]

Each way opens a copy of the same shop in a process of its own.  First one asker alone, then eight, each with a second
of rest between two questions, while new products come in at an even pace, as an engine gives them.  "A search" is
`Catalog.search`, "the index" is Chroma's own 200 nearest, "a stop" is how long the event loop stood still.  In ms:
p50 and the longest.  Memory is what cannot be evicted, of the shop and of all processes that it started.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

import catalog.catalog
from benchmarks.search.stock import MODEL, Stock, build, stock
from benchmarks.search.vectors import CACHE, DIM, Matrix
from catalog.catalog import Catalog
from catalog.models import NEAREST, Curve, Filters
from catalog.vector_index.chroma import ChromaIndex

WAYS: Final = ("own process", "same process", "server")
ASKERS: Final = 8
_REST_S: Final = 1.0
_TICK_S: Final = 0.002
_TOGETHER: Final = 64
_ALONE_S: Final = 20.0
_CURVE: Final = Curve(0.3, 20.0)

Seconds = list[float]
Figures = dict[str, float]
out = Console(highlight=False)


class Watched:
    """A shop that is asked, and how long everything took."""

    def __init__(self, shop: Catalog, vectors: Matrix) -> None:
        self._shop, self._vectors = shop, vectors
        self.searches: Seconds = []
        self.index: Seconds = []
        self.stops: Seconds = []

    async def ask(self, seed: int) -> None:
        """Ask until cancelled."""
        rng = random.Random(seed)
        while True:
            vector = self._vectors[rng.randrange(len(self._vectors))]
            began = time.perf_counter()
            await self._shop.search(vector, Filters(), _CURVE, limit=10, facets=("offer",))
            self.searches.append(time.perf_counter() - began)
            began = time.perf_counter()
            await self._shop._reads.run(self._shop._index.query, vector[np.newaxis], NEAREST)  # noqa: SLF001 - alone
            self.index.append(time.perf_counter() - began)
            await asyncio.sleep(_REST_S * rng.random() * 2)

    async def tick(self) -> None:
        """Note how much later than asked for this is called."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_TICK_S)
            self.stops.append(time.perf_counter() - began - _TICK_S)

    @contextlib.asynccontextmanager
    async def asked_by(self, askers: int) -> AsyncIterator[None]:
        """So many ask meanwhile."""
        self.searches, self.index, self.stops = [], [], []
        tasks = [asyncio.create_task(call) for call in (self.tick(), *map(self.ask, range(askers)))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def figures(self, when: str) -> Figures:
        """ms."""
        found = {}
        for name, seconds in (("search", self.searches), ("index", self.index), ("stop", self.stops)):
            found[f"{name} {when}, p50"] = round(float(np.median(seconds)) * 1000, 1)
            found[f"{name} {when}, longest"] = round(max(seconds) * 1000)
        return found


async def measure(way: str, folder: Path, more: Stock, minutes: float) -> Figures:
    """One way."""
    if way == "same process":
        setattr(catalog.catalog, "chroma_index", ChromaIndex)  # noqa: B010 - it is not that module's to give
    with server(folder / "server") if way == "server" else contextlib.nullcontext("") as url:
        if url:
            async with Catalog(folder, MODEL, DIM, url):  # builds the index
                pass
        began = time.perf_counter()
        async with Catalog(folder, MODEL, DIM, url) as shop:
            figures = {"open, s": round(time.perf_counter() - began, 1)}
            old = await shop.count()
            watched = Watched(shop, more.labelled.vectors)
            await shop.warm()
            async with watched.asked_by(1):
                await asyncio.sleep(_ALONE_S)
            figures |= watched.figures("alone")
            began, processor = time.perf_counter(), time.process_time()
            async with watched.asked_by(ASKERS):
                await _bring_in(shop, more, old, minutes * 60)
            figures |= watched.figures("beside")
            figures["import, s"] = round(time.perf_counter() - began)
            figures["processor time of the shop, s"] = round(time.process_time() - processor, 1)
            figures["questions"] = len(watched.searches)
            figures |= {f"memory of {name}, MB": round(mb) for name, mb in _memory_mb().items()}
    return figures


async def _bring_in(shop: Catalog, more: Stock, old: int, seconds: float) -> None:
    """All products of `more` that the shop has not, in `seconds` if it can."""
    fresh = itertools.chain.from_iterable(more.records(old))
    began, done = time.perf_counter(), 0
    while batch := list(itertools.islice(fresh, _TOGETHER)):
        await shop.upsert(batch, {}, more_to_come=True)
        done += len(batch)
        await asyncio.sleep(max(0.0, began + seconds * done / (more.count - old) - time.perf_counter()))
    await shop.settle()


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """`chroma run` on loopback, without a lock on its door."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("chroma"))
    with subprocess.Popen(  # noqa: S603 - the installed one
        [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _memory_mb() -> Figures:
    """RssAnon of this process, and of those that it has started."""
    found = {"the shop": 0.0, "its processes": 0.0}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            parents = {"the shop": fields["Pid"], "its processes": fields["PPid"]}
            for name, number in parents.items():
                if int(number) == os.getpid():
                    found[name] += int(fields.get("RssAnon", "0").split()[0]) / 1000
    return found


def _one(way: str, folder: Path, more: Stock, minutes: float) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        copy = Path(place) / "shop"
        shutil.copytree(folder, copy)
        print(json.dumps(asyncio.run(measure(way, copy, more, minutes))))  # noqa: T201 - read by `main`


def main() -> None:
    """Measure each way in a process of its own, and print a table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--kept", type=Path, default=CACHE, metavar="FOLDER", help="has or gets stock-PRODUCTS")
    arguments.add_argument("--products", type=int, default=40_000)
    arguments.add_argument("--new", type=int, default=40_000)
    arguments.add_argument("--minutes", type=float, default=5.0)
    arguments.add_argument("--ways", nargs="*", default=list(WAYS), choices=WAYS)
    arguments.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    folder = chosen.kept / f"stock-{chosen.products}"
    shop = stock(chosen.data, chosen.products, folder)
    if chosen.one:
        _one(chosen.one, folder, Stock(shop.labelled, chosen.products + chosen.new), chosen.minutes)
        return
    build(shop, folder)
    runs: dict[str, Any] = {}
    for way in chosen.ways:
        again = [sys.executable, "-m", "benchmarks.search_beside_import", *sys.argv[1:], "--one", way]
        said = subprocess.run(again, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - ours
        runs[way] = json.loads(said.splitlines()[-1])
    table = Table(f"{chosen.new:,} new beside {chosen.products:,}", *runs, box=None)
    for name in dict.fromkeys(itertools.chain.from_iterable(runs.values())):
        table.add_row(name, *(f"{run[name]:g}" if name in run else "" for run in runs.values()))
    out.print(table)


if __name__ == "__main__":
    main()
