"""A sync whose process is killed goes on as if nothing had happened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from tests.catalog.importing.test_ingest import some_rows, write_feed
from tests.catalog.stock import DIM

SYNCING = f"""
import asyncio, os, signal, sys
from pathlib import Path
from catalog.catalog import Catalog
from catalog.importing.feeds import open_source
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Feed, Sync
from tests.fakes import FakeDescribe

feed, data, last_words = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

async def main():
    async with Catalog(data, "model-a", {DIM}) as catalog:
        describe = FakeDescribe({DIM})

        async def until_killed(product, picture):
            if len(describe.calls) == last_words:
                os.kill(os.getpid(), signal.SIGKILL)
            return await describe(product, picture)

        sync = Sync(catalog, Ingest(catalog, until_killed, max_in_flight=4))
        opened = Feed(open_source(feed))
        await sync.apply(opened, await sync.plan(opened))
        print(len(describe.calls))

asyncio.run(main())
"""


@pytest.mark.fault("a sync killed twice", "started again it goes on, nothing doubled")
async def test_a_killed_sync_is_continued(tmp_path: Path) -> None:
    """Killed twice at work: nothing is lost, doubled or half there, and what was stored is not described again."""
    rows = some_rows(tmp_path, 120)
    rows += [{**rows[0], "id": "gone"}]
    data = tmp_path / "data"

    def sync(some: list[dict[str, object]], last_words: int) -> subprocess.CompletedProcess[str]:
        feed = write_feed(tmp_path, some)
        arguments = [sys.executable, "-c", SYNCING, str(feed), str(data), str(last_words)]
        return subprocess.run(arguments, capture_output=True, text=True, check=False)

    assert sync([rows[-1], *rows[:10]], -1).stdout == "11\n"
    for last_words in (72, 20):
        assert sync(rows[:120], last_words).returncode == -9
    done = sync(rows[:120], -1)
    assert done.returncode == 0, done.stderr
    async with Catalog(data, "model-a", DIM) as catalog:
        assert int(done.stdout) < 110
        assert sorted(one.product.id for one in await catalog.list(200)) == sorted(f"p{i}" for i in range(120))
        assert all(catalog.picture_path(one.picture) for one in await catalog.list(200))
        assert (await catalog.verify()).healthy
