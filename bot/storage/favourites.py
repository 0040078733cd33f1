"""What people saved for later, by person, for as long as they want."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.errors import FavouritesUnavailable
from bot.storage.erasure import Kept
from bot.storage.sqlite_file import SqliteFile
from catalog.models import Product
from catalog.storage.codec import sound_price

MAX_SAVED: Final = 500
"""Kept of one person; the oldest goes where one more is saved."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS favourites (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    product TEXT NOT NULL,
    title TEXT NOT NULL,
    price TEXT,
    currency TEXT NOT NULL,
    UNIQUE (person, product)
);
"""


@dataclass(frozen=True, slots=True)
class Favourite:
    """A product as it was when it was saved."""

    product_id: str
    title: str
    price: Decimal | None
    currency: str


class FavouriteStore(SqliteFile):
    """`async with Likes(path)`: saves products and shows them again.

    People are named as by `messages.person_of`.  Every method raises `FavouritesUnavailable` where the file cannot
    be used.
    """

    schema = _SCHEMA
    unavailable = FavouritesUnavailable

    async def toggle(self, person: str, product: Product) -> bool:
        """Save a product, or give it up where it is saved; whether it is saved now."""

        def work(database: sqlite3.Connection) -> bool:
            price = None if product.current_price is None else str(product.current_price)
            with database:
                if database.execute(
                    "DELETE FROM favourites WHERE person = ? AND product = ?", (person, product.id)
                ).rowcount:
                    return False
                database.execute(
                    "INSERT INTO favourites (person, product, title, price, currency) VALUES (?, ?, ?, ?, ?)",
                    (person, product.id, product.title, price, product.currency),
                )
                database.execute(
                    "DELETE FROM favourites WHERE person = ? AND number <= "
                    "(SELECT number FROM favourites WHERE person = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
                    (person, person, MAX_SAVED),
                )
                return True

        return await self._run(work)

    async def give_up(self, person: str, ids: Collection[str]) -> None:
        """Take products from what a person saved."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "DELETE FROM favourites WHERE person = ? AND product = ?", [(person, one) for one in ids]
                )

        await self._run(work)

    async def saved_among(self, person: str, ids: Collection[str]) -> frozenset[str]:
        """Which of these products a person has saved."""

        def work(database: sqlite3.Connection) -> frozenset[str]:
            rows = database.execute(
                "SELECT product FROM favourites WHERE person = ? AND product IN (SELECT value FROM json_each(?))",
                (person, json.dumps(list(ids))),
            )
            return frozenset(row[0] for row in rows)

        return await self._run(work)

    async def page(self, person: str, limit: int, offset: int = 0) -> list[Favourite]:
        """What a person saved, the latest first."""

        def work(database: sqlite3.Connection) -> list[Favourite]:
            rows = database.execute(
                "SELECT product, title, price, currency FROM favourites WHERE person = ?"
                " ORDER BY number DESC LIMIT ? OFFSET ?",
                (person, limit, offset),
            )
            return [Favourite(product, title, sound_price(price), currency) for product, title, price, currency in rows]

        return await self._run(work)

    async def forget(self, person: str) -> int:
        """Delete everything that a person saved; how many products that were."""
        return await self._delete("DELETE FROM favourites WHERE person = ?", (person,))

    async def tell(self, person: str) -> list[Kept]:
        """Everything that a person saved, as it was when they did."""

        def work(database: sqlite3.Connection) -> list[Kept]:
            names = ("product", "title", "price", "currency")
            rows = database.execute(
                f"SELECT {', '.join(names)} FROM favourites WHERE person = ? ORDER BY number DESC",  # noqa: S608 - constants
                (person,),
            ).fetchall()
            entries = [dict(zip(names, row, strict=True)) for row in rows]
            return [Kept("favourites", entries, len(entries))]

        return await self._run(work)
