"""Runs tests in copies of the tree, with a mistake in them or as they are."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.mutation.edits import Edit

_COPIED: Final = ("bot", "catalog", "demo_shop", "workers", "tests", "docs", "pyproject.toml", ".env.example")
_NOT_HERE: Final = "not browser and not ray and not shared_data and not chroma_server"
_TEST_TIMEOUT_S: Final = 60
_TIMEOUT_S: Final = 900.0
_NO_TESTS: Final = 5
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


class NoTrialError(Exception):
    """What the tests say is worth nothing: they fail without any mistake too, or do not see the one that was made."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`by` is the first test that failed."""

    verdict: Literal["killed", "timed out", "survived"]
    by: str
    took_s: float


class Copy:
    """A copy of as much of a tree as its tests need, in a folder of its own; the environment's libraries are shared.

    `bytecode` is a folder for what is compiled, which copies may share.
    """

    def __init__(self, root: Path, folder: Path, bytecode: Path) -> None:
        self._tree = folder / "tree"
        self._temporary = folder / "temporary"
        self._bytecode = bytecode
        self._written_at_s = int(time.time())
        self._tree.mkdir(parents=True)
        for name in _COPIED:
            source, place = root / name, self._tree / name
            if source.is_dir():
                shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy2(source, place)
        self._require_its_own_modules()

    def run(self, edit: Edit, tests: Sequence[str]) -> Outcome:
        """Make an edit, run these test files until one fails, and take it back."""
        path = self._tree / edit.path
        source = path.read_text(encoding="utf-8")
        self._write(path, edit.applied(source))
        try:
            return self._run(tests)
        finally:
            self._write(path, source)

    def check(self, test: str) -> None:
        """Raises `NoTrialError` where a test file fails without any mistake."""
        outcome = self._run([test])
        if outcome.verdict != "survived":
            raise NoTrialError(f"{outcome.by or test} fails without any mistake")

    def _run(self, tests: Sequence[str]) -> Outcome:
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-x", "--tb=no", "-rfE", "-p", "no:cacheprovider", "-m", _NOT_HERE),
            *("--numprocesses", "0", "--timeout", str(_TEST_TIMEOUT_S), "--basetemp", str(self._temporary), *tests),
        ]
        began = time.monotonic()
        # A file, as a process that a test has left behind would keep a pipe open.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = subprocess.Popen(
                command, cwd=self._tree, env=self._environment(), stdout=said, stderr=said, start_new_session=True
            )
            try:
                process.wait(_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                return Outcome("timed out", "", time.monotonic() - began)
            finally:
                _end_group(process)
                shutil.rmtree(self._temporary, ignore_errors=True)
            took_s = time.monotonic() - began
            said.seek(0)
            output = said.read()
        if process.returncode == 0:
            return Outcome("survived", "", took_s)
        if process.returncode == _NO_TESTS:
            raise NoTrialError(f"there are no tests in {', '.join(tests)}")
        failed = _FAILED.search(output)
        return Outcome("killed", failed[1] if failed else f"pytest ended with {process.returncode}", took_s)

    def _require_its_own_modules(self) -> None:
        """Raises `NoTrialError` where processes of this copy import what is installed."""
        code = "import tests, importlib.util; print(importlib.util.find_spec('bot').origin, tests.__file__)"
        asked = [sys.executable, "-c", code]
        found = subprocess.run(asked, cwd="/", env=self._environment(), capture_output=True, text=True, check=False)
        if found.stdout.count(str(self._tree)) != 2:
            raise NoTrialError(f"the copy in {self._tree} is not what is imported: {found.stdout or found.stderr}")

    def _write(self, path: Path, source: str) -> None:
        path.write_text(source, encoding="utf-8")
        # Python knows bytecode by the second and the size of its source, which a mistake need not change.
        self._written_at_s += 1
        os.utime(path, (self._written_at_s, self._written_at_s))

    def _environment(self) -> dict[str, str]:
        """In which the copy comes before the editable install, in the processes that tests start too.

        Libraries are compiled once, also where the machine forbids to write bytecode beside them.
        """
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {"PYTHONPATH": str(self._tree), "PYTHONPYCACHEPREFIX": str(self._bytecode)}


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what a run has left behind, and the run itself where it still goes on."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
