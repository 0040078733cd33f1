"""`shoplens setup` as an owner meets it: in a terminal, with a Bot API server on loopback and a real `.env`."""

from __future__ import annotations

import asyncio
import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.channels.telegram.channel import TelegramChannel
from bot.cli.prompts import write_setting
from bot.cli.setup import setup
from bot.errors import BotError, ChannelError
from bot.settings import Settings
from bot.storage.inbox import Inbox
from catalog.errors import CatalogError
from demo_shop import Look, draw
from tests.bot.channels.telegram.shop import server
from tests.bot.cli.terminal import TOKEN_ASKED, Terminal
from tests.fakes import ScriptedAssistant
from tests.shop import environment
from tests.telegram_server import TOKEN, TelegramServer

__all__ = ["server"]

SECRET = TOKEN.partition(":")[2]
NOBODY_HOME = "http://127.0.0.1:9/bot"


def _environment(folder: Path, base_url: str = NOBODY_HOME) -> dict[str, str]:
    return {**environment(folder / "data"), "SHOPLENS_TELEGRAM__BASE_URL": base_url}


@pytest.fixture
def terminal(server: TelegramServer, tmp_path: Path) -> Callable[..., Terminal]:
    """A terminal in which `shoplens setup` runs with these options."""

    def start(*options: str) -> Terminal:
        return Terminal(
            "setup", *options, folder=tmp_path, environment=_environment(tmp_path, server.settings.base_url)
        )

    return start


async def _run(folder: Path, *options: str, base_url: str = NOBODY_HOME) -> Result:
    """The same where there is no terminal; errors are what `shoplens` makes a sentence of."""
    return await asyncio.to_thread(CliRunner().invoke, setup, options, env=_environment(folder, base_url))


def _feed(folder: Path) -> Path:
    """One good row and one whose picture is missing, with prices that name no currency."""
    draw(Look("boots", "red", cut="ankle", seed=1), 256).save(folder / "boots.png")
    feed = folder / "products.csv"
    rows = [
        ["id", "title", "price", "image"],
        ["b1", "Red boots", "79.00", "boots.png"],
        ["b2", "Ghost", "80", "x.png"],
    ]
    with feed.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return feed


def _kept(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text().splitlines() if (folder / ".env").exists() else []
    return dict(line.removeprefix("SHOPLENS_").split("=", 1) for line in lines if line.startswith("SHOPLENS_"))


async def test_an_owner_answers_every_question(
    server: TelegramServer, terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    """Wrong answers get a sentence and the question again; what shoppers wrote meanwhile is answered by the bot."""
    feed = _feed(tmp_path)
    await server.say("red boots", chat=7)
    async with terminal() as screen:
        await screen.shows(TOKEN_ASKED)
        screen.types("424242:wrong")
        await screen.shows("✗ Telegram refused the token")
        await screen.shows(TOKEN_ASKED)
        screen.types(TOKEN)
        await screen.shows("✓ the bot is Shop (@shop_test_bot)")
        await screen.shows("Open https://t.me/shop_test_bot?start=")
        await screen.shows("this code: ")
        code = (await screen.shows("\n")).strip()
        await server.say("/start WRONGC0DE1", chat=8)
        await server.say(f"/start {code}", chat=9)
        await screen.shows("✓ the owner is Ada, Telegram id 5009")
        (greeting,) = server.made("sendMessage")
        assert greeting.chat_id == 5009
        assert "You are the owner" in greeting.fields["text"]
        await screen.shows("Name")
        screen.types('Ember & "Lane\'s"')
        await screen.shows("Language")
        screen.types("xx")
        await screen.shows("'xx' is not one of")
        screen.types("de")
        await screen.shows("Model")
        screen.types("bundled")
        await screen.shows("Address or file")
        screen.types("http://127.0.0.1:9/feed.xml")
        await screen.shows("✗ 127.0.0.1")
        screen.types("nothing.csv")
        await screen.shows("✗ there is no file or folder nothing.csv")
        screen.types(f"'{feed}'")
        await screen.shows("Found products: 2 (CSV)")
        await screen.shows("Currency of the prices that name none: 2")
        screen.types("Euros")
        await screen.shows("✗ Euros is no currency")
        screen.types("eur")
        await screen.shows("Left out: 1")
        await screen.shows("line 3: b2:")
        await screen.shows("✓ products in the shop: 1")
        await screen.shows("Ready. Start the bot and the web chat with: shoplens serve --web")
        assert await screen.ends() == 0
        assert SECRET not in screen.text
    assert _kept(tmp_path) == {
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__ADMIN_IDS": "5009",
        "SHOP_NAME": '"Ember & \\"Lane\'s\\""',
        "LANGUAGE": "de",
        "ENCODER__MODEL": "bundled",
        "CATALOG__CURRENCY": "EUR",
    }
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert server.confirmed == set()
    shopper = ScriptedAssistant()
    async with (
        Inbox(tmp_path / "inbox.db", "telegram:424242") as inbox,
        TelegramChannel(server.settings, shopper, lambda key: None, inbox),
    ):
        await server.wait_for("sendMessage", 1, chat=7)
    assert shopper.asked[0].text == "red boots"


async def test_enter_leaves_each_question_out(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    """Nothing is kept but the model that is taken by itself, and what is missing is said."""
    async with terminal() as screen:
        for question in (TOKEN_ASKED, "Name", "Language", "Model", "Address or file"):
            await screen.shows(question)
            screen.types()
        await screen.shows("No products yet.")
        await screen.shows("Nobody is the owner yet")
        await screen.shows("Next: get a token from @BotFather")
        assert await screen.ends() == 0
        assert "there is no bot yet" in screen.text
    assert list(_kept(tmp_path)) == ["ENCODER__MODEL"]


async def test_what_is_kept_is_said_at_ctrl_c_and_gone_on_from(
    server: TelegramServer, terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    """While the code is waited for; the second run knows the bot, and Enter leaves the waiting out."""
    async with terminal("--token", TOKEN) as screen:
        await screen.shows("Waiting for it")
        await screen.interrupts()
        await screen.shows("Stopped. Kept: the bot is Shop (@shop_test_bot). `shoplens setup` goes on from here.")
        assert await screen.ends() == 1
        assert "Traceback" not in screen.text
    async with terminal("--model", "bundled") as screen:
        await screen.shows("It is Shop (@shop_test_bot) so far")
        await screen.shows(TOKEN_ASKED)
        screen.types()
        await screen.shows("Waiting for it")
        screen.types()
        await screen.shows("Left out: the code did not come")
        await screen.shows("Name")
        await screen.interrupts()
        assert await screen.ends() == 1
    assert _kept(tmp_path) == {"TELEGRAM__TOKEN": TOKEN}


async def test_a_bot_that_runs_already_is_one_sentence(
    server: TelegramServer, terminal: Callable[..., Terminal]
) -> None:
    """Two programs would take each other's messages; the other questions are asked all the same."""
    server.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    async with terminal("--token", TOKEN) as screen:
        await screen.shows("✗ Another program takes this bot's messages: stop it")
        await screen.shows("Name")
        await screen.interrupts()
        assert await screen.ends() == 1


async def test_options_are_enough_where_there_is_no_terminal(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in `.env` already stays, with its comments, and nobody but its owner may read it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "# my own\nSHOPLENS_WEB__PORT=8099  # taken\nSHOPLENS_LANGUAGE=en\nSHOPLENS_TELEGRAM__ADMIN_IDS=12\n"
    )
    (tmp_path / ".env").chmod(0o644)
    options = ("--token", TOKEN, "--admin", "34", "--shop-name", "Ember Lane", "--language", "fr", "--model", "bundled")
    done = await _run(tmp_path, *options, "--currency", "pln", base_url=server.settings.base_url)
    assert done.exit_code == 0
    assert "Ready." in done.output
    assert SECRET not in done.output
    assert (tmp_path / ".env").read_text() == (
        "# my own\nSHOPLENS_WEB__PORT=8099  # taken\nSHOPLENS_LANGUAGE=fr\nSHOPLENS_TELEGRAM__ADMIN_IDS=12,34\n"
        f"SHOPLENS_TELEGRAM__TOKEN={TOKEN}\nSHOPLENS_SHOP_NAME='Ember Lane'\n"
        "SHOPLENS_ENCODER__MODEL=bundled\nSHOPLENS_CATALOG__CURRENCY=PLN\n"
    )
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("options", "sentence", "kept"),
    [
        (("--token", "424242:wrong", "--shop-name", "Lane"), "Telegram refused the token", []),
        (("--admin", "7", "--model", "bundled", "--feed", "x.csv"), "no file or folder x.csv", ["TELEGRAM__ADMIN_IDS"]),
        (("--feed", "http://127.0.0.1:9/feed.xml"), "127.0.0.1", []),
        (("--currency", "money"), "money is no currency", []),
    ],
)
async def test_a_wrong_option_is_one_sentence(
    server: TelegramServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    sentence: str,
    kept: list[str],
) -> None:
    """Nobody can be asked again; what came before it is kept."""
    monkeypatch.chdir(tmp_path)
    error = (await _run(tmp_path, *options, base_url=server.settings.base_url)).exception
    assert isinstance(error, BotError | CatalogError)
    assert sentence in str(error)
    assert [name for name in _kept(tmp_path) if name != "ENCODER__MODEL"] == kept


async def test_no_network_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which names the server, and not the token."""
    monkeypatch.chdir(tmp_path)
    error = (await _run(tmp_path, "--token", TOKEN)).exception
    assert isinstance(error, ChannelError)
    assert "The Telegram Bot API at 127.0.0.1 did not answer: check the network" in str(error)
    assert SECRET not in str(error)
    assert error.__context__ is None


@pytest.mark.parametrize("name", ["Lane", "Ember & Lane", "Lane's", "\"Lane\" 'n' Co", "C:\\new # 1", "Ле́йн = €"])
def test_a_setting_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whatever a shop is called, twice, and where the file is a link."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real").write_text("SHOPLENS_LANGUAGE=de")
    Path(".env").symlink_to("real")
    for value in ("before", name):
        write_setting(Path(".env"), "SHOPLENS_SHOP_NAME", value)
    assert (Settings().shop_name, Settings().language) == (name, "de")
    assert Path(".env").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", "real"]
    assert len(re.findall("SHOP_NAME", Path("real").read_text())) == 1
