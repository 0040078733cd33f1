"""Code speaks in the field's own words: names that were riddles do not come back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests import ROOT

PACKAGES = ("bot", "catalog", "workers", "demo_shop")
RETIRED = [
    (kind, name)
    for line in (ROOT / "tests" / "retired_names.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for kind, name in [line.split()[:2]]
]


def _names(tree: ast.Module) -> Iterator[str]:
    """What is defined, assigned to an object, or asked of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _loggers(tree: ast.Module) -> Iterator[str]:
    """The names of loggers that are written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "getLogger":
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """All modules, with the parts of loggers' names, and all other names, without leading underscores too."""
    modules: set[str] = set()
    names: set[str] = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules |= {path.stem, *path.relative_to(ROOT).parent.parts}
        modules |= {part for logger in _loggers(tree) for part in logger.split(".")}
        names |= {spelt for name in _names(tree) for spelt in (name, name.lstrip("_"))}
    return {"module": modules, "name": names}


@pytest.mark.parametrize(("kind", "name"), RETIRED, ids=lambda part: part)
def test_a_retired_name_stays_away(found: dict[str, set[str]], kind: str, name: str) -> None:
    """As a module, class, function, attribute or logger; tests/retired_names.txt says what it is called now."""
    assert name not in found[kind]
