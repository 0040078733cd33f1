"""A request from its update to its reply: a name for the logs, and how long its stages take."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Literal

from workers.logs import REQUEST

Stage = Literal["understand", "encode", "search", "reply"]
"""Words to a query, the engine, the catalog, and the sending of what was found."""

Heard = Callable[[str, Stage, float], None]
"""Is told the channel and the seconds of each stage that ends."""

_CHANNEL: Final = ContextVar("channel", default="")
_HEARD: Final[ContextVar[Heard | None]] = ContextVar("heard", default=None)


@contextmanager
def measuring(heard: Heard) -> Iterator[None]:
    """Measure the stages of all requests that tasks started in the block work on."""
    before = _HEARD.set(heard)
    try:
        yield
    finally:
        _HEARD.reset(before)


@contextmanager
def request(channel: str) -> Iterator[None]:
    """What is done inside belongs to one request; within another one it belongs to that."""
    if _CHANNEL.get():
        yield
        return
    name, own = REQUEST.set(secrets.token_hex(4)), _CHANNEL.set(channel)
    try:
        yield
    finally:
        _CHANNEL.reset(own)
        REQUEST.reset(name)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Measure a part of the request's work; without a request, as on the command line, nothing happens."""
    began = time.perf_counter()
    try:
        yield
    finally:
        if (channel := _CHANNEL.get()) and (heard := _HEARD.get()) is not None:
            heard(channel, name, time.perf_counter() - began)
