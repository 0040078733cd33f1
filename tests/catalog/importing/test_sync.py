"""A feed is the whole truth about its products, and about no others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from catalog.catalog import Catalog
from catalog.errors import TooManyGone
from catalog.importing.feeds import open_source
from catalog.importing.fetch import Fetcher
from catalog.importing.ingest import Ingest
from catalog.importing.pipeline import ImportProgress
from catalog.importing.sync import Feed, Sync, SyncPlan
from catalog.models import Filters, ImportReport, Product, Record
from tests.catalog.importing.test_fetch import JPEG, loopback, site
from tests.catalog.importing.test_ingest import some_rows, write_feed
from tests.catalog.stock import CURVE, DIM, ids
from tests.fakes import FakeDescribe, FakeResolver


class Shop:
    """A catalog with what syncs it, and what was described since the last look."""

    def __init__(self, catalog: Catalog, folder: Path, fetcher: Callable[[], Fetcher] = Fetcher) -> None:
        self.catalog = catalog
        self.folder = folder
        self.describe = FakeDescribe(DIM)
        self.ingest = Ingest(catalog, self.describe, max_in_flight=4, fetcher=fetcher)
        self.sync = Sync(catalog, self.ingest, fetcher=fetcher)

    async def run(self, rows: list[dict[str, object]], *, confirmed: bool = False) -> ImportReport:
        source = opened(write_feed(self.folder, rows))
        return await self.sync.apply(source, await self.sync.plan(source), confirmed=confirmed)

    async def plan(self, rows: list[dict[str, object]]) -> SyncPlan:
        return await self.sync.plan(opened(write_feed(self.folder, rows)))

    async def ids(self) -> list[str]:
        return sorted(record.product.id for record in await self.catalog.list(1000))

    def described(self) -> list[str]:
        calls = sorted(self.describe.calls)
        self.describe.calls.clear()
        return calls


@pytest.fixture
def shop(catalog: Catalog, tmp_path: Path) -> Shop:
    return Shop(catalog, tmp_path)


def opened(path: Path) -> Feed:
    return Feed(open_source(path))


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged, len(report.failures)


async def test_a_sync_brings_in_changes_and_removes_what_the_feed_does(shop: Shop) -> None:
    """Only a new look is described; a price is written, an absent product goes, the rest costs nothing."""
    rows = some_rows(shop.folder, 20)
    assert counts(await shop.run(rows)) == (20, 0, 0, 0, 0)
    shop.described()
    before = await shop.catalog.get("p3")
    rows[3] |= {"price": 99, "availability": "out of stock"}
    rows[4]["title"] = "Another title"
    (shop.folder / "5.jpg").write_bytes(b"another picture")
    extra: dict[str, object] = {"id": "new", "title": "New", "image": "1.jpg"}
    plan = await shop.plan([*rows[:19], extra])
    assert (plan.added, plan.changed, plan.removed, plan.unchanged) == (1, 3, 1, 16)
    assert plan.names == {
        "added": ("New",),
        "changed": ("Product 3", "Another title", "Product 5"),
        "removed": ("Product 19",),
    }
    assert await shop.ids() == sorted(f"p{i}" for i in range(20))
    assert counts(await shop.run([*rows[:19], extra])) == (1, 3, 1, 16, 0)
    assert shop.described() == ["new", "p4", "p5"]
    after = await shop.catalog.get("p3")
    assert (str(after.product.price), after.product.available) == ("99", False)
    assert (after.vector.tolist(), after.traits) == (before.vector.tolist(), before.traits)
    assert "p19" not in await shop.ids()
    assert counts(await shop.run([*rows[:19], extra])) == (0, 0, 0, 20, 0)
    assert shop.described() == []
    assert (await shop.catalog.verify()).healthy


async def test_an_unchanged_feed_downloads_no_picture(catalog: Catalog, tmp_path: Path) -> None:
    """Neither the same row nor another price asks for the picture again; another address does."""
    asked: list[str] = []

    async def pictures(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=JPEG + request.path.encode())

    async with site(pictures) as port:

        def door() -> Fetcher:
            return Fetcher(resolver=FakeResolver({"shop.example": "127.0.0.1"}), allow=loopback, ports=(port,))

        shop = Shop(catalog, tmp_path, door)
        rows: list[dict[str, object]] = [
            {"id": f"p{i}", "title": "Web", "image": f"http://shop.example:{port}/{i}.jpg"} for i in range(3)
        ]
        await shop.run(rows)
        assert sorted(asked) == ["/0.jpg", "/1.jpg", "/2.jpg"]
        rows[1]["price"] = 7
        rows[2]["image"] = f"http://shop.example:{port}/other.jpg"
        assert counts(await shop.run(rows)) == (0, 2, 0, 1, 0)
        assert asked[3:] == ["/other.jpg"]


async def test_what_went_comes_back_without_encoding(shop: Shop) -> None:
    """As it was, or with another price; both are found again."""
    rows = some_rows(shop.folder, 10)
    await shop.run(rows)
    gone = [await shop.catalog.get("p8"), await shop.catalog.get("p9")]

    async def nearest(to: Record) -> str:
        return ids(await shop.catalog.search(to.vector, Filters(), CURVE))[0]

    assert counts(await shop.run(rows[:8])) == (0, 0, 2, 8, 0)
    assert not {await nearest(one) for one in gone} & {"p8", "p9"}
    shop.described()
    rows[9]["price"] = 5
    assert counts(await shop.run(rows)) == (2, 0, 0, 8, 0)
    assert shop.described() == []
    assert [await nearest(one) for one in gone] == ["p8", "p9"]
    assert (await shop.catalog.get("p9")).product.price == 5
    assert (await shop.catalog.verify()).healthy


async def test_what_went_long_ago_is_forgotten(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """After thirty days the record and its picture are gone for good."""
    rows = some_rows(shop.folder, 10)
    await shop.run(rows)
    key = (await shop.catalog.get("p9")).picture
    await shop.run(rows[:9])
    assert shop.catalog.picture_path(key)
    await shop.catalog.purge(datetime.now(UTC) - timedelta(days=30))
    assert shop.catalog.picture_path(key)
    monkeypatch.setattr("catalog.importing.sync.KEPT_FOR", timedelta(0))
    await shop.run(rows[:9])
    assert shop.catalog.picture_path(key) is None
    assert await shop.catalog.kept("p9") is None


async def test_a_large_removal_waits_for_a_persons_word(shop: Shop) -> None:
    """Nothing at all is changed until somebody says so; a fifth is still ordinary."""
    rows = some_rows(shop.folder, 10)
    await shop.run(rows)
    assert not (await shop.plan(rows[2:])).is_large_removal
    extra: dict[str, object] = {"id": "new", "title": "New", "image": "1.jpg"}
    with pytest.raises(TooManyGone, match="3 of 10 products"):
        await shop.run([*rows[3:], extra])
    assert len(await shop.ids()) == 10
    assert counts(await shop.run([*rows[3:], extra], confirmed=True)) == (1, 0, 3, 7, 0)


async def test_rows_that_fail_are_there_all_the_same(shop: Shop) -> None:
    """Neither a bad price nor a picture that cannot be read takes a product out of the shop."""
    rows = some_rows(shop.folder, 6)
    await shop.run(rows)
    rows[1]["price"] = "abc"
    rows[2] |= {"title": "Other", "image": "gone.jpg"}
    report = await shop.run(rows)
    assert counts(report) == (0, 0, 0, 4, 2)
    assert [(one.line, one.product_id) for one in report.failures] == [(2, "p1"), (3, "p2")]
    assert await shop.ids() == [f"p{i}" for i in range(6)]


async def test_a_broken_feed_removes_nothing(shop: Shop) -> None:
    """Not one that ends in the middle, nor with rows of which nobody knows whose they are, nor without a good one."""
    rows = some_rows(shop.folder, 6)
    source = opened(shop.folder / write_table(shop, rows))
    await shop.sync.apply(source, await shop.sync.plan(source))
    write_table(shop, [], "p1,,1.jpg\n")
    plan = await shop.sync.plan(source)
    assert (plan.removed, plan.is_large_removal, len(plan.failures)) == (0, False, 1)
    for rest, withheld in (('p1,"Prod', 4), (",Product 1,1.jpg\n", 5), ("1.2E+12,Product 1,1.jpg\n", 5)):
        write_table(shop, rows[:1], rest)
        plan = await shop.sync.plan(source)
        assert (plan.removed, plan.withheld) == (0, withheld)
        await shop.sync.apply(source, plan)
    assert len(await shop.ids()) == 6


async def test_a_quotation_mark_removes_nothing(shop: Shop) -> None:
    """A title that begins with one swallows no rows, although a later one would close it."""
    some_rows(shop.folder, 1)
    names = [f"{number}\tTee {number}\t0.jpg" for number in range(1, 12)]
    feed = shop.folder / "products.tsv"
    feed.write_text("\n".join(["id\ttitle\timage", *names]) + "\n")
    source = opened(feed)
    await shop.sync.apply(source, await shop.sync.plan(source))
    names[0], names[2] = '1\t"The Quay tee\t0.jpg', '3\tTee called Max"\t0.jpg'
    feed.write_text("\n".join(["id\ttitle\timage", *names]) + "\n")
    plan = await shop.sync.plan(source)
    assert (plan.added, plan.changed, plan.removed, plan.withheld) == (0, 2, 0, 0)


async def test_a_feed_that_breaks_between_the_readings_removes_nothing(shop: Shop) -> None:
    """What came in stays; what seemed to be absent is left alone."""
    rows = some_rows(shop.folder, 10)
    source = opened(shop.folder / write_table(shop, rows))
    await shop.sync.apply(source, await shop.sync.plan(source))
    write_table(shop, [*rows[:9], {"id": "new", "title": "New", "image": "1.jpg"}])
    plan = await shop.sync.plan(source)
    assert (plan.added, plan.removed) == (1, 1)
    with (shop.folder / "products.csv").open("a") as file:
        file.write('"never closed')
    report = await shop.sync.apply(source, plan)
    assert report.removed == 0
    assert "p9" in await shop.ids()


def write_table(shop: Shop, rows: list[dict[str, object]], rest: str = "") -> str:
    lines = ["id,title,image", *(f"{row['id']},{row['title']},{row['image']}" for row in rows)]
    (shop.folder / "products.csv").write_text("\n".join(lines) + f"\n{rest}")
    return "products.csv"


async def test_other_products_are_left_alone(shop: Shop) -> None:
    """Those of another feed and those added by hand are neither taken over nor removed; their rows fail."""
    await shop.ingest.add(Product("hand", "By hand", "x.jpg"), b"by hand")
    rows = some_rows(shop.folder, 6)
    await shop.run(rows[:3])
    other = shop.folder / "other"
    other.mkdir()
    (other / "x.jpg").write_bytes(b"x")
    feed = write_feed(other, [{"id": one, "title": one, "image": "x.jpg"} for one in ("p1", "hand", "theirs")])
    report = await shop.sync.apply(opened(feed), await shop.sync.plan(opened(feed)))
    assert counts(report) == (1, 0, 0, 0, 2)
    causes = [one.cause for one in report.failures]
    assert "came from" in causes[0]
    assert "added by hand" in causes[1]
    assert (await shop.catalog.get("hand")).product.title == "By hand"
    assert (await shop.catalog.get("p1")).product.title == "Product 1"
    assert await shop.ids() == ["hand", "p0", "p1", "p2", "theirs"]
    assert counts(await shop.run(rows[:3])) == (0, 0, 0, 3, 0)


async def test_an_import_hands_products_over_to_its_feed(shop: Shop) -> None:
    """So a feed that has moved keeps its products, without encoding one."""
    rows = some_rows(shop.folder, 3)
    await shop.run(rows)
    moved = shop.folder / "moved.jsonl"
    (shop.folder / "products.jsonl").rename(moved)
    shop.described()
    report = await shop.ingest.run(open_source(moved))
    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)
    source = opened(moved)
    assert counts(await shop.sync.apply(source, await shop.sync.plan(source))) == (0, 0, 0, 3, 0)
    assert shop.described() == []


async def test_a_product_whose_id_changes_keeps_its_vector(shop: Shop) -> None:
    """As when its first size is sold out and the next one names it."""
    rows = some_rows(shop.folder, 6)
    await shop.run(rows)
    before = await shop.catalog.get("p0")
    shop.described()
    rows[0]["id"] = "renamed"
    assert counts(await shop.run(rows)) == (1, 0, 1, 5, 0)
    assert shop.described() == []
    after = await shop.catalog.get("renamed")
    assert after.vector.tolist() == before.vector.tolist()
    assert shop.catalog.picture_path(after.picture)


async def test_a_lost_picture_is_looked_at_again(shop: Shop) -> None:
    """Where the kept picture is gone, another price brings it back."""
    rows = some_rows(shop.folder, 2)
    await shop.run(rows)
    kept = shop.catalog.picture_path((await shop.catalog.get("p0")).picture)
    assert kept is not None
    kept.unlink()
    rows[0]["price"] = 7
    assert counts(await shop.run(rows)) == (0, 1, 0, 1, 0)
    assert kept.is_file()


async def test_a_twin_that_changes_in_the_same_sync_is_no_twin(shop: Shop) -> None:
    """A product takes over no vector of a picture that it does not show."""
    rows = some_rows(shop.folder, 6)
    await shop.run(rows)
    old = await shop.catalog.get("p0")
    source = opened(write_feed(shop.folder, [*rows, {**rows[0], "id": "twin"}]))
    plan = await shop.sync.plan(source)
    assert plan.work["twin"] == "p0"
    (shop.folder / "0.jpg").write_bytes(b"another picture")
    await shop.sync.apply(source, await shop.sync.plan(source))
    await shop.sync.apply(source, plan)
    now, twin = await shop.catalog.get("p0"), await shop.catalog.get("twin")
    assert now.vector.tolist() != old.vector.tolist()
    assert twin.vector.tolist() == now.vector.tolist()


async def test_a_cancelled_sync_goes_on_where_it_stopped(shop: Shop) -> None:
    """Nothing twice, nothing half, and removing still comes last."""
    rows = some_rows(shop.folder, 120)
    await shop.run(rows[:10])
    shop.described()
    source = opened(write_feed(shop.folder, rows[1:]))
    plan = await shop.sync.plan(source)
    halfway = asyncio.Event()

    def heard(progress: ImportProgress) -> None:
        if progress.added >= 32:
            halfway.set()

    running = asyncio.create_task(shop.sync.apply(source, plan, heard))
    await halfway.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    stored = len(await shop.ids())
    assert 42 <= stored < 120
    assert "p0" in await shop.ids()
    shop.described()
    assert counts(await shop.run(rows[1:])) == (120 - stored, 0, 1, stored - 1, 0)
    assert len(shop.described()) == 120 - stored
    assert await shop.ids() == sorted(f"p{i}" for i in range(1, 120))
    assert (await shop.catalog.verify()).healthy


async def test_products_of_another_model_are_looked_at_again(tmp_path: Path) -> None:
    """A kept vector holds for its own model only, also when the product comes back."""
    rows = some_rows(tmp_path, 6)
    async with Catalog(tmp_path / "data", "old-model", DIM) as catalog:
        shop = Shop(catalog, tmp_path)
        await shop.run(rows)
        await shop.run(rows[:5])
    async with Catalog(tmp_path / "data", "new-model", DIM) as catalog:
        shop = Shop(catalog, tmp_path)
        rows[1]["price"] = 77
        assert counts(await shop.run(rows)) == (1, 5, 0, 0, 0)
        assert shop.described() == [f"p{i}" for i in range(6)]
        assert await catalog.needing_encoding() == []


async def test_a_feed_from_an_address_is_downloaded_only_when_it_has_changed(catalog: Catalog, tmp_path: Path) -> None:
    """The same version costs one question, unless not all of it came in or a product was removed since."""
    asked: list[str] = []
    version, broken = 1, True

    async def feed(request: web.Request) -> web.StreamResponse:
        if request.path.endswith(".jpg"):
            return web.Response(status=404 if broken else 200, body=JPEG + request.path.encode())
        asked.append(request.headers.get("If-None-Match", ""))
        if asked[-1] == f'"{version}"':
            return web.Response(status=304)
        rows = [f"p{number},Product {version},http://shop.example:{port}/{number}.jpg" for number in range(3)]
        return web.Response(text="\n".join(["id,title,image", *rows]), headers={"ETag": f'"{version}"'})

    async with site(feed) as port:

        def door() -> Fetcher:
            return Fetcher(resolver=FakeResolver({"shop.example": "127.0.0.1"}), allow=loopback, ports=(port,))

        shop = Shop(catalog, tmp_path, door)

        async def sync() -> tuple[int, int, int, int, int] | None:
            async with shop.sync.open(f"HTTP://Shop.Example:{port}/../feed.csv?key=1#top") as feed:
                return None if feed is None else counts(await shop.sync.apply(feed, await shop.sync.plan(feed)))

        assert await sync() == (0, 0, 0, 0, 3)
        broken = False
        assert await sync() == (3, 0, 0, 0, 0)
        assert await sync() is None
        await catalog.remove(["p1"])
        assert await sync() == (1, 0, 0, 2, 0)
        version = 2
        assert await sync() == (0, 3, 0, 0, 0)
        assert asked == ["", "", '"1"', "", '"1"']
        async with shop.sync.open(f"http://shop.example:{port}/feed.csv?key=1", again=True) as again:
            assert again is not None
            assert again.source.key == f"http://shop.example:{port}/feed.csv?key=1"


async def test_a_feed_from_elsewhere_names_no_file_of_this_machine(shop: Shop) -> None:
    """Its pictures have addresses; a path in it is a failed row, not a look into our folders."""
    (shop.folder / "secret.jpg").write_bytes(b"secret")
    (shop.folder / "feed.csv").write_text(
        "id,title,image,more_images\na,A,secret.jpg,\nb,B,https://s.example/b.jpg,secret.jpg\n"
    )
    failed, warning, good = [row for _, row in open_source(shop.folder / "feed.csv", "https://s.example/feed.csv")]
    assert str(warning) == "more_images 'secret.jpg' is not an http(s) address"
    assert str(failed) == "image 'secret.jpg' is not an http(s) address"
    assert isinstance(good, Product)
    assert good.more_images == ()


async def test_a_price_without_a_currency_is_in_the_shops(shop: Shop) -> None:
    """A feed's own currency goes before, and setting the shop's later encodes nothing."""
    rows = some_rows(shop.folder, 3)
    rows[1]["price"] = "7 USD"
    del rows[2]["price"]
    await shop.run(rows)
    shop.described()
    shop.sync = Sync(shop.catalog, Ingest(shop.catalog, shop.describe, currency="EUR"))
    assert counts(await shop.run(rows)) == (0, 1, 0, 2, 0)
    assert [(await shop.catalog.get(f"p{i}")).product.currency for i in range(3)] == ["EUR", "USD", ""]
    assert shop.described() == []
