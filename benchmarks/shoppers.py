"""Shoppers for `benchmarks.load_test`: they talk to the web chat over WebSockets, in a process of their own.

    python -m benchmarks.shoppers URL PHOTOS

Reads phases from standard input, one a line as JSON, and answers each with its outcomes as JSON:

    {"seconds": 60, "each_s": 4.0}         open loop: Poisson arrivals, 4 a second on average, whatever comes back
    {"seconds": 60, "at_once": 32}         closed loop: 32 shoppers who ask again as soon as they are answered
    "photos": 0.33                         the share of questions that are a photo; 0.33 if left out

An outcome is [when it was asked, seconds to the answer, "photo" or "words", how it ended]; it ends as "answered",
"busy", "failed", or "lost" where no answer came within a minute.  A second answer to a question is one more outcome,
"twice".
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import aiohttp

from benchmarks.contenders import photos_in
from workers.vocabulary import CATEGORIES, COLOURS

_PATIENCE_S: Final = 60.0
_LATE_S: Final = 0.5
_ANSWERS: Final = frozenset({"reply", "error"})
_BUSY_TEXT: Final = "Many people are searching"

Outcome = tuple[float, float, str, str]


class Shoppers:
    """As many conversations as are needed at once; each has one question open at a time."""

    def __init__(self, session: aiohttp.ClientSession, url: str, photos: Iterator[bytes]) -> None:
        self._session, self._url, self._photos = session, url, photos
        self._words = _phrases()
        self._idle: list[tuple[aiohttp.ClientWebSocketResponse, str]] = []
        self._random = random.Random(0)
        self._twice = 0

    async def phase(
        self, seconds: float, *, each_s: float = 0.0, at_once: int = 0, photos: float = 0.33
    ) -> list[Outcome]:
        """All outcomes of one phase; returns when the last one is there."""
        started = time.monotonic()
        outcomes: list[Outcome] = []

        async def ask() -> None:
            outcomes.append(await self._ask(started, self._random.random() < photos))

        async def ask_again_and_again() -> None:
            while time.monotonic() < started + seconds:
                await ask()

        async with asyncio.TaskGroup() as tasks:
            for _ in range(at_once):
                tasks.create_task(ask_again_and_again())
            due = started
            while each_s and (due := due + self._random.expovariate(each_s)) < started + seconds:
                await asyncio.sleep(due - time.monotonic())
                tasks.create_task(ask())
        await asyncio.gather(*(self._nothing_more(socket) for socket, _ in self._idle))
        outcomes += [(seconds, 0.0, "words", "twice")] * self._twice
        self._twice = 0
        return outcomes

    async def _nothing_more(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Count what still comes on a line on which everything was answered."""
        with contextlib.suppress(TimeoutError, aiohttp.ClientError, TypeError):  # TypeError: the server hung up
            while True:
                if (await socket.receive_json(timeout=_LATE_S))["type"] in _ANSWERS:
                    self._twice += 1

    async def _ask(self, started: float, with_photo: bool) -> Outcome:
        kind = "photo" if with_photo else "words"
        asked = time.monotonic()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                ended = await self._answer(with_photo)
        except TimeoutError:
            ended = "lost"
        except aiohttp.WSServerHandshakeError:
            ended = "busy"
        except (aiohttp.ClientError, TypeError):  # the line broke; TypeError is aiohttp's for a closing frame
            ended = "failed"
        return asked - started, time.monotonic() - asked, kind, ended

    async def _answer(self, with_photo: bool) -> str:
        socket, conversation = await self._line()
        question: dict[str, Any] = {"type": "message", "id": secrets.token_urlsafe(12)}
        if with_photo:
            headers = {"X-Conversation": conversation, "Origin": self._url}
            async with self._session.post(f"{self._url}/photo", data=next(self._photos), headers=headers) as uploaded:
                if uploaded.status != 201:
                    return "busy"
                question["photos"] = [(await uploaded.json())["photo"]]
        else:
            question["text"] = next(self._words)
        await socket.send_json(question)
        while (frame := await socket.receive_json())["type"] not in _ANSWERS or frame["id"] != question["id"]:
            # What answers another question: that one was answered before, or nobody waits for it any more.
            self._twice += frame["type"] in _ANSWERS
        self._idle.append((socket, conversation))
        if frame["type"] == "error":
            return "busy" if frame["code"] == "busy" else "failed"
        if frame["text"].startswith(_BUSY_TEXT):
            return "busy"
        return "failed" if "again" in frame["text"] and not frame["cards"] else "answered"

    async def _line(self) -> tuple[aiohttp.ClientWebSocketResponse, str]:
        """An idle conversation, or a new one; the server hangs up on those that were silent for too long."""
        while self._idle:
            socket, conversation = self._idle.pop()
            with contextlib.suppress(aiohttp.ClientError):
                await socket.ping()
                return socket, conversation
        return await self._enter()

    async def _enter(self) -> tuple[aiohttp.ClientWebSocketResponse, str]:
        socket = await self._session.ws_connect(f"{self._url}/chat", origin=self._url)
        await socket.send_json({"type": "hello"})
        return socket, (await socket.receive_json())["conversation"]


def kinds_wanted() -> list[str]:
    """Words as shoppers type them, each kind in each colour, in any order."""
    phrases = [f"{colour.value} {kind.value}" for colour in COLOURS for kind in CATEGORIES]
    random.Random(1).shuffle(phrases)
    return phrases


def _phrases() -> Iterator[str]:
    """Such words with a price limit; none comes twice before long."""
    phrases = kinds_wanted()
    for number in itertools.count():
        yield f"{phrases[number % len(phrases)]} under {20 + number // len(phrases)}"


async def _main(url: str, photos: Path) -> None:
    # The server lets go of a silent connection after 15 s; one that it just let go of is not to be used.
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=10)
    async with aiohttp.ClientSession(connector=connector) as session:
        shoppers = Shoppers(session, url.rstrip("/"), photos_in(photos))
        while line := await asyncio.to_thread(sys.stdin.readline):
            sys.stdout.write(json.dumps(await shoppers.phase(**json.loads(line))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2])))
