"""The vector index: nearest products by cosine.  The only file that knows Chroma."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from catalog.errors import CatalogUnavailable, ModelMismatch
from catalog.models import Vector
from catalog.vector_index.checksums import FolderChecksums

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection as ChromaCollection

log = logging.getLogger(__name__)

T = TypeVar("T")

_BATCH: Final = 100
"""Items a call: smaller ones let searches in between, and take longer altogether."""

_HNSW: Final[CreateHNSWConfiguration] = {"space": "cosine", "batch_size": 100, "sync_threshold": 2000}
"""Persisting rewrites files in place, and a crash meanwhile loses the index: less often is safer.
What is not yet persisted is replayed by the first query, in 0.7 s for 2000 vectors."""

_TIMEOUT_S: Final = 30.0
_COMING_BACK_S: Final = 10.0
_LOOK_AGAIN_S: Final = 0.2


class ChromaIndex:
    """A `VectorIndex` in one Chroma collection a model: in `folder/<collection>` of this process alone, or on a
    server."""

    def __init__(self, folder: Path, fingerprint: str, dim: int, url: str = "") -> None:
        self.name = _collection_name(fingerprint)
        # A folder for each, so that one can be built or thrown away while another serves.
        self._folder = folder / self.name
        self._url = url
        self._dim = dim
        self._metadata = {"fingerprint": fingerprint, "dim": dim}
        self._client: Client | None = None
        self._open_collection: ChromaCollection | None = None
        self._reached = False
        self._checksums = None if url else FolderChecksums(self._folder)

    def open(self) -> None:
        self._reached = False
        # What this process has open already is not opened again.
        checksums = self._checksums if self._client is None else None
        if checksums is not None and (reason := checksums.broken()):
            raise CatalogUnavailable(f"the vector index in {self._folder} is not opened: {reason}")
        with self._translated():
            if checksums is not None:
                self._drop_first_layout()
                checksums.opening()
            self._open_collection = self._find_collection()
        self._reached = True

    def _find_collection(self) -> ChromaCollection:
        collection = self._connect().get_or_create_collection(
            self.name, metadata=self._metadata, configuration={"hnsw": _HNSW}, embedding_function=None
        )
        # An existing collection comes with its own metadata, whatever was asked for.
        if collection.metadata != self._metadata:
            raise ModelMismatch(f"the vector collection {self.name} belongs to another model")
        return collection

    def _drop_first_layout(self) -> None:
        """Remove the files of a version that kept all models' vectors in one folder."""
        if (self._folder.parent / "chroma.sqlite3").exists():
            shutil.rmtree(self._folder.parent)

    def _connect(self) -> Client:
        import chromadb
        from chromadb.config import Settings

        if self._client is None:
            settings = Settings(anonymized_telemetry=False)
            if self._url:
                _require_answer(self._url)
                parts = urlsplit(self._url)
                tls = parts.scheme == "https"
                port = parts.port or (443 if tls else 80)
                client = chromadb.HttpClient(parts.hostname or "", port, ssl=tls, settings=settings)
                # Chroma waits without end for a server that hangs and has no setting for it.
                session = getattr(getattr(client, "_server", None), "_session", None)
                if session is not None:
                    session.timeout = _TIMEOUT_S
            else:
                client = chromadb.PersistentClient(self._folder, settings=settings)
            # The factories' return type leaves out `close`.
            self._client = cast("Client", client)
        return self._client

    def trust(self) -> None:
        if self._checksums is not None:
            with self._translated():
                self._checksums.in_use()

    def close(self) -> None:
        client, self._client, self._open_collection = self._client, None, None
        if client is not None:
            with self._translated():
                client.close()
            if self._checksums is not None:
                self._checksums.closed()

    def recreate(self) -> None:
        if self._url:
            self._drop_collection()
        else:
            self._drop_folder()
        self.open()

    def _drop_collection(self) -> None:
        # A damaged index ends a server as soon as it is asked; then whoever supervises the server starts it again.
        until = time.monotonic() + (_COMING_BACK_S if self._reached else 0.0)
        while True:
            try:
                self._delete_collection()
                return
            except CatalogUnavailable:
                if time.monotonic() > until:
                    raise
                time.sleep(_LOOK_AGAIN_S)

    def _delete_collection(self) -> None:
        from chromadb.errors import NotFoundError

        with self._translated():
            try:
                self._connect().delete_collection(self.name)
            except NotFoundError:
                log.debug("there was no collection %s to drop", self.name)

    def _drop_folder(self) -> None:
        # The whole folder and not the collection: `delete_collection` leaves its files behind, and a
        # damaged folder cannot be opened to delete anything.
        from chromadb.api.shared_system_client import SharedSystemClient

        try:
            self.close()
        except CatalogUnavailable:
            log.warning("the damaged vector index did not close", exc_info=True)
        # Chroma remembers a client that failed to start, and would hand it out again for this folder.
        SharedSystemClient.clear_system_cache()
        if self._folder.exists():
            doomed = self._folder.with_name(f"{self._folder.name}.old")
            try:
                shutil.rmtree(doomed, ignore_errors=True)
                self._folder.rename(doomed)
            except OSError as error:
                raise CatalogUnavailable(f"{self._folder} cannot be replaced: {error}") from error
            shutil.rmtree(doomed, ignore_errors=True)

    def count(self) -> int:
        return self._ask(lambda collection: collection.count())

    def ids(self) -> set[str]:
        return set(self._ask(lambda collection: collection.get(include=[])["ids"]))

    def present(self, ids: Collection[str]) -> set[str]:
        asked = list(ids)
        return set(self._ask(lambda one: one.get(ids=asked, include=[])["ids"])) if asked else set()

    def page(self, offset: int, limit: int) -> list[str]:
        return self._ask(lambda one: one.get(offset=offset, limit=limit, include=[])["ids"])

    def upsert(self, vectors: Mapping[str, Vector]) -> None:
        for batch in _batches(list(vectors)):
            matrix = np.stack([vectors[one] for one in batch])
            self._ask(partial(_upsert, batch, matrix))

    def delete(self, ids: Sequence[str]) -> None:
        for batch in _batches(ids):
            self._ask(partial(_delete, batch))

    def query(self, vectors: NDArray[np.float32], top_k: int) -> list[list[tuple[str, float]]]:
        found = self._ask(lambda one: one.query(query_embeddings=vectors, n_results=top_k, include=["distances"]))
        return [
            [(one, 1.0 - float(distance)) for one, distance in zip(ids, row, strict=True)]
            for ids, row in zip(found["ids"], found["distances"] or [], strict=True)
        ]

    def _ask(self, question: Callable[[ChromaCollection], T]) -> T:
        from chromadb.errors import NotFoundError

        if self._open_collection is None:
            raise CatalogUnavailable("the vector index is not open")
        with self._translated():
            try:
                return question(self._open_collection)
            except NotFoundError:
                if not self._url:
                    raise
                # Another process has built the collection anew.
                self._open_collection = self._find_collection()
                return question(self._open_collection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        from chromadb.errors import InvalidArgumentError, InvalidDimensionException

        where = f"the Chroma server at {self._url}" if self._url else f"the vector index in {self._folder}"
        try:
            yield
        except (CatalogUnavailable, ModelMismatch):
            raise
        except (InvalidDimensionException, InvalidArgumentError) as error:
            raise ModelMismatch(f"{where} refused a vector: {error}") from error
        except Exception as error:
            # Beside its own tree Chroma raises ValueError, OSError and httpx's errors.
            raise CatalogUnavailable(f"{where} cannot be used: {error}") from error
        except BaseException as error:
            # A panic of its Rust part is no Exception, and its class cannot be imported.
            if type(error).__name__ == "PanicException":
                raise CatalogUnavailable(f"{where} is damaged: {error}") from error
            raise


def _upsert(ids: list[str], matrix: NDArray[np.float32], collection: ChromaCollection) -> None:
    collection.upsert(ids=ids, embeddings=matrix)


def _delete(ids: list[str], collection: ChromaCollection) -> None:
    collection.delete(ids=ids)


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    return (list(ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH))


def _collection_name(fingerprint: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9]{1,100}", fingerprint):
        return f"products-{fingerprint}"
    return f"products-{hashlib.sha256(fingerprint.encode()).hexdigest()[:24]}"


def _require_answer(url: str) -> None:
    """Ask the server for a sign of life, because Chroma's client waits without end for one that hangs."""
    address = f"{url.rstrip('/')}/api/v2/heartbeat"
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT_S):  # noqa: S310 - the operator's own setting
            pass
    except (OSError, ValueError) as error:
        raise CatalogUnavailable(f"the Chroma server at {url} does not answer: {error}") from error
