"""Labels and keys of buttons, and the cards of a list with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.i18n.translator import translate
from bot.messages import MAX_KEY_BYTES, Card, Choice
from bot.replies.cards import also, card, shop_link
from bot.search.explanations import Reason
from catalog.models import Hit, Record


def whats_new() -> Choice:
    """The button that leads to the latest products."""
    return Choice("new:", translate("button-new"))


def say_choice(words: str, label: str) -> Choice | None:
    """A button that works as if its words were typed, or None if they do not fit a key."""
    key = f"say:{words}"
    return Choice(key, label) if len(key.encode()) <= MAX_KEY_BYTES else None


Thumb = Literal["up", "down", ""]


def thumbs(position: str, thumb: Thumb) -> tuple[Choice, ...]:
    """The two buttons that move a search; `position` is the search's turn and the product's place in it."""
    return tuple(Choice(key, label, quiet=True) for key, label in thumb_marks(position, thumb).items())


def thumb_marks(position: str, thumb: Thumb) -> dict[str, str]:
    """Their labels by their keys."""
    return {
        f"up:{position}": "👍 ✓" if thumb == "up" else "👍",
        f"down:{position}": "👎 ✓" if thumb == "down" else "👎",
    }


def heart(saved: bool) -> str:
    """The label of the button that saves a product, or gives it up."""
    return "♥" if saved else "♡"


def heart_choice(position: str, *, saved: bool) -> Choice:
    """The button itself; `position` is a turn's key and a place in it."""
    return Choice(f"heart:{position}", heart(saved), quiet=True)


def numbers(count: int, turn: str, *, more: bool) -> tuple[Choice, ...]:
    # A single product is shown whole, with its own buttons.
    numbers = [Choice(f"show:{turn}:{position}", str(position + 1)) for position in range(count)] if count > 1 else []
    return (*numbers, *([Choice(f"more:{turn}", translate("button-more"))] if more else []))


def result_cards(
    records: Sequence[Record], turn: str, hits: Sequence[Hit] = (), whys: Sequence[Sequence[Reason]] = ()
) -> tuple[Card, ...]:
    return tuple(
        card(
            record,
            whys[position] if whys else (),
            (Choice(f"like:{turn}:{position}", translate("button-similar")), *shop_link(record)),
            also(hits[position]) if hits else "",
        )
        for position, record in enumerate(records)
    )
