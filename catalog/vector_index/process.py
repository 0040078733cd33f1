"""A vector index in a process of its own.

Chroma holds Python's lock while it writes: beside an import every thread of its process stands still, for tenths of
a second at 40,000 products and for seconds beyond.  And a damaged index ends the process that reads it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.models import Vector
from catalog.vector_index.base import VectorIndex
from catalog.vector_index.chroma import ChromaIndex
from catalog.vector_index.wire_format import NONE, Connection, Numbers

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 300.0
"""A million products take ten seconds from a cold disk, and a busy machine ten times as long; a rebuild is dearer."""

_STOP_S: Final = 5.0
_WRITES: Final = ("upsert", "delete")
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from catalog.vector_index.worker import main; main()"
)


def chroma_index(folder: Path, fingerprint: str, dim: int, url: str = "") -> VectorIndex:
    """One Chroma collection a model: in `folder`, for this process alone, or on a server."""
    return ChromaIndex(folder, fingerprint, dim, url) if url else ChromaProcess(folder, fingerprint, dim)


class ChromaProcess:
    """A `ChromaIndex` behind two sockets that nobody else can reach: one for `upsert` and `delete`, one for the rest.

    A process that ended, or did not answer in minutes and was ended, makes every call raise `CatalogUnavailable` at
    once, until `open` or `recreate` starts another.
    """

    def __init__(self, folder: Path, fingerprint: str, dim: int) -> None:
        self._spec = {"folder": str(folder.absolute()), "fingerprint": fingerprint, "dim": dim}
        self._child: Child | None = None

    def open(self) -> None:
        if self._child is None or not self._child.alive:
            self._start()
        self._ask("open")

    def _start(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = Child(self._spec)

    def trust(self) -> None:
        self._ask("trust")

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            try:
                child.ask("close")
            except CatalogUnavailable as error:
                log.warning("the vector index was not closed: %s", error)
            child.stop()

    def recreate(self) -> None:
        # By another process, too: this one may hang.
        self._start()
        self._ask("recreate")

    def count(self) -> int:
        return int(self._ask("count"))

    def ids(self) -> set[str]:
        return set(self._ask("ids"))

    def present(self, ids: Collection[str]) -> set[str]:
        return set(self._ask("present", list(ids)))

    def page(self, offset: int, limit: int) -> list[str]:
        return list(self._ask("page", offset, limit))

    def upsert(self, vectors: Mapping[str, Vector]) -> None:
        if vectors:
            self._running.ask("upsert", [list(vectors)], np.stack(list(vectors.values())))

    def delete(self, ids: Sequence[str]) -> None:
        self._ask("delete", list(ids))

    def query(self, vectors: NDArray[np.float32], top_k: int) -> list[list[tuple[str, float]]]:
        found, numbers = self._running.ask("query", [len(vectors), top_k], vectors)
        cosines = iter(numbers.tolist())
        return [[(one, next(cosines)) for one in row] for row in found]

    def _ask(self, call: str, *arguments: object) -> Any:
        return self._running.ask(call, arguments)[0]

    @property
    def _running(self) -> Child:
        if self._child is None:
            raise CatalogUnavailable("the vector index is not open")
        return self._child


class Child:
    """The other process and the two sockets to it.

    It ends with whoever started it, at the end of what it is writing, so that no file is left half written.
    """

    def __init__(self, spec: Mapping[str, object]) -> None:
        """Start it.  Raises `CatalogUnavailable` where no process can be started."""
        self._where = f"the vector index in {spec['folder']}"
        self._end = ""
        with ExitStack() as undo:
            try:
                ours, theirs = zip(*(socket.socketpair() for _ in range(2)), strict=True)
                for end in ours:
                    end.settimeout(_PATIENCE_S)
                    undo.callback(end.close)
                with theirs[0], theirs[1]:
                    self._process = start_process(spec, theirs)
            except OSError as error:  # no memory, no descriptors
                raise CatalogUnavailable(f"no process for {self._where} can be started: {error}") from error
            undo.pop_all()
        self._reads, self._writes = map(Connection, ours)
        self._reading, self._writing = threading.Lock(), threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether it can still answer."""
        return not self._end and self._process.poll() is None

    def ask(self, call: str, arguments: Sequence[object] = (), numbers: Numbers = NONE) -> tuple[Any, Numbers]:
        """Block until it is done.  Raises what went wrong there, or `CatalogUnavailable` once the process has ended."""
        writes = call in _WRITES
        connection = self._writes if writes else self._reads
        with self._writing if writes else self._reading:
            try:
                connection.send({"call": call, "arguments": arguments}, numbers)
                head, answered = connection.receive()
            except (EOFError, OSError) as error:
                self._end = self._end or self._ended(error)
                raise CatalogUnavailable(f"{self._where} cannot be used: its process {self._end}") from error
        if "mismatch" in head:
            raise ModelMismatch(head["mismatch"])
        if "unavailable" in head:
            raise CatalogUnavailable(head["unavailable"])
        return head["found"], answered

    def _ended(self, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            self._process.kill()
            return f"did not answer in {_PATIENCE_S:.0f} s"
        try:
            code = self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return "hung up"
        return f"died of it ({signal.Signals(-code).name})" if code < 0 else f"ended with code {code}"

    def kill(self) -> None:
        """End it at once, and wait until it has."""
        self._process.kill()
        self._process.wait()
        self._hang_up()

    def stop(self) -> None:
        """Hang up and wait until it has ended."""
        self._hang_up()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def _hang_up(self) -> None:
        self._end = self._end or "was ended"
        self._reads.close()
        self._writes.close()


def start_process(spec: Mapping[str, object], ends: Sequence[socket.socket]) -> subprocess.Popen[bytes]:
    """A fresh interpreter that runs `catalog.vector_index.worker`, as `workers.engine.process` starts its own."""
    path = [entry or str(Path.cwd()) for entry in sys.path]
    numbers = [end.fileno() for end in ends]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code, no input from outside
        [sys.executable, "-c", _START, json.dumps(path), json.dumps(spec), *map(str, numbers)],
        env={key: value for key, value in os.environ.items() if not key.upper().startswith("SHOPLENS_")},
        pass_fds=numbers,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
