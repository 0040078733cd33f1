"""A backup, and what is restored from one, survive a power cut a moment later."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.maintenance.backup import back_up
from catalog.maintenance.restore import restore
from tests.catalog.flushed import watch
from tests.catalog.stock import DIM, fill, record
from tests.open_files import open_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


async def test_bytes_are_on_the_disk_before_they_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive before it takes the last one's place, the pictures before the records that name them, and these
    under their new name before the old pictures go."""
    async with Catalog(tmp_path / "shop", "model-a", DIM) as shop:
        await fill(shop, [record("a"), record("b")])
    seen = watch(monkeypatch)
    await back_up(tmp_path / "shop", tmp_path / "backup.zip", lambda *_: None)
    assert ("flush", "backup.zip.part") in seen[: seen.index(("rename", "backup.zip"))]
    seen.clear()
    await restore(tmp_path / "new", tmp_path / "backup.zip", lambda *_: None)
    replaced = seen.index(("rename", "products.sqlite3"))
    before = seen[:replaced]
    assert [kind for kind, _ in before if kind == "rename"] == ["rename"] * 2
    assert before[-1][0] == "flush"
    assert seen[replaced + 1] == ("flush", "new")
    assert tmp_path / "new" not in open_files()
