"""The worker process: load the encoder once, then answer batch after batch.

It talks to `workers.engine.process` alone, in the messages of `workers.engine.wire_format`.  A `WorkerSpec` comes in
and is answered by what was loaded or a `JobFailure`; after that each list of jobs is answered by a list of outcomes,
same length, same order.  Nothing that a job does can end in an exception here: failures are values.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.encoders.base import Encoder
from workers.encoders.loading import load_encoder
from workers.engine import sandbox, wire_format
from workers.engine.options import EngineOptions
from workers.errors import UnreadablePicture, WorkerError
from workers.images.decoding import PREVIEW_SIDE_PX, decode_picture, encode_preview
from workers.jobs import EncodeJob, Encoding, JobFailure
from workers.logs import REQUEST, LogFormat, log_to_stderr, requests_of
from workers.vision.albums import read_album
from workers.vision.annotation import MARKED_SIDE_PX, mark_pieces
from workers.vision.attributes import AttributeReader
from workers.vision.garments import GarmentFinder

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What a worker process loads, and how many cores a batch may use there: beside others, and alone."""

    model: str
    backend: str
    threads: int
    threads_alone: int
    log_format: LogFormat = "text"

    @classmethod
    def of(cls, options: EngineOptions, threads: int, threads_alone: int) -> Self:
        """What one worker of an engine loads."""
        return cls(options.model, options.backend, threads, threads_alone, options.log_format)


def main(descriptor: int) -> None:
    """Serve the parent at the other end of the socket until it closes it, or dies.

    The first message in is the `WorkerSpec`.
    """
    sandbox.confine()
    # Ctrl-C reaches the whole group of processes; the parent decides when workers stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = wire_format.Connection(socket.socket(fileno=descriptor))
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        spec = WorkerSpec(**connection.receive().header)
        log_to_stderr(spec.log_format, logging.WARNING, process=f"worker {os.getpid()}")
        try:
            encoder, reader = load(spec)
        except WorkerError as error:
            connection.send(wire_format.pack_start(_failure(error)))
            return
        except Exception as error:
            logger.exception("the worker cannot start")
            connection.send(wire_format.pack_start(JobFailure("ModelUnavailable", f"the worker cannot start: {error}")))
            return
        connection.send(wire_format.pack_start(encoder.info))
        while True:
            jobs, encoder.alone = wire_format.read_jobs(connection.receive())
            REQUEST.set(requests_of(jobs))
            connection.send(wire_format.pack_outcomes(run_batch(encoder, reader, jobs)))


def load(spec: WorkerSpec) -> tuple[Encoder, AttributeReader]:
    """Load what `run_batch` needs.  Raises what `load_encoder` raises."""
    encoder = load_encoder(spec.model, spec.backend, spec.threads, spec.threads_alone)
    return encoder, AttributeReader(encoder)


def run_batch(encoder: Encoder, reader: AttributeReader, jobs: Sequence[EncodeJob]) -> list[Encoding | JobFailure]:
    """Outcomes of `jobs` in their order.  A picture that cannot be opened fails alone."""
    outcomes: dict[int, Encoding | JobFailure] = {}
    pictures: dict[int, Image.Image] = {}
    texts: dict[int, str] = {}
    for index, job in enumerate(jobs):
        if isinstance(job.payload, str):
            texts[index] = job.payload
            continue
        try:
            if isinstance(job.payload, tuple):
                outcomes[index] = _album(encoder, reader, job.payload)
            else:
                pictures[index] = _decoded(job.payload, PREVIEW_SIDE_PX if job.with_preview else None)
        except UnreadablePicture as error:
            outcomes[index] = _failure(error)
    outcomes |= _encode(encoder, reader, list(texts), list(texts.values()), [])
    outcomes |= _encode(encoder, reader, list(pictures), [], list(pictures.values()))
    finder = GarmentFinder(encoder, reader)
    return [_finished(outcomes[index], job, pictures.get(index), finder) for index, job in enumerate(jobs)]


def _finished(
    outcome: Encoding | JobFailure, job: EncodeJob, picture: Image.Image | None, finder: GarmentFinder
) -> Encoding | JobFailure:
    if isinstance(outcome, JobFailure) or picture is None:
        return outcome
    if job.with_pieces and isinstance(job.payload, bytes):
        outcome = _with_pieces(outcome, job.payload, picture, finder)
    if not job.with_preview:
        return outcome
    try:
        return replace(outcome, preview=encode_preview(picture))
    except Exception as error:
        return JobFailure("WorkerError", f"the preview failed: {type(error).__name__}: {error}")


def _with_pieces(outcome: Encoding, photo: bytes, picture: Image.Image, finder: GarmentFinder) -> Encoding:
    try:
        pieces = finder.find(picture, outcome.vector)
        if not pieces:
            return outcome
        _finite(np.stack([piece.vector for piece in pieces]))
        # What encoders need is small to look at.
        shown = _decoded(photo, MARKED_SIDE_PX)
        return replace(outcome, pieces=pieces, marked=mark_pieces(shown, [piece.box for piece in pieces]))
    except Exception:
        logger.exception("pieces could not be looked for; the whole picture answers")
        return outcome


def _album(encoder: Encoder, reader: AttributeReader, photos: Sequence[bytes]) -> Encoding | JobFailure:
    """One outcome for all photos but those that cannot be opened; raises `UnreadablePicture` where none can."""
    pictures = []
    unreadable = UnreadablePicture("There is no photo.")
    for photo in photos:
        try:
            pictures.append(_decoded(photo))
        except UnreadablePicture as error:
            unreadable = error
    if not pictures:
        raise unreadable
    try:
        album = read_album(encoder, reader, pictures)
        _finite(np.stack([album.vector, *(piece.vector for piece in album.pieces)]))
        return album
    except Exception as error:
        logger.exception("encoding an album failed")
        return JobFailure("WorkerError", f"encoding the album failed: {type(error).__name__}: {error}")


def _decoded(photo: bytes, longest_side_px: int | None = None) -> Image.Image:
    with sandbox.decoding():
        return decode_picture(photo, longest_side_px)


def _encode(
    encoder: Encoder, reader: AttributeReader, indices: list[int], texts: list[str], pictures: list[Image.Image]
) -> dict[int, Encoding | JobFailure]:
    """All of one kind in one run; where that fails, one by one, so that only the culprit fails."""
    if not indices:
        return {}
    try:
        if texts:
            return dict(zip(indices, _encode_texts(encoder, texts), strict=True))
        return dict(zip(indices, _encode_pictures(encoder, reader, pictures), strict=True))
    except Exception as error:
        if len(indices) == 1:
            logger.exception("encoding failed")
            return {indices[0]: JobFailure("WorkerError", f"encoding failed: {type(error).__name__}: {error}")}
    outcomes: dict[int, Encoding | JobFailure] = {}
    for position, index in enumerate(indices):
        outcomes |= _encode(encoder, reader, [index], texts[position : position + 1], pictures[position : position + 1])
    return outcomes


def _encode_texts(encoder: Encoder, texts: list[str]) -> list[Encoding]:
    return [Encoding(vector, encoder.info.fingerprint) for vector in _finite(encoder.encode_texts(texts))]


def _encode_pictures(encoder: Encoder, reader: AttributeReader, pictures: list[Image.Image]) -> list[Encoding]:
    encodings = []
    for picture, vector in zip(pictures, _finite(encoder.encode_decoded(pictures)), strict=True):
        attributes, product_likelihood = reader.read(picture, vector)
        encodings.append(Encoding(vector, encoder.info.fingerprint, attributes, product_likelihood))
    return encodings


def _finite(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """A model in half precision may give infinities; near those everything would be found, or nothing."""
    if not np.isfinite(vectors).all():
        raise ValueError("the model gave no numbers")
    return vectors


def _failure(error: WorkerError) -> JobFailure:
    return JobFailure(type(error).__name__, str(error))
