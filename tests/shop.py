"""The demo shop for tests of the whole: real model, real worker processes, real Chroma folder, real drawings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def shoplens(*arguments: str, data_dir: Path, timeout_s: float = 110) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, in a process of its own, away from any `.env`."""
    return subprocess.run(
        command(*arguments),
        env=environment(data_dir),
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


def command(*arguments: str) -> list[str]:
    """The installed `shoplens` with these arguments."""
    return [str(Path(sys.executable).with_name("shoplens")), *arguments]


def environment(data_dir: Path) -> dict[str, str]:
    """The environment without settings of the person who runs the tests, and with a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOPLENS_")}
    return {**kept, "SHOPLENS_CATALOG__DATA_DIR": str(data_dir)}


def copy_of(data_dir: Path, to: Path) -> Path:
    """A stocked data folder of one's own: a folder belongs to one process at a time."""
    return Path(shutil.copytree(data_dir, to))
