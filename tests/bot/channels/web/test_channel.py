"""The web channel's server on loopback: the page and its files, who may talk to it, start and stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import ClientSession, WSMsgType

from bot.channels.web import channel as web_channel
from bot.channels.web import connection_limit
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.errors import ChannelError
from bot.messages import IncomingMessage, Reply
from bot.runtime import shutdown
from tests.abuse.door import KEY as VISITORS_KEY
from tests.bot.channels.telegram.shop import come
from tests.bot.channels.web.visitor import KEY, TOKEN, Held, Visitor, answer, ask, visiting
from tests.fakes import ScriptedAssistant


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
async def visitor(assistant: ScriptedAssistant, tmp_path: Path) -> AsyncIterator[Visitor]:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(b"\xff\xd8jpeg")
    async with visiting(assistant, picture) as visitor:
        yield visitor


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


@pytest.mark.parametrize(
    "name", ["chat.css", "chat.js", "connection.js", "photos.js", "render.js", "texts.js", "icon.svg"]
)
async def test_static_files_have_their_type(visitor: Visitor, name: str) -> None:
    """Each file of the page is served with the type that browsers insist on."""
    async with visitor.session.get(f"{visitor.url}static/{name}") as response:
        assert response.status == 200
        assert response.content_type in ("text/css", "text/javascript", "image/svg+xml")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_files_that_a_browser_has_are_not_sent_again(visitor: Visitor) -> None:
    """It asks each time whether they have changed, as an update of the shop brings all of them at once."""
    url = f"{visitor.url}static/chat.js"
    async with visitor.session.get(url) as first:
        assert first.headers["Cache-Control"] == "no-cache"
        assert await first.read()
    async with visitor.session.get(url, headers={"If-None-Match": first.headers["ETag"]}) as again:
        assert (again.status, await again.read()) == (304, b"")
    async with visitor.session.get(url, headers={"If-None-Match": '"another"'}) as changed:
        assert changed.status == 200


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
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
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


async def test_connections_are_bounded(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor beyond the bound is told to come back."""
    monkeypatch.setattr(web_channel, "MAX_LINES", 1)
    async with visitor.line():
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin})
    assert refused.value.status == 503


async def test_stopping_answers_what_was_taken(assistant: ScriptedAssistant, caplog: pytest.LogCaptureFixture) -> None:
    """A question in work when the channel stops is still answered, and then the line is closed."""
    channel = WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop")
    async with ClientSession() as session:
        await channel.__aenter__()
        held = assistant.answer = Held()
        async with Visitor(channel.url, session).line() as socket:
            await ask(socket, "question-1", text="red boots")
            await held.begun.wait()
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            held.release.set()
            assert (await answer(socket))["type"] == "reply"
            closed = await socket.receive(timeout=5)
            assert closed.data == 1001
            await stopping
    assert "still waiting" not in caplog.text


@pytest.mark.fault("stop while a web answer never comes", "cancelled after the grace, the shopper told")
async def test_stopping_does_not_wait_for_ever(assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question without an end is cancelled after the grace, and its shopper told so."""
    monkeypatch.setattr(shutdown, "_ANSWERING_S", 0.01)
    channel = WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop")
    async with ClientSession() as session:
        await channel.__aenter__()
        held = assistant.answer = Held()
        async with Visitor(channel.url, session).line() as socket:
            await ask(socket, "question-1", text="red boots")
            await held.begun.wait()
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            assert (await answer(socket))["code"] == "closing"
            assert (await socket.receive(timeout=5)).data == 1001
            await stopping
    assert held.cancelled


async def test_a_question_asked_while_stopping_is_for_the_next_start(assistant: ScriptedAssistant) -> None:
    """The shopper reads that it will be sent again, and the assistant is not asked."""
    channel = await WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop").__aenter__()
    async with ClientSession() as session:
        held = assistant.answer = Held()
        async with Visitor(channel.url, session).line() as socket:
            await ask(socket, "question-1", text="red boots")
            await held.begun.wait()
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            await asyncio.sleep(0)
            await ask(socket, "question-2", text="blue boots")
            refused = await answer(socket)
            assert (refused["id"], refused["code"]) == ("question-2", "closing")
            assert "sent again" in str(refused["text"])
            held.release.set()
            assert (await answer(socket))["type"] == "reply"
            await stopping
    assert len(assistant.asked) == 1


async def test_everybody_who_waits_is_told_of_the_stop(
    assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also whose questions wait behind another, which are not begun any more; the operator reads how many they are."""
    monkeypatch.setattr(shutdown, "_ANSWERING_S", 0.01)
    monkeypatch.setattr(shutdown, "_CLOSING_S", 600.0)
    monkeypatch.setattr(web_channel, "_PARTING_S", 600.0)
    channel = await WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop").__aenter__()
    async with ClientSession() as session:
        held = assistant.answer = Held()
        async with Visitor(channel.url, session).line() as socket:
            await ask(socket, "question-0", text="red boots")
            await held.begun.wait()
            for number in range(1, 4):
                await ask(socket, f"question-{number}", text="red boots")
            await come(lambda: channel.load.waiting == 3)
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            told = [await answer(socket) for _ in range(4)]
            assert (await socket.receive(timeout=5)).data == 1001
            await stopping
    assert [(frame["id"], frame["code"]) for frame in told] == [(f"question-{n}", "closing") for n in range(4)]
    assert len(assistant.asked) == 1
    assert "stopped with 1 conversations still waiting" in caplog.text


async def test_stopping_waits_until_what_it_has_cancelled_is_over(assistant: ScriptedAssistant) -> None:
    """The assistant may have to put something away, and what it needs for that is still open."""
    channel = await WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop").__aenter__()
    begun = asyncio.Event()
    put_away: list[str] = []

    async def work(message: IncomingMessage) -> Reply:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(100):
                await asyncio.sleep(0)
            put_away.append(message.text)
        raise AssertionError

    assistant.answer = work
    async with ClientSession() as session:
        async with Visitor(channel.url, session).line() as socket:
            await ask(socket, "question-1", text="red boots")
            await begun.wait()
        await come(lambda: channel.load.conversations == 0)
        await channel.__aexit__(None, None, None)
    assert put_away == ["red boots"]


async def test_stopping_waits_for_nobody_who_has_left(
    assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Their questions, those in work and those that wait, end with their line, and the work on them with the stop."""
    monkeypatch.setattr(shutdown, "_ANSWERING_S", 600.0)
    channel = await WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop").__aenter__()
    async with ClientSession() as session:
        held = assistant.answer = Held()
        async with Visitor(channel.url, session).line() as socket:
            for number in range(3):
                await ask(socket, f"question-{number}", text="red boots")
            await held.begun.wait()
            await come(lambda: channel.load.waiting == 2)
            stopping = asyncio.create_task(channel.__aexit__(None, None, None))
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await stopping
    assert held.cancelled
    assert len(assistant.asked) == 1
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_page_that_is_asleep_holds_up_no_stop(
    assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not say goodbye, and the stop waits for none, however much time there is."""
    monkeypatch.setattr(shutdown, "_CLOSING_S", 600.0)
    monkeypatch.setattr(web_channel, "_PARTING_S", 600.0)
    channel = await WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop").__aenter__()
    async with ClientSession() as session, Visitor(channel.url, session).line() as socket:
        async with asyncio.timeout(4):
            await channel.__aexit__(None, None, None)
        assert (await socket.receive(timeout=5)).data == 1001


async def test_after_the_stop_nothing_is_left_of_the_shop(assistant: ScriptedAssistant) -> None:
    """Requests that do not end are cut off, and nobody can come in any more."""
    begun = asyncio.Event()

    async def hold(request: aiohttp.web.Request) -> aiohttp.web.Response:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    also = [aiohttp.web.get("/held", hold)]
    channel = await WebChannel("127.0.0.1", 0, assistant, lambda key: None, "Shop", also=also).__aenter__()
    listener = channel._listener  # noqa: SLF001 - else an open port would be closed with the last who knows it
    async with ClientSession() as session:
        asking = asyncio.create_task(session.get(f"{channel.url}held"))
        await begun.wait()
        async with asyncio.timeout(10):
            await channel.__aexit__(None, None, None)
            with pytest.raises(aiohttp.ClientError):
                await asking
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(channel.url)
    assert listener is not None


async def test_pages_are_asked_whether_they_are_there(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line whose page does not answer the ping ends, though nobody has hung up."""
    monkeypatch.setattr(web_channel, "HEARTBEAT_S", 0.02)
    assert visitor.channel is not None
    channel = visitor.channel
    headers = {"Origin": visitor.origin}
    async with visitor.session.ws_connect(f"{visitor.url}chat", headers=headers, autoping=False) as socket:
        await socket.send_json({"type": "hello"})
        assert (await socket.receive_json(timeout=5))["type"] == "ready"
        assert (await socket.receive(timeout=5)).type is WSMsgType.PING
        await come(lambda: channel.load.conversations == 0)


async def test_a_person_is_told_the_latest_of_what_the_page_keeps(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than can be read, and how much there is."""
    monkeypatch.setattr(web_channel, "MAX_TOLD", 1)
    assert visitor.channel is not None
    async with visitor.line() as socket:
        for words in ("red boots", "blue boots"):
            await ask(socket, words.replace(" ", "-"), text=words)
            await answer(socket)
        page, _ = await visitor.channel.tell(f"web:{TOKEN}")
    assert ([entry["text"] for entry in page.entries], page.count) == (["You said: blue boots"], 2)


async def test_a_full_house_has_its_descriptors(assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there may be connections, and a few hundred beside them: more would be asked for in vain."""
    raised: list[int] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: raised.append(limits[0]))
    async with visiting(assistant):
        beside = raised[0] - connection_limit.MAX_CONNECTIONS - connection_limit.MAX_TOLD
    assert 100 <= beside < 1000


async def test_an_address_of_another_machine_names_the_setting(assistant: ScriptedAssistant) -> None:
    """The port is right then, and the operator reads what is not."""
    host = "192.0.2.1"  # nobody's (RFC 5737)
    channel = WebChannel(host, 0, assistant, lambda key: None, "Shop", access=AccessControl(host, VISITORS_KEY))
    with pytest.raises(ChannelError, match="SHOPLENS_WEB__HOST"):
        await channel.__aenter__()


async def test_a_port_of_the_system_names_the_setting(
    assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the system's own programs may listen, the operator reads from where on others may."""

    async def refuse(*_: object) -> asyncio.Server:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_server", refuse)
    with pytest.raises(ChannelError, match="SHOPLENS_WEB__PORT to one above 1023"):
        await WebChannel("127.0.0.1", 80, assistant, lambda key: None, "Shop").__aenter__()


async def test_a_taken_port_names_the_setting(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    """An operator reads which setting to change."""
    port = int(visitor.origin.rsplit(":", 1)[1])
    with pytest.raises(ChannelError, match="SHOPLENS_WEB__PORT"):
        await WebChannel("127.0.0.1", port, assistant, lambda key: None, "Shop").__aenter__()
