"""Other people's words, made fit to be written to a terminal or a log."""

from __future__ import annotations

import re
from typing import Final

# Control characters, among them those that begin terminal escapes and end lines; signs that turn the direction of what
# follows; halves of characters.
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNFIT_IN_LINES: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def escaped(text: str) -> str:
    """`text` as one line in which nothing is hidden: what is unfit to be shown is written as in JSON ("\\u001b")."""
    return _UNFIT.sub(_as_json, text)


def escaped_lines(text: str) -> str:
    """The same with its tabs and line ends kept."""
    return _UNFIT_IN_LINES.sub(_as_json, text)


def _as_json(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
