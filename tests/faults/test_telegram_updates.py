"""Updates that cannot be read, polls that bring nothing, and servers that are none of Telegram's."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.errors import ChannelError
from bot.messages import Reply
from tests.bot.channels.telegram.shop import TelegramShop, come, server, shop, texts
from tests.bot.channels.telegram.unreadable import UNREADABLE, message, tap
from tests.faults.table import Told
from tests.telegram_server import TelegramServer

__all__ = ["server", "shop"]  # fixtures of the tests below

COUNTER = "shoplens_channel_unreadable_updates_total"
LINE = "An update cannot be read and is skipped"


@pytest.mark.fault(
    f"{len(UNREADABLE)} updates that cannot be read: a poll, a checklist, a story, a gift without their fields …",
    "their senders are told what works, everybody else is answered",
    log=rf"{LINE} \(message\)",
)
async def test_what_cannot_be_read_costs_only_itself(shop: TelegramShop, record_property: Told) -> None:
    """Each between two good messages."""
    for chat, content in enumerate(UNREADABLE.values(), 100):
        await shop.server.push_raw({"update_id": shop.server.newest_update + 1, "message": message(chat, **content)})
        await shop.server.say(f"good {chat}", 7)
    answers = texts(await shop.server.wait_for("sendMessage", len(UNREADABLE), 7))
    assert answers == [f"You said: good {chat}" for chat, _ in enumerate(UNREADABLE, 100)]
    for chat, _ in enumerate(UNREADABLE, 100):
        await shop.server.wait_for("sendMessage", chat=chat)
    assert shop.channel.load.unreadable == len(UNREADABLE)
    record_property("metric", f"{COUNTER} {shop.channel.load.unreadable}")
    record_property("seen", f"{len(answers)} good ones answered in their order, {len(UNREADABLE)} senders told")


@pytest.mark.fault(
    "one update nested 5,000 levels deep, one with a number of 5,000 digits",
    "stepped over; what came with them is answered",
    log=rf"{LINE} \(no kind\): no JSON object",
)
async def test_json_that_no_decoder_takes_costs_only_itself(shop: TelegramShop, record_property: Told) -> None:
    """They make the whole answer unreadable that brings them."""
    await shop.server.wait_for("getUpdates")
    gate = shop.server.hold("getUpdates")
    await shop.server.say("one")
    for bad in ('{"a":' * 5000 + "1" + "}" * 5000, "9" * 5000):
        await shop.server.push_raw(f'{{"update_id": {shop.server.newest_update + 1}, "message": {bad}}}')
    await shop.server.say("two")
    gate.set()
    assert texts(await shop.server.wait_for("sendMessage", 2)) == ["You said: one", "You said: two"]
    assert shop.channel.load.unreadable == 2
    record_property("metric", f"{COUNTER} 2")


@pytest.mark.fault(
    "a tap that cannot be read", "it is acknowledged, its sender is told what works", log=rf"{LINE} \(callback_query\)"
)
async def test_a_tap_that_cannot_be_read_does_not_go_on_turning(shop: TelegramShop, record_property: Told) -> None:
    """The person's app waits for that."""
    await shop.server.push_raw({"update_id": shop.server.newest_update + 1, "callback_query": tap(7, data=5)})
    (call,) = await shop.server.wait_for("answerCallbackQuery")
    assert call.fields["callback_query_id"] == "tap-7"
    await shop.server.wait_for("sendMessage", chat=7)
    record_property("metric", f"{COUNTER} {shop.channel.load.unreadable}")


@pytest.mark.fault("Telegram answers at once with nothing, 30 times", "it is asked ever more slowly, up to every 4 s")
async def test_empty_answers_do_not_spin(shop: TelegramShop, record_property: Told) -> None:
    """As a proxy or a server does that knows no long polling."""
    await shop.server.wait_for("getUpdates")
    shop.server.respond("getUpdates", '{"ok": true, "result": []}', times=30)
    await shop.server.say("boots")
    await shop.server.wait_for("getUpdates", 32)
    assert sum(shop.pause.ended) > 100
    record_property("seen", f"30 answers took {sum(shop.pause.ended):.0f} s")


@pytest.mark.fault("the address of the Bot API is a web page", "one sentence with the host and the setting")
async def test_a_web_page_is_not_the_bot_api(server: TelegramServer, tmp_path: Path, record_property: Told) -> None:
    """Nothing is started."""
    server.respond("getMe", "<html>Welcome</html>")
    with pytest.raises(
        ChannelError, match=r"127\.0\.0\.1 does not speak the Bot API: check SHOPLENS_TELEGRAM__BASE_URL"
    ) as caught:
        await TelegramShop(server, tmp_path).__aenter__()
    record_property("seen", str(caught.value))
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("telegram")]


@pytest.mark.fault(
    "what comes back of each message sent cannot be read: its date is in milliseconds",
    "the answer is whole and comes once",
)
async def test_a_message_that_comes_back_odd_was_sent(shop: TelegramShop, record_property: Told) -> None:
    """An album, and the words after it."""
    odd = {"message_id": 5, "date": 1_700_000_000_000, "chat": {"id": 7, "type": "private"}}
    shop.server.respond("sendMediaGroup", json.dumps({"ok": True, "result": [odd] * 3}))
    shop.server.respond("sendMessage", json.dumps({"ok": True, "result": odd}))
    shop.assistant.answer = lambda message: Reply("Boots", shop.cards(3))
    await shop.server.say("boots")
    await shop.server.wait_for("sendMessage")
    await come(lambda: not shop.channel.load.waiting)
    assert (len(shop.server.made("sendMediaGroup")), len(shop.server.made("sendMessage"))) == (1, 1)
    assert shop.channel.load.undelivered == 0
    record_property("metric", "shoplens_channel_undelivered_answers_total 0")


@pytest.mark.fault(
    "a proxy answers sendMessage with HTML for ever",
    "tried three times, as it may have arrived; counted as undelivered",
    log="could not be sent: OddResponse",
)
async def test_a_proxy_in_the_way_does_not_repeat_an_answer_for_ever(shop: TelegramShop, record_property: Told) -> None:
    """The next one goes out once the proxy is gone."""
    shop.server.respond("sendMessage", "<html>Bad gateway</html>", times=3)
    await shop.server.say("boots")
    await come(lambda: shop.channel.load.undelivered == 1)
    await shop.server.say("hats")
    assert texts(await shop.server.wait_for("sendMessage", 4)) == ["You said: boots"] * 3 + ["You said: hats"]
    record_property("metric", "shoplens_channel_undelivered_answers_total 1")
