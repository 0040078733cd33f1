"""Links that open one product: t.me/BOT?start=… in Telegram, #/p/ID or ?product=ID in the web chat."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import re
from typing import Final
from urllib.parse import quote, urlencode

from catalog.catalog import Catalog

_MAX_PAYLOAD: Final = 64
"""What Telegram hands over of a start link, in characters of A-Z, a-z, 0-9, _ and -."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")


def payload_of(product_id: str) -> str:
    """A product's id as a start link can carry it: as it is, in base64, or, where it is too long, by its hash."""
    if _PLAIN.fullmatch(product_id) and len(product_id) <= _MAX_PAYLOAD - 2:
        return f"p_{product_id}"
    encoded = base64.urlsafe_b64encode(product_id.encode()).decode().rstrip("=")
    return f"b_{encoded}" if len(encoded) <= _MAX_PAYLOAD - 2 else f"h_{_digest(product_id)}"


def is_product(payload: str) -> bool:
    """Whether a start link's payload names a product, perhaps one that is not there."""
    return payload[:2] in {"p_", "b_", "h_"}


async def product_of(payload: str, catalog: Catalog) -> str:
    """The product's id that a payload stands for; "" where it can be none.  Raises `CatalogUnavailable`."""
    kind, rest = payload[:2], payload[2:]
    if kind == "b_":
        try:
            return base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4)).decode()
        except (binascii.Error, ValueError):
            return ""
    if kind == "h_":
        ids = await catalog.ids()
        return await asyncio.to_thread(lambda: next((one for one in ids if _digest(one) == rest), ""))
    return rest


def share_address(start_link: str, product_id: str, title: str) -> str:
    """What opens Telegram's own choice of chats to share a product with."""
    link = f"{start_link}{payload_of(product_id)}"
    return f"https://t.me/share/url?{urlencode({'url': link, 'text': title}, quote_via=quote)}"


def _digest(product_id: str) -> str:
    return hashlib.sha256(product_id.encode()).hexdigest()[:32]
