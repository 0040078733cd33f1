"""Pure: how shops write whether something can be bought."""

from __future__ import annotations

from typing import Final

_YES: Final = {"1", "true", "yes", "y", "in stock", "available", "preorder", "backorder", "limited availability"}
_NO: Final = {"0", "false", "no", "n", "out of stock", "sold out", "unavailable", "discontinued"}


def is_available(written: str) -> bool:
    """Whether that says so; a blank does.  Raises `ValueError` with a sentence for what says neither."""
    word = written.strip().lower().replace("_", " ")
    if not word or word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"{written!r} is neither yes nor no")
