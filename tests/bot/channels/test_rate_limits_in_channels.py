"""Limits where people meet them: one sentence, no work, and the next person is not kept waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.rate_limits import Limits
from tests.bot.channels.telegram.shop import ALBUM_S, TelegramShop, texts
from tests.bot.channels.web.visitor import Frame, answer, ask, visiting
from tests.fakes import ScriptedAssistant
from tests.telegram_server import TelegramServer

SENTENCE = "That was a lot at once! Please send me this again in about"


def stopped(burst: int) -> Limits:
    """So many questions, and then none for as long as the test takes."""
    return Limits(1, burst, now=lambda: 0.0)


async def test_a_flood_in_telegram_gets_one_sentence_and_no_download(tmp_path: Path) -> None:
    """The third question is refused in words, the photos after it are not even fetched; others are answered."""
    async with TelegramServer() as server:
        shop = TelegramShop(server, tmp_path, stopped(2))
        async with shop:
            await server.say("one")
            await server.say("two")
            for number in range(3, 8):
                await server.show(b"photo %d" % number)
            await server.say("mine", chat=8)
            await server.wait_for("sendMessage", chat=8)
            await server.tap("show:abcdefgh:0")
            said = texts(await server.wait_for("sendMessage", 4, chat=7))
        assert said[:2] == ["You said: one", "You said: two"]
        assert said[2].startswith(SENTENCE)
        assert said[3] == "You said: show:abcdefgh:0"
        assert len(texts(server.made("sendMessage", 7))) == 4
        assert server.downloads == []
        assert len(server.made("answerCallbackQuery")) == 1


async def test_an_album_counts_once(tmp_path: Path) -> None:
    """Ten photos are one question."""
    async with TelegramServer() as server:
        shop = TelegramShop(server, tmp_path, stopped(1))
        async with shop:
            await server.show(b"one", media_group_id="g")
            await server.say("meanwhile", chat=8)
            await server.wait_for("sendMessage", chat=8)
            await server.show(b"two", media_group_id="g")
            await server.say("and now", chat=9)
            await server.wait_for("sendMessage", chat=9)
            for _ in range(2):
                await shop.pause.let_go(ALBUM_S)
            (said,) = texts(await server.wait_for("sendMessage", chat=7))
        assert not said.startswith(SENTENCE)
        assert [len(asked.photos) for asked in shop.assistant.asked] == [0, 0, 2]


async def test_a_flood_in_the_web_chat_gets_one_sentence() -> None:
    """Each refused question has its outcome, the words come once, and what was answered may be asked for again."""
    assistant = ScriptedAssistant()
    async with visiting(assistant, limits=stopped(1)) as visitor, visitor.line() as line:
        frames: list[Frame] = []
        for number in range(4):
            await ask(line, f"question-{number}", text="boots")
            frames.append(await answer(line))
        await ask(line, "question-0", text="boots")
        frames.append(await answer(line))
        await ask(line, "question-9", choice="show:abcdefgh:0")
        frames.append(await answer(line))
    assert [frame.get("code", frame["type"]) for frame in frames] == ["reply", "slow", "slow", "slow", "reply", "reply"]
    assert frames[1]["text"].startswith(SENTENCE)
    assert [frame["text"] for frame in frames[2:4]] == ["", ""]
    assert len(assistant.asked) == 2


@pytest.mark.fault(
    "a question that was answered is sent again and again in the web chat",
    "answered ten times for each question, then refused",
    metric='shoplens_channel_busy_refusals_total{channel="web"}',
)
async def test_repeats_are_limited_too() -> None:
    """What is known costs nothing to work out, but is not sent for ever; a page that comes back still gets its last."""
    assistant = ScriptedAssistant()
    async with visiting(assistant, limits=stopped(2)) as visitor:
        for question in ("question-1", "question-2"):
            async with visitor.line() as line:
                await ask(line, question, text="boots")
                assert (await answer(line))["type"] == "reply"
        async with visitor.line() as line:
            frames = []
            for _ in range(25):
                await ask(line, "question-2", text="boots")
                frames.append(await answer(line))
    assert [frame.get("code", frame["type"]) for frame in frames] == ["reply"] * 20 + ["slow"] * 5
    assert len(assistant.asked) == 2


async def test_uploads_are_limited_too() -> None:
    """A photo that nobody asks about costs memory: past ten for each question the next is refused with the wait."""
    async with visiting(ScriptedAssistant(), limits=stopped(1)) as visitor, visitor.line() as line:
        for number in range(10):
            photo = await visitor.photo(b"x")
            if number == 0:
                await ask(line, "question-0", photos=[photo])
                assert (await answer(line))["type"] == "reply"
        refused = await visitor.upload(b"x")
        assert refused.status == 429
        assert int(refused.headers["Retry-After"]) > 0
