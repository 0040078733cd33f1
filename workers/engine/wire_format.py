"""What crosses between the engine and a worker process: JSON and raw bytes, never a pickle.

A pickle runs whatever code it names when it is read, so that a stranger's picture which takes over a decoder would take
over the bot.  A message is two lengths (uint32, little-endian), a header in JSON, and a body of raw bytes: photos and
words on their way in; vectors (float32, little-endian) and pictures on their way out.  What a worker says is
believed only where it has the shape that was asked for.
"""

from __future__ import annotations

import contextlib
import json
import math
import socket
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

import numpy as np

from workers.jobs import Attributes, Box, EncodeJob, Encoding, Guess, JobFailure, MatchCurve, ModelInfo, Piece, Vector

MAX_ANSWER_BYTES: Final = 64 * 1024**2
"""Of a worker's message, which for a batch with previews has a megabyte or two."""
MAX_HEADER_BYTES: Final = 4 * 1024**2
_SENT_AT_ONCE_BYTES: Final = 1024**2
"""Copied together, as many small parts are sent faster so; larger ones would only take the memory twice."""
_MAX_SAID: Final = 1000
_LENGTHS: Final = struct.Struct("<II")


class BrokenMessage(Exception):
    """What came is none of our messages.  For `workers.engine.process` alone."""


class Message(NamedTuple):
    """A header as JSON knows it, and the parts of the body."""

    header: dict[str, Any]
    body: Sequence[bytes | memoryview] = ()


class Connection:
    """One end of the connection between the engine's process and a worker's.  Both ends block."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: Message) -> None:
        """Raises `OSError` when nobody is at the other end."""
        header = json.dumps(message.header, separators=(",", ":")).encode()
        body_bytes = sum(map(len, message.body))
        parts: Sequence[bytes | memoryview] = (_LENGTHS.pack(len(header), body_bytes), header, *message.body)
        if body_bytes <= _SENT_AT_ONCE_BYTES:
            parts = (b"".join(parts),)
        for part in parts:
            self._end.sendall(part)

    def receive(self, max_bytes: int = MAX_ANSWER_BYTES) -> Message:
        """Wait for a message.  Raises `EOFError` or `OSError` when none will come, and `BrokenMessage`."""
        header_bytes, body_bytes = _LENGTHS.unpack(self._receive(_LENGTHS.size))
        if header_bytes > MAX_HEADER_BYTES or body_bytes > max_bytes:
            raise BrokenMessage(f"a message of {header_bytes} + {body_bytes} bytes")
        try:
            header = json.loads(self._receive(header_bytes))
        except (ValueError, RecursionError) as error:
            raise BrokenMessage("a header that is no JSON") from error
        if not isinstance(header, dict):
            raise BrokenMessage("a header that is no object")
        return Message(header, [memoryview(self._receive(body_bytes))])

    def hang_up(self) -> None:
        """Whoever waits at either end stops waiting, also where another process still holds the other end."""
        with contextlib.suppress(OSError):  # it is closed or broken already
            self._end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of this end."""
        self._end.close()

    def _receive(self, length: int) -> bytes:
        # In one piece as a rule, so that a photo of 20 MB is there once.
        parts: list[bytes] = []
        while length:
            part = self._end.recv(length, socket.MSG_WAITALL)
            if not part:
                raise EOFError
            parts.append(part)
            length -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


def pack_start(start: ModelInfo | JobFailure) -> Message:
    """A worker's first words: its model, or why there is none."""
    if isinstance(start, JobFailure):
        return Message({"failure": _said(start)})
    return Message({"info": asdict(start)})


def read_start(message: Message) -> ModelInfo | JobFailure:
    """The other side of `pack_start`.  Raises `BrokenMessage`."""
    with _believed():
        if "failure" in message.header:
            return _failure(message.header["failure"])
        said = message.header["info"]
        return ModelInfo(
            name=_text(said["name"]),
            fingerprint=_text(said["fingerprint"]),
            dim=_count(said["dim"]),
            text_curve=_curve(said["text_curve"]),
            photo_curve=_curve(said["photo_curve"]),
            temperature=_number(said["temperature"]),
            trait_temperatures={_text(trait): _number(value) for trait, value in said["trait_temperatures"].items()},
            product_from=_number(said["product_from"]),
        )


def pack_jobs(jobs: Sequence[EncodeJob], *, alone: bool) -> Message:
    """A batch, and whether nothing else runs meanwhile; priorities stay with the engine."""
    rows, body = [], []
    for job in jobs:
        match job.payload:
            case str():
                kind, parts = "words", [job.payload.encode()]
            case bytes():
                kind, parts = "photo", [job.payload]
            case _:
                kind, parts = "album", list(job.payload)
        rows.append((kind, list(map(len, parts)), job.with_preview, job.with_pieces, job.request))
        body += parts
    return Message({"jobs": rows, "alone": alone}, body)


def read_jobs(message: Message) -> tuple[list[EncodeJob], bool]:
    """The other side of `pack_jobs`, which comes from our own process and is taken at its word."""
    body = _Body(message)
    jobs = []
    for kind, lengths, with_preview, with_pieces, request in message.header["jobs"]:
        parts = tuple(_owned(body.take(length)) for length in lengths)
        payload = parts if kind == "album" else parts[0].decode() if kind == "words" else parts[0]
        jobs.append(EncodeJob(payload, with_preview=with_preview, with_pieces=with_pieces, request=request))
    return jobs, message.header["alone"]


def _owned(part: bytes | memoryview) -> bytes:
    """As bytes, which are copied only where they are a part of more."""
    whole = part.obj if isinstance(part, memoryview) else part
    return whole if isinstance(whole, bytes) and len(whole) == len(part) else bytes(part)


def pack_outcomes(outcomes: Sequence[Encoding | JobFailure]) -> Message:
    """The answers to a batch, in its order."""
    done = [outcome for outcome in outcomes if isinstance(outcome, Encoding)]
    rows = [
        {"failure": _said(outcome)}
        if isinstance(outcome, JobFailure)
        else {
            **_seen(outcome),
            "preview": len(outcome.preview),
            "marked": len(outcome.marked),
            "pieces": [{**_seen(piece), "box": piece.box} for piece in outcome.pieces],
        }
        for outcome in outcomes
    ]
    body = []
    for outcome in done:
        vectors = [outcome.vector, *(piece.vector for piece in outcome.pieces)]
        body += [*(vector.astype("<f4").tobytes() for vector in vectors), outcome.preview, outcome.marked]
    return Message({"outcomes": rows}, body)


def read_outcomes(message: Message, info: ModelInfo, jobs: int) -> list[Encoding | JobFailure]:
    """The other side of `pack_outcomes`, for as many `jobs` and with the model of `info`.  Raises `BrokenMessage`."""
    with _believed():
        body = _Body(message)
        rows = message.header["outcomes"]
        outcomes = [
            _failure(row["failure"]) if "failure" in row else _encoding(row, body, info) for row in _list(rows, jobs)
        ]
        body.end()
        return outcomes


def _seen(outcome: Encoding | Piece) -> dict[str, Any]:
    attributes = {
        name: [(guess.value, guess.confidence, guess.share) for guess in guesses]
        for name, guesses in outcome.attributes.items()
    }
    return {"attributes": attributes, "likelihood": outcome.product_likelihood}


def _encoding(row: dict[str, Any], body: _Body, info: ModelInfo) -> Encoding:
    vector = _vector(body, info)
    vectors = [_vector(body, info) for _ in row["pieces"]]
    pieces = [
        Piece(_box(piece["box"]), piece_vector, _attributes(piece), _number(piece["likelihood"]))
        for piece, piece_vector in zip(row["pieces"], vectors, strict=True)
    ]
    preview, marked = (_picture(body, row[name]) for name in ("preview", "marked"))
    likelihood = _number(row["likelihood"])
    return Encoding(vector, info.fingerprint, _attributes(row), likelihood, preview, tuple(pieces), marked)


def _vector(body: _Body, info: ModelInfo) -> Vector:
    vector = np.frombuffer(body.take(4 * info.dim), dtype="<f4").astype(np.float32)
    if not np.isfinite(vector).all():
        raise ValueError("a vector that holds no numbers")
    return vector


def _picture(body: _Body, length: Any) -> bytes:
    picture = bytes(body.take(_count(length)))
    if picture and not picture.startswith(b"\xff\xd8\xff"):
        raise ValueError("a picture that is no JPEG")
    return picture


def _attributes(row: dict[str, Any]) -> Attributes:
    return {
        _text(name): tuple(
            Guess(_text(value), _number(confidence), None if share is None else _number(share))
            for value, confidence, share in guesses
        )
        for name, guesses in row["attributes"].items()
    }


def _box(said: Any) -> Box:
    left, top, right, bottom = map(_number, _list(said, 4))
    return left, top, right, bottom


class _Body:
    """The body of a message that was received, taken piece by piece."""

    def __init__(self, message: Message) -> None:
        (self._rest,) = message.body

    def take(self, length: int) -> bytes | memoryview:
        if length > len(self._rest):
            raise ValueError("a body that is too short")
        piece, self._rest = self._rest[:length], self._rest[length:]
        return piece

    def end(self) -> None:
        if self._rest:
            raise ValueError("a body that is too long")


@contextlib.contextmanager
def _believed() -> Iterator[None]:
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BrokenMessage(f"an answer that makes no sense ({type(error).__name__}: {error})") from error


def _said(failure: JobFailure) -> list[str]:
    return [failure.error, failure.message[:_MAX_SAID]]


def _failure(said: Any) -> JobFailure:
    error, message = _list(said, 2)
    return JobFailure(_text(error), _text(message))


def _curve(said: dict[str, Any]) -> MatchCurve:
    return MatchCurve(midpoint=_number(said["midpoint"]), slope=_number(said["slope"]))


def _text(said: Any) -> str:
    if not isinstance(said, str) or len(said) > _MAX_SAID:
        raise TypeError("no text, or a long one")
    return said


def _number(said: Any) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        raise TypeError("no number")
    return float(said)


def _count(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or said < 0:
        raise TypeError("no count")
    return said


def _list(said: Any, length: int) -> list[Any]:
    if not isinstance(said, list) or len(said) != length:
        raise TypeError(f"no list of {length}")
    return said
