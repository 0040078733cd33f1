"""What people read.  Pure but for the present language: hits, products and errors in, `Reply` out.

What only owners read is in `bot.owner`, and the words are in `bot/i18n/locales/*.ftl`.  Channels show a reply's cards
as numbered pictures, so the text does not list them again.
"""

from bot.replies.buttons import (
    Thumb,
    heart,
    heart_choice,
    numbers,
    result_cards,
    say_choice,
    thumb_marks,
    thumbs,
    whats_new,
)
from bot.replies.errors import empty_message, failure, old_button, slow_down, unknown_command
from bot.replies.greetings import forgotten, help_text, language_chosen, welcome, which_language
from bot.replies.product import added, favourites, noted_thumb, one_product, product_gone, saved
from bot.replies.results import (
    browsed,
    empty_catalog,
    found_products,
    newest,
    no_more,
    nothing_close,
    nothing_fits,
    shown_already,
    which_piece,
)

__all__ = [
    "Thumb",
    "added",
    "browsed",
    "empty_catalog",
    "empty_message",
    "failure",
    "favourites",
    "forgotten",
    "found_products",
    "heart",
    "heart_choice",
    "help_text",
    "language_chosen",
    "newest",
    "no_more",
    "noted_thumb",
    "nothing_close",
    "nothing_fits",
    "numbers",
    "old_button",
    "one_product",
    "product_gone",
    "result_cards",
    "saved",
    "say_choice",
    "shown_already",
    "slow_down",
    "thumb_marks",
    "thumbs",
    "unknown_command",
    "welcome",
    "whats_new",
    "which_language",
    "which_piece",
]
