"""The library's bot object, set up: addresses, time limits, connections, rate limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from telegram.error import NetworkError, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram_groups import GroupBudget
from bot.settings import TelegramSettings

TOKEN_SETTING = "SHOPLENS_TELEGRAM__TOKEN"  # noqa: S105 - the setting's name

_Result = bool | dict[str, Any] | list[dict[str, Any]]

_REQUEST_TIMEOUT_S = 20.0
_MAX_CONNECTIONS = 64
# Asked again that often after "too many requests", each time after the wait that Telegram names.
_MAX_FLOOD_RETRIES = 3


class _WholeRequests(HTTPXRequest):
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


class _RateLimiter(AIORateLimiter):
    """Counts what a group gets as Telegram does, by pictures and not by requests, see `GroupBudget`.

    Chat actions pass, which are no messages, and so does what is told about the bot: it takes any wait upon itself,
    since a wait here, which Telegram may make an hour there, holds up all answers.
    """

    def __init__(self, groups: GroupBudget, max_retries: int) -> None:
        super().__init__(group_max_rate=0, max_retries=max_retries)
        self._groups = groups

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
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)


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
        get_updates_request=request(HTTPXRequest, 1),
        rate_limiter=_RateLimiter(groups=groups or GroupBudget(), max_retries=_MAX_FLOOD_RETRIES),
    )


def unreachable(settings: TelegramSettings, error: TelegramError) -> str:
    """One sentence for the operator: the Bot API cannot be used."""
    host = urlsplit(settings.base_url).hostname or settings.base_url
    cause = "did not answer" if isinstance(error, NetworkError) else f"answered {type(error).__name__}"
    return f"The Telegram Bot API at {host} {cause}: check the network and {TOKEN_SETTING}."
