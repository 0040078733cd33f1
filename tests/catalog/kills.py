"""Kills processes that work on a catalog at moments drawn by chance, and looks at what they left.

`python -m tests.catalog.kills --kills 200` prints a table of where they were killed and what the next start found.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.catalog import victims
from tests.catalog.child import start

RESTORE: Final = "restore"
"""Two backups are made first, without a kill."""

WORKS: Final[Mapping[str, Callable[[Path], None]]] = {
    "import": victims.importing,
    "sync": victims.syncing,
    "change": victims.changing,
    "rebuild": victims.rebuilding,
    "migrate": victims.migrating,
    RESTORE: victims.restoring,
}
PERSIST: Final = "index persists"
"""`change`, killed while Chroma rewrites its files."""

RUIN: Final = "file ruined"
"""`change`, killed, and one of Chroma's files damaged before the next start."""

FULL: Final = "disk full"
"""Not killed: the process ends because nothing can be written any more."""

_LONGEST_S: Final = 1.5
_PATIENCE_S: Final = 60.0
_STARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Kill:
    """`stage` is what the killed process was doing; `found` what became of the index; `wrong` must be empty."""

    work: str
    stage: str
    found: str
    wrong: tuple[str, ...]


def kill_once(work: str, folder: Path, chance: random.Random) -> Kill:
    """Let a process work on `folder/data`, kill it, and let others start until one survives and has a look."""
    folder.mkdir(parents=True, exist_ok=True)
    child = start(victims.filling if work == FULL else WORKS.get(work, victims.changing), folder)
    if work == FULL:
        child.join(_PATIENCE_S)
        if child.exitcode != 0:
            return Kill(work, "", "unusable", (f"the process ended with {child.exitcode}",))
    elif work == PERSIST:
        _wait_for_a_write(folder / "data" / "chroma")
        time.sleep(chance.uniform(0, 0.004))
    else:
        while work == RESTORE and not (folder / "2.zip").exists():
            child.join(_LONGEST_S)
        child.join(chance.uniform(0.02, _LONGEST_S))
    if work != FULL and child.exitcode is not None:
        raise RuntimeError(f"the process that was to be killed ended by itself with {child.exitcode}")
    child.kill()
    child.join()
    stage = (folder / "stage").read_text().strip() if (folder / "stage").exists() else ""
    if work == RUIN:
        stage = _ruin(folder / "data" / "chroma", chance)
    return _looked_at(work, stage or "start", folder)


def _ruin(chroma: Path, chance: random.Random) -> str:
    """Damage one of the index's files as disks and people do; what was done."""
    files = [path for path in sorted(chroma.glob("*/**/*")) if path.suffix in {".bin", ".sqlite3", ".pickle"}]
    if not files:
        return "nothing to ruin yet"
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    how = chance.choice(("deleted", "cut in half", "zeroed", "64 bytes flipped"))
    if how == "deleted":
        path.unlink()
    elif how == "cut in half":
        path.write_bytes(data[: len(data) // 2])
    elif how == "zeroed":
        path.write_bytes(bytes(len(data)))
    else:
        start = chance.randrange(max(1, len(data) - 64))
        data[start : start + 64] = bytes(byte ^ 0xFF for byte in data[start : start + 64])
        path.write_bytes(data)
    return f"{path.name} {how}"


def _looked_at(work: str, stage: str, folder: Path) -> Kill:
    crashes = 0
    while True:
        (folder / "found.json").unlink(missing_ok=True)
        survivor = start(victims.looking, folder)
        survivor.join(_PATIENCE_S)
        if survivor.exitcode == 0:
            found = json.loads((folder / "found.json").read_text())
            after = f"{found['index']} after {crashes} crashed starts" if crashes else found["index"]
            return Kill(work, stage, after, tuple(found["wrong"]))
        crashes += 1
        survivor.kill()
        if crashes == _STARTS or survivor.exitcode is None or survivor.exitcode > 0:
            return Kill(work, stage, "unusable", (f"the start ended with {survivor.exitcode}",))


def _wait_for_a_write(chroma: Path) -> None:
    """Until one of the graph's files changes."""
    until = time.monotonic() + _PATIENCE_S
    before = _times(chroma)
    while _times(chroma) == before and time.monotonic() < until:
        pass


def _times(chroma: Path) -> set[tuple[str, int, int]]:
    times = set()
    for path in chroma.glob("*/*/*.bin"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        times.add((path.name, stat.st_size, stat.st_mtime_ns))
    return times


def table(kills: Iterable[Kill]) -> str:
    """One line for each work, stage and finding."""
    kills = list(kills)
    rows = Counter((kill.work, kill.stage, kill.found) for kill in kills)
    lines = [f"{'kills':>6}  {'work':<16}{'killed at':<40}index found"]
    lines += [f"{n:>6}  {work:<16}{stage:<40}{found}" for (work, stage, found), n in sorted(rows.items())]
    wrong = [f"{kill.work}, {kill.stage}: {said}" for kill in kills for said in kill.wrong]
    return "\n".join([*lines, f"{len(kills):>6}  in all, {len(wrong)} things wrong", *wrong])


def main() -> int:
    """Kill, print the table, and end with 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--work", choices=[*WORKS, PERSIST, RUIN, FULL], help="Kill at nothing else.")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    works = [options.work] if options.work else [*WORKS, PERSIST, RUIN, FULL]
    kills = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.kills):
            work = works[number % len(works)]
            kills.append(kill_once(work, Path(folder) / work.replace(" ", "-"), chance))
            print(f"\r{number + 1}/{options.kills}", end="", file=sys.stderr, flush=True)  # noqa: T201 - a script
    print(f"\rseed {options.seed}\n{table(kills)}")  # noqa: T201 - a script
    return 1 if any(kill.wrong for kill in kills) else 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
