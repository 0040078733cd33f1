"""What people read, in their language, by the tables `bot/i18n/locales/*.ftl` (https://projectfluent.org).

The language is that of the message being answered: the assistant sets it once with `using_language`, and whatever
is said meanwhile, in tasks started then as well, is said in it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib import resources
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

from bot.i18n.languages import NAMES, RIGHT_TO_LEFT, spoken
from catalog.clean_text import legible

log = logging.getLogger(__name__)

# First strong isolate and its end (https://www.unicode.org/reports/tr9), which Fluent puts around values as well.
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"
_ISOLATES: Final = re.compile(f"([{_ISOLATE}{_END}])")
_RIGHT_TO_LEFT_LETTER: Final = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_DEFAULT: Final = "en"
_REGION: Final = re.compile(r"[A-Z]{2}|[0-9]{3}")
_language: ContextVar[str] = ContextVar("language", default=_DEFAULT)
# "MX" where Spanish is spoken as in Mexico; it only matters to numbers and money.
_region: ContextVar[str] = ContextVar("region", default="")


def language() -> str:
    """The code of the language that is spoken at present."""
    return _language.get()


def set_language(code: str) -> None:
    """Speak a language of `NAMES` from now on, wherever nobody asks for another."""
    _language.set(code)


@contextmanager
def using_language(code: str, tag: str = "") -> Iterator[None]:
    """Speak a language of `NAMES` for as long as the block runs; "" is the present one.

    Numbers and money are written as in the region of `tag`, such as "es-MX", where that is of the same language.
    """
    code = code or language()
    language_before, region_before = _language.set(code), _region.set(_region_of(tag) if spoken(tag) == code else "")
    try:
        yield
    finally:
        _region.reset(region_before)
        _language.reset(language_before)


def _region_of(tag: str) -> str:
    """ "MX" of "es-mx", "419" of "es-419", "" where there is none."""
    parts = tag.replace("_", "-").upper().split("-")[1:]
    return next((part for part in parts if _REGION.fullmatch(part)), "")


def translate(message_id: str, **values: object) -> str:
    """A message in the present language, in English where its table lacks it.

    Raises `KeyError` for an id that no table has.
    """
    for code in (language(), _DEFAULT):
        text = _format(code, message_id, values)
        if text is not None:
            return text
    raise KeyError(message_id)


def find(message_id: str, attribute: str = "", **values: object) -> str | None:
    """A message of the present language, or one of its attributes; None where its table has none."""
    return _format(language(), message_id, values, attribute)


def listed(items: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """ "red, blue and green", as the present language writes it."""
    # British, without a comma before "and".
    return str(format_list(items, style, locale="en_GB" if language() == "en" else language()))


def in_a_row(items: Sequence[str]) -> str:
    """The items with the present language's commas between them."""
    return translate("comma").join(items)


def arrow(*, back: bool = False) -> str:
    """On to what comes next as the present language is read, or back."""
    return "←" if back != (language() in RIGHT_TO_LEFT) else "→"


def isolated(text: str) -> str:
    """A name, a price or a phrase between words that may run the other way: each keeps its own direction.

    Between left-to-right words it matters to what has right-to-left ones, and is left out elsewhere.
    """
    turns = language() in RIGHT_TO_LEFT or _RIGHT_TO_LEFT_LETTER.search(text)
    return f"{_ISOLATE}{text}{_END}" if text and turns else text


def shown(text: str) -> str:
    """What is said, on its way out: legible but for our own isolates, which end in the line that they began in."""
    return text if text.isprintable() else "\n".join(map(_shown_line, text.split("\n")))


def _shown_line(line: str) -> str:
    if line.count(_ISOLATE) != line.count(_END):
        return legible(line)
    return "".join(part if part in (_ISOLATE, _END) else legible(part) for part in _ISOLATES.split(line))


def babel_locale() -> Locale:
    """The present language's rules for numbers and money, as in the present region where they are known."""
    try:
        return Locale(language(), _region.get() or None)
    except UnknownLocaleError:
        return Locale(language())


def load() -> None:
    """Read every table, which takes a moment, before the first answer needs them."""
    for code in NAMES:
        _bundle(code)


def _format(code: str, message_id: str, values: dict[str, object], attribute: str = "") -> str | None:
    bundle = _bundle(code)
    if not bundle.has_message(message_id):
        return None
    message = bundle.get_message(message_id)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        return None
    if code not in RIGHT_TO_LEFT:  # there Fluent isolates all values
        values = {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}
    text, errors = bundle.format_pattern(pattern, values)
    for error in errors:
        log.error("Message %s in %s: %s", message_id, code, error)
    return str(text)


@lru_cache(maxsize=len(NAMES))
def _bundle(code: str) -> FluentBundle:
    # Between right-to-left words a name, a price or a number keeps its own direction.
    bundle = FluentBundle([code], use_isolating=code in RIGHT_TO_LEFT)
    table = resources.files("bot.i18n.locales").joinpath(f"{code}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(table))
    return bundle
