"""Data that the version before has left is opened by this one: nothing is lost, and every button still does its work.

See the README beside it for who made the archive.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import tarfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientSession

from tests.shop import shoplens
from tests.telegram_server import TelegramServer
from tests.upgrade.buttons import GERMAN, OWNERS, PHOTO, SAVER, SHOPPERS, STOCK, WHAT, WORDS, Button
from tests.upgrade.people import ARCHIVE, OWNER, InTelegram, Person, all_in, on_the_page, serving

pytestmark = pytest.mark.timeout(300)  # what has no answer is waited for, so that the test can say which it is

STOPPED_FOR_S: Final = 60.0
FORGED: Final = "more:AAAAAAAA"
"""No answer has this name: what is said to it is what is said to a button that is not understood."""

NEWEST_SAVED: Final = ("Otto", "Nora", "Pascal", "Mabel", "Ruben")
IN_GERMAN: Final = ("Greta", "Stiefel")


@dataclass
class PhotoContent:
    """What people have read in the shop that this version opened; `taps` by the button, with what was to be read."""

    taps: dict[str, tuple[str, Button]] = field(default_factory=dict)
    old_button: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    letters: int = -1
    graphs: tuple[set[Path], set[Path]] = (set(), set())
    """The files of the vector index, before and after."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, unpacked, as if the version before had been stopped a minute ago.

    A conversation is forgotten after months, and a message that waited for minutes is only apologised for, by the time
    that is written beside each.  The next version comes within minutes, the archive is of years ago: so all these times
    are moved on, by the same.
    """
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    later_s = time.time() - STOPPED_FOR_S - _noted(folder)["stopped_at"]
    assert sum(_move_on(path, later_s) for path in (folder / "data").glob("*.db")) > 100
    return folder


def _noted(left: Path) -> dict[str, Any]:
    noted: dict[str, Any] = json.loads((left / "before.json").read_text())
    return noted


def _move_on(path: Path, later_s: float) -> int:
    """Add seconds to all times of a file; how many they are."""
    with closing(sqlite3.connect(path)) as database, database:
        timed = database.execute(
            "SELECT tables.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns"
            " WHERE tables.type = 'table' AND columns.name = 'at'"
        ).fetchall()
        updates = [f"UPDATE {table} SET at = at + ?" for (table,) in timed]  # noqa: S608 - names of tables
        return sum(database.execute(update, (later_s,)).rowcount for update in updates)


@pytest.fixture(scope="module")
def seen(left: Path) -> PhotoContent:
    """Some seconds in the shop: what waited is answered, every button is tapped, some ask for what they had."""
    return asyncio.run(_open_and_use(left))


async def _open_and_use(left: Path) -> PhotoContent:
    seen, before, graphs = PhotoContent(), _noted(left), _graphs(left)
    async with TelegramServer() as server:
        server.go_on(before["telegram"])
        async with serving(left / "data", server) as url, ClientSession() as session:
            # These two have written to the version before.
            for name, chat in (("words", WORDS), ("photo", PHOTO)):
                seen.answers[name] = await InTelegram(server, chat).reads(("boot",), "sendMessage")
            await _tap_all(seen, server, url, session, before["keys"])
            await _ask_for_what_is_kept(seen, server)
        seen.violations = server.violations
    seen.graphs = graphs, _graphs(left)
    with closing(sqlite3.connect(left / "data" / "inbox.db")) as inbox:
        (seen.letters,) = inbox.execute("SELECT count(*) FROM letters").fetchone()
    return seen


def _graphs(left: Path) -> set[Path]:
    return set((left / "data" / "chroma").rglob("*.bin"))


async def _tap_all(
    seen: PhotoContent, server: TelegramServer, url: str, session: ClientSession, keys: dict[str, dict[str, str]]
) -> None:
    async def in_telegram(name: str, chat: int, button: Button) -> None:
        await _tap(seen, f"telegram, {name}", InTelegram(server, chat), keys["telegram"][name], button)

    async def on_page(name: str, button: Button) -> None:
        async with on_the_page(url, session, name) as visitor:
            await _tap(seen, f"web, {name}", visitor, keys["web"][name], button)

    shoppers = list(SHOPPERS.items())
    await asyncio.gather(
        *(in_telegram(name, 100 + number, button) for number, (name, button) in enumerate(shoppers)),
        *(on_page(name, button) for name, button in shoppers),
    )
    # Afterwards, since an owner changes what others see.
    for name, button in OWNERS.items():
        await in_telegram(name, OWNER, button)


async def _tap(seen: PhotoContent, name: str, person: Person, key: str, button: Button) -> None:
    await person.tap(key)
    seen.taps[name] = (await person.reads(button.answer, button.by), button)
    if name.endswith("show"):
        await person.tap(FORGED)
        seen.old_button.add(await person.reads((), "sendMessage"))


async def _ask_for_what_is_kept(seen: PhotoContent, server: TelegramServer) -> None:
    """Those who have saved something, and who has chosen a language."""
    saver, german = InTelegram(server, SAVER), InTelegram(server, GERMAN)
    await saver.send("/favourites")
    seen.answers["favourites"] = await saver.reads(NEWEST_SAVED, "sendMessage")
    await german.send(WHAT)
    seen.answers["german"] = await german.reads(IN_GERMAN, "sendMessage")


def test_the_vector_index_is_used_as_it_is(seen: PhotoContent) -> None:
    """An index that is built anew has other names for its files."""
    before, after = seen.graphs
    assert len(before) > 1
    assert before == after


def test_what_was_unanswered_is_answered(seen: PhotoContent) -> None:
    """Words and a photo that the version before had written into its inbox, each by products; nothing is left there."""
    assert all_in(("1 · .*Mabel", "Greta", "Nora"), seen.answers["words"])
    assert all_in(("1 · .*boot", "5 · .*boot"), seen.answers["photo"])
    assert seen.letters == 0


def test_every_button_is_still_understood(seen: PhotoContent) -> None:
    """All kinds of them, of both channels, on answers of the version before."""
    assert len(seen.old_button) == 2
    wrong = {
        name: text
        for name, (text, button) in seen.taps.items()
        if text in seen.old_button or not all_in(button.answer, text)
    }
    assert wrong == {}
    assert len(seen.taps) == 2 * len(SHOPPERS) + len(OWNERS)
    assert seen.violations == []


def test_favourites_and_a_chosen_language_are_kept(seen: PhotoContent) -> None:
    """As people have left them."""
    assert all_in(NEWEST_SAVED, seen.answers["favourites"])
    assert all_in(IN_GERMAN, seen.answers["german"])


def test_a_backup_is_restored(left: Path, tmp_path: Path) -> None:
    """By the command, beside what a backup leaves out: the shop works, and people have what was theirs."""
    for name in ("likes.db", "conversations.db"):
        shutil.copy(left / "data" / name, tmp_path)
    done = shoplens("catalog", "restore", str(left / "backup.zip"), data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"Restored {len(STOCK) + 3} products" in done.stdout
    seen = PhotoContent()

    async def ask() -> None:
        async with TelegramServer() as server:
            server.go_on(_noted(left)["telegram"])
            async with serving(tmp_path, server):
                await _ask_for_what_is_kept(seen, server)

    asyncio.run(ask())
    assert all_in(NEWEST_SAVED, seen.answers["favourites"])
    assert all_in(IN_GERMAN, seen.answers["german"])
