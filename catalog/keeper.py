"""Keeps the vector index equal to the store: after each write, at the start, and when asked to verify."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.finder import NEAREST
from catalog.index import VectorIndex
from catalog.lane import Lane
from catalog.models import Vector, VerifyReport
from catalog.store import ProductStore

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with (done, total)."""

_SAMPLE: Final = 50
_QUERIES: Final = 100
_STEP: Final = 50
_PAGE: Final = 200
_FEW: Final = 3
_LOST_AT_MOST: Final = 0.5
_SAME: Final = 0.9995
_REPAIRED_IN_PLACE: Final = 0.1
_SAY_EVERY_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a part of the index found, and where the next one begins."""

    suspects: set[str]
    after: int
    offset: int


class IndexKeeper:
    """Compares store and index, and repairs the index from the store without encoding anything.

    Only one of these methods may run at a time; searches may go on meanwhile.
    """

    def __init__(
        self, store: ProductStore, store_lane: Lane, index: VectorIndex, reads: Lane, writes: Lane, fingerprint: str
    ) -> None:
        self._store, self._store_lane = store, store_lane
        self._index, self._reads, self._writes = index, reads, writes
        self._fingerprint = fingerprint

    async def settle(self) -> None:
        """Bring to the index what the store has committed and the index has not confirmed."""
        while True:
            vectors, gone = await self._store_lane.run(self._store.unindexed, self._fingerprint)
            if not vectors and not gone:
                return
            if vectors:
                await self._writes.run(self._index.upsert, vectors)
            if gone:
                await self._writes.run(self._index.delete, gone)
            await self._store_lane.run(self._store.mark_indexed, [*vectors, *gone])

    async def heal(self, progress: Progress | None = None) -> None:
        """At the start: open the index, settle, look whether it is sound, and repair or rebuild it if not."""
        try:
            await self._reads.run(self._index.open)
            await self.settle()
            if await self._sound():
                await self._reads.run(self._index.trust)
                return
            report = await self._compare()
            wrong = len(report.missing) + len(report.orphaned)
            if 0 < wrong <= _REPAIRED_IN_PLACE * report.records:
                log.warning("the vector index misses %d and has %d too many", len(report.missing), len(report.orphaned))
                await self._patch(report)
                if await self._sound():
                    await self._reads.run(self._index.trust)
                    return
        except (CatalogUnavailable, ModelMismatch) as error:
            log.warning("the vector index is damaged: %s", error)
        await self.rebuild(progress)

    async def verify(self) -> VerifyReport:
        """Compare all ids, and let every vector find itself."""
        report = await self._compare()
        missing = set(report.missing)
        lost: list[str] = []
        after = 0
        while rows := await self._store_lane.run(self._store.vectors, self._fingerprint, after, _QUERIES):
            after = rows[-1][0]
            lost += await self._unreachable({one: vector for _, one, vector in rows if one not in missing})
        return VerifyReport(report.records, report.indexed, report.missing, report.orphaned, tuple(lost))

    async def look(self, after: int, offset: int) -> Look:
        """Whether the products after sequence number `after`, and the index's ids from `offset`, are as they should be.

        At the end it begins anew.  What is being written meanwhile may look amiss: `mend` looks again.
        """
        rows = await self._store_lane.run(self._store.vectors, self._fingerprint, after, _STEP)
        suspects = set(await self._unreachable({one: vector for _, one, vector in rows}))
        page = await self._reads.run(self._index.page, offset, _PAGE)
        suspects |= set(page) - (await self._store_lane.run(self._store.vectors_of, page, self._fingerprint)).keys()
        return Look(suspects, rows[-1][0] if rows else 0, offset + len(page) if page else 0)

    async def mend(self, suspects: set[str]) -> tuple[int, set[str]]:
        """Put right those that are really amiss; how many that were, and the ids that are still not found."""
        await self.settle()
        vectors = await self._store_lane.run(self._store.vectors_of, suspects, self._fingerprint)
        amiss = set(await self._unreachable(vectors)) | await self._reads.run(
            self._index.present, suspects - vectors.keys()
        )
        if not amiss:
            return 0, set()
        await self._store_lane.run(self._store.mark_unindexed, amiss)
        await self.settle()
        lost = set(await self._unreachable({one: vectors[one] for one in amiss & vectors.keys()}))
        if len(lost) > _LOST_AT_MOST * _STEP:
            await self.rebuild()
            lost = set(await self._unreachable({one: vectors[one] for one in lost}))
        return len(amiss - lost), lost

    async def repair(self, report: VerifyReport) -> None:
        """Put right what `verify` found: by patching, or by rebuilding where vectors cannot be reached."""
        if report.unreachable:
            await self.rebuild()
        else:
            await self._patch(report)

    async def rebuild(self, progress: Progress | None = None) -> None:
        """Build the index anew from the store's vectors."""
        total = await self._store_lane.run(self._store.count, self._fingerprint)
        log.info("building the vector index from %d records", total)
        # On the readers' lane, so that no search is under way while the files go.
        await self._reads.run(self._index.recreate)
        done = after = 0
        said = time.monotonic()
        while rows := await self._store_lane.run(self._store.vectors, self._fingerprint, after):
            after = rows[-1][0]
            await self._writes.run(self._index.upsert, {one: vector for _, one, vector in rows})
            done += len(rows)
            if progress is not None:
                progress(done, total)
            if time.monotonic() - said > _SAY_EVERY_S:
                said = time.monotonic()
                log.info("building the vector index: %d of %d", done, total)
        log.info("the vector index is built: %d products", done)
        await self._store_lane.run(self._store.mark_indexed)
        await self._reads.run(self._index.trust)

    async def _sound(self) -> bool:
        records = await self._store_lane.run(self._store.count, self._fingerprint)
        if await self._reads.run(self._index.count) != records:
            return False
        sample = await self._store_lane.run(self._store.sample, self._fingerprint, _SAMPLE)
        lost = await self._unreachable(sample)
        if lost:
            log.info("%d of %d products do not find themselves in the vector index", len(lost), len(sample))
        # Hundreds of equal pictures make parts of a graph unreachable for good, and building it anew at
        # every start would change nothing; damaged files lose nearly all, or do not match their sums.
        return len(lost) <= _LOST_AT_MOST * len(sample)

    async def _compare(self) -> VerifyReport:
        records = await self._store_lane.run(self._store.ids, self._fingerprint)
        indexed = await self._reads.run(self._index.ids)
        return VerifyReport(
            records=len(records),
            indexed=len(indexed),
            missing=tuple(sorted(records - indexed)),
            orphaned=tuple(sorted(indexed - records)),
            unreachable=(),
        )

    async def _patch(self, report: VerifyReport) -> None:
        await self._store_lane.run(self._store.mark_unindexed, [*report.missing, *report.orphaned])
        await self.settle()

    async def _unreachable(self, vectors: Mapping[str, Vector]) -> list[str]:
        lost = list(vectors)
        # A second look goes as deep as a search does: many equal pictures crowd a graph's short lists.
        for top_k in (_FEW, NEAREST):
            if lost:
                found = await self._reads.run(self._index.query, np.stack([vectors[one] for one in lost]), top_k)
                lost = [one for one, hits in zip(lost, found, strict=True) if not _finds_itself(one, hits)]
        return lost


def _finds_itself(product_id: str, hits: list[tuple[str, float]]) -> bool:
    cosines = dict(hits)
    if product_id in cosines:
        return cosines[product_id] >= _SAME
    # Products that share one picture may crowd this one out of its own neighbourhood.
    return bool(hits) and min(cosines.values()) >= _SAME
