"""One update that cannot be read costs nothing but itself: not the others, not the bot, and nobody's words."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from telegram import Update, User

from bot.channels.rate_limits import Limits
from bot.channels.telegram.receiving.incoming import is_question
from bot.channels.telegram.receiving.parsing import UnreadableUpdate, number_of, read_update
from bot.i18n.translator import translate, using_language
from bot.settings import TelegramSettings
from bot.storage.inbox import Inbox, Letter
from tests.bot.channels.telegram.shop import TelegramShop, come, texts
from tests.bot.channels.telegram.unreadable import POLL, UNREADABLE, WORDS, Json, message, tap
from tests.telegram_server import TelegramServer

ENGLISH = "I can't read this kind of message."
GERMAN = "Diese Art von Nachricht kann ich nicht lesen."
GOOD = 200


@pytest.fixture(params=["polling", "webhook"])
def settings(request: pytest.FixtureRequest, server: TelegramServer, free_port: int) -> TelegramSettings:
    """Of a bot that asks for updates, and of one that is posted them."""
    if request.param == "polling":
        return server.settings
    url = f"http://127.0.0.1:{free_port}/telegram"
    return server.settings.model_copy(update={"webhook_url": url, "webhook_port": free_port})


def words_of(caplog: pytest.LogCaptureFixture) -> str:
    """All that was logged, at any level, with its tracebacks."""
    return (
        "\n".join(f"{record.getMessage()} {record.exc_text or ''} {record.args!r}" for record in caplog.records)
        + caplog.text
    )


@pytest.mark.usefixtures("fast")
async def test_what_cannot_be_read_is_stepped_over(
    server: TelegramServer, settings: TelegramSettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """200 good messages among a poll, a checklist, a story, a gift and more are answered in their order."""
    for logger in ("bot", "telegram"):
        caplog.set_level(logging.DEBUG, logger)
    bad: list[Any] = [
        {"message": message(100 + number, **content)} for number, content in enumerate(UNREADABLE.values())
    ]
    unknown = [{f"telepathy_{number}": {"thought": WORDS}} for number in range(10)]
    bad += [{"callback_query": tap(9, chat_instance=None, data=[WORDS])}, {"inline_query": {"query": WORDS}}]
    every = (*bad, *unknown)
    async with TelegramShop(server, tmp_path, settings=settings) as shop:
        for number in range(GOOD):
            await server.say(f"good {number}", 1 + number % 20)
            for raw in every[number::GOOD]:
                await server.push_raw({"update_id": server.newest_update + 1, **raw})
        for count in range(1, 1 + GOOD // 20):
            for chat in range(1, 21):
                await server.wait_for("sendMessage", count + (chat == 9), chat)
        assert shop.channel.load.unreadable == len(bad)
        assert shop.channel.trouble == ""
        for chat in range(1, 21):
            said = [text for text in texts(server.made("sendMessage", chat)) if not text.startswith(GERMAN)]
            assert said == [f"You said: good {number}" for number in range(chat - 1, GOOD, 20)]
        for number in range(len(bad) - 2):
            (sorry,) = texts(await server.wait_for("sendMessage", chat=100 + number))
            assert sorry.startswith(GERMAN)
        assert "tap-9" in [call.fields["callback_query_id"] for call in server.made("answerCallbackQuery")]
        await come(lambda: server.newest_update in server.confirmed or not server.swallow())
    assert WORDS not in words_of(caplog)
    lines = [record for record in caplog.records if "cannot be read" in record.getMessage()]
    assert len(lines) == len(bad)
    assert not any(record.exc_info or record.exc_text for record in lines)
    assert any("`persistent_id` is a required argument" in line.getMessage() for line in lines)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Telegram's 30 requests a second, and without those that say that the bot writes."""
    monkeypatch.setattr("bot.channels.telegram.bot._RateLimiter", lambda *_: None)
    monkeypatch.setattr("bot.channels.telegram.channel.chat_action", lambda *_: nullcontext())


def nested(levels: int, number: int) -> str:
    """JSON that no decoder takes where it has many levels."""
    deep = '{"reply_to_message":' * levels + f'{{"text": "{WORDS}"}}' + "}" * levels
    return f'{{"update_id": {number}, "message": {deep}}}'


ODD = {
    "no object": [[], 5, None, WORDS, [1, [2]]],
    "no number": [{"message": message(7, text=WORDS)}, {"update_id": None, "message": message(7, text=WORDS)}],
    "an odd number": [{"update_id": odd, "message": message(7, text=WORDS)} for odd in ("5", 5.5, -5, 10**40, True)],
    "100 levels": [nested(100, 4000)],
    "5000 levels": [nested(5000, 4000)],
    "a number of 5000 digits": [f'{{"update_id": 4000, "message": {{"date": {"9" * 5000}}}}}'],
    "broken JSON": ['{"update_id": 4000, "message": {"text": "]}"}, ]}'],
}


@pytest.mark.parametrize("raws", ODD.values(), ids=ODD)
async def test_what_is_no_update_does_not_stop_the_next_one(
    server: TelegramServer, settings: TelegramSettings, tmp_path: Path, raws: Sequence[object]
) -> None:
    """Without an object, without a number, or with JSON that no decoder takes."""
    async with TelegramShop(server, tmp_path, settings=settings) as shop:
        await server.say("before")
        for raw in raws:
            await server.push_raw(raw.replace("4000", str(server.newest_update + 1)) if isinstance(raw, str) else raw)
        await server.say("after")
        await server.until(lambda: "You said: after" in texts(server.made("sendMessage")))
        assert [asked.text for asked in shop.assistant.asked] == ["before", "after"]
        assert shop.channel.load.unreadable
        await server.until(lambda: server.newest_update in server.confirmed)


async def test_the_offset_moves_past_what_is_unreadable_alone(server: TelegramServer, tmp_path: Path) -> None:
    """Nothing readable has come; it is not handed over again, by a stop neither."""
    async with TelegramShop(server, tmp_path):
        number = await server.push_raw(nested(5000, server.newest_update + 1))
        await server.until(lambda: number in server.confirmed)
        last = await server.push_raw({"update_id": number + 1, "message": message(7, **POLL)})
        await server.wait_for("sendMessage")
    assert last in server.confirmed


async def test_groups_bots_and_services_are_not_answered(shop: TelegramShop) -> None:
    """Only a person in a chat with the bot is told what works."""
    contents: tuple[Json, ...] = (
        {"message": message(-7, **POLL)},
        {"message": {**message(7, **POLL), "chat": {"id": 7, "type": "channel"}}},
        {"message": {**message(7, **POLL), "from": None}},
        {"message": {**message(7, **POLL), "from": {"id": 3, "is_bot": True, "first_name": "Bot"}}},
        {"message": {**message(7, **POLL), "chat": {"id": "7"}}},
        {"callback_query": tap(-7, data=5)},
        {"inline_query": {"from": {"id": 7}}},
        {"message": []},
    )
    for content in contents:
        await shop.server.push_raw({"update_id": shop.server.newest_update + 1, **content})
    await shop.server.say("good", 8)
    await shop.server.wait_for("sendMessage", chat=8)
    await shop.server.wait_for("answerCallbackQuery")
    await shop.stop()
    assert {call.chat_id for call in shop.server.made("sendMessage")} == {8}


async def test_a_flood_of_what_cannot_be_read_is_bounded(tmp_path: Path) -> None:
    """It counts as questions do, others are answered, and each number once."""
    async with TelegramServer() as server:
        shop = TelegramShop(server, tmp_path, Limits(1, 3, now=lambda: 0.0))
        async with shop:
            for number in range(8):
                bad = {"update_id": server.newest_update + 1, "message": message(7, **POLL)}
                await server.push_raw(bad)
                await server.push_raw(bad)
                await server.say(f"good {number}", 100 + number)
                await server.wait_for("sendMessage", chat=100 + number)
                await come(lambda: not shop.channel._reader._answering)  # noqa: SLF001 - nobody tells
            assert shop.channel.load.unreadable == 8
        assert len(server.made("sendMessage", 7)) == 3


async def test_admins_are_told_once(server: TelegramServer, tmp_path: Path) -> None:
    """In the shop's language, with what there is to do; a chat that is closed to the bot is tried again."""
    settings = server.settings.model_copy(update={"admin_ids": (11,)})
    server.fail("sendMessage", 403, "Forbidden: bot can't initiate conversation with a user")
    with using_language("fr"):
        async with TelegramShop(server, tmp_path, settings=settings) as shop:
            for count in range(1, 5):
                await server.push_raw({"update_id": server.newest_update + 1, "message": message(-7, **POLL)})
                await come(lambda count=count: shop.channel.load.unreadable == count)  # type: ignore[misc]
                await come(lambda: not shop.channel._reader._answering)  # noqa: SLF001 - nobody tells
        refused, told = texts(server.made("sendMessage", 11))
        assert refused == told == translate("unreadable-update", kind="message")
        assert "(message)" in told
        assert told.startswith("⚠ Telegram a envoyé")


async def test_the_person_is_answered_in_their_language(shop: TelegramShop) -> None:
    """That of their telephone where it is spoken, else the shop's."""
    for chat, language in ((7, "de"), (8, "xx"), (9, 5)):
        bad = message(chat, **POLL)
        bad["from"]["language_code"] = language
        await shop.server.push_raw({"update_id": shop.server.newest_update + 1, "message": bad})
    for chat, words in ((7, GERMAN), (8, ENGLISH), (9, ENGLISH)):
        assert texts(await shop.server.wait_for("sendMessage", chat=chat))[0].startswith(words)


async def test_what_an_earlier_run_could_read_and_this_one_cannot_is_answered(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a change of the library; the rest of the inbox is answered."""
    letters = [(1, message(7, **POLL)), (2, message(8, text="good"))]
    async with Inbox(tmp_path / "inbox.db", "telegram:424242", lambda: 1_000_000.0) as inbox:
        await inbox.keep([Letter(id_, json.dumps({"update_id": id_, "message": one})) for id_, one in letters])
    async with TelegramShop(server, tmp_path) as shop:
        assert texts(await server.wait_for("sendMessage", chat=8)) == ["You said: good"]
        assert texts(await server.wait_for("sendMessage", chat=7))[0].startswith(GERMAN)
        await shop.stop()
    async with TelegramShop(server, tmp_path) as shop:
        assert shop.inbox.left_over == ()
    assert WORDS not in words_of(caplog)


async def test_what_can_be_read_and_not_be_worked_with_costs_only_itself(
    shop: TelegramShop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Should a later version look at a field of a type that nobody thought of."""

    def stumble(update: Update, me: User) -> bool:
        if update.message is not None and update.message.text == WORDS:
            raise ValueError(f"{update.message.text} is odd")
        return is_question(update, me)

    monkeypatch.setattr("bot.channels.telegram.receiving.inbox_worker.is_question", stumble)
    await shop.server.push_raw({"update_id": shop.server.newest_update + 1, "message": message(7, text=WORDS)})
    await shop.server.say("good", 8)
    assert texts(await shop.server.wait_for("sendMessage", chat=8)) == ["You said: good"]
    assert texts(await shop.server.wait_for("sendMessage", chat=7))[0].startswith(GERMAN)
    assert "ValueError at test_unreadable.py" in caplog.text
    assert WORDS not in words_of(caplog)


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=list(UNREADABLE))
def test_the_cause_names_fields_and_no_words(content: Json) -> None:
    """An operator reads what is missing, in names of the Bot API."""
    with pytest.raises(UnreadableUpdate) as caught:
        read_update({"update_id": 1, "message": message(7, **content)}, None)  # type: ignore[arg-type]
    assert WORDS not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert len(str(caught.value)) > 5


def test_a_number_is_found_quickly_in_what_is_no_json() -> None:
    """A megabyte of brackets and quotes takes no time that anybody would notice."""
    for hostile in ("[" * 2**20, '"' * 2**20, '{"update_id"' * 2**16, "\\" * 2**20):
        began = time.process_time()
        assert number_of(hostile) is None
        assert time.process_time() - began < 5
