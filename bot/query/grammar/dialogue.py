"""A sentence in a chat: what it wants of the chat, and what becomes of the wish before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, cast

from bot.query.grammar.dictionary import ENGLISH, dictionary
from bot.query.grammar.names import NO_BRANDS, Brands
from bot.query.grammar.parts import Intent, Part, Price, Query
from bot.query.grammar.sentence import Reading, read
from workers.vocabulary import CATEGORY_BY_VALUE, applicable_traits

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_ALONE: Final = ("undo", "restart", "more", "thanks", "favourites", "help", "language", "smalltalk")
"""What is meant only where nothing of a thing is said beside it; the first that fits."""
_BACK: Final = frozenset({"instead", "like this", "another colour", "cheaper", "any price"})
_EMPTY: Final = frozenset({"smalltalk", "thanks", "shop_question", "favourites", "help", "language", "restart"})
_NO_WISH: Final = frozenset({"words", "name"})
_OF_A_KIND: Final = frozenset({"pattern", "neckline", "sleeves"})
_MOST_SHOWN: Final = 50


def understand(
    sentence: str, previous: Query | None = None, *, language: str = "", brands: Brands = NO_BRANDS
) -> Query:
    """The whole wish as it stands after a sentence; `previous` is the one before it in the same chat."""
    before = previous if previous is not None and previous.parts else None
    about = before.values("kinds") if before else ()
    reading = read(sentence, language=language or (previous.language if previous else ""), brands=brands, about=about)
    said = [one for one in _intents(reading) if not _is_of_a_thing(reading, one[1])]
    intents = {intent for intent, _, _ in said}
    spoken = reading.language or language or (previous.language if previous else "")
    wish = [part for part in reading.parts if part.facet not in _NO_WISH]
    numbers = _numbers(reading, said)
    intent = _intent(reading, wish, intents, numbers, before is not None)
    if intent in _EMPTY:
        return Query(language=spoken, intent=intent)
    if intent not in {"search", "refine"}:
        return Query(before.parts if before else (), spoken, intent, numbers)
    parts = reading.parts
    if before and (intents & _BACK or not any(part.facet == "kinds" and not part.denied for part in wish)):
        return Query(_refined(before.parts, parts, intents), spoken, "refine")
    if "cheaper" in intents and not any(part.facet == "order" for part in parts):  # than nothing seen yet
        parts = (*parts, Part("order", ("price",)))
    return Query(parts, spoken, "search")


def _intents(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """What is said of the chat, in the sentence's language or in English, with its tokens [first, last)."""
    texts, at = [token.text for token in reading.tokens], 0
    spoken = dict.fromkeys((*reading.languages[:2], dictionary(ENGLISH)))
    while at < len(texts):
        for length in range(min(6, len(texts) - at), 0, -1):
            key = tuple(texts[at : at + length])
            if intent := next((one.intents[key] for one in spoken if key in one.intents), ""):
                yield intent, at, at + length
                at += length - 1
                break
        at += 1


def _is_of_a_thing(reading: Reading, at: int) -> bool:
    """Whether a token belongs to something said of a thing: "cheaper than 50", "lowest price first"."""
    start = reading.tokens[at].start
    return any(part.span[0] <= start < part.span[1] and part.facet not in _NO_WISH for part in reading.parts)


def _intent(reading: Reading, wish: Sequence[Part], intents: set[str], numbers: tuple[int, ...], chat: bool) -> Intent:
    traits = [part for part in wish if part.facet not in {"price", "sizes", "order", "offer"}]
    if "shop_question" in intents and len(traits) < 2:
        return "shop_question"
    if "undo" in intents and not traits:
        return "undo"
    if numbers and not traits and "compare" in intents:
        return "compare"
    if numbers and not traits and chat:
        return "open"
    if not wish:
        for one in _ALONE:
            if one in intents or (one == "smalltalk" and "greeting" in intents):
                return cast("Intent", one)
    return "search" if wish or any(part.facet == "name" for part in reading.parts) or not chat else "refine"


def _numbers(reading: Reading, said: Sequence[tuple[str, int, int]]) -> tuple[int, ...]:
    """Positions in what was shown: "the second one", "compare 1 and 3", "number two", "4"."""
    found = {first: _ORDINALS[intent] for intent, first, _ in said if intent in _ORDINALS}
    pointed = any(intent in {"open", "compare"} for intent, _, _ in said)
    alone = not any(token.kind == "word" and not token.glued for token in reading.tokens)
    for at, token in enumerate(reading.tokens):
        marked = pointed or alone or (at > 0 and reading.tokens[at - 1].text == "#")
        entry = reading.languages[0].exact(token.text) or ()
        number = (
            token.text if token.kind == "number" else next((one.value for one in entry if one.facet == "numbers"), "")
        )
        if marked and number.isdigit() and 0 < int(number) <= _MOST_SHOWN:
            found[at] = int(number)
    return tuple(found[at] for at in sorted(found))


def _refined(old: Sequence[Part], new: Sequence[Part], intents: set[str]) -> tuple[Part, ...]:
    """The wish before with what was said now in the place of what it replaces."""
    kept = [part for part in old if not any(_replaces(fresh, part) for fresh in new)]
    if "any price" in intents:
        kept = [part for part in kept if part.facet != "price"]
        new = [part for part in new if part.facet != "price"]
    if "another colour" in intents:
        kept = [replace(part, denied=True) if part.facet == "colours" else part for part in kept]
    kinds = [part.values[0] for part in new if part.facet == "kinds" and not part.denied]
    if kinds and kinds[0] in CATEGORY_BY_VALUE:
        possible = {{"sleeve": "sleeves"}.get(trait, trait) for trait in applicable_traits(kinds[0])}
        kept = [part for part in kept if part.facet not in _OF_A_KIND or part.facet in possible]
    cheaper = [Part("order", ("price",))] if "cheaper" in intents else []
    return (*(replace(part, source="kept") if part.source == "said" else part for part in kept), *new, *cheaper)


def _replaces(new: Part, old: Part) -> bool:
    if new.facet != old.facet or new.facet in {"words", "name"}:
        return False
    if isinstance(new, Price) and isinstance(old, Price):
        return _replaces_price(new, old)
    if new.facet == "offer":
        return new.values == old.values
    if new.denied != old.denied:
        return bool(set(new.values) & set(old.values))
    return not new.denied or new.values == old.values


def _replaces_price(new: Price, old: Price) -> bool:
    """An end said anew goes before the one of before; the other stays where there is room between them."""
    if new.around is not None or old.around is not None:
        return True
    low, high = new.low or old.low, new.high or old.high
    same_end = (new.low is not None and old.low is not None) or (new.high is not None and old.high is not None)
    return same_end or (low or Decimal(0)) >= (high or Decimal("Infinity"))
