"""The process of a vector index: who can reach it, what it knows, and how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import catalog.vector_index.audit
import catalog.vector_index.process
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.vector_index.process import ChromaProcess
from tests import ROOT
from tests.catalog.stock import DIM, direction, fill, record

pytestmark = [
    pytest.mark.usefixtures("index_processes"),
    pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's"),
]


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SHOPLENS_TELEGRAM__TOKEN", "shoplens_telegram__token"):
        monkeypatch.setenv(name, "123:hush")


@pytest.fixture
def index(tmp_path: Path, tokens: None) -> Iterator[ChromaProcess]:
    index = ChromaProcess(tmp_path / "chroma", "model-a", DIM)
    index.open()
    index.trust()
    yield index
    index.close()


def pid_of(index: ChromaProcess) -> int:
    child = index._child  # noqa: SLF001 - as an operator sees it
    assert child is not None
    return child._process.pid  # noqa: SLF001


def test_it_does_what_an_index_does(index: ChromaProcess) -> None:
    """Every call comes back as from an index in this process."""
    vectors = {f"p{i}": direction(i) for i in range(300)}
    index.upsert(vectors)
    index.upsert({})
    index.delete(["p1", "unknown"])
    assert index.count() == 299
    assert index.ids() == vectors.keys() - {"p1"}
    assert index.present(["p1", "p2"]) == {"p2"}
    assert len(index.page(250, 100)) == 49
    ones, others = index.query(np.stack([vectors["p2"], vectors["p3"]]), 5)
    assert (ones[0][0], others[0][0], len(ones), len(others)) == ("p2", "p3", 5, 5)
    assert ones[0][1] == pytest.approx(1.0, abs=1e-4)
    with pytest.raises(ModelMismatch):
        index.query(direction(1, DIM + 1)[np.newaxis], 1)
    index.recreate()
    assert index.count() == 0


def test_it_knows_no_secrets_and_nobody_else_can_ask_it(index: ChromaProcess, tokens: None) -> None:
    """The token is not in its environment, and it listens nowhere: its two sockets have no name."""
    process = Path(f"/proc/{pid_of(index)}")
    assert b"hush" not in (process / "environ").read_bytes()
    held = set(re.findall(r"socket:\[(\d+)\]", " ".join(str(fd.readlink()) for fd in (process / "fd").iterdir())))
    bound = [line.split() for line in (process / "net/unix").read_text().splitlines()[1:]]
    internet = [(process / "net" / kind).read_text().splitlines()[1:] for kind in ("tcp", "tcp6")]
    assert held.isdisjoint(line.split()[9] for lines in internet for line in lines)
    assert not [row for row in bound if row[6] in held and len(row) > 7]


@pytest.mark.fault("the process of the index is killed while serving", "calls fail at once, opening starts another")
def test_one_that_was_killed_is_replaced(index: ChromaProcess) -> None:
    """Questions fail at once and not after minutes; opening again finds all that was written, asked before or not."""
    index.upsert({"p1": direction(1)})
    before = pid_of(index)
    os.kill(before, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(CatalogUnavailable, match=r"died of it \(SIGKILL\)"):
            index.query(direction(1)[np.newaxis], 1)
    index.open()
    index.trust()
    assert pid_of(index) != before
    os.kill(pid_of(index), signal.SIGKILL)
    os.waitid(os.P_PID, pid_of(index), os.WEXITED | os.WNOWAIT)
    index.open()
    assert index.query(direction(1)[np.newaxis], 1)[0][0][0] == "p1"


@pytest.mark.fault("the process of the index hangs", "ended after a time; the index is made anew")
def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped process keeps nobody waiting for ever, and starting again empty takes another."""
    index = ChromaProcess(tmp_path / "chroma", "model-a", DIM)
    with monkeypatch.context() as patch:
        patch.setattr(catalog.vector_index.process, "_PATIENCE_S", 0.1)
        # It has not even read what Chroma is by then.
        with pytest.raises(CatalogUnavailable, match=r"did not answer in"):
            index.open()
    index.recreate()
    assert index.count() == 0
    index.close()


def test_a_question_need_not_wait_for_a_batch(index: ChromaProcess) -> None:
    """They go through a socket each; and closing ends the process."""
    pid = pid_of(index)
    written = threading.Event()

    def write() -> None:
        index.upsert({f"p{i}": direction(i) for i in range(3000)})
        written.set()

    writer = threading.Thread(target=write)
    writer.start()
    answers = 0
    while not written.is_set():
        index.query(direction(1)[np.newaxis], 1)
        answers += 1
    writer.join()
    assert answers > 1
    index.close()
    assert not Path(f"/proc/{pid}").exists()


PARENT = """
import sys, time
from pathlib import Path
from catalog.vector_index.process import ChromaProcess
from tests.catalog.stock import DIM, direction, fill, record
index = ChromaProcess(Path(sys.argv[1]), "model-a", DIM)
index.open()
index.trust()
index.upsert({f"p{i}": direction(i) for i in range(50)})
print(index._child._process.pid, flush=True)
index.upsert({f"q{i}": direction(i) for i in range(3000)})
"""


@pytest.mark.fault("the shop is killed while its index is written", "the process of the index finishes and ends itself")
def test_nothing_is_left_behind_by_a_parent_that_was_killed(tmp_path: Path) -> None:
    """The process ends by itself, and until then nobody else opens its files."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "chroma")], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        orphan = Path(f"/proc/{int(parent.stdout.readline())}")
        parent.kill()
    index = ChromaProcess(tmp_path / "chroma", "model-a", DIM)
    index.open()
    assert not orphan.exists() or "Z" in (orphan / "stat").read_text().split()[2]
    assert index.present(["p1", "p49"]) == {"p1", "p49"}
    index.close()


@pytest.mark.fault(
    "the process of the index dies while the shop serves",
    "the check in the background starts another, nothing is encoded or built anew",
    log="could not be checked",
)
async def test_the_shop_replaces_it_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ended it: memory that ran out, or a damaged file."""
    monkeypatch.setattr(catalog.vector_index.audit, "_PAUSE_S", 0.0)
    monkeypatch.setattr(catalog.vector_index.audit, "_RESTS", 0)
    rebuilt: list[int] = []
    async with Catalog(tmp_path, "model-a", DIM, progress=lambda done, _: rebuilt.append(done)) as shop:
        await fill(shop, [record(f"p{i}") for i in range(20)])
        index = shop._index  # noqa: SLF001 - as an operator sees it
        assert isinstance(index, ChromaProcess)
        before = pid_of(index)
        os.kill(before, signal.SIGKILL)
        checking = asyncio.create_task(shop.keep_sound())
        async with asyncio.timeout(100):
            while pid_of(index) == before or shop.index_trouble:
                await shop.count()
        checking.cancel()
        await asyncio.wait({checking})
        assert (await shop.verify()).healthy
    assert not rebuilt
