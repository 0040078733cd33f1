"""From a look to a finished picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image

from catalog.demo import accessories, bags, bottoms, footwear, knits, outerwear, tops
from catalog.demo.look import Look
from catalog.demo.work import Work, begun, studio

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
    "dress": bottoms.dress,
    "skirt": bottoms.skirt,
    "jeans": bottoms.jeans,
    "trousers": bottoms.trousers,
    "track pants": bottoms.track_pants,
    "leggings": bottoms.leggings,
    "shorts": bottoms.shorts,
    "boots": footwear.boots,
    "sneakers": footwear.sneakers,
    "heels": footwear.heels,
    "flats": footwear.flats,
    "sandals": footwear.sandals,
    "casual shoes": footwear.casual_shoes,
    "formal shoes": footwear.formal_shoes,
    "handbag": bags.handbag,
    "clutch": bags.clutch,
    "backpack": bags.backpack,
    "cap": accessories.cap,
    "beanie": accessories.beanie,
    "hat": accessories.hat,
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
    floor = footwear.FLOOR if look.category in _STANDING else None
    return work.canvas.finished(background, floor=floor, drop=0.34)
