"""Whoever installs the wheel or builds the image gets all of it: code, languages, the page and the bundled model."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Set
from typing import Final

import pytest

from tests import ROOT

INSTALLED: Final = frozenset({"bot", "catalog", "demo_shop", "workers"})
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OF_THE_PROJECT: Final = ("pyproject.toml", "README.md", "LICENSE")
MADE_BY_PYTHON: Final = "__pycache__"


def _files_of_packages() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for package in INSTALLED
        for path in (ROOT / package).rglob("*")
        if path.is_file() and MADE_BY_PYTHON not in path.parts and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Set[str]:
    """Names in a wheel that is built from files of the same names, which are empty: only the names count."""
    copy = tmp_path_factory.mktemp("project")
    for name in _files_of_packages():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    for name in OF_THE_PROJECT:
        shutil.copy(ROOT / name, copy)
    build = "from setuptools import build_meta; build_meta.build_wheel('built')"
    done = subprocess.run([sys.executable, "-c", build], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = (copy / "built").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_has_every_file_of_its_packages(wheel: Set[str]) -> None:
    """Also what no module is: a language, a dictionary, a script of the page or a file of the model."""
    assert _files_of_packages() - wheel == set()


def test_the_wheel_has_no_other_packages(wheel: Set[str]) -> None:
    """Tests, training and benchmarks stay out of others' Python."""
    tops = {name.split("/", 1)[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == INSTALLED


def test_the_image_is_made_of_what_the_wheel_has() -> None:
    """A folder that is not copied, or kept from the engine, would be missing in the container alone."""
    lines = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").splitlines()
    words = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from=" not in line]
    copied = {word for line in words for word in line}
    assert {name for name in copied if (ROOT / name).is_dir()} == INSTALLED
    rules = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied


def test_tools_that_name_packages_name_all() -> None:
    """A package that one does not know is not checked by it."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    tools = PROJECT["tool"]
    assert set(tools["mypy"]["files"]) == packages
    assert set(tools["ruff"]["lint"]["isort"]["known-first-party"]) == packages
    assert set(tools["importlinter"]["root_packages"]) == packages
