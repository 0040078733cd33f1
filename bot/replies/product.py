"""One product, and what a person keeps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.actions import Action
from bot.i18n.money import price_text
from bot.i18n.translator import in_a_row, isolated, translate
from bot.messages import Button, Reply
from bot.replies.buttons import numbers, product_buttons, result_cards, whats_new
from bot.replies.cards import attributes, card
from bot.replies.phrases import in_words
from bot.search.explanations import Reason
from bot.storage.favourites import Favourite
from catalog.models import Record

_MAX_DESCRIPTION: Final = 600


def one_product(
    record: Record,
    turn: str,
    *,
    saved: Collection[str] | None = None,
    because: Sequence[Reason] = (),
    thumbs: Sequence[Button] = (),
    share: str = "",
    removable: bool = False,
) -> Reply:
    """Everything about one product."""
    buttons = [*product_buttons(record, turn, 0, saved=saved, thumbs=thumbs)]
    if share:
        buttons.append(Button(translate("button-share"), url=share))
    buttons.append(Button(translate("button-wrong"), Action("wrong", turn)))
    if removable:
        buttons.append(Button(translate("button-remove"), Action("remove", turn, 0)))
    return Reply(text=_shorten(record.product.description), cards=(card(record, because, tuple(buttons)),))


def added(record: Record, turn: str) -> Reply:
    """The owner sees what came in, and may take it back."""
    price = price_text(record.product.current_price, record.product.currency)
    title = isolated(record.product.title)
    product = f"{title} — {price}" if price else title
    seen = in_words(attributes(record.traits))
    return Reply(
        text=translate("added-seen", product=product, words=seen) if seen else translate("added", product=product),
        cards=(card(record, (), ()),),
        buttons=(Button(translate("button-undo"), Action("undo", turn, 0)),),
    )


def favourites(
    shown: Sequence[tuple[Favourite, Record]], gone: Sequence[Favourite], turn: str, further: int | None
) -> Reply:
    """What a person saved; `further` is where the next page begins, if there is one."""
    if not shown and not gone:
        return Reply(translate("favourites-none"))
    lines = [translate("favourites")] if len(shown) > 1 else []
    if gone:
        lines.append(translate("favourites-gone", titles=in_a_row([isolated(one.title) for one in gone])))
    buttons = list(numbers(len(shown), turn, more=False))
    if further is not None:
        buttons.append(Button(translate("button-more"), Action("saved", turn, further)))
    if gone:
        buttons.append(Button(translate("button-forget-gone"), Action("unsave", turn)))
    cards = result_cards([record for _, record in shown], turn, {one.product_id for one, _ in shown})
    noted = [replace(card, why=_since_saved(one, record)) for card, (one, record) in zip(cards, shown, strict=True)]
    return Reply("\n".join(lines), tuple(noted), buttons=tuple(buttons))


def _since_saved(then: Favourite, record: Record) -> tuple[str, ...]:
    item = record.product
    if then.price is None or item.current_price is None or item.currency != then.currency:
        return ()
    if item.current_price >= then.price:
        return ()
    return (translate("was-when-saved", price=price_text(then.price, then.currency)),)


def product_gone() -> Reply:
    """A button or a link of a product that the shop has removed since, or never had."""
    return Reply(translate("product-gone"), buttons=(whats_new(),))


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _MAX_DESCRIPTION else f"{text[:_MAX_DESCRIPTION].rsplit(' ', 1)[0]} …"
