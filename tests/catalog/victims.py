"""Processes that are killed while they work on a catalog, and the one that looks at what they left.

Each writes down what it is about to do and what is done, so that the survivor knows what must be there.
The vectors come from `FakeDescribe`; Chroma writes its files after every few changes, not after thousands.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import random
import resource
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

import catalog.catalog
import catalog.maintenance.restore
import catalog.vector_index.audit
import catalog.vector_index.chroma
import catalog.vector_index.process
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.importing.feeds import open_source
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from catalog.maintenance.backup import back_up
from catalog.maintenance.migrate import Migration, kept_model
from catalog.maintenance.restore import restore
from catalog.models import Product, Record
from catalog.storage.encodings import Encodings, Model
from catalog.storage.pictures import PictureFolder
from catalog.storage.store import ProductStore
from catalog.vector_index.chroma import ChromaIndex
from tests.catalog.stock import DIM
from tests.fakes import FakeDescribe
from tests.index_threads import IndexThread

MODEL: Final = "model-a"
COUNT: Final = 150
_OTHER: Final = Model("model-b", "model-b", 8)

State = dict[str, int]
"""Product id to the version that it is at."""


class Journal:
    """What is there for sure (`state.json`), and what was begun and done since (`journal`)."""

    def __init__(self, folder: Path) -> None:
        self._state = folder / "state.json"
        self._journal = folder / "journal"

    def read(self) -> tuple[State, list[tuple[dict[str, int | None], bool]]]:
        """The last sure state, and the change under way if any: ids to versions, and whether it is all or nothing."""
        state: State = json.loads(self._state.read_text()) if self._state.exists() else {}
        under_way: list[tuple[dict[str, int | None], bool]] = []
        lines = self._journal.read_text().splitlines() if self._journal.exists() else []
        for line in lines:
            entry = json.loads(line)
            if entry["begun"] is not None:
                under_way = [(entry["begun"], entry["whole"])]
            else:
                state = after(state, under_way.pop()[0])
        return state, under_way

    def begin(self, changes: Mapping[str, int | None], *, whole: bool) -> None:
        """These products are about to get these versions; None removes."""
        self._write({"begun": dict(changes), "whole": whole})

    def done(self) -> None:
        """The change was acknowledged."""
        self._write({"begun": None})

    def settle(self, state: State) -> None:
        """This is what is there."""
        half = self._state.with_suffix(".half")
        half.write_text(json.dumps(state))
        half.replace(self._state)
        self._journal.unlink(missing_ok=True)

    def _write(self, entry: dict[str, Any]) -> None:
        with self._journal.open("a") as file:
            file.write(json.dumps(entry) + "\n")


def after(state: State, changes: Mapping[str, int | None]) -> State:
    """The state once these changes are made."""
    return {one: version for one, version in {**state, **changes}.items() if version is not None}


def importing(folder: Path) -> None:
    """Import feed after feed in which every product has another picture."""

    def one_round(version: int) -> dict[str, int | None]:
        return dict.fromkeys(_ids(), version)

    async def bring_in(catalog: Catalog, feed: Path) -> None:
        await Ingest(catalog, FakeDescribe(DIM)).run(open_source(feed))

    _feeds(folder, one_round, bring_in)


def syncing(folder: Path) -> None:
    """Sync feed after feed, of which each lacks some products and changes the others."""

    def one_round(version: int) -> dict[str, int | None]:
        return {one: None if i % 5 == version % 5 else version for i, one in enumerate(_ids())}

    async def bring_in(catalog: Catalog, feed: Path) -> None:
        sync = Sync(catalog, Ingest(catalog, FakeDescribe(DIM)))
        async with sync.open(str(feed), again=True) as opened:
            assert opened is not None
            await sync.apply(opened, await sync.plan(opened), confirmed=True)

    _feeds(folder, one_round, bring_in)


def _feeds(
    folder: Path,
    one_round: Callable[[int], dict[str, int | None]],
    bring_in: Callable[[Catalog, Path], Awaitable[None]],
) -> None:
    journal = Journal(folder)
    version = max(journal.read()[0].values(), default=0)

    async def work() -> None:
        nonlocal version
        async with Catalog(folder / "data", MODEL, DIM) as catalog:
            while True:
                version += 1
                changes = one_round(version)
                feed = _write_feed(folder / "feed", {one: v for one, v in changes.items() if v is not None})
                journal.begin(changes, whole=False)
                await bring_in(catalog, feed)
                journal.done()

    _run(folder, work)


def changing(folder: Path) -> None:
    """Add, replace and remove products, a few at a time, each time all or nothing."""
    journal = Journal(folder)
    state = journal.read()[0]
    chance = random.Random(os.getpid())

    async def work() -> None:
        version = max(state.values(), default=0)
        async with Catalog(folder / "data", MODEL, DIM) as catalog:
            while True:
                version += 1
                some = chance.sample(_ids(), chance.randint(1, 30))
                if chance.random() < 0.2:
                    journal.begin(dict.fromkeys(some), whole=True)
                    await catalog.remove(some)
                else:
                    journal.begin(dict.fromkeys(some, version), whole=True)
                    await catalog.upsert(
                        [record_at(one, version) for one in some],
                        dict(picture_at(one, version) for one in some),
                    )
                journal.done()

    _run(folder, work)


def rebuilding(folder: Path) -> None:
    """Build the index anew, again and again, with a change between."""
    journal = Journal(folder)
    state = journal.read()[0]

    async def work() -> None:
        version = max(state.values(), default=0)
        async with Catalog(folder / "data", MODEL, DIM) as catalog:
            while True:
                version += 1
                journal.begin(dict.fromkeys(_ids(), version), whole=True)
                await catalog.upsert(
                    [record_at(one, version) for one in _ids()], dict(picture_at(one, version) for one in _ids())
                )
                journal.done()
                await catalog.rebuild()

    _run(folder, work)


def migrating(folder: Path) -> None:
    """Change the model forth and back; no product changes meanwhile."""
    journal = Journal(folder)

    async def work() -> None:
        if not journal.read()[0]:
            journal.begin(dict.fromkeys(_ids(), 1), whole=True)
            async with Catalog(folder / "data", MODEL, DIM, model=MODEL) as shop:
                await shop.upsert([record_at(one, 1) for one in _ids()], dict(picture_at(one, 1) for one in _ids()))
            journal.done()
        while True:
            serving = _model(folder)
            target = _OTHER if serving.name == MODEL else Model(MODEL, MODEL, DIM)
            async with Migration(folder / "data", target, FakeDescribe(target.dim)) as migration:
                await migration.encode(_unseen)
                await migration.build_index(_unseen)
                await migration.change_over(0)
            async with Catalog(folder / "data", target.fingerprint, target.dim, model=target.name):
                pass

    _run(folder, work)


def restoring(folder: Path) -> None:
    """Restore one of two backups in place of what the other brought."""
    journal = Journal(folder)

    async def back_up_version(version: int) -> Path:
        file = folder / f"{version}.zip"
        if not file.exists():
            data = folder / f"made {version}"
            async with Catalog(data, MODEL, DIM) as shop:
                pictures = dict(picture_at(one, version) for one in _ids())
                await shop.upsert([record_at(one, version) for one in _ids()], pictures)
            await back_up(data, file, _unseen)
        return file

    async def work() -> None:
        files = {version: await back_up_version(version) for version in (1, 2)}
        version = max(journal.read()[0].values(), default=2)
        while True:
            version = 3 - version
            journal.begin(dict.fromkeys(_ids(), version), whole=True)
            await restore(folder / "data", files[version], _unseen, replace=True)
            journal.done()

    _run(folder, work)


def _model(folder: Path) -> Model:
    return kept_model(folder / "data") or Model(MODEL, MODEL, DIM)


def _unseen(what: str, done: int, total: int) -> None:
    """Nobody looks on."""


def filling(folder: Path) -> None:
    """Change products until the disk is full, which ends the process."""
    largest = max((path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file()), default=0)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file may grow beyond this; to whoever writes that is much like a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + random.randint(30_000, 300_000), hard))
    try:
        changing(folder)
    except CatalogError:
        os._exit(0)


@dataclass
class Found:
    """What the survivor saw.  `wrong` has a sentence for everything that is not as it must be."""

    index: str
    wrong: list[str] = field(default_factory=list)


def looking(folder: Path) -> None:
    """Open the catalog as the next start does, and write down in `found.json` what is there."""
    _persist_often()
    journal = Journal(folder)
    heard: list[int] = []
    warnings = _Warnings()
    logging.getLogger("catalog").addHandler(warnings)

    async def work() -> Found:
        try:
            model = _model(folder)
            async with Catalog(
                folder / "data", model.fingerprint, model.dim, progress=lambda done, _: heard.append(done)
            ) as shop:
                now, wrong = await _versions(shop)
                wrong += [f"{one} is left with another model" for one in await shop.needing_encoding()]
                wrong += _wrong(journal, now)
                index = "rebuilt" if heard else "patched" if warnings.heard else "sound"
                wrong += [f"{path} is left" for path in (folder / "data").glob("restoring*")]
                if not await _sound_after_a_round(shop):
                    wrong.append(f"verify: {await shop.verify()}")
                if (await shop.stats()).repaired:
                    index += ", rest by the check"
        except CatalogError as error:
            return Found("unusable", [str(error)])
        journal.settle(now)
        return Found(index, wrong)

    found = asyncio.run(work())
    (folder / "found.json").write_text(json.dumps({"index": found.index, "wrong": found.wrong}))


async def _sound_after_a_round(shop: Catalog) -> bool:
    """Whether nothing is amiss after the check in the background: Chroma loses a product now and then by itself."""
    for name in ("_PAUSE_S", "_RESTS"):
        setattr(catalog.vector_index.audit, name, 0)
    checking = asyncio.create_task(shop.keep_sound())
    try:
        async with asyncio.timeout(10):
            while not (await shop.verify()).healthy:
                pass
    except TimeoutError:
        return False
    finally:
        checking.cancel()
        await asyncio.wait({checking})
    return True


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


async def _versions(catalog: Catalog) -> tuple[State, list[str]]:
    """Each product's version by its title, and what of it is of another version."""
    wrong: list[str] = []
    now: State = {}
    for record in await catalog.list(10 * COUNT):
        one, version = record.product.id, int(record.product.title.rpartition(" ")[2])
        if one in now:
            wrong.append(f"{one} is there twice")
        now[one] = version
        key, jpeg = picture_at(one, version)
        path = catalog.picture_path(key)
        if record.picture != key or path is None or path.read_bytes() != jpeg:
            wrong.append(f"{one} has not the picture of version {version}")
        if not np.allclose(record.vector, FakeDescribe(len(record.vector)).vector(jpeg), atol=1e-5):
            wrong.append(f"{one} has not the vector of version {version}")
    return now, wrong


def _wrong(journal: Journal, now: State) -> list[str]:
    """What differs from what must be there."""
    before, under_way = journal.read()
    if not under_way:
        return [] if now == before else [f"{now} instead of {before}"]
    changes, whole = under_way[0]
    then = after(before, changes)
    if whole:
        return [] if now in (before, then) else ["a change is there in part"]
    return [
        f"{one} is at {now.get(one)}, which is neither {before.get(one)} nor {then.get(one)}"
        for one in {*now, *before, *then}
        if now.get(one) not in (before.get(one), then.get(one))
    ]


def record_at(one: str, version: int) -> Record:
    """The product at this version."""
    key, jpeg = picture_at(one, version)
    product = Product(id=one, title=f"Product {version}", image=f"{one}.jpg")
    return Record(product, FakeDescribe(DIM).vector(jpeg), {}, key, f"{one} at {version}")


def picture_at(one: str, version: int) -> tuple[str, bytes]:
    """The picture of a product at this version, and its key."""
    jpeg = f"{one} at {version}".encode()
    return hashlib.sha256(jpeg).hexdigest(), jpeg


def _ids() -> list[str]:
    return [f"p{i}" for i in range(COUNT)]


def _write_feed(folder: Path, versions: Mapping[str, int]) -> Path:
    folder.mkdir(exist_ok=True)
    rows = []
    for one, version in versions.items():
        (folder / f"{one}.jpg").write_bytes(picture_at(one, version)[1])
        rows.append(json.dumps({"id": one, "title": f"Product {version}", "image": f"{one}.jpg"}))
    feed = folder / "feed.jsonl"
    feed.write_text("\n".join(rows))
    return feed


def _run(folder: Path, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    _persist_often()
    stage = os.open(folder / "stage", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for kind, names in _STAGES.items():
        for name in names:
            _mark(stage, kind, name)

    asyncio.run(work())


def _persist_often() -> None:
    # The process of the index dies with the shop's, as where a machine ends, and knows what is set here.
    setattr(catalog.vector_index.process, "start_process", IndexThread)  # noqa: B010 - of another type
    setattr(catalog.vector_index.chroma, "_HNSW", {"space": "cosine", "batch_size": 10, "sync_threshold": 40})  # noqa: B010 - final elsewhere
    setattr(catalog.catalog, "_INDEXED_TOGETHER", 40)  # noqa: B010 - as above


_STAGES: Final[Mapping[type | ModuleType, Iterable[str]]] = {
    PictureFolder: ("write", "put", "keep_only", "remove"),
    ProductStore: ("put", "remove", "soft_delete", "undelete", "mark_indexed", "unindexed"),
    Encodings: ("put", "swap", "mark_indexed"),
    ChromaIndex: ("open", "upsert", "delete", "query", "recreate"),
    catalog.maintenance.restore: ("_copy_records", "_copy_pictures", "_close_for_good", "finish"),
}


def _mark(stage: int, kind: type | ModuleType, name: str) -> None:
    """Have the file `stage` say where the process is."""
    call = getattr(kind, name)
    label = f"{kind.__name__}.{name}".ljust(40).encode()

    @wraps(call)
    def marked(*arguments: Any, **named: Any) -> Any:
        os.pwrite(stage, label, 0)
        try:
            return call(*arguments, **named)
        finally:
            os.pwrite(stage, b"between".ljust(40), 0)

    setattr(kind, name, marked)
