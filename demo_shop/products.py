"""The demo shop's products: every line of the assortment in each of its colours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from catalog.models import Product
from demo_shop.assortment import BRANDS, LINES, NAMES, Line
from demo_shop.look import Look
from demo_shop.palette import PALETTE

_FOOTWEAR: Final = frozenset({"boots", "sneakers", "heels", "flats", "sandals", "casual shoes", "formal shoes"})
_SHADED: Final = {
    "light-blue": "blue",
    "royal-blue": "blue",
    "bottle-green": "green",
    "cherry": "red",
    "scarlet": "red",
}
_PATTERN_WORDS: Final = {
    "striped": "{0} and {1} stripes",
    "checked": "{0} and {1} check",
    "dotted": "{0} with {1} dots",
    "floral": "{0} with {1} flowers",
    "printed": "{0} with {1} print",
    "animal print": "{0} leopard print",
    "camouflage": "{0} camouflage",
}
_FIT: Final = {
    "women": "for women",
    "men": "for men",
    "unisex": "for everybody",
}
_CARE: Final = (
    "A favourite that goes with everything.",
    "Made to be worn for years.",
    "Light, comfortable and easy to care for.",
    "A quiet classic with careful details.",
    "For long days and short trips.",
)


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product of the demo shop and what its picture shows."""

    product: Product
    look: Look


@lru_cache(maxsize=1)
def demo_products() -> tuple[DemoProduct, ...]:
    """All products of the demo shop, always the same, ordered by kind; pictures are `pictures/<id>.jpg`."""
    return tuple(_products())


def _products() -> Iterator[DemoProduct]:
    made: Counter[str] = Counter()
    number = 0
    for row, line in enumerate(LINES):
        for spot, words in enumerate(line.colours.split()):
            made[line.category] += 1
            number += 1
            look = _look(line, words, number)
            kind = line.category.replace(" ", "-")
            identity = f"demo-{kind}-{made[line.category]:03d}"
            yield DemoProduct(_product(line, look, words, identity, row, spot, number), look)


def _look(line: Line, words: str, number: int) -> Look:
    first, _, second = words.partition("/")
    colour = _SHADED.get(first, first)
    if colour not in PALETTE:
        raise ValueError(f"{line.noun}: {first!r} is no colour")
    return Look(
        line.category,
        colour,
        line.pattern,
        second,
        line.neckline,
        line.sleeve,
        line.cut,
        seed=number,
        shade=first.replace("-", " ") if first in _SHADED else "",
    )


def _product(line: Line, look: Look, words: str, identity: str, row: int, spot: int, number: int) -> Product:
    first, _, second = words.replace("-", " ").partition("/")
    said = _PATTERN_WORDS.get(line.pattern, "{0}").format(first, second)
    if line.material == "leather" and line.pattern == "plain":
        said += " leather"
    name = NAMES[(number * 7 + row) % len(NAMES)]
    price = Decimal(line.price) + (5 if spot % 4 == 3 else 0)
    sale = (price * Decimal("0.75")).quantize(Decimal("0.01")) if number % 7 == 3 else None
    facts = {"category": line.category, "colour": look.colour, "gender": line.gender}
    traits = {"neckline": line.neckline, "sleeve": line.sleeve, "material": line.material}
    if line.category not in _FOOTWEAR:
        traits["pattern"] = line.pattern
    # Every eleventh product misses its middle sizes and every twenty-third is gone, as in a real shop.
    sizes = line.sizes if number % 11 or len(line.sizes) < 3 else (line.sizes[0], *line.sizes[-2:])
    title = f'{line.noun} "{name}", {said}'
    return Product(
        id=identity,
        title=title,
        image=f"pictures/{identity}.jpg",
        description=f"{line.noun} {_FIT[line.gender]} in {said}. {_CARE[number % len(_CARE)]}",
        brand=BRANDS[(row * 3 + spot // 4) % len(BRANDS)],
        price=price,
        sale_price=sale,
        currency="EUR",
        url=f"https://shop.example/{_slug(title)}",
        sizes=sizes,
        available=number % 23 != 0,
        facts=facts | {trait: value for trait, value in traits.items() if value},
    )


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
