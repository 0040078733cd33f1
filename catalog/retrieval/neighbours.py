"""Asks the vector index about every vector, and goes on without it where it keeps people waiting."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.models import NEAREST, Vector
from catalog.storage.thread import SerialExecutor
from catalog.vector_index.base import VectorIndex

log = logging.getLogger(__name__)

_WAITS_S: Final = 0.1
"""How long an answer waits for the index once everything else is known."""

_MOST_ASKED: Final = 8
"""So many questions may be with the index; it is not asked more while it does not answer."""

Ids = Sequence[str]
Asked = asyncio.Task[Ids | None]


class Neighbours:
    """Questions that are with the index.

    `counts` says how many were "asked", and how many were answered without it: it was "loading", "late", "failed" or,
    since so many were waiting already, "busy".  `opening` is done once the index may be asked.
    """

    def __init__(self, index: VectorIndex, reads: SerialExecutor, opening: asyncio.Task[None]) -> None:
        self._index = index
        self._reads = reads
        self._opening = opening
        self._asked: set[Asked] = set()
        self.counts: Counter[str] = Counter()

    @property
    def loading(self) -> bool:
        """Whether the index is not there yet."""
        return not self._opening.done()

    def ask(self, vector: Vector) -> Asked | None:
        """Begin to look for what is nearest; None where the index is not there yet or has too much to do."""
        if self.loading:
            self.counts["loading"] += 1
            return None
        if len(self._asked) >= _MOST_ASKED:
            self.counts["busy"] += 1
            return None
        self.counts["asked"] += 1
        asked = asyncio.create_task(self._found(vector))
        self._asked.add(asked)
        asked.add_done_callback(self._asked.discard)
        return asked

    async def answer(self, asked: Asked) -> Ids:
        """The nearest ids, or none where the index does not answer in time."""
        await asyncio.wait({asked}, timeout=_WAITS_S)
        if not asked.done():
            self.counts["late"] += 1
            return ()
        found = asked.result()
        if found is None:
            self.counts["failed"] += 1
        return found or ()

    async def close(self) -> None:
        """Wait for what is with the index."""
        if self._asked:
            await asyncio.wait(self._asked)

    async def _found(self, vector: Vector) -> Ids | None:
        try:
            (near,) = await self._reads.run(self._index.query, vector[np.newaxis], NEAREST)
        except (CatalogUnavailable, ModelMismatch) as error:
            log.warning("answered without the vector index: %s", error)
            return None
        return [one for one, _ in near]
