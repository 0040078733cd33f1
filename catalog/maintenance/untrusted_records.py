"""Reads the records of a database that anyone may have made: value by value, each checked, and nothing else of it.

Triggers, views, indexes, generated columns, and tables and columns that are not ours are never touched.  See
https://www.sqlite.org/security.html, "Untrusted SQLite Database Files".
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Final, Self, TypeVar
from urllib.parse import quote

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Json, ValidationError

from catalog.maintenance.archive import told
from catalog.models import Product, Trait, Traits
from catalog.storage import codec
from catalog.storage.encodings import Role

_LONGEST_ROW_BYTES: Final = 4 << 20
_LONGEST_SQL_BYTES: Final = 10_000
_PAUSE_STEPS: Final = 100
"""SQLite's steps between two looks at how many it has made."""

_SCHEMA_STEPS: Final = 4_000
"""A hundred tables, indexes and triggers; ours are thirty."""

_STEPS: Final = 100_000
"""And one for each byte: a row takes some twenty and has some hundreds of bytes."""

_NOT_PLAIN: Final = """
SELECT 1 FROM main.sqlite_master WHERE sql IS NOT NULL AND NOT (sql LIKE 'CREATE TABLE %' OR sql LIKE 'CREATE INDEX %'
    OR sql LIKE 'CREATE UNIQUE INDEX %' OR sql LIKE 'CREATE TRIGGER %') LIMIT 1
"""

_MAX_DIM: Final = 16_384
_UNIT: Final = 0.01
_YEARS: Final = range(2000, 2100)
_MAX_PRICE_DIGITS: Final = 64
_LOWEST_PRICE: Final = Decimal(-(10**14))


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ValueError("no moment of a shop's life")
    return moment.astimezone(UTC).isoformat()


def _direction(blob: bytes) -> bytes:
    if not blob or len(blob) % 4 or len(blob) > 4 * _MAX_DIM:
        raise ValueError(f"{len(blob)} bytes are no vector")
    length = float(np.linalg.norm(codec.vector_from_bytes(blob).astype(np.float64)))
    if not math.isfinite(length) or abs(length - 1) > _UNIT:
        raise ValueError(f"a vector of length {length:.3g} instead of 1")
    return blob


def _sellable(product: Product) -> Product:
    for price in (product.price, product.sale_price):
        if price is not None and (
            len(price.as_tuple().digits) > _MAX_PRICE_DIGITS
            or abs(price.adjusted()) > _MAX_PRICE_DIGITS
            or price < _LOWEST_PRICE
        ):
            raise ValueError("a price that is none")
    # Links are shown to shoppers, so that "javascript:" has no place here.
    if product.url and not re.match(r"https?://\S+$", product.url, re.IGNORECASE):
        raise ValueError("a link that is no http(s) address")
    return product


_Share = Annotated[float, Field(ge=0, le=1.001, allow_inf_nan=False)]
_Traits = Json[dict[str, list[tuple[str, _Share, bool, _Share | None]]]]
_Moment = Annotated[str, AfterValidator(_moment)]
_Hash = Annotated[str, Field(max_length=200)]
_Text = Annotated[str, Field(max_length=10_000)]


class _Row(BaseModel):
    """One row; a field with a default stands for a column that older versions have not."""

    model_config = ConfigDict(strict=True)
    table: ClassVar[str]


class _Described(_Row):
    """What a model made of a product."""

    fingerprint: Annotated[str, Field(min_length=1, max_length=500)]
    vector: Annotated[bytes, AfterValidator(_direction)]
    traits: _Traits

    def read_traits(self) -> Traits:
        """The traits as records have them."""
        return {name: tuple(Trait(*fields) for fields in values) for name, values in self.traits.items()}


class ProductRow(_Described):
    """A product with everything that cannot be made from the rest."""

    table: ClassVar[str] = "products"
    seq: int
    id: Annotated[str, Field(min_length=1, max_length=1000)]
    removed_at: _Moment | None = None
    source: _Text = ""
    row_hash: _Hash = ""
    picture: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    content_hash: _Hash
    created_at: _Moment
    updated_at: _Moment
    product: Annotated[Json[Product], AfterValidator(_sellable)]


class EncodingRow(_Described):
    """What a model that does not serve made of a product."""

    table: ClassVar[str] = "encodings"
    product: int


class ModelRow(_Row):
    """A model and its part."""

    table: ClassVar[str] = "models"
    role: Role
    name: Annotated[str, Field(min_length=1, max_length=1000)]
    fingerprint: Annotated[str, Field(min_length=1, max_length=500)]
    dim: Annotated[int, Field(ge=1, le=_MAX_DIM)]


class FeedRow(_Row):
    """A version of a feed."""

    table: ClassVar[str] = "feeds"
    source: _Text
    etag: _Text
    modified: _Text
    products: Annotated[int, Field(ge=0)]


R = TypeVar("R", bound=_Row)


class UntrustedRecords:
    """A database file of unknown origin, of `size` bytes.  Use as `with UntrustedRecords(…) as records`.

    Opening and reading raise `ValueError` with what is wrong.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._left = size
        self._steps = _SCHEMA_STEPS
        self._db = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
        self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_ROW_BYTES)
        self._db.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_SQL_BYTES)
        self._db.set_progress_handler(self._out_of_steps, _PAUSE_STEPS)

    def __enter__(self) -> Self:
        try:
            with _translated("schema"):
                for setting in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON"):
                    self._db.execute(f"PRAGMA {setting}")
                # SQLite makes of an entry what its SQL says, whatever the other columns call it.
                if self._db.execute(_NOT_PLAIN).fetchone() is not None:
                    raise ValueError("a view or a virtual table, which backups have not")
        except BaseException:
            self._db.close()
            raise
        self._steps = _STEPS + self._left
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def rows(self, kind: type[R]) -> Iterator[R]:
        """All rows of a table of ours, in the order in which they lie; none where an older version had none."""
        with _translated(kind.table):
            columns = self._columns(kind)
            if not columns:
                return
            # No index is asked, not even for an order: it is the stranger's, and may have no end.
            sql = f"SELECT {', '.join(columns)} FROM main.{kind.table} NOT INDEXED"  # noqa: S608 - names of ours
            for values in self._db.execute(sql):
                # Rows may share their pages, so that a small file holds any number of large ones.
                self._left -= sum(len(value) for value in values if isinstance(value, str | bytes))
                if self._left < 0:
                    raise ValueError("it holds more than its size allows")
                yield kind.model_validate(dict(zip(columns, values, strict=True)))

    def _columns(self, kind: type[_Row]) -> list[str]:
        """Those of the fields of `kind` that are columns; a generated one is none."""
        there = {row[1] for row in self._db.execute(f"PRAGMA main.table_xinfo({kind.table})") if not row[6]}
        return [name for name in kind.model_fields if name in there]

    def _out_of_steps(self) -> bool:
        self._steps -= _PAUSE_STEPS
        return self._steps < 0


@contextmanager
def _translated(table: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise ValueError(f"its {table}: {told(error)}") from None
    except ValueError as error:
        raise ValueError(f"its {table}: {error}") from error
    except sqlite3.Error as error:
        raise ValueError(f"its {table} cannot be read: {error}") from error
