"""What `benchmarks.load_test` found beside what is aimed at."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Final

from rich.table import Table

ALONE: Final = "one photo at a time"
WORDS_ALONE: Final = "words, one at a time"
PHOTOS: Final = "photos only, a crowd"
HALF: Final = "half of it"
TOO_MANY: Final = "three times it"


def table_of_aims(found: dict[str, Any]) -> Table:
    """Each aim beside what was seen."""
    rows = found["phases"]
    ended = Counter(outcome[3] for row in rows.values() for outcome in row["outcomes"])
    turns = [row for name, row in rows.items() if name.startswith(PHOTOS)]
    shares = [answered_a_second(row) / pace for row, pace in zip(turns, found["bare"], strict=True)]
    during = [mb for at, mb in found["memory"] if 0 <= at - rows[HALF]["began"] <= rows[HALF]["took"]]
    tenth = max(1, len(during) // 10)
    table = Table("aim", "at", "seen", box=None)
    table.add_row("photos a second at saturation, of the bare encoder's", "≥ 0.9", f"{statistics.median(shares):.2f}")
    table.add_row("the bare encoder's photos a second, a process a core", "", f"{statistics.median(found['bare']):.1f}")
    for what, alone, kinds in (
        ("questions", ALONE, {"photo", "words"}),
        ("photos", ALONE, {"photo"}),
        ("words", WORDS_ALONE, {"words"}),
    ):
        lone, late = quantiles(answered_in(rows[alone], kinds))[0], quantiles(answered_in(rows[HALF], kinds))[1]
        said = f"{late / lone:.1f} ({1000 * late:.0f} ms of {1000 * lone:.0f})" if lone else ""
        bound = "" if what == "words" else "≤ 3"
        table.add_row(f"p95 of {what} at half load, of the median of {alone}", bound, said)
    told = quantiles([outcome[1] for outcome in rows[TOO_MANY]["outcomes"] if outcome[3] == "busy"])[1]
    table.add_row('p95 of "busy" at three times the load, s', "≤ 1", f"{told:.2f}")
    grown = statistics.mean(during[-tenth:]) / statistics.mean(during[:tenth])
    table.add_row("memory at half load, last tenth of the first", "1", f"{grown:.3f}")
    table.add_row(
        "questions lost, answered twice, failed", "0, 0, 0", f"{ended['lost']}, {ended['twice']}, {ended['failed']}"
    )
    return table


def answered_a_second(row: dict[str, Any]) -> float:
    """Questions that a phase answered a second."""
    return len(answered_in(row, {"photo", "words"})) / float(row["took"])


def answered_in(row: dict[str, Any], kinds: Collection[str]) -> list[float]:
    """Seconds to each answer of a phase, of these kinds of question."""
    return [seconds for _, seconds, kind, how in row["outcomes"] if how == "answered" and kind in kinds]


def quantiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th hundredth."""
    if len(seconds) < 2:
        return (seconds or [0.0])[0], (seconds or [0.0])[0], (seconds or [0.0])[0]
    parts = statistics.quantiles(seconds, n=100)
    return parts[49], parts[94], parts[98]
