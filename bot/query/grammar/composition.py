"""What words do to each other: which noun counts, what belongs to what, what is denied and how far.

One grammar for all languages: it knows concepts and roles, and of a language only whether its first noun is the head.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.query.grammar.dictionary import Concept, Dictionary, Entry
from bot.query.grammar.lexicon import Item
from bot.query.grammar.values import DARK, FAUX, LIGHT, colours_as_one, family, is_detail

_STOPS: Final = frozenset(",;.!?()")
_JOINERS: Final = frozenset({"and", "or", "nor"})
_PART_FACETS: Final = frozenset({"closure", "heel", "pattern"})
_PARTS: Final = frozenset({"collar", "hood", "sleeves"})
_GENERAL: Final = frozenset({"print", "printed"})
_SOFT_MATERIALS: Final = frozenset({"leather", "fur", FAUX})


def compose(items: Sequence[Item], language: Dictionary) -> None:
    """Marks what is denied, and takes away what only describes something else."""
    _shades(items)
    _faux(items)
    _neighbours(items, language)
    _belongings(items, language.head_first)
    _details(items, language.head_first)
    _deny_ahead(items)
    _deny_behind(items)
    _flatten(items)


def _content(items: Sequence[Item], facet: str = "") -> list[int]:
    return [at for at, item in enumerate(items) if item.is_content and (not facet or item.value(facet))]


def _next_to(items: Sequence[Item], at: int, facet: str) -> Item | None:
    """What has a value of a facet ahead or behind, with nothing but fillers between."""
    for step in (1, -1):
        place = at + step
        while 0 <= place < len(items) and (items[place].is_filler or items[place].roles & {"with", "of"}):
            place += step
        if 0 <= place < len(items) and items[place].is_content and items[place].value(facet):
            return items[place]
    return None


def _change(item: Item, facet: str, value: str) -> None:
    item.mean(*(replace(one, value=value) if one.facet == facet else one for one in item.entry))


def _shades(items: Sequence[Item]) -> None:
    """ "Dark blue" is navy, "azul oscuro" too."""
    for at, item in enumerate(items):
        table = DARK if "dark" in item.roles else LIGHT if "light" in item.roles else None
        if table is None or item.is_content:
            continue
        if near := _next_to(items, at, "colours"):
            _change(near, "colours", table.get(near.value("colours"), near.value("colours")))
            item.take()


def _faux(items: Sequence[Item]) -> None:
    """ "Vegan leather", "couro sintético"; "vegan shoes" are not of leather."""
    for at, item in enumerate(items):
        if "faux" not in item.roles:
            continue
        near = _next_to(items, at, "material")
        if near and near.value("material") in _SOFT_MATERIALS:
            _change(near, "material", FAUX)
            item.take()
        elif not any("deny" in one.roles for one in items[max(at - 1, 0) : at]) and not _content(items, "material"):
            item.mean(Concept("material", "leather", denied=True))


def _neighbours(items: Sequence[Item], language: Dictionary) -> None:
    """Where values of one facet stand side by side, the one that counts."""
    places = _content(items)
    for left, right in itertools.pairwise(places):
        between = items[left + 1 : right]
        if any(not item.is_filler or item.kind == "sign" for item in between) or "and" in items[right].roles:
            continue
        linked = any("of" in item.roles for item in between) and not language.of_behind
        first, second = items[left], items[right]
        lacked = any(one.denied for one in first.entry) or (left > 0 and "deny" in items[left - 1].roles)
        if first.value("kinds") and second.value("kinds"):
            if not (lacked and (between or first.entry[0].denied)):
                _head(first, second, first_counts=language.head_first or linked)
        elif not between and first.value("colours") and second.value("colours"):
            if one := colours_as_one(first.value("colours"), second.value("colours")):
                _change(second, "colours", one)
                first.take()
        elif first.value("pattern") and second.value("pattern"):
            general = second if second.value("pattern") in _GENERAL else first
            if general.value("pattern") in _GENERAL:
                general.take()


def _head(first: Item, second: Item, *, first_counts: bool) -> None:
    """A "shirt dress" is a dress, and jeans beside another kind are what that is made of."""
    head, other = (first, second) if first_counts else (second, first)
    jeans = [item for item in (first, second) if item.value("kinds") == "jeans"]
    if len(jeans) == 1:
        other = second if jeans[0] is first else first
        if other.value("kinds") != "trousers":
            jeans[0].mean(Concept("material", "denim"), *_without_kind(jeans[0]))
            return
    elif family(head.value("kinds")) == family(other.value("kinds")) and head.value("kinds").startswith("any "):
        other = head
    other.mean(*_without_kind(other))


def _without_kind(item: Item) -> Entry:
    return tuple(one for one in item.entry if one.facet != "kinds")


def _belongings(items: Sequence[Item], head_first: bool) -> None:
    """In "a bag with a chain" and "shoes for my dress" the second thing only describes the first."""
    named = link = ""
    since, described = 0, False
    for at, item in enumerate(items):
        kind = item.value("kinds") if item.is_content else ""
        if "to_wear_with" in item.roles and named and not item.taken:
            link, since, described = "to_wear_with", at, False
        elif item.roles & {"with", "for"} and named and link != "to_wear_with" and not item.is_content:
            link, since, described = ("with" if "with" in item.roles else "for"), at, False
        elif _parts_clauses(item) or (item.roles & _JOINERS and link == "for"):
            link, described = "", False
        elif kind and link and (link != "with" or is_detail(kind, named)):
            described = head_first
            for one in items[since + 1 : at + 1]:
                one.set_aside()
        elif kind:
            named, link, described = kind, "", False
        elif described:
            item.set_aside()


def _parts_clauses(item: Item) -> bool:
    return item.text in _STOPS or bool(item.roles & {"but", "deny"})


def _details(items: Sequence[Item], head_first: bool) -> None:
    """With a white collar, the collar is white and not the shirt."""
    linked = False
    for at, item in enumerate(items):
        if "with" in item.roles:
            linked = True
        elif item.text in _STOPS or item.roles & {"or", "but", "for", "deny"} or item.value("kinds"):
            linked = False
        elif linked and item.is_content and item.entry[0].facet in {"colours", "material"}:
            after = at + (-1 if head_first else 1)
            neighbour = items[after] if after < len(items) else None
            if neighbour is not None and (_is_part(neighbour) or (neighbour.is_unknown and not head_first)):
                item.describe_a_part()


def _is_part(item: Item) -> bool:
    return item.is_content and (item.entry[0].facet in _PART_FACETS or item.entry[0].value in _PARTS)


def _deny_ahead(items: Sequence[Item]) -> None:
    """No, without, neither … nor: to the first thing that follows, and to what is joined to it."""
    doubled = sum("nor" in item.roles for item in items) > 1
    opened, facet, joined, said = False, "", False, False
    for at, item in enumerate(items):
        denies = "deny" in item.roles or ("nor" in item.roles and (doubled or said))
        if denies and not item.taken and not item.is_content:
            opened, facet, joined, said = True, "", False, True
        elif not opened:
            continue
        elif item.is_content:
            value = item.entry[0].facet
            joined = joined or "and" in item.roles
            if value in {"offer", "order"} or not (not facet or (joined and facet == value)):
                opened = False
            else:
                item.deny()
                facet, joined = value, False
                opened = not _ends_noun(items, at)
        elif facet and (item.roles & _JOINERS or _lists_on(items, at, facet)):
            joined = True
        elif item.is_unknown and not facet:
            item.deny()
            opened = False
        elif (not item.is_filler and not ("with" in item.roles or "for" in item.roles)) or item.taken:
            opened = False


def _ends_noun(items: Sequence[Item], at: int) -> bool:
    """ "A bag but not a black backpack": once a thing was named, an adjective and another thing are denied as one."""
    item, named = items[at], any(one.value("kinds") and one.is_content and not one.denied for one in items[:at])
    after = items[at + 1] if at + 1 < len(items) else None
    if named and after is not None and after.is_content and after.value("kinds") and not item.value("kinds"):
        after.deny()
        return True
    return False


def _lists_on(items: Sequence[Item], at: int, facet: str) -> bool:
    """Whether a comma parts a list that goes on: "no red, blue or green"."""
    if items[at].text != ",":
        return False
    rest = [item for item in items[at + 1 :] if not item.is_filler]
    for one, after in zip(rest[::2], rest[1::2], strict=False):
        if not one.is_content or one.entry[0].facet != facet:
            return False
        if after.roles & {"or", "nor"}:
            return True
        if after.text != ",":
            return False
    return False


def _deny_behind(items: Sequence[Item]) -> None:
    """Değil, नहीं, के बिना: to the nearest thing before, and to what is joined to it."""
    for at, item in enumerate(items):
        if "deny_before" not in item.roles or item.taken or item.is_content:
            continue
        place = _before(items, at)
        if place < 0 or items[place].denied:
            continue
        if (
            items[place].value("kinds")
            and (described := _before(items, place)) >= 0
            and not items[described].value("kinds")
        ):
            place = described  # no black dress: another may do
        facet = items[place].entry[0].facet
        items[place].deny()
        while (joint := _joint(items, place)) >= 0:
            place = _before(items, joint)
            if place < 0 or items[place].entry[0].facet != facet:
                break
            items[place].deny()


def _flatten(items: Sequence[Item]) -> None:
    """Pumps without heels are flats: some languages have one word for both."""
    flat = any(item.value("heel") == ("heel" if item.denied else "flat") for item in items if item.is_content)
    for item in items:
        if flat and item.value("kinds") == "heels" and item.is_content and not item.denied:
            _change(item, "kinds", "flats")


def _before(items: Sequence[Item], at: int) -> int:
    at -= 1
    while at >= 0 and (items[at].is_filler or (items[at].roles & {"with", "for"} and not items[at].is_content)):
        at -= 1
    return at if at >= 0 and items[at].is_content else -1


def _joint(items: Sequence[Item], at: int) -> int:
    at -= 1
    while at >= 0 and items[at].is_filler:
        at -= 1
    return at if at >= 0 and items[at].roles & _JOINERS else -1


def wanted_kinds(items: Sequence[Item]) -> Iterator[str]:
    """The kinds that a sentence names, denied or not."""
    return (item.value("kinds") for item in items if item.is_content and item.value("kinds"))
