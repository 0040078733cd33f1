"""A way of `benchmarks.contenders` from outside: a process that answers commands."""

from __future__ import annotations

import contextlib
import json
import subprocess
from typing import Final

ENCODER: Final = "our encoder, one process"


class Contender:
    """A process that answers commands."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own scripts, with the caller's own Python
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    def ask(self, what: str, seconds: float) -> float:
        """One figure.  Raises `RuntimeError` when the process has ended."""
        assert self._process.stdin  # noqa: S101 - opened above
        assert self._process.stdout  # noqa: S101 - opened above
        try:
            self._process.stdin.write(json.dumps({"what": what, "seconds": seconds}) + "\n")
            self._process.stdin.flush()
            return float(self._process.stdout.readline())
        except (ValueError, BrokenPipeError):
            raise RuntimeError(f"{self._process.args!r} ended") from None

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin  # noqa: S101 - opened above
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(20)
