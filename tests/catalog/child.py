"""Other processes that work on a catalog beside the test, forked from one that has everything imported."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from catalog.catalog import Catalog
from tests.catalog.stock import DIM, fill, record


def start(work: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """Run a function of this package in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", __name__, work.__module__])
    child = context.Process(target=work, args=arguments, daemon=True)
    child.start()
    return child


def add(data_dir: Path, model: str, url: str, names: tuple[str, ...]) -> None:
    """Open the catalog, add these products a few at a time, and close it."""

    async def work() -> None:
        async with Catalog(data_dir, model, DIM, url) as catalog:
            for start in range(0, len(names), 5):
                await fill(catalog, [record(name) for name in names[start : start + 5]])

    asyncio.run(work())
