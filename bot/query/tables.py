"""One language's table: what people say → the English words that mean it.

A table is a TOML file that somebody who speaks the language can correct without knowing the program.
A line has the English on the left and what people say on the right, with commas between:

    red = "rot, knallrot"
    "under {n}" = "unter {n}, bis zu {n}"
    "not {x}" = "{x} değil"

`{n}` is an amount and `{s}` a size; `{x} …` are words that come behind what they are about.  Case, accents
and the `endings` (and `prefixes`) of the language are of no matter, so that one form a word is enough
where it changes by them only.  Section names are for the reader, except for:

- `[ignored]`, whose words say nothing and go: articles, "I am looking for".
- `[numbers]`, what a number is multiplied by: `1000 = "ribu"`.
- `[currencies]`, codes and symbols with what people call them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from bot.query.lexicon import LEXICON
from catalog.words import fold, one_slip_apart

Key = tuple[str, ...]

LANGUAGES: Final = ("es", "fr", "de", "pt", "it", "ru", "uk", "tr", "hi", "ar", "id")
"""Beside English, which needs no table."""

_MARKS: Final = "\u0300-\u036f\u0640\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c\u200d"
TOKEN: Final = re.compile(
    rf"\{{[nsx]\}}|(?<!\w)(?:\d?x{{1,3}}[sl]|\d{{1,2}}xl)(?!\w)|(?:[^\W\d_]|[{_MARKS}])+|\d+(?:[.,]\d+)*|[^\s\w'’‘\-–]"
)
"""Words with their vowel signs, numbers, sizes and signs.  Hyphens and apostrophes only part."""

_SHORTEST_STEM: Final = 3
_SHORTEST_STEMMED: Final = 4
_SHORTEST_CORRECTED: Final = 5
_SHORTEST_COMPOUND: Final = 7
_SHORTEST_HEAD: Final = 4
_LINKING: Final = ("", "s", "n", "en", "es", "e")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means in English; `behind` where it follows what it is about."""

    english: str
    behind: bool = False


class Language:
    """What people say in one language, ready to be looked up."""

    def __init__(self, code: str, table: Mapping[str, object]) -> None:
        self.code = code
        self._endings = _by_length(table.get("endings", ()))
        self._prefixes = _by_length(table.get("prefixes", ()))
        self._compounds = bool(table.get("compounds"))
        self.multipliers: Mapping[str, int] = {}
        self._currencies: Mapping[str, str] = {}
        self._exact: dict[Key, Entry] = {}
        for name, section in table.items():
            if isinstance(section, dict):
                self._add(name, section)
        self._stems = self._stemmed()
        self.longest = max(map(len, self._exact))

    def _add(self, name: str, section: Mapping[str, str]) -> None:
        said = [(english, key_of(phrase)) for english, many in section.items() for phrase in many.split(",")]
        if name == "numbers":
            self.multipliers = {key[0]: int(times) for times, key in said}
        elif name == "currencies":
            self._currencies = {form: code for code, key in said for form in (key[0], self._stem(key[0]))}
        else:
            for english, key in said:
                meant = "" if name == "ignored" else english.replace("{x}", "").strip()
                entry = Entry(meant, behind=key[:1] == ("{x}",))
                self._exact.setdefault(key[1:] if entry.behind else key, entry)

    def _stemmed(self) -> dict[Key, Entry]:
        """What is left of two words with different meanings tells neither."""
        found: dict[Key, Entry | None] = {}
        for key, entry in self._exact.items():
            stem = self.stem(key)
            found[stem] = entry if found.setdefault(stem, entry) == entry else None
        return {stem: entry for stem, entry in found.items() if entry is not None}

    def stem(self, words: Sequence[str]) -> Key:
        """The words without prefixes and endings."""
        return tuple(self._stem(word) for word in words)

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one `Language` a language, for as long as the program runs
    def _stem(self, word: str) -> str:
        if len(word) < _SHORTEST_STEMMED or word.startswith("{"):
            return word
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
                word = word[len(prefix) :]
                break
        ended = True
        while ended:
            ended = False
            for ending in self._endings:
                if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                    word, ended = word[: -len(ending)], True
                    break
        return word

    def currency(self, word: str) -> str:
        """The code that a currency's name stands for, "" for other words."""
        return self._currencies.get(word) or self._currencies.get(self._stem(word), "")

    def exact(self, key: Key) -> Entry | None:
        """What the table says of just these words."""
        return self._exact.get(key)

    def find(self, key: Key) -> Entry | None:
        """The same for words with prefixes and other endings, or two that are written as one."""
        return self._exact.get(key) or self._prefixed(key) or self._stems.get(self.stem(key)) or self._compound(key)

    def _prefixed(self, key: Key) -> Entry | None:
        shorter = (key[0].removeprefix(prefix) for prefix in self._prefixes if key[0].startswith(prefix))
        return next((entry for first in shorter if (entry := self._exact.get((first, *key[1:])))), None)

    def _compound(self, key: Key) -> Entry | None:
        """ "Lederjacke" is a jacket, and what leads up to it describes it."""
        if not self._compounds or len(key) != 1 or len(key[0]) < _SHORTEST_COMPOUND:
            return None
        word = key[0]
        for at in range(_SHORTEST_STEM, len(word) - _SHORTEST_HEAD + 1):
            first, head = word[:at], (word[at:],)
            kind = self._exact.get(head) or self._stems.get(self.stem(head))
            if kind is None or not _is_kind(kind.english):
                continue
            for link in _LINKING:
                if first.endswith(link) and (described := self._exact.get((first.removesuffix(link),))):
                    return Entry(f"{described.english} {kind.english}".strip())
        return None

    def correct(self, word: str) -> Entry | None:
        """What `word` means if it is one slip away from known words of a single meaning."""
        if len(word) < _SHORTEST_CORRECTED:
            return None
        for form, table in ((word, self._exact), (self._stem(word), self._stems)):
            near = {
                entry
                for known, *rest in table
                if not rest
                and len(known) >= _SHORTEST_STEMMED
                and known[0] == form[0]
                and one_slip_apart(form, known)
                and (entry := table.get((known,)))
            }
            if near:
                return near.pop() if len(near) == 1 else None
        return None


def key_of(phrase: str) -> Key:
    """The phrase as it is looked up."""
    return tuple(fold(token) for token in TOKEN.findall(phrase.lower()))


def _by_length(listed: object) -> tuple[str, ...]:
    return tuple(sorted({fold(one) for one in _strings(listed)}, key=len, reverse=True))


def _strings(listed: object) -> Iterator[str]:
    if isinstance(listed, list):
        yield from map(str, listed)


def _is_kind(english: str) -> bool:
    words = tuple(re.findall(r"\w+", english))
    return words in LEXICON and LEXICON[words].trait == "category"


@lru_cache(maxsize=len(LANGUAGES))
def language(code: str) -> Language:
    """The table of a language of `LANGUAGES`, read once."""
    text = resources.files("bot.query.dictionaries").joinpath(f"{code}.toml").read_text(encoding="utf-8")
    return Language(code, tomllib.loads(text))


def load_all() -> None:
    """Read every table, which takes a moment, before the first question needs them."""
    for code in LANGUAGES:
        language(code)
