"""Has a process of its own read a vector index first, because a damaged one ends the process that reads it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_PATIENCE_S: Final = 300.0
"""A million products take ten seconds from a cold disk, and a busy machine ten times as long; a rebuild is dearer."""

_START: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from catalog.vector_index.preflight_process import main
main()
"""


class Preflight:
    """`with Preflight(…) as preflight`: a fresh interpreter opens the index in `folder` and asks one question of
    all of it.

    It is as `workers.engine.process` starts its own, for the same reasons, and ends with the process that began it.
    Nobody else may have the index open meanwhile.
    """

    def __init__(self, folder: Path, collection: str, dim: int) -> None:
        """Start it.  Raises `OSError` where no process can be started."""
        path = [entry or str(Path.cwd()) for entry in sys.path]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code, no input from outside
            [sys.executable, "-c", _START, json.dumps(path), str(folder), collection, str(dim)],
            env={key: value for key, value in os.environ.items() if not key.upper().startswith("SHOPLENS_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        with self._process:  # closes the pipes and waits
            pass

    def trouble(self) -> str:
        """Block until it has read the index: why nobody else should, or "" where it is well."""
        try:
            code = self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            return f"a process of its own did not get through it in {_PATIENCE_S:.0f} s"
        if code < 0:
            return f"a process of its own died of it ({signal.Signals(-code).name})"
        if code:
            said = self._process.stdout.read() if self._process.stdout else ""
            return f"a process of its own could not read it ({said.strip() or f'code {code}'})"
        return ""
