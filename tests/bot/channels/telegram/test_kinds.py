"""What is neither words nor a photo: one sentence says what came and what works, and what can be answered is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.i18n.translator import translate, using_language
from catalog.catalog import Catalog
from tests.bot.channels.telegram.kinds import FILE, KINDS, VIDEO
from tests.bot.channels.telegram.shop import ALBUM_S, House, TelegramShop, texts
from tests.bot.stock import picture
from tests.fakes import FakeEngine
from tests.telegram_server import BOT, TelegramServer

ADA = {"id": 5007, "is_bot": False, "first_name": "Ada"}


def sentence(what: str) -> str:
    return f"{translate(f'unsupported-{what}')} {translate('what-works')}"


async def album_has_come(house: House) -> None:
    """Its second part has been received, and no other comes."""
    await house.server.until(lambda: house.server.newest_update in house.server.confirmed)
    await house.pause.let_go(ALBUM_S)
    await house.pause.let_go(ALBUM_S)


async def test_every_kind_is_named(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """Each in its own words; no file of them, nor any thumbnail, is looked at."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.say("/start")
        await server.wait_for("sendMessage")
        for kind, (what, message) in KINDS.items():
            already = len(server.made("sendMessage"))
            await server.post(7, **message)
            answer = (await server.wait_for("sendMessage", already + 1))[-1]
            assert answer.fields["text"] == sentence(what), kind
        assert server.downloads == []
        assert server.made("getFile") == []


async def test_it_is_said_in_the_persons_language(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """The client's where nothing was said yet."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.post(7, **KINDS["a voice message"][1], **{"from": {**ADA, "language_code": "pt-BR"}})
        (answer,) = await server.wait_for("sendMessage")
        with using_language("pt"):
            assert answer.fields["text"].endswith(sentence("voice"))
            assert "mensagens de voz" in answer.fields["text"]


async def test_words_with_a_video_are_answered(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """And it is said that they alone were; a smiley is no words."""
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.post(7, video=VIDEO, caption="red boots")
        (answer,) = await server.wait_for("sendMessage")
        assert f"{translate('unsupported-video')} {translate('went-by-the-rest')}" in answer.fields["text"]
        assert "Understood: (red) (boots)" not in answer.fields["text"]
        (album,) = server.made("sendMediaGroup")
        assert "boots" in album.fields["media"][0]["caption"]
        await server.post(7, video=VIDEO, caption="😍😍")
        alone = (await server.wait_for("sendMessage", 2))[-1]
        assert alone.fields["text"] == sentence("video")


async def test_an_albums_photos_count_beside_its_videos(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """The photos are searched with, and the video is mentioned."""
    async with TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            await server.show(picture("red"), media_group_id="g")
            await house.pause.held(ALBUM_S)
            await server.post(7, video=VIDEO, media_group_id="g")
            await album_has_come(house)
            (answer,) = await server.wait_for("sendMessage")
            assert f"{translate('unsupported-video')} {translate('went-by-the-rest')}" in answer.fields["text"]
            assert len(server.made("sendMediaGroup")) == 1


MENTION = {"reply_to_message": {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "supergroup"}, "from": BOT}}


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ({}, False),
        ({"caption": "look at this"}, False),
        ({"caption": "@shop_test_bot look at this"}, True),
        (MENTION, True),
    ],
)
async def test_in_groups_only_what_is_for_the_bot(shop: TelegramShop, message: dict[str, Any], asked: bool) -> None:
    """A reply to it, or its name under a video."""
    await shop.server.post(-9, video=VIDEO, **message)
    await shop.server.say("the end", chat=8)
    await shop.server.wait_for("sendMessage", 1 + asked)
    assert [one.unsupported for one in shop.assistant.asked if one.conversation_id == "-9"] == ["video"] * asked


async def test_an_image_sent_as_a_file_is_a_photo(shop: TelegramShop) -> None:
    """It is searched with, and nothing is said of files."""
    file = {**FILE, "file_id": shop.server.keep_file(b"png"), "mime_type": "image/png"}
    await shop.server.post(7, document=file)
    await shop.server.wait_for("sendMessage")
    (asked,) = shop.assistant.asked
    assert (asked.photos, asked.unsupported, asked.attachment) == ((b"png",), None, None)


async def test_an_animation_is_no_feed(shop: TelegramShop) -> None:
    """Telegram sends its file as a document besides; a PDF of an owner is one, as any document is."""
    await shop.server.post(7, **KINDS["an animation"][1])
    await shop.server.post(7, **KINDS["a PDF"][1])
    await shop.server.wait_for("sendMessage", 2)
    animation, pdf = shop.assistant.asked
    assert (animation.attachment, animation.photos, animation.missing_photo) == (None, (), None)
    assert pdf.attachment is not None
    assert pdf.attachment.name == "a.pdf"


async def test_a_photo_over_the_limit_and_one_that_is_gone_are_told_apart(
    engine: FakeEngine, catalog: Catalog, tmp_path: Path
) -> None:
    """Whether the message says its size, or Telegram when it is asked for it."""
    image = {**FILE, "mime_type": "image/jpeg"}
    async with TelegramServer() as server, House(server, engine, catalog, tmp_path).bot():
        await server.say("/start")
        await server.wait_for("sendMessage")
        await server.post(7, document={**image, "file_size": 30_000_000})
        await server.wait_for("sendMessage", 2)
        assert server.made("getFile") == []
        server.fail("getFile", 400, "Bad Request: file is too big")
        await server.show(picture("red"), caption="in blue")
        await server.wait_for("sendMessage", 3)
        server.fail("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        await server.show(picture("red"), caption="in blue")
        answers = await server.wait_for("sendMessage", 4)
        large, gone = translate("failed-picture-large"), translate("failed-picture-gone")
        assert texts(answers)[1:] == [large, large, gone]


async def test_the_photos_that_came_are_answered(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """Of an album of which one cannot be had, which is mentioned."""
    async with TelegramServer() as server:
        house = House(server, engine, catalog, tmp_path)
        async with house.bot():
            server.fail("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
            await server.show(picture("blue"), media_group_id="g")
            await house.pause.held(ALBUM_S)
            await server.show(picture("red"), media_group_id="g")
            await album_has_come(house)
            (answer,) = await server.wait_for("sendMessage")
            assert f"{translate('some-photos-gone')} {translate('went-by-the-rest')}" in answer.fields["text"]
            assert len(server.downloads) == 1
            assert len(server.made("sendMediaGroup")) == 1
