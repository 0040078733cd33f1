"""Sentences in twelve languages, each read natively, with all that they say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from bot.query.grammar.dialogue import understand
from bot.query.grammar.parts import Part, Price, Query

_LINES: Final = Path(__file__).with_name("understood.txt").read_text(encoding="utf-8").splitlines()
_CASES: Final = [tuple(map(str.strip, line.split("|"))) for line in _LINES if line and not line.startswith("#")]
_SIGNS: Final = {"sizes": "size ", "words": "?", "name": "="}


def _said(part: Part) -> list[str]:
    if isinstance(part, Price):
        ends = ((">", part.low), ("<", part.high), ("~", part.around))
        return [" ".join([*(f"{sign}{end.normalize():f}" for sign, end in ends if end), part.currency]).strip()]
    return [f"{'-' * part.denied}{_SIGNS.get(part.facet, '')}{value}" for value in part.values]


@pytest.mark.parametrize(("language", "said", "meant"), _CASES, ids=lambda part: part[:60])
def test_a_sentence_says_this_and_nothing_else(language: str, said: str, meant: str) -> None:
    """Without being told the language; quantities in any place, the rest in the order it was said."""
    query: Query | None = None
    for sentence in said.split(" / "):
        query = understand(sentence, query)
    assert query is not None
    assert sorted(value for part in query.parts for value in _said(part)) == sorted(meant.split(", ")), language
