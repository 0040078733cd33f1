"""What was understood of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.models import Filters, Sort


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood.

    `text` is what goes to the encoder: the shopper's words without prices, sizes and negated parts.
    `words` are the shopper's own where they ask afresh, and `names` those of them that no trait covers
    ("puma", "nora"): products may be called so.
    `understood` says it back, one short phrase a part ("red", "boots", "under 50", "no collar").
    `photo_weight` in [0, 1] is the photo's part where there are a photo and words.
    `chosen` was picked in the filter menu: trait name, "brand" or "size" to values and how they are written;
    it is in `filters` too.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    understood: tuple[str, ...] = ()
    photo_weight: float = 0.0
    words: str = ""
    names: str = ""
    sort: Sort = "relevance"
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
