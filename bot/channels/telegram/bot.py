"""The library's bot object, set up: addresses, time limits, connections, rate limits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from aiolimiter import AsyncLimiter
from telegram import Bot
from telegram.constants import FloodLimit
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest, RequestData

from bot.channels.telegram.decoding import decode_answer
from bot.channels.telegram.responses import OddResponse, in_order, is_bot
from bot.channels.telegram.sending.group_limits import GroupBudget
from bot.errors import ChannelError
from bot.settings import TelegramSettings

TOKEN_SETTING = "SHOPLENS_TELEGRAM__TOKEN"  # noqa: S105 - the setting's name
URL_SETTING = "SHOPLENS_TELEGRAM__BASE_URL"

_Result = bool | dict[str, Any] | list[dict[str, Any]]

_REQUEST_TIMEOUT_S = 20.0
_MAX_CONNECTIONS = 64
# Asked again that often after "too many requests", each time after the wait that Telegram names.
_MAX_FLOOD_RETRIES = 3
_FLOOD_MARGIN_S = 0.1


class _Requests(HTTPXRequest):
    """Whatever server responds, the library reads what it expects or hears `OddResponse`, and quotes nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **options: Any
    ) -> tuple[int, bytes]:
        status, payload = await super().do_request(url, method, request_data, *args, **options)
        if method == "GET" and status == HTTPStatus.OK:
            return status, payload  # a file
        return in_order(url.rpartition("/")[2], request_data.parameters if request_data else {}, status, payload)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = decode_answer(payload.decode("utf-8", "replace"))
        if not isinstance(answer, dict):
            raise OddResponse
        return answer


class _WholeRequests(_Requests):
    """Whoever is cancelled leaves, and the request ends by itself, within its time limits.

    httpcore 1.0.9 loses a connection for good where a request is cancelled just after it was opened; with all of them
    lost nothing can be sent any more.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._under_way: set[asyncio.Task[tuple[int, bytes]]] = set()

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        task = asyncio.create_task(super().do_request(*args, **options))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def shutdown(self) -> None:
        # The connections go as well, so that none can be lost.
        if self._under_way:
            for task in self._under_way:
                task.cancel()
            await asyncio.wait(self._under_way)
        await super().shutdown()


class _RateLimiter(BaseRateLimiter[int]):
    """Keeps Telegram's limits: so many messages a second in all, and in a group what `GroupBudget` lets through.

    Whoever is told "too many requests" waits alone: the library's own limiter would hold up all chats for one that is
    flooded.  Chat actions pass, which are no messages, and so does what is told about the bot, whose waits may be
    hours and are its own.
    """

    def __init__(self, groups: GroupBudget) -> None:
        self._groups = groups
        self._a_second = AsyncLimiter(FloodLimit.MESSAGES_PER_SECOND, 1)

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Result:
        if endpoint == "sendChatAction" or endpoint.startswith("setMy"):
            return await callback(*args, **kwargs)
        chat_id = data.get("chat_id")
        if isinstance(chat_id, int) and endpoint.startswith(("send", "editMessage")):
            await self._groups.spend(chat_id, len(data["media"]) if endpoint == "sendMediaGroup" else 1)
        request = partial(callback, *args, **kwargs)
        for _ in range(_MAX_FLOOD_RETRIES):
            try:
                return await self._paced(request, to_a_chat=chat_id is not None)
            except RetryAfter as flood:
                wait = flood.retry_after
                await asyncio.sleep((wait.total_seconds() if isinstance(wait, timedelta) else wait) + _FLOOD_MARGIN_S)
        return await self._paced(request, to_a_chat=chat_id is not None)

    async def _paced(self, request: Callable[[], Awaitable[_Result]], *, to_a_chat: bool) -> _Result:
        if to_a_chat:
            await self._a_second.acquire()
        return await request()


def build_bot(token: str, settings: TelegramSettings, groups: GroupBudget | None = None) -> ExtBot[int]:
    """A bot that is not yet initialized."""

    def request(kind: type[HTTPXRequest], connections: int) -> HTTPXRequest:
        return kind(
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
        request=request(_WholeRequests, _MAX_CONNECTIONS),
        # A long poll is cancelled at the end only.
        get_updates_request=request(_Requests, 1),
        rate_limiter=_RateLimiter(groups or GroupBudget()),
    )


async def introduce(bot: Bot, settings: TelegramSettings) -> None:
    """Initialize it, which tells whether the token is right.  Raises `ChannelError`."""
    problem = ""
    try:
        await bot.initialize()
        if not is_bot(bot.bot):
            raise OddResponse
    except InvalidToken:
        problem = f"Telegram refused the token: copy all of it once more from @BotFather ({TOKEN_SETTING})."
    except TelegramError as error:
        problem = unreachable(settings, error)
    except Exception:  # what the library stumbles over where the answer is not of the Bot API
        problem = unreachable(settings, OddResponse())
    if problem:
        # Raised here and not above: the library's error, which would come along as the context, holds the token.
        raise ChannelError(problem)


async def fetch_updates(
    bot: Bot, offset: int, wanted: Sequence[str], timeout_s: int, limit: int | None = None
) -> list[object]:
    """What has come in, as JSON; an update that is none as text.  Raises `telegram.error.TelegramError`."""
    updates: list[object] = await bot.do_api_request(
        # Written like this because the library warns of names that it has a method for, and that one reads them all.
        "get_Updates",
        {"offset": offset, "timeout": timeout_s, "limit": limit, "allowed_updates": list(wanted)},
        read_timeout=timeout_s + _REQUEST_TIMEOUT_S,
    )
    return updates


def unreachable(settings: TelegramSettings, error: TelegramError) -> str:
    """One sentence for the operator: the Bot API cannot be used."""
    host = urlsplit(settings.base_url).hostname or settings.base_url
    if isinstance(error, OddResponse):
        return f"What answers at {host} does not speak the Bot API: check {URL_SETTING}."
    cause = "did not answer" if isinstance(error, NetworkError) else f"answered {type(error).__name__}"
    return f"The Telegram Bot API at {host} {cause}: check the network and {TOKEN_SETTING}."
