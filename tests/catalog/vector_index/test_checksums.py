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
    """An index that was written, found sound and closed, and that nobody has read since."""
    checksums = FolderChecksums(tmp_path, "1.0")
    assert checksums.broken() == ""
    checksums.opening()
    (tmp_path / "graph").mkdir()
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
    checksums.in_use()
    checksums.closed()
    return tmp_path


def use(folder: Path, library: str = "1.0") -> FolderChecksums:
    """Open and close it without a change; what was known before."""
    checksums = FolderChecksums(folder, library)
    assert checksums.broken() == ""
    checksums.opening()
    checksums.in_use()
    checksums.closed()
    return checksums


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_noticed(folder: Path, name: str) -> None:
    """One bit of one file, or its absence, is enough."""
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert "were changed" in FolderChecksums(folder, "1.0").broken()
    (folder / name).unlink()
    assert "were changed" in FolderChecksums(folder, "1.0").broken()
    (folder / name).write_bytes(data)
    assert FolderChecksums(folder, "1.0").broken() == ""


def test_graphs_are_known_once_they_were_read(folder: Path) -> None:
    """First as they were written, then as the same version of the library has read them; SQLite may go on."""
    assert not use(folder).tried
    assert use(folder).tried
    checksums = FolderChecksums(folder, "1.0")
    assert checksums.broken() == ""
    checksums.opening()
    checksums.in_use()
    (folder / "chroma.sqlite3").write_bytes(b"with another row")
    checksums.closed()
    assert use(folder).tried
    assert not use(folder, "2.0").tried
    assert use(folder, "2.0").tried


def test_a_folder_without_graphs_needs_no_reader(tmp_path: Path) -> None:
    """Neither a new one, nor one whose products are all in SQLite yet."""
    checksums = FolderChecksums(tmp_path / "new", "1.0")
    assert (checksums.broken(), checksums.tried) == ("", True)
    checksums.in_use()
    (tmp_path / "new" / "chroma.sqlite3").write_bytes(b"rows")
    assert (checksums.broken(), checksums.tried) == ("", True)


def test_graphs_that_every_opening_makes_anew_need_no_reader(folder: Path) -> None:
    """Without its ids a graph is made from the rows in SQLite, and its files are other ones each time."""
    (folder / "graph" / "index_metadata.pickle").unlink()
    (folder / "seal.json").unlink()
    for opening in range(2):
        checksums = use(folder)
        assert checksums.tried
        checksums.in_use()
        (folder / "graph" / "data_level0.bin").write_bytes(b"made anew %d" % opening)
        checksums.closed()


def test_a_folder_left_at_work_is_read_by_another_first(folder: Path) -> None:
    """Its process was killed: nobody knows what its files are like."""
    FolderChecksums(folder, "1.0").in_use()
    checksums = FolderChecksums(folder, "1.0")
    assert (checksums.broken(), checksums.tried) == ("", False)


def test_a_folder_whose_seal_is_gone_is_read_by_another_first(folder: Path) -> None:
    """So that a file which is lost costs no rebuild."""
    (folder / "seal.json").unlink()
    checksums = FolderChecksums(folder, "1.0")
    assert (checksums.broken(), checksums.tried) == ("", False)


def test_an_opening_without_an_end_is_not_tried_again(folder: Path) -> None:
    """It killed its process, or would have been taken back."""
    FolderChecksums(folder, "1.0").opening()
    assert "did not survive" in FolderChecksums(folder, "1.0").broken()


def test_a_seal_of_an_earlier_version_is_good(folder: Path) -> None:
    """It knew the sums of some files alone, and not whether they had been read."""
    checksums = json.loads((folder / "seal.json").read_text())
    sums = {name: crc for name, crc in checksums["sums"].items() if name.endswith(".bin")}
    (folder / "seal.json").write_text(json.dumps({"state": "closed", "sums": sums}))
    assert not use(folder).tried
    (folder / "seal.json").write_text(json.dumps({"state": "closed", "sums": sums | {"graph/header.bin": 1}}))
    assert "were changed" in FolderChecksums(folder, "1.0").broken()


def test_a_large_index_is_summed_up_in_little_memory(folder: Path) -> None:
    """A million vectors are gigabytes, which the shop has not to spare at its start."""
    os.truncate(folder / "graph" / "data_level0.bin", 64 << 20)
    tracemalloc.start()
    try:
        assert "were changed" in FolderChecksums(folder, "1.0").broken()
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_an_index_that_cannot_be_summed_up_is_told_of(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Closing goes on; the next opening reads of it that its checksums are damaged, and the owner why."""
    checksums = FolderChecksums(folder, "1.0")
    assert checksums.broken() == ""
    (folder / "seal.json").write_text("{")
    checksums.closed()
    assert "was closed without checksums" in caplog.text
    assert "its checksums cannot be read" in FolderChecksums(folder, "1.0").broken()
