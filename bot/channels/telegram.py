"""The Telegram bot: takes updates by long polling, brings them to the assistant, sends its replies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import AIORateLimiter, ExtBot, Updater
from telegram.request import HTTPXRequest

from bot.channels.base import ChannelLoad, Handler, PictureSource
from bot.channels.telegram_calls import Pause, Target, chat_action, quiet_vendor_logs, with_retries
from bot.channels.telegram_lanes import Lanes
from bot.channels.telegram_menu import menu
from bot.channels.telegram_receive import (
    CHANNEL,
    AlbumKey,
    Albums,
    download_photos,
    is_album_for_bot,
    is_for_bot,
    read_messages,
    read_tap,
    target_of,
)
from bot.channels.telegram_send import Sender
from bot.conversations import conversation_of
from bot.errors import ChannelError
from bot.limits import UNLIMITED, Limits
from bot.messages import IncomingMessage, Reply
from bot.replies import slow_down
from bot.say import say
from bot.settings import TelegramSettings
from bot.trace import request, stage

logger = logging.getLogger(__name__)

_TOKEN_SETTING = "SHOPLENS_TELEGRAM__TOKEN"  # noqa: S105 - the setting's name
_Result = bool | dict[str, Any] | list[dict[str, Any]]

_POLL_S = 25
_REQUEST_TIMEOUT_S = 20.0
_MAX_CONNECTIONS = 64
# Asked again that often after "too many requests", each time after the wait that Telegram names.
_MAX_FLOOD_RETRIES = 3
_MAX_FETCHED_UPDATES = 100
_MAX_WAITING_QUESTIONS = 500
_MAX_WAITING_IN_A_CHAT = 20
_MAX_WORKING = 32
_MAX_UNACKNOWLEDGED_TAPS = 64
_SEND_LIMIT_S = 180
_TELL_LIMIT_S = 30
_UPDATE_EVERY_S = 3.0
_STOP_WAIT_S = 10


class TelegramChannel:
    """`async with` starts the bot; on the way out it takes no more updates and answers those it took.

    Chats are answered side by side, the messages of one chat in their order.  Nothing that Telegram
    kept while the bot was away is dropped.  `pause` waits for seconds, for album parts and retries.

    Raises `ChannelError` at the start where Telegram refuses the token or cannot be reached.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        handle: Handler,
        pictures: PictureSource,
        limits: Limits = UNLIMITED,
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._handle = handle
        self._pictures = pictures
        self._limits = limits
        self._pause = pause
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        token = self._settings.token.get_secret_value().strip()
        if not token:
            raise ChannelError(f"There is no Telegram token: set {_TOKEN_SETTING} to the one from @BotFather.")
        async with AsyncExitStack() as starting:
            starting.enter_context(quiet_vendor_logs(token))
            self._bot = _build_bot(token, self._settings)
            starting.push_async_callback(self._bot.shutdown)
            await self._check_token()
            await starting.enter_async_context(menu(self._bot, self._settings.admin_ids))
            self._begin()
            starting.push_async_callback(self._finish)
            await self._start_polling()
            starting.push_async_callback(self._stop_polling)
            self._running = starting.pop_all()
        logger.info("Telegram: answering as @%s.", self._bot.username)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.aclose()

    @property
    def load(self) -> ChannelLoad:
        return ChannelLoad(self._questions.open_lanes, self._questions.jobs, self._refused)

    async def tell(self, chat_id: int, text: str) -> bool:
        """Write to somebody unasked; whether Telegram took it."""
        try:
            async with asyncio.timeout(_TELL_LIMIT_S):
                await with_retries(partial(self._bot.send_message, chat_id, text), self._pause)
        except (TelegramError, TimeoutError) as error:
            logger.warning("Chat %s could not be told something: %r", chat_id, error)
            return False
        return True

    async def _check_token(self) -> None:
        problem = ""
        try:
            await self._bot.initialize()
        except InvalidToken:
            problem = f"Telegram refused the token: set {_TOKEN_SETTING} to the one from @BotFather."
        except TelegramError as error:
            problem = _unreachable(self._settings, error)
        if problem:
            # Raised here and not above: the library's error, which would come along as the context, holds the token.
            raise ChannelError(problem)

    def _begin(self) -> None:
        self._updates: asyncio.Queue[object] = asyncio.Queue(_MAX_FETCHED_UPDATES)
        self._updater = Updater(self._bot, self._updates)
        self._sender = Sender(self._bot, self._pictures, self._pause)
        self._albums = Albums(self._pause)
        self._questions = Lanes(
            max_waiting=_MAX_WAITING_QUESTIONS, max_per_lane=_MAX_WAITING_IN_A_CHAT, max_working=_MAX_WORKING
        )
        # Taps are acknowledged at once, also while their chat waits for an earlier answer.
        self._refused = 0
        self._taps = Lanes(max_waiting=_MAX_UNACKNOWLEDGED_TAPS, max_per_lane=1, max_working=_MAX_UNACKNOWLEDGED_TAPS)
        self._following: set[asyncio.Task[None]] = set()
        self._taking = asyncio.create_task(self._take_updates(), name="telegram updates")

    async def _start_polling(self) -> None:
        problem = ""
        try:
            await self._updater.initialize()
            await self._updater.start_polling(
                timeout=_POLL_S,
                allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY],
                drop_pending_updates=False,
                error_callback=_log_polling_error,
            )
        except TelegramError as error:
            problem = _unreachable(self._settings, error)
        if problem:
            raise ChannelError(problem)

    async def _stop_polling(self) -> None:
        try:
            async with asyncio.timeout(_STOP_WAIT_S):
                await self._updater.stop()
        except (TelegramError, TimeoutError) as error:
            logger.warning("Polling Telegram did not end cleanly: %r", error)

    async def _finish(self) -> None:
        """Answer what was taken, for a bounded time, and give up the rest."""
        try:
            async with asyncio.timeout(_STOP_WAIT_S):
                await self._updates.put(None)
                await self._taking
                await self._taps.join()
                await self._questions.join()
                await asyncio.gather(*self._following, return_exceptions=True)
        except TimeoutError:
            logger.warning("Stopping without having answered everything.")
        for task in (self._taking, *self._following):
            task.cancel()
        await asyncio.wait([self._taking, *self._following])
        await self._taps.close()
        if given_up := await self._questions.close():
            logger.warning("%d messages stay unanswered.", given_up)

    async def _take_updates(self) -> None:
        while (update := await self._updates.get()) is not None:
            try:
                if isinstance(update, Update):
                    await self._take(update)
            except Exception:
                logger.exception("An update could not be read and is skipped.")

    async def _take(self, update: Update) -> None:
        if query := update.callback_query:
            await self._taps.put(query.id, partial(self._acknowledge, query))
            if tap := read_tap(query):
                await self._queue(tap[1], partial(self._answer, *tap))
        elif message := update.message:
            target = target_of(message)
            if message.media_group_id:
                key = (message.chat.id, message.media_group_id)
                if self._albums.add(key, message) and not await self._queue(target, partial(self._answer_album, key)):
                    self._albums.discard(key)
            elif is_for_bot(message, self._bot.bot):
                await self._queue(target, partial(self._answer, [message], target))

    async def _queue(self, target: Target, job: partial[Coroutine[Any, Any, None]]) -> bool:
        """Line up behind the chat's earlier messages; where there are too many, say so, once."""
        if await self._questions.put(target.chat_id, job):
            return True
        self._refused += 1
        logger.warning("Chat %s sends faster than it is answered; a message is left out.", target.chat_id)
        await self._questions.put(target.chat_id, partial(self._deliver, Reply(say("still-working")), target), beyond=1)
        return False

    async def _acknowledge(self, query: CallbackQuery) -> None:
        try:
            await with_retries(query.answer, self._pause)
        except BadRequest as error:
            # Too old: the tap was made while the bot was away.  The choice is answered all the same.
            logger.debug("A tap could not be acknowledged: %s", error)
        except TelegramError as error:
            logger.warning("A tap could not be acknowledged: %s", error)

    async def _answer_album(self, key: AlbumKey) -> None:
        parts = await self._albums.collect(key)
        if is_album_for_bot(parts, self._bot.bot):
            await self._answer(parts, target_of(parts[0]))

    async def _answer(self, question: IncomingMessage | list[Message], target: Target) -> None:
        parts = [] if isinstance(question, IncomingMessage) else question
        asked = question if isinstance(question, IncomingMessage) else read_messages(self._bot, parts, self._pause)
        if refusal := self._limits.refuses(asked, conversation_of(asked)):
            self._refused += 1
            if refusal.first:
                await self._deliver(slow_down(refusal.wait_s), target)
            return
        with request(CHANNEL):
            async with chat_action(self._bot, target, ChatAction.TYPING, self._pause):
                photos = await download_photos(self._bot, parts, self._pause)
                reply = await self._handle(replace(asked, photos=photos))
            with stage("reply"):
                shown = await self._deliver(reply, target)
        if reply.updates is not None:
            task = asyncio.create_task(self._follow(reply.updates, target, shown), name=f"telegram {target.chat_id}")
            self._following.add(task)
            task.add_done_callback(self._following.discard)

    async def _follow(self, updates: AsyncIterator[Reply], target: Target, shown: int | None) -> None:
        """Show what comes after an answer, beside the chat's other messages and at a pace that Telegram likes."""
        target = Target(target.chat_id, target.thread_id)
        async for reply in updates:
            shown = await self._deliver(reply, target, shown if reply.replaces else None)
            if reply.replaces:
                await self._pause(_UPDATE_EVERY_S)

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
            logger.warning("The answer to chat %s could not be sent: %r", target.chat_id, error)
        return instead_of


class _RateLimiter(AIORateLimiter):
    """Lets chat actions pass: they are no messages, and would use up most of a group's 20 a minute."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Result:
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)


def _build_bot(token: str, settings: TelegramSettings) -> ExtBot[int]:
    def request(connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections,
            read_timeout=_REQUEST_TIMEOUT_S,
            write_timeout=_REQUEST_TIMEOUT_S,
            media_write_timeout=_REQUEST_TIMEOUT_S,
            connect_timeout=_REQUEST_TIMEOUT_S / 2,
            pool_timeout=_REQUEST_TIMEOUT_S,
        )

    return ExtBot(
        token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=request(_MAX_CONNECTIONS),
        get_updates_request=request(1),
        rate_limiter=_RateLimiter(max_retries=_MAX_FLOOD_RETRIES),
    )


def _unreachable(settings: TelegramSettings, error: TelegramError) -> str:
    host = urlsplit(settings.base_url).hostname or settings.base_url
    cause = "did not answer" if isinstance(error, NetworkError) else f"answered {type(error).__name__}"
    return f"The Telegram Bot API at {host} {cause}: check the network and {_TOKEN_SETTING}."


def _log_polling_error(error: TelegramError) -> None:
    """One line; the library waits longer each time and goes on."""
    logger.warning("Fetching updates from Telegram failed, trying again: %s", error)
