"""Fixtures for the whole suite."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock

from tests.shop import copy_of, shoplens

pytest_plugins = ("tests.faults.table", "tests.index_threads")

_LONGEST: Final = (
    "test_command_line.py",
    "test_killed.py",
    "test_whole_house.py",
    "test_every_button.py",
    "test_page.py",
    "test_files.py",
    "test_model_change.py",
    "test_kills.py",
    "test_build.py",
    "test_pieces_whole.py",
)
"""These files go first, so that no process is left alone with one of them in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; `make test` has the processes keep this order."""
    items.sort(key=lambda item: _LONGEST.index(item.path.name) if item.path.name in _LONGEST else len(_LONGEST))


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the demo shop, built by whichever process of a run comes first.  Copy it, see `demo_dir`."""
    own = tmp_path_factory.getbasetemp()
    built = (own if worker_id == "master" else own.parent) / "demo-shop"
    with FileLock(f"{built}.lock"):
        if not built.exists():
            half = Path(f"{built}.half")
            half.mkdir()
            done = shoplens("--demo", "catalog", "stats", data_dir=half)
            if done.returncode != 0:
                shutil.rmtree(half)
                pytest.fail(done.stderr)
            half.rename(built)
    return copy_of(built, own / "stocked")


@pytest.fixture
def demo_dir(stocked: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, with the demo shop in it."""
    return copy_of(stocked, tmp_path / "data")
