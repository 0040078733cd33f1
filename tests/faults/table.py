"""The table of faults: `pytest -m fault --faults` injects each and prints what was to happen and what did.

A test that injects a fault says so: `@pytest.mark.fault("injected", "defined outcome", log="…")`.  `log` is a
pattern that a line of the log, from WARNING on, must match.  The metric is the one that counts such lines; a test that
has a bot to ask tells another with `record_property("metric", …)`, and what it saw with `record_property("seen", …)`.
Where a part is tested without the bot around it, `metric` names what counts the fault in a bot.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from rich.console import Console
from rich.table import Table

from bot.monitoring.metrics import Metrics

Told = Callable[[str, object], None]
"""The fixture `record_property`: tells the table what was seen."""

_OURS: Final = frozenset({"bot", "catalog", "demo_shop", "workers"})
_FAULTS: Final = pytest.StashKey[list["Fault"]]()
_COLUMNS: Final = ("#", "injected", "defined outcome", "seen", "line of the log", "metric")
_FAULT: Final = pytest.StashKey["Fault"]()
_WIDTH: Final = 190
_LONGEST: Final = 160


@dataclass
class Fault:
    """One row.  `lines` are the log's, `samples` those of the metrics that count them."""

    injected: str
    defined: str
    log: str = ""
    seen: str = ""
    metric: str = ""
    lines: list[str] = field(default_factory=list)
    passed: bool = False

    @property
    def line(self) -> str:
        """The line of the log that tells of it."""
        telling = [line for line in self.lines if self.log and re.search(self.log, line)]
        return (telling or self.lines or ["—"])[0]


def pytest_addoption(parser: pytest.Parser) -> None:
    """--faults."""
    parser.addoption("--faults", action="store_true", help="Print the table of the faults that were injected.")


def pytest_configure(config: pytest.Config) -> None:
    """Begin an empty table."""
    config.stash[_FAULTS] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Begin a row; what cannot even be set up is in the table, too."""
    mark = item.get_closest_marker("fault")
    if mark is None:
        return (yield)
    fault = Fault(*mark.args, **mark.kwargs)
    case = getattr(item, "callspec", None)
    fault.injected = fault.injected.replace("{case}", case.id if case is not None else "")
    item.stash[_FAULT] = fault
    item.config.stash[_FAULTS].append(fault)
    with _told(fault):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Listen while a fault is injected, and require the line of the log that its mark names."""
    fault = item.stash.get(_FAULT, None)
    if fault is None:
        return (yield)
    metrics = Metrics()
    with _told(fault), _listening(fault, metrics):
        outcome = yield
    told = dict[str, Any](item.user_properties)
    fault.seen = told.get("seen", "as defined")
    fault.metric = told.get("metric") or fault.metric or _counted(metrics)
    if fault.log and not any(re.search(fault.log, line) for line in fault.lines):
        fault.seen = "no such line in the log"
        pytest.fail(f"no line of the log matches {fault.log!r}: {fault.lines}")
    fault.passed = True
    return outcome


@contextmanager
def _told(fault: Fault) -> Iterator[None]:
    """Note why it could not be injected, or did not end as defined."""
    try:
        yield
    except pytest.skip.Exception as skipped:
        fault.seen = f"not injected: {skipped.msg}"
        raise
    except BaseException as error:
        fault.seen = f"{type(error).__name__}: {error}".splitlines()[0]
        raise


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    if config.getoption("--faults"):
        terminalreporter.write(drawn(config.stash[_FAULTS], in_colour=terminalreporter.hasmarkup))


def drawn(faults: list[Fault], *, in_colour: bool) -> str:
    """The table as text."""
    table = Table(title="Faults", show_lines=True)
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")
    for number, fault in enumerate(faults, 1):
        mark = "[green]✓[/]" if fault.passed else "[red]✗[/]"
        cells = (fault.injected, fault.defined, fault.seen, _short(fault.line), fault.metric or "—")
        table.add_row(f"{number} {mark}", *(cell.replace("[", r"\[") for cell in cells))
    console = Console(width=_WIDTH, force_terminal=in_colour, no_color=not in_colour)
    with console.capture() as captured:
        console.print(table)
        console.print(f"{sum(fault.passed for fault in faults)} of {len(faults)} faults ended as defined.")
    return captured.get()


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _counted(metrics: Metrics) -> str:
    """The first sample that counts a line of the log."""
    samples = re.findall(r"^(shoplens_log_records_total.*)$", metrics.text().decode(), re.MULTILINE)
    return samples[0] if samples else ""


class _Listener(logging.Handler):
    def __init__(self, fault: Fault) -> None:
        super().__init__(logging.WARNING)
        self._fault = fault

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".", 1)[0] in _OURS:
            self._fault.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@contextmanager
def _listening(fault: Fault, metrics: Metrics) -> Iterator[None]:
    listener, root = _Listener(fault), logging.getLogger()
    root.addHandler(listener)
    try:
        with metrics.counting():
            yield
    finally:
        root.removeHandler(listener)
