"""What is known of an index's files before anybody opens them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.vector_index.checksums import FolderSeal

FILES = ("graph/data_level0.bin", "graph/header.bin", "graph/index_metadata.pickle", "chroma.sqlite3")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index that was written, found sound and closed, and that nobody has read since."""
    seal = FolderSeal(tmp_path, "1.0")
    assert seal.broken() == ""
    seal.opening()
    (tmp_path / "graph").mkdir()
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
    seal.in_use()
    seal.closed()
    return tmp_path


def use(folder: Path, library: str = "1.0") -> FolderSeal:
    """Open and close it without a change; what was known before."""
    seal = FolderSeal(folder, library)
    assert seal.broken() == ""
    seal.opening()
    seal.in_use()
    seal.closed()
    return seal


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_noticed(folder: Path, name: str) -> None:
    """One bit of one file, or its absence, is enough."""
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert "were changed" in FolderSeal(folder, "1.0").broken()
    (folder / name).unlink()
    assert "were changed" in FolderSeal(folder, "1.0").broken()
    (folder / name).write_bytes(data)
    assert FolderSeal(folder, "1.0").broken() == ""


def test_graphs_are_known_once_they_were_read(folder: Path) -> None:
    """First as they were written, then as the same version of the library has read them; SQLite may go on."""
    assert not use(folder).tried
    assert use(folder).tried
    seal = FolderSeal(folder, "1.0")
    assert seal.broken() == ""
    seal.opening()
    seal.in_use()
    (folder / "chroma.sqlite3").write_bytes(b"with another row")
    seal.closed()
    assert use(folder).tried
    assert not use(folder, "2.0").tried
    assert use(folder, "2.0").tried


def test_a_folder_without_graphs_needs_no_reader(tmp_path: Path) -> None:
    """Neither a new one, nor one whose products are all in SQLite yet."""
    seal = FolderSeal(tmp_path / "new", "1.0")
    assert (seal.broken(), seal.tried) == ("", True)
    seal.in_use()
    (tmp_path / "new" / "chroma.sqlite3").write_bytes(b"rows")
    assert (seal.broken(), seal.tried) == ("", True)


def test_graphs_that_every_opening_makes_anew_need_no_reader(folder: Path) -> None:
    """Without its ids a graph is made from the rows in SQLite, and its files are other ones each time."""
    (folder / "graph" / "index_metadata.pickle").unlink()
    (folder / "seal.json").unlink()
    for opening in range(2):
        seal = use(folder)
        assert seal.tried
        seal.in_use()
        (folder / "graph" / "data_level0.bin").write_bytes(b"made anew %d" % opening)
        seal.closed()


def test_a_folder_left_at_work_is_read_by_another_first(folder: Path) -> None:
    """Its process was killed: nobody knows what its files are like."""
    FolderSeal(folder, "1.0").in_use()
    seal = FolderSeal(folder, "1.0")
    assert (seal.broken(), seal.tried) == ("", False)


def test_a_folder_whose_seal_is_gone_is_read_by_another_first(folder: Path) -> None:
    """So that a file which is lost costs no rebuild."""
    (folder / "seal.json").unlink()
    seal = FolderSeal(folder, "1.0")
    assert (seal.broken(), seal.tried) == ("", False)


def test_an_opening_without_an_end_is_not_tried_again(folder: Path) -> None:
    """It killed its process, or would have been taken back."""
    FolderSeal(folder, "1.0").opening()
    assert "did not survive" in FolderSeal(folder, "1.0").broken()


def test_a_seal_of_an_earlier_version_is_good(folder: Path) -> None:
    """It knew the sums of some files alone, and not whether they had been read."""
    seal = json.loads((folder / "seal.json").read_text())
    sums = {name: crc for name, crc in seal["sums"].items() if name.endswith(".bin")}
    (folder / "seal.json").write_text(json.dumps({"state": "closed", "sums": sums}))
    assert not use(folder).tried
    (folder / "seal.json").write_text(json.dumps({"state": "closed", "sums": sums | {"graph/header.bin": 1}}))
    assert "were changed" in FolderSeal(folder, "1.0").broken()
