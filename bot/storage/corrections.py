"""Wrong guesses that people put right: what was seen, what it is, and by which model.  No photo, and nobody's name."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from bot.errors import CorrectionsUnavailable
from bot.storage.sqlite_file import SqliteFile
from catalog.importing.feeds.values.text import guarded
from catalog.importing.request_batching import RequestBatcher

CORRECTIONS: Final = "corrections.db"
"""The file's name in the data folder."""

MAX_KEPT: Final = 50_000
"""The oldest go beyond this, those by owners excepted."""

Source = Literal["photo", "product", "owner"]
"""A guess about a shopper's photo, a shopper's report on a product, or what an owner states of a product."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    source TEXT NOT NULL,
    product TEXT NOT NULL,
    trait TEXT NOT NULL,
    seen TEXT NOT NULL,
    confidence REAL NOT NULL,
    corrected TEXT NOT NULL,
    model TEXT NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS corrections_by_product ON corrections (product, source);
"""
_COLUMNS = "number, at, source, product, trait, seen, confidence, corrected, model"


@dataclass(frozen=True, slots=True)
class Correction:
    """A trait's value as it was seen, with its confidence in [0, 1], and as it really is.

    `product` is an id, "" for a photo; `model` the fingerprint of what saw it.  `number` and `at` (seconds since
    1970) are given when it is kept.
    """

    source: Source
    trait: str
    seen: str
    corrected: str
    model: str
    product: str = ""
    confidence: float = 1.0
    number: int = 0
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """How often shoppers have put one value right by another."""

    trait: str
    seen: str
    corrected: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What shoppers say is wrong about a product: the first such correction, and how many there are."""

    correction: Correction
    count: int


class Corrections(SqliteFile):
    """`async with Corrections(path)`.  Every method raises `CorrectionsUnavailable` where the file cannot be used."""

    schema = _SCHEMA
    unavailable = CorrectionsUnavailable

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        super().__init__(path, now)
        self._stated = RequestBatcher(self._stated_of)

    async def note(self, one: Correction) -> None:
        """Keep a correction; what an owner states of a product settles the reports on that trait of it."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    f"INSERT INTO corrections ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
                    (
                        self._now(),
                        one.source,
                        one.product,
                        one.trait,
                        one.seen,
                        one.confidence,
                        one.corrected,
                        one.model,
                    ),
                )
                if one.source == "owner":
                    database.execute(
                        "UPDATE corrections SET settled = 1 WHERE product = ? AND trait = ?", (one.product, one.trait)
                    )
                database.execute(
                    "DELETE FROM corrections WHERE source <> 'owner' AND number <= "
                    "(SELECT max(number) FROM corrections) - ?",
                    (MAX_KEPT,),
                )

        await self._run(work)

    async def all(self) -> list[Correction]:
        """Everything that is kept, the oldest first."""
        return await self._run(
            lambda database: [
                _correction(row)
                for row in database.execute(f"SELECT {_COLUMNS} FROM corrections ORDER BY number")  # noqa: S608 - a constant
            ]
        )

    async def stated(self, product_id: str) -> dict[str, str]:
        """What an owner has stated of a product by correcting it: trait to value."""

        return await self._stated(product_id)

    async def _stated_of(self, products: Sequence[str]) -> list[dict[str, str]]:
        def work(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
            return database.execute(
                "SELECT product, trait, corrected FROM corrections WHERE source = 'owner'"
                " AND product IN (SELECT value FROM json_each(?)) ORDER BY number",
                (json.dumps(list(products)),),
            ).fetchall()

        found: dict[str, dict[str, str]] = {}
        for product, trait, corrected in await self._run(work):
            found.setdefault(product, {})[trait] = corrected
        return [found.get(product, {}) for product in products]

    async def frequent(self, most: int) -> list[Tally]:
        """What shoppers put right most often."""

        def work(database: sqlite3.Connection) -> list[Tally]:
            rows = database.execute(
                "SELECT trait, seen, corrected, count(*) AS n FROM corrections WHERE source <> 'owner'"
                " GROUP BY trait, seen, corrected ORDER BY n DESC, max(number) DESC LIMIT ?",
                (most,),
            )
            return [Tally(*row) for row in rows]

        return await self._run(work)

    async def open_reports(self, most: int) -> list[Report]:
        """What shoppers say of products and no owner has decided yet, the most frequent first."""

        def work(database: sqlite3.Connection) -> list[Report]:
            rows = database.execute(
                f"SELECT {_COLUMNS}, n FROM (SELECT *, count(*) OVER same AS n, row_number() OVER same AS place"  # noqa: S608 - a constant
                " FROM corrections WHERE source = 'product' AND NOT settled"
                " WINDOW same AS (PARTITION BY product, trait, corrected))"
                " WHERE place = 1 ORDER BY n DESC, number LIMIT ?",
                (most,),
            )
            return [Report(_correction(row[:-1]), row[-1]) for row in rows]

        return await self._run(work)

    async def report(self, number: int) -> Correction | None:
        """A shopper's report by its number, settled or not."""

        def work(database: sqlite3.Connection) -> Correction | None:
            sql = f"SELECT {_COLUMNS} FROM corrections WHERE number = ? AND source = 'product'"  # noqa: S608 - a constant
            row = database.execute(sql, (number,)).fetchone()
            return None if row is None else _correction(row)

        return await self._run(work)

    async def dismiss(self, report: Correction) -> None:
        """An owner finds that a report is wrong; equal ones go with it."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    "UPDATE corrections SET settled = 1 WHERE product = ? AND trait = ? AND corrected = ?",
                    (report.product, report.trait, report.corrected),
                )

        await self._run(work)


def corrections_csv(corrections: Iterable[Correction]) -> str:
    """A table for training.  What a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("at", "source", "product", "trait", "seen", "confidence", "corrected", "model"))
    for one in corrections:
        at = datetime.fromtimestamp(one.at, UTC).isoformat(timespec="seconds")
        table.writerow(
            (at, one.source, guarded(one.product), one.trait, one.seen, one.confidence, one.corrected, one.model)
        )
    return out.getvalue()


def _correction(row: tuple[int, float, Source, str, str, str, float, str, str]) -> Correction:
    number, at, source, product, trait, seen, confidence, corrected, model = row
    return Correction(source, trait, seen, corrected, model, product, confidence, number, at)
