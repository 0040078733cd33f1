"""Pure: other people's words without signs that nobody sees and that turn, hide or end what stands beside them."""

from __future__ import annotations

import re
from typing import Final

# Control characters but tabs and line ends; embeddings, overrides and isolates (https://www.unicode.org/reports/tr9,
# "explicit directional formatting") and the deprecated ones behind them; byte order marks; annotations; halves of
# characters.  Joiners stay, which Hindi and emoji are written with, and so do the marks U+061C, U+200E and U+200F,
# which turn no letters and belong to texts from right to left: whoever shows words between others isolates them.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]",
)
_LINE_ENDS: Final = re.compile("\r(?!\n)|[\u2028\u2029]")


def legible(text: str) -> str:
    """`text` as its reader sees it, and nothing in it that changes how what comes after it is read."""
    return text if text.isprintable() else _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
