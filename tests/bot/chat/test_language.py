"""Which language a person is answered in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.language import LanguagePreference, named
from bot.i18n.languages import NAMES
from bot.i18n.translator import translate, using_language
from bot.messages import IncomingMessage
from bot.query.language_detection import language_of
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine


@pytest.fixture
async def conversations(tmp_path: Path) -> AsyncIterator[Conversations]:
    async with Conversations(tmp_path / "conversations.db") as opened:
        yield opened


def _message(text: str = "", locale: str = "", user: str = "u") -> IncomingMessage:
    return IncomingMessage("web", "c", user, "m", text, locale=locale)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rote Stiefel", "de"),
        ("camisa roja", "es"),
        ("red जूते", "hi"),
        ("красное платье", "ru"),
        ("blue t-shirt without collar", "en"),
        ("bonjour", "fr"),
        ("camisa azul", ""),
        ("bicycle pump", ""),
        ("jeans", ""),
        ("nike air max", ""),
        ("", ""),
    ],
)
def test_a_language_is_recognised_only_where_it_is_certain(text: str, code: str) -> None:
    """Words of two languages, names and single English words tell nothing."""
    assert language_of(text) == code


def test_languages_answer_to_their_own_names() -> None:
    """Their codes are words as well: who says "hi" does not ask for Hindi."""
    assert [named(said) for said in ("English", " DEUTSCH ", "hi", "it", "", "red")] == ["en", "de", "", "", "", ""]


@pytest.mark.parametrize(
    ("texts", "locale", "code"),
    [
        (("jeans",), "fr-CA", "fr"),
        (("jeans",), "pt-br", "pt"),
        (("rote Stiefel",), "fr", "de"),
        (("rote Stiefel", "jeans", "/help"), "fr", "de"),
        (("rote Stiefel", "red boots under 50"), "fr", "en"),
        (("/start red boots",), "de", "de"),
        (("",), "de", "de"),
    ],
)
async def test_a_message_is_answered_in_its_own_language_else_in_the_last_heard_else_in_the_clients(
    conversations: Conversations, texts: tuple[str, ...], locale: str, code: str
) -> None:
    """Commands and words of many languages change nothing."""
    preference = LanguagePreference(conversations)
    for text in texts:
        spoken = await preference.of(_message(text, locale))
    assert spoken == code


async def test_a_chosen_language_outranks_all_others(conversations: Conversations) -> None:
    """Also for messages that are certainly in another, and only for who chose it."""
    preference = LanguagePreference(conversations)
    assert (await preference.choose(_message(), "Türkçe")).text == "Artık Türkçe konuşuyorum. Ne arıyorsunuz?"
    assert await preference.of(_message("rote Stiefel", "fr")) == "tr"
    assert await preference.of(_message("rote Stiefel", "fr", user="v")) == "de"


async def test_the_shops_language_is_spoken_where_nobody_says(conversations: Conversations) -> None:
    """Unknown clients and clients of other languages get the shop's."""
    with using_language("it"):
        assert await LanguagePreference(conversations).of(_message("xyz", locale="nl")) == "it"


async def test_a_reply_says_its_language_and_the_channel_hears_of_it_before(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """What channels add, such as that it takes longer, is said in it too; a choice is confirmed in what was chosen."""
    assistant, told = assistant_of(engine, catalog, conversations), list[str]()
    reply = await assistant.handle(replace(message("rote Stiefel"), on_language=told.append))
    assert (reply.language, told) == ("de", ["de"])
    assert (await assistant.handle(message("/language Türkçe"))).language == "tr"


async def test_asking_for_a_language_shows_a_button_for_each(conversations: Conversations) -> None:
    """Each by its own name, whoever reads it."""
    reply = await LanguagePreference(conversations).choose(_message(), "klingon")
    assert [choice.label for choice in reply.buttons] == list(NAMES.values())
    assert [choice.key for choice in reply.buttons] == [f"lang:{code}" for code in NAMES]


@pytest.mark.parametrize("said", ["hi", " HI ", "hi-IN", "हिन्दी"])
async def test_the_command_takes_codes_too(conversations: Conversations, said: str) -> None:
    """After /language nothing else can be meant."""
    await LanguagePreference(conversations).choose(_message(), said)
    assert await conversations.language("web:u") == ("hi", True)


async def test_a_chosen_language_is_kept_until_the_person_is_forgotten(conversations: Conversations) -> None:
    """/forget_me removes it with the rest."""
    await LanguagePreference(conversations).choose(_message(), "English")
    assert await conversations.language("web:u") == ("en", True)
    await conversations.forget("web:u")
    assert await conversations.language("web:u") == ("", False)


def test_an_unknown_message_is_a_mistake_of_the_program() -> None:
    """It is not shown as an empty reply."""
    with using_language("en"), pytest.raises(KeyError):
        translate("no-such-message")
