"""The operator's side of a running bot: metrics, health, alerts and systemd, put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from bot.channels.base import Channel
from bot.monitoring.alerts import AlertBook, Alerts, Tell
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics, Reading
from bot.runtime.systemd import notify, watchdog_every_s
from bot.settings import Settings

log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 30.0


class Monitor:
    """Measures what runs, and tells when something is amiss.  `channels` are open."""

    def __init__(self, health: Health, metrics: Metrics, channels: Mapping[str, Channel]) -> None:
        self._health = health
        self._metrics = metrics
        self._channels = channels
        metrics.watch(self._read)

    def synced(self, result: str, cause: str) -> None:
        """A feed that was brought in by chat has come to its end."""
        self._metrics.synced(result)
        if result != "stopped":
            self._health.synced(cause)

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

    async def look(self, alerts: Alerts) -> None:
        """See how things stand, once."""
        troubles = await self._health.troubles()
        self._metrics.looked(not any((await self._health.readiness()).values()), troubles)
        await alerts.look(troubles)

    async def _look_on(self, alerts: Alerts) -> None:
        while True:
            try:
                await self.look(alerts)
            except Exception:
                log.exception("Looking after the bot failed; it is tried again")
            await asyncio.sleep(_LOOK_EVERY_S)

    def _read(self) -> Reading:
        return Reading(
            engine=self._health.serving().engine.load,
            channels={name: channel.load for name, channel in self._channels.items()},
            products=self._health.products,
            disk_free_bytes=self._health.disk_free_bytes(),
        )


async def _feed_watchdog(every_s: float) -> None:
    while True:
        notify("WATCHDOG=1")
        await asyncio.sleep(every_s)
