"""Plays `shoplens setup` and photographs the terminal: `python -m tests.bot.cli.record_setup docs/images/setup.png`.

Needs Chromium on the PATH.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from rich.console import Console
from rich.text import Text

from demo_shop import Look, draw
from tests.bot.cli.terminal import TOKEN_ASKED, WIDTH, Terminal
from tests.shop import environment
from tests.telegram_server import TOKEN, TelegramServer

_PART: Final = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\n|[^\x1b\r\n]+")
_COLOURS: Final = 64


def _write_feed(folder: Path) -> None:
    """Two dozen boots, and one row whose price is none."""
    rows = [["id", "title", "price", "image"], ["b0", "Ankle boots Ghost", "gratis", "1.png"]]
    for number, colour in enumerate(("red", "black", "brown", "blue", "green", "white") * 4, start=1):
        draw(Look("boots", colour, cut="ankle", seed=number), 256).save(folder / f"{number}.png")
        rows.append([f"b{number}", f"Ankle boots {colour} {number}", "79.00", f"{number}.png"])
    with (folder / "products.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)


async def _play(folder: Path) -> str:
    """All that the terminal was sent."""
    _write_feed(folder)
    async with TelegramServer() as server:
        variables = {**environment(folder / "data"), "SHOPLENS_TELEGRAM__BASE_URL": server.settings.base_url}
        async with Terminal("setup", folder=folder, environment=variables) as screen:
            await screen.shows(TOKEN_ASKED)
            screen.types(TOKEN)
            await screen.shows("this code: ")
            code = (await screen.shows("\n")).strip()
            await server.say(f"/start {code}")
            for question, answer in (
                ("Name", "Ember Lane"),
                ("Language", ""),
                ("Model [", "bundled"),
                ("Address or file", "products.csv"),
                ("Currency", "EUR"),
            ):
                await screen.shows(question)
                screen.types(answer)
            assert await screen.ends() == 0
            return screen.raw


def _screen(raw: str) -> str:
    """What stands in the terminal in the end: lines that were taken away or written over are gone."""
    lines, row = [""], 0
    for part in _PART.finditer(raw):
        match part[0], part[2]:
            case "\n", _:
                row += 1
                lines += [""] * (row + 1 - len(lines))
            case _, "A":
                row -= int(part[1] or 1)
            case _, "K":
                lines[row] = ""
            case _, "m" | None:
                lines[row] += part[0]
    return "\n".join(lines).strip("\n")


def _photograph(screen: str, to: Path, folder: Path) -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text("$ shoplens setup\n", style="bold"), Text.from_ansi(screen), sep="")
    svg = re.sub(r"@font-face \{.*?\}", "", console.export_svg(title="shoplens setup"), flags=re.DOTALL)
    page, picture = folder / "page.svg", folder / "page.png"
    page.write_text(svg, encoding="utf-8")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert size is not None
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--default-background-color=00000000"),
            *(f"--screenshot={picture}", f"--window-size={float(size[1]):.0f},{float(size[2]):.0f}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
    )
    with Image.open(picture) as taken:
        taken.convert("RGB").quantize(_COLOURS).save(to, optimize=True)


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        _photograph(_screen(asyncio.run(_play(Path(name)))), Path(sys.argv[1]), Path(name))
