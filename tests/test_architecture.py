"""The walls of the house, as far as import-linter cannot say them: see its contracts in pyproject.toml."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final, cast

import grimp

from tests import ROOT

PACKAGES: Final = ("benchmarks", "bot", "catalog", "demo_shop", "training", "workers")
VENDORS: Final[Mapping[str, Set[str]]] = {
    "chromadb": {"catalog/vector_index/chroma.py", "benchmarks/"},
    "ray": {"workers/engine/ray.py"},
    "telegram": {"bot/channels/telegram/"},
    "transformers": {"workers/encoders/transformers.py", "training/", "benchmarks/"},
    "torch": {"workers/encoders/transformers.py", "workers/prepare/export.py", "training/", "benchmarks/"},
}
COMPOSITION_ROOTS: Final = frozenset({"bot/app.py", "bot/serving.py"})
CONCRETE: Final = frozenset({"LocalEngine", "RayEngine", "Catalog", "TelegramChannel", "WebChannel"})
ASSIGNED_FROM_OUTSIDE: Final[Mapping[str, str]] = {
    "ctx.obj": "click's own place for what a command line asks for: filled before anything of ours begins"
}
MOST_LINES: Final = 400
MOST_FILES: Final = 20
MOST_FILES_OF: Final[Mapping[str, int]] = {"bot": 8, "demo_shop": 30}
"""On top of bot/ is only what all of it is about; a demo shop of many kinds of things has a file for each."""


def _files(*kinds: str) -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in kinds:
                yield path.relative_to(ROOT).as_posix(), path


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for name, path in _files(".py"):
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_a_vendor_is_imported_in_one_place() -> None:
    """So that it can be replaced there, and its types and errors go no further."""
    strangers = [
        f"{path} imports {name}"
        for path, tree in _modules()
        for name in _imports(tree)
        if (homes := VENDORS.get(name.split(".", 1)[0])) and not path.startswith(tuple(homes))
    ]
    assert strangers == []
    gone = [home for homes in VENDORS.values() for home in homes if not (ROOT / home).exists()]
    assert gone == []


def test_only_the_composition_roots_build_concrete_parts() -> None:
    """Engines and Catalog are built in bot/app.py, channels in bot/serving.py; benchmarks build what they measure."""
    builders = [
        f"{path} builds {node.func.id}"
        for path, tree in _modules()
        if not path.startswith("benchmarks/") and path not in COMPOSITION_ROOTS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CONCRETE
    ]
    assert builders == []


def test_no_module_needs_itself_by_way_of_others() -> None:
    """Not by way of its package's `__init__` either, which import-linter does not look at."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    # Raises `CycleError`, which names the circle.
    TopologicalSorter({one: graph.find_modules_directly_imported_by(one) for one in graph.modules}).prepare()


def test_only_an_object_itself_assigns_its_attributes() -> None:
    """What works on another object calls a method of it: nobody has to search who changes what, and when."""
    strangers = [
        f"{path}:{node.lineno} assigns {ast.unparse(node)}"
        for path, tree in _modules()
        if path.startswith("bot/")
        for node in _assigned_attributes(tree)
    ]
    assert strangers == []


def _assigned_attributes(tree: ast.AST, *, in_class: bool = False) -> Iterator[ast.expr]:
    """Attributes that are set or deleted, by a statement or by name, on anything but the own object."""
    for node in ast.iter_child_nodes(tree):
        owner: ast.expr | None = None
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            owner = node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("setattr", "delattr", "setattr__", "delattr__")
        ):
            owner = node.args[0]
        own = in_class and isinstance(owner, ast.Name) and owner.id == "self"
        if owner is not None and not own and ast.unparse(node) not in ASSIGNED_FROM_OUTSIDE:
            yield cast(ast.expr, node)
        yield from _assigned_attributes(node, in_class=in_class or isinstance(node, ast.ClassDef))


def test_files_are_short() -> None:
    """What has more lines than this is more than one thing."""
    long = [name for name, path in _files(".py", ".js") if len(path.read_bytes().splitlines()) > MOST_LINES]
    assert long == []


def test_folders_can_be_taken_in_at_a_glance() -> None:
    """What has more files than this hides them from who looks for one."""
    files = Counter(str(Path(name).parent) for name, _ in _files(".py", ".js"))
    full = {folder: count for folder, count in files.items() if count > MOST_FILES_OF.get(folder, MOST_FILES)}
    assert full == {}


def test_every_folder_of_code_is_a_package() -> None:
    """What is in another one is not seen by import-linter."""
    folders = {path.parent for _, path in _files(".py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
