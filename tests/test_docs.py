"""What the guides name is there: links, paths, functions, and commands that they tell people to give."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests import ROOT

ARCHITECTURE: Final = ROOT / "docs" / "architecture.md"
GUIDES: Final = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
MADE_BY_COMMANDS: Final = ("benchmarks/results/",)
"""Git keeps none of it."""

_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_INLINE: Final = re.compile(r"`([^`]+)`")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH: Final = re.compile(
    r"(?<![\w./-])(?:bot|catalog|workers|demo_shop|training|benchmarks|tests|docs|deploy|\.ci)/[\w./*-]*[\w/*]"
)
_MODULE: Final = re.compile(r"python -m ((?:tests|benchmarks|training)[\w.]*)")
_TARGET: Final = re.compile(r"(?:^|&&|sudo) *make ([a-z][a-z-]*)", re.MULTILINE)
_ITEM: Final = re.compile(r"^(?:\d+\.|-) .*(?:\n  .*)*", re.MULTILINE)
_NAME: Final = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")

each_guide = pytest.mark.parametrize("guide", [pytest.param(guide, id=guide.name) for guide in GUIDES])


@each_guide
def test_links_lead_somewhere(guide: Path) -> None:
    """Files and folders by their way from the guide, and headings as GitHub names them."""
    for link in _LINK.findall(_FENCED.sub("", guide.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, heading = link.partition("#")
        target = guide.parent / path if path else guide
        assert target.exists(), f"{guide.name} links to {link}"
        assert not heading or heading in _headings(target), f"{guide.name} links to {link}"


@each_guide
def test_paths_are_there(guide: Path) -> None:
    """From the project's folder; a pattern has something that it matches."""
    for path in _PATH.findall(guide.read_text(encoding="utf-8")):
        assert path in MADE_BY_COMMANDS or any(ROOT.glob(path.rstrip("/"))), f"{guide.name} names {path}"


@each_guide
def test_commands_can_be_given(guide: Path) -> None:
    """Modules that are run, and what make makes."""
    text = guide.read_text(encoding="utf-8")
    for module in _MODULE.findall(text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"{guide.name} runs {module}"
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for code in (*_FENCED.findall(text), *_INLINE.findall(_FENCED.sub("", text))):
        for target in _TARGET.findall(code):
            assert target in targets, f"{guide.name} says make {target}"


def test_functions_are_where_the_walks_say() -> None:
    """A name in docs/architecture.md is defined in the file that was named last before it, in the same item."""
    checked = 0
    for item in _ITEM.findall(ARCHITECTURE.read_text(encoding="utf-8")):
        path = ""
        for code in _INLINE.findall(item):
            if code.endswith(".py"):
                path = code
            elif path and _NAME.fullmatch(code):
                assert code in _defined(path), f"{code} is not in {path}"
                checked += 1
    assert checked > 50


@cache
def _headings(guide: Path) -> frozenset[str]:
    """The anchors of a guide's headings."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in _HEADING.findall(guide.read_text("utf-8")))
    return frozenset(heading.strip().replace(" ", "-") for heading in plain)


@cache
def _defined(path: str) -> frozenset[str]:
    """Functions, classes and constants of a file; what a class has, with and without its name."""
    return frozenset(_names(ast.parse((ROOT / path).read_text(encoding="utf-8"))))


def _names(within: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in within.body:
        match node:
            case ast.ClassDef(name=name):
                inner = {*_names(node), *_attributes(node)}
                yield from (name, *inner, *(f"{name}.{one}" for one in inner))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


def _attributes(within: ast.ClassDef) -> Iterator[str]:
    """What its methods give to `self`."""
    for node in ast.walk(within):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                yield name
            case _:
                pass
