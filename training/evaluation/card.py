"""The table of figures in the model card, written by the command that measures them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

BEGIN: Final = "<!-- figures -->"
END: Final = "<!-- end of figures -->"


def write_figures(card: Path, found: Mapping[str, Mapping[str, float]]) -> None:
    """Put the figures between the card's marks.  Raises `ValueError` where a mark is missing."""
    before, begin, rest = card.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{card} lacks the marks {BEGIN} and {END}")
    card.write_text(f"{before}{BEGIN}\n{_table(found)}{END}{after}", encoding="utf-8")


def _table(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = ["| figure | value |", "|---|---|"]
    for name, values in found.items():
        figures = " / ".join(f"{value:.3f}".removeprefix("0") for value in values.values())
        rows.append(f"| {name}: {' / '.join(values)} | {figures} |")
    return "\n".join(rows) + "\n"
