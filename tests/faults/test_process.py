"""`shoplens demo` in a process of its own, as an operator runs it, with what nights bring."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.faults.small_disk import WHY_NOT, on_a_small_disk
from tests.faults.table import Told
from tests.shop import command, environment

PATIENCE_S = 60
DISK_MB = 48
DEATHS = "shoplens_engine_worker_deaths_total"

Frame = dict[str, Any]


@dataclass
class Running:
    """The process, where its page is, and its data folder as it sees it."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    log: Path

    def get(self, path: str) -> str:
        """What a machine is told."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE_S) as answer:  # noqa: S310 - loopback
            return str(answer.read().decode())

    def sample(self, name: str) -> float:
        """A metric without labels."""
        found = re.search(rf"^{name} (\S+)$", self.get("metrics"), re.MULTILINE)
        return float(found[1]) if found else 0.0

    def logged(self, about: str) -> list[dict[str, str]]:
        """The lines of its log whose message has this in it."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if about in line["message"]]

    @property
    def workers(self) -> list[int]:
        """Its worker processes."""
        mine = str(self.process.pid)
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                after_name = stat.read_text().rpartition(")")[2].split()
                if after_name[1] == mine and after_name[0] != "Z":
                    found.append(int(stat.parent.name))
        return found


@pytest.fixture(scope="module")
def running(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo on a small disk, where one can be mounted, with its log in JSON."""
    folder = tmp_path_factory.mktemp("running")
    log = folder / "log"
    disk = folder / "disk"
    disk.mkdir()
    work = ["sh", "-c", f"cp -r {stocked}/. {disk} && cd {disk} && exec {' '.join(command('demo', '--port', '0'))}"]
    settings = {"SHOPLENS_LOG__FORMAT": "json", "SHOPLENS_ENCODER__PROCESSES": "2"}
    with log.open("w") as file:
        process = subprocess.Popen(
            work if WHY_NOT else on_a_small_disk(disk, DISK_MB, work),
            env=environment(disk) | settings,
            stdout=subprocess.DEVNULL,
            stderr=file,
            text=True,
        )
    try:
        url = _url(process, log)
        seen = disk if WHY_NOT else Path(f"/proc/{process.pid}/root{disk}")
        yield Running(process, url, seen, log)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _url(process: subprocess.Popen[str], log: Path) -> str:
    until = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < until:
        if found := re.search(r"The web chat is open at (\S+/)", log.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def is_there(pid: int) -> bool:
    """Whether there is a process of this number."""
    return Path(f"/proc/{pid}").exists()


@asynccontextmanager
async def chat(running: Running) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A shopper's line."""
    headers = {"Origin": running.url.rstrip("/")}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{running.url}chat", headers=headers) as socket,
    ):
        await socket.send_json({"type": "hello", "conversation": "", "locale": "en"})
        assert (await socket.receive_json(timeout=PATIENCE_S))["type"] == "ready"
        yield socket


async def ask(socket: aiohttp.ClientWebSocketResponse, words: str = "", choice: str = "") -> Frame:
    """The frame that answers these words, or this tap."""
    await socket.send_json({"type": "message", "id": secrets.token_hex(8), "text": words, "choice": choice})
    while (frame := await socket.receive_json(timeout=PATIENCE_S))["type"] == "typing":
        pass
    return dict(frame)


@pytest.mark.fault(
    "both workers of a running bot killed (SIGKILL)", "the next question is answered, workers are replaced"
)
async def test_a_bot_whose_workers_are_killed_answers(running: Running, record_property: Told) -> None:
    """The shopper sees nothing of it; the operator sees a line and a count."""
    async with chat(running) as socket:
        assert (await ask(socket, "red boots"))["cards"]
        killed = running.workers
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert (await ask(socket, "green dress"))["cards"]
    assert running.sample(DEATHS) >= 1
    assert running.logged("it is replaced")
    record_property("seen", f"{len(killed)} killed, answered, alive: {len(running.workers)}")
    record_property(
        "metric", f"shoplens_engine_worker_deaths_total {running.sample('shoplens_engine_worker_deaths_total')}"
    )


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.fault(
    "disk of a running bot full (a tmpfs without room)", "questions are answered, without memory; then with it"
)
async def test_a_bot_with_a_full_disk_answers(running: Running, record_property: Told) -> None:
    """What cannot be kept is a line in the log; with room again buttons work as ever."""
    filler = running.folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(65536))
    try:
        async with chat(running) as socket:
            assert (await ask(socket, "blue shirt"))["cards"]
        free = running.sample("shoplens_disk_free_bytes")
        assert free < 65536
        (line, *_) = running.logged("could not be")
    finally:
        filler.unlink()
    async with chat(running) as socket:
        frame = await ask(socket, "black backpack")
        key = next(choice["key"] for choice in frame["choices"] if choice["label"] == "1")
        assert len((await ask(socket, choice=key))["cards"]) == 1
    record_property("seen", f"answered; {line['message']}; buttons work again")
    record_property("metric", f"shoplens_disk_free_bytes {free:.0f}")


@pytest.mark.fault("SIGTERM while questions are in work", "they are answered, then the bot ends with 0 within 10 s")
async def test_a_bot_that_is_stopped_answers_first(running: Running, record_property: Told) -> None:
    """No process stays behind.  The last test of this process."""
    workers = running.workers
    async with contextlib.AsyncExitStack() as lines:
        sockets = [await lines.enter_async_context(chat(running)) for _ in range(3)]
        for number, socket in enumerate(sockets):
            await socket.send_json({"type": "message", "id": f"question-{number}", "text": f"striped jacket {number}"})
        # It says so once a question is taken.
        assert [(await socket.receive_json(timeout=PATIENCE_S))["type"] for socket in sockets] == ["typing"] * 3
        began = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        frames = [await socket.receive_json(timeout=PATIENCE_S) for socket in sockets]
        code = await asyncio.to_thread(running.process.wait, PATIENCE_S)
    took_s = time.monotonic() - began
    assert [frame["type"] for frame in frames] == ["reply"] * 3
    assert code == 0
    assert not [pid for pid in workers if is_there(pid)]
    record_property("seen", f"3 answered, ended with 0 after {took_s:.1f} s")
