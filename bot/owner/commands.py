"""What only the shop's owners may do: add, remove, sync, count.  The right is checked here and nowhere else."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.actions import Verb
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply, command_of, conversation_of, person_of
from bot.owner import replies
from bot.owner.captions import is_caption, read_caption
from bot.owner.chart import Day, chart
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.query.model import Query
from bot.replies.errors import old_button
from bot.replies.greetings import help_text
from bot.replies.product import added
from bot.storage.conversations import Conversations
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.importing.feeds.base import is_address
from catalog.importing.ingest import Ingest
from catalog.models import Product

_DAYS: Final = 14
_COMMON_WORDS: Final = 10
_DEFAULT_CURRENCY: Final = "EUR"


class Admin:
    """Answers owners.  `admin_ids` name a channel and a user, such as "telegram:123".

    `commands` and `taps` are what only owners may ask for, if `allows` says so for this very message; /help tells them
    more than others.
    """

    def __init__(
        self,
        catalog: Catalog,
        ingest: Ingest,
        imports: FeedImports,
        conversations: Conversations,
        admin_ids: frozenset[str],
        correction_review: CorrectionReview | None = None,
    ) -> None:
        self._catalog = catalog
        self._ingest = ingest
        self._imports = imports
        self._conversations = conversations
        self._admin_ids = admin_ids
        self._correction_review = correction_review
        self.commands: Mapping[str, Callable[[IncomingMessage, str], Awaitable[Reply]]] = {
            "/add": self._add,
            "/remove": self._remove,
            "/sync": self._sync,
            "/import": self._sync,
            "/stats": self._statistics,
            "/help": self._help,
        }
        self.taps: dict[Verb, Callable[..., Awaitable[Reply]]] = {
            "sync": imports.decide,
            "undo": self._remove_tapped,
            "remove": self._remove_tapped,
        }
        if correction_review is not None:
            self.taps |= {"accept": correction_review.accept, "dismiss": correction_review.dismiss}

    def allows(self, message: IncomingMessage) -> bool:
        """Whether the sender is an owner, who says this here and now.

        Asked for every message and every tap: what others forward, and buttons that others see, give no rights.
        """
        return message.firsthand and bool(message.user_id) and person_of(message) in self._admin_ids

    async def answer(self, message: IncomingMessage) -> Reply | None:
        """Do what an owner writes or sends; None where it is nothing that only owners do."""
        if message.attachment is not None:
            return await self._imports.start(message.attachment)
        command, rest = command_of(message.text)
        if (answer := self.commands.get(command)) is not None:
            return await answer(message, rest)
        if message.photos and is_caption(message.text):
            return await self._add(message, message.text)
        return None

    async def _sync(self, _message: IncomingMessage, address: str) -> Reply:
        return await self._imports.start(address) if is_address(address) else Reply(translate("sync-how-to"))

    async def _help(self, _message: IncomingMessage, _rest: str) -> Reply:
        return help_text(owner=True)

    async def _statistics(self, _message: IncomingMessage, _rest: str) -> Reply:
        stats, today = await self._catalog.stats(), await self._conversations.today()
        pending = ([], []) if self._correction_review is None else await self._correction_review.pending()
        words = await self._conversations.common_words(_COMMON_WORDS)
        days = [
            Day(f"{date[8:]}.{date[5:7]}.", *(counts.get(what, 0) for what in ("searches", "nothing_found", "quick")))
            for date, counts in (await self._conversations.daily(_DAYS)).items()
        ]
        picture = await asyncio.to_thread(chart, days, words, replies.chart_labels(_DAYS))
        return replace(replies.statistics(stats, today, *pending, words=[word for word, _ in words]), picture=picture)

    async def _add(self, message: IncomingMessage, words: str) -> Reply:
        if not message.photos:
            return replies.how_to_add()
        caption = read_caption(words)
        if not caption.title:
            return replies.how_to_add(translate("need-title"))
        if caption.price is None:
            return replies.how_to_add(translate("need-price"))
        product = Product(
            id=f"chat-{secrets.token_hex(5)}",
            title=caption.title,
            image=f"{message.channel}:{message.message_id}",
            price=caption.price,
            currency=caption.currency or await self._usual_currency(),
            url=caption.url,
        )
        record = await self._ingest.add(product, message.photos[0])
        turn = await self._remember(message, product.id)
        return added(record, turn.key)

    async def _usual_currency(self) -> str:
        """The currency of the shop's newest product."""
        return next((r.product.currency for r in await self._catalog.list(1) if r.product.currency), _DEFAULT_CURRENCY)

    async def _remove(self, message: IncomingMessage, product_id: str) -> Reply:
        if product_id:
            return await self._take_out(product_id)
        last = await self._conversations.last(conversation_of(message))
        if last is None or len(last.shown) != 1:
            return Reply(translate("how-to-remove"))
        try:
            return replies.confirm_removal(await self._catalog.get(last.shown[0]), last.key)
        except UnknownProduct:
            return Reply(translate("how-to-remove"))

    async def _remove_tapped(self, _message: IncomingMessage, turn: Turn, index: str = "") -> Reply:
        product_id = turn.product_at(index)
        return await self._take_out(product_id) if product_id else old_button()

    async def _take_out(self, product_id: str) -> Reply:
        try:
            record = await self._catalog.get(product_id)
        except UnknownProduct:
            return Reply(translate("not-there", id=product_id))
        await self._catalog.remove([product_id])
        return Reply(translate("removed", title=record.product.title))

    async def _remember(self, message: IncomingMessage, product_id: str) -> Turn:
        turn = Turn(Query(), shown=(product_id,))
        await self._conversations.remember(conversation_of(message), person_of(message), turn)
        return turn
