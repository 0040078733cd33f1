"""Whatever feeds come after each other, and wherever a sync breaks off, the shop is what the last one says."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.catalog import Catalog
from catalog.importing.feeds import open_source
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Feed, Sync
from catalog.models import Description, Product
from tests.catalog.importing.test_ingest import write_feed
from tests.catalog.stock import DIM
from tests.fakes import FakeDescribe

Row = tuple[str, int, str]
"""Title, price (-1: one that nobody can read), picture ("none": not there)."""

ROWS = st.tuples(st.sampled_from(["Boot", "Shoe"]), st.integers(-1, 2), st.sampled_from(["a", "b", "a", "b", "none"]))
FEEDS = st.lists(
    st.tuples(st.fixed_dictionaries({}, optional=dict.fromkeys("pqrst", ROWS)), st.integers(0, 5)),
    min_size=3,
    max_size=4,
)
"""Each feed with the number of descriptions after which its first try breaks off."""


class BreaksOff(FakeDescribe):
    """Stops the whole sync after so many descriptions, as a killed process does."""

    def __init__(self, after: int) -> None:
        super().__init__(DIM)
        self._left = after

    async def __call__(self, product: Product, picture: bytes) -> Description:
        if not self._left:
            raise asyncio.CancelledError
        self._left -= 1
        return await super().__call__(product, picture)


async def sync(catalog: Catalog, feed: Feed, describe: FakeDescribe) -> None:
    worker = Sync(catalog, Ingest(catalog, describe, max_in_flight=2))
    await worker.apply(feed, await worker.plan(feed), confirmed=True)


def after(shop: dict[str, Row], feed: dict[str, Row]) -> dict[str, Row]:
    """What the shop has after a sync: bad rows leave their products alone, and a feed without a good row all."""
    readable = [one for one, (_, price, _) in feed.items() if price >= 0]
    kept = {one: row for one, row in shop.items() if one in feed or not readable}
    return kept | {one: feed[one] for one in readable if feed[one][2] != "none"}


@settings(max_examples=15, deadline=None)
@given(FEEDS)
def test_the_shop_is_what_the_last_feed_says(
    tmp_path_factory: pytest.TempPathFactory, feeds: list[tuple[dict[str, Row], int]]
) -> None:
    """Titles, prices and the vectors of the right pictures, none twice, and all of them found."""
    folder = tmp_path_factory.mktemp("sync")
    for name in "ab":
        (folder / f"{name}.jpg").write_bytes(name.encode())

    async def play() -> None:
        shop: dict[str, Row] = {}
        async with Catalog(folder / "data", "model-a", DIM) as catalog:
            for rows, breaks_off_after in feeds:
                source = Feed(open_source(write(folder, rows)))
                await try_sync(catalog, source, breaks_off_after)
                await sync(catalog, source, FakeDescribe(DIM))
                shop = after(shop, rows)
                assert await contents(catalog) == shop
            assert (await catalog.verify()).healthy

    asyncio.run(play())


async def try_sync(catalog: Catalog, feed: Feed, breaks_off_after: int) -> None:
    task = asyncio.create_task(sync(catalog, feed, BreaksOff(breaks_off_after)))
    await asyncio.wait({task})


def write(folder: Path, rows: dict[str, Row]) -> Path:
    return write_feed(
        folder,
        [
            {"id": one, "title": title, "price": "x" if price < 0 else price, "image": f"{picture}.jpg"}
            for one, (title, price, picture) in rows.items()
        ]
        or [{}],
    )


async def contents(catalog: Catalog) -> dict[str, Row]:
    found: dict[str, Row] = {}
    pictures = {hashlib.sha256(name.encode()).hexdigest(): name for name in "ab"}
    for record in await catalog.list(100):
        product, picture = record.product, pictures[record.picture]
        assert product.id not in found
        described = await FakeDescribe(DIM)(product, picture.encode())
        assert abs(float(record.vector @ described.vector) - 1) < 1e-5
        assert catalog.picture_path(record.picture) is not None
        found[product.id] = product.title, int(product.price or 0), picture
    return found
