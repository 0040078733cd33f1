"""What an operator sees of a running shop: health, metrics, and a log that names the request."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.dispatcher import Dispatcher
from bot.errors import ChannelError
from bot.monitoring.alerts import AlertBook, Alerts
from bot.monitoring.endpoints import HealthRoutes, HealthServer
from bot.monitoring.health import Health, Probe
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import Monitor
from bot.runtime.systemd import notify, watchdog_every_s
from bot.runtime.tracing import measuring
from bot.storage.conversations import Conversations
from bot.storage.inbox import Inbox, Letter
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine
from tests.faults.locks import held_by_another_process
from workers.errors import EngineBusy, WorkerCrashed
from workers.logs import JsonFormatter, note_request

TOKEN = "0123456789abcdef-for-prometheus"
SECRET_WORDS = "crimson zeppelin trousers"


@dataclass
class Shop:
    """As much of one as is looked after."""

    engine: FakeEngine
    catalog: Catalog


@dataclass
class Watched:
    """A small shop, with what watches it and a server that shows it."""

    health: Health
    metrics: Metrics
    monitor: Monitor
    dispatcher: Dispatcher
    inbox: Inbox
    url: str
    session: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body."""
        async with self.session.get(f"{self.url}{path}", headers=headers) as response:
            return response.status, await response.text()


@pytest.fixture
async def watched(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path
) -> AsyncIterator[Watched]:
    metrics = Metrics()
    dispatcher = Dispatcher(metrics)
    dispatcher.open(assistant_of(engine, catalog, conversations).handle)
    async with Inbox(tmp_path / "inbox.db", "one") as inbox, aiohttp.ClientSession() as get:
        health = Health(
            conversations, tmp_path, 1, lambda: Shop(engine, catalog), lambda: dispatcher.is_closed, inbox=inbox
        )
        routes = HealthRoutes(health.readiness, metrics.text, TOKEN).routes()
        with metrics.counting():
            async with HealthServer("127.0.0.1", 0, routes) as server:
                yield Watched(health, metrics, Monitor(health, metrics, {}), dispatcher, inbox, server.url, get)
        await health.close()


async def look(watched: Watched) -> list[str]:
    """Look once; the alerts that a book without patience tells."""
    said: list[str] = []

    async def tell(admin: int, words: str) -> bool:
        said.append(words)
        return True

    await watched.monitor.look(Alerts(AlertBook(0.0), (1,), tell))
    return said


async def test_health_and_readiness_are_two_questions(watched: Watched) -> None:
    """While the model is changed the process lives and is not ready; both say so in JSON."""
    assert await watched.get("/healthz") == (200, '{"status": "ok"}')
    status, body = await watched.get("/readyz")
    assert (status, json.loads(body)) == (
        200,
        {"status": "ready", "checks": {"model": "ok", "catalog": "ok", "change": "ok"}},
    )
    await watched.dispatcher.close()
    status, body = await watched.get("/readyz")
    assert (status, json.loads(body)["checks"]["change"]) == (503, "changing its model")


@pytest.mark.fault(
    "the engine crashes at every question",
    "not ready, a trouble in the metrics, one alert, over when it is over",
    log="Alert: ",
)
async def test_what_a_broken_part_does_is_seen_everywhere(watched: Watched, engine: FakeEngine) -> None:
    """An engine that does not answer: not ready, a trouble in the metrics, an alert with the cause."""
    assert await look(watched) == []
    engine.failures.append(WorkerCrashed("the worker died on this job twice"))
    said = await look(watched)
    assert said == ["⚠ The model does not answer, for 0 min: WorkerCrashed: the worker died on this job twice"]
    status, body = await watched.get("/readyz")
    assert (status, json.loads(body)["checks"]["model"]) == (503, "does not answer")
    assert watched.metrics.value("shoplens_trouble", trouble="engine") == 1
    assert await look(watched) == []
    assert watched.metrics.value("shoplens_ready") == 1


@pytest.mark.fault(
    "less room on the disk than is asked for",
    "an alert says how much is left",
    log="Alert: . The disk is nearly full",
)
async def test_a_disk_without_room_is_a_trouble(watched: Watched) -> None:
    """The operator reads how much is left."""
    watched.health.min_free_bytes = 2**60
    (words,) = await look(watched)
    assert re.match(r"⚠ The disk is nearly full, for 0 min: \d+ MB are left", words)


@pytest.mark.fault(
    "inbox.db cannot be written: locked by another process",
    "an alert with the cause, over when it is over",
    log="Alert: . Messages cannot be written down",
)
async def test_an_inbox_that_cannot_be_written_is_a_trouble(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The admins hear that a crash would lose messages, although all are answered."""
    monkeypatch.setattr("bot.storage.inbox._LOCK_WAIT_S", 0.01)
    assert await look(watched) == []
    with held_by_another_process(tmp_path / "inbox.db"):
        await watched.inbox.keep([Letter(1, "words")])
        (words,) = await look(watched)
        assert words.startswith("⚠ Messages cannot be written down, for 0 min: InboxUnavailable: ")
        assert "database is locked" in words
        assert watched.metrics.value("shoplens_trouble", trouble="inbox") == 1
    assert await look(watched) == []
    assert watched.metrics.value("shoplens_trouble", trouble="inbox") == 0


@pytest.mark.fault(
    "a feed cannot be brought in",
    "an alert with the cause, until one succeeds",
    log="Alert: . The last feed",
)
async def test_a_feed_that_fails_is_a_trouble_until_one_succeeds(watched: Watched) -> None:
    """Its cause is told; the next good one ends it."""
    watched.monitor.synced("failed", "FeedError: no columns")
    assert await look(watched) == ["⚠ The last feed was not brought in, for 0 min: FeedError: no columns"]
    watched.monitor.synced("stopped", "")
    assert (await watched.health.troubles())["sync"] == "FeedError: no columns"
    watched.monitor.synced("done", "")
    assert await look(watched) == []
    metrics = watched.metrics
    assert metrics.value("shoplens_syncs_total", result="failed") == 1
    assert metrics.value("shoplens_sync_last_success_timestamp_seconds") > 1.6e9


async def test_the_golden_signals_are_there_and_hold_no_words(watched: Watched, engine: FakeEngine) -> None:
    """Latency by stage, traffic by kind, errors by class, saturation; what shoppers write is no label."""
    with measuring(watched.metrics.stage):
        await watched.dispatcher.handle(message(SECRET_WORDS))
        engine.failures.append(EngineBusy())
        await watched.dispatcher.handle(message(f"red {SECRET_WORDS}", conversation="c2"))
    await look(watched)
    status, text = await watched.get("/metrics")
    assert status == 200
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["shoplens_messages_total", "web", "words"] == 2
    assert samples["shoplens_message_duration_seconds_count", "web"] == 2
    for stage in ("understand", "encode"):
        assert samples["shoplens_stage_duration_seconds_count", stage, "web"] == 2
    assert samples["shoplens_stage_duration_seconds_count", "search", "web"] == 1
    assert samples["shoplens_errors_total", "EngineBusy", "web"] == 1
    assert samples["shoplens_log_records_total", "WARNING", "bot.chat.assistant"] == 1
    assert samples["shoplens_engine_queue_limit_jobs",] == 256
    assert samples["shoplens_products", "searchable"] > 0
    assert samples["shoplens_disk_free_bytes",] > 0
    assert samples["process_resident_memory_bytes",] > 0
    assert not any(word in text for word in SECRET_WORDS.split())


async def test_metrics_are_for_this_machine(watched: Watched) -> None:
    """A proxy on this machine hands nothing on to strangers, nor does a name that seems to be ours; a token opens."""
    for headers in ({"X-Forwarded-For": "203.0.113.9"}, {"Host": "rebound.example"}, {"Origin": "http://evil.example"}):
        assert (await watched.get("/metrics", **headers))[0] == 403
    proxy = {"X-Forwarded-For": "203.0.113.9"}
    assert (await watched.get("/metrics", **proxy, Authorization="Bearer wrong"))[0] == 403
    assert (await watched.get("/metrics", **proxy, Authorization=f"Bearer {TOKEN}"))[0] == 200


async def test_two_shops_in_one_process_count_apart() -> None:
    """There is no registry that all share."""
    one, other = Metrics(), Metrics()
    one.answered("web", "words", 0.1, None)
    assert other.value("shoplens_messages_total", channel="web", kind="words") == 0


async def test_a_taken_health_port_is_one_sentence() -> None:
    """The operator reads which setting to change."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(ChannelError, match="SHOPLENS_HEALTH__PORT"),
    ):
        await HealthServer("127.0.0.1", taken.getsockname()[1], ()).__aenter__()


@pytest.mark.fault("a part that hangs while it is looked at", "no answer in time, and no second question behind it")
async def test_a_part_that_hangs_is_asked_once_and_in_time() -> None:
    """A question that gets no answer is not put a second time, so that nothing piles up behind it."""
    asked, let_go = [], asyncio.Event()

    async def ask() -> int:
        asked.append(1)
        await let_go.wait()
        return len(asked)

    probe = Probe(ask, within_s=0.01)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await probe()
    assert len(asked) == 1
    let_go.set()
    assert await probe() == 1
    await probe.close()


async def test_log_lines_of_a_message_name_its_request(
    watched: Watched, engine: FakeEngine, capture_json: Callable[[], list[dict[str, str]]]
) -> None:
    """The failure and the line that says how long it took share a name, another message has another; no words."""
    engine.failures += [RuntimeError("boom"), EngineBusy()]
    await watched.dispatcher.handle(message(f"red {SECRET_WORDS}"))
    await watched.dispatcher.handle(message("red boots", conversation="c2"))
    lines = capture_json()
    assert [line["logger"] for line in lines] == ["bot.chat.assistant", "bot.dispatcher"] * 2
    assert [line["level"] for line in lines] == ["ERROR", "INFO", "WARNING", "INFO"]
    first, second = {line["request"] for line in lines[:2]}, {line["request"] for line in lines[2:]}
    assert len(first) == len(second) == len(first | second) - 1 == 1
    assert "RuntimeError: boom" in lines[0]["exception"]
    assert "zeppelin" not in json.dumps(lines)


@pytest.fixture
def capture_json(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, str]]]:
    """What our own log says in JSON."""
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(note_request)
    formatter = JsonFormatter()
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records if record.name.startswith("bot")]


def test_systemd_hears_when_the_bot_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """READY=1 comes as a datagram; the watchdog is fed twice as often as it must be."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")
        assert manager.recv(100) == b"READY=1"
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    assert watchdog_every_s() == 15
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_every_s() is None
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")
