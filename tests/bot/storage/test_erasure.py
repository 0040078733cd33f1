"""Whoever wants to be forgotten is: in every store, on disk and in memory."""

from __future__ import annotations

import ast
import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.app import Shop
from bot.errors import BotError
from bot.messages import person_of
from bot.owner.commands import Admin
from bot.owner.imports import FeedImports
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.serving import serve
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.erasure import Kept, PersonalData
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests import ROOT
from tests.bot.channels.web.visitor import TOKEN, Visitor, answer, ask
from tests.bot.stock import assistant_of, message, picture
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer

BOT = ROOT / "bot"


class Notes:
    """A store of what people said."""

    def __init__(self, *people: str, broken: bool = False) -> None:
        self.people = list(people)
        self.broken = broken

    async def forget(self, person: str) -> int:
        if self.broken:
            raise BotError("the file cannot be used")
        before = len(self.people)
        self.people = [one for one in self.people if one != person]
        return before - len(self.people)

    async def tell(self, person: str) -> list[Kept]:
        if self.broken:
            raise BotError("the file cannot be used")
        mine = [{"note": place} for place, one in enumerate(self.people) if one == person]
        return [Kept("letters", mine, len(mine))]


async def test_who_joined_last_is_asked_first() -> None:
    """A channel ends what is in work before the files that it writes to are emptied."""
    asked: list[str] = []

    class Store:
        def __init__(self, name: str) -> None:
            self.name = name

        async def forget(self, person: str) -> int:
            asked.append(self.name)
            return 0

        async def tell(self, person: str) -> list[Kept]:
            return []

    personal_data = PersonalData(Store("file"), Store("channel"))
    await personal_data.forget("web:1")
    assert asked == ["channel", "file"]


async def test_every_store_is_asked_also_after_one_that_fails() -> None:
    """What can be deleted is, and the person does not read that all is gone."""
    first, broken, last = Notes("web:1", "web:2"), Notes(broken=True), Notes("web:1", "web:1")
    personal_data = PersonalData(first, last)
    assert await personal_data.forget("web:1") == 3
    personal_data = PersonalData(first, broken, last)
    first.people, last.people = ["web:1"], ["web:1", "web:3"]
    with pytest.raises(BotError):
        await personal_data.forget("web:1")
    assert (first.people, last.people) == ([], ["web:3"])


async def test_the_reply_says_whether_all_is_gone(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """ "Done" is said only where it is true."""
    notes = Notes("web:7")
    assistant = assistant_of(engine, catalog, conversations, personal_data=PersonalData(conversations, notes))
    done = await assistant.handle(message("/forget_me"))
    assert done.text.startswith("Done: all that I kept about you")
    assert done.clears
    assert notes.people == []
    notes.broken = True
    failed = await assistant.handle(message("/forget_me"))
    assert "Done" not in failed.text
    assert not failed.clears


def test_nobody_in_particular_is_somebody_else_in_each_chat() -> None:
    """Anonymous admins of one group cannot have another group's forgotten."""
    here, there = message(user="", conversation="-1"), message(user="", conversation="-2")
    assert person_of(here) != person_of(there)
    assert person_of(message(user="-1")) not in {person_of(here), person_of(there)}


ABOUT_NOBODY = {"storage/sqlite_file.py", "storage/corrections.py"}
"""The base of stores, and what people put right, which is kept without a word of who did."""


ABOUT_PICTURES = "channels/telegram/sending/file_ids.py"
"""Which pictures of the shop Telegram has."""


def test_every_module_that_keeps_things_can_forget_and_tell() -> None:
    """A new store on disk without `forget(person)` and `tell(person)` is noticed here, before somebody asks."""
    keepers = {}
    for path in BOT.rglob("*.py"):
        module = path.relative_to(BOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        bases = {
            base.id
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for base in node.bases
            if isinstance(base, ast.Name)
        }
        if ("sqlite3" in names or "SqliteFile" in bases) and module not in ABOUT_NOBODY:
            defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)}
            keepers[module] = {"forget", "tell"} <= defined or module == ABOUT_PICTURES
    assert keepers.keys() >= {"storage/conversations.py", "storage/favourites.py", "storage/inbox.py"}
    assert all(keepers.values()), keepers


@asynccontextmanager
async def open_house(
    engine: FakeEngine, catalog: Catalog, telegram: TelegramServer, data_dir: Path
) -> AsyncIterator[str]:
    """Both channels as `shoplens serve --web` has them; yields the page's address."""
    settings = Settings.model_validate({"catalog": {"data_dir": data_dir}, "web": {"port": 0}})
    settings = settings.model_copy(update={"telegram": telegram.settings})
    ingest = Ingest(catalog, ProductDescriber(engine))

    async def close() -> None:
        """The fixtures do."""

    corrections = Corrections(data_dir / "corrections.db")
    shop = Shop(engine, catalog, ingest, Sync(catalog, ingest), Searcher(engine, catalog), corrections, close)
    said: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(shop, settings, telegram=True, web=True, say=said.put_nowait))
    try:
        page = (await said.get()).rsplit(" ", 1)[1]
        while "Ctrl-C" not in await said.get():
            pass
        yield page
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def traces(folder: Path, *of: bytes) -> list[str]:
    """The files, journals included, that hold any of these bytes."""
    return sorted(
        path.name for path in folder.rglob("*") if path.is_file() and any(trace in path.read_bytes() for trace in of)
    )


async def test_no_byte_of_a_person_stays_on_disk(
    engine: FakeEngine, catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After /forget_me neither the id nor a word of theirs is in any file of the data folder; others' are."""
    caplog.set_level(logging.INFO)
    data_dir = tmp_path / "kept"
    photo = picture("red", 77)
    async with (
        TelegramServer() as telegram,
        open_house(engine, catalog, telegram, data_dir) as page,
        ClientSession() as session,
        Visitor(page, session).line() as line,
    ):
        await telegram.say("blue zanzibar boots", chat=7654321)
        await telegram.show(photo, chat=7654321)
        await telegram.say("red madagascar boots", chat=9)
        await ask(line, "question-1", text="green tasmania dress")
        found = await answer(line)
        hearts = [one["key"] for card in found["cards"] for one in card["choices"] if one["key"].startswith("heart:")]
        await ask(line, "question-3", choice=hearts[0])
        await answer(line)
        await telegram.wait_for("sendMessage", 2, chat=7654321)
        await telegram.wait_for("sendMessage", 1, chat=9)
        assert {"conversations.db-wal", "likes.db-wal"} <= set(traces(data_dir, b"7654321", TOKEN.encode()))
        assert not traces(tmp_path, photo[-200:-100])
        await telegram.say("/forget_me", chat=7654321)
        said = (await telegram.wait_for("sendMessage", 3, chat=7654321))[-1]
        assert said.fields["text"].startswith("Done: all that I kept about you")
        await ask(line, "question-2", text="/forget_me")
        assert (await answer(line, "question-2"))["text"].startswith("Done")
    assert traces(data_dir, b"7654321", b"zanzibar", b"tasmania", TOKEN.encode()) == []
    assert traces(data_dir, b"madagascar")
    assert not any(word in caplog.text for word in ("zanzibar", "madagascar", "tasmania", TOKEN))


async def test_an_owner_is_forgotten_like_anybody(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """The right to add products is a setting; what an owner asked is deleted."""
    ingest = Ingest(catalog, ProductDescriber(engine))
    admin = Admin(catalog, ingest, FeedImports(Sync(catalog, ingest)), conversations, frozenset({"web:1"}))
    assistant = assistant_of(engine, catalog, conversations, admin)
    await assistant.handle(message("red boots", user="1"))
    assert "Done" in (await assistant.handle(message("/forget_me", user="1"))).text
    assert await conversations.last("web:c1") is None
