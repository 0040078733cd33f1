"""What a program asks the disk for, in its order: `os.fsync`, `os.sync` and renaming as they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

EVERYTHING = "everything"


def watch(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A list that grows by ("flush", the file's name or `EVERYTHING`) and ("rename", its new name)."""
    seen: list[tuple[str, str]] = []
    fsync, sync, replace = os.fsync, os.sync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        seen.append(("flush", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        fsync(descriptor)

    def noted_sync() -> None:
        seen.append(("flush", EVERYTHING))
        sync()

    def noted_replace(self: Path, target: Path) -> Path:
        seen.append(("rename", target.name))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "sync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    return seen
