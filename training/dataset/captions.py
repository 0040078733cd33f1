"""What people may say about a picture, each caption with the facts that would make it true.

The words come from the vocabulary with its synonyms, from the catalog's titles and labels, and from
the labels of shoppers' photos.  Wording varies as people's does: order, plural, small typos, more or
less detail.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.dataset.facts import OTHER_KINDS, Facts, categories_of_article
from workers import vocabulary

_TERMS: Final = {trait: {term.value: term for term in terms} for trait, terms in vocabulary.TRAITS.items()}
_CATEGORIES: Final = vocabulary.CATEGORY_BY_VALUE
_COLOURS: Final = {colour.value: colour for colour in vocabulary.COLOURS}

# Loose words that people use, with the categories they may mean.
_LOOSE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{
        word: vocabulary.categories_of_family(family)
        for family, words in vocabulary.FAMILIES.items()
        for word in words
        if word != "overcoat layer"
    },
    "pants": ("trousers", "jeans", "track pants", "leggings", "capris"),
    "trousers": ("trousers", "jeans", "track pants", "leggings", "capris"),
    "outerwear": vocabulary.categories_of_family("outerwear"),
    "jacket": ("jacket", "coat", "blazer"),
    "hat": ("hat", "cap", "beanie"),
    "headwear": vocabulary.categories_of_family("headwear"),
    "long sleeve t-shirt": ("t-shirt", "sweater", "sweatshirt", "top"),
    "long sleeve top": ("t-shirt", "sweater", "sweatshirt", "top"),
    "long-sleeved shirt": ("t-shirt", "sweater", "sweatshirt", "top", "shirt"),
    "undershirt": ("tank top",),
    "baby bodysuit": ("bodysuit",),
    "short sleeve t-shirt": ("t-shirt", "polo shirt"),
}
UNRELATED: Final = tuple((Path(__file__).parent / "unrelated_words.txt").read_text(encoding="utf-8").splitlines())
"""Everyday words that have nothing to do with clothes."""

_SLEEVE_IN_WORDS: Final = {"long": "long sleeves", "short": "short sleeves"}

_GROUP_WORDS: Final = {
    "Topwear": ("topwear", "tops"),
    "Bottomwear": ("bottomwear", "bottoms"),
    "Eyewear": ("eyewear", "glasses"),
    "Jewellery": ("jewellery", "jewelry"),
    "Fragrance": ("fragrance",),
}

_COLLAR_WORDS: Final = {
    "collar": ("with collar", "with a collar", "with a collar", "collared"),
    "collarless": ("without collar", "without a collar", "no collar", "collarless"),
}
_SAID_BEFORE: Final = (
    "i want", "i need", "looking for", "i'm looking for", "show me", "do you have", "have you got", "find me", "please",
    "any", "some", "a nice", "cheap", "cute", "new", "cool", "elegant", "simple", "classic", "modern", "comfy",
    "warm", "light", "summer", "winter", "a warm winter", "vintage", "trendy", "my size", "beautiful", "best",
)  # fmt: skip
_SAID_AFTER: Final = (
    "please", "for summer", "for winter", "for work", "for the office", "for a wedding", "for my wife", "for him",
    "for school", "for the beach", "for everyday", "in my size", "like this", "for home", "a gift", "for a party",
    "under 50", "for running", "for cold days", "online", "sale", "on sale", "for my friend", "with free shipping",
)  # fmt: skip
"""What people say beside the thing itself; it changes nothing of what a picture must show."""

_FASHION: Final = re.compile(
    "fashion|cloth|wear|dress|shirt|shoe|boot|heel|sneak|jean|denim|pant|trouser|skirt|coat|jack|blazer|suit|tux|knit|"
    "wool|cotton|silk|leather|lace|linen|velvet|satin|hat|cap|beanie|scarf|glove|sock|bag|purse|wallet|watch|jewel|ring|"
    "neck|brace|belt|sleeve|collar|stripe|plaid|floral|print|colou?r|style|outfit|vintage|retro|chic|boho|gown|bra|linger|"
    "bikini|swim|robe|pa?yjama|hood|vest|top|tee|tank|jump|parka|poncho|kimono|sandal|slipper|loafer|pump|stiletto|wedge|"
    "clutch|tote|satchel|pack|luggage|glass|perfume|fragran|lip|nail|make|mascara|cosmetic|cream|umbrella|beaut|pretty|"
    "m[ae]n|girl|boy|kid|child|lady|ladies|size|small|medium|large|slim|fit|loose|long|short|red|blue|green|black|white|pink|"
    "purple|yellow|orange|brown|gr[ae]y|beige|navy|gold|silver|bronze|nude|teal|couture|apparel|garment|fabric|design|brand"
)

_AMERICAN: Final = (("grey", "gray"), ("colour", "color"), ("jewellery", "jewelry"), ("pyjamas", "pajamas"))


@dataclass(frozen=True, slots=True)
class Caption:
    """Words, and what a picture must show for them to hold.

    A caption with a `name` (a product's title) holds for pictures of that name alone.
    """

    text: str
    accepts: Facts
    name: str = ""


def caption_of_title(title: str, rng: random.Random) -> Caption:
    """A product's title, as somebody who remembers it may type it."""
    return Caption(_careless(_shorter(title, rng), rng), {}, name=title)


def caption_of_other(facts: Facts, name: str, rng: random.Random) -> Caption:
    """What a picture without clothes shows: its own name, or the vocabulary's word for such things."""
    if rng.random() < 0.5:
        article = rng.choice(("", "", "a photo of ", "a photo of a ", "a "))
        return Caption(_careless(f"{article}{name}", rng), {}, name=name)
    kind = next(iter(facts["category"]))
    prompt = vocabulary.OTHER_PROMPTS[OTHER_KINDS.index(kind)]
    if rng.random() < 0.4:
        return Caption(vocabulary.OTHER_PROMPTS[-1], {"category": frozenset(OTHER_KINDS)})
    words = re.split(
        r" or (?:another |an? )?", prompt.removeprefix("a photo of ").removeprefix("a ").removeprefix("an ")
    )
    return Caption(rng.choice((prompt, rng.choice(words))), {"category": frozenset({kind})})


def unrelated(rng: random.Random, everyday: Sequence[str]) -> Caption:
    """What no fashion shop has: false of every picture here, so that such words end far from all products."""
    thing = rng.choice(UNRELATED)
    if everyday and rng.random() < 0.7:
        thing = " ".join(rng.choice(everyday) for _ in range(rng.choice((1, 1, 2))))
    article = rng.choice(("", "", "a ", "a photo of a ", "cheap ", "new ", "my "))
    text = _careless(f"{article}{thing}", rng)
    return Caption(text, {}, name=f"unrelated: {text}")


def describe(facts: Facts, rng: random.Random) -> Caption:
    """Some of what is known about a picture, in some order."""
    accepts: dict[str, frozenset[str]] = {}
    kind = _kind(facts, rng, accepts)
    before: list[str] = []
    after: list[str] = []
    if rng.random() < 0.65 and (colour := _colour(facts, rng, accepts)):
        before.append(colour)
    for trait, chance in (("pattern", 0.6), ("neckline", 0.55), ("sleeve", 0.5), ("style", 0.12), ("gender", 0.3)):
        if trait in facts and rng.random() < chance:
            words, is_suffix = _trait(trait, facts[trait], rng, accepts)
            (after if is_suffix else before).append(words)
    if not kind and not before and not after:
        return describe(facts, rng)
    if rng.random() < 0.5:
        rng.shuffle(before)
    kind = kind or rng.choice(("", "clothes", "something"))
    phrase = " ".join(word for word in (*before, kind, *after) if word)
    draw = rng.random()
    if draw < 0.2:
        phrase = f"a photo of {_with_article(phrase)}"
    elif draw < 0.45:
        phrase = _in_passing(phrase, rng)
    return Caption(_careless(phrase, rng), accepts)


def beside_fashion(words: Iterable[str], titles: Iterable[str], kept_out: Iterable[str]) -> list[str]:
    """Those of `words` that neither a title nor the vocabulary uses, nor anything that sounds like fashion."""
    used = {word for text in (*titles, *all_words(), *kept_out) for word in re.findall(r"[a-z]+", text.lower())}
    return [word for word in words if word not in used and word.rstrip("s") not in used and not _FASHION.search(word)]


def trait_prompt(category: str, trait: str, value: str) -> str:
    """What the attribute reader asks about `trait` of a thing known to be of `category`."""
    return vocabulary.trait_prompt(category, _TERMS[trait][value])


def collar_prompts(rng: random.Random) -> list[str]:
    """A t-shirt with a collar and one without, in words that a shopper may use."""
    colour = rng.choice(("", "", *_COLOURS))
    noun = rng.choice(("t-shirt", "t-shirt", "tee", "top", "shirt"))
    frame = rng.choice(("{} {} {}", "{} {} {}", "a photo of a {} {} {}", "a {} {} {}"))
    pair = rng.choice(
        (
            ("with collar", "without collar"),
            ("with a collar", "without a collar"),
            ("with collar", "no collar"),
            ("with a polo collar", "with a round neck"),
        )
    )
    return [" ".join(frame.format(colour, noun, phrase).split()) for phrase in pair]


def all_words() -> list[str]:
    """Every word and prompt of the vocabulary, for the tokenizer."""
    words = [*vocabulary.OTHER_PROMPTS, *_LOOSE_WORDS]
    for category in vocabulary.CATEGORIES:
        words += [category.value, *category.synonyms, vocabulary.category_prompt(category)]
    for colour in vocabulary.COLOURS:
        words += [colour.value, *colour.synonyms]
    for terms in vocabulary.TRAITS.values():
        for term in terms:
            words += [term.value, *term.synonyms, term.prompt]
    for phrases in _COLLAR_WORDS.values():
        words += phrases
    return [word for word in words if word]


def _kind(facts: Facts, rng: random.Random, accepts: dict[str, frozenset[str]]) -> str:
    """The word for the kind of thing; empty where it is left out."""
    draw = rng.random()
    if draw < 0.1:
        return ""
    categories = facts.get("category", frozenset())
    if "article" in facts and (draw < 0.3 or not categories):
        accepts["article"] = facts["article"]
        article = next(iter(facts["article"]))
        if meant := categories_of_article(article):
            accepts["category"] = frozenset(meant)
        return article
    if "group" in facts and draw < 0.42:
        accepts["group"] = facts["group"]
        group = next(iter(facts["group"]))
        return rng.choice((group, *_GROUP_WORDS.get(group, ())))
    loose = [word for word, meant in _LOOSE_WORDS.items() if categories and categories <= set(meant)]
    if loose and (draw < 0.55 or len(categories) > 1):
        word = rng.choice(loose)
        if not word.startswith(("long", "short")):
            accepts["category"] = frozenset(_LOOSE_WORDS[word])
            return _number(word, rng)
        sleeve = _SLEEVE_IN_WORDS[re.split(r"[ -]", word)[0]]
        if facts.get("sleeve") == frozenset({sleeve}):
            accepts |= {"category": frozenset(_LOOSE_WORDS[word]), "sleeve": frozenset({sleeve})}
            return _number(word, rng)
    wanted = rng.choice(sorted(categories)) if categories else ""
    wider = [name for name in {wanted, *_CATEGORIES[wanted].broader} if name in _CATEGORIES] if wanted else []
    sure = [name for name in sorted(wider) if categories <= set(vocabulary.accepted_categories(name))]
    if not sure:
        return ""
    name = wanted if wanted in sure and rng.random() < 0.65 else rng.choice(sure)
    accepts["category"] = frozenset(vocabulary.accepted_categories(name))
    synonyms = _CATEGORIES[name].synonyms
    return _number(rng.choice(synonyms) if synonyms and name == wanted and rng.random() < 0.4 else name, rng)


def _colour(facts: Facts, rng: random.Random, accepts: dict[str, frozenset[str]]) -> str:
    shades, colours = facts.get("shade"), facts.get("colour")
    if shades and rng.random() < 0.5:
        accepts["shade"] = shades
        if colours:
            accepts["colour"] = colours
        return next(iter(shades))
    if not colours:
        return ""
    accepts["colour"] = colours
    value = next(iter(colours))
    synonyms = _COLOURS[value].synonyms if value in _COLOURS else vocabulary.MULTICOLOUR.synonyms
    return rng.choice(synonyms) if synonyms and rng.random() < 0.2 else value


def _trait(
    trait: str, values: frozenset[str], rng: random.Random, accepts: dict[str, frozenset[str]]
) -> tuple[str, bool]:
    """Words for a trait, and whether they follow the noun."""
    if trait == "neckline":
        for group, phrases in _COLLAR_WORDS.items():
            accepted = frozenset(vocabulary.NECKLINE_GROUPS[group])
            if values <= accepted and (len(values) > 1 or rng.random() < 0.6):
                accepts[trait] = accepted
                phrase = rng.choice(phrases)
                return phrase, phrase.startswith(("with", "no"))
    accepts[trait] = values
    term = _TERMS[trait][rng.choice(sorted(values))]
    if trait == "gender":
        accepts[trait] = values
        forms = (term.value, term.prompt, f"for {term.value}", *term.synonyms[:6])
        phrase = rng.choice(forms)
        return phrase, phrase.startswith("for ")
    forms = (term.value, term.prompt, *term.synonyms)
    phrase = rng.choice(forms) if rng.random() < 0.6 else term.prompt
    is_noun = trait in {"neckline", "sleeve"} and phrase[-1] != "d" and not phrase.startswith("with")
    if is_noun and rng.random() < 0.7:
        phrase = f"with {phrase}" if not phrase.startswith("no ") else phrase
    return phrase, phrase.startswith(("with", "no ", "plain,")) or is_noun


def _number(words: str, rng: random.Random) -> str:
    """Sometimes the other grammatical number: people type "boot" and "t-shirts" alike."""
    if rng.random() < 0.75:
        return words
    if words.endswith("s") and not words.endswith("ss") and len(words) > 4:
        return words[:-1]
    return f"{words}es" if words.endswith(("s", "x", "ch")) else f"{words}s"


def _in_passing(phrase: str, rng: random.Random) -> str:
    """The phrase inside a sentence or between words that do not matter."""
    before = rng.choice(_SAID_BEFORE) if rng.random() < 0.7 else ""
    after = rng.choice(_SAID_AFTER) if not before or rng.random() < 0.3 else ""
    return f"{before} {phrase} {after}".strip()


def _with_article(phrase: str) -> str:
    if phrase.split(" ", 1)[0] == "a" or phrase.endswith("s"):
        return phrase
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def _shorter(title: str, rng: random.Random) -> str:
    """A title with a few words missing, every third time."""
    words = title.split()
    if len(words) < 4 or rng.random() < 0.67:
        return title
    kept = [word for word in words if rng.random() > 0.2]
    return " ".join(kept or words)


def _careless(phrase: str, rng: random.Random) -> str:
    """As typed in a chat: now and then a typo, American spelling, or no hyphen."""
    draw = rng.random()
    if draw < 0.08:
        for british, american in _AMERICAN:
            phrase = phrase.replace(british, american)
    elif draw < 0.14:
        phrase = phrase.replace("-", rng.choice((" ", "")))
    elif draw < 0.2 and len(phrase) > 5:
        place = rng.randrange(1, len(phrase) - 1)
        swapped = phrase[:place] + phrase[place + 1] + phrase[place] + phrase[place + 2 :]
        dropped = phrase[:place] + phrase[place + 1 :]
        doubled = phrase[:place] + phrase[place] + phrase[place:]
        phrase = rng.choice((swapped, dropped, doubled))
    return phrase


CLASS_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "T-Shirt": ("t-shirt", "t-shirt", "tee", "tshirt"),
    "Longsleeve": ("long sleeve t-shirt", "long sleeve t-shirt", "longsleeve", "long sleeve top", "long-sleeved shirt"),
    "Pants": ("pants", "trousers", "pair of pants"),
    "Shoes": ("shoes", "shoe", "footwear", "pair of shoes"),
    "Shirt": ("shirt", "button-up shirt", "dress shirt"),
    "Dress": ("dress",),
    "Outwear": ("outerwear", "jacket", "coat", "outwear"),
    "Shorts": ("shorts",),
    "Hat": ("hat", "cap", "headwear"),
    "Skirt": ("skirt",),
    "Polo": ("polo shirt", "polo"),
    "Undershirt": ("undershirt", "tank top"),
    "Blazer": ("blazer", "suit jacket"),
    "Hoodie": ("hoodie", "hooded sweatshirt"),
    "Body": ("baby bodysuit", "bodysuit", "romper"),
    "Top": ("top",),
    "Blouse": ("blouse",),
}
"""What a person may say for each of the consumer photos' labels; the first is the plainest."""
