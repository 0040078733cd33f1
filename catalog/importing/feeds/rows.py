"""One row of named fields, from outside, into a product."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from catalog.errors import RowError
from catalog.importing.feeds.availability import is_available
from catalog.importing.feeds.base import picture_source, storable
from catalog.importing.feeds.cell_text import addresses
from catalog.importing.feeds.prices import parse_price
from catalog.models import Product

FACTS: Final[Mapping[str, str]] = {
    "category": "category",
    "colour": "colour",
    "color": "colour",
    "pattern": "pattern",
    "neckline": "neckline",
    "sleeve": "sleeve",
    "style": "style",
    "gender": "gender",
    "material": "material",
}
"""Column to the fact's name."""

MAX_MORE_IMAGES: Final = 20

COLUMNS: Final = frozenset(
    {"id", "title", "description", "brand", "price", "sale_price", "currency", "url", "link", "image", "image_link"}
    | {"sizes", "size", "available", "availability", "group", "item_group_id", "gtin", "sku", "mpn"}
    | {"more_images", "additional_image_link"}
    | FACTS.keys()
)

_BLANK: Final = ("", None)


def _as_text(value: object) -> object:
    """Numbers as text, as JSON files write ids; nothing as the empty text; only what can be stored."""
    if value is None:
        return ""
    if isinstance(value, str):
        return storable(value)
    return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


_Text = Annotated[str, BeforeValidator(_as_text), StringConstraints(strip_whitespace=True)]
_Size = Annotated[_Text, Field(min_length=1, max_length=40)]
_Fact = Annotated[_Text, Field(max_length=200)]


class _Money(BaseModel):
    amount: Decimal
    currency: str


def _money(value: object) -> object:
    text = str(_as_text(value)).strip()
    if not text:
        return None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        # A number in a JSON file is written with a point; "1.299" there is no thousand.
        amount, currency = Decimal(text), ""
        if not amount.is_finite() or amount < 0:
            raise ValueError(f"{text!r} is not a price")
    else:
        amount, currency = parse_price(text)
    return {"amount": amount, "currency": currency}


_Price = Annotated[_Money | None, BeforeValidator(_money)]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: _Text = Field(min_length=1, max_length=200)
    title: _Text = Field(min_length=1, max_length=500)
    image: _Text = Field(min_length=1, max_length=2000, validation_alias=AliasChoices("image", "image_link"))
    description: _Text = Field(default="", max_length=20_000)
    brand: _Text = Field(default="", max_length=200)
    price: _Price = None
    sale_price: _Price = None
    currency: _Text = Field(default="", max_length=10)
    url: _Text = Field(default="", max_length=2000, validation_alias=AliasChoices("url", "link"))
    sizes: tuple[_Size, ...] = Field(default=(), validation_alias=AliasChoices("sizes", "size"))
    available: bool = Field(default=True, validation_alias=AliasChoices("available", "availability"))
    facts: dict[str, _Fact] = Field(default_factory=dict)
    group: _Text = Field(default="", max_length=200, validation_alias=AliasChoices("group", "item_group_id"))
    more_images: tuple[_Text, ...] = Field(
        default=(), validation_alias=AliasChoices("more_images", "additional_image_link")
    )
    gtin: _Text = ""
    sku: _Text = Field(default="", max_length=200, validation_alias=AliasChoices("sku", "mpn"))

    @model_validator(mode="before")
    @classmethod
    def _gather_facts(cls, row: dict[str, Any]) -> dict[str, Any]:
        stated = row.get("facts")
        facts = {FACTS.get(name, name): value for name, value in stated.items()} if isinstance(stated, dict) else {}
        facts |= {name: row[column] for column, name in FACTS.items() if row.get(column)}
        return {**row, "facts": facts}

    @field_validator("sizes", mode="before")
    @classmethod
    def _split_sizes(cls, value: object) -> object:
        if value is None:
            return ()
        if isinstance(value, str | int | float):
            return [size.strip() for size in re.split(r"[,;|]", str(value)) if size.strip()]
        return value

    @field_validator("more_images", mode="before")
    @classmethod
    def _split_addresses(cls, value: object) -> object:
        if value is None:
            return ()
        return addresses(value) if isinstance(value, str) else value

    @field_validator("more_images")
    @classmethod
    def _some_usable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # Further pictures are a bonus: a bad one is no reason to leave the product out.
        return tuple(dict.fromkeys(one for one in value if 0 < len(one) <= 2000))[:MAX_MORE_IMAGES]

    @field_validator("gtin")
    @classmethod
    def _only_digits(cls, value: str) -> str:
        # Spreadsheets turn long numbers into "4.01E+12", which names nothing any more.
        digits = re.sub(r"[\s-]", "", value)
        return digits if re.fullmatch(r"\d{8,14}", digits) else ""

    @field_validator("available", mode="before")
    @classmethod
    def _read_available(cls, value: object) -> object:
        return is_available(str(_as_text(value)))

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        # Links are shown to shoppers, so that "javascript:" has no place here.
        if value and not re.match(r"https?://\S+$", value, re.IGNORECASE):
            raise ValueError(f"{value!r} is not an http(s) address")
        return value


def product_from_row(row: Mapping[str, Any], folder: Path | None) -> Product | RowError:
    """A product from its fields; `folder` is where relative picture paths start, None where only addresses count."""
    try:
        # What is blank has its default, so that most of the checks need not run on most of the rows.
        fields = _Fields.model_validate({name: value for name, value in row.items() if value not in _BLANK})
    except ValidationError as error:
        return RowError(_cause(error), str(_as_text(row.get("id"))).strip()[:200])
    image = picture_source(fields.image, folder)
    if not image:
        return RowError(f"image {fields.image!r} is not an http(s) address", fields.id)
    prices = [money for money in (fields.price, fields.sale_price) if money is not None]
    return Product(
        id=fields.id,
        title=fields.title,
        image=image,
        description=fields.description,
        brand=fields.brand,
        price=None if fields.price is None else fields.price.amount,
        sale_price=None if fields.sale_price is None else fields.sale_price.amount,
        currency=fields.currency.upper() or next((money.currency for money in prices if money.currency), ""),
        url=fields.url,
        sizes=fields.sizes,
        available=fields.available,
        facts={name: value for name, value in fields.facts.items() if value},
        group=fields.group,
        more_images=tuple(
            source for one in fields.more_images if (source := picture_source(one, folder)) not in {image, ""}
        ),
        gtin=fields.gtin,
        sku=fields.sku,
    )


def _cause(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "row"
    if first["type"] in {"missing", "string_too_short"}:
        return f"{name} is missing"
    if first["type"] == "value_error":
        return f"{name} {first['ctx']['error']}"
    return f"{name}: {first['msg'][:1].lower()}{first['msg'][1:]}"
