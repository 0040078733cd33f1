"""What is installed is what was tested: the two locks, constraints.txt and pyproject.toml agree."""

from __future__ import annotations

import re
import tomllib
from typing import Final

import pytest

from tests import ROOT

LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
"""What the demo needs, and the rest but for torch."""

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", re.MULTILINE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    return {plain(name): version for name, version in PINNED.findall((ROOT / file).read_text("utf-8"))}


def names(*requirements: str) -> set[str]:
    return {plain(match[0]) for one in requirements if (match := re.match(r"[A-Za-z0-9_.-]+", one))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_file_has_its_hash(lock: str) -> None:
    """One entry without would turn the check off for it."""
    entries = (ROOT / lock).read_text("utf-8").split("\n\n")[-1]
    for entry in re.split(r"\n(?=[A-Za-z0-9])", entries):
        if not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS)
def test_locked_versions_are_the_tested_ones(lock: str) -> None:
    """`make install` takes the files of the locks, everything else the versions of the constraints."""
    tested = pins("constraints.txt")
    assert {name: version for name, version in pins(lock).items() if tested.get(name, version) != version} == {}


def test_everything_that_is_asked_for_is_locked_once() -> None:
    """All but torch, whose file for CPUs is another one on each index: its version is pinned."""
    demo, rest = (pins(lock).keys() for lock in LOCKS)
    assert names(*PROJECT["optional-dependencies"]["dev"], *PROJECT["optional-dependencies"]["training"]) <= rest
    assert names(*PROJECT["dependencies"]) - demo == {"torch", "transformers"}
    assert "transformers" in rest
    assert demo & rest == set()
    assert "torch" in pins("constraints.txt")
