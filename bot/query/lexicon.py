"""Every phrase that the assistant recognises in English words, and what each means.

Built once from `workers.vocabulary`, so that what a shopper types, what an owner's feed says and
what is seen in a picture end in the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from catalog.words import one_slip_apart
from workers.vocabulary import (
    CATEGORIES,
    COLOURS,
    FAMILIES,
    MULTICOLOUR,
    NECKLINE_GROUPS,
    PATTERNS,
    TRAITS,
    accepted_categories,
    categories_of_family,
)

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for.

    `values` are alternatives, best first.  `say` repeats it to a person.  `loose` marks phrases that
    stand for a group ("shoes", "collar"), `negative` words that already deny ("collarless").
    `opposite` is what the denied phrase asks for, where that has a name ("no sleeves" is
    "sleeveless").  `carries` are traits said along the way ("leather jacket" is also leather).
    """

    trait: str
    values: tuple[str, ...]
    say: str
    loose: bool = False
    negative: bool = False
    opposite: str = ""
    carries: tuple[Meaning, ...] = ()


IMPLIED_NECKLINE: Final[Mapping[str, str]] = {"polo shirt": "polo collar", "hoodie": "hood", "blazer": "lapels"}
"""Kinds that come with a neckline by definition."""


_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def words_of(phrase: str) -> Words:
    """Lower-case words without hyphens and apostrophes: "Women's T-Shirt" is (womens, t, shirt)."""
    return tuple(word.replace("'", "") for word in _TOKEN.findall(phrase.lower().replace("’", "'")))


# Their singular is another word: "short sleeves", "flat sandals", "a tight fit", "denim".
_PLURAL_ONLY = frozenset(
    words_of(
        "shorts flats heels slides tights briefs boxers trunks shades studs wedges pumps denims overalls bottoms "
        "slacks thongs oxfords bermudas stripes checks dots men women ladies gents sleeves bodies"
    )
)
_IRREGULAR = {"scarf": "scarves", "woman": "women", "man": "men", "lady": "ladies", "accessory": "accessories"}

_DARK = {"blue": "navy", "red": "maroon", "yellow": "mustard", "pink": "pink", "orange": "orange"}
_LIGHT = {"purple": "lavender", "brown": "tan", "orange": "coral", "navy": "blue"}
_SHADES: Final[Mapping[str, Mapping[str, str]]] = {
    "dark": _DARK,
    "deep": _DARK,
    "light": _LIGHT,
    "pale": _LIGHT,
    "pastel": _LIGHT,
    "soft": {},
    "bright": {},
    "neon": {},
    "baby": {},
}
# "olive green" is olive and "cherry red" is red: the second word only says what the first is a kind of.
_KIND_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "navy": ("blue",),
    "teal": ("blue", "green"),
    "turquoise": ("blue", "green"),
    "olive": ("green",),
    "khaki": ("green", "brown", "beige"),
    "maroon": ("red",),
    "lavender": ("purple", "pink"),
    "coral": ("pink", "orange", "red"),
    "mustard": ("yellow",),
    "tan": ("brown",),
    "cream": ("white",),
    "silver": ("grey", "gray"),
    "gold": ("yellow",),
    "grey": ("gray",),
}
_PRINTS = ("printed", "floral", "animal print", "camouflage")
_PATTERNED = tuple(term.value for term in PATTERNS if term.value != "plain")

# British shops mean a roll neck by "polo neck", Indian ones a collar when it is on a t-shirt.
_MORE: Final[Mapping[str, Meaning]] = {
    "polo neck": Meaning("neckline", ("turtleneck",), "turtleneck"),
    "turtle neck": Meaning("neckline", ("turtleneck",), "turtleneck"),
    "mock neck": Meaning("neckline", ("turtleneck",), "turtleneck"),
    "polo neck t-shirt": Meaning("category", accepted_categories("polo shirt"), "polo shirt"),
    "polo neck tshirt": Meaning("category", accepted_categories("polo shirt"), "polo shirt"),
    "high heeled shoe": Meaning("category", accepted_categories("heels"), "heels"),
    "jean jacket": Meaning("category", accepted_categories("jacket"), "jacket"),
    "smart watch": Meaning("category", accepted_categories("watch"), "watch"),
    "smartwatch": Meaning("category", accepted_categories("watch"), "watch"),
    "cap sleeve": Meaning("sleeve", ("short sleeves",), "short sleeves"),
    "sleeve": Meaning("sleeve", ("short sleeves", "long sleeves"), "sleeves", loose=True, opposite="sleeveless"),
    "sleeved": Meaning("sleeve", ("short sleeves", "long sleeves"), "sleeves", loose=True, opposite="sleeveless"),
    "pattern": Meaning("pattern", _PATTERNED, "pattern", loose=True, opposite="plain"),
    "patterned": Meaning("pattern", _PATTERNED, "pattern", loose=True, opposite="plain"),
    "tie dye": Meaning("pattern", ("printed",), "printed"),
    "rose gold": Meaning("colours", ("gold",), "gold"),
    "kid": Meaning("gender", ("girls", "boys"), "kids", loose=True),
    "children": Meaning("gender", ("girls", "boys"), "kids", loose=True),
    "child": Meaning("gender", ("girls", "boys"), "kids", loose=True),
}


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _forms(phrase: str) -> Iterator[Words]:
    """The phrase, then its last word in plural and, where that is safe, in singular."""
    words = words_of(phrase)
    *head, last = words
    yield words
    if not last.endswith("s") or last.endswith("ss"):
        yield (*head, _plural(last))
    elif last not in _PLURAL_ONLY and len(last) > 3:
        yield (*head, last[:-1])


def _colour_phrases() -> Iterator[tuple[str, Meaning]]:
    for colour in COLOURS:
        meaning = Meaning("colours", (colour.value,), colour.value)
        for name in (colour.value, *colour.synonyms):
            yield name, meaning
    for colour in COLOURS:
        for name in (colour.value, *colour.synonyms):
            for shade, renamed in _SHADES.items():
                value = renamed.get(colour.value, colour.value)
                yield f"{shade} {name}", Meaning("colours", (value,), value)
            for base in (colour.value, *_KIND_OF.get(colour.value, ())):
                yield f"{name} {base}", Meaning("colours", (colour.value,), colour.value)
    for name in (
        MULTICOLOUR.value,
        *MULTICOLOUR.synonyms,
        "multicolored",
        "multi colour",
        "multi coloured",
        "multi color",
    ):
        yield name, Meaning("colours", (MULTICOLOUR.value,), MULTICOLOUR.value)


def _trait_phrases() -> Iterator[tuple[str, Meaning]]:
    for trait, terms in TRAITS.items():
        for term in terms:
            # "Without any print" rules out flowers and leopards too.
            values = _PRINTS if term.value == "printed" else (term.value,)
            for name in (term.value, *term.synonyms):
                bare_print = name in {"print", "prints"}
                yield (
                    name,
                    Meaning(trait, values if bare_print else (term.value,), "print" if bare_print else term.value),
                )
    for group, necklines in NECKLINE_GROUPS.items():
        if not group.endswith("less"):
            yield group, Meaning("neckline", necklines, "collar", loose=True)


def _category_phrases(carried: Mapping[Words, Meaning]) -> Iterator[tuple[str, Meaning]]:
    for category in CATEGORIES:
        for name in (category.value, *category.synonyms):
            inside = (carried[(word,)] for word in words_of(name) if (word,) in carried)
            carries = tuple(meaning for meaning in inside if meaning.trait in {"material", "gender"})
            values = accepted_categories(category.value)
            yield name, Meaning("category", values, category.value, carries=carries if " " in name else ())
    for family, names in FAMILIES.items():
        for name in names:
            yield name, Meaning("category", categories_of_family(family), _family_word(name), loose=True)


def _family_word(name: str) -> str:
    return {"shoe": "shoes", "bags": "bag", "accessory": "accessories", "jewelry": "jewellery"}.get(name, name)


def _collect(phrases: Iterable[tuple[str, Meaning]], into: dict[Words, Meaning]) -> None:
    """Exact phrases win over the plurals and singulars of others."""
    listed = list(phrases)
    for phrase, meaning in listed:
        into.setdefault(words_of(phrase), meaning)
    for phrase, meaning in listed:
        for form in _forms(phrase):
            into.setdefault(form, meaning)


def _build() -> dict[Words, Meaning]:
    traits: dict[Words, Meaning] = {}
    _collect(_MORE.items(), traits)
    _collect(_trait_phrases(), traits)
    # "No sleeves" is left to the rules of negation, which know "without any sleeves" as well.
    traits = {words: meaning for words, meaning in traits.items() if words[0] not in {"no", "without"}}
    # "Knit" alone is a sweater, "denims" are jeans: kinds go before the other traits.
    phrases = {**{words: m for words, m in traits.items() if m.trait == "category"}}
    _collect(_category_phrases(traits), phrases)
    for words, meaning in traits.items():
        phrases.setdefault(words, meaning)
    _collect(_colour_phrases(), phrases)
    return phrases


LEXICON: Final[Mapping[Words, Meaning]] = _build()
"""Phrases, as lower-case words, to what they mean."""

LONGEST_FROM: Final[Mapping[str, int]] = {words[0]: len(words) for words in sorted(LEXICON, key=len)}
"""First word of a phrase to how many words the longest such phrase has."""

EVERYDAY_WORDS: Final = frozenset(
    words_of(
        # One slip away from a phrase above.
        "while write books boots boats boost plants plane planes plan paint point shall steal parts party "
        "coast block blank shows shore shops shoot strip stripped shift short sport spot spots great greens "
        "brows bread board think pairs paris patty price prices sheet shelf shape shade shave heals stock "
        "stack stuck looks classic clean close closer style styles other others about above below would could "
        "should under where there their these those things simple similar better small large trial trace "
        "track wide white whole women leave leaves goods being begin clothes cotton outfit summer winter "
        "spring autumn beach wedding wears wearing swear sweat "
        # Words for clothes in other languages.
        "rock band golf kind sort estate ready "
        # What questions are made of.
        "a about all also an and any as at be but buy by can could do does find for free from get give good has have "
        "hello her hi him his how i in is it its just like look looking love me more my need new next no not of on one "
        "only or other our out please really same see sell show so some something that the them then this to too up us "
        "very want we what when which with without would yes you your"
    )
)
"""Words that stay as they are typed, and that name nothing by themselves."""

_KNOWN_WORDS: Final = frozenset(word for words in LEXICON for word in words) | EVERYDAY_WORDS
_SINGLE_WORDS: Final = tuple(words[0] for words in LEXICON if len(words) == 1 and len(words[0]) >= 4)


def is_known(word: str) -> bool:
    """Whether an English word means something here, if only in a phrase or as an everyday word."""
    return word in _KNOWN_WORDS


def correct(word: str) -> str | None:
    """The one known word that `word` is a single slip away from, or None.

    Only words of five letters or more that begin alike: a wrong correction costs more trust than a
    word that was not understood.
    """
    if len(word) < 5 or word in _KNOWN_WORDS or any(character.isdigit() for character in word):
        return None
    near = {known for known in _SINGLE_WORDS if known[0] == word[0] and one_slip_apart(word, known)}
    meanings = {LEXICON[(known,)].say for known in near}
    return min(near) if len(meanings) == 1 else None
