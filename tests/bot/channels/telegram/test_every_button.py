"""Every button and every command through the Bot API, used at once and after the whole house was started anew."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from bot import app
from bot.app import Shop, open_shop
from bot.channels.telegram import bot as telegram_bot
from bot.channels.telegram.menu import ADMIN_COMMANDS
from bot.channels.telegram.menu import COMMANDS as MENU
from bot.i18n.languages import NAMES
from bot.i18n.translator import using_language
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.replies.greetings import help_text
from bot.search.describer import ProductDescriber
from bot.serving import serve
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.favourites import FavouriteStore
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.bot.channels.telegram.drives import (
    BUTTONS,
    COMMANDS,
    LATER,
    MORE,
    ONE,
    OUTFIT,
    OWNERS_BUTTONS,
    OWNERS_COMMANDS,
    Drive,
)
from tests.bot.channels.telegram.person import Person
from tests.bot.stock import assistant_of, stock
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer
from workers.jobs import Guess

AT_ONCE: Final = 6
MOST_S: Final = 90
SHOPPERS: Final = {**BUTTONS, **COMMANDS}
OWNERS: Final = {**OWNERS_BUTTONS, **{f"owner {name}": drive for name, drive in OWNERS_COMMANDS.items()}}


def test_no_button_and_no_command_is_forgotten(engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path) -> None:
    """What the code answers is driven below, and what menus and help name is answered."""
    conversations, favourites = Conversations(tmp_path / "c.db"), FavouriteStore(tmp_path / "l.db")
    ingest = Ingest(empty_catalog, ProductDescriber(engine))
    right = CorrectionReview(empty_catalog, Corrections(tmp_path / "r.db"))
    imports = FeedImports(Sync(empty_catalog, ingest))
    admin = Admin(empty_catalog, ingest, imports, conversations, frozenset(), right)
    shop = assistant_of(engine, empty_catalog, conversations, admin, favourites=favourites, correction_review=right)
    assert {*shop.taps} == _first_words({**BUTTONS, **OWNERS_BUTTONS})
    assert {*admin.taps} == _first_words(OWNERS_BUTTONS)
    assert {*shop.commands} == _first_words(COMMANDS)
    assert {*admin.commands} == _first_words(OWNERS_COMMANDS)
    assert {f"/{name}" for name in MENU} <= {*shop.commands}
    assert {f"/{name}" for name in (*MENU, *ADMIN_COMMANDS)} <= {*shop.commands, *admin.commands}
    for code in NAMES:
        with using_language(code):
            assert _commands_in(help_text().text) <= {*shop.commands}
            assert _commands_in(help_text(owner=True).text) <= {*shop.commands, *admin.commands}


def _first_words(names: dict[str, Drive]) -> set[str]:
    return {name.split()[0] for name in names}


def _commands_in(text: str) -> set[str]:
    return set(re.findall(r"(?<!\S)/[a-z_]+", text))


@asynccontextmanager
async def _house(folder: Path, server: TelegramServer, engine: FakeEngine) -> AsyncIterator[Shop]:
    """The whole house around an engine that can be foreseen, stopped as an operator stops it."""
    telegram = server.settings.model_copy(update={"admin_ids": tuple(range(5500, 5600))})
    settings = Settings.model_validate({"catalog": {"data_dir": folder}, "limits": {"per_minute": 0}})
    settings = settings.model_copy(update={"telegram": telegram})
    async with open_shop(settings) as shop:
        if not await shop.catalog.count():
            await stock(shop.catalog, engine, MORE)
        serving = asyncio.create_task(serve(shop, settings, telegram=True, say=lambda line: None))
        try:
            yield shop
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await serving


class _Drives:
    """What went wrong with each button and command, by its name and when it was used; "" where nothing did."""

    def __init__(self, server: TelegramServer) -> None:
        self.wrong: dict[str, str] = {}
        self._server = server
        self._room = asyncio.Semaphore(AT_ONCE)
        self._later: list[tuple[str, Person, Drive, str]] = []

    async def first_life(self, shop: Shop) -> None:
        """One person uses it at once, and one only looks at it."""
        shoppers = enumerate(SHOPPERS.items())
        await asyncio.gather(*(self._begin(name, drive, shop, 100 + 2 * n) for n, (name, drive) in shoppers))
        # Owners one after another, since they share reports and the one feed.
        for n, (name, drive) in enumerate(OWNERS.items()):
            await self._begin(name, drive, shop, 500 + 2 * n)

    async def second_life(self) -> None:
        """The other person uses it."""
        await asyncio.gather(*(self._end(*one) for one in self._later))

    async def _begin(self, name: str, drive: Drive, shop: Shop, chat: int) -> None:
        for language, when in (("en", "now"), ("de", "later")):
            person = Person(self._server, chat + (when == "later"), language)
            try:
                async with self._room:
                    last = await person.begin(drive, shop)
            except TimeoutError:
                self.wrong[f"{name}, {when}"] = f"no button: {await person.misses(drive)}"
                continue
            if when == "now":
                await self._end(f"{name}, now", person, drive, last)
            else:
                self._later.append((f"{name}, later", person, LATER.get(name, drive), last))

    async def _end(self, name: str, person: Person, drive: Drive, last: str) -> None:
        async with self._room:
            await person.end(last)
            self.wrong[name] = await person.misses(drive)


async def _drive_all(folder: Path) -> dict[str, str]:
    async with TelegramServer() as server, FakeEngine() as engine:
        engine.sees(ONE, {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.7, 1.0),)})
        engine.parts(OUTFIT, {"category": (Guess("t-shirt", 0.9),)}, {"category": (Guess("boots", 0.9),)})

        @asynccontextmanager
        async def open_engine(_: Settings) -> AsyncIterator[FakeEngine]:
            yield engine

        drives = _Drives(server)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(app, "open_engine", open_engine)
            # Nobody waits for Telegram's 30 messages a second.
            patch.setattr(telegram_bot, "_RateLimiter", lambda *_: None)
            with suppress(TimeoutError):
                async with asyncio.timeout(MOST_S):
                    async with _house(folder, server, engine) as shop:
                        await drives.first_life(shop)
                    async with _house(folder, server, engine):
                        await drives.second_life()
        return {**drives.wrong, "limits": str(server.violations or "")}


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All is driven once."""
    return asyncio.run(_drive_all(tmp_path_factory.mktemp("house")))


@pytest.mark.parametrize("when", ["now", "later"])
@pytest.mark.parametrize("what", [*SHOPPERS, *OWNERS])
def test_it_is_answered(wrong: dict[str, str], what: str, when: str) -> None:
    """In the person's language, by the right request, and also where the button is older than the process."""
    assert wrong.get(f"{what}, {when}", "there was no time for it") == ""


def test_telegram_took_everything(wrong: dict[str, str]) -> None:
    """No limit of the Bot API was broken on the way."""
    assert wrong["limits"] == ""
