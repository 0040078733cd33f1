"""Who may change the shop: the owners named in the settings, when they say so themselves, and nobody else."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from telegram import Bot, Message, Update, User

from bot.channels.telegram.receiving.incoming import is_asked, read_question
from bot.chat.assistant import ShopAssistant
from bot.messages import IncomingMessage, Reply
from bot.owner.commands import Admin
from bot.owner.imports import FeedImports
from bot.search.describer import ProductDescriber
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.bot.channels.telegram.shop import TelegramShop
from tests.bot.stock import STOCK, assistant_of, message, picture
from tests.fakes import FakeEngine
from tests.telegram_server import BOT

OWNER = 5007
CAPTION = "Linen dress “Ivy”; €59.00"

FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}
FROM_A_USER = {"type": "user", "date": 1, "sender_user": {"id": OWNER, "is_bot": False, "first_name": "Ada"}}
GROUP = {"id": -9, "type": "supergroup", "title": "chat"}
CHANNEL = {"id": -100, "type": "channel", "title": "news"}
INLINE_BOT = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}

# Only asked whom it allows.  Service accounts are among the owners, as a careless setting might have them.
ADMIN = Admin(
    *cast(tuple[Catalog, Ingest], (None, None)),
    FeedImports(cast(Sync, None)),
    cast(Conversations, None),
    frozenset(f"telegram:{number}" for number in (OWNER, 1087968824, 136817688, 777000, 99)),
)


class Reader:
    """The bot as far as reading needs it: it knows its own name."""

    bot = User(424242, "Shop", is_bot=True, username="shop_test_bot")


ME = cast(Bot, Reader())


def user(number: int, *, is_bot: bool = False) -> dict[str, Any]:
    return {"id": number, "is_bot": is_bot, "first_name": "Ada"}


def read(*contents: dict[str, Any], chat: int = 7) -> tuple[bool, bool]:
    """Whether the bot answers a message (or the parts of an album), and whether it is obeyed as an owner's."""
    parts = []
    for number, content in enumerate(contents, start=1):
        where = {"id": chat, "type": "private"} if chat > 0 else GROUP
        raw = {"message_id": number, "date": 1, "chat": where, "from": user(OWNER), **content}
        parts.append(Update(number, message=Message.de_json(raw, None)))
    answered = is_asked(parts, ME.bot)
    return answered, answered and ADMIN.allows(read_question(ME, parts, asyncio.sleep))


def shop_assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations, *owners: str) -> ShopAssistant:
    ingest = Ingest(catalog, ProductDescriber(engine))
    admin = Admin(catalog, ingest, FeedImports(Sync(catalog, ingest)), conversations, frozenset(owners))
    return assistant_of(engine, catalog, conversations, admin)


@pytest.mark.parametrize(
    ("chat", "content"),
    [
        (7, {"text": "/stats"}),
        (7, {"text": "  /stats"}),
        (7, {"text": "/stats@Shop_Test_Bot"}),
        (7, {"caption": CAPTION}),
        (-9, {"text": "/stats"}),
        (-9, {"text": "/stats", "message_thread_id": 3, "is_topic_message": True}),
        (-9, {"text": "@shop_test_bot hello"}),
    ],
)
def test_an_owner_is_obeyed_everywhere(chat: int, content: dict[str, Any]) -> None:
    """In private, in groups and in topics, when the bot is spoken to."""
    assert read(content, chat=chat) == (True, True)


@pytest.mark.parametrize(
    ("chat", "content"),
    [
        (7, {"text": "red boots", **FORWARDED}),
        (7, {"text": CAPTION, "forward_origin": FROM_A_USER}),
        (7, {"text": "red boots", "via_bot": INLINE_BOT}),
        (7, {"text": "/stats", "via_bot": INLINE_BOT}),
        (7, {"text": "/stats", "edit_date": 2}),
        (7, {"text": "/stats", "sender_business_bot": INLINE_BOT}),
        (7, {"text": "/stats", "guest_query_id": "1"}),
        (7, {"text": "/stats", "guest_bot_caller_user": user(OWNER)}),
        (7, {"text": "/stats", "from": user(OWNER + 1)}),
        (7, {"text": "/stats", "from": user(777000)}),
        (-9, {"text": "/stats", "from": user(1087968824, is_bot=True), "sender_chat": GROUP}),
        (-9, {"text": "/stats", "from": user(1087968824, is_bot=True)}),
        (-9, {"text": "/stats", "from": user(136817688, is_bot=True), "sender_chat": CHANNEL}),
        (-9, {"text": "/stats", "from": user(777000)}),
        (-9, {"text": "/stats", "sender_chat": CHANNEL}),
        (-9, {"text": "@shop_test_bot /stats", "from": user(777000), "is_automatic_forward": True}),
    ],
)
def test_others_and_second_hand_messages_have_no_rights(chat: int, content: dict[str, Any]) -> None:
    """Forwarded, edited, through another bot, anonymous, a channel, Telegram itself: answered like any shopper."""
    assert read(content, chat=chat) == (True, False)


@pytest.mark.parametrize(
    ("chat", "content"),
    [
        (7, {"text": "/stats@other_bot"}),
        (7, {"text": " \n/stats@other_bot"}),
        (7, {"text": "/stats", **FORWARDED}),
        (7, {"text": " /stats", **FORWARDED}),
        (7, {"caption": f"/add {CAPTION}", **FORWARDED}),
        (7, {"text": "/stats", "from": user(99, is_bot=True)}),
        (7, {"text": "/stats", "from": BOT}),
        (-9, {"text": "/stats@other_bot"}),
        (-9, {"text": "/remove@other_bot b1"}),
        (-9, {"text": CAPTION}),
    ],
)
def test_what_is_meant_for_others_is_not_even_answered(chat: int, content: dict[str, Any]) -> None:
    """Commands for another bot, forwarded ones, other bots, itself, and talk among people in a group."""
    assert read(content, chat=chat) == (False, False)


@pytest.mark.parametrize(
    ("captions", "verdict"),
    [
        ((f"/add@other_bot {CAPTION}", None), (False, False)),
        ((None, f"/add@other_bot {CAPTION}"), (False, False)),
        ((None, f"/add@shop_test_bot {CAPTION}"), (True, True)),
        ((f"/add {CAPTION}", None), (True, True)),
        ((CAPTION, None), (True, True)),
        ((None, None), (True, True)),
    ],
)
def test_an_album_is_judged_by_its_words(captions: tuple[str | None, ...], verdict: tuple[bool, bool]) -> None:
    """An album whose caption is for another bot is not taken because its other photos have none."""
    assert read(*({"caption": caption} for caption in captions)) == verdict


def test_one_forwarded_photo_takes_the_rights_of_its_album() -> None:
    """An owner's caption does not vouch for somebody else's picture."""
    assert read({"caption": CAPTION}, FORWARDED) == (True, False)


def test_a_forwarded_feed_is_not_brought_in() -> None:
    """An owner who passes a file on has not asked for it to become the shop."""
    feed = {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "feed.csv", "mime_type": "text/csv"}}
    assert read(feed) == (True, True)
    assert read({**feed, **FORWARDED}) == (True, False)
    assert read({**feed, "caption": "/sync", **FORWARDED}) == (False, False)


async def test_other_kinds_of_updates_are_nothing(shop: TelegramShop) -> None:
    """Edits, posts of channels and messages of business accounts are ignored if they come."""
    posted = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": user(OWNER), "text": "/stats"}
    for kind in ("edited_message", "channel_post", "edited_channel_post", "business_message"):
        await shop.server.push(**{kind: posted})
    await shop.server.say("the end", chat=8)
    await shop.server.wait_for("sendMessage")
    assert [asked.text for asked in shop.assistant.asked] == ["the end"]


def buttons(reply: Reply) -> list[str]:
    choices = (*reply.buttons, *(choice for card in reply.cards for choice in card.buttons))
    return [choice.key for choice in choices if not choice.url]


async def test_every_button_of_an_owner_is_checked_again_when_it_is_tapped(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """In a group all see [Undo] and [Remove]; taps of others, of nobody, and of an owner of yesterday do nothing."""
    assistant = shop_assistant(engine, catalog, conversations, "web:1")
    dismissed = shop_assistant(engine, catalog, conversations)
    added = await assistant.handle(message(CAPTION, picture("green", 90), user="1"))
    await assistant.handle(message("red boots", user="1"))
    opened = await assistant.handle(message("1", user="1"))
    keys = [key for key in (*buttons(added), *buttons(opened)) if key.startswith(("undo:", "remove:"))]
    assert len(keys) == 2
    for key in (*keys, "sync:go:abcdefgh", "sync:no:abcdefgh", "accept:1", "dismiss:1"):
        for hands in (message(choice=key, user="9"), message(choice=key, user="")):
            assert "too old" in (await assistant.handle(hands)).text
        assert "too old" in (await dismissed.handle(message(choice=key, user="1"))).text
    assert await catalog.count() == len(STOCK) + 1
    assert (await assistant.handle(message(choice=keys[0], user="1"))).text.startswith("Removed")


async def test_commands_of_others_change_nothing(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations
) -> None:
    """Ids that only look like an owner's are not the owner's."""
    assistant = shop_assistant(engine, catalog, conversations, "web:1")
    for words in ("/add", f"/add {CAPTION}", "/remove b1", "/stats", "/sync https://shop.example/feed", CAPTION):
        for sender in ("9", "", "1 ", "01", "１"):
            reply = await assistant.handle(message(words, picture("green", 90), user=sender))
            assert not reply.text.startswith(("Added", "Removed", "Reading")), (words, sender)
            assert "products, " not in reply.text, (words, sender)
    assert await catalog.count() == len(STOCK)


def test_an_owner_of_one_channel_is_nobody_in_another() -> None:
    """Whoever calls themselves 5007 in the web chat is not Telegram's 5007."""
    assert ADMIN.allows(IncomingMessage("telegram", "c", str(OWNER), "m"))
    assert not ADMIN.allows(IncomingMessage("web", "c", str(OWNER), "m"))
    assert not ADMIN.allows(IncomingMessage("web", "c", f"telegram:{OWNER}", "m"))
    assert not ADMIN.allows(IncomingMessage("telegram", "c", "", "m"))
