"""Google Merchant feeds in RSS or Atom, item by item in flat memory."""

from __future__ import annotations

import codecs
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from xml.parsers import expat

from catalog.errors import FeedError, RowError
from catalog.importing.feeds.files import encoding_of, opened
from catalog.importing.feeds.google import Item

_GOOGLE: Final = "http://base.google.com/ns/1.0"
_ROOTS: Final = {"rss", "RDF", "feed"}
_ITEMS: Final = {"item", "entry"}
_STATED: Final = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CHUNK: Final = 64 * 1024
_LONGEST_TAG_BYTES: Final = 1024 * 1024
_LONGEST_ITEM: Final = 1_000_000
_DEEPEST: Final = 50
_MANY: Final = 50


def is_feed(head: str, name: str) -> bool:
    """Whether the XML file `name`, which begins with `head`, has the root of a feed.

    Raises `FeedError` where it has a document type.
    """
    reader = _Reader(name)
    with suppress(expat.ExpatError):
        reader.parser.Parse(_cleaned(head), False)
    return reader.root in _ROOTS


def xml_items(path: Path) -> Iterator[tuple[int, Item | RowError]]:
    """All items with the line each begins on.

    Raises `FeedError` for broken XML, and for a document type or entities: a feed needs neither, and they
    are how a small file becomes a huge one.
    """
    encoding = _encoding(path)
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        reader = _Reader(path.name)
        fed, chunk = 0, _cleaned(text.read(_CHUNK).lstrip())
        try:
            while chunk:
                reader.parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - reader.parser.CurrentByteIndex > _LONGEST_TAG_BYTES:
                    raise FeedError(f"{path.name} cannot be read: a tag is longer than {_LONGEST_TAG_BYTES} bytes")
                while reader.items:
                    yield reader.items.popleft()
                chunk = _cleaned(text.read(_CHUNK))
            reader.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FeedError(
                f"{path.name} cannot be read from line {error.lineno} on: {expat.ErrorString(error.code)}"
            ) from error
        yield from reader.items


def _encoding(path: Path) -> str:
    """As its bytes show, or as the file says where its bytes leave that open."""
    shown = encoding_of(path)
    if shown != "cp1252":
        return shown
    with opened(path) as file:
        stated = _STATED.match(file.read(200))
    try:
        name = codecs.lookup(stated[1].decode()).name if stated else shown
    except LookupError:
        return shown
    return shown if name in {"utf-8", "utf-16", "iso8859-1"} else name


def _cleaned(text: str) -> bytes:
    """UTF-8 without the control characters that XML forbids and descriptions nevertheless hold."""
    return _FORBIDDEN.sub(" ", text).encode("utf-8", "replace")


class _Reader:
    """expat's events → items.  Only an item's direct children count: a price inside `shipping` is none of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.items: deque[tuple[int, Item | RowError]] = deque()
        self.root = ""
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self._depth = 0
        self._item_depth = 0
        self._line = 0
        self._length = 0
        self._words: list[str] = []
        self._values: dict[tuple[bool, str], list[str]] = {}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FeedError(f"{self._name} cannot be read: it is nested more than {_DEEPEST} deep")
        name = tag.rpartition(" ")[2]
        self.root = self.root or name
        if not self._item_depth and name in _ITEMS:
            self._item_depth, self._line = self._depth, self.parser.CurrentLineNumber
            self._values, self._length = {}, 0
        elif self._item_depth and self._depth == self._item_depth + 1:
            self._words = []
            self._length += len(tag)
            # Atom writes its links as attributes, beside others that are none of the product's page.
            if name == "link" and attributes.get("rel", "alternate") == "alternate":
                self._text(attributes.get("href", ""))

    def _text(self, text: str) -> None:
        if self._item_depth and self._depth == self._item_depth + 1 and self._length <= _LONGEST_ITEM:
            self._length += len(text)
            self._words.append(text)

    def _end(self, tag: str) -> None:
        if self._item_depth and self._depth == self._item_depth + 1:
            space, _, name = tag.rpartition(" ")
            value = "".join(self._words).strip()
            values = self._values.setdefault((space == _GOOGLE, name.lower()), [])
            if value and len(values) < _MANY:
                values.append(value)
        elif self._depth == self._item_depth:
            self.items.append((self._line, self._finished()))
            self._item_depth = 0
        self._depth -= 1

    def _finished(self) -> Item | RowError:
        # Google's own tags go before RSS's of the same name.
        item = {name: values for (_, name), values in sorted(self._values.items()) if values}
        if self._length > _LONGEST_ITEM:
            return RowError(f"the item is longer than {_LONGEST_ITEM} characters", item.get("id", [""])[0][:200])
        return item

    def _refuse(self, *_: object) -> None:
        raise FeedError(
            f"{self._name} has a document type or entities, which no feed needs; please export it without them"
        )
