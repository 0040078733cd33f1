"""Photos and words a second: ours beside what one would pick instead, all in one interleaved run.

    python -m benchmarks.encoder_speed [--photos FOLDER] [--infinity PYTHON] [--rounds 5] [--seconds 3]

Every way runs in a process of its own; rounds go through all of them in turn, so that what else the machine does
meets each alike, and the table shows medians.  ViT-B/32 has random weights, which are as fast as trained ones.
"ours" is the engine with its processes, attributes included; "bare" is the same graph on pixels that are ready.
`--infinity` names the Python of an environment with infinity-emb, which cannot live beside our transformers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.contender import ENCODER, Contender
from benchmarks.contenders import RESULTS, drawings
from benchmarks.models import vit_b_32
from workers.models import BUNDLED_FOLDER

_TORCH_WAYS: Final = ("tutorial", "transformers", "transformers, bf16")
_OUR_WAYS: Final = ("bare", ENCODER, "ours")
_LIMIT: Final = "limit, int8"

_Figure = tuple[str, str]
"""A way, and what is asked of it."""
_AIMS: Final[Sequence[tuple[str, str, _Figure, _Figure]]] = (
    ("photos a second, of the int8 limit", "≥ 0.8", ("ours", "photos"), (_LIMIT, "photos")),
    ("one photo, of the bare call, without decoding", "≤ 1.1", (ENCODER, "lone, decoded"), ("bare", "lone")),
    ("one photo, of the bare call, with decoding", "≤ 1.3", (ENCODER, "lone"), ("bare", "lone")),
    ("one photo, of the bare call, with attributes and the engine", "", ("ours", "lone"), ("bare", "lone")),
)

Rounds = dict[str, dict[str, dict[str, list[float]]]]
"""Model to way to what is asked of it to the figure of each round."""

out = Console(highlight=False)


def contenders(photos: Path, infinity: str) -> dict[str, dict[str, Contender]]:
    """Model to way to contender, all started."""
    vit, plain, ours = (vit_b_32(form) for form in ("", "float32", "int8"))

    def ways(names: Mapping[str, Path]) -> dict[str, Contender]:
        module = [sys.executable, "-m", "benchmarks.contenders"]
        return {name: Contender(*module, name, str(folder), str(photos)) for name, folder in names.items()}

    of_vit = ways({**dict.fromkeys(_TORCH_WAYS, vit), "onnxruntime": plain, **dict.fromkeys(_OUR_WAYS, ours)})
    if infinity:
        script = str(Path(__file__).with_name("contender_infinity.py"))
        for dtype in ("float32", "bfloat16"):
            of_vit[f"infinity-emb, {dtype}"] = Contender(infinity, script, dtype, str(vit), str(photos))
    limits = {
        f"limit, {precision}": Contender(sys.executable, "-m", "benchmarks.limit", precision)
        for precision in ("int8", "bf16", "float32")
    }
    of_bundled = ways(dict.fromkeys(("onnxruntime", *_OUR_WAYS), BUNDLED_FOLDER))
    return {"ViT-B/32": {**of_vit, **limits}, "bundled": of_bundled}


def measure(all_ways: Mapping[str, Mapping[str, Contender]], rounds: int, seconds: float) -> Rounds:
    """What each round found."""
    found: Rounds = {}
    for number in track(range(-1, rounds), "Rounds", console=Console(stderr=True)):
        for model, ways in all_ways.items():
            for name, contender in ways.items():
                for what in _asked(name):
                    figure = contender.ask(what, seconds)
                    if number >= 0:  # the first round only warms up
                        found.setdefault(model, {}).setdefault(name, {}).setdefault(what, []).append(figure)
    return found


def _asked(name: str) -> tuple[str, ...]:
    if name.startswith("limit"):
        return ("photos",)
    if name == "bare":
        return ("photos", "lone")
    return ("photos", "lone", "lone, decoded", "words") if name == ENCODER else ("photos", "lone", "words")


def medians(found: Rounds) -> dict[str, dict[str, dict[str, float]]]:
    """Model to way to what to median."""
    return {
        model: {name: {what: statistics.median(figures) for what, figures in row.items()} for name, row in rows.items()}
        for model, rows in found.items()
    }


def show_aims(found: Rounds) -> None:
    """Each aim beside what was seen: the median of the rounds' ratios."""
    table = Table("aim", "model", "at", "seen", box=None)
    for model, rows in found.items():
        for line, bound, ours, theirs in _AIMS:
            (our_name, our_what), (their_name, their_what) = ours, theirs
            if their_name in rows:
                pairs = zip(rows[our_name][our_what], rows[their_name][their_what], strict=True)
                table.add_row(line, model, bound, f"{statistics.median(one / other for one, other in pairs):.2f}")
    out.print(table)


def show(found: Mapping[str, Any]) -> None:
    """One table a model."""
    for model, rows in found.items():
        slowest = min(row["photos"] for row in rows.values())
        table = Table(model, "photos/s", "× the slowest", "one alone, ms", "decoded, ms", "words/s", box=None)
        for name, row in sorted(rows.items(), key=lambda pair: pair[1]["photos"]):
            table.add_row(
                name,
                f"{row['photos']:.1f}",
                f"{row['photos'] / slowest:.1f}",
                *(f"{1000 * row[what]:.1f}" if what in row else "" for what in ("lone", "lone, decoded")),
                f"{row['words']:.0f}" if "words" in row else "",
            )
        out.print(table)


def main() -> None:
    """Measure, print, and keep the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encoder_speed", description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of JPEGs; drawings of 640 pixels if left out")
    parser.add_argument("--infinity", default="", help="Python of an environment with infinity-emb")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        photos = arguments.photos or drawings(Path(folder))
        ways = contenders(photos, arguments.infinity)
        try:
            found = measure(ways, arguments.rounds, arguments.seconds)
        finally:
            for contender in (contender for rows in ways.values() for contender in rows.values()):
                contender.close()
    show(medians(found))
    show_aims(found)
    RESULTS.mkdir(exist_ok=True)
    machine = {"cores": len(os.sched_getaffinity(0)), "processor": platform.processor() or platform.machine()}
    kept = RESULTS / "encoder_speed.json"
    kept.write_text(json.dumps({"machine": machine, "rounds": found, "medians": medians(found)}, indent=2) + "\n")
    out.print(f"kept in {kept.relative_to(Path.cwd()) if kept.is_relative_to(Path.cwd()) else kept}")


if __name__ == "__main__":
    main()
