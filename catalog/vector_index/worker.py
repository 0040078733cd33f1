"""The process that has a vector index open: it does what the shop asks at the other end of two sockets."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock, Timeout

from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.vector_index.chroma import ChromaIndex
from catalog.vector_index.wire_format import NONE, Connection, Message, Numbers

_CLOSING_S: Final = 60
"""A process whose parent was killed finishes what it writes; one that hangs is ended by the system's clock."""


def main() -> None:
    """Serve the sockets whose numbers are among the arguments, until the parent hangs up or ends."""
    # The parent hears these, too, and closes what is open in its time.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    spec = json.loads(sys.argv[2])
    reads, writes = (Connection(socket.socket(fileno=int(number))) for number in sys.argv[3:])
    serve(spec, reads, writes, last_s=_CLOSING_S)
    # Chroma's threads are not waited for.
    os._exit(0)


def serve(spec: Mapping[str, Any], reads: Connection, writes: Connection, *, last_s: int = 0) -> None:
    """Answer at both, so that a question need not wait for a batch that is being written.

    What takes longer than `last_s` after hanging up ends the process.
    """
    served = _Served(Path(spec["folder"]), spec["fingerprint"], spec["dim"])
    writer = threading.Thread(target=served.answer, args=(writes,))
    writer.start()
    served.answer(reads)
    if last_s:
        signal.alarm(last_s)
    writer.join()
    served.close()


class _Served:
    """An index that is this process's alone, even if the one before still ends."""

    def __init__(self, folder: Path, fingerprint: str, dim: int) -> None:
        self._index = ChromaIndex(folder, fingerprint, dim)
        # Not in Chroma's folder, which may be thrown away.
        self._lock = FileLock(folder.parent / f"{folder.name}-{self._index.name}.lock", thread_local=False)

    def answer(self, connection: Connection) -> None:
        """Do what is asked until the other end hangs up."""
        try:
            while True:
                connection.send(*self._outcome(*connection.receive()))
        except (EOFError, OSError):
            return

    def close(self) -> None:
        """Close the index, if the other end has not asked for that, and let go of its folder."""
        try:
            self._index.close()
        finally:
            self._lock.release()

    def _outcome(self, asked: dict[str, Any], numbers: Numbers) -> Message:
        try:
            return self._done(asked, numbers)
        except ModelMismatch as error:
            return {"mismatch": str(error)}, NONE
        except Exception as error:
            return {"unavailable": str(error) or type(error).__name__}, NONE

    def _done(self, asked: dict[str, Any], numbers: Numbers) -> Message:
        call, arguments = asked["call"], asked["arguments"]
        if call == "query":
            rows, top_k = arguments
            hits = self._index.query(numbers.reshape(rows, -1), top_k)
            cosines = [cosine for row in hits for _, cosine in row]
            return {"found": [[one for one, _ in row] for row in hits]}, np.array(cosines, np.float32)
        if call == "upsert":
            (ids,) = arguments
            arguments = [dict(zip(ids, numbers.reshape(len(ids), -1), strict=True))]
        if call in ("open", "recreate"):
            self._take_folder()
        found = getattr(self._index, call)(*arguments)
        return {"found": list(found) if isinstance(found, set) else found}, NONE

    def _take_folder(self) -> None:
        try:
            if not self._lock.is_locked:
                self._lock.acquire(timeout=_CLOSING_S)
        except (Timeout, OSError) as error:
            raise CatalogUnavailable(f"the folder of the vector index cannot be had alone: {error}") from error
