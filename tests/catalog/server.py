"""A Chroma server of a test's own, on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_S = 60


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address and its process, killed on the way out; `port` 0 takes a free one."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                Path(sys.executable).with_name("chroma"),
                "run",
                "--path",
                folder,
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
            ],
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(f"{url}/api/v2/heartbeat")
        yield url, server
    finally:
        server.kill()
        server.wait()


@contextmanager
def supervised_server(folder: Path) -> Iterator[str]:
    """The address of one that is started again whenever it dies."""
    ended, ready = threading.Event(), threading.Event()
    address = ""

    def supervise() -> None:
        nonlocal address
        port = 0
        while not ended.is_set():
            with chroma_server(folder, port) as (address, process):
                port = int(address.rpartition(":")[2])
                ready.set()
                while process.poll() is None and not ended.wait(0.05):
                    pass

    supervisor = threading.Thread(target=supervise)
    supervisor.start()
    try:
        assert ready.wait(_PATIENCE_S)
        yield address
    finally:
        ended.set()
        supervisor.join()


def _wait_for(url: str) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - loopback
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
