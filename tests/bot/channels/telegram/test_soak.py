"""Whether the counting of `make soak` sees what must not happen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.i18n.translator import translate
from tests.bot.channels.telegram.soak import steadiness
from tests.bot.channels.telegram.soak_desk import Desk
from tests.telegram_server import TOKEN


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Desk() as desk:
        yield desk


async def send(desk: Desk, chat: int, text: str) -> None:
    """What the bot sends."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{desk.address}/bot{TOKEN}/sendMessage", data={"chat_id": chat, "text": text}) as answer,
    ):
        assert answer.status == 200


async def test_each_answer_is_its_questions_and_one_too_many_is_seen(desk: Desk) -> None:
    """Answers name their question by its price limit, in whichever order they come."""
    await desk.ask(7, 1001, "red boots", None)
    await desk.ask(7, 1002, "", b"photo")
    for limit in (1002, 1001, 1002):
        await send(desk, 7, f"Boots under {limit}.")
    assert [len(desk.asked[number].ends) for number in (1001, 1002)] == [1, 2]
    assert desk.unanswered == 0


async def test_what_has_no_answer_is_lost(desk: Desk) -> None:
    """The answer to one question is not taken for another's."""
    await desk.ask(7, 1001, "red boots", None)
    await desk.ask(8, 1002, "red boots", None)
    await send(desk, 8, "Boots under 1002.")
    assert desk.unanswered == 1
    assert [desk.asked[number].outcome(0.0)[3] for number in (1001, 1002)] == ["lost", "answered"]


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [
        (translate("failed-busy", seconds=4), "busy"),
        (translate("slow-down-seconds", count=4), "busy"),
        (translate("still-working"), "busy"),
        (translate("failed-late"), "failed"),
        (translate("failed-unknown"), "failed"),
        (translate("which-piece", count=2), "answered"),
    ],
)
async def test_sentences_that_name_no_question_answer_the_oldest(desk: Desk, sentence: str, ended: str) -> None:
    """Refusals, failures and questions back are told apart."""
    await desk.ask(7, 1001, "red boots", None)
    await desk.ask(7, 1002, "red boots", None)
    await send(desk, 7, sentence)
    assert [desk.asked[number].outcome(0.0)[3] for number in (1001, 1002)] == [ended, "lost"]


def test_growing_memory_is_seen_after_the_warm_up() -> None:
    """The first fifth may grow as it likes."""
    flat = [(float(at), 100.0 if at < 20 else 500.0) for at in range(101)]
    growing = [(float(at), 500.0 + at) for at in range(101)]
    assert steadiness(flat) == (500.0, 0.0)
    assert steadiness(growing)[1] > 0.05
