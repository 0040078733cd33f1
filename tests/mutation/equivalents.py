"""Edits that change nothing anybody could notice, each with its reason, from `equivalents.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tests.mutation.edits import Edit

LISTED: Final = Path(__file__).with_name("equivalents.toml")


def equivalents(edits: Iterable[Edit], listed: Path = LISTED) -> Mapping[str, str]:
    """Reasons by the ids of edits.  Raises `LookupError` for an entry that names none of them any more."""
    by_key = {edit.key: edit.id for edit in edits}
    reasons = {}
    for entry in tomllib.loads(listed.read_text(encoding="utf-8")).get("equivalent", ()):
        key = (entry["path"], entry["function"], entry["rule"], entry["line"], entry.get("nth", 1))
        if key not in by_key:
            raise LookupError(f"{listed.name} lists an edit that cannot be made any more: {key}")
        reasons[by_key[key]] = entry["reason"]
    return reasons
