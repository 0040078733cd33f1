"""Pictures on the disk: whole or not at all, and there after a power cut."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalog.errors import CatalogUnavailable
from catalog.storage.pictures import PictureFolder
from tests.catalog.flushed import EVERYTHING, watch
from tests.catalog.stock import picture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc, and limits that hold at once, are Linux's")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A write beyond it fails in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_few_pictures_are_on_the_disk_before_they_have_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each by itself: a name without its bytes would be half a picture after a power cut."""
    key, data = picture("a")
    seen = watch(monkeypatch)
    PictureFolder(tmp_path).write({key: data})
    assert seen == [("flush", f"{key}.tmp"), ("rename", f"{key}.jpg")]


def test_many_pictures_reach_the_disk_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them before the first has its name."""
    pictures = dict(picture(str(number)) for number in range(9))
    seen = watch(monkeypatch)
    PictureFolder(tmp_path).write(pictures)
    assert seen == [("flush", EVERYTHING), *(("rename", f"{key}.jpg") for key in pictures)]


def test_what_was_put_is_on_the_disk_after_a_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restore puts thousands and waits for the disk once."""
    folder = PictureFolder(tmp_path)
    key, data = picture("a")
    seen = watch(monkeypatch)
    folder.put(key, data)
    folder.flush()
    assert seen == [("rename", f"{key}.jpg"), ("flush", EVERYTHING)]


def test_a_picture_that_breaks_off_is_not_there(tmp_path: Path) -> None:
    """Not under its key, and not as a leftover; the others that came with it neither."""
    folder = PictureFolder(tmp_path)
    (small, few), (large, _) = picture("small"), picture("large")
    with files_of_at_most(10_000), pytest.raises(CatalogUnavailable, match="cannot be changed"):
        folder.write({small: few, large: bytes(50_000)})
    assert folder.path(small) is None
    assert folder.path(large) is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_picture_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    """Whoever looks meanwhile sees the old one, or the new one; never a part."""
    folder = PictureFolder(tmp_path)
    key, data = picture("a")
    folder.write({key: data})
    with files_of_at_most(10_000), pytest.raises(CatalogUnavailable):
        folder.put(key, bytes(50_000))
    path = folder.path(key)
    assert path is not None
    assert path.read_bytes() == data
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_nobody_sees_half_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until all of its bytes are on the disk there is none."""
    folder = PictureFolder(tmp_path)
    key, data = picture("a")
    looked: list[tuple[Path | None, int]] = []
    fsync = os.fsync

    def look(descriptor: int) -> None:
        looked.append((folder.path(key), os.fstat(descriptor).st_size))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    folder.write({key: data})
    assert looked == [(None, len(data))]
    path = folder.path(key)
    assert path is not None
    assert path.read_bytes() == data


@pytest.mark.parametrize("key", ["", "../../evil", "0" * 63, "A" * 64, f"{'0' * 64}/x"])
def test_only_a_key_names_a_picture(tmp_path: Path, key: str) -> None:
    """Whatever a feed or a stranger's backup calls it: nothing is read, written or removed by another name."""
    folder = PictureFolder(tmp_path / "shop" / "pictures")
    for write in (folder.put, lambda key, jpeg: folder.write({picture("a")[0]: b"a", key: jpeg})):
        with pytest.raises(ValueError, match="is not the key of a picture"):
            write(key, b"evil")
    assert folder.path(key) is None
    folder.remove([key])
    assert not [*tmp_path.rglob("*.*")]


def test_what_is_put_takes_the_place_of_what_is_damaged(tmp_path: Path) -> None:
    """A restore mends; what is as it should be is not written again."""
    folder = PictureFolder(tmp_path)
    key, data = picture("a")
    folder.put(key, b"damaged")
    folder.put(key, data)
    path = folder.path(key)
    assert path is not None
    assert path.read_bytes() == data
    before = path.stat().st_ino
    folder.put(key, data)
    assert path.stat().st_ino == before


def test_pictures_that_nothing_uses_go(tmp_path: Path) -> None:
    """When their product does, and what a crash left behind when somebody looks for it."""
    folder = PictureFolder(tmp_path)
    assert not folder.any()
    pictures = dict(picture(name) for name in "abcd")
    folder.write(pictures)
    assert folder.any()
    used, removed, *unused = pictures
    half = tmp_path / used[:2] / f"{used}.tmp"
    half.write_bytes(b"half")
    folder.remove([removed, picture("never there")[0]])
    assert folder.path(removed) is None
    assert folder.keep_only({used}) == len(unused) + 1
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [folder.path(used)]


def test_pictures_are_taken_over_from_another_folder(tmp_path: Path) -> None:
    """In place of what was there under the same key; the others stay."""
    old, new = PictureFolder(tmp_path / "old"), PictureFolder(tmp_path / "new")
    (kept, data), (same, good), (more, other) = picture("kept"), picture("same"), picture("more")
    old.write({kept: data, same: b"damaged"})
    new.write({same: good, more: other})
    old.take_over(tmp_path / "new")
    paths = [old.path(key) for key in (kept, same, more)]
    assert [path and path.read_bytes() for path in paths] == [data, good, other]
    assert not new.any()
