"""What a tap on a button asks for, and how that is written into the few bytes that a channel keeps with a button.

A key is "verb:argument:…", and "verb:turn:argument:…" where the button belongs to an answer.  Buttons live as long as
the messages they stand under: what a version has written every later one reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

MAX_KEY_BYTES: Final = 64
"""What Telegram keeps with a button, in UTF-8."""

# fmt: off
Verb = Literal[
    "say", "lang", "new", "sync", "accept", "dismiss", "unknown",
    "more", "show", "like", "heart", "up", "down", "saved", "unsave", "piece", "wrong", "undo", "remove",
    "list", "chip", "off", "swap", "fix", "filter", "pick", "drop", "clear", "sort",
]
_ALONE: Final[Mapping[str, int]] = {
    "say": 1, "lang": 1, "new": 0, "sync": 2, "accept": 1, "dismiss": 1, "unknown": 0,
}
_OF_A_TURN: Final[Mapping[str, int]] = {
    "more": 1, "show": 1, "like": 1, "heart": 1, "up": 1, "down": 1, "saved": 1, "unsave": 0, "piece": 1, "wrong": 2,
    "undo": 1, "remove": 1, "list": 0, "chip": 2, "off": 1, "swap": 2, "fix": 2, "filter": 2, "pick": 2, "drop": 2,
    "clear": 1, "sort": 1,
}
# fmt: on
ARGUMENTS: Final = {**_ALONE, **_OF_A_TURN}
"""How many arguments each verb may have; the first few verbs belong to no answer."""

_MAX_ARGUMENT_BYTES: Final = 24
"""Two such and a turn's key leave room for the longest verb."""

_DIGEST: Final = re.compile("#[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, init=False)
class Action:
    """What a button does: a verb, the key of the answer it belongs to ("" for a few that stand alone), and arguments.

    An argument that is long, or cannot be a part of a key, becomes its digest, which `value_of` finds again among the
    values that it may be; the words of "say" stay words.  Raises `ValueError` where no key can hold the action: words
    of more than `MAX_KEY_BYTES` with their verb, more arguments than the verb has, or another's turn.
    """

    verb: Verb
    turn: str
    arguments: tuple[str, ...]

    def __init__(self, verb: Verb, turn: str = "", *arguments: str | int) -> None:
        written = [str(one) if verb == "say" else _written(str(one)) for one in arguments]
        while written and not written[-1]:
            written.pop()
        for name, value in (("verb", verb), ("turn", turn), ("arguments", tuple(written))):
            object.__setattr__(self, name, value)
        key = encode(self)
        if len(key.encode()) > MAX_KEY_BYTES or _cut(key) != (verb, turn, tuple(written)):
            raise ValueError(f"no key can hold {verb!r} with {len(arguments)} arguments")

    @property
    def is_of_turn(self) -> bool:
        """Whether it belongs to an answer."""
        return self.verb in _OF_A_TURN


def encode(action: Action) -> str:
    """The key of a button with this action, at most `MAX_KEY_BYTES` long."""
    return ":".join((action.verb, *([action.turn] if action.is_of_turn else []), *action.arguments))


def decode(key: str) -> Action:
    """The action that a key stands for; `UNKNOWN` where it is none that was ever made, whatever a client sends."""
    verb, turn, arguments = _cut(key)
    if verb not in ARGUMENTS or len(key.encode("utf-8", "surrogatepass")) > MAX_KEY_BYTES:
        return UNKNOWN
    try:
        return Action(cast("Verb", verb), turn, *arguments)
    except ValueError:
        return UNKNOWN


def value_of(argument: str, among: Iterable[str]) -> str:
    """The value that an argument stands for: one of these, or "" where it is none of them any more."""
    return next((value for value in among if argument in (value, _written(value))), "")


def _cut(key: str) -> tuple[str, str, tuple[str, ...]]:
    """A key's parts; the last argument that its verb may have is all that is left, as the words of "say" are."""
    verb, _, rest = key.partition(":")
    turn = ""
    if verb in _OF_A_TURN:
        turn, _, rest = rest.partition(":")
    most = ARGUMENTS.get(verb, 0)
    arguments = rest.split(":", most - 1) if most else []
    while arguments and not arguments[-1]:
        arguments.pop()
    return verb, turn, tuple(arguments)


def _written(value: str) -> str:
    data = value.encode("utf-8", "surrogatepass")
    plain = len(data) <= _MAX_ARGUMENT_BYTES and value.isprintable() and ":" not in value and not value.startswith("#")
    return value if plain or _DIGEST.fullmatch(value) else f"#{hashlib.blake2s(data, digest_size=8).hexdigest()}"


UNKNOWN: Final = Action("unknown")
"""A tap on a button that nobody has made."""
