"""A request from its update to its reply: a name for the logs, and how long its stages take."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, Literal

from workers.logs import REQUEST

Stage = Literal["understand", "encode", "search", "reply"]
"""Words to a query, the engine, the catalog, and the sending of what was found."""


@dataclass(slots=True)
class Trace:
    """What is known of a request so far; `heard` is told the seconds of each stage that ends.

    `language` is the code of the one that it is answered in, "" until that is known.
    """

    channel: str
    error: BaseException | None = None
    language: str = ""
    heard: Callable[[str, Stage, float], None] = field(default=lambda channel, stage, seconds: None)


_TRACE: Final[ContextVar[Trace | None]] = ContextVar("trace", default=None)


@contextmanager
def request(channel: str) -> Iterator[Trace]:
    """What is done inside belongs to one request; within another one it belongs to that."""
    if (outer := _TRACE.get()) is not None:
        yield outer
        return
    trace = Trace(channel)
    name, own = REQUEST.set(secrets.token_hex(4)), _TRACE.set(trace)
    try:
        yield trace
    finally:
        _TRACE.reset(own)
        REQUEST.reset(name)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Measure a part of the request's work; without a request, as on the command line, nothing happens."""
    began = time.perf_counter()
    try:
        yield
    finally:
        if (trace := _TRACE.get()) is not None:
            trace.heard(trace.channel, name, time.perf_counter() - began)


def failed(error: BaseException) -> None:
    """The request ends in this error, whatever is said to its sender."""
    if (trace := _TRACE.get()) is not None:
        trace.error = error


def answered_in(language: str) -> None:
    """The request is answered in this language."""
    if (trace := _TRACE.get()) is not None:
        trace.language = language
