"""Requests of the web chat until their answers are taken: each place has its share, who leaves costs nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.channels.web import connection_limit
from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from tests.abuse.door import PUBLIC
from tests.bot.channels.telegram.shop import come
from tests.fakes import ScriptedAssistant

PLACE = "203.0.113.5"


class Taking:
    """Answers that their visitors take one by one, when the test says so."""

    def __init__(self) -> None:
        self.offered = 0
        self._taken = asyncio.Semaphore(0)

    def take(self, answers: int = 1) -> None:
        for _ in range(answers):
            self._taken.release()

    async def wait(self) -> None:
        self.offered += 1
        await self._taken.acquire()


class Street:
    """A public shop behind its proxy, with pages of the test's own, and its visitors."""

    def __init__(self, channel: WebChannel, session: ClientSession) -> None:
        self.channel = channel
        self._session = session

    async def ask(self, path: str = "", place: str = PLACE) -> int:
        """The status of the answer."""
        async with self._session.get(f"{self.channel.url}{path}", headers={"X-Forwarded-For": place}) as response:
            return response.status


@asynccontextmanager
async def street(*pages: web.RouteDef) -> AsyncIterator[Street]:
    access = AccessControl(public_url=PUBLIC)
    async with (
        WebChannel("127.0.0.1", 0, ScriptedAssistant(), lambda key: None, "Shop", also=pages, access=access) as channel,
        ClientSession() as session,
    ):
        yield Street(channel, session)


@pytest.mark.parametrize("kind", [web.Response, web.HTTPNotFound], ids=["an answer", "a refusal"])
async def test_a_request_is_under_way_until_its_answer_is_taken(
    kind: type[web.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a place has not taken yet counts for it and for no other; each that is taken makes room for one."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS_A_NETWORK", 2)
    taking = Taking()

    class Offered(kind):  # type: ignore[misc,valid-type]  # one of two classes
        async def write_eof(self, data: bytes = b"") -> None:
            if not self._eof_sent:  # the server asks for it once more
                await taking.wait()
            await super().write_eof(data)

    async def offer(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = Offered()
        if isinstance(answer, web.HTTPException):
            raise answer
        return answer

    async with street(web.get("/offer", offer)) as shop:
        waiting = [asyncio.create_task(shop.ask("offer")) for _ in range(2)]
        await come(lambda: taking.offered == 2)
        assert await shop.ask() == 503
        assert await shop.ask(place="203.0.113.6") == 200
        taking.take()
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        waiting.append(asyncio.create_task(shop.ask("offer")))
        await come(lambda: taking.offered == 3)
        assert await shop.ask() == 503
        taking.take(2)
        assert await asyncio.gather(*waiting) == [kind().status] * 3
        assert await shop.ask() == 200
        assert shop.channel.load.refused == 2


async def test_a_refusal_is_sent_once(caplog: pytest.LogCaptureFixture) -> None:
    """The next request finds the connection as usual, and the operator reads of no error."""
    async with street() as shop:
        assert [await shop.ask("nothing"), await shop.ask()] == [404, 200]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_connection_that_breaks_behind_a_page_is_an_error() -> None:
    """The visitor is still there, and must not take an empty page for the answer."""

    async def ask_elsewhere(request: web.Request) -> web.StreamResponse:
        raise ConnectionRefusedError

    async with street(web.get("/elsewhere", ask_elsewhere)) as shop:
        assert await shop.ask("elsewhere") == 500


async def test_a_visitor_who_leaves_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever looks for it finds a line in the log at its most talkative; nobody else is told."""
    caplog.set_level(logging.DEBUG, "bot.channels.web.delivery")
    asked: list[web.Request] = []
    release = asyncio.Event()

    async def hold(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        await release.wait()
        return web.Response(text="late")

    async with street(web.get("/held", hold)) as shop:
        leaving = asyncio.create_task(shop.ask("held"))
        await come(lambda: bool(asked))
        leaving.cancel()
        await come(lambda: asked[0].transport is None)
        release.set()
        await come(lambda: "a visitor left before the answer" in caplog.text)
        assert await shop.ask() == 200
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
