"""The shop assistant: a message in, a reply out, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Final

from bot.actions import Action, Verb
from bot.chat import introduction
from bot.chat.browsing import Browsing
from bot.chat.favourites import Favourites
from bot.chat.filters import FilterTaps
from bot.chat.language import LanguagePreference, named
from bot.chat.photo_questions import PhotoQuestions
from bot.chat.results import RESULTS_A_PAGE, ResultPages, SavedAmong
from bot.chat.turn_memory import TurnMemory
from bot.i18n.translator import language, translate, using_language
from bot.messages import Button, IncomingMessage, Reply, command_of, person_of
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.query.model import Query
from bot.query.parsing import parse
from bot.query.translation import to_english
from bot.replies import privacy as privacy_replies
from bot.replies import unsupported
from bot.replies.buttons import say_button
from bot.replies.errors import empty_message, failure, old_button
from bot.replies.greetings import help_text, welcome
from bot.replies.links import is_product, product_of
from bot.search.searcher import Searcher
from bot.storage.conversations import Conversations, Tallied
from bot.storage.erasure import PersonalData, as_json
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.clean_text import legible
from catalog.errors import CatalogError
from catalog.models import Filters, Vector
from workers.errors import DeadlineExceeded, EngineBusy, EngineClosed, UnreadablePicture, WorkerError

log = logging.getLogger(__name__)

_EXAMPLE: Final = "summer dress"
_EXAMPLES: Final = 3
_QUICK_S: Final = 1.0
_MORE_WORDS: Final = frozenset({"more", "show more", "next", "more please"})
_EVERYDAY: Final = (EngineBusy, EngineClosed, DeadlineExceeded, UnreadablePicture)
_Command = Callable[[IncomingMessage, str], Awaitable[Reply]]
_Tap = Callable[..., Awaitable[Reply]]
"""Answers a tap: the message, the turn of the button's answer if its verb belongs to one, and the verb's arguments as
strings, each of which may be missing or forged."""


class ShopAssistant:
    """Answers messages of all channels; holds no state of its own, so calls may overlap freely.

    `commands` and `taps` are all that can be asked for by a command or a button.  What only owners may do is among the
    taps, and in `Admin.commands`.
    """

    def __init__(
        self,
        catalog: Catalog,
        conversations: Conversations,
        searcher: Searcher,
        turns: TurnMemory,
        *,
        language: LanguagePreference,
        browsing: Browsing,
        results: ResultPages,
        photo_questions: PhotoQuestions,
        filters: FilterTaps,
        personal_data: PersonalData,
        saved_among: SavedAmong,
        liked: Favourites | None,
        admin: Admin | None,
        correction_review: CorrectionReview | None,
        shop_name: str,
    ) -> None:
        """`bot.serving.build_assistant` makes one of a shop and of what is kept about people."""
        self._catalog = catalog
        self._conversations = conversations
        self._searcher = searcher
        self._turns = turns
        self._language = language
        self._browsing = browsing
        self._results = results
        self._photo_questions = photo_questions
        self._personal_data = personal_data
        self._saved_among = saved_among
        self._admin = admin
        self._shop_name = shop_name
        self.commands: dict[str, _Command] = {
            "/start": self._start,
            "/product": self._product,
            "/help": self._help,
            "/language": language.choose,
            "/my_data": self._my_data,
            "/forget_me": self._forget_me,
        }
        self.taps: dict[Verb, _Tap] = {
            "say": self._words,
            "lang": language.choose,
            "new": results.newest,
            "more": results.more,
            "show": results.show,
            "like": results.similar,
            "piece": photo_questions.piece,
            "list": filters.show,
            "chip": filters.part,
            "off": filters.remove,
            "swap": filters.swap,
            "fix": filters.fix,
            "filter": filters.menu,
            "pick": partial(filters.change, drop=False),
            "drop": partial(filters.change, drop=True),
            "clear": filters.clear,
            "sort": filters.sort,
        }
        if liked is not None:
            self.commands |= dict.fromkeys(("/favourites", "/favorites", "/saved"), liked.favourites)
            self.taps |= {
                "heart": liked.heart,
                "saved": liked.further,
                "unsave": liked.forget_gone,
                "up": partial(liked.rate, "up"),
                "down": partial(liked.rate, "down"),
            }
        if correction_review is not None:
            self.taps["wrong"] = correction_review.ask
        self._only_owners: Collection[Verb] = () if admin is None else admin.taps.keys()
        if admin is not None:
            self.taps |= admin.taps

    async def handle(self, message: IncomingMessage) -> Reply:
        """Answer one message in its sender's language.

        Never raises: a failure becomes a sentence, and its cause a log line.
        """
        by_owner = self._admin is not None and self._admin.allows(message)
        message = replace(message, text=legible(message.text), by_owner=by_owner)
        with using_language(await self._language.of(message), message.locale):
            message.on_language(language())
            return _said_in(language(), await self._handle(replace(message, locale=language())))

    async def _handle(self, message: IncomingMessage) -> Reply:
        # Asked before the answer, so that nothing of it is left after /forget_me.  Owners know what they run.
        is_new = not message.by_owner and await introduction.is_due(message, self._conversations)
        reply = await self._answered(message)
        return introduction.introduced(reply) if is_new else reply

    async def _answered(self, message: IncomingMessage) -> Reply:
        try:
            return await self._answer(message)
        except Exception as error:
            if isinstance(error, _EVERYDAY):
                log.warning("%s in %s: %s", type(error).__name__, message.channel, error)
            else:
                log.exception("A message in %s could not be answered", message.channel)
            said = failure(error, _again(message), cause=message.by_owner)
            return replace(said, failure=error)

    async def _answer(self, message: IncomingMessage) -> Reply:
        if message.page is not None:
            return await self._browsing.answer(message, message.page)
        if message.missing_photo is not None and not message.photos:
            return Reply(translate(f"failed-picture-{message.missing_photo}"))
        if message.action is not None:
            return await self._tapped(message, message.action)
        if self._admin is not None and message.by_owner and (reply := await self._admin.answer(message)) is not None:
            return reply
        text = message.text.strip()
        if message.unsupported is not None and not (message.photos or _is_worded(text)):
            return unsupported.unsupported(message.unsupported)
        return unsupported.with_omissions(await self._asked(message, text), message)

    async def _asked(self, message: IncomingMessage, text: str) -> Reply:
        if text.startswith("/"):
            return await self._command(message, text)
        if message.photos:
            return await self._counted(self._photo_questions.answer(message, text), "photos")
        if named(text):
            return await self._language.choose(message, text)
        return await self._words(message, text) if _is_worded(text) else empty_message()

    async def _command(self, message: IncomingMessage, text: str) -> Reply:
        command, rest = command_of(text)
        answer = self.commands.get(command)
        return Reply(translate("unknown-command")) if answer is None else await answer(message, rest)

    async def _start(self, message: IncomingMessage, payload: str) -> Reply:
        if is_product(payload):
            return await self._results.linked(message, await product_of(payload, self._catalog))
        return await self._welcome(message)

    async def _product(self, message: IncomingMessage, product_id: str) -> Reply:
        return await self._results.linked(message, product_id) if product_id else Reply(translate("unknown-command"))

    async def _help(self, _message: IncomingMessage, _rest: str) -> Reply:
        return help_text()

    async def _forget_me(self, message: IncomingMessage, _rest: str) -> Reply:
        await self._personal_data.forget(person_of(message))
        return Reply(translate("forgotten"), clears=True)

    async def _my_data(self, message: IncomingMessage, _rest: str) -> Reply:
        if message.among_others:
            return Reply(translate("my-data-private"))
        kept = await self._personal_data.tell(person_of(message))
        if not kept:
            return Reply(translate("my-data-none"))
        return privacy_replies.my_data(kept, await asyncio.to_thread(as_json, kept))

    async def _welcome(self, message: IncomingMessage) -> Reply:
        try:
            found = await self._searcher.search(parse(_EXAMPLE), limit=_EXAMPLES)
        except (WorkerError, CatalogError) as error:
            # The words are the greeting; the album only makes it nicer.
            log.warning("No example album: %s", error)
            return welcome(self._shop_name, (), "", None)
        hits = found.result.hits if found.result.close else ()
        # The example is nobody's question: the newcomer's first words do not refine it.
        turn = await self._turns.remember(message, Turn(Query(), shown=tuple(hit.record.product.id for hit in hits)))
        return welcome(self._shop_name, hits, turn.key, await self._saved_among(message, turn.shown))

    async def _words(self, message: IncomingMessage, text: str = "") -> Reply:
        last = await self._turns.last(message)
        if last is not None and (reply := await self._photo_questions.typed(message, text, last)) is not None:
            return reply
        if text.isdecimal() and len(text) <= 2 and int(text):
            turn = await self._turns.last(message, numbers=int(text))
            if turn is not None:
                return await self._results.product(message, turn.shown[int(text) - 1], turn)
        if (to_english(text, message.locale) or text).lower() in _MORE_WORDS:
            turn = await self._turns.last(message, numbers=2)
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
                return empty_message()
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
            await self._conversations.tally(*what)

    async def _tapped(self, message: IncomingMessage, action: Action) -> Reply:
        answer = self.taps.get(action.verb)
        if answer is None or (action.verb in self._only_owners and not message.by_owner):
            return old_button()
        if not action.is_of_turn:
            return await answer(message, *action.arguments)
        turn = await self._turns.find(message, action.turn)
        return old_button() if turn is None else await answer(message, turn, *action.arguments)


def _said_in(code: str, reply: Reply) -> Reply:
    """The reply, and what follows it, in the language of this code, if nothing else is said of it."""
    updates = None if reply.updates is None else _updates_in(code, reply.updates)
    return replace(reply, language=reply.language or code, updates=updates)


async def _updates_in(code: str, updates: AsyncIterator[Reply]) -> AsyncIterator[Reply]:
    async for reply in updates:
        yield replace(reply, language=reply.language or code)


def _is_worded(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _again(message: IncomingMessage) -> Button | None:
    """A button that repeats the message; a photo cannot be repeated, since it is not kept."""
    if message.photos:
        return None
    if message.action is not None:
        return Button(translate("button-again"), message.action)
    return say_button(message.text, translate("button-again")) if message.text.strip() else None
