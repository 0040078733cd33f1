"""The demo shop for tests of the whole: real model, real worker processes, real Chroma folder, real drawings."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

_PATIENCE_S: Final = 30


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


@asynccontextmanager
async def demo_page(data_dir: Path, port: str = "0", program: Sequence[str] = ()) -> AsyncIterator[str]:
    """`shoplens demo` in a process of its own until it is told to stop, which it does in good order; its address.

    `program` starts another `shoplens` than the installed one.
    """
    process = await asyncio.create_subprocess_exec(
        *(program or command()),
        *("demo", "--port", port),
        env=environment(data_dir),
        cwd=data_dir,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_PATIENCE_S):
            line = (await process.stdout.readline()).decode()
        yield line.rsplit(" ", 1)[-1].strip()
    finally:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_PATIENCE_S):
            stopped = await process.wait()
    assert stopped == 0


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
