"""Other languages become English, word by word; English and names stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query.brands import Brands
from bot.query.extraction import read
from bot.query.parsing import parse
from bot.query.tables import LANGUAGES, Key, key_of
from bot.query.translation import to_english
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of, message, product, stock
from tests.fakes import FakeEngine

TRAITS = ("colours", "kinds", "patterns", "necklines", "sleeves", "wearers", "materials")


def lines(code: str) -> Iterator[tuple[str, str, Key]]:
    """Section, English and what is said, for each phrase of a table."""
    text = resources.files("bot.query.dictionaries").joinpath(f"{code}.toml").read_text(encoding="utf-8")
    for section, entries in tomllib.loads(text).items():
        if isinstance(entries, dict):
            yield from ((section, english, key_of(one)) for english, said in entries.items() for one in said.split(","))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_phrase_of_a_table_has_one_meaning_that_english_knows(code: str) -> None:
    """No phrase is empty or there twice, and what it means is a value of the vocabulary."""
    meanings: dict[Key, set[str]] = {}
    for section, english, key in lines(code):
        assert key, f"{section}: {english} has an empty phrase"
        if section not in {"numbers", "currencies"}:
            meanings.setdefault(key, set()).add("" if section == "ignored" else english)
        if section in TRAITS and english != "buttons":
            assert read(english, forgive_typos=False).parts, english
    assert not {key: found for key, found in meanings.items() if len(found) > 1}


@pytest.mark.parametrize(
    "words", ["red boots", "nike air max 90", "sneekers white", "boots size 40", "something warm for winter", "kalenji"]
)
def test_english_and_names_are_left_alone(words: str) -> None:
    """What English knows, and what nobody knows, is not translated."""
    assert to_english(words) is None


def test_brands_are_left_alone() -> None:
    """A shop's brand is no word with another ending: Mango makes no sleeves."""
    assert to_english("camisa roja mango", brands=Brands({"mango": "Mango"})) == "shirt red mango"


def test_the_client_s_language_decides_between_equals() -> None:
    """The same word is a skirt where German is spoken."""
    assert to_english("Rock", "de-AT") == "skirt"
    assert to_english("Rock", "en-GB") is None


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("до 5 тысяч руб", "under 5,000 rub"),
        ("di bawah Rp 500 ribu", "under 500,000 idr"),
        ("أقل من ٥٠", "under 50"),
        ("५०० रुपये तक", "under 500 inr"),
        ("50₺'den az", "under 50 ₺"),
        ("30 ile 60 euro arası", "between 30 and 60 eur"),
        ("taille S ou M", "size s or m"),
    ],
)
def test_amounts_are_put_as_english_has_them(words: str, english: str) -> None:
    """With digits of all scripts, thousands in words, and currencies before or behind."""
    assert to_english(words) == english


def test_titles_are_searched_for_in_the_shopper_s_words_too() -> None:
    """A shop's own titles may be in the shopper's language."""
    assert parse("rote Stiefel Nora").words == "rote Stiefel Nora red boots nora"


@pytest.mark.parametrize("words", ["mehr", "ver más", "encore", "ещё", "المزيد", "और दिखाओ"])
async def test_more_is_asked_for_in_any_language(
    words: str, engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations
) -> None:
    """The next page comes, with other products than the first."""
    await stock(empty_catalog, engine, [(product(f"b{n}", f"Boots {n}"), "red") for n in range(7)])
    assistant = assistant_of(engine, empty_catalog, conversations)
    first = await assistant.handle(message("red boots"))
    further = await assistant.handle(message(words))
    assert further.cards
    assert not {card.product_id for card in first.cards} & {card.product_id for card in further.cards}


@given(st.text(max_size=60), st.sampled_from(["", "de", "tr-TR", "x"]))
def test_any_text_can_be_translated(text: str, locale: str) -> None:
    """No input breaks it."""
    to_english(text, locale)
