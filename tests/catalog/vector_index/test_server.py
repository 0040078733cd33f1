"""Several processes on one Chroma server, and what happens when it hangs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import catalog.vector_index.chroma
from catalog.catalog import Catalog
from catalog.errors import CatalogLocked, CatalogUnavailable
from catalog.maintenance.migrate import Migration
from catalog.models import Filters
from catalog.storage.encodings import Model
from tests.catalog import child
from tests.catalog.server import chroma_server
from tests.catalog.stock import CURVE, DIM, fill, ids, record
from tests.fakes import FakeDescribe

pytestmark = pytest.mark.chroma_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with chroma_server(tmp_path_factory.mktemp("server")) as running:
        yield running


async def found(catalog: Catalog, name: str) -> bool:
    return name in ids(await catalog.search(record(name).vector, Filters(), CURVE))


async def test_processes_share_a_folder_and_a_server(
    server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """What one process adds or changes the others find, and what they write at one time is all there."""
    url, _ = server
    async with Catalog(tmp_path, "together", DIM, url) as catalog:
        await fill(catalog, [record("mine", title="Old")])
        assert (await catalog.get("mine")).product.title == "Old"
        groups = [tuple(f"{letter}{i}" for i in range(20)) for letter in "ab"]
        others = [child.start(child.add, tmp_path, "together", url, (*group, "mine")) for group in groups]
        await fill(catalog, [record(f"c{i}") for i in range(20)])
        for other in others:
            await asyncio.to_thread(other.join, 60)
            assert other.exitcode == 0
        assert await catalog.count() == 61
        assert (await catalog.get("mine")).product.title == "Product mine"
        assert await found(catalog, "a7")
        assert (await catalog.verify()).healthy


async def test_an_index_that_another_process_built_anew_is_found(
    server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """A rebuild by one process does not leave the others with a collection that is gone."""
    url, _ = server
    async with Catalog(tmp_path, "anew", DIM, url) as one, Catalog(tmp_path, "anew", DIM, url) as other:
        await fill(one, [record(f"p{i}") for i in range(5)])
        await other.rebuild()
        assert await found(one, "p3")
        await fill(one, [record("late")])
        assert (await other.verify()).healthy


async def test_a_folder_has_users_of_one_kind(server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """Whoever keeps vectors in the folder is told that others use it with a server, and the other way round."""
    url, _ = server
    async with Catalog(tmp_path, "kinds", DIM, url):
        with pytest.raises(CatalogLocked, match="another shoplens"):
            await Catalog(tmp_path, "kinds", DIM).__aenter__()
    async with Catalog(tmp_path, "kinds", DIM):
        with pytest.raises(CatalogLocked, match="another shoplens"):
            await Catalog(tmp_path, "kinds", DIM, url).__aenter__()


@pytest.mark.fault(
    "Chroma server stopped (SIGSTOP)", "searches go on without the index, a start fails in time; writes are kept"
)
async def test_a_server_that_hangs_is_an_error_and_no_wait_without_end(
    server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches go on and starts fail in time; a write is kept and found once the server is back."""
    url, process = server
    monkeypatch.setattr(catalog.vector_index.chroma, "_TIMEOUT_S", 0.5)
    async with Catalog(tmp_path, "hangs", DIM, url) as shop:
        await fill(shop, [record("a")])
        assert await found(shop, "a")
        os.kill(process.pid, signal.SIGSTOP)
        try:
            assert await found(shop, "a")
            with pytest.raises(CatalogUnavailable, match=r"127\.0\.0\.1"):
                await fill(shop, [record("b")])
            with pytest.raises(CatalogUnavailable, match="does not answer"):
                await Catalog(tmp_path, "hangs", DIM, url).__aenter__()
        finally:
            os.kill(process.pid, signal.SIGCONT)
        await fill(shop, [record("c")])
        assert await found(shop, "b")
        assert (await shop.verify()).healthy


async def test_processes_that_serve_the_old_model_leave_the_new_one_alone(
    server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """After one process has changed over, another that has not yet takes nothing away from either index."""
    url, _ = server
    new = Model("new", "newer", 8)
    async with Catalog(tmp_path, "older", DIM, url, model="old") as slow:
        await fill(slow, [record(f"p{i}") for i in range(10)])
        async with Migration(tmp_path, new, FakeDescribe(new.dim), url) as migration:
            await migration.encode(lambda *_: None)
            await migration.build_index(lambda *_: None)
            assert not await migration.change_over(0)
        async with Catalog(tmp_path, new.fingerprint, new.dim, url, model=new.name) as quick:
            await slow.remove(["p3"])
            checking = asyncio.create_task(slow.keep_sound())
            assert await slow.successor() == new
            assert (await quick.verify()).orphaned == ("p3",)
            await quick.remove(["p4"])
            assert (await quick.verify()).healthy
            checking.cancel()
            await asyncio.wait({checking})
            assert (await slow.stats()).repaired == 0
