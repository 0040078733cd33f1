"""What a reading found wrong, each cause said once: for whoever checks, imports or syncs a feed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from catalog.errors import RowError
from catalog.importing.feeds.base import RowWarning
from catalog.models import Problem

_SAID_ONE_BY_ONE: Final = 10
_MOST_CAUSES: Final = 200
_OWN: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|\d+")


@dataclass(slots=True)
class _Cause:
    """Rows with one and the same fault; the first ones are kept."""

    rows: int = 0
    first: list[Problem] = field(default_factory=list)


class Problems:
    """Collects them in flat memory; a cause that many rows have becomes one sentence with their number."""

    def __init__(self) -> None:
        self._causes: dict[tuple[str, str], _Cause] = {}
        self.errors = 0
        self.unreadable = 0

    def add(self, line: int, found: RowError | RowWarning) -> None:
        """Note what became of a row; an error without an id may stand for any product."""
        is_error = isinstance(found, RowError)
        self.errors += is_error
        self.unreadable += is_error and not found.product_id
        message = str(found)
        key = (found.field, _OWN.sub("", message))
        if key not in self._causes and len(self._causes) >= _MOST_CAUSES:
            key = ("", "")
        cause = self._causes.setdefault(key, _Cause())
        cause.rows += 1
        if len(cause.first) < _SAID_ONE_BY_ONE:
            severity: Literal["error", "warning"] = "error" if is_error else "warning"
            cause.first.append(Problem(line, found.product_id, found.field, found.value, severity, message))

    def said(self) -> tuple[Problem, ...]:
        """One by one where a cause has few rows, in the order of the rows."""
        found: list[Problem] = []
        for cause in self._causes.values():
            if cause.rows <= _SAID_ONE_BY_ONE:
                found += cause.first
            else:
                first = cause.first[0]
                found.append(replace(first, id="", message=f"{first.message} (and so in {cause.rows} rows)"))
        return tuple(sorted(found, key=lambda one: one.row or 0))

    def warnings(self) -> tuple[Problem, ...]:
        """Those about products that come in."""
        return tuple(one for one in self.said() if one.severity == "warning")
