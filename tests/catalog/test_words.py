"""Words and codes in the form in which they are compared."""

from __future__ import annotations

import pytest

from catalog.words import code_of, singular, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Women's Chelsea-Boots", ["womens", "chelsea", "boots"]),
        ("DRESSES, dress & Accessories", ["dresses", "dress", "accessories"]),
        ("Café crème – Größe 38", ["cafe", "creme", "grosse", "38"]),
        ("Casio_G-1089", ["casio", "g", "1089"]),
        ("", []),
    ],
)
def test_words_lose_case_and_accents(text: str, words: list[str]) -> None:
    """Two ways of writing one thing give one word."""
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("plural", "word"),
    [("boots", "boot"), ("dresses", "dress"), ("boxes", "box"), ("watches", "watch"), ("accessories", "accessory")]
    + [(word, word) for word in ("dress", "lotus", "tennis", "gas", "is", "501")],
)
def test_plural_and_singular_are_one_word(plural: str, word: str) -> None:
    """Endings that are no plural stay."""
    assert singular(plural) == word


def test_code_has_no_separators() -> None:
    """People leave out or add dashes and spaces in article numbers."""
    assert code_of("SKU-77 b") == code_of("sku77B") == "sku77b"
