"""Buttons that several replies have, and the cards of a list with theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from bot.actions import Action
from bot.i18n.translator import translate
from bot.messages import Button, Card
from bot.replies.cards import also, card, shop_link
from bot.search.explanations import Reason
from catalog.models import Hit, Record

Thumb = Literal["up", "down", ""]


def whats_new() -> Button:
    """The button that leads to the latest products."""
    return Button(translate("button-new"), Action("new"))


def say_button(words: str, label: str) -> Button | None:
    """A button that works as if its words were typed, or None if they do not fit a key."""
    try:
        return Button(label, Action("say", "", words))
    except ValueError:
        return None


def thumbs(turn: str, place: int, thumb: Thumb) -> tuple[Button, ...]:
    """The two buttons that move a search: its turn, and the product's place in it."""
    return tuple(Button(label, action, quiet=True) for action, label in thumb_marks(turn, place, thumb).items())


def thumb_marks(turn: str, place: int, thumb: Thumb) -> dict[Action, str]:
    """Their labels by their actions."""
    return {
        Action("up", turn, place): "👍 ✓" if thumb == "up" else "👍",
        Action("down", turn, place): "👎 ✓" if thumb == "down" else "👎",
    }


def heart_marks(turn: str, shown: Sequence[str], saved: Collection[str]) -> dict[Action, str]:
    """The labels of the buttons that save a turn's products, or give them up."""
    return {Action("heart", turn, place): "♥" if one in saved else "♡" for place, one in enumerate(shown)}


def numbers(count: int, turn: str, *, more: bool) -> tuple[Button, ...]:
    """A list's numbers, each of which opens a product, and the way to its next page."""
    # A single product is shown whole, with its own buttons.
    numbers = [Button(str(place + 1), Action("show", turn, place)) for place in range(count)] if count > 1 else []
    return (*numbers, *([Button(translate("button-more"), Action("more", turn))] if more else []))


def product_buttons(
    record: Record, turn: str, place: int, *, saved: Collection[str] | None, thumbs: Sequence[Button] = ()
) -> tuple[Button, ...]:
    """What every product offers; ♡ only where it is known which products are `saved`."""
    similar = Button(translate("button-similar"), Action("like", turn, place))
    heart = "♥" if saved and record.product.id in saved else "♡"
    hearts = () if saved is None else (Button(heart, Action("heart", turn, place), quiet=True),)
    return (similar, *hearts, *thumbs, *shop_link(record))


def result_cards(
    records: Sequence[Record],
    turn: str,
    saved: Collection[str] | None,
    *,
    hits: Sequence[Hit] = (),
    whys: Sequence[Sequence[Reason]] = (),
    given: Sequence[Thumb] = (),
) -> tuple[Card, ...]:
    """The products of a list; those that were searched for, each with the thumb it was `given`, can be given others."""
    return tuple(
        card(
            record,
            whys[place] if whys else (),
            product_buttons(
                record, turn, place, saved=saved, thumbs=thumbs(turn, place, given[place]) if given else ()
            ),
            also(hits[place]) if hits else "",
        )
        for place, record in enumerate(records)
    )
