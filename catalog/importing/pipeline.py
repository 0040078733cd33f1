"""Works off many rows at once, each on its own, and stores what they make in batches."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from catalog.catalog import Catalog
from catalog.errors import CatalogUnavailable
from catalog.models import ImportReport, Record, RowFailure

log = logging.getLogger(__name__)

_BATCH: Final = 32
"""Products of one commit, for which a search waits some milliseconds."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """Where an import is.  `total` is None where the source cannot say; `per_second` counts rows."""

    done: int
    total: int | None
    added: int
    changed: int
    unchanged: int
    failed: int
    per_second: float


OnProgress = Callable[[ImportProgress], None]
"""Hears of it after every few rows."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a row.  `record` is None where what is there can stay; `preview` is empty where it is kept."""

    outcome: Literal["added", "changed", "unchanged"]
    record: Record | None = None
    preview: bytes = b""
    row_hash: str = ""


Job = tuple[int, str, Callable[[], Coroutine[Any, Any, Made]]]
"""A row's line, its product's id, and what makes it ready to be stored."""


@dataclass(slots=True)
class Run:
    """The counts of one import.  `source` is what `Catalog.upsert` takes."""

    total: int | None
    source: str | None = None
    started: float = field(default_factory=time.monotonic)
    ready: list[Made] = field(default_factory=list)
    failures: list[RowFailure] = field(default_factory=list)
    storing: asyncio.Task[None] | None = None
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def progress(self) -> ImportProgress:
        """As it stands."""
        done = self.added + self.changed + self.unchanged + len(self.failures)
        elapsed = max(1e-6, time.monotonic() - self.started)
        return ImportProgress(
            done, self.total, self.added, self.changed, self.unchanged, len(self.failures), done / elapsed
        )


async def work_off(
    catalog: Catalog, jobs: AsyncGenerator[Job, None], run: Run, max_in_flight: int, progress: OnProgress | None
) -> ImportReport:
    """Do at most `max_in_flight` jobs at once, store what they make meanwhile, and report.

    A job that raises is reported and the rest goes on.  What was stored stays stored when this is
    cancelled.  Raises `CatalogUnavailable` where nothing can be stored, and what `jobs` raises.
    """
    tasks = _Tasks()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_leave, catalog, tasks, run)
        await stack.enter_async_context(aclosing(jobs))
        async for line, product_id, do in jobs:
            if len(tasks) >= max_in_flight:
                # Rows that begin together go to other threads together.
                while len(tasks) > max_in_flight - max(1, max_in_flight // 8):
                    await _collect(catalog, tasks, run, progress)
            tasks.begin(line, product_id, do)
        while tasks:
            await _collect(catalog, tasks, run, progress)
        await _store(catalog, run)
        await _stored(run)
        await catalog.settle()
    if progress is not None:
        progress(run.progress())
    failures = tuple(sorted(run.failures, key=lambda failure: failure.line))
    return ImportReport(run.added, run.changed, run.unchanged, failures)


class _Tasks:
    """The rows that are being worked on.  `asyncio.wait` would go through all of them for each that is done."""

    def __init__(self) -> None:
        self._rows: dict[asyncio.Task[Made], tuple[int, str]] = {}
        self._done: asyncio.Queue[asyncio.Task[Made]] = asyncio.Queue()

    def __len__(self) -> int:
        return len(self._rows)

    def begin(self, line: int, product_id: str, do: Callable[[], Coroutine[Any, Any, Made]]) -> None:
        task = asyncio.create_task(do())
        self._rows[task] = line, product_id
        task.add_done_callback(self._done.put_nowait)

    async def done(self) -> list[tuple[asyncio.Task[Made], int, str]]:
        """Wait for the next one; those that are done as well come along."""
        done = [await self._done.get()]
        while not self._done.empty():
            done.append(self._done.get_nowait())
        return [(task, *self._rows.pop(task)) for task in done]

    async def cancel(self) -> None:
        for task in self._rows:
            task.cancel()
        await asyncio.gather(*self._rows, return_exceptions=True)


async def _collect(catalog: Catalog, tasks: _Tasks, run: Run, progress: OnProgress | None) -> None:
    """Wait for some rows and store them once they make a batch."""
    for task, line, product_id in await tasks.done():
        error = task.exception()
        if isinstance(error, CatalogUnavailable):
            raise error
        if error is not None:
            log.info("line %d, product %s failed", line, product_id, exc_info=error)
            run.failures.append(RowFailure(line, product_id, str(error) or type(error).__name__))
        elif task.result().record is None:
            run.unchanged += 1
        else:
            run.ready.append(task.result())
    if len(run.ready) >= _BATCH:
        await _store(catalog, run)
    if progress is not None:
        progress(run.progress())


async def _store(catalog: Catalog, run: Run) -> None:
    """Begin to store what is ready; one batch at a time, while the next is being made."""
    await _stored(run)
    batch, run.ready = run.ready, []
    run.storing = asyncio.create_task(_store_batch(catalog, run, batch))


async def _stored(run: Run) -> None:
    if run.storing is not None:
        storing, run.storing = run.storing, None
        await storing


async def _store_batch(catalog: Catalog, run: Run, batch: list[Made]) -> None:
    made = [(one, one.record) for one in batch if one.record is not None]
    if made:
        await catalog.upsert(
            [record for _, record in made],
            {record.picture: one.preview for one, record in made if one.preview},
            run.source,
            {record.product.id: one.row_hash for one, record in made},
            more_to_come=True,
        )
        run.added += sum(one.outcome == "added" for one in batch)
        run.changed += sum(one.outcome == "changed" for one in batch)
        run.unchanged += sum(one.outcome == "unchanged" for one in batch)


async def _leave(catalog: Catalog, tasks: _Tasks, run: Run) -> None:
    """Leave nothing running behind; a batch that is being stored is stored to its end, and can be found."""
    await tasks.cancel()
    if run.storing is not None:
        await asyncio.gather(run.storing, return_exceptions=True)
        try:
            await catalog.settle()
        except CatalogUnavailable:
            log.warning("the index lacks what an import has stored last", exc_info=True)
