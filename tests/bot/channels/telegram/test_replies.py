"""What the assistant answers, as it looks in Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.messages import Button, Document, Reply
from tests.bot.channels.telegram.shop import TelegramShop, texts
from tests.bot.stock import offered, tapped


async def test_several_cards_are_an_album_and_one_message(shop: TelegramShop) -> None:
    """Pictures come first with numbered captions, then the list, what was understood, and the buttons."""
    numbers = tuple(offered(f"show:t:{n}", str(n)) for n in range(1, 8))
    choices = (*numbers, offered("more:t", "More"), Button("Shop", url="https://shop.example/boots"))
    cards = shop.cards(3, was="€99.00")
    shop.assistant.answer = lambda _: Reply("Closest first:", cards, ("red", "boots"), choices)
    await shop.server.say("red boots")
    (words,) = await shop.server.wait_for("sendMessage")
    (album,) = shop.server.made("sendMediaGroup")
    assert [item["caption"] for item in album.fields["media"]] == [f"{n} · Boot {n} — €{n}9.00" for n in (1, 2, 3)]
    assert sorted(album.files.values()) == [b"jpeg 1", b"jpeg 2", b"jpeg 3"]
    assert words.fields["text"].split("\n") == [
        "Closest first:",
        "",
        "1 · Boot 1 — <s>€99.00</s> €19.00",
        "2 · Boot 2 — <s>€99.00</s> €29.00",
        "3 · Boot 3 — <s>€99.00</s> €39.00",
        "<i>Understood: red · boots</i>",
    ]
    assert [[button["text"] for button in row] for row in words.buttons] == [
        list("12345"),
        list("67"),
        ["More", "Shop"],
    ]
    assert words.buttons[2][1]["url"] == "https://shop.example/boots"


async def test_next_page_comes_by_a_tap(shop: TelegramShop) -> None:
    """A tap reaches the assistant as a choice, is acknowledged, and brings the next cards."""
    cards = shop.cards(4)
    more = (offered("more:t:2", "More"),)
    shop.assistant.answer = lambda message: Reply("", cards[2:] if tapped(message) else cards[:2], buttons=more)
    await shop.server.say("boots")
    (words,) = await shop.server.wait_for("sendMessage")
    query_id = await shop.server.tap(words.buttons[0][0]["callback_data"])
    await shop.server.wait_for("sendMessage", 2)
    assert tapped(shop.assistant.asked[1]) == "more:t:2"
    assert shop.assistant.asked[1].conversation_id == "7"
    assert shop.server.made("answerCallbackQuery")[0].fields["callback_query_id"] == query_id
    assert [item["caption"] for item in shop.server.made("sendMediaGroup")[1].fields["media"]] == [
        "1 · Boot 3 — €39.00",
        "2 · Boot 4 — €49.00",
    ]


async def test_one_card_is_a_photo_with_its_buttons(shop: TelegramShop) -> None:
    """A product opened by its number is a large picture with all its facts and its own buttons."""
    (card,) = shop.cards(
        1,
        brand="Nora & Co",
        sizes=("38", "39"),
        available=False,
        attributes=("red", "leather"),
        why=("same colour",),
        buttons=(offered("like:t:1", "Similar"), Button("Shop", url="https://shop.example/1")),
    )
    shop.assistant.answer = lambda _: Reply("", (card,), buttons=(offered("list:t", "Back"),))
    await shop.server.tap("open:1")
    (photo,) = await shop.server.wait_for("sendPhoto")
    assert photo.fields["caption"].split("\n") == [
        "<b>Boot 1</b>",
        "€19.00",
        "Nora &amp; Co",
        "Sizes 38, 39",
        "Sold out at the moment",
        "red, leather",
        "<i>same colour</i>",
    ]
    assert [button["text"] for button in photo.buttons[0]] == ["Similar", "Shop", "Back"]
    assert photo.files == {"photo": b"jpeg 1"}


async def test_picture_is_uploaded_once(shop: TelegramShop) -> None:
    """The second time a picture goes out by its file id; if that stopped working it is uploaded again."""
    cards = shop.cards(2)
    shop.assistant.answer = lambda _: Reply("Boots", cards)
    for _ in range(2):
        await shop.server.say("boots")
    await shop.server.wait_for("sendMessage", 2)
    first, second = shop.server.made("sendMediaGroup")
    assert len(first.files) == 2
    assert not second.files
    shop.server.fail("sendMediaGroup", 400, "Bad Request: wrong remote file identifier")
    await shop.server.say("boots")
    await shop.server.wait_for("sendMessage", 3)
    assert len(shop.server.made("sendMediaGroup")[3].files) == 2


@pytest.mark.fault("picture store lost some files", "the list is complete, without those pictures")
async def test_missing_pictures_leave_the_words(shop: TelegramShop) -> None:
    """Cards without a picture keep their number: all pictures, one, or none, the list is complete."""
    cards = shop.cards(3)
    (shop.folder / "p1.jpg").unlink()
    (shop.folder / "p3.jpg").unlink()
    shop.assistant.answer = lambda message: Reply("Boots", cards if message.text == "some" else cards[:1])
    await shop.server.say("some")
    await shop.server.say("none")
    some, none = await shop.server.wait_for("sendMessage", 2)
    assert [call.fields["caption"] for call in shop.server.made("sendPhoto")] == ["2 · Boot 2 — €29.00"]
    assert "3 · Boot 3" in some.fields["text"]
    assert none.fields["text"].startswith("<b>Boot 1</b>")


@pytest.mark.parametrize(("count", "method"), [(1, "sendPhoto"), (2, "sendMediaGroup")])
@pytest.mark.fault("Telegram refuses pictures: {case}", "words and buttons arrive all the same")
async def test_refused_pictures_leave_the_words(shop: TelegramShop, count: int, method: str) -> None:
    """Where Telegram refuses the pictures, the words and buttons arrive all the same."""
    cards = shop.cards(count)
    shop.assistant.answer = lambda _: Reply("Boots", cards, buttons=(offered("more:t", "More"),))
    shop.server.fail(method, 400, "Bad Request: IMAGE_PROCESS_FAILED", times=2)
    await shop.server.say("boots")
    (words,) = await shop.server.wait_for("sendMessage")
    assert "Boot 1" in words.fields["text"]
    assert words.buttons[0][0]["callback_data"] == "more:t"


async def test_bad_shop_link_does_not_cost_the_answer(shop: TelegramShop) -> None:
    """A button whose address Telegram refuses is left out and the message is sent again."""
    choices = (Button("Shop", url="https://shop.example/1"), offered("more:t", "More"), Button("Odd", url="x:1"))
    shop.assistant.answer = lambda _: Reply("Boots", buttons=choices)
    shop.server.fail("sendMessage", 400, "Bad Request: BUTTON_URL_INVALID")
    await shop.server.say("boots")
    refused, sent = await shop.server.wait_for("sendMessage", 2)
    assert [button["text"] for button in refused.buttons[0]] == ["Shop", "More"]
    assert [button["text"] for button in sent.buttons[0]] == ["More"]


async def test_old_tap_is_answered_all_the_same(shop: TelegramShop) -> None:
    """ "query is too old" from Telegram is no reason not to answer what was tapped."""
    shop.server.fail("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    await shop.server.tap("more:t")
    assert texts(await shop.server.wait_for("sendMessage")) == ["You said: more:t"]


async def test_what_follows_an_answer_replaces_it_until_there_is_news(shop: TelegramShop) -> None:
    """Progress edits the first message with its button, which goes at the end; that is a message of its own."""
    last = Reply("Done & dusted.", document=Document("failures.csv", b"line,id,cause"))

    async def updates() -> AsyncIterator[Reply]:
        for part in ("50 %", "100 %"):
            yield Reply(part, buttons=(offered("sync:no:t", "Stop"),), replaces=True)
        yield last

    shop.assistant.answer = lambda message: (
        Reply("Reading …", updates=updates()) if message.text == "/sync" else Reply("boots")
    )
    await shop.server.say("/sync")
    (document,) = await shop.server.wait_for("sendDocument")
    assert texts(shop.server.made("sendMessage")) == ["Reading …"]
    edits = shop.server.made("editMessageText")
    assert [(edit.fields["text"], edit.buttons[0][0]["text"]) for edit in edits] == [
        ("50 %", "Stop"),
        ("100 %", "Stop"),
    ]
    assert len({edit.fields["message_id"] for edit in edits}) == 1
    assert document.files == {"document": b"line,id,cause"}
    assert document.fields["caption"] == "Done &amp; dusted."
    assert list(shop.server.keyboards.values()) == [(7, [])]


async def test_what_follows_does_not_hold_up_the_chat(shop: TelegramShop) -> None:
    """Other messages of the same chat are answered meanwhile, a refused edit ends nothing, the stop waits for it."""
    going_on = asyncio.Event()

    async def updates() -> AsyncIterator[Reply]:
        yield Reply("50 %", replaces=True)
        await going_on.wait()
        yield Reply("Stopped.")

    shop.assistant.answer = lambda message: (
        Reply("Reading …", updates=updates()) if message.text == "/sync" else Reply("boots")
    )
    shop.server.fail("editMessageText", 400, "Bad Request: message is not modified")
    await shop.server.say("/sync")
    await shop.server.wait_for("editMessageText")
    await shop.server.say("boots")
    await shop.server.wait_for("sendMessage", 2)
    asyncio.get_running_loop().call_soon(going_on.set)
    await shop.stop()
    assert texts(shop.server.made("sendMessage")) == ["Reading …", "boots", "Stopped."]


async def test_a_picture_of_its_own_comes_with_its_words_and_buttons(shop: TelegramShop) -> None:
    """Statistics are one photo; where Telegram refuses it, the words arrive."""
    shop.assistant.answer = lambda _: Reply("3 < 4", buttons=(offered("accept:1", "✓ 1"),), picture=b"png")
    await shop.server.say("/stats")
    (photo,) = await shop.server.wait_for("sendPhoto")
    assert (photo.fields["caption"], photo.files) == ("3 &lt; 4", {"photo": b"png"})
    assert photo.buttons[0][0]["text"] == "✓ 1"
    shop.server.fail("sendPhoto", 400, "Bad Request: IMAGE_PROCESS_FAILED")
    await shop.server.say("/stats")
    assert texts(await shop.server.wait_for("sendMessage")) == ["3 &lt; 4"]
