"""The operator's side of a running bot: metrics, health, alerts and systemd, put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.channels.base import Channel
from bot.monitoring.alerts import AlertBook, Alerts, Tell
from bot.monitoring.endpoints import HealthRoutes
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics, Reading
from bot.runtime.systemd import notify, watchdog_every_s
from bot.settings import Settings
from bot.storage.inbox import Inbox

log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 30.0


class Monitor:
    """Measures what passes and looks after what runs.  `channels` grows as channels are opened."""

    def __init__(self, health: Health, token: str = "") -> None:
        """`token` lets other machines read the metrics."""
        self._health = health
        self.metrics = Metrics()
        self.metrics.watch(self._read)
        self.channels: dict[str, Channel] = {}
        self.routes = HealthRoutes(health.readiness, self.metrics.text, token).routes()

    def looks_after(self, inbox: Inbox, telegram: Callable[[], str] | None = None) -> None:
        """Tell when what arrives cannot be written down, and when nothing arrives: `telegram` says why, or ""."""
        self._health.inbox = inbox
        self._health.telegram = telegram

    def synced(self, result: str, cause: str) -> None:
        """A feed that was brought in by chat has come to its end."""
        self.metrics.synced(result)
        if result != "stopped":
            self._health.sync_cause = cause

    @asynccontextmanager
    async def counting(self) -> AsyncIterator[None]:
        """Count the lines of the log meanwhile."""
        handler = self.metrics.counting()
        logging.getLogger().addHandler(handler)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)

    @asynccontextmanager
    async def looking(self, settings: Settings, tell: Tell | None) -> AsyncIterator[None]:
        """Look every half minute and tell the admins, and let systemd know that the loop is alive."""
        book = AlertBook(settings.alerts.after_minutes * 60)
        alerts = Alerts(book, settings.telegram.admin_ids, tell)
        tasks = [asyncio.create_task(self._look_on(alerts), name="watch")]
        if (every_s := watchdog_every_s()) is not None:
            tasks.append(asyncio.create_task(_feed_watchdog(every_s), name="watchdog"))
        notify("READY=1")
        try:
            yield
        finally:
            notify("STOPPING=1")
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await self._health.close()

    async def look(self, alerts: Alerts) -> None:
        """See how things stand, once."""
        troubles = await self._health.troubles()
        self.metrics.looked(not any((await self._health.readiness()).values()), troubles)
        await alerts.look(troubles)

    async def _look_on(self, alerts: Alerts) -> None:
        while True:
            try:
                await self.look(alerts)
            except Exception:
                log.exception("Looking after the bot failed; it is tried again")
            await asyncio.sleep(_LOOK_EVERY_S)

    def _read(self) -> Reading:
        shop = self._health.serving
        return Reading(
            engine=shop.engine.load if shop is not None else None,
            channels={name: channel.load for name, channel in self.channels.items()},
            products=self._health.products,
            disk_free_bytes=self._health.disk_free_bytes(),
        )


async def _feed_watchdog(every_s: float) -> None:
    while True:
        notify("WATCHDOG=1")
        await asyncio.sleep(every_s)
