"""Photos as questions: of one garment, of several to choose from, or several photos of the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat.results import RESULTS_A_PAGE, ResultPages
from bot.chat.turn_memory import TurnMemory
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply
from bot.query.parsing import parse
from bot.replies.errors import old_button
from bot.replies.results import which_piece
from bot.search.photo import PhotoContent, WhichPiece, photo_content
from bot.search.searcher import Searcher, query_from_seen
from bot.storage.turns import Turn
from catalog.models import Filters
from workers.images.decoding import MAX_BYTES
from workers.jobs import Encoding
from workers.vocabulary import CATEGORY_BY_VALUE

MAX_PHOTOS: Final = 10
_WHOLE: Final = "all"


class PhotoQuestions:
    """Answers photos."""

    def __init__(self, searcher: Searcher, results: ResultPages, turns: TurnMemory) -> None:
        self._searcher = searcher
        self._results = results
        self._turns = turns

    async def answer(self, message: IncomingMessage, caption: str) -> Reply:
        """What is like the photos, or the question which of their garments is meant."""
        photos = _that_fit(message.photos)
        encoding = await self._searcher.look(photos)
        if encoding.pieces:
            return await self._ask(message, encoding, caption)
        intro = ""
        if len(photos) < len(message.photos):
            intro = translate("first-photos", count=len(photos))
        elif len(photos) > 1:
            intro = translate("photos-together", count=len(photos))
        return await self._search(message, photo_content(encoding), caption, intro)

    async def typed(self, message: IncomingMessage, text: str, last: Turn) -> Reply | None:
        """An answer in words where the last turn asked which: a garment's number, or its kind ("the shirt")."""
        if last.which is None:
            return None
        pieces = last.which.pieces
        if text.isdecimal() and 1 <= int(text) <= len(pieces):
            return await self._search(message, pieces[int(text) - 1], last.which.words)
        query = parse(text, locale=message.locale)
        meant = [piece for piece in pieces if _is_of(piece, query.filters)]
        if len(meant) != 1:
            return None
        return await self._search(message, meant[0], last.which.words if len(query.understood) == 1 else text)

    async def _ask(self, message: IncomingMessage, encoding: Encoding, caption: str) -> Reply:
        whole, pieces = photo_content(encoding), tuple(map(photo_content, encoding.pieces))
        turn = Turn(
            # Words that follow instead of an answer are about the whole.
            query=query_from_seen(whole),
            photo=whole.vector,
            looks=whole.looks,
            fingerprint=self._turns.fingerprint,
            which=WhichPiece(pieces, caption),
        )
        await self._turns.remember(message, turn)
        return which_piece(_kinds(pieces), turn.key, encoding.marked, whole=len(message.photos) == 1)

    async def piece(self, message: IncomingMessage, turn: Turn, index: str = "") -> Reply:
        """What is like one of a photo's garments, or like all of it."""
        if turn.which is None or turn.photo is None:
            return old_button()
        pieces = turn.which.pieces
        if index == _WHOLE:
            return await self._search(message, PhotoContent(turn.photo, turn.looks), turn.which.words)
        if index.isdecimal() and int(index) < len(pieces):
            return await self._search(message, pieces[int(index)], turn.which.words)
        return old_button()

    async def _search(self, message: IncomingMessage, photo: PhotoContent, words: str, intro: str = "") -> Reply:
        found = await self._searcher.find_like(photo, words, limit=RESULTS_A_PAGE, locale=message.locale)
        return await self._results.results(message, found, alone=not words, intro=intro)


def _that_fit(photos: Sequence[bytes]) -> tuple[bytes, ...]:
    """The first photos that the engine takes as one question; at least one."""
    kept, room = [photos[0]], MAX_BYTES - len(photos[0])
    for photo in photos[1:MAX_PHOTOS]:
        room -= len(photo)
        if room < 0:
            break
        kept.append(photo)
    return tuple(kept)


def _kinds(pieces: Sequence[PhotoContent]) -> list[tuple[str, ...]]:
    """What to call each piece: its kind, and its colour too where another is of the same kind."""
    kinds = [_first(piece, "category") for piece in pieces]
    return [
        (kind, colour) if kinds.count(kind) > 1 and (colour := _first(piece, "colours")) else (kind,)
        for kind, piece in zip(kinds, pieces, strict=True)
    ]


def _first(piece: PhotoContent, trait: str) -> str:
    return next((one.value for one in piece.looks.get(trait, ())), "")


def _is_of(piece: PhotoContent, filters: Filters) -> bool:
    """Whether words ask for this kind of garment, or for one of its family ("the shoes")."""
    kind = _first(piece, "category")
    family = CATEGORY_BY_VALUE[kind].family if kind in CATEGORY_BY_VALUE else ""
    asked = (*filters.wanted.get("category", ()), *filters.near.get("category", ()))
    return any(
        value == kind or CATEGORY_BY_VALUE[value].family == family for value in asked if value in CATEGORY_BY_VALUE
    )
