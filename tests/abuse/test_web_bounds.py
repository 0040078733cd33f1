"""What the web chat keeps for visitors, and how long it waits for them, has an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import WSMsgType

import bot.channels.web_chat as web_chat
import bot.channels.web_photos as web_photos
from tests.abuse.door import raw
from tests.bot.visitor import TOKEN, Held, Visitor, answer, ask, visiting
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
    assert (await raw(visitor, f"{head}Content-Length: 1000")).startswith("408")


async def test_a_line_that_says_nothing_is_closed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection without a hello is not held open for ever."""
    monkeypatch.setattr(web_chat, "HELLO_TIMEOUT_S", 0.05)
    async with visitor.session.ws_connect(f"{visitor.url}chat", headers={"Origin": visitor.origin}) as socket:
        frame = await socket.receive(timeout=5)
    assert (frame.type, frame.data) == (WSMsgType.CLOSE, 1008)


async def test_only_the_latest_answers_are_remembered(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound the oldest goes first: asked again it is worked out again; later ones are not."""
    monkeypatch.setattr(web_chat, "MAX_REMEMBERED", 2)
    async with visitor.line() as socket:
        for number in (1, 2, 3, 3, 2, 1):
            await ask(socket, f"question-{number}", text=str(number))
            assert (await answer(socket))["type"] == "reply"
    assert [message.text for message in assistant.asked] == ["1", "2", "3", "1"]


async def test_what_is_being_worked_on_is_not_forgotten(
    visitor: Visitor, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many others are answered meanwhile, it is asked once only."""
    monkeypatch.setattr(web_chat, "MAX_REMEMBERED", 1)
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
