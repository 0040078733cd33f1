"""The front: messages wait while the assistant behind it is exchanged."""

from __future__ import annotations

import asyncio

import pytest

from bot.dispatcher import Dispatcher
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply
from bot.monitoring.metrics import Metrics
from tests.driven import DrivenLoop, driven
from tests.fakes import ScriptedAssistant


def message(text: str) -> IncomingMessage:
    return IncomingMessage("web", "c", "u", "1", text)


async def test_what_was_begun_is_answered_before_it_closes_and_what_comes_then_after() -> None:
    """Nobody is refused, and the new assistant gets what arrived meanwhile."""
    dispatcher, old, new = Dispatcher(), ScriptedAssistant(), ScriptedAssistant()
    go_on = asyncio.Event()

    async def slowly(asked: IncomingMessage) -> Reply:
        await go_on.wait()
        return Reply("old")

    old.answer = slowly
    new.answer = lambda asked: Reply("new")
    dispatcher.handler = old
    begun = asyncio.create_task(dispatcher.handle(message("first")))
    await asyncio.sleep(0)

    async def exchange() -> None:
        async with dispatcher.closed():
            assert begun.done()
            dispatcher.handler = new

    exchanging = asyncio.create_task(exchange())
    await asyncio.sleep(0)
    waiting = asyncio.create_task(dispatcher.handle(message("second")))
    await asyncio.sleep(0)
    assert new.asked == old.asked[1:] == []
    go_on.set()
    await exchanging
    assert [(await begun).text, (await waiting).text] == ["old", "new"]


async def test_a_failed_exchange_opens_it_again() -> None:
    """Whatever happens meanwhile, messages are not kept for ever."""
    dispatcher, assistant = Dispatcher(), ScriptedAssistant()
    dispatcher.handler = assistant
    try:
        async with dispatcher.closed():
            raise RuntimeError
    except RuntimeError:
        assert (await dispatcher.handle(message("hello"))).text


@pytest.mark.fault(
    "a part of an answer hangs for ever, as a file on a dead disk does",
    "the shopper hears so after a minute, and is free to ask again",
    log="no answer within",
)
def test_an_answer_that_never_comes_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    """Otherwise its chat would wait for ever, and 32 such chats would hold up everybody."""

    async def run() -> None:
        metrics = Metrics()
        dispatcher, assistant = Dispatcher(metrics), ScriptedAssistant()
        dispatcher.handler = assistant

        async def never(asked: IncomingMessage) -> Reply:
            await asyncio.Event().wait()
            raise AssertionError

        assistant.answer = never
        with driven():
            assert (await dispatcher.handle(message("boots"))).text == translate("failed-late")
        assert metrics.value("shoplens_errors_total", channel="web", error="unexpected") == 1

    with asyncio.Runner(loop_factory=DrivenLoop) as runner:
        runner.run(run())
    assert "no answer within" in caplog.text
