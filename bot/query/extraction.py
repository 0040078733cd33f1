"""Reads one saying: which phrases it has, which of them are denied, and what is left for the encoder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from bot.query.brands import NO_BRANDS, Brands
from bot.query.lexicon import LEXICON, LONGEST_FROM, Meaning, correct, words_of
from bot.query.negation import negator_length
from bot.query.prices import find_amounts


@dataclass(frozen=True, slots=True)
class Part:
    """One understood piece of a saying.

    `trait` is a trait's name, "brand", "price", "size", "offer" ("on sale", "in stock") or "sort" (a
    `Sort`); `values` are alternatives, best first.  `phrase` says it back.  [start, end) are its
    characters in the saying, the denying words included.
    """

    trait: str
    values: tuple[str, ...]
    phrase: str
    start: int
    end: int
    negated: bool = False
    loose: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """`parts` in reading order.  `text` is what the encoder should read, and `names` what of it is in none of the
    parts; `words` counts the typed ones.

    `follows` is true where the words point back at what was shown before, `cheaper` and
    `other_colour` are the two wishes that only make sense then.
    """

    parts: tuple[Part, ...]
    text: str
    words: int
    names: str = ""
    follows: bool = False
    cheaper: bool = False
    other_colour: bool = False


@dataclass(slots=True)
class _Item:
    """A token, or several that form a known phrase."""

    start: int
    end: int
    words: tuple[str, ...]
    meaning: Meaning | None = None
    corrected: str = ""

    def disregard(self) -> None:
        self.meaning = None

    def cover(self, other: _Item) -> None:
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)


MAX_CHARACTERS: Final = 500
"""What is read of a saying; no question is longer, and the encoder reads less."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[,;.!?/&+()]")
_FILLERS: Final = frozenset(
    words_of(
        "any a an the too so very really much many want wants like need have has having made of with in it its "
        "to be is are for one ones some that"
    )
)
_JOINERS: Final = frozenset(("or", "nor", "and", "&", "/", "+"))

# Words that ask but do not describe.
_ASKING = re.compile(
    r"^(?:(?:hi|hello|hey|please|pls|ok|okay|so|well|um|can|could|would|will|do|did|does|you|i'm|i|we're|we|am|are|is|"
    r"there|also|just|really|now|rather|prefer|(?:look|search)(?:ing)?|for|show|find|give|get|got|have|has|sell|see|want|"
    r"need|love|like|seek|suggest|recommend|buy|me|us|to|(?:what|how)\s+about|more|some|any|an?|the|something|anything|"
    r"this|that|it)\b[\s,!.]*)+"
)
_EMPTY_WORDS = re.compile(
    r"\b(?:cheap|affordable|inexpensive|low[ -]?cost|low[ -]?priced|please|pls|thanks|thank you|asap|expensive|pricey|"
    r"prices?|costs?|costing|budget|ones)\b|\(\s*\)"
)
_POINTING_BACK = re.compile(
    r"\b(?:like|as|similar\s+to|than|of)\s+(?:this|that|these|those|it|them)(?:\s+ones?)?\b|\b(?:the\s+)?same(?:\s+(?:one|thing|"
    r"style|kind))?\b|\binstead\b(?!\s+of)|\bsimilar\b|\bthis\s+one\b|^\s*but\b|^\s*(?:make|do)\s+it\b"
)
_CHEAPER = re.compile(
    r"\b(?:something\s+|anything\s+|a\s+bit\s+|a\s+little\s+)?(?:cheaper|less\s+expensive|lower\s+price)\b(?!\s+than\s+\W?\d)"
)
_WISHES: Final = (
    ("offer", "on sale", "on sale", r"(?:on|in\s+the)\s+sale|discounted|reduced|sale\s+items?"),
    ("offer", "in stock", "in stock", r"in\s+stock|available\s+(?:now|today)"),
    ("sort", "-price", "dearest first", r"(?:sort(?:ed)?\s+by\s+)?price,?\s+high\s+to\s+low"),
    ("sort", "price", "cheapest first", r"(?:sort(?:ed)?\s+by\s+)?price,?\s+low\s+to\s+high|sort(?:ed)?\s+by\s+price"),
    ("sort", "price", "cheapest first", r"(?:the\s+)?(?:cheapest|lowest\s+prices?)(?:\s+(?:ones?\s+)?first)?"),
    ("sort", "-price", "dearest first", r"(?:the\s+)?(?:dearest|most\s+expensive|highest\s+prices?)(?:\s+first)?"),
    ("sort", "newest", "newest first", r"(?:the\s+)?(?:newest|latest)(?:\s+(?:ones?\s+)?first)?|new\s+arrivals"),
    ("sort", "relevance", "best match first", r"best\s+match(?:es)?(?:\s+first)?"),
)
"""Trait, value, how it is said back, and how people say it."""

_WISH: Final = tuple((trait, value, say, re.compile(rf"\b(?:{said})\b")) for trait, value, say, said in _WISHES)
_OTHER_COLOUR = re.compile(r"\b(?:in\s+)?(?:an?\s*)?(?:other|another|different)\s+(?:colou?rs?|shades?)\b")
_DANGLING = (
    r"(?:and|or|but|with|in|for|that|which|has|have|is|are|it|a|an|the|of|to|"
    r"only|also|maybe|from|at|this|just|any|some)"
)
_LEADING = re.compile(rf"^(?:[\s,;.!?/&+()\-–]|{_DANGLING}(?![\w'-]))+")
_TRAILING = re.compile(rf"(?:[\s,;.!?/&+(\-–]|(?<![\w'-]){_DANGLING})+$")
# What led up to words that are taken out goes with them: "…, but [no collar]", "for [under 50]".
_LEAD_UP = re.compile(
    r"(?:[\s,;]|(?<![\w'-])(?:and|but|with|for|that|which|has|have|is|are|or|costing|priced|of|please|i|we|you|do)(?=\s))*$"
)


def read(saying: str, *, forgive_typos: bool = True, brands: Brands = NO_BRANDS) -> Utterance:
    """What `saying` asks for, by the words of `workers.vocabulary` and the shop's `brands`.

    `forgive_typos` is for people; a feed's brand names are not to be bent into colours.
    """
    text = _normalise(saying)
    amounts = find_amounts(text)
    masked = _blank(text, ((found.start, found.end) for found in amounts))
    pointers = [*_POINTING_BACK.finditer(masked)]
    cheaper, other_colour = _CHEAPER.search(masked), _OTHER_COLOUR.search(masked)
    taken = [match.span() for match in (*pointers, cheaper, other_colour) if match]
    wishes = _wishes(_blank(masked, taken))
    items = _items(_blank(masked, [*taken, *((wish.start, wish.end) for wish in wishes)]), forgive_typos, brands)
    parts, removed = _judge(_heads(items))
    parts += wishes
    removed += [(wish.start, wish.end) for wish in wishes]
    for found in amounts:
        trait = "size" if found.sizes else "price"
        parts.append(Part(trait, found.sizes, found.phrase, found.start, found.end, low=found.low, high=found.high))
        removed.append((found.start, found.end))
    corrections = [(item.start, item.end, item.corrected) for item in items if item.corrected]
    understood = [(part.start, part.end) for part in parts]
    return Utterance(
        parts=tuple(sorted(parts, key=lambda part: part.start)),
        text=compose(text, [*removed, *taken], corrections),
        words=len(re.findall(r"[^\W_]+", text)),
        names=compose(text, [*removed, *taken, *understood]),
        follows=bool(pointers or cheaper or other_colour),
        cheaper=cheaper is not None,
        other_colour=other_colour is not None,
    )


def compose(text: str, gone: Iterable[tuple[int, int]], corrections: Iterable[tuple[int, int, str]] = ()) -> str:
    """`text` without the characters [start, end) that are `gone`, with `corrections` elsewhere, and smooth seams."""
    cuts: list[tuple[int, int]] = []
    for start, end in sorted(gone):
        if cuts and start < cuts[-1][1]:
            cuts[-1] = (cuts[-1][0], max(end, cuts[-1][1]))
        else:
            cuts.append((start, end))
    edits = [(start, end, "") for start, end in cuts]
    edits += [edit for edit in corrections if not any(start <= edit[0] < end for start, end in cuts)]
    for start, end, replacement in sorted(edits, reverse=True):
        head = text[:start] if replacement else _LEAD_UP.sub("", text[:start], count=1)
        text = f"{head}{replacement or ' '}{text[end:]}"
    text = _EMPTY_WORDS.sub(" ", text)
    text = _ASKING.sub("", text.strip(), count=1)
    text = re.sub(r"\s+([,;.!?])", r"\1", re.sub(r"\s+", " ", text))
    return _TRAILING.sub("", _LEADING.sub("", text)).strip()


def _normalise(saying: str) -> str:
    text = saying[:MAX_CHARACTERS].lower().replace("’", "'").replace("‘", "'")
    text = re.sub(r"\bw/o\b", "without", text)
    return re.sub(r"\s+", " ", text).strip()


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with spaces for what is understood already, of the same length, so that positions stay."""
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _wishes(text: str) -> list[Part]:
    """What has no place in a picture: the offer and the order."""
    found: list[Part] = []
    for trait, value, say, said in _WISH:
        match = said.search(text)
        if match and all(match.end() <= one.start or match.start() >= one.end for one in found):
            found.append(Part(trait, (value,), say, *match.span()))
    return found


def _items(text: str, forgive_typos: bool, brands: Brands) -> list[_Item]:
    """Tokens, with the longest known phrases joined."""
    tokens = [_Item(m.start(), m.end(), (m.group().replace("'", ""),)) for m in _TOKEN.finditer(text)]
    spelt = [token.words[0] for token in tokens]
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        longest = max(LONGEST_FROM.get(spelt[at], 1), brands.longest)
        for length in range(min(longest, len(tokens) - at), 0, -1):
            words = tuple(spelt[at : at + length])
            meaning = LEXICON.get(words) or brands.get(words) or (_less(words[0]) if length == 1 else None)
            if meaning:
                items.append(_Item(tokens[at].start, tokens[at + length - 1].end, words, meaning))
                at += length
                break
        else:
            token = tokens[at]
            if forgive_typos and (better := correct(token.words[0])):
                token = replace(token, corrected=better, meaning=LEXICON[(better,)])
            items.append(token)
            at += 1
    return items


def _less(word: str) -> Meaning | None:
    """ "Collarless" denies a collar; "sleeveless" and "strapless" are known by themselves."""
    meaning = LEXICON.get((word.removesuffix("less"),)) if word.endswith("less") else None
    if meaning is None:
        return None
    return Meaning(meaning.trait, meaning.values, meaning.say, meaning.loose, negative=True, opposite=meaning.opposite)


def _heads(items: list[_Item]) -> list[_Item]:
    """Where phrases stand side by side, the one that counts: a "shirt dress" is a dress, a "floral print" floral."""
    _drop_belongings(items)
    for left, right in pairwise(items):
        if left.meaning is None or right.meaning is None or left.meaning.trait != right.meaning.trait:
            continue
        if left.meaning.trait == "category":
            left.disregard()
        elif left.meaning.trait == "pattern":
            general = right if right.meaning.loose or right.meaning.values[0] == "printed" else left
            other = left if general is right else right
            if general.meaning and (general.meaning.loose or general.meaning.values[0] == "printed"):
                general.disregard()
                # The pair is denied or wanted as one.
                other.cover(general)
    return items


def _drop_belongings(items: Sequence[_Item]) -> None:
    """In "a bag with a chain" or "shoes for my dress" the second thing only describes the first."""
    named = described = False
    for item in items:
        word = item.words[0]
        if item.meaning is None:
            described = (named and word in {"with", "for"}) or (described and word in _FILLERS | {"my", "her", "his"})
        elif item.meaning.trait != "category":
            continue
        elif described and not item.meaning.loose:
            item.disregard()
        else:
            named = True


def _judge(items: Sequence[_Item]) -> tuple[list[Part], list[tuple[int, int]]]:
    """Parts with their polarity, and the characters that deny (for the encoder they go)."""
    parts: list[Part] = []
    removed: list[tuple[int, int]] = []
    opened: int | None = None  # where the denial that is in force began
    denied: str | None = None  # the trait that it has denied so far
    joiner = ""
    at = 0
    while at < len(items):
        item = items[at]
        if length := _negator(items, at):
            opened, denied, joiner = item.start, None, ""
            at += length
            continue
        if item.meaning is not None:
            carried_on = denied is None or joiner in {"or", "nor"} or (bool(joiner) and denied == item.meaning.trait)
            freed = at + 1 < len(items) and items[at + 1].words == ("free",)
            if opened is not None and carried_on:
                parts.extend(_parts(item, opened, negated=True))
                removed.append((opened, item.end))
                denied, joiner = item.meaning.trait, ""
            else:
                opened = None
                end = items[at + 1].end if freed else item.end
                parts.extend(_parts(item, item.start, negated=freed, end=end))
                if freed or item.meaning.negative:
                    removed.append((item.start, end))
                at += freed
        elif opened is not None:
            word = item.words[0]
            if word in _JOINERS and denied is not None and not joiner:
                joiner = word
            elif word not in _FILLERS:
                if denied is None and word[0].isalnum():
                    removed.append((opened, item.end))  # "without buttons": nothing known, but not wanted either
                opened = None
        at += 1
    return parts, removed


def _negator(items: Sequence[_Item], at: int) -> int:
    """How many items from `at` on form a denying word."""
    if items[at].meaning is not None:
        return 0
    word = items[at].words[0]
    following = items[at + 1].words[0] if at + 1 < len(items) else ""
    return negator_length(word, following)


def _parts(item: _Item, start: int, *, negated: bool, end: int = 0) -> list[Part]:
    meaning = item.meaning
    if meaning is None:
        return []
    end = end or item.end
    negated = negated != meaning.negative
    if negated and meaning.opposite:
        return [Part(meaning.trait, (meaning.opposite,), meaning.opposite, start, end)]
    values, say = meaning.values, meaning.say
    if negated and meaning.trait == "category" and not meaning.loose:
        values = values[:1]  # who rules out t-shirts still takes a polo shirt
    elif not negated and say == "print":
        values, say = values[:1], values[0]  # a denied print covers flowers and leopards, a wanted one is a print
    carried = () if negated else meaning.carries
    return [
        *(Part(more.trait, more.values, more.say, start, end) for more in carried),
        Part(meaning.trait, values, _denied(meaning) if negated else say, start, end, negated, meaning.loose),
    ]


def _denied(meaning: Meaning) -> str:
    noun = {"striped": "stripes", "checked": "checks", "dotted": "dots"}.get(meaning.say, meaning.say)
    return f"{'not' if meaning.trait in {'brand', 'colours', 'style', 'gender'} else 'no'} {noun}"
