"""Taps by which a person says what they like: ♡ keeps a product for later, 👍 and 👎 move the search."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot import replies
from bot.chat.results import RESULTS_A_PAGE, ResultPages, Tap, thumb_of
from bot.errors import FavouritesUnavailable
from bot.messages import Card, IncomingMessage, Reply, conversation_of, person_of
from bot.query.model import Query
from bot.replies import Thumb
from bot.storage.conversations import Conversations
from bot.storage.favourites import Favourite, FavouriteStore
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Record

log = logging.getLogger(__name__)

_MAX_THUMBS: Final = 50
_COMMANDS: Final = ("/favourites", "/favorites", "/saved")


class Favourites:
    """What a person likes.  `taps` are the buttons answered here, `dressed` puts ♡ on an answer's cards."""

    def __init__(
        self, catalog: Catalog, conversations: Conversations, results: ResultPages, favourites: FavouriteStore
    ) -> None:
        self._catalog = catalog
        self._conversations = conversations
        self._results = results
        self._store = favourites
        self.commands = dict.fromkeys(_COMMANDS, self._asked_for)
        self.taps: Mapping[str, Tap] = {
            "heart": self._heart,
            "saved": self._saved,
            "unsave": self._unsave,
            "up": self._up,
            "down": self._down,
        }

    async def dressed(self, message: IncomingMessage, reply: Reply) -> Reply:
        """The answer with ♡ on each card, ♥ where it is saved already."""
        if not reply.cards:
            return reply
        try:
            saved = await self._store.saved_among(person_of(message), [card.product_id for card in reply.cards])
        except FavouritesUnavailable:
            log.exception("What is saved could not be read")  # the answer is worth having without ♡
            return reply
        return replace(reply, cards=tuple(_with_heart(card, card.product_id in saved) for card in reply.cards))

    async def _asked_for(self, message: IncomingMessage, _: str) -> Reply:
        return await self.favourites(message)

    async def favourites(self, message: IncomingMessage, offset: int = 0) -> Reply:
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
        await self._results.remember(message, turn)
        further = f"saved:{turn.key}:{offset + RESULTS_A_PAGE}" if len(kept) > RESULTS_A_PAGE else ""
        return replies.favourites(shown, gone, turn.key, further)

    async def _heart(self, message: IncomingMessage, turn: Turn, index: str) -> Reply:
        product_id = turn.product_at(index)
        if not product_id:
            return replies.old_button()
        person = person_of(message)
        try:
            saved = await self._store.toggle(person, (await self._catalog.get(product_id)).product)
        except UnknownProduct:
            await self._store.give_up(person, [product_id])
            return replies.product_gone()
        all_saved = await self._store.saved_among(person, turn.shown)
        marks = {f"heart:{turn.key}:{at}": replies.heart(one in all_saved) for at, one in enumerate(turn.shown)}
        return replies.saved(marks, saved=saved)

    async def _saved(self, message: IncomingMessage, _: Turn, offset: str) -> Reply:
        return await self.favourites(message, int(offset)) if offset.isdecimal() else replies.old_button()

    async def _unsave(self, message: IncomingMessage, turn: Turn, _: str) -> Reply:
        await self._store.give_up(person_of(message), turn.left_out)
        return await self.favourites(message)

    async def _up(self, message: IncomingMessage, turn: Turn, index: str) -> Reply:
        return await self._thumb(message, turn, index, "up")

    async def _down(self, message: IncomingMessage, turn: Turn, index: str) -> Reply:
        return await self._thumb(message, turn, index, "down")

    async def _thumb(self, message: IncomingMessage, turn: Turn, index: str, thumb: Thumb) -> Reply:
        """Note a thumb, or take it back where it stands already."""
        product_id = turn.product_at(index)
        if not product_id:
            return replies.old_button()
        taken_back = thumb_of(turn, product_id) == thumb
        liked = [one for one in turn.liked if one != product_id]
        disliked = [one for one in turn.disliked if one != product_id]
        if not taken_back:
            (liked if thumb == "up" else disliked).append(product_id)
        liked, disliked = liked[-_MAX_THUMBS:], disliked[-_MAX_THUMBS:]
        # The page that followed is not the one that follows now.
        turn = replace(turn, liked=tuple(liked), disliked=tuple(disliked), next_page="")
        await self._conversations.amend(conversation_of(message), turn)
        marks: dict[str, str] = {}
        for at, one in enumerate(turn.shown):
            marks |= replies.thumb_marks(f"{turn.key}:{at}", thumb_of(turn, one))
        return replies.noted_thumb(marks)


def _with_heart(card: Card, saved: bool) -> Card:
    """♡ goes behind the button that finds similar ones, which names the card's place in its turn."""
    for at, choice in enumerate(card.choices):
        verb, _, position = choice.key.partition(":")
        if verb == "like":
            heart = replies.heart_choice(position, saved=saved)
            return replace(card, choices=(*card.choices[: at + 1], heart, *card.choices[at + 1 :]))
    return card
