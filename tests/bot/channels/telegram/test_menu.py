"""What Telegram is told of the bot before anything is said."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.channels.telegram.bot import build_bot
from bot.channels.telegram.menu import menu
from bot.i18n.languages import NAMES
from bot.i18n.translator import using_language
from tests.bot.channels.telegram.shop import come
from tests.fakes import HeldPause
from tests.telegram_server import TOKEN, Call, Refused, TelegramServer

ADMIN = 5


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[ExtBot[int]]:
    async with build_bot(TOKEN, server.settings) as running:
        yield running


async def _at_once(_: float) -> None:
    return None


def _commands(call: Call) -> dict[str, str]:
    return {one["command"]: one["description"] for one in call.fields["commands"]}


async def test_everybody_reads_the_menu_in_their_language_and_admins_theirs(
    server: TelegramServer, bot: ExtBot[int]
) -> None:
    """The shop's language is for all others; only admins, in their own chat, see what only they can do."""
    with using_language("de"):
        async with menu(bot, (ADMIN,), _at_once):
            calls = await server.wait_for("setMyCommands", 2 * len(NAMES))
            await server.wait_for("setMyDescription", len(NAMES))
    shown = {(call.fields.get("language_code"), "scope" in call.fields): _commands(call) for call in calls}
    assert {code for code, _ in shown} == {None, *NAMES} - {"de"}
    assert shown[None, False]["help"] == "So suchst du"
    assert shown["fr", False]["help"] == "Comment chercher"
    assert "stats" not in shown["fr", False]
    assert shown["fr", True]["stats"] == "Produits et recherches du jour"
    assert {json.loads(call.fields["scope"])["chat_id"] for call in calls if "scope" in call.fields} == {ADMIN}
    short = {
        call.fields.get("language_code"): call.fields["short_description"]
        for call in server.made("setMyShortDescription")
    }
    assert short["es"].startswith("Asistente automático de la tienda: envíame una foto")


async def test_an_admin_who_never_wrote_keeps_nobody_from_the_menu(
    server: TelegramServer, bot: ExtBot[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram refuses the scope of a chat that is not there."""

    async def refuse_scopes(call: Call) -> bool:
        if "scope" in call.fields:
            raise Refused(400, "Bad Request: chat not found")
        return True

    monkeypatch.setattr(server, "_on_setMyCommands", refuse_scopes, raising=False)
    async with menu(bot, (ADMIN,), _at_once):
        await server.wait_for("setMyDescription", len(NAMES))


@pytest.mark.fault(
    "Telegram refuses a method of the menu", "all others are told", log="Telegram refused setMyCommands for all other"
)
async def test_a_refused_method_costs_only_itself(
    server: TelegramServer, bot: ExtBot[int], caplog: pytest.LogCaptureFixture
) -> None:
    """Whichever it is: the other methods and languages are told, and the log names the one that is amiss."""
    server.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    server.fail("setMyDescription", 400, "Bad Request: too long")
    async with menu(bot, (), _at_once):
        for method in ("setMyCommands", "setMyShortDescription", "setMyDescription"):
            await server.wait_for(method, len(NAMES))
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "Telegram refused setMyCommands for all other languages: Bot_command_invalid",
        "Telegram refused setMyDescription for all other languages: Too long",
    ]
    assert len(server.made("setMyCommands")) == len(NAMES), "what is refused for good is not told again"


@pytest.mark.fault("Telegram limits how often the menu is told", "it is told later, and no answer waits for it")
async def test_what_telegram_does_not_take_for_now_is_told_later(
    server: TelegramServer, bot: ExtBot[int], caplog: pytest.LogCaptureFixture
) -> None:
    """One is refused for its frequency, for an hour; all others go out meanwhile, and nothing else waits for it."""
    pause = HeldPause(5.0, 60.0)
    server.fail("setMyDescription", 429, "Too Many Requests", retry_after=3600)
    server.fail("setMyShortDescription", 502)
    async with menu(bot, (), pause):
        await pause.held(5.0)
        assert [len(server.made(method)) for method in ("setMyCommands", "setMyDescription")] == [len(NAMES)] * 2
        await bot.send_message(7, "not held up")
        await pause.let_go(5.0)
        descriptions = await server.wait_for("setMyDescription", len(NAMES) + 1)
        await server.wait_for("setMyShortDescription", len(NAMES) + 1)
    assert "language_code" not in descriptions[-1].fields
    assert not [record for record in caplog.records if record.levelname == "WARNING"]


@pytest.mark.fault(
    "Telegram fails for an hour at the menu", "the next start tells it", log="did not take setMyDescription for fr"
)
async def test_the_menu_is_given_up_in_the_end(
    server: TelegramServer, bot: ExtBot[int], caplog: pytest.LogCaptureFixture
) -> None:
    """After an hour, with a line for each part; the next start tells them again."""
    server.fail("setMyDescription", 500, times=5 * len(NAMES))
    async with menu(bot, (), _at_once):
        await server.wait_for("setMyDescription", 5 * len(NAMES))
        await come(lambda: "Telegram did not take setMyDescription for id; the next start tells it." in caplog.messages)
    async with menu(bot, (), _at_once):
        await server.wait_for("setMyDescription", 6 * len(NAMES))
    assert len(server.made("setMyCommands")) == 2 * len(NAMES)
