"""Words and codes in the form in which they are compared."""

from __future__ import annotations

import pytest

from catalog.words import code_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Women's Chelsea-Boots", ["women", "chelsea", "boot"]),
        ("DRESSES, dress & Accessories", ["dress", "dress", "accessory"]),
        ("Café crème – Größe 38", ["cafe", "creme", "grosse", "38"]),
        ("Lotus gas is 501s", ["lotus", "gas", "is", "501"]),
        ("", []),
    ],
)
def test_words_lose_case_accents_and_plural(text: str, words: list[str]) -> None:
    """Two ways of writing one thing give one word."""
    assert words_of(text) == words


def test_code_has_no_separators() -> None:
    """People leave out or add dashes and spaces in article numbers."""
    assert code_of("SKU-77 b") == code_of("sku77B") == "sku77b"
