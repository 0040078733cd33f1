"""Files that are locked, gone, or on a disk without room."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Filters
from tests.bot.conftest import catalog, conversations, empty_catalog, engine
from tests.bot.stock import assistant_of, message
from tests.catalog.stock import CURVE, DIM, fill, ids, picture, record
from tests.fakes import FakeEngine
from tests.faults.locks import held_by_another_process
from tests.faults.small_disk import WHY_NOT, on_a_small_disk
from tests.faults.table import Told

__all__ = ("catalog", "conversations", "empty_catalog", "engine")


@pytest.mark.fault(
    "products.sqlite3 locked by another process", "searches go on, a write fails in time and works later"
)
async def test_locked_records_hold_up_writes_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the file; nothing of the write is there in part."""
    monkeypatch.setattr("catalog.storage.store._BUSY_S", 0.05)
    async with Catalog(tmp_path, "model-a", DIM) as shop:
        await fill(shop, [record("a")])
        with held_by_another_process(tmp_path / "products.sqlite3"):
            assert ids(await shop.search(record("a").vector, Filters(), CURVE)) == ["a"]
            with pytest.raises(CatalogUnavailable, match="locked"):
                await fill(shop, [record("b")])
        assert await shop.count() == 1
        await fill(shop, [record("b")])
        assert (await shop.verify()).healthy


@pytest.mark.fault(
    "conversations.db locked by another process",
    "searches are answered, without memory; buttons work again afterwards",
    log="could not be kept",
)
async def test_locked_conversations_cost_memory_alone(
    engine: FakeEngine,
    catalog: Catalog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody waits for the lock longer than for an answer."""
    monkeypatch.setattr("bot.storage.sqlite_file._BUSY_S", 0.05)
    async with Conversations(tmp_path / "conversations.db") as memory:
        assistant = assistant_of(engine, catalog, memory)
        with held_by_another_process(tmp_path / "conversations.db"):
            assert (await assistant.handle(message("red boots"))).cards
        reply = await assistant.handle(message("red boots"))
        button = next(choice.key for choice in reply.buttons if choice.label == "1")
        assert len((await assistant.handle(message(choice=button))).cards) == 1


@pytest.mark.fault(
    "the picture folder is gone while serving", "products are found without pictures; new ones have theirs"
)
async def test_lost_pictures_cost_pictures_alone(tmp_path: Path) -> None:
    """A backup brings them back; what comes in meanwhile is kept as ever."""
    async with Catalog(tmp_path, "model-a", DIM) as shop:
        await shop.upsert([record("a")], dict([picture("a")]))
        shutil.rmtree(tmp_path / "pictures")
        assert ids(await shop.search(record("a").vector, Filters(), CURVE)) == ["a"]
        assert shop.picture_path(picture("a")[0]) is None
        await shop.upsert([record("b")], dict([picture("b")]))
        assert shop.picture_path(picture("b")[0]) is not None


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.fault(
    "disk full (a tmpfs without room) while products come in",
    "the write fails and says so, searches go on; with room again all is whole",
)
def test_a_full_disk_costs_the_write_alone(tmp_path: Path, record_property: Told) -> None:
    """A process of its own fills a real file system, frees it, goes on, and starts anew."""
    command = on_a_small_disk(tmp_path, 24, [sys.executable, "-m", "tests.faults.full_disk", str(tmp_path)])
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert "full" in told["error"]
    assert told["searched_when_full"]
    assert told["kept"] == told["acknowledged"]
    assert told["healthy"]
    record_property("seen", f"{told['error'][-40:]}; {told['acknowledged']} acknowledged, {told['kept']} kept, healthy")
