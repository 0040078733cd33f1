"""What the process of a `Preflight` does: it reads a vector index that may be its end, and says how that went."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import Final

_LONGEST: Final = 500


def main() -> None:
    """Read the index that the arguments name; a failure is its last line."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Takes a second, in which the parent may end.
    from catalog.vector_index.chroma import read_through

    folder, collection, dim = sys.argv[2:]
    try:
        read_through(Path(folder), collection, int(dim))
    except BaseException as error:  # a panic of Chroma's Rust part is no Exception
        with contextlib.suppress(OSError):
            sys.stdout.write(" ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST])
            sys.stdout.flush()
        os._exit(1)
    # Chroma's threads are not waited for.
    os._exit(0)


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)
