"""What is said over the web chat's WebSocket, and the photos that go with it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import WSMsgType, web

import bot.channels.web.photos as web_photos
from bot.actions import Action
from bot.channels.rate_limits import Limits
from bot.channels.web import websocket
from bot.channels.web.photos import PhotoShelf
from bot.channels.web.websocket import Answers
from bot.channels.web.wire_format import Hello, Question
from bot.messages import Button, Card, IncomingMessage, Reply
from tests.bot.channels.web.visitor import KEY, TOKEN, Frame, Held, Visitor, answer, ask, visiting
from tests.bot.stock import offered
from tests.fakes import ScriptedAssistant


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
async def visitor(assistant: ScriptedAssistant) -> AsyncIterator[Visitor]:
    async with visiting(assistant) as visitor:
        yield visitor


async def test_words_reach_the_assistant_and_come_back(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """A message carries words, tap, language and conversation; `typing` comes first, then the reply."""
    async with visitor.line(locale="de-AT") as socket:
        await ask(socket, "question-1", text="red boots", choice="more:1")
        assert await socket.receive_json(timeout=5) == {"type": "typing", "id": "question-1"}
        frame = await socket.receive_json(timeout=5)
    assert (frame["type"], frame["id"], frame["text"]) == ("reply", "question-1", "You said: red boots")
    assert assistant.asked == [
        IncomingMessage("web", TOKEN, TOKEN, "question-1", "red boots", (), Action("more", "1"), "de-AT"),
    ]


async def test_a_new_visitor_gets_an_unguessable_conversation(visitor: Visitor) -> None:
    """Two visitors without a token get different long ones."""
    tokens = set()
    for _ in range(2):
        async with visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin}) as socket:
            await socket.send_json({"type": "hello"})
            tokens.add((await socket.receive_json(timeout=5))["conversation"])
    assert len(tokens) == 2
    assert all(len(token) >= 40 for token in tokens)


async def test_a_visitor_outlives_a_conversation(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """A new conversation of the same browser is the same person's, whose answers and photos are forgotten with them."""
    async with visitor.line("a" * 40, visitor=TOKEN) as old, visitor.line("b" * 40, visitor=TOKEN) as new:
        for socket in (old, new):
            await ask(socket, "question-1", text="red boots")
            await answer(socket)
        photo = await visitor.photo(b"unsent", conversation="b" * 40)
        assert [(one.conversation_id, one.user_id) for one in assistant.asked] == [("a" * 40, TOKEN), ("b" * 40, TOKEN)]
        assert visitor.channel is not None
        assert await visitor.channel.forget(f"web:{TOKEN}") == 3
        await ask(new, "question-2", photos=[photo])
        assert (await answer(new))["code"] == "photo_gone"


async def test_cards_carry_the_list_and_only_web_links(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """List lines leave the text, their numbers go to the cards, other schemes than http(s) are dropped."""
    assistant.answer = lambda message: Reply(
        "6 · Boot — €10\n7 · Shoe — €20\nNo green ones.",
        (
            Card("b", "Boot", KEY, price="€10", was="€20", url="javascript:alert(1)", why=("red",)),
            Card("s", "Shoe", "", url="https://shop.example/s", buttons=(Button("Shop", url="data:text/html,x"),)),
        ),
        ("red",),
        (offered("more:t", "More"),),
    )
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="shoes")
        frame = await answer(socket)
    assert frame["text"] == "No green ones."
    assert frame["understood"] == ["red"]
    assert frame["choices"] == [{"key": "more:t", "label": "More", "url": "", "quiet": False}]
    boot, shoe = frame["cards"]
    assert (boot["number"], boot["picture"], boot["url"], boot["was"]) == (6, f"/pictures/{KEY}.jpg", "", "€20")
    assert (shoe["number"], shoe["picture"], shoe["url"]) == (7, "", "https://shop.example/s")
    assert shoe["choices"][0]["url"] == ""


async def test_photos_come_with_their_message_and_are_forgotten(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """The assistant gets the photo's bytes once; a second use of the id asks for the photo again."""
    photo = await visitor.photo(b"first")
    other = await visitor.photo(b"second")
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="like this", photos=[photo, other])
        assert (await answer(socket))["type"] == "reply"
        await ask(socket, "question-2", photos=[photo])
        assert (await answer(socket))["code"] == "photo_gone"
    assert [message.photos for message in assistant.asked] == [(b"first", b"second")]


async def test_a_photo_belongs_to_its_conversation(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """A stranger who learns a photo's id cannot use it."""
    photo = await visitor.photo(b"mine", conversation="s" * 40)
    async with visitor.line() as socket:
        await ask(socket, "question-1", photos=[photo])
        assert (await answer(socket))["code"] == "photo_gone"
    assert assistant.asked == []


async def test_photos_are_capped(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large, empty, anonymous, too many, and too much in all are refused each with its status."""
    monkeypatch.setattr(web_photos, "MAX_PHOTO_BYTES", 1000)
    assert (await visitor.upload(b"x" * 1001)).status == 413
    assert (await visitor.upload(b"")).status == 400
    assert (await visitor.upload(b"x", conversation="short")).status == 400
    for _ in range(10):
        await visitor.photo(b"x" * 100)
    assert (await visitor.upload(b"x")).status == 429
    monkeypatch.setattr(web_photos, "MAX_HELD_BYTES", 1500)
    assert (await visitor.upload(b"x" * 501, conversation="s" * 40)).status == 503
    assert (await visitor.upload(b"x" * 500, conversation="s" * 40)).status == 201


async def test_a_photo_without_a_stated_length_is_capped_too(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunked upload is stopped where it passes the cap."""
    monkeypatch.setattr(web_photos, "MAX_PHOTO_BYTES", 1000)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    headers = {"Origin": visitor.origin, "X-Conversation": TOKEN}
    async with visitor.session.post(f"{visitor.url}photo", data=endless(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "hello",
    [
        "not json",
        json.dumps({"type": "message", "id": "question-1"}),
        json.dumps({"type": "hello", "conversation": "123456789"}),
        json.dumps({"type": "hello", "conversation": "a" * 40 + "\n"}),
        json.dumps({"type": "hello", "conversation": "../" * 12}),
    ],
)
async def test_a_wrong_hello_closes_the_line(visitor: Visitor, hello: str) -> None:
    """Nothing is said before a valid hello; short, guessable tokens are none."""
    async with visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin}) as socket:
        await socket.send_str(hello)
        frame = await socket.receive(timeout=5)
    assert frame.type is WSMsgType.CLOSE
    assert frame.data == 1008


@pytest.mark.parametrize(
    "parts",
    [{"text": "x" * 2001}, {"photos": ["p"] * 11}, {"choice": "k" * 2001}, {"text": 5}, {"type": "hello"}, {"id": "?"}],
)
async def test_a_wrong_message_is_refused_and_the_line_stays(visitor: Visitor, parts: Frame) -> None:
    """A message beyond the caps gets an error and the next one its answer."""
    async with visitor.line() as socket:
        await socket.send_json({"type": "message", "id": "question-1", **parts})
        assert (await answer(socket))["code"] == "invalid"
        await ask(socket, "question-2", text="red boots")
        assert (await answer(socket))["type"] == "reply"


async def test_binary_frames_are_refused(visitor: Visitor) -> None:
    """Photos go another way."""
    async with visitor.line() as socket:
        await socket.send_bytes(b"\xff\xd8")
        assert (await answer(socket))["code"] == "invalid"


async def test_a_huge_frame_closes_the_line(visitor: Visitor) -> None:
    """A frame beyond any message is not even read."""
    async with visitor.line() as socket:
        await socket.send_str("x" * 70_000)
        assert (await socket.receive(timeout=5)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING)


@pytest.mark.fault(
    "web chat flooded",
    "the fifth question is refused at once, four are answered",
    metric='shoplens_channel_busy_refusals_total{channel="web"}',
)
async def test_questions_are_answered_in_order_and_a_flood_is_refused(
    visitor: Visitor, assistant: ScriptedAssistant
) -> None:
    """One is worked on, three wait, the fifth is told so at once; then all four are answered in order."""
    held = assistant.answer = Held()
    async with visitor.line() as socket:
        await ask(socket, "question-0", text="0")
        await held.begun.wait()
        for number in range(1, 5):
            await ask(socket, f"question-{number}", text=str(number))
        refused = await answer(socket)
        assert (refused["id"], refused["code"]) == ("question-4", "busy")
        held.release.set()
        assert [(await answer(socket))["id"] for _ in range(4)] == [f"question-{number}" for number in range(4)]
    assert [message.text for message in assistant.asked] == ["0", "1", "2", "3"]


@pytest.mark.fault("web chat line cut while answering", "sent again, the same answer, asked once")
async def test_a_broken_line_does_not_ask_twice(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """Sent again after a reconnect, a question gets the answer that was being worked on."""
    held = assistant.answer = Held()
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="red boots")
        await held.begun.wait()
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="red boots")
        held.release.set()
        assert (await answer(socket))["type"] == "reply"
        await ask(socket, "question-1", text="red boots")
        assert (await answer(socket))["type"] == "reply"
    assert len(assistant.asked) == 1


async def test_an_answers_own_picture_is_not_kept(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was drawn on a shopper's photo goes to the page, and is forgotten when the photo would be."""
    monkeypatch.setattr(websocket, "KEEP_S", 0.0)
    assistant.answer = lambda _: Reply("Which one?", picture=b"drawn")
    async with visitor.line() as socket:
        for times in (1, 2):
            await ask(socket, "question-1", text="this")
            frame = await answer(socket)
            assert frame["picture"] == "data:image/jpeg;base64,ZHJhd24="
            assert len(assistant.asked) == times


async def test_a_failing_assistant_ends_in_a_sentence(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """The shopper reads a sentence without the cause, and the same question can be tried again."""

    def fail(message: IncomingMessage) -> Reply:
        raise RuntimeError("secret cause")

    working, assistant.answer = assistant.answer, fail
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="red boots")
        failed = await answer(socket)
        assert failed["code"] == "failed"
        assert "secret" not in str(failed["text"])
        assistant.answer = working
        await ask(socket, "question-1", text="red boots")
        assert (await answer(socket))["type"] == "reply"


@pytest.mark.fault("assistant hangs", "the shopper reads a sentence in time")
async def test_a_stuck_assistant_ends_in_a_sentence(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No shopper waits for ever."""
    monkeypatch.setattr(websocket, "ANSWER_TIMEOUT_S", 0.01)
    assistant.answer = Held()
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="red boots")
        assert (await answer(socket))["code"] == "failed"


async def test_refusals_are_in_the_visitors_language(visitor: Visitor) -> None:
    """As the page says which one that is."""
    async with visitor.line(locale="de-AT") as socket:
        await socket.send_bytes(b"\xff\xd8")
        assert str((await answer(socket))["text"]).startswith("Diese Nachricht ist nicht lesbar.")


async def test_nonsense_ends_a_line_only_where_nothing_else_comes(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many messages in a row that cannot be taken; each that can begins the count anew."""
    monkeypatch.setattr(websocket, "MAX_REFUSED_IN_A_ROW", 2)
    async with visitor.line() as socket:
        for number in range(2):
            for _ in range(2):
                await socket.send_str("{}")
                assert (await answer(socket))["code"] == "invalid"
            await ask(socket, f"question-{number}", text="red boots")
            assert (await answer(socket))["type"] == "reply"
        for _ in range(3):
            await socket.send_str("{}")
            assert (await answer(socket))["code"] == "invalid"
        assert (await socket.receive(timeout=5)).data == 1013


async def test_whoever_asks_too_much_is_told_once_when_to_come_back(assistant: ScriptedAssistant) -> None:
    """Further questions get no answer but their end, so that the page waits for none."""
    async with visiting(assistant, limits=Limits(1, 1, now=lambda: 0.0)) as visitor, visitor.line() as socket:
        for number in range(3):
            await ask(socket, f"question-{number}", text="red boots")
        frames = {frame["id"]: frame for frame in [await answer(socket) for _ in range(3)]}
        assert visitor.channel is not None
        assert visitor.channel.load.refused == 2
    answered, told, untold = [frames[f"question-{number}"] for number in range(3)]
    assert (answered["type"], told["code"], untold["code"], untold["text"]) == ("reply", "slow", "slow", "")
    assert "a lot at once" in str(told["text"])


async def test_being_forgotten_ends_what_is_in_work(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """But for the asking itself, whose answer comes; others who wait are left alone."""
    assert visitor.channel is not None
    forget, held, others = visitor.channel.forget, Held(), Held()

    async def forgotten(message: IncomingMessage) -> Reply:
        return Reply(str(await forget(f"web:{message.user_id}")))

    async with visitor.line() as first, visitor.line("s" * 40) as stranger, visitor.line() as second:
        for socket, waiting in ((first, held), (stranger, others)):
            assistant.answer = waiting
            await ask(socket, "question-1", text="red boots")
            await waiting.begun.wait()
        assistant.answer = forgotten
        await ask(second, "question-2", text="/forget_me")
        assert (await answer(second))["text"] == "2"
        assert (await answer(first))["code"] == "closing"
        others.release.set()
        assert (await answer(stranger))["type"] == "reply"
    assert held.cancelled


async def test_an_answer_that_finds_no_line_is_kept(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A line that breaks under it is no error: the page asks again and gets it."""
    caplog.set_level(logging.DEBUG, "bot.channels.web.websocket")
    send = web.WebSocketResponse.send_json
    lost: list[Frame] = []

    async def lose_a_reply(socket: web.WebSocketResponse, frame: Any, **options: Any) -> None:
        if frame["type"] == "reply" and not lost:
            lost.append(frame)
            raise ConnectionResetError
        await send(socket, frame, **options)

    monkeypatch.setattr(web.WebSocketResponse, "send_json", lose_a_reply)
    async with visitor.line() as socket:
        for _ in range(2):
            await ask(socket, "question-1", text="red boots")
        assert (await answer(socket))["text"] == "You said: red boots"
    assert (len(lost), len(assistant.asked)) == (1, 1)
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("DEBUG", "a frame was not delivered: the connection is gone")
    ]


async def test_what_was_answered_is_not_held_for_the_stop(visitor: Visitor) -> None:
    """Answers are kept up to a bound; the work on them, which holds them too, is not."""
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="red boots")
        await answer(socket)
    assert visitor.channel is not None
    assert not visitor.channel._answers._working  # noqa: SLF001 - its size is what this is about


async def test_who_asks_what_is_kept_just_as_they_are_forgotten_hears_nothing_of_it() -> None:
    """Two tabs at once: an answer that is being given up is no part of what is kept, and breaks nothing."""

    async def handle(_: IncomingMessage) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError("nobody waits for ever")

    answers = Answers(handle, PhotoShelf(Limits(60, 60)))
    hello = Hello(type="hello", conversation=TOKEN, visitor=TOKEN)
    asking = asyncio.create_task(answers.get(hello, Question(type="message", id="question-1", text="boots")))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert answers.forget(TOKEN) == 1
    for _ in range(5):
        await asyncio.sleep(0)
        assert answers.of(TOKEN) == []
    assert (await asking)["code"] == "closing"
