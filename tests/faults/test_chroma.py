"""A Chroma server that goes and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Filters
from tests.catalog.server import chroma_server
from tests.catalog.stock import CURVE, DIM, fill, ids, record

pytestmark = pytest.mark.chroma_server


@pytest.mark.fault(
    "Chroma server killed (SIGKILL), and back at its address",
    "searches go on; a write is told, kept, and found once it is back",
    log="could not be checked",
)
async def test_a_chroma_server_that_dies_costs_nothing_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator sees the trouble meanwhile; afterwards nothing has to be done by hand."""
    monkeypatch.setattr("catalog.index._TIMEOUT_S", 5.0)
    (tmp_path / "server").mkdir()
    with chroma_server(tmp_path / "server") as (url, process):
        async with Catalog(tmp_path / "data", "killed", DIM, url) as shop:
            await fill(shop, [record("a")])
            process.kill()
            process.wait()
            assert ids(await shop.search(record("a").vector, Filters(), CURVE)) == ["a"]
            with pytest.raises(CatalogUnavailable, match=r"127\.0\.0\.1"):
                await fill(shop, [record("b")])
            await shop._patrol.step()  # noqa: SLF001 - what the background does within a second
            assert "127.0.0.1" in shop.index_trouble
            assert (await shop.census()).unindexed == 1
            with chroma_server(tmp_path / "server", port=int(url.rpartition(":")[2])):
                await fill(shop, [record("c")])
                assert ids(await shop.search(record("b").vector, Filters(), CURVE))[0] == "b"
                assert (await shop.verify()).healthy
                await shop._patrol.step()  # noqa: SLF001
                assert shop.index_trouble == ""
