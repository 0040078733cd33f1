"""From what was found to a reply that one can go on from: results, further pages, one product, similar ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.chat.turn_memory import TurnMemory
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply
from bot.query.extraction import read
from bot.query.model import Query
from bot.query.parsing import query_from_phrases
from bot.replies.buttons import Thumb, thumbs
from bot.replies.errors import old_button
from bot.replies.filters import ways
from bot.replies.links import share_address
from bot.replies.product import one_product, product_gone
from bot.replies.results import found_products, newest, nothing_close, nothing_fits, shown_already
from bot.search.explanations import Reason, reasons
from bot.search.searcher import Found, Searcher, to_curve
from bot.storage.conversations import Tallied
from bot.storage.turns import Turn, new_key
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Curve, Filters, Hit, Product, Record, SearchResult, Traits
from workers.engine.base import Engine

RESULTS_A_PAGE: Final = 5

SavedAmong = Callable[[IncomingMessage, Sequence[str]], Awaitable[Collection[str] | None]]
"""Which of these products the sender has saved; None where that is not known."""


async def nothing_known(_message: IncomingMessage, _product_ids: Sequence[str]) -> None:
    """`SavedAmong` of a shop that keeps none."""


class ResultPages:
    """Makes replies whose buttons work later: whatever is shown is remembered as a turn of the conversation."""

    def __init__(
        self,
        engine: Engine,
        catalog: Catalog,
        searcher: Searcher,
        turns: TurnMemory,
        tally: Callable[[Tallied], Awaitable[None]],
        saved_among: SavedAmong,
    ) -> None:
        """`tally` hears of what was not found."""
        self._engine = engine
        self._catalog = catalog
        self._searcher = searcher
        self._turns = turns
        self._tally = tally
        self._saved_among = saved_among

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
            await self._tally("nothing_found")
        if not hits or not (found.result.close or _is_garment(found)):
            if not hits and not await self._catalog.count():
                return Reply(translate("empty-catalog"))
            if not query.filters.strict or (hits and not query.filters.wanted.get("category")):
                return nothing_close()
            turn = await self._turns.remember(message, self._turn(found))
            return nothing_fits(query, turn.key, ways(query, found.result, turn.key))
        turn = replace(self._turn(found), source=source)
        if before is not None:
            turn = replace(turn, liked=before.liked, disliked=before.disliked, left_out=before.disliked)
        await self._turns.remember(message, turn)
        seen = found.seen if alone else ()
        if not found.result.close:
            intro = f"{intro} {translate('only-nearest')}".strip()
        return await self._listed(message, turn, found.result, seen=seen, intro=intro)

    async def again(self, message: IncomingMessage, turn: Turn, found: Found) -> Reply:
        """What a turn shows, as it is now, in place of what it showed."""
        result, query = found.result, found.query
        if not result.hits:
            reply = nothing_fits(query, turn.key, ways(query, result, turn.key))
        else:
            alone = turn.photo is not None and not turn.source and not query.text
            intro = "" if result.close or query.chosen else translate("only-nearest")
            if not (query.text or alone or query.chosen or turn.source) and query.filters == Filters():
                intro = translate("everything")
            reply = await self._listed(message, turn, result, seen=query.understood if alone else (), intro=intro)
        return replace(reply, replaces=True)

    async def keep(self, message: IncomingMessage, turn: Turn, found: Found) -> Turn:
        """Remember another answer under a turn's name, so that its buttons go on working."""
        return await self._turns.remember(
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

    async def more(self, message: IncomingMessage, turn: Turn, again: str = "") -> Reply:
        """The page after a turn's; once it has been shown, where it is, unless it is asked for `again`."""
        if turn.next_page and not again and await self._turns.find(message, turn.next_page) is not None:
            return shown_already(turn.key, turn.next_page)
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
            return Reply(translate("no-more"))
        further = replace(further, shown=tuple(hit.record.product.id for hit in result.hits))
        await self._turns.remember(message, replace(turn, next_page=further.key))
        await self._turns.remember(message, further)
        return await self._listed(message, further, result)

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

    async def newest(self, message: IncomingMessage, turn: Turn | None = None) -> Reply:
        """The shop's latest products, from the turn's offset on."""
        turn = turn or Turn(Query())
        records = await self._catalog.list(RESULTS_A_PAGE + 1, turn.offset)
        if not records:
            return Reply(translate("no-more")) if turn.offset else Reply(translate("empty-catalog"))
        shown = records[:RESULTS_A_PAGE]
        turn = await self._turns.remember(message, replace(turn, shown=tuple(record.product.id for record in shown)))
        saved = await self._saved_among(message, turn.shown)
        return newest(shown, turn.key, more=len(records) > RESULTS_A_PAGE, saved=saved)

    async def show(self, message: IncomingMessage, turn: Turn, index: str = "") -> Reply:
        """One of a turn's products whole."""
        product_id = turn.product_at(index)
        return await self.product(message, product_id, turn) if product_id else old_button()

    async def product(self, message: IncomingMessage, product_id: str, asked: Turn) -> Reply:
        """One product whole; `asked` is the answer in which it was found."""
        try:
            record = await self._catalog.get(product_id)
        except UnknownProduct:
            return product_gone()
        looked_at = Turn(
            query=query_from_phrases(_phrases(record)),
            shown=(record.product.id,),
            photo=record.vector,
            fingerprint=self._turns.fingerprint,
            price=record.product.current_price,
            source=record.product.id,
        )
        await self._turns.remember(message, looked_at)
        place = asked.shown.index(product_id)
        return one_product(
            record,
            looked_at.key,
            saved=await self._saved_among(message, looked_at.shown),
            because=reasons(asked.query, record, *await self._shown(asked)),
            thumbs=thumbs(asked.key, place, thumb_of(asked, product_id)) if asked.curve is not None else (),
            share=share_address(message.start_link, product_id, record.product.title) if message.start_link else "",
            removable=message.by_owner,
        )

    async def linked(self, message: IncomingMessage, product_id: str) -> Reply:
        """One product that a link opens."""
        return await self.product(message, product_id, Turn(Query(), shown=(product_id,)))

    async def similar(self, message: IncomingMessage, turn: Turn, index: str = "") -> Reply:
        """Products that look like one of a turn's."""
        product_id = turn.product_at(index)
        if not product_id:
            return old_button()
        try:
            record = await self._catalog.get(product_id)
        except UnknownProduct:
            return product_gone()
        query = query_from_phrases([trait.value for trait in record.traits.get("category", ())[:1]])
        curve = to_curve(self._engine.info.photo_curve)
        left_out = (product_id,)
        result = await self._searcher.page(query, record.vector, curve, limit=RESULTS_A_PAGE, exclude_ids=left_out)
        if not result.hits:
            return nothing_close()
        found = Found(query, result, record.vector, curve, record.vector)
        turn = await self._turns.remember(message, replace(self._turn(found), left_out=left_out, source=product_id))
        return await self._listed(message, turn, result, intro=translate("similar-to", title=record.product.title))

    async def _listed(
        self, message: IncomingMessage, turn: Turn, result: SearchResult, *, seen: Sequence[str] = (), intro: str = ""
    ) -> Reply:
        """A page with all that one can go on by."""
        return found_products(
            turn.query,
            result.hits,
            turn.key,
            more=result.total > turn.offset + len(result.hits),
            saved=await self._saved_among(message, [hit.record.product.id for hit in result.hits]),
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
            fingerprint=self._turns.fingerprint,
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
