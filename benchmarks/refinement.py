"""How well words change a question: "like this but green" after a product or a photo of the demo shop.

    python -m benchmarks.refinement [--products 20] [--folder DIR]

Each of the products, drawn at random from kinds of several colours, is opened by its link, or its picture is sent as
a photo, and then asked for in every colour of the vocabulary in which the shop has the kind.  Of the first five
pieces (fewer where the shop has fewer of that kind and colour) it is counted how many are of the kind and how many
have the colour, by what the shop states; each question counts as much as another.  The other rows ask in the same way
for every other sleeve, pattern, neckline and gender in which the shop has the kind, for a limit and for a size.  Where
a photo is taken for several pieces, the whole picture is meant.

Ends with 1 where in a row after a product fewer than 95 % are of the kind, or fewer than 90 % have what was asked for.
With a photo the kind can only be kept as well as it is recognised.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from bot.app import Shop, open_shop, stock_demo
from bot.messages import IncomingMessage
from bot.query.extraction import read
from bot.replies.links import payload_of
from bot.serving import build_assistant
from bot.settings import Settings, demo_settings
from bot.storage.conversations import Conversations
from bot.storage.erasure import PersonalData
from catalog.models import Product, Record
from workers.vocabulary import COLOUR_BY_VALUE, NECKLINE_GROUPS

PLACES: Final = 5
KIND_FROM: Final = 0.95
CHANGE_FROM: Final = 0.90
_FEWEST_COLOURS: Final = 3
_LIMIT: Final = Decimal(50)
_MISSES_SHOWN: Final = 12
_SAY: Final = {"sleeve": "same with {}", "pattern": "same but {}", "neckline": "same with {}", "gender": "same for {}"}
"""How another value of a fact is asked for."""

_COLLARS: Final = NECKLINE_GROUPS["collar"]

Fits = Callable[[Product], bool]


@dataclass(frozen=True, slots=True)
class Question:
    """Words after a product, and what of the answer they are to change."""

    start: Record
    words: str
    fits: Fits
    places: int


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the places that are of the kind, and that have what was asked for."""

    question: Question
    kind: float
    change: float


def kind_of(product: Product) -> str:
    """What the shop says it is."""
    return product.facts["category"]


def colour_questions(records: list[Record], starts: list[Record], say: str = "like this but {}") -> Iterator[Question]:
    """Every product in every other colour that its kind comes in."""
    there = Counter((kind_of(one.product), one.product.facts["colour"]) for one in records)
    for start in starts:
        for colour in COLOUR_BY_VALUE:
            many = there[kind_of(start.product), colour]
            if many and colour != start.product.facts["colour"]:
                yield Question(start, say.format(colour), _has("colour", colour), min(PLACES, many))


def other_questions(records: list[Record], starts: list[Record]) -> dict[str, list[Question]]:
    """Another sleeve, pattern, neckline and gender, a collar, a limit, and a size, for the products that have one."""
    rows: dict[str, list[Question]] = {}

    def ask(start: Record, row: str, words: str, fits: Fits) -> None:
        kind = kind_of(start.product)
        if many := sum(kind_of(one.product) == kind and fits(one.product) for one in records):
            rows.setdefault(row, []).append(Question(start, words, fits, min(PLACES, many)))

    cheap, under = _costs_at_most(_LIMIT), f"under {_LIMIT}"
    values = {fact: sorted({one.product.facts.get(fact, "") for one in records} - {""}) for fact in _SAY}
    for start in starts:
        ask(start, under, under, cheap)
        for fact, say in _SAY.items():
            own = start.product.facts.get(fact)
            for value in [one for one in values[fact] if own and one != own]:
                has = _has(fact, value)
                ask(start, say.format(f"<{fact}>"), say.format(value), has)
                if fact == "sleeve":
                    both = partial(_both, has, cheap)
                    ask(start, f"{say.format(f'<{fact}>')}, {under}", f"{say.format(value)}, {under}", both)
        if start.product.facts.get("neckline") not in (None, *_COLLARS):
            ask(start, "same with a collar", "same with a collar", _is_collared)
        # "One size" is no size that anybody asks for.
        for size in [one for one in start.product.sizes if read(f"in size {one}").parts][:1]:
            ask(start, "in size <its own>", f"in size {size}", _comes_in(size))
    return rows


def _has(fact: str, value: str) -> Fits:
    return lambda product: product.facts.get(fact) == value


def _is_collared(product: Product) -> bool:
    return product.facts.get("neckline") in _COLLARS


def _both(one: Fits, other: Fits, product: Product) -> bool:
    return one(product) and other(product)


def _comes_in(size: str) -> Fits:
    return lambda product: size in product.sizes


def _costs_at_most(limit: Decimal) -> Fits:
    return lambda product: product.current_price is not None and product.current_price <= limit


class Asker:
    """Talks to the assistant as people do, each question in a conversation of its own."""

    def __init__(self, shop: Shop, conversations: Conversations) -> None:
        self._shop = shop
        self._assistant = build_assistant(
            *(shop.engine, shop.catalog, shop.searcher, conversations),
            personal_data=PersonalData(conversations),
            favourites=None,
            admin=None,
            correction_review=None,
            shop_name="",
        )
        self._asked = 0

    async def after_product(self, question: Question) -> Score:
        """The product is opened and the words follow."""
        say = self._say()
        await self._assistant.handle(replace(say, text=f"/start {payload_of(question.start.product.id)}"))
        return await self._score(question, replace(say, text=question.words))

    async def with_photo(self, question: Question) -> Score:
        """The product's picture is sent with the words."""
        path = self._shop.catalog.picture_path(question.start.picture)
        if path is None:
            raise FileNotFoundError(question.start.picture)
        return await self._score(question, replace(self._say(), text=question.words, photos=(path.read_bytes(),)))

    def _say(self) -> IncomingMessage:
        self._asked += 1
        return IncomingMessage("benchmark", str(self._asked), "someone", "m")

    async def _score(self, question: Question, message: IncomingMessage) -> Score:
        reply = await self._assistant.handle(message)
        if whole := next(
            (
                one.action
                for one in reply.buttons
                if one.action is not None and one.action.verb == "piece" and one.action.arguments == ("all",)
            ),
            None,
        ):
            reply = await self._assistant.handle(replace(message, text="", photos=(), action=whole))
        shown = [(await self._shop.catalog.get(card.product_id)).product for card in reply.cards[: question.places]]
        kind = kind_of(question.start.product)
        return Score(
            question,
            sum(kind_of(one) == kind for one in shown) / question.places,
            sum(map(question.fits, shown)) / question.places,
        )


def tell(name: str, scores: list[Score]) -> tuple[float, float]:
    """Print a row; the means."""
    kind = sum(one.kind for one in scores) / len(scores)
    change = sum(one.change for one in scores) / len(scores)
    print(f"{name:48} {len(scores):5}   {kind:6.1%}   {change:6.1%}")  # noqa: T201 - a benchmark talks
    return kind, change


def tell_misses(scores: list[Score]) -> None:
    """Print the questions that went worst."""
    worst = sorted(scores, key=lambda one: one.kind + one.change)[:_MISSES_SHOWN]
    for one in worst:
        if one.kind + one.change < 2:
            start = one.question.start.product
            print(f"    {start.title}: {one.question.words!r}, kind {one.kind:.0%}, change {one.change:.0%}")  # noqa: T201 - a benchmark talks


@asynccontextmanager
async def demo_shop(folder: Path) -> AsyncIterator[tuple[Shop, Asker, list[Record]]]:
    """The drawn shop with an assistant."""
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": folder}}))
    async with open_shop(settings) as shop, Conversations(folder / "refinement.db") as conversations:
        await stock_demo(shop, settings.catalog.data_dir, lambda *_: None)
        yield shop, Asker(shop, conversations), await shop.catalog.list(10_000)


def drawn(records: list[Record], many: int, seed: int = 7) -> list[Record]:
    """Products of kinds that come in several colours, always the same."""
    colours: dict[str, set[str]] = {}
    for one in records:
        colours.setdefault(kind_of(one.product), set()).add(one.product.facts["colour"])
    able = [one for one in records if len(colours[kind_of(one.product)]) >= _FEWEST_COLOURS]
    able.sort(key=lambda one: one.product.id)
    return random.Random(seed).sample(able, min(many, len(able)))


async def measure(folder: Path, products: int) -> bool:
    """Print the table; whether, after a product, kinds are kept and changes made as often as they should be."""
    async with demo_shop(folder) as (_, asker, records):
        starts = drawn(records, products)
        print(f"{'':48} asked     kind   change")  # noqa: T201 - a benchmark talks
        good: list[bool] = []
        for name, ask in (("after a product", asker.after_product), ("with a photo", asker.with_photo)):
            rows = {
                say.format("<colour>"): list(colour_questions(records, starts, say))
                for say in ("like this but {}", "in {}")
            }
            for words, questions in (rows | other_questions(records, starts)).items():
                scores = [await ask(question) for question in questions]
                kind, change = tell(f"{name}: {words}", scores)
                tell_misses(scores)
                if ask == asker.after_product:
                    good.append(kind >= KIND_FROM and change >= CHANGE_FROM)
    return all(good)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="a data folder to keep; without it the shop is drawn anew")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        sys.exit(0 if asyncio.run(measure(given.folder or Path(fresh), given.products)) else 1)
