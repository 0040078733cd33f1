"""The walls of the house: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests import ROOT

ALLOWED = {
    "workers": {"workers"},
    "catalog": {"catalog"},
    "demo_shop": {"demo_shop", "catalog"},
    "bot": {"bot", "workers", "catalog", "demo_shop"},
    "training": {"training", "workers", "catalog", "demo_shop"},
    "benchmarks": {"benchmarks", "bot", "workers", "catalog", "demo_shop", "training"},
}
OWN = {*ALLOWED, "tests"}
VENDORS = {
    "chromadb": {"catalog/vector_index/chroma.py"},
    "ray": {"workers/engine/ray.py"},
    "telegram": {"bot/channels/telegram/"},
    "transformers": {"workers/encoders/transformers.py", "training/", "benchmarks/"},
    "torch": {"workers/encoders/transformers.py", "workers/prepare/export.py", "training/", "benchmarks/"},
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for package in ALLOWED:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


@pytest.mark.parametrize(("path", "tree"), [pytest.param(p, t, id=p) for p, t in _modules()])
def test_imports_follow_the_arrows(path: str, tree: ast.Module) -> None:
    """Bot may import workers and catalog, these two never each other, and nothing imports bot."""
    package = path.split("/", 1)[0]
    for name in _imports(tree):
        top = name.split(".", 1)[0]
        assert top not in OWN or top in ALLOWED[package], f"{path} imports {name}"
        if homes := VENDORS.get(top):
            assert any(path.startswith(home) for home in homes), f"{path} imports {name}, which belongs to {homes}"


def test_only_the_composition_root_builds_concrete_parts() -> None:
    """Engines, Catalog and the channels are constructed in bot/app.py alone."""
    concrete = {"LocalEngine", "RayEngine", "Catalog", "TelegramChannel", "WebChannel"}
    for path, tree in _modules():
        if path.startswith("benchmarks/") or path == "bot/app.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in concrete, f"{path} builds {node.func.id}"
