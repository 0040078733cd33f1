"""Taps that shape a question: parts taken away or exchanged, filters, orders.  Each changes the answer in place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast, get_args

from bot.actions import value_of
from bot.chat.results import RESULTS_A_PAGE, ResultPages, guessed
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply
from bot.owner.correction_review import CorrectionReview
from bot.query.alternatives import alternatives
from bot.query.editing import (
    FACETS,
    cleared,
    corrected,
    dropped,
    exchangeable,
    exchanged,
    marked,
    ordered,
    picked,
    without,
)
from bot.query.model import Query
from bot.replies import filters as replies
from bot.replies.errors import old_button
from bot.replies.phrases import phrase as said
from bot.search.searcher import Found, Searcher
from bot.storage.turns import Turn
from catalog.models import FacetCount, Facets, Sort, Trait
from workers.vocabulary import CATEGORIES, CATEGORY_BY_VALUE

_BAND: Final = re.compile(r"(?!-$)\d{0,15}(?:\.\d{1,4})?-\d{0,15}(?:\.\d{1,4})?")


class FilterTaps:
    """Answers the taps of chips and menus; the turn keeps its key, so that the answer's other buttons stay valid.

    Every key says what is to hold afterwards and not what is to be turned round: a tap that comes twice, or
    after another one, does no harm.
    """

    def __init__(
        self, searcher: Searcher, results: ResultPages, correction_review: CorrectionReview | None = None
    ) -> None:
        self._searcher = searcher
        self._correction_review = correction_review
        self._results = results

    async def show(self, message: IncomingMessage, turn: Turn) -> Reply:
        """The answer without a menu."""
        return await self._results.again(message, turn, await self._page(turn))

    async def part(self, message: IncomingMessage, turn: Turn, part: str = "", page: str = "") -> Reply:
        """A part was tapped: it goes, or what it may be instead is offered."""
        brands = await self._searcher.brands()
        phrase = value_of(part, turn.query.understood)
        if trait := guessed(turn).get(phrase):
            others = alternatives(trait, phrase, turn.looks)
            menu = replies.mistaken(trait, phrase, others, turn.key, _number(page))
            return await self._with_menu(message, turn, await self._page(turn), menu)
        facet = exchangeable(turn.query, phrase, brands)
        if not facet:
            return await self.remove(message, turn, part)
        found = await self._page(turn, (facet,))
        counted = _others(found.result.facets, facet, phrase, turn.query)
        menu = replies.alternatives_menu(phrase, counted, turn.key, _number(page))
        return await self._with_menu(message, turn, found, menu)

    async def remove(self, message: IncomingMessage, turn: Turn, part: str = "") -> Reply:
        """A part goes."""
        phrase = value_of(part, turn.query.understood)
        if not phrase:
            return await self.show(message, turn)
        return await self._shaped(message, turn, without(turn.query, phrase, await self._searcher.brands()))

    async def swap(self, message: IncomingMessage, turn: Turn, part: str = "", other: str = "") -> Reply:
        """Another value in a part's place."""
        brands = await self._searcher.brands()
        phrase = value_of(part, turn.query.understood)
        if not exchangeable(turn.query, phrase, brands):
            return await self.show(message, turn)
        return await self._shaped(message, turn, exchanged(turn.query, phrase, other, brands))

    async def fix(self, message: IncomingMessage, turn: Turn, part: str = "", other: str = "") -> Reply:
        """A photo shows something else than what was seen in it: noted for the shop, and searched for."""
        phrase = value_of(part, turn.query.understood)
        trait = guessed(turn).get(phrase, "")
        value = value_of(other, alternatives(trait, phrase, turn.looks)) if trait else ""
        if not value:
            return await self.show(message, turn)
        if self._correction_review is not None:
            await self._correction_review.mistaken(turn, trait, phrase, value)
        query = corrected(turn.query, trait, phrase, value, await self._searcher.brands())
        # What else is still searched for, such as a second colour, may be mistaken as well.
        others = (one for one in turn.looks[trait] if one.value in query.understood and one.value != value)
        looks = {**turn.looks, trait: (Trait(value, 1.0, stated=True), *others)}
        reply = await self._shaped(message, replace(turn, looks=looks), query)
        return replace(reply, text=f"{translate('thanks-searching', value=said(value))}\n{reply.text}".rstrip())

    async def change(
        self, message: IncomingMessage, turn: Turn, facet: str = "", one: str = "", *, drop: bool
    ) -> Reply:
        """One value of a facet more or fewer; its menu stays open, since several may be wanted."""
        if facet not in FACETS:
            return old_button()
        brands = await self._searcher.brands()
        held = marked(turn.query, facet, brands)
        labels = {one.value: one.label for one in (await self._page(turn, (facet,))).result.facets.get(facet, ())}
        value = value_of(one, {**labels, **held})
        if facet == "price" and _BAND.fullmatch(one):
            value = one
        query = turn.query
        if value and drop:
            query = dropped(query, facet, value, brands)
        elif value and value not in held:
            currency = await self._results.currency(turn)
            query = picked(query, facet, value, _written(facet, value, labels), brands, currency)
        if query is not turn.query:
            turn = (await self._search(message, turn, query))[0]
        return await self.menu(message, turn, facet)

    async def clear(self, message: IncomingMessage, turn: Turn, facet: str = "") -> Reply:
        """Nothing of a facet is picked any more, or of any."""
        query = cleared(turn.query, facet, await self._searcher.brands())
        turn, _ = await self._search(message, turn, query)
        return await self.menu(message, turn, facet)

    async def sort(self, message: IncomingMessage, turn: Turn, sort: str = "") -> Reply:
        """Another order, or the menu of them."""
        if sort in get_args(Sort):
            query = ordered(turn.query, cast("Sort", sort), await self._searcher.brands())
            return await self._shaped(message, turn, query)
        return await self._with_menu(message, turn, await self._page(turn), replies.orders(turn.query, turn.key))

    async def menu(self, message: IncomingMessage, turn: Turn, facet: str = "", page: str = "") -> Reply:
        """The answer with the filter menu open, at all facets or at one."""
        facet = facet if facet in FACETS and facet != "offer" else ""
        found, brands = await self._page(turn, (facet,) if facet else FACETS), await self._searcher.brands()
        if not facet:
            menu = replies.all_filters(turn.query, found.result, turn.key, brands)
            return await self._with_menu(message, turn, found, menu, chips=True)
        currency = await self._results.currency(turn)
        menu = replies.one_filter(turn.query, found.result, turn.key, facet, _number(page), currency, brands)
        return await self._with_menu(message, turn, found, menu)

    async def _with_menu(
        self, message: IncomingMessage, turn: Turn, found: Found, menu: replies.OpenMenu, *, chips: bool = False
    ) -> Reply:
        reply = await self._results.again(message, turn, found)
        return replace(reply, chips=reply.chips if chips else (), menu=menu[0], buttons=menu[1])

    async def _shaped(self, message: IncomingMessage, turn: Turn, query: Query) -> Reply:
        turn, found = await self._search(message, turn, query)
        return await self._results.again(message, turn, found)

    async def _search(self, message: IncomingMessage, turn: Turn, query: Query) -> tuple[Turn, Found]:
        """Ask anew, of the engine only where other words are to be encoded, and keep it as this turn.

        What got a thumb down stays away.
        """
        left_out = turn.left_out
        if turn.by_taste:
            # Such a page leaves out what was shown before it; a question of another shape begins anew.
            left_out = (turn.source,) if turn.source else ()
        turn = replace(turn, left_out=tuple(dict.fromkeys((*left_out, *turn.disliked))), by_taste=False)
        if (query.text, query.photo_weight) == (turn.query.text, turn.query.photo_weight) and turn.curve is not None:
            found = await self._page(replace(turn, query=query, offset=0))
        else:
            found = await self._searcher.search(
                query, turn.photo, looks=turn.looks, limit=RESULTS_A_PAGE, exclude_ids=turn.left_out
            )
        return await self._results.keep(message, turn, found), found

    async def _page(self, turn: Turn, facets: Sequence[str] = ()) -> Found:
        """A turn's page as the shop is now, with further choices counted."""
        if turn.curve is None:
            found = await self._searcher.search(turn.query, turn.photo, limit=RESULTS_A_PAGE, facets=facets)
            return replace(found, looks=turn.looks)
        if turn.by_taste:
            result = await self._searcher.by_taste(
                turn.query,
                turn.vector,
                turn.curve,
                liked=turn.liked,
                disliked=turn.disliked,
                limit=RESULTS_A_PAGE,
                exclude_ids=turn.left_out,
                facets=facets,
            )
        else:
            result = await self._searcher.page(
                turn.query,
                turn.vector,
                turn.curve,
                limit=RESULTS_A_PAGE,
                offset=turn.offset,
                exclude_ids=turn.left_out,
                facets=facets,
            )
        return Found(turn.query, result, turn.vector, turn.curve, turn.photo, looks=turn.looks)


def _others(facets: Facets, facet: str, phrase: str, query: Query) -> list[FacetCount]:
    """Other values, for a kind of thing those of its family first: they are what it is mistaken for."""
    wanted = query.filters.wanted.get(facet, ())
    families = {CATEGORY_BY_VALUE[kind].family for kind in wanted if kind in CATEGORY_BY_VALUE}
    relatives = {kind.value for kind in CATEGORIES if kind.family in families}
    others = [one for one in facets.get(facet, ()) if one.value not in {phrase, *wanted[:1]}]
    if facet != "category":
        return others
    return sorted(others, key=lambda one: one.value not in relatives)


def _written(facet: str, value: str, labels: Mapping[str, str]) -> str:
    """How a picked value is said back."""
    return value.upper() if facet == "size" else labels.get(value, value)


def _number(page: str) -> int:
    return int(page) if page.isdecimal() and len(page) <= 3 else 0
