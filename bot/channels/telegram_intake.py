"""How updates come in: asked for (long polling), or posted to us (webhook).

Telegram hears that an update has arrived when the next question for updates names a later one, or by the 200 of a
webhook: either comes only after the `Receive` that took the update has returned.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Final, Protocol, Self
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram_calls import Pause
from bot.errors import ChannelError
from bot.settings import TelegramSettings

logger = logging.getLogger(__name__)

Receive = Callable[[Sequence[Update]], Awaitable[None]]
"""Returns once the updates are lined up, and those that must not be lost are written down."""

_WANTED: Final = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
_POLL_S: Final = 25
_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 30.0
_STOP_WAIT_S: Final = 2.0
_LAST_POSTS_S: Final = 0.5
"""Waited for twice, at worst."""
_MAX_POSTS_AT_ONCE: Final = 40
_MAX_POST_BYTES: Final = 2**20
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class Intake(Protocol):
    """`async with` takes updates until its end.

    Raises `ChannelError` or `telegram.error.TelegramError` where it cannot start.
    """

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Polling:
    """Asks for updates, again and again; while it cannot, it waits longer each time."""

    def __init__(self, bot: Bot, receive: Receive, pause: Pause) -> None:
        self._bot = bot
        self._receive = receive
        self._pause = pause
        self._offset = 0

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
            await _say_goodbye(self._bot.get_updates(offset=self._offset, limit=1, timeout=0, allowed_updates=_WANTED))

    async def _poll(self) -> None:
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                updates = await self._bot.get_updates(offset=self._offset, timeout=_POLL_S, allowed_updates=_WANTED)
                if updates:
                    await self._receive(updates)
                    self._offset = updates[-1].update_id + 1
                wait_s = _FIRST_WAIT_S
            except Exception as error:
                # What is no fault of the network is one of the library's, which a later try may not have.
                unknown = None if isinstance(error, TelegramError) else error
                logger.warning("Fetching updates from Telegram failed, trying again: %s", error, exc_info=unknown)
                await self._pause(wait_s)
                wait_s = min(_LONGEST_WAIT_S, 1.5 * wait_s)


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
        try:
            content = json.loads(await request.read())
        except ValueError:
            raise web.HTTPBadRequest from None
        try:
            update = Update.de_json(content, self._bot)
        except Exception:
            # Telegram would post it again and again, and hold back what comes after it.
            logger.exception("An update could not be read and is skipped.")
        else:
            await self._receive([update])
        return web.Response()


async def _say_goodbye(request: Awaitable[object]) -> None:
    """The last request of an intake: bounded, and of no great matter."""
    try:
        async with asyncio.timeout(_STOP_WAIT_S):
            await request
    except (TelegramError, TimeoutError) as error:
        logger.warning("Taking leave of Telegram failed: %r", error)
