"""Telegram posts what people send to our own address instead of being asked for it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr

from bot.errors import ChannelError
from bot.settings import TelegramSettings
from bot.storage.inbox import Inbox, Letter
from tests.bot.channels.telegram.shop import TelegramShop, texts
from tests.telegram_server import TelegramServer

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def settings(server: TelegramServer, free_port: int) -> TelegramSettings:
    url = f"http://127.0.0.1:{free_port}/telegram"
    return server.settings.model_copy(
        update={"webhook_url": url, "webhook_port": free_port, "webhook_secret": SecretStr("open-sesame")}
    )


async def test_what_is_posted_is_answered_and_the_webhook_ends_with_the_bot(
    server: TelegramServer, settings: TelegramSettings, tmp_path: Path
) -> None:
    """What comes while the bot is away stays with Telegram and is answered at the next start."""
    async with TelegramShop(server, tmp_path, settings=settings):
        await server.say("one")
        await server.tap("two")
        await server.wait_for("sendMessage", 2)
        (call,) = server.made("setWebhook")
        assert call.fields["url"] == settings.webhook_url
        assert call.fields["secret_token"] == "open-sesame"
        assert call.fields["allowed_updates"] == ["message", "callback_query", "inline_query"]
        assert call.fields.get("drop_pending_updates", "false") == "false"
    assert len(server.made("deleteWebhook")) == 1
    assert server.made("getUpdates") == []
    await server.say("three")
    async with TelegramShop(server, tmp_path, settings=settings):
        await server.wait_for("sendMessage", 3)
    assert texts(server.made("sendMessage"))[2] == "You said: three"


async def test_polling_takes_over_from_a_webhook(
    server: TelegramServer, settings: TelegramSettings, tmp_path: Path
) -> None:
    """Also from one that a killed bot has left behind, which would refuse every question for updates."""
    async with ClientSession() as session:
        await session.post(
            f"{settings.base_url}{settings.token.get_secret_value()}/setWebhook", data={"url": "x", "secret_token": "y"}
        )
    async with TelegramShop(server, tmp_path):
        await server.say("one")
        await server.wait_for("sendMessage")


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/telegram", {}, "{}", 403),
        ("/telegram", {HEADER: "open-sesam"}, "{}", 403),
        ("/telegram", {HEADER: "öpen-sesame"}, "{}", 403),
        ("/", {HEADER: "open-sesame"}, "{}", 404),
        ("/telegram", {HEADER: "open-sesame"}, "no JSON", 200),
        ("/telegram", {HEADER: "open-sesame"}, " " * 2_000_000, 413),
        ("/telegram", {HEADER: "open-sesame"}, '{"message": 5}', 200),
        ("/telegram", {HEADER: "open-sesame"}, "[]", 200),
    ],
)
async def test_nobody_else_may_post(
    server: TelegramServer,
    settings: TelegramSettings,
    tmp_path: Path,
    path: str,
    headers: Mapping[str, str],
    body: str,
    status: int,
) -> None:
    """Only Telegram knows the secret; what it posts and cannot be read is not asked for again."""
    async with TelegramShop(server, tmp_path, settings=settings) as shop:
        url = settings.webhook_url.removesuffix("/telegram") + path
        async with ClientSession() as session, session.post(url, headers=headers, data=body) as answer:
            assert answer.status == status
        await server.say("after that")
        await server.wait_for("sendMessage")
        assert [asked.text for asked in shop.assistant.asked] == ["after that"]


@pytest.mark.fault("webhook: Telegram posts twice, the disk is slow", "200 only once it is on the disk, answered once")
async def test_the_200_comes_after_the_commit_and_what_comes_twice_is_answered_once(
    server: TelegramServer, settings: TelegramSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the disk is slow nothing is acknowledged, to the same update posted again neither."""
    slow, fast = threading.Event(), threading.Event()
    write = Inbox._write  # noqa: SLF001 - the disk is made slow

    def write_slowly(inbox: Inbox, letters: Mapping[int, Letter], answered: frozenset[int]) -> None:
        slow.set()
        assert fast.wait(30)
        write(inbox, letters, answered)

    monkeypatch.setattr(Inbox, "_write", write_slowly)
    async with TelegramShop(server, tmp_path, settings=settings) as shop, ClientSession() as session:
        await server.say("one")
        assert await asyncio.to_thread(slow.wait, 30)
        (update,) = server.swallow()
        again = asyncio.create_task(_post(session, settings, update))
        await asyncio.sleep(0.1)
        assert not again.done()
        assert server.made("sendChatAction") == []
        fast.set()
        assert await again == 200
        await server.wait_for("sendMessage")
        await server.say("two")
        await server.wait_for("sendMessage", 2)
        assert [asked.text for asked in shop.assistant.asked] == ["one", "two"]


async def _post(session: ClientSession, settings: TelegramSettings, update: object) -> int:
    headers = {HEADER: settings.webhook_secret.get_secret_value()}
    async with session.post(settings.webhook_url, headers=headers, data=json.dumps(update)) as answer:
        return answer.status


async def test_a_taken_port_and_a_refused_address_are_one_sentence(
    server: TelegramServer, settings: TelegramSettings, tmp_path: Path
) -> None:
    """Each names the settings to look at."""
    server.fail("setWebhook", 400, "Bad Request: bad webhook: HTTPS url must be provided")
    with pytest.raises(ChannelError, match=r"(?i)HTTPS url must be provided\): check SHOPLENS_TELEGRAM__WEBHOOK_URL"):
        await TelegramShop(server, tmp_path, settings=settings).__aenter__()
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", settings.webhook_port).start()
    with pytest.raises(ChannelError, match=r"is taken .* SHOPLENS_TELEGRAM__WEBHOOK_PORT"):
        await TelegramShop(server, tmp_path, settings=settings).__aenter__()
    await runner.cleanup()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("telegram")]
