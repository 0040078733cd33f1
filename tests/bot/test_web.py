"""The web channel: a real server on loopback and a client that speaks its protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

import bot.channels.web as web
import bot.channels.web_chat as web_chat
import bot.channels.web_photos as web_photos
from bot.channels.web import WebChannel
from bot.errors import ChannelError
from bot.messages import Card, Choice, IncomingMessage, Reply
from tests.fakes import ScriptedAssistant

KEY = "ab" * 32
TOKEN = "t" * 40
Frame = dict[str, Any]


class Held:
    """An answer that comes when the test says so."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.release = asyncio.Event()
        self.cancelled = False

    async def __call__(self, message: IncomingMessage) -> Reply:
        self.begun.set()
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return Reply("Here you are.")


class Visitor:
    """The page's part, without a page."""

    def __init__(self, channel: WebChannel, session: ClientSession) -> None:
        self.url = channel.url
        self.origin = channel.url.rstrip("/")
        self.session = session

    @asynccontextmanager
    async def line(self, conversation: str = TOKEN, locale: str = "") -> AsyncIterator[ClientWebSocketResponse]:
        """A WebSocket on which the greeting has taken place."""
        async with self.session.ws_connect(f"{self.url}chat", headers={"Origin": self.origin}) as socket:
            await socket.send_json({"type": "hello", "conversation": conversation, "locale": locale})
            assert (await socket.receive_json(timeout=5))["type"] == "ready"
            yield socket

    async def upload(self, photo: bytes, conversation: str = TOKEN) -> aiohttp.ClientResponse:
        """Send one photo's bytes."""
        headers = {"Origin": self.origin, "X-Conversation": conversation}
        return await self.session.post(f"{self.url}photo", data=photo, headers=headers)

    async def photo(self, photo: bytes, conversation: str = TOKEN) -> str:
        """The id of an uploaded photo."""
        response = await self.upload(photo, conversation)
        assert response.status == 201
        return str((await response.json())["photo"])


async def ask(socket: ClientWebSocketResponse, question_id: str, **parts: object) -> None:
    """Send a message and leave the answer for later."""
    await socket.send_json({"type": "message", "id": question_id, **parts})


async def answer(socket: ClientWebSocketResponse, question_id: str = "") -> Frame:
    """The next frame that is not `typing`."""
    while True:
        frame: Frame = await socket.receive_json(timeout=5)
        if frame["type"] != "typing" and question_id in ("", frame["id"]):
            return frame


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"\xff\xd8jpeg")
    return path


@pytest.fixture
async def visitor(assistant: ScriptedAssistant, picture: Path) -> AsyncIterator[Visitor]:
    channel = WebChannel("127.0.0.1", 0, assistant, {KEY: picture}.get, "Nora & <Sons>")
    async with channel, ClientSession() as session:
        yield Visitor(channel, session)


async def test_page_names_the_shop_as_text(visitor: Visitor) -> None:
    """A shop's name with markup in it stays a name."""
    async with visitor.session.get(visitor.url) as response:
        page = await response.text()
    assert response.content_type == "text/html"
    assert "Nora &amp; &lt;Sons&gt;" in page
    assert "<Sons>" not in page
    assert "{{" not in page


async def test_page_uses_nothing_from_elsewhere(visitor: Visitor) -> None:
    """The policy forbids inline code and foreign sources, and the page needs neither."""
    async with visitor.session.get(visitor.url) as response:
        page = await response.text()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "http://" not in page
    assert "https://" not in page
    assert " style=" not in page
    assert " onclick" not in page


@pytest.mark.parametrize("name", ["chat.css", "chat.js", "connection.js", "photos.js", "render.js", "icon.svg"])
async def test_static_files_have_their_type(visitor: Visitor, name: str) -> None:
    """Each file of the page is served with the type that browsers insist on."""
    async with visitor.session.get(f"{visitor.url}static/{name}") as response:
        assert response.status == 200
        assert response.content_type in ("text/css", "text/javascript", "image/svg+xml")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../__init__.py",
        "/static/%2e%2e%2fweb.py",
        "/static/__init__.py",
        "/static/index.html",
        "/pictures/../picture.jpg",
        "/pictures/%2e%2e%2f%2e%2e%2fetc%2fpasswd.jpg",
        f"/pictures/{'cd' * 32}.jpg",
        f"/pictures/{'AB' * 32}.jpg",
        "/pictures/ab.jpg",
        "/nothing",
    ],
)
async def test_other_paths_are_not_found(visitor: Visitor, path: str) -> None:
    """What is not on the list is not served, however its path is written; the headers stay strict."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(visitor.origin.rsplit(":", 1)[1]))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n".encode())
    response = await reader.read()
    writer.close()
    assert response.startswith(b"HTTP/1.1 404")
    assert b"Content-Security-Policy" in response


async def test_pictures_may_be_kept_for_ever(visitor: Visitor) -> None:
    """A picture is named by its content, so a browser needs it once."""
    async with visitor.session.get(f"{visitor.url}pictures/{KEY}.jpg") as response:
        assert await response.read() == b"\xff\xd8jpeg"
    assert response.content_type == "image/jpeg"
    assert "immutable" in response.headers["Cache-Control"]


async def test_health(visitor: Visitor) -> None:
    """A monitor sees that the server answers."""
    async with visitor.session.get(f"{visitor.url}healthz") as response:
        assert await response.json() == {"status": "ok"}


async def test_words_reach_the_assistant_and_come_back(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """A message carries words, tap, language and conversation; `typing` comes first, then the reply."""
    async with visitor.line(locale="de-AT") as socket:
        await ask(socket, "question-1", text="red boots", choice="more:1")
        assert await socket.receive_json(timeout=5) == {"type": "typing", "id": "question-1"}
        frame = await socket.receive_json(timeout=5)
    assert (frame["type"], frame["id"], frame["text"]) == ("reply", "question-1", "You said: red boots")
    assert assistant.asked == [
        IncomingMessage("web", TOKEN, TOKEN, "question-1", "red boots", (), "more:1", "de-AT"),
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


async def test_cards_carry_the_list_and_only_web_links(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """List lines leave the text, their numbers go to the cards, other schemes than http(s) are dropped."""
    assistant.answer = lambda message: Reply(
        "6 · Boot — €10\n7 · Shoe — €20\nNo green ones.",
        (
            Card("b", "Boot", KEY, price="€10", was="€20", url="javascript:alert(1)", why=("red",)),
            Card("s", "Shoe", "", url="https://shop.example/s", choices=(Choice("k", "Shop", "data:text/html,x"),)),
        ),
        ("red",),
        (Choice("more", "More"),),
    )
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="shoes")
        frame = await answer(socket)
    assert frame["text"] == "No green ones."
    assert frame["understood"] == ["red"]
    assert frame["choices"] == [{"key": "more", "label": "More", "url": ""}]
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


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", "http://["])
async def test_foreign_pages_are_refused(visitor: Visitor, origin: str) -> None:
    """Only the page that this server gave out may open the chat or send photos."""
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await visitor.session.ws_connect(f"{visitor.url}chat", headers=headers)
    assert refused.value.status == 403
    headers |= {"X-Conversation": TOKEN}
    async with visitor.session.post(f"{visitor.url}photo", data=b"x", headers=headers) as response:
        assert response.status == 403


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
    [{"text": "x" * 2001}, {"photos": ["p"] * 11}, {"choice": "k" * 65}, {"text": 5}, {"type": "hello"}, {"id": "?"}],
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


async def test_a_stuck_assistant_ends_in_a_sentence(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No shopper waits for ever."""
    monkeypatch.setattr(web_chat, "ANSWER_TIMEOUT_S", 0.01)
    assistant.answer = Held()
    async with visitor.line() as socket:
        await ask(socket, "question-1", text="red boots")
        assert (await answer(socket))["code"] == "failed"


async def test_connections_are_bounded(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor beyond the bound is told to come back."""
    monkeypatch.setattr(web, "MAX_LINES", 1)
    async with visitor.line():
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin})
    assert refused.value.status == 503


async def test_stopping_answers_what_was_taken(assistant: ScriptedAssistant) -> None:
    """A question in work when the channel stops is still answered, and then the line is closed."""
    channel = WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop")
    async with ClientSession() as session:
        await channel.__aenter__()
        held = assistant.answer = Held()
        async with Visitor(channel, session).line() as socket:
            await ask(socket, "question-1", text="red boots")
            await held.begun.wait()
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            held.release.set()
            assert (await answer(socket))["type"] == "reply"
            closed = await socket.receive(timeout=5)
            assert closed.data == 1001
            await stopping


async def test_stopping_does_not_wait_for_ever(assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question without an end is cancelled after the grace, and its shopper told so."""
    monkeypatch.setattr(web, "STOP_GRACE_S", 0.01)
    channel = WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop")
    async with ClientSession() as session:
        await channel.__aenter__()
        held = assistant.answer = Held()
        async with Visitor(channel, session).line() as socket:
            await ask(socket, "question-1", text="red boots")
            await held.begun.wait()
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            assert (await answer(socket))["code"] == "closing"
            assert (await socket.receive(timeout=5)).data == 1001
            await stopping
    assert held.cancelled


async def test_a_taken_port_names_the_setting(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """An operator reads which setting to change."""
    port = int(visitor.origin.rsplit(":", 1)[1])
    with pytest.raises(ChannelError, match="SHOPLENS_WEB__PORT"):
        await WebChannel("127.0.0.1", port, assistant, lambda key: None, "Shop").__aenter__()
