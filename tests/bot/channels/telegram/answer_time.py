"""What a shopper waits for in Telegram: from an update's being handed out to the first useful answer on its way back.

    python -m tests.bot.channels.telegram.answer_time [--questions 40]

Runs `shoplens serve` as it is installed, with the bundled model and the demo shop, against the Bot API server of the
tests on loopback.  Words and photos take turns, one question at a time, each in words or a drawing of its own.  The
first useful answer is the first pictures, or words where there are none; neither a chat action nor the line that it
takes longer is one.  Measured at the server, so that what Telegram's network takes comes on top.  The bot's processor
time and the machine's load are reported too, since other programs on the same machine make everything slower.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from demo_shop import demo_products, draw
from tests.shop import command, environment, shoplens
from tests.telegram_server import Call, Json, TelegramServer

_ANSWERS: Final = frozenset({"sendMediaGroup", "sendPhoto", "sendMessage"})
_WARMING: Final = 3
_PATIENCE_S: Final = 120.0

out = Console(highlight=False)


class Watched(TelegramServer):
    """Notes when it hands out an update, and when each request has arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.handed_out = 0.0
        self.heard: dict[str, float] = {}
        self._noted = 0

    async def _notify(self) -> None:
        for call in self.calls[self._noted :]:
            if call.is_waiting_line:
                continue
            self.heard.setdefault(call.method, time.perf_counter())
        self._noted = len(self.calls)
        await super()._notify()

    async def _on_getUpdates(self, call: Call) -> list[Json]:  # noqa: N802 - the method's name in the Bot API
        updates = await super()._on_getUpdates(call)
        if updates:
            self.handed_out = time.perf_counter()
        return updates

    async def ask(self, kind: str, words: str, photo: bytes) -> dict[str, float]:
        """Ask once; seconds to the chat action, to the first useful answer and to the last request of the answer."""
        words_before = len(self.made("sendMessage"))
        self.heard.clear()
        await (self.show(photo) if kind == "photo" else self.say(words))
        async with asyncio.timeout(_PATIENCE_S), self._changed:
            # Words close every answer but that of one picture, whose caption they are.
            await self._changed.wait_for(
                lambda: len(self.made("sendMessage")) > words_before or "sendPhoto" in self.heard
            )
        first = min(at for method, at in self.heard.items() if method in _ANSWERS)
        last = max(at for method, at in self.heard.items() if method in _ANSWERS)
        action = self.heard.get("sendChatAction", first)
        return {name: at - self.handed_out for name, at in (("action", action), ("first", first), ("all", last))}


@dataclass
class Measured:
    """Seconds a question of one kind, and the bot's processor time."""

    waits: list[dict[str, float]] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)


@asynccontextmanager
async def serving(server: Watched, data_dir: Path) -> AsyncIterator[int]:
    """The installed command until the end of the block; its process id."""
    settings = {
        "SHOPLENS_TELEGRAM__TOKEN": server.settings.token.get_secret_value(),
        "SHOPLENS_TELEGRAM__BASE_URL": server.settings.base_url,
        "SHOPLENS_TELEGRAM__BASE_FILE_URL": server.settings.base_file_url,
        "SHOPLENS_LIMITS__PER_MINUTE": "0",
    }
    bot = await asyncio.create_subprocess_exec(
        *command("--demo", "serve"),
        env={**environment(data_dir), **settings},
        cwd=data_dir,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield bot.pid
    finally:
        bot.terminate()
        await bot.wait()


def processor_s(pid: int) -> float:
    """What a process and all that it has started have used, in seconds of one core."""
    used = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = [
        int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()
    ]
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK") + sum(map(processor_s, children))


async def measure(data_dir: Path, questions: int) -> dict[str, Measured]:
    """Words and photos in turns."""
    looks = [one.look for one in demo_products()]
    words = itertools.cycle(dict.fromkeys(one.product.title.lower() for one in demo_products()))
    found = {"words": Measured(), "photo": Measured()}
    async with Watched() as server, serving(server, data_dir) as pid:
        for number in range(questions + _WARMING):
            for kind, measured in found.items():
                drawn = io.BytesIO()
                draw(looks[number % len(looks)]).save(drawn, "JPEG", quality=85 - number % 20)
                before = processor_s(pid) if number else 0.0
                waits = await server.ask(kind, next(words), drawn.getvalue())
                if number >= _WARMING:
                    measured.waits.append(waits)
                    measured.cpu_s.append(processor_s(pid) - before)
    return found


def p95(values: list[float]) -> float:
    """Of at least two values."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=40, help="of each kind")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        stocked = shoplens("--demo", "catalog", "stats", data_dir=data_dir, timeout_s=600)
        if stocked.returncode:
            sys.exit(stocked.stderr)
        before = os.getloadavg()[0]
        found = asyncio.run(measure(data_dir, max(2, asked.questions)))
    load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} after"
    table = Table(title=f"Answers in ms, {asked.questions} questions each on {os.cpu_count()} cores; load {load}")
    for column in (
        "question",
        "typing, median",
        "first, median",
        "first, p95",
        "all, median",
        "processor time, median",
    ):
        table.add_column(column, justify="left" if column == "question" else "right")
    for kind, measured in found.items():
        columns = {name: [1000 * waits[name] for waits in measured.waits] for name in ("action", "first", "all")}
        figures = (
            statistics.median(columns["action"]),
            statistics.median(columns["first"]),
            p95(columns["first"]),
            statistics.median(columns["all"]),
            1000 * statistics.median(measured.cpu_s),
        )
        table.add_row(kind, *(f"{figure:.0f}" for figure in figures))
    out.print(table)


if __name__ == "__main__":
    main()
