"""The whole bot with 500 people at once for ten minutes: what became of each question, how fast, and the memory.

    python -m tests.bot.channels.telegram.soak [--shoppers 500] [--minutes 10] [--data ../shared/data]

It runs as `shoplens serve` has it, in processes of its own and with its own limits, against the Bot API server of the
tests.  Each shopper has a chat and asks every 20 to 60 seconds, one question in three with a photo; each question names
a price limit of its own, which its answer says back.  Keeps outcomes and samples as JSON under benchmarks/results/, and
a plot.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import itertools
import json
import logging
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.contenders import RESULTS, drawings, photos_in
from benchmarks.load_test import Memory, family, out, plot, resident_mb, show
from benchmarks.shoppers import kinds_wanted
from bot.cli.evaluation import find_pictures
from bot.settings import LimitSettings
from tests.bot.channels.telegram.crashes import Process, free_port
from tests.bot.channels.telegram.soak_desk import PATIENCE_S, Desk
from tests.shop import shoplens
from tests.telegram_server import PATIENCE_S as SERVER_PATIENCE_S

_EVERY_S: Final = (20.0, 60.0)
_PHOTOS: Final = 1 / 3
_PRODUCTS: Final = 3000
_PEOPLES_PHOTOS: Final = 1000
_WARM: Final = 0.2
_STEADY: Final = 0.05
_OWN: Final = ("Pss_Anon", "Pss_Shmem")
_QUEUES: Final = {"chats": "shoplens_channel_waiting_messages", "engine": "shoplens_engine_queue_jobs"}
_COUNTS: Final = {
    "messages": "shoplens_messages",
    "told to come back later": "shoplens_channel_busy_refusals",
    "engine was full": "shoplens_engine_busy_refusals",
    "errors": "shoplens_errors",
    "warnings in the log": "shoplens_log_records",
    "workers died": "shoplens_engine_worker_deaths",
}
_FIRST_LIMIT: Final = 1000
_AFTER_S: Final = 3.0
"""So long after the last answer, one that comes twice would have come."""


async def shop_about(desk: Desk, chat: int, numbers: Iterator[int], photos: Iterator[bytes], until: float) -> None:
    """One shopper, who asks again whether or not there is an answer yet."""
    chance, phrases = random.Random(chat), kinds_wanted()
    due = time.monotonic() + chance.uniform(0, _EVERY_S[1])
    while due < until:
        await asyncio.sleep(due - time.monotonic())
        photo = next(photos) if chance.random() < _PHOTOS else None
        await desk.ask(chat, next(numbers), chance.choice(phrases), photo)
        due += chance.uniform(*_EVERY_S)


class Gauges:
    """What the bot's own metrics say."""

    def __init__(self, url: str, now: Callable[[], float]) -> None:
        self._url, self._now = url, now
        self.queues: list[tuple[float, dict[str, float]]] = []
        self.counts: dict[str, float] = {}

    async def watch(self) -> None:
        """Read them every second, until cancelled."""
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.get(self._url) as page:
                    found = _totals(await page.text())
                self.queues.append((self._now(), {name: found.get(metric, 0.0) for name, metric in _QUEUES.items()}))
                self.counts = {name: found.get(metric, 0.0) for name, metric in _COUNTS.items()}
                await asyncio.sleep(1)


def _totals(page: str) -> dict[str, float]:
    """Each metric's sum over its labels."""
    return {
        family.name: sum(sample.value for sample in family.samples if not sample.name.endswith("_created"))
        for family in text_string_to_metric_families(page)
    }


async def soak(folder: Path, photos: Iterator[bytes], shoppers: int, minutes: float) -> dict[str, Any]:
    """Everything that was found; `folder` is the data folder with the stocked demo shop in it.

    Raises `RuntimeError` where the bot ends by itself, or does not end well.
    """
    port = free_port()
    limits = LimitSettings()
    settings = {
        "SHOPLENS_LIMITS__PER_MINUTE": str(limits.per_minute),
        "SHOPLENS_LIMITS__BURST": str(limits.burst),
        "SHOPLENS_ENCODER__PROCESSES": "0",
        "SHOPLENS_HEALTH__PORT": str(port),
    }
    numbers = itertools.count(_FIRST_LIMIT)
    async with Desk() as desk:
        bot = Process(desk, folder, 0, settings)
        await bot.start()
        try:
            await bot.listening()
            memory = Memory(lambda: resident_mb(family(bot.pid), _OWN))
            gauges = Gauges(f"http://127.0.0.1:{port}/metrics", memory.now)
            loads = [os.getloadavg()]
            began = time.monotonic()
            watching = asyncio.gather(memory.watch(), gauges.watch())
            async with asyncio.TaskGroup() as crowd:
                for chat in range(1, shoppers + 1):
                    crowd.create_task(shop_about(desk, chat, numbers, photos, began + 60 * minutes))
            for _ in range(int(PATIENCE_S / SERVER_PATIENCE_S)):
                with contextlib.suppress(TimeoutError):
                    await desk.until(lambda: not desk.unanswered)
            took = time.monotonic() - began
            await asyncio.sleep(_AFTER_S)
            loads.append(os.getloadavg())
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
        finally:
            await bot.stop()
        asked = desk.asked.values()
        outcomes = [question.outcome(began) for question in asked]
        return {
            "phases": {f"{shoppers} shoppers": {"outcomes": outcomes, "began": 0.0, "took": took}},
            "to the last words": [one.last_s for one in asked if one.last_s is not None],
            "with products": sum(one.products for one in asked),
            "twice": [one.number for one in asked if len(one.ends) > 1],
            "memory": memory.samples,
            "queues": gauges.queues,
            "counted by the bot": gauges.counts,
            "refused by the Bot API": desk.violations,
            "sentences without a limit": dict(desk.others.most_common(20)),
            "load averages": loads,
            "left in the inbox": len(bot.waiting()),
            "inbox, bytes": bot.inbox_bytes,
        }


def steadiness(samples: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The median of the memory after the warm-up, and how far from it, as a share, the memory went."""
    start = samples[0][0] + _WARM * (samples[-1][0] - samples[0][0])
    held = [megabytes for at, megabytes in samples if at >= start]
    median = statistics.median(held)
    return median, max(abs(megabytes / median - 1) for megabytes in held)


def tell(found: dict[str, Any]) -> bool:
    """Print it; whether all is as it should be."""
    show(found)
    (phase,) = found["phases"].values()
    ended = Counter(outcome[3] for outcome in phase["outcomes"])
    median, off = steadiness(found["memory"])
    photos = sum(outcome[2] == "photo" for outcome in phase["outcomes"])
    parts = statistics.quantiles(found["to the last words"], n=100)
    lines: dict[str, Any] = {
        "with a photo": photos,
        "answered twice": len(found["twice"]),
        "to the last words, p50 / p95 / p99 ms": " / ".join(f"{1000 * parts[at]:.0f}" for at in (49, 94, 98)),
        "memory after the warm-up, without pages of files": f"{median:.0f} MB ± {off:.1%}",
        "longest queues": {name: max(sample[name] for _, sample in found["queues"]) for name in _QUEUES},
    }
    same = ("with products", "counted by the bot", "refused by the Bot API", "sentences without a limit")
    for name in (*same, "load averages", "left in the inbox", "inbox, bytes"):
        lines[name] = found[name]
    for name, value in lines.items():
        out.print(f"{name}: {value}", markup=False)
    return not (ended["lost"] or ended["failed"] or found["twice"] or found["refused by the Bot API"] or off > _STEADY)


def write_shop(data: Path, folder: Path) -> Path:
    """A feed of labelled products with pictures of 224 pixels."""
    pictures = find_pictures([data / "catalog" / "images_224.zip"])
    chance = random.Random(0)
    with (data / "catalog" / "products.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["id"] in pictures][:_PRODUCTS]
    feed = folder / "shop.jsonl"
    with feed.open("w", encoding="utf-8") as lines:
        for row in rows:
            picture = folder / f"{row['id']}.jpg"
            picture.write_bytes(pictures[row["id"]]())
            price = f"{chance.randint(5, 200)}.90"
            product = {"id": row["id"], "title": row["title"], "image": str(picture), "price": price}
            lines.write(json.dumps(product) + "\n")
    return feed


def write_photos(data: Path, folder: Path) -> Path:
    """Photos that people took of their own clothes."""
    pictures = find_pictures([data / "consumer_photos" / "photos.zip"])
    for name in sorted(pictures)[:_PEOPLES_PHOTOS]:
        (folder / f"{name}.jpg").write_bytes(pictures[name]())
    return folder


def main() -> int:
    """Soak, print, plot; ends with 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bot.channels.telegram.soak", description=__doc__)
    parser.add_argument("--shoppers", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the demo shop and drawings without")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, people = Path(temporary) / "data", Path(temporary) / "photos"
        folder.mkdir()
        people.mkdir()
        if options.data.is_dir():
            pictures = Path(temporary) / "shop"
            pictures.mkdir()
            stocked = shoplens(
                "--demo", "catalog", "import", str(write_shop(options.data, pictures)), data_dir=folder, timeout_s=1200
            )
            write_photos(options.data, people)
        else:
            stocked = shoplens("--demo", "catalog", "stats", data_dir=folder, timeout_s=600)
            drawings(people)
        out.print(stocked.stdout or stocked.stderr, markup=False)
        if stocked.returncode:
            return 1
        logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # requests that the bot gives up
        found = asyncio.run(soak(folder, photos_in(people), options.shoppers, options.minutes))
        RESULTS.mkdir(exist_ok=True)
        shutil.copy(folder / "bot.log", RESULTS / "soak.log")
    (RESULTS / "soak.json").write_text(json.dumps(found) + "\n")
    plot(found, RESULTS / "soak.png")
    good = tell(found)
    out.print(f"kept in {RESULTS.name}/soak.json, soak.png and soak.log, which is the bot's")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
