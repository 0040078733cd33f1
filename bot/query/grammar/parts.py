"""What was understood of a sentence: typed parts, each with its place in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

Facet = Literal[
    "kinds", "colours", "pattern", "material", "neckline", "sleeves", "length", "fit", "closure", "heel", "gender",
    "season", "style", "occasion", "price", "sizes", "brand", "offer", "order", "name", "detail", "words",
]  # fmt: skip
Source = Literal["said", "seen", "chosen", "kept"]
"""In this sentence, in a photo, in a menu, in a sentence before."""

Intent = Literal[
    "search", "refine", "more", "open", "compare", "undo", "restart", "smalltalk", "thanks", "shop_question",
    "favourites", "help", "language", "unclear",
]  # fmt: skip

TRAITS: Final = (
    *("colours", "pattern", "material", "neckline", "sleeves", "length", "fit", "closure", "heel"),
    *("gender", "season", "style", "occasion"),
)
"""Facets that a thing itself has, apart from its kind."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing said.

    `values` are alternatives: values of `workers.vocabulary` where it has them, "on sale" and "in stock" of an offer, a
    `Sort` of an order, brands as the shop writes them, sizes as shops do.  The facet "name" is a possible name of a
    product, "detail" says something of a part of it (a white collar), "words" is what nobody understood.  `span` is
    [start, end) in the shopper's sentence.
    """

    facet: Facet
    values: tuple[str, ...]
    denied: bool = False
    source: Source = "said"
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Price(Part):
    """Bounds in units of `currency`, an ISO code or "" where none was named; `kind` where they hold for it alone."""

    low: Decimal | None = None
    high: Decimal | None = None
    around: Decimal | None = None
    currency: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A whole wish, in the order it was said.  `numbers` are positions in what was shown."""

    parts: tuple[Part, ...] = ()
    language: str = ""
    intent: Intent = "search"
    numbers: tuple[int, ...] = field(default=())

    def of(self, facet: str, *, denied: bool = False) -> tuple[Part, ...]:
        """The parts of a facet."""
        return tuple(part for part in self.parts if part.facet == facet and part.denied == denied)

    def values(self, facet: str, *, denied: bool = False) -> tuple[str, ...]:
        """All values of a facet, each once."""
        return tuple(dict.fromkeys(value for part in self.of(facet, denied=denied) for value in part.values))
