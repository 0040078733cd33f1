"""How far a stranger's picture can go inside a worker process: bounds that the kernel keeps."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

try:
    import resource
except ImportError:  # pragma: no cover - not on Windows
    resource = None  # type: ignore[assignment]  # the module or its absence

DECODING_BYTES: Final = 512 * 1024**2
"""A WebP of 25 million pixels, the costliest picture within the caps, takes 366 MB (measured), its file up to 60."""
DECODING_CPU_S: Final = 10.0
"""The slowest picture within the caps takes 0.7 s (measured, 2 cores of a busy server)."""

_STATM: Final = Path("/proc/self/statm")


def confine() -> None:
    """Once, when the process starts: what it has in memory is never written to disk, not even when it crashes."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def decoding() -> Iterator[None]:
    """While a picture is decoded the process may grow by `DECODING_BYTES` and compute for `DECODING_CPU_S`.

    Beyond the first, allocations fail with `MemoryError`; beyond the second the kernel ends the process, also where
    a decoder's own code never returns.  Processor time is counted, so that a busy machine is not held against a
    picture.  Address space is bounded only here: libraries that run models reserve far more than they use, and what
    they are given later has a known size.  Elsewhere than on Linux there are no bounds.
    """
    if resource is None or not _STATM.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(_STATM.read_text().split()[0]) * resource.getpagesize()
    cap = used + DECODING_BYTES
    if hard != resource.RLIM_INFINITY:
        cap = min(cap, hard)
    resource.setrlimit(resource.RLIMIT_AS, (cap, hard))
    signal.setitimer(signal.ITIMER_PROF, DECODING_CPU_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
