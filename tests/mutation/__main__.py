"""`python -m tests.mutation`: edits drawn by chance or chosen, and whether a test notices each; see `--help`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from tests import ROOT
from tests.mutation.edits import Edit
from tests.mutation.equivalents import equivalents
from tests.mutation.scope import Tree
from tests.mutation.trial import Copy, Outcome

_WIDTH: Final = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 where an edit survived."""
    options = _options(arguments)
    tree = Tree(ROOT)
    edits = [edit for module in tree.modules() for edit in tree.edits(module)]
    reasons = equivalents(edits)
    chosen = _chosen(edits, options)
    if not chosen:
        raise LookupError(f"no edit is made in {', '.join(options.only)} or named {', '.join(options.id)}")
    # Ids of tests have brackets.
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False, markup=False)
    if options.list:
        for edit in chosen:
            where = f"{edit.path}:{edit.number}"
            console.print(edit.id, where, edit.rule, edit.shown(tree.source(edit.path)), soft_wrap=True)
        return 0
    console.print(f"{len(edits)} edits can be made; {len(chosen)} are, by seed {options.seed}.")
    outcomes = _tried(tree, [edit for edit in chosen if edit.id not in reasons], options.jobs, console)
    console.print(_table(tree, chosen, outcomes, reasons))
    counts: Counter[str] = Counter(one.verdict for one in outcomes.values())
    counts["equivalent"] = len(chosen) - len(outcomes)
    console.print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()) if count))
    return 1 if counts["survived"] else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Edits that a test should notice.")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="draw the same ones again")
    parser.add_argument("--draw", type=int, default=40, help="how many")
    parser.add_argument("--all", action="store_true", help="all that can be made")
    parser.add_argument("--only", action="append", default=[], metavar="PATH", help="of this module only")
    parser.add_argument("--id", action="append", default=[], help="this one only")
    parser.add_argument("--list", action="store_true", help="make none, list them")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    return parser.parse_args(arguments)


def _chosen(edits: Sequence[Edit], options: argparse.Namespace) -> list[Edit]:
    left = [edit for edit in edits if not options.only or edit.path in options.only]
    if options.id:
        return [edit for edit in left if edit.id in options.id]
    if options.all or len(left) <= options.draw:
        return left
    drawn = random.Random(options.seed).sample(sorted(left, key=lambda edit: edit.id), options.draw)
    return sorted(drawn, key=left.index)


def _tried(tree: Tree, edits: Sequence[Edit], jobs: int, console: Console) -> Mapping[str, Outcome]:
    """What became of each edit by its id, `jobs` of them at a time."""
    mirrors = {module: tree.mirrors(module) for module in {edit.path for edit in edits}}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(jobs) as pool:
        idle: SimpleQueue[Copy] = SimpleQueue()
        for number in range(jobs):
            idle.put(Copy(ROOT, Path(folder) / str(number), Path(folder) / "bytecode"))

        @contextmanager
        def a_copy() -> Iterator[Copy]:
            copy = idle.get()
            try:
                yield copy
            finally:
                idle.put(copy)

        def tried(edit: Edit) -> Outcome:
            with a_copy() as copy:
                outcome = copy.run(edit, mirrors[edit.path])
            where = f"{edit.path}:{edit.number}"
            console.print(edit.id, where, outcome.verdict, f"{outcome.took_s:.0f} s", outcome.by, soft_wrap=True)
            return outcome

        def check(test: str) -> None:
            with a_copy() as copy:
                copy.check(test)

        outcomes = dict(zip([edit.id for edit in edits], pool.map(tried, edits), strict=True))
        noticed = sorted({outcome.by.partition("::")[0] for outcome in outcomes.values() if "::" in outcome.by})
        console.print(f"Whether the {len(noticed)} test files that noticed something pass without any mistake …")
        list(pool.map(check, noticed))
    return outcomes


def _table(tree: Tree, edits: Sequence[Edit], outcomes: Mapping[str, Outcome], reasons: Mapping[str, str]) -> Table:
    table = Table("id", "where", "rule", "edit", Column("outcome", overflow="fold"))
    for edit in edits:
        outcome = outcomes.get(edit.id)
        if outcome is None:
            said = f"equivalent: {reasons[edit.id]}"
        else:
            said = f"{outcome.verdict} by {outcome.by}" if outcome.by else outcome.verdict
        shown = edit.shown(tree.source(edit.path))
        style = "bold red" if outcome is not None and outcome.verdict == "survived" else ""
        table.add_row(edit.id, f"{edit.path}:{edit.number}", edit.rule, Text(shown), Text(said), style=style)
    return table


if __name__ == "__main__":
    sys.exit(main())
