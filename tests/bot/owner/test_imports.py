"""Owners bring in feeds by chat, and read how it goes."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from bot.chat.assistant import ShopAssistant
from bot.messages import Attachment, IncomingMessage, Reply
from bot.owner import imports as syncs_module
from bot.owner.commands import Admin
from bot.owner.imports import FeedImports
from bot.search.describer import ProductDescriber
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.importing.fetch import Fetcher
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.bot.stock import assistant_of, message, picture
from tests.catalog.importing.test_fetch import loopback, site
from tests.fakes import FakeEngine, FakeResolver

OWNER = "1"


class Shop:
    """An assistant, and a web server with pictures and a feed."""

    def __init__(self, catalog: Catalog, assistant: ShopAssistant, imports: FeedImports, port: int) -> None:
        self.catalog = catalog
        self.assistant = assistant
        self.imports = imports
        self.address = f"http://shop.example:{port}"
        self.feed = ""
        self.read = 0
        self.gate = asyncio.Event()
        self.gate.set()

    def table(self, ids: Iterable[int], *more: str) -> str:
        rows = [f"f{one},Red boots {one},{self.address}/{one}.jpg" for one in ids]
        return "\n".join(["id,title,image", *rows, *more])

    async def send(self, table: str, name: str = "products.csv", user: str = OWNER, text: str = "") -> Reply:
        async def read() -> bytes:
            self.read += 1
            return table.encode()

        return await self.assistant.handle(replace(message(text, user=user), attachment=Attachment(name, read)))

    async def say(self, text: str = "", choice: str = "") -> Reply:
        return await self.assistant.handle(message(text, choice=choice, user=OWNER))


@asynccontextmanager
async def opened(catalog: Catalog, engine: FakeEngine, conversations: Conversations) -> AsyncIterator[Shop]:
    async def answer(request: web.Request) -> web.StreamResponse:
        await opened_shop.gate.wait()
        if request.path == "/feed.csv":
            return web.Response(text=opened_shop.feed, headers={"ETag": f'"{hash(opened_shop.feed)}"'})
        return web.Response(body=picture("red", 64 + int(request.path.strip("/").removesuffix(".jpg"))))

    async with site(answer) as port:

        def door() -> Fetcher:
            return Fetcher(resolver=FakeResolver({"shop.example": "127.0.0.1"}), allow=loopback, ports=(port,))

        ingest = Ingest(catalog, ProductDescriber(engine), fetcher=door)
        async with FeedImports(Sync(catalog, ingest, fetcher=door)) as imports:
            admin = Admin(catalog, ingest, imports, conversations, frozenset({f"web:{OWNER}"}))
            opened_shop = Shop(catalog, assistant_of(engine, catalog, conversations, admin), imports, port)
            yield opened_shop
            opened_shop.gate.set()


@pytest.fixture
async def shop(empty_catalog: Catalog, engine: FakeEngine, conversations: Conversations) -> AsyncIterator[Shop]:
    async with opened(empty_catalog, engine, conversations) as shop:
        yield shop


async def after(reply: Reply) -> list[Reply]:
    assert reply.updates is not None
    return [one async for one in reply.updates]


async def question_after(reply: Reply) -> Reply:
    assert reply.updates is not None
    return await anext(one async for one in reply.updates if not one.replaces)


async def test_a_document_is_brought_in_and_reported(shop: Shop) -> None:
    """What is new is said first, then how far it is, then how it went; failed rows come back as a table."""
    reply = await shop.send(shop.table(range(3), "=1+1,Boots,", "f9,Boots,secret.jpg"))
    assert reply.text == "Reading products.csv …"
    *progress, done = await after(reply)
    assert progress[-1].text.startswith("CSV: new 3 · changed 0 · gone 0 · unchanged 0 · failed 2\nNew: Red boots 0, ")
    assert all(one.replaces for one in progress)
    assert {one.language for one in (reply, *progress, done)} == {"en"}
    assert (done.text, done.replaces) == ("Done: 3 new. 2 rows failed; the table says why.", False)
    assert done.document is not None
    assert done.document.name == "failures.csv"
    assert list(csv.reader(io.StringIO(done.document.data.decode()))) == [
        ["line", "id", "cause"],
        ["5", "'=1+1", "image is missing"],
        ["6", "f9", "image 'secret.jpg' is not an http(s) address"],
    ]
    (again,) = [one for one in await after(await shop.send(shop.table(range(3)))) if not one.replaces]
    assert again.text == "Done: 3 unchanged."
    assert again.document is None


async def test_an_address_is_downloaded_once_per_version(shop: Shop) -> None:
    """Both commands take it; a feed that cannot be had is explained."""
    shop.feed = shop.table(range(2))
    assert (await after(await shop.say(f"/sync {shop.address}/feed.csv")))[-1].text == "Done: 2 new."
    shop.feed = "<html>Please log in"
    broken = (await after(await shop.say(f"/import {shop.address}/feed.csv")))[-1].text
    assert broken.startswith("I couldn't bring this feed in: http://shop.example")
    assert "answered with a web page instead of a list of products. Nothing was removed." in broken
    for words in ("/sync", "/import", "/sync /etc/passwd"):
        assert "address of your feed" in (await shop.say(words)).text


async def test_a_large_removal_is_asked_for(shop: Shop) -> None:
    """The owner says go, and what is gone goes; each button works once."""
    await after(await shop.send(shop.table(range(10))))
    reply = await shop.send(shop.table(range(5)))
    question = await question_after(reply)
    assert "5 of 10 products are not in the feed any more" in question.text
    assert not question.replaces
    go, no = question.buttons
    assert (go.label, no.label) == ("Remove 5", "Cancel")
    assert await shop.catalog.count() == 10
    assert (await shop.say(choice=go.key)).text == "All right."
    assert (await after(reply))[-1].text == "Done: 5 removed, 5 unchanged."
    assert await shop.catalog.count() == 5
    for choice in (go, no):
        assert (await shop.say(choice=choice.key)).text == "Done: 5 removed, 5 unchanged."


@pytest.mark.parametrize("how", ["cancel", "new feed", "silence"])
async def test_a_removal_that_nobody_confirms_changes_nothing(
    shop: Shop, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled, replaced by another feed, or forgotten: everything stays."""
    await after(await shop.send(shop.table(range(10))))
    if how == "silence":
        monkeypatch.setattr(syncs_module, "_ANSWER_WITHIN_S", 0)
    reply = await shop.send(shop.table(range(5)))
    if how != "silence":
        go, no = (await question_after(reply)).buttons
        if how == "cancel":
            assert (await shop.say(choice=no.key)).text == "All right."
        else:
            other = await after(await shop.send(shop.table([77]), name="other.csv"))
            assert other[-1].text == "Done: 1 new."
            assert "send the feed again" in (await shop.say(choice=go.key)).text
    end = (await after(reply))[-1].text
    assert end.startswith("Nobody confirmed it" if how == "silence" else "Stopped.")
    assert await shop.catalog.count() == (11 if how == "new feed" else 10)


async def test_one_feed_at_a_time_and_the_conversation_goes_on(shop: Shop) -> None:
    """While pictures are awaited shoppers are answered, a second feed is not begun, and the first can be stopped."""
    shop.gate.clear()
    reply = await shop.send(shop.table(range(3)))
    assert "still bringing in products.csv" in (await shop.send(shop.table(range(3)), name="other.csv")).text
    assert (await shop.assistant.handle(message("red boots"))).text
    assert shop.read == 1
    (stop,) = reply.buttons
    assert (await shop.say(choice=stop.key)).text == "All right."
    assert (await after(reply))[-1].text.startswith("Stopped.")
    shop.gate.set()
    assert (await after(await shop.send(shop.table(range(3)))))[-1].text == "Done: 3 new."


async def test_the_end_of_the_bot_is_told(
    empty_catalog: Catalog, engine: FakeEngine, conversations: Conversations
) -> None:
    """Whoever follows reads that it stopped, and no task is left behind."""
    async with opened(empty_catalog, engine, conversations) as shop:
        shop.gate.clear()
        reply = await shop.send(shop.table(range(3)))
        await shop.imports.__aexit__(None, None, None)
    assert (await after(reply))[-1].text.startswith("Stopped.")
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "sync"]


async def test_nobody_else_brings_in_feeds(shop: Shop) -> None:
    """A stranger's document is not even loaded, and an owner's button is dead in other hands."""
    assert "Send me a photo" in (await shop.send(shop.table(range(3)), user="9")).text
    refused = await shop.assistant.handle(message(f"/sync {shop.address}/feed.csv", user="9"))
    assert "don't know this command" in refused.text
    assert shop.read == 0
    shop.gate.clear()
    reply = await shop.send(shop.table(range(3)))
    tapped = await shop.assistant.handle(IncomingMessage("web", "c1", "9", "m", action=reply.buttons[0].action))
    assert "too old" in tapped.text
    shop.gate.set()
    assert (await after(reply))[-1].text == "Done: 3 new."
