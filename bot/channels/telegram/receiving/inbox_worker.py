"""What people ask: written down first, lined up in the order of each chat, and marked once it is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from telegram import Bot, CallbackQuery, Update
from telegram.error import BadRequest, TelegramError

from bot.channels.base import ChannelLoad
from bot.channels.telegram.calls import Pause, Target, with_retries
from bot.channels.telegram.chat_queue import Job, PerChatQueue
from bot.channels.telegram.decoding import decode_update
from bot.channels.telegram.receiving.incoming import (
    AlbumKey,
    Albums,
    is_asked,
    is_question,
    locale_of,
    sender_of,
    target_of,
)
from bot.i18n.languages import spoken
from bot.i18n.translator import language, translate, using_language
from bot.messages import Reply
from bot.storage.inbox import Inbox, Letter

logger = logging.getLogger(__name__)

Answer = Callable[[Sequence[Update], Target], Awaitable[object]]
"""Answers one question, which may have come in parts."""

Say = Callable[[Reply, Target], Awaitable[object]]

Read = Callable[[object], Update | None]
"""JSON → an update; None for one that cannot be read, which is seen to."""

Skip = Callable[[Update, Exception], None]
"""Sees to an update that can be read and not be worked with."""

# Who waited longer than this for a bot that was down has gone on to other things.
_STALE_S = 600.0
_MAX_WAITING_QUESTIONS = 500
_MAX_WAITING_IN_A_CHAT = 20
_MAX_WORKING = 32
_MAX_UNACKNOWLEDGED_TAPS = 64


class InboxWorker:
    """Chats are answered side by side, the questions of one chat in their order.

    A question is in the `inbox` before `receive` returns, and until it is answered.  `catch_up` lines up what an
    earlier run has left there; until then nothing new is.  What is stale then is apologised for, once a chat, or, with
    `drop_stale`, dropped.
    """

    def __init__(
        self,
        bot: Bot,
        inbox: Inbox,
        answer: Answer,
        say: Say,
        read: Read,
        skip: Skip,
        pause: Pause,
        *,
        drop_stale: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._answer = answer
        self._say = say
        self._read = read
        self._skip = skip
        self._pause = pause
        self._drop_stale = drop_stale
        self._now = now
        self._albums = Albums(pause)
        self._chats = PerChatQueue(
            max_waiting=_MAX_WAITING_QUESTIONS, max_per_chat=_MAX_WAITING_IN_A_CHAT, max_working=_MAX_WORKING
        )
        # Taps are acknowledged at once, also while their chat waits for an earlier answer.
        self._taps = PerChatQueue(
            max_waiting=_MAX_UNACKNOWLEDGED_TAPS, max_per_chat=1, max_working=_MAX_UNACKNOWLEDGED_TAPS
        )
        # What is stale, by chat, until its apology is lined up.
        self._stale: dict[int, list[Update]] = {}
        self._refused = self._left = 0
        self._caught_up = asyncio.Event()
        self._catching_up: asyncio.Task[None] | None = None

    @property
    def load(self) -> ChannelLoad:
        """How many chats wait for how many answers, and how many questions were left out."""
        return ChannelLoad(self._chats.open_chats, self._chats.jobs, self._refused)

    def catch_up(self) -> None:
        """Begin with what is left from an earlier run."""
        self._catching_up = asyncio.create_task(self._line_up_left_over(), name="telegram catching up")

    async def receive(self, updates: Sequence[Update]) -> None:
        """Write down what asks something, then line it up."""
        questions: list[Update] = []
        letters: list[Letter] = []
        for update in updates:
            try:
                if is_question(update, self._bot.bot):
                    letters.append(Letter(update.update_id, update.to_json(), sender_of(update)))
                    questions.append(update)
            except Exception as error:
                self._skip(update, error)
        new = await self._inbox.keep(letters)
        await self._caught_up.wait()
        await self._line_up([update for update in questions if update.update_id in new])

    async def finish(self) -> None:
        """Wait until what is in work is answered; what waits is left for the next start, if it is safe in the inbox."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            await asyncio.wait([self._catching_up])
        if self._inbox.holds_everything:
            self._left = self._chats.clear()
        await self._taps.join()
        await self._chats.join()

    async def close(self, within_s: float) -> None:
        """Give up what is not answered by now."""
        (_, left) = await asyncio.gather(self._taps.close(within_s), self._chats.close(within_s))
        self._left += left
        if self._left:
            logger.warning("%d messages wait in the inbox; the next start answers them.", self._left)

    async def _line_up_left_over(self) -> None:
        fresh: list[Update] = []
        try:
            for letter in self._inbox.left_over:
                try:
                    update = self._read(decode_update(letter.content))
                    is_stale = letter.at < self._now() - _STALE_S
                except Exception:
                    logger.exception("A message left from the last run cannot be read and is dropped.")
                    update = None
                if update is None:
                    self._inbox.answered(letter.number)
                    continue
                target = target_of(update)
                if target is None or not is_stale:
                    fresh.append(update)
                else:
                    self._stale.setdefault(target.chat_id, []).append(update)
                # There may be thousands.
                await asyncio.sleep(0)
            if left_over := len(self._inbox.left_over):
                logger.info("Telegram: %d messages were left unanswered by the last run.", left_over)
            self._tell_of_stale()
            await self._line_up(fresh)
        finally:
            self._caught_up.set()
        await self._regret_all()

    def _tell_of_stale(self) -> None:
        if not self._stale:
            return
        count = sum(map(len, self._stale.values()))
        waited = f"{count} messages in {len(self._stale)} chats waited longer than {_STALE_S / 60:.0f} minutes"
        if self._drop_stale:
            logger.warning("Telegram: %s and are dropped, as SHOPLENS_TELEGRAM__STALE says.", waited)
            for updates in self._stale.values():
                self._mark(updates)
            self._stale.clear()
        else:
            logger.warning("Telegram: %s; each chat is asked to send them again.", waited)

    async def _regret_all(self) -> None:
        """One chat after another, so that thousands of apologies leave room for those who write now."""
        while self._stale:
            chat_id = next(iter(self._stale))
            said = asyncio.Event()
            if await self._chats.put(chat_id, partial(self._regret, self._stale.pop(chat_id), said)):
                await said.wait()

    async def _line_up(self, updates: Sequence[Update]) -> None:
        for update in updates:
            try:
                await self._take(update)
            except Exception as error:
                self._skip(update, error)
                self._mark([update])

    async def _take(self, update: Update) -> None:
        message, query = update.message, update.callback_query
        if query is not None:
            await self._taps.put(query.id, partial(self._acknowledge, query))
        if message is None or not message.media_group_id:
            await self._queue([update], partial(self._work, [update]))
            return
        key = (message.chat.id, message.media_group_id)
        if self._albums.add(key, update) and not await self._queue([update], partial(self._work_on_album, key)):
            self._mark(self._albums.discard(key))

    async def _queue(self, updates: Sequence[Update], job: Job) -> bool:
        """Line up behind the chat's earlier questions; where there are too many, say so, once."""
        target = target_of(updates[0])
        if target is None:
            self._mark(updates)
            return True
        if late := self._stale.pop(target.chat_id, None):
            await self._chats.put(target.chat_id, partial(self._regret, late))
        if await self._chats.put(target.chat_id, job):
            return True
        self._refused += 1
        logger.warning("Chat %s sends faster than it is answered; a message is left out.", target.chat_id)
        await self._chats.put(target.chat_id, partial(self._say, Reply(translate("still-working")), target), beyond=1)
        self._mark(updates)
        return False

    async def _work_on_album(self, key: AlbumKey) -> None:
        await self._work(await self._albums.collect(key))

    async def _work(self, updates: Sequence[Update]) -> None:
        target = target_of(updates[0])
        try:
            if target is not None and is_asked(updates, self._bot.bot):
                await self._answer(updates, target)
        except Exception:
            # It would go wrong again at the next start.
            self._mark(updates)
            if target is not None:
                with using_language(spoken(locale_of(updates[0])) or language()):
                    await self._say(Reply(translate("failed-unknown")), target)
            raise
        self._mark(updates)

    async def _regret(self, updates: Sequence[Update], said: asyncio.Event | None = None) -> None:
        """Say once to a chat that its questions have waited too long."""
        asked = [update for update in updates if is_asked([update], self._bot.bot)]
        try:
            if asked and (target := target_of(asked[-1])) is not None:
                await self._say(Reply(translate("was-away")), target)
            self._mark(updates)
        finally:
            if said is not None:
                said.set()

    async def _acknowledge(self, query: CallbackQuery) -> None:
        try:
            await with_retries(query.answer, self._pause)
        except BadRequest as error:
            # Too old: the tap was made while the bot was away.  The choice is answered all the same.
            logger.debug("A tap could not be acknowledged: %s", error)
        except TelegramError as error:
            logger.warning("A tap could not be acknowledged: %s", error)

    def _mark(self, updates: Sequence[Update]) -> None:
        self._inbox.answered(*(update.update_id for update in updates))
