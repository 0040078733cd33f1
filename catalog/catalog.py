"""The catalog: products kept in SQLite, found through Chroma."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from catalog.errors import CatalogUnavailable, UnknownProduct
from catalog.models import (
    CatalogStats,
    Census,
    Curve,
    Filters,
    Origin,
    Record,
    SearchResult,
    Sort,
    Validators,
    Vector,
    VerifyReport,
)
from catalog.retrieval.column_cache import ColumnCache
from catalog.retrieval.neighbours import Neighbours
from catalog.retrieval.search import Question
from catalog.retrieval.vectors import normalised
from catalog.shielding import shielded
from catalog.storage.data_folder import RECORDS, SEARCH, DataFolder
from catalog.storage.encodings import Model
from catalog.storage.interrupted_restore import finish
from catalog.storage.pictures import PictureFolder
from catalog.storage.store import ProductStore
from catalog.storage.thread import SerialExecutor
from catalog.vector_index.audit import IndexAudit
from catalog.vector_index.process import chroma_index
from catalog.vector_index.reconcile import IndexReconciler, OnRebuilt

log = logging.getLogger(__name__)

_INDEXED_TOGETHER: Final = 500
Records = list[Record]
"""`Catalog` has a method `list`, which hides the type of that name inside the class."""

Ids = list[str]
Duplicates = list[tuple[str, ...]]
Walked = list[tuple[int, Record]]


class Catalog:
    """All products of a shop, for one model.  Use as `async with Catalog(…) as catalog`.

    `data_dir` gets `products.sqlite3` (the truth), `pictures/` and `chroma/`, and belongs to one
    process at a time.  `fingerprint` and `dim` are the model's; vectors of another model are kept but
    not searched.  `chroma_url` (http://host:port) keeps the vectors on a Chroma server instead, and
    several processes may then use the folder.  `progress` hears (done, total) while a lost index is
    rebuilt on opening.  `model` is what the setting calls the model, to be noted for the next start.
    With `index_later` it can be searched while the vector index is still being opened, by the sketch of the vectors.

    Opening raises `CatalogLocked` where another process has the folder, and `CatalogUnavailable`
    where the records cannot be read or the server does not answer.
    """

    def __init__(
        self,
        data_dir: Path,
        fingerprint: str,
        dim: int,
        chroma_url: str = "",
        *,
        progress: OnRebuilt | None = None,
        model: str = "",
        index_later: bool = False,
    ) -> None:
        self._index_later = index_later
        self._folder = DataFolder(data_dir, shared=bool(chroma_url))
        self._fingerprint = fingerprint
        self._dim = dim
        self._progress = progress
        self._model = Model(model or fingerprint, fingerprint, dim)
        self._pictures = PictureFolder(data_dir / "pictures")
        self._index = chroma_index(data_dir / "chroma", fingerprint, dim, chroma_url)

    @property
    def fingerprint(self) -> str:
        """The model whose vectors are searched."""
        return self._fingerprint

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return self._dim

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await self._open(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opening.cancel()
        async with self._folder.mutex:
            await self._stack.aclose()

    async def _open(self, stack: AsyncExitStack) -> None:
        stack.enter_context(self._folder.used())
        self._pictures.refuse_lost(self._folder.path / RECORDS)
        self._store_thread, self._reads, self._writes = (
            SerialExecutor("records"),
            SerialExecutor("vectors-read"),
            SerialExecutor("vectors-write"),
        )
        for thread in (self._store_thread, self._reads, self._writes):
            stack.push_async_callback(thread.close)
        async with self._folder.writing():  # an older file is upgraded once, a killed restore carried to its end
            await asyncio.to_thread(finish, self._folder.path)
            self._store = await self._store_thread.run(ProductStore, self._folder.path / RECORDS)
            await self._store_thread.run(self._store.encodings.activate, self._model)
            await self._store_thread.run(self._store.disown, self._fingerprint, self._dim)
        stack.push_async_callback(self._store_thread.run, self._store.close)
        self._column_cache = ColumnCache(self._store, self._fingerprint, self._dim, self._folder.path / SEARCH)
        stack.push_async_callback(self._store_thread.run, self._column_cache.keep)
        stack.push_async_callback(self._reads.run, self._index.close)
        self._reconciler = IndexReconciler(
            self._store, self._store_thread, self._index, self._reads, self._writes, self._fingerprint
        )
        self._audit = IndexAudit(self._reconciler, self._folder)
        self._opening = asyncio.create_task(self._open_index())
        self._neighbours = Neighbours(self._index, self._reads, self._opening)
        stack.push_async_callback(self._neighbours.close)
        if not self._index_later:
            await self._opening

    async def _open_index(self) -> None:
        try:
            async with self._folder.writing():
                await self._reconciler.heal(self._progress)
        except CatalogUnavailable as error:
            if not self._index_later:
                raise
            log.warning("the vector index is not there, and looked for again: %s", error)

    async def successor(self) -> Model | None:
        """The model that this catalog should be opened with instead, once one was prepared."""
        return await self._store_thread.run(self._store.encodings.successor, self._model)

    @shielded
    async def upsert(
        self,
        records: Sequence[Record],
        pictures: Mapping[str, bytes],
        source: str | None = None,
        row_hashes: Mapping[str, str] | None = None,
        *,
        more_to_come: bool = False,
    ) -> None:
        """Add or replace products; `pictures` maps their picture keys to JPEG bytes.

        `source` names the feed they came from ("" by hand) and `row_hashes` maps ids to the hashes of its
        rows; without a source both stay as they are.

        When this returns the records are on disk and can be found.  Where the index cannot be reached
        `CatalogUnavailable` is raised, the records are kept and the index follows with the next write
        or start.  With `more_to_come` the index follows by hundreds, which takes it a fraction of the time, and at
        the latest with `settle`.  Raises `ModelMismatch` for a vector that is not this model's, before anything is
        written.
        """
        normalised = [replace(record, vector=self.normalised(record.vector)) for record in records]
        async with self._folder.writing():
            await asyncio.to_thread(self._pictures.write, pictures)
            unused = await self._store_thread.run(self._store.put, normalised, self._fingerprint, source, row_hashes)
            if unused:
                await asyncio.to_thread(self._pictures.remove, unused)
            await self._reconciler.settle(_INDEXED_TOGETHER if more_to_come else 0)

    @shielded
    async def settle(self) -> None:
        """Bring to the index what `upsert` has left for later."""
        async with self._folder.writing():
            await self._reconciler.settle()

    async def soft_delete(self, ids: Sequence[str]) -> None:
        """Take products out of sight that their feed no longer has; they are kept until `purge`."""
        await self._change(self._store.soft_delete, ids)

    async def undelete(self, ids: Sequence[str]) -> None:
        """Show deleted products again as they were, without encoding."""
        await self._change(self._store.undelete, ids)

    @shielded
    async def _change(self, change: Callable[[Ids], None], ids: Sequence[str]) -> None:
        async with self._folder.writing():
            await self._store_thread.run(change, [*ids])
            await self._reconciler.settle()

    @shielded
    async def purge(self, before: datetime) -> None:
        """Forget what was deleted before this moment (UTC)."""
        async with self._folder.writing():
            unused = await self._store_thread.run(self._store.purge, before)
            await asyncio.to_thread(self._pictures.remove, unused)

    @shielded
    async def remove(self, ids: Sequence[str]) -> Ids:
        """Remove products; returns the ids that were there."""
        async with self._folder.writing():
            removed, unused = await self._store_thread.run(self._store.remove, ids)
            await asyncio.to_thread(self._pictures.remove, unused)
            await self._reconciler.settle()
            return removed

    async def get(self, product_id: str) -> Record:
        """One product.  Raises `UnknownProduct`."""
        record = await self._store_thread.run(self._store.get, product_id)
        if record is None:
            raise UnknownProduct(f"there is no product {product_id!r}")
        return record

    async def search(
        self,
        vector: Vector | None,
        filters: Filters,
        curve: Curve,
        *,
        words: str = "",
        names: str = "",
        limit: int = 5,
        offset: int = 0,
        exclude_ids: Collection[str] = (),
        sort: Sort = "relevance",
        facets: Collection[str] = (),
        fitting_only: bool = False,
    ) -> SearchResult:
        """Find products like `vector` (float32 (d,)) that pass the hard filters, those with wanted traits first.

        Without a vector the filters and words alone decide, newest first.  `curve` reads the cosines: the
        text or the photo curve of the model.  `words` are what the shopper typed, `names` those among them
        that no trait covers; leave both empty for a photo alone.  The same question with another `offset`
        continues the same order.  Another `sort` orders what fits, and `fitting_only` shows nothing else where
        anything fits.  `facets` names the traits whose further choices are counted.  Raises `ModelMismatch` for
        a vector that is not this model's.
        """
        if vector is not None:
            vector = self.normalised(vector)
        question = Question(
            vector, filters, curve, words, names, limit, offset, tuple(exclude_ids), sort, tuple(facets), fitting_only
        )
        asked = None if vector is None else self._neighbours.ask(vector)
        search = await self._store_thread.run(self._column_cache.begin, question)
        near = () if asked is None else await self._neighbours.answer(asked)
        return await self._store_thread.run(self._column_cache.answer, search, near)

    async def warm(self) -> None:
        """Read what search needs into memory now, and not with the first search."""
        await self._store_thread.run(self._column_cache.columns)

    async def brands(self) -> Mapping[str, str]:
        """The shop's brands: the value to filter by, and how the shop writes it."""
        return await self._store_thread.run(lambda: self._column_cache.columns().brands)

    async def duplicates(self) -> Duplicates:
        """Ids of products that are listed more than once: one title with one picture, or with nearly one vector."""
        return await self._store_thread.run(self._column_cache.duplicates)

    async def list(self, limit: int, offset: int = 0) -> Records:
        """A page of all products, newest first."""
        return await self._store_thread.run(self._store.newest, limit, offset)

    async def walk(self, after: int, limit: int) -> Walked:
        """The next (sequence number, record), oldest first; what comes and goes meanwhile disturbs nothing."""
        return await self._store_thread.run(self._store.walk, after, limit)

    async def ids(self) -> set[str]:
        """Ids of all products that can be found."""
        return await self._store_thread.run(self._store.ids, self._fingerprint)

    async def count(self) -> int:
        """How many products there are, whichever model encoded them."""
        return await self._store_thread.run(self._store.count)

    async def needing_encoding(self) -> Ids:
        """Ids of the products that another model encoded: kept and listed, but not found."""
        return await self._store_thread.run(self._store.stale_ids, self._fingerprint)

    async def kept(self, product_id: str) -> tuple[Record, Origin] | None:
        """One product and where it came from, whichever model encoded it, a deleted one too; None if there is none."""
        (kept,) = await self.kept_of([product_id])
        return kept

    async def kept_of(self, ids: Sequence[str]) -> Sequence[tuple[Record, Origin] | None]:
        """The same of several products, in their order."""
        found = await self._store_thread.run(self._store.kept, ids)
        return [found.get(one) for one in ids]

    async def origins(self, source: str) -> dict[str, Origin]:
        """Id to origin for all products of one feed, deleted ones too."""
        found: dict[str, Origin] = {}
        after = 0
        while rows := await self._store_thread.run(self._store.origins.of, source, after):
            after = rows[-1][0]
            found.update((product_id, origin) for _, product_id, origin in rows)
        return found

    async def sources(self, ids: Sequence[str]) -> dict[str, str]:
        """Id to the feed it came from ("" by hand), for the ids that are there and not deleted."""
        return await self._store_thread.run(self._store.origins.sources, ids)

    async def validators(self, source: str) -> Validators | None:
        """What the server called the version of a feed that is here; None where not all of it is."""
        return await self._store_thread.run(self._store.origins.validators, source, self._fingerprint)

    async def note_validators(self, source: str, validators: Validators) -> None:
        """All of this version of a feed is here now."""
        async with self._folder.writing():
            await self._store_thread.run(self._store.origins.note, source, validators, self._fingerprint)

    async def census(self) -> Census:
        """Counts for whoever asks every minute."""
        count = self._store.count
        return await self._store_thread.run(
            lambda: Census(
                count(),
                count(self._fingerprint),
                self._store.count_unindexed(),
                self._audit.repaired,
                dict(self._neighbours.counts),
                dict(self._column_cache.candidates),
            )
        )

    async def stats(self) -> CatalogStats:
        """Counts for an owner."""
        figures = await self._store_thread.run(self._store.figures, self._fingerprint)
        return CatalogStats(
            products=figures.products,
            searchable=figures.products - figures.stale,
            needs_encoding=figures.stale,
            out_of_stock=figures.out_of_stock,
            without_price=figures.without_price,
            categories=figures.categories,
            fingerprint=self._fingerprint,
            dim=self._dim,
            repaired=self._audit.repaired,
        )

    @shielded
    async def verify(self, repair: bool = False) -> VerifyReport:
        """Compare the records with what the index can really reach; the report says how it was found.

        With `repair` the index is put right from the records and pictures that nothing uses go.
        """
        async with self._folder.writing():
            report = await self._reconciler.verify(repair=repair)
            if repair:
                used = await self._store_thread.run(self._store.used_pictures)
                await asyncio.to_thread(self._pictures.keep_only, used)
            return report

    async def keep_sound(self) -> None:
        """Until cancelled, compare a few records after the other with the index and put right what is amiss.

        It takes a twentieth of the index's time at most; what it finds is logged and counted in `stats`.
        """
        await self._audit.keep_on()

    @property
    def index_trouble(self) -> str:
        """Why the vector index could not be checked lately; "" while all is well."""
        return self._audit.trouble

    @property
    def index_is_loading(self) -> bool:
        """Whether the vector index is still being opened, so that the sketch answers alone."""
        return self._neighbours.loading

    @shielded
    async def rebuild(self, progress: OnRebuilt | None = None) -> None:
        """Build the index anew from the records, without encoding; `progress` hears (done, total)."""
        async with self._folder.writing():
            await self._reconciler.rebuild(progress)

    def picture_path(self, key: str) -> Path | None:
        """The JPEG file of a picture key, or None."""
        return self._pictures.path(key)

    def normalised(self, vector: Vector) -> Vector:
        """`vector` with length one, as it is stored.  Raises `ModelMismatch` where it is not this model's."""
        return normalised(vector, self._dim)
