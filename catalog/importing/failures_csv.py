"""Rows that could not become products, as a table for the owner's spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from catalog.clean_text import legible
from catalog.importing.feeds.values.text import guarded
from catalog.models import RowFailure


def failures_csv(failures: Iterable[RowFailure]) -> str:
    """Line, id and cause of each.  What a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("line", "id", "cause"))
    for failure in failures:
        table.writerow((failure.line, *(guarded(legible(text)) for text in (failure.product_id, failure.cause))))
    return out.getvalue()
