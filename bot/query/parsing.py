"""Words → Query: what is wanted, what is not, what it may cost, and what the encoder reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, cast

from bot.query.brands import NO_BRANDS, Brands
from bot.query.extraction import MAX_CHARACTERS, Part, Utterance, compose, read
from bot.query.lexicon import IMPLIED_NECKLINE
from bot.query.model import Query
from bot.query.translation import to_english
from catalog.models import Filters, Sort
from workers.vocabulary import applicable_traits

PHOTO_WEIGHT: Final = 0.6
"""A photo's part beside words that change it: it still leads, and the words decide among what is alike."""

_SHORT_WORDS = 6
_KIND_TRAITS = ("pattern", "neckline", "sleeve", "style", "gender")
_WISHES = {"offer", "sort"}
_UNSEEN = {"price", "size", *_WISHES}
_BEFORE_NOUN = {"colours", "brand", "pattern", "material", "style", "gender"}
_AFTER_NOUN = {"neckline", "sleeve"}


def parse(
    text: str,
    previous: Query | None = None,
    *,
    cheaper_than: Decimal | None = None,
    brands: Brands = NO_BRANDS,
    locale: str = "",
) -> Query:
    """Understand what a shopper typed, in English or a language of `bot.query.dictionaries`.

    With `previous`, words that point back ("like this but green", "cheaper", "in black") change that
    query; words that name a new kind of thing start afresh.  `cheaper_than` is the price that
    "cheaper" refers to, `brands` are the shop's, and `locale` hints at the language.
    """
    saying, words = _listen(text, brands, locale)
    if previous is not None and _points_back(saying, previous):
        return _refine(previous, saying, cheaper_than, brands)
    parts = (*saying.parts, *(read("cheapest first").parts if saying.cheaper else ()))  # than nothing seen yet
    return replace(_query(parts, saying.text, 0.0), words=words, names=saying.names)


def refine(previous: Query, text: str, brands: Brands = NO_BRANDS, locale: str = "") -> Query:
    """As `parse`, for words that come together with a photo: they add to it unless they name a kind."""
    saying, _ = _listen(text, brands, locale)
    if saying.follows or not _names(saying.parts, "category"):
        return _refine(previous, saying, None, brands)
    return replace(_query(saying.parts, saying.text, 0.0), photo_weight=PHOTO_WEIGHT)


def query_from_phrases(phrases: Iterable[str], photo_weight: float = 1.0) -> Query:
    """A query that wants these values, such as what was recognised in a photo; nobody has asked for them in words."""
    parts = [part for phrase in phrases for part in read(phrase).parts]
    return _query(parts, "", photo_weight, implied={part.trait for part in parts})


def _listen(text: str, brands: Brands, locale: str) -> tuple[Utterance, str]:
    """What was said, and the words that titles are searched for: translated ones beside the shopper's own."""
    english = to_english(text, locale, brands)
    if english is None:
        return read(text, brands=brands), text[:MAX_CHARACTERS]
    saying = read(english, forgive_typos=False, brands=brands)
    # Other languages order their words otherwise; the encoder has learnt the order of English.
    return replace(saying, text=_in_words(saying.parts, saying.names)), f"{text[:MAX_CHARACTERS]} {english}"


def _points_back(saying: Utterance, previous: Query) -> bool:
    if saying.follows:
        return True
    if _names(saying.parts, "category") or not saying.parts:
        return False
    if not saying.text and all(part.trait in _WISHES for part in saying.parts):
        return bool(previous.text or previous.filters != Filters())
    has_subject = "category" in previous.filters.wanted or previous.photo_weight > 0
    return has_subject and saying.words <= _SHORT_WORDS


def _names(parts: Iterable[Part], trait: str) -> bool:
    return any(part.trait == trait and not part.negated for part in parts)


def parts_of(query: Query, brands: Brands = NO_BRANDS) -> list[Part]:
    """What was understood can be read again: each phrase means the parts that it came from."""
    return [part for phrase in query.understood for part in read(phrase, brands=brands).parts]


def amend(
    previous: Query,
    kept: Sequence[Part],
    new: Sequence[Part] = (),
    said: str = "",
    *,
    brands: Brands = NO_BRANDS,
    chosen: Mapping[str, Mapping[str, str]] | None = None,
) -> Query:
    """`previous` with these parts in place of its own.  `said` are the words of the new ones for the encoder, and
    `chosen` what is picked in the filter menu, by default the same as before."""
    text = _recompose(previous, kept, new, said, brands)
    weight = previous.photo_weight and (min(previous.photo_weight, PHOTO_WEIGHT) if said else previous.photo_weight)
    implied = previous.filters.implied - {part.trait for part in new if not part.negated}
    query = _query([*kept, *new], text, weight, previous.chosen if chosen is None else chosen, implied)
    return replace(query, names=previous.names)


def _refine(previous: Query, saying: Utterance, cheaper_than: Decimal | None, brands: Brands) -> Query:
    old = parts_of(previous, brands)
    new = list(saying.parts)
    if saying.other_colour:
        shown = [part.phrase for part in old if part.trait == "colours" and not part.negated]
        new += [part for say in (*shown, *previous.chosen.get("colours", ())) for part in read(f"not {say}").parts]
    if saying.cheaper and cheaper_than is not None:
        high = cheaper_than - Decimal("0.01")
        new += [part for part in read(f"under {high:f}").parts if high > 0]
    elif saying.cheaper:  # than something whose price nobody knows
        new += read("cheapest first").parts
    kept = [part for part in old if not any(_replaces(fresh, part) for fresh in new)]
    kept = applicable(kept, new)
    query = amend(previous, kept, new, saying.text, brands=brands, chosen=_still_chosen(previous, new))
    return replace(query, names=f"{query.names} {saying.names}".strip())


def _still_chosen(previous: Query, new: Sequence[Part]) -> Mapping[str, Mapping[str, str]]:
    """Words go before what was picked in the filter menu."""
    said = {part.trait for part in new}
    if "category" in said:
        said.add("size")
    return {trait: values for trait, values in previous.chosen.items() if trait not in said}


def _replaces(new: Part, old: Part) -> bool:
    if new.trait != old.trait:
        return False
    if new.trait == "price":
        low, high = new.low or old.low, new.high or old.high
        same_end = (new.low is not None and old.low is not None) or (new.high is not None and old.high is not None)
        return same_end or (low is not None and high is not None and low >= high)
    if new.trait == "offer":
        return new.values == old.values
    if new.negated and old.negated:
        return new.values == old.values
    if new.negated:
        return old.values[0] in new.values
    return not old.negated or bool(set(new.values) & set(old.values))


def applicable(kept: list[Part], new: Sequence[Part]) -> list[Part]:
    """A new kind of thing drops what makes no sense for it: boots have no collar."""
    kinds = [part.values[0] for part in new if part.trait == "category" and not part.negated]
    if not kinds:
        return kept
    possible = applicable_traits(kinds[0])
    return [part for part in kept if part.trait not in _KIND_TRAITS or part.trait in possible]


def _recompose(previous: Query, kept: Sequence[Part], new: Sequence[Part], said: str, brands: Brands) -> str:
    """The previous words without what was replaced, and the new words where English puts them."""
    still = {(part.trait, part.phrase) for part in kept}
    if previous.text:
        gone = [part for part in read(previous.text, brands=brands).parts if (part.trait, part.phrase) not in still]
        base = compose(previous.text, ((part.start, part.end) for part in gone))
    elif said:
        base = _in_words(kept)
    else:
        return ""
    if not said:
        return base
    traits = {part.trait for part in new if not part.negated} - _UNSEEN
    if traits and traits <= _BEFORE_NOUN:
        return f"{said} {base}".strip()
    link = " with " if traits and traits <= _AFTER_NOUN and not said.startswith("with") else " "
    return f"{base}{link}{said}".strip()


def _in_words(parts: Sequence[Part], others: str = "") -> str:
    """Wanted parts and other words as a short English phrase: "navy striped summer shirt with long sleeves"."""

    def named(*traits: str) -> list[str]:
        return [part.phrase for trait in traits for part in parts if part.trait == trait and not part.negated]

    before, after = named("colours", "brand", "pattern", "material", "style"), named("neckline", "sleeve")
    kinds, wearers = named("category"), named("gender")
    link = ["with"] if kinds and after else []
    for_whom = ["for"] if kinds and wearers else []
    phrases = [*before, others, *kinds, *link, " and ".join(after), *for_whom, " and ".join(wearers)]
    return " ".join(filter(None, phrases))


def _query(
    parts: Sequence[Part],
    text: str,
    photo_weight: float,
    chosen: Mapping[str, Mapping[str, str]] | None = None,
    implied: Collection[str] = (),
) -> Query:
    wanted: dict[str, tuple[str, ...]] = {}
    near: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    sizes: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    order = "relevance"
    offers: set[str] = set()
    for part in parts:
        if part.trait == "price":
            low, high = part.low if part.low is not None else low, part.high if part.high is not None else high
        elif part.trait == "size":
            sizes += part.values
        elif part.trait == "sort":
            order = part.values[0]
        elif part.trait == "offer":
            offers.update(part.values)
        elif part.negated:
            _add(excluded, part.trait, part.values)
        elif part.trait == "category" and not part.loose:
            _add(wanted, part.trait, part.values[:1])
            _add(near, part.trait, part.values[1:])
        else:
            _add(wanted, part.trait, part.values)
    picked = {trait: tuple(values) for trait, values in (chosen or {}).items()}
    sizes += picked.pop("size", ())
    wanted |= picked
    _settle(wanted, near, excluded)
    return Query(
        text=text,
        filters=Filters(
            wanted=wanted,
            near=near,
            excluded=excluded,
            min_price=low,
            max_price=high,
            sizes=tuple(dict.fromkeys(sizes)),
            in_stock_only="in stock" in offers,
            on_sale_only="on sale" in offers,
            required=picked,
            implied=frozenset(implied) & (wanted.keys() - picked.keys()),
        ),
        understood=tuple(dict.fromkeys(part.phrase for part in parts if part.values != ("relevance",))),
        photo_weight=photo_weight,
        sort=cast("Sort", order),
        chosen=chosen or {},
    )


def _add(side: dict[str, tuple[str, ...]], trait: str, values: tuple[str, ...]) -> None:
    side[trait] = tuple(dict.fromkeys(side.get(trait, ()) + values))


def _settle(
    wanted: dict[str, tuple[str, ...]], near: dict[str, tuple[str, ...]], excluded: dict[str, tuple[str, ...]]
) -> None:
    """What is denied is not wanted as well: without a collar, a t-shirt may no longer be a polo shirt."""
    denied_kinds = {kind for kind, neckline in IMPLIED_NECKLINE.items() if neckline in excluded.get("neckline", ())}
    for side in (wanted, near):
        for trait in tuple(side):
            denied = {*excluded.get(trait, ()), *(denied_kinds if side is near and trait == "category" else ())}
            if side is near:
                denied.update(wanted.get(trait, ()))
            left = tuple(value for value in side[trait] if value not in denied)
            if left:
                side[trait] = left
            else:
                del side[trait]
