"""Why a product was found: short, honest, the most striking difference first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from bot.query.model import Query
from bot.query.parsing import parse, query_from_phrases
from bot.replies.cards import why
from bot.search.explanations import reasons
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from catalog.models import Product, Record, Trait, Traits
from tests.bot.stock import assistant_of, message, picture
from tests.fakes import FakeEngine
from workers.jobs import Guess

VECTOR = np.array([1.0, 0.0], dtype=np.float32)
SOME_WHITE = Trait("white", 0.9, share=0.3)


def _seen(**traits: str | tuple[str, float]) -> dict[str, tuple[Trait, ...]]:
    """What was seen in a picture, surely unless a confidence is given."""
    pairs = {name: (value, 0.9) if isinstance(value, str) else value for name, value in traits.items()}
    return {name: (Trait(value, confidence),) for name, (value, confidence) in pairs.items()}


def _stated(value: str, *guessed: str) -> tuple[Trait, ...]:
    return (Trait(value, 1.0, stated=True), *(Trait(guess, 0.99) for guess in guessed))


def _record(traits: Traits, price: str = "20") -> Record:
    item = Product("p", "A product", "p.jpg", price=Decimal(price), currency="EUR")
    return Record(item, VECTOR, traits, "", "")


def _said(query: Query, found: Record, seen: Traits | None = None, beside: Product | None = None) -> str:
    return ", ".join(why(reasons(query, found, seen, beside), found.product.currency))


UNSURE = {"sleeve": (Trait("long sleeves", 0.4),)}
PHOTO = _seen(category="shirt", colours="blue", pattern="striped", neckline="shirt collar") | UNSURE


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (PHOTO, "same colour, pattern and neckline"),
        (PHOTO | _seen(colours="navy"), "same pattern and neckline, darker blue"),
        (PHOTO | _seen(colours="green"), "same pattern and neckline, green instead of blue"),
        (PHOTO | _seen(pattern="plain"), "same colour and neckline, plain instead of striped"),
        (
            PHOTO | _seen(category="dress", colours="red", pattern="plain"),
            "same neckline, dress instead of shirt",
        ),
        (_seen(category="shirt"), ""),
        (PHOTO | _seen(pattern=("plain", 0.5)), "same colour and neckline"),
        (PHOTO | _seen(sleeve="short sleeves"), "same colour, pattern and neckline"),
        (PHOTO | {"pattern": _stated("plain", "striped")}, "same colour and neckline, plain instead of striped"),
        (PHOTO | {"colours": (Trait("blue", 0.9, share=0.3), SOME_WHITE)}, "same colour, pattern and neckline"),
        (PHOTO | {"colours": (SOME_WHITE,)}, "same pattern and neckline"),
    ],
)
def test_beside_a_photo(found: Traits, said: str) -> None:
    """What is not sure on either side is not spoken of, and what is stated outranks what is seen."""
    query = query_from_phrases(["shirt", "blue", "striped", "shirt collar"])
    assert _said(query, _record(found), PHOTO) == said


@pytest.mark.parametrize(
    ("words", "found", "said"),
    [
        ("red boots", _seen(category="boots", colours="red"), "red, boots"),
        ("red boots", _seen(category="boots", colours="maroon"), "boots, darker red"),
        ("striped shirt", _seen(category="shirt", pattern="plain"), "shirt, plain instead of striped"),
        ("striped shirt", _seen(category="shirt"), "shirt"),
        ("blue tee with collar", _seen(category="polo shirt", neckline="polo collar"), "polo shirt, polo collar"),
        ("party dress", _seen(category="dress", style="casual"), "dress"),
        ("blue shirt", _seen(category="dress", colours="red"), "dress instead of shirt, red instead of blue"),
        ("navy shirt", _seen(category="shirt", colours="blue"), "shirt, lighter blue"),
        ("black shirt", _seen(category="shirt", colours="grey"), "shirt, grey instead of black"),
        ("anything", _seen(category="shirt"), ""),
    ],
)  # fmt: skip
def test_beside_words(words: str, found: Traits, said: str) -> None:
    """What was asked for is named where it is there, and what is there instead where it is not."""
    assert _said(parse(words), _record(found)) == said


def test_a_photo_changed_by_words() -> None:
    """The photo's traits are "the same", those from the words are named."""
    query = query_from_phrases(["shirt", "green", "striped"])
    assert _said(query, _record(PHOTO | _seen(colours="green")), PHOTO) == "same pattern and neckline, green"


def test_beside_a_product_the_price_counts() -> None:
    """Dearer and cheaper ones are named with the difference, small change is not."""
    query = query_from_phrases(["boots"])
    boots = _seen(category="boots")
    shown = _record(boots, "79").product
    for price, said in (("91", "€12 more"), ("69.50", "€9.50 less"), ("80", ""), ("79", "")):
        assert _said(query, _record(boots, price), boots, shown) == said


def test_over_the_limit_is_said() -> None:
    """An article number is found whatever it costs."""
    assert _said(parse("boots under 30"), _record(_seen(category="boots"), "42")) == "boots, €12 over"


async def test_cards_say_why_on_every_page_and_after_a_restart(
    engine: FakeEngine, catalog: Catalog, tmp_path: Path
) -> None:
    """What was seen in the photo is kept with the answer, the photo is not; a product is compared by price too."""
    photo = picture("red", 80)
    engine.sees(photo, {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.9, 1.0),)})
    async with Conversations(tmp_path / "turns.db") as conversations:
        assistant = assistant_of(engine, catalog, conversations)
        first = await assistant.handle(message("", photo))
        assert first.cards[0].why == ("same colour",)
        similar = await assistant.handle(message(choice=first.cards[0].buttons[0].key))
    async with Conversations(tmp_path / "turns.db") as conversations:
        assistant = assistant_of(engine, catalog, conversations)
        opened = await assistant.handle(message(choice=similar.buttons[0].key))
        more = await assistant.handle(message(choice=next(one.key for one in first.buttons if one.label == "More")))
    assert "black instead of red" in {phrase for card in first.cards for phrase in card.why}
    assert {"same colour", "€10 less"} & set(similar.cards[0].why)
    assert opened.cards[0].why == similar.cards[0].why
    assert any("instead of boots" in phrase for card in more.cards for phrase in card.why)
