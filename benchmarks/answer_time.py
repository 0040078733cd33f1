"""How long the demo shop takes to answer, engine and search included, and how much memory its processes hold.

    python -m benchmarks.answer_time

Words and photos alternate in one run; none is asked twice, so that no cache answers.  Beside the median it prints
what the bare encoder takes for the same input in this process, to show what the house around it costs.
"""

from __future__ import annotations

import asyncio
import io
import os
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.app import open_shop, stock_demo
from bot.settings import Settings, demo_settings
from catalog.demo import draw, random_look
from workers.encoder import load_encoder
from workers.vocabulary import CATEGORIES, COLOURS

ROUNDS = 60
PHOTO_SIDE_PX = 1200
"""What a chat app makes of a phone's photo."""

out = Console(highlight=False)


def questions(rng: random.Random) -> list[tuple[str, bytes]]:
    """Pairs of words and a JPEG, all different."""
    words = [f"{colour.value} {kind.value}" for colour in COLOURS for kind in CATEGORIES]
    pairs = []
    for text in rng.sample(words, ROUNDS):
        buffer = io.BytesIO()
        draw(random_look(rng), 640).resize((PHOTO_SIDE_PX, PHOTO_SIDE_PX)).save(buffer, "JPEG", quality=88)
        pairs.append((text, buffer.getvalue()))
    return pairs


def resident_mb(pids: Sequence[int]) -> float:
    """Memory of these processes in MB, pages that they share counted once (PSS)."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


async def measure(data_dir: Path) -> dict[str, list[float]]:
    """Seconds a question, by what was asked and of whom."""
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": data_dir}}))
    bare = load_encoder("bundled", threads=1)
    times: dict[str, list[float]] = {name: [] for name in ("words", "words, bare", "photo", "photo, bare")}
    async with open_shop(settings) as shop:
        await stock_demo(shop, settings.catalog.data_dir, lambda *_: None)
        await shop.finder.find("warm up")
        for text, photo in questions(random.Random(7)):
            started = time.perf_counter()
            await shop.finder.find(text)
            times["words"].append(time.perf_counter() - started)
            started = time.perf_counter()
            bare.encode_texts([text])
            times["words, bare"].append(time.perf_counter() - started)
            started = time.perf_counter()
            await shop.finder.find("", photo)
            times["photo"].append(time.perf_counter() - started)
            started = time.perf_counter()
            bare.encode_images([photo])
            times["photo, bare"].append(time.perf_counter() - started)
        workers = [int(pid) for pid in children(os.getpid())]
        out.print(f"memory: {resident_mb([os.getpid(), *workers]):.0f} MB in {1 + len(workers)} processes")
    return times


def children(pid: int) -> list[str]:
    """The processes that this one has started."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def main() -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder:
        times = asyncio.run(measure(Path(folder)))
    table = Table("asked", "median ms", "p95 ms", "× bare encoder", box=None)
    for name in ("words", "photo"):
        median = statistics.median(times[name])
        p95 = statistics.quantiles(times[name], n=20)[-1]
        ratio = median / statistics.median(times[f"{name}, bare"])
        table.add_row(name, f"{median * 1000:.0f}", f"{p95 * 1000:.0f}", f"{ratio:.1f}")
    out.print(table)


if __name__ == "__main__":
    main()
