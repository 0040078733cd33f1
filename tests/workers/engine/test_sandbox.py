"""Bounds on decoding that hold whatever a decoder does."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys

import pytest

from tests import ROOT
from workers.engine import sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")


def _ends_with(code: str) -> int:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60).returncode


@pytest.mark.fault("decoder asks for 2 GB (address space capped)", "MemoryError, the process lives on")
def test_a_decoder_that_wants_too_much_memory_gets_an_error() -> None:
    """Only while it decodes; before and afterwards the process has the limits that it had."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    with sandbox.decoding(), pytest.raises(MemoryError):
        bytearray(2 * sandbox.DECODING_BYTES)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    with sandbox.decoding():
        bytearray(sandbox.DECODING_BYTES // 2)


@pytest.mark.fault("decoder loops without end", "the kernel ends that worker")
def test_a_decoder_that_does_not_end_is_ended_with_its_process() -> None:
    """By the kernel: no code of Python runs inside a library's loop."""
    code = (
        "import time; from workers.engine import sandbox; sandbox.DECODING_CPU_S = 0.05\n"
        "with sandbox.decoding():\n"
        "  while time.process_time() < 2: pass"  # would end by itself, so that a failure takes no minute
    )
    assert _ends_with(code) == -signal.SIGPROF


def test_work_after_decoding_has_no_clock() -> None:
    """What comes after is the model's, whose time the engine keeps."""
    code = (
        "import time; from workers.engine import sandbox; sandbox.DECODING_CPU_S = 0.05\n"
        "with sandbox.decoding(): pass\n"
        "while time.process_time() < 0.2: pass"
    )
    assert _ends_with(code) == 0


def test_a_process_with_pictures_leaves_no_dump() -> None:
    """A crash writes nothing of what strangers sent to the disk."""
    code = (
        "import resource as r; from workers.engine import sandbox; sandbox.confine()\n"
        "assert r.getrlimit(r.RLIMIT_CORE) == (0, 0)"
    )
    assert _ends_with(code) == 0
