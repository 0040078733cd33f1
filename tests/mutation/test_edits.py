"""The rules, and that an edit changes one thing and leaves the rest as it was written."""

from __future__ import annotations

import pytest

from tests.mutation.edits import edits_of, numbers_of

MODULE = '''
"""Ü: columns are counted in bytes."""
MAX_LETTERS = 2 * 50
NAMES = {"a"}
if MAX_LETTERS > 3:
    print("at the top")

class Box:
    size = MAX_LETTERS

    async def put(self, letter, most=3, *, wait_s=MAX_LETTERS):
        "Ä"; ä = letter
        if not letter:
            raise ValueError(f"ü {MAX_LETTERS}")
        elif len(letter) > MAX_LETTERS or NAMES:
            self.log(
                "full",
                most,
            )
        def work():
            return min(ä, 5) < 0
        await self.run(work, timeout=2.5, code=7)
        x = await self.run(work)
        return x == 4 or limits.MOST
'''


def found(source: str) -> dict[tuple[str, str], list[str]]:
    """What is made of each line, by function and rule."""
    edits: dict[tuple[str, str], list[str]] = {}
    for edit in edits_of(source, "box.py", numbers_of(source) | {"limits.MOST"}):
        edits.setdefault((edit.function, edit.rule), []).append(edit.shown(source))
    return edits


def test_each_rule_finds_what_it_is_for() -> None:
    """Conditions, calls that stand alone, raises and bounds, in functions only, with the names of these."""
    line = "async def put(self, letter, most={}, *, wait_s={}):"
    assert found(MODULE) == {
        ("Box.put", "negate if"): [
            "if not (not letter):",
            "elif not (len(letter) > MAX_LETTERS or NAMES):",
        ],
        ("Box.put", "drop raise"): ['without: raise ValueError(f"ü {MAX_LETTERS}")'],
        ("Box.put", "drop call"): [
            'without: self.log( "full", most, )',
            "without: await self.run(work, timeout=2.5, code=7)",
        ],
        ("Box.put", "bound"): [
            line.format("(1000 * 3)", "MAX_LETTERS"),
            line.format("3", "(1000 * MAX_LETTERS)"),
            "elif len(letter) > (1000 * MAX_LETTERS) or NAMES:",
            "await self.run(work, timeout=(1000 * 2.5), code=7)",
            "return x == 4 or (1000 * limits.MOST)",
        ],
        ("Box.put.work", "bound"): ["return min(ä, (1000 * 5)) < 0"],
    }


def test_an_edit_leaves_the_rest_alone() -> None:
    """What is before and after it is the same text, and Python can read it."""
    for edit in edits_of(MODULE, "box.py", numbers_of(MODULE)):
        edited = edit.applied(MODULE)
        compile(edited, "box.py", "exec")
        old = MODULE.encode()[edit.start : edit.end].decode()
        assert edited == MODULE.replace(old, edit.text) or MODULE.count(old) > 1
        assert len(edited.splitlines()) == len(MODULE.splitlines()) - old.count("\n") + edit.text.count("\n")


@pytest.mark.parametrize("before", ["", "\n\n# moved\n", "def other():\n    self.log()\n\n"])
def test_an_edit_keeps_its_id_where_its_line_moves(before: str) -> None:
    """Only what is written in the line, and in which function, makes it."""
    source = "def put():\n    self.log()\n    self.log()\n"
    known = [edit.id for edit in edits_of(source, "box.py", ())]
    assert [edit.id for edit in edits_of(before + source, "box.py", ()) if edit.function == "put"] == known
    assert len(set(known)) == 2
