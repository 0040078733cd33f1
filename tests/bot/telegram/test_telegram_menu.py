"""What Telegram is told of the bot before anything is said."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.channels.telegram_bot import build_bot
from bot.channels.telegram_menu import menu
from bot.say import NAMES, speaking
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
    with speaking("de"):
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
    assert short["es"].startswith("Envíame una foto")


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
