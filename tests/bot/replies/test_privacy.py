"""Whoever wants to know what is kept about them is sent all of it, and nothing of anybody else's."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.channels.telegram.sending.sent_messages import SentMessages, SentPicture
from bot.i18n.languages import NAMES
from bot.i18n.translator import translate, using_language
from bot.query.model import Query
from bot.storage.conversations import Conversations
from bot.storage.erasure import MAX_TOLD, KeepsPersonalData, PersonalData
from bot.storage.favourites import FavouriteStore
from bot.storage.inbox import Inbox, Letter
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from tests.bot.channels.web.visitor import Visitor, answer, ask
from tests.bot.stock import assistant_of, message, product
from tests.bot.storage.test_erasure import BOT, Notes, open_house
from tests.fakes import Clock, FakeEngine
from tests.telegram_server import TelegramServer

DOCS = BOT.parent / "docs" / "privacy.md"


def told(document: bytes) -> dict[str, Any]:
    """The kinds in a document."""
    kept: dict[str, Any] = json.loads(document)["kept"]
    return kept


async def test_both_channels_send_all_that_is_kept_of_one_person(
    engine: FakeEngine, catalog: Catalog, tmp_path: Path
) -> None:
    """What was asked, saved and posted, and the messages in work; afterwards /forget_me empties just that."""
    async with (
        TelegramServer() as telegram,
        open_house(engine, catalog, telegram, tmp_path / "kept") as page,
        ClientSession() as session,
        Visitor(page, session).line() as line,
    ):
        await telegram.say("blue zanzibar boots", chat=7654321)
        await telegram.say("red madagascar boots", chat=9)
        await telegram.wait_for("sendMessage", 1, chat=7654321)
        await telegram.wait_for("sendMessage", 1, chat=9)
        await telegram.say("/my_data", chat=7654321)
        (sent,) = await telegram.wait_for("sendDocument", 1, chat=7654321)
        kept = told(sent.files["document"])
        assert kept.keys() - {"posted"} == {"answers", "language", "openings", "letters"}
        assert "zanzibar" in json.dumps(kept["answers"]["entries"])
        assert kept["letters"]["entries"][0]["message"]["message"]["text"] == "/my_data"
        assert "madagascar" not in json.dumps(kept)
        assert re.search(r"What you asked and what I showed: 1, since .*\d{4}", sent.fields["caption"])
        assert sent.fields["caption"].endswith("/forget_me deletes all of it.")
        await telegram.say("/forget_me", chat=7654321)
        await telegram.wait_for("sendMessage", 2, chat=7654321)
        await telegram.say("/my_data", chat=7654321)
        again = told((await telegram.wait_for("sendDocument", 2, chat=7654321))[-1].files["document"])
        assert again.keys() == {"letters"}, "the question itself"

        await ask(line, "question-1", text="green tasmania dress")
        found = await answer(line)
        hearts = [one["key"] for card in found["cards"] for one in card["choices"] if one["key"].startswith("heart:")]
        await ask(line, "question-2", choice=hearts[0])
        await answer(line)
        await ask(line, "question-3", text="/my_data")
        reply = await answer(line)
        kept = told(base64.b64decode(reply["document"]["data"]))
        assert reply["document"]["name"] == "my-data.json"
        assert kept.keys() == {"answers", "language", "openings", "favourites", "page"}
        assert "tasmania" in json.dumps(kept["answers"])
        assert "zanzibar" not in json.dumps(kept)
        assert "madagascar" not in json.dumps(kept)


async def test_others_of_a_group_do_not_read_along(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """There the bot says where to ask."""
    async with TelegramServer() as telegram, open_house(engine, catalog, telegram, tmp_path / "kept"):
        await telegram.post(-9, text="/my_data")
        (said,) = await telegram.wait_for("sendMessage", 1, chat=-9)
        assert "our own chat" in said.fields["text"]
        assert telegram.made("sendDocument") == []


async def test_who_is_not_known_reads_that(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> None:
    """Also who was forgotten, and whoever uses another's conversation."""
    assistant = assistant_of(engine, catalog, conversations)
    assert (await assistant.handle(message("/my_data"))).text == "I keep nothing about you."
    await assistant.handle(message("red boots"))
    assert (await assistant.handle(message("/my_data"))).document is not None
    assert (await assistant.handle(message("/my_data", user="8"))).text == "I keep nothing about you."
    await assistant.handle(message("/forget_me"))
    assert (await assistant.handle(message("/my_data"))).text == "I keep nothing about you."


async def test_what_cannot_be_read_is_not_left_out_in_silence(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """A part would be taken for all."""
    personal_data = PersonalData(conversations, Notes("web:7", broken=True))
    assistant = assistant_of(engine, catalog, conversations, personal_data=personal_data)
    await assistant.handle(message("red boots"))
    reply = await assistant.handle(message("/my_data"))
    assert (reply.document, "went wrong" in reply.text) == (None, True)


PEOPLE = ("telegram:5", "telegram:50", "telegram:in -5", "web:5")


async def test_every_store_tells_of_one_person_alone_and_of_all_that_it_forgets(tmp_path: Path) -> None:
    """What `tell` counts is what `forget` deletes, for people whose keys are alike."""
    async with (
        Conversations(tmp_path / "c.db", Clock()) as conversations,
        FavouriteStore(tmp_path / "l.db") as favourites,
        Inbox(tmp_path / "i.db", "one", Clock()) as inbox,
        SentMessages(tmp_path / "p.db", Clock()) as sent_messages,
    ):
        for number, person in enumerate(PEOPLE):
            for key in range(number + 1):
                await conversations.remember(
                    "group", person, Turn(Query(f"words of {person}!"), key=f"{number:04}{key:04}")
                )
                await favourites.toggle(person, product(f"p{key}", f"Saved by {person}!"))
                await inbox.keep([Letter(10 * number + key, json.dumps(f"letter of {person}!"), person)])
        for chat in (5, 50, -5):
            await sent_messages.note(chat, 1, [SentPicture(1, f"look {chat}")])
        stores: tuple[KeepsPersonalData, ...] = (conversations, favourites, inbox, sent_messages)
        for store in stores:
            assert [one for one in await store.tell("telegram:") if one.count] == []
            for number, person in enumerate(PEOPLE):
                kept = [one for one in await store.tell(person) if one.count]
                words = json.dumps([one.entries for one in kept])
                assert not [other for other in PEOPLE if other != person and f"{other}!" in words]
                if store is not sent_messages:
                    assert sum(one.count for one in kept) == number + 1
                assert await store.forget(person) == sum(one.count for one in kept)
                assert [one for one in await store.tell(person) if one.count] == []


async def test_the_file_is_bounded_and_says_so(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """Somebody with years of it gets the latest of each kind."""
    for number in range(MAX_TOLD + 20):
        await conversations.remember(f"c{number // 50}", "web:7", Turn(Query(f"words {number}"), key=f"{number:08}"))
    reply = await assistant_of(engine, catalog, conversations).handle(message("/my_data"))
    assert reply.document is not None
    kept = told(reply.document.data)["answers"]
    assert (kept["count"], len(kept["entries"])) == (MAX_TOLD + 20, MAX_TOLD)
    assert kept["entries"][0]["answer"]["text"] == f"words {MAX_TOLD + 19}"
    assert "the file has the latest 500" in reply.text


async def test_a_row_that_is_no_json_is_told_as_it_is(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path
) -> None:
    """An odd record costs itself only, and belongs to the person all the same."""
    assistant = assistant_of(engine, catalog, conversations)
    await assistant.handle(message("red boots"))
    with closing(sqlite3.connect(tmp_path / "conversations.db")) as database, database:
        database.execute("UPDATE turns SET state = 'no json'")
    reply = await assistant.handle(message("/my_data", conversation="c2"))
    assert reply.document is not None
    assert told(reply.document.data)["answers"]["entries"][0]["answer"] == "no json"


@pytest.mark.parametrize("code", NAMES)
async def test_it_is_readable_in_every_language(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, code: str
) -> None:
    """The help names it, and the summary fits under a file in Telegram."""
    await conversations.set_language("web:7", code, chosen=True)
    assistant = assistant_of(engine, catalog, conversations)
    await assistant.handle(message("red boots"))
    reply = await assistant.handle(message("/my_data"))
    with using_language(code):
        assert translate("kept-answers") in reply.text
        assert translate("kept-language") in reply.text
        everything = "\n".join(
            translate("my-data-line-since", what=translate(f"kept-{kind}"), count=99_999, date="30 September 2026")
            for kind in ("answers", "language", "favourites", "letters", "posted", "page", "photos")
        )
        assert len(translate("my-data", kept=everything)) < 900
        assert "/my_data" in translate("help")
        assert "/my_data" in translate("my-data-private")
    assert "/forget_me" in reply.text


def test_the_list_for_operators_has_every_file_and_table() -> None:
    """What keeps something stands in docs/privacy.md, with why and how long."""
    listed = DOCS.read_text(encoding="utf-8")
    found = 0
    for path in BOT.rglob("*.py"):
        for table in re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", path.read_text(encoding="utf-8")):
            found += 1
            assert f"`{table}`" in listed, f"{table} of {path.name} is not listed in docs/privacy.md"
    assert found >= 8
    for name in re.findall(r'"(\w+\.db)"', "".join(path.read_text(encoding="utf-8") for path in BOT.rglob("*.py"))):
        assert f"`{name}`" in listed, f"{name} is not listed in docs/privacy.md"
