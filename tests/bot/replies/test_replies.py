"""What people read: short, factual, with prices as they are written there, and always a next step."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pytest

from bot.errors import ConversationsUnavailable
from bot.i18n.money import price_text
from bot.owner import replies as owner_replies
from bot.query.parsing import parse
from bot.replies.buttons import say_button
from bot.replies.errors import empty_message, failure, old_button
from bot.replies.greetings import help_text, welcome
from bot.replies.product import one_product, product_gone
from bot.replies.results import found_products, nothing_close, nothing_fits
from bot.search.explanations import Reason
from catalog.errors import CatalogUnavailable
from catalog.models import CatalogStats, Hit, Product, Record, Trait
from tests.bot.stock import offered, product
from workers.errors import (
    DeadlineExceeded,
    EngineBusy,
    EngineClosed,
    HeicPicture,
    PictureTooLarge,
    UnreadablePicture,
    WorkerCrashed,
)

VECTOR = np.array([1.0, 0.0], dtype=np.float32)


def _record(item: Product, **traits: str) -> Record:
    stated: Mapping[str, tuple[Trait, ...]] = {name: (Trait(value, 0.9),) for name, value in traits.items()}
    return Record(item, VECTOR, stated, "f" * 64, "")


def _hit(item: Product, why: tuple[str, ...] = (), differs: tuple[str, ...] = ()) -> Hit:
    return Hit(_record(item, category="boots"), 1.0, 0.9, why, differs)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("79", "EUR", "€79.00"),
        ("1299.9", "USD", "$1,299.90"),
        ("5.5", "gbp", "£5.50"),
        ("79", "PLN", "PLN\u00a079.00"),
        ("79", "", "79.00"),
        (None, "EUR", ""),
    ],
)
def test_prices_are_written_as_people_write_them(amount: str | None, currency: str, text: str) -> None:
    """The three common symbols go before the number, so do codes, at a distance."""
    assert price_text(Decimal(amount) if amount else None, currency) == text


def test_results_are_cards_with_numbers_to_tap() -> None:
    """Each hit is a card with its own buttons; the answer has a number for each, then More."""
    hits = [_hit(product("1", "Boot")), _hit(product("2", "Shoe", "95", sale_price=Decimal(69)))]
    whys = [(Reason("has", ("red",)),), ()]
    reply = found_products(parse("red boots"), hits, "turn", more=True, whys=whys)
    assert reply.understood == ("red", "boots")
    assert [choice.label for choice in reply.buttons] == ["1", "2", "More"]
    assert [choice.key for choice in reply.buttons] == ["show:turn:0", "show:turn:1", "more:turn"]
    assert (reply.cards[0].price, reply.cards[0].was, reply.cards[0].why) == ("€20.00", "", ("red",))
    assert (reply.cards[1].price, reply.cards[1].was) == ("€69.00", "€95.00")
    assert reply.cards[0].buttons[0] == offered("like:turn:0", "Similar to this")
    assert [choice.key for choice in reply.cards[0].buttons[1:3]] == ["up:turn:0", "down:turn:0"]
    assert reply.cards[0].buttons[3].url == "https://shop.example/1"


def test_a_single_result_has_no_number() -> None:
    """Its card shows everything already."""
    assert found_products(parse("boots"), [_hit(product("1", "Boot"))], "t", more=False).buttons == ()


def test_what_is_missing_in_the_first_hit_is_said() -> None:
    """An honest answer names the difference."""
    hits = [_hit(product("1", "Boot"), differs=("striped",)), _hit(product("2", "Boot"))]
    assert found_products(parse("striped boots"), hits, "t", more=False).text == "The first one is not: striped."


def test_what_is_missing_is_said_in_the_shoppers_words() -> None:
    """A "collar" stays a collar."""
    hits = [_hit(product("1", "Tee"), differs=("polo collar",))]
    reply = found_products(parse("t-shirt with collar"), hits, "t", more=False)
    assert reply.text == "Nothing has it all; the closest is not: collar."


def test_a_photos_attributes_are_said_in_the_text() -> None:
    """For a photo, what was recognised stands in place of the chips."""
    reply = found_products(parse("shirt"), [_hit(product("1", "Shirt"))], "t", more=False, seen=("shirt", "navy"))
    assert reply.text == "Looks like: shirt, navy"
    assert reply.understood == ()


def test_a_product_is_shown_whole() -> None:
    """Description, attributes, sizes, reasons and the way to the shop."""
    record = _record(product("1", "Boot", description="Soft.", sizes=("38",)), category="boots", colours="red")
    reply = one_product(record, "t", because=(Reason("has", ("red",)),), removable=True)
    assert reply.text == "Soft."
    assert (reply.cards[0].attributes, reply.cards[0].sizes, reply.cards[0].why) == (
        ("boots", "red"),
        ("38",),
        ("red",),
    )
    assert [choice.label for choice in reply.cards[0].buttons] == [
        "Similar to this",
        "Shop",
        "Something wrong here?",
        "Remove",
    ]


def test_a_long_description_is_cut_at_a_word() -> None:
    """A card stays readable."""
    text = one_product(_record(product("1", "Boot", description="word " * 500)), "t").text
    assert len(text) < 620
    assert text.endswith("word …")


def test_unsure_guesses_are_not_shown() -> None:
    """A card says what is rather sure, and at most two colours."""
    traits = {
        "category": (Trait("boots", 0.3),),
        "colours": (Trait("red", 0.9), Trait("black", 0.8), Trait("white", 0.7)),
    }
    record = Record(product("1", "Boot"), VECTOR, traits, "f" * 64, "")
    assert one_product(record, "t").cards[0].attributes == ("red", "black")


ERRORS = [
    (UnreadablePicture("bad"), "JPEG, PNG, WebP and GIF up to 20 MB", False),
    (HeicPicture("bad"), "as a photo, not as a file", False),
    (PictureTooLarge("bad"), "send a smaller one", False),
    (EngineBusy(retry_after_s=9.2), "in about 10 seconds", True),
    (EngineBusy(retry_after_s=0.2), "in about 1 second,", True),
    (DeadlineExceeded("late"), "longer than I can wait", True),
    (WorkerCrashed("dead"), "another photo", False),
    (EngineClosed("closed"), "restarting", True),
    (CatalogUnavailable("disk full"), "Something went wrong", True),
    (ValueError("secret detail"), "Something went wrong", True),
]


@pytest.mark.parametrize(("error", "said", "again"), ERRORS, ids=lambda value: type(value).__name__)
def test_failures_say_what_to_do_next(error: Exception, said: str, again: bool) -> None:
    """A shopper reads a next step, never the cause; trying again is offered where it may help."""
    reply = failure(error, offered("say:red boots", "Try again"))
    assert said in reply.text
    assert str(error) not in reply.text
    assert bool(reply.buttons) == again


def test_an_owner_reads_the_cause() -> None:
    """Documented errors are told in full, others by name alone, since their text may hold anything."""
    assert "disk full" in failure(CatalogUnavailable("disk full"), cause=True).text
    assert "c.db" in failure(ConversationsUnavailable("c.db is damaged."), cause=True).text
    unexpected = failure(ValueError("secret detail"), cause=True).text
    assert "ValueError" in unexpected
    assert "secret detail" not in unexpected


def test_every_plain_reply_has_words() -> None:
    """Nobody is left with an empty message."""
    plain = (
        nothing_close(),
        nothing_fits(parse("boots under 1"), "turn"),
        empty_message(),
        old_button(),
        product_gone(),
        help_text(),
        owner_replies.how_to_add(),
        welcome("Shoplens", (), "", None),
    )
    assert all(reply.text.strip() for reply in plain)
    assert not any("sorry" in reply.text.lower() for reply in plain)


def test_words_too_long_for_a_key_get_no_button() -> None:
    """Keys are at most 64 bytes."""
    assert say_button("é" * 30, "Try again") is not None
    assert say_button("é" * 31, "Try again") is None


def test_statistics_count_products_and_today() -> None:
    """The owner sees the shop and the day at a glance."""
    stats = CatalogStats(
        products=10,
        searchable=8,
        needs_encoding=2,
        out_of_stock=1,
        without_price=0,
        categories={},
        fingerprint="f",
        dim=2,
    )
    text = owner_replies.statistics(stats, {"searches": 5, "photos": 2}).text
    assert "10 products, 1 of them sold out" in text
    assert "2 were encoded by another model" in text
    assert "5 searches, 2 of them with a photo, 0 found nothing close" in text
