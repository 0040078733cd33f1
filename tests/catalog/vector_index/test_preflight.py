"""The process that reads an index before the shop does."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from catalog.vector_index.preflight import Preflight


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_it_knows_no_secrets_and_outlives_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It opens what may be damaged: the token is not in its environment, and it goes with whoever started it."""
    for name in ("SHOPLENS_TELEGRAM__TOKEN", "shoplens_telegram__token"):
        monkeypatch.setenv(name, "123:hush")
    with closing(sqlite3.connect(tmp_path / "chroma.sqlite3")) as held:
        held.execute("BEGIN EXCLUSIVE")  # it would wait for a quarter of an hour
        with Preflight(tmp_path, "products", 2) as preflight:
            process = preflight._process  # noqa: SLF001 - as an operator sees it
            # It is empty for a moment while the interpreter takes the place of the fork.
            while not (environment := Path(f"/proc/{process.pid}/environ").read_bytes()):
                assert process.poll() is None
            assert b"hush" not in environment
            assert process.stdin is not None
            process.stdin.close()  # what happens when its parent is gone
            assert preflight.trouble() == "a process of its own could not read it (code 1)"
