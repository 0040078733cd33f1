"""Questions in twelve languages to the demo shop, with the real model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import open_shop
from bot.query.tables import LANGUAGES
from bot.search.searcher import Searcher
from bot.settings import Settings, demo_settings
from catalog.models import Hit
from workers.vocabulary import NECKLINE_GROUPS

TOP = 5
IN_COMMON = 4
DENIED = [("neckline", set(NECKLINE_GROUPS["collar"])), ("pattern", {"striped"}), ("colours", {"black"})]


def questions() -> dict[str, list[str]]:
    """The questions of each language, in the order of the English ones."""
    lines = (Path(__file__).parent / "questions.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {language: asked for language, *asked in rows}


QUESTIONS = questions()


@asynccontextmanager
async def demo_finder(data_dir: Path) -> AsyncIterator[Searcher]:
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": data_dir}}))
    async with open_shop(settings) as shop:
        yield shop.searcher


async def hits(searcher: Searcher, question: str, limit: int = TOP) -> tuple[Hit, ...]:
    return (await searcher.find(question.removeprefix("!"), limit=limit)).result.hits


def values(hit: Hit, trait: str) -> set[str]:
    return {value.value for value in hit.record.traits.get(trait, ())}


def test_the_questions_are_asked_in_all_languages() -> None:
    """As many in each, in English and all languages that have a table."""
    assert set(QUESTIONS) == {"en", *LANGUAGES}
    assert {len(asked) for asked in QUESTIONS.values()} == {len(QUESTIONS["en"])}


async def test_every_language_finds_what_english_finds(demo_dir: Path) -> None:
    """At least four of the first five products are the same ones."""
    fewer = []
    async with demo_finder(demo_dir) as searcher:
        for at, english in enumerate(QUESTIONS["en"]):
            best = {hit.record.product.id for hit in await hits(searcher, english)}
            assert len(best) == TOP
            for language in LANGUAGES:
                asked = QUESTIONS[language][at]
                common = best & {hit.record.product.id for hit in await hits(searcher, asked)}
                if len(common) < IN_COMMON:
                    fewer.append(f"{language}: {asked}: {len(common)} of {TOP}")
    assert not fewer


async def test_what_is_denied_is_never_shown(demo_dir: Path) -> None:
    """No collar, no stripes, not black: in no language has any of the first twenty products what was ruled out."""
    shown = []
    async with demo_finder(demo_dir) as searcher:
        for language, asked in QUESTIONS.items():
            denials = [question for question in asked if question.startswith("!")]
            for question, (trait, denied) in zip(denials, DENIED, strict=True):
                found = await hits(searcher, question, 20)
                assert found, f"{language}: {question}"
                wrong = [hit.record.product.title for hit in found if values(hit, trait) & denied]
                if wrong:
                    shown.append(f"{language}: {question}: {wrong}")
    assert not shown
