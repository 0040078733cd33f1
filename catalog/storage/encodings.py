"""Vectors of models that do not serve: made before a change of model, and kept after it for the way back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Literal

from catalog.models import Product, Traits, Vector
from catalog.storage import codec
from catalog.storage.search_rows import put_traits

Role = Literal["serving", "next", "previous"]
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Model:
    """`name` is what the setting calls it; the `fingerprint` tells its vectors from all others', of length `dim`."""

    name: str
    fingerprint: str
    dim: int


@dataclass(frozen=True, slots=True)
class Unencoded:
    """A product that a model has not encoded: `product` as JSON and `picture` are what it is described from."""

    seq: int
    product: str
    picture: str

    def read(self) -> Product:
        """The product."""
        return codec.product_from_json(self.product)


class Encodings:
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

    def model(self, role: Role) -> Model | None:
        """The model in this role, or None."""
        with self._translated():
            row = self._db.execute("SELECT name, fingerprint, dim FROM models WHERE role = ?", (role,)).fetchone()
        return None if row is None else Model(*row)

    def serves(self, fingerprint: str) -> bool:
        """Whether no other model is known to serve."""
        model = self.model("serving")
        return model is None or model.fingerprint == fingerprint

    def activate(self, model: Model) -> None:
        """Carry out a change to this model that was prepared, and note the model that serves."""
        coming, serving = self.model("next"), self.model("serving")
        if coming is not None and coming.fingerprint == model.fingerprint:
            self.swap(coming)
        elif serving is None or serving.fingerprint != model.fingerprint:
            self.name("serving", model)

    def successor(self, model: Model) -> Model | None:
        """The model that should serve instead of this one, once one was prepared."""
        coming, serving = self.model("next"), self.model("serving")
        if coming is not None and coming.fingerprint != model.fingerprint:
            return coming
        # Another version under the same name is one that this process does not have.
        return None if serving is None or serving.name == model.name else serving

    def name(self, role: Role, model: Model | None) -> None:
        """Give a model the role, or nobody."""
        with self._transaction():
            self._name(role, model)

    def _name(self, role: Role, model: Model | None) -> None:
        self._db.execute("DELETE FROM models WHERE role = ?", (role,))
        if model is not None:
            self._db.execute(
                "INSERT INTO models (role, name, fingerprint, dim) VALUES (?,?,?,?)",
                (role, model.name, model.fingerprint, model.dim),
            )

    def forget_others(self, fingerprints: Collection[str]) -> None:
        """Drop the vectors of all models but these."""
        with self._transaction():
            self._db.execute(
                "DELETE FROM encodings WHERE fingerprint NOT IN (SELECT value FROM json_each(?))",
                (json.dumps(list(fingerprints)),),
            )

    def lacking(self, fingerprint: str, after: int, limit: int) -> list[Unencoded]:
        """The next products, deleted ones too, that this model has not encoded."""
        with self._translated():
            rows = self._db.execute(
                "SELECT seq, product, picture FROM products p WHERE seq > ? AND fingerprint <> ? AND NOT EXISTS"
                " (SELECT 1 FROM encodings e WHERE e.product = p.seq AND e.fingerprint = ?) ORDER BY seq LIMIT ?",
                (after, fingerprint, fingerprint, limit),
            ).fetchall()
        return [Unencoded(*row) for row in rows]

    def count_lacking(self, fingerprint: str) -> int:
        """How many those are."""
        with self._translated():
            return int(
                self._db.execute(
                    "SELECT count(*) FROM products p WHERE fingerprint <> ? AND NOT EXISTS"
                    " (SELECT 1 FROM encodings e WHERE e.product = p.seq AND e.fingerprint = ?)",
                    (fingerprint, fingerprint),
                ).fetchone()[0]
            )

    def put(self, fingerprint: str, made: Sequence[tuple[Unencoded, Vector, Traits]]) -> None:
        """Keep what a model made of products, in one commit; of those that have changed meanwhile nothing is kept."""
        with self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO encodings (product, fingerprint, indexed, vector, traits)"
                " SELECT seq, ?, 0, ?, ? FROM products WHERE seq = ? AND product = ? AND picture = ?",
                [
                    (
                        fingerprint,
                        codec.vector_to_bytes(vector),
                        codec.traits_to_json(traits),
                        one.seq,
                        one.product,
                        one.picture,
                    )
                    for one, vector, traits in made
                ],
            )

    def unindexed(self, fingerprint: str) -> dict[int, tuple[str, Vector]]:
        """The next sequence numbers with id and vector of live products that are not in this model's index yet."""
        with self._translated():
            rows = self._db.execute(
                "SELECT seq, id, e.vector FROM encodings e JOIN products ON seq = e.product"
                " WHERE e.fingerprint = ? AND NOT indexed AND removed_at IS NULL LIMIT ?",
                (fingerprint, _CHUNK),
            ).fetchall()
        return {seq: (product_id, codec.vector_from_bytes(blob)) for seq, product_id, blob in rows}

    def mark_indexed(self, fingerprint: str, seqs: Collection[int] | None) -> None:
        """Note that the model's index has these; None means that it has none at all."""
        with self._transaction():
            if seqs is None:
                self._db.execute("UPDATE encodings SET indexed = 0 WHERE fingerprint = ?", (fingerprint,))
            else:
                self._db.executemany(
                    "UPDATE encodings SET indexed = 1 WHERE fingerprint = ? AND product = ?",
                    [(fingerprint, seq) for seq in seqs],
                )

    def pairs(self, serving: str, other: str, after: int, limit: int = _CHUNK) -> list[tuple[int, Vector, Vector]]:
        """The next live products that both models have encoded: (sequence number, vector, the other's vector)."""
        with self._translated():
            rows = self._db.execute(
                "SELECT seq, p.vector, e.vector FROM products p JOIN encodings e ON e.product = seq"
                " WHERE p.fingerprint = ? AND e.fingerprint = ? AND removed_at IS NULL AND seq > ?"
                " ORDER BY seq LIMIT ?",
                (serving, other, after, limit),
            ).fetchall()
        return [(seq, codec.vector_from_bytes(one), codec.vector_from_bytes(two)) for seq, one, two in rows]

    def swap(self, model: Model) -> None:
        """Make `model` the one that serves, in one commit: its vectors and the present ones change places.

        The index of `model` hears of what it has not confirmed.  What it has not encoded stays as it is.
        """
        with self._transaction():
            serving = self._db.execute("SELECT name, fingerprint, dim FROM models WHERE role = 'serving'").fetchone()
            if serving is not None and serving[1] != model.fingerprint:
                self._name("previous", Model(*serving))
            self._name("serving", model)
            self._name("next", None)
            self._db.execute(
                "CREATE TEMP TABLE swapped AS SELECT seq, p.id, p.fingerprint, p.vector, p.traits,"
                " e.vector AS new_vector, e.traits AS new_traits, e.indexed"
                " FROM encodings e JOIN products p ON seq = e.product WHERE e.fingerprint = ?",
                (model.fingerprint,),
            )
            self._db.execute("DELETE FROM encodings WHERE fingerprint = ?", (model.fingerprint,))
            self._db.execute(
                "UPDATE products SET fingerprint = ?, vector = new_vector, traits = new_traits"
                " FROM swapped WHERE products.seq = swapped.seq",
                (model.fingerprint,),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO encodings (product, fingerprint, vector, traits)"
                " SELECT seq, fingerprint, vector, traits FROM swapped"
            )
            rows = self._db.execute("SELECT seq, product, new_traits FROM swapped JOIN products USING (seq)")
            for seq, product, traits in rows:
                put_traits(self._db, [(seq, codec.product_from_json(product), codec.traits_from_json(traits))])
            self._db.execute("DELETE FROM unindexed")
            self._db.execute("INSERT INTO unindexed (id) SELECT id FROM swapped WHERE NOT indexed")
            self._db.execute("DROP TABLE swapped")
