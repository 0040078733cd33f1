"""Copies, and what is said of mistakes in them: with a small tree of its own, whose tests really run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.edits import edits_of
from tests.mutation.trial import Copy, NoTrialError

SOURCE = """
def half(number):
    if number == 3:
        number += 1
    print(number)
    return number // 2
"""
TESTS = """
from bot.halves import half
def test_half():
    assert half(3) == 2
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for folder in ("bot", "tests"):
        (root / folder).mkdir(parents=True)
        (root / folder / "__init__.py").touch()
    (root / "bot" / "halves.py").write_text(SOURCE, encoding="utf-8")
    (root / "tests" / "test_halves.py").write_text(TESTS, encoding="utf-8")
    (root / "pyproject.toml").touch()
    return root


@pytest.fixture(scope="module")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytecode")


def test_mistakes_are_noticed_or_survive(root: Path, tmp_path: Path, bytecode: Path) -> None:
    """One that a test fails on is killed by it, one that nobody looks at survives; the tree stays as it was."""
    copy = Copy(root, tmp_path / "copy", bytecode)
    negated, dropped = edits_of(SOURCE, "bot/halves.py", ())
    killed = copy.run(negated, ["tests/test_halves.py"])
    assert (killed.verdict, killed.by) == ("killed", "tests/test_halves.py::test_half")
    assert copy.run(dropped, ["tests/test_halves.py"]).verdict == "survived"
    assert (root / "bot" / "halves.py").read_text(encoding="utf-8") == SOURCE


def test_tests_that_fail_anyway_notice_nothing(root: Path, tmp_path: Path, bytecode: Path) -> None:
    """Their word is not taken."""
    (root / "tests" / "test_halves.py").write_text(TESTS.replace("== 2", "== 1"), encoding="utf-8")
    with pytest.raises(NoTrialError, match="test_half"):
        Copy(root, tmp_path / "copy", bytecode).check("tests/test_halves.py")


def test_a_copy_that_is_not_imported_is_not_tried(root: Path, tmp_path: Path, bytecode: Path) -> None:
    """The installed package would be tested instead, in which there is no mistake."""
    (root / "bot" / "__init__.py").unlink()
    (root / "bot" / "halves.py").unlink()
    with pytest.raises(NoTrialError, match="not what is imported"):
        Copy(root, tmp_path / "copy", bytecode)
