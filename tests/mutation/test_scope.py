"""Which modules are edited and which tests mirror them, as the tree is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import ROOT
from tests.mutation.equivalents import equivalents
from tests.mutation.scope import Tree


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(ROOT)


def test_every_module_has_edits_and_tests(tree: Tree) -> None:
    """There are more than 400 in all, each has an id of its own, and those that are listed can be made."""
    edits = [edit for module in tree.modules() for edit in tree.edits(module)]
    assert {edit.path for edit in edits} == set(tree.modules())
    assert len({edit.id for edit in edits}) == len(edits) > 400
    assert all(tree.mirrors(module) for module in tree.modules())
    assert all(equivalents(edits).values())


def test_the_closest_tests_come_first(tree: Tree) -> None:
    """The one of the module's name, before those that import it."""
    assert tree.mirrors("bot/channels/rate_limits.py")[0] == "tests/bot/channels/test_rate_limits.py"


def write(root: Path, **files: str) -> None:
    for name, source in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")


def test_what_is_imported_counts(tmp_path: Path) -> None:
    """Numbers of other modules are bounds too, under the name that they have; tests are found through helpers."""
    write(
        tmp_path,
        bot__bounds="MOST = 3\nNAME = 'x'\n",
        bot__box="from bot import bounds\nfrom bot.bounds import MOST as MANY, NAME\n"
        "def full(n):\n    return n > MANY or n > bounds.MOST or NAME\n",
        bot__shop="from bot.box import full\n",
        tests__bot__helper="import bot.box\n",
        tests__bot__test_a="from tests.bot.helper import x\n",
        tests__bot__test_box="",
        tests__bot__test_shop="from bot.shop import full\n",
        tests__bot__test_stocked="from bot.box import full\ndef test(demo_dir: Path): ...\n",
        tests__bot__test_z="from bot.box import full\n",
    )
    tree = Tree(tmp_path)
    assert [edit.shown(tree.source("bot/box.py")) for edit in tree.edits("bot/box.py")] == [
        "return n > (1000 * MANY) or n > bounds.MOST or NAME",
        "return n > MANY or n > (1000 * bounds.MOST) or NAME",
    ]
    assert [Path(test).stem for test in tree.mirrors("bot/box.py")] == ["test_box", "test_z", "test_shop"]
    assert [Path(test).stem for test in tree.mirrors("bot/bounds.py")] == ["test_a", "test_z"]


def test_a_module_that_has_moved_is_missed(tmp_path: Path) -> None:
    """A pattern that matches nothing is told, as edits that nobody makes would look like ones that are noticed."""
    with pytest.raises(LookupError, match=r"bot/gone\.py"):
        Tree(tmp_path).modules({"limits": ("bot/gone.py",)})


def test_an_entry_that_names_no_edit_is_told(tmp_path: Path) -> None:
    """A line that was rewritten is looked at anew."""
    listed = tmp_path / "equivalents.toml"
    listed.write_text(
        '[[equivalent]]\npath = "a.py"\nfunction = "f"\nrule = "bound"\nline = "f(1)"\nreason = "why"\n',
        encoding="utf-8",
    )
    with pytest.raises(LookupError, match=r"a\.py"):
        equivalents([], listed)
