"""The parent's end of one worker process."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from workers import errors
from workers.jobs import EncodeJob, Encoding, JobFailure, ModelInfo
from workers.runtime import Ready, WorkerSpec

_STOP_S: Final = 5.0
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from workers.runtime import main; main(int(sys.argv[1]))"
)
_ERRORS: Final[Mapping[str, type[errors.WorkerError]]] = {
    kind.__name__: kind for kind in errors.WorkerError.__subclasses__()
}


class WorkerDied(Exception):
    """The process ended before it answered.  For the engine alone: callers see a retry or `WorkerCrashed`."""


class WorkerProcess:
    """A fresh interpreter that runs `workers.runtime` at the other end of a pipe.

    It is started by hand instead of through `multiprocessing`: a spawned child would import the parent's
    main module again, and a forked one would share its threads and locks.  It lives in a session of its
    own, so that Ctrl-C in the terminal is the parent's to handle, and does not inherit the project's
    settings, so that a process which opens strangers' files holds no token.
    """

    def __init__(self, spec: WorkerSpec) -> None:
        """Start the interpreter; `wait_ready` says when it can work."""
        self._pipe, theirs = multiprocessing.Pipe()
        path = [entry or str(Path.cwd()) for entry in sys.path]
        environment = {key: value for key, value in os.environ.items() if not key.upper().startswith("SHOPLENS_")}
        environment |= {"OMP_NUM_THREADS": str(spec.threads), "MALLOC_ARENA_MAX": "2"}
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code, no input from outside
                [sys.executable, "-c", _START, str(theirs.fileno()), json.dumps(path)],
                env=environment,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._spec = spec

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def wait_ready(self) -> ModelInfo:
        """Block until the model is loaded.  Raises what kept it from loading, or `WorkerDied`."""
        with self._translated():
            self._pipe.send(self._spec)
            answer: Ready | JobFailure = self._pipe.recv()
        if isinstance(answer, JobFailure):
            raise error_of(answer)
        return answer.info

    def run(self, jobs: Sequence[EncodeJob]) -> list[Encoding | JobFailure]:
        """Block until the batch is answered.  Raises `WorkerDied`, also after `kill` from another thread."""
        with self._translated():
            self._pipe.send(jobs)
            outcomes: list[Encoding | JobFailure] = self._pipe.recv()
        return outcomes

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._process.kill()

    def stop(self) -> None:
        """Block until the idle process has ended: it leaves when its pipe closes, and is killed if not."""
        self._pipe.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError) as error:
            self._process.kill()
            raise WorkerDied(f"worker {self.pid} ended with code {self._process.wait()}") from error


def error_of(failure: JobFailure) -> errors.WorkerError:
    """The exception that a failure from the other side stands for."""
    return _ERRORS.get(failure.error, errors.WorkerError)(failure.message)
