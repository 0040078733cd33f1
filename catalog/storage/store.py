"""The source of truth: every product with its vector and traits, in one SQLite file.

Why not the vector index: Chroma's folder can be lost to a crash, a full disk or a second writer
without a word, so that it is only ever a copy of what is committed here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from catalog.errors import CatalogUnavailable
from catalog.models import Origin, Record, Vector
from catalog.storage import codec, schema
from catalog.storage.encodings import Encodings
from catalog.storage.origins import COLUMNS, Origins, origin
from catalog.storage.search_rows import Lookup, put_traits, put_words
from catalog.words import code_of, joined

_CHUNK: Final = 500
_CACHE_KB: Final = 32_000
_BUSY_S: Final = 30.0
"""How long to wait for another process that writes; single transactions take far less."""


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """Counts of what is kept.  `stale` products were encoded by another model."""

    products: int
    stale: int
    out_of_stock: int
    without_price: int
    categories: Mapping[str, int]


class ProductStore:
    """One connection, to be used from the thread that built it; others may have the same file open.

    Raises `CatalogUnavailable` for a file that cannot be read, is damaged, or is of a newer version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._translated():
            self._db = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._db.create_function("joined_words", 1, joined, deterministic=True)
        self._db.create_function("code_of", 1, code_of, deterministic=True)
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > schema.VERSION:
            raise CatalogUnavailable(f"{self._path} was written by a newer version of shoplens; please update shoplens")
        if version < schema.VERSION:
            upgrades = (
                "".join(schema.UPGRADES[old] for old in range(version, schema.VERSION)) if version else schema.TABLES
            )
            self._db.executescript(f"BEGIN IMMEDIATE; {upgrades} PRAGMA user_version = {schema.VERSION}; COMMIT;")
        self._db.execute("PRAGMA foreign_keys = ON")
        self.encodings = Encodings(self._db, self._translated, self._transaction)
        self.origins = Origins(self._db, self._translated, self._transaction)
        # What is read is read from here, so that no query shows a tombstone.
        self._db.execute("CREATE TEMP VIEW live AS SELECT * FROM products WHERE removed_at IS NULL")
        self.lookup = Lookup(self._db, self._translated)

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def put(
        self,
        records: Sequence[Record],
        fingerprint: str,
        source: str | None = None,
        row_hashes: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Add or replace `records` in one commit; returns the picture keys that nothing uses any more.

        `source` names the feed they came from ("" by hand), `row_hashes` maps ids to the hashes of its rows;
        without a source both stay as they are.
        """
        by_id = {record.product.id: record for record in records}
        records = [replace(record, product=codec.with_sound_prices(record.product)) for record in by_id.values()]
        rows = [row_of(record, fingerprint, source, row_hashes or {}) for record in records]
        with self._transaction():
            kept = self._standing([row["id"] for row in rows])
            seqs = [self._db.execute(_PUT, row).fetchone()[0] for row in rows]
            put_traits(self._db, [(seq, one.product, one.traits) for seq, one in zip(seqs, records, strict=True)])
            put_words(self._db, [(seq, record.product) for seq, record in zip(seqs, records, strict=True)])
            # The index need not hear of a new price.
            changed = [row["id"] for row in rows if kept.get(row["id"], ())[1:] != (fingerprint, row["vector"], None)]
            self._db.executemany("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", [(one,) for one in changed])
            return self._unused({picture for picture, *_ in kept.values()})

    def _standing(self, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """Picture, model, vector and time of removal by id, of those that are there."""
        sql = (
            "SELECT id, picture, fingerprint, vector, removed_at FROM products"
            " WHERE id IN (SELECT value FROM json_each(?))"
        )
        return {row[0]: row[1:] for row in self._db.execute(sql, (_json(ids),))}

    def remove(self, ids: Sequence[str]) -> tuple[list[str], list[str]]:
        """Remove products in one commit; returns the ids that were there and the pictures now unused."""
        with self._transaction():
            before = self._pictures(ids)
            removed = []
            for product_id in ids:
                row = self._db.execute(
                    "DELETE FROM products WHERE id = ? RETURNING seq, removed_at", (product_id,)
                ).fetchone()
                if row is not None and row[1] is None:
                    self._db.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", (product_id,))
                    removed.append(product_id)
            return removed, self._unused(before)

    def soft_delete(self, ids: Sequence[str]) -> None:
        """Make tombstones of live products in one commit."""
        with self._transaction():
            for product_id in ids:
                deleted = self._db.execute(
                    "UPDATE products SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
                    (datetime.now(UTC).isoformat(), product_id),
                )
                if deleted.rowcount:
                    self._db.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", (product_id,))

    def undelete(self, ids: Sequence[str]) -> None:
        """Make live products of tombstones in one commit."""
        with self._transaction():
            for product_id in ids:
                revived = self._db.execute(
                    "UPDATE products SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL", (product_id,)
                )
                if revived.rowcount:
                    self._db.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", (product_id,))

    def purge(self, before: datetime) -> list[str]:
        """Forget tombstones older than `before` (UTC) in one commit; returns the pictures now unused."""
        with self._transaction():
            rows = self._db.execute(
                "DELETE FROM products WHERE removed_at < ? RETURNING picture", (before.isoformat(),)
            )
            return self._unused({row[0] for row in rows.fetchall()})

    def get(self, product_id: str) -> Record | None:
        """One record, whichever model encoded it."""
        return self.records([product_id]).get(product_id)

    def records(self, ids: Collection[str]) -> dict[str, Record]:
        """Records by id; what is not there is left out."""
        return {record.product.id: record for record in self.records_of(self.lookup.numbers(ids).values()).values()}

    def records_of(self, seqs: Collection[int]) -> dict[int, Record]:
        """Records by sequence number; what is not there is left out."""
        sql = (
            "SELECT seq, product, vector, traits, picture, content_hash FROM live"
            " WHERE seq IN (SELECT value FROM json_each(?))"
        )
        with self._translated():
            return {seq: _record(columns) for seq, *columns in self._db.execute(sql, (_json(seqs),))}

    def newest(self, limit: int, offset: int) -> list[Record]:
        """A page of all records, newest first."""
        sql = "SELECT product, vector, traits, picture, content_hash FROM live ORDER BY seq DESC LIMIT ? OFFSET ?"
        with self._translated():
            return [_record(columns) for columns in self._db.execute(sql, (limit, offset))]

    def walk(self, after: int, limit: int) -> list[tuple[int, Record]]:
        """The next (sequence number, record), oldest first, for walking through all."""
        sql = "SELECT seq, product, vector, traits, picture, content_hash FROM live WHERE seq > ? ORDER BY seq LIMIT ?"
        with self._translated():
            return [(seq, _record(columns)) for seq, *columns in self._db.execute(sql, (after, limit))]

    def count(self, fingerprint: str | None = None) -> int:
        """How many products there are, or how many one model encoded."""
        sql = "SELECT count(*) FROM live WHERE ? IS NULL OR fingerprint = ?"
        with self._translated():
            return int(self._db.execute(sql, (fingerprint, fingerprint)).fetchone()[0])

    def kept(self, ids: Collection[str]) -> dict[str, tuple[Record, Origin]]:
        """Products and where they came from by id, tombstones too; what is not there is left out."""
        sql = (
            f"SELECT id, product, vector, traits, picture, content_hash, {COLUMNS} FROM products"  # noqa: S608 - a constant and placeholders
            " WHERE id IN (SELECT value FROM json_each(?))"
        )
        with self._translated():
            rows = self._db.execute(sql, (_json(ids),))
            return {product_id: (_record(columns[:5]), origin(*columns[5:])) for product_id, *columns in rows}

    def vectors(self, fingerprint: str, after: int = 0, limit: int = _CHUNK) -> list[tuple[int, str, Vector]]:
        """The next (sequence number, id, vector) of one model's products, for walking through all."""
        sql = "SELECT seq, id, vector FROM live WHERE fingerprint = ? AND seq > ? ORDER BY seq LIMIT ?"
        with self._translated():
            rows = self._db.execute(sql, (fingerprint, after, limit)).fetchall()
        return [(seq, product_id, codec.vector_from_bytes(blob)) for seq, product_id, blob in rows]

    def vectors_of(self, ids: Collection[str], fingerprint: str) -> dict[str, Vector]:
        """Ids and vectors of those of `ids` that one model encoded."""
        sql = "SELECT id, vector FROM live WHERE id IN (SELECT value FROM json_each(?)) AND fingerprint = ?"
        with self._translated():
            rows = self._db.execute(sql, (_json(ids), fingerprint)).fetchall()
        return {product_id: codec.vector_from_bytes(blob) for product_id, blob in rows}

    def ids(self, fingerprint: str) -> set[str]:
        """Ids of all products that one model encoded."""
        with self._translated():
            return {row[0] for row in self._db.execute("SELECT id FROM live WHERE fingerprint = ?", (fingerprint,))}

    def stale_ids(self, fingerprint: str) -> list[str]:
        """Ids of all products that another model encoded, oldest first."""
        with self._translated():
            sql = "SELECT id FROM live WHERE fingerprint <> ? ORDER BY seq"
            return [row[0] for row in self._db.execute(sql, (fingerprint,))]

    def unindexed(self, fingerprint: str) -> tuple[dict[str, Vector], list[str]]:
        """What the index has not confirmed: vectors to put there, and ids to take out of it."""
        sql = "SELECT u.id, p.vector FROM unindexed u LEFT JOIN live p ON p.id = u.id AND p.fingerprint = ? LIMIT ?"
        with self._translated():
            rows = self._db.execute(sql, (fingerprint, _CHUNK)).fetchall()
        vectors = {product_id: codec.vector_from_bytes(blob) for product_id, blob in rows if blob is not None}
        return vectors, [product_id for product_id, blob in rows if blob is None]

    def mark_unindexed(self, ids: Collection[str]) -> None:
        """Note that the index differs for these products."""
        with self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", [(one,) for one in ids])

    def mark_indexed(self, ids: Collection[str] | None = None) -> None:
        """Note that the index has these products as they are here; None means all of them."""
        with self._transaction():
            if ids is None:
                self._db.execute("DELETE FROM unindexed")
            else:
                self._db.executemany("DELETE FROM unindexed WHERE id = ?", [(product_id,) for product_id in ids])

    def count_unindexed(self) -> int:
        """How many products the index has not confirmed."""
        with self._translated():
            return int(self._db.execute("SELECT count(*) FROM unindexed").fetchone()[0])

    def disown(self, fingerprint: str, dim: int) -> None:
        """Count as another model's what is said to be this one's and is of another length; all of a model's are of one.

        Whoever made a backup may have written any name to the vectors.
        """
        with self._transaction():
            for table in ("products", "encodings"):
                sql = f"SELECT length(vector) / 4 FROM {table} WHERE fingerprint = ? LIMIT 1"  # noqa: S608 - names of ours
                row = self._db.execute(sql, (fingerprint,)).fetchone()
                if row is not None and row[0] != dim:
                    sql = f"UPDATE {table} SET fingerprint = ? WHERE fingerprint = ?"  # noqa: S608 - as above
                    self._db.execute(sql, (f"{fingerprint} of {row[0]} dimensions", fingerprint))

    def used_pictures(self) -> set[str]:
        """Keys of all pictures in use, tombstones' included."""
        with self._translated():
            return {row[0] for row in self._db.execute("SELECT DISTINCT picture FROM products")}

    def figures(self, fingerprint: str) -> StoreFigures:
        """Counts for an owner."""
        sql = f"""SELECT count(*), total(fingerprint <> ?), total(NOT available), total({codec.PRICE_KEY} IS NULL)
            FROM live"""  # noqa: S608 - a constant
        best = (
            "SELECT value, count(*) AS n FROM (SELECT value, max(strength) FROM product_traits"
            " WHERE name = 'category' AND product NOT IN (SELECT seq FROM products WHERE removed_at IS NOT NULL)"
            " GROUP BY product) GROUP BY value ORDER BY n DESC, value"
        )
        with self._translated():
            counts = [int(n) for n in self._db.execute(sql, (fingerprint,)).fetchone()]
            categories = dict(self._db.execute(best).fetchall())
        return StoreFigures(counts[0], counts[1], counts[2], counts[3], categories)

    def _pictures(self, ids: Sequence[str]) -> set[str]:
        sql = "SELECT DISTINCT picture FROM products WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(sql, (_json(ids),))}

    def _unused(self, keys: set[str]) -> list[str]:
        sql = "SELECT 1 FROM products WHERE picture = ? LIMIT 1"
        return [key for key in sorted(keys) if self._db.execute(sql, (key,)).fetchone() is None]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise CatalogUnavailable(f"the product records in {self._path} cannot be used: {error}") from error


_PUT: Final = """
INSERT INTO products (product, traits, vector, fingerprint, picture, content_hash, price, available,
    group_key, source, row_hash, updated_at, id, created_at)
VALUES (:product, :traits, :vector, :fingerprint, :picture, :content_hash, :price, :available,
    :group_key, coalesce(:source, ''), coalesce(:row_hash, ''), :now, :id, :now)
ON CONFLICT (id) DO UPDATE SET
    product = excluded.product, traits = excluded.traits, vector = excluded.vector,
    fingerprint = excluded.fingerprint, picture = excluded.picture, content_hash = excluded.content_hash,
    price = excluded.price, available = excluded.available, group_key = excluded.group_key,
    source = coalesce(:source, source), row_hash = coalesce(:row_hash, row_hash),
    updated_at = excluded.updated_at, removed_at = NULL
RETURNING seq
"""


def row_of(record: Record, fingerprint: str, source: str | None, row_hashes: Mapping[str, str]) -> dict[str, Any]:
    """The columns of `products` by name, and `now`."""
    product = record.product
    return {
        "product": codec.product_to_json(product),
        "traits": codec.traits_to_json(record.traits),
        "vector": codec.vector_to_bytes(record.vector),
        "fingerprint": fingerprint,
        "picture": record.picture,
        "content_hash": record.content_hash,
        "price": None if product.current_price is None else codec.price_key(product.current_price),
        "available": product.available,
        "group_key": product.group,
        "source": source,
        "row_hash": None if source is None else row_hashes.get(product.id, ""),
        "now": datetime.now(UTC).isoformat(),
        "id": product.id,
    }


def _record(columns: Sequence[Any]) -> Record:
    product, vector, traits, picture, content_hash = columns
    return Record(
        product=codec.product_from_json(product),
        vector=codec.vector_from_bytes(vector),
        traits=codec.traits_from_json(traits),
        picture=picture,
        content_hash=content_hash,
    )


def _json(values: Collection[str] | Collection[int]) -> str:
    return json.dumps(list(values))
