"""The parent's end of one worker process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from workers import errors
from workers.engine import wire_format
from workers.engine.worker import WorkerSpec
from workers.jobs import EncodeJob, Encoding, JobFailure, ModelInfo

_STOP_S: Final = 2.0
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from workers.engine.worker import main; main(int(sys.argv[1]))"
)
_ERRORS: Final[Mapping[str, type[errors.WorkerError]]] = {
    kind.__name__: kind for kind in (*errors.WorkerError.__subclasses__(), *errors.UnreadablePicture.__subclasses__())
}


class WorkerDied(Exception):
    """The process ended before it answered.  For the engine alone: callers see a retry or `WorkerCrashed`."""


class WorkerProcess:
    """A fresh interpreter that runs `workers.engine.worker` at the other end of a socket, and speaks `wire_format`.

    It is started by hand instead of through `multiprocessing`: a spawned child would import the parent's
    main module again, a forked one would share its threads and locks, and both answer in pickles.  It lives in
    a session of its own, so that Ctrl-C in the terminal is the parent's to handle, and does not inherit the
    project's settings, so that a process which opens strangers' files holds no token.
    """

    def __init__(self, spec: WorkerSpec) -> None:
        """Start the interpreter; `wait_ready` says when it can work.  Raises `WorkerDied` when it cannot start."""
        path = [entry or str(Path.cwd()) for entry in sys.path]
        environment = {key: value for key, value in os.environ.items() if not key.upper().startswith("SHOPLENS_")}
        environment |= {"OMP_NUM_THREADS": str(spec.threads), "MALLOC_ARENA_MAX": "2"}
        with contextlib.ExitStack() as undo:
            try:
                ours, theirs = socket.socketpair()
                undo.callback(ours.close)
                with theirs:
                    self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code, no input from outside
                        [sys.executable, "-c", _START, str(theirs.fileno()), json.dumps(path)],
                        env=environment,
                        pass_fds=(theirs.fileno(),),
                        stdin=subprocess.DEVNULL,
                        start_new_session=True,
                    )
            except OSError as error:  # no memory, no descriptors
                raise WorkerDied(f"no worker process can be started: {error}") from error
            undo.pop_all()
        self._connection = wire_format.Connection(ours)
        self._spec = spec
        self._info: ModelInfo | None = None

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
            self._connection.send(wire_format.Message(asdict(self._spec)))
            start = wire_format.read_start(self._connection.receive())
        if isinstance(start, JobFailure):
            self.stop()
            raise error_of(start)
        self._info = start
        return start

    def run(self, jobs: Sequence[EncodeJob], *, alone: bool = False) -> list[Encoding | JobFailure]:
        """Block until the batch is answered.  Raises `WorkerDied`, also after `kill` from another thread.

        `alone` says that no other worker has anything to do.
        """
        assert self._info is not None  # noqa: S101 - the engine waits for `wait_ready` before
        with self._translated():
            self._connection.send(wire_format.pack_jobs(jobs, alone=alone))
            return wire_format.read_outcomes(self._connection.receive(), self._info, len(jobs))

    def kill(self) -> None:
        """End the process and what it may have started at once; whoever waits for its answer stops waiting."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended meanwhile
                os.killpg(self.pid, signal.SIGKILL)
        self._connection.hang_up()

    def stop(self) -> None:
        """Block until the idle process has ended: it leaves when its connection is cut, and is killed if not."""
        self._connection.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError) as error:
            self.kill()
            raise WorkerDied(f"worker {self.pid} ended: {_how(self._process.wait())}") from error
        except wire_format.BrokenMessage as error:
            self.kill()
            self._process.wait()
            raise WorkerDied(f"worker {self.pid} gave {error}") from error


def _how(code: int) -> str:
    if code == -signal.SIGPROF:
        return "it computed too long over one picture"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def error_of(failure: JobFailure) -> errors.WorkerError:
    """The exception that a failure from the other side stands for."""
    return _ERRORS.get(failure.error, errors.WorkerError)(failure.message)
