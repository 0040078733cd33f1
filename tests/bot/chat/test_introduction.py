"""Everybody is told that a machine answers, at the latest with their first answer (EU AI Act, Article 50)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.web.page_text import Page
from bot.chat.assistant import ShopAssistant
from bot.errors import ConversationsUnavailable
from bot.i18n.languages import NAMES
from bot.i18n.translator import translate, using_language
from bot.messages import IncomingMessage, Reply
from bot.storage.conversations import MAX_AGE_S, Conversations
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of, message, picture
from tests.fakes import Clock, FakeEngine

WHO = "I'm this shop's automatic assistant."
VOICE = replace(message(), unsupported="voice")
LOST = replace(message(), missing_photo="gone")
NO_SUCH_PICTURE = message("", b"no picture")


@pytest.fixture
def assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    return assistant_of(engine, catalog, conversations)


async def _say(assistant: ShopAssistant, asked: IncomingMessage, message_id: str) -> Reply:
    return await assistant.handle(replace(asked, message_id=message_id))


@pytest.mark.parametrize(
    "first",
    [
        message("/start"),
        message("/start p_t2"),
        message("/start p_gone"),
        message("/help"),
        message("red boots"),
        message("hello"),
        message("?!"),
        message("", picture("red")),
        NO_SUCH_PICTURE,
        VOICE,
        LOST,
    ],
    ids=lambda one: one.text or one.unsupported or one.missing_photo or f"{len(one.photos[0])} bytes",
)
async def test_however_a_chat_begins_its_first_answer_says_who_speaks(
    assistant: ShopAssistant, first: IncomingMessage
) -> None:
    """Once, and not again with the next answer."""
    assert (await _say(assistant, first, "1")).text.count(WHO) == 1
    if first.text != "/forget_me":
        assert WHO not in (await _say(assistant, message("green dress"), "2")).text


@pytest.mark.parametrize("code", NAMES)
async def test_it_is_said_in_every_language(assistant: ShopAssistant, code: str) -> None:
    """With words at once and in the greeting."""
    for number, text in enumerate(("?!", "/start")):
        reply = await assistant.handle(replace(message(text, user=f"{number}", conversation=f"{number}"), locale=code))
        with using_language(code):
            assert reply.text.count(translate("automatic-assistant")) == 1


async def test_it_is_said_in_the_language_that_was_just_chosen(assistant: ShopAssistant) -> None:
    """As the rest of that answer is."""
    assert (await assistant.handle(message("/language de"))).text.startswith("Ich bin der automatische Assistent")


async def test_a_message_that_is_answered_again_gets_the_same_answer(assistant: ShopAssistant) -> None:
    """After a crash, before which the first answer may not have gone out."""
    for _ in range(2):
        assert WHO in (await _say(assistant, message("red boots"), "1")).text
    assert WHO not in (await _say(assistant, message("red boots"), "2")).text


async def test_everybody_in_a_group_is_told(assistant: ShopAssistant) -> None:
    """Who was told in a chat of their own is told in the group, too; nobody twice."""
    told = []
    for number, (person, chat) in enumerate([("1", "1"), ("1", "-9"), ("2", "-9"), ("1", "-9"), ("", "-9")]):
        asked = message("red boots", user=person, conversation=chat, channel="telegram")
        told.append(WHO in (await _say(assistant, asked, str(number))).text)
    assert told == [True, True, True, False, True]


async def test_after_forget_me_a_chat_is_new(assistant: ShopAssistant) -> None:
    """Nothing is left that would say otherwise."""
    await _say(assistant, message("red boots"), "1")
    assert WHO not in (await _say(assistant, message("/forget_me"), "2")).text
    assert WHO in (await _say(assistant, message("red boots"), "3")).text


async def test_a_tap_is_no_beginning(assistant: ShopAssistant) -> None:
    """What is shown in place of an answer stays as it is."""
    assert WHO not in (await _say(assistant, message(choice="new:"), "1")).text
    assert WHO in (await _say(assistant, message("red boots"), "2")).text


async def test_who_comes_back_after_three_months_is_told_again(tmp_path: Path) -> None:
    """What is kept of a chat goes then."""
    clock = Clock()
    async with Conversations(tmp_path / "conversations.db", clock) as conversations:
        assert await conversations.opens("web:c", "web:7", "1")
        assert not await conversations.opens("web:c", "web:7", "2")
        clock.now += MAX_AGE_S + 1
        assert await conversations.opens("web:c", "web:7", "3")


async def test_it_is_rather_said_too_often(
    assistant: ShopAssistant, conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody knows whether it was said."""

    async def unavailable(*_: str) -> bool:
        raise ConversationsUnavailable("locked")

    monkeypatch.setattr(conversations, "opens", unavailable)
    for number in "12":
        assert WHO in (await _say(assistant, message("/help"), number)).text


@pytest.mark.parametrize("code", NAMES)
def test_the_pages_header_says_so(code: str) -> None:
    """In the visitor's language, also while the line is down."""
    page = Page("Ivy & Sons").html(code, "")
    header = page[page.index("<header") : page.index("</header>")]
    with using_language(code):
        assert translate("page-assistant") in header


@pytest.mark.parametrize("code", NAMES)
def test_telegram_shows_it_before_anything_is_said(code: str) -> None:
    """In both texts, of which the shorter one is in the bot's profile."""
    with using_language(code):
        assert translate("automatic-assistant") in translate("bot-description")
        assert translate("page-assistant").lower() in translate("bot-short-description").lower()
