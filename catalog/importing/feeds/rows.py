"""One row of named fields, from outside, into a product: a bad part is left out with a warning, unless it is needed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

from catalog import sizes
from catalog.currencies import written_code
from catalog.errors import RowError
from catalog.importing.feeds.base import Row, RowWarning, is_address, picture_source, storable
from catalog.importing.feeds.values import text
from catalog.importing.feeds.values.availability import is_available
from catalog.importing.feeds.values.dates import is_running, span
from catalog.importing.feeds.values.links import LONGEST, is_web_address, page_address, pictures, web_address
from catalog.importing.feeds.values.prices import HIGHEST, parse_price
from catalog.models import Product

T = TypeVar("T")

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
_MAX_NAME: Final = 200
_SHOWN: Final = 80

# Excel's way to write what it has rounded for ever.
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d\d+", re.IGNORECASE)
_EXPORT_AS_TEXT: Final = (
    "was cut by a spreadsheet: format the column as text there, or export the file again and do not open it in Excel"
)


class _Bad(ValueError):
    """A needed value is missing or cannot be read."""

    def __init__(self, field: str, message: str, value: str = "") -> None:
        super().__init__(f"{field} {message}")
        self.field = field
        self.value = value


def rows_of(line: int, fields: Mapping[str, Any], folder: Path | None) -> Iterator[Row]:
    """What becomes of one row: its warnings, and its product or why there is none."""
    warnings: list[RowWarning] = []
    product = product_from_row(fields, folder, warnings)
    for warning in warnings:
        yield line, warning
    yield line, product


def product_from_row(
    fields: Mapping[str, Any], folder: Path | None, warnings: list[RowWarning] | None = None
) -> Product | RowError:
    """A product from its fields, named as `Product` names them, and `sale_dates` or `sale_start` and `sale_end`.

    `folder` is where relative picture paths start, None where only addresses count.  What had to be left out
    is added to `warnings`.
    """
    reader = _Row(fields, [] if warnings is None else warnings)
    try:
        return reader.product(folder)
    except _Bad as error:
        return RowError(str(error), reader.id, error.field, error.value)


class _Row:
    def __init__(self, fields: Mapping[str, Any], warnings: list[RowWarning]) -> None:
        self._fields = fields
        self._warnings = warnings
        self.id = ""

    def product(self, folder: Path | None) -> Product:
        self.id = self._id()
        title = text.one_line(self._needed("title"))
        if not title:
            raise _Bad("title", "is missing")
        image, more_images = self._pictures(folder)
        price, sale_price, currency = self._prices()
        return Product(
            id=self.id,
            title=self._cut("title", title, text.MAX_TITLE),
            image=image,
            description=self._optional("description", text.plain_text) or "",
            brand=self._optional("brand", text.fact) or "",
            price=price,
            sale_price=sale_price,
            currency=currency,
            url=self._optional("url", page_address) or "",
            sizes=self._sizes(),
            available=self._available(),
            facts=self._facts(),
            group=self._name("group"),
            more_images=more_images,
            gtin=self._optional("gtin", _gtin) or "",
            sku=self._name("sku"),
        )

    def _warn(self, field: str, message: str, value: object = "") -> None:
        self._warnings.append(RowWarning(f"{field} {message}", self.id, field, str(value)[:_SHOWN]))

    def _text(self, field: str) -> str:
        """Raises `ValueError` for what is no text."""
        value = self._fields.get(field)
        return _as_text(value) if value is not None else ""

    def _needed(self, field: str) -> str:
        try:
            value = self._text(field)
        except ValueError as error:
            raise _Bad(field, str(error)) from error
        if not value or (field != "id" and text.is_nothing(value)):
            raise _Bad(field, "is missing", value)
        return value

    def _id(self) -> str:
        product_id = self._needed("id")
        if _ROUNDED.fullmatch(product_id):
            raise _Bad("id", f"{product_id!r} {_EXPORT_AS_TEXT}", product_id)
        if len(product_id) > _MAX_NAME:
            raise _Bad("id", f"is longer than {_MAX_NAME} characters", product_id[:_SHOWN])
        return product_id

    def _optional(self, field: str, read: Callable[[str], T]) -> T | None:
        """The value, or None, with a warning, where it cannot be read."""
        value = self._fields.get(field)
        if value is None:
            return None
        try:
            said = _as_text(value)
            return None if text.is_nothing(said) else read(said)
        except ValueError as error:
            self._warn(field, str(error), value)
            return None

    def _name(self, field: str) -> str:
        return self._cut(field, self._optional(field, str) or "", _MAX_NAME)

    def _cut(self, field: str, value: str, length: int) -> str:
        if len(value) <= length:
            return value
        self._warn(field, f"is longer than {length} characters: the rest is left out")
        return value[:length].rstrip()

    def _pictures(self, folder: Path | None) -> tuple[str, tuple[str, ...]]:
        """The first picture that can be used, and the others."""
        cause = "is missing"
        found: list[str] = []
        for field in ("image", "more_images"):
            for name in self._many(field, pictures):
                try:
                    found.append(_picture(name, folder))
                except ValueError as error:
                    if field == "image":
                        cause = str(error)
                    self._warn(field, str(error), name)
        if not found:
            # What is wrong with the pictures costs the product: said once.
            self._warnings[:] = [one for one in self._warnings if one.field not in {"image", "more_images"}]
            raise _Bad("image", cause, str(self._fields.get("image") or "")[:_SHOWN])
        image, *others = dict.fromkeys(found)
        return image, tuple(others[:MAX_MORE_IMAGES])

    def _many(self, field: str, split: Callable[[str], Iterable[str]]) -> list[str]:
        """A cell with several values, or a list of such."""
        value = self._fields.get(field)
        if value is None:
            return []
        found: list[str] = []
        for one in value if isinstance(value, list | tuple) else (value,):
            try:
                cell = "" if one is None else _as_text(one)
            except ValueError as error:
                self._warn(field, str(error), one)
                continue
            if not text.is_nothing(cell):
                found += split(cell)
        return found

    def _sizes(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for size in self._many("sizes", sizes.read_sizes):
            said = text.one_line(size)
            if len(said) > sizes.LONGEST:
                self._warn("sizes", f"has one longer than {sizes.LONGEST} characters", size)
            elif not text.is_nothing(said):
                found[said] = None
        return tuple(found)

    def _available(self) -> bool:
        value = self._fields.get("available")
        if value is None:
            return True
        if isinstance(value, bool):
            return value
        said = self._optional("available", is_available)
        return True if said is None else said

    def _facts(self) -> dict[str, str]:
        stated = self._fields.get("facts")
        found: dict[str, str] = {}
        if not isinstance(stated, dict):
            return found
        for name, value in stated.items():
            try:
                if said := text.fact(_as_text(value)):
                    found[FACTS.get(name, name)] = said
            except ValueError as error:
                self._warn(str(name), str(error), value)
        return found

    def _prices(self) -> tuple[Decimal | None, Decimal | None, str]:
        currency = self._optional("currency", _currency) or ""
        try:
            price, of_price = self._money("price", currency)
        except ValueError as error:
            raise _Bad("price", str(error), str(self._fields["price"])[:_SHOWN]) from error
        try:
            sale, of_sale = self._money("sale_price", currency)
            if sale is not None and not self._sale_is_on():
                sale = None
            if sale is not None and of_price and of_sale and of_sale != of_price:
                raise ValueError(f"is in {of_sale}, the price in {of_price}")
        except ValueError as error:
            self._warn("sale_price", str(error), self._fields["sale_price"])
            sale, of_sale = None, ""
        if price == 0:
            self._warn("price", "is 0, which is none", 0)
            price = None
        if sale and price is None and not self._fields.get("price"):
            price, sale = sale, None
        if not sale or price is None:
            sale = None
        elif sale >= price:
            if sale > price:
                self._warn("sale_price", f"{sale} is not below the price {price}", sale)
            sale = None
        return price, sale, currency or of_price or of_sale

    def _money(self, field: str, currency: str) -> tuple[Decimal | None, str]:
        """Amount and currency.  Raises `ValueError` with the rest of a sentence."""
        value = self._fields.get(field)
        if value is None:
            return None, ""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            # A number in a JSON file is written with a point; "1.299" there is no thousand.
            if not math.isfinite(value) or value < 0 or value >= HIGHEST:
                raise ValueError(f"{str(value)[:_SHOWN]} is no price")
            return Decimal(str(value)), ""
        written = _as_text(value)
        return (None, "") if text.is_nothing(written) else parse_price(written, currency)

    def _sale_is_on(self) -> bool:
        """Raises `ValueError` with the rest of a sentence where its dates cannot be read."""
        begin, end, both = (self._text(field) for field in ("sale_start", "sale_end", "sale_dates"))
        try:
            if both and not text.is_nothing(both):
                begin, end = span(both)
            return is_running("" if text.is_nothing(begin) else begin, "" if text.is_nothing(end) else end)
        except ValueError as error:
            raise ValueError(f"is left out: {error}") from error


def _as_text(value: object) -> str:
    """Text, or a number as JSON files write ids, as it can be stored.  Raises `ValueError` for anything else."""
    if isinstance(value, str):
        return (value if value.isascii() and value.isprintable() else storable(value)).strip()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    raise ValueError("is not a text")


def _currency(written: str) -> str:
    code = written_code(written)
    if not code:
        raise ValueError(f"{written[:_SHOWN]!r} is not known")
    return code


def _gtin(written: str) -> str:
    digits = re.sub(r"[\s'-]", "", written)
    if _ROUNDED.fullmatch(digits):
        raise ValueError(f"{written[:_SHOWN]!r} {_EXPORT_AS_TEXT}")
    if not re.fullmatch(r"[0-9]{8,14}", digits):
        raise ValueError(f"{written[:_SHOWN]!r} is not 8 to 14 digits")
    return digits


def _picture(name: str, folder: Path | None) -> str:
    """Raises `ValueError` with the rest of a sentence."""
    if folder is None or is_web_address(name) or is_address(name):
        return web_address(name)
    if len(name) > LONGEST or "\n" in name:
        raise ValueError(f"{name[:_SHOWN]!r} is no name of a file")
    return picture_source(name.replace("\\", "/"), folder)
