"""Pictures that Telegram refuses, one by one or all in a chat: what is shown all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import bot as telegram_bot
from bot.messages import Reply
from catalog.catalog import Catalog
from tests.bot.channels.telegram.picky import Hint, PickyServer
from tests.bot.channels.telegram.shop import House, TelegramShop, button, come
from tests.bot.stock import offered, product, stock
from tests.fakes import FakeEngine

ALL = range(1, 6)
BAD = ((1,), (2,), (3,), (4,), (5,), (1, 2), (2, 4), (1, 5))


@pytest.fixture
async def picky() -> AsyncIterator[PickyServer]:
    async with PickyServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def shop(picky: PickyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramShop]:
    """It answers with five boots."""
    monkeypatch.setattr(telegram_bot, "_RateLimiter", lambda *_: None)  # Telegram's 30 a second would take its time
    async with TelegramShop(picky, tmp_path) as shop:
        cards = shop.cards(5)
        shop.assistant.answer = lambda _: Reply("Boots", cards, buttons=(offered("more:t", "More"),))
        yield shop


@pytest.mark.fault(
    "bad pictures among an album's five; which one Telegram says it is: {case}",
    "the others arrive once, numbered as in the list",
    log="The picture of product id1 was refused",
)
@pytest.mark.parametrize("hint", ["none", "right", "wrong"])
async def test_bad_pictures_of_five_cost_only_themselves(picky: PickyServer, shop: TelegramShop, hint: Hint) -> None:
    """Whichever one or two: the others come once, numbered as in the list, which is complete; nothing else is said."""
    picky.hint = hint
    for chat, bad in enumerate(BAD, start=100):
        picky.is_bad = lambda caption, media, bad=bad: int(caption[0]) in bad  # type: ignore[misc]
        await picky.say("boots", chat)
        (words,) = await picky.wait_for("sendMessage", chat=chat)
        assert all(f"{number} · Boot" in words.fields["text"] for number in ALL)
        shown = [number for album in picky.numbers(chat) for number in album]
        assert sorted(shown) == [number for number in ALL if number not in bad]
        assert shown == sorted(shown) or hint == "wrong"
        assert picky.requests(chat) <= 10
    if hint == "right":
        assert picky.numbers(102) == [[1, 2, 4, 5]], "one album, where Telegram names the bad one"


@pytest.mark.fault(
    "all pictures of an album are bad", "a dozen requests at most, then the words", log="product id5 was refused"
)
async def test_all_bad_leaves_the_words_after_a_few_requests(picky: PickyServer, shop: TelegramShop) -> None:
    """No search goes on for ever."""
    picky.is_bad = lambda caption, media: True
    await picky.say("boots")
    (words,) = await picky.wait_for("sendMessage")
    assert words.buttons[0][0]["callback_data"] == "more:t"
    assert picky.numbers() == []
    assert picky.requests() <= 12


@pytest.mark.fault("a file id of an album has expired", "the pictures are uploaded again, and remembered")
async def test_a_file_id_that_expired_is_uploaded_again(picky: PickyServer, shop: TelegramShop) -> None:
    """One of five, known from an earlier answer; afterwards all are known again."""
    await picky.say("boots")
    await picky.wait_for("sendMessage")
    await come(lambda: not shop.channel.load.waiting)
    expired = (await shop.file_ids.known(["p3"]))["p3"]
    picky.is_bad = lambda caption, media: media == expired
    await picky.say("boots")
    await picky.wait_for("sendMessage", 2)
    await picky.say("boots")
    await picky.wait_for("sendMessage", 3)
    assert picky.numbers() == [[1, 2, 3, 4, 5]] * 3
    assert [len(call.files) for call in picky.made("sendMediaGroup")] == [5, 0, 5, 0]


async def test_only_what_was_refused_is_uploaded_again(picky: PickyServer, shop: TelegramShop) -> None:
    """The next answer sends the good ones by their ids, and the bad one as it is by then."""
    picky.is_bad = lambda caption, media: caption[0] == "2"
    await picky.say("boots")
    await picky.wait_for("sendMessage")
    picky.is_bad = lambda caption, media: False
    await picky.say("boots")
    await picky.wait_for("sendMessage", 2)
    assert list(picky.made("sendMediaGroup")[-1].files.values()) == [b"jpeg 2"]


@pytest.mark.fault("a chat takes no pictures: {case}", "the words at once", log="No pictures can be sent to chat 7")
@pytest.mark.parametrize(
    "refusal",
    [
        "not enough rights to send photos to the chat",
        "CHAT_SEND_PHOTOS_FORBIDDEN",
        'failed to send message #1 with the error message "Too Many Requests: retry after 8"',
    ],
)
async def test_a_chat_that_takes_no_pictures_gets_words_at_once(
    picky: PickyServer, shop: TelegramShop, refusal: str
) -> None:
    """Nothing is wrong with the pictures: they are neither looked through nor uploaded again."""
    picky.fail("sendMediaGroup", 400, f"Bad Request: {refusal}")
    await picky.say("boots")
    (words,) = await picky.wait_for("sendMessage")
    assert words.buttons[0][0]["callback_data"] == "more:t"
    assert picky.requests() == 1


async def boots(catalog: Catalog, engine: FakeEngine) -> None:
    """Six red ones and six black ones."""
    items = [(product(f"{colour}{n}", f"Boot {colour} {n}"), colour) for n in range(6) for colour in ("red", "black")]
    await stock(catalog, engine, items)


@pytest.mark.fault(
    "picture {case} refused while an answer is edited",
    "it is taken away, the others change where they are",
    log="The picture of product black. was refused",
)
@pytest.mark.parametrize("place", ALL)
async def test_a_picture_refused_in_an_edit_is_taken_away(
    picky: PickyServer, engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path, place: int
) -> None:
    """No picture of before stays above the new words; the others change where they are, and nothing is sent anew."""
    await boots(empty_catalog, engine)
    async with House(picky, engine, empty_catalog, tmp_path).bot():
        await picky.say("red boots")
        (words,) = await picky.wait_for("sendMessage")
        await picky.tap(button(words, "red ▾"))
        (menu,) = await picky.wait_for("editMessageText")
        picky.is_bad = lambda caption, media: caption[0] == str(place)
        await picky.tap(button(menu, "black (6)"))
        (_, black) = await picky.wait_for("editMessageText", 2)
        others = [number for number in ALL if number != place]
        assert [int(one[0]) for one in picky.on_screen] == others
        assert all("black" in one for one in picky.on_screen)
        picky.is_bad = lambda caption, media: False
        await picky.tap(button(black, "black ▾"))
        (*_, menu) = await picky.wait_for("editMessageText", 3)
        await picky.tap(button(menu, "red (6)"))
        await picky.wait_for("editMessageText", 4)
        assert [int(one[0]) for one in picky.on_screen] == others
        assert all("red" in one for one in picky.on_screen)
        assert (len(picky.made("sendMediaGroup")), len(picky.made("sendMessage"))) == (1, 1)


@pytest.mark.fault("file ids have expired by the time an answer is edited", "the pictures' own bytes take their place")
async def test_a_file_id_refused_in_an_edit_is_uploaded(
    picky: PickyServer, engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path
) -> None:
    """It was known from another answer and has expired meanwhile."""
    await boots(empty_catalog, engine)
    async with House(picky, engine, empty_catalog, tmp_path).bot():
        await picky.say("black boots")
        await picky.wait_for("sendMessage")
        await picky.say("red boots")
        (_, words) = await picky.wait_for("sendMessage", 2)
        await picky.tap(button(words, "red ▾"))
        (menu,) = await picky.wait_for("editMessageText")
        picky.is_bad = lambda caption, media: not media.startswith("attach://")
        await picky.tap(button(menu, "black (6)"))
        await picky.wait_for("editMessageText", 2)
        assert [("black" in one) for one in picky.on_screen] == [True] * 10
        assert (len(picky.made("sendMediaGroup")), len(picky.made("sendMessage"))) == (2, 2)


async def test_an_answer_without_one_picture_is_edited_and_not_sent_anew(
    picky: PickyServer, engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path
) -> None:
    """A menu opens below the four pictures that came, and the refused one is not tried at each tap."""
    await boots(empty_catalog, engine)
    async with House(picky, engine, empty_catalog, tmp_path).bot():
        picky.is_bad = lambda caption, media: caption[0] == "2"
        await picky.say("red boots")
        (words,) = await picky.wait_for("sendMessage")
        requests = picky.requests()
        await picky.tap(button(words, "Filter"))
        await picky.wait_for("editMessageText")
        assert [int(one[0]) for one in picky.on_screen] == [1, 3, 4, 5]
        assert picky.requests() == requests
        assert picky.made("editMessageMedia") == []
