"""What a newcomer reads, help, and languages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from bot.actions import Action
from bot.i18n.languages import NAMES
from bot.i18n.translator import translate
from bot.messages import Button, Reply
from bot.replies.buttons import numbers, result_cards, say_button, whats_new
from catalog.models import Hit

_OWNERS_HELP: Final = ("help-add", "help-remove", "help-sync")


_TRY: Final = ("example-red-boots", "example-summer-dress")


def welcome(shop_name: str, hits: Sequence[Hit], turn: str, saved: Collection[str] | None) -> Reply:
    """The first thing that a newcomer reads."""
    return Reply(
        text=translate("welcome", shop=shop_name or translate("our-shop")),
        cards=result_cards([hit.record for hit in hits], turn, saved, hits=hits),
        buttons=(
            *numbers(len(hits), turn, more=False),
            *(
                button
                for words in map(translate, _TRY)
                if (button := say_button(words, translate("try-example", words=words)))
            ),
        ),
    )


def help_text(*, owner: bool = False) -> Reply:
    """What one can do here, and what an owner can."""
    return Reply("\n".join(map(translate, ("help", *(_OWNERS_HELP if owner else ())))), buttons=(whats_new(),))


def which_language() -> Reply:
    """A button for each language, each in its own words."""
    buttons = tuple(Button(name, Action("lang", "", code)) for code, name in NAMES.items())
    return Reply(translate("language-question"), buttons=buttons)
