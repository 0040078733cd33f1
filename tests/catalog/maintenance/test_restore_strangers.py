"""Backups from anywhere: what is wrong is one sentence, and the shop that was there is as it was."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.catalog import Catalog
from catalog.errors import BackupError
from catalog.maintenance.archive import Kept
from catalog.maintenance.backup import back_up
from catalog.maintenance.restore import restore
from catalog.maintenance.untrusted_records import ProductRow, UntrustedRecords
from catalog.models import Filters, Origin, Trait
from catalog.storage.encodings import Model
from catalog.storage.store import ProductStore
from tests.catalog.maintenance.strangers import KINDS, SAYS, Damage, Members, fitting, rewritten, sql
from tests.catalog.stock import CURVE, DIM, direction, fill, ids, record
from tests.open_files import open_files


def quiet(what: str, done: int, total: int) -> None:
    """Nobody looks on."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a shop, and the backup of another."""
    folder = tmp_path_factory.mktemp("made")

    async def make() -> None:
        for name, products in (("theirs", ("a", "b", "c")), ("shop", ("x", "b"))):
            async with Catalog(folder / name, "model-a", DIM) as shop:
                await fill(shop, [record(one) for one in products])
        await back_up(folder / "theirs", folder / "backup.zip", quiet)

    asyncio.run(make())
    shutil.rmtree(folder / "theirs")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """All files but the locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.fault("backup with {case}", "refused with a sentence, not a byte of the shop is another")
async def test_a_strangers_backup_changes_nothing(
    made: Path, tmp_path: Path, kind: str, record_property: Callable[[str, object], None]
) -> None:
    """Whatever its manifest says; the sentence tells what is wrong."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    KINDS[kind](tmp_path / "backup.zip")
    before = contents(tmp_path)
    with pytest.raises(BackupError) as refused:
        await restore(tmp_path / "shop", tmp_path / "backup.zip", quiet, replace=True)
    assert contents(tmp_path) == before
    said = str(refused.value)
    assert "backup.zip" in said
    assert "\n" not in said
    assert len(said) < 400
    assert SAYS.get(kind, "") in said
    record_property("seen", said.partition("backup.zip")[2].strip())


def test_every_archive_of_a_stranger_takes_little_memory(made: Path, tmp_path: Path) -> None:
    """Whatever unpacks to gigabytes, or takes a hundred times its size in memory: one process, all archives, 256 MB."""
    shutil.copytree(made / "shop", tmp_path / "shop")
    for number, damage in enumerate(KINDS.values()):
        shutil.copy(made / "backup.zip", tmp_path / f"{number}.zip")
        damage(tmp_path / f"{number}.zip")
    command = [sys.executable, "-m", "tests.catalog.maintenance.strangers", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    told = json.loads(done.stdout)
    assert len(told["said"]) == len(KINDS)
    assert told["peak_kb"] < 256 * 1024


async def opened_after(made: Path, folder: Path, damage: Damage | None = None, dim: int = DIM) -> list[str]:
    """The ids that a shop finds after a restore, newest first; records, pictures and index agree."""
    shutil.copy(made / "backup.zip", folder / "backup.zip")
    if damage is not None:
        damage(folder / "backup.zip")
    await restore(folder / "new", folder / "backup.zip", quiet)
    async with Catalog(folder / "new", "model-a", dim) as shop:
        assert (await shop.verify()).healthy
        return [one.product.id for one in await shop.list(100)]


_DELETES = "BEGIN DELETE FROM products; END;"


@pytest.mark.parametrize(
    "script",
    [
        f"CREATE TRIGGER t1 AFTER INSERT ON models {_DELETES} CREATE TRIGGER t2 AFTER DELETE ON unindexed {_DELETES}",
        "CREATE TABLE more (a); INSERT INTO more VALUES (zeroblob(100)); ALTER TABLE products ADD COLUMN evil",
        "CREATE INDEX i ON products (seq, abs(seq)) WHERE seq > 1",
        "DELETE FROM product_words; DELETE FROM product_traits; DELETE FROM unindexed; DELETE FROM changes",
        "UPDATE products SET price = -1, available = 7, group_key = x'00'",
    ],
    ids=["triggers", "more tables and columns", "an index", "nothing to find products by", "derived columns"],
)
@pytest.mark.fault("backup whose database has {case} of its own", "left out; products are found as ever")
async def test_only_values_come_out_of_a_strangers_database(made: Path, tmp_path: Path, script: str) -> None:
    """What else there is has no say at any later start, and what can be made from the values is made anew."""
    assert await opened_after(made, tmp_path, sql(script)) == ["c", "b", "a"]
    with closing(sqlite3.connect(tmp_path / "new" / "products.sqlite3")) as database:
        schemas = database.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        assert database.execute("SELECT count(*) FROM product_words WHERE title <> ''").fetchone() == (3,)
        assert database.execute("SELECT DISTINCT price, available, group_key FROM products").fetchall() == [
            (200_000, 1, "")
        ]
    with closing(sqlite3.connect(made / "shop" / "products.sqlite3")) as database:
        assert schemas == database.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()


async def test_products_are_numbered_anew(made: Path, tmp_path: Path) -> None:
    """The highest number there is would leave none for the next product, and a high one would take memory."""
    highest = "UPDATE products SET seq = 9223372036854775807 WHERE seq = 3; UPDATE sqlite_sequence SET seq = seq * 99"
    assert await opened_after(made, tmp_path, sql(f"PRAGMA foreign_keys = OFF; {highest}")) == ["c", "b", "a"]
    async with Catalog(tmp_path / "new", "model-a", DIM) as shop:
        await fill(shop, [record("d")])
        assert [seq for seq, _ in await shop.walk(0, 10)] == [1, 2, 3, 4]


async def test_vectors_under_the_name_of_a_model_that_is_longer_wait_to_be_encoded(made: Path, tmp_path: Path) -> None:
    """The name of a model is no secret; products with such vectors are listed, and encoded from their pictures."""
    assert await opened_after(made, tmp_path, dim=32) == ["c", "b", "a"]
    async with Catalog(tmp_path / "new", "model-a", 32) as shop:
        assert sorted(await shop.needing_encoding()) == ["a", "b", "c"]
        assert ids(await shop.search(direction(1, 32), Filters(), CURVE)) == []


async def test_a_picture_may_be_larger_than_the_list_of_files(made: Path, tmp_path: Path) -> None:
    """What bounds the list of a small backup does not bound what is in it."""
    data = bytes(9 << 20)
    key = hashlib.sha256(data).hexdigest()

    def change(members: Members, manifest: dict[str, Any]) -> None:
        members[f"pictures/{key[:2]}/{key}.jpg"] = data
        fitting(members, manifest)

    shutil.copy(made / "backup.zip", tmp_path / "backup.zip")
    rewritten(change)(tmp_path / "backup.zip")
    assert await restore(tmp_path / "new", tmp_path / "backup.zip", quiet) == Kept(3, 4)


@pytest.mark.parametrize("version", [5, 6])
async def test_backups_of_older_versions_come_back(tmp_path: Path, version: int) -> None:
    """All that they hold: products, tombstones, feeds, traits, words."""
    file = Path(__file__).parent / "backups" / f"version_{version}.zip"
    assert await restore(tmp_path / "shop", file, quiet) == Kept(2, 3)
    async with Catalog(tmp_path / "shop", "model-a", DIM) as shop:
        assert (await shop.verify()).healthy
        origins = await shop.origins("feed.csv")
        assert origins["p2"] == Origin("feed.csv", "r2", "model-a", removed=True)
        one, two = await shop.list(10)
        assert two.product.title == "Boots in red"
        assert one.product.sale_price == Decimal(15)
        assert one.traits["colours"] == (Trait("green", 0.8, share=0.6),)
        assert one.content_hash == "hash1"
        assert all(shop.picture_path(record.picture) for record in (one, two))
        assert ids(await shop.search(one.vector, Filters(), CURVE))[0] == "p1"
        assert ids(await shop.search(None, Filters(), CURVE, words="suede boots", names="suede")) == ["p1"]
        assert ids(await shop.search(None, Filters(required={"colours": ("green",)}), CURVE)) == ["p1"]


async def test_versions_of_feeds_come_back(made: Path, tmp_path: Path) -> None:
    """The next sync asks whether there is a newer one."""
    await opened_after(made, tmp_path, sql("INSERT INTO feeds VALUES ('feed.csv', '\"7\"', 'then', 0)"))
    with closing(sqlite3.connect(tmp_path / "new" / "products.sqlite3")) as database:
        assert database.execute("SELECT * FROM feeds").fetchall() == [("feed.csv", '"7"', "then", 0)]


async def test_vectors_of_other_models_come_back_to_be_indexed(made: Path, tmp_path: Path) -> None:
    """The way back to the model before is as short as it was; no index has them."""
    script = (
        "INSERT INTO encodings SELECT seq, 'model-b', 1, vector, traits FROM products WHERE seq > 1;"
        "INSERT INTO models VALUES ('previous', 'b', 'model-b', 16)"
    )
    await opened_after(made, tmp_path, sql(script))
    store = ProductStore(tmp_path / "new" / "products.sqlite3")
    assert store.encodings.model("previous") == Model("b", "model-b", DIM)
    assert store.encodings.unindexed("model-b").keys() == {2, 3}
    assert [one.seq for one in store.encodings.lacking("model-b", 0, 10)] == [1]
    store.close()


def test_rows_that_share_their_pages_are_not_read_for_ever(made: Path, tmp_path: Path) -> None:
    """What is read by value is no more than the file has; SQLite makes no more steps than it takes."""
    with zipfile.ZipFile(made / "backup.zip") as archive:
        records = Path(archive.extract("products.sqlite3", tmp_path))
    with UntrustedRecords(records, records.stat().st_size) as untrusted:
        assert len([*untrusted.rows(ProductRow)]) == 3
    with UntrustedRecords(records, 1000) as untrusted, pytest.raises(ValueError, match="more than its size"):
        [*untrusted.rows(ProductRow)]
    with UntrustedRecords(records, -100_000) as untrusted, pytest.raises(ValueError, match="interrupted"):
        [*untrusted.rows(ProductRow)]


def test_a_strangers_database_is_opened_with_distrust(made: Path, tmp_path: Path) -> None:
    """As SQLite advises; it is closed again, and can be deleted wherever open files cannot."""
    with zipfile.ZipFile(made / "backup.zip") as archive:
        records = Path(archive.extract("products.sqlite3", tmp_path))
    with UntrustedRecords(records, records.stat().st_size) as untrusted:
        asked = {
            name: untrusted._db.execute(f"PRAGMA {name}").fetchone()[0]  # noqa: SLF001 - another connection has its own
            for name in ("trusted_schema", "cell_size_check", "query_only")
        }
        assert records in open_files()
    assert asked == {"trusted_schema": 0, "cell_size_check": 1, "query_only": 1}
    assert records not in open_files()


def test_a_strangers_database_that_is_refused_is_closed(tmp_path: Path) -> None:
    """While its error is still told: it is deleted then, which nobody can where it is open."""
    records = tmp_path / "products.sqlite3"
    records.write_bytes(b"no database" * 1000)
    with pytest.raises(ValueError, match="its schema cannot be read") as refused, UntrustedRecords(records, 11_000):
        pass
    assert refused.tb is not None
    assert records not in open_files()
