"""A Chroma server that goes and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Filters
from tests.catalog.grown import COUNT, another_format, cut_header, grow
from tests.catalog.server import chroma_server, supervised_server
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
    monkeypatch.setattr("catalog.vector_index.chroma._TIMEOUT_S", 5.0)
    (tmp_path / "server").mkdir()
    with chroma_server(tmp_path / "server") as (url, process):
        async with Catalog(tmp_path / "data", "killed", DIM, url) as shop:
            await fill(shop, [record("a")])
            process.kill()
            process.wait()
            assert ids(await shop.search(record("a").vector, Filters(), CURVE)) == ["a"]
            with pytest.raises(CatalogUnavailable, match=r"127\.0\.0\.1"):
                await fill(shop, [record("b")])
            await shop._audit.step()  # noqa: SLF001 - what the background does within a second
            assert "127.0.0.1" in shop.index_trouble
            assert (await shop.census()).unindexed == 1
            with chroma_server(tmp_path / "server", port=int(url.rpartition(":")[2])):
                await fill(shop, [record("c")])
                assert ids(await shop.search(record("b").vector, Filters(), CURVE))[0] == "b"
                assert (await shop.verify()).healthy
                await shop._audit.step()  # noqa: SLF001
                assert shop.index_trouble == ""


@pytest.mark.fault(
    "Chroma server with 1,200 products started again, “Error loading hnsw index” (Chroma's issue 7090)",
    "the collection is built anew from the records at the next start; nothing is lost",
    log="damaged: .*Error loading hnsw index",
)
@pytest.mark.timeout(300)
async def test_a_server_that_cannot_load_its_index_gets_another(tmp_path: Path) -> None:
    """A server that comes back sound is asked; one that does not has its collection replaced, whatever the reason."""
    server, data = tmp_path / "server", tmp_path / "data"
    server.mkdir()
    with chroma_server(server) as (url, _):
        await grow(data, url)
    with chroma_server(server, port=int(url.rpartition(":")[2])) as (url, _):
        assert await built(data, url) == 0
    another_format(server)
    with chroma_server(server, port=int(url.rpartition(":")[2])) as (url, _):
        assert await built(data, url) == 1


@pytest.mark.fault(
    "a segment that ends the Chroma server which reads it, and a supervisor that starts the server again",
    "the collection is dropped without being read, and built anew",
    log="damaged: the Chroma server",
)
@pytest.mark.timeout(300)
async def test_an_index_that_kills_its_server_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start waits until the server is back instead of asking it the same again."""
    monkeypatch.setattr("catalog.vector_index.chroma._COMING_BACK_S", 60.0)
    server, data = tmp_path / "server", tmp_path / "data"
    server.mkdir()
    with chroma_server(server) as (url, _):
        await grow(data, url)
    cut_header(server)
    with supervised_server(server) as url:
        assert await built(data, url) == 1


async def built(folder: Path, url: str) -> int:
    """Open the shop: all is found; how often it was built anew meanwhile."""
    heard: list[int] = []
    async with Catalog(folder, "model-a", DIM, url, progress=lambda done, total: heard.append(done)) as shop:
        assert ids(await shop.search(record("p77").vector, Filters(), CURVE))[0] == "p77"
        assert (await shop.verify()).healthy
    return heard.count(COUNT)
