"""Taps by which a person says what they like: ♡ keeps a product for later, 👍 and 👎 move the search."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.actions import Action
from bot.chat.results import RESULTS_A_PAGE, thumb_of
from bot.chat.turn_memory import TurnMemory
from bot.errors import FavouritesUnavailable
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply, conversation_of, person_of
from bot.query.model import Query
from bot.replies import product as replies
from bot.replies.buttons import Thumb, heart_marks, thumb_marks
from bot.replies.errors import old_button
from bot.storage.conversations import Conversations
from bot.storage.favourites import Favourite, FavouriteStore
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Record

log = logging.getLogger(__name__)

_MAX_THUMBS: Final = 50


class Favourites:
    """What a person likes."""

    def __init__(
        self, catalog: Catalog, conversations: Conversations, turns: TurnMemory, favourites: FavouriteStore
    ) -> None:
        self._catalog = catalog
        self._conversations = conversations
        self._turns = turns
        self._store = favourites

    async def saved_among(self, message: IncomingMessage, product_ids: Sequence[str]) -> Collection[str] | None:
        """Which of these the sender has saved; None where that is not known: an answer is worth having without ♡."""
        try:
            return await self._store.saved_among(person_of(message), product_ids)
        except FavouritesUnavailable:
            log.exception("What is saved could not be read")
            return None

    async def favourites(self, message: IncomingMessage, _: str = "", *, offset: int = 0) -> Reply:
        """A page of what was saved, the latest first; what is gone from the shop since is said."""
        kept = await self._store.page(person_of(message), RESULTS_A_PAGE + 1, offset)
        shown: list[tuple[Favourite, Record]] = []
        gone: list[Favourite] = []
        for one in kept[:RESULTS_A_PAGE]:
            try:
                shown.append((one, await self._catalog.get(one.product_id)))
            except UnknownProduct:
                gone.append(one)
        turn = Turn(
            Query(),
            shown=tuple(record.product.id for _, record in shown),
            left_out=tuple(one.product_id for one in gone),
        )
        await self._turns.remember(message, turn)
        further = offset + RESULTS_A_PAGE if len(kept) > RESULTS_A_PAGE else None
        return replies.favourites(shown, gone, turn.key, further)

    async def heart(self, message: IncomingMessage, turn: Turn, index: str = "") -> Reply:
        """Keep a product for later, or give it up where it is kept."""
        product_id = turn.product_at(index)
        if not product_id:
            return old_button()
        person = person_of(message)
        try:
            saved = await self._store.toggle(person, (await self._catalog.get(product_id)).product)
        except UnknownProduct:
            await self._store.give_up(person, [product_id])
            return replies.product_gone()
        marks = heart_marks(turn.key, turn.shown, await self._store.saved_among(person, turn.shown))
        return Reply(translate("saved" if saved else "not-saved"), marks=marks)

    async def further(self, message: IncomingMessage, _: Turn, offset: str = "") -> Reply:
        """Another page of what was saved."""
        return await self.favourites(message, offset=int(offset)) if offset.isdecimal() else old_button()

    async def forget_gone(self, message: IncomingMessage, turn: Turn) -> Reply:
        """Give up what the shop no longer has."""
        await self._store.give_up(person_of(message), turn.left_out)
        return await self.favourites(message)

    async def rate(self, thumb: Thumb, message: IncomingMessage, turn: Turn, index: str = "") -> Reply:
        """Note a thumb, or take it back where it stands already."""
        product_id = turn.product_at(index)
        if not product_id:
            return old_button()
        taken_back = thumb_of(turn, product_id) == thumb
        liked = [one for one in turn.liked if one != product_id]
        disliked = [one for one in turn.disliked if one != product_id]
        if not taken_back:
            (liked if thumb == "up" else disliked).append(product_id)
        liked, disliked = liked[-_MAX_THUMBS:], disliked[-_MAX_THUMBS:]
        # The page that followed is not the one that follows now.
        turn = replace(turn, liked=tuple(liked), disliked=tuple(disliked), next_page="")
        await self._conversations.amend(conversation_of(message), turn)
        marks: dict[Action, str] = {}
        for place, one in enumerate(turn.shown):
            marks |= thumb_marks(turn.key, place, thumb_of(turn, one))
        return Reply(translate("thumb-noted"), marks=marks)
