"""A feed as the whole truth about its products: new ones come in, absent ones go, unchanged ones cost nothing.

First a plan, from one reading of the feed and the hashes that were kept; then the plan is carried out by
the import's own loop.  All steps can be done again, so that an interrupted sync is simply started anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from catalog.catalog import Catalog
from catalog.errors import TooManyGone
from catalog.importing.feeds import Source, open_source
from catalog.importing.feeds.base import is_address
from catalog.importing.fetch import Fetcher, temporary_file
from catalog.importing.ingest import Incoming, Ingest
from catalog.importing.pipeline import OnProgress, Run
from catalog.importing.problems import Problems
from catalog.importing.ssrf import normalised
from catalog.models import ImportReport, Origin, Problem, RowFailure, Validators
from catalog.storage import codec

GUARD: Final = 0.2
"""The part of a source's products that may go without a person's word."""

KEPT_FOR: Final = timedelta(days=30)
"""How long an absent product is kept, so that it can come back without encoding."""

_NAMED: Final = 5
_CHUNK: Final = 500
_HEARD_EVERY: Final = 256


@dataclass(frozen=True, slots=True)
class Feed:
    """An opened feed; `validators` are what its server called this version, None for a file here."""

    source: Source
    validators: Validators | None = None


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync would do.

    `work` maps the ids to bring in to a kept product that looks the same, or ""; `undelete` and `soft_delete` are ids.
    `live` counts the source's products as they are, `refused` the rows that name a product of somebody else,
    `withheld` the products that are absent and stay, since rows of the feed cannot be read that may be theirs.
    `names` has the titles of a few products for "added", "changed" and "removed".
    """

    kind: str
    key: str
    live: int
    work: Mapping[str, str]
    undelete: tuple[str, ...]
    soft_delete: tuple[str, ...]
    added: int
    changed: int
    unchanged: int
    refused: int
    failures: tuple[RowFailure, ...]
    names: Mapping[str, tuple[str, ...]]
    withheld: int = 0
    warnings: tuple[Problem, ...] = ()

    @property
    def removed(self) -> int:
        """How many products would go."""
        return len(self.soft_delete)

    @property
    def is_large_removal(self) -> bool:
        """Whether more would go than a feed usually loses between two readings."""
        return self.removed > GUARD * self.live


@dataclass(slots=True)
class _Draft:
    """A plan while the feed is being read."""

    kept: Mapping[str, Origin]
    fingerprint: str
    work: dict[str, str] = field(default_factory=dict)
    new: dict[str, tuple[int, str]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    undelete: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0
    present: set[str] = field(default_factory=set)
    failures: list[RowFailure] = field(default_factory=list)
    twins: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        # A product whose id has changed is known by its looks.
        self.twins = {
            _looks(origin.row_hash): one for one, origin in self.kept.items() if origin.fingerprint == self.fingerprint
        }

    def take(self, row: Incoming | RowFailure) -> None:
        """Say what this row means for its product."""
        if isinstance(row, RowFailure):
            self.present.add(row.product_id)
            self.failures.append(row)
            return
        product_id, title = row.product.id, row.product.title
        self.present.add(product_id)
        origin = self.kept.get(product_id)
        known = origin is not None and origin.fingerprint == self.fingerprint
        if origin is not None and known and origin.row_hash == row.row_hash:
            if origin.removed:
                self.undelete[product_id] = title
            else:
                self.unchanged += 1
            return
        same = origin is not None and known and codec.same_looks(origin.row_hash, row.row_hash)
        self.work[product_id] = product_id if same else self.twins.get(_looks(row.row_hash), "")
        if origin is None or origin.removed:
            self.new[product_id] = row.line, title
        else:
            self.changed.append(title)


class Sync:
    """Keeps the products of a feed as the feed has them.

    Products of other sources, and those added by hand, are never touched.
    """

    def __init__(self, catalog: Catalog, ingest: Ingest, *, fetcher: Callable[[], Fetcher] = Fetcher) -> None:
        self._catalog = catalog
        self._ingest = ingest
        self._fetcher = fetcher

    @asynccontextmanager
    async def open(self, name: str, *, again: bool = False, encoding: str = "") -> AsyncIterator[Feed | None]:
        """A file, a folder or an http(s) address as a feed; an address is downloaded and kept while this is open.

        None is an address whose feed is still as it was when all of it was last brought in; with `again` it is
        downloaded all the same.  Raises `FeedError` and `FetchError`.
        """
        if not is_address(name):
            yield Feed(await asyncio.to_thread(open_source, Path(name), encoding=encoding))
            return
        address = normalised(name)
        known = None if again else await self._catalog.validators(address)
        with temporary_file(address) as file:
            async with self._fetcher() as fetcher:
                validators = await fetcher.feed(address, file, known)
            if validators is None:
                yield None
            else:
                yield Feed(await asyncio.to_thread(open_source, file, address, encoding), validators)

    @asynccontextmanager
    async def open_document(self, name: str, data: bytes) -> AsyncIterator[Feed]:
        """A file that somebody sent; its products belong to its name.  Raises `FeedError`."""
        with temporary_file(name) as file:
            await asyncio.to_thread(file.write_bytes, data)
            yield Feed(await asyncio.to_thread(open_source, file, f"document {name}"))

    async def plan(self, feed: Feed, progress: Callable[[int], None] | None = None) -> SyncPlan:
        """Read the feed once and compare; `progress` hears how many rows were read.

        Raises `FeedError` where it cannot be read to its end: then nothing may be said to be absent.
        """
        source = feed.source
        draft = _Draft(await self._catalog.origins(source.key), self._catalog.fingerprint)
        problems = Problems()
        async with aclosing(self._ingest.rows(source, problems)) as rows:
            read = 0
            async for row in rows:
                draft.take(row)
                read += 1
                if progress is not None and read % _HEARD_EVERY == 0:
                    progress(read)
        refused = await self._leave_to_others(draft)
        live = [one for one, origin in draft.kept.items() if not origin.removed]
        # A feed without a single good row is broken, whatever it seems to say.
        any_good = bool(draft.work or draft.undelete or draft.unchanged)
        absent = tuple(one for one in live if one not in draft.present) if any_good else ()
        soft_delete = () if problems.unreadable else absent
        new = [title for _, title in draft.new.values()]
        return SyncPlan(
            kind=source.kind,
            key=source.key,
            live=len(live),
            work=draft.work,
            undelete=tuple(draft.undelete),
            soft_delete=soft_delete,
            added=len(draft.new) + len(draft.undelete),
            changed=len(draft.changed),
            unchanged=draft.unchanged,
            refused=refused,
            failures=tuple(sorted(draft.failures, key=lambda failure: failure.line)),
            names={
                "added": (*new, *draft.undelete.values())[:_NAMED],
                "changed": tuple(draft.changed[:_NAMED]),
                "removed": tuple([await self._title(one) for one in soft_delete[:_NAMED]]),
            },
            withheld=len(absent) - len(soft_delete),
            warnings=problems.warnings(),
        )

    async def apply(
        self, feed: Feed, plan: SyncPlan, progress: OnProgress | None = None, *, confirmed: bool = False
    ) -> ImportReport:
        """Carry out `plan`, made from the same feed; `progress` hears of the rows that need work.

        Removing comes last, and not at all where the feed cannot be read to its end again.  Raises
        `TooManyGone`, before anything is done, where more would go than `GUARD` allows and nobody
        `confirmed` it, and what `Ingest.run` raises.
        """
        if plan.is_large_removal and not confirmed:
            raise TooManyGone(
                f"{plan.removed} of {plan.live} products of {plan.key} are not in the feed any more; nothing was "
                "changed, since so many at once may be a mistake: confirm it if it is none"
            )
        absent = dict.fromkeys(plan.soft_delete)
        for ids in _chunks(plan.undelete):
            await self._catalog.undelete(ids)
        report = ImportReport()
        if plan.work:
            run = Run(len(plan.work), plan.key)
            report = await self._ingest.bring_in(self._planned(feed.source, plan, absent), run, progress)
        for ids in _chunks([*absent]):
            await self._catalog.soft_delete(ids)
        await self._catalog.purge(datetime.now(UTC) - KEPT_FOR)
        if feed.validators is not None and not (report.failures or plan.refused):
            await self._catalog.note_validators(plan.key, feed.validators)
        return replace(
            report,
            added=report.added + len(plan.undelete),
            unchanged=report.unchanged + plan.unchanged,
            removed=len(absent),
            warnings=plan.warnings,
            failures=tuple(sorted((*plan.failures, *report.failures), key=lambda failure: failure.line)),
        )

    async def _planned(self, source: Source, plan: SyncPlan, absent: dict[str, None]) -> AsyncGenerator[Incoming, None]:
        """The rows that need work; what has turned up in the meantime is no longer `absent`."""
        work = dict(plan.work)
        problems = Problems()
        async with aclosing(self._ingest.rows(source, problems)) as rows:
            async for row in rows:
                product_id = row.product_id if isinstance(row, RowFailure) else row.product.id
                absent.pop(product_id, None)
                if isinstance(row, Incoming) and product_id in work:
                    yield replace(row, twin=work.pop(product_id))
        if problems.unreadable:
            absent.clear()

    async def _leave_to_others(self, draft: _Draft) -> int:
        """Make failures of the rows whose id another source has, or a person; how many these are."""
        refused = 0
        for ids in _chunks([*draft.new]):
            for one, owner in (await self._catalog.sources(ids)).items():
                line, _ = draft.new.pop(one)
                del draft.work[one]
                refused += 1
                whose = f"came from {owner}" if owner else "was added by hand"
                draft.failures.append(
                    RowFailure(line, one, f"a product with this id {whose}; remove it there, or import this feed once")
                )
        return refused

    async def _title(self, product_id: str) -> str:
        kept = await self._catalog.kept(product_id)
        return product_id if kept is None else kept[0].product.title


def _looks(row_hash: str) -> str:
    return row_hash.partition(".")[0]


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
