"""No secret of the settings is ever written: not to the log, not into errors, not to people, not into metrics."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from pathlib import Path

import pytest
from aiohttp import ClientSession
from pydantic import BaseModel, SecretStr

from bot.app import Shop
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.access import AccessControl
from bot.errors import ChannelError, SettingsError
from bot.runtime.redaction import redacted, secrets_of
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.serving import serve
from bot.settings import Settings, load_settings
from bot.storage.inbox import Inbox
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.abuse.door import KEY, at_the_door, raw
from tests.bot.channels.telegram.shop import TelegramShop
from tests.fakes import FakeEngine, ScriptedAssistant
from tests.telegram_server import TOKEN, TelegramServer

SECRET = TOKEN.rpartition(":")[2]


def fields_of(model: type[BaseModel], prefix: tuple[str, ...] = (), of: type = SecretStr) -> list[tuple[str, ...]]:
    """The names of all settings of a type, secret ones as a rule."""
    found: list[tuple[str, ...]] = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if kind is of:
            found.append((*prefix, name))
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            found += fields_of(kind, (*prefix, name), of)
    return found


SECRETS = fields_of(Settings)


def with_secret(path: tuple[str, ...], value: str) -> Settings:
    content: object = value
    for name in reversed(path):
        content = {name: content}
    return Settings.model_validate(content)


def test_the_secret_settings_are_known() -> None:
    """What is called so is one, wherever it stands."""
    known = {("telegram", "token"), ("telegram", "webhook_secret"), ("web", "token"), ("health", "token")}
    assert known <= set(SECRETS)
    assert [path for path in fields_of(Settings, of=str) if re.search("token|secret|key|password", path[-1])] == []


@pytest.mark.parametrize("path", SECRETS, ids=".".join)
def test_settings_never_show_a_secret(path: tuple[str, ...]) -> None:
    """However they are printed, and whichever is wrong besides."""
    settings = with_secret(path, KEY)
    for shown in (repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())):
        assert KEY not in shown
    assert secrets_of(settings).count(KEY) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOPLENS_WEB__TOKEN", "too-short-key"),
        ("SHOPLENS_WEB__TOKEN", "correct horse battery staple"),
        ("SHOPLENS_TELEGRAM__WEBHOOK_SECRET", "not allowed here!"),
        ("SHOPLENS_CATALOG__CHROMA_URL", "http://user:correct-horse@127.0.0.1:8000"),
    ],
)
def test_a_wrong_secret_is_not_said_back(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The sentence names the setting only, and so does everything that comes with the error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings()
    assert value not in "".join(traceback.format_exception(caught.value))
    assert "correct-horse" not in "".join(traceback.format_exception(caught.value))


@pytest.fixture(autouse=True)
def _talkative(caplog: pytest.LogCaptureFixture) -> None:
    """All loggers at their most talkative, but for that of the stand-in for Telegram's server."""
    caplog.set_level(logging.CRITICAL, "aiohttp.access")
    caplog.set_level(logging.DEBUG)


def everything_logged(caplog: pytest.LogCaptureFixture) -> str:
    """Messages, arguments and traces, as any handler could see them."""
    return caplog.text + "".join(repr(vars(record)) for record in caplog.records)


async def test_failing_telegram_never_writes_the_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Every method fails in every way, at the most talkative level, and nothing holds the token afterwards."""
    async with TelegramServer() as server:
        shop = TelegramShop(server, tmp_path)
        async with shop:
            for method in ("getFile", "sendMessage", "sendChatAction", "answerCallbackQuery", "getUpdates"):
                server.fail(method, 500, f"https://api/bot{TOKEN}/{method} broke", times=2)
                server.fail(method, 404, f"Not Found: /bot{TOKEN}/{method}")
                server.fail(method, 401, "Unauthorized")
            await server.show(b"photo")
            await server.say("red boots")
            await server.tap("show:abcdefgh:0")
            await server.say("the end", chat=8)
            await server.wait_for("sendMessage", 5)
            for bot in (repr(shop.channel), str(vars(shop.channel)), str(server.settings)):
                logging.getLogger("somewhere").error("It is %s", bot)
    assert "somewhere" in caplog.text
    assert SECRET not in everything_logged(caplog)


@pytest.mark.parametrize("status", [401, 404, 500, 502])
async def test_a_failing_start_never_writes_the_token(
    status: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The error that ends the command, with all its causes, is one sentence without it."""
    async with TelegramServer() as server, Inbox(tmp_path / "inbox.db", "telegram:1") as inbox:
        server.fail("getMe", status, f"bot{TOKEN}", times=9)
        channel = TelegramChannel(server.settings, ScriptedAssistant(), lambda key: None, inbox)
        with pytest.raises(ChannelError) as caught:
            await channel.__aenter__()
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert SECRET not in everything_logged(caplog)


async def test_the_web_chats_key_is_never_written(caplog: pytest.LogCaptureFixture) -> None:
    """Right, wrong and broken requests with the key in them leave it nowhere, also not in the answers."""
    with redacted([KEY]):
        async with at_the_door(AccessControl(token=KEY)) as visitor:
            for head in (
                f"GET /?token={KEY} HTTP/1.1\r\nHost: localhost",
                f"GET /?token={KEY} HTTP/1.1\r\nHost: evil.example",
                f"GET /?token={KEY} HTTP/9.9\r\nHost: localhost",
                f"GET /?token={KEY}\x01 HTTP/1.1\r\nHost: localhost",
                f"{KEY} / HTTP/1.1\r\nHost: localhost",
                f"GET /chat HTTP/1.1\r\nHost: localhost\r\nOrigin: http://{KEY}",
                f"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: shoplens={KEY}",
                f"POST /?token={KEY} HTTP/1.1\r\nHost: localhost\r\nContent-Length: x",
            ):
                assert KEY not in await raw(visitor, head)
            async with visitor.session.get(f"{visitor.url}?token={KEY}") as response:
                assert KEY not in await response.text()
                assert KEY not in str(response.headers)
    assert KEY not in everything_logged(caplog)


def test_records_are_cleaned_whoever_makes_them(caplog: pytest.LogCaptureFixture) -> None:
    """In messages, arguments, exceptions and their causes; empty settings and short words clean nothing."""
    log = logging.getLogger("anybody")
    with redacted([KEY, "", "ab"]):
        log.warning("about %s and %r", KEY, {"key": KEY})
        try:
            try:
                raise ValueError(KEY)
            except ValueError as error:
                raise RuntimeError(f"with {KEY}") from error
        except RuntimeError:
            log.exception("It broke about a table")
    assert KEY not in everything_logged(caplog)
    assert "about a table" in caplog.text
    assert "<token>" in caplog.text


async def test_a_running_house_writes_no_secret(
    engine: FakeEngine, catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Both channels, failing and answering, with all secrets set: log, metrics and what the operator reads."""
    secrets = {"web": {"token": KEY, "port": 0}, "health": {"token": "another-secret-of-ours"}}
    said: asyncio.Queue[str] = asyncio.Queue()
    ingest = Ingest(catalog, ProductDescriber(engine))

    async def close() -> None:
        """The fixtures do."""

    async with TelegramServer() as server:
        settings = Settings.model_validate({"catalog": {"data_dir": tmp_path / "kept"}, **secrets})
        settings = settings.model_copy(update={"telegram": server.settings})
        shop = Shop(engine, catalog, ingest, Sync(catalog, ingest), Searcher(engine, catalog), None, close)  # type: ignore[arg-type]  # nobody corrects anything
        serving = asyncio.create_task(serve(shop, settings, telegram=True, web=True, say=said.put_nowait))
        try:
            lines = [await said.get() for _ in range(3)]
            await server.say("red boots")
            await server.wait_for("sendMessage")
            page = lines[0].rsplit(" ", 1)[1]
            async with ClientSession() as session:
                for path in ("?token=wrong", f"?token={KEY}", "metrics", "readyz"):
                    async with session.get(f"{page}{path}") as response:
                        lines.append(await response.text())
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
    everything = everything_logged(caplog) + "".join(lines)
    assert "shoplens_" in everything
    for secret in (KEY, SECRET, "another-secret-of-ours"):
        assert secret not in everything


def test_what_cleaned_the_log_goes_with_its_secrets(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever logs after the block is written as they say it."""
    before = logging.getLogRecordFactory()
    with redacted([KEY]):
        logging.getLogger("within").warning("the key is %s", KEY)
    logging.getLogger("after").warning("the key is %s", KEY)
    assert [record.getMessage() for record in caplog.records] == ["the key is <token>", f"the key is {KEY}"]
    assert logging.getLogRecordFactory() is before
