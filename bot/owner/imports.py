"""Feeds that owners bring in by chat: one at a time, beside the conversation, which is told how far it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final, Self

from bot.i18n.translator import translate
from bot.messages import Attachment, IncomingMessage, Reply
from bot.owner import import_replies as replies
from bot.replies.errors import old_button
from bot.storage.turns import new_key
from catalog.importing.pipeline import ImportProgress
from catalog.importing.sync import Feed, Sync

log = logging.getLogger(__name__)

_ANSWER_WITHIN_S: Final = 3600.0


@dataclass(slots=True)
class _Job:
    """One sync.  `agreed` is there while it waits for the owner's word."""

    name: str
    reply: Reply = field(default_factory=lambda: Reply(""))
    key: str = field(default_factory=new_key)
    version: int = 0
    ended: bool = False
    agreed: asyncio.Event | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        self.task = asyncio.create_task(work, name="sync")

    async def is_agreed(self, question: Reply) -> bool:
        """Ask, and wait for the owner's word; False where none comes in time."""
        agreed = self.agreed = asyncio.Event()
        self.say(question)
        try:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                return await agreed.wait()
        except TimeoutError:
            return False
        finally:
            self.agreed = None

    def say(self, reply: Reply, *, ended: bool = False) -> None:
        self.reply, self.ended = reply, ended
        self.version += 1
        self.changed.set()
        self.changed = asyncio.Event()

    @property
    def is_running(self) -> bool:
        return self.task is not None and not self.task.done()


class FeedImports:
    """`async with Syncs(sync)`: on the way out the sync under way is stopped; it goes on when it is started again.

    Replies carry what comes after them as `updates`, of which only the latest is kept: who listens
    slowly, or not at all, holds nothing up.
    """

    def __init__(self, sync: Sync, ended: Callable[[str, str], None] = lambda result, cause: None) -> None:
        """`ended` hears of each sync that it is "done", "failed" or "stopped", and why it failed."""
        self._sync = sync
        self._ended = ended
        self._job: _Job | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._job is not None:
            await self._end(self._job)

    async def start(self, feed: str | Attachment) -> Reply:
        """Begin with an address or a document; one that waits for an answer makes room, one at work does not."""
        while self._job is not None and self._job.is_running:
            if self._job.agreed is None:
                return Reply(translate("sync-busy", name=self._job.name))
            await self._end(self._job)
        name = feed if isinstance(feed, str) else feed.name
        job = self._job = _Job(name)
        job.say(replies.reading(name, 0, job.key))
        job.begin(self._run(job, feed))
        return replace(job.reply, updates=_updates(job, job.version))

    async def decide(self, _message: IncomingMessage, word: str = "", key: str = "") -> Reply:
        """The owner tapped "go" or "no"."""
        job = self._job
        if job is None or job.key != key:
            # It ended with the process that did it, or made room for another feed.
            return Reply(translate("sync-stopped"))
        if not job.is_running:
            return replace(job.reply, document=None)
        if word == "no":
            await self._end(job)
        elif job.agreed is None:
            return old_button()
        else:
            job.agreed.set()
        return Reply(translate("sync-all-right"))

    async def _end(self, job: _Job) -> None:
        if job.task is not None:
            job.task.cancel()
            await asyncio.wait({job.task})
        if not job.ended:
            job.say(Reply(translate("sync-stopped")), ended=True)
            self._ended("stopped", "")

    async def _run(self, job: _Job, feed: str | Attachment) -> None:
        try:
            job.say(await self._work(job, feed), ended=True)
            self._ended("done", "")
        except Exception as error:
            log.warning("A feed was not brought in", exc_info=error)
            job.say(replies.broken(error), ended=True)
            self._ended("failed", f"{type(error).__name__}: {error}")

    async def _work(self, job: _Job, feed: str | Attachment) -> Reply:
        async with self._opened(feed) as opened:
            if opened is None:
                return Reply(translate("sync-same"))
            plan = await self._sync.plan(opened, lambda read: job.say(replies.reading(job.name, read, job.key)))
            if plan.is_large_removal and not await job.is_agreed(replies.question(plan, job.key)):
                return Reply(translate("sync-unconfirmed"))

            def show(now: ImportProgress | None) -> None:
                job.say(replies.working(plan, now, job.key))

            show(None)
            return replies.finished(await self._sync.apply(opened, plan, show, confirmed=plan.is_large_removal))

    @asynccontextmanager
    async def _opened(self, feed: str | Attachment) -> AsyncIterator[Feed | None]:
        if isinstance(feed, str):
            async with self._sync.open(feed) as opened:
                yield opened
        else:
            async with self._sync.open_document(feed.name, await feed.read()) as document:
                yield document


async def _updates(job: _Job, seen: int) -> AsyncIterator[Reply]:
    """What is said after version `seen`."""
    while not job.ended or job.version != seen:
        while job.version == seen:
            await job.changed.wait()
        seen = job.version
        yield job.reply
