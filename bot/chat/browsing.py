"""Leafing through the shop while typing, as Telegram's inline mode does: a page of products and nothing remembered."""

from __future__ import annotations

from typing import Final

from bot.messages import IncomingMessage, Reply
from bot.replies.results import browsed
from bot.search.searcher import Searcher
from catalog.catalog import Catalog

BROWSED_A_PAGE: Final = 12


class Browsing:
    """Answers what is typed, letter by letter; without words it is the newest products."""

    def __init__(self, searcher: Searcher, catalog: Catalog) -> None:
        self._searcher = searcher
        self._catalog = catalog

    async def answer(self, message: IncomingMessage, offset: int) -> Reply:
        """The page from `offset` on; without cards where nothing is close.  Raises what engine and catalog raise."""
        if not any(character.isalnum() for character in message.text):
            newest = await self._catalog.list(BROWSED_A_PAGE + 1, offset)
            return browsed(
                newest[:BROWSED_A_PAGE],
                message.start_link,
                offset + BROWSED_A_PAGE if len(newest) > BROWSED_A_PAGE else None,
            )
        query = await self._searcher.understand(message.text, locale=message.locale)
        result = (await self._searcher.search(query, limit=BROWSED_A_PAGE, offset=offset)).result
        shown = offset + len(result.hits)
        hits = result.hits if result.close or offset else ()
        following = shown if hits and result.total > shown else None
        return browsed([hit.record for hit in hits], message.start_link, following)
