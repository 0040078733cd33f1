"""A change of model: another one's vectors and index are made beside those that serve, and then take their place."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from catalog.errors import CatalogLocked
from catalog.importing.ingest import Describe
from catalog.models import Progress, Traits, Vector
from catalog.storage.data_folder import RECORDS, DataFolder
from catalog.storage.encodings import Model, Role, Unencoded
from catalog.storage.pictures import PictureFolder
from catalog.storage.store import ProductStore
from catalog.storage.thread import SerialExecutor
from catalog.vector_index.process import chroma_index

log = logging.getLogger(__name__)

TOP: Final = 10
_AT_ONCE: Final = 32
_PASSES: Final = 3
_LOOK_EVERY_S: Final = 0.2

Pages = tuple[NDArray[np.float32], NDArray[np.int64]]
"""For each question the best cosines and the products that they belong to, (n, TOP) each."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A question as both models understand it: its vector by the one that serves and by the other."""

    text: str
    old: Vector
    new: Vector


class Migration:
    """`async with Migration(…)`: prepares `target` while a shop may serve from the same folder.

    Raises `CatalogLocked` where another change of model is under way, and `CatalogUnavailable` where
    the records cannot be read.
    """

    def __init__(self, data_dir: Path, target: Model, describe: Describe, chroma_url: str = "") -> None:
        self._data_dir = data_dir
        self._target = target
        self._describe = describe
        self._pictures = PictureFolder(data_dir / "pictures")
        self._index = chroma_index(data_dir / "chroma", target.fingerprint, target.dim, chroma_url)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            lock = FileLock(self._data_dir / "migrating.lock", thread_local=False)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                raise CatalogLocked(f"another change of model is under way in {self._data_dir}") from None
            stack.callback(lock.release)
            self._thread = SerialExecutor("migration")
            stack.push_async_callback(self._thread.close)
            async with DataFolder(self._data_dir).writing():
                self._store = await self._thread.run(ProductStore, self._data_dir / RECORDS)
                stack.push_async_callback(self._thread.run, self._store.close)
                await self._thread.run(self._store.disown, self._target.fingerprint, self._target.dim)
            self._encodings = self._store.encodings
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def serving(self) -> Model | None:
        """The model that serves now."""
        return await self._thread.run(self._encodings.model, "serving")

    async def encode(self, progress: Progress) -> int:
        """Describe all products with the other model, from their kept pictures; how many could not be.

        What is done stays done when this breaks off.  Products that come or change meanwhile follow.
        """
        serving = await self.serving()
        keep = [self._target.fingerprint, serving.fingerprint if serving else ""]
        await self._thread.run(self._encodings.forget_others, keep)
        failed = 0
        for _ in range(_PASSES):
            total = await self._thread.run(self._encodings.count_lacking, self._target.fingerprint)
            if total == failed:
                break
            failed = await self._encode_all(total, progress)
        return failed

    async def _encode_all(self, total: int, progress: Progress) -> int:
        done = failed = after = 0
        while some := await self._thread.run(self._encodings.lacking, self._target.fingerprint, after, _AT_ONCE):
            after = some[-1].seq
            made = [one for one in await asyncio.gather(*map(self._encoded, some)) if one is not None]
            await self._thread.run(self._encodings.put, self._target.fingerprint, made)
            done, failed = done + len(some), failed + len(some) - len(made)
            progress("Encoding products with the new model", done, max(done, total))
        return failed

    async def _encoded(self, one: Unencoded) -> tuple[Unencoded, Vector, Traits] | None:
        kept = self._pictures.path(one.picture)
        if kept is None:
            log.warning("the kept picture of product %d is gone", one.seq)
            return None
        try:
            described = await self._describe(one.read(), await asyncio.to_thread(kept.read_bytes))
        except Exception as error:
            # Any that the describer raises concerns this product alone, as in an import.
            log.warning("product %d could not be encoded: %s", one.seq, error)
            return None
        return one, described.vector, described.traits

    async def build_index(self, progress: Progress) -> None:
        """Build the other model's index, in a place of its own."""
        fingerprint = self._target.fingerprint
        await self._thread.run(self._encodings.mark_indexed, fingerprint, None)
        await self._thread.run(self._index.recreate)
        total, done = await self._thread.run(self._store.count), 0
        while some := await self._thread.run(self._encodings.unindexed, fingerprint):
            await self._thread.run(self._index.upsert, dict(some.values()))
            await self._thread.run(self._encodings.mark_indexed, fingerprint, [*some])
            done += len(some)
            progress("Building the new index", done, max(done, total))
        await self._thread.run(self._index.trust)
        await self._thread.run(self._index.close)

    async def questions(self, count: int) -> list[Replayed]:
        """Products as questions, for a shop that was not asked anything yet: "more like this"."""
        serving = await self.serving()
        if serving is None:
            return []
        pairs = await self._thread.run(self._encodings.pairs, serving.fingerprint, self._target.fingerprint, 0, count)
        return [Replayed(f"like product {seq}", old, new) for seq, old, new in pairs]

    async def overlap(self, questions: Sequence[Replayed]) -> list[int]:
        """For each question, how many of the `TOP` nearest products are the same with both models; exact."""
        serving = await self.serving()
        if not questions or serving is None:
            return []
        old = new = _no_pages(len(questions))
        asked_old, asked_new = np.stack([one.old for one in questions]), np.stack([one.new for one in questions])
        after = 0
        while rows := await self._thread.run(
            self._encodings.pairs, serving.fingerprint, self._target.fingerprint, after
        ):
            after = rows[-1][0]
            seqs = np.array([seq for seq, *_ in rows])
            old = _best(old, asked_old @ np.stack([vector for _, vector, _ in rows]).T, seqs)
            new = _best(new, asked_new @ np.stack([vector for *_, vector in rows]).T, seqs)
        return [len(set(a) & set(b) - {-1}) for a, b in zip(old[1].tolist(), new[1].tolist(), strict=True)]

    async def change_over(self, patience_s: float) -> bool:
        """Let the other model serve: at once, or by the shop that runs; False where that does not within `patience_s`.

        A shop that does not do so now will at its next start.
        """
        await self._thread.run(self._encodings.name, "next", self._target)
        folder = DataFolder(self._data_dir)
        try:
            with folder.used():
                async with folder.writing():
                    await self._thread.run(self._encodings.swap, self._target)
                return True
        except CatalogLocked:
            log.info("a shop is running; it changes over itself")
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if await self.serving() == self._target:
                return True
            await asyncio.sleep(_LOOK_EVERY_S)
        return False


def _no_pages(questions: int) -> Pages:
    return np.full((questions, TOP), -np.inf, np.float32), np.full((questions, TOP), -1, np.int64)


def _best(pages: Pages, cosines: NDArray[np.float32], seqs: NDArray[np.int64]) -> Pages:
    """The pages with some more products in the running."""
    scores = np.hstack([pages[0], cosines])
    numbers = np.hstack([pages[1], np.broadcast_to(seqs, cosines.shape)])
    top = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
    return np.take_along_axis(scores, top, 1), np.take_along_axis(numbers, top, 1)


def kept_model(data_dir: Path) -> Model | None:
    """The model that the products in a folder are to be served with; None where there are none, or none that is known.

    For looking before anything is opened: what cannot be read is told by the opening.
    """
    return _in_role(data_dir, "next") or _in_role(data_dir, "serving")


def previous_model(data_dir: Path) -> Model | None:
    """The model that served before the last change, or None."""
    return _in_role(data_dir, "previous")


def _in_role(data_dir: Path, role: Role) -> Model | None:
    records = data_dir / RECORDS
    if not records.exists():
        return None
    sql = "SELECT name, fingerprint, dim FROM models WHERE role = ? AND EXISTS (SELECT 1 FROM products)"
    try:
        with closing(sqlite3.connect(records)) as database:
            row = database.execute(sql, (role,)).fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else Model(*row)
