"""What is known of an index's files before anybody opens them."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path

import pytest

from catalog.vector_index.checksums import FolderChecksums

FILES = ("graph/data_level0.bin", "graph/header.bin", "graph/index_metadata.pickle", "chroma.sqlite3")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index that was written, found sound and closed."""
    checksums = FolderChecksums(tmp_path)
    assert checksums.broken() == ""
    checksums.opening()
    (tmp_path / "graph").mkdir()
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
    checksums.in_use()
    checksums.closed()
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_noticed(folder: Path, name: str) -> None:
    """One bit of one file, or its absence, is enough."""
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert "were changed" in FolderChecksums(folder).broken()
    (folder / name).unlink()
    assert "were changed" in FolderChecksums(folder).broken()
    (folder / name).write_bytes(data)
    assert FolderChecksums(folder).broken() == ""


def test_a_folder_that_is_new_was_left_at_work_or_has_lost_its_seal_may_be_opened(folder: Path) -> None:
    """Nobody knows what its files are like, but for who opens them in a process of its own."""
    assert FolderChecksums(folder / "new").broken() == ""
    FolderChecksums(folder).in_use()
    (folder / "chroma.sqlite3").write_bytes(b"with another row")
    assert FolderChecksums(folder).broken() == ""
    (folder / "seal.json").unlink()
    assert FolderChecksums(folder).broken() == ""


def test_an_opening_without_an_end_is_not_tried_again(folder: Path) -> None:
    """It killed its process, or would have been taken back."""
    FolderChecksums(folder).opening()
    assert "did not survive" in FolderChecksums(folder).broken()


def test_a_seal_of_an_earlier_version_is_good(folder: Path) -> None:
    """It knew the sums of some files alone."""
    checksums = json.loads((folder / "seal.json").read_text())
    sums = {name: crc for name, crc in checksums["sums"].items() if name.endswith(".bin")}
    (folder / "seal.json").write_text(json.dumps({"state": "closed", "sums": sums}))
    assert FolderChecksums(folder).broken() == ""
    (folder / "seal.json").write_text(json.dumps({"state": "closed", "sums": sums | {"graph/header.bin": 1}}))
    assert "were changed" in FolderChecksums(folder).broken()


def test_a_large_index_is_summed_up_in_little_memory(folder: Path) -> None:
    """A million vectors are gigabytes, which the shop has not to spare at its start."""
    os.truncate(folder / "graph" / "data_level0.bin", 64 << 20)
    tracemalloc.start()
    try:
        assert "were changed" in FolderChecksums(folder).broken()
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_an_index_that_cannot_be_summed_up_is_told_of(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Closing goes on; the next opening reads of it that its checksums are damaged, and the owner why."""
    checksums = FolderChecksums(folder)
    assert checksums.broken() == ""
    (folder / "seal.json").write_text("{")
    checksums.closed()
    assert "was closed without checksums" in caplog.text
    assert "its checksums cannot be read" in FolderChecksums(folder).broken()
