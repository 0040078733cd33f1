"""How much thumbs help: a simulated shopper asks for a kind of thing, has a colour and one more trait in mind, thumbs
the first page accordingly, and looks at the second.

    python -m benchmarks.thumbs [--data ../shared/data]

Without `--data` the demo shop is asked (colour and pattern in mind); with it, a sample of the labelled catalog whose
labels only the shopper knows: the shop has titles and what the model sees (colour and gender in mind).

A product of the kind with both in mind counts 1, with one of them 0.5.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.app import Shop, open_shop, stock_demo
from bot.cli.evaluation import find_pictures
from bot.query.parsing import parse
from bot.settings import Settings, demo_settings
from catalog.models import Product, Record

PAGE: Final = 5
_FEWEST_WANTED: Final = 2
_SAMPLE: Final = 1500
_KINDS_OF_SAMPLE: Final = 8
_AT_ONCE: Final = 16

Wish = tuple[str, str, str]
"""Kind, colour, and one more trait."""

Truth = Callable[[Record], Wish]


@dataclass
class Shares:
    """Sums over shoppers of a page's mean: `wanted` counts products with everything, `graded` halves too."""

    shoppers: int = 0
    wanted: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    graded: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))

    def tell(self, name: str) -> None:
        """Print the means: page 1, page 2 without thumbs, page 2 with them."""
        for what, sums in (("wanted", self.wanted), ("graded", self.graded)):
            first, without, moved = (sums / self.shoppers).tolist()
            print(  # noqa: T201 - a benchmark talks
                f"{name:16} {self.shoppers:4} shoppers  {what}: page 1 {first:.3f}, "
                f"page 2 without thumbs {without:.3f}, with {moved:.3f}"
            )


def _degree(found: Wish, wish: Wish) -> float:
    return sum(one == other for one, other in zip(found[1:], wish[1:], strict=True)) / 2 if found[0] == wish[0] else 0.0


async def shopping(shop: Shop, wishes: Mapping[Wish, str], truth: Truth) -> dict[str, Shares]:
    """Send a shopper for each wish, who says its words."""
    found = {"liked something": Shares(), "only dislikes": Shares(), "all": Shares()}
    for wish, words in wishes.items():
        answer = await shop.searcher.search(parse(words), limit=PAGE)
        if not answer.result.hits:
            continue
        records = [hit.record for hit in answer.result.hits]
        liked = [one.product.id for one in records if truth(one)[1:] == wish[1:]]
        disliked = [one.product.id for one in records if not set(truth(one)[1:]) & set(wish[1:])]
        out = {one.product.id for hit in answer.result.hits for one in (hit.record, *hit.variants)}
        plain = await shop.searcher.page(answer.query, answer.vector, answer.curve, limit=PAGE, offset=PAGE)
        moved = await shop.searcher.by_taste(
            answer.query, answer.vector, answer.curve, liked=liked, disliked=disliked, limit=PAGE, exclude_ids=out
        )
        pages = [records, [hit.record for hit in plain.hits], [hit.record for hit in moved.hits]]
        degrees = [[_degree(truth(one), wish) for one in page] for page in pages]
        for name in ("liked something" if liked else "only dislikes", "all"):
            found[name].shoppers += 1
            found[name].graded += [sum(page) / PAGE for page in degrees]
            found[name].wanted += [sum(degree == 1.0 for degree in page) / PAGE for page in degrees]
    return found


@asynccontextmanager
async def demo_shop(folder: Path) -> AsyncIterator[tuple[Shop, Truth, list[Record]]]:
    """The drawn shop; what it states is what the shopper looks at."""
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": folder}}))
    async with open_shop(settings) as shop:
        await stock_demo(shop, settings.catalog.data_dir, lambda *_: None)

        def truth(record: Record) -> Wish:
            facts = record.product.facts
            return facts.get("category", ""), facts.get("colour", ""), facts.get("pattern", "")

        yield shop, truth, await shop.catalog.list(10_000)


@asynccontextmanager
async def labelled_shop(folder: Path, data: Path) -> AsyncIterator[tuple[Shop, Truth, list[Record]]]:
    """A sample of the labelled catalog's largest kinds; the labels stay with the shopper."""
    with (data / "catalog" / "products.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds = {kind for kind, _ in Counter(row["articleType"] for row in rows).most_common(_KINDS_OF_SAMPLE)}
    rows = random.Random(3).sample([row for row in rows if row["articleType"] in kinds], _SAMPLE)
    labels = {row["id"]: (row["articleType"], row["baseColour"], row["gender"]) for row in rows}
    pictures = find_pictures([data / "catalog" / name for name in ("images_224.zip", "images_60x80.zip")])
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": folder}}))
    async with open_shop(settings) as shop:
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            await asyncio.gather(
                *(shop.ingest.add(Product(row["id"], row["title"], row["id"]), pictures[row["id"]]()) for row in some)
            )
        yield shop, lambda record: labels[record.product.id], await shop.catalog.list(10_000)


async def measure(data: Path | None) -> None:
    """Print the shares."""
    with tempfile.TemporaryDirectory() as folder:
        opened = labelled_shop(Path(folder), data) if data else demo_shop(Path(folder))
        async with opened as (shop, truth, records):
            there = Counter(map(truth, records))
            wishes = {wish: wish[0].lower() for wish, n in there.items() if all(wish) and n >= _FEWEST_WANTED}
            for name, shares in (await shopping(shop, wishes, truth)).items():
                if shares.shoppers:
                    shares.tell(name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    asyncio.run(measure(parser.parse_args().data))
