"""The shop assistant: a message in, a reply out, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from bot import replies
from bot.chat import introduction
from bot.chat.browsing import Browsing
from bot.chat.favourites import Favourites
from bot.chat.filters import FilterTaps
from bot.chat.language import LanguagePreference, named
from bot.chat.photo_questions import PhotoQuestions
from bot.chat.results import RESULTS_A_PAGE, ResultPages, Tap
from bot.i18n.translator import language, translate, using_language
from bot.messages import MAX_KEY_BYTES, Choice, IncomingMessage, Reply, command_of, person_of
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.query.model import Query
from bot.query.parsing import parse
from bot.query.translation import to_english
from bot.replies import privacy as privacy_replies
from bot.replies import unsupported
from bot.replies.links import is_product, product_of
from bot.search.searcher import Searcher
from bot.storage.conversations import Conversations, Tallied
from bot.storage.erasure import PersonalData, as_json
from bot.storage.favourites import FavouriteStore
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.clean_text import legible
from catalog.errors import CatalogError
from catalog.models import Filters, Vector
from workers.engine.base import Engine
from workers.errors import DeadlineExceeded, EngineBusy, EngineClosed, UnreadablePicture, WorkerError

log = logging.getLogger(__name__)

_EXAMPLE: Final = "summer dress"
_EXAMPLES: Final = 3
_QUICK_S: Final = 1.0
_MORE_WORDS: Final = frozenset({"more", "show more", "next", "more please"})
_EVERYDAY: Final = (EngineBusy, EngineClosed, DeadlineExceeded, UnreadablePicture)
_Asked = Callable[[IncomingMessage, str], Awaitable[Reply]]


class ShopAssistant:
    """Answers messages of all channels; holds no state of its own, so calls may overlap freely.

    `commands`, `shortcuts` and `taps` are all that can be asked for by a command or a button, beside what only
    owners may do.
    """

    def __init__(
        self,
        engine: Engine,
        catalog: Catalog,
        conversations: Conversations,
        admin: Admin | None = None,
        shop_name: str = "",
        personal_data: PersonalData | None = None,
        favourites: FavouriteStore | None = None,
        correction_review: CorrectionReview | None = None,
    ) -> None:
        self._personal_data = personal_data or PersonalData(conversations)
        self._admin = admin
        self._shop_name = shop_name
        self._catalog = catalog
        self._conversations = conversations
        self._language = LanguagePreference(conversations)
        self._searcher = Searcher(engine, catalog)
        self._results = ResultPages(engine, catalog, conversations, self._searcher, admin)
        self._browsing = Browsing(self._searcher, catalog)
        self._photo_questions = PhotoQuestions(engine, self._searcher, self._results)
        self._favourites = (
            Favourites(catalog, conversations, self._results, favourites) if favourites is not None else None
        )
        self.commands: Mapping[str, _Asked] = {
            "/start": self._start,
            "/product": self._product,
            "/help": self._help,
            "/language": self._language.choose,
            "/my_data": self._my_data,
            "/forget_me": self._forget_me,
            **(self._favourites.commands if self._favourites is not None else {}),
        }
        # The key of a button that stands for itself is "verb:rest", ...
        self.shortcuts: Mapping[str, _Asked] = {
            "say": self._words,
            "lang": self._language.choose,
            "new": self._newest,
        }
        # ... and that of one which belongs to an answer "verb:turn:rest".
        self.taps: Mapping[str, Tap] = {
            "more": self._more,
            "show": self._show,
            "like": self._similar,
            **FilterTaps(self._searcher, self._results, correction_review).taps,
            **self._photo_questions.taps,
            **(self._favourites.taps if self._favourites is not None else {}),
            **({"wrong": partial(self._wrong, correction_review)} if correction_review is not None else {}),
        }

    async def handle(self, message: IncomingMessage) -> Reply:
        """Answer one message in its sender's language.

        Never raises: a failure becomes a sentence, and its cause a log line.
        """
        message = replace(message, text=legible(message.text))
        with using_language(await self._language.of(message), message.locale):
            message.on_language(language())
            return _said_in(language(), await self._handle(replace(message, locale=language())))

    async def _handle(self, message: IncomingMessage) -> Reply:
        # Asked before the answer, so that nothing of it is left after /forget_me.  Owners know what they run.
        is_new = not self._results.for_owner(message) and await introduction.is_due(message, self._conversations)
        reply = await self._answered(message)
        return introduction.introduced(reply) if is_new else reply

    async def _answered(self, message: IncomingMessage) -> Reply:
        try:
            reply = await self._answer(message)
            return reply if self._favourites is None else await self._favourites.dressed(message, reply)
        except Exception as error:
            if isinstance(error, _EVERYDAY):
                log.warning("%s in %s: %s", type(error).__name__, message.channel, error)
            else:
                log.exception("A message in %s could not be answered", message.channel)
            said = replies.failure(error, _again(message), cause=self._results.for_owner(message))
            return replace(said, failure=error)

    async def _answer(self, message: IncomingMessage) -> Reply:
        if len(message.choice.encode("utf-8", "surrogatepass")) > MAX_KEY_BYTES:
            return replies.old_button()
        if message.page is not None:
            return await self._browsing.answer(message, message.page)
        if message.missing_photo is not None and not message.photos:
            return unsupported.missing_photo(message.missing_photo)
        if self._admin is not None and (reply := await self._admin.answer(message)) is not None:
            return reply
        if message.choice:
            return await self._tapped(message)
        text = message.text.strip()
        if message.unsupported is not None and not (message.photos or _is_worded(text)):
            return unsupported.unsupported(message.unsupported)
        return unsupported.without(await self._asked(message, text), message)

    async def _asked(self, message: IncomingMessage, text: str) -> Reply:
        if text.startswith("/"):
            return await self._command(message, text)
        if message.photos:
            return await self._counted(self._photo_questions.answer(message, text), "photos")
        if named(text):
            return await self._language.choose(message, text)
        return await self._words(message, text) if _is_worded(text) else replies.empty_message()

    async def _command(self, message: IncomingMessage, text: str) -> Reply:
        command, rest = command_of(text)
        answer = self.commands.get(command)
        return replies.unknown_command() if answer is None else await answer(message, rest)

    async def _start(self, message: IncomingMessage, payload: str) -> Reply:
        return await self._linked(message, payload) if is_product(payload) else await self._welcome(message)

    async def _product(self, message: IncomingMessage, product_id: str) -> Reply:
        return await self._results.linked(message, product_id) if product_id else replies.unknown_command()

    async def _help(self, _message: IncomingMessage, _rest: str) -> Reply:
        return replies.help_text()

    async def _forget_me(self, message: IncomingMessage, _rest: str) -> Reply:
        await self._personal_data.forget(person_of(message))
        return replies.forgotten()

    async def _my_data(self, message: IncomingMessage, _rest: str) -> Reply:
        if message.among_others:
            return privacy_replies.only_in_private()
        kept = await self._personal_data.tell(person_of(message))
        if not kept:
            return privacy_replies.nothing_kept()
        return privacy_replies.my_data(kept, await asyncio.to_thread(as_json, kept))

    async def _linked(self, message: IncomingMessage, payload: str) -> Reply:
        return await self._results.linked(message, await product_of(payload, self._catalog))

    async def _welcome(self, message: IncomingMessage) -> Reply:
        try:
            found = await self._searcher.search(parse(_EXAMPLE), limit=_EXAMPLES)
        except (WorkerError, CatalogError) as error:
            # The words are the greeting; the album only makes it nicer.
            log.warning("No example album: %s", error)
            return replies.welcome(self._shop_name, (), "")
        hits = found.result.hits if found.result.close else ()
        # The example is nobody's question: the newcomer's first words do not refine it.
        turn = await self._results.remember(message, Turn(Query(), shown=tuple(hit.record.product.id for hit in hits)))
        return replies.welcome(self._shop_name, hits, turn.key)

    async def _words(self, message: IncomingMessage, text: str) -> Reply:
        last = await self._results.last(message)
        if last is not None and (reply := await self._photo_questions.typed(message, text, last)) is not None:
            return reply
        if text.isdecimal() and len(text) <= 2 and int(text):
            turn = await self._results.last(message, numbers=int(text))
            if turn is not None:
                return await self._results.product(message, turn.shown[int(text) - 1], turn)
        if (to_english(text, message.locale) or text).lower() in _MORE_WORDS:
            turn = await self._results.last(message, numbers=2)
            if turn is not None:
                return await self._results.more(message, turn)
        query = await self._searcher.understand(
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
        return await self._counted(self._search(message, query, last, photo))

    async def _search(self, message: IncomingMessage, query: Query, last: Turn | None, photo: Vector | None) -> Reply:
        shown = last if photo is not None else None
        # Words of their own ask afresh; without any, the last question was changed.
        before = last if not query.words else None
        found = await self._searcher.search(
            query,
            photo,
            looks=shown.looks if shown else None,
            exclude_ids=before.disliked if before else (),
            limit=RESULTS_A_PAGE,
        )
        return await self._results.results(message, found, source=shown.source if shown else "", before=before)

    async def _counted(self, searching: Awaitable[Reply], *besides: Tallied) -> Reply:
        """Count a search, and whether it was answered as fast as people hope."""
        began = time.monotonic()
        what: list[Tallied] = ["searches", *besides]
        try:
            reply = await searching
            if time.monotonic() - began <= _QUICK_S:
                what.append("quick")
            return reply
        finally:
            # All at once: each write of its own would cost a crowd as much as half a search.
            await self._results.tally(*what)

    async def _tapped(self, message: IncomingMessage) -> Reply:
        verb, _, rest = message.choice.partition(":")
        if verb in self.shortcuts:
            return await self.shortcuts[verb](message, rest)
        key, _, rest = rest.partition(":")
        turn = await self._results.tapped_turn(message, key)
        if turn is None or verb not in self.taps:
            return replies.old_button()
        return await self.taps[verb](message, turn, rest)

    async def _newest(self, message: IncomingMessage, _rest: str) -> Reply:
        return await self._results.newest(message, Turn(Query()))

    async def _more(self, message: IncomingMessage, turn: Turn, rest: str) -> Reply:
        return await self._results.more(message, turn, anew=rest == "again")

    async def _show(self, message: IncomingMessage, turn: Turn, index: str) -> Reply:
        product_id = turn.product_at(index)
        return await self._results.product(message, product_id, turn) if product_id else replies.old_button()

    async def _wrong(
        self, correction_review: CorrectionReview, message: IncomingMessage, turn: Turn, rest: str
    ) -> Reply:
        return await correction_review.ask(turn, rest, owner=self._results.for_owner(message))

    async def _similar(self, message: IncomingMessage, turn: Turn, index: str) -> Reply:
        product_id = turn.product_at(index)
        return await self._results.similar(message, product_id) if product_id else replies.old_button()


def _said_in(code: str, reply: Reply) -> Reply:
    """The reply, and what follows it, in the language of this code, if nothing else is said of it."""
    updates = None if reply.updates is None else _updates_in(code, reply.updates)
    return replace(reply, language=reply.language or code, updates=updates)


async def _updates_in(code: str, updates: AsyncIterator[Reply]) -> AsyncIterator[Reply]:
    async for reply in updates:
        yield replace(reply, language=reply.language or code)


def _is_worded(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _again(message: IncomingMessage) -> Choice | None:
    """A button that repeats the message; a photo cannot be repeated, since it is not kept."""
    if message.photos:
        return None
    if message.choice:
        return Choice(message.choice, translate("button-again"))
    return replies.say_choice(message.text, translate("button-again")) if message.text.strip() else None
