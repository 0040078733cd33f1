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
    dispatcher, old, new = Dispatcher(Metrics()), ScriptedAssistant(), ScriptedAssistant()
    go_on = asyncio.Event()

    async def slowly(asked: IncomingMessage) -> Reply:
        await go_on.wait()
        return Reply("old")

    old.answer = slowly
    new.answer = lambda asked: Reply("new")
    dispatcher.open(old)
    begun = asyncio.create_task(dispatcher.handle(message("first")))
    await asyncio.sleep(0)

    async def exchange() -> None:
        await dispatcher.close()
        assert begun.done()
        dispatcher.open(new)

    exchanging = asyncio.create_task(exchange())
    await asyncio.sleep(0)
    waiting = asyncio.create_task(dispatcher.handle(message("second")))
    await asyncio.sleep(0)
    assert new.asked == old.asked[1:] == []
    go_on.set()
    await exchanging
    assert [(await begun).text, (await waiting).text] == ["old", "new"]


async def test_one_who_waits_through_two_exchanges_is_answered_by_the_last() -> None:
    """Nobody gets an answer of a shop that is closed by then, not even who was let in just before."""
    dispatcher, gone, new = Dispatcher(Metrics()), ScriptedAssistant(), ScriptedAssistant()
    waiting = asyncio.create_task(dispatcher.handle(message("hello")))
    await asyncio.sleep(0)
    dispatcher.open(gone)
    await dispatcher.close()
    await asyncio.sleep(0)
    dispatcher.open(new)
    assert (await waiting).text == "You said: hello"
    assert gone.asked == []


async def test_who_waits_no_longer_keeps_nobody_else_from_an_answer() -> None:
    """A page that leaves while the shop is exchanged takes nothing with it."""
    dispatcher = Dispatcher(Metrics())
    gone, waiting = (asyncio.create_task(dispatcher.handle(message(text))) for text in ("gone", "still here"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait({gone})
    dispatcher.open(ScriptedAssistant())
    assert (await waiting).text == "You said: still here"


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
        dispatcher.open(assistant)

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
