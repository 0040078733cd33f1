"""The whole bot under load: the web chat, the engine, the catalog and an import, all as `shoplens serve` has them.

    python -m benchmarks.load_test [--model MODEL] [--minutes 1] [--photos FOLDER]

Shoppers live in a process of their own (`benchmarks.shoppers`) and come over loopback.  Phases: alone; as many as
can be served (closed loop), with photos alone in turn with the bare encoder, one process a core on the same photos;
half of that and three times that (open loop); half of it with an import running.  MODEL "vit-b-32" is one with random
weights in int8.  Prints one table of what happened and one of the aims, and keeps the outcomes, the memory and a plot
under benchmarks/results/.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.contender import ENCODER, Contender
from benchmarks.contenders import RESULTS, drawings
from benchmarks.load_aims import ALONE, HALF, PHOTOS, TOO_MANY, WORDS_ALONE, answered_a_second, quantiles, table_of_aims
from benchmarks.shoppers import Outcome
from bot.app import Shop, open_shop, stock_demo
from bot.serving import serve
from bot.settings import Settings
from catalog.importing.feeds import open_source

_CROWD: Final = 48
_IMPORTED: Final = 20_000
_TURNS: Final = 3
_TURN_S: Final = 10.0

out = Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it has just ended
            for child in task.read_text().split():
                found += family(int(child))
    return found


def _of_the_bot(others: Collection[int]) -> list[int]:
    """The bot's processes, this one first; `others` were started to measure it."""
    return [pid for pid in family(os.getpid()) if pid not in others]


def _held_mb(others: Collection[int]) -> float:
    return resident_mb(_of_the_bot(others))


def _processor_s(pids: Sequence[int]) -> float:
    """Processor time that these processes have taken so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])  # utime and stime, see proc_pid_stat(5)
    return total / os.sysconf("SC_CLK_TCK")


def resident_mb(pids: Sequence[int], kinds: Sequence[str] = ("Pss",)) -> float:
    """Memory of these processes in MB, pages that they share counted once (PSS).

    Pages of files are shared with other programs, too, so that their part changes with what else runs; that of
    `kinds` "Pss_Anon" and "Pss_Shmem" does not.
    """
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):  # it has just ended
            fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
            total += sum(int(fields[kind].split()[0]) for kind in kinds)
    return total / 1024


class Memory:
    """What the bot's processes hold, once a second."""

    def __init__(self, held_mb: Callable[[], float]) -> None:
        self.samples: list[tuple[float, float]] = []
        self._held_mb = held_mb
        self._started = time.monotonic()

    async def watch(self) -> None:
        """Sample until cancelled."""
        while True:
            self.samples.append((self.now(), await asyncio.to_thread(self._held_mb)))
            await asyncio.sleep(1)

    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._started


@contextlib.asynccontextmanager
async def open_bot(settings: Settings) -> AsyncIterator[tuple[Shop, str]]:
    """The shop that serves the web chat, and the chat's address."""
    address: asyncio.Queue[str] = asyncio.Queue()

    def say(sentence: str) -> None:
        if "http://" in sentence:
            address.put_nowait(sentence.rsplit(" ", 1)[1])

    async with open_shop(settings) as shop:
        await stock_demo(shop, settings.catalog.data_dir, lambda what, done, total: None)
        serving = asyncio.create_task(serve(shop, settings, web=True, say=say))
        try:
            yield shop, await address.get()
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def phase(shoppers: asyncio.subprocess.Process, **what: float) -> list[Outcome]:
    """One phase's outcomes."""
    assert shoppers.stdin  # noqa: S101 - opened by `measure`
    assert shoppers.stdout  # noqa: S101 - as above
    shoppers.stdin.write((json.dumps(what) + "\n").encode())
    await shoppers.stdin.drain()
    outcomes: list[Outcome] = json.loads(await shoppers.stdout.readline())
    return outcomes


async def measure(settings: Settings, photos: Path, minutes: float) -> dict[str, Any]:
    """Phase to its outcomes and its time, the bare encoder's photos a second in each turn, and the memory all along."""
    found: dict[str, Any] = {}
    paces: list[float] = []
    bare = [
        Contender(sys.executable, "-m", "benchmarks.contenders", ENCODER, settings.encoder.model, str(photos))
        for _ in os.sched_getaffinity(0)
    ]
    async with open_bot(settings) as (shop, url):
        command = (sys.executable, "-m", "benchmarks.shoppers", url, str(photos))
        pipe = asyncio.subprocess.PIPE
        shoppers = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=2**28)
        others = {shoppers.pid, *(one.pid for one in bare)}
        memory = Memory(partial(_held_mb, others))
        watching = asyncio.create_task(memory.watch())
        try:

            async def run(name: str, **what: float) -> None:
                pids, began = _of_the_bot(others), memory.now()
                before = [_processor_s(part) for part in (pids[:1], pids[1:])]
                outcomes = await phase(shoppers, **what)
                spent = [_processor_s(part) - was for part, was in zip((pids[:1], pids[1:]), before, strict=True)]
                took = memory.now() - began
                found[name] = {"outcomes": outcomes, "began": began, "took": took, "processor_s": spent}

            async def run_bare() -> float:
                return sum(await asyncio.gather(*(asyncio.to_thread(one.ask, "photos", _TURN_S) for one in bare)))

            await phase(shoppers, seconds=5, at_once=4)  # warms up
            await run_bare()
            await run(ALONE, seconds=10, at_once=1, photos=1.0)
            await run(WORDS_ALONE, seconds=5, at_once=1, photos=0.0)
            for turn in range(_TURNS):
                await run(f"{PHOTOS} {turn + 1}", seconds=_TURN_S, at_once=_CROWD, photos=1.0)
                paces.append(await run_bare())
            await run("a crowd", seconds=20, at_once=_CROWD)
            most = answered_a_second(found["a crowd"])
            await run(HALF, seconds=60 * minutes, each_s=most / 2)
            await run(TOO_MANY, seconds=30, each_s=most * 3)
            importing = asyncio.create_task(shop.ingest.run(open_source(_feed(settings.catalog.data_dir, photos))))
            await run("half of it, and an import", seconds=30, each_s=most / 2)
            importing.cancel()
            await asyncio.gather(importing, return_exceptions=True)
        finally:
            watching.cancel()
            assert shoppers.stdin  # noqa: S101 - opened above
            shoppers.stdin.close()
            await shoppers.wait()
            for one in bare:
                one.close()
    return {"phases": found, "bare": paces, "memory": memory.samples}


def _feed(folder: Path, photos: Path) -> Path:
    """A feed of products that are not there yet."""
    files = sorted(photos.glob("*.jpg"))
    feed = folder / "load.jsonl"
    with feed.open("w") as lines:
        for number in range(_IMPORTED):
            row = {
                "id": f"load-{number}",
                "title": f"Shirt {number}",
                "image": str(files[number % len(files)].resolve()),
            }
            lines.write(json.dumps(row) + "\n")
    return feed


def show(found: dict[str, Any]) -> None:
    """One line a phase, then the memory."""
    heads = ("phase", "asked", "answered/s", "p50 ms", "p95 ms", "p99 ms", "busy", "busy p95 ms", "failed", "lost")
    table = Table(*heads, "twice", "processor ms each: main, workers", box=None)
    for name, row in found["phases"].items():
        ended = Counter(outcome[3] for outcome in row["outcomes"])
        seconds = [outcome[1] for outcome in row["outcomes"] if outcome[3] == "answered"]
        refused = [outcome[1] for outcome in row["outcomes"] if outcome[3] == "busy"]
        figures = [f"{1000 * part:.0f}" for part in quantiles(seconds)]
        busy = f"{1000 * quantiles(refused)[1]:.0f}" if refused else ""
        pace = f"{len(seconds) / row['took']:.1f}"
        counts = [str(ended[how]) for how in ("failed", "lost", "twice")]
        each = ", ".join(f"{1000 * spent / max(1, len(seconds)):.1f}" for spent in row.get("processor_s", ()))
        asked = str(len(row["outcomes"]) - ended["twice"])
        table.add_row(name, asked, pace, *figures, str(ended["busy"]), busy, *counts, each)
    out.print(table)
    held = [megabytes for _, megabytes in found["memory"]]
    out.print(f"memory of all processes: {min(held):.0f} to {max(held):.0f} MB, at the end {held[-1]:.0f} MB")


def plot(found: dict[str, Any], path: Path) -> None:
    """Each answer as a dot over time, phases side by side, and below them memory, and queues where there are any."""
    from matplotlib import pyplot

    colours = {"answered": "#2b7a4b", "busy": "#e08a1e", "failed": "#c0392b", "lost": "#000000"}
    figure, (above, below) = pyplot.subplots(2, 1, figsize=(12, 7), sharex=True, height_ratios=(3, 1))
    for name, row in found["phases"].items():
        above.axvline(row["began"], color="#cccccc", linewidth=0.8)
        above.text(row["began"], 1.01, f" {name}", transform=above.get_xaxis_transform(), rotation=20, fontsize=8)
        for ended, colour in colours.items():
            dots = [
                (row["began"] + asked, seconds * 1000) for asked, seconds, _, how in row["outcomes"] if how == ended
            ]
            if dots:
                above.scatter(*zip(*dots, strict=True), s=3, color=colour, label=ended)
    handles = dict(zip(*reversed(above.get_legend_handles_labels()), strict=True))
    above.legend(handles.values(), handles.keys(), markerscale=4, loc="upper left")
    above.set_yscale("log")
    above.set_ylabel("ms from question to answer")
    below.plot(*zip(*found["memory"], strict=True), color="#34568b")
    below.set_ylim(bottom=0)
    below.set_ylabel("MB")
    below.set_xlabel("seconds")
    if queues := found.get("queues"):
        beside = below.twinx()
        beside.plot(
            [at for at, _ in queues], [sum(lengths.values()) for _, lengths in queues], "#999999", linewidth=0.8
        )
        beside.set_ylim(bottom=0)
        beside.set_ylabel("waiting", color="#777777")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Measure, print, plot."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load_test", description=__doc__)
    parser.add_argument("--model", default="bundled", help='a model of the settings, or "vit-b-32"')
    parser.add_argument("--minutes", type=float, default=1.0, help="how long the phase at half load takes")
    parser.add_argument("--photos", type=Path, help="folder of JPEGs; drawings of 640 pixels if left out")
    arguments = parser.parse_args()
    model = arguments.model
    if model == "vit-b-32":
        # In a process of its own: torch would make this one, which is the bot's, larger and slower than it is.
        command = (sys.executable, "-m", "benchmarks.models", "int8")
        model = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1]  # noqa: S603 - our own
    with tempfile.TemporaryDirectory() as folder:
        photos = arguments.photos or drawings(Path(folder) / "photos")
        settings = Settings.model_validate(
            {
                "encoder": {"model": model},
                "catalog": {"data_dir": Path(folder) / "data", "chroma_url": ""},
                "web": {"port": 0},
                "limits": {"per_minute": 0},
            }
        )
        found = asyncio.run(measure(settings, photos, arguments.minutes))
    show(found)
    out.print(table_of_aims(found))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "load_test.json").write_text(json.dumps(found) + "\n")
    plot(found, RESULTS / "load_test.png")
    out.print(f"kept in {RESULTS.name}/load_test.json and load_test.png")


if __name__ == "__main__":
    main()
