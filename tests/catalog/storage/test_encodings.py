"""Vectors of a model that does not serve yet, or no longer: kept beside the others until the two change places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.models import Vector
from catalog.storage.encodings import Model
from catalog.storage.store import ProductStore
from tests.catalog.stock import DIM, direction, record, seen

OLD = Model("old", "model-a", DIM)
NEW = Model("new", "model-b", 8)


def sight(seq: int) -> Vector:
    """What the new model makes of a product."""
    return direction(seq, NEW.dim)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProductStore]:
    store = ProductStore(tmp_path / "products.sqlite3")
    yield store
    store.close()


def stock(store: ProductStore, *names: str) -> None:
    """Products of the model that serves, all of them in its index."""
    store.put([record(name, traits={"category": seen("boots")}) for name in names], OLD.fingerprint)
    store.encodings.name("serving", OLD)
    store.mark_indexed()


def encode(store: ProductStore, model: Model = NEW) -> list[int]:
    """Have a model encode all that it lacks; which these are."""
    lacking = store.encodings.lacking(model.fingerprint, 0, 1000)
    made = [(one, direction(one.seq, model.dim), {"category": seen("sandals")}) for one in lacking]
    store.encodings.put(model.fingerprint, made)
    return [one.seq for one in lacking]


def models_with_encodings(store: ProductStore) -> set[str]:
    """Those that have vectors beside the ones that serve."""
    query = "SELECT DISTINCT fingerprint FROM encodings"
    return {row[0] for row in store._db.execute(query)}  # noqa: SLF001 - nobody asks but a test


def test_models_change_places_there_and_back(store: ProductStore) -> None:
    """With vectors, traits and parts; each keeps what it made, so that nothing is encoded twice."""
    stock(store, "a", "b")
    encode(store)
    store.encodings.name("next", NEW)
    store.encodings.swap(NEW)
    roles = [store.encodings.model("serving"), store.encodings.model("previous"), store.encodings.model("next")]
    assert roles == [NEW, OLD, None]
    assert store.ids(NEW.fingerprint) == {"a", "b"}
    assert {seq: vector.tolist() for seq, _, vector in store.vectors(NEW.fingerprint)} == {
        seq: sight(seq).tolist() for seq in (1, 2)
    }
    assert {value for _, _, value, _ in store.lookup.traits([1, 2])} == {"sandals"}
    assert models_with_encodings(store) == {OLD.fingerprint}
    assert encode(store, OLD) == []
    store.encodings.swap(OLD)
    assert [store.encodings.model("serving"), store.encodings.model("previous")] == [OLD, NEW]
    kept = store.get("a")
    assert kept is not None
    assert kept.vector.tolist() == record("a").vector.tolist()
    assert {value for _, _, value, _ in store.lookup.traits([1, 2])} == {"boots"}
    assert store.encodings.count_lacking(NEW.fingerprint) == 0


def test_after_a_change_the_index_hears_of_what_it_lacks_and_of_nothing_else(store: ProductStore) -> None:
    """Not of what the other model's index lacked; what the new model has not encoded it cannot have."""
    stock(store, "a", "b")
    encode(store)
    store.encodings.mark_indexed(NEW.fingerprint, [1])
    stock(store, "c")
    store.mark_unindexed(["a", "c"])
    store.encodings.swap(NEW)
    vectors, gone = store.unindexed(NEW.fingerprint)
    assert (set(vectors), gone) == ({"b"}, [])
    assert store.stale_ids(NEW.fingerprint) == ["c"]


def test_an_index_that_is_made_anew_has_nothing(store: ProductStore) -> None:
    """Whatever it is said to have had."""
    stock(store, "a", "b")
    encode(store)
    store.encodings.mark_indexed(NEW.fingerprint, [1, 2])
    assert store.encodings.unindexed(NEW.fingerprint) == {}
    store.encodings.mark_indexed(NEW.fingerprint, None)
    assert {seq: one for seq, (one, _) in store.encodings.unindexed(NEW.fingerprint).items()} == {1: "a", 2: "b"}


def test_of_a_product_that_changed_meanwhile_nothing_is_kept(store: ProductStore) -> None:
    """Its encoding is of a title that it has no more; it is encoded again."""
    stock(store, "a", "b")
    lacking = store.encodings.lacking(NEW.fingerprint, 0, 10)
    store.put([record("a", title="Another")], OLD.fingerprint)
    store.encodings.put(NEW.fingerprint, [(one, sight(one.seq), {}) for one in lacking])
    assert encode(store) == [1]


def test_a_third_model_is_forgotten_when_another_is_made_ready(store: ProductStore) -> None:
    """Vectors are most of the file, and there are never more than two models to choose from."""
    stock(store, "a", "b")
    encode(store)
    third = Model("third", "model-c", 4)
    encode(store, third)
    store.encodings.forget_others([OLD.fingerprint, third.fingerprint])
    assert store.encodings.count_lacking(third.fingerprint) == 0
    assert store.encodings.count_lacking(NEW.fingerprint) == 2


def test_a_part_is_one_models_or_nobodys(store: ProductStore) -> None:
    """Naming another takes it from the one before."""
    store.encodings.name("next", OLD)
    store.encodings.name("next", NEW)
    assert store.encodings.model("next") == NEW
    store.encodings.name("next", None)
    assert store.encodings.model("next") is None


def test_all_of_a_models_vectors_are_walked_through_in_parts(store: ProductStore) -> None:
    """A million at once would take the memory of the shop that serves meanwhile."""
    stock(store, *(f"p{number}" for number in range(501)))
    encode(store)
    pairs = store.encodings.pairs(OLD.fingerprint, NEW.fingerprint, 0)
    assert len(pairs) == 500
    assert [seq for seq, *_ in store.encodings.pairs(OLD.fingerprint, NEW.fingerprint, pairs[-1][0])] == [501]
    lacked = store.encodings.unindexed(NEW.fingerprint)
    assert len(lacked) == 500
    store.encodings.mark_indexed(NEW.fingerprint, [*lacked])
    assert len(store.encodings.unindexed(NEW.fingerprint)) == 1
