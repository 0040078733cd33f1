"""Questions at the terminal, whose answers are kept in a file of settings."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final, TypeVar

import click
from dotenv import set_key
from rich.console import Console

from bot.errors import BotError
from catalog.errors import CatalogError
from workers.errors import WorkerError
from workers.escaping import escaped, escaped_lines

_PLAIN: Final = re.compile(r"[\w@%+=:,./-]*")
T = TypeVar("T")


class Prompts:
    """Asks, unless an option of the command line has `given` the answer; where nobody `asks`, nothing is said either.

    `kept` has a sentence for each answer so far.
    """

    def __init__(self, file: Path, given: Mapping[str, Any], *, asks: bool) -> None:
        self._file = file
        self.given = given
        self.asks = asks
        self.kept: list[str] = []
        # What people are called is text, not markup.
        self._out = Console(markup=False, highlight=False)
        self.busy = self._out.status

    def say(self, text: str, style: str = "") -> None:
        """A line, or several."""
        self._out.print(escaped_lines(text), style=style, soft_wrap=True)

    def complain(self, error: Exception) -> None:
        """Say what is wrong."""
        self.say(f"✗ {error}", "red")

    def title(self, title: str, text: str) -> None:
        """What the next questions are about."""
        if self.asks:
            self.say(f"\n{title}", "bold cyan")
            self.say(text, "dim")

    def ask(self, name: str, question: str, use: Callable[[str], None], now: str = "", **prompt: Any) -> None:
        """Use the answer, and ask again while it is wrong; Enter leaves all as it is `now`.

        What was given and is wrong raises what `use` raises.
        """
        if (given := self.given[name]) is not None:
            use(given)
            return
        while self.asks:
            answer = click.prompt(question, default=now, show_default=bool(now), **prompt).strip()
            try:
                if answer != now:
                    use(answer)
                return
            except (BotError, CatalogError, WorkerError) as error:
                self.complain(error)

    def keep(self, setting: str, value: str, said: str) -> None:
        """Write a setting into the file, and say so."""
        write_setting(self._file, setting, value)
        self.kept.append(escaped(said))
        self.say(f"✓ {said}", "green")
        if os.environ.get(setting, value) != value:
            self.say(f"But {setting} is in the environment, which goes before {self._file}.", "yellow")


async def unless_entered(waited_for: Coroutine[Any, Any, T], limit_s: float) -> T | None:
    """What is waited for; None where Enter is pressed first, or time runs out."""
    loop = asyncio.get_running_loop()
    entered = asyncio.Event()

    def enter() -> None:
        sys.stdin.readline()
        entered.set()

    loop.add_reader(sys.stdin, enter)
    tasks = asyncio.create_task(waited_for), asyncio.create_task(entered.wait())
    try:
        done, _ = await asyncio.wait(tasks, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        return tasks[0].result() if tasks[0] in done else None
    finally:
        loop.remove_reader(sys.stdin)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def write_setting(path: Path, name: str, value: str) -> None:
    """Set `name` in `path`, which only its owner may read from then on; all else in it stays, and its comments.

    It is replaced at one stroke: whoever is interrupted has the old one or the new one.
    """
    path = path.resolve()
    # Made readable by nobody else, which `set_key` keeps.
    with NamedTemporaryFile(dir=path.parent, prefix=".env.", delete=False) as file:
        draft = Path(file.name)
        file.write(path.read_bytes() if path.exists() else b"# Settings of shoplens; .env.example lists them all.\n")
    try:
        set_key(draft, name, _quoted(value), quote_mode="never")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _quoted(value: str) -> str:
    """As everything reads it that reads such files, of which some know no quotes, and some no escapes."""
    if _PLAIN.fullmatch(value):
        return value
    mark = '"' if "'" in value else "'"
    return mark + value.replace("\\", "\\\\").replace(mark, f"\\{mark}") + mark
