"""A file system of a few megabytes, for a process that is to see it full."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def on_a_small_disk(folder: Path, megabytes: int, command: Sequence[str]) -> list[str]:
    """`command`, in a mount namespace of its own in which `folder` is a new, empty tmpfs.

    Others see it as /proc/PID/root/FOLDER, and nothing is left of it when the process has ended.
    """
    mount = f"mount -t tmpfs -o size={megabytes}m none {shlex.quote(str(folder))}"
    # Root needs no namespace of users, and others become root in one of their own.
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    return [*unshare, "sh", "-c", f"{mount} && exec {shlex.join(command)}"]


def _why_not() -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            tried = subprocess.run(
                on_a_small_disk(Path(folder), 1, ["true"]), capture_output=True, text=True, check=False
            )
        except OSError as error:
            return f"no file system can be mounted here: {error}"
        return f"no file system can be mounted here: {tried.stderr.strip()}" if tried.returncode else ""


WHY_NOT = _why_not()
"""Why a test has to go without; "" where it has not."""
