"""Work that goes on beside other work, for as long as a block runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.runtime.shutdown import Stopping

log = logging.getLogger(__name__)


@asynccontextmanager
async def fail_fast(work: Coroutine[Any, Any, None], stopping: Stopping) -> AsyncIterator[None]:
    """Let `work` go on meanwhile; its failure stops all the rest and is raised in the end."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda _: stopping.begin())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task}, timeout=stopping.answering_s)
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error


@asynccontextmanager
async def run_in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let `work` go on meanwhile; its failure is logged and ends nothing else."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("work in the background ended", exc_info=error)
