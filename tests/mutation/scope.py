"""Which modules are edited, and which tests mirror each."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from tests.mutation.edits import Edit, edits_of, numbers_of

AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "storage": (
        "bot/storage/conversations.py",
        "bot/storage/corrections.py",
        "bot/storage/inbox.py",
        "bot/storage/favourites.py",
        "bot/storage/sqlite_file.py",
        "catalog/storage/encodings.py",
        "catalog/storage/pictures.py",
        "catalog/vector_index/checksums.py",
        "catalog/storage/store.py",
    ),
    "locks": ("catalog/storage/data_folder.py", "catalog/storage/thread.py"),
    "doors": (
        "bot/channels/web/channel.py",
        "bot/channels/web/websocket.py",
        "bot/channels/web/delivery.py",
        "bot/channels/web/connection_limit.py",
        "bot/channels/web/access.py",
        "bot/channels/web/photos.py",
        "bot/channels/web/slow_readers.py",
        "catalog/importing/ssrf.py",
    ),
    "limits": (
        "bot/channels/telegram/sending/group_limits.py",
        "bot/channels/rate_limits.py",
        "workers/engine/sandbox.py",
        "workers/images/decoding.py",
    ),
    "backup": (
        "catalog/maintenance/archive.py",
        "catalog/maintenance/backup.py",
        "catalog/maintenance/restore.py",
        "catalog/maintenance/untrusted_records.py",
        "catalog/storage/interrupted_restore.py",
    ),
    "redaction": ("bot/runtime/redaction.py",),
}
"""Patterns of paths from the root of the tree.  One that nothing matches is an error: it is not what it was."""

_PACKAGES: Final = ("bot", "catalog", "demo_shop", "tests", "workers")
_KILLED: Final = ("test_kills.py", "test_soak.py", "test_*_killed.py", "test_*_every_button.py", "test_fuzz.py")
_WHOLE: Final = ("demo_dir: ", "stocked: ")
"""Tests of killed processes, of every button, and those that stand on the whole demo shop mirror no module."""
_FAR: Final = 3
"""What `_distance` says of tests that reach a module by way of something else."""
_ENOUGH: Final = 3
_AT_MOST: Final = 8


class Tree:
    """The project's files below `root`, as they are now, and what imports what."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources = {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for package in _PACKAGES
            for path in sorted((root / package).rglob("*.py"))
        }
        self._imports = {path: self._imported(ast.parse(source)) for path, source in self._sources.items()}
        self._tests = [
            path
            for path in fnmatch.filter(self._sources, "tests/*/test_*.py")
            if not any(PurePosixPath(path).match(pattern) for pattern in _KILLED)
            and not any(word in self._sources[path] for word in _WHOLE)
        ]

    def modules(self, areas: Mapping[str, tuple[str, ...]] = AREAS) -> list[str]:
        """Paths of the modules that are edited.  Raises `LookupError` where a pattern matches none."""
        found: list[str] = []
        for pattern in (pattern for patterns in areas.values() for pattern in patterns):
            matching = fnmatch.filter(self._sources, pattern)
            if not matching:
                raise LookupError(f"nothing is at {pattern} any more: put tests/mutation/scope.py right")
            found += matching
        return found

    def source(self, module: str) -> str:
        """The source of the module at this path."""
        return self._sources[module]

    def edits(self, module: str) -> list[Edit]:
        """All edits of a module."""
        constants = numbers_of(self._sources[module])
        for name, (other, constant) in self._imports[module].items():
            numbers = numbers_of(self._sources[other])
            constants |= {name} if constant in numbers else set() if constant else {f"{name}.{one}" for one in numbers}
        return edits_of(self._sources[module], module, constants)

    def mirrors(self, module: str) -> list[str]:
        """Paths of the test files that mirror a module, the closest first, `_AT_MOST` of them.

        The closest has its name; then come those that import it and those named after what imports it.  Where these
        are few, there are also those whose helpers import it, and those that import what imports it.  Among equals
        the tests of its own package come first, and those that import the least besides.
        """
        home = f"tests/{module.partition('/')[0]}/"
        ranked = sorted(
            (distance, not test.startswith(home), len(self._imported_by(test)), test)
            for test in self._tests
            if (distance := self._distance(test, module)) is not None
        )
        close = sum(distance < _FAR for distance, *_ in ranked)
        return [test for *_, test in ranked[: min(max(close, _ENOUGH), _AT_MOST)]]

    def _distance(self, test: str, module: str) -> int | None:
        own = self._imported_by(test)
        helped = {one for helper in own if helper.startswith("tests/") for one in self._with_helpers(helper)}
        through = [one for one in own | helped if not one.startswith("tests/") and module in self._imported_by(one)]
        distances = (
            _is_named_after(test, module),
            module in own,
            any(_is_named_after(test, one) for one in own.intersection(through)),
            module in helped,
            bool(through),
        )
        return distances.index(True) if any(distances) else None

    def _imported_by(self, path: str) -> set[str]:
        return {other for other, _ in self._imports[path].values()}

    def _with_helpers(self, helper: str) -> set[str]:
        found: set[str] = set()
        ahead = [helper]
        while ahead:
            new = self._imported_by(ahead.pop()) - found
            found |= new
            ahead += [one for one in new if one.startswith("tests/")]
        return found

    def _imported(self, tree: ast.Module) -> dict[str, tuple[str, str]]:
        """The files that are imported, each with what of it ("" for all), by the name that it has."""
        found = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    if whole := self._file(f"{node.module}.{one.name}"):
                        found[one.asname or one.name] = (whole, "")
                    elif part := self._file(node.module):
                        found[one.asname or one.name] = (part, one.name)
            elif isinstance(node, ast.Import):
                for one in node.names:
                    if whole := self._file(one.name):
                        found[one.asname or one.name] = (whole, "")
        return found

    def _file(self, module: str) -> str:
        path = module.replace(".", "/")
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if file in self._sources), "")


def _is_named_after(test: str, module: str) -> bool:
    path = PurePosixPath(module)
    return PurePosixPath(test) == PurePosixPath("tests", path.parent, f"test_{path.stem}.py")
