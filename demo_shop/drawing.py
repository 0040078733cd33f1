"""From a look to a finished picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image

from demo_shop import accessories, bags, boots, bottoms, dresses, headwear, knits, outerwear, shoes, skirts, tops
from demo_shop.lasts import FLOOR
from demo_shop.look import Look
from demo_shop.work import Work, begun, studio

_KINDS: Final[Mapping[str, Callable[[Work], None]]] = {
    "t-shirt": tops.t_shirt,
    "polo shirt": tops.polo_shirt,
    "shirt": tops.shirt,
    "blouse": tops.blouse,
    "tank top": tops.tank_top,
    "sweater": knits.sweater,
    "sweatshirt": knits.sweatshirt,
    "cardigan": knits.cardigan,
    "hoodie": knits.hoodie,
    "jacket": outerwear.jacket,
    "coat": outerwear.coat,
    "blazer": outerwear.blazer,
    "dress": dresses.dress,
    "skirt": skirts.skirt,
    "jeans": bottoms.jeans,
    "trousers": bottoms.trousers,
    "track pants": bottoms.track_pants,
    "leggings": bottoms.leggings,
    "shorts": bottoms.shorts,
    "boots": boots.boots,
    "sneakers": shoes.sneakers,
    "heels": shoes.heels,
    "flats": shoes.flats,
    "sandals": shoes.sandals,
    "casual shoes": shoes.casual_shoes,
    "formal shoes": shoes.formal_shoes,
    "handbag": bags.handbag,
    "clutch": bags.clutch,
    "backpack": bags.backpack,
    "cap": headwear.cap,
    "beanie": headwear.beanie,
    "hat": headwear.hat,
    "scarf": accessories.scarf,
    "gloves": accessories.gloves,
    "belt": accessories.belt,
    "tie": accessories.tie,
    "socks": accessories.socks,
    "sunglasses": accessories.sunglasses,
    "watch": accessories.watch,
}
_STANDING: Final = frozenset({"boots", "sneakers", "heels", "flats", "sandals", "casual shoes", "formal shoes"})


def draw(look: Look, size: int = 640) -> Image.Image:
    """The product as a square RGB picture of `size` pixels; the same look gives the same pixels."""
    work = begun(look, size)
    background = studio(work)
    _KINDS[look.category](work)
    floor = FLOOR if look.category in _STANDING else None
    return work.canvas.finished(background, floor=floor, drop=0.34)
