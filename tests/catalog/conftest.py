"""The catalog of a test, in a real Chroma folder, and what tests of backups begin with."""

import asyncio
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.maintenance.backup import back_up
from tests.catalog.stock import DIM, catalog, fill, record

__all__ = ["catalog", "two_shops"]


@pytest.fixture(scope="session")
def two_shops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop `theirs` with the products a and b, `backup.zip` of it, and a `shop` with x; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("two shops")

    async def make() -> None:
        for name, products in (("theirs", "ab"), ("shop", "x")):
            async with Catalog(folder / name, "model-a", DIM) as shop:
                await fill(shop, [record(one) for one in products])
        await back_up(folder / "theirs", folder / "backup.zip", lambda *_: None)

    asyncio.run(make())
    return folder
