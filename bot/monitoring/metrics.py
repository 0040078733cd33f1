"""What Prometheus reads: the four golden signals of the bot, and what it keeps.

Latency     shoplens_message_duration_seconds, shoplens_stage_duration_seconds
Traffic     shoplens_messages_total, shoplens_engine_jobs_total, shoplens_syncs_total
Errors      shoplens_errors_total, shoplens_log_records_total, shoplens_engine_worker_deaths_total
Saturation  shoplens_engine_*, shoplens_channel_*, shoplens_disk_free_bytes

Labels have few values that are known beforehand: channels, kinds, stages, classes of errors, modules.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.channels.base import ChannelLoad
from bot.errors import BotError
from bot.messages import Kind
from bot.monitoring.health import Trouble
from bot.runtime.tracing import Stage
from catalog.errors import CatalogError
from catalog.models import Census
from workers.errors import WorkerError
from workers.jobs import EngineLoad

_ANSWER_S: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 90.0)
_STAGE_S: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_OURS: Final = frozenset({"bot", "workers", "catalog", "demo_shop"})


class Metrics:
    """Counts and measures what it is told, and says it in Prometheus' words."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter(
            "shoplens_messages", "Messages that were answered.", ["channel", "kind"], registry=self._registry
        )
        self._answers = Histogram(
            "shoplens_message_duration_seconds",
            "From a message to its reply, before it is sent.",
            ["channel"],
            buckets=_ANSWER_S,
            registry=self._registry,
        )
        self._stages = Histogram(
            "shoplens_stage_duration_seconds",
            "Stages of a request: understand, encode, search, and reply, which is the sending.",
            ["channel", "stage"],
            buckets=_STAGE_S,
            registry=self._registry,
        )
        self._errors = Counter(
            "shoplens_errors",
            "Messages that ended in an error, which the sender was told, by its class.",
            ["channel", "error"],
            registry=self._registry,
        )
        self._records = Counter(
            "shoplens_log_records", "Lines of the log from WARNING on.", ["level", "logger"], registry=self._registry
        )
        self._syncs = Counter(
            "shoplens_syncs",
            "Feeds that were brought in by chat: done, failed, stopped.",
            ["result"],
            registry=self._registry,
        )
        self._synced = Gauge(
            "shoplens_sync_last_success_timestamp_seconds",
            "When a feed was last brought in by chat.",
            registry=self._registry,
        )
        self._alerts = Gauge(
            "shoplens_trouble",
            "1 while something is amiss that an operator should look after, see docs/runbook.md.",
            ["trouble"],
            registry=self._registry,
        )
        self._ready = Gauge("shoplens_ready", "1 while /readyz says so.", registry=self._registry)
        build = Info("shoplens_build", "The program.", registry=self._registry)
        build.info({"version": version("shoplens"), "python": platform.python_version()})
        ProcessCollector(registry=self._registry)
        for result in ("done", "failed", "stopped"):
            self._syncs.labels(result)

    def answered(self, channel: str, kind: Kind, seconds: float, error: BaseException | None) -> None:
        """A message has its reply, which may be the sentence about `error`."""
        self._messages.labels(channel, kind).inc()
        self._answers.labels(channel).observe(seconds)
        if error is not None:
            self._errors.labels(channel, class_of(error)).inc()

    def stage(self, channel: str, stage: Stage, seconds: float) -> None:
        """A stage of a request has ended."""
        self._stages.labels(channel, stage).observe(seconds)

    def synced(self, result: str) -> None:
        """A feed that was brought in by chat is "done", "failed" or "stopped"."""
        self._syncs.labels(result).inc()
        if result == "done":
            self._synced.set_to_current_time()

    def looked(self, ready: bool, troubles: Mapping[Trouble, str]) -> None:
        """How things stand: each trouble by name, with "" where there is none."""
        self._ready.set(ready)
        for name, cause in troubles.items():
            self._alerts.labels(name).set(bool(cause))

    def watch(self, read: Callable[[], Reading]) -> None:
        """Take a reading whenever somebody asks."""
        self._registry.register(_Watched(read))

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count the lines of the log while the block runs."""
        handler = _Counting(self._records)
        logging.getLogger().addHandler(handler)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)

    def value(self, name: str, **labels: str) -> float:
        """One sample; 0 where there is none."""
        return self._registry.get_sample_value(name, labels) or 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read at the moment when Prometheus asks; what is not known is left out."""

    engine: EngineLoad
    channels: Mapping[str, ChannelLoad]
    products: Census | None = None
    disk_free_bytes: int | None = None


class _Watched(Collector):
    def __init__(self, read: Callable[[], Reading]) -> None:
        self._read = read

    def describe(self) -> Iterable[Metric]:
        return ()  # nothing can be asked before the start

    def collect(self) -> Iterator[Metric]:
        reading = self._read()
        yield from _engine(reading.engine)
        yield from _channels(reading.channels)
        if reading.products is not None:
            yield from _products(reading.products)
        if (free := reading.disk_free_bytes) is not None:
            yield GaugeMetricFamily("shoplens_disk_free_bytes", "Room where the data folder is.", value=free)


def _engine(load: EngineLoad) -> Iterator[Metric]:
    gauges = {
        "shoplens_engine_queue_jobs": ("Photos and phrases that wait for a worker.", load.queued),
        "shoplens_engine_queue_limit_jobs": ("How many may wait before shoppers hear that it is busy.", load.max_queue),
        "shoplens_engine_workers": ("Worker processes that are alive, or replicas.", load.workers),
        "shoplens_engine_workers_busy": ("Those of them that have a batch.", load.busy),
    }
    for name, (help_, value) in gauges.items():
        yield GaugeMetricFamily(name, help_, value=value)
    counters = {
        "shoplens_engine_batches": ("Batches that workers have answered.", load.batches),
        "shoplens_engine_jobs": ("Photos and phrases in them.", load.jobs),
        "shoplens_engine_worker_deaths": ("Workers that died or hung and were replaced.", load.deaths),
        "shoplens_engine_busy_refusals": ("Jobs that were refused because the queue was full.", load.refused),
    }
    for name, (help_, count) in counters.items():
        yield CounterMetricFamily(name, help_, value=count)


def _channels(loads: Mapping[str, ChannelLoad]) -> Iterator[Metric]:
    open_ = GaugeMetricFamily(
        "shoplens_channel_conversations", "Open web chats, and Telegram chats that wait.", labels=["channel"]
    )
    waiting = GaugeMetricFamily("shoplens_channel_waiting_messages", "Messages without an answer.", labels=["channel"])
    refused = CounterMetricFamily(
        "shoplens_channel_busy_refusals", "Messages that were told to come back later.", labels=["channel"]
    )
    lost = CounterMetricFamily(
        "shoplens_channel_undelivered_answers", "Answers that could not be sent, and were given up.", labels=["channel"]
    )
    slow = CounterMetricFamily(
        "shoplens_channel_slow_readers",
        "Connections that were closed because their visitor did not take what was sent.",
        labels=["channel"],
    )
    unreadable = CounterMetricFamily(
        "shoplens_channel_unreadable_updates", "What came in and could not be read.", labels=["channel"]
    )
    for channel, load in loads.items():
        open_.add_metric([channel], load.conversations)
        waiting.add_metric([channel], load.waiting)
        refused.add_metric([channel], load.refused)
        lost.add_metric([channel], load.undelivered)
        slow.add_metric([channel], load.slow_readers)
        unreadable.add_metric([channel], load.unreadable)
    yield from (open_, waiting, refused, lost, slow, unreadable)


def _products(census: Census) -> Iterator[Metric]:
    family = GaugeMetricFamily("shoplens_products", "Products that are found, or not until encoded.", labels=["state"])
    family.add_metric(["searchable"], census.searchable)
    family.add_metric(["needs_encoding"], census.products - census.searchable)
    yield family
    yield GaugeMetricFamily(
        "shoplens_index_waiting_products", "Changes that the vector index has not confirmed.", value=census.unindexed
    )
    yield CounterMetricFamily(
        "shoplens_index_repaired_products", "Products that were amiss in the vector index.", value=census.repaired
    )
    asked = CounterMetricFamily(
        "shoplens_index_questions",
        "Questions with a vector: asked of the vector index, and answered without it: loading, late, failed, busy.",
        labels=["state"],
    )
    for state in ("asked", "loading", "late", "failed", "busy"):
        asked.add_metric([state], census.index_answers.get(state, 0))
    yield asked
    found = CounterMetricFamily(
        "shoplens_search_candidates", "Products compared exactly, by what put them forward.", labels=["source"]
    )
    for source in ("sketch", "index", "traits"):
        found.add_metric([source], census.candidates.get(source, 0))
    yield found


def class_of(error: BaseException) -> str:
    """The name of an error of our trees; all others are "unexpected"."""
    ours = isinstance(error, BotError | CatalogError | WorkerError)
    return type(error).__name__ if ours else "unexpected"


class _Counting(logging.Handler):
    def __init__(self, records: Counter) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        ours = record.name.split(".", 1)[0] in _OURS
        self._records.labels(record.levelname, record.name if ours else "other").inc()
