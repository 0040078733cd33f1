"""Keeps the vector index equal to the store: after each write, at the start, and when asked to verify."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.models import NEAREST, Vector, VerifyReport
from catalog.storage.store import ProductStore
from catalog.storage.thread import SerialExecutor
from catalog.vector_index.base import VectorIndex

log = logging.getLogger(__name__)

OnRebuilt = Callable[[int, int], None]
"""Called with (done, total)."""

_QUERIES: Final = 100
_STEP: Final = 50
_MANY: Final = 500
_PAGE: Final = 200
_FEW: Final = 3
_LOST_AT_MOST: Final = 0.5
_SAME: Final = 0.9995
_ROUNDING: Final = 0.001
_REPAIRED_IN_PLACE: Final = 0.1
_SAY_EVERY_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a part of the index found, and where the next one begins."""

    suspects: set[str]
    after: int
    offset: int


class IndexReconciler:
    """Compares store and index, and repairs the index from the store without encoding anything.

    Only one of these methods may run at a time; searches may go on meanwhile.
    """

    def __init__(
        self,
        store: ProductStore,
        store_thread: SerialExecutor,
        index: VectorIndex,
        reads: SerialExecutor,
        writes: SerialExecutor,
        fingerprint: str,
    ) -> None:
        self._store, self._store_thread = store, store_thread
        self._index, self._reads, self._writes = index, reads, writes
        self._fingerprint = fingerprint

    async def settle(self, at_least: int = 0) -> None:
        """Bring to the index what the store has committed and the index has not confirmed, if so many wait.

        Not once another model serves: what waits then is for that one's index.
        """
        if at_least and await self._store_thread.run(self._store.count_unindexed) < at_least:
            return
        while await self._serves():
            vectors, gone = await self._store_thread.run(self._store.unindexed, self._fingerprint)
            if not vectors and not gone:
                return
            if vectors:
                await self._writes.run(self._index.upsert, vectors)
            if gone:
                await self._writes.run(self._index.delete, gone)
            await self._store_thread.run(self._store.mark_indexed, [*vectors, *gone])

    async def heal(self, progress: OnRebuilt | None = None) -> None:
        """At the start: open the index, settle, look whether it is sound, and repair or rebuild it if not."""
        try:
            await self._reads.run(self._index.open)
            if await self._is_mostly_new():
                await self.rebuild(progress)
                return
            await self.settle()
            report = await self._survey()
            if not report.healthy and self._can_be_patched(report):
                log.warning(
                    "the vector index lacks %d products, has %d too many and does not reach %d; they are put right",
                    len(report.missing),
                    len(report.orphaned),
                    len(report.unreachable),
                )
                await self._patch(report)
                report = await self._survey()
            if not (report.missing or report.orphaned) and self._can_be_patched(report):
                await self._reads.run(self._index.trust)
                return
            log.warning("the vector index has lost too much of its %d products and is built anew", report.records)
        except (CatalogUnavailable, ModelMismatch) as error:
            log.warning("the vector index is damaged: %s", error)
        await self.rebuild(progress)

    async def verify(self, *, repair: bool = False) -> VerifyReport:
        """Compare all ids, and let every vector find itself; the report says how it was found.

        With `repair` what is amiss is put right, and an index that cannot be reached is built anew first.
        """
        try:
            report = await self._verify()
        except CatalogUnavailable:
            if not repair:
                raise
            await self.rebuild()
            report = await self._verify()
        if repair and not report.healthy:
            await self.repair(report)
        return report

    async def _verify(self) -> VerifyReport:
        report = await self._compare()
        missing = set(report.missing)
        lost: list[str] = []
        after = 0
        while rows := await self._store_thread.run(self._store.vectors, self._fingerprint, after, _QUERIES):
            after = rows[-1][0]
            lost += await self._unreachable({one: vector for _, one, vector in rows if one not in missing})
        return VerifyReport(report.records, report.indexed, report.missing, report.orphaned, tuple(lost))

    async def look(self, after: int, offset: int) -> Look:
        """Whether the products after sequence number `after`, and the index's ids from `offset`, are as they should be.

        At the end it begins anew.  What is being written meanwhile may look amiss: `mend` looks again.
        """
        if not await self._serves():
            return Look(set(), 0, 0)
        rows = await self._store_thread.run(self._store.vectors, self._fingerprint, after, _STEP)
        suspects = set(await self._unreachable({one: vector for _, one, vector in rows}))
        page = await self._reads.run(self._index.page, offset, _PAGE)
        suspects |= set(page) - (await self._store_thread.run(self._store.vectors_of, page, self._fingerprint)).keys()
        return Look(suspects, rows[-1][0] if rows else 0, offset + len(page) if page else 0)

    async def mend(self, suspects: set[str]) -> tuple[int, set[str]]:
        """Put right those that are really amiss; how many that were, and the ids that are still not found."""
        await self.settle()
        vectors = await self._store_thread.run(self._store.vectors_of, suspects, self._fingerprint)
        amiss = set(await self._unreachable(vectors)) | await self._reads.run(
            self._index.present, suspects - vectors.keys()
        )
        if not amiss:
            return 0, set()
        if len(amiss) > _LOST_AT_MOST * _STEP and not self._can_be_patched(await self._survey()):
            await self.rebuild()
            return len(amiss), set()
        await self._store_thread.run(self._store.mark_unindexed, amiss)
        await self.settle()
        lost = set(await self._unreachable({one: vectors[one] for one in amiss & vectors.keys()}))
        if len(lost) > _LOST_AT_MOST * _STEP:
            await self.rebuild()
            lost = set(await self._unreachable({one: vectors[one] for one in lost}))
        return len(amiss - lost), lost

    async def repair(self, report: VerifyReport) -> None:
        """Put right what `verify` found: by patching, or by rebuilding where that does not reach all."""
        await self._patch(report)
        vectors = await self._store_thread.run(self._store.vectors_of, report.unreachable, self._fingerprint)
        if await self._unreachable(vectors):
            await self.rebuild()

    async def rebuild(self, progress: OnRebuilt | None = None) -> None:
        """Build the index anew from the store's vectors."""
        total = await self._store_thread.run(self._store.count, self._fingerprint)
        log.info("building the vector index from %d records", total)
        # On the readers' thread, so that no search is under way while the files go.
        await self._reads.run(self._index.recreate)
        done = after = 0
        said = time.monotonic()
        while rows := await self._store_thread.run(self._store.vectors, self._fingerprint, after):
            after = rows[-1][0]
            await self._writes.run(self._index.upsert, {one: vector for _, one, vector in rows})
            done += len(rows)
            if progress is not None:
                progress(done, total)
            if time.monotonic() - said > _SAY_EVERY_S:
                said = time.monotonic()
                log.info("building the vector index: %d of %d", done, total)
        log.info("the vector index is built: %d products", done)
        await self._store_thread.run(self._store.mark_indexed)
        await self._reads.run(self._index.trust)

    async def _serves(self) -> bool:
        return await self._store_thread.run(self._store.encodings.serves, self._fingerprint)

    async def _is_mostly_new(self) -> bool:
        """Whether so many records wait for the index, as after a restore, that all may as well be brought anew."""
        waiting = await self._store_thread.run(self._store.count_unindexed)
        return waiting > max(_MANY, _REPAIRED_IN_PLACE * await self._store_thread.run(self._store.count))

    def _can_be_patched(self, report: VerifyReport) -> bool:
        # Hundreds of equal pictures make parts of a graph unreachable for good, and building it anew at
        # every start would change nothing; damaged files lose nearly all, or do not match their sums.
        differ = len(report.missing) + len(report.orphaned)
        return (
            differ <= _REPAIRED_IN_PLACE * report.records and len(report.unreachable) <= _LOST_AT_MOST * report.records
        )

    async def _survey(self) -> VerifyReport:
        """Compare all ids, and what one question for all products reaches, in about 10 µs a product.

        A graph that was damaged, or cut short by a crash, loses products that still have their id and vector.
        """
        report = await self._compare()
        missing, lost = set(report.missing), dict[str, Vector]()
        cosines: dict[str, float] | None = None
        question, after = np.empty(0, np.float32), 0
        while rows := await self._store_thread.run(self._store.vectors, self._fingerprint, after):
            after = rows[-1][0]
            if cosines is None:
                question = rows[0][2]
                (found,) = await self._reads.run(self._index.query, question[np.newaxis], max(1, report.indexed))
                cosines = dict(found)
            expected = np.stack([vector for *_, vector in rows]) @ question
            for (_, one, vector), cosine in zip(rows, expected.tolist(), strict=True):
                if one not in missing and abs(cosines.get(one, np.inf) - cosine) > _ROUNDING:
                    lost[one] = vector
        return replace(report, unreachable=tuple(await self._unreachable(lost)))

    async def _compare(self) -> VerifyReport:
        records = await self._store_thread.run(self._store.ids, self._fingerprint)
        indexed = await self._reads.run(self._index.ids)
        return VerifyReport(
            records=len(records),
            indexed=len(indexed),
            missing=tuple(sorted(records - indexed)),
            orphaned=tuple(sorted(indexed - records)),
            unreachable=(),
        )

    async def _patch(self, report: VerifyReport) -> None:
        await self._store_thread.run(
            self._store.mark_unindexed, [*report.missing, *report.orphaned, *report.unreachable]
        )
        await self.settle()

    async def _unreachable(self, vectors: Mapping[str, Vector]) -> list[str]:
        """The products that do not find themselves."""
        lost = list(vectors)
        # A second look goes as deep as a search does: many equal pictures crowd a graph's short lists.
        for top_k in (_FEW, NEAREST):
            looked_for, lost = lost, []
            for start in range(0, len(looked_for), _QUERIES):
                some = looked_for[start : start + _QUERIES]
                found = await self._reads.run(self._index.query, np.stack([vectors[one] for one in some]), top_k)
                lost += [one for one, hits in zip(some, found, strict=True) if not _finds_itself(one, hits)]
        return lost


def _finds_itself(product_id: str, hits: list[tuple[str, float]]) -> bool:
    cosines = dict(hits)
    if product_id in cosines:
        return cosines[product_id] >= _SAME
    # Products that share one picture may crowd this one out of its own neighbourhood.
    return bool(hits) and min(cosines.values()) >= _SAME
