"""A Bot API server of somebody else, or a proxy in front of it, that answers oddly."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.responses import OddResponse, in_order
from bot.errors import ChannelError
from bot.messages import Reply
from bot.storage.inbox import Inbox
from tests.bot.channels.telegram.shop import TelegramShop, come, texts
from tests.bot.channels.telegram.unreadable import WORDS
from tests.fakes import ScriptedAssistant
from tests.telegram_server import BOT, TelegramServer

HTML = f"<html><body>{WORDS}</body></html>"
PLACE = {"id": 7, "type": "private"}


def ok(result: object) -> str:
    return json.dumps({"ok": True, "result": result})


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in BOT.items() if key != name}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (ok(without("is_bot")), 200),
        (ok(BOT | {"is_bot": False}), 200),
        (ok(BOT | {"id": "x"}), 200),
        (ok(BOT | {"username": 5}), 200),
        (ok([]), 200),
        (ok(WORDS), 200),
        (HTML, 200),
        (HTML, 404),
        (HTML, 301),
        ("[]", 200),
        ("{}", 200),
        ('{"ok": true}', 200),
        ("", 200),
        ("[" * 5000, 200),
    ],
)
async def test_what_does_not_speak_the_bot_api_is_one_sentence(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, body: str, status: int
) -> None:
    """It names the host and the setting, and quotes nothing; the log is as quiet."""
    caplog.set_level(logging.DEBUG, "telegram")
    server.respond("getMe", body, status)
    with pytest.raises(ChannelError) as caught:
        await _start(server, tmp_path)
    assert str(caught.value) == (
        "What answers at 127.0.0.1 does not speak the Bot API: check SHOPLENS_TELEGRAM__BASE_URL."
    )
    assert caught.value.__context__ is None
    assert WORDS not in caplog.text


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ('{"ok": false, "error_code": 401, "description": "Unauthorized"}', 200, "Telegram refused the token"),
        ('{"ok": false, "error_code": 502, "description": [5]}', 200, "did not answer: check the network"),
        (HTML, 502, "did not answer: check the network"),
    ],
)
async def test_a_refusal_at_the_start_is_told_apart(
    server: TelegramServer, tmp_path: Path, body: str, status: int, sentence: str
) -> None:
    """Also where it comes as a success, or as a page of a proxy."""
    server.respond("getMe", body, status)
    with pytest.raises(ChannelError, match=sentence):
        await _start(server, tmp_path)


async def _start(server: TelegramServer, folder: Path) -> None:
    channel = TelegramChannel(server.settings, ScriptedAssistant(), lambda key: None, Inbox(folder / "inbox.db", ""))
    await channel.__aenter__()


@pytest.mark.parametrize(
    "body",
    [
        ok({"message_id": 5, "date": 1_700_000_000_000, "chat": PLACE, "text": WORDS}),
        ok({"message_id": 5, "date": 1}),
        ok({"message_id": "x", "date": 1, "chat": PLACE}),
        ok({}),
        ok([]),
        ok(WORDS),
        ok(None),
        ok(True),
        f'{{"ok": true, "result": {"[" * 100}{"]" * 100}}}',
    ],
)
@pytest.mark.parametrize("cards", [0, 1, 3])
async def test_what_was_sent_is_not_sent_again(shop: TelegramShop, body: str, cards: int) -> None:
    """The message that comes back cannot be read: the answer is whole all the same, and comes once."""
    methods = ("sendMessage", "sendPhoto", "sendMediaGroup")
    for method in methods:
        shop.server.respond(method, body, times=9)
    shop.assistant.answer = lambda message: Reply("Boots", shop.cards(cards))
    await shop.server.say("boots")
    await come(lambda: bool(shop.assistant.asked) and not shop.channel.load.waiting)
    sent = [call.method for call in shop.server.calls if call.method in methods]
    assert sent == {0: ["sendMessage"], 1: ["sendPhoto"], 3: ["sendMediaGroup", "sendMessage"]}[cards]
    assert shop.channel.load.undelivered == 0


async def test_an_answer_outlasts_a_page_of_a_proxy(shop: TelegramShop, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody knows whether it arrived: it is sent three times at most, and no page is quoted in the log."""
    caplog.set_level(logging.DEBUG, "bot")
    shop.server.respond("sendMessage", HTML)
    shop.server.respond("getUpdates", HTML, times=3)
    await shop.server.say("first")
    assert texts(await shop.server.wait_for("sendMessage", 2)) == ["You said: first"] * 2
    await come(lambda: not shop.channel.load.waiting)
    assert shop.channel.load.undelivered == 0
    shop.server.respond("sendMessage", HTML, times=30)
    await shop.server.say("second")
    await come(lambda: shop.channel.load.undelivered == 1)
    assert len(shop.server.made("sendMessage")) == 5
    assert WORDS not in caplog.text


async def test_a_refusal_that_comes_as_a_success_is_one(shop: TelegramShop) -> None:
    """The words alone are sent where the answer is refused; too many requests are waited for."""
    shop.server.respond("sendMessage", '{"ok": false, "error_code": 400, "description": "Bad Request: no"}', times=2)
    await shop.server.say("boots")
    await shop.server.wait_for("sendMessage", 3)
    await come(lambda: not shop.channel.load.waiting)
    assert shop.channel.load.undelivered == 0


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize(
    "body",
    [HTML, ok({}), ok(None), ok(WORDS), "[]", '{"ok": false}', '{"ok": false, "error_code": true, "parameters": 5}'],
)
async def test_polling_goes_on_after_an_odd_answer(
    shop: TelegramShop, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    """One line in the log, without what came."""
    await shop.server.wait_for("getUpdates")
    shop.server.respond("getUpdates", body, times=2)
    for count, words in enumerate(("boots", "hats"), 1):
        await shop.server.say(words)
        await shop.server.wait_for("sendMessage", count)
    assert "Fetching updates from Telegram failed, trying again: " in caplog.text
    assert WORDS not in caplog.text


async def test_a_photo_whose_address_cannot_be_read_is_not_there(shop: TelegramShop) -> None:
    """As one that Telegram does not hand over."""
    shop.server.respond("getFile", ok({"file_path": WORDS}), times=3)
    await shop.server.show(b"photo")
    await shop.server.wait_for("sendMessage")
    assert not any(photo for asked in shop.assistant.asked for photo in asked.photos)


def test_a_refusal_keeps_its_numbers_only() -> None:
    """The library takes whatever stands there."""
    answer = {"description": [WORDS], "parameters": {"retry_after": WORDS, "migrate_to_chat_id": -5, "x": WORDS}}
    status, payload = in_order("sendMessage", {}, 429, json.dumps(answer).encode())
    assert (status, json.loads(payload)) == (429, {"parameters": {"migrate_to_chat_id": -5}})
    with pytest.raises(OddResponse):
        in_order("sendMessage", {}, 413, HTML.encode())


async def test_a_stop_does_not_stumble_over_what_waits(server: TelegramServer, tmp_path: Path) -> None:
    """Leave is taken of a server that answers that with nonsense, too."""
    async with TelegramShop(server, tmp_path):
        await server.say("boots")
        await server.wait_for("sendMessage")
        server.respond("getUpdates", HTML, times=5)
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("telegram")]
