"""The page's own words, in the visitor's language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import bot.channels.web.page
from bot.channels.web.page_text import Page, closed, come_in, preferred
from bot.i18n.languages import NAMES
from bot.i18n.translator import using_language


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


def test_arabic_runs_from_right_to_left() -> None:
    """The page and what is shown at the door."""
    assert '<html lang="ar" dir="rtl">' in Page("").html("", "ar-EG,en;q=0.5")
    assert 'dir="rtl"' in closed("ar")
    assert 'dir="ltr"' in come_in("de")
    assert "Chat öffnen" in come_in("de-CH")


def test_a_wanted_language_outranks_the_browsers() -> None:
    """As after a tap on a language; one that is not spoken does not count."""
    assert '<html lang="hi"' in Page("Shop").html("hi", "de")
    assert '<html lang="de"' in Page("Shop").html("xx", "de")
    with using_language("tr"):
        assert '<html lang="tr"' in Page("Shop").html("", "nl")


@pytest.mark.parametrize(
    "script", sorted(Path(bot.channels.web.page.__file__).parent.glob("*.js")), ids=lambda path: path.name
)
def test_scripts_say_nothing_of_their_own(script: Path) -> None:
    """No quoted sentence stands in them."""
    code = re.sub(r"//.*", "", script.read_text("utf-8"))
    assert re.findall(r"""["'`][A-Z][a-z]+ [a-z][^"'`]*["'`]""", code) == []
