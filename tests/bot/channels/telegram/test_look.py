"""How lines and keyboards look on a phone."""

from __future__ import annotations

from typing import Final

import pytest

from bot.channels.telegram.sending.formatting import album_caption, keyboard, list_text
from bot.i18n.translator import using_language
from bot.messages import Card, Reply
from tests.bot.stock import offered

SHORT_ONES: Final = ["\u2068قميص\u2069", "ج\u064fب\u0651ة", "हिन्दी", "\u2068بوت\u2069"]
"""Of more characters than are seen beside each other."""


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (
            ["Similar to this", "♡", "👍", "👎", "Shop", "Share", "Something wrong here?", "Remove"],
            [["Similar to this"], ["♡", "👍", "👎", "Shop"], ["Share"], ["Something wrong here?"], ["Remove"]],
        ),
        (["Ähnliche", "♡", "Zum Shop"], [["Ähnliche", "♡", "Zum Shop"]]),
        (["red (12)", "navy (2)", "animal print (1)"], [["red (12)", "navy (2)"], ["animal print (1)"]]),
        (["✓ 1", "✗ 1", "✓ 2", "✗ 2", "✓ 3", "✗ 3"], [["✓ 1", "✗ 1", "✓ 2", "✗ 2"], ["✓ 3", "✗ 3"]]),
        (["1", "2", "3", "More", "Filter", "Sort"], [["1", "2", "3"], ["More", "Filter", "Sort"]]),
        (
            ["\u2068قميص\u2069", "ج\u064fب\u0651ة", "हिन्दी", "\u2068بوت\u2069"],
            [["\u2068قميص\u2069", "ج\u064fب\u0651ة", "हिन्दी", "\u2068بوت\u2069"]],
        ),
        (["👍"] * 7, [["👍"] * 3, ["👍"] * 4]),
    ],
)
def test_labels_have_room_and_signs_stay_together(labels: list[str], rows: list[list[str]]) -> None:
    """All buttons of a row are equally wide, so that a long label leaves no room for others to be read."""
    markup = keyboard(offered(f"show:t:{number}", label) for number, label in enumerate(labels))
    assert markup is not None
    assert [[button.text for button in row] for row in markup.inline_keyboard] == rows


def test_titles_in_other_letters_do_not_turn_an_arabic_line_round() -> None:
    """The line runs from the right, and title, price and reasons each keep their own direction and place."""
    card = Card("b1", "Ankle boot", "", price="79 €", why=("بوت", "أحمر"))
    with using_language("ar"):
        reply = Reply("", (card, card), language="ar")
        assert album_caption(1, card) == "\u200f1 · \u2068Ankle boot\u2069 — \u206879 €\u2069\n<i>بوت، أحمر</i>"
    assert (
        list_text(reply).split("\n")[1] == "\u200f2 · \u2068Ankle boot\u2069 — \u206879 €\u2069 · \u2068بوت، أحمر\u2069"
    )
