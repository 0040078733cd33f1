"""Buttons: each belongs to its conversation, cannot be guessed, and whatever else comes is an old button."""

from __future__ import annotations

import re

import pytest

from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.storage.conversations import Conversations
from bot.storage.turns import new_key
from catalog.catalog import Catalog
from tests.bot.channels.telegram.shop import TelegramShop, texts
from tests.bot.channels.web.visitor import answer, ask, visiting
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine

OLD = "This button is too old."


@pytest.fixture
def assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    return assistant_of(engine, catalog, conversations)


def keys_of(reply: Reply) -> list[str]:
    choices = (*reply.buttons, *(choice for card in reply.cards for choice in card.buttons))
    return [choice.key for choice in choices if choice.key.startswith(("show:", "like:", "more:"))]


def test_keys_cannot_be_guessed() -> None:
    """48 random bits each, in characters that every channel carries."""
    keys = {new_key() for _ in range(2000)}
    assert len(keys) == 2000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{8}", key) for key in keys)
    assert {character for key in keys for character in key} >= set("abcXYZ019_-")


async def test_a_button_works_in_its_own_conversation_only(assistant: ShopAssistant) -> None:
    """The same person in another chat, the same chat number in another channel, another chat: an old button."""
    reply = await assistant.handle(message("red boots", conversation="c1"))
    keys = keys_of(reply)
    assert keys
    for key in keys:
        for where in ({"conversation": "c2"}, {"conversation": "c1", "channel": "telegram"}, {"conversation": ""}):
            assert (await assistant.handle(message(choice=key, **where))).text.startswith(OLD)
        assert not (await assistant.handle(message(choice=key, conversation="c1"))).text.startswith(OLD)


FORGED = [
    "show:AAAAAAAA:0",
    "show:{key}",
    "show:{key}:",
    "show:{key}:-1",
    "show:{key}:99",
    "show:{key}:0:0",
    "show:{key}:²",
    "show:{key}:0x0",
    "show:{key}:" + "9" * 40,
    "show:{key}:" + "9" * 5000,
    "show:{key} :0",
    "show: {key}:0",
    "show:{key}\0:0",
    "show:%:0",
    "show:________:0",
    "show:' OR '1'='1:0",
    "show:\ud800\udfff:0",
    "show:\ud83d\ud83d\ud83d\ud83d\ud83d\ud83d\ud83d\ud83d:0",
    "show:ééééé:0",
    "show:\x1b[2J\x1b[H:0",
    "SHOW:{key}:0",
    "like:{key}:99",
    "more:{key}x",
    "more:",
    "drop:{key}:0",
    "undo:{key}:0",
    "remove:{key}:0",
    "sync:go:{key}",
    "__class__:{key}:0",
    ":::",
    ":",
    "\0",
    "say:" + "red boots " * 500,
    "é" * 33,
    "\ud800" * 30,
]


async def test_forged_keys_are_old_buttons(assistant: ShopAssistant) -> None:
    """Guessed, bent, over-long and odd keys get the same friendly sentence, and nothing fails behind it."""
    reply = await assistant.handle(message("red boots"))
    key = keys_of(reply)[0].split(":")[1]
    for forged in FORGED:
        said = await assistant.handle(message(choice=forged.replace("{key}", key)))
        assert said.text.startswith(OLD), forged


async def test_a_forgotten_persons_buttons_are_dead(assistant: ShopAssistant) -> None:
    """After /forget_me nothing leads back."""
    keys = keys_of(await assistant.handle(message("red boots")))
    await assistant.handle(message("/forget_me"))
    for key in keys:
        assert (await assistant.handle(message(choice=key))).text.startswith(OLD)


async def test_odd_data_in_telegram_is_acknowledged_and_answered(shop: TelegramShop, assistant: ShopAssistant) -> None:
    """A custom client can send anything: each tap is acknowledged, and answered with a sentence."""
    shop.assistant.answer = assistant.handle
    forged = ["show:AAAAAAAA:0", "x" * 5000, "\0\x1b\ud800", "show:'; DROP TABLE turns;--:0"]
    for data in forged:
        await shop.server.tap(data)
    said = texts(await shop.server.wait_for("sendMessage", len(forged)))
    assert all(text.startswith(OLD) for text in said)
    await shop.server.wait_for("answerCallbackQuery", len(forged))


async def test_odd_data_in_the_web_chat_is_answered(assistant: ShopAssistant) -> None:
    """The same over a WebSocket; a key that is longer than any message is refused as unreadable."""
    async with visiting(assistant.handle) as visitor, visitor.line() as line:
        for place, data in enumerate(["show:AAAAAAAA:0", "x" * 1999, "\0\x1b\u202e", "show:' OR 1:0"]):
            await ask(line, f"question-{place}", choice=data)
            assert (await answer(line))["text"].startswith(OLD)
        await ask(line, "question-9", choice="x" * 3000)
        assert (await answer(line))["code"] == "invalid"
        await line.send_str('{"type": "message", "id": "question-10", "choice": "\\ud800"}')
        assert (await answer(line))["code"] == "invalid"
