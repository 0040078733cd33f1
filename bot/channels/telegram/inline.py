"""Inline mode: "@bot red boots" in any chat shows products to send there.

Such a question is worth nothing once another letter is typed, so that it does not go through the inbox: what a crash
loses is asked again by the next letter.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Final

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.channels.rate_limits import Limits
from bot.channels.telegram.receiving.incoming import read_inline
from bot.channels.telegram.sending.formatting import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    card_text,
    cut,
    is_public_link,
    keyboard,
    one_line,
)
from bot.channels.telegram.sending.pictures import Pictures
from bot.i18n.translator import translate, using_language
from bot.messages import Card, Handler, Reply
from bot.replies.links import payload_of

logger = logging.getLogger(__name__)

# Telegram takes an answer for about 10 s.
_SEARCH_S: Final = 5.0
_SEND_S: Final = 4.0
_MAX_PEOPLE: Final = 200
_MAX_SEARCHES: Final = 4
_CACHE_S: Final = 60
_EMPTY_CACHE_S: Final = 5
_TITLE_LIMIT: Final = 64
_START: Final = "inline"

_Result = InlineQueryResultCachedPhoto | InlineQueryResultArticle


class InlineQueries:
    """Answers one question of a person at a time; the next one waits, and only the latest does.

    A few people are searched for at once, so that letters leave room for messages, and beyond `_MAX_PEOPLE` questions
    are left out.  No picture is uploaded: a product is shown by the file id of an earlier upload, else as words with
    the address of its picture.
    """

    def __init__(self, bot: Bot, handle: Handler, pictures: Pictures, limits: Limits) -> None:
        self._bot = bot
        self._handle = handle
        self._pictures = pictures
        self._limits = limits
        self._searching = asyncio.Semaphore(_MAX_SEARCHES)
        self._latest: dict[int, tuple[InlineQuery, float]] = {}
        self._people: dict[int, asyncio.Task[None]] = {}
        self.refused = 0

    def take(self, query: InlineQuery) -> None:
        """Answer a question soon, unless its sender types on before that."""
        person = query.from_user.id
        if person not in self._people and len(self._people) >= _MAX_PEOPLE:
            logger.debug("Too many people type at once, a question of %d is left out.", person)
            return
        self._latest[person] = query, asyncio.get_running_loop().time() + _SEARCH_S
        if person not in self._people:
            self._people[person] = asyncio.create_task(self._work(person), name=f"telegram inline {person}")

    async def close(self, within_s: float) -> None:
        """Give up what is not answered: who goes on typing asks again."""
        tasks = list(self._people.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=within_s)

    async def _work(self, person: int) -> None:
        try:
            while person in self._latest:
                async with self._searching:
                    query, until = self._latest.pop(person)
                    try:
                        await self._answer(query, until)
                    except (TelegramError, TimeoutError) as error:
                        # Usually it came too late: "query is too old".
                        logger.info("An inline answer was not taken: %r", error)
                    except Exception:
                        logger.exception("An inline question could not be answered.")
        finally:
            self._latest.pop(person, None)
            del self._people[person]

    async def _answer(self, query: InlineQuery, until: float) -> None:
        asked = read_inline(self._bot, query)
        if refusal := self._limits.refuses(asked, ""):
            self.refused += 1
            if not refusal.first:
                return
            reply = Reply("")
        else:
            try:
                async with asyncio.timeout_at(until):
                    reply = await self._handle(asked)
            except TimeoutError:
                logger.warning("An inline search took too long.")
                reply = Reply("")
        async with asyncio.timeout(_SEND_S):
            file_ids = await self._pictures.uploaded([card.picture for card in reply.cards])
            try:
                await self._send(query, reply, file_ids)
            except BadRequest as error:
                if not file_ids or "query" in str(error).lower():
                    raise
                logger.info("File ids were refused, the products are shown without: %s", error)
                await self._pictures.forget(list(file_ids))
                await self._send(query, reply, {})

    async def _send(self, query: InlineQuery, reply: Reply, file_ids: Mapping[str, str]) -> None:
        with using_language(reply.language):
            ask_me = InlineQueryResultsButton(translate("inline-ask"), start_parameter=_START)
        await self._bot.answer_inline_query(
            query.id,
            [_result(card, file_ids.get(card.picture, ""), reply.language) for card in reply.cards],
            cache_time=_CACHE_S if reply.cards else _EMPTY_CACHE_S,
            # In the person's own language.
            is_personal=True,
            next_offset="" if reply.next_page is None else str(reply.next_page),
            button=None if reply.cards or query.offset else ask_me,
        )


def _result(card: Card, file_id: str, language: str) -> _Result:
    """A product as it is offered, and as it is sent once it is picked."""
    key, title = payload_of(card.product_id), cut(one_line(card.title), _TITLE_LIMIT) or "…"
    about = " · ".join(part for part in map(one_line, (card.price, card.brand)) if part)
    markup = keyboard(card.buttons)
    said = Reply("", language=language)
    if file_id:
        return InlineQueryResultCachedPhoto(
            key,
            file_id,
            title=title,
            description=about,
            caption=card_text(said, card, CAPTION_LIMIT),
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
        )
    image = card.image if is_public_link(card.image) else None
    preview = LinkPreviewOptions(
        is_disabled=image is None, url=image, prefer_large_media=image is not None, show_above_text=image is not None
    )
    words = card_text(said, card, TEXT_LIMIT) or "…"
    return InlineQueryResultArticle(
        key,
        title,
        InputTextMessageContent(words, ParseMode.HTML, link_preview_options=preview),
        reply_markup=markup,
        url=card.url if is_public_link(card.url) else None,
        description=about,
        thumbnail_url=image,
    )
