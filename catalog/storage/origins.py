"""Which feed each product came from, and what the server called the feed that was last brought in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from typing import Any, Final

from catalog.models import Origin, Validators

COLUMNS: Final = "source, row_hash, fingerprint, removed_at IS NOT NULL"
_PAGE: Final = 2000


class Origins:
    """Part of a `ProductStore`, whose connection and transactions it uses."""

    def __init__(
        self,
        db: sqlite3.Connection,
        translated: Callable[[], AbstractContextManager[None]],
        transaction: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._db = db
        self._translated = translated
        self._transaction = transaction

    def of(self, source: str, after: int = 0, limit: int = _PAGE) -> list[tuple[int, str, Origin]]:
        """The next (sequence number, id, origin) of one feed's products, tombstones too, for walking through all."""
        sql = f"SELECT seq, id, {COLUMNS} FROM products WHERE source = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - a constant and placeholders
        with self._translated():
            rows = self._db.execute(sql, (source, after, limit)).fetchall()
        return [(seq, product_id, origin(*columns)) for seq, product_id, *columns in rows]

    def sources(self, ids: Collection[str]) -> dict[str, str]:
        """Id to the feed it came from ("" by hand), for the live products among `ids`."""
        sql = "SELECT id, source FROM products WHERE removed_at IS NULL AND id IN (SELECT value FROM json_each(?))"
        with self._translated():
            return dict(self._db.execute(sql, (json.dumps(list(ids)),)).fetchall())

    def validators(self, source: str, fingerprint: str) -> Validators | None:
        """What the server called the version that is here; None where the products are not all as it brought them."""
        sql = (
            "SELECT etag, modified FROM feeds WHERE source = ? AND products ="
            " (SELECT count(*) FROM products WHERE source = ? AND fingerprint = ? AND removed_at IS NULL)"
        )
        with self._translated():
            row = self._db.execute(sql, (source, source, fingerprint)).fetchone()
        return None if row is None else Validators(*row)

    def note(self, source: str, validators: Validators, fingerprint: str) -> None:
        """This version of the feed is here whole."""
        sql = (
            "INSERT OR REPLACE INTO feeds (source, etag, modified, products) SELECT ?, ?, ?, count(*) FROM products"
            " WHERE source = ? AND fingerprint = ? AND removed_at IS NULL"
        )
        with self._transaction():
            self._db.execute(sql, (source, validators.etag, validators.modified, source, fingerprint))


def origin(*columns: Any) -> Origin:
    """What `COLUMNS` gave."""
    source, row_hash, fingerprint, removed = columns
    return Origin(source, row_hash, fingerprint, bool(removed))
