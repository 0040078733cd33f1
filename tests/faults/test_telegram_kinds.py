"""What people send that cannot be searched with, and photos that Telegram does not hand over."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.i18n.translator import translate
from catalog.catalog import Catalog
from tests.bot.channels.telegram.kinds import KINDS
from tests.bot.channels.telegram.shop import House, server
from tests.bot.conftest import catalog, empty_catalog, engine
from tests.bot.stock import picture
from tests.fakes import FakeEngine
from tests.faults.table import Told
from tests.telegram_server import TelegramServer

__all__ = ["catalog", "empty_catalog", "engine", "server"]  # fixtures of the tests below

SENT = ("a voice message", "a video", "a sticker", "a location", "a contact", "a PDF", "an animation", "a poll")


@pytest.fixture
def house(server: TelegramServer, engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> House:
    return House(server, engine, catalog, tmp_path)


@pytest.mark.fault(
    "voice, video, sticker, location, contact, PDF, animation, poll in the middle of commands",
    "one sentence each that names it and what works; the commands are answered",
)
async def test_each_kind_gets_its_sentence(house: House, server: TelegramServer, record_property: Told) -> None:
    """In the order in which they came, and without a word in the log."""
    async with house.bot():
        expected = []
        for what, message in map(KINDS.__getitem__, SENT):
            await server.post(7, **message)
            await server.say("/help")
            expected += [translate(f"unsupported-{what}"), translate("help").splitlines()[0]]
            answers = await server.wait_for("sendMessage", len(expected))
    assert [start for start, call in zip(expected, answers, strict=True) if start not in call.fields["text"]] == []
    record_property("seen", f"{len(SENT)} kinds named, {len(SENT)} commands answered")


@pytest.mark.fault(
    "a photo over 20 MB: Telegram's getFile says that it is too big",
    "the shopper is asked for a smaller one or a screenshot; asked for once",
)
async def test_a_photo_over_the_limit(house: House, server: TelegramServer, record_property: Told) -> None:
    """It is nobody's fault, so that the log has no warning."""
    async with house.bot():
        server.fail("getFile", 400, "Bad Request: file is too big")
        await server.show(picture("red"))
        (answer,) = await server.wait_for("sendMessage")
    assert translate("failed-picture-large") in answer.fields["text"]
    assert len(server.made("getFile")) == 1
    record_property("seen", answer.fields["text"])


@pytest.mark.fault(
    "a photo gone at Telegram: its file id is wrong, or the file not there for now",
    "the shopper is asked to send it again",
    log="A file could not be downloaded",
)
async def test_a_photo_that_is_gone(house: House, server: TelegramServer, record_property: Told) -> None:
    """The shop's log says why."""
    async with house.bot():
        server.fail("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        await server.show(picture("red"))
        (answer,) = await server.wait_for("sendMessage")
    assert translate("failed-picture-gone") in answer.fields["text"]
    record_property("seen", answer.fields["text"])
