"""Pure: what shops write into cells, as plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

MAX_DESCRIPTION: Final = 20_000
MAX_TITLE: Final = 500
_MAX_MARKUP: Final = 200_000
_MAX_FACT: Final = 200

_MARKED: Final = re.compile(r"[<&\r\n]")
_TAG: Final = re.compile(r"(<[/!?]?[A-Za-z\[][^<>]*>)")
_TAG_NAME: Final = re.compile(r"[/!?]?([A-Za-z0-9]+)")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ESCAPED_MARKUP: Final = re.compile(
    r"</(?:p|div|span|b|strong|i|em|u|ul|ol|li|h[1-6]|table|tr|td|a)>|<br ?/?>", re.IGNORECASE
)
_LONGEST_NOTHING: Final = 12
_NOTHING: Final = frozenset(
    {"", "-", "--", "–", "—", "/", ".", "?", "n/a", "#n/a", "n.a.", "n.a", "na", "n/d", "null", "(null)", "none", "nil"}
    | {"nan", "#value!", "#ref!", "#name?", "#div/0!", "undefined", "k.a.", "k. a.", "tbd"}
)
_FILLERS: Final = frozenset(
    {"see product page", "see description", "see product description", "see website", "see title", "see image"}
    | {"unknown", "various", "default", "default title", "not specified", "not applicable", "does not apply"}
    | {
        "not available",
        "unspecified",
        "no brand",
        "siehe beschreibung",
        "siehe produktseite",
        "unbekannt",
        "keine angabe",
    }
    | {
        "voir description",
        "inconnu",
        "non spécifié",
        "desconocido",
        "ver descripción",
        "no especificado",
        "sconosciuto",
    }
    | {"vedi descrizione", "non specificato", "desconhecido", "ver descrição", "não especificado", "неизвестно"}
    | {"не указано", "не указан", "см. описание", "невідомо", "не вказано", "див. опис", "bilinmiyor", "belirtilmemiş"}
    | {"غير معروف", "غير محدد", "انظر الوصف", "अज्ञात", "विवरण देखें", "tidak diketahui", "lihat deskripsi", "tidak ada"}
)
_UNSEEN: Final = {"script", "style", "template"}
_INLINE: Final = {"a", "abbr", "b", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}


def is_nothing(text: str) -> bool:
    """Whether that is written where there is nothing to say: "N/A", "-", "NULL"."""
    return len(text) < _LONGEST_NOTHING and text.casefold() in _NOTHING


def plain_text(markup: str) -> str:
    """HTML as the text a reader sees: no tags, scripts or comments, entities as characters, one line a block.

    What was escaped twice is unescaped twice.
    """
    if not _MARKED.search(markup):
        return " ".join(markup.split())[:MAX_DESCRIPTION]
    text = _seen(markup[:_MAX_MARKUP])
    if "&" in text or _ESCAPED_MARKUP.search(text):
        text = _seen(text) if _ESCAPED_MARKUP.search(text) else html.unescape(text)
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]


def one_line(text: str) -> str:
    """A title or name: entities as characters, no tags, no line breaks."""
    return plain_text(text).replace("\n", " ") if _MARKED.search(text) else " ".join(text.split())


@lru_cache(maxsize=4096)
def fact(value: str) -> str:
    """A stated trait, short enough to be kept; "" for what only fills the cell ("See product page")."""
    said = one_line(value)[:_MAX_FACT].strip()
    return "" if is_nothing(said) or said.casefold().rstrip(".") in _FILLERS else said


def category(paths: Iterable[str]) -> str:
    """Category paths ("A > B") as one, from the general to the special; numbers and "uncategorised" say nothing."""
    steps = [one_line(step) for path in paths for step in path.split(">")]
    said = [step for step in steps if step and not step.isdigit() and step.lower() not in {"uncategorized", "default"}]
    # Shops repeat the upper steps in every path; the last mention is the most special one.
    kept = list(dict.fromkeys(reversed(said)))
    while len(" > ".join(kept)) > _MAX_FACT and len(kept) > 1:
        kept.pop()
    return fact(" > ".join(reversed(kept)))


def article_code(value: str) -> str:
    """A SKU or barcode without the apostrophe that keeps spreadsheets from counting with it."""
    return value.strip().lstrip("'").strip()[:200]


def guarded(value: str) -> str:
    """A cell with an apostrophe before what a spreadsheet would take for a formula, also in East Asian width."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def unguarded(value: str) -> str:
    """A cell without that apostrophe, and without the formula that keeps a number's zeros: ="00123"."""
    if value.startswith("'") and value[1:].startswith(_FORMULA):
        return value[1:]
    return value[2:-1] if value.startswith('="') and value.endswith('"') and len(value) > 2 else value


def _seen(markup: str) -> str:
    return html.unescape(_without_tags(_without_comments(markup)) if "<" in markup else markup)


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
