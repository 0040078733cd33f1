"""One language's table: what people say → concepts.

A table is a TOML file that somebody who speaks the language can correct without knowing the program.  The names of its
sections are facets (`parts.Facet`); in a line the value of the vocabulary is on the left, what people say on the
right, with commas between:

    [colours]
    red = "rot, knallrot"

Case, accents and the `endings` (and `prefixes`) of the language are of no matter, so that one form a word is enough
where it changes by them only.  Besides facets there are:

- `[grammar]`, what words do to those around them: `deny` what follows or what stands before (`deny_before`), join
  (`and`, `or`, `nor`), contrast (`but`), link (`with`, `for`, `of`, `to_wear_with`), bound a price from before or
  behind (`under`, `under_after`, `over` …, `around` …, `between` …, `to`), say what a number is (`price`, `discount`,
  `size`, `age`), change a thing (`faux`, `dark`, `light`, `degree`), name it (`brand`, `called`), or name what no shop
  of clothes has (`other_thing`).
- `[numbers]`, `[currencies]`, `[units]`: what numbers, codes and units of measure are called.
- `[several]`, phrases of more than one facet: `"kinds=skirt, length=mini" = "minijupe"`.
- `[intents]`, what is said of the conversation and not of things; `[ignored]`, words that say nothing.
- `endings` ("ies:y" puts something in the place of one), and what is no ending, `kept`; `chained` where a word may have
  several; `respelt`, how letters are typed without their marks; `head_first` and
  `of_behind`, see `Dictionary`.
- `conjunction`, an "and" that is written as one with the next word; `nouns_capital`; `compounds`, the letters
  between nouns that are written as one.
- `lacking`, endings that deny what they are put to: "-less", "-los", "-siz".
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Final

from bot.query.grammar.tokens import phrases_of
from catalog.currencies import CURRENCIES
from catalog.words import fold
from workers.vocabulary import CATEGORIES, COLOURS, FAMILIES, MULTICOLOUR, NECKLINE_GROUPS, TRAITS

Key = tuple[str, ...]

LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "it", "ru", "uk", "tr", "hi", "ar", "id")
ENGLISH: Final = "en"
SHARED: Final = "shared"

_SHORTEST_STEM: Final = 3
_SHORTEST_STEMMED: Final = 4
_SHORTEST_COMPOUND: Final = 7
_LONGEST_COMPOUND: Final = 40
_SHORTEST_HEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """A value of a facet, a role ("role", "deny"), a number or a unit; `denied` where the word denies by itself."""

    facet: str
    value: str
    denied: bool = False


Entry = tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """So many tokens mean `entry`; `exact` where no ending was taken off."""

    length: int
    entry: Entry
    exact: bool


class Dictionary:
    """What people say in one language, ready to be looked up."""

    def __init__(self, code: str, table: Mapping[str, Any], more: Iterable[tuple[str, Concept]] = ()) -> None:
        self.code = code
        self.head_first = bool(table.get("head_first"))
        """Whether the first of two nouns names the thing: "falda pantalón" against "shirt dress"."""
        self.of_behind = bool(table.get("of_behind"))
        """Whether what a thing is made of or has stands before it with an "of" behind: "चमड़े की जैकेट"."""
        self.nouns_capital = bool(table.get("nouns_capital"))
        """Whether nouns begin with a capital letter, which then makes no name of them."""
        self._conjunction = str(table.get("conjunction", ""))
        self._endings = dict(_split(ending) for ending in table.get("endings", ()))
        self._lengths = sorted({len(ending) for ending in self._endings}, reverse=True)
        self._kept = tuple(table.get("kept", ()))
        self._chained = bool(table.get("chained"))
        self._prefixes = _by_length(table.get("prefixes", ()))
        self._lacking = _by_length(table.get("lacking", ()))
        self._respelt: Mapping[str, str] = table.get("respelt", {})
        self._links: tuple[str, ...] = ("", *table.get("compounds", ()))
        self._exact: dict[Key, Entry] = {}
        self.intents: dict[Key, str] = {}
        """What is said of the conversation, beside what the words say of things."""
        sections = {name: section for name, section in table.items() if isinstance(section, dict) and name != "respelt"}
        for name in sorted(sections, key=lambda name: _AFTER_CONTENT.get(name, 0)):
            for key, entry in _entries(name, sections[name]):
                self._add(name, key, entry)
        for phrase, concept in more:
            key = _key_of(phrase)
            if not _is_content(self._exact.get(key, ())) or key not in self._exact:
                self._exact[key] = (concept,)
        self._longest: dict[str, int] = {}
        for key in self._exact:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
        self.words: Final = tuple(key[0] for key in self._exact if len(key) == 1)
        self._script = Counter(map(script_of, self.words)).most_common(1)[0][0]
        self._romanised = any(script_of(meant) == self._script for meant in self._respelt.values()) and self._script > 0

    @cached_property
    def _stems(self) -> dict[Key, dict[Key, Entry]]:
        """Phrases without endings, with those that they may be."""
        stems: dict[Key, dict[Key, Entry]] = {}
        for key, entry in self._exact.items():
            stem = tuple(map(self.stem, key))
            self._longest[stem[0]] = max(self._longest.get(stem[0], 0), len(key))
            stems.setdefault(stem, {})[key] = entry
        return stems

    def _stemmed(self, words: Key) -> Entry | None:
        """What a phrase with other endings means: of several the most alike, or none where that tells nothing."""
        found = self._stems.get(tuple(map(self.stem, words)))
        if found is None:
            return None
        text = " ".join(words)
        alike = {key: _shared(text, " ".join(key)) for key in found} if len(found) > 1 else {}
        best = {entry for key, entry in found.items() if not alike or alike[key] == max(alike.values())}
        best = {entry for entry in best if _is_content(entry)} or best
        return best.pop() if len(best) == 1 else None

    def may_know(self, texts: Sequence[str], scripts: Set[int]) -> bool:
        """Whether it is worth asking for any of these words: they are in its script, or begin a phrase as they are."""
        return self._script in scripts or self._romanised or any(text in self._longest for text in texts)

    def _add(self, section: str, key: Key, entry: Entry) -> None:
        if section == "intents":
            self.intents.setdefault(key, entry[0].value)
        known = self._exact.get(key)
        if known is None:
            self._exact[key] = entry
        elif section in {"grammar", "numbers"} and known[0].facet == "role":
            self._exact[key] = (*known, *entry)  # "max 50" and "50 max"

    @lru_cache(maxsize=65_536)  # noqa: B019 - there is one a language, for as long as the program runs
    def stem(self, word: str) -> str:
        """The word without prefixes and endings."""
        if len(word) < _SHORTEST_STEMMED:
            return word
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
                word = word[len(prefix) :]
                break
        while not word.endswith(self._kept):
            ending = next(
                (word[-n:] for n in self._lengths if word[-n:] in self._endings and n + _SHORTEST_STEM <= len(word)), ""
            )
            if ending:
                word = word[: -len(ending)] + self._endings[ending]
            if not ending or not self._chained:
                break
        return word

    def match(self, texts: Sequence[str], at: int) -> Match | None:
        """The longest phrase that begins at a token; one written as it is in the table goes before a stem."""
        first = texts[at]
        for length in range(min(self._reach(first), len(texts) - at), 1, -1):
            key = tuple(texts[at : at + length])
            if entry := self._exact.get(key):
                return Match(length, entry, exact=True)
            if entry := self._stemmed(key):
                return Match(length, self._conjoined(first, entry), exact=False)
        return self._alone(first)

    @lru_cache(maxsize=65_536)  # noqa: B019 - as above
    def _reach(self, word: str) -> int:
        """How long the phrases are that begin with a word."""
        return max(self._longest.get(word, 1), self._longest.get(self.stem(word), 1)) if self._stems else 1

    @lru_cache(maxsize=65_536)  # noqa: B019 - as above
    def _alone(self, word: str) -> Match | None:
        if entry := self._exact.get((word,)):
            return Match(1, entry, exact=True)
        entry = self._stemmed((word,)) or self._one(word)
        return Match(1, self._conjoined(word, entry), exact=False) if entry else None

    def _conjoined(self, word: str, entry: Entry) -> Entry:
        """With the "and" that some languages write as one with the next word."""
        joined = self._conjunction and word.startswith(self._conjunction)
        return (*entry, Concept("role", "and")) if joined else entry

    @property
    def concepts(self) -> set[Concept]:
        """All that the table can say."""
        return {one for entry in self._exact.values() for one in entry}

    def exact(self, *words: str) -> Entry | None:
        """What the table says of just these words."""
        return self._exact.get(words)

    def _one(self, word: str) -> Entry | None:
        """A word by itself: spelt otherwise, with an ending that denies, or two that are written as one."""
        if len(word) < _SHORTEST_STEMMED:
            return None
        if respelt := self._respell(word):
            return respelt
        for ending in self._lacking:
            for whole in (word, self.stem(word)):
                if whole.endswith(ending) and (entry := self._whole(whole.removesuffix(ending))) and _is_content(entry):
                    return tuple(Concept(one.facet, one.value, denied=True) for one in entry)
        for prefix in self._prefixes:
            if word.startswith(prefix) and (entry := self._exact.get((word.removeprefix(prefix),))):
                return entry
        return self._compound(word) if _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND else None

    def _respell(self, word: str) -> Entry | None:
        plain = word
        for written, meant in self._respelt.items():
            plain = plain.replace(written, meant)
        return self._whole(plain) if plain != word else None

    def _whole(self, word: str) -> Entry | None:
        return self._exact.get((word,)) or self._stemmed((word,))

    def _compound(self, word: str) -> Entry | None:
        """ "Lederjacke" is a jacket of leather, "leatherjacket" two words without a blank."""
        for at in range(_SHORTEST_STEM, len(word) - _SHORTEST_HEAD + 1):
            head = self._whole(word[at:]) if len(self._links) > 1 else self._exact.get((word[at:],))
            if head is None or not any(one.facet == "kinds" for one in head):
                continue
            for link in self._links:
                front = word[:at].removesuffix(link) if word[:at].endswith(link) else ""
                if first := self._front(front):
                    return head if first == head else _composed(first, head)
        return None

    def _front(self, front: str) -> Entry:
        """What stands before a compound's head, two words as one too: "Damen-woll"."""
        if entry := self._exact.get((front,)):
            return entry
        for at in range(_SHORTEST_STEM, len(front) - _SHORTEST_STEM + 1):
            first, second = self._exact.get((front[:at],)), self._exact.get((front[at:],))
            if first and second:
                return (*first, *second)
        return ()


def _composed(first: Entry, head: Entry) -> Entry:
    """What a compound's front says of its head; a kind in front is only what it is like."""
    said = tuple(one for one in first if one.facet != "kinds" and (_is_content((one,)) or one.facet == "role"))
    denim = (Concept("material", "denim"),) if any(one.value == "jeans" for one in first) else ()
    faux = any(one.value == "faux" for one in said)
    plain = tuple(one for one in said if one.facet != "role" and not (faux and one.facet == "material"))
    return (*denim, *((Concept("material", "faux leather"),) if faux else ()), *plain, *head)


def _is_content(entry: Entry) -> bool:
    return all(one.facet not in NO_CONTENT for one in entry)


NO_CONTENT: Final = frozenset({"role", "ignored", "numbers", "units", "currencies", "sizes", "intents"})


_AFTER_CONTENT: Final = {
    "grammar": 1,
    "units": 2,
    "currencies": 2,
    "sizes": 2,
    "ignored": 3,
    "numbers": 4,
    "intents": 5,
}
"""A word that says something of things says that before all else."""


def _shared(left: str, right: str) -> int:
    """How many letters two words begin with alike."""
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), len(left))


def script_of(word: str) -> int:
    """Roughly the script of a word: 0 for Latin letters without marks, 4 for Cyrillic ones …"""
    return ord(word[0]) >> 8


def _key_of(phrase: str) -> Key:
    return phrases_of(phrase)[0]


def _split(ending: str) -> tuple[str, str]:
    """An ending and what comes in its place: "ies:y"."""
    gone, _, rest = (fold(part) for part in ending.partition(":"))
    return gone, rest


def _by_length(endings: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(fold, endings), key=len, reverse=True))


def _entries(name: str, section: Mapping[str, str]) -> Iterator[tuple[Key, Entry]]:
    for value, many in section.items():
        pairs = [one.strip().partition("=") for one in value.split(",")] if name == "several" else [(name, "=", value)]
        entry = tuple(Concept("role" if facet == "grammar" else facet, meant) for facet, _, meant in pairs)
        yield from ((key, entry) for key in phrases_of(many))


def _vocabulary() -> Iterator[tuple[str, Concept]]:
    """English phrases that `workers.vocabulary` has already."""
    for kind in CATEGORIES:
        yield from ((phrase, Concept("kinds", kind.value)) for phrase in (kind.value, *kind.synonyms))
    for family, loose in FAMILIES.items():
        yield from ((phrase, Concept("kinds", f"any {family}")) for phrase in loose)
    names = [(colour.value, colour.synonyms) for colour in COLOURS] + [(MULTICOLOUR.value, MULTICOLOUR.synonyms)]
    yield from ((phrase, Concept("colours", value)) for value, synonyms in names for phrase in (value, *synonyms))
    for trait, terms in TRAITS.items():
        facet = {"sleeve": "sleeves"}.get(trait, trait)
        yield from ((phrase, Concept(facet, one.value)) for one in terms for phrase in (one.value, *one.synonyms))
    yield from ((phrase, Concept("neckline", phrase)) for phrase in NECKLINE_GROUPS)
    for code, currency in CURRENCIES.items():
        yield from ((word, Concept("currencies", code)) for word in currency.words)


def _signs() -> Iterator[tuple[str, Concept]]:
    """What currencies are called in any language."""
    for code, currency in CURRENCIES.items():
        names = (currency.sign, *currency.abbreviations, code)
        yield from ((name, Concept("currencies", code)) for name in names if name)


@lru_cache(maxsize=16)
def dictionary(code: str) -> Dictionary:
    """The table of a language, read once, or the one that all share."""
    file = resources.files("bot.query.grammar.dictionaries").joinpath(f"{code}.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Dictionary(code, table, _vocabulary() if code == ENGLISH else _signs() if code == SHARED else ())
