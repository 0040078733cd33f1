"""The Telegram channel's life: start, order, faults, logs, stop, against a server that speaks the Bot API."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.telegram.calls import PATIENTLY
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.receiving import inbox_worker
from bot.errors import ChannelError
from bot.messages import IncomingMessage, Reply
from bot.runtime import shutdown as stopping_module
from bot.settings import TelegramSettings
from bot.storage.inbox import Inbox
from tests.bot.channels.telegram.shop import RENEW_S, TelegramShop, come, texts
from tests.bot.stock import offered, tapped
from tests.fakes import ScriptedAssistant
from tests.telegram_server import TOKEN, TelegramServer

SECRET = TOKEN.split(":")[1]


async def test_order_holds_within_a_chat_while_others_go_on(shop: TelegramShop) -> None:
    """A slow question holds back its own chat only, and a tap there is acknowledged at once."""
    ready = asyncio.Event()

    async def slow_in_chat_7(message: IncomingMessage) -> Reply:
        if message.text == "first":
            await ready.wait()
        return Reply(message.text or tapped(message))

    shop.assistant.answer = slow_in_chat_7
    await shop.server.say("first")
    await shop.server.say("second")
    await shop.server.tap("say:third")
    await shop.server.say("other", chat=8)
    await shop.server.wait_for("sendMessage", chat=8)
    await shop.server.wait_for("answerCallbackQuery")
    assert shop.server.made("sendMessage", chat=7) == []
    ready.set()
    assert texts(await shop.server.wait_for("sendMessage", 3, chat=7)) == ["first", "second", "say:third"]


@pytest.fixture
def two_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound of two waiting messages a chat; comes before `shop` in a test's arguments."""
    monkeypatch.setattr(inbox_worker, "_MAX_WAITING_IN_A_CHAT", 2)


@pytest.mark.fault("one chat fills its inbox", "told once; other chats are served", log="faster than it is answered")
async def test_chat_that_floods_is_told_once(two_may_wait: None, shop: TelegramShop) -> None:
    """Beyond its bound a chat's messages are left out, with one sentence that says so, and others are served."""
    ready = asyncio.Event()

    async def wait(message: IncomingMessage) -> Reply:
        if message.conversation_id == "7":
            await ready.wait()
        return Reply(message.text)

    shop.assistant.answer = wait
    await shop.server.say("first")
    await shop.server.wait_for("sendChatAction", chat=7)
    for words in ("second", "third", "too many", "far too many"):
        await shop.server.say(words)
    await shop.server.say("other", chat=8)
    await shop.server.wait_for("sendMessage", chat=8)
    ready.set()
    *answers, last = texts(await shop.server.wait_for("sendMessage", 4, chat=7))
    assert answers == ["first", "second", "third"]
    assert "still working" in last


async def test_chat_action_is_there_at_once_is_renewed_and_ends(shop: TelegramShop) -> None:
    """ "typing" shows before the answer is made, again while it takes long, and not after it."""
    ready = asyncio.Event()

    async def wait(message: IncomingMessage) -> Reply:
        await ready.wait()
        return Reply("done")

    shop.assistant.answer = wait
    await shop.server.say("boots")
    await shop.server.wait_for("sendChatAction", 1)
    await shop.pause.let_go(RENEW_S)
    actions = await shop.server.wait_for("sendChatAction", 2)
    assert [call.fields["action"] for call in actions] == ["typing", "typing"]
    ready.set()
    await shop.server.wait_for("sendMessage")
    await shop.stop()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("telegram")]


# The library's own code still reads the attribute that it will change.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.fault("Telegram 429, retry after 1 s", "sent again after that second")
async def test_flood_wait_is_honoured(shop: TelegramShop) -> None:
    """After "too many requests" the same message is sent again once the named wait is over."""
    shop.server.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    started = asyncio.get_running_loop().time()
    await shop.server.say("boots")
    first, second = await shop.server.wait_for("sendMessage", 2)
    assert asyncio.get_running_loop().time() - started >= 1
    assert first == second


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.fault("Telegram 429 in one chat, retry after an hour", "all other chats are answered meanwhile")
async def test_a_flooded_chat_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch, shop: TelegramShop) -> None:
    """A group that was flooded just before a restart is told so for as long as Telegram likes."""
    monkeypatch.setattr(stopping_module, "_ANSWERING_S", 0.05)
    shop.server.fail("sendMessage", 429, "Too Many Requests: retry after 3600", retry_after=3600)
    await shop.server.say("boots", 5)
    await shop.server.wait_for("sendMessage", chat=5)
    await shop.server.say("dresses", 6)
    (answered,) = await shop.server.wait_for("sendMessage", chat=6)
    assert answered.fields["text"] == "You said: dresses"


@pytest.mark.fault("Telegram 502 for minutes", "the answers go out once it is over, in their order")
async def test_answers_outlast_a_fault_of_the_server(shop: TelegramShop) -> None:
    """What Telegram does not take now it takes later; meanwhile the question is in the inbox."""
    shop.server.fail("sendMessage", 502, times=12)
    await shop.server.say("boots")
    await shop.server.say("hats")
    calls = await shop.server.wait_for("sendMessage", 14)
    assert texts(calls) == ["You said: boots"] * 13 + ["You said: hats"]
    assert 100 < sum(shop.pause.ended) < 600
    assert shop.channel.load.undelivered == 0


@pytest.mark.fault("Telegram 502 for minutes, the bot is stopped meanwhile", "answered after the next start")
async def test_an_answer_that_waits_for_telegram_is_not_lost_by_a_stop(tmp_path: Path) -> None:
    """It is worked out anew."""
    async with TelegramServer() as server:
        async with TelegramShop(server, tmp_path) as shop:
            shop.pause.hold(5.0)
            server.fail("sendMessage", 502, times=3)
            await server.say("boots")
            await server.wait_for("sendMessage", 3)
            await shop.pause.held(5.0)
            await shop.stop()
        async with TelegramShop(server, tmp_path):
            await server.wait_for("sendMessage", 4)


@pytest.mark.fault(
    "Telegram 502 for more than ten minutes",
    "the answer is dropped and counted; the next one works",
    log="could not be sent",
)
async def test_server_fault_is_retried_within_bounds(shop: TelegramShop) -> None:
    """Who waited that long has gone on to other things."""
    tries = 1 + len(PATIENTLY)
    shop.server.fail("sendMessage", 502, times=tries)
    await shop.server.say("lost")
    await shop.server.say("works")
    calls = await shop.server.wait_for("sendMessage", tries + 1)
    assert texts(calls)[-1] == "You said: works"
    assert 500 < sum(PATIENTLY) <= 600
    assert shop.channel.load.undelivered == 1


@pytest.mark.fault("Telegram 400 on an answer", "its words alone go out", log="trying its words alone")
async def test_a_refused_answer_is_sent_as_plain_words(shop: TelegramShop) -> None:
    """Without buttons, markup and anything else that may be refused; what is refused even then is dropped."""
    shop.assistant.answer = lambda message: Reply("a < b", buttons=(offered("show:t:1", "k:1"),))
    shop.server.fail("sendMessage", 400, "Bad Request: can't parse entities", times=2)
    await shop.server.say("boots")
    *_, plain = await shop.server.wait_for("sendMessage", 3)
    assert plain.fields == {"chat_id": "7", "text": "a < b"}
    await come(lambda: shop.channel.load.waiting == 0)
    shop.server.fail("sendMessage", 400, "Bad Request: chat not found", times=3)
    await shop.server.say("boots")
    await shop.server.wait_for("sendMessage", 6)
    await come(lambda: shop.channel.load.undelivered == 1)


async def test_blocked_bot_is_noted_and_dropped(shop: TelegramShop, caplog: pytest.LogCaptureFixture) -> None:
    """A person who blocked the bot costs one line at INFO and no retry."""
    caplog.set_level(logging.INFO)
    shop.server.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await shop.server.say("boots")
    await shop.server.say("again")
    await shop.server.wait_for("sendMessage", 2)
    (line,) = [record for record in caplog.records if "blocked by the user" in record.getMessage()]
    assert line.levelno == logging.INFO


@pytest.mark.fault("assistant raises", "one sentence and a line in the log, the next message is answered")
async def test_failing_handler_does_not_stop_the_chat(shop: TelegramShop, caplog: pytest.LogCaptureFixture) -> None:
    """Should the assistant break its promise and raise, whoever asked hears of it and the next message is answered."""

    def fail(message: IncomingMessage) -> Reply:
        if message.text == "bad":
            raise ValueError("broken")
        return Reply("fine")

    shop.assistant.answer = fail
    await shop.server.say("bad")
    await shop.server.say("good")
    sorry, answer = texts(await shop.server.wait_for("sendMessage", 2))
    assert sorry.startswith("Something went wrong on my side")
    assert answer == "fine"
    assert "broken" in caplog.text


async def test_token_never_reaches_a_log(shop: TelegramShop, caplog: pytest.LogCaptureFixture) -> None:
    """Requests, faults, tracebacks: no record holds the token, at any level that is on by default or lower."""
    caplog.set_level(logging.DEBUG)
    shop.server.fail("getFile", 500, times=1 + len(PATIENTLY))
    shop.server.fail("sendMessage", 500, f"https://api/bot{TOKEN}/sendMessage broke", times=3)
    await shop.server.show(b"photo")
    await shop.server.wait_for("sendMessage", 3)
    try:
        raise RuntimeError(f"httpx could not reach /bot{TOKEN}/getMe")
    except RuntimeError:
        logging.getLogger("somewhere").exception("It broke with %s", f"bot{TOKEN}")
    await shop.stop()
    assert "It broke with bot424242:<token>" in caplog.text
    assert "/bot424242:<token>/getMe" in caplog.text
    assert SECRET not in caplog.text
    assert not any(SECRET in repr((record.args, record.exc_text)) for record in caplog.records)


@pytest.mark.parametrize("token", ["", "424242:wrong-Secret_0123456789", "a\nb"])
async def test_wrong_token_is_one_sentence(token: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A missing, refused or malformed token ends in one sentence that names the setting and not the token."""
    async with TelegramServer() as server:
        settings = server.settings.model_copy(update={"token": SecretStr(token)})
        channel = TelegramChannel(settings, ScriptedAssistant(), lambda key: None, Inbox(tmp_path / "inbox.db", ""))
        with pytest.raises(ChannelError, match="SHOPLENS_TELEGRAM__TOKEN") as caught:
            await channel.__aenter__()
    assert caught.value.__context__ is None
    assert not token or token not in str(caught.value) + caplog.text


@pytest.mark.fault("no Bot API server at the start", "one sentence with the host")
async def test_unreachable_server_is_one_sentence(free_port: int, tmp_path: Path) -> None:
    """Where nothing answers, the sentence names the host."""
    address = f"http://127.0.0.1:{free_port}"
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
    channel = TelegramChannel(settings, ScriptedAssistant(), lambda key: None, Inbox(tmp_path / "inbox.db", ""))
    with pytest.raises(ChannelError, match=r"at 127\.0\.0\.1 did not answer") as caught:
        await channel.__aenter__()
    assert SECRET not in str(caught.value)


async def test_nothing_is_dropped_between_runs(tmp_path: Path) -> None:
    """What is in work is answered before the end; what waits, and what comes meanwhile, at the next start, once."""
    async with TelegramServer() as server:
        first = TelegramShop(server, tmp_path)
        ready = asyncio.Event()

        async def slow(message: IncomingMessage) -> Reply:
            asyncio.get_running_loop().call_later(0.1, ready.set)
            await ready.wait()
            return Reply(message.text)

        first.assistant.answer = slow
        await server.say("one")
        await server.say("two")
        async with first:
            await server.until(lambda: len(server.confirmed) == 2)
        assert texts(server.made("sendMessage")) == ["one"]
        await server.say("three")
        async with TelegramShop(server, tmp_path) as second:
            await server.wait_for("sendMessage", 3)
        assert [asked.text for asked in second.assistant.asked] == ["two", "three"]
        async with TelegramShop(server, tmp_path) as third:
            await server.say("four")
            await server.wait_for("sendMessage", 4)
        assert [asked.text for asked in third.assistant.asked] == ["four"]


@pytest.mark.fault(
    "stop while answers never come",
    "stopped in its time, the log counts the unanswered, the next start answers them",
    log="messages wait in the inbox",
)
async def test_stop_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that never comes does not hold the end; it is tried again at the next start."""
    monkeypatch.setattr(stopping_module, "_ANSWERING_S", 0.05)

    async def never(message: IncomingMessage) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    async with TelegramServer() as server:
        shop = TelegramShop(server, tmp_path)
        shop.assistant.answer = never
        async with shop:
            await server.say("one")
            await server.say("two")
            await server.wait_for("sendChatAction")
            await server.until(lambda: len(server.confirmed) == 2)
        assert "2 messages wait in the inbox" in caplog.text
        assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("telegram")]
        async with TelegramShop(server, tmp_path):
            await server.wait_for("sendMessage", 2)


@pytest.mark.fault(
    "Telegram 502 on getUpdates", "one line, polling goes on", log="Fetching updates from Telegram failed"
)
async def test_lost_connection_while_polling_is_survived(shop: TelegramShop, caplog: pytest.LogCaptureFixture) -> None:
    """A failing getUpdates is one line in the log and polling goes on."""
    shop.server.fail("getUpdates", 502, "Bad Gateway")
    await shop.server.say("one")
    await shop.server.say("two")
    await shop.server.wait_for("sendMessage", 2)
    lines = [record for record in caplog.records if "Fetching updates" in record.getMessage()]
    assert [(record.levelno, record.exc_info, record.exc_text) for record in lines] == [(logging.WARNING, None, None)]


@pytest.mark.fault("Telegram refuses or fails an alert", "it is known that it did not arrive", log="could not be told")
async def test_somebody_is_told_something_unasked(shop: TelegramShop) -> None:
    """Whether it arrived is the answer; a person who never wrote to the bot cannot be told."""
    assert await shop.channel.tell(7, "The disk is nearly full")
    assert [call.fields["text"] for call in shop.server.made("sendMessage", 7)] == ["The disk is nearly full"]
    shop.server.fail("sendMessage", 403, "Forbidden: bot can't initiate conversation with a user")
    assert not await shop.channel.tell(8, "The disk is nearly full")
