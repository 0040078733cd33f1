"""Pure: what shops write into cells, as plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

_MAX_MARKUP: Final = 200_000
_MAX_DESCRIPTION: Final = 20_000
_MAX_TITLE: Final = 500
_MAX_FACT: Final = 200
_MAX_SIZE: Final = 40

_MARKED: Final = re.compile(r"[<&\r\n]")
_TAG: Final = re.compile(r"(<[/!?]?[A-Za-z\[][^<>]*>)")
_TAG_NAME: Final = re.compile(r"[/!?]?([A-Za-z0-9]+)")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_UNSEEN: Final = {"script", "style", "template"}
_INLINE: Final = {"a", "abbr", "b", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}


def plain_text(markup: str) -> str:
    """HTML as the text a reader sees: no tags, scripts or comments, entities as characters, one line a block."""
    if not _MARKED.search(markup):
        return " ".join(markup[:_MAX_DESCRIPTION].split())
    markup = markup[:_MAX_MARKUP]
    if "<" in markup:
        markup = _without_tags(_without_comments(markup))
    lines = (" ".join(line.split()) for line in html.unescape(markup).replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:_MAX_DESCRIPTION]


def one_line(text: str) -> str:
    """A title: entities as characters, no tags, no line breaks."""
    return plain_text(text).replace("\n", " ")[:_MAX_TITLE].rstrip()


def fact(value: str) -> str:
    """A stated trait, short enough to be kept."""
    return one_line(value)[:_MAX_FACT].strip() if value else ""


def size(value: str) -> str:
    """One size, short enough to be kept."""
    return one_line(value)[:_MAX_SIZE].strip()


def category(paths: Iterable[str]) -> str:
    """Category paths ("A > B") as one, from the general to the special; numbers and "uncategorised" say nothing."""
    steps = [one_line(step) for path in paths for step in path.split(">")]
    said = [step for step in steps if step and not step.isdigit() and step.lower() not in {"uncategorized", "default"}]
    # Shops repeat the upper steps in every path; the last mention is the most special one.
    kept = list(dict.fromkeys(reversed(said)))
    while len(" > ".join(kept)) > _MAX_FACT and len(kept) > 1:
        kept.pop()
    return fact(" > ".join(reversed(kept)))


def addresses(cell: str) -> list[str]:
    """The pictures in a cell with commas between them; an address may hold a comma itself."""
    return [
        part.strip() for part in re.split(r",\s+|,(?=https?://)", cell.strip(), flags=re.IGNORECASE) if part.strip()
    ]


def article_code(value: str) -> str:
    """A SKU or barcode without the apostrophe that keeps spreadsheets from counting with it."""
    return value.strip().lstrip("'").strip()[:200]


def guarded(value: str) -> str:
    """A cell with an apostrophe before what a spreadsheet would take for a formula, also in East Asian width."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def unguarded(value: str) -> str:
    """A cell without that apostrophe."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value


def is_running(begin: str, end: str) -> bool:
    """Whether a sale between two ISO dates, each of which may be blank or unreadable, is on now."""
    if not (begin or end):
        return True
    now = datetime.now(UTC)
    # A day without a time is over when the day is.
    first, last = _moment(begin), _moment(f"{end}T23:59:59" if _DAY.fullmatch(end) else end)
    return (first is None or first <= now) and (last is None or now <= last)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _without_comments(markup: str) -> str:
    kept, end = [], 0
    while (start := markup.find("<!--", end)) >= 0:
        kept.append(markup[end:start])
        close = markup.find("-->", start + 4)
        if close < 0:
            return "".join(kept)
        end = close + 3
    return "".join([*kept, markup[end:]])


def _without_tags(markup: str) -> str:
    kept: list[str] = []
    unseen = ""
    for piece in _TAG.split(markup):
        if not _TAG.fullmatch(piece):
            if not unseen:
                kept.append(piece)
            continue
        named = _TAG_NAME.match(piece, 1)
        name = named[1].lower() if named else ""
        if unseen:
            unseen = "" if name == unseen and piece[1] == "/" else unseen
        elif name in _UNSEEN and piece[1] != "/" and not piece.endswith("/>"):
            unseen = name
        elif name not in _INLINE:
            kept.append("\n")
    return "".join(kept)
