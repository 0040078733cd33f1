"""How updates come in: asked for (long polling), or posted to us (webhook).

Telegram hears that an update has arrived when the next question for updates names a later one, or by the 200 of a
webhook: either comes only after the `Receive` that took the update has returned.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Final, Protocol, Self
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.bot import fetch_updates
from bot.channels.telegram.calls import Pause, outline
from bot.channels.telegram.decoding import decode_update
from bot.channels.telegram.receiving.parsing import number_of
from bot.errors import ChannelError
from bot.settings import TelegramSettings

logger = logging.getLogger(__name__)

Receive = Callable[[Sequence[object]], Awaitable[None]]
"""Takes updates as they came, as JSON, and as text where they are none.

Returns once they are lined up, and those that must not be lost are written down.
"""

_WANTED: Final = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
_POLL_S: Final = 25
_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 30.0
_AT_ONCE_S: Final = 1.0
FIRST_IDLE_S: Final = 0.3
_LONGEST_IDLE_S: Final = 4.0
SILENT_S: Final = 60.0
"""Longer than a long poll takes, and the time within which it fails."""
_STOP_WAIT_S: Final = 2.0
_LAST_POSTS_S: Final = 0.5
"""Waited for twice, at worst."""
_MAX_POSTS_AT_ONCE: Final = 40
_MAX_POST_BYTES: Final = 2**20
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class UpdateSource(Protocol):
    """`async with` takes updates until its end.

    Raises `ChannelError` or `telegram.error.TelegramError` where it cannot start.
    """

    @property
    def trouble(self) -> str:
        """Why nothing comes in, for an operator; "" where all is well."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Polling:
    """Asks for updates, again and again; while it cannot, it waits longer each time.

    It waits as well where a server answers at once with nothing new.  `clock` counts seconds.
    """

    def __init__(self, bot: Bot, receive: Receive, pause: Pause, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._receive = receive
        self._pause = pause
        self._clock = clock
        self._offset = 0
        self._unheard_since: float | None = None
        self._failure = "no answer"

    @property
    def trouble(self) -> str:
        silent_s = 0.0 if self._unheard_since is None else self._clock() - self._unheard_since
        return f"no updates could be fetched for {silent_s:.0f} s: {self._failure}" if silent_s > SILENT_S else ""

    async def __aenter__(self) -> Self:
        # While a webhook is set, nothing can be asked for.
        await self._bot.delete_webhook(drop_pending_updates=False)
        self._task = asyncio.create_task(self._poll(), name="telegram polling")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])
        if self._offset:
            # Otherwise what was received last would be handed over again at the next start.
            await _say_goodbye(fetch_updates(self._bot, self._offset, _WANTED, timeout_s=0, limit=1))

    async def _poll(self) -> None:
        wait_s, idle_s = _FIRST_WAIT_S, FIRST_IDLE_S
        while True:
            try:
                updates, took_s = await self._ask()
                await self._receive(updates)
            except Exception as error:
                self._failure = outline(error)
                logger.warning("Fetching updates from Telegram failed, trying again: %s", self._failure)
                await self._pause(wait_s)
                wait_s = min(_LONGEST_WAIT_S, 1.5 * wait_s)
                continue
            wait_s = _FIRST_WAIT_S
            if self._move_past(updates) or took_s >= _AT_ONCE_S:
                idle_s = FIRST_IDLE_S
            else:
                await self._pause(idle_s)
                idle_s = min(_LONGEST_IDLE_S, 2 * idle_s)

    async def _ask(self) -> tuple[list[object], float]:
        """What there is, and how long the answer took."""
        asked_at = self._clock()
        if self._unheard_since is None:
            self._unheard_since = asked_at
        updates = await fetch_updates(self._bot, self._offset, _WANTED, timeout_s=_POLL_S)
        self._unheard_since = None
        return updates, self._clock() - asked_at

    def _move_past(self, updates: Sequence[object]) -> bool:
        """Ask for later ones from now on; whether there was anything new."""
        before = self._offset
        self._offset = max((number + 1 for one in updates if (number := number_of(one)) is not None), default=before)
        return self._offset != before


class Webhook:
    """Listens on an address of this machine, to which a proxy brings what Telegram posts to `webhook_url`.

    Telegram posts for many chats at once, and for one chat the next update only after the 200 for the one before, which
    keeps their order.  It knows of the webhook between start and end only.  A secret, the operator's or one drawn at
    each start, tells Telegram's posts from anybody else's.
    """

    def __init__(self, bot: Bot, receive: Receive, settings: TelegramSettings) -> None:
        self._bot = bot
        self._receive = receive
        self._settings = settings
        self._secret = settings.webhook_secret.get_secret_value() or secrets.token_urlsafe(32)

    @property
    def trouble(self) -> str:
        return ""  # nobody knows whether Telegram has anything to post

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_MAX_POST_BYTES)
        app.router.add_post(urlsplit(self._settings.webhook_url).path or "/", self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_POSTS_S)
        await self._runner.setup()
        try:
            await self._listen()
            await self._bot.set_webhook(
                self._settings.webhook_url,
                secret_token=self._secret,
                allowed_updates=_WANTED,
                max_connections=_MAX_POSTS_AT_ONCE,
                drop_pending_updates=False,
            )
        except BadRequest as error:
            await self._runner.cleanup()
            raise ChannelError(
                f"Telegram refused the webhook ({error}): check SHOPLENS_TELEGRAM__WEBHOOK_URL, "
                "or leave it empty to ask for messages instead."
            ) from None
        except BaseException:
            await self._runner.cleanup()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What comes from now on stays with Telegram.
        await _say_goodbye(self._bot.delete_webhook(drop_pending_updates=False))
        await self._runner.cleanup()

    async def _listen(self) -> None:
        host, port = self._settings.webhook_host, self._settings.webhook_port
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            cause = "is taken by another program" if error.errno == errno.EADDRINUSE else "cannot be listened on"
            raise ChannelError(
                f"{host} port {port} {cause}: "
                "check SHOPLENS_TELEGRAM__WEBHOOK_HOST and SHOPLENS_TELEGRAM__WEBHOOK_PORT."
            ) from error

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            logger.warning("A post to the webhook without its secret was refused.")
            raise web.HTTPForbidden
        # What cannot be read as well: Telegram would post it again and again, and hold back what comes after it.
        await self._receive([decode_update((await request.read()).decode("utf-8", "replace"))])
        return web.Response()


async def _say_goodbye(request: Awaitable[object]) -> None:
    """The last request of an intake: bounded, and of no great matter."""
    try:
        async with asyncio.timeout(_STOP_WAIT_S):
            await request
    except (TelegramError, TimeoutError) as error:
        logger.warning("Taking leave of Telegram failed: %s", outline(error))
