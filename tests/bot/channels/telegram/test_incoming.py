"""What people send in Telegram, as the assistant gets it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import AttachmentUnavailable
from bot.messages import IncomingMessage
from tests.bot.channels.telegram.shop import ALBUM_S, TelegramShop
from tests.telegram_server import BOT


async def test_words_are_answered_with_escaped_words(shop: TelegramShop) -> None:
    """Words reach the assistant with who and where, and its answer comes back escaped for HTML."""
    message_id = await shop.server.say("boots <red> & co")
    (answer,) = await shop.server.wait_for("sendMessage")
    assert answer.chat_id == 7
    assert answer.fields["text"] == "You said: boots &lt;red&gt; &amp; co"
    assert shop.assistant.asked == [
        IncomingMessage(
            *("telegram", "7", "5007", str(message_id), "boots <red> & co"),
            locale="en-GB",
            start_link="https://t.me/shop_test_bot?start=",
        )
    ]


async def test_photo_and_caption_are_one_question(shop: TelegramShop) -> None:
    """The smallest size that is large enough is downloaded and its caption is the text."""
    await shop.server.show(b"a photo", caption="in blue")
    await shop.server.wait_for("sendMessage")
    (asked,) = shop.assistant.asked
    assert (asked.photos, asked.text) == ((b"a photo",), "in blue")
    assert len(shop.server.downloads) == 1


async def test_picture_sent_as_a_file_is_a_photo(shop: TelegramShop) -> None:
    """An image document counts as a photo; a text document does not."""
    for mime_type in ("image/png", "text/csv"):
        document = {"file_id": shop.server.keep_file(b"png"), "file_unique_id": "u", "mime_type": mime_type}
        await shop.server.post(7, document=document)
    await shop.server.wait_for("sendMessage", 2)
    assert [asked.photos for asked in shop.assistant.asked] == [(b"png",), ()]


async def test_a_document_is_loaded_when_it_is_read(shop: TelegramShop) -> None:
    """It comes with its name; nothing of it is downloaded before, and one that cannot be had says what to do."""
    kept = shop.server.keep_file(b"id,title,image")
    for document in (
        {"file_id": kept, "file_name": "products.csv"},
        {"file_id": "gone", "file_name": "gone.csv"},
        {"file_id": kept, "file_size": 30_000_000},
    ):
        await shop.server.post(
            7, document={"file_unique_id": "u", "mime_type": "text/csv", **document}, caption="/sync"
        )
    await shop.server.wait_for("sendMessage", 3)
    assert [(asked.text, asked.photos) for asked in shop.assistant.asked] == [("/sync", ())] * 3
    products, gone, large = [asked.attachment for asked in shop.assistant.asked]
    assert shop.server.downloads == []
    assert products is not None
    assert (products.name, await products.read()) == ("products.csv", b"id,title,image")
    for attachment, cause in ((gone, "send it again"), (large, "20 MB at most")):
        assert attachment is not None
        with pytest.raises(AttachmentUnavailable, match=cause):
            await attachment.read()


async def test_album_is_one_question_also_when_a_part_comes_late(shop: TelegramShop) -> None:
    """Parts of an album are gathered until nothing more comes, and asked once, in order, with their words."""
    await shop.server.show(b"one", media_group_id="g")
    await shop.server.show(b"two", media_group_id="g", caption="like these")
    await shop.server.say("meanwhile", chat=8)
    await shop.server.wait_for("sendMessage", chat=8)
    await shop.server.show(b"three", media_group_id="g")
    await shop.server.say("and now", chat=8)
    await shop.server.wait_for("sendMessage", 2, chat=8)
    await shop.pause.let_go(ALBUM_S)
    await shop.pause.let_go(ALBUM_S)
    await shop.server.wait_for("sendMessage", chat=7)
    (asked,) = [asked for asked in shop.assistant.asked if asked.conversation_id == "7"]
    assert (asked.photos, asked.text) == ((b"one", b"two", b"three"), "like these")


async def test_service_messages_are_no_questions(shop: TelegramShop) -> None:
    """That somebody joined is nothing to answer."""
    await shop.server.post(7, new_chat_members=[BOT])
    await shop.server.say("hello")
    await shop.server.wait_for("sendMessage")
    assert [asked.text for asked in shop.assistant.asked] == ["hello"]


MENTION = {"reply_to_message": {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "supergroup"}, "from": BOT}}
FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}
OTHER_BOT = {"from": {"id": 99, "is_bot": True, "first_name": "Other"}}


@pytest.mark.parametrize(
    ("chat", "message", "asked"),
    [
        (7, {"text": "/start@shop_test_bot red"}, "/start red"),
        (7, {"text": "/help"}, "/help"),
        (7, {"text": "/start@other_bot"}, None),
        (7, {"text": "/start", **FORWARDED}, None),
        (7, {"text": "red boots", **FORWARDED}, "red boots"),
        (7, {"text": "hello", **OTHER_BOT}, None),
        (-9, {"text": "red boots"}, None),
        (-9, {"text": "/help"}, "/help"),
        (-9, {"text": "@Shop_Test_Bot red boots"}, "red boots"),
        (-9, {"text": "mail me@shop_test_bot"}, None),
        (-9, {"text": "in blue?", **MENTION}, "in blue?"),
    ],
)
async def test_who_is_answered(shop: TelegramShop, chat: int, message: dict[str, Any], asked: str | None) -> None:
    """In private everything, in groups commands, mentions and replies; never other bots or forwarded commands."""
    await shop.server.post(chat, **message)
    await shop.server.say("the end", chat=8)
    await shop.server.wait_for("sendMessage", 1 if asked is None else 2)
    assert [words.text for words in shop.assistant.asked if words.conversation_id == str(chat)] == (
        [] if asked is None else [asked]
    )


async def test_edited_messages_are_ignored(shop: TelegramShop) -> None:
    """An edited message is no new question."""
    await shop.server.push(edited_message={"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}})
    await shop.server.say("new")
    await shop.server.wait_for("sendMessage")
    assert [asked.text for asked in shop.assistant.asked] == ["new"]


async def test_anonymous_admin_has_no_user_id_and_is_answered_in_the_thread(shop: TelegramShop) -> None:
    """Telegram's stand-in for anonymous admins is nobody; the answer goes under the question in its topic."""
    nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    asked_id = await shop.server.post(
        -9,
        text="/help",
        sender_chat={"id": -9, "type": "supergroup"},
        message_thread_id=3,
        is_topic_message=True,
        **{"from": nobody},
    )
    (answer,) = await shop.server.wait_for("sendMessage")
    assert shop.assistant.asked[0].user_id == ""
    assert answer.fields["message_thread_id"] == "3"
    assert answer.fields["reply_parameters"]["message_id"] == asked_id
