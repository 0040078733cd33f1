"""The process of a vector index, in threads of the test's own, because another interpreter takes seconds to start.

Tests of the process itself ask for the fixture `index_processes`.
"""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest

import catalog.vector_index.process
from catalog.vector_index.process import start_process
from catalog.vector_index.wire_format import Connection
from catalog.vector_index.worker import serve


class IndexThread:
    """What `Child` needs of a `Popen`."""

    pid = 0

    def __init__(self, spec: Mapping[str, object], ends: Sequence[socket.socket]) -> None:
        # The caller closes its own, as it does with those that a process has inherited.
        self._ends = [Connection(end.dup()) for end in ends]
        self._thread = threading.Thread(target=serve, args=(spec, *self._ends), daemon=True)
        self._thread.start()

    def poll(self) -> int | None:
        """0 once it has ended."""
        return None if self._thread.is_alive() else 0

    def wait(self, timeout: float | None = None) -> int:
        """Block until it has ended."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise subprocess.TimeoutExpired("the threads of a vector index", timeout or 0.0)
        return 0

    def kill(self) -> None:
        """End it after what it is doing."""
        for end in self._ends:
            end.close()


@pytest.fixture(autouse=True, scope="session")
def index_threads() -> Iterator[None]:
    """For the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog.vector_index.process, "start_process", IndexThread)
        yield


@pytest.fixture
def index_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real ones, for this test."""
    monkeypatch.setattr(catalog.vector_index.process, "start_process", start_process)
