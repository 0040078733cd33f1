"""The only door for addresses from outside: feeds, and the pictures that they name.

A feed is a stranger's text: what it names is checked (see `ssrf`), asked for politely, read under caps of
size and time, and believed by its first bytes only.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Generic, Self, TypeVar
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from catalog.errors import FetchError
from catalog.importing.ssrf import Allow, GuardingResolver, NotAllowedError, checked, guarded_sockets, is_public
from catalog.models import Validators

log = logging.getLogger(__name__)

T = TypeVar("T")

_MAX_PICTURE_BYTES: Final = 20 * 1024 * 1024
_MAX_FEED_BYTES: Final = 1024**3
_PICTURE_S: Final = 30.0
_FEED_S: Final = 900.0
_SILENCE_S: Final = 20.0
_MAX_REDIRECTS: Final = 3
_TRIES: Final = 3
_BACK_OFF_S: Final = 0.5
_LONGEST_WAIT_S: Final = 60.0
_CHUNK_BYTES: Final = 64 * 1024
_MAX_AT_ONCE: Final = 16
_MAX_PER_HOST: Final = 4
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_WORTH_ANOTHER_TRY: Final = {408, 425, 429, 500, 502, 503, 504}
_SNIFFED_BYTES: Final = 1024
_PICTURE: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8|RIFF....WEBP|....ftyp|BM....\0\0\0\0|II\*\0|MM\0\*", re.DOTALL
)
"""How pictures begin; which of them can be opened is for the decoder to say."""

_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html)\b", re.DOTALL | re.I
)


@contextmanager
def temporary_file(name: str) -> Iterator[Path]:
    """A place for a feed under a harmless form of its name or address, for as long as it is worked on."""
    with TemporaryDirectory(prefix="shoplens-") as folder:
        last = name.partition("?")[0].rpartition("/")[2]
        yield Path(folder) / (re.sub(r"[^\w.-]", "_", last).strip(".")[-80:] or "feed")


class _TryAgainError(Exception):
    """The other side may answer next time; carries the sentence for when it does not, and the wait it asks for."""

    def __init__(self, message: str, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A redirect."""

    location: str


@dataclass(frozen=True, slots=True)
class _Request(Generic[T]):
    """How to ask for something, and what to make of a good answer."""

    read: Callable[[aiohttp.ClientResponse], Awaitable[T]]
    timeout_s: float
    headers: Mapping[str, str]

    @property
    def is_conditional(self) -> bool:
        """Whether "not modified" is an answer."""
        return not self.headers.keys().isdisjoint({"If-None-Match", "If-Modified-Since"})


class Fetcher:
    """Downloads pictures and feeds.  Use as `async with Fetcher() as fetcher`.

    http and https only, on their own ports, without user info, at most three redirects, each of them
    checked.  At most 16 downloads run at once, 4 from one host.  A busy server is asked again, after the
    wait that it names if that is bearable.  `resolver`, `allow`, `ports` and `pause` are for tests on loopback.
    """

    def __init__(
        self,
        *,
        resolver: AbstractResolver | None = None,
        allow: Allow = is_public,
        ports: Collection[int] = (80, 443),
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._resolver = resolver
        self._allow = allow
        self._ports = ports
        self._pause = pause
        self._at_once = asyncio.Semaphore(_MAX_AT_ONCE)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=GuardingResolver(self._resolver or aiohttp.DefaultResolver(), self._allow),
            socket_factory=guarded_sockets(self._allow),
            limit=_MAX_AT_ONCE,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_SILENCE_S, sock_read=_SILENCE_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": "shoplens"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def picture(self, url: str, *, max_bytes: int = _MAX_PICTURE_BYTES, timeout_s: float = _PICTURE_S) -> bytes:
        """The picture behind an http(s) address, whatever its server calls it.

        Raises `FetchError` with one sentence.
        """

        async def read(response: aiohttp.ClientResponse) -> bytes:
            body = bytearray()
            async for piece in _pieces(response, max_bytes):
                body += piece
                if len(body) >= _SNIFFED_BYTES and not _PICTURE.match(body):
                    break
            if not _PICTURE.match(body):
                raise FetchError(f"{response.url} answered with {_kind(body)} instead of a picture")
            return bytes(body)

        headers = {"Accept": "image/*,*/*;q=0.5", "Accept-Encoding": "identity"}
        return await self._follow(url, _Request(read, timeout_s, headers))

    async def feed(
        self,
        url: str,
        to: Path,
        known: Validators | None = None,
        *,
        max_bytes: int = _MAX_FEED_BYTES,
        timeout_s: float = _FEED_S,
    ) -> Validators | None:
        """Download a file of products into `to`; None, and nothing written, where it is still as `known` says.

        What is returned tells the server next time what is here.  Raises `FetchError` with one sentence.
        """

        async def read(response: aiohttp.ClientResponse) -> Validators | None:
            if response.status == 304:
                return None
            begin = b""
            with await asyncio.to_thread(to.open, "wb") as file:
                async for piece in _pieces(response, max_bytes):
                    if len(begin) < _SNIFFED_BYTES:
                        begin += piece[:_SNIFFED_BYTES]
                        if _PAGE.match(begin) or _PICTURE.match(begin):
                            raise FetchError(
                                f"{response.url} answered with {_kind(begin)} instead of a list of products"
                            )
                    await asyncio.to_thread(file.write, piece)
            return Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))

        headers = {"Accept": "text/csv,application/xml,application/json,*/*;q=0.5", "Accept-Encoding": "gzip"}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.modified:
            headers["If-Modified-Since"] = known.modified
        return await self._follow(url, _Request(read, timeout_s, headers))

    async def _follow(self, url: str, request: _Request[T]) -> T:
        address = checked(url, self._ports)
        for _ in range(_MAX_REDIRECTS + 1):
            found = await self._patiently(address, request)
            if not isinstance(found, _Elsewhere):
                return found
            address = checked(found.location, self._ports, address)
        raise FetchError(f"{url} redirects more than {_MAX_REDIRECTS} times")

    async def _patiently(self, address: URL, request: _Request[T]) -> T | _Elsewhere:
        # Whoever waits for a busy host keeps its place, so that the host is asked less often meanwhile.
        async with self._hosts.setdefault(address.host or "", asyncio.Semaphore(_MAX_PER_HOST)):
            for attempt in range(_TRIES):
                try:
                    async with self._at_once:
                        return await self._ask(address, request)
                except _TryAgainError as error:
                    wait_s = error.wait_s
                    if wait_s is not None and wait_s > _LONGEST_WAIT_S:
                        raise FetchError(f"{error} and asks to come back in {wait_s:.0f} s") from error
                    if attempt == _TRIES - 1:
                        raise FetchError(str(error)) from error
                    log.debug("trying %s again: %s", address, error)
                    await self._pause(_BACK_OFF_S * 2**attempt * random.uniform(0.5, 1.5) if wait_s is None else wait_s)
        raise AssertionError("the last try returns or raises")

    async def _ask(self, address: URL, request: _Request[T]) -> T | _Elsewhere:
        """What was made of the answer, or where a redirect leads."""
        try:
            async with (
                asyncio.timeout(request.timeout_s) as limit,
                self._session.get(address, allow_redirects=False, headers=request.headers) as response,
            ):
                if response.status in _REDIRECTS and response.headers.get("Location"):
                    return _Elsewhere(response.headers["Location"])
                if response.status in _WORTH_ANOTHER_TRY:
                    raise _TryAgainError(f"{address} answered with status {response.status}", _wait_s(response))
                if response.status != 200 and not (response.status == 304 and request.is_conditional):
                    raise FetchError(f"{address} answered with status {response.status}")
                return await request.read(response)
        except TimeoutError as error:
            if limit.expired():
                raise FetchError(f"{address} did not finish within {request.timeout_s:g} s") from error
            raise _TryAgainError(f"{address} did not answer within {_SILENCE_S:g} s") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, NotAllowedError):
                raise FetchError(f"{address} is not on the public internet") from error
            raise _TryAgainError(f"{address.host} cannot be reached") from error
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientOSError) as error:
            raise _TryAgainError(f"{address} broke off its answer") from error
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise FetchError(f"{address} cannot be read: {error}") from error


async def _pieces(response: aiohttp.ClientResponse, max_bytes: int) -> AsyncIterator[bytes]:
    """The body, unpacked, up to the cap."""
    too_large = FetchError(f"{response.url} is larger than {max_bytes // 1024} KB")
    if (response.content_length or 0) > max_bytes:
        raise too_large
    left = max_bytes
    async for piece in response.content.iter_chunked(_CHUNK_BYTES):
        left -= len(piece)
        if left < 0:
            raise too_large
        yield piece


def _kind(begin: bytes | bytearray) -> str:
    if not begin:
        return "nothing"
    if _PICTURE.match(begin):
        return "a picture"
    return "a web page" if _PAGE.match(begin) else "something else"


def _wait_s(response: aiohttp.ClientResponse) -> float | None:
    """What the server says in Retry-After, as seconds or as a date."""
    said = response.headers.get("Retry-After", "")
    try:
        return max(
            0.0, float(said) if said.isdecimal() else (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
        )
    except (TypeError, ValueError):
        return None
