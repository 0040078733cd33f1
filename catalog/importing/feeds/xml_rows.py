"""Items of XML feeds (Google's RSS and Atom, and lists of products without a name), one by one in flat memory.

Each item is parsed by itself, so that one which is broken costs itself alone.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO
from xml.parsers import expat

from catalog.errors import FeedError, RowError
from catalog.importing.feeds.base import RowWarning
from catalog.importing.feeds.encoding import named_encoding
from catalog.importing.feeds.files import opened
from catalog.importing.feeds.named import Item

_ROOT: Final = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(!?[\w.:-]+)", re.DOTALL)
_ITEM: Final = re.compile(r"<(?:[\w.-]+:)?(item|entry|product|offer)(?=[\s/>])", re.IGNORECASE)
_STATED: Final = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_GOOGLE: Final = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']https?://base\.google\.com/ns/1\.0/?["']""")
_CDATA: Final = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_REFERENCE: Final = re.compile(r"&(?:#(\d+|x[0-9a-fA-F]+);|([A-Za-z][A-Za-z0-9]*;)|)")
_BARE_LESS: Final = re.compile(r"<(?![A-Za-z/!?])")
_ID: Final = re.compile(r"<(?:[\w.-]+:)?id\s*>\s*(?:<!\[CDATA\[)?([^<\]]{1,200})", re.IGNORECASE)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OF_XML: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_CHUNK: Final = 64 * 1024
_LONGEST_ITEM: Final = 1_000_000
_LONGEST_TAG: Final = 64
_MANY: Final = 50


def is_feed(head: str, name: str) -> bool:
    """Whether the XML file `name`, which begins with `head`, has items of a feed.

    Raises `FeedError` where it has a document type.
    """
    root = _ROOT.match(head)
    if root is None or root[1].lower() in {"html", "svg"} or re.match(r"\s*<!doctype\s+html", head, re.IGNORECASE):
        return False
    if root[1].startswith("!"):
        raise FeedError(f"{name} has a document type or entities, which no feed needs; please export it without them")
    return root[1].rpartition(":")[2] in {"rss", "RDF", "feed", "channel"} or _ITEM.search(head) is not None


def stated_encoding(path: Path) -> str:
    """The encoding that the file names itself, "" where it names none or what everybody writes there.

    Raises `FeedError` for what is no encoding.
    """
    with opened(path) as file:
        stated = _STATED.match(file.read(200))
    name = named_encoding(stated[1].decode("ascii", "replace")) if stated else ""
    return "" if name in {"utf-8", "utf-16", "iso8859-1"} else name


def xml_items(path: Path, encoding: str) -> Iterator[tuple[int, Item | RowError | RowWarning]]:
    """All items with the line each begins on, and an error without an id where the feed ends too early."""
    with opened(path) as file:
        yield from _Items(io.TextIOWrapper(file, encoding, errors="replace")).all()


class _Items:
    """Finds where items begin and end, whatever is between them."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._line = 1

    def all(self) -> Iterator[tuple[int, Item | RowError | RowWarning]]:
        self._more()
        root = _ROOT.match(self._buffer)
        first = _ITEM.search(self._buffer, root.end() if root else 0)
        while first is None and self._more():
            first = _ITEM.search(self._buffer, root.end() if root else 0)
        prefixes = {"g", *_GOOGLE.findall(self._buffer[: first.start() if first else None])}
        name = first[1] if first else "item"
        begin = re.compile(rf"<(?:[\w.-]+:)?{name}(?=[\s/>])|<!--")
        while (start := self._find(begin, 0)) is not None:
            self._drop(start.start())
            if start[0] == "<!--":
                if (end := self._find(re.compile("-->"), 0)) is None:
                    break
                self._drop(end.end())
                continue
            line = self._line
            item, is_whole = self._item(name)
            if not is_whole:
                yield line, RowError(f"the feed ends in the middle of this {name}: what came behind is missing")
                return
            yield from ((line, one) for one in _parsed(item, prefixes))
        if root and not re.search(rf"</{re.escape(root[1])}\s*>", self._buffer):
            line = self._line + self._buffer.count("\n")
            yield line, RowError("the feed ends too early: items may be missing")

    def _item(self, name: str) -> tuple[str, bool]:
        """The item that begins here, and whether its end was found; a new one before it ends a broken one."""
        tags = re.compile(rf"<!\[CDATA\[|<!--|</(?:[\w.-]+:)?{name}\s*>|<(?:[\w.-]+:)?{name}(?=[\s/>])|(?<=/)>")
        position = len(name)
        head_end = self._find(re.compile(">"), 0)
        if head_end is not None and self._buffer[head_end.start() - 1] == "/":
            item = self._buffer[: head_end.end()]
            self._drop(len(item))
            return item, True
        too_long = ""
        while (tag := self._find(tags, position)) is not None:
            if tag[0] in {"<!--", "<![CDATA["}:
                close = self._find(re.compile("-->" if tag[0] == "<!--" else r"\]\]>"), tag.end())
                if close is None:
                    return "", False
                position = close.end()
            elif tag[0] == ">":
                position = tag.end()
            else:
                end = tag.end() if tag[0].startswith("</") else tag.start()
                item = self._buffer[:end]
                self._drop(end)
                return too_long or item, True
            if position > _LONGEST_ITEM:
                too_long = too_long or self._buffer[: _LONGEST_ITEM + 1]
                self._drop(position)
                position = 0
        return "", False

    def _find(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        """The next place, however far it is; what is passed while looking for an item is forgotten."""
        while (found := pattern.search(self._buffer, position)) is None or found.end() > len(self._buffer) - 1:
            searched = max(position, len(self._buffer) - _LONGEST_TAG)
            if not self._more():
                return found
            position = min(position, searched) if found else searched
        return found

    def _more(self) -> bool:
        chunk = self._text.read(_CHUNK)
        self._buffer += chunk
        return bool(chunk)

    def _drop(self, count: int) -> None:
        self._line += self._buffer.count("\n", 0, count)
        self._buffer = self._buffer[count:]


def _parsed(item: str, prefixes: set[str]) -> Iterator[Item | RowError | RowWarning]:
    if len(item) > _LONGEST_ITEM:
        yield RowError(f"the item is longer than {_LONGEST_ITEM} characters", _id_of(item))
        return
    try:
        fields = _Fields(prefixes).read(item)
    except expat.ExpatError:
        try:
            fields = _Fields(prefixes).read(_mended(item))
        except expat.ExpatError as error:
            yield RowError(f"the item cannot be read: {expat.ErrorString(error.code)}", _id_of(item))
            return
    for name, values in fields.items():
        if any(_STRAY_END in value for value in values):
            fields[name] = [value.replace(_STRAY_END, "").strip() for value in values]
            product_id = next(iter(fields.get("id", [])), "")
            yield RowWarning(f"{name} has a ]]> without its beginning, which is left out", product_id, name)
    yield {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


_STRAY_END: Final = "]]>"


def _id_of(item: str) -> str:
    found = _ID.search(item)
    return html.unescape(found[1]).strip() if found else ""


def _mended(item: str) -> str:
    """The item with what people forget to escape, and HTML's entities, as XML wants them."""
    pieces = _CDATA.split(item)
    pieces[::2] = [
        _BARE_LESS.sub("&lt;", _REFERENCE.sub(_reference, piece)).replace(_STRAY_END, "]]&gt;") for piece in pieces[::2]
    ]
    return "".join(pieces)


def _reference(match: re.Match[str]) -> str:
    number, name = match[1], match[2]
    if number is not None:
        sign = html.unescape(match[0])
        return "" if _FORBIDDEN.search(sign) else match[0]
    if name in _OF_XML:
        return match[0]
    sign = html.unescape(match[0]) if name else "&"
    return f"&amp;{match[0][1:]}" if sign == match[0] else sign


class _Fields:
    """expat's events → values.  Only an item's direct children count: a price inside `shipping` is none of its own."""

    def __init__(self, prefixes: set[str]) -> None:
        self._prefixes = prefixes
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._depth = 0
        self._words: list[str] = []
        self._values: dict[tuple[bool, str], list[str]] = {}

    def read(self, item: str) -> dict[str, list[str]]:
        """Tag to its values that are not empty.  Raises `ExpatError`."""
        self._parser.Parse(_FORBIDDEN.sub(" ", item).encode(), True)
        # Google's own tags go before RSS's of the same name.
        return {name: values for (_, name), values in sorted(self._values.items()) if values}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 2:
            self._words = []
            # Atom writes its links as attributes, beside others that are none of the product's page.
            if tag == "link" and attributes.get("rel", "alternate") == "alternate":
                self._words.append(attributes.get("href", ""))

    def _text(self, text: str) -> None:
        if self._depth == 2:
            self._words.append(text)

    def _end(self, tag: str) -> None:
        if self._depth == 2:
            prefix, _, name = tag.rpartition(":")
            value = "".join(self._words).strip()
            values = self._values.setdefault((prefix in self._prefixes, name.lower()), [])
            if value and len(values) < _MANY:
                values.append(value)
        self._depth -= 1
