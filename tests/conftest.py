"""Fixtures for the whole suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shop import copy_of, shoplens

pytest_plugins = ("tests.faults.table",)


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the demo shop was built, once for the session.  Copy it, see `demo_dir`."""
    folder = tmp_path_factory.mktemp("stocked")
    built = shoplens("--demo", "catalog", "stats", data_dir=folder)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture
def demo_dir(stocked: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, with the demo shop in it."""
    return copy_of(stocked, tmp_path / "data")
