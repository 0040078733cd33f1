"""Products come in: many at once, each on its own, and never twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.importing.feeds import open_source
from catalog.importing.fetch import Fetcher
from catalog.importing.ingest import ImportProgress, Ingest
from catalog.models import Description, Filters, ImportReport, Product
from tests.catalog.importing.test_fetch import JPEG, loopback, site
from tests.catalog.stock import CURVE, DIM, direction, ids
from tests.fakes import FakeDescribe, FakeResolver


class Busy(Exception):
    """What a full queue says."""

    retry_after_s = 0.0


def write_feed(folder: Path, rows: Iterable[dict[str, object]]) -> Path:
    file = folder / "products.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def some_rows(folder: Path, count: int) -> list[dict[str, object]]:
    for i in range(count):
        (folder / f"{i}.jpg").write_bytes(b"picture %d" % i)
    return [{"id": f"p{i}", "title": f"Product {i}", "image": f"{i}.jpg", "price": i + 1} for i in range(count)]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, len(report.failures)


async def test_a_file_comes_in_and_what_is_unchanged_costs_no_encoding(catalog: Catalog, tmp_path: Path) -> None:
    """Only a new picture is described the second time; another price keeps what was seen."""
    rows = some_rows(tmp_path, 40)
    describe = FakeDescribe(DIM)
    ingest = Ingest(catalog, describe)
    assert counts(await ingest.run(open_source(write_feed(tmp_path, rows)))) == (40, 0, 0, 0)
    assert await catalog.count() == 40
    describe.calls.clear()
    rows[3]["price"] = 99
    (tmp_path / "5.jpg").write_bytes(b"another picture")
    report = await ingest.run(open_source(write_feed(tmp_path, rows)))
    assert counts(report) == (0, 2, 38, 0)
    assert describe.calls == ["p5"]
    assert (await catalog.get("p3")).product.price == 99
    assert (await catalog.verify()).healthy


async def test_a_moved_file_is_unchanged(catalog: Catalog, tmp_path: Path) -> None:
    """Where the pictures lie is no part of what a product is."""
    describe = FakeDescribe(DIM)
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        report = await Ingest(catalog, describe).run(open_source(write_feed(folder, some_rows(folder, 3))))
    assert counts(report) == (0, 0, 3, 0)


async def test_a_row_that_fails_is_reported_and_the_rest_goes_on(catalog: Catalog, tmp_path: Path) -> None:
    """Each failure has its line, its id and a cause, in the order of the file."""
    rows = some_rows(tmp_path, 4)
    rows[1]["price"] = "abc"
    rows[2]["image"] = "missing.jpg"
    feed = write_feed(tmp_path, [*rows, rows[0], {"title": "no id"}])
    describe = FakeDescribe(DIM)
    describe.failures.append(RuntimeError("not a picture"))
    report = await Ingest(catalog, describe, max_in_flight=1).run(open_source(feed))
    assert counts(report) == (1, 0, 0, 5)
    failures = [(one.line, one.product_id, one.cause) for one in report.failures]
    assert failures[0] == (1, "p0", "not a picture")
    assert failures[1] == (2, "p1", "price 'abc' is not a number")
    assert failures[2][:2] == (3, "p2")
    assert failures[2][2].endswith("cannot be read: No such file or directory")
    assert failures[3] == (5, "p0", "the id 'p0' was there before in this source")
    assert failures[4] == (6, "", "id is missing")


async def test_a_vector_of_another_model_fails_its_row_alone(catalog: Catalog, tmp_path: Path) -> None:
    """One wrong vector does not take its batch with it."""
    good = FakeDescribe(DIM)

    async def describe(product: Product, picture: bytes) -> Description:
        return await (FakeDescribe(DIM + 1) if product.id == "p1" else good)(product, picture)

    report = await Ingest(catalog, describe).run(open_source(write_feed(tmp_path, some_rows(tmp_path, 3))))
    assert [one.product_id for one in report.failures] == ["p1"]
    assert await catalog.count() == 2
    with pytest.raises(ModelMismatch):
        await Ingest(catalog, FakeDescribe(DIM + 1)).add(Product("x", "X", "x.jpg"), b"x")


async def test_a_busy_engine_is_asked_again(catalog: Catalog, tmp_path: Path) -> None:
    """ "Busy" is an answer that an import waits for, not a failure."""
    describe = FakeDescribe(DIM)
    describe.failures.extend(Busy("the queue is full") for _ in range(7))
    report = await Ingest(catalog, describe).run(open_source(write_feed(tmp_path, some_rows(tmp_path, 3))))
    assert counts(report) == (3, 0, 0, 0)
    assert len(describe.calls) == 10


async def test_only_so_many_are_under_way_at_once(catalog: Catalog, tmp_path: Path) -> None:
    """The bound holds, and progress counts up to the total."""
    describe = FakeDescribe(DIM)
    heard: list[ImportProgress] = []
    feed = write_feed(tmp_path, some_rows(tmp_path, 50))
    await Ingest(catalog, describe, max_in_flight=4).run(open_source(feed), heard.append)
    assert 1 < describe.most_at_once <= 4
    assert (heard[-1].done, heard[-1].total, heard[-1].added, heard[-1].failed) == (50, 50, 50, 0)
    assert [one.done for one in heard] == sorted(one.done for one in heard)


async def test_an_import_that_was_cancelled_goes_on_where_it_stopped(catalog: Catalog, tmp_path: Path) -> None:
    """Nothing is half there, nothing twice, and what was stored is not encoded again."""
    feed = write_feed(tmp_path, some_rows(tmp_path, 120))
    describe = FakeDescribe(DIM)
    halfway = asyncio.Event()

    def heard(progress: ImportProgress) -> None:
        if progress.added >= 32:
            halfway.set()

    running = asyncio.create_task(Ingest(catalog, describe, max_in_flight=4).run(open_source(feed), heard))
    await halfway.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    stored = await catalog.count()
    assert 32 <= stored < 120
    describe.calls.clear()
    report = await Ingest(catalog, describe).run(open_source(feed))
    assert counts(report) == (120 - stored, 0, stored, 0)
    assert len(describe.calls) == 120 - stored
    assert (await catalog.verify()).healthy


async def test_a_catalog_that_cannot_store_ends_the_import(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no point in encoding on when nothing can be kept."""

    async def full(*_: object, **__: object) -> None:
        raise CatalogUnavailable("the disk is full")

    monkeypatch.setattr(catalog, "upsert", full)
    with pytest.raises(CatalogUnavailable, match="disk is full"):
        await Ingest(catalog, FakeDescribe(DIM)).run(open_source(write_feed(tmp_path, some_rows(tmp_path, 3))))


async def test_one_product_is_added_and_found(catalog: Catalog) -> None:
    """A single product is stored with its traits and preview."""
    product = Product("ivy", "Linen dress", "ivy.jpg", facts={"category": "dress"})
    record = await Ingest(catalog, FakeDescribe(DIM)).add(product, b"picture")
    assert (await catalog.get("ivy")).traits["category"][0].value == "dress"
    path = catalog.picture_path(record.picture)
    assert path is not None
    assert path.read_bytes() == b"picture"
    assert ids(await catalog.search(record.vector, Filters(), CURVE)) == ["ivy"]
    assert not (await catalog.search(-direction(1) - record.vector * 5, Filters(), CURVE)).close


async def test_pictures_come_from_the_web_too(catalog: Catalog, tmp_path: Path) -> None:
    """An address in a row is fetched through the guarded door; one that fails is a failed row."""

    async def pictures(request: web.Request) -> web.StreamResponse:
        if request.path == "/2.jpg":
            raise web.HTTPGone
        return web.Response(body=JPEG + request.path.encode())

    async with site(pictures) as port:

        def door() -> Fetcher:
            return Fetcher(resolver=FakeResolver({"shop.example": "127.0.0.1"}), allow=loopback, ports=(port,))

        rows: list[dict[str, object]] = [
            {"id": f"p{i}", "title": "Web", "image": f"http://shop.example:{port}/{i}.jpg"} for i in range(3)
        ]
        report = await Ingest(catalog, FakeDescribe(DIM), fetcher=door).run(open_source(write_feed(tmp_path, rows)))
    assert counts(report) == (2, 0, 0, 1)
    assert "status 410" in report.failures[0].cause


async def test_products_of_another_model_are_encoded_again_from_their_kept_pictures(tmp_path: Path) -> None:
    """After a change of model all are found again, without the originals; the shop's words and its feed stay."""
    feed = write_feed(tmp_path, some_rows(tmp_path, 20))
    async with Catalog(tmp_path / "data", "old-model", DIM) as catalog:
        await Ingest(catalog, FakeDescribe(DIM)).run(open_source(feed))
        before = await catalog.origins(str(feed))
    for number in range(20):
        (tmp_path / f"{number}.jpg").unlink()
    async with Catalog(tmp_path / "data", "new-model", DIM) as catalog:
        assert len(await catalog.needing_encoding()) == 20
        shown: list[ImportProgress] = []
        report = await Ingest(catalog, FakeDescribe(DIM)).encode_again(shown.append)
        assert counts(report) == (0, 20, 0, 0)
        assert (shown[-1].done, shown[-1].total) == (20, 20)
        assert await catalog.needing_encoding() == []
        assert (await catalog.get("p3")).product.title == "Product 3"
        after = {one: replace(origin, fingerprint="new-model") for one, origin in before.items()}
        assert await catalog.origins(str(feed)) == after
        assert (await catalog.verify()).healthy


async def test_encoding_again_goes_on_where_it_broke_off(tmp_path: Path) -> None:
    """What was encoded before the interruption is not encoded a second time."""
    feed = write_feed(tmp_path, some_rows(tmp_path, 80))
    async with Catalog(tmp_path / "data", "old-model", DIM) as catalog:
        await Ingest(catalog, FakeDescribe(DIM)).run(open_source(feed))

    def break_off(now: ImportProgress) -> None:
        if now.done:
            raise KeyboardInterrupt

    async with Catalog(tmp_path / "data", "new-model", DIM) as catalog:
        with pytest.raises(KeyboardInterrupt):
            await Ingest(catalog, FakeDescribe(DIM), max_in_flight=4).encode_again(break_off)
        left = await catalog.needing_encoding()
        assert 0 < len(left) < 80
        describe = FakeDescribe(DIM)
        await Ingest(catalog, describe).encode_again()
        assert sorted(describe.calls) == sorted(left)


async def test_a_product_whose_picture_is_gone_is_reported_and_kept(tmp_path: Path) -> None:
    """It stays listed, and waits for an import."""
    feed = write_feed(tmp_path, some_rows(tmp_path, 2))
    async with Catalog(tmp_path / "data", "old-model", DIM) as catalog:
        await Ingest(catalog, FakeDescribe(DIM)).run(open_source(feed))
        gone = catalog.picture_path((await catalog.get("p1")).picture)
        assert gone is not None
        gone.unlink()
    async with Catalog(tmp_path / "data", "new-model", DIM) as catalog:
        report = await Ingest(catalog, FakeDescribe(DIM)).encode_again()
        assert [failure.product_id for failure in report.failures] == ["p1"]
        assert await catalog.needing_encoding() == ["p1"]
        assert await catalog.count() == 2
