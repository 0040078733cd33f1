"""What is read of a worker process: its answers where they have the right shape, and never code."""

from __future__ import annotations

import ast
import json
import pickle
import socket
import struct
import threading
from pathlib import Path

import numpy as np
import pytest

from tests import ROOT
from workers.engine import wire_format
from workers.engine.process import WorkerDied, WorkerProcess
from workers.engine.wire_format import BrokenMessage, Connection, Message
from workers.engine.worker import WorkerSpec
from workers.jobs import EncodeJob, Encoding, Guess, JobFailure, MatchCurve, ModelInfo, Piece

Ends = tuple[Connection, Connection]
"""Of one socket pair."""
CURVE = MatchCurve(0.5, 10.0)
INFO = ModelInfo("toy", "toy-1", 4, CURVE, CURVE, trait_temperatures={"pattern": 7.5})
JPEG = b"\xff\xd8\xff picture"
VECTOR = np.array([0.5, -0.5, 0.5, 0.5], dtype=np.float32)
SPEC = WorkerSpec("toy", "auto", 1, 1)


@pytest.fixture
def ends() -> Ends:
    ours, theirs = socket.socketpair()
    return Connection(ours), Connection(theirs)


def _across(ends: Ends, message: Message) -> Message:
    sending = threading.Thread(target=ends[0].send, args=(message,))
    sending.start()
    received = ends[1].receive()
    sending.join()
    return received


def test_jobs_arrive_as_they_were_sent(ends: Ends) -> None:
    """Words of any script, and photos of megabytes."""
    jobs = [
        EncodeJob("rote Stiefel 👢 \0"),
        EncodeJob(bytes(range(256)) * 20_000, with_preview=True, request="a b"),
        EncodeJob(b""),
        EncodeJob(b"outfit", with_pieces=True),
        EncodeJob((b"front", b"", b"back")),
    ]
    assert wire_format.read_jobs(_across(ends, wire_format.pack_jobs(jobs, alone=True))) == (jobs, True)


def test_outcomes_arrive_as_they_were_sent(ends: Ends) -> None:
    """Vectors to the last bit, attributes, pieces, pictures and failures, in their order."""
    attributes = {"colours": (Guess("red", 0.9876, 0.25), Guess("blue", 0.1)), "pattern": ()}
    outcomes: list[Encoding | JobFailure] = [
        Encoding(VECTOR, INFO.fingerprint, attributes, 0.75, JPEG),
        JobFailure("UnreadablePicture", "The file is empty."),
        Encoding(
            -VECTOR, INFO.fingerprint, pieces=(Piece((0.0, 0.1, 1.0, 0.5), VECTOR, attributes, 0.5),), marked=JPEG
        ),
    ]
    first, second, third = wire_format.read_outcomes(_across(ends, wire_format.pack_outcomes(outcomes)), INFO, 3)
    assert second == outcomes[1]
    for read, sent in ((first, outcomes[0]), (third, outcomes[2])):
        assert isinstance(read, Encoding)
        assert isinstance(sent, Encoding)
        assert read.vector.dtype == np.float32
        assert read.vector.tobytes() == sent.vector.tobytes()
        assert (read.fingerprint, read.attributes, read.product_likelihood, read.preview) == (
            *(sent.fingerprint, sent.attributes, sent.product_likelihood, sent.preview),
        )
    assert isinstance(third, Encoding)
    assert third.marked == JPEG
    (piece,) = third.pieces
    assert piece.vector.tobytes() == VECTOR.tobytes()
    assert (piece.box, piece.attributes, piece.product_likelihood) == ((0.0, 0.1, 1.0, 0.5), attributes, 0.5)


@pytest.mark.parametrize("start", [INFO, JobFailure("ModelUnavailable", "no such model")])
def test_the_first_words_arrive_as_they_were_said(ends: Ends, start: ModelInfo | JobFailure) -> None:
    """The model with its curves and temperatures, or why there is none."""
    assert wire_format.read_start(_across(ends, wire_format.pack_start(start))) == start


def test_a_failure_of_a_thousand_lines_is_cut(ends: Ends) -> None:
    """Libraries put whole programs into their errors."""
    (failure,) = wire_format.read_outcomes(
        _across(ends, wire_format.pack_outcomes([JobFailure("E", "x" * 5000)])), INFO, 1
    )
    assert isinstance(failure, JobFailure)
    assert 100 < len(failure.message) < 2000


ROW = {"attributes": {"pattern": [["plain", 0.5, None]]}, "likelihood": 1.0, "preview": 0, "marked": 0, "pieces": []}
PIECE = {"box": [0.0, 0.0, 1.0, 0.5], "attributes": {}, "likelihood": 1.0}
BODY = VECTOR.tobytes()


@pytest.mark.parametrize(
    ("header", "body"),
    [
        pytest.param({}, BODY, id="nothing"),
        pytest.param({"outcomes": None}, BODY, id="no outcomes"),
        pytest.param({"outcomes": []}, b"", id="too few"),
        pytest.param({"outcomes": [ROW, ROW]}, BODY * 2, id="too many"),
        pytest.param({"outcomes": ["text"]}, BODY, id="another kind"),
        pytest.param({"outcomes": [ROW]}, BODY[:-1], id="half a vector"),
        pytest.param({"outcomes": [ROW]}, BODY + b"x", id="something behind it"),
        pytest.param({"outcomes": [ROW]}, np.full(4, np.nan, np.float32).tobytes(), id="no numbers"),
        pytest.param({"outcomes": [ROW | {"preview": -4}]}, BODY, id="a negative length"),
        pytest.param({"outcomes": [ROW | {"preview": 2**40}]}, BODY, id="an endless preview"),
        pytest.param({"outcomes": [ROW | {"likelihood": float("nan")}]}, BODY, id="a likelihood that is none"),
        pytest.param({"outcomes": [ROW | {"likelihood": 10**400}]}, BODY, id="a number beyond all"),
        pytest.param({"outcomes": [ROW | {"attributes": [1]}]}, BODY, id="attributes in a list"),
        pytest.param({"outcomes": [ROW | {"attributes": {"a": [["b", "c", None]]}}]}, BODY, id="words for numbers"),
        pytest.param({"outcomes": [ROW | {"attributes": {"a": [["b" * 5000, 1, None]]}}]}, BODY, id="a long value"),
        pytest.param({"outcomes": [ROW | {"pieces": "all"}]}, BODY * 4, id="pieces that are none"),
        pytest.param({"outcomes": [ROW | {"pieces": [PIECE]}]}, BODY, id="a piece without its vector"),
        pytest.param({"outcomes": [ROW | {"pieces": [PIECE | {"box": [1]}]}]}, BODY * 2, id="a box with one side"),
        pytest.param({"outcomes": [ROW | {"preview": 6}]}, BODY + b"<html>", id="another kind of picture"),
        pytest.param({"outcomes": [{"failure": ["E"]}]}, b"", id="half a failure"),
        pytest.param({"outcomes": [{"failure": [1, 2]}]}, b"", id="a failure without words"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused(header: dict[str, object], body: bytes) -> None:
    """Nothing of it is used."""
    with pytest.raises(BrokenMessage):
        wire_format.read_outcomes(Message(json.loads(json.dumps(header)), [memoryview(body)]), INFO, 1)


class _Bomb:
    """Unpickled, it leaves a file."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._mark,)


STARTED = json.dumps(wire_format.pack_start(INFO).header).encode()
_CHILD = """
import os, socket, struct, sys, time
end = socket.socket(fileno=int(sys.argv[1]))
end.recv(65536)
started, evil = bytes.fromhex({started!r}), bytes.fromhex({evil!r})
end.sendall(struct.pack("<II", len(started), 0) + started)
end.recv(65536)
if {forks} and os.fork() == 0: time.sleep(600)
end.sendall(evil)
time.sleep(600)
"""


def _taken_over(monkeypatch: pytest.MonkeyPatch, evil: bytes, forks: bool = False) -> WorkerProcess:
    code = _CHILD.format(started=STARTED.hex(), evil=evil.hex(), forks=forks)
    monkeypatch.setattr("workers.engine.process._START", code)
    worker = WorkerProcess(SPEC)
    worker.wait_ready()
    return worker


@pytest.mark.parametrize("framed", ["as a header", "as multiprocessing frames it", "bare"])
def test_a_worker_that_was_taken_over_runs_nothing_in_the_bot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, framed: str
) -> None:
    """A pickle from it is no message, and is not opened; the process is ended."""
    bomb = pickle.dumps(_Bomb(tmp_path / "mark"))
    evil = {
        "as a header": struct.pack("<II", len(bomb), 0) + bomb,
        "as multiprocessing frames it": struct.pack(">i", len(bomb)) + bomb + bytes(1000),
        "bare": bomb + bytes(1000),
    }[framed]
    worker = _taken_over(monkeypatch, evil)
    with pytest.raises(WorkerDied, match="gave"):
        worker.run([EncodeJob("red boots")])
    assert not worker.is_alive()
    worker.stop()
    assert not (tmp_path / "mark").exists()
    pickle.loads(bomb)  # noqa: S301 - our own: it would have left its mark
    assert (tmp_path / "mark").exists()


@pytest.mark.parametrize("claims", [(2**31, 0), (0, 2**31), (0xFFFFFFFF, 0xFFFFFFFF)])
def test_a_worker_cannot_make_the_bot_take_memory(monkeypatch: pytest.MonkeyPatch, claims: tuple[int, int]) -> None:
    """What claims to be gigabytes is refused before there is room made for it."""
    worker = _taken_over(monkeypatch, struct.pack("<II", *claims))
    with pytest.raises(WorkerDied, match="gave a message of"):
        worker.run([EncodeJob("red boots")])
    worker.stop()


def test_a_worker_that_hangs_with_a_child_of_its_own_can_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for its answer is let go, although the other end of the line is still held."""
    worker = _taken_over(monkeypatch, b"", forks=True)
    killing = threading.Timer(0.2, worker.kill)
    killing.start()
    with pytest.raises(WorkerDied, match="SIGKILL"):
        worker.run([EncodeJob("red boots")])
    killing.join()
    worker.stop()


def test_nothing_of_workers_reads_pickles() -> None:
    """Neither by itself nor through the standard library's pipes; Ray alone has a protocol of its own."""
    for path in (ROOT / "workers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] not in {"pickle", "multiprocessing", "marshal", "shelve", "dill"}, path
