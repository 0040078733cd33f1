"""Telegram's limits hold for any product, question and state of the menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.channels.telegram.sending.formatting import CAPTION_LIMIT, album_caption, card_text, list_text, reply_keyboard
from bot.messages import Button, Reply
from bot.query.brands import NO_BRANDS
from bot.query.editing import FACETS, cleared, dropped, exchanged, marked, ordered, picked, without
from bot.query.model import Query
from bot.query.parsing import parse, query_from_phrases
from bot.replies import filters as filter_replies
from bot.replies.errors import old_button
from bot.replies.results import found_products, nothing_fits, shown_already
from bot.storage.turns import new_key
from catalog.models import FacetCount, Hit, Product, Record, SearchResult, Trait
from tests.telegram_server import parse_html, units
from workers.vocabulary import CATEGORIES, COLOURS

# Markup, quotes, line ends, control characters, emoji of several code points, right-to-left; short and long.
WORDS = st.builds(
    lambda piece, times: piece * times,
    st.sampled_from(
        ["boots ", "<b>", "&amp; ", "\"'", "a\nb", "\x00", "👩‍👩‍👧", "🥾", "\u202e", "سروال ", "—", "", "x:y", "#"]
    ),
    st.sampled_from([1, 1, 4, 30, 900]),
)
VALUES = st.one_of(
    st.sampled_from(["red", "navy", "boots", "38", "L", "-20", "20-49.99", "1500000-", "on sale", "in stock"]),
    WORDS.filter(bool),
)
BANDS = {"-20", "20-49.99", "1500000-"}
PRICES = st.one_of(st.none(), st.decimals(0, 10**7, places=2))
SAID = st.lists(
    st.one_of(
        st.sampled_from([kind.value for kind in CATEGORIES]),
        st.sampled_from([colour.value for colour in COLOURS]),
        st.sampled_from(
            ["without collar", "under €50", "size 36-46", "on sale", "cheapest first", "striped", "not red"]
        ),
        WORDS,
    ),
    max_size=14,
).map(lambda parts: " ".join(parts)[:600])
PRODUCTS = st.builds(
    Product,
    id=st.just("id"),
    title=WORDS,
    image=st.just("i.jpg"),
    description=WORDS,
    brand=WORDS,
    price=PRICES,
    sale_price=PRICES,
    currency=st.sampled_from(["EUR", "", "XYZ", "IDR"]),
    url=st.sampled_from(["", "https://shop.example/a?b=<1>&c", "javascript:1", "http://["]),
    sizes=st.lists(WORDS, max_size=9).map(tuple),
    available=st.booleans(),
)
FACET_COUNTS = st.lists(
    st.builds(FacetCount, VALUES, WORDS, st.integers(1, 10**6)), max_size=12, unique_by=lambda one: one.value
)


def _hit(product: Product) -> Hit:
    traits = {"category": (Trait("boots", 0.9),), "colours": (Trait("red", 0.9),)}
    return Hit(Record(product, np.zeros(2, np.float32), traits, "f" * 64, ""), 1.0, 0.9, ("boots",), ("striped",))


def _choices(reply: Reply) -> Iterable[Button]:
    yield from (*reply.buttons, *reply.chips, *(reply.menu.buttons if reply.menu else ()))
    for card in reply.cards:
        yield from card.buttons


def _within_the_limits(reply: Reply) -> None:
    assert all(choice.url or 1 <= len(choice.key.encode()) <= 64 for choice in _choices(reply))
    single = len(reply.cards) == 1
    captions = [album_caption(number, card) for number, card in enumerate(reply.cards, 1)]
    captions += [card_text(reply, card, CAPTION_LIMIT) for card in reply.cards]
    assert all(units(parse_html(caption)) <= 1024 for caption in captions)
    assert units(parse_html(list_text(reply))) <= 4096
    assert len(reply.cards) <= 10
    markup = reply_keyboard(reply, reply.cards[0].buttons if single else ())
    if markup is not None:
        _keyboard_within_the_limits(markup)


def _keyboard_within_the_limits(markup: InlineKeyboardMarkup) -> None:
    rows = markup.inline_keyboard
    assert sum(map(len, rows)) <= 100
    assert all(1 <= len(row) <= 8 for row in rows)
    for button in (button for row in rows for button in row):
        assert button.text.strip()
        assert units(button.text) <= 64
        assert button.url or 1 <= len(str(button.callback_data).encode()) <= 64


SHAPES: list[Callable[[Query, str, str], Any]] = [
    lambda query, facet, value: (
        picked(query, facet, value, value, currency="EUR") if facet != "price" or value in BANDS else query
    ),
    lambda query, facet, value: dropped(query, facet, next(iter(marked(query, facet)), value)),
    lambda query, facet, value: without(query, next(iter(query.understood), value)),
    lambda query, facet, value: exchanged(query, next(iter(query.understood), ""), value),
    lambda query, facet, value: cleared(query),
    lambda query, facet, value: ordered(query, "price"),
]


# Without shrinking, which is slow: a failing example can be read as it is.
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(
    said=SAID,
    of_photo=st.booleans(),
    products=st.lists(PRODUCTS, max_size=5),
    shaping=st.lists(st.tuples(st.sampled_from(SHAPES), st.sampled_from(FACETS), VALUES), max_size=5),
    counts=st.dictionaries(st.sampled_from(FACETS), FACET_COUNTS),
    facet=st.sampled_from([name for name in FACETS if name != "offer"]),
    page=st.integers(0, 9),
)
def test_no_question_and_no_menu_breaks_telegrams_limits(
    said: str,
    of_photo: bool,
    products: list[Product],
    shaping: list[tuple[Callable[[Query, str, str], Query], str, str]],
    counts: dict[str, list[FacetCount]],
    facet: str,
    page: int,
) -> None:
    """Lists, single products, empty answers, and every menu over them; no key, text or button is odd."""
    query = query_from_phrases(said.split(" ")[:9]) if of_photo else parse(said)
    for shape, name, value in shaping:
        query = shape(query, name, value)
    counts["price"] = [one for one in counts.get("price", []) if one.value in BANDS]
    counts["offer"] = [FacetCount(one, one, 3) for one in ("on sale", "in stock")]
    key, hits = new_key(), tuple(map(_hit, products))
    result = SearchResult(hits, total=99, close=True, matching=9, facets={n: tuple(c) for n, c in counts.items()})
    ways = filter_replies.ways(query, result, key)
    shown = found_products(query, hits, key, more=True, seen=query.understood if of_photo else (), ways=ways)
    states = [
        shown,
        nothing_fits(query, key, ways),
        shown_already(key, new_key()),
        old_button(),
    ]
    menus = [
        filter_replies.all_filters(query, result, key, NO_BRANDS),
        filter_replies.one_filter(query, result, key, facet, page, "EUR", NO_BRANDS),
        filter_replies.orders(query, key),
        *(filter_replies.alternatives_menu(one, counts.get(facet, []), key, page % 3) for one in query.understood[:2]),
    ]
    states += [replace(shown, menu=menu, buttons=ways_out) for menu, ways_out in menus]
    for state in states:
        _within_the_limits(state)
