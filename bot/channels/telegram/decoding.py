"""JSON of the Bot API, of which a part may be none: the rest is read all the same."""

from __future__ import annotations

import json
import re
from typing import Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
"""Strings are passed over whole: brackets within them do not count."""


def decode_update(text: str) -> object:
    """The JSON; where it is none, or more than the decoder takes, the text as it came."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def decode_answer(text: str) -> object:
    """The JSON of an answer of the Bot API; None where it is none.

    Where that is because of some of the updates in it, those stay text, see `decode_update`.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        updates = _objects_of(text)
    return {"ok": True, "result": [decode_update(update) for update in updates]} if updates else None


def _objects_of(text: str) -> list[str]:
    """The objects within the array of `{"ok": true, "result": [{…}, {…}]}`."""
    objects: list[str] = []
    depth = start = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("{", "["):
            depth += 1
            if depth == 3:
                start = token.start()
        elif token[0] in ("}", "]"):
            if depth == 3:
                objects.append(text[start : token.end()])
            depth -= 1
    return objects
