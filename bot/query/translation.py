"""Puts what a shopper says in another language into the English that `bot.query.extraction` reads.

Word by word, by the tables in `bot.query.dictionaries`: no grammar is needed where only kinds, colours, prices and
the like are looked for.  What no table knows stays as it was typed, so that names survive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.query.brands import NO_BRANDS, Brands
from bot.query.extraction import MAX_CHARACTERS
from bot.query.lexicon import correct, is_known
from bot.query.prices import SYMBOLS, parse_amount
from bot.query.tables import LANGUAGES, TOKEN, Entry, Key, Language, language
from catalog.words import fold

_JOINERS: Final = {"or", "and"}
_SLOT: Final = re.compile(r"\{[ns]\}")
_SIZE: Final = re.compile(r"\d?x{0,3}[sml]|\d{1,2}xl")
_CORRECTED: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, a sign, or an amount with its currency: text[start:end], which is looked up as one of `forms`."""

    start: int
    end: int
    forms: Key
    amount: str = ""
    currency: str = ""


@dataclass(slots=True)
class _Piece:
    """Units that were translated together, or one that was not (`entry` is None)."""

    first: _Unit
    last: _Unit
    entry: Entry | None = None
    english: str = ""
    words: int = 0
    brand: bool = False


def to_english(text: str, locale: str = "", brands: Brands = NO_BRANDS) -> str | None:
    """`text` in English words, or None where it is English or in no language that is known.

    The language is the one that knows most of the words; `locale` (a tag such as "de-AT") decides between
    equals.  `brands` are left alone, and one slip in a longer word is forgiven.
    """
    text = _plain(text[:MAX_CHARACTERS])
    words = _words(text)
    local = locale.partition("-")[0].lower()
    if local not in LANGUAGES and all(map(is_known, words)):
        return None
    in_english = _known_in_english(words)
    pieces = _by_language(text, brands)
    reached = _reached(pieces)
    most = max(reached.values())
    if most < in_english or (most == in_english and reached.get(local) != most):
        return None
    likely = [local] if reached.get(local) == most else [code for code in LANGUAGES if reached[code] == most]
    attempts = [_spelling_corrected(pieces[code], language(code)) for code in likely]
    best = max(attempts, key=lambda pieces: sum(piece.words for piece in pieces))
    return _in_order(text, best) if any(piece.entry for piece in best) else None


def words_known(text: str) -> dict[str, float]:
    """How many of the words of `text` each language knows, English among them."""
    plain = _plain(text[:MAX_CHARACTERS])
    return {**_reached(_by_language(plain, NO_BRANDS)), "en": _known_in_english(_words(plain))}


def words_in(text: str) -> list[str]:
    """The words of `text`, in lower case, without numbers and signs."""
    return _words(_plain(text[:MAX_CHARACTERS]))


def _words(plain: str) -> list[str]:
    return [word for word in TOKEN.findall(plain) if word[0].isalpha()]


def _known_in_english(words: Sequence[str]) -> float:
    """How many words English knows; none where another script is used, as in "red जूते"."""
    if not all(fold(word).isascii() for word in words):
        return 0.0
    return sum(1.0 if is_known(word) else _CORRECTED if correct(word) else 0.0 for word in words)


def _plain(text: str) -> str:
    """Lower case, composed letters, and digits of every script as 0 to 9."""
    text = unicodedata.normalize("NFC", text.lower())
    return "".join(str(unicodedata.digit(one, one)) if not one.isascii() and one.isdigit() else one for one in text)


def _by_language(text: str, brands: Brands) -> dict[str, list[_Piece]]:
    return {code: _pieces(text, language(code), brands) for code in LANGUAGES}


def _reached(pieces: Mapping[str, Sequence[_Piece]]) -> dict[str, float]:
    """How many words each language knows."""
    return {code: sum(piece.words for piece in found) for code, found in pieces.items()}


def _pieces(text: str, known: Language, brands: Brands) -> list[_Piece]:
    """The text from left to right, in the longest phrases that are known."""
    units = _units(text, known)
    pieces: list[_Piece] = []
    at = 0
    while at < len(units):
        named = _brand(text, units, at, brands)
        found = None
        for length in range(min(known.longest, len(units) - at), max(named, 1) - 1, -1):
            if found := _translated(units[at : at + length], known, named=bool(named)):
                break
        else:
            length = max(named, 1)
        pieces.append(found or _Piece(units[at], units[at + length - 1], brand=bool(named)))
        at += length
    return pieces


def _translated(units: Sequence[_Unit], known: Language, *, named: bool) -> _Piece | None:
    """The units as one phrase, if they are one.  Brands and English words must be in the table just so."""
    exactly = named or (len(units) == 1 and is_known(units[0].forms[0]))
    for key in _keys(units):
        entry = known.exact(key) if exactly else known.find(key)
        if entry is not None:
            english = entry.english
            for unit in units:
                if unit.amount:
                    english = _SLOT.sub(_money(unit), english, count=1)
            return _Piece(units[0], units[-1], entry, english, sum(not unit.amount for unit in units))
    return None


def _spelling_corrected(pieces: Sequence[_Piece], known: Language) -> list[_Piece]:
    """With words that nobody knows read as those that they are a slip away from."""
    entries = [_meant(piece, known) for piece in pieces]
    return [
        replace(piece, entry=entry, english=entry.english, words=1) if entry else piece
        for piece, entry in zip(pieces, entries, strict=True)
    ]


def _meant(piece: _Piece, known: Language) -> Entry | None:
    word = piece.first.forms[0]
    if piece.entry or piece.brand or piece.first is not piece.last or not word.isalpha() or is_known(word):
        return None
    return known.correct(word)


def _units(text: str, known: Language) -> list[_Unit]:
    units: list[_Unit] = []
    for match in TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        folded = fold(word)
        currency = word if word in SYMBOLS else known.currency(folded)
        before = units[-1] if units else None
        number = before if before is not None and before.amount[-1:].isdigit() else None
        if word[0].isdigit() and not _SIZE.fullmatch(word):
            unit = _Unit(start, end, ("{n}", "{s}"), word)
            if before is not None and before.currency and not before.amount:
                units.pop()
                unit = replace(unit, start=before.start, currency=before.currency)
            units.append(unit)
        elif number and folded in known.multipliers:
            amount = parse_amount(number.amount) or Decimal(0)
            units[-1] = replace(number, end=end, amount=f"{amount * known.multipliers[folded]:,.0f}")
        elif number and currency and not number.currency:
            units[-1] = replace(number, end=end, currency=currency)
        else:
            forms = (folded, "{s}") if _SIZE.fullmatch(word) else (folded,)
            units.append(_Unit(start, end, forms, amount=word if len(forms) > 1 else "", currency=currency))
    return units


def _keys(units: Sequence[_Unit]) -> list[Key]:
    """The ways in which the units may be looked up: an amount may be a size."""
    first, last = tuple(unit.forms[0] for unit in units), tuple(unit.forms[-1] for unit in units)
    return [first] if first == last else [first, last]


def _brand(text: str, units: Sequence[_Unit], at: int, brands: Brands) -> int:
    """How many units from `at` on name a brand."""
    for length in range(min(brands.longest, len(units) - at), 0, -1):
        if brands.get(tuple(text[unit.start : unit.end] for unit in units[at : at + length])):
            return length
    return 0


def _in_order(text: str, pieces: Sequence[_Piece]) -> str:
    """The pieces as one text, with what was said behind put in front."""
    said: list[str] = []
    left: _Piece | None = None
    for piece in pieces:
        gap = text[left.last.end : piece.first.start] if left else " "
        if piece.entry is None:
            own = _written(text, piece)
            if left is not None and left.entry is None and gap.strip() == gap:
                said[-1] += gap + own  # "new-balance" stays in one
            else:
                said.append(own)
        elif piece.entry.behind:
            said.insert(_beginning(said), piece.english)
            said.append(",")  # what comes next is not denied
        elif piece.english:
            said.append(piece.english)
        left = piece
    return " ".join(said)


def _written(text: str, piece: _Piece) -> str:
    return _money(piece.first) if piece.first.amount else text[piece.first.start : piece.last.end]


def _money(unit: _Unit) -> str:
    return f"{unit.amount} {unit.currency}".strip()


def _beginning(said: Sequence[str]) -> int:
    """Where the last thing named begins, together with what is joined to it by "or"."""
    at = len(said) - 1
    while at >= 2 and said[at - 1] in _JOINERS:
        at -= 2
    return max(at, 0)
