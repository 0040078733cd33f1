"""Groups and forums: what Telegram takes a minute, and where in a forum an answer stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.sending import group_limits
from bot.channels.telegram.sending.group_limits import MAX_GROUPS, PER_MINUTE, GroupBudget
from bot.messages import Document, Reply
from catalog.catalog import Catalog
from tests.bot.channels.telegram.picky import PickyServer
from tests.bot.channels.telegram.shop import House, TelegramShop, button, come
from tests.bot.channels.telegram.test_albums import boots
from tests.bot.stock import offered
from tests.fakes import Clock, FakeEngine
from tests.telegram_server import Call, Refused, TelegramServer

GROUP = -9
TOPIC: dict[str, Any] = {"message_thread_id": 3, "is_topic_message": True}
MORE = (offered("more:t", "More"),)
MINUTE_S = 60.0


class Counter(PickyServer):
    """Counts what a group gets as Telegram does."""

    @property
    def counted(self) -> int:
        """Messages and edits so far, each picture for one."""
        return sum(
            len(call.fields["media"]) if call.method == "sendMediaGroup" else 1
            for call in self.calls
            if call.method.startswith(("send", "editMessage")) and call.method != "sendChatAction"
        )


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with Counter() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def shop(counter: Counter, tmp_path: Path) -> AsyncIterator[TelegramShop]:
    """It answers with five boots; a minute passes when the test says so."""
    async with TelegramShop(counter, tmp_path) as shop:
        cards = shop.cards(5)
        shop.assistant.answer = lambda _: Reply("Boots", cards, buttons=MORE)
        shop.pause.hold(MINUTE_S)
        yield shop
        shop.now += MINUTE_S


async def _ask(server: TelegramServer, times: int, chat: int = GROUP, **extra: Any) -> None:
    for _ in range(times):
        await server.say("@shop_test_bot boots", chat, **extra)


@pytest.mark.fault(
    "a group asks more than its 20 messages a minute hold",
    "smaller albums, then a word that the answer waits; none is lost, and Telegram need not say 429",
)
async def test_a_busy_group_gets_smaller_albums_before_anybody_waits(counter: Counter, shop: TelegramShop) -> None:
    """Five answers at once, each with its list and buttons and ever fewer pictures; who comes then is told, once."""
    await _ask(counter, 7)
    await shop.pause.held(MINUTE_S)
    answers, (told,) = counter.made("sendMessage"), counter.waiting_lines
    assert [len(one) for one in counter.numbers(GROUP)] == [5, 5, 3, 1]
    assert all("5 · Boot 5" in call.fields["text"] and call.buttons for call in answers)
    assert len(answers) == 5
    assert told.fields["text"].startswith("There's a lot going on here")
    assert str(told.fields["reply_parameters"]["message_id"]) == shop.assistant.asked[5].message_id
    assert counter.counted == PER_MINUTE
    shop.now += MINUTE_S
    await shop.pause.let_go(MINUTE_S)
    await counter.wait_for("sendMessage", 7)
    assert [len(one) for one in counter.numbers(GROUP)] == [5, 5, 3, 1, 5, 5]
    assert len(counter.waiting_lines) == 1


async def test_a_private_chat_has_no_such_limit(counter: Counter, shop: TelegramShop) -> None:
    """All pictures, each time."""
    await _ask(counter, 6, chat=7)
    await counter.wait_for("sendMessage", 6)
    assert counter.numbers() == [[1, 2, 3, 4, 5]] * 6


async def test_a_group_gets_one_album_also_where_a_picture_is_bad(counter: Counter, shop: TelegramShop) -> None:
    """The largest part that Telegram takes."""
    counter.is_bad = lambda caption, media: caption[0] == "2"
    await _ask(counter, 1)
    await counter.wait_for("sendMessage")
    assert counter.numbers(GROUP) == [[4, 5]]


@pytest.mark.fault(
    "taps in a busy group change more pictures than it has room for", "those that cannot change are taken away"
)
async def test_taps_in_a_busy_group_leave_no_old_picture(
    counter: Counter, engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path
) -> None:
    """Each picture that changes counts, too; those for which there is no room go, and the words are right."""
    await boots(empty_catalog, engine)
    async with House(counter, engine, empty_catalog, tmp_path).bot():
        await counter.say("@shop_test_bot red boots", GROUP)
        (call,) = await counter.wait_for("sendMessage")
        for edits, label in enumerate(("red ▾", "black (6)", "black ▾", "red (6)"), start=1):
            await counter.tap(button(call, label), GROUP)
            call = (await counter.wait_for("editMessageText", edits))[-1]
        assert len(counter.on_screen) == 2
        assert all("red" in one for one in counter.on_screen)
        assert counter.counted <= PER_MINUTE
        assert len(counter.made("sendMediaGroup")) == 1


async def test_progress_leaves_room_for_answers(counter: Counter, shop: TelegramShop) -> None:
    """A feed of a hundred steps is shown in a few of them, and its end is told."""

    async def updates() -> AsyncIterator[Reply]:
        for part in range(100):
            yield Reply(f"{part} %", replaces=True)
        yield Reply("Done.", document=Document("failures.csv", b"line"))

    shop.assistant.answer = lambda _: Reply("Reading …", updates=updates())
    await _ask(counter, 1)
    await counter.wait_for("sendDocument")
    assert counter.counted <= PER_MINUTE // 2 + 2


@pytest.mark.parametrize(
    ("reply", "methods"),
    [
        (Reply("Hello", buttons=MORE), ["sendMessage"]),
        (Reply("Chart", buttons=MORE, picture=b"png"), ["sendPhoto"]),
        (Reply("File", buttons=MORE, document=Document("a.csv", b"a")), ["sendDocument"]),
        (None, ["sendMediaGroup", "sendMessage"]),
    ],
)
async def test_a_topic_keeps_its_answers(
    counter: Counter, shop: TelegramShop, reply: Reply | None, methods: list[str]
) -> None:
    """Words, charts, files and albums stand in the topic that asked, and so does what a tap there brings."""
    if reply is not None:
        shop.assistant.answer = lambda _: reply
    await _ask(counter, 1, **TOPIC)
    await counter.wait_for(methods[-1])
    shown = {"message_id": 5, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "text": "x", **TOPIC}
    sender = {"id": 5009, "is_bot": False, "first_name": "Ada"}
    await counter.push(
        callback_query={"id": "q", "from": sender, "chat_instance": "1", "data": "more:t", "message": shown}
    )
    await counter.wait_for(methods[-1], 2)
    for method in (*methods, "sendChatAction"):
        assert {call.fields.get("message_thread_id") for call in counter.made(method)} == {"3"}


async def test_the_general_topic_is_named_by_no_number(counter: Counter, shop: TelegramShop) -> None:
    """Telegram refuses its number, which updates may have."""
    await _ask(counter, 1, message_thread_id=1, is_topic_message=True)
    await counter.wait_for("sendMessage")
    assert not [call for call in counter.calls if "message_thread_id" in call.fields]


def _close_topics(server: TelegramServer, refusal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What names a topic is refused from now on."""
    for method in ("sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument"):
        answer = getattr(server, f"_on_{method}")

        async def unless_in_topic(call: Call, answer: Any = answer) -> Any:
            if "message_thread_id" in call.fields:
                raise Refused(400, f"Bad Request: {refusal}")
            return await answer(call)

        monkeypatch.setattr(server, f"_on_{method}", unless_in_topic)


@pytest.mark.fault(
    "a forum's topic is closed or deleted before the answer: {case}",
    "the whole answer goes to the general topic",
    log="A topic of chat -9 takes no answer",
)
@pytest.mark.parametrize("refusal", ["TOPIC_CLOSED", "TOPIC_DELETED", "message thread not found"])
@pytest.mark.parametrize(
    ("reply", "method", "tries"),
    [
        (Reply("Hello", buttons=MORE), "sendMessage", 2),
        (Reply("Chart", buttons=MORE, picture=b"png"), "sendPhoto", 2),
        (Reply("File", buttons=MORE, document=Document("a.csv", b"a")), "sendDocument", 2),
        (None, "sendMessage", 1),
    ],
    ids=["words", "chart", "file", "album"],
)
async def test_a_closed_topic_sends_its_answers_to_the_general_one(
    counter: Counter,
    shop: TelegramShop,
    monkeypatch: pytest.MonkeyPatch,
    refusal: str,
    reply: Reply | None,
    method: str,
    tries: int,
) -> None:
    """Whole, with pictures and buttons, and after one refusal."""
    _close_topics(counter, refusal, monkeypatch)
    if reply is not None:
        shop.assistant.answer = lambda _: reply
    await _ask(counter, 1, **TOPIC)
    sent = await counter.wait_for(method, tries)
    await come(lambda: not shop.channel.load.waiting)
    assert counter.made(method) == sent
    assert "message_thread_id" not in sent[-1].fields
    assert sent[-1].buttons or method == "sendDocument"
    if reply is None:
        assert counter.numbers(GROUP) == [[1, 2, 3, 4, 5]]
        assert counter.requests(GROUP) == 2


async def test_a_single_product_keeps_its_topic_where_photos_are_forbidden(
    counter: Counter, shop: TelegramShop
) -> None:
    """The words and their buttons stand where the photo would."""
    (card,) = shop.cards(1)
    shop.assistant.answer = lambda _: Reply("", (card,), buttons=MORE)
    counter.fail("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
    await _ask(counter, 1, **TOPIC)
    (words,) = await counter.wait_for("sendMessage")
    assert (words.fields["message_thread_id"], bool(words.buttons)) == ("3", True)
    assert len(counter.made("sendPhoto")) == 1


@pytest.mark.fault(
    "buttons and markup refused in a topic", "the plain words stand in the same topic", log="trying its words alone"
)
async def test_words_alone_keep_their_topic(counter: Counter, shop: TelegramShop) -> None:
    """Where buttons and markup are refused."""
    shop.assistant.answer = lambda _: Reply("Boots", buttons=MORE)
    counter.fail("sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID", times=2)
    await _ask(counter, 1, **TOPIC)
    *_, words = await counter.wait_for("sendMessage", 3)
    await come(lambda: not shop.channel.load.waiting)
    assert shop.channel.load.undelivered == 0
    assert (words.fields["text"], words.fields["message_thread_id"]) == ("Boots", "3")


class Waits:
    """A `Pause` in which the time passes that is waited for."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clock.now += seconds


async def test_no_minute_has_more_than_twenty_messages() -> None:
    """Whatever is sent when: any window of a minute holds the limit, and nothing waits for longer than that."""
    clock = Clock()
    waits = Waits(clock)
    groups = GroupBudget(waits, clock)
    sent: list[tuple[float, int]] = []
    for number in range(200):
        clock.now += (0, 1, 7, 0, 0)[number % 5]
        messages = (1, 6, 3, 10, 1)[number % 5]
        await groups.spend(GROUP, messages)
        sent.append((clock.now, messages))
        window = sum(count for at, count in sent if at > clock.now - MINUTE_S)
        assert window <= PER_MINUTE
    assert 0 < max(waits.waited) <= MINUTE_S


async def test_an_answer_waits_for_no_more_than_the_first_that_makes_room() -> None:
    """What went forty seconds ago makes room in twenty, and no later."""
    clock = Clock()
    waits = Waits(clock)
    groups = GroupBudget(waits, clock)
    await groups.spend(GROUP, PER_MINUTE - 5)
    clock.now += 40
    await groups.spend(GROUP, 5)
    assert groups.wait_s(GROUP) == 20
    await groups.spend(GROUP, 10)
    assert waits.waited == [20]


async def test_a_queue_in_a_group_waits_for_a_minute_at_most() -> None:
    """However many answers wait there already: Telegram itself says when even that is too soon."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    groups = GroupBudget(wait, Clock())
    for _ in range(5):
        await groups.spend(GROUP, PER_MINUTE)
    assert waited == [MINUTE_S] * 4


async def test_a_clock_that_is_turned_back_holds_up_nobody() -> None:
    """What was sent is then forgotten."""
    clock = Clock(now=10_000.0)
    waits = Waits(clock)
    groups = GroupBudget(waits, clock)
    await groups.spend(GROUP, PER_MINUTE)
    assert groups.room(GROUP) == 0
    clock.now = 0.0
    await groups.spend(GROUP, 1)
    assert waits.waited == []


async def test_groups_are_counted_apart_and_forgotten_in_the_end() -> None:
    """A busy one costs no other; the one that was written to longest ago makes room."""
    clock = Clock()
    groups = GroupBudget(Waits(clock), clock)
    for chat in range(-1, -MAX_GROUPS - 2, -1):
        await groups.spend(chat, 5)
    assert [groups.room(chat) for chat in (-1, -2, -MAX_GROUPS - 1, 7)] == [20, 15, 15, 20]


async def test_a_group_that_is_written_to_again_is_not_the_first_to_be_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was written to a moment ago, however long it has been known."""
    monkeypatch.setattr(group_limits, "MAX_GROUPS", 2)
    clock = Clock()
    groups = GroupBudget(Waits(clock), clock)
    for chat in (-1, -2, -1, -3):
        await groups.spend(chat, 5)
    assert [groups.room(chat) for chat in (-1, -2, -3)] == [10, 20, 15]
