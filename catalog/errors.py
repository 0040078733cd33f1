"""What can go wrong with the products.

    CatalogError
    ├── CatalogLocked        another process owns the data directory
    ├── CatalogUnavailable   the store or the index cannot be reached, or is damaged
    ├── ModelMismatch        a vector of another model or dimension was offered
    ├── UnknownProduct       no product has this id
    ├── FeedError            the file as a whole cannot be read as products
    ├── RowError             one row cannot become a product; the others go on
    ├── TooManyGone          a sync would remove more products than it may without being told to
    ├── BackupError          a backup cannot be made, or cannot be used
    └── FetchError           a picture or file could not be brought in

Messages are one sentence for an owner or operator and name the file, the setting or the next step.
"""

from __future__ import annotations


class CatalogError(Exception):
    """Base of everything that `catalog` raises on purpose."""


class CatalogLocked(CatalogError):
    """Another process owns the data directory."""


class CatalogUnavailable(CatalogError):
    """The store or the vector index cannot be reached or read."""


class ModelMismatch(CatalogError):
    """A vector of another model, dimension or with NaN was offered."""


class UnknownProduct(CatalogError):
    """No product has this id."""


class FeedError(CatalogError):
    """The source as a whole is not a list of products."""


class RowError(CatalogError):
    """One row of a source cannot become a product.

    `product_id` is empty where not even that can be read; `field` is the part of the product that is to blame,
    if one is, and `value` what stands there.
    """

    def __init__(self, message: str, product_id: str = "", field: str = "", value: str = "") -> None:
        super().__init__(message)
        self.product_id = product_id
        self.field = field
        self.value = value


class TooManyGone(CatalogError):
    """A sync would remove so many of a source's products that a person has to confirm it."""


class FetchError(CatalogError):
    """A picture could not be read or downloaded."""


class BackupError(CatalogError):
    """A backup cannot be written, is damaged, or does not go where it is wanted."""
