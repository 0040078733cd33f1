"""Rows that could not become products, as a table for the owner's spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from catalog.models import RowFailure

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def failures_csv(failures: Iterable[RowFailure]) -> str:
    """Line, id and cause of each.  What a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("line", "id", "cause"))
    for failure in failures:
        table.writerow((failure.line, _guarded(failure.product_id), _guarded(failure.cause)))
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
