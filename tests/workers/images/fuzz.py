"""Sends strangers' pictures to an engine with real worker processes, and looks at what comes back.

`python -m tests.workers.images.fuzz --count 20000` uses the bundled model as a bot does, and prints what became of the
files, what they took, and every number whose outcome is not one that a person could be told.  `--only NUMBER` repeats
one.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from tests.workers.images.strange_pictures import Strange, good_pictures, strange
from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
from workers.errors import UnreadablePicture
from workers.jobs import Encoding
from workers.models import BUNDLED

_SENTENCE = re.compile(r"[A-Z][^\n]{5,150}\.")


@dataclass(slots=True)
class Taken:
    """What a group of files took, each with its name: from the call to the answer, and of files that went alone the
    processor's part of it, and memory above what was there before.
    """

    ms: list[tuple[float, str]] = field(default_factory=list)
    cpu_ms: list[tuple[float, str]] = field(default_factory=list)
    mb: list[tuple[float, str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """`wrong` names files by number; `worst_mb` is the most that a worker had above its base, in the whole run."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    groups: dict[str, Taken] = field(default_factory=dict)
    base_mb: float = 0.0
    worst_mb: float = 0.0
    deaths: int = 0


async def fuzz(engine: LocalEngine, numbers: Iterable[int], seed: int = 0) -> Report:
    """Ordinary files go side by side, one for each worker; bombs and giants alone, so that their memory is known."""
    report = Report()
    for number in (0, 1):  # what a first picture makes a process load is its own
        await _send(engine, strange(0, -number), report)
    report = Report(base_mb=max(_megabytes(pid, "VmRSS") for pid in engine.worker_pids))
    together: list[tuple[int, Strange]] = []
    for number in numbers:
        file = strange(number, seed)
        if file.group == "ordinary":
            together.append((number, file))
        else:
            await _alone(engine, number, file, report)
        if len(together) == len(engine.worker_pids):
            await asyncio.gather(*(_one(engine, *one, report) for one in together))
            together = []
    await asyncio.gather(*(_one(engine, *one, report) for one in together))
    _note_peaks(engine, report)
    report.deaths = engine.load.deaths
    return report


async def _alone(engine: LocalEngine, number: int, file: Strange, report: Report) -> None:
    _note_peaks(engine, report)
    before = {pid: _megabytes(pid, "VmRSS") for pid in engine.worker_pids}
    _forget_peaks(engine)
    computed = _computed_ms(engine)
    await _one(engine, number, file, report)
    taken = report.groups[file.group]
    taken.cpu_ms.append((_computed_ms(engine) - computed, file.name))
    took = max(_megabytes(pid, "VmHWM") - before.get(pid, report.base_mb) for pid in engine.worker_pids)
    taken.mb.append((took, file.name))


async def _one(engine: LocalEngine, number: int, file: Strange, report: Report) -> None:
    started = time.perf_counter()
    wrong = await _send(engine, file, report)
    taken = report.groups.setdefault(file.group, Taken())
    taken.ms.append((1000 * (time.perf_counter() - started), file.name))
    if wrong:
        report.wrong.append(f"{number} ({file.name}): {wrong}")


async def _send(engine: LocalEngine, file: Strange, report: Report) -> str:
    """What is wrong with the outcome; nothing if it is vectors, or a sentence."""
    try:
        # As shoppers send them, as owners do, and in an album.
        if file.group == "ordinary" and len(file.data) % 10 == 0:
            encoding = await engine.encode_album([good_pictures()[0][1], file.data])
        else:
            encoding = await engine.encode_image(
                file.data, with_preview=len(file.data) % 3 == 0, with_pieces=len(file.data) % 3 == 1
            )
    except UnreadablePicture as error:
        report.answers[re.sub(r"\d+×\d+", "…", str(error))] += 1
        return "" if _SENTENCE.fullmatch(str(error)) else f"{error} is no sentence"
    except Exception as error:
        report.answers[type(error).__name__] += 1
        return f"{type(error).__name__}: {error}"
    report.answers["opened"] += 1
    return "" if _is_whole(encoding, engine.info.dim) else "an encoding that is not whole"


def _is_whole(encoding: Encoding, dim: int) -> bool:
    return encoding.vector.shape == (dim,) and bool(np.isclose(np.linalg.norm(encoding.vector), 1, atol=1e-3))


def _note_peaks(engine: LocalEngine, report: Report) -> None:
    for pid in engine.worker_pids:
        report.worst_mb = max(report.worst_mb, _megabytes(pid, "VmHWM") - report.base_mb)


def _forget_peaks(engine: LocalEngine) -> None:
    for pid in engine.worker_pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def _computed_ms(engine: LocalEngine) -> float:
    """Processor time of this process and the workers, which a busy machine does not stretch."""
    workers_ns = sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in engine.worker_pids)
    return 1000 * time.process_time() + workers_ns / 1e6


def _megabytes(pid: int, what: str) -> float:
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def lines(report: Report) -> Iterable[str]:
    """The report for people."""
    for answer, count in report.answers.most_common():
        yield f"{count:8}  {answer}"
    yield ""
    for group, taken in report.groups.items():
        yield f"{group}: {len(taken.ms)} files, median {statistics.median(ms for ms, _ in taken.ms):.1f} ms"
        for what, unit in (("ms", "ms"), ("cpu_ms", "ms of processor time"), ("mb", "MB more memory")):
            if figures := getattr(taken, what):
                yield f"    at most {max(figures)[0]:.0f} {unit} ({max(figures)[1]})"
    yield f"a worker's base {report.base_mb:.0f} MB, at worst {report.worst_mb:.0f} MB more"
    yield f"worker deaths: {report.deaths}, outcomes that nobody could be told: {len(report.wrong)}"
    yield from report.wrong[:50]


async def _main(count: int, seed: int, only: int | None) -> int:
    async with LocalEngine(EngineOptions(BUNDLED)) as engine:
        numbers = range(count) if only is None else [only]
        report = await fuzz(engine, track(numbers, "Files", console=Console(stderr=True)), seed)
    sys.stdout.writelines(f"{line}\n" for line in lines(report))
    return 1 if report.wrong or report.deaths else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.workers.images.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="the number of one file")
    arguments = parser.parse_args()
    sys.exit(asyncio.run(_main(arguments.count, arguments.seed, arguments.only)))
