"""What an owner writes under a photo to add a product: title, price and link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from bot.query.prices import parse_money

_PARTED: Final = re.compile("[;؛]")


@dataclass(frozen=True, slots=True)
class Caption:
    """What an owner wrote under a photo.  `currency` is "" where none is named."""

    title: str
    price: Decimal | None = None
    currency: str = ""
    url: str = ""


def is_caption(words: str) -> bool:
    """Whether words under a photo describe a product to add."""
    return bool(_PARTED.search(words))


def read_caption(words: str) -> Caption:
    """Title, price and link in any order, parted by ";" in any script: the first other part is the title."""
    title, url = "", ""
    price: tuple[Decimal, str] | None = None
    for part in (part.strip() for part in re.split(rf"{_PARTED.pattern}|\n", words)):
        if not url and _is_link(part):
            url = part
        elif price is None and (money := parse_money(part)):
            price = money
        elif part and not title:
            title = part
    return Caption(title, price[0] if price else None, price[1] if price else "", url)


def _is_link(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.netloc) and " " not in text
