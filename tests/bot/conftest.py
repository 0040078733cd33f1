"""A small shop, opened for one test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from tests.bot.stock import stock
from tests.fakes import FakeEngine


@pytest.fixture
async def engine() -> AsyncIterator[FakeEngine]:
    async with FakeEngine() as engine:
        yield engine


@pytest.fixture
async def empty_catalog(tmp_path: Path) -> AsyncIterator[Catalog]:
    async with Catalog(tmp_path / "catalog", FakeEngine.fingerprint, FakeEngine.dim) as catalog:
        yield catalog


@pytest.fixture
async def catalog(empty_catalog: Catalog, engine: FakeEngine) -> Catalog:
    await stock(empty_catalog, engine)
    return empty_catalog


@pytest.fixture
async def conversations(tmp_path: Path) -> AsyncIterator[Conversations]:
    async with Conversations(tmp_path / "conversations.db") as conversations:
        yield conversations
