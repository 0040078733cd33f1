"""Run by a test: bring products into a catalog on a disk until it is full, make room, go on, and look at what is there.

The last line of the output is JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import Filters
from tests.catalog.stock import CURVE, DIM, ids, record

_STEP = 20


async def work(folder: Path) -> dict[str, object]:
    """What happened."""
    data = folder / "data"
    acknowledged: list[str] = []
    error = ""
    async with Catalog(data, "model-a", DIM) as shop:
        await _bring(shop, acknowledged)
        _fill(folder / "filler")
        try:
            while True:
                await _bring(shop, acknowledged)
        except CatalogUnavailable as full:
            error = str(full)
        found = ids(await shop.search(record("p3").vector, Filters(), CURVE))
        (folder / "filler").unlink()
        await _bring(shop, acknowledged)
    async with Catalog(data, "model-a", DIM) as shop:
        kept = [one for one in acknowledged if await shop.kept(one) is not None]
        healthy = (await shop.verify()).healthy
    return {
        "error": error,
        "searched_when_full": found[:1] == ["p3"],
        "acknowledged": len(acknowledged),
        "kept": len(kept),
        "healthy": healthy,
    }


async def _bring(shop: Catalog, acknowledged: list[str]) -> None:
    names = [f"p{len(acknowledged) + number}" for number in range(_STEP)]
    await shop.upsert([record(name) for name in names], {})
    acknowledged += names


def _fill(filler: Path) -> None:
    """Leave no room at all."""
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            pass


if __name__ == "__main__":
    print(json.dumps(asyncio.run(work(Path(sys.argv[1])))))  # noqa: T201 - how the test is told
