"""Who becomes the owner by a code, and that nothing is lost of what others write meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.telegram.pairing import Account, bot_account, wait_for_owner
from bot.errors import ChannelError
from tests.fakes import HeldPause
from tests.telegram_server import TelegramServer

CODE = "K7M2QX9PAB"


@asynccontextmanager
async def waiting(server: TelegramServer) -> AsyncIterator[asyncio.Task[Account]]:
    """Somebody is waited for, from one look at the updates to the next."""
    pause = HeldPause()
    task = asyncio.create_task(wait_for_owner(server.settings, CODE, pause))
    yield task
    task.cancel()
    await asyncio.wait([task])


async def test_the_bot_of_a_token_is_known(server: TelegramServer) -> None:
    """By the name that people see."""
    assert await bot_account(server.settings) == Account(424242, "Shop", "shop_test_bot")


@pytest.mark.parametrize("words", [f"/start {CODE}", f"/start@shop_test_bot {CODE}", f" {CODE.lower()} "])
async def test_whoever_sends_the_code_is_the_owner(server: TelegramServer, words: str) -> None:
    """By the link or by hand; they are greeted in their language, and only this message is confirmed."""
    async with waiting(server) as owner:
        await server.push(
            message={
                "message_id": 1,
                "date": 1,
                "chat": {"id": 7, "type": "private"},
                "from": {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "de-AT"},
                "text": words,
            }
        )
        sent = server.newest_update
        assert await owner == Account(7, "Ada")
        await server.say("red boots")
    (greeting,) = server.made("sendMessage")
    assert (greeting.chat_id, greeting.fields["text"].partition(".")[0]) == (7, "Ab jetzt gehört dieser Shop dir")
    assert server.confirmed == {sent}


async def test_nobody_else_becomes_the_owner(server: TelegramServer) -> None:
    """Not by another code, in a group, as a bot, by a photo's caption or by a tap; and none of it is confirmed."""
    async with waiting(server) as owner:
        await server.say(f"/start {CODE[:-1]}")
        await server.say(f"/start {CODE} {CODE}")
        await server.say(f"/start {CODE}", chat=-9)
        bot: dict[str, Any] = {"from": {"id": 5, "is_bot": True, "first_name": "Bot"}}
        await server.say(CODE, **bot)
        await server.show(b"photo", caption=CODE)
        await server.tap(CODE)
        await server.push_raw("no JSON")
        await server.push_raw({"update_id": -5, "message": {"text": CODE, "from": None}})
        await server.wait_for("getUpdates", len(server.made("getUpdates")) + 2)
        assert not owner.done()
        await server.say(CODE, chat=8)
        assert (await owner).id == 5008
    assert server.confirmed == set()


async def test_what_came_before_the_code_is_left_for_the_bot(server: TelegramServer) -> None:
    """To confirm the code's message would confirm it too."""
    await server.say("red boots")
    await server.say(CODE)
    assert (await wait_for_owner(server.settings, CODE)).id == 5007
    assert server.confirmed == set()


async def test_a_code_behind_too_many_messages_is_one_sentence(server: TelegramServer) -> None:
    """Telegram shows a hundred, and more only to who confirms these."""
    for number in range(100):
        await server.say(str(number))
    with pytest.raises(ChannelError, match="100 messages wait"):
        await wait_for_owner(server.settings, CODE)
    assert server.confirmed == set()


@pytest.mark.parametrize(
    "conflict",
    [
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ],
)
async def test_another_program_with_this_bot_is_one_sentence(server: TelegramServer, conflict: str) -> None:
    """Which has nothing of the token, and leaves the other's webhook alone."""
    server.fail("getUpdates", 409, conflict)
    with pytest.raises(ChannelError, match="Another program takes this bot's messages") as caught:
        await wait_for_owner(server.settings, CODE)
    assert caught.value.__context__ is None
    assert not server.made("deleteWebhook")


async def test_a_broken_line_is_waited_for(server: TelegramServer) -> None:
    """And an owner who blocked the bot is one all the same."""
    server.fail("getUpdates", 502)
    server.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await server.say(CODE)

    async def at_once(seconds: float) -> None:
        """Time is not waited for."""

    assert (await wait_for_owner(server.settings, CODE, at_once)).id == 5007
