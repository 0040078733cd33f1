"""Kills the whole bot while people write to it, again and again, and counts what became of every message.

`python -m tests.bot.channels.telegram.crashes --kills 100` runs it as `shoplens serve` has it, with the demo shop,
against the Bot API server of the tests.  People send words, photos, albums and taps, in private and in a group; each
message names a price limit of its own, which its answer says back.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import random
import re
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from demo_shop import Look, draw
from tests.shop import command, environment, shoplens
from tests.telegram_server import TelegramServer

_CHATS: Final = (7, 8, 9, 10, -5)
_MOST_WAITING: Final = 12
_EVERY_S: Final = 0.12
_PATIENCE_S: Final = 120.0
_ROUNDS: Final = 8
"""How often the server's own patience may end before what is not answered counts as lost."""

LIMIT: Final = re.compile(r"under (\d{4,})")


@dataclass
class Tally:
    """What became of the messages.  `lost`, `unexplained`, `out_of_order` and `others` must be empty.

    `saved` were taken from Telegram and unanswered at a kill: without an inbox they were lost.  `twice` are answered
    twice, `unexplained` those of them whose answer had not just been sent, and not yet been marked, at a kill.
    `others` are things the bot said that answer nothing, such as an apology or half an album.
    """

    kills: int = 0
    sent: int = 0
    answered: int = 0
    saved: int = 0
    twice: int = 0
    lost: list[int] = field(default_factory=list)
    unexplained: list[int] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    stops_s: list[float] = field(default_factory=list)
    inbox_bytes: int = 0

    @property
    def wrong(self) -> bool:
        """Whether anything is not as it must be."""
        return bool(self.lost or self.unexplained or self.out_of_order or self.others)

    def table(self) -> str:
        """One line a figure."""
        lines = [
            ("kills", self.kills),
            ("messages sent", self.sent),
            ("answered", self.answered),
            ("in the inbox at a kill, unanswered", self.saved),
            ("answered twice", self.twice),
            ("  of these killed elsewhere than between sending and marking", len(self.unexplained)),
            ("lost", len(self.lost)),
            ("answered out of their chat's order", len(self.out_of_order)),
            ("other things said", len(self.others)),
            ("stops by SIGTERM", len(self.stops_s)),
            ("  the longest, in seconds", round(max(self.stops_s, default=0), 1)),
            ("the inbox at the end, in bytes", self.inbox_bytes),
        ]
        return "\n".join(f"{value:>8}  {name}" for name, value in lines)


class Crowd:
    """People who write to the bot, and what they read."""

    def __init__(self, server: TelegramServer, chance: random.Random) -> None:
        self._server = server
        self._chance = chance
        self._photo = _photo()
        self._seen = 0
        self.asked: dict[int, list[int]] = defaultdict(list)
        self.answers: dict[int, list[int]] = defaultdict(list)
        self.updates: dict[int, int] = {}
        self.others: list[str] = []
        self._number = 1000

    async def write(self) -> None:
        """Send something every moment, until cancelled; nobody waits for more than a dozen answers."""
        while True:
            await asyncio.sleep(self._chance.uniform(0, 2 * _EVERY_S))
            self.read()
            chat = self._chance.choice(_CHATS)
            if len(self.asked[chat]) - len(set(self.answers[chat])) < _MOST_WAITING:
                await self.ask(chat)

    async def ask(self, chat: int) -> None:
        """Send words, a photo, an album, or a tap."""
        self._number += 1
        limit = f"under {self._number}"
        self.asked[chat].append(self._number)
        before = self._server.newest_update
        ada = {"id": 5000 + abs(chat), "is_bot": False, "first_name": "Ada", "language_code": "en"}
        sender = {"from": ada}
        if chat < 0:
            await self._server.say(f"@shop_test_bot red boots {limit}", chat, **sender)
        else:
            kind = self._chance.choice(("words", "words", "photo", "album", "tap"))
            if kind == "words":
                await self._server.say(f"red boots {limit}", chat, **sender)
            elif kind == "photo":
                await self._server.show(self._photo, chat, caption=limit, **sender)
            elif kind == "tap":
                await self._server.tap(f"say:blue dress {limit}", chat)
            else:
                for part in range(3):
                    words = {"caption": limit} if part == self._number % 3 else {}
                    await self._server.show(self._photo, chat, media_group_id=limit, **words, **sender)
        for update in range(before + 1, self._server.newest_update + 1):
            self.updates[update] = self._number

    def read(self) -> None:
        """Note what the bot has sent since."""
        for call in self._server.calls[self._seen :]:
            words = str(call.fields.get("text", call.fields.get("caption", "")))
            if call.method not in ("sendMessage", "sendPhoto") or call.is_waiting_line:
                continue
            if call.method == "sendPhoto" and call.chat_id < 0 and not call.buttons:
                continue  # an album for which a busy group had room for one picture: the answer's words come below
            if limit := LIMIT.search(words):
                self.answers[call.chat_id].append(int(limit[1]))
            else:
                self.others.append(words)
        self._seen = len(self._server.calls)

    def count(self, number: int) -> int:
        """How many answers this message has."""
        return sum(numbers.count(number) for numbers in self.answers.values())

    @property
    def unanswered(self) -> set[int]:
        """What nobody has an answer to yet."""
        self.read()
        return {one for numbers in self.asked.values() for one in numbers} - self.answered

    @property
    def answered(self) -> set[int]:
        """What has an answer."""
        return {one for numbers in self.answers.values() for one in numbers}


class Process:
    """The bot, as an operator starts it; `more` are settings that differ from those of a crash."""

    def __init__(
        self, server: TelegramServer, data_dir: Path, webhook_port: int, more: Mapping[str, str] | None = None
    ) -> None:
        self._server = server
        self._data_dir = data_dir
        settings = server.settings
        self._environment = {
            **environment(data_dir),
            "SHOPLENS_TELEGRAM__TOKEN": settings.token.get_secret_value(),
            "SHOPLENS_TELEGRAM__BASE_URL": settings.base_url,
            "SHOPLENS_TELEGRAM__BASE_FILE_URL": settings.base_file_url,
            "SHOPLENS_LIMITS__PER_MINUTE": "0",
            "SHOPLENS_ENCODER__PROCESSES": "1",
        }
        if webhook_port:
            url = f"http://127.0.0.1:{webhook_port}/telegram"
            self._environment |= {
                "SHOPLENS_TELEGRAM__WEBHOOK_URL": url,
                "SHOPLENS_TELEGRAM__WEBHOOK_PORT": str(webhook_port),
            }
        self._environment |= more or {}
        self._process: asyncio.subprocess.Process | None = None
        self._listens = "setWebhook" if webhook_port else "getUpdates"

    async def start(self) -> None:
        """Start it; what it logs goes into `bot.log`."""
        self._begun = len(self._server.calls)
        with (self._data_dir / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command("--demo", "serve"), env=self._environment, cwd=self._data_dir, stdout=log, stderr=log
            )

    async def listening(self) -> None:
        """Until it takes messages.  Raises `RuntimeError` where it ends instead."""
        async with asyncio.timeout(_PATIENCE_S):
            while not any(call.method == self._listens for call in self._server.calls[self._begun :]):
                assert self._process is not None
                if self._process.returncode is not None:
                    raise RuntimeError((self._data_dir / "bot.log").read_text()[-2000:])
                await asyncio.sleep(0.02)

    @property
    def pid(self) -> int:
        """Of the process that was started."""
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """SIGKILL, unless it has ended."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> float:
        """SIGTERM; how many seconds it took to end.  Raises `RuntimeError` where it does not end well."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_PATIENCE_S):
            status = await self._process.wait()
        if status:
            raise RuntimeError(f"the bot ended with {status}")
        return time.monotonic() - began

    def waiting(self) -> set[int]:
        """The updates in its inbox, once it is dead."""
        path = self._data_dir / "demo" / "inbox.db"
        if not path.exists():
            return set()
        with closing(sqlite3.connect(path)) as database, suppress(sqlite3.OperationalError):
            return {row[0] for row in database.execute("SELECT number FROM letters")}
        return set()  # it has no table yet

    @property
    def inbox_bytes(self) -> int:
        """How large the inbox is."""
        return (self._data_dir / "demo" / "inbox.db").stat().st_size


async def crash(
    kills: int, data_dir: Path, chance: random.Random, heard: Callable[[int], None], *, webhook: bool = False
) -> Tally:
    """Kill it so many times, and stop it after each tenth, while a crowd writes; then let it answer the rest.

    `heard` is told the number of each kill.  `data_dir` has the demo shop in it.  Raises `RuntimeError` where the bot
    ends by itself.
    """
    tally = Tally(kills)
    at_a_kill: set[int] = set()
    # How many answers a message may have: one more than when it was last found unmarked.
    allowed: dict[int, int] = {}
    async with TelegramServer() as server:
        crowd = Crowd(server, chance)
        bot = Process(server, data_dir, free_port() if webhook else 0)
        writing = asyncio.create_task(crowd.write())
        try:
            for number in range(1, kills + 1):
                await bot.start()
                if chance.random() < 0.15:
                    await asyncio.sleep(chance.uniform(0, 4))
                else:
                    await bot.listening()
                    await asyncio.sleep(chance.uniform(0, 2.5))
                await bot.kill()
                # Until what it has sent in its last moment is read, too.
                await asyncio.sleep(0.5)
                crowd.read()
                waiting = {crowd.updates[update] for update in bot.waiting()}
                at_a_kill |= waiting - crowd.answered
                allowed |= {one: crowd.count(one) + 1 for one in waiting}
                if number % 10 == 0:
                    await bot.start()
                    await bot.listening()
                    tally.stops_s.append(await bot.stop())
                    crowd.read()
                    allowed |= {crowd.updates[one]: crowd.count(crowd.updates[one]) + 1 for one in bot.waiting()}
                heard(number)
            await bot.start()
            await bot.listening()
            writing.cancel()
            await asyncio.wait([writing])
            for _ in range(_ROUNDS):
                with suppress(TimeoutError):
                    await server.until(lambda: not crowd.unanswered)
            tally.stops_s.append(await bot.stop())
        finally:
            writing.cancel()
            await asyncio.wait([writing])
            await bot.kill()
        tally.lost = sorted(crowd.unanswered)
        assert not server.violations, server.violations
    tally.sent = sum(map(len, crowd.asked.values()))
    tally.answered = len(crowd.answered)
    tally.saved = len(at_a_kill)
    for chat, answers in crowd.answers.items():
        first = list(dict.fromkeys(answers))
        twice = {one for one in first if answers.count(one) > 1}
        tally.twice += len(twice)
        tally.unexplained += sorted(one for one in twice if answers.count(one) > allowed.get(one, 1))
        tally.out_of_order += [one for one, due in zip(first, crowd.asked[chat], strict=False) if one != due]
    tally.others = crowd.others
    tally.inbox_bytes = bot.inbox_bytes
    return tally


def _show(number: int) -> None:
    print(f"\r{number} kills", end="", file=sys.stderr, flush=True)  # noqa: T201 - a script


def _photo() -> bytes:
    buffer = io.BytesIO()
    draw(Look("backpack", "green", seed=311)).save(buffer, "JPEG")
    return buffer.getvalue()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main() -> int:
    """Kill, print the figures, and end with 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--webhook", action="store_true", help="have updates posted instead of asked for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        built = shoplens("--demo", "catalog", "stats", data_dir=Path(folder), timeout_s=600)
        if built.returncode:
            print(built.stderr, file=sys.stderr)  # noqa: T201 - a script
            return 1
        logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # requests that a kill has cut off
        chance = random.Random(options.seed)
        tally = asyncio.run(crash(options.kills, Path(folder), chance, _show, webhook=options.webhook))
    print(f"\rseed {options.seed}, {'webhook' if options.webhook else 'polling'}\n{tally.table()}")  # noqa: T201 - a script
    for name in ("lost", "unexplained", "out_of_order", "others"):
        if found := getattr(tally, name):
            print(f"{name}: {found[:20]}")  # noqa: T201 - a script
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
