"""The catalog's own words: what a product is, what is asked for, what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are done, and how many there are; from any thread."""

Vector = NDArray[np.float32]
"""float32, shape (d,), L2-normalised."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product as its shop describes it.  `id` is the shop's own and the key of everything.

    `image` is where the picture comes from (a path or an http(s) address).  `facts` are traits that
    the shop states itself, such as {"colour": "navy", "gender": "women"}; they outrank guesses.
    """

    id: str
    title: str
    image: str
    description: str = ""
    brand: str = ""
    price: Decimal | None = None
    sale_price: Decimal | None = None
    currency: str = ""
    url: str = ""
    sizes: tuple[str, ...] = ()
    available: bool = True
    facts: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    more_images: tuple[str, ...] = ()
    gtin: str = ""
    sku: str = ""

    @property
    def current_price(self) -> Decimal | None:
        """What a buyer pays today."""
        return self.price if self.sale_price is None else self.sale_price

    @property
    def on_sale(self) -> bool:
        """Whether a buyer pays less today than usual."""
        return self.sale_price is not None and self.price is not None and self.sale_price < self.price


@dataclass(frozen=True, slots=True)
class Trait:
    """One value of a trait of a stored product.

    `stated` is true where the shop's own words say so and false where it was seen in the picture.
    `share` is the part of the garment's pixels, for colours.
    """

    value: str
    confidence: float
    stated: bool = False
    share: float | None = None


Traits = Mapping[str, tuple[Trait, ...]]
"""Trait name ("category", "colours", "pattern", "neckline", …) to values, best first."""


@dataclass(frozen=True, slots=True)
class Description:
    """What the describer makes of a product and its picture's bytes.

    `preview` is a clean, small JPEG; it is what the catalog keeps and shows.
    """

    vector: Vector
    traits: Traits
    preview: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """A product with everything that finding and showing it needs.

    `picture` is the key of the stored preview (sha-256 in hex), `content_hash` covers the product's
    fields and its original picture, so that an unchanged product is recognised.
    """

    product: Product
    vector: Vector
    traits: Traits
    picture: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a kept product came from and how it stands.

    `source` names its feed ("" added by hand), `row_hash` covers that feed's row, `fingerprint` is the
    model's that encoded it.  `removed` products are tombstones: their feed no longer has them.
    """

    source: str
    row_hash: str
    fingerprint: str
    removed: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the shopper said about the product, by trait name.

    `wanted` values are alternatives and rank: a product that has one goes before one that has not.
    `near` values pass for the wanted ones, a step behind them: a polo shirt for a t-shirt.
    `implied` names wanted traits that nobody asked for, such as those of a photo; what was asked for goes before them.
    `excluded`, `required`, prices (in the product's currency), sizes, stock and sale are hard: of each
    required trait a product must have one of the values.  "brand" is a trait too, its values as
    `catalog.words.joined` writes them.
    """

    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    sizes: tuple[str, ...] = ()
    in_stock_only: bool = False
    on_sale_only: bool = False
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()

    @property
    def strict(self) -> bool:
        """Whether there are conditions that may leave nothing."""
        return replace(self, wanted={}, near={}, implied=frozenset()) != Filters()


Sort = Literal["relevance", "price", "-price", "newest"]
"""The order of an answer: "price" is the lowest first."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A further choice: the value to filter by, how people write it, and how many articles it would leave."""

    value: str
    label: str
    count: int


Facets = Mapping[str, tuple[FacetCount, ...]]
"""Trait name, "brand", "size", "offer" or "price" to its choices, the most frequent first; see `retrieval.facets`."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Turns a cosine into the probability of a close match: sigmoid(slope · (cosine − midpoint))."""

    midpoint: float
    slope: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A found product.  `score` orders the hits; `confidence` is the probability of a close match.

    `why` names what agrees with the question, `differs` what was asked for and is not there
    (trait values, for example "red" or "under 50").  `variants` are other products of the same article
    (its colours, or the same thing listed twice), which get no hit of their own.
    """

    record: Record
    score: float
    confidence: float
    why: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    variants: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a question insists on.

    `trait` names the trait that is "wanted", "required" or "excluded"; "names" are the words that no trait covers.
    """

    kind: Literal["wanted", "names", "required", "excluded", "size", "min_price", "max_price", "in_stock", "on_sale"]
    trait: str = ""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would be found without some of the conditions: how many articles, and from which price on.

    `lowest_price` is what a buyer pays today, in the product's currency; None where no price is known.
    """

    given_up: tuple[Condition, ...]
    count: int
    lowest_price: Decimal | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`total` counts the articles that could be paged through; `close` is false when nothing is close.

    `matching` counts those that have all that was wanted.  `facets` has the traits that were asked for.  Where fewer
    than three match, `ways_out` has the smallest sets of conditions without which there are more.
    """

    hits: tuple[Hit, ...]
    total: int
    close: bool
    matching: int = 0
    facets: Facets = field(default_factory=dict)
    ways_out: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server called a version of its file (HTTP's ETag and Last-Modified; "" where it said nothing)."""

    etag: str
    modified: str


@dataclass(frozen=True, slots=True)
class RowFailure:
    """A row that did not come in: its line (1 = first line of the file), its id if known, the cause."""

    line: int
    product_id: str
    cause: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a source, a cause said once.  `row` is the line as an editor counts it, None for all of it.

    "error": a product cannot come in; "warning": it comes in, this value is left out or guessed.
    """

    row: int | None
    id: str
    field: str
    value: str
    severity: Literal["error", "warning"]
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How an import went, in products.  Only a sync removes any.  `warnings` are about products that came in."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failures: tuple[RowFailure, ...] = ()
    removed: int = 0
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """Records against what the index can really reach."""

    records: int
    indexed: int
    missing: tuple[str, ...]
    orphaned: tuple[str, ...]
    unreachable: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether every record can be found and nothing else."""
        return not (self.missing or self.orphaned or self.unreachable)


@dataclass(frozen=True, slots=True)
class Census:
    """Counts that cost little: all products, those that the model in use has encoded, changes that the index has not
    confirmed, and what the check in the background has put right since the start.

    `index_answers` counts, since the start, the questions that the vector index was "asked" and those answered without
    it: it was "loading", "late", "failed", or "busy" with others.  `candidates` counts what was compared exactly, by
    what put it forward: "sketch", "index" or "traits".
    """

    products: int
    searchable: int
    unindexed: int
    repaired: int
    index_answers: Mapping[str, int] = field(default_factory=dict)
    candidates: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogStats:
    """Counts for an owner.

    `needs_encoding` products were encoded by another model than the one in use: they are kept and
    listed, and found again once they are imported again.  `categories` counts by the best category.
    `repaired` counts what the check in the background has put right since the start.
    """

    products: int
    searchable: int
    needs_encoding: int
    out_of_stock: int
    without_price: int
    categories: Mapping[str, int]
    fingerprint: str
    dim: int
    repaired: int = 0


NEAREST: Final = 200
"""Neighbours that the vector index is asked for at least."""
