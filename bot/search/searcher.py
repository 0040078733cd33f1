"""Words, a photo, or both → the closest products.  The assistant and the command line search with this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

import numpy as np

from bot.query.brands import NO_BRANDS, Brands
from bot.query.model import Query
from bot.query.parsing import parse, query_from_phrases, refine
from bot.runtime.tracing import stage
from bot.search.photo import PhotoContent, photo_content
from bot.search.relevance_feedback import leaning, moved
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Curve, Record, SearchResult, Traits, Vector
from workers.engine.base import Engine
from workers.jobs import Encoding, MatchCurve, ModelInfo
from workers.vocabulary import CATEGORY_BY_VALUE, applicable_traits

# A wrong guess reorders the answer, so only what is rather sure is searched for.
_KIND_FROM: Final = 0.4
_SECOND_KIND_FROM: Final = 0.25
_COLOUR_FROM: Final = 0.55
_COLOUR_SHARE_FROM: Final = 0.2
_TRAIT_FROM: Final = 0.6
_NOTHING: Final = SearchResult((), 0, close=False)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query, with what is needed to go on from it.

    `vector` and `curve` are what was searched with (no vector: by filters alone).  `photo` is the
    vector of the photo in it, if any, `seen` what was recognised there, for the shopper to read, and
    `looks` all that was seen in it.
    """

    query: Query
    result: SearchResult
    vector: Vector | None
    curve: Curve
    photo: Vector | None = None
    seen: tuple[str, ...] = ()
    looks: Traits = field(default_factory=dict)


class Searcher:
    """Searches the catalog with what the engine makes of words and photos."""

    def __init__(self, engine: Engine, catalog: Catalog) -> None:
        self._engine = engine
        self._catalog = catalog
        self._brand_names: Mapping[str, str] = {}
        self._brands = NO_BRANDS

    async def understand(
        self, text: str, previous: Query | None = None, *, cheaper_than: Decimal | None = None, locale: str = ""
    ) -> Query:
        """As `bot.query.parsing.parse`, with the shop's brands."""
        with stage("understand"):
            brands = await self.brands()
            return parse(text, previous, cheaper_than=cheaper_than, brands=brands, locale=locale)

    async def find(
        self,
        words: str = "",
        photo: bytes | None = None,
        *,
        limit: int = 5,
        narrow: Callable[[Query], Query] = lambda query: query,
        facets: Sequence[str] = (),
        locale: str = "",
    ) -> Found:
        """Start afresh from words, a photo, or a photo with words that change it.

        `narrow` may add to what was understood before it is searched for; `locale` hints at the language.
        Raises `WorkerError` where the photo cannot be read or the engine cannot answer, and `CatalogError`
        where the catalog cannot.
        """
        if photo is None:
            return await self.search(narrow(await self.understand(words, locale=locale)), limit=limit, facets=facets)
        with stage("encode"):
            seen = photo_content(await self._engine.encode_image(photo))
        return await self.find_like(seen, words, limit=limit, narrow=narrow, facets=facets, locale=locale)

    async def look(self, photos: Sequence[bytes]) -> Encoding:
        """See what a shopper's photos show together, and apart where they show several garments.

        Raises `WorkerError` where none of them can be read or the engine cannot answer.
        """
        with stage("encode"):
            if len(photos) == 1:
                return await self._engine.encode_image(photos[0], with_pieces=True)
            return await self._engine.encode_album(photos)

    async def find_like(
        self,
        photo: PhotoContent,
        words: str = "",
        *,
        limit: int = 5,
        narrow: Callable[[Query], Query] = lambda query: query,
        facets: Sequence[str] = (),
        locale: str = "",
    ) -> Found:
        """As `find`, with what a photo was seen to show."""
        if photo.likelihood < self._engine.info.product_from:
            if words:
                return await self.find(words, limit=limit, narrow=narrow, facets=facets, locale=locale)
            return Found(Query(), _NOTHING, photo.vector, to_curve(self._engine.info.photo_curve))
        query = query_from_seen(photo)
        if words:
            query = refine(query, words, await self.brands(), locale)
        seen = tuple(_recognised(photo.looks))
        return await self.search(narrow(query), photo.vector, seen=seen, looks=photo.looks, limit=limit, facets=facets)

    async def search(
        self,
        query: Query,
        photo: Vector | None = None,
        *,
        seen: tuple[str, ...] = (),
        looks: Traits | None = None,
        limit: int = 5,
        offset: int = 0,
        exclude_ids: Collection[str] = (),
        facets: Sequence[str] = (),
    ) -> Found:
        """Search for what was understood; `photo` takes part with `query.photo_weight`."""
        info = self._engine.info
        words: Encoding | None = None
        if query.text and query.photo_weight < 1:
            with stage("encode"):
                words = await self._engine.encode_text(query.text)
        if photo is None or query.photo_weight == 0:
            vector, curve, photo = words.vector if words else None, to_curve(info.text_curve), None
        elif words is None:
            vector, curve = photo, to_curve(info.photo_curve)
        else:
            vector, curve = blend(photo, words.vector, query.photo_weight, info)
        result = await self.page(
            query, vector, curve, limit=limit, offset=offset, exclude_ids=exclude_ids, facets=facets
        )
        return Found(query, result, vector, curve, photo, seen, looks or {})

    async def page(
        self,
        query: Query,
        vector: Vector | None,
        curve: Curve,
        *,
        limit: int,
        offset: int = 0,
        exclude_ids: Collection[str] = (),
        facets: Sequence[str] = (),
    ) -> SearchResult:
        """A further page of the same search, without asking the engine again."""
        in_words = query.photo_weight == 0
        with stage("search"):
            return await self._catalog.search(
                vector,
                query.filters,
                curve,
                words=(query.words or query.text) if in_words else "",
                names=query.names if in_words else "",
                limit=limit,
                offset=offset,
                exclude_ids=exclude_ids,
                sort=query.sort,
                facets=facets,
                fitting_only=bool(query.chosen),
            )

    async def by_taste(
        self,
        query: Query,
        vector: Vector | None,
        curve: Curve,
        *,
        liked: Collection[str],
        disliked: Collection[str],
        limit: int,
        exclude_ids: Collection[str],
        facets: Sequence[str] = (),
    ) -> SearchResult:
        """The same search, moved by thumbs (see `bot.search.relevance_feedback`); what was disliked is left out."""
        likes, dislikes = await self._records(liked), await self._records(disliked)
        vector, curve = moved(vector, curve, likes, dislikes, self._engine.info)
        leaned = replace(query, filters=leaning(query.filters, likes, dislikes))
        excluded = {*exclude_ids, *disliked}
        return await self.page(leaned, vector, curve, limit=limit, exclude_ids=excluded, facets=facets)

    async def _records(self, ids: Collection[str]) -> list[Record]:
        """The products of these ids that are still there."""
        found = []
        for product_id in ids:
            with suppress(UnknownProduct):
                found.append(await self._catalog.get(product_id))
        return found

    async def brands(self) -> Brands:
        """The shop's brands, as they are understood."""
        names = await self._catalog.brands()
        if names is not self._brand_names:
            self._brand_names, self._brands = names, Brands(names)
        return self._brands


def query_from_seen(photo: PhotoContent) -> Query:
    """What to search for with a photo alone: its vector, and what is rather sure about it."""
    return query_from_phrases(_searched_for(photo.looks))


def to_curve(curve: MatchCurve) -> Curve:
    """The catalog's own type of the model's curve."""
    return Curve(curve.midpoint, curve.slope)


def blend(photo: Vector, words: Vector, weight: float, info: ModelInfo) -> tuple[Vector, Curve]:
    """normalise(weight · photo + (1 − weight) · words), and how its cosines are to be read.

    The cosine of a product with the blend is the same mix of its cosines with both, divided by the
    length of the mix, so that the midpoint is mixed likewise.
    """
    mixed = weight * photo + (1 - weight) * words
    length = float(np.linalg.norm(mixed)) or 1.0
    by_photo, by_words = info.photo_curve, info.text_curve
    midpoint = (weight * by_photo.midpoint + (1 - weight) * by_words.midpoint) / length
    slope = (weight * by_photo.slope + (1 - weight) * by_words.slope) * length
    return (mixed / length).astype(np.float32), Curve(midpoint, slope)


def _recognised(looks: Traits) -> Iterator[str]:
    """What to tell the shopper, in the order in which one describes a piece of clothing."""
    for name in ("category", "pattern", "colours", "neckline", "sleeve"):
        yield from _sure(looks, name)


def _searched_for(looks: Traits) -> Iterator[str]:
    guesses = looks.get("category", ())
    yield from _sure(looks, "category")
    if len(guesses) > 1 and guesses[0].confidence >= _KIND_FROM and guesses[1].confidence >= _SECOND_KIND_FROM:
        # Sneakers or casual shoes?  Both are welcome while they are of one family.
        first, second = (CATEGORY_BY_VALUE.get(guess.value) for guess in guesses[:2])
        if first and second and first.family == second.family:
            yield second.value
    for name in ("colours", "pattern", "neckline", "sleeve"):
        yield from _sure(looks, name)


def _sure(looks: Traits, name: str) -> Iterator[str]:
    guesses = looks.get(name, ())
    if name == "category":
        yield from (guess.value for guess in guesses[:1] if guess.confidence >= _KIND_FROM)
    elif name == "colours":
        shares = [(guess.value, guess.share if guess.share is not None else 1.0, guess.confidence) for guess in guesses]
        yield from (v for v, share, sure in shares[:2] if sure >= _COLOUR_FROM and share >= _COLOUR_SHARE_FROM)
    else:
        kind = next(iter(looks.get("category", ())), None)
        if kind is None or (kind.value in CATEGORY_BY_VALUE and name in applicable_traits(kind.value)):
            yield from (guess.value for guess in guesses[:1] if guess.confidence >= _TRAIT_FROM)
