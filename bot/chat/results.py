"""From what was found to a reply that one can go on from: results, further pages, one product, similar ones."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot import replies
from bot.errors import ConversationsUnavailable
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply, conversation_of, person_of
from bot.owner.commands import Admin
from bot.query.extraction import read
from bot.query.model import Query
from bot.query.parsing import query_from_phrases
from bot.replies import Thumb
from bot.replies.filters import ways
from bot.replies.links import share_address
from bot.search.explanations import Reason, reasons
from bot.search.searcher import Found, Searcher, to_curve
from bot.storage.conversations import Conversations, Tallied
from bot.storage.turns import Turn, new_key
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Curve, Filters, Hit, Product, Record, SearchResult, Traits
from workers.engine.base import Engine

log = logging.getLogger(__name__)

RESULTS_A_PAGE: Final = 5

Tap = Callable[[IncomingMessage, Turn, str], Awaitable[Reply]]
"""Answers a tap on a button of an earlier answer: the tap, that answer's turn, and what the key says besides."""


class ResultPages:
    """Makes replies whose buttons work later: whatever is shown is remembered as a turn of the conversation."""

    def __init__(
        self, engine: Engine, catalog: Catalog, conversations: Conversations, searcher: Searcher, admin: Admin | None
    ) -> None:
        self._engine = engine
        self._catalog = catalog
        self._conversations = conversations
        self._searcher = searcher
        self._admin = admin

    async def results(
        self,
        message: IncomingMessage,
        found: Found,
        *,
        alone: bool = False,
        intro: str = "",
        source: str = "",
        before: Turn | None = None,
    ) -> Reply:
        """The first page of a search; `alone` where a photo came without words.

        `source` is the product whose picture the search started from, if it was one, and `before` the turn whose
        question this one changes: its thumbs go on counting.
        """
        hits, query = found.result.hits, found.query
        if not found.result.close:
            await self.tally("nothing_found")
        if not hits or not (found.result.close or _is_garment(found)):
            if not hits and not await self._catalog.count():
                return replies.empty_catalog()
            if not query.filters.strict or (hits and not query.filters.wanted.get("category")):
                return replies.nothing_close()
            turn = await self.remember(message, self._turn(found))
            return replies.nothing_fits(query, turn.key, ways(query, found.result, turn.key))
        turn = replace(self._turn(found), source=source)
        if before is not None:
            turn = replace(turn, liked=before.liked, disliked=before.disliked, left_out=before.disliked)
        await self.remember(message, turn)
        seen = found.seen if alone else ()
        if not found.result.close:
            intro = f"{intro} {translate('only-nearest')}".strip()
        return await self._listed(turn, found.result, seen=seen, intro=intro)

    async def again(self, message: IncomingMessage, turn: Turn, found: Found) -> Reply:
        """What a turn shows, as it is now, in place of what it showed."""
        result, query = found.result, found.query
        if not result.hits:
            reply = replies.nothing_fits(query, turn.key, ways(query, result, turn.key))
        else:
            alone = turn.photo is not None and not turn.source and not query.text
            intro = "" if result.close or query.chosen else translate("only-nearest")
            if not (query.text or alone or query.chosen or turn.source) and query.filters == Filters():
                intro = translate("everything")
            reply = await self._listed(turn, result, seen=query.understood if alone else (), intro=intro)
        return replace(reply, replaces=True)

    async def keep(self, message: IncomingMessage, turn: Turn, found: Found) -> Turn:
        """Remember another answer under a turn's name, so that its buttons go on working."""
        return await self.remember(
            message,
            replace(
                self._turn(found),
                key=turn.key,
                source=turn.source,
                left_out=turn.left_out,
                liked=turn.liked,
                disliked=turn.disliked,
            ),
        )

    async def currency(self, turn: Turn) -> str:
        """The currency of a turn's first product, "" where that is gone."""
        try:
            return (await self._catalog.get(turn.shown[0])).product.currency if turn.shown else ""
        except UnknownProduct:
            return ""

    async def more(self, message: IncomingMessage, turn: Turn, *, anew: bool = False) -> Reply:
        """The page after a turn's; once it has been shown, where it is, unless it is asked for `anew`."""
        if turn.next_page and not anew and await self.tapped_turn(message, turn.next_page) is not None:
            return replies.shown_already(turn.key, turn.next_page)
        further = replace(turn, offset=turn.offset + len(turn.shown), shown=(), next_page="", key=new_key())
        if turn.curve is None:
            return await self.newest(message, further)
        if turn.liked or turn.disliked or turn.by_taste:
            further, result = await self._page_by_taste(turn, turn.curve)
        else:
            result = await self._searcher.page(
                turn.query,
                turn.vector,
                turn.curve,
                limit=RESULTS_A_PAGE,
                offset=further.offset,
                exclude_ids=turn.left_out,
            )
        if not result.hits:
            return replies.no_more()
        further = replace(further, shown=tuple(hit.record.product.id for hit in result.hits))
        await self.remember(message, replace(turn, next_page=further.key))
        await self.remember(message, further)
        return await self._listed(further, result)

    async def _page_by_taste(self, turn: Turn, curve: Curve) -> tuple[Turn, SearchResult]:
        """What comes next once thumbs have moved the search: nothing that was shown before, nor a variant of it."""
        left_out = {*turn.left_out, *turn.shown}
        if not turn.by_taste:
            shown = turn.offset + len(turn.shown)
            before = await self._searcher.page(turn.query, turn.vector, curve, limit=shown, exclude_ids=turn.left_out)
            left_out.update(_ids(before.hits))
        result = await self._searcher.by_taste(
            turn.query,
            turn.vector,
            curve,
            liked=turn.liked,
            disliked=turn.disliked,
            limit=RESULTS_A_PAGE,
            exclude_ids=left_out,
        )
        # What thumbs lean towards was not asked for in words, so that nobody is told that it is missing.
        asked = {value for values in turn.query.filters.wanted.values() for value in values}
        hits = tuple(replace(hit, differs=tuple(one for one in hit.differs if one in asked)) for hit in result.hits)
        variants = _ids(hits) - {hit.record.product.id for hit in hits}
        further = replace(turn, offset=0, left_out=tuple(left_out | variants), by_taste=True, key=new_key())
        return further, replace(result, hits=hits)

    async def newest(self, message: IncomingMessage, turn: Turn) -> Reply:
        """The shop's latest products, from the turn's offset on."""
        records = await self._catalog.list(RESULTS_A_PAGE + 1, turn.offset)
        if not records:
            return replies.no_more() if turn.offset else replies.empty_catalog()
        shown = records[:RESULTS_A_PAGE]
        turn = await self.remember(message, replace(turn, shown=tuple(record.product.id for record in shown)))
        return replies.newest(shown, turn.key, more=len(records) > RESULTS_A_PAGE)

    async def product(self, message: IncomingMessage, product_id: str, asked: Turn) -> Reply:
        """One product whole; `asked` is the answer in which it was found."""
        try:
            record = await self._catalog.get(product_id)
        except UnknownProduct:
            return replies.product_gone()
        position = f"{asked.key}:{asked.shown.index(product_id)}" if asked.curve is not None else ""
        looked_at = Turn(
            query=query_from_phrases(_phrases(record)),
            shown=(record.product.id,),
            photo=record.vector,
            fingerprint=self._engine.info.fingerprint,
            price=record.product.current_price,
            source=record.product.id,
        )
        await self.remember(message, looked_at)
        because = reasons(asked.query, record, *await self._shown(asked))
        thumbs = replies.thumbs(position, thumb_of(asked, product_id)) if position else ()
        share = share_address(message.start_link, product_id, record.product.title) if message.start_link else ""
        owner = self.for_owner(message)
        return replies.one_product(record, looked_at.key, because=because, thumbs=thumbs, share=share, removable=owner)

    async def linked(self, message: IncomingMessage, product_id: str) -> Reply:
        """One product that a link opens."""
        return await self.product(message, product_id, Turn(Query(), shown=(product_id,)))

    async def similar(self, message: IncomingMessage, product_id: str) -> Reply:
        """Products that look like one of the shop's."""
        try:
            record = await self._catalog.get(product_id)
        except UnknownProduct:
            return replies.product_gone()
        query = query_from_phrases([trait.value for trait in record.traits.get("category", ())[:1]])
        curve = to_curve(self._engine.info.photo_curve)
        left_out = (product_id,)
        result = await self._searcher.page(query, record.vector, curve, limit=RESULTS_A_PAGE, exclude_ids=left_out)
        if not result.hits:
            return replies.nothing_close()
        found = Found(query, result, record.vector, curve, record.vector)
        turn = await self.remember(message, replace(self._turn(found), left_out=left_out, source=product_id))
        return await self._listed(turn, result, intro=translate("similar-to", title=record.product.title))

    def for_owner(self, message: IncomingMessage) -> bool:
        """Whether the answer goes to one of the shop's owners."""
        return self._admin is not None and self._admin.allows(message)

    async def last(self, message: IncomingMessage, numbers: int = 0) -> Turn | None:
        """The turn to go on from.  Without it, words are simply a new question."""
        try:
            turn = await self._conversations.last(conversation_of(message), numbers=numbers)
        except ConversationsUnavailable:
            log.exception("The last turn could not be read")
            return None
        if turn is not None and turn.fingerprint not in {"", self._engine.info.fingerprint}:
            return replace(turn, photo=None, vector=None, which=None)
        return turn

    async def tapped_turn(self, message: IncomingMessage, key: str) -> Turn | None:
        """The turn that a button belongs to; None where it is too old, of another model, or from elsewhere."""
        turn = await self._conversations.find(conversation_of(message), key)
        return None if turn is None or turn.fingerprint not in {"", self._engine.info.fingerprint} else turn

    async def remember(self, message: IncomingMessage, turn: Turn) -> Turn:
        """Keep a turn, so that one can go on from it."""
        try:
            await self._conversations.remember(conversation_of(message), person_of(message), turn)
        except ConversationsUnavailable:
            # The answer is worth having without its buttons.
            log.exception("A turn could not be kept")
        return turn

    async def tally(self, *what: Tallied) -> None:
        """Count some of today's events."""
        try:
            await self._conversations.tally(*what)
        except ConversationsUnavailable:
            log.exception("A search could not be counted")

    async def _listed(self, turn: Turn, result: SearchResult, *, seen: Sequence[str] = (), intro: str = "") -> Reply:
        """A page with all that one can go on by."""
        return replies.found_products(
            turn.query,
            result.hits,
            turn.key,
            more=result.total > turn.offset + len(result.hits),
            seen=seen,
            intro=intro,
            ways=ways(turn.query, result, turn.key),
            whys=await self._whys(turn, result.hits),
            given=[thumb_of(turn, hit.record.product.id) for hit in result.hits],
            guessed=guessed(turn),
        )

    async def _whys(self, turn: Turn, hits: Sequence[Hit]) -> list[tuple[Reason, ...]]:
        looks, beside = await self._shown(turn)
        return [reasons(turn.query, hit.record, looks, beside) for hit in hits]

    async def _shown(self, turn: Turn) -> tuple[Traits, Product | None]:
        """What is known of the photo or product that a turn's search started from."""
        if not turn.source:
            return turn.looks, None
        try:
            record = await self._catalog.get(turn.source)
        except UnknownProduct:
            return {}, None
        return record.traits, record.product

    def _turn(self, found: Found) -> Turn:
        hits = found.result.hits
        return Turn(
            query=found.query,
            shown=tuple(hit.record.product.id for hit in hits),
            vector=found.vector,
            photo=found.photo,
            looks=found.looks,
            curve=found.curve,
            fingerprint=self._engine.info.fingerprint,
            price=hits[0].record.product.current_price if hits else None,
        )


def thumb_of(turn: Turn, product_id: str) -> Thumb:
    """What a person said of a product in this question."""
    return "up" if product_id in turn.liked else "down" if product_id in turn.disliked else ""


def _ids(hits: Sequence[Hit]) -> set[str]:
    """Of products and their variants."""
    return {record.product.id for hit in hits for record in (hit.record, *hit.variants)}


def _is_garment(found: Found) -> bool:
    """Whether the question was a photo of a product, whose nearest ones are worth a look even if none is close."""
    return found.photo is not None and not found.query.filters.strict


def _phrases(record: Record) -> list[str]:
    """What a product is, in phrases that can be searched for."""
    names = ("category", "colours", "pattern", "neckline", "sleeve")
    return [trait.value for name in names for trait in record.traits.get(name, ())[:1] if trait.confidence >= 0.5]


_CORRECTABLE: Final = ("category", "colours", "pattern", "neckline", "sleeve")


def guessed(turn: Turn) -> Mapping[str, str]:
    """What a turn's photo was taken to show and words have not said: value to trait."""
    if turn.photo is None or turn.source:
        return {}
    said = {value for part in read(turn.query.text).parts for value in part.values[:1]}
    return {
        one.value: trait
        for trait in _CORRECTABLE
        for one in turn.looks.get(trait, ())
        if not one.stated and one.value in turn.query.understood and one.value not in said
    }
