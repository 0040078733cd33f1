"""One product, and what a person keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.i18n.money import price_text
from bot.i18n.translator import in_a_row, isolated, translate
from bot.messages import Choice, Reply
from bot.replies.buttons import numbers, result_cards, whats_new
from bot.replies.cards import attributes, card, shop_link
from bot.replies.phrases import in_words
from bot.search.explanations import Reason
from bot.storage.favourites import Favourite
from catalog.models import Record

_MAX_DESCRIPTION: Final = 600


def one_product(
    record: Record,
    turn: str,
    *,
    because: Sequence[Reason] = (),
    thumbs: Sequence[Choice] = (),
    share: str = "",
    removable: bool = False,
) -> Reply:
    """Everything about one product."""
    choices = [Choice(f"like:{turn}:0", translate("button-similar")), *thumbs, *shop_link(record)]
    if share:
        choices.append(Choice("share:", translate("button-share"), share))
    choices.append(Choice(f"wrong:{turn}:", translate("button-wrong")))
    if removable:
        choices.append(Choice(f"remove:{turn}:0", translate("button-remove")))
    return Reply(text=_shorten(record.product.description), cards=(card(record, because, tuple(choices)),))


def added(record: Record, turn: str) -> Reply:
    """The owner sees what came in, and may take it back."""
    price = price_text(record.product.current_price, record.product.currency)
    title = isolated(record.product.title)
    product = f"{title} — {price}" if price else title
    seen = in_words(attributes(record.traits))
    return Reply(
        text=translate("added-seen", product=product, words=seen) if seen else translate("added", product=product),
        cards=(card(record, (), ()),),
        choices=(Choice(f"undo:{turn}:0", translate("button-undo")),),
    )


def favourites(shown: Sequence[tuple[Favourite, Record]], gone: Sequence[Favourite], turn: str, further: str) -> Reply:
    """What a person saved; `further` is the key of the button to the next page, if there is one."""
    if not shown and not gone:
        return Reply(translate("favourites-none"))
    lines = [translate("favourites")] if len(shown) > 1 else []
    if gone:
        lines.append(translate("favourites-gone", titles=in_a_row([isolated(one.title) for one in gone])))
    choices = list(numbers(len(shown), turn, more=False))
    if further:
        choices.append(Choice(further, translate("button-more")))
    if gone:
        choices.append(Choice(f"unsave:{turn}:", translate("button-forget-gone")))
    cards = result_cards([record for _, record in shown], turn)
    noted = [replace(card, why=_since_saved(one, record)) for card, (one, record) in zip(cards, shown, strict=True)]
    return Reply("\n".join(lines), tuple(noted), choices=tuple(choices))


def _since_saved(then: Favourite, record: Record) -> tuple[str, ...]:
    item = record.product
    if then.price is None or item.current_price is None or item.currency != then.currency:
        return ()
    if item.current_price >= then.price:
        return ()
    return (translate("was-when-saved", price=price_text(then.price, then.currency)),)


def noted_thumb(marks: Mapping[str, str]) -> Reply:
    """A thumb was tapped."""
    return Reply(translate("thumb-noted"), marks=marks)


def saved(marks: Mapping[str, str], *, saved: bool) -> Reply:
    """♡ was tapped."""
    return Reply(translate("saved" if saved else "not-saved"), marks=marks)


def product_gone() -> Reply:
    """A button or a link of a product that the shop has removed since, or never had."""
    return Reply(translate("product-gone"), choices=(whats_new(),))


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _MAX_DESCRIPTION else f"{text[:_MAX_DESCRIPTION].rsplit(' ', 1)[0]} …"
