"""Bring PyTorch in the build that fits this machine, before what needs it is installed.

PyPI's build for Linux comes with NVIDIA's libraries, gigabytes that a machine without such a card never loads.
PyTorch's own index has one for CPUs: it is taken where there is no card, unless it does not answer or this is CI.
TORCH=cpu, TORCH=index (the one that pip is set to) or the address of an index decides instead.

    .venv/bin/python deploy/install_torch.py        in the project's folder; installs into that Python
"""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

CPU_INDEX: Final = "https://download.pytorch.org/whl/cpu"
GPU: Final = Path("/dev/nvidiactl")
"""There where a driver for NVIDIA cards runs, as in workers/encoders/loading.py."""

LIMIT_S: Final = 3.0


def main() -> None:
    """Install the version of constraints.txt, unless it is there; pip's own index has it for the next step."""
    (wanted,) = re.findall(r"^torch==(\S+)$", Path("constraints.txt").read_text("utf-8"), re.MULTILINE)
    if installed() == wanted:
        return
    chosen = os.environ.get("TORCH") or fitting(
        needs_choice=sys.platform == "linux" and not GPU.exists() and not os.environ.get("CI"),
        cpu_index_answers=lambda: answers(CPU_INDEX),
    )
    say(announcement(chosen))
    if chosen == "index":
        return
    # Without what it needs, which that index has in other versions than the tested ones.
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    index = CPU_INDEX if chosen == "cpu" else chosen
    done = subprocess.run([*pip, "--index-url", index, f"torch=={wanted}"], check=False)  # noqa: S603 - pip, no shell
    sys.exit(done.returncode)


def installed() -> str:
    """The version that is there, without the mark of its build; empty where there is none."""
    try:
        return version("torch").partition("+")[0]
    except PackageNotFoundError:
        return ""


def fitting(*, needs_choice: bool, cpu_index_answers: Callable[[], bool]) -> str:
    """`cpu` or `index`.  PyTorch's own index is asked only where there is a choice."""
    if not needs_choice:
        return "index"
    if cpu_index_answers():
        return "cpu"
    say(f"{CPU_INDEX} does not answer.")
    return "index"


def answers(index: str, limit_s: float = LIMIT_S) -> bool:
    """Whether an index shows a page for torch in time; looking up its name counts as well."""
    said: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def ask() -> None:
        try:
            with urllib.request.urlopen(f"{index}/torch/", timeout=limit_s):  # noqa: S310 - the address above
                said.put(True)
        except (OSError, HTTPException):
            said.put(False)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return said.get(timeout=limit_s)
    except queue.Empty:
        return False


def announcement(chosen: str) -> str:
    """How much will come, and what else there is."""
    if chosen == "cpu":
        return (
            f"Now comes PyTorch's build for CPUs from {CPU_INDEX}: 0.2 GB to download, 0.8 GB on disk. "
            "TORCH=index, or the address of another index, decides otherwise."
        )
    if chosen == "index":
        return (
            "Now comes PyTorch from the index that pip is set to. On Linux, PyPI's brings NVIDIA's libraries: "
            "2.7 GB to download, 4.5 GB on disk; TORCH=cpu takes the build for CPUs, 0.2 GB and 0.8 GB."
        )
    if "://" not in chosen:
        sys.exit(f"TORCH can be cpu, index or the address of an index, and is {chosen!r}.")
    return f"Now comes PyTorch from {chosen}."


def say(sentence: str) -> None:
    """Show it before what it announces."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
