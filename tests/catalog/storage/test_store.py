"""The records' file: its upgrade from an older version, and tombstones."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from catalog.errors import CatalogUnavailable
from catalog.models import Origin, Product, Validators
from catalog.storage import codec, schema
from catalog.storage import store as store_module
from catalog.storage.store import ProductStore
from tests.catalog.stock import record, seen
from tests.open_files import open_files

_VERSION_1: Final = """
CREATE TABLE products (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, price INTEGER,
    available INTEGER NOT NULL, picture TEXT NOT NULL, content_hash TEXT NOT NULL, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, vector BLOB NOT NULL, traits TEXT NOT NULL, product TEXT NOT NULL
);
CREATE INDEX products_by_picture ON products (picture);
CREATE INDEX products_by_fingerprint ON products (fingerprint);
CREATE TABLE product_traits (
    product INTEGER NOT NULL REFERENCES products (seq) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
    strength REAL NOT NULL, PRIMARY KEY (product, name, value)
) WITHOUT ROWID;
CREATE INDEX traits_by_value ON product_traits (name, value, strength, product);
CREATE TABLE unindexed (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE product_words USING fts5 (id, title, brand, tokenize = 'unicode61 remove_diacritics 2');
PRAGMA user_version = 1;
"""

BOOTS: Final = record("a", traits={"category": seen("boots")}, sizes=("M",))


def version_1(path: Path, product: Product = BOOTS.product) -> None:
    """A file as version 1 wrote it, with one product."""
    db = sqlite3.connect(path)
    db.executescript(_VERSION_1)
    db.execute(
        "INSERT INTO products VALUES (7, 'a', 'model-a', 200000, 1, ?, ?, 'then', 'then', ?, ?, ?)",
        (
            BOOTS.picture,
            BOOTS.content_hash,
            codec.vector_to_bytes(BOOTS.vector),
            codec.traits_to_json(BOOTS.traits),
            codec.product_to_json(product),
        ),
    )
    db.execute("INSERT INTO product_traits VALUES (7, 'category', 'boots', 0.9)")
    db.execute("INSERT INTO product_words (rowid, id, title, brand) VALUES (7, 'a', 'Product a', '')")
    db.commit()
    db.close()


def test_an_older_file_learns_what_products_are_found_by(tmp_path: Path) -> None:
    """Words, brand, codes and sale come out of an upgrade as they do out of a write."""
    shoe = replace(
        BOOTS.product, brand="New Balance", sku="NB-574 x", sale_price=Decimal("15"), facts={"material": "Suède"}
    )
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    version_1(old, shoe)
    upgraded, fresh = ProductStore(old), ProductStore(new)
    fresh.put([replace(BOOTS, product=shoe)], "model-a")
    found = [
        [
            db.execute("SELECT brand, on_sale, title, others FROM product_words").fetchall(),
            db.execute("SELECT code FROM product_codes ORDER BY code").fetchall(),
            db.execute("SELECT value FROM product_traits WHERE name = 'brand'").fetchall(),
        ]
        for db in (sqlite3.connect(old), sqlite3.connect(new))
    ]
    assert found[0] == found[1]
    assert found[0] == [
        [("New Balance", 1, "product a", "new balance suede")],
        [("a",), ("nb574x",)],
        [("new balance",)],
    ]
    assert upgraded.lookup.coded("nb 574-X") == [7]
    upgraded.close()
    fresh.close()


def test_an_older_file_is_upgraded_with_all_it_holds(tmp_path: Path) -> None:
    """Records, traits and words are there afterwards, and the file can be written to."""
    path = tmp_path / "products.sqlite3"
    version_1(path)
    store = ProductStore(path)
    kept = store.get("a")
    assert kept is not None
    assert kept.product == BOOTS.product
    (light,) = store.lookup.light([7], "model-a")
    assert (light.title, light.price) == ("product a", 200000)
    assert (7, "category", "boots", 0.9) in store.lookup.traits([7])
    store.put([record("b"), BOOTS], "model-a", "feed", {"a": "hash"})
    assert [one.product.id for one in store.newest(5, 0)] == ["b", "a"]
    store.close()


def test_an_upgrade_that_breaks_off_leaves_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing: the next start upgrades again."""
    path = tmp_path / "products.sqlite3"
    version_1(path)
    with monkeypatch.context() as broken:
        broken.setattr(schema, "UPGRADES", schema.UPGRADES | {2: f"{schema.UPGRADES[2]} DROP TABLE nowhere;"})
        with pytest.raises(Exception, match="nowhere"):
            ProductStore(path)
    store = ProductStore(path)
    assert store.count() == 1
    store.close()


def test_a_tombstone_is_not_there_until_it_is_revived(tmp_path: Path) -> None:
    """No way of reading shows it, the index is told, and it comes back as it was."""
    store = ProductStore(tmp_path / "products.sqlite3")
    store.put([BOOTS, record("b")], "m", "feed", {"a": "hash"})
    store.mark_indexed()
    seq = store.lookup.numbers(["a"])["a"]
    store.soft_delete(["a"])
    assert store.get("a") is None
    assert store.count() == store.count("m") == store.figures("m").products == 1
    assert store.figures("m").categories == {}
    assert store.origins.sources(["a", "b"]) == {"b": "feed"}
    assert store.ids("m") == {one for _, one, _ in store.vectors("m")} == {"b"}
    assert [one.product.id for one in store.newest(5, 0)] == ["b"]
    assert store.lookup.numbers(["a"]) == {}
    assert store.lookup.light([seq], "m") == []
    assert seq not in store.lookup.live_seqs()
    assert store.unindexed("m") == ({}, ["a"])
    assert BOOTS.picture in store.used_pictures()
    store.mark_indexed()
    store.undelete(["a", "b"])
    kept = store.get("a")
    assert kept is not None
    assert kept.product == BOOTS.product
    assert set(store.unindexed("m")[0]) == {"a"}
    assert [light.title for light in store.lookup.light([seq], "m")] == ["product a"]
    store.close()


def test_old_tombstones_are_purged_with_their_pictures(tmp_path: Path) -> None:
    """Live products and younger tombstones stay."""
    store = ProductStore(tmp_path / "products.sqlite3")
    store.put([BOOTS, record("b")], "m")
    store.soft_delete(["a"])
    now = datetime.now(UTC)
    assert store.purge(now - timedelta(days=30)) == []
    assert store.purge(now + timedelta(days=1)) == [BOOTS.picture]
    store.undelete(["a"])
    assert store.count() == 1
    store.close()


def test_a_product_remembers_its_feed_until_it_is_told_otherwise(tmp_path: Path) -> None:
    """Encoding again names no feed, so that the next sync still knows the product; adding by hand names none."""
    store = ProductStore(tmp_path / "products.sqlite3")
    store.put([BOOTS, record("b")], "old", "feed", {"a": "row a", "b": "row b"})
    store.put([BOOTS], "new")
    store.soft_delete(["b"])
    assert [(one, origin) for _, one, origin in store.origins.of("feed")] == [
        ("a", Origin("feed", "row a", "new", removed=False)),
        ("b", Origin("feed", "row b", "old", removed=True)),
    ]
    kept = store.kept(["b", "c"])
    assert [(one.product, origin.removed) for one, origin in kept.values()] == [(record("b").product, True)]
    store.put([BOOTS], "new", "")
    assert store.origins.sources(["a", "b", "c"]) == {"a": ""}
    store.close()


def test_the_index_hears_of_new_vectors_only(tmp_path: Path) -> None:
    """A new price leaves the vector where it is; another vector, another model and a return do not."""
    store = ProductStore(tmp_path / "products.sqlite3")
    cheaper = record("a", price="5.00")
    for records, fingerprint, heard in (
        ([record("a")], "m", {"a"}),
        ([cheaper], "m", set()),
        ([record("a", vector=-cheaper.vector)], "m", {"a"}),
        ([record("a", vector=-cheaper.vector)], "m2", {"a"}),
    ):
        store.put(records, fingerprint)
        assert set(store.unindexed(fingerprint)[0]) == heard
        store.mark_indexed()
    store.soft_delete(["a"])
    store.mark_indexed()
    store.put([record("a", vector=-cheaper.vector)], "m2")
    assert set(store.unindexed("m2")[0]) == {"a"}
    store.close()


def test_a_change_by_another_connection_is_seen(tmp_path: Path) -> None:
    """What was read before is read again once somebody else has written."""
    path = tmp_path / "products.sqlite3"
    store, other = ProductStore(path), ProductStore(path)
    store.put([BOOTS], "m")
    assert store.get("a") is not None
    other.put([record("a", title="Changed")], "m")
    changed = store.get("a")
    assert changed is not None
    assert changed.product.title == "Changed"
    store.close()
    other.close()


def test_a_feeds_version_holds_as_long_as_its_products_are_there(tmp_path: Path) -> None:
    """One that was removed, or encoded by another model, has to be brought in again."""
    store = ProductStore(tmp_path / "products.sqlite3")
    store.put([BOOTS, record("b")], "m", "feed")
    version = Validators('"1"', "then")
    assert store.origins.validators("feed", "m") is None
    store.origins.note("feed", version, "m")
    assert store.origins.validators("feed", "m") == version
    assert store.origins.validators("feed", "other model") is None
    store.remove(["b"])
    assert store.origins.validators("feed", "m") is None
    store.close()


def test_a_power_cut_loses_no_record(tmp_path: Path) -> None:
    """What is committed is on the disk: SQLite waits for it each time."""
    with closing(ProductStore(tmp_path / "products.sqlite3")) as store:
        database = store._db  # noqa: SLF001 - another connection has its own setting
        assert database.execute("PRAGMA synchronous").fetchone() == (2,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_store_is_opened_and_read_while_another_process_writes(tmp_path: Path) -> None:
    """Its own writing waits, for a while and not for ever; the sentence names the file."""
    path = tmp_path / "products.sqlite3"
    with closing(ProductStore(path)) as store:
        store.put([BOOTS], "m")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer, pytest.MonkeyPatch.context() as patched:
        writer.execute("BEGIN IMMEDIATE")
        patched.setattr(store_module, "_BUSY_S", 0.1)
        with closing(ProductStore(path)) as store:
            assert store.get("a") is not None
            with pytest.raises(CatalogUnavailable, match=r"products\.sqlite3 cannot be used: database is locked"):
                store.put([record("b")], "m")
            writer.execute("ROLLBACK")
            store.put([record("b")], "m")
            assert store.count() == 2


def test_a_file_of_the_next_version_is_left_alone(tmp_path: Path) -> None:
    """What this program does not know it could only spoil."""
    path = tmp_path / "products.sqlite3"
    ProductStore(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(CatalogUnavailable, match="newer version of shoplens"):
        ProductStore(path)
    assert path.read_bytes() == before


def test_a_closed_store_gives_its_file_back(tmp_path: Path) -> None:
    """Whoever restores a backup puts another in its place."""
    path = tmp_path / "products.sqlite3"
    store = ProductStore(path)
    assert path in open_files()
    store.close()
    assert path not in open_files()


def test_nothing_of_a_removed_product_is_found(tmp_path: Path) -> None:
    """Its traits, words and codes go with it; the ids that were there are told, and the index hears of them alone."""
    path = tmp_path / "products.sqlite3"
    with closing(ProductStore(path)) as store:
        store.put([BOOTS, record("b")], "m")
        store.mark_indexed()
        assert store.remove(["a", "nowhere"]) == (["a"], [BOOTS.picture])
        assert store.unindexed("m") == ({}, ["a"])
    with closing(sqlite3.connect(path)) as database:
        tables = ("product_traits WHERE value = 'boots'", "product_words WHERE title = 'product a'")
        counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608 - constants
        assert counts == [0, 0]
        assert database.execute("SELECT code FROM product_codes").fetchall() == [("b",)]


def test_whoever_walks_through_all_vectors_gets_them_in_parts(tmp_path: Path) -> None:
    """A million at once would take the memory of the shop; so would all that an index lacks."""
    with closing(ProductStore(tmp_path / "products.sqlite3")) as store:
        store.put([record(f"p{number}") for number in range(501)], "m")
        first = store.vectors("m")
        assert len(first) == 500
        assert [product for _, product, _ in store.vectors("m", after=first[-1][0])] == ["p500"]
        missing, gone = store.unindexed("m")
        assert (len(missing), gone) == (500, [])
        store.mark_indexed(missing)
        assert len(store.unindexed("m")[0]) == store.count_unindexed() == 1


def test_the_index_can_be_said_to_differ(tmp_path: Path) -> None:
    """For some products and not for others; the same where that is said twice, and until it is put right."""
    with closing(ProductStore(tmp_path / "products.sqlite3")) as store:
        store.put([BOOTS, record("b")], "m")
        store.mark_indexed()
        store.mark_unindexed(["a", "b"])
        store.mark_unindexed(["a", "gone"])
        assert store.count_unindexed() == 3
        store.mark_indexed(["b", "gone"])
        assert set(store.unindexed("m")[0]) == {"a"}


def test_vectors_of_another_length_are_another_models(tmp_path: Path) -> None:
    """Whoever named them after the one that serves; those of the right length stay."""
    with closing(ProductStore(tmp_path / "products.sqlite3")) as store:
        store.put([BOOTS], "m")
        store.disown("m", len(BOOTS.vector))
        assert store.stale_ids("m") == []
        store.disown("m", 7)
        assert store.stale_ids("m") == ["a"]
        assert store.ids("m") == set()
        assert store.count(f"m of {len(BOOTS.vector)} dimensions") == 1


def test_a_write_that_fails_leaves_nothing_and_blocks_nobody(tmp_path: Path) -> None:
    """Its error comes out, half of it does not stay, and the next write is done."""
    path = tmp_path / "products.sqlite3"
    with closing(ProductStore(path)) as store:
        with closing(sqlite3.connect(path)) as database:
            database.execute(
                "CREATE TRIGGER full AFTER INSERT ON products WHEN NEW.id = 'b'"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
            with pytest.raises(CatalogUnavailable, match="no room"):
                store.put([BOOTS, record("b")], "m")
            assert store.count() == 0
            database.execute("DROP TRIGGER full")
            database.execute(
                "CREATE TRIGGER full AFTER INSERT ON products WHEN NEW.id = 'b'"
                " BEGIN SELECT RAISE(ROLLBACK, 'no room'); END"
            )
            with pytest.raises(CatalogUnavailable, match="no room"):
                store.put([BOOTS, record("b")], "m")
        store.put([record("c")], "m")
        assert store.ids("m") == {"c"}
