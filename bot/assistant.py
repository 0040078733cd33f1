"""The shop assistant: a message in, a reply out, whatever happens in between."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Final

from bot import replies
from bot.admin import Admin
from bot.conversations import Conversations, Tallied, Turn, conversation_of, new_key, person_of
from bot.errors import ConversationsUnavailable
from bot.finder import Finder, Found, to_curve
from bot.messages import Choice, IncomingMessage, Query, Reply
from bot.parsing import parse, query_from_phrases
from bot.translation import translate
from catalog.catalog import Catalog
from catalog.errors import CatalogError, UnknownProduct
from catalog.models import Filters, Record
from workers.engine import Engine
from workers.errors import DeadlineExceeded, EngineBusy, EngineClosed, UnreadablePicture, WorkerError

log = logging.getLogger(__name__)

PAGE: Final = 5
_EXAMPLE: Final = "summer dress"
_EXAMPLES: Final = 3
_MORE_WORDS: Final = frozenset({"more", "show more", "next", "more please"})
_EVERYDAY: Final = (EngineBusy, EngineClosed, DeadlineExceeded, UnreadablePicture)


class ShopAssistant:
    """Answers messages of all channels; holds no state of its own, so calls may overlap freely."""

    def __init__(
        self,
        engine: Engine,
        catalog: Catalog,
        conversations: Conversations,
        admin: Admin | None = None,
        shop_name: str = "the shop",
    ) -> None:
        self._engine = engine
        self._catalog = catalog
        self._conversations = conversations
        self._admin = admin
        self._shop_name = shop_name
        self._finder = Finder(engine, catalog)

    async def handle(self, message: IncomingMessage) -> Reply:
        """Answer one message.  Never raises: a failure becomes a sentence, and its cause a log line."""
        try:
            return await self._answer(message)
        except Exception as error:
            if isinstance(error, _EVERYDAY):
                log.warning("%s in %s: %s", type(error).__name__, message.channel, error)
            else:
                log.exception("A message in %s could not be answered", message.channel)
            owner = self._admin is not None and self._admin.allows(message)
            return replies.failure(error, _again(message), cause=owner)

    async def _answer(self, message: IncomingMessage) -> Reply:
        if self._admin is not None and (reply := await self._admin.answer(message)) is not None:
            return reply
        if message.choice:
            return await self._tapped(message)
        text = message.text.strip()
        if text.startswith("/"):
            return await self._command(message, text)
        if message.photos:
            return await self._photo(message, text)
        if any(character.isalnum() for character in text):
            return await self._words(message, text)
        return replies.empty_message()

    async def _command(self, message: IncomingMessage, text: str) -> Reply:
        # "/start payload" and, in groups, "/start@this_bot" are the same command.
        command = text.split(maxsplit=1)[0].partition("@")[0].lower()
        if command == "/start":
            return await self._welcome(message)
        if command == "/help":
            return replies.help_text()
        if command == "/forget_me":
            await self._conversations.forget(person_of(message))
            return replies.forgotten()
        return replies.unknown_command()

    async def _welcome(self, message: IncomingMessage) -> Reply:
        try:
            found = await self._finder.search(parse(_EXAMPLE), limit=_EXAMPLES)
        except (WorkerError, CatalogError) as error:
            # The words are the greeting; the album only makes it nicer.
            log.warning("No example album: %s", error)
            return replies.welcome(self._shop_name, (), "")
        hits = found.result.hits if found.result.close else ()
        # The example is nobody's question: the newcomer's first words do not refine it.
        turn = await self._remember(message, Turn(Query(), shown=tuple(hit.record.product.id for hit in hits)))
        return replies.welcome(self._shop_name, hits, turn.key)

    async def _words(self, message: IncomingMessage, text: str) -> Reply:
        if text.isdecimal() and len(text) <= 2 and (turn := await self._last(message, numbers=int(text))) and int(text):
            return await self._show(message, turn, int(text) - 1)
        if (translate(text, message.locale) or text).lower() in _MORE_WORDS and (
            turn := await self._last(message, numbers=2)
        ):
            return await self._more(message, turn)
        last = await self._last(message)
        query = await self._finder.understand(
            text,
            last.query if last else None,
            cheaper_than=last.price if last else None,
            locale=message.locale,
        )
        photo = last.photo if last is not None and query.photo_weight > 0 else None
        if photo is None:
            query = replace(query, photo_weight=0.0)
            if not query.text and query.filters == Filters() and query.sort == "relevance":
                return replies.empty_message()
        await self._tally("searches")
        return await self._results(message, await self._finder.search(query, photo, limit=PAGE))

    async def _photo(self, message: IncomingMessage, caption: str) -> Reply:
        await self._tally("searches")
        await self._tally("photos")
        found = await self._finder.find(caption, message.photos[0], limit=PAGE, locale=message.locale)
        intro = "I looked at the first photo." if len(message.photos) > 1 else ""
        return await self._results(message, found, alone=not caption, intro=intro)

    async def _results(self, message: IncomingMessage, found: Found, *, alone: bool = False, intro: str = "") -> Reply:
        hits, query = found.result.hits, found.query
        if not found.result.close:
            await self._tally("nothing_found")
        if not hits or not (found.result.close or _is_garment(found)):
            if not hits and not await self._catalog.count():
                return replies.empty_catalog()
            if not _is_strict(query.filters) or (hits and not query.filters.wanted.get("category")):
                return replies.nothing_close()
            await self._remember(message, self._turn(found))
            return replies.nothing_fits(query)
        turn = await self._remember(message, self._turn(found))
        seen = found.seen if alone else ()
        if not found.result.close:
            intro = f"{intro} {replies.ONLY_NEAREST}".strip()
        more = found.result.total > len(hits)
        further = replies.further(query, found.result)
        return replies.results(query, hits, turn.key, more=more, seen=seen, intro=intro, further=further)

    def _turn(self, found: Found) -> Turn:
        hits = found.result.hits
        return Turn(
            query=found.query,
            shown=tuple(hit.record.product.id for hit in hits),
            vector=found.vector,
            photo=found.photo,
            curve=found.curve,
            fingerprint=self._engine.info.fingerprint,
            price=hits[0].record.product.current_price if hits else None,
        )

    async def _tapped(self, message: IncomingMessage) -> Reply:
        verb, _, rest = message.choice.partition(":")
        if verb == "say":
            return await self._words(message, rest)
        if verb == "new":
            return await self._newest(message, Turn(Query()))
        key, _, place = rest.partition(":")
        turn = await self._conversations.find(conversation_of(message), key)
        if turn is None or turn.fingerprint not in {"", self._engine.info.fingerprint}:
            return replies.old_button()
        if verb == "more":
            return await self._more(message, turn)
        if place.isdecimal() and int(place) < len(turn.shown):
            if verb == "show":
                return await self._show(message, turn, int(place))
            if verb == "like":
                return await self._similar(message, turn.shown[int(place)])
        return replies.old_button()

    async def _more(self, message: IncomingMessage, turn: Turn) -> Reply:
        further = replace(turn, offset=turn.offset + len(turn.shown), shown=(), key=new_key())
        if turn.curve is None:
            return await self._newest(message, further)
        result = await self._finder.page(
            turn.query, turn.vector, turn.curve, limit=PAGE, offset=further.offset, exclude_ids=turn.left_out
        )
        if not result.hits:
            return replies.no_more()
        further = replace(further, shown=tuple(hit.record.product.id for hit in result.hits))
        await self._remember(message, further)
        more = result.total > further.offset + len(result.hits)
        return replies.results(turn.query, result.hits, further.key, more=more)

    async def _newest(self, message: IncomingMessage, turn: Turn) -> Reply:
        records = await self._catalog.list(PAGE + 1, turn.offset)
        if not records:
            return replies.no_more() if turn.offset else replies.empty_catalog()
        shown = records[:PAGE]
        turn = await self._remember(message, replace(turn, shown=tuple(record.product.id for record in shown)))
        return replies.newest(shown, turn.key, more=len(records) > PAGE)

    async def _show(self, message: IncomingMessage, turn: Turn, place: int) -> Reply:
        try:
            record = await self._catalog.get(turn.shown[place])
        except UnknownProduct:
            return replies.product_gone()
        looked_at = Turn(
            query=query_from_phrases(_phrases(record)),
            shown=(record.product.id,),
            photo=record.vector,
            fingerprint=self._engine.info.fingerprint,
            price=record.product.current_price,
        )
        await self._remember(message, looked_at)
        owner = self._admin is not None and self._admin.allows(message)
        why = [phrase for phrase in turn.query.understood if phrase in _phrases(record)]
        return replies.product(record, looked_at.key, why=why, removable=owner)

    async def _similar(self, message: IncomingMessage, product_id: str) -> Reply:
        try:
            record = await self._catalog.get(product_id)
        except UnknownProduct:
            return replies.product_gone()
        query = query_from_phrases([trait.value for trait in record.traits.get("category", ())[:1]])
        curve = to_curve(self._engine.info.photo_curve)
        left_out = (product_id,)
        result = await self._finder.page(query, record.vector, curve, limit=PAGE, exclude_ids=left_out)
        if not result.hits:
            return replies.no_more()
        found = Found(query, result, record.vector, curve, record.vector)
        turn = await self._remember(message, replace(self._turn(found), left_out=left_out))
        more = result.total > len(result.hits)
        intro = f"Similar to {record.product.title}:"
        return replies.results(query, result.hits, turn.key, more=more, intro=intro)

    async def _last(self, message: IncomingMessage, numbers: int = 0) -> Turn | None:
        """The turn to go on from.  Without it, words are simply a new question."""
        try:
            turn = await self._conversations.last(conversation_of(message), numbers=numbers)
        except ConversationsUnavailable:
            log.exception("The last turn could not be read")
            return None
        if turn is not None and turn.fingerprint not in {"", self._engine.info.fingerprint}:
            return replace(turn, photo=None, vector=None)
        return turn

    async def _remember(self, message: IncomingMessage, turn: Turn) -> Turn:
        try:
            await self._conversations.remember(conversation_of(message), person_of(message), turn)
        except ConversationsUnavailable:
            # The answer is worth having without its buttons.
            log.exception("A turn could not be kept")
        return turn

    async def _tally(self, what: Tallied) -> None:
        try:
            await self._conversations.tally(what)
        except ConversationsUnavailable:
            log.exception("A search could not be counted")


def _again(message: IncomingMessage) -> Choice | None:
    """A button that repeats the message; a photo cannot be repeated, since it is not kept."""
    if message.photos:
        return None
    if message.choice:
        return Choice(message.choice, "Try again")
    return replies.say_choice(message.text, "Try again") if message.text.strip() else None


def _is_garment(found: Found) -> bool:
    """Whether the question was a photo of a product, whose nearest ones are worth a look even if none is close."""
    return found.photo is not None and not _is_strict(found.query.filters)


def _is_strict(filters: Filters) -> bool:
    """Whether there are conditions that may leave nothing."""
    return replace(filters, wanted={}, near={}) != Filters()


def _phrases(record: Record) -> list[str]:
    """What a product is, in phrases that can be searched for."""
    names = ("category", "colours", "pattern", "neckline", "sleeve")
    return [trait.value for name in names for trait in record.traits.get(name, ())[:1] if trait.confidence >= 0.5]
