"""Calls to the Bot API: retried within bounds, with the chat told that work goes on, and never logging the token."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import httpx
from telegram import Bot, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.responses import OddResponse
from bot.runtime.redaction import redacted

logger = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[object]]
"""Waits for so many seconds; `asyncio.sleep` outside of tests."""

T = TypeVar("T")

# A chat action is shown for 5 s.
_RENEW_ACTION_S = 4.5
_QUICKLY: Final = (0.5, 2.0)
PATIENTLY: Final = (*_QUICKLY, 5.0, 10.0, 20.0, *18 * (30.0,))
"""Waits between tries, in seconds: ten minutes in all, after which nobody waits for an answer any more."""

_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes: a chat, perhaps a topic of it, perhaps under the message that asked.

    `tapped` is the message whose button asked, as it was at the tap.
    """

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    tapped: Message | None = None

    @property
    def reply_parameters(self) -> ReplyParameters | None:
        """For the first request of an answer; a question deleted meanwhile does not matter."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


async def with_retries(call: Callable[[], Awaitable[T]], pause: Pause, waits_s: Sequence[float] = _QUICKLY) -> T:
    """The outcome of `call`, tried again after a network failure, a fault of the server, or too many requests.

    A request that got no answer may have arrived: an answer that comes twice is better than none, but such a one is
    tried three times at most.
    """
    in_doubt = 0
    for wait_s in waits_s:
        try:
            return await call()
        except BadRequest:
            raise
        except (NetworkError, RetryAfter) as error:
            in_doubt += _may_have_arrived(error)
            if in_doubt > len(_QUICKLY):
                raise
            logger.info("Telegram did not take a request (%s), trying again in %.1f s.", error, wait_s)
            await pause(wait_s)
    return await call()


def _may_have_arrived(error: TelegramError) -> bool:
    cause = error.__cause__
    return isinstance(error, OddResponse) or (isinstance(cause, httpx.HTTPError) and not isinstance(cause, _NOT_SENT))


def outline(error: BaseException) -> str:
    """What may be logged of any error: its class and cause, and the place; its message may quote what people wrote."""
    cause = f" ({type(error.__cause__).__name__})" if error.__cause__ is not None else ""
    where = ""
    if not isinstance(error, TelegramError | TimeoutError) and (frames := traceback.extract_tb(error.__traceback__)):
        where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
    return f"{type(error).__name__}{cause}{where}"


@contextlib.asynccontextmanager
async def chat_action(bot: Bot, target: Target, action: ChatAction, pause: Pause) -> AsyncIterator[None]:
    """Show `action` ("typing") in the chat from now until the block ends."""

    async def renew() -> None:
        while True:
            try:
                await bot.send_chat_action(target.chat_id, action, message_thread_id=target.thread_id)
            except TelegramError as error:
                logger.debug("Chat %s was not shown %s: %s", target.chat_id, action, error)
            await pause(_RENEW_ACTION_S)

    task = asyncio.create_task(renew(), name=f"telegram chat action {target.chat_id}")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


@contextlib.contextmanager
def quiet_vendor_logs(token: str) -> Iterator[None]:
    """Keep the bot's token and people's words out of the log while the block runs.

    httpx logs each request's address, which holds the token, and the library's own messages and tracebacks can
    hold it too.  At level DEBUG the library logs each request and what came back.
    """
    vendors = [logging.getLogger(name) for name in ("httpx", "httpcore", "telegram")]
    levels = [vendor.level for vendor in vendors]
    for vendor in vendors:
        vendor.setLevel(logging.WARNING)
    try:
        # The part before the colon is the bot's public id.
        with redacted([token.rpartition(":")[2]]):
            yield
    finally:
        for vendor, level in zip(vendors, levels, strict=True):
            vendor.setLevel(level)
