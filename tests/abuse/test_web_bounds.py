"""What the web chat keeps for visitors, and how long it waits for them, has an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, WSMsgType

import bot.channels.web.photos as web_photos
from bot.channels.rate_limits import Limits
from bot.channels.web import connection_limit, websocket
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.messages import IncomingMessage, Reply
from tests.abuse.door import KEY, PUBLIC, at_the_door, raw
from tests.bot.channels.web.visitor import TOKEN, Held, Visitor, answer, ask, visiting
from tests.fakes import ScriptedAssistant


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
async def visitor(assistant: ScriptedAssistant) -> AsyncIterator[Visitor]:
    async with visiting(assistant) as visitor:
        yield visitor


async def test_a_photo_that_nobody_asks_about_is_forgotten(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its message comes too late once its time is over, and it counts no more against what all may send."""
    monkeypatch.setattr(web_photos, "KEEP_S", 0.01)
    monkeypatch.setattr(web_photos, "MAX_HELD_BYTES", 1000)
    photo = await visitor.photo(b"x" * 1000)
    await asyncio.sleep(0.02)  # this timer was set later and is longer: it comes last
    async with visitor.line() as socket:
        await ask(socket, "question-1", photos=[photo])
        assert (await answer(socket))["code"] == "photo_gone"
    assert (await visitor.upload(b"x" * 1000)).status == 201


async def test_a_photo_that_says_it_is_too_large_is_not_waited_for(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its length is enough to refuse it, before any of its bytes; one that says less is waited for."""
    monkeypatch.setattr(web_photos, "MAX_PHOTO_BYTES", 1000)
    monkeypatch.setattr(web_photos, "UPLOAD_TIMEOUT_S", 0.05)
    head = f"POST /photo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nX-Conversation: {TOKEN}\r\n"
    assert (await raw(visitor, f"{head}Content-Length: 1001")).startswith("413")
    assert "size 1000 exceeded" in await (await visitor.upload(b"x" * 1001)).text()
    async with asyncio.timeout(10):
        assert (await raw(visitor, f"{head}Content-Length: 1000")).startswith("408")
    monkeypatch.setattr(web_photos, "UPLOAD_TIMEOUT_S", 30.0)

    async def unmeasured() -> AsyncIterator[bytes]:
        yield b"x" * 1001

    headers = {"Origin": visitor.origin, "X-Conversation": TOKEN}
    async with visitor.session.post(f"{visitor.url}photo", data=unmeasured(), headers=headers) as response:
        assert "size 1000 exceeded" in await response.text()


async def test_a_photo_counts_as_long_as_its_question_is_worked_on(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time stands still until the answer is there, however long that takes; then there is room again."""
    monkeypatch.setattr(web_photos, "MAX_HELD_BYTES", 1000)
    held = assistant.answer = Held()
    photo = await visitor.photo(b"x" * 1000)
    assert visitor.channel is not None
    expiry = visitor.channel._photos._photos[photo].expiry  # noqa: SLF001 - nobody can wait for two minutes
    async with visitor.line() as socket:
        await ask(socket, "question-1", photos=[photo])
        await held.begun.wait()
        assert expiry.cancelled()
        assert (await visitor.upload(b"x")).status == 503
        held.release.set()
        assert (await answer(socket))["type"] == "reply"
    assert (await visitor.upload(b"x")).status == 201


async def test_photos_of_a_place_have_a_rate(assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten for each question of a person, and five times that for all who share an address."""
    monkeypatch.setattr(web_photos, "KEEP_S", 0.0)
    limits = Limits(1, 1, now=lambda: 0.0)
    access = AccessControl(public_url=PUBLIC)
    channel = WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop", limits, access=access)

    async def upload(session: ClientSession, person: str, address: str) -> int:
        headers = {"Origin": PUBLIC, "X-Conversation": person * 40, "X-Forwarded-For": address}
        async with session.post(f"{channel.url}photo", data=b"x", headers=headers) as response:
            return response.status

    async with channel, ClientSession() as session:
        assert [await upload(session, "a", "203.0.113.5") for _ in range(11)] == [201] * 10 + [429]
        for person in "bcde":
            assert [await upload(session, person, "203.0.113.5") for _ in range(10)] == [201] * 10
        assert await upload(session, "f", "203.0.113.5") == 429
        assert await upload(session, "f", "203.0.113.6") == 201


async def test_a_line_that_says_nothing_is_closed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection without a hello is not held open for ever."""
    monkeypatch.setattr(websocket, "HELLO_TIMEOUT_S", 0.05)
    async with visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin}) as socket:
        frame = await socket.receive(timeout=5)
    assert (frame.type, frame.data) == (WSMsgType.CLOSE, 1008)


async def test_only_the_latest_answers_are_remembered(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound the oldest goes first: asked again it is worked out again; later ones are not."""
    monkeypatch.setattr(websocket, "MAX_REMEMBERED", 2)
    async with visitor.line() as socket:
        for number in (1, 2, 3, 3, 2, 1):
            await ask(socket, f"question-{number}", text=str(number))
            assert (await answer(socket))["type"] == "reply"
    assert [message.text for message in assistant.asked] == ["1", "2", "3", "1"]


async def test_what_is_being_worked_on_is_not_forgotten(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many others are answered meanwhile, it is asked once only."""
    monkeypatch.setattr(websocket, "MAX_REMEMBERED", 1)
    working, assistant.answer = assistant.answer, Held()
    held = assistant.answer
    async with visitor.line("s" * 40) as slow, visitor.line() as quick:
        await ask(slow, "question-1", text="slow")
        await held.begun.wait()
        assistant.answer = working
        for number in range(3):
            await ask(quick, f"question-{number}", text="quick")
            await answer(quick)
        async with visitor.line("s" * 40) as again:
            await ask(again, "question-1", text="slow")
            assert (await again.receive_json(timeout=5))["type"] == "typing"
            held.release.set()
            assert (await answer(again))["text"] == "Here you are."
    assert [message.text for message in assistant.asked].count("slow") == 1


async def test_a_drawing_is_forgotten_with_its_photo(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that shows a part of somebody's photo is not remembered for longer than the photo would be."""
    monkeypatch.setattr(websocket, "KEEP_S", 0.01)
    assistant.answer = lambda _: Reply("Which one?", picture=b"drawn")
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="this")
        await answer(socket)
        await asyncio.sleep(0.02)
        await ask(socket, "question-1", text="this")
        await answer(socket)
    assert len(assistant.asked) == 2


async def test_an_answer_that_fails_is_in_the_log(
    visitor: Visitor, assistant: ScriptedAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """With its cause, which the shopper does not read."""

    def fail(message: IncomingMessage) -> Reply:
        raise RuntimeError("the cause")

    assistant.answer = fail
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="boots")
        assert (await answer(socket))["code"] == "failed"
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.getMessage() == "a message could not be answered"
    assert record.exc_info
    assert str(record.exc_info[1]) == "the cause"


async def test_those_who_are_told_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is told of the crowd has nothing more to wait for; one that stays is hung up on."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS", 0)
    monkeypatch.setattr(connection_limit, "MAX_TOLD", 1)
    async with at_the_door() as visitor:
        port = int(visitor.origin.rsplit(":", 1)[1])
        for telling_s in (30.0, 0.05):
            monkeypatch.setattr(connection_limit, "_TELLING_S", telling_s)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            async with asyncio.timeout(10):
                assert (await reader.read()).startswith(b"HTTP/1.1 503")
            if telling_s < 1:
                await asyncio.sleep(0.1)  # set later than the server's, and longer
            else:
                writer.close()
                await writer.wait_closed()
        reader, other = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(10):
            assert (await reader.read()).startswith(b"HTTP/1.1 503")
        for one in (writer, other):
            one.close()


async def test_an_operator_reads_who_was_refused(caplog: pytest.LogCaptureFixture) -> None:
    """A proxy or a page that is not set up shows in the log, at a length that fills no disk."""
    async with at_the_door() as visitor:
        await raw(visitor, f"GET / HTTP/1.1\r\nHost: {'x' * 300}.example")
        await visitor.session.get(f"{visitor.origin}/chat", headers={"Origin": "https://shop.example"})
    name, page = [record.getMessage() for record in caplog.records if record.name == "bot.channels.web.access"]
    assert name == f"refused a request: Host '{'x' * 200}' is not known, is it SHOPLENS_WEB__PUBLIC_URL?"
    assert page.startswith("refused a request to /chat: Origin 'https://shop.example' is not Host '127.0.0.1")


async def test_a_key_is_asked_for_again_after_a_month() -> None:
    """The browser drops the cookie then."""
    async with (
        at_the_door(AccessControl(token=KEY)) as visitor,
        visitor.session.get(f"{visitor.url}?token={KEY}") as response,
    ):
        assert "Max-Age=2592000;" in response.headers["Set-Cookie"]
