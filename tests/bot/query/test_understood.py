"""Sentences in twelve languages, each read natively: all that they say, and nothing else."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.query.grammar.answering import answer_of
from bot.query.grammar.dialogue import understand
from bot.query.grammar.dictionary import LANGUAGES, SHARED, dictionary
from bot.query.grammar.names import Brands
from bot.query.grammar.parts import Intent, Part, Price, Query, Source
from bot.query.grammar.sentence import read
from bot.query.grammar.tokens import Kind, phrases_of
from tests import ROOT
from workers.vocabulary import FAMILIES

_LINES: Final = Path(__file__).with_name("understood.txt").read_text(encoding="utf-8").splitlines()
_CASES: Final = defaultdict[str, list[tuple[str, str]]](list)
for _line in _LINES:
    if _line and not _line.startswith("#"):
        _language, _sentences, _meant = map(str.strip, _line.split("|"))
        _CASES[_language].append((_sentences, _meant))
_SAID: Final = [sentence for cases in _CASES.values() for sentences, _ in cases for sentence in sentences.split(" / ")]
_SIGNS: Final = {"sizes": "size ", "words": "?", "name": "=", "detail": "with "}
_SCRIPTS: Final = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F)),
    *((0xE00, 0xE7F), (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xAD00), (0x1F300, 0x1FAFF)),
)


def _said(part: Part) -> list[str]:
    if isinstance(part, Price):
        ends = ((">", part.low), ("<", part.high), ("~", part.around))
        return [" ".join([*(f"{sign}{end.normalize():f}" for sign, end in ends if end), part.currency]).strip()]
    return [f"{'-' * part.denied}{_SIGNS.get(part.facet, '')}{value}" for value in part.values]


def _understood(sentences: str) -> Query:
    query = Query()
    for sentence in sentences.split(" / "):
        query = understand(sentence, query)
    return query


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_say_this_and_nothing_else(language: str) -> None:
    """Without being told the language, each sentence after a "/" in the same chat."""
    wrong = [
        (sentences, said, meant)
        for sentences, meant in _CASES[language]
        if (said := sorted(value for part in _understood(sentences).parts for value in _said(part)))
        != sorted(meant.split(", "))
    ]
    assert wrong == []
    assert len(_CASES[language]) >= 10


@pytest.mark.parametrize(
    ("sentence", "wanted", "denied"),
    [
        ("levis jeans", ["Levi's"], []),
        ("jeans, but not Levi's", [], ["Levi's"]),
        ("кроссовки найк", ["Nike"], []),
        ("addidas hoodie", ["Adidas"], []),
        ("H & M dress", ["H&M"], []),
        ("north face jacket", ["The North Face"], []),
        ("mavi kot pantolon", [], []),
        ("Mavi marka kot pantolon", ["Mavi"], []),
        ("dress by only", ["Only"], []),
        ("only black dresses", [], []),
    ],
)
def test_brands_are_heard_as_people_write_them(sentence: str, wanted: list[str], denied: list[str]) -> None:
    """In any script and with a slip; a brand that is a word for something else is one where it is called so."""
    brands = Brands(["Levi's", "Nike", "Adidas", "H&M", "The North Face", "Mavi", "Only"])
    answer = answer_of(understand(sentence, brands=brands))
    assert (answer["brands"], answer["not_brands"]) == (wanted, denied)


@pytest.mark.parametrize(
    ("sentences", "intent", "numbers"),
    [
        ("red boots / the second one", "open", [2]),
        ("red boots / #3", "open", [3]),
        ("rotes kleid / vergleiche 1 und 3", "compare", [1, 3]),
        ("vestido rojo / más opciones", "more", []),
        ("robe rouge / annule", "undo", []),
        ("спасибо", "thanks", []),
        ("bom dia", "smalltalk", []),
        ("hi, a red dress please", "search", []),
        ("do you ship to France?", "shop_question", []),
        ("kırmızı elbise / daha ucuzu", "refine", []),
    ],
)
def test_what_a_sentence_wants_of_the_chat(sentences: str, intent: str, numbers: list[int]) -> None:
    """A sentence that greets and asks for something asks for it."""
    query = _understood(sentences)
    assert (query.intent, list(query.numbers)) == (intent, numbers)


def test_spans_never_overlap_and_lie_in_the_sentence() -> None:
    """Parts of one word share its span; others have their own."""
    for sentence in _SAID:
        spans = {part.span for part in read(sentence).parts}
        assert all(0 <= start < end <= len(sentence) for start, end in spans), sentence
        assert all(one[1] <= other[0] or other[1] <= one[0] for one, other in combinations(spans, 2)), sentence


def test_a_sentence_read_twice_says_the_same() -> None:
    """In whatever order sentences are read: nothing is kept of one for the next."""
    once = {sentence: understand(sentence) for sentence in _SAID[::3]}
    assert all(understand(sentence) == once[sentence] for sentence in reversed(once))


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed is an answer and no exception."""
    answer_of(understand(text, understand("red dress under 50")))


def test_random_words_and_characters_of_twelve_scripts_are_read() -> None:
    """Scraps of real sentences between characters of any script, in any order."""
    chance = random.Random(21)
    scraps = [word for sentence in _SAID for word in sentence.split()]
    for _ in range(200):
        low, high = chance.choice(_SCRIPTS)
        pieces = [chance.choice(scraps) if chance.random() < 0.7 else chr(chance.randint(low, high)) for _ in range(9)]
        answer_of(understand(chance.choice((" ", "")).join(pieces)))


def test_code_knows_no_words_of_any_language() -> None:
    """All that people say is in the tables; code names facets, roles, intents, and values of the vocabulary."""
    languages = [dictionary(code) for code in (*LANGUAGES, SHARED)]
    schema = {name for one in languages for concept in one.concepts for name in (concept.facet, concept.value)}
    schema |= {*_SCHEMA, *LANGUAGES, *get_args(Intent), *get_args(Source), *get_args(Kind), *FAMILIES, "any "}
    spoken = [
        f"{file.name}: {text}"
        for file in (ROOT / "bot/query/grammar").glob("*.py")
        for text in _strings(ast.parse(file.read_text(encoding="utf-8")))
        if text not in schema and any(one.exact(*phrase) for phrase in phrases_of(text) for one in languages)
    ]
    assert spoken == []


_SCHEMA: Final = frozenset(
    {"not", "on_sale", "in_stock", "sort", "min", "max", "detail", "sleeve", "Kind", "Sort", "No", "ai", "ay"}
)
"""Keys of the answer, names of stored traits and types, and two sounds."""


def _strings(tree: ast.Module) -> Iterator[str]:
    """The strings of a module, apart from documentation and single letters."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 1:
            yield from () if id(node) in documentation else (node.value,)
