"""The page's own words, in the visitor's language."""

from __future__ import annotations

import json
import re

import pytest

from bot.channels.web_page import Page, preferred
from bot.say import NAMES


@pytest.mark.parametrize(
    ("header", "code"),
    [("", ""), ("nl", ""), ("en-GB,en;q=0.9", "en"), ("nl, en;q=0.5", "en"), ("en;q=0", ""), (";;q=,", "")],
)
def test_the_browsers_best_language_is_spoken(header: str, code: str) -> None:
    """By weight; a weight of nothing means never."""
    assert preferred(header) == code


@pytest.mark.parametrize("code", NAMES)
def test_the_page_has_all_texts_that_its_scripts_ask_for(code: str) -> None:
    """Nothing stays unfilled, and what scripts fill in themselves is still open."""
    page = Page("").html(code, "")
    assert f'<html lang="{code}"' in page
    assert "{{" not in page
    block = re.search(r'<script type="application/json" id="texts">(.*?)</script>', page, re.DOTALL)
    assert block
    texts = json.loads(block[1])
    assert "{number}" in texts["page-photo-number"]
