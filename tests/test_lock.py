"""What is installed is what was tested: requirements.lock, constraints.txt and pyproject.toml agree."""

from __future__ import annotations

import re
import tomllib

from tests import ROOT

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", re.MULTILINE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    return {plain(name): version for name, version in PINNED.findall((ROOT / file).read_text("utf-8"))}


def test_every_locked_file_has_its_hash() -> None:
    """One entry without would turn the check off for it."""
    entries = (ROOT / "requirements.lock").read_text("utf-8").split("\n\n")[-1]
    for entry in re.split(r"\n(?=[A-Za-z0-9])", entries):
        if not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry


def test_locked_versions_are_the_tested_ones() -> None:
    """`make install` takes the files of the lock, everything else the versions of the constraints."""
    tested = pins("constraints.txt")
    others = {
        name: version for name, version in pins("requirements.lock").items() if tested.get(name, version) != version
    }
    assert others == {}


def test_everything_that_is_asked_for_is_locked() -> None:
    """All but torch, whose file for CPUs is another one on each index: its version is pinned."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(one for extra in ("dev", "training") for one in project["optional-dependencies"][extra]),
    ]
    names = {plain(match[0]) for one in asked if (match := re.match(r"[A-Za-z0-9_.-]+", one))}
    assert names - pins("requirements.lock").keys() == {"torch"}
    assert "torch" in pins("constraints.txt")
