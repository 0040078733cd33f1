"""Turns of a conversation: kept so that one can go on from them, and found again by a tap or by what is typed next."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.errors import ConversationsUnavailable
from bot.messages import IncomingMessage, conversation_of, person_of
from bot.storage.conversations import Conversations
from bot.storage.turns import Turn
from workers.engine.base import Engine

log = logging.getLogger(__name__)


class TurnMemory:
    """The turns that the present model can go on from.  An answer is worth having without being remembered."""

    def __init__(self, conversations: Conversations, engine: Engine) -> None:
        self._conversations = conversations
        self._engine = engine

    @property
    def fingerprint(self) -> str:
        """Names the model."""
        return self._engine.info.fingerprint

    async def remember(self, message: IncomingMessage, turn: Turn) -> Turn:
        """Keep a turn, if that can be done, so that one can go on from it."""
        try:
            await self._conversations.remember(conversation_of(message), person_of(message), turn)
        except ConversationsUnavailable:
            log.exception("A turn could not be kept")
        return turn

    async def last(self, message: IncomingMessage, numbers: int = 0) -> Turn | None:
        """The turn to go on from, which showed at least so many products.  Without it, words are a new question."""
        try:
            turn = await self._conversations.last(conversation_of(message), numbers=numbers)
        except ConversationsUnavailable:
            log.exception("The last turn could not be read")
            return None
        return turn if turn is None or self._knows(turn) else replace(turn, photo=None, vector=None, which=None)

    async def find(self, message: IncomingMessage, key: str) -> Turn | None:
        """The turn that a button belongs to; None where it is too old, of another model, or from elsewhere.

        Raises `ConversationsUnavailable`.
        """
        turn = await self._conversations.find(conversation_of(message), key)
        return turn if turn is not None and self._knows(turn) else None

    def _knows(self, turn: Turn) -> bool:
        return turn.fingerprint in {"", self.fingerprint}
