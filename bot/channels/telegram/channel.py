"""The Telegram bot: takes updates, writes them down, brings them to the assistant, sends its replies."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import Forbidden, TelegramError

from bot.channels.base import ChannelLoad, PictureSource
from bot.channels.rate_limits import UNLIMITED, Limits
from bot.channels.telegram.bot import TOKEN_SETTING, build_bot, introduce, unreachable
from bot.channels.telegram.calls import PATIENTLY, Pause, Target, chat_action, quiet_vendor_logs, with_retries
from bot.channels.telegram.inline import InlineQueries
from bot.channels.telegram.menu import menu
from bot.channels.telegram.receiving.downloads import download_photos
from bot.channels.telegram.receiving.inbox_worker import InboxWorker
from bot.channels.telegram.receiving.incoming import CHANNEL, messages_of, read_question
from bot.channels.telegram.receiving.unreadable import UpdateReader
from bot.channels.telegram.receiving.updates import Polling, UpdateSource, Webhook
from bot.channels.telegram.sending.file_ids import FileIds
from bot.channels.telegram.sending.group_limits import PER_MINUTE, GroupBudget
from bot.channels.telegram.sending.pictures import Pictures
from bot.channels.telegram.sending.progress_notice import MOST_AT_ONCE, ProgressNotice
from bot.channels.telegram.sending.sender import Sender
from bot.channels.telegram.sending.sent_messages import SentMessages
from bot.errors import ChannelError
from bot.i18n.languages import spoken
from bot.i18n.translator import translate, using_language
from bot.messages import Handler, Reply, conversation_of
from bot.replies.errors import slow_down
from bot.runtime.shutdown import Stopping
from bot.runtime.tracing import request, stage
from bot.settings import TelegramSettings
from bot.storage.inbox import Inbox

logger = logging.getLogger(__name__)

_SEND_LIMIT_S = sum(PATIENTLY)
_TELL_LIMIT_S = 30
_UPDATE_EVERY_S = 3.0


class TelegramChannel:
    """`async with` starts the bot; on the way out it takes no more updates and finishes the answers in work.

    Chats are answered side by side, the messages of one chat in their order.  What asks something is in the `inbox`
    from before Telegram hears that it has arrived until it is answered: what waits at the end, or when the bot is
    killed, is answered at the next start.  Nothing that Telegram kept while the bot was away is dropped.
    Without `sent_messages` an answer that changes is sent anew, and without `file_ids` its pictures are uploaded again.

    `pause` waits for seconds, for album parts and retries; `now` are seconds since 1970, and `clock` never jumps.

    Raises `ChannelError` at the start where Telegram refuses the token or the webhook, or cannot be reached.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        handle: Handler,
        pictures: PictureSource,
        inbox: Inbox,
        limits: Limits = UNLIMITED,
        sent_messages: SentMessages | None = None,
        file_ids: FileIds | None = None,
        *,
        stopping: Stopping | None = None,
        pause: Pause = asyncio.sleep,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._handle = handle
        self._pictures = Pictures(pictures, file_ids)
        self._inbox = inbox
        self._limits = limits
        self._sent_messages = sent_messages
        self._stopping = stopping or Stopping()
        self._pause = pause
        self._now = now
        self._groups = GroupBudget(pause, now)
        self._clock = clock
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        token = self._settings.token.get_secret_value().strip()
        if not token:
            raise ChannelError(f"There is no Telegram token: set {TOKEN_SETTING} to the one from @BotFather.")
        async with AsyncExitStack() as starting:
            starting.enter_context(quiet_vendor_logs(token))
            self._bot = build_bot(token, self._settings, self._groups)
            starting.push_async_callback(self._bot.shutdown)
            await introduce(self._bot, self._settings)
            await starting.enter_async_context(menu(self._bot, self._settings.admin_ids, self._pause))
            self._begin()
            starting.push_async_callback(self._finish)
            await self._open_intake(starting)
            # Only now, so that the rest of an album that a crash has torn comes in time.
            self._inbox_worker.catch_up()
            self._running = starting.pop_all()
        logger.info("Telegram: answering as @%s.", self._bot.username)
        if not self._bot.bot.supports_inline_queries:
            logger.info("Telegram: inline mode is off; /setinline at @BotFather turns it on.")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.begin()
        await self._running.aclose()

    @property
    def load(self) -> ChannelLoad:
        load = self._inbox_worker.load
        refused = load.refused + self._refused + self._inline.refused
        return replace(load, refused=refused, undelivered=self._undelivered, unreadable=self._reader.unreadable)

    @property
    def trouble(self) -> str:
        """Why nothing comes in from Telegram, for an operator; "" where all is well."""
        return self._updates.trouble

    async def tell(self, chat_id: int, text: str) -> bool:
        """Write to somebody unasked; whether Telegram took it."""
        try:
            async with asyncio.timeout(_TELL_LIMIT_S):
                await with_retries(partial(self._bot.send_message, chat_id, text), self._pause)
        except (TelegramError, TimeoutError) as error:
            logger.warning("Chat %s could not be told something: %r", chat_id, error)
            return False
        return True

    def _begin(self) -> None:
        self._sender = Sender(self._bot, self._pictures, self._sent_messages, self._groups, self._pause)
        self._reader = UpdateReader(self._bot, self._limits, self._settings.admin_ids, self.tell, self._pause)
        self._inbox_worker = InboxWorker(
            self._bot,
            self._inbox,
            self._answer,
            self._deliver,
            self._reader.read,
            self._reader.skip,
            self._pause,
            drop_stale=self._settings.stale == "drop",
            now=self._now,
        )
        self._inline = InlineQueries(self._bot, self._handle, self._pictures, self._limits)
        self._lines = asyncio.Semaphore(MOST_AT_ONCE)
        self._following: set[asyncio.Task[None]] = set()
        self._refused = self._undelivered = 0

    async def _open_intake(self, starting: AsyncExitStack) -> None:
        self._updates: UpdateSource = (
            Webhook(self._bot, self._receive, self._settings)
            if self._settings.webhook_url
            else Polling(self._bot, self._receive, self._pause, self._clock)
        )
        problem = ""
        try:
            await starting.enter_async_context(self._updates)
        except TelegramError as error:
            problem = unreachable(self._settings, error)
        if problem:
            raise ChannelError(problem)

    async def _receive(self, raw: Sequence[object]) -> None:
        updates = [update for one in raw if (update := self._reader.read(one)) is not None]
        for update in updates:
            if update.inline_query is not None:
                self._inline.take(update.inline_query)
        await self._inbox_worker.receive(updates)

    async def _finish(self) -> None:
        """Let what is in work be answered, for a bounded time."""
        await self._inline.close(self._stopping.answering_s)
        try:
            async with asyncio.timeout(self._stopping.answering_s):
                await self._inbox_worker.finish()
                await asyncio.gather(*self._following, return_exceptions=True)
        except TimeoutError:
            logger.warning("Stopping without having answered everything that was in work.")
        if self._following:
            for task in self._following:
                task.cancel()
            await asyncio.wait(self._following, timeout=self._stopping.closing_s)
        await self._inbox_worker.close(self._stopping.closing_s)
        await self._reader.close(self._stopping.closing_s)

    async def _answer(self, updates: Sequence[Update], target: Target) -> None:
        asked = read_question(self._bot, updates, self._pause)
        if refusal := self._limits.refuses(asked, conversation_of(asked)):
            self._refused += 1
            if refusal.first:
                await self._deliver(slow_down(refusal.wait_s), target)
            return
        spoken_in = spoken(asked.locale)

        def note_language(code: str) -> None:
            nonlocal spoken_in
            spoken_in = code

        def takes_longer() -> str:
            with using_language(spoken_in):
                return translate("takes-longer")

        with request(CHANNEL):
            waiting = ProgressNotice(self._bot, target, takes_longer, self._pause, self._lines)
            try:
                async with waiting, chat_action(self._bot, target, ChatAction.TYPING, self._pause):
                    photos, missing = await download_photos(self._bot, messages_of(updates), self._pause)
                    asked = replace(asked, photos=photos, missing_photo=missing, on_language=note_language)
                    reply = await self._handle(asked)
                with stage("reply"):
                    shown = await self._deliver(reply, target)
            finally:
                await waiting.take_away()
        if reply.updates is not None:
            task = asyncio.create_task(self._follow(reply.updates, target, shown), name=f"telegram {target.chat_id}")
            self._following.add(task)
            task.add_done_callback(self._following.discard)

    async def _follow(self, updates: AsyncIterator[Reply], target: Target, shown: int | None) -> None:
        """Show what comes after an answer, beside the chat's other messages and at a pace that Telegram likes.

        Progress takes half of a group's room at most.
        """
        target = Target(target.chat_id, target.thread_id)
        async for reply in updates:
            if reply.replaces and self._groups.room(target.chat_id) <= PER_MINUTE // 2:
                await self._pause(_UPDATE_EVERY_S)
                continue
            if shown is not None and not reply.replaces:
                await self._end(shown, target)
            shown = await self._deliver(reply, target, shown if reply.replaces else None)
            if reply.replaces:
                await self._pause(_UPDATE_EVERY_S)

    async def _end(self, shown: int, target: Target) -> None:
        """What a message showed is over: nobody is to tap its buttons any more."""
        try:
            await self._sender.take_buttons(shown, target)
        except TelegramError as error:
            logger.debug("The buttons of a message in chat %s were not taken away: %s", target.chat_id, error)

    async def _deliver(self, reply: Reply, target: Target, instead_of: int | None = None) -> int | None:
        """The id of the message with the words, if there is one that can be edited."""
        action = ChatAction.UPLOAD_PHOTO if reply.cards else ChatAction.TYPING
        try:
            async with asyncio.timeout(_SEND_LIMIT_S):
                if instead_of is not None:
                    await self._sender.edit(instead_of, reply, target)
                    return instead_of
                async with chat_action(self._bot, target, action, self._pause):
                    return await self._sender.send(reply, target)
        except Forbidden as error:
            logger.info("Chat %s does not want messages, its answer is dropped: %s", target.chat_id, error)
        except (TelegramError, TimeoutError) as error:
            self._undelivered += 1
            logger.warning("The answer to chat %s could not be sent: %r", target.chat_id, error)
        return instead_of
