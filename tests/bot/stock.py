"""A small real shop for tests of the conversation: plain pictures, real catalog, an engine that can be foreseen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from PIL import Image

from bot.actions import decode, encode
from bot.chat.assistant import ShopAssistant
from bot.messages import Button, IncomingMessage
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.search.describer import ProductDescriber
from bot.search.searcher import Searcher
from bot.serving import build_assistant
from bot.storage.conversations import Conversations
from bot.storage.erasure import PersonalData
from bot.storage.favourites import FavouriteStore
from catalog.catalog import Catalog
from catalog.models import Product, Record
from workers.engine.base import Engine

PAINTS = {"red": (200, 40, 45), "blue": (40, 90, 180), "green": (40, 130, 60), "black": (22, 22, 24)}


def picture(colour: str, side: int = 64) -> bytes:
    """A JPEG of one colour; another `side` makes another file of it."""
    out = BytesIO()
    Image.new("RGB", (side, side), PAINTS[colour]).save(out, "JPEG", quality=95)
    return out.getvalue()


def product(product_id: str, title: str, price: str = "20.00", **more: object) -> Product:
    """A product in euros."""
    fields: dict[str, object] = {
        "id": product_id,
        "title": title,
        "image": f"{product_id}.jpg",
        "price": Decimal(price),
        "currency": "EUR",
        "url": f"https://shop.example/{product_id}",
    }
    return Product(**(fields | more))  # type: ignore[arg-type]  # keyword arguments of a test, checked by running it


STOCK = (
    (product("b1", 'Ankle boot "Nora", red leather', "79.00", sizes=("38", "39")), "red"),
    (product("b2", 'Chelsea boot "Brick" in red', "95.00", sale_price=Decimal("69.00")), "red"),
    (product("b3", 'Ankle boot "Coal", black', "59.00"), "black"),
    (product("b4", 'Rain boot "Puddle", cherry', "35.00", available=False), "red"),
    (product("t1", 'Blue crew neck t-shirt "Sky"', "15.00"), "blue"),
    (product("t2", 'Blue polo shirt "Club"', "25.00", description="Piqué, with a soft collar."), "blue"),
    (product("t3", 'Blue striped v-neck t-shirt "Sail"', "18.00"), "blue"),
    (product("d1", 'Green dress "Ivy"', "59.00"), "green"),
)


def assistant_of(
    engine: Engine,
    catalog: Catalog,
    conversations: Conversations,
    admin: Admin | None = None,
    shop_name: str = "",
    personal_data: PersonalData | None = None,
    favourites: FavouriteStore | None = None,
    correction_review: CorrectionReview | None = None,
) -> ShopAssistant:
    """An assistant with as much of a shop as a test has."""
    return build_assistant(
        *(engine, catalog, Searcher(engine, catalog), conversations),
        personal_data=personal_data or PersonalData(conversations),
        favourites=favourites,
        admin=admin,
        correction_review=correction_review,
        shop_name=shop_name,
    )


async def stock(catalog: Catalog, engine: Engine, items: Sequence[tuple[Product, str]] = STOCK) -> None:
    """Bring products in; the last one is the newest."""
    describe = ProductDescriber(engine)
    for item, colour in items:
        described = await describe(item, picture(colour))
        key = hashlib.sha256(described.preview).hexdigest()
        record = Record(item, described.vector, described.traits, key, content_hash=item.id)
        await catalog.upsert([record], {key: described.preview})


def message(
    text: str = "", *photos: bytes, choice: str = "", user: str = "7", conversation: str = "c1", channel: str = "web"
) -> IncomingMessage:
    """Something that a person sent."""
    return IncomingMessage(
        channel, conversation, user, "m1", text=text, photos=photos, action=decode(choice) if choice else None
    )


def offered(key: str, label: str, *, quiet: bool = False) -> Button:
    """A button that was offered with this key."""
    return Button(label, decode(key), quiet=quiet)


def tapped(message: IncomingMessage) -> str:
    """The key of the button that was tapped, if it was a tap."""
    return encode(message.action) if message.action is not None else ""
