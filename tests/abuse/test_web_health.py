"""The port for machines: whoever finds it reads no figures and takes nothing away from shoppers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from bot.channels.web import connection_limit
from bot.monitoring.endpoints import HealthRoutes, HealthServer
from tests.abuse.door import takes_two_connections

TOKEN = "0123456789abcdef-for-prometheus"


@pytest.fixture
async def health() -> AsyncIterator[HealthServer]:
    async def ready() -> Mapping[str, str]:
        return {"model": ""}

    async with HealthServer("127.0.0.1", 0, HealthRoutes(ready, lambda: b"figures", TOKEN).routes()) as server:
        yield server


async def status(server: HealthServer, path: str, **headers: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}{path}", headers=headers) as response:
        return response.status


@pytest.mark.parametrize(
    ("host", "may_read"),
    [
        ("localhost:8081", True),
        ("127.0.0.1", True),
        ("[::1]:8081", True),
        ("rebound.example:8081", False),
        ("127.0.0.1.rebound.example", False),
        ("localhost.rebound.example", False),
        ("192.0.2.7:8081", False),
    ],
)
async def test_figures_have_no_other_name_than_this_machines(health: HealthServer, host: str, may_read: bool) -> None:
    """A page whose name server says that it is this machine reads nothing; whoever has the token asks by any name.

    What tells no more than that the bot lives is for everybody: balancers and containers ask by names of their own.
    """
    assert (await status(health, "/metrics", Host=host) == 200) is may_read
    assert await status(health, "/metrics", Host=host, Authorization=f"Bearer {TOKEN}") == 200
    assert await status(health, "/healthz", Host=host) == await status(health, "/readyz", Host=host) == 200


async def test_silent_connections_are_bounded(health: HealthServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would take the open files that shoppers need."""
    monkeypatch.setattr(connection_limit, "MAX_CONNECTIONS", 2)
    monkeypatch.setattr(connection_limit, "MAX_TOLD", 0)
    await takes_two_connections(health.url)
